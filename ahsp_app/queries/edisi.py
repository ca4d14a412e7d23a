"""Editions of the catalogue as pages show them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import Edisi


def pilihan_edisi(sesi: Session) -> list[tuple[int, str]]:
    """All editions to choose from, newest first."""
    pilih = select(Edisi.id, Edisi.nama).order_by(Edisi.aktif.desc(), Edisi.tahun.desc().nulls_last(), Edisi.nama)
    return [(i, nama) for i, nama in sesi.execute(pilih)]
