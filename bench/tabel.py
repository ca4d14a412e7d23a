"""The figures as a table for people and as JSON, and whether they reach what was aimed for."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import Any

from bench.operasi import REMEH
from bench.ukur import BERSAMA, Ukuran, persentil

Hasil = dict[int, list[Ukuran]]
KOLOM = (
    ("operation", 33), ("SQL", 4), ("CPU", 7), ("pg CPU", 7), ("p50", 7), ("p95", 7), ("x p50", 6), ("x CPU", 6),
    (f"{BERSAMA}: p50", 8), ("p95", 7), ("req/s", 6), ("bytes", 7),
)  # fmt: skip
LEBAR = sum(lebar + 1 for _nama, lebar in KOLOM)


@dataclass(frozen=True, slots=True)
class Baris:
    """One line; times in milliseconds, ratios to the trivial request of the same run."""

    operasi: str
    sql: int
    cpu_ms: float
    postgres_cpu_ms: float
    p50_ms: float
    p95_ms: float
    rasio_p50: float
    rasio_cpu: float
    bersama_p50_ms: float
    bersama_p95_ms: float
    bersama_per_detik: float
    bita: int

    @classmethod
    def dari(cls, u: Ukuran, remeh: Ukuran) -> Baris:
        """From what was measured."""
        cpu, p50 = u.per_permintaan(u.cpu), persentil(u.waktu, 0.5)
        return cls(
            operasi=u.nama,
            sql=u.sql,
            cpu_ms=_ms(cpu),
            postgres_cpu_ms=_ms(u.per_permintaan(u.cpu_basis)),
            p50_ms=_ms(p50),
            p95_ms=_ms(persentil(u.waktu, 0.95)),
            rasio_p50=round(p50 / persentil(remeh.waktu, 0.5), 1),
            rasio_cpu=round(cpu / remeh.per_permintaan(remeh.cpu), 1),
            bersama_p50_ms=_ms(persentil(u.waktu_bersama, 0.5)),
            bersama_p95_ms=_ms(persentil(u.waktu_bersama, 0.95)),
            bersama_per_detik=round(u.per_detik, 1),
            bita=u.bita,
        )


def _ms(detik: float) -> float:
    return round(detik * 1000, 2)


def baris(semua: list[Ukuran]) -> list[Baris]:
    """Lines of one size; the trivial request is among them."""
    remeh = next(u for u in semua if u.nama == REMEH)
    return [Baris.dari(u, remeh) for u in semua]


def cetak(hasil: Hasil, pekerjaan_klien: float) -> str:
    """The tables, one per size."""
    bagian = [f"{_mesin()}; times and CPU in ms per request; {BERSAMA} clients took {pekerjaan_klien:.0%} of one core"]
    for ukuran, semua in hasil.items():
        bagian += ["", f"{ukuran:,} works × 8 components", _garis([nama for nama, _lebar in KOLOM]), "-" * LEBAR]
        bagian += [_garis(_isi(b)) for b in baris(semua)]
    return "\n".join(bagian)


def _isi(b: Baris) -> list[str]:
    return [
        b.operasi, str(b.sql), f"{b.cpu_ms:.1f}", f"{b.postgres_cpu_ms:.1f}", f"{b.p50_ms:.1f}", f"{b.p95_ms:.1f}",
        f"{b.rasio_p50:.1f}", f"{b.rasio_cpu:.1f}", f"{b.bersama_p50_ms:.0f}", f"{b.bersama_p95_ms:.0f}",
        f"{b.bersama_per_detik:.0f}", f"{b.bita:,}",
    ]  # fmt: skip


def _garis(isi: list[str]) -> str:
    pertama, *lain = [(teks, lebar) for teks, (_nama, lebar) in zip(isi, KOLOM, strict=True)]
    return " ".join([pertama[0].ljust(pertama[1]), *(teks.rjust(lebar) for teks, lebar in lain)])


def _mesin() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def sasaran(hasil: Hasil) -> list[tuple[str, float, float]]:
    """What was aimed for: words, limit, measured. Only sizes and operations that were measured."""
    per = {n: {b.operasi: b for b in baris(semua)} for n, semua in hasil.items()}
    isi: list[tuple[str, float, float]] = []
    for n, b in per.items():
        if simpan := b.get("volume save"):
            isi += [(f"volume save, {n:,} works: statements", 10, simpan.sql)]
            isi += [(f"volume save, {n:,} works: × trivial", 8, simpan.rasio_p50)]
    if upah := per.get(1_000, {}).get("price save, wage of half the works"):
        isi += [("wage of 500 works: statements", 15, upah.sql), ("wage of 500 works: CPU ms", 100, upah.cpu_ms)]
    for nama in ("rekap page, first", "rekap page, middle", "rekap page, last"):
        kecil, besar = per.get(1_000, {}).get(nama), per.get(10_000, {}).get(nama)
        if kecil:
            isi += [(f"{nama}: statements", 8, kecil.sql), (f"{nama}: × trivial", 12, kecil.rasio_p50)]
        if kecil and besar:
            isi += [(f"{nama}: 10,000 against 1,000 works", 1.5, round(besar.p50_ms / kecil.p50_ms, 2))]
    return isi


def cetak_sasaran(isi: list[tuple[str, float, float]]) -> str:
    """One line each."""
    return "\n".join(
        f"{'ok  ' if ada <= batas else 'OVER'} {nama}: {ada:g} (aim: {batas:g})" for nama, batas, ada in isi
    )


def sebagai_json(hasil: Hasil) -> dict[str, Any]:
    """Everything that was printed, for a program."""
    return {
        "mesin": _mesin(),
        "hasil": {
            str(n): [{kolom: getattr(b, kolom) for kolom in Baris.__slots__} for b in baris(semua)]
            for n, semua in hasil.items()
        },
        "sasaran": [{"nama": nama, "batas": batas, "terukur": ada} for nama, batas, ada in sasaran(hasil)],
    }
