"""Fixtures that need servers.

One PostgreSQL and one Valkey serve the whole run; every worker has a database of its own, copied from a
migrated template. Tests commit for real, as the application does, so threads, jobs and second connections see
what is there; afterwards every table that was empty is emptied again. Without these fixtures nothing starts.

TEST_DATABASE_URL (a superuser's address of a running server) is used instead of starting PostgreSQL;
TEST_REDIS_URL (a store that may be emptied) instead of starting Valkey.
"""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import structlog
from click.testing import CliRunner, Result
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app import create_app, extensions
from ahsp_app.config import Settings
from tests import servers as test_servers
from tests.client import queue_of, watch_for_leftovers
from tests.servers import Cleaner, Servers

# Packages look here for a place of their own and warn without one.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

_started = contextlib.ExitStack()


def _start() -> Servers:
    """The servers of this run, started unless the environment names them."""
    postgres, valkey = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if not (postgres and valkey):
        own = _started.enter_context(test_servers.running())
        postgres, valkey = postgres or own.postgres, valkey or own.valkey
    return Servers(postgres=postgres, valkey=valkey)


def pytest_configure(config: pytest.Config) -> None:
    """With workers the servers start here, before them, and their addresses are handed down."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        servers = _start()
        os.environ |= {"TEST_DATABASE_URL": servers.postgres, "TEST_REDIS_URL": servers.valkey}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: at the end one of them would keep a single worker busy."""
    items.sort(key=lambda item: item.get_closest_marker("lambat") is None)


def pytest_unconfigure() -> None:
    """Stop what we started."""
    _started.close()


@pytest.fixture(scope="session")
def servers() -> Servers:
    """Addresses of PostgreSQL (superuser) and Valkey."""
    return _start()


@pytest.fixture(scope="session")
def worker_number() -> int:
    """0 for a run in one process, 1 and up for each worker."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


@pytest.fixture(scope="session")
def database_url(servers: Servers, worker_number: int) -> Iterator[str]:
    """This worker's own migrated database."""
    name = f"ahsp_uji_{os.getpid()}_{worker_number}"
    yield test_servers.create_database(servers, name)
    test_servers.drop_database(servers, name)


@pytest.fixture(scope="session")
def redis_url(servers: Servers, worker_number: int) -> str:
    """This worker's own part of the store."""
    return f"{servers.valkey}?db={worker_number % 16}"


@pytest.fixture(scope="session")
def settings(database_url: str, redis_url: str) -> Settings:
    """Settings of the application under test; `dataclasses.replace` gives variants."""
    return test_servers.test_settings(database_url, redis_url)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The application, once per worker. Forms need no CSRF token unless a test sets WTF_CSRF_ENABLED."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    watch_for_leftovers(app)
    yield app
    with app.app_context():
        extensions.db.engine.dispose()
    extensions.huey.storage.close()


@pytest.fixture
def app_lain(app: Flask, settings: Settings, clean: None) -> Iterator[Callable[..., Flask]]:
    """Make applications with other settings; afterwards their connections are closed and the queue is `app`'s again."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(create_app(dataclasses.replace(settings, **changes)))
        made[-1].config["WTF_CSRF_ENABLED"] = False
        return made[-1]

    yield make
    for other in made:
        with other.app_context():
            extensions.db.engine.dispose()
    queue_of(app)


@pytest.fixture(scope="session")
def cleaner(database_url: str) -> Iterator[Cleaner]:
    """Empties the database between tests."""
    with contextlib.closing(Cleaner(database_url)) as cleaner:
        yield cleaner


@pytest.fixture
def clean(cleaner: Cleaner, redis_url: str) -> Iterator[None]:
    """An empty database and store before and after a test, whichever way the test writes."""
    with contextlib.closing(redis.Redis.from_url(redis_url)) as store:
        store.flushdb()
    yield
    cleaner.clean()


@pytest.fixture
def db(app: Flask, clean: None) -> Iterator[SQLAlchemy]:
    """The database inside an application context, for tests of services and queries."""
    with app.app_context():
        yield extensions.db
        extensions.db.session.rollback()


@pytest.fixture
def client(app: Flask, clean: None) -> FlaskClient:
    """A browser without JavaScript; `app.test_client()` gives more of them."""
    return app.test_client()


@pytest.fixture
def lingkungan(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Settings, clean: None) -> dict[str, str]:
    """Environment variables under which a command works on this worker's database."""
    values = {
        "AHSP_VAR": str(tmp_path / "var"),
        "DATABASE_URL": str(settings.database_url),
        "REDIS_URL": str(settings.redis_url),
        "SECRET_KEY": settings.secret_key,
        "LOG_LEVEL": "WARNING",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


@pytest.fixture
def ahsp(app: Flask, lingkungan: dict[str, str]) -> Iterator[Callable[..., Result]]:
    """Run a command of `ahsp` in this process; the answer has exit_code, stdout and stderr."""
    from ahsp_app.cli import cli

    config = structlog.get_config()

    def run(*args: str, **kwargs: Any) -> Result:
        if has_app_context():
            extensions.db.session.commit()
        answer = contextvars.Context().run(CliRunner().invoke, cli, list(args), **kwargs)
        queue_of(app)
        return answer

    yield run
    structlog.configure(**config)  # the command had pointed the log at the runner's own streams
