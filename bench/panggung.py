"""The stage: PostgreSQL as in production (fsync on), Valkey and the web processes; all of it goes afterwards."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from ahsp_app.config import BATAS_BAKU, Settings
from ahsp_app.lokal import place
from ahsp_app.lokal.postgres import Postgres
from ahsp_app.lokal.valkey import Valkey

PROSES, UTAS = 2, 4
TAK_TERBATAS = "1000000/minute"


@dataclass(frozen=True, slots=True)
class Panggung:
    """Addresses, and the processes whose time is counted."""

    settings: Settings
    porta: int
    web: psutil.Process
    postgres: psutil.Process

    def cpu_web(self) -> float:
        """Seconds of processor time that the web processes have used."""
        return _cpu(self.web)

    def cpu_postgres(self) -> float:
        """The same of PostgreSQL and all its processes."""
        return _cpu(self.postgres)


@contextlib.contextmanager
def panggung() -> Iterator[Panggung]:
    """Everything started, the database migrated; all of it is gone afterwards."""
    # Not the system's folder for temporary files, which may be memory: a commit must reach the disk.
    folder = Path(tempfile.mkdtemp(prefix="ahsp-ukur-", dir="/var/tmp"))
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the servers' account walks through it
    with contextlib.ExitStack() as tumpukan:
        tumpukan.callback(shutil.rmtree, folder, ignore_errors=True)
        where = place.prepare(folder / "var")
        postgres, valkey = Postgres(where), Valkey(where)
        tumpukan.callback(postgres.close, force=True)
        postgres.open(dies_with_us=True)
        tumpukan.callback(valkey.close)
        valkey.open(dies_with_us=True)
        porta = _porta_kosong()
        env = os.environ | {f"BATAS_{nama.upper()}": TAK_TERBATAS for nama in BATAS_BAKU}
        env |= {
            "AHSP_VAR": str(folder / "var"),
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": valkey.url(),
            "SECRET_KEY": secrets.token_hex(32),
            "WEB_WORKERS": str(PROSES),
            "WEB_THREADS": str(UTAS),
            "PORT": str(porta),
        }
        _ahsp(env, "migrate")
        web = tumpukan.enter_context(_web(env, folder / "web.log"))
        _tunggu(porta, web, folder / "web.log")
        yield Panggung(Settings.from_env(env), porta, psutil.Process(web.pid), psutil.Process(postgres.pid))


def _ahsp(env: dict[str, str], *kata: str) -> None:
    subprocess.run([sys.executable, "-m", "ahsp_app", *kata], env=env, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def _web(env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as keluaran:
        web = subprocess.Popen([sys.executable, "-m", "ahsp_app", "web"], env=env, stdout=keluaran, stderr=keluaran)
    try:
        yield web
    finally:
        web.send_signal(signal.SIGTERM)
        try:
            web.wait(timeout=20)
        except subprocess.TimeoutExpired:
            web.kill()


def _tunggu(porta: int, web: subprocess.Popen[bytes], log: Path) -> None:
    akhir = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{porta}/health/live", timeout=5).close()
        except OSError:
            if web.poll() is not None or time.monotonic() > akhir:
                sys.exit(f"the web processes did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)
        else:
            return


def _porta_kosong() -> int:
    with socket.socket() as coba:
        coba.bind(("127.0.0.1", 0))
        porta: int = coba.getsockname()[1]
        return porta


def _cpu(induk: psutil.Process) -> float:
    """Processor time of a process and those below it."""
    jumlah = 0.0
    for satu in [induk, *induk.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            jumlah += _cpu_satu(satu)
    return jumlah


def _cpu_satu(proses: psutil.Process) -> float:
    """To the nanosecond where Linux tells, else to the hundredth of a second."""
    utas = Path(f"/proc/{proses.pid}/task")
    try:
        return sum(int((u / "schedstat").read_text().split()[0]) for u in utas.iterdir()) / 1e9
    except (OSError, ValueError, IndexError):
        waktu = proses.cpu_times()
        return float(waktu.user + waktu.system)
