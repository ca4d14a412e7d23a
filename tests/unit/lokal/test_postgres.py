"""The embedded database: shared, adopted, recovered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.lokal import place, process
from ahsp_app.lokal.place import Place
from ahsp_app.lokal.postgres import FOR_TESTS, Postgres
from ahsp_app.lokal.valkey import Valkey
from tests.machine import CHECKOUT, wait_until

# What a command does that is killed while it uses the database.
OPENS_AND_WAITS = """
import sys, time
from pathlib import Path
from ahsp_app.lokal import place
from ahsp_app.lokal.postgres import FOR_TESTS, Postgres
server = Postgres(place.prepare(Path(sys.argv[1])), FOR_TESTS)
server.open(dies_with_us="ikut" in sys.argv)
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def here(folder: Path) -> Iterator[Place]:
    here = place.prepare(folder / "var")
    yield here
    for left in process.working_in(here.postgres):
        left.kill()


def opened(here: Place, options: tuple[str, ...] = FOR_TESTS) -> Postgres:
    server = Postgres(here, options)
    server.open()
    return server


def test_last_user_stops_it(here: Place) -> None:
    first, second = opened(here), opened(here)
    assert first.created
    assert not second.created
    assert first.pid == second.pid
    first.close()
    with psycopg.connect(second.url()) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("ahsp",)
    second.close()
    assert not process.working_in(here.postgres)
    second.close()


@pytest.mark.parametrize("how", ["ikut", "tinggal"])
def test_user_that_is_killed(here: Place, how: str) -> None:
    command = [sys.executable, "-c", OPENS_AND_WAITS, str(here.var), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT) as user:
        assert user.stdout is not None
        pid = int(user.stdout.readline())
        user.kill()
    if how == "ikut":
        wait_until(lambda: not process.working_in(here.postgres))
    server = opened(here)
    assert (server.pid == pid) is (how == "tinggal")
    server.close()
    assert not process.working_in(here.postgres)


def test_nothing_committed_is_lost_and_pids_may_be_used_again(here: Place) -> None:
    server = opened(here, ())
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE uji AS SELECT 1 AS a")
    os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: not server.is_alive())
    server.close()
    note = here.postgres / "postmaster.pid"
    note.write_text("\n".join([str(os.getpid()), *note.read_text().splitlines()[1:]]))
    (here.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    server = opened(here, ())
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT a FROM uji").fetchone() == (1,)
    server.close()


def test_preparation_that_was_interrupted_is_repeated(here: Place) -> None:
    (here.data / "postgres.baru").mkdir()
    (here.data / "postgres.baru" / "PG_VERSION").write_text("18\n")
    server = opened(here)
    assert server.created
    server.close()


def test_data_of_another_version(here: Place) -> None:
    here.postgres.mkdir(mode=0o700)
    (here.postgres / "PG_VERSION").write_text("15\n")
    with pytest.raises(Galat, match="dibuat PostgreSQL 15") as error:
        opened(here)
    assert error.value.kode == "versi_data"


def test_server_that_cannot_start_says_why(here: Place) -> None:
    server = Postgres(here, [*FOR_TESTS, "max_connections=banyak"])
    with pytest.raises(Galat, match="max_connections"):
        server.open()


def test_valkey_is_bounded_and_replaces_what_was_left(here: Place) -> None:
    left = Valkey(here)
    left.open()
    store = Valkey(here)
    store.open()
    assert not left.is_alive()
    assert store.is_alive()
    assert store.answers()
    with store._client() as client:
        settings = client.config_get("maxmemory*")
    assert settings["maxmemory"] == str(64 * 1024 * 1024)
    assert settings["maxmemory-policy"] == "allkeys-lru"
    store.close()
    store.close()
    assert not store.answers()
