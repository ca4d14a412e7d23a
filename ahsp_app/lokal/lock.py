"""File locks that the kernel lets go of when their holder dies, whatever it dies of."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType


class Lock:
    """One lock on one file. The file stays; only the lock on it means something."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def acquire(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock, or change the kind held. False when `wait` is off and someone else has it."""
        if self._fd is None:
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        flags = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(self._fd, flags)
        except BlockingIOError:
            return False
        return True

    def write(self, text: str) -> None:
        """Leave a word for whoever finds the lock taken."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, text.encode(), 0)

    def read(self) -> str:
        """The word that the holder left."""
        return self.path.read_text(encoding="utf-8").strip()

    def release(self) -> None:
        """Let go. Safe to repeat."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def __enter__(self) -> Lock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Only one process at a time inside this block."""
    with Lock(path):
        yield
