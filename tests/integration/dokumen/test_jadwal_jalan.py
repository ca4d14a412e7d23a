"""Schedules by themselves: one run whatever happens, mailed, tried again, noted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import huey
from ahsp_app.jobs import kerja
from ahsp_app.jobs import sapu as jobs_sapu
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.models import BerkasTugas, CatatanJadwal, JadwalDokumen, Pengguna, Riwayat, Tugas
from ahsp_app.services import jadwal_dokumen as layanan
from ahsp_app.services import jadwal_jalan, jadwal_kirim
from ahsp_app.services import tugas as layanan_tugas
from ahsp_app.services.dokumen_minta import bundel
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_pekerjaan
from tests.factories_lembar import kerja as buat_kerja
from tests.smtp import Kotak, bagian, kotak_surat

MINGGU_INI = datetime(2026, 11, 22, 10, tzinfo=UTC)  # a Sunday
SENIN = datetime(2026, 11, 23, tzinfo=UTC)  # seven o'clock in Jakarta
SEPEKAN = timedelta(days=7)
ISI = layanan.IsiJadwal("Rapat Senin", "minggu", 0, 7, bundel(("rekap", "rab"), ("pdf",), Opsi()))


@pytest.fixture
def k(db: SQLAlchemy) -> Kerja:
    k = buat_kerja()
    buat_pekerjaan(k, volume="12,5", komponen=[SEMEN])
    return k


@pytest.fixture
def jadwal(k: Kerja) -> JadwalDokumen:
    baru = layanan.buat_jadwal(k, ISI, MINGGU_INI)
    k.sesi.commit()
    return baru


@contextmanager
def surat_lewat(app: Flask, **perilaku: object) -> Iterator[Kotak]:
    """The application sends through a server of this test."""
    asal = app.extensions["settings"]
    with kotak_surat(**perilaku) as kotak:
        app.extensions["settings"] = replace(
            asal, smtp_url=kotak.url(), surat_dari="rab@kantor.test", alamat_situs="https://rab.test"
        )
        try:
            yield kotak
        finally:
            app.extensions["settings"] = asal


def sapu(k: Kerja, pada: datetime) -> bool:
    ada = jadwal_jalan.sapu_jadwal(k.sesi, pada)
    k.sesi.commit()
    return ada


def catatan(k: Kerja, jadwal: JadwalDokumen) -> list[tuple[str, str]]:
    k.sesi.expire_all()
    pilih = select(CatatanJadwal).where(CatatanJadwal.jadwal_id == jadwal.id).order_by(CatatanJadwal.id)
    return [(c.status, c.pesan) for c in k.sesi.scalars(pilih)]


def tugas(k: Kerja, jenis: str) -> list[Tugas]:
    k.sesi.expire_all()
    return list(k.sesi.scalars(select(Tugas).where(Tugas.jenis == jenis).order_by(Tugas.id)))


def mundurkan(k: Kerja, lama: timedelta) -> None:
    """Let what has ended have ended so long ago."""
    k.sesi.execute(update(CatatanJadwal).values(pada=CatatanJadwal.pada - lama))
    k.sesi.execute(update(Tugas).values(selesai=Tugas.selesai - lama))
    k.sesi.commit()


def test_made_and_mailed(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    assert jadwal.berikutnya == SENIN
    assert sapu(k, SENIN - timedelta(seconds=1)) is False
    assert sapu(k, SENIN) is True
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    (buat,), (kirim,) = tugas(k, layanan.KIRIM), tugas(k, layanan.SURAT)
    assert (buat.status, kirim.status) == ("selesai", "selesai"), (buat.galat, kirim.galat)
    assert catatan(k, jadwal) == [("terkirim", "")]
    assert jadwal.berikutnya == SENIN + SEPEKAN
    berkas = k.sesi.scalars(select(BerkasTugas)).one()
    assert berkas.tugas_id == buat.id
    assert timedelta(days=6, hours=23) < berkas.kedaluwarsa - datetime.now(UTC) <= SEPEKAN
    (surat,) = kotak.surat
    pemilik = k.sesi.get_one(Pengguna, k.proyek.pemilik_id)
    assert kotak.penerima == [pemilik.email]
    assert surat["Subject"] == f"Dokumen Rapat Senin – {k.proyek.nama}"
    for jenis in ("plain", "html"):
        assert f"https://rab.test/tugas/{buat.id}/unduh" in bagian(surat, jenis)
        assert f"https://rab.test/proyek/{k.proyek.id}/dokumen/jadwal" in bagian(surat, jenis)
        assert "setiap Senin pukul 07.00" in bagian(surat, jenis)
        assert "WIB" in bagian(surat, jenis)
    # Nothing more to do, now or after the times of repetition.
    mundurkan(k, timedelta(hours=2))
    assert sapu(k, SENIN + timedelta(hours=3)) is False
    assert len(catatan(k, jadwal)) == 1


def test_names_are_not_markup(app: Flask, k: Kerja) -> None:
    layanan.buat_jadwal(k, replace(ISI, nama="<b>Rapat</b> & co\n"), MINGGU_INI)
    sapu(k, SENIN)
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    assert "&lt;b&gt;Rapat&lt;/b&gt; &amp; co" in bagian(kotak.surat[0], "html")
    assert "“<b>Rapat</b> & co”" in bagian(kotak.surat[0], "plain")


def test_what_was_missed_is_one_run(k: Kerja, jadwal: JadwalDokumen) -> None:
    lama = SENIN + 5 * SEPEKAN + timedelta(hours=5)
    assert sapu(k, lama) is True
    assert len(tugas(k, layanan.KIRIM)) == 1
    assert jadwal.berikutnya == SENIN + 6 * SEPEKAN
    assert sapu(k, lama) is False


def test_two_sweeps_at_once_make_one_job(app: Flask, db: SQLAlchemy, k: Kerja, jadwal: JadwalDokumen) -> None:
    mulai = threading.Barrier(4)
    galat: list[BaseException] = []

    def satu(kerjakan: Callable[[Session, datetime], bool]) -> None:
        try:
            with Session(mesin) as sesi:
                mulai.wait(5)
                kerjakan(sesi, SENIN)
                sesi.commit()
        except BaseException as sebab:
            galat.append(sebab)
            raise

    mesin = db.engine
    cara = [jadwal_jalan.sapu_jadwal, jadwal_jalan.jalankan] * 2
    utas = [threading.Thread(target=satu, args=(c,)) for c in cara]
    for u in utas:
        u.start()
    for u in utas:
        u.join(10)
    assert galat == []
    assert len(tugas(k, layanan.KIRIM)) == 1
    assert jadwal.berikutnya == SENIN + SEPEKAN


def test_a_sweep_while_another_is_not_done(db: SQLAlchemy, k: Kerja, jadwal: JadwalDokumen) -> None:
    with Session(db.engine) as satu, Session(db.engine) as dua:
        jangan_menunggu = text("SET LOCAL lock_timeout = '2s'")
        dua.execute(jangan_menunggu)
        assert jadwal_jalan.jalankan(satu, SENIN) is True
        assert jadwal_jalan.jalankan(dua, SENIN) is False
        satu.commit()
        # The run is over before the other sweep looks again.
        satu.execute(update(Tugas).values(status="gagal", selesai=func.now(), galat="Disk penuh.", percobaan=1))
        satu.commit()
        assert jadwal_jalan.jalankan(dua, SENIN) is False
        dua.rollback()
        dua.execute(jangan_menunggu)
        jadwal_jalan.sapu_jadwal(satu, SENIN)
        jadwal_jalan.sapu_jadwal(dua, SENIN)
        satu.commit()
        dua.commit()
    assert catatan(k, jadwal) == [("gagal", "Disk penuh.")]
    assert len(tugas(k, layanan.KIRIM)) == 1


def test_paused_and_resumed(k: Kerja, jadwal: JadwalDokumen) -> None:
    layanan.jeda(k, jadwal, jadwal.versi)
    assert sapu(k, SENIN) is False
    assert jadwal.berikutnya == SENIN
    layanan.jeda(k, jadwal, 1)  # asked for again with the old version: it is paused, that is no conflict
    with pytest.raises(Conflict):
        layanan.lanjutkan(k, jadwal, 1, SENIN)
    layanan.lanjutkan(k, jadwal, jadwal.versi, SENIN + timedelta(hours=1))
    assert jadwal.berikutnya == SENIN + SEPEKAN
    assert sapu(k, SENIN + timedelta(hours=1)) is False
    aksi = select(Riwayat.aksi).where(Riwayat.tabel == "jadwal_dokumen").order_by(Riwayat.id)
    assert list(k.sesi.scalars(aksi)) == ["tambah", "jeda", "lanjutkan"]


@pytest.mark.parametrize(
    ("keadaan", "alasan"),
    [("diarsipkan", "Proyek diarsipkan."), ("dihapus", "Proyek ada di sampah."), ("aktif", "Akun pemilik")],
)
@pytest.mark.parametrize("sudah_diminta", [False, True])
def test_skipped_with_the_reason(
    app: Flask, k: Kerja, jadwal: JadwalDokumen, keadaan: str, alasan: str, sudah_diminta: bool
) -> None:
    if sudah_diminta:
        sapu(k, SENIN)
    if keadaan == "aktif":
        k.sesi.get_one(Pengguna, k.proyek.pemilik_id).aktif = False
    else:
        setattr(k.proyek, keadaan, SENIN)
    k.sesi.commit()
    if not sudah_diminta:
        assert sapu(k, SENIN) is False
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    (satu,) = catatan(k, jadwal)
    assert satu[0] == "dilewati"
    assert satu[1].startswith(alasan)
    assert kotak.surat == []
    assert jadwal.berikutnya == SENIN + SEPEKAN


def test_a_mail_server_that_is_down_loses_no_document(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    with surat_lewat(app, jawab={"MAIL": "451 busy"}):
        kerja.kerjakan()
    kini = datetime.now(UTC)
    for n, jeda in enumerate(jadwal_jalan.JEDA, 1):
        (kirim,) = tugas(k, layanan.SURAT)
        assert (kirim.status, kirim.percobaan) == ("gagal", n)
        assert sapu(k, kini + jeda - timedelta(minutes=1)) is False
        assert [c[0] for c in catatan(k, jadwal)] == ["gagal"] * n
        assert "menolak surat ini: busy" in catatan(k, jadwal)[-1][1]
        assert sapu(k, kini + jeda + timedelta(minutes=1)) is True
        with surat_lewat(app, jawab={"MAIL": "451 busy"}):
            kerja.kerjakan()
    # Three times by itself; then it waits for a person.
    assert sapu(k, kini + timedelta(days=1)) is False
    assert len(catatan(k, jadwal)) == 4
    layanan.kirim_lagi(k, jadwal)
    k.sesi.commit()
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    assert len(kotak.surat) == 1
    assert catatan(k, jadwal)[-1] == ("terkirim", "")
    assert len(tugas(k, layanan.KIRIM)) == 1
    assert k.sesi.scalar(select(func.count()).select_from(BerkasTugas)) == 1


def test_a_run_whose_worker_died_is_run_again(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    t = layanan_tugas.ambil(k.sesi, (layanan.KIRIM,))
    assert t is not None
    k.sesi.commit()
    k.sesi.execute(update(Tugas).values(denyut=func.now() - timedelta(minutes=2)))
    layanan_tugas.sapu(k.sesi)
    kini = datetime.now(UTC)
    assert sapu(k, kini) is False
    assert catatan(k, jadwal) == [("gagal", layanan_tugas.BERHENTI)]
    assert sapu(k, kini + timedelta(minutes=6)) is True
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    assert len(kotak.surat) == 1


def test_send_again_what_was_sent(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
        layanan.kirim_lagi(k, jadwal)
        layanan.kirim_lagi(k, jadwal)  # pressed twice
        k.sesi.commit()
        kerja.kerjakan()
        assert len(kotak.surat) == 2
        assert kotak.surat[0]["Message-ID"] == kotak.surat[1]["Message-ID"]
        assert len(tugas(k, layanan.KIRIM)) == 1
        # Its file is gone: made anew.
        k.sesi.execute(update(BerkasTugas).values(kedaluwarsa=func.now()))
        k.sesi.commit()
        layanan.kirim_lagi(k, jadwal)
        k.sesi.commit()
        kerja.kerjakan()
    assert len(tugas(k, layanan.KIRIM)) == 2
    assert len(kotak.surat) == 3


def test_a_mail_about_a_file_that_is_gone(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    with surat_lewat(app, jawab={"MAIL": "451 busy"}):
        kerja.kerjakan()
    sapu(k, datetime.now(UTC) + timedelta(minutes=6))
    k.sesi.execute(update(BerkasTugas).values(kedaluwarsa=func.now()))
    k.sesi.commit()
    with surat_lewat(app) as kotak:
        kerja.kerjakan()
    assert kotak.surat == []
    assert catatan(k, jadwal)[-1] == ("dilewati", jadwal_kirim.BERKAS_HILANG)


def test_without_a_mail_server_the_log_says_so(k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    kerja.kerjakan()
    assert catatan(k, jadwal) == [("terkirim", jadwal_kirim.TANPA_SERVER)]


def test_many_jobs_wait_already(k: Kerja, jadwal: JadwalDokumen) -> None:
    for n in range(layanan_tugas.MAKS_ANTRE):
        layanan_tugas.minta(k.sesi, k.proyek.pemilik_id, "lain", f"{n}", {})
    assert sapu(k, SENIN) is False
    assert jadwal.berikutnya == SENIN
    k.sesi.execute(update(Tugas).values(status="batal", selesai=func.now()))
    assert sapu(k, SENIN + timedelta(minutes=1)) is True


def test_deleted_while_it_waits(app: Flask, k: Kerja, jadwal: JadwalDokumen) -> None:
    sapu(k, SENIN)
    layanan.hapus_jadwal(k, jadwal, jadwal.versi)
    k.sesi.commit()
    assert [t.status for t in tugas(k, layanan.KIRIM)] == ["batal"]
    assert sapu(k, SENIN + timedelta(days=1)) is False


def test_the_owners_zone(k: Kerja) -> None:
    k.sesi.get_one(Pengguna, k.proyek.pemilik_id).zona_waktu = "Asia/Jayapura"
    baru = layanan.buat_jadwal(k, ISI, MINGGU_INI)
    assert baru.berikutnya == SENIN - timedelta(hours=2)
    assert layanan.ubah_jadwal(k, baru, 1, ISI, MINGGU_INI) is False
    assert layanan.ubah_jadwal(k, baru, 1, replace(ISI, tiap="bulan", hari=1, jam=0), MINGGU_INI) is True
    assert baru.berikutnya == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert baru.versi == 2
    with pytest.raises(Conflict):
        layanan.ubah_jadwal(k, baru, 1, replace(ISI, nama="Lain"), MINGGU_INI)


@pytest.mark.parametrize(
    "isi",
    [
        replace(ISI, nama=" "),
        replace(ISI, nama="x" * 101),
        replace(ISI, hari=7),
        replace(ISI, tiap="bulan", hari=29),
        replace(ISI, tiap="bulan", hari=0),
        replace(ISI, tiap="tahun"),
        replace(ISI, jam=24),
    ],
)
def test_refused(k: Kerja, isi: layanan.IsiJadwal) -> None:
    with pytest.raises(Invalid):
        layanan.buat_jadwal(k, isi, MINGGU_INI)


def test_not_too_many(k: Kerja) -> None:
    for _n in range(layanan.MAKS_JADWAL):
        layanan.buat_jadwal(k, ISI, MINGGU_INI)
    with pytest.raises(Invalid):
        layanan.buat_jadwal(k, ISI, MINGGU_INI)


def test_the_link_is_for_who_may_read_the_project(
    app: Flask, client: FlaskClient, k: Kerja, jadwal: JadwalDokumen
) -> None:
    sapu(k, SENIN)
    with surat_lewat(app):
        kerja.kerjakan()
    url = f"/tugas/{tugas(k, layanan.KIRIM)[0].id}/unduh"
    tamu = client.get(url)
    assert (tamu.status_code, "/masuk" in tamu.location) == (303, True)
    masuk(client, buat_pengguna(admin=True))
    assert client.get(url).status_code == 404
    masuk(client, k.sesi.get_one(Pengguna, k.proyek.pemilik_id))
    dapat = client.get(url)
    assert (dapat.status_code, dapat.data[:5]) == (200, b"%PDF-")
    k.sesi.execute(update(BerkasTugas).values(kedaluwarsa=func.now()))
    assert client.get(url).status_code == 404


def test_the_sweep_of_the_worker(k: Kerja, jadwal: JadwalDokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    dibangunkan: list[bool] = []
    monkeypatch.setattr(huey, "bangunkan", lambda: dibangunkan.append(True))
    jadwal.berikutnya = datetime.now(UTC)
    k.sesi.commit()
    jobs_sapu.jadwal.call_local()
    jobs_sapu.jadwal.call_local()
    assert len(tugas(k, layanan.KIRIM)) == 1
    assert dibangunkan == [True]
