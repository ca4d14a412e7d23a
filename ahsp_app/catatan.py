"""One JSON object a line on standard error, whoever speaks: ours, libraries, gunicorn, huey, warnings, the interpreter.

A database or a store that is away makes every thread complain again and again; that is one incident and one line, with
how many were held back when there is a next one.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, MutableMapping
from typing import Any, Final

import structlog

# An incident is over after so long without a complaint; one that lasts is told again after so long.
TENANG_DETIK: Final = 30.0
ULANG_DETIK: Final = 300.0
_GALAT_SAMBUNGAN: Final = frozenset({"OperationalError", "InterfaceError", "ConnectionError", "TimeoutError"})
_TETANGGA: Final = {
    "psycopg": "basis data", "sqlalchemy": "basis data", "redis": "penyimpan", "valkey": "penyimpan",
    "limits": "penyimpan",
}  # fmt: skip

_BERULANG: Final = frozenset({"basis data", "antrean"})


class Kejadian:
    """Which incidents are under way in this process."""

    def __init__(self, jam: Callable[[], float] = time.monotonic) -> None:
        self._jam = jam
        self._kunci = threading.Lock()
        self._semua: dict[str, tuple[float, float, int]] = {}

    def laporkan(self, nama: str) -> int | None:
        """How many complaints were held back since the last line; None when this one is held back as well."""
        kini = self._jam()
        with self._kunci:
            dicetak, terlihat, diredam = self._semua.get(nama, (-ULANG_DETIK, -TENANG_DETIK, 0))
            if kini - terlihat < TENANG_DETIK and kini - dicetak < ULANG_DETIK:
                self._semua[nama] = (dicetak, kini, diredam + 1)
                return None
            self._semua[nama] = (kini, kini, 0)
            return diredam


kejadian = Kejadian()


def siapkan(tingkat: str) -> None:
    """Let structlog and the standard library's loggers write JSON. Safe to repeat."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _redam,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[tingkat]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    akar = logging.getLogger()
    if _PENULIS not in akar.handlers:
        akar.addHandler(_PENULIS)


def ambil_alih() -> None:
    """For a process that only serves: warnings and exceptions that nobody caught are lines like all others."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _tak_tertangkap
    threading.excepthook = lambda isi: _tak_tertangkap(isi.exc_type, isi.exc_value, isi.exc_traceback)
    sys.unraisablehook = lambda isi: _tak_tertangkap(isi.exc_type, isi.exc_value, isi.exc_traceback)


def sebab_sambungan(galat: BaseException | None) -> str:
    """What is away when an exception says that a connection failed or was lost: its name; "" for another exception."""
    if galat is None or not any(kelas.__name__ in _GALAT_SAMBUNGAN for kelas in type(galat).__mro__):
        return ""
    return _TETANGGA.get(type(galat).__module__.partition(".")[0], "")


def _redam(_logger: Any, _metode: str, isi: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: answers 503 and what the database or the queue said are one incident each."""
    if isi.get("status") != 503 and (isi.get("event") not in _BERULANG or "exc_info" in isi):
        return isi
    diredam = kejadian.laporkan(f"{isi.get('event')} {isi.get('sebab', '')}")
    if diredam is None:
        raise structlog.DropEvent
    if diredam:
        isi["diredam"] = diredam
    return isi


def _tak_tertangkap(jenis: type[BaseException], galat: BaseException | None, jejak: Any) -> None:
    if issubclass(jenis, KeyboardInterrupt | SystemExit):
        return
    info = (jenis, galat or jenis(), jejak)
    logging.getLogger("ahsp").critical("tak tertangkap", exc_info=info)


class _Penulis(logging.Handler):
    """Lines of the standard library's loggers; a lost connection without its traceback, and once."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            isi = self._isi(record)
            if isi is not None:
                sys.stderr.write(json.dumps(isi, default=str, ensure_ascii=False) + "\n")
                sys.stderr.flush()
        except Exception:  # a line that cannot be written must not end what wanted to write it
            return

    def _isi(self, record: logging.LogRecord) -> dict[str, Any] | None:
        waktu = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        isi = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "timestamp": waktu,
            "sumber": record.name,
        }
        galat = record.exc_info[1] if record.exc_info else None
        tetangga = sebab_sambungan(galat)
        if tetangga:
            diredam = kejadian.laporkan(tetangga)
            if diredam is None:
                return None
            isi |= {"sebab": f"{tetangga} tidak terjangkau", "rincian": str(galat).strip().partition("\n")[0]}
            return isi | ({"diredam": diredam} if diredam else {})
        if record.exc_info:
            isi["exception"] = logging.Formatter().formatException(record.exc_info)
        return isi


_PENULIS: Final = _Penulis()
