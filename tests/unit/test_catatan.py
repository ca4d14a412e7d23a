"""Whatever a process says on standard error is one JSON object a line, and an incident is said once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from ahsp_app.catatan import ULANG_DETIK, Kejadian, sebab_sambungan

BERBICARA = """
import logging, threading, warnings
import psycopg, structlog
from ahsp_app import catatan
catatan.siapkan("INFO"); catatan.siapkan("INFO"); catatan.ambil_alih()
structlog.get_logger().info("satu", id="a")
warnings.warn("usang")
for nama in ("huey.consumer", "sqlalchemy.pool", "gunicorn.error"):
    for _ in range(50):
        try:
            raise psycopg.OperationalError("connection refused\\nIs the server running?")
        except psycopg.OperationalError:
            logging.getLogger(nama).error("baca %s", nama, exc_info=True)
for _ in range(50):
    structlog.get_logger().error("basis data", sebab="OperationalError")
    structlog.get_logger().warning("permintaan", status=503, id="b")
    structlog.get_logger().warning("permintaan", status=500, id="c")
try:
    {}["x"]
except KeyError:
    logging.getLogger("huey").exception("baris\\nkedua")
utas = threading.Thread(target=lambda: 1 / 0); utas.start(); utas.join()
class Rusak:
    def __del__(self):
        raise ValueError("hapus")
Rusak()
raise RuntimeError("akhir\\nsekali")
"""


def test_every_line_is_an_object() -> None:
    hasil = subprocess.run([sys.executable, "-c", BERBICARA], capture_output=True, text=True, check=False)
    baris: list[dict[str, Any]] = [json.loads(satu) for satu in hasil.stderr.splitlines()]
    assert hasil.returncode == 1
    assert not hasil.stdout
    kata = [satu["event"] for satu in baris]
    assert kata[0] == "satu"
    assert "usang" in kata[1]
    assert [k for k in kata if k.startswith("baca")] == ["baca huey.consumer"]
    (sambungan,) = (satu for satu in baris if satu["event"].startswith("baca"))
    assert sambungan["sebab"] == "basis data tidak terjangkau"
    assert sambungan["rincian"] == "connection refused"
    assert "exception" not in sambungan
    assert kata.count("basis data") == 1
    assert [satu["status"] for satu in baris if satu["event"] == "permintaan"].count(503) == 1
    assert kata.count("permintaan") == 51
    jejak = " ".join(satu.get("exception", "") for satu in baris)
    for galat in ("KeyError", "ZeroDivisionError", "ValueError: hapus", "RuntimeError: akhir"):
        assert galat in jejak


def test_an_incident_ends_and_a_long_one_is_told_again() -> None:
    kini = 1000.0
    kejadian = Kejadian(lambda: kini)
    assert kejadian.laporkan("a") == 0
    assert kejadian.laporkan("b") == 0
    for _ in range(3):
        kini += 10
        assert kejadian.laporkan("a") is None
    kini += 31
    assert kejadian.laporkan("a") == 3
    mulai = kini
    while kini - mulai < ULANG_DETIK - 10:
        kini += 10
        assert kejadian.laporkan("a") is None
    kini += 10
    assert kejadian.laporkan("a") == 29


@pytest.mark.parametrize(
    ("galat", "sebab"),
    [
        (None, ""),
        (KeyError("x"), ""),
        (psycopg.errors.AdminShutdown("x"), "basis data"),
        (OperationalError("x", None, Exception("y")), "basis data"),
        (IntegrityError("x", None, Exception("y")), ""),
        (TimeoutError("x"), ""),
    ],
)
def test_what_counts_as_a_lost_connection(galat: BaseException | None, sebab: str) -> None:
    assert sebab_sambungan(galat) == sebab
