"""No room left, or a typeface that is gone: the job says so in words, keeps nothing, and can be run again."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from ahsp_app.extensions import huey
from ahsp_app.jobs.kerja import PENUH, disk_penuh
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.pdf import huruf
from ahsp_app.models import BerkasTugas, PotongBerkas, Tugas
from ahsp_app.services.dokumen import baca_bahan, tulis
from ahsp_app.services.dokumen_minta import BUKU_KERJA, Permintaan, bundel, satu
from ahsp_app.services.dokumen_tugas import minta_dokumen
from bench.data import TERKECIL, buat_proyek_besar
from tests.factories import buat_pengguna, masuk
from tests.factories_impor import jalankan_tugas
from tests.factories_lembar import SEMEN, buat_pekerjaan, kerja
from tests.pekerja import pekerja, tunggu

PDF = bundel(("rekap", "ahsp"), ("pdf",), Opsi(), abaikan=True)
ZIP = bundel(("rekap", "ahsp", BUKU_KERJA), tuple(FORMAT), Opsi(), sebagai_zip=True, abaikan=True)
BUKU = satu(BUKU_KERJA, "xlsx", Opsi())
SATU = {f: satu("ahsp", f, Opsi()) for f in FORMAT}


def sempit(folder: Path, kb: int) -> list[str]:
    """What starts a command so that its temporary files have `kb` kB: a file system of that size, where a user may
    have one, else a limit on the size of a file.
    """
    akar = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    ruang = ["unshare", *akar, "--mount", "sh", "-c"]
    isi = f'mount -t tmpfs -o size={kb}k sempit "{folder}" && exec "$@"'
    perintah = [*ruang, isi, "sempit"]
    if (
        shutil.which("unshare")
        and subprocess.run([*perintah, "true"], capture_output=True, check=False).returncode == 0
    ):
        return perintah
    return ["prlimit", f"--fsize={kb * 1000}"]


def gagal_karena(db: SQLAlchemy, nomor: int, sebab: str) -> None:
    t = db.session.get_one(Tugas, nomor, populate_existing=True)
    assert (t.status, t.galat) == ("gagal", sebab)
    for tabel in (BerkasTugas, PotongBerkas):
        assert db.session.scalar(select(func.count()).select_from(tabel)) == 0
    db.session.rollback()


def ulangi(client: FlaskClient, nomor: int) -> None:
    assert client.get(f"/tugas/{nomor}/unduh").status_code == 404
    assert "Coba lagi" in client.get(f"/tugas/{nomor}").text
    client.post(f"/tugas/{nomor}/ulang")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("minta", [*SATU.values(), PDF, ZIP, BUKU], ids=[*SATU, "bundel", "zip", "buku"])
def test_every_writer_says_that_there_is_no_room(db: SQLAlchemy, minta: Permintaan) -> None:
    k = kerja()
    buat_pekerjaan(k, "Beton", "12,5", komponen=[SEMEN])
    db.session.commit()
    bahan = baca_bahan(db.session(), k.proyek.id, minta)
    with Path("/dev/full").open("w+b", buffering=0) as keluar, pytest.raises(Exception) as salah:  # noqa: PT011
        tulis(bahan, minta, keluar)
    assert disk_penuh(salah.value)
    del salah
    gc.collect()  # a half-written archive tries to end itself when it goes; that fails too, and nobody hears of it


@pytest.mark.lambat
@pytest.mark.parametrize(("minta", "kb"), [(PDF, 200), (ZIP, 1_200), (BUKU, 200)], ids=["pdf", "zip", "buku"])
def test_no_room_for_working_files(
    db: SQLAlchemy, client: FlaskClient, lingkungan: dict[str, str], tmp_path: Path, minta: Permintaan, kb: int
) -> None:
    orang = buat_pengguna()
    proyek = buat_proyek_besar(db.session(), orang.id, TERKECIL).proyek
    nomor = minta_dokumen(db.session(), orang.id, proyek, minta).id
    masuk(client, orang)
    db.session.rollback()
    lingkungan |= {"TMPDIR": str(tmp_path)}

    def status() -> str:
        hasil = db.session.scalar(select(Tugas.status).where(Tugas.id == nomor))
        db.session.rollback()
        return hasil or ""

    with pekerja(lingkungan, sempit(tmp_path, kb)):
        huey.bangunkan()
        tunggu(lambda: status() not in {"antre", "jalan"}, 60)
    gagal_karena(db, nomor, PENUH)
    ulangi(client, nomor)
    jalankan_tugas()
    assert client.get(f"/tugas/{nomor}/unduh").status_code == 200


def test_no_room_in_the_database(db: SQLAlchemy, client: FlaskClient) -> None:
    k = kerja()
    buat_pekerjaan(k, "Beton", "12,5", komponen=[SEMEN])
    orang = k.proyek.pemilik_id
    nomor = minta_dokumen(db.session(), orang, k.proyek, PDF).id
    masuk(client, k.sesi.get_one(type(buat_pengguna()), orang))
    db.session.execute(
        text("""CREATE FUNCTION uji_penuh() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'could not extend file'; END$$;
            CREATE TRIGGER uji_penuh AFTER INSERT ON potong_berkas EXECUTE FUNCTION uji_penuh()""")
    )
    db.session.commit()
    try:
        jalankan_tugas()
    finally:
        db.session.rollback()
        db.session.execute(text("DROP FUNCTION uji_penuh CASCADE"))
        db.session.commit()
    gagal_karena(db, nomor, PENUH)
    ulangi(client, nomor)
    jalankan_tugas()
    assert client.get(f"/tugas/{nomor}/unduh").data.startswith(b"%PDF")


@pytest.mark.parametrize("isi", [None, b"", b"bukan huruf"])
def test_a_typeface_that_is_gone_or_broken(
    db: SQLAlchemy, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isi: bytes | None
) -> None:
    k = kerja()
    buat_pekerjaan(k, "Beton", "12,5", komponen=[SEMEN])
    orang = k.proyek.pemilik_id
    nomor = minta_dokumen(db.session(), orang, k.proyek, PDF).id
    masuk(client, k.sesi.get_one(type(buat_pengguna()), orang))
    if isi is not None:
        (tmp_path / huruf.NORMAL).write_bytes(isi)
    with monkeypatch.context() as m:
        m.setattr(huruf, "FOLDER", tmp_path)
        jalankan_tugas()
        gagal_karena(
            db,
            nomor,
            f"Berkas huruf {huruf.NORMAL} tidak ada atau rusak, sehingga PDF tidak dapat dibuat. Hubungi admin.",
        )
    ulangi(client, nomor)
    jalankan_tugas()
    assert client.get(f"/tugas/{nomor}/unduh").data.startswith(b"%PDF")
