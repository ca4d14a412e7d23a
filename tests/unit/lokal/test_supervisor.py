"""The loop that keeps parts running, with small programs as parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.lokal import process
from ahsp_app.lokal.supervisor import Program, Signals, Supervisor
from tests.machine import CHECKOUT, running_in, wait_until


class Heard:
    """What the supervisor said and passed on."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.lines: list[tuple[str, str]] = []


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def supervisor(heard: Heard) -> Iterator[Supervisor]:
    with Signals() as signals:
        supervisor = Supervisor(signals, heard.said.append, lambda *line: heard.lines.append(line))
        yield supervisor
        supervisor.stop()


def program(name: str, code: str, folder: Path, grace: float = 5) -> Program:
    return Program(name, [sys.executable, "-c", code], os.environ | {"UJI": str(folder)}, grace)


def test_lines_are_passed_on_also_the_unfinished_last(supervisor: Supervisor, heard: Heard, tmp_path: Path) -> None:
    part = program("a", "print('satu'); print('dua', end='')", tmp_path)
    part.start()
    supervisor.follow(part)
    supervisor.run(until=lambda: not part.is_alive())
    supervisor.hear_out(part)
    assert heard.lines == [("a", "satu"), ("a", "dua")]
    part.stop(hurry=False)


def test_part_that_dies_comes_back(supervisor: Supervisor, heard: Heard, tmp_path: Path) -> None:
    part = program("a", "import time; print('hidup', flush=True); time.sleep(600)", tmp_path)
    supervisor.start(part)
    supervisor.run(until=lambda: len(heard.lines) == 1, tick=0.05)
    assert part.child is not None
    part.child.kill()
    supervisor.run(until=lambda: len(heard.lines) == 2, tick=0.05)
    assert heard.said == ["Bagian a berhenti sendiri; dijalankan lagi dalam 0.5 detik."]


def test_part_that_keeps_dying_is_tried_less_and_less(supervisor: Supervisor, heard: Heard, tmp_path: Path) -> None:
    supervisor.start(program("a", "", tmp_path))
    supervisor.run(until=lambda: len(heard.said) == 3, tick=0.05)
    assert [line.rpartition("dalam ")[2] for line in heard.said] == ["0.5 detik.", "1 detik.", "2 detik."]


def test_part_that_cannot_be_started_again_is_tried_later(supervisor: Supervisor, heard: Heard) -> None:
    class Moody:
        name = "a"
        starts = 0

        def start(self) -> None:
            self.starts += 1
            if self.starts == 2:
                raise Galat("uji", "belum bisa")

        def is_alive(self) -> bool:
            return self.starts == 3

        def stop(self, *, hurry: bool) -> None: ...

    part = Moody()
    supervisor.start(part)
    supervisor.run(until=part.is_alive, tick=0.05)
    assert "a: belum bisa" in heard.said


CHILDREN = """
import subprocess, sys, time, signal
if sys.argv[1:] == ["keras"]:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; print('cucu', flush=True); time.sleep(600)"])
time.sleep(600)
"""


@pytest.mark.parametrize("words", [[], ["keras"]])
def test_stop_leaves_nothing(supervisor: Supervisor, heard: Heard, tmp_path: Path, words: list[str]) -> None:
    part = Program("a", [sys.executable, "-c", CHILDREN, *words], os.environ | {"UJI": str(tmp_path)}, 0.3)
    supervisor.start(part)
    supervisor.run(until=lambda: bool(heard.lines), tick=0.05)
    assert len(running_in(tmp_path)) == 2
    part.stop(hurry=False)
    wait_until(lambda: not running_in(tmp_path))
    supervisor.parts.clear()


def test_signal_wakes_the_loop(supervisor: Supervisor) -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    start = time.monotonic()
    supervisor.run(tick=60)
    assert supervisor.stopping
    assert time.monotonic() - start < 10


def test_program_follows_its_parent() -> None:
    follows = "import os, time; from ahsp_app.lokal import process; process.watch_parent(os.getppid(), 0.1); "
    follows += "print(os.getpid(), flush=True); time.sleep(600)"
    starts = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {follows!r}]); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", starts], cwd=CHECKOUT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not process.is_alive(pid))


def test_dead_and_zombie_processes_are_not_alive() -> None:
    child = process.spawn([sys.executable, "-c", ""], output=2)
    wait_until(lambda: not process.is_alive(child.pid))
    child.wait()
    assert not process.is_alive(child.pid)
