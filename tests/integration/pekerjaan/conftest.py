"""A project with a small tree, open in its owner's browser."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.integration.pekerjaan.meja import Meja, buat_meja


@pytest.fixture
def meja(db: SQLAlchemy, client: FlaskClient) -> Meja:
    """With five works under four headings."""
    return buat_meja(client)


@pytest.fixture
def meja_kosong(db: SQLAlchemy, client: FlaskClient) -> Meja:
    """With nothing yet."""
    return buat_meja(client, isi=False)
