"""Adding up what a report prints."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ahsp_app.laporan.model import Baris, Gaya


def angka(baris: Baris, letak: int) -> Decimal:
    """The number in this column; 0 where there is none."""
    nilai = baris.sel[letak]
    return nilai if isinstance(nilai, Decimal) else Decimal(0)


def periksa_bersusun(semua: Iterable[Baris], letak: int) -> Decimal:
    """Lines between a heading and its subtotal add up to it, at any depth; gives the first TOTAL."""
    tumpukan: list[list[Decimal]] = [[]]
    for b in semua:
        if b.gaya is Gaya.JUDUL:
            tumpukan.append([])
        elif b.gaya is Gaya.ISI:
            tumpukan[-1].append(angka(b, letak))
        elif b.gaya is Gaya.SUBTOTAL:
            assert sum(tumpukan.pop()) == angka(b, letak), b
            tumpukan[-1].append(angka(b, letak))
        else:
            assert len(tumpukan) == 1, b
            assert sum(tumpukan[0]) == angka(b, letak), b
            return angka(b, letak)
    raise AssertionError("no total")
