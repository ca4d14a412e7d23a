"""Prices of a book: the tax taken out of them, and when they are too old to be relied on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ahsp_app.calc.pembulatan import bulatkan_skala, ke_desimal
from ahsp_app.calc.rekap import Ppn

_PPN_BIASA: Final = Decimal(11)
"""Effective rate since April 2022 (UU 7/2021, PMK 131/2024), for a project that itself has none."""

DESIMAL_HARGA: Final = 8


class SebabBasi(StrEnum):
    """Why a price should be asked for again."""

    TIDAK = ""
    LAMA = "lama"  # older than the office allows
    TAHUN = "tahun"  # of a fiscal year before the one it is used in


@dataclass(frozen=True, slots=True)
class Kesegaran:
    """What counts as too old: before this day, or in a year before this one."""

    sebelum: date
    tahun: int

    def sebab(self, tanggal: date | None) -> SebabBasi:
        """Why a price of this day is stale; the earlier year is told first, since it is plainer."""
        if tanggal is None:
            return SebabBasi.TIDAK
        if tanggal.year < self.tahun:
            return SebabBasi.TAHUN
        return SebabBasi.LAMA if tanggal < self.sebelum else SebabBasi.TIDAK


def keluarkan_ppn(harga: Decimal, ppn_persen: Decimal) -> Decimal:
    """A price that includes PPN without it: harga / (1 + ppn), to the sen, half up.

    A price below one rupiah keeps all the decimals of a price.
    """
    tepat = Fraction(harga) / (1 + Fraction(ppn_persen) / 100)
    desimal = 2 if tepat >= 1 else DESIMAL_HARGA
    return ke_desimal(Fraction(bulatkan_skala(tepat, desimal), 10**desimal))


def ppn_efektif(ppn: Ppn) -> Decimal:
    """The rate that a project's prices bear, in per cent with at most 4 decimals: 12% × 11/12 is 11."""
    tepat = Fraction(ppn.tarif_persen) * Fraction(ppn.dpp_pembilang, ppn.dpp_penyebut)
    if not tepat:
        return _PPN_BIASA
    return ke_desimal(Fraction(bulatkan_skala(tepat, 4), 10**4))
