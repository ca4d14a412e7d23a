"""What schedules do by themselves: asking for runs that are due, noting what failed, trying again later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.kala import kapan_berikutnya
from ahsp_app.errors import Invalid
from ahsp_app.models import CatatanJadwal, JadwalDokumen, Pengguna, Proyek, Tugas
from ahsp_app.services import tugas
from ahsp_app.services.jadwal_dokumen import KIRIM, SURAT, minta_kirim, zona

BANYAK: Final = 100  # schedules in one sweep; the next takes the others
JEDA: Final = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
DIBATALKAN: Final = N_("Dibatalkan.")
_PANJANG: Final = 300


def sapu_jadwal(sesi: Session, sekarang: datetime) -> bool:
    """All that is due now; whether a job waits because of it. One sweep at a time, whoever else runs one."""
    if not sesi.scalar(select(func.pg_try_advisory_xact_lock(func.hashtext("ahsp-jadwal")))):
        return False
    catat_gagal(sesi)
    ulang = ulangi(sesi, sekarang)
    return jalankan(sesi, sekarang) or ulang


def jalankan(sesi: Session, sekarang: datetime) -> bool:
    """Ask for one run of every schedule that is due, and move each on to its next moment in the same transaction.

    However many moments have passed while the server was off, it is one run. When too many jobs of its owner wait, a
    schedule stays due.
    """
    pilih = (
        select(JadwalDokumen, Proyek, Pengguna)
        .join(Proyek, Proyek.id == JadwalDokumen.proyek_id)
        .join(Pengguna, Pengguna.id == Proyek.pemilik_id)
        .where(JadwalDokumen.aktif, JadwalDokumen.berikutnya <= sekarang)
        .order_by(JadwalDokumen.berikutnya, JadwalDokumen.id)
        .limit(BANYAK)
        .with_for_update(of=JadwalDokumen, skip_locked=True)
    )
    ada = False
    for jadwal, proyek, pemilik in sesi.execute(pilih.execution_options(populate_existing=True)):
        alasan = alasan_lewat(proyek, pemilik)
        if alasan:
            lewati(sesi, jadwal.id, alasan)
        else:
            try:
                minta_kirim(sesi, jadwal, proyek)
            except Invalid:
                continue
            ada = True
        jadwal.berikutnya = kapan_berikutnya(jadwal.tiap, jadwal.hari, jadwal.jam, sekarang, zona(pemilik))
    sesi.flush()
    return ada


def alasan_lewat(proyek: Proyek, pemilik: Pengguna) -> str:
    """Why nothing is to be made or sent now; "" when it is."""
    if proyek.dihapus:
        return N_("Proyek ada di sampah.")
    if proyek.diarsipkan:
        return N_("Proyek diarsipkan.")
    if not pemilik.aktif:
        return N_("Akun pemilik proyek ditutup.")
    return ""


def lewati(sesi: Session, jadwal_id: int, alasan: str, tugas_id: int | None = None) -> None:
    """Note a run that was not done, and why."""
    sesi.add(CatatanJadwal(jadwal_id=jadwal_id, tugas_id=tugas_id, status="dilewati", pesan=alasan))


def catat_gagal(sesi: Session) -> None:
    """A line in the log for each attempt that failed or was taken back, whatever ended it."""
    t, c = Tugas, CatatanJadwal
    sudah = exists().where(c.jadwal_id == JadwalDokumen.id, c.tugas_id == t.id, c.pada == t.selesai)
    for satu, jadwal_id in sesi.execute(_tugas_jadwal("gagal", "batal").where(~sudah).order_by(t.selesai)):
        gagal = satu.status == "gagal"
        pesan = satu.galat[:_PANJANG] if gagal else DIBATALKAN
        status = "gagal" if gagal else "dilewati"
        sesi.add(c(jadwal_id=jadwal_id, tugas_id=satu.id, pada=satu.selesai, status=status, pesan=pesan))
    sesi.flush()


def ulangi(sesi: Session, sekarang: datetime) -> bool:
    """Run again what failed, up to three times, each after a longer while; not for a schedule that is paused."""
    saatnya = or_(*(and_(Tugas.percobaan == n, Tugas.selesai <= sekarang - jeda) for n, jeda in enumerate(JEDA, 1)))
    pilih = _tugas_jadwal("gagal").where(JadwalDokumen.aktif, saatnya)
    ada = False
    for satu, _jadwal_id in sesi.execute(pilih.with_for_update(of=Tugas, skip_locked=True)):
        tugas.ulangi(sesi, satu)
        ada = True
    sesi.flush()
    return ada


def _tugas_jadwal(*status: str) -> Select[Tugas, int]:
    """Jobs of schedules that are still there, with the schedule's number."""
    return (
        select(Tugas, JadwalDokumen.id)
        .join(JadwalDokumen, JadwalDokumen.id == Tugas.masukan["jadwal_id"].as_integer())
        .where(Tugas.jenis.in_((KIRIM, SURAT)), Tugas.status.in_(status))
        .execution_options(populate_existing=True)
    )
