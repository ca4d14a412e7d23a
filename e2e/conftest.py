"""Fixtures of the browser tests: the browsers that are here, and the application served over a database of its own.

`server` has .url, .stop(), .start(), .delayed(seconds) and .without_scripts(); `db` makes rows through the services
(commit them); `masuk` signs a page in through the form; `k` is the owner of an empty project at work and `saya` a
page of his, signed in already; `jendela` opens a second window of his;
`pekerja` runs a worker. Every test begins with an empty database.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from ahsp_app import create_app, extensions
from ahsp_app.models import Pengguna
from ahsp_app.services import akun
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.sesi import mulai_sesi
from e2e import peramban
from e2e.ketik import ketik
from e2e.server import LiveServer
from tests import servers as test_servers
from tests.factories import buat_proyek
from tests.servers import SECRET, Cleaner, Servers

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

SANDI = "gedung-tujuh-lantai"
expect.set_options(timeout=10_000)


# --- browsers


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, playwright: Playwright
) -> dict[str, Any]:
    """Playwright's own build when it is installed, else the system's browser."""
    args = dict(browser_type_launch_args)
    if _own_build(playwright, browser_name):
        return args
    browser = next(b for b in peramban.BROWSERS if b.name == browser_name)
    args["executable_path"] = peramban.system_program(browser)
    if browser.channel:
        args["channel"] = browser.channel
    return args


@pytest.fixture(scope="session")
def browser(
    launch_browser: Callable[[], Browser], browser_name: str, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """The browser; a missing one fails here by name, since `make e2e` asks only for those that are there."""
    if browser_type_launch_args.get("executable_path", "") is None:
        pytest.fail(f"{browser_name}: tidak ada di mesin ini; jalankan `make e2e`.")
    browser = launch_browser()
    yield browser
    browser.close()


def _own_build(playwright: Playwright, name: str) -> bool:
    return Path(getattr(playwright, name).executable_path).exists()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A cheap office laptop in Indonesia."""
    return browser_context_args | {
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """A window of its own; a script that fails in it fails the test."""
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    assert not errors, errors


# --- the application


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey of this run."""
    with test_servers.running() as servers:
        yield servers


@pytest.fixture(scope="session")
def database_url(servers: Servers) -> str:
    """The database behind the live server."""
    return test_servers.create_database(servers, "ahsp_e2e")


@pytest.fixture(scope="session")
def live_server(servers: Servers, database_url: str) -> Iterator[LiveServer]:
    """gunicorn, once for all tests."""
    server = LiveServer(database_url, servers.valkey)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So that pages go to `/masuk` rather than to an address."""
    return live_server.url


@pytest.fixture(scope="session")
def app(servers: Servers, database_url: str) -> Iterator[Flask]:
    """An application on the same database, for preparing and looking."""
    app = create_app(test_servers.test_settings(database_url, servers.valkey))
    yield app
    with app.app_context():
        extensions.db.engine.dispose()


@pytest.fixture(scope="session")
def cleaner(database_url: str) -> Iterator[Cleaner]:
    """Empties the database between tests."""
    with contextlib.closing(Cleaner(database_url)) as cleaner:
        yield cleaner


@pytest.fixture
def server(live_server: LiveServer, cleaner: Cleaner) -> Iterator[LiveServer]:
    """The live server, running and with an empty database, whatever the test before did to it."""
    yield live_server
    live_server.ensure_running()
    cleaner.clean()


@pytest.fixture
def db(app: Flask, server: LiveServer) -> Iterator[SQLAlchemy]:
    """The database inside an application context; commit what the browser shall see."""
    with app.app_context():
        yield extensions.db
        extensions.db.session.rollback()


@pytest.fixture
def buat_pengguna(db: SQLAlchemy) -> Callable[..., Pengguna]:
    """Create accounts, all with the password SANDI."""

    def buat(email: str = "rina@kantor.example", nama: str = "Rina", **lain: Any) -> Pengguna:
        pengguna = akun.daftarkan(db.session(), email=email, nama=nama, sandi=SANDI, **lain)
        db.session.commit()
        return pengguna

    return buat


@pytest.fixture
def masuk(buat_pengguna: Callable[..., Pengguna]) -> Callable[[Page], Pengguna]:
    """Sign a page in with a new account, through the form."""

    def masukkan(page: Page, pengguna: Pengguna | None = None) -> Pengguna:
        pengguna = pengguna or buat_pengguna()
        page.goto("/masuk")
        ketik(page.get_by_label("Email"), pengguna.email)
        ketik(page.get_by_label("Kata sandi"), SANDI, lalu="Enter")
        expect(page).not_to_have_url("/masuk")
        return pengguna

    return masukkan


@pytest.fixture
def kenali(app: Flask, server: LiveServer) -> Callable[[BrowserContext, Pengguna], None]:
    """Give a window the cookie of a signed-in account; signing in itself has tests of its own."""

    def beri(context: BrowserContext, pengguna: Pengguna) -> None:
        with app.test_request_context():
            mulai_sesi(pengguna)
            nilai = app.session_interface.get_signing_serializer(app).dumps(dict(session))  # type: ignore[attr-defined]
        context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": nilai, "url": server.url}])

    return beri


@pytest.fixture
def k(db: SQLAlchemy, buat_pengguna: Callable[..., Pengguna]) -> Kerja:
    """The owner at work on an empty project."""
    pengguna = buat_pengguna()
    proyek = buat_proyek(pengguna)
    db.session.commit()
    return Kerja(db.session(), proyek, pengguna.id)


@pytest.fixture
def saya(page: Page, k: Kerja, kenali: Callable[[BrowserContext, Pengguna], None]) -> Page:
    """A page of the owner of that project, signed in, nothing opened yet."""
    kenali(page.context, k.sesi.get_one(Pengguna, k.proyek.pemilik_id))
    return page


@pytest.fixture
def jendela(
    k: Kerja, new_context: Callable[..., BrowserContext], kenali: Callable[[BrowserContext, Pengguna], None]
) -> Iterator[Callable[..., Page]]:
    """Open another window of the same person; a script that fails in it fails the test."""
    errors: list[str] = []

    def buka(**lain: Any) -> Page:
        context = new_context(**lain)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        kenali(context, k.sesi.get_one(Pengguna, k.proyek.pemilik_id))
        return context.new_page()

    yield buka
    assert not errors, errors


@pytest.fixture
def pekerja(database_url: str, servers: Servers) -> Iterator[None]:
    """A worker beside the live server."""
    env = {
        "DATABASE_URL": database_url, "REDIS_URL": servers.valkey, "SECRET_KEY": SECRET, "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    proses = subprocess.Popen([sys.executable, "-m", "ahsp_app", "worker"], env=os.environ | env)
    yield
    proses.terminate()
    proses.wait(20)
