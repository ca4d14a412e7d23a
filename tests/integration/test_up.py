"""`ahsp up` as a person starts it: refusals in one sentence, recovery from kills, and nothing left behind."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from click.testing import Result

from ahsp_app.lokal import place
from ahsp_app.lokal.postgres import Postgres
from tests import servers as test_servers
from tests.machine import CHECKOUT, ROOT, free_port, open_folder, ordinary_user, running_in, wait_until
from tests.servers import Servers

pytestmark = pytest.mark.lambat


class Up:
    """One run of `ahsp up` over a folder."""

    def __init__(
        self, var: Path, *, prefix: list[str] | None = None, errors: Path | None = None, **settings: str
    ) -> None:
        self.var = var
        self.port = free_port()
        self.lines: list[str] = []
        drop = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "TEST_DATABASE_URL", "TEST_REDIS_URL", "XDG_RUNTIME_DIR")
        env = {name: value for name, value in os.environ.items() if name not in drop}
        with errors.open("ab") if errors else contextlib.nullcontext(subprocess.STDOUT) as stderr:
            self.process = subprocess.Popen(
                [*(prefix or []), sys.executable, "-m", "ahsp_app", "up", "--port", str(self.port)],
                env=env | {"AHSP_VAR": str(var)} | settings,
                cwd=CHECKOUT,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def text(self) -> str:
        """All that was said so far."""
        return "\n".join(self.lines)

    def wait_ready(self) -> None:
        """Until people may come in."""
        wait_until(lambda: "Aplikasi siap" in self.text or self.process.poll() is not None, 120)
        assert "Aplikasi siap" in self.text, self.text

    def wait_healthy(self) -> None:
        """Until database, store and worker are all there."""
        wait_until(lambda: self.get("/health/")[0] == 200, 60)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)
        finally:
            connection.close()

    def part(self, words: str) -> psutil.Process:
        """The part of the application whose command line contains these words."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    def end(self, number: int) -> int:
        """Tell it to end and wait."""
        self.process.send_signal(number)
        return self.wait_end()

    def wait_end(self) -> int:
        """Until it has ended and all that it said is read."""
        code = self.process.wait(timeout=40)
        self._reader.join(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def start() -> Iterator[Callable[..., Up]]:
    """Start the application; whatever a failed test leaves is ended."""
    runs: list[Up] = []

    def run(var: Path, **kwargs: Any) -> Up:
        runs.append(Up(var, **kwargs))
        return runs[-1]

    yield run
    for up in runs:
        if up.process.poll() is None:
            up.end(signal.SIGKILL)
        for left in running_in(up.var):
            left.kill()


def test_first_run_kills_and_restart(start: Callable[..., Up]) -> None:
    with open_folder() as folder:
        var = folder / "var"
        errors = folder / "galat"
        up = start(var, errors=errors)
        up.wait_ready()
        up.wait_healthy()
        assert f"http://127.0.0.1:{up.port}/" in up.text
        assert "Akun contoh: " in up.text
        assert stat.S_IMODE((var / "kunci-rahasia").stat().st_mode) == 0o600

        second = start(var)
        assert second.wait_end() == 1
        assert f"proses {up.process.pid}" in second.text
        assert len(second.lines) == 1

        database = Postgres(place.prepare(var)).url()
        with psycopg.connect(database) as connection:
            connection.execute("CREATE TABLE uji AS SELECT 'tetap ada' AS isi")
        for words, name in {
            "postgres -D": "postgres",
            "valkey": "valkey",
            " web ": "web",
            " worker ": "worker",
        }.items():
            up.part(words).kill()
            wait_until(lambda name=name: f"Bagian {name} berhenti sendiri" in up.text)  # type: ignore[misc]
            wait_until(lambda words=words: any(up_part(up, words)))  # type: ignore[misc]
            up.wait_healthy()
        _only_json(errors)

        up.end(signal.SIGKILL)
        wait_until(lambda: not running_in(var) or sys.platform != "linux", 20)
        up = start(var)
        up.wait_ready()
        up.wait_healthy()
        assert "Memuat katalog" not in up.text
        with psycopg.connect(database) as connection:
            assert connection.execute("SELECT isi FROM uji").fetchone() == ("tetap ada",)
        assert up.end(signal.SIGTERM) == 0
        assert up.lines[-2:] == ["Menghentikan aplikasi …", "Aplikasi berhenti."]
        assert not running_in(var)


def _only_json(errors: Path) -> None:
    """Whatever was killed: objects, one a line, and few of them."""
    lines = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert all(line["bagian"] in {"web", "worker"} and line["event"] for line in lines)
    assert any("basis data tidak terjangkau" in line.get("sebab", "") for line in lines), lines
    assert len(lines) < 40, lines


def up_part(up: Up, words: str) -> list[psutil.Process]:
    """The running part, if any."""
    try:
        return [up.part(words)]
    except (StopIteration, psutil.Error):
        return []


def test_ordinary_user_in_a_deep_private_folder_and_ctrl_c(start: Callable[..., Up]) -> None:
    account, prefix = ordinary_user()
    with open_folder() as folder:
        home = folder / ("rumah-" + "x" * 90)
        var, runtime = home / "map saya" / "var", folder / "run"
        for path in (home, var.parent, var, runtime):
            path.mkdir(mode=0o700)
            if ROOT:
                os.chown(path, account.uid, account.gid)
        (var / "contoh-dimuat").touch()
        up = start(var, prefix=prefix, XDG_RUNTIME_DIR=str(runtime))
        up.wait_ready()
        owners = {process.uids().real for process in running_in(var)}
        assert owners == {account.uid}
        # A terminal sends Ctrl-C to the whole group of the command.
        os.killpg(up.process.pid, signal.SIGINT)
        assert up.wait_end() == 0
        assert up.lines[-1] == "Aplikasi berhenti."
        assert "Traceback" not in up.text
        assert not running_in(var)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert any(runtime.iterdir())  # the sockets, whose names would have been too long


def test_a_command_says_that_it_made_a_database() -> None:
    drop = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    with open_folder() as folder:
        env = {name: value for name, value in os.environ.items() if name not in drop} | {
            "AHSP_VAR": str(folder / "var")
        }
        for made in (True, False):
            result = subprocess.run(
                [sys.executable, "-m", "ahsp_app", "check", "--json"],
                env=env | {"PYTHONPATH": str(CHECKOUT)}, cwd=folder, capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert json.loads(result.stdout)["selisih"] == []
            assert (f"Basis data baru dibuat di {folder / 'var'}" in result.stderr) == made
        assert not running_in(folder)


def test_told_to_end_while_starting(start: Callable[..., Up]) -> None:
    with open_folder() as folder:
        var = folder / "var"
        up = start(var)
        wait_until(lambda: (var / "ahsp.lock").exists() and bool(running_in(var / "postgres")))
        assert up.end(signal.SIGTERM) == 0
        assert "Traceback" not in up.text
        assert not running_in(var)


# --- refusals: one sentence on standard error, exit code 1, no traceback


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 1, result.output
    assert not result.stdout
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def test_port_taken(ahsp: Callable[..., Result]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused(ahsp("up", "--port", str(port)), f"Porta {port}", "ahsp up --port N")


def test_var_not_writable(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    monkeypatch.setenv("AHSP_VAR", str(tmp_path / "berkas" / "var"))
    refused(ahsp("up"), str(tmp_path / "berkas" / "var"), "tidak dapat ditulis")


def test_database_unreachable(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ahsp:rahasia@127.0.0.1:1/ahsp")
    result = ahsp("up", "--port", str(free_port()))
    refused(result, "DATABASE_URL tidak dapat dihubungi")
    assert "rahasia" not in result.output


def test_store_unreachable(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    refused(ahsp("up", "--port", str(free_port())), "REDIS_URL tidak dapat dihubungi")


def test_queue_on_the_embedded_store(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")
    monkeypatch.setenv("QUEUE", "redis")
    refused(ahsp("up", "--port", str(free_port())), "QUEUE=redis membutuhkan REDIS_URL")


def test_setting_that_is_wrong(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "banyak")
    refused(ahsp("up"), "WEB_WORKERS harus bilangan bulat")


@pytest.fixture
def empty_database(servers: Servers, monkeypatch: pytest.MonkeyPatch, lingkungan: dict[str, str]) -> Iterator[str]:
    name = f"ahsp_uji_kosong_{os.getpid()}"
    with psycopg.connect(servers.postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    url = test_servers.with_database(servers.postgres, name)
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    test_servers.drop_database(servers, name)


@pytest.mark.parametrize("command", [["up"], ["web"], ["migrate", "--check"]])
def test_pending_migrations(ahsp: Callable[..., Result], empty_database: str, command: list[str]) -> None:
    if command == ["up"]:
        command = ["up", "--port", str(free_port())]
    refused(ahsp(*command), "tertinggal", "jalankan `ahsp migrate`")


def test_migrate(ahsp: Callable[..., Result], empty_database: str) -> None:
    result = ahsp("migrate")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Basis data dimutakhirkan: 0001")
    result = ahsp("migrate", "--check")
    assert (result.exit_code, result.stdout) == (0, "Basis data sudah mutakhir.\n"), result.output


def test_several_web_processes_without_a_store(ahsp: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")
    refused(ahsp("web"), "membutuhkan REDIS_URL", "WEB_WORKERS=1")


def test_refusal_as_json(ahsp: Callable[..., Result], empty_database: str) -> None:
    result = ahsp("check", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert [set(galat) for galat in answer["galat"]] == [{"jalur", "kode", "pesan"}]
    assert answer["galat"][0]["kode"] == "migrasi"


def test_wrong_usage(ahsp: Callable[..., Result]) -> None:
    assert ahsp("up", "--port", "banyak").exit_code == 2
    assert ahsp("terbang").exit_code == 2
