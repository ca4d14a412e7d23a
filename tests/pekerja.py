"""Real workers in processes of their own, stopped at a chosen place by a lock that the test holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg


@contextmanager
def pekerja(env: dict[str, str], awalan: Sequence[str] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, killed at the end if it still runs; `awalan`: the command that starts it."""
    perintah = [*awalan, sys.executable, "-m", "ahsp_app", "worker"]
    proses = subprocess.Popen(perintah, env=os.environ | env)
    try:
        yield proses
    finally:
        proses.kill()
        proses.wait(10)


def tunggu(apa: Callable[[], Any], detik: float = 20) -> None:
    """Until it is so."""
    batas = time.monotonic() + detik
    while not apa():
        assert time.monotonic() < batas, "tidak terjadi"
        time.sleep(0.05)


def terhenti_di(koneksi: psycopg.Connection[Any], tabel: str) -> bool:
    """Whether someone waits for the table that we hold."""
    pilih = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    return bool(_satu(koneksi, pilih, (tabel,)))


def terhenti_di_kunci(koneksi: psycopg.Connection[Any]) -> bool:
    """Whether someone waits for the advisory lock that we hold."""
    pilih = """SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    return bool(_satu(koneksi, pilih))


def _satu(koneksi: psycopg.Connection[Any], pilih: str, isi: Sequence[object] = ()) -> Any:
    baris = koneksi.execute(pilih, isi).fetchone()  # type: ignore[call-overload]
    return baris[0] if baris else None
