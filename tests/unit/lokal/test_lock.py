"""File locks between processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ahsp_app.lokal.lock import Lock
from tests.machine import CHECKOUT

HOLDS = """
import sys, time
from pathlib import Path
from ahsp_app.lokal.lock import Lock
lock = Lock(Path(sys.argv[1]))
lock.acquire()
lock.write("saya")
print("siap", flush=True)
time.sleep(600)
"""


def test_shared_and_exclusive(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "kunci"), Lock(tmp_path / "kunci")
    assert first.acquire(shared=True)
    assert second.acquire(shared=True)
    assert not first.acquire(wait=False)
    second.release()
    assert first.acquire(wait=False)
    first.release()
    first.release()


def test_holder_that_is_killed_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "kunci"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=CHECKOUT) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        lock = Lock(path)
        assert not lock.acquire(wait=False)
        assert lock.read() == "saya"
        holder.kill()
    with lock:
        lock.write("kita")
    assert lock.read() == "kita"
