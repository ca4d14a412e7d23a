"""Help for tests that start real programs: folders servers can walk to, ordinary users, and what is left running."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from ahsp_app.lokal import place
from ahsp_app.lokal.process import Account

ROOT = os.geteuid() == 0
CHECKOUT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A fresh folder that every account can walk through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="ahsp-uji-")).resolve()
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ordinary_user() -> tuple[Account, list[str]]:
    """An account without rights, and what to put before a command so that it runs as that account.

    The interpreter or the checkout may lie below a closed home; then the command may read, and only read, everything.
    """
    if not ROOT:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid), []
    entry = pwd.getpwnam("nobody")
    account = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    prefix = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    needed = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, CHECKOUT)}
    if not all(place.reachable(path, account) for path in needed):
        prefix += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return account, prefix


def running_in(folder: Path) -> list[psutil.Process]:
    """Processes that have to do with a folder, by their command line, working folder or environment."""
    found, text = [], str(folder)
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            words = [*process.cmdline(), process.cwd(), *process.environ().values()]
            if process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE and text in " ".join(words):
                found.append(process)
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def free_port() -> int:
    """A port nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
