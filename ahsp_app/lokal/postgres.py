"""The embedded PostgreSQL server: made once, found again, recovered after a kill, ended by its last user."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil
import psycopg

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.lokal import binaries, process
from ahsp_app.lokal.lock import Lock
from ahsp_app.lokal.place import Place

ADMIN: Final = "postgres"
OWNER: Final = "ahsp"
DATABASE: Final = "ahsp"
PORT: Final = "5432"  # only part of the socket's name; nothing listens on the network
RECOVERY_SECONDS: Final = 600.0
LOG_BYTES: Final = 10_000_000

# Fast shutdown first: sessions are rolled back and a clean checkpoint is written. Then without a checkpoint.
SHUTDOWN: Final = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))
FOR_TESTS: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Postgres:
    """One server over `place.postgres`, shared by processes; `close` stops it when nobody else uses it."""

    def __init__(self, place: Place, options: Sequence[str] = ()) -> None:
        self.place = place
        self.options = tuple(options)
        self.created = False
        self.child: subprocess.Popen[bytes] | None = None
        self.pid = 0
        self._sockets = place.sockets
        self._users = Lock(place.data / "postgres-pemakai.lock")
        self._starting = place.data / "postgres-mulai.lock"

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """The address in libpq's spelling."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._sockets), safe='/')}"

    def open(self, *, dies_with_us: bool = False, waiting: Callable[[], None] = lambda: None) -> None:
        """Start the server, or join the one that runs. `waiting` is called again and again until it answers.

        With `dies_with_us` the kernel stops a server that we started when we die (Linux). Raises Galat.
        """
        self._users.acquire(shared=True)
        try:
            with Lock(self._starting):
                self._start(dies_with_us=dies_with_us, waiting=waiting)
                self._ensure_database()
        except BaseException:
            self.close()
            raise

    def is_alive(self) -> bool:
        """Whether the server's process runs."""
        if self.child is not None:
            return self.child.poll() is None
        return bool(self.pid) and process.is_alive(self.pid)

    def close(self, *, force: bool = False) -> None:
        """Leave the server; stop it when nobody else uses it, or in any case with `force`."""
        try:
            if self.is_alive() and (self._users.acquire(wait=False) or force):
                process.stop(self.pid, SHUTDOWN, self.child)
        finally:
            if self.child is not None and self.child.poll() is None:
                self.child.returncode = 0  # it goes on for others and is no longer ours to wait for
            self.child, self.pid = None, 0
            self._users.release()

    # --- starting

    def _start(self, *, dies_with_us: bool, waiting: Callable[[], None]) -> None:
        self.child, self.pid = None, self._running() or 0
        if not self.pid:
            self._clean_up()
            self._create_data()
            self._check_version()
            self._launch(dies_with_us=dies_with_us)
        self._wait_ready(waiting)

    def _running(self) -> int | None:
        """The pid of a server over our data. The pid file alone proves nothing: pids are used again."""
        try:
            lines = (self.place.postgres / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            server = psutil.Process(int(lines[0]))
            if server.status() == psutil.STATUS_ZOMBIE or server.cwd() != str(self.place.postgres):
                return None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        if len(lines) > 4 and lines[4]:
            self._sockets = Path(lines[4])
        return int(lines[0])

    def _clean_up(self) -> None:
        """After a kill -9: end what is left of the old server, then remove what would stop the new one."""
        left = process.working_in(self.place.postgres)
        _, alive = psutil.wait_procs(left, timeout=5)
        for orphan in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                orphan.kill()
        psutil.wait_procs(alive, timeout=5)
        self._sockets = self.place.sockets
        socket = self._sockets / f".s.PGSQL.{PORT}"
        for stale in (
            self.place.postgres / "postmaster.pid",
            socket,
            socket.with_name(socket.name + ".lock"),
        ):
            stale.unlink(missing_ok=True)

    def _create_data(self) -> None:
        """initdb beside the final name, so that data half made is never taken for data."""
        if (self.place.postgres / "PG_VERSION").exists():
            return
        draft = self.place.data / "postgres.baru"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account := self.place.account:
            shutil.chown(draft, account.uid, account.gid)
        command = [
            str(binaries.postgres_bin(self.place) / "initdb"),
            "-D",
            str(draft),
            "-U",
            ADMIN,
            "--encoding=UTF8",
        ]
        # The built-in provider sorts alike on every machine. Trust: only our account can open the socket.
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=trust"]
        command += ["--no-sync"] if "fsync=off" in self.options else []
        with (self.place.log / "initdb.log").open("wb") as log:
            child = process.spawn(command, output=log, account=self.place.account, cwd=draft)
            code = child.wait()
        if code:
            raise self._failed(N_("PostgreSQL tidak dapat menyiapkan folder data: %(sebab)s"), "initdb.log")
        with contextlib.suppress(FileNotFoundError):
            self.place.postgres.rmdir()  # an empty folder may stay; anything else stops us here
        draft.rename(self.place.postgres)
        self.created = True

    def _check_version(self) -> None:
        mine = binaries.postgres_major()
        data = (self.place.postgres / "PG_VERSION").read_text(encoding="utf-8").strip()
        if data != mine:
            raise Galat(
                "versi_data",
                N_("Data di %(folder)s dibuat PostgreSQL %(data)s, sedangkan yang terpasang versi %(kita)s."),
                folder=self.place.postgres,
                data=data,
                kita=mine,
            )

    def _launch(self, *, dies_with_us: bool) -> None:
        self._sockets = self.place.sockets
        settings = (
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self._sockets}",
            "unix_socket_permissions=0700",
            "log_checkpoints=off",
            *self.options,
        )
        command = [str(binaries.postgres_bin(self.place) / "postgres"), "-D", str(self.place.postgres)]
        for setting in settings:
            command += ["-c", setting]
        path = self.place.log / "postgres.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self.child = process.spawn(
                command,
                output=log,
                account=self.place.account,
                death_signal=signal.SIGINT if dies_with_us else None,
                cwd=self.place.postgres,
            )
        self.pid = self.child.pid

    def _wait_ready(self, waiting: Callable[[], None]) -> None:
        """Until it answers. Recovery after a crash takes its time: only the server's end is a failure."""
        end = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres", ADMIN), connect_timeout=5).close()
            except psycopg.OperationalError:
                if not self.is_alive() or time.monotonic() > end:
                    raise self._failed(N_("PostgreSQL tidak mau mulai: %(sebab)s"), "postgres.log") from None
                waiting()
                time.sleep(0.05)
            else:
                return

    def _failed(self, words: str, log: str) -> Galat:
        lines = (self.place.log / log).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line] or lines
        return Galat("postgres", words, sebab=(telling or ["tanpa keterangan"])[-1])

    def _ensure_database(self) -> None:
        """The application's own role and database; the superuser stays for starting and stopping."""
        with psycopg.connect(self.url("postgres", ADMIN), autocommit=True) as connection:
            roles = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone()
            if roles is None:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
