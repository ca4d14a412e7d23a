"""Who the tests of pages are signed in as."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Pengguna
from tests.factories import buat_pengguna, masuk


@pytest.fixture
def admin(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    """An admin, signed in with `client`."""
    orang = buat_pengguna(admin=True)
    masuk(client, orang)
    return orang
