"""An edition in the catalogue."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import Edisi, Pengguna
from tests.factories_impor import tertulis


@pytest.fixture
def edisi(db: SQLAlchemy, admin: Pengguna) -> Edisi:
    """Two analyses that an import has written: 1.1 and 1.2."""
    tertulis(admin)
    db.session.commit()
    return db.session.scalars(select(Edisi)).one()
