"""A person's jobs as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import Tugas


@dataclass(frozen=True, slots=True)
class BarisTugas:
    """A job. `macet`: it says that it runs, but its worker gives no sign of life any more."""

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

    @property
    def berlangsung(self) -> bool:
        """Waiting or running."""
        return self.status in ("antre", "jalan") and not self.macet

    @property
    def bisa_diulang(self) -> bool:
        """It ended without a result, or will never end."""
        return self.macet or self.status in ("gagal", "batal")


def _pilih() -> Any:
    t = Tugas
    macet = and_(t.status == "jalan", t.denyut < func.now() - text("interval '60 seconds'"))
    return select(
        t.id, t.jenis, t.judul, t.status, t.langkah, t.kini, t.total, t.galat, t.minta_batal, t.masukan, t.hasil,
        t.dibuat, t.selesai, macet.label("macet"),
    )  # fmt: skip


def get_tugas(sesi: Session, pengguna_id: int, tugas_id: int) -> BarisTugas:
    """A job of this person. Raises NotFound, for other people's jobs too."""
    baris = sesi.execute(_pilih().where(Tugas.id == tugas_id, Tugas.pengguna_id == pengguna_id)).one_or_none()
    if baris is None:
        raise NotFound
    return BarisTugas(*baris)


def find_tugas(sesi: Session, tugas_id: int | None) -> BarisTugas | None:
    """A job, whoever asked for it."""
    if tugas_id is None:
        return None
    baris = sesi.execute(_pilih().where(Tugas.id == tugas_id)).one_or_none()
    return BarisTugas(*baris) if baris else None


def daftar_tugas(sesi: Session, pengguna_id: int, banyak: int = 50) -> tuple[BarisTugas, ...]:
    """The newest jobs of this person."""
    pilih = _pilih().where(Tugas.pengguna_id == pengguna_id).order_by(Tugas.id.desc()).limit(banyak)
    return tuple(BarisTugas(*b) for b in sesi.execute(pilih))
