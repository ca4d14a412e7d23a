"""Finding projects."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import Proyek
from ahsp_app.queries.baris import get_satu


def get_milik(sesi: Session, pengguna_id: int, proyek_id: int, *, kunci: bool = False, semua: bool = False) -> Proyek:
    """The project if it is this person's. Raises NotFound, also when it is someone else's.

    `kunci` locks the row until the end of the transaction: writers of one project follow one another, so every
    stored total is computed from what is really there. `semua` includes projects in the trash.
    """
    pilih = select(Proyek).where(Proyek.id == proyek_id, Proyek.pemilik_id == pengguna_id)
    if not semua:
        pilih = pilih.where(Proyek.dihapus.is_(None))
    return get_satu(sesi, pilih, kunci=kunci)
