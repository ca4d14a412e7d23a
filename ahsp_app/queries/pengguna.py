"""Finding accounts."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.teks import rapikan
from ahsp_app.models import Pengguna


def find_menurut_email(sesi: Session, email: str) -> Pengguna | None:
    """The account of this address, in whatever case it is written."""
    return sesi.scalar(select(Pengguna).where(func.lower(Pengguna.email) == rapikan(email).lower()))
