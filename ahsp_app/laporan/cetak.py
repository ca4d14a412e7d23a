"""Values as print shows them: id-ID numbers, dates in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.pembulatan import Bilangan, bulatkan_skala, desimal_dari_skala
from ahsp_app.laporan.model import Kolom, Nilai

BULAN: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def bulat(nilai: Bilangan, desimal: int = 2) -> Decimal:
    """The number as it is printed: half up to so many decimals."""
    return desimal_dari_skala(bulatkan_skala(nilai, desimal), desimal)


def teks_sel(nilai: Nilai, kolom: Kolom) -> str:
    """A cell as print shows it."""
    if nilai is None:
        return ""
    if isinstance(nilai, str):
        return nilai
    if kolom.nol and not nilai:
        return kolom.nol
    return cetak_angka(nilai, minimum=kolom.desimal[0])


def tanggal(hari: date) -> str:
    """22 November 2026."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"
