"""A worker that is killed while it makes a document leaves nothing half done, and the job can be run again."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pypdfium2
import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from ahsp_app.config import Settings
from ahsp_app.extensions import huey
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.models import BerkasTugas, PotongBerkas, Tugas
from ahsp_app.services import berkas_tugas
from ahsp_app.services import tugas as layanan
from ahsp_app.services.dokumen_minta import BUKU_KERJA, Permintaan, bundel, satu
from ahsp_app.services.dokumen_tugas import minta_dokumen
from bench.data import TERKECIL, buat_proyek_besar
from tests.factories import buat_pengguna, masuk
from tests.pekerja import pekerja, terhenti_di, terhenti_di_kunci, tunggu

pytestmark = pytest.mark.lambat

KUNCI = 4242
# Where the worker is stopped: what it does at that moment waits for a lock of ours.
LANGKAH = {
    "baca": "",  # our lock on a table that it reads
    "tulis": "BEFORE UPDATE ON tugas FOR EACH ROW WHEN (NEW.langkah NOT IN ('', 'Membaca proyek'))",
    "simpan": "BEFORE INSERT ON potong_berkas FOR EACH ROW WHEN (NEW.urut = 1)",
    "akhir": "BEFORE UPDATE ON tugas FOR EACH ROW WHEN (NEW.status = 'selesai')",
}


def periksa_pdf(isi: bytes) -> None:
    dokumen = pypdfium2.PdfDocument(isi)
    assert len(dokumen) > TERKECIL / 2
    assert "Halaman" in dokumen[len(dokumen) - 1].get_textpage().get_text_range()


def periksa_zip(isi: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert arsip.testzip() is None
        assert len(arsip.namelist()) == 2 * 3 + 1


def periksa_buku(isi: bytes) -> None:
    assert "RAB" in load_workbook(io.BytesIO(isi), read_only=True).sheetnames


APA: dict[str, tuple[Permintaan, Callable[[bytes], None]]] = {
    "pdf": (bundel(("rekap", "ahsp"), ("pdf",), Opsi(), abaikan=True), periksa_pdf),
    "zip": (
        bundel(("rekap", "ahsp", BUKU_KERJA), ("pdf", "docx", "xlsx"), Opsi(), sebagai_zip=True, abaikan=True),
        periksa_zip,
    ),
    "buku": (satu(BUKU_KERJA, "xlsx", Opsi()), periksa_buku),
}


@contextmanager
def tertahan(url: str, langkah: str) -> Iterator[Callable[[], bool]]:
    """Hold whoever comes to this step; gives whether someone is held there."""
    with psycopg.connect(url, autocommit=True) as lain, psycopg.connect(url) as penjaga:
        if LANGKAH[langkah]:
            lain.execute(
                f"""CREATE FUNCTION uji_tahan() RETURNS trigger LANGUAGE plpgsql AS
                    $$BEGIN PERFORM pg_advisory_xact_lock({KUNCI}); RETURN NEW; END$$;
                    CREATE TRIGGER uji_tahan {LANGKAH[langkah]} EXECUTE FUNCTION uji_tahan()"""
            )
            penjaga.execute("SELECT pg_advisory_lock(%s)", (KUNCI,))
        else:
            penjaga.execute("LOCK TABLE komponen IN ACCESS EXCLUSIVE MODE")
        try:
            yield lambda: terhenti_di_kunci(lain) if LANGKAH[langkah] else terhenti_di(lain, "komponen")
        finally:
            penjaga.rollback()
            penjaga.execute("SELECT pg_advisory_unlock_all()")
            penjaga.commit()
            lain.execute("DROP FUNCTION IF EXISTS uji_tahan CASCADE")


def banyak(db: SQLAlchemy, tabel: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(tabel)) or 0


@pytest.mark.parametrize(
    ("apa", "langkah"),
    [
        *(("zip", langkah) for langkah in LANGKAH),
        ("pdf", "tulis"),
        ("pdf", "akhir"),
        ("buku", "tulis"),
        ("buku", "akhir"),
    ],
)
def test_killed_at_any_step(
    db: SQLAlchemy,
    client: FlaskClient,
    lingkungan: dict[str, str],
    settings: Settings,
    tmp_path: Path,
    apa: str,
    langkah: str,
) -> None:
    minta, periksa = APA[apa]
    orang = buat_pengguna()
    proyek = buat_proyek_besar(db.session(), orang.id, TERKECIL).proyek
    nomor = minta_dokumen(db.session(), orang.id, proyek, minta).id
    masuk(client, orang)
    db.session.rollback()
    sementara = tmp_path / "sementara"
    sementara.mkdir()
    lingkungan |= {"TMPDIR": str(sementara)}
    with tertahan(str(settings.database_url), langkah) as tercapai, pekerja(lingkungan) as proses:
        huey.bangunkan()
        tunggu(tercapai, 60)
        if (apa, langkah) == ("buku", "tulis"):
            assert list(sementara.rglob("ahsp-buku-*/*")), "no working files yet"
        proses.kill()
        proses.wait(10)
    unduh = f"/tugas/{nomor}/unduh"
    assert client.get(unduh).status_code == 404
    assert banyak(db, BerkasTugas) == banyak(db, PotongBerkas) == 0
    assert db.session.get_one(Tugas, nomor).status == "jalan"
    db.session.execute(update(Tugas).values(denyut=func.now() - timedelta(seconds=61)))
    berkas_tugas.sapu_berkas(db.session())
    layanan.sapu(db.session())
    db.session.commit()
    assert db.session.get_one(Tugas, nomor).status == "gagal"
    assert layanan.BERHENTI in client.get(f"/proyek/{proyek.id}/dokumen").text
    assert client.get(unduh).status_code == 404

    assert client.post(f"/tugas/{nomor}/ulang").status_code == 303
    with pekerja(lingkungan) as proses:
        huey.bangunkan()
        tunggu(lambda: client.get(unduh).status_code == 200, 60)
        isi = client.get(unduh)
        proses.send_signal(signal.SIGTERM)
        assert proses.wait(20) == 0
    assert len(isi.data) == isi.content_length
    periksa(isi.data)
    t = db.session.get_one(Tugas, nomor, populate_existing=True)
    assert (t.status, t.percobaan) == ("selesai", 2)
    assert not list(sementara.iterdir())
