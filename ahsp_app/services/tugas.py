"""Jobs: asked for once, taken up fairly, told how far they are, ended exactly once.

A job and the work it did are ended in one transaction, so a worker that is killed leaves nothing half done: its row
stays `jalan` until the sweep finds that its heart has stopped, and then it can be run again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid
from ahsp_app.models import Tugas
from ahsp_app.queries.baris import get_satu

MAKS_JALAN: Final = 2  # of one person at the same time
MAKS_ANTRE: Final = 20
DENYUT_HILANG: Final = timedelta(seconds=60)
UMUR: Final = timedelta(days=30)
BERLANGSUNG: Final = ("antre", "jalan")
BERHENTI: Final = N_("Server berhenti saat mengerjakan ini. Coba lagi.")


class Dibatalkan(Galat):
    """The job was taken back by its owner, or given up by the sweep, while it ran."""

    def __init__(self) -> None:
        super().__init__("dibatalkan", N_("Dibatalkan."))


def minta(
    sesi: Session,
    pengguna_id: int,
    jenis: str,
    judul: str,
    masukan: Mapping[str, Any],
    kunci: str | None = None,
) -> Tugas:
    """Ask for a job. The same `kunci` asked for again while it waits or runs gives the job that is there.

    Raises Invalid when too many jobs of this person are waiting. The caller tells the workers after its commit.
    """
    menunggu = select(func.count()).where(Tugas.pengguna_id == pengguna_id, Tugas.status == "antre")
    if (sesi.scalar(menunggu) or 0) >= MAKS_ANTRE:
        raise Invalid("antre_penuh", N_("Sudah %(n)s tugas Anda yang menunggu. Tunggu sampai selesai."), n=MAKS_ANTRE)
    isi = {"pengguna_id": pengguna_id, "jenis": jenis, "judul": judul[:300], "masukan": dict(masukan), "kunci": kunci}
    baru = sesi.scalar(insert(Tugas).values(isi).on_conflict_do_nothing().returning(Tugas.id))
    if baru is not None:
        return sesi.get_one(Tugas, baru)
    sama = select(Tugas).where(Tugas.pengguna_id == pengguna_id, Tugas.kunci == kunci, Tugas.status.in_(BERLANGSUNG))
    return sesi.scalars(sama).one()


def get_milik(sesi: Session, pengguna_id: int, tugas_id: int) -> Tugas:
    """A job of this person, locked. Raises NotFound."""
    pilih = select(Tugas).where(Tugas.id == tugas_id, Tugas.pengguna_id == pengguna_id)
    return get_satu(sesi, pilih, kunci=True)


def ambil(sesi: Session, jenis: Collection[str]) -> Tugas | None:
    """The next job for a worker that can do `jenis`: of the person with the fewest running, the one asked for first.

    Nobody has more than MAKS_JALAN running. The caller commits at once, so that others see it taken.
    """
    sesi.execute(select(func.pg_advisory_xact_lock(func.hashtext("ahsp-tugas"))))
    jalan = (
        select(Tugas.pengguna_id, func.count().label("n"))
        .where(Tugas.status == "jalan")
        .group_by(Tugas.pengguna_id)
        .subquery()
    )
    n = func.coalesce(jalan.c.n, 0)
    pilih = (
        select(Tugas)
        .outerjoin(jalan, jalan.c.pengguna_id == Tugas.pengguna_id)
        .where(Tugas.status == "antre", Tugas.jenis.in_(jenis), n < MAKS_JALAN)
        .order_by(n, Tugas.id)
        .limit(1)
        .with_for_update(of=Tugas, skip_locked=True)
    )
    tugas = sesi.scalar(pilih)
    if tugas is None:
        return None
    tugas.status = "jalan"
    tugas.percobaan += 1
    tugas.kini, tugas.total, tugas.langkah, tugas.galat, tugas.minta_batal = 0, 0, "", "", False
    tugas.mulai = tugas.denyut = func.now()
    tugas.selesai = None
    sesi.flush()
    return tugas


def selesai(sesi: Session, tugas_id: int, percobaan: int, hasil: Mapping[str, Any]) -> None:
    """End a job in the transaction of its work. Raises Dibatalkan when it is not this worker's any more."""
    isi = {"status": "selesai", "hasil": dict(hasil), "selesai": func.now(), "langkah": ""}
    if not _tutup(sesi, tugas_id, percobaan, isi):
        raise Dibatalkan


def gagal(sesi: Session, tugas_id: int, percobaan: int, sebab: str) -> None:
    """A job that could not be done, with the reason in words."""
    _tutup(sesi, tugas_id, percobaan, {"status": "gagal", "galat": sebab[:500], "selesai": func.now()})


def dibatalkan(sesi: Session, tugas_id: int, percobaan: int) -> None:
    """A job that stopped because it was told to."""
    _tutup(sesi, tugas_id, percobaan, {"status": "batal", "selesai": func.now()})


def batalkan(tugas: Tugas) -> None:
    """Take a job back: at once while it waits, at its next step while it runs."""
    if tugas.status == "antre":
        tugas.status = "batal"
        tugas.selesai = func.now()
    elif tugas.status == "jalan":
        tugas.minta_batal = True


def ulangi(sesi: Session, tugas: Tugas) -> Tugas:
    """Run a job that failed or was taken back once more. The same `kunci` under way already gives that job."""
    if tugas.status == "jalan" and sesi.scalar(
        select(Tugas.denyut < func.now() - DENYUT_HILANG).where(Tugas.id == tugas.id)
    ):
        tugas.status = "gagal"  # the sweep would have said so in a moment
    if tugas.status not in ("gagal", "batal"):
        return tugas
    if tugas.kunci is not None:
        lain = select(Tugas).where(
            Tugas.pengguna_id == tugas.pengguna_id, Tugas.kunci == tugas.kunci, Tugas.status.in_(BERLANGSUNG)
        )
        ada = sesi.scalars(lain).first()
        if ada is not None:
            return ada
    tugas.status, tugas.galat, tugas.langkah, tugas.minta_batal = "antre", "", "", False
    tugas.kini = tugas.total = 0
    tugas.mulai = tugas.selesai = None
    tugas.denyut = func.now()
    return tugas


def sapu(sesi: Session) -> bool:
    """Give up jobs whose heart has stopped, forget old ones; whether any job is waiting."""
    sesi.execute(
        update(Tugas)
        .where(Tugas.status == "jalan", Tugas.denyut < func.now() - DENYUT_HILANG)
        .values(status="gagal", galat=BERHENTI, selesai=func.now())
        .execution_options(synchronize_session=False)
    )
    sesi.execute(
        delete(Tugas)
        .where(Tugas.status.not_in(BERLANGSUNG), Tugas.selesai < func.now() - UMUR)
        .execution_options(synchronize_session=False)
    )
    return sesi.scalar(select(Tugas.id).where(Tugas.status == "antre").limit(1)) is not None


def _tutup(sesi: Session, tugas_id: int, percobaan: int, isi: Mapping[str, Any]) -> bool:
    ubah = (
        update(Tugas)
        .where(Tugas.id == tugas_id, Tugas.status == "jalan", Tugas.percobaan == percobaan)
        .values(**isi)
        .returning(Tugas.id)
        .execution_options(synchronize_session=False)
    )
    return sesi.scalar(ubah) is not None
