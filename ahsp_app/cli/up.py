"""`ahsp up`: the whole application on one machine, with its own PostgreSQL and Valkey unless addresses are given."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import sys
import time
from typing import Final

import click

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.config import Settings, folder_var
from ahsp_app.lokal import checks, place
from ahsp_app.lokal.postgres import Postgres
from ahsp_app.lokal.supervisor import Program, Signals, Supervisor
from ahsp_app.lokal.valkey import Valkey

READY_SECONDS: Final = 120.0
GRACE: Final = {"web": 5, "worker": 8}


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Porta; bakunya 8000 atau dari PORT.")
@click.option("--migrate", "migrasi", is_flag=True, help="Mutakhirkan juga basis data yang ditunjuk DATABASE_URL.")
def up(port: int | None, migrasi: bool) -> None:
    """Menjalankan seluruh aplikasi di satu mesin. Ctrl-C menghentikan semuanya."""
    env = dict(os.environ) | ({"PORT": str(port)} if port else {}) | {"PYTHONUNBUFFERED": "1"}
    var = place.prepare_var(folder_var(os.environ))
    lock = checks.lock_instance(var, os.getpid())
    try:
        env.setdefault("SECRET_KEY", checks.secret_key(var))
        env["AHSP_VAR"] = str(var)
        settings = Settings.from_env(env)
        checks.check_port(settings.host, settings.port)
        _check_addresses(settings)
        with Signals() as signals:
            _run(Supervisor(signals, _say, _teruskan), settings, env, migrate=migrasi)
    finally:
        lock.release()


def _check_addresses(settings: Settings) -> None:
    """Servers that are somebody else's must answer now; later they may come and go."""
    if settings.database_url:
        checks.check_database(_libpq(settings))
    if settings.redis_url:
        checks.check_store(settings.redis_url)
    elif settings.queue == "redis":
        raise Galat(
            "antrean",
            N_("QUEUE=redis membutuhkan REDIS_URL; Valkey bawaan tidak menyimpan apa pun ke cakram."),
        )


def _run(supervisor: Supervisor, settings: Settings, env: dict[str, str], *, migrate: bool) -> None:
    try:
        with contextlib.suppress(_Stopped):
            _start_all(supervisor, settings, env, migrate=migrate)
            supervisor.run()
    finally:
        if supervisor.stopping:
            _say("Menghentikan aplikasi …")
        supervisor.stop()
    _say("Aplikasi berhenti.")


def _start_all(supervisor: Supervisor, settings: Settings, env: dict[str, str], *, migrate: bool) -> None:
    own_database = not settings.database_url
    _start_servers(supervisor, settings, env)
    _stop_if_told(supervisor)
    pending = checks.pending_migrations(env["DATABASE_URL"].replace("+psycopg", "", 1))
    if pending and (own_database or migrate):
        _once(supervisor, "migrate", env)
    else:
        checks.refuse_pending(pending)
    worker = Program("worker", _ahsp("worker", "--tenggat", GRACE["worker"]), env, GRACE["worker"] + 2)
    web = Program("web", _ahsp("web", "--tanpa-periksa", "--tenggat", GRACE["web"]), env, GRACE["web"] + 2)
    supervisor.start(web)
    account = _demo(supervisor, settings, env) if own_database else ""
    supervisor.start(worker)
    _wait_ready(supervisor, web, settings)
    _greet(settings, account)


def _start_servers(supervisor: Supervisor, settings: Settings, env: dict[str, str]) -> None:
    """The servers whose addresses were not given; from here on they are."""
    if settings.database_url and settings.redis_url:
        return
    here = place.prepare(settings.var_dir, _say)
    if not settings.database_url:
        postgres = Postgres(here)
        supervisor.start(PostgresPart(postgres, supervisor))
        env["DATABASE_URL"] = postgres.url()
    if not settings.redis_url:
        valkey = Valkey(here)
        supervisor.start(ValkeyPart(valkey))
        env["REDIS_URL"] = valkey.url()


