"""Keeps the parts of the application running: starts them, relays what they say, restarts what dies, ends everything.

One thread, one loop. Signals only set a flag and wake the loop, so nothing is ever half started or half stopped.
"""

from __future__ import annotations

import functools
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, Protocol

from ahsp_app.calc.galat import Galat
from ahsp_app.lokal import process

STABLE_SECONDS: Final = 60.0
LONGEST_WAIT: Final = 30.0
TICK_SECONDS: Final = 1.0
PIPE_BYTES: Final = 65536
PARENT: Final = "AHSP_INDUK"  # tells a program of ours whom to follow where the kernel does not see to it


class Part(Protocol):
    """Something that runs and can be restarted."""

    name: str

    def start(self) -> None:
        """Start, or start again. Raises Galat when that fails."""

    def is_alive(self) -> bool:
        """Whether it runs."""

    def stop(self, *, hurry: bool) -> None:
        """End it for certain."""


class Program:
    """A part that is a process of ours, in a process group of its own with all its children."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], grace: float) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.grace = grace
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start with its output on a pipe; it ends when we end."""
        self._kill_group()
        env = self.env | {PARENT: str(os.getpid())}
        self.child = process.spawn(self.command, output=subprocess.PIPE, env=env, death_signal=signal.SIGTERM)

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.child is not None and self.child.poll() is None

    def exit_code(self) -> int | None:
        """How it ended, if it has."""
        return self.child.poll() if self.child else None

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self.child is not None and self.is_alive():
            self.child.send_signal(signal.SIGTERM)

    def stop(self, *, hurry: bool) -> None:
        """End the process and all that it started."""
        if self.child is not None:
            process.stop(self.child.pid, () if hurry else ((signal.SIGTERM, self.grace),), self.child)
            self._kill_group()

    def _kill_group(self) -> None:
        """Workers of a killed gunicorn would keep its port."""
        if self.child is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)


class Signals:
    """Remembers that we were told to end; a second time means now."""

    def __init__(self) -> None:
        self.count = 0
        self.woken, self._wake = socket.socketpair()
        self._before: dict[signal.Signals, object] = {}
        for end in (self.woken, self._wake):
            end.setblocking(False)

    def __enter__(self) -> Signals:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # started with nohup: go on without the terminal
            self._before[number] = signal.signal(number, self._stop)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # only wakes the loop
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self.woken.close()
        self._wake.close()

    def _stop(self, _number: int, _frame: object) -> None:
        self.count += 1


class Supervisor:
    """The loop over the parts. `say` speaks for us, `relay` passes on one line of a part."""

    def __init__(self, signals: Signals, say: Callable[[str], None], relay: Callable[[str, str], None]) -> None:
        self.signals = signals
        self.say = say
        self.relay = relay
        self.parts: list[Part] = []
        self._pipes = selectors.DefaultSelector()
        self._pipes.register(signals.woken, selectors.EVENT_READ)
        self._rest: dict[int, bytes] = {}
        self._failures: dict[str, int] = {}
        self._started: dict[str, float] = {}
        self._again: dict[str, float] = {}

    @property
    def stopping(self) -> bool:
        """Whether someone told us to end."""
        return self.signals.count > 0

    def start(self, part: Part) -> None:
        """Start a part and look after it from now on."""
        self.parts.append(part)
        self._start(part)

    def follow(self, program: Program, hear: Callable[[str], None] | None = None) -> None:
        """Take in what a program says, for `hear` or else passed on, without restarting it when it ends."""
        hear = hear or functools.partial(self.relay, program.name)
        if program.child and program.child.stdout:
            os.set_blocking(program.child.stdout.fileno(), False)
            self._pipes.register(program.child.stdout, selectors.EVENT_READ, hear)

    def hear_out(self, program: Program, seconds: float = 2.0) -> None:
        """Take in the rest of what a program said that has ended."""
        end = time.monotonic() + seconds
        while program.child and program.child.stdout and not program.child.stdout.closed and time.monotonic() < end:
            self.listen(0.05)

    def run(self, until: Callable[[], bool] = lambda: False, tick: float = TICK_SECONDS) -> None:
        """Look after the parts until told to end or until `until` holds; it is asked every `tick` seconds."""
        while not self.stopping and not until():
            self.listen(tick)
            self._revive()

    def stop(self) -> None:
        """End all parts, the last started first; their last words are passed on."""
        for part in self.parts:
            if isinstance(part, Program):
                part.ask_to_stop()
        for part in reversed(self.parts):
            self._await_end(part)
            part.stop(hurry=self.signals.count > 1)
        self.listen(0)
        self._pipes.close()

    def listen(self, seconds: float) -> None:
        """Pass on what the parts say; return early when something happens."""
        for key, _ in self._pipes.select(seconds):
            if key.fileobj is self.signals.woken:
                with suppress(BlockingIOError):
                    self.signals.woken.recv(PIPE_BYTES)
            else:
                self._read(key)

    def _await_end(self, part: Part) -> None:
        """Keep reading meanwhile: a part whose pipe is full could not end."""
        end = time.monotonic() + (part.grace if isinstance(part, Program) else 0)
        while part.is_alive() and time.monotonic() < end and self.signals.count < 2:
            self.listen(0.1)

    def _start(self, part: Part) -> None:
        part.start()
        self._started[part.name] = time.monotonic()
        self._again.pop(part.name, None)
        if isinstance(part, Program):
            self.follow(part)

    def _revive(self) -> None:
        now = time.monotonic()
        for part in self.parts:
            if part.is_alive():
                continue
            if part.name not in self._again:
                self._plan(part, now)
            elif now >= self._again[part.name]:
                try:
                    self._start(part)
                except Galat as error:
                    self.say(f"{part.name}: {error}")
                    self._plan(part, now)

    def _plan(self, part: Part, now: float) -> None:
        """When to try again: at once after a long life, later and later after short ones."""
        lived = now - self._started.get(part.name, now)
        failures = 0 if lived >= STABLE_SECONDS else self._failures.get(part.name, 0)
        wait = min(LONGEST_WAIT, 0.5 * 2**failures)
        self._failures[part.name] = failures + 1
        self._again[part.name] = now + wait
        self.say(f"Bagian {part.name} berhenti sendiri; dijalankan lagi dalam {wait:g} detik.")

    def _read(self, pipe: selectors.SelectorKey) -> None:
        try:
            data = os.read(pipe.fd, PIPE_BYTES)
        except BlockingIOError:
            return
        *lines, rest = (self._rest.pop(pipe.fd, b"") + data).split(b"\n")
        if data:
            self._rest[pipe.fd] = rest
        else:
            self._pipes.unregister(pipe.fileobj)
            pipe.fileobj.close()  # type: ignore[union-attr]
            lines = [rest] if rest else []
        for line in lines:
            pipe.data(line.decode(errors="replace"))
