"""Signs of life of what the application stands on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ahsp_app.models import Detak

# The worker beats every ten seconds; three beats missed means down.
TENGGANG = timedelta(seconds=35)


def basis_data_hidup(sesi: Session) -> bool:
    """Whether the database answers."""
    try:
        sesi.execute(text("SELECT 1"))
    except SQLAlchemyError:
        sesi.rollback()
        return False
    return True


def pekerja_hidup(sesi: Session) -> bool:
    """Whether a background worker has beaten lately."""
    try:
        return bool(sesi.scalar(select(func.count()).select_from(Detak).where(Detak.pada > func.now() - TENGGANG)))
    except SQLAlchemyError:
        sesi.rollback()
        return False