def _once(supervisor: Supervisor, command: str, env: dict[str, str]) -> list[str]:
    """Run a command to its end and return what it said. Raises Galat with that when it fails."""
    program = Program(command, _ahsp(command), env, 10)
    said: list[str] = []
    program.start()
    supervisor.follow(program, said.append)
    supervisor.run(until=lambda: not program.is_alive())
    if supervisor.stopping:
        program.stop(hurry=False)
        raise _Stopped
    supervisor.hear_out(program)
    if program.exit_code():
        for line in said:
            _relay(command, line)
        raise Galat("langkah_gagal", N_("`ahsp %(perintah)s` gagal; sebabnya ada di atas."), perintah=command)
    return said


def _wait_ready(supervisor: Supervisor, web: Program, settings: Settings) -> None:
    end = time.monotonic() + READY_SECONDS
    ready = False

    def settled() -> bool:
        nonlocal ready
        ready = _answers(settings)
        return ready or web.exit_code() is not None or time.monotonic() > end

    supervisor.run(until=settled, tick=0.1)
    _stop_if_told(supervisor)
    if not ready:
        supervisor.hear_out(web)
        raise Galat("web_gagal", N_("Proses web tidak mau mulai; sebabnya ada di atas."))


def _answers(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104 -- compared, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _demo(supervisor: Supervisor, settings: Settings, env: dict[str, str]) -> str:
    """Load the example on the first run. Returns the words about its account, which are kept for later runs."""
    marker = settings.var_dir / "contoh-dimuat"
    if marker.exists():
        return marker.read_text(encoding="utf-8").strip()
    _say("Memuat katalog awal dan proyek contoh …")
    *_, account = _once(supervisor, "demo", env)
    marker.write_text(account.replace("sandi:", "sandi awal:") + "\n", encoding="utf-8")
    return account


def _greet(settings: Settings, account: str) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    _say(f"Aplikasi siap di http://{host}:{settings.port}/")
    if account:
        _say(account)
    _say("Tekan Ctrl-C untuk berhenti.")


class PostgresPart:
    """The embedded database as a part."""

    name = "postgres"

    def __init__(self, server: Postgres, supervisor: Supervisor) -> None:
        self.server = server
        self.supervisor = supervisor

    def start(self) -> None:
        """Start or join it; a long recovery can be interrupted."""
        self.server.open(dies_with_us=True, waiting=lambda: _stop_if_told(self.supervisor))

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.server.is_alive()

    def stop(self, *, hurry: bool) -> None:
        """End it, whoever else uses it: it would end with us anyway."""
        self.server.close(force=True)


class ValkeyPart:
    """The embedded store as a part."""

    name = "valkey"

    def __init__(self, server: Valkey) -> None:
        self.server = server

    def start(self) -> None:
        """Start it."""
        self.server.open(dies_with_us=True)

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.server.is_alive()

    def stop(self, *, hurry: bool) -> None:
        """End it."""
        self.server.close()


class _Stopped(Exception):  # noqa: N818 -- not an error
    """Told to end while still starting."""


def _stop_if_told(supervisor: Supervisor) -> None:
    if supervisor.stopping:
        raise _Stopped


def _ahsp(*words: str | int) -> list[str]:
    return [sys.executable, "-m", "ahsp_app", *map(str, words)]


def _libpq(settings: Settings) -> str:
    return settings.sqlalchemy_url().replace("postgresql+psycopg://", "postgresql://", 1)


def _say(text: str) -> None:
    _print(sys.stdout, text)


def _relay(name: str, line: str) -> None:
    _print(sys.stderr, f"{name:<8} | {line}")


def _teruskan(name: str, line: str) -> None:
    """A line of a part that serves: the JSON object that it is, with the part's name."""
    try:
        isi = json.loads(line)
    except ValueError:
        isi = None
    if not isinstance(isi, dict):
        isi = {"event": line, "level": "error"}
    _print(sys.stderr, json.dumps({"bagian": name} | isi, ensure_ascii=False))


def _print(stream: object, text: str) -> None:
    """A terminal that is gone is no reason to leave processes behind."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=stream, flush=True)  # type: ignore[call-overload]
