"""Rounding as spreadsheet formulas that give what `calc.pembulatan` gives, although spreadsheets compute in binary.

Binary numbers hold 15 to 17 digits and only approximately: 1.005 × 100 is 100.49999999999999, and the row that ends on
half a sen would be rounded down. Three things keep the formulas right to the sen:

* Everything is rounded by ROUND(·, 0) of a number of steps: ROUNDDOWN, INT and the like look at 15 digits only, in
  LibreOffice, and take 100 000 000 000.9996 for the next whole number.
* What is in the middle, or whole, is helped over the edge by less than any value can be away from it: `geser` in
  proportion to numbers that come out of long sums, 0.0000001 of a step to others.
* Volume × price is split. The whole part of the volume times the price is a multiple of the step of the prices and
  is rounded to that before the rest is added: rows of more than a milliard rupiah keep their last sen.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rekap import Pengaturan

KATA_MODE: Final = {
    Mode.TANPA: "tanpa pembulatan",
    Mode.SETENGAH_ATAS: "setengah ke atas",
    Mode.BAWAH: "ke bawah",
    Mode.ATAS: "ke atas",
}
_TAMBAH: Final = {Mode.SETENGAH_ATAS: "+0.0000001", Mode.BAWAH: "-0.4999999", Mode.ATAS: "+0.4999999"}
_GESER_HSP: Final = "4E-15"  # a sum of products: several times the error of one operation, 1.1E-16
_GESER_KALI: Final = "2E-15"
_GESER_SATU: Final = "1E-15"


def _banyak(langkah: str, mode: Mode, geser: str = "") -> str:
    """A number of steps, rounded to a whole one. `geser` is in the direction in which the middle goes."""
    if geser:
        langkah = f"{langkah}*(1{'-' if mode is Mode.ATAS else '+'}{geser})"
    return f"ROUND({langkah}{_TAMBAH[mode]},0)"


def rumus_hsp(nilai: str, s: Pengaturan) -> str:
    """F of an analysis from D + E."""
    if s.bulat_hsp.mode is Mode.TANPA:
        return nilai
    return _banyak(f"({nilai})/langkah_hsp", s.bulat_hsp.mode, _GESER_HSP) + "*langkah_hsp"


def rumus_jumlah(volume: str, hsp: str, s: Pengaturan) -> str:
    """Volume × price of a row of the RAB."""
    mode = s.bulat_jumlah.mode
    if mode is Mode.TANPA:
        return f"{volume}*{hsp}"
    if s.bulat_hsp.mode is Mode.TANPA:  # prices of any digits: there is no step to round the whole part to
        return _banyak(f"{volume}*{hsp}/langkah_jumlah", mode, _GESER_KALI) + "*langkah_jumlah"
    utuh = f"ROUND(TRUNC({volume})*{hsp}/langkah_jumlah,desimal_jumlah)"
    sisa = f"ROUND(ROUND(MOD({volume},1),6)*{hsp}/langkah_jumlah,6)"
    if mode is Mode.ATAS:  # what is whole may not be lifted, so its size may not hide how whole it is
        pecahan = f"(ROUND({utuh}-INT({utuh}),desimal_jumlah)+{sisa})"
        return f"(INT({utuh})+{_banyak(pecahan, mode, _GESER_SATU)})*langkah_jumlah"
    return _banyak(f"{utuh}+{sisa}", mode) + "*langkah_jumlah"


def rumus_total(total: str, s: Pengaturan) -> str:
    """The rounded total."""
    if s.bulat_total.mode is Mode.TANPA:
        return total
    tepat = total if s.bulat_jumlah.mode is Mode.TANPA else f"ROUND({total},2)"
    return _banyak(f"{tepat}/langkah_total", s.bulat_total.mode, _GESER_SATU) + "*langkah_total"


# The decimals that a multiple of langkah_hsp has when it is counted in langkah_jumlah: 0 when every price is a whole
# number of them, 9 when they never end (a step of 3).
_N: Final = "MAX(1,ROUNDUP(LOG10(langkah_jumlah/langkah_hsp),0)+1)"
_BANDING: Final = "langkah_hsp/langkah_jumlah"
RUMUS_DESIMAL: Final = (
    f"=IF(ABS({_BANDING}-ROUND({_BANDING},0))<0.000000001,0,"
    f"IF(ABS({_BANDING}*10^{_N}-ROUND({_BANDING}*10^{_N},0))<0.000000001,{_N},9))"
)


def desimal_jumlah(hsp: Pembulatan, jumlah: Pembulatan) -> int:
    """What RUMUS_DESIMAL gives."""
    banding = Fraction(hsp.langkah) / Fraction(jumlah.langkah)
    if banding.denominator == 1:
        return 0
    n = 1
    while Fraction(10) ** (n - 1) * banding < 1:
        n += 1
    return n if (banding * Fraction(10) ** n).denominator == 1 else 9


# PPN of the whole millions of JUMLAH, which is a whole number of rupiah in almost every case, and of the rest.
PPN_JUTAAN: Final = "=INT(rab_jumlah/1000000)*10000*ppn_persen*dpp_pembilang/dpp_penyebut"
PPN_SISA: Final = (
    "=ROUND(rab_jumlah-INT(rab_jumlah/1000000)*1000000,{desimal})*ppn_persen/100*dpp_pembilang/dpp_penyebut"
)
PPN: Final = "=INT(ppn_jutaan)+ROUND((ROUND(ppn_jutaan-INT(ppn_jutaan),6)+ppn_sisa)*100+0.0000001,0)/100"


def bagian_ppn(jumlah: Decimal, s: Pengaturan) -> tuple[Fraction, Fraction]:
    """What PPN_JUTAAN and PPN_SISA give."""
    juta = Decimal(int(jumlah // 1_000_000) * 1_000_000)
    return s.ppn.hitung(juta), s.ppn.hitung(jumlah - juta)
