"""PostgreSQL and Valkey for a test run, and databases copied from one migrated template."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import flask_migrate
import psycopg
from psycopg import sql

from ahsp_app import create_app
from ahsp_app.config import Settings
from ahsp_app.extensions import MIGRATIONS, db, huey
from ahsp_app.lokal import place, process
from ahsp_app.lokal.postgres import ADMIN, FOR_TESTS, Postgres
from ahsp_app.lokal.valkey import Valkey

PREFIX = "ahsp-uji-"
SECRET = "kunci-rahasia-yang-hanya-dipakai-dalam-pengujian"


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses: a superuser's of PostgreSQL, and one of Valkey without the number of a database."""

    postgres: str
    valkey: str


@contextlib.contextmanager
def running() -> Iterator[Servers]:
    """Servers over a fresh folder; both are gone afterwards, even when we are killed (Linux)."""
    _remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    where = place.prepare(folder / "var") if os.geteuid() else _prepare_as_root(folder)
    postgres, valkey = Postgres(where, FOR_TESTS), Valkey(where)
    try:
        postgres.open(dies_with_us=True)
        valkey.open(dies_with_us=True)
        yield Servers(postgres=postgres.url("postgres", ADMIN), valkey=f"unix://{valkey.socket}")
    finally:
        valkey.close()
        postgres.close(force=True)
        for path in (folder, where.data, where.sockets):  # the last two are elsewhere when TMPDIR is closed or deep
            shutil.rmtree(path, ignore_errors=True)


def _prepare_as_root(folder: Path) -> place.Place:
    folder.chmod(0o711)  # ours, just made: the servers' account walks through it
    return place.prepare(folder / "var")


def _remove_leftovers() -> None:
    """Folders of runs that were killed before they could clean up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and not process.is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def with_database(address: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def test_settings(database_url: str, redis_url: str | None, **changes: object) -> Settings:
    """Settings of an application under test: limits high, so that only tests about limits meet them."""
    values: dict[str, object] = {
        "secret_key": SECRET,
        "database_url": database_url,
        "redis_url": redis_url,
        "log_level": "WARNING",
        "batas": dict.fromkeys(Settings(secret_key=SECRET).batas, "100000/minute"),
        "testing": True,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


test_settings.__test__ = False  # type: ignore[attr-defined]  # a helper whose name pytest would collect


def create_database(servers: Servers, name: str) -> str:
    """An empty, migrated database under this name, replacing an older one. Returns its address."""
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        template = _template(connection, servers)
        drop_database(servers, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return with_database(servers.postgres, name)


def drop_database(servers: Servers, name: str) -> None:
    """Remove a database, whoever is connected to it."""
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(connection: psycopg.Connection, servers: Servers) -> str:
    """Migrate once per set of migrations; whoever comes meanwhile waits."""
    digest = hashlib.sha256()
    for path in sorted(MIGRATIONS.rglob("*.py")):
        digest.update(path.read_bytes())
    name = f"ahsp_uji_templat_{digest.hexdigest()[:12]}"
    key = zlib.crc32(name.encode())
    connection.execute("SELECT pg_advisory_lock(%s)", (key,))
    try:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            draft = f"{name}_baru"
            drop_database(servers, draft)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(draft)))
            migrate(with_database(servers.postgres, draft))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
            )
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (key,))
    return name


def migrate(database_url: str) -> None:
    """Bring a database to the newest revision, as `ahsp migrate` does."""
    app = create_app(test_settings(database_url, None))
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        huey.siapkan()
        huey.storage.close()
        db.engine.dispose()


class Cleaner:
    """Empties what was empty after the migrations, with DELETE: for few rows it is faster than TRUNCATE."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)
        tables = self.connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        empty = [table for (table,) in tables if not self._has_rows(table)]
        # No triggers, no checks of references: all of it goes. A transaction that a test left open fails.
        self.connection.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")
        self._statement = "; ".join(f"DELETE FROM {table}" for table in empty)  # noqa: S608

    def clean(self) -> None:
        """Remove what a test wrote."""
        if self._statement:
            self.connection.execute(self._statement)  # type: ignore[call-overload]

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _has_rows(self, table: str) -> bool:
        return self.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # type: ignore[call-overload] # noqa: S608
