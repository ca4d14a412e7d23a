"""Measuring one operation: statements in this process; time and processor alone; time with sixteen at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from bench.operasi import Ladang, Operasi, Tugas
from bench.panggung import Panggung
from bench.peramban import Jawaban, Peramban

BERSAMA = 16
# A round of a slow operation ends after so many seconds, with fewer requests; so does its turn with sixteen clients.
PUTARAN_DETIK, BERSAMA_DETIK = 3.0, 30.0


@dataclass(slots=True)
class Ukuran:
    """What one operation costs. Times in seconds; `cpu` and `cpu_basis` sum over all `waktu`."""

    nama: str
    sql: int = 0
    bita: int = 0
    cpu: float = 0.0
    cpu_basis: float = 0.0
    waktu: list[float] = field(default_factory=list)
    waktu_bersama: list[float] = field(default_factory=list)
    per_detik: float = 0.0
    cpu_klien: float = 0.0

    def per_permintaan(self, jumlah: float) -> float:
        """A sum shared out over the requests that were made alone."""
        return jumlah / len(self.waktu) if self.waktu else 0.0


def persentil(waktu: list[float], bagian: float) -> float:
    """The time that this share of the requests did not exceed."""
    urut = sorted(waktu)
    return urut[min(len(urut) - 1, int(len(urut) * bagian))] if urut else 0.0


@contextmanager
def hitung_sql(mesin: Engine) -> Iterator[list[tuple[str, float]]]:
    """The statements sent inside the block and their seconds; BEGIN, COMMIT and the pool's ping are not among them."""
    perintah: list[tuple[str, float]] = []

    def sebelum(koneksi: Any, *_sisa: Any) -> None:
        koneksi.info["mulai"] = time.perf_counter()

    def sesudah(koneksi: Any, _kursor: Any, sql: str, *_sisa: Any) -> None:
        perintah.append((sql, time.perf_counter() - koneksi.info["mulai"]))

    event.listen(mesin, "before_cursor_execute", sebelum)
    event.listen(mesin, "after_cursor_execute", sesudah)
    try:
        yield perintah
    finally:
        event.remove(mesin, "before_cursor_execute", sebelum)
        event.remove(mesin, "after_cursor_execute", sesudah)


def lakukan(peramban: Peramban, tugas: Tugas) -> Jawaban:
    """One request and what follows from its answer."""
    jawaban = peramban.kirim(tugas.berikut())
    tugas.dijawab(jawaban)
    return jawaban


def ukur_isi(ukuran: Ukuran, mesin: Engine, peramban: Peramban, tugas: Tugas) -> None:
    """Statements and bytes. The first requests fill what is computed once per process."""
    lakukan(peramban, tugas)
    with hitung_sql(mesin) as perintah:
        jawaban = lakukan(peramban, tugas)
    ukuran.sql, ukuran.bita = len(perintah), jawaban.bita


def ukur_sendiri(ukuran: Ukuran, panggung: Panggung, peramban: Peramban, tugas: Tugas, banyak: int) -> None:
    """At most so many requests one after the other on one connection."""
    cpu, basis = panggung.cpu_web(), panggung.cpu_postgres()
    ukuran.waktu += _ulangi(peramban, tugas, banyak, PUTARAN_DETIK)
    ukuran.cpu += panggung.cpu_web() - cpu
    ukuran.cpu_basis += panggung.cpu_postgres() - basis


def _ulangi(peramban: Peramban, tugas: Tugas, banyak: int, paling_lama: float) -> list[float]:
    waktu: list[float] = []
    batas = time.perf_counter() + paling_lama
    while len(waktu) < banyak and (not waktu or time.perf_counter() < batas):
        waktu.append(lakukan(peramban, tugas).detik)
    return waktu


def ukur_bersama(ukuran: Ukuran, operasi: Operasi, orang: Callable[[], Peramban], ladang: Ladang, banyak: int) -> None:
    """Sixteen people at once, each on a connection of their own; together about `banyak` requests that count."""
    klien = [orang() for _ in range(BERSAMA)]
    tugas = [operasi.mulai(p, ladang, n) for n, p in enumerate(klien)]
    mulai, selesai = threading.Barrier(BERSAMA + 1), threading.Event()
    giliran = -(-banyak // operasi.diukur)

    def ulangi(n: int) -> list[float]:
        mulai.wait()
        if n >= operasi.diukur:
            while not selesai.is_set():
                lakukan(klien[n], tugas[n])
            return []
        return _ulangi(klien[n], tugas[n], giliran, BERSAMA_DETIK)

    with ThreadPoolExecutor(BERSAMA) as kolam:
        hasil = [kolam.submit(ulangi, n) for n in range(BERSAMA)]
        mulai.wait()
        jam, cpu = time.perf_counter(), time.process_time()
        try:
            for satu in hasil[: operasi.diukur]:
                ukuran.waktu_bersama += satu.result()
            lama = time.perf_counter() - jam
        finally:
            selesai.set()
        for satu in hasil:
            satu.result()
    ukuran.per_detik = len(ukuran.waktu_bersama) / lama
    ukuran.cpu_klien = (time.process_time() - cpu) / lama
