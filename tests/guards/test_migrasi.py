"""Migrations and models say the same, in one line of revisions."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.extensions import MIGRATIONS
from ahsp_app.models import Base


def test_models_and_migrations_agree(app: Flask, db: SQLAlchemy) -> None:
    with db.engine.connect() as sambungan:
        konteks = MigrationContext.configure(
            sambungan,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": lambda objek, nama, jenis, *_: not (jenis == "table" and nama.startswith("huey_")),
            },
        )
        beda = [b for b in compare_metadata(konteks, Base.metadata) if "alembic_version" not in str(b)]
    assert beda == []


def test_one_head() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1
