"""A person's jobs as pages show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import BerkasTugas, Tugas


@dataclass(frozen=True, slots=True)
class BarisTugas:
    """A job. `macet`: it says that it runs, but its worker gives no sign of life any more.

    `nama_berkas`, `ukuran` (bytes) and `kedaluwarsa` are of its file while there is one.
    """

    id: int
    jenis: str
    judul: str
    status: str
    langkah: str
    kini: int
    total: int
    galat: str
    minta_batal: bool
    masukan: dict[str, Any]
    hasil: dict[str, Any] | None
    dibuat: datetime
    selesai: datetime | None
    macet: bool
    nama_berkas: str | None
    ukuran: int | None
    kedaluwarsa: datetime | None

    @property
    def berlangsung(self) -> bool:
        """Waiting or running."""
        return self.status in ("antre", "jalan") and not self.macet

    @property
    def dilewati(self) -> str:
        """Why there was nothing to be done, if so."""
        return str((self.hasil or {}).get("dilewati", ""))

    @property
    def bisa_diulang(self) -> bool:
        """It ended without a result, or will never end."""
        return self.macet or self.status in ("gagal", "batal")


def pilih_tugas() -> Any:
    """All that BarisTugas holds."""
    t, f = Tugas, BerkasTugas
    macet = and_(t.status == "jalan", t.denyut < func.now() - text("interval '60 seconds'"))
    return select(
        t.id, t.jenis, t.judul, t.status, t.langkah, t.kini, t.total, t.galat, t.minta_batal, t.masukan, t.hasil,
        t.dibuat, t.selesai, macet.label("macet"), f.nama, f.ukuran, f.kedaluwarsa,
    ).outerjoin(f, and_(f.tugas_id == t.id, f.kedaluwarsa > func.now()))  # fmt: skip


def get_tugas(sesi: Session, pengguna_id: int, tugas_id: int) -> BarisTugas:
    """A job of this person. Raises NotFound, for other people's jobs too."""
    baris = sesi.execute(pilih_tugas().where(Tugas.id == tugas_id, Tugas.pengguna_id == pengguna_id)).one_or_none()
    if baris is None:
        raise NotFound
    return BarisTugas(*baris)


def find_tugas(sesi: Session, tugas_id: int | None) -> BarisTugas | None:
    """A job, whoever asked for it."""
    if tugas_id is None:
        return None
    baris = sesi.execute(pilih_tugas().where(Tugas.id == tugas_id)).one_or_none()
    return BarisTugas(*baris) if baris else None


def daftar_tugas(sesi: Session, pengguna_id: int, banyak: int = 50) -> tuple[BarisTugas, ...]:
    """The newest jobs of this person."""
    pilih = pilih_tugas().where(Tugas.pengguna_id == pengguna_id).order_by(Tugas.id.desc()).limit(banyak)
    return tuple(BarisTugas(*b) for b in sesi.execute(pilih))


def tugas_bernomor(sesi: Session, pengguna_id: int, nomor: Collection[int]) -> tuple[BarisTugas, ...]:
    """These jobs, as far as they are this person's, in the order they were asked for."""
    if not nomor:
        return ()
    pilih = pilih_tugas().where(Tugas.pengguna_id == pengguna_id, Tugas.id.in_(nomor)).order_by(Tugas.id)
    return tuple(BarisTugas(*b) for b in sesi.execute(pilih))
