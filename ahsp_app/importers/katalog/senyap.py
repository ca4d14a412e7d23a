"""Standard error stays ours while values are read.

When the reader of values gives up on nonsense it raises, but writes its own complaint to file descriptor 2 first. It
goes with the exception; what other threads write meanwhile comes through, a little later.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

PANIK = "PanicException"


class _Penampung:
    """Where descriptor 2 leads while anyone reads; several threads may."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._pembaca = 0
        self._asli = -1
        self._isi: IO[Any] | None = None
        self._panik = False

    def masuk(self) -> None:
        """The first reader turns it away."""
        with self._kunci:
            if not self._pembaca:
                sys.stderr.flush()
                self._isi, self._panik = tempfile.TemporaryFile(), False  # noqa: SIM115 -- closed by the last reader
                self._asli = os.dup(2)
                os.dup2(self._isi.fileno(), 2)
            self._pembaca += 1

    def keluar(self, panik: bool) -> None:
        """The last reader turns it back; nothing is passed on when one of them gave up."""
        with self._kunci:
            self._pembaca -= 1
            self._panik |= panik
            if self._pembaca or self._isi is None:
                return
            sys.stderr.flush()
            os.dup2(self._asli, 2)
            os.close(self._asli)
            with self._isi as isi:
                isi.seek(0)
                if not self._panik:
                    with os.fdopen(os.dup(2), "wb") as keluar:
                        shutil.copyfileobj(isi, keluar)


_PENAMPUNG = _Penampung()


@contextmanager
def senyap() -> Iterator[None]:
    """Read values in here."""
    _PENAMPUNG.masuk()
    panik = False
    try:
        yield
    except BaseException as galat:
        panik = type(galat).__name__ == PANIK
        raise
    finally:
        _PENAMPUNG.keluar(panik)
