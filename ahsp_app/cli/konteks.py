"""The application around a command: its database (started when nobody runs it) and its settings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ahsp_app.config import folder_var
from ahsp_app.lokal import checks, place
from ahsp_app.lokal.postgres import Postgres

if TYPE_CHECKING:
    from flask import Flask


@contextmanager
def aplikasi() -> Iterator[Flask]:
    """An application context on the database that the configuration names. Changes are the command's to commit.

    The embedded database is brought up to date by itself; one that DATABASE_URL names must have been. Raises Galat.
    """
    with lingkungan() as env:
        url = env["DATABASE_URL"]
        tertinggal = checks.pending_migrations(url)
        if os.environ.get("DATABASE_URL"):
            checks.refuse_pending(tertinggal)
        with buat(env) as app:
            if tertinggal:
                mutakhirkan()
            yield app


@contextmanager
def lingkungan() -> Iterator[dict[str, str]]:
    """The environment with every address and key in it. An embedded database runs at least until the end."""
    env = dict(os.environ)
    var = folder_var(env)
    if env.get("DATABASE_URL"):
        checks.check_database(env["DATABASE_URL"])
        # Nothing that a command does is signed, so a key that is thrown away will do.
        env.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
        yield env
        return
    tempat = place.prepare(var, _ke_samping)
    env.setdefault("SECRET_KEY", checks.secret_key(tempat.var))
    postgres = Postgres(tempat)
    postgres.open()
    if postgres.created:
        _ke_samping(f"Basis data baru dibuat di {tempat.postgres}.")
    try:
        yield env | {"DATABASE_URL": postgres.url()}
    finally:
        postgres.close()


@contextmanager
def buat(env: dict[str, str]) -> Iterator[Flask]:
    """The application of this environment inside its context; connections are closed at the end."""
    from ahsp_app import create_app
    from ahsp_app.config import Settings
    from ahsp_app.extensions import db, huey

    app = create_app(Settings.from_env(env))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            huey.storage.close()


def mutakhirkan() -> None:
    """Run all migrations that are missing, one process at a time. Needs an application context."""
    import flask_migrate
    from sqlalchemy import text

    from ahsp_app.extensions import db, huey

    with db.engine.connect() as penjaga, penjaga.begin():
        penjaga.execute(text("SELECT pg_advisory_xact_lock(hashtext('ahsp-migrasi'))"))
        flask_migrate.upgrade(directory=str(checks.MIGRATIONS))
        huey.siapkan()


def _ke_samping(teks: str) -> None:
    click.echo(teks, err=True)
