"""Child processes: started apart from the terminal, ended for certain, never left behind."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a server runs as when we are root; PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


# Resolved before any fork: the child may call it, but must not import or allocate much.
_LIBC = _libc()


def follow_parent(number: int) -> None:
    """Ask the kernel to signal this process when the one that started it ends (Linux; elsewhere nothing)."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def watch_parent(parent: int, every: float = 1.0) -> None:
    """End this process politely once `parent` is gone, where the kernel cannot be asked to (macOS)."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="induk", daemon=True).start()


def _before_exec(death_signal: int, parent: int) -> Callable[[], None]:
    def set_up() -> None:
        follow_parent(death_signal)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return set_up


def spawn(
    command: Sequence[str],
    *,
    output: int | IO[bytes],
    account: Account | None = None,
    death_signal: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that Ctrl-C in the terminal reaches only whoever watches it.

    With `death_signal` it does not outlive the process that calls this, not even after kill -9 (Linux).
    """
    return subprocess.Popen(  # noqa: S603 -- commands are ours, never typed by people
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd=cwd,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        # The watcher has no threads, so nothing can be locked between fork and exec.
        preexec_fn=_before_exec(death_signal, os.getpid()) if death_signal else None,  # noqa: PLW1509
    )


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_gone(pid: int, seconds: float, child: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until a process has ended, collecting it when it is a child of ours."""
    end = time.monotonic() + seconds
    while True:
        if child.poll() is not None if child else not is_alive(pid):
            return True
        if time.monotonic() >= end:
            return False
        time.sleep(0.02)


def stop(pid: int, signals: Sequence[tuple[int, float]], child: subprocess.Popen[bytes] | None = None) -> None:
    """Send each signal and give it its seconds; what still lives then is killed."""
    for number, seconds in (*signals, (signal.SIGKILL, 10.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_gone(pid, seconds, child):
            return


def working_in(folder: Path) -> list[psutil.Process]:
    """Processes whose working folder is this one; every PostgreSQL process stands in its data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd() == str(folder):
                found.append(process)
    return found
