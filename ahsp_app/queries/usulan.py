"""Proposals for office libraries, as their authors and admins see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import Edisi, Pengguna, Usulan


@dataclass(frozen=True, slots=True)
class BarisUsulan:
    """A proposal; `isi` is what was proposed."""

    id: int
    edisi: str
    edisi_id: int
    isi: dict[str, Any]
    catatan: str
    status: str
    jawaban: str
    oleh: str
    dibuat: datetime
    ahsp_id: int | None


def daftar_usulan(sesi: Session, pengguna_id: int | None = None, banyak: int = 100) -> tuple[BarisUsulan, ...]:
    """Proposals, those that wait first; of one person, or (None) of everybody. One statement."""
    u = Usulan
    pilih = (
        select(u.id, Edisi.nama, u.edisi_id, u.isi, u.catatan, u.status, u.jawaban, Pengguna.nama, u.dibuat, u.ahsp_id)
        .join(Edisi, Edisi.id == u.edisi_id)
        .join(Pengguna, Pengguna.id == u.pengguna_id)
        .order_by((u.status == "menunggu").desc(), u.id.desc())
        .limit(banyak)
    )
    if pengguna_id is not None:
        pilih = pilih.where(u.pengguna_id == pengguna_id)
    return tuple(BarisUsulan(*tuple(b)) for b in sesi.execute(pilih))
