"""A project's schedules as their page shows them, each with what became of its newest runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ahsp_app.models import BerkasTugas, CatatanJadwal, JadwalDokumen, Tugas

BANYAK: Final = 10


@dataclass(frozen=True, slots=True)
class BarisCatatan:
    """One line of the log. `berkas_tugas_id`: the job whose file can still be had."""

    pada: datetime
    status: str
    pesan: str
    berkas_tugas_id: int | None


@dataclass(frozen=True, slots=True)
class BarisJadwal:
    """A schedule. `berlangsung`: it is being made or mailed now."""

    id: int
    catatan: tuple[BarisCatatan, ...]
    versi: int
    nama: str
    tiap: str
    hari: int
    jam: int
    permintaan: dict[str, Any]
    aktif: bool
    berikutnya: datetime
    berlangsung: bool


def daftar_jadwal(sesi: Session, proyek_id: int) -> tuple[BarisJadwal, ...]:
    """All schedules of a project, in the order they were added. Two statements."""
    j, t = JadwalDokumen, Tugas
    berlangsung = (
        select(t.id)
        .where(t.status.in_(("antre", "jalan")), t.masukan["jadwal_id"].as_integer() == j.id)
        .correlate(j)
        .exists()
    )
    kolom = (j.id, j.versi, j.nama, j.tiap, j.hari, j.jam, j.permintaan, j.aktif, j.berikutnya, berlangsung)
    catatan = _catatan(sesi, proyek_id)
    pilih = select(*kolom).where(j.proyek_id == proyek_id).order_by(j.id)
    return tuple(BarisJadwal(nomor, tuple(catatan[nomor]), *isi) for nomor, *isi in sesi.execute(pilih))


def _catatan(sesi: Session, proyek_id: int) -> dict[int, list[BarisCatatan]]:
    """The newest lines of each schedule, newest first, each with the file of its run while that is kept."""
    c, t, b = CatatanJadwal, Tugas, BerkasTugas
    urut = func.row_number().over(partition_by=c.jadwal_id, order_by=c.id.desc()).label("urut")
    baru = (
        select(c.id, c.jadwal_id, c.tugas_id, c.pada, c.status, c.pesan, urut)
        .join(JadwalDokumen, JadwalDokumen.id == c.jadwal_id)
        .where(JadwalDokumen.proyek_id == proyek_id)
        .subquery()
    )
    pilih = (
        select(baru.c.jadwal_id, baru.c.pada, baru.c.status, baru.c.pesan, b.tugas_id)
        .outerjoin(t, t.id == baru.c.tugas_id)
        .outerjoin(b, and_(b.tugas_id == t.masukan["tugas_id"].as_integer(), b.kedaluwarsa > func.now()))
        .where(baru.c.urut <= BANYAK)
        .order_by(baru.c.id.desc())
    )
    hasil: dict[int, list[BarisCatatan]] = defaultdict(list)
    for jadwal_id, *isi in sesi.execute(pilih):
        hasil[jadwal_id].append(BarisCatatan(*isi))
    return hasil
