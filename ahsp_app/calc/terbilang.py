"""Amounts in words, as written under a recapitulation."""

from decimal import Decimal
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import bulatkan_skala

MAKS_TERBILANG: Final = 10**15
"""The largest amount with words: "satu kuadriliun rupiah"."""

_SATUAN: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima",
    "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_TINGKAT: Final = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")


def _ratusan(n: int) -> list[str]:
    """Words of 1..999."""
    kata: list[str] = []
    ratus, sisa = divmod(n, 100)
    if ratus:
        kata += ["seratus"] if ratus == 1 else [_SATUAN[ratus], "ratus"]
    puluh, satu = divmod(sisa, 10)
    if sisa == 0:
        return kata
    if sisa < 12:
        return [*kata, _SATUAN[sisa]]
    if puluh == 1:
        return [*kata, _SATUAN[satu], "belas"]
    return [*kata, _SATUAN[puluh], "puluh", *([_SATUAN[satu]] if satu else [])]


def _bulat(n: int) -> str:
    """Words of a whole number below 10^18."""
    kata: list[str] = []
    for tingkat in range(len(_TINGKAT) - 1, -1, -1):
        kelompok = n // 1000**tingkat % 1000
        if kelompok == 1 and tingkat == 1:
            kata.append("seribu")
        elif kelompok:
            kata += [*_ratusan(kelompok), _TINGKAT[tingkat]]
    return " ".join(k for k in kata if k) or _SATUAN[0]


def terbilang(nilai: Decimal) -> str:
    """The amount in lower-case words ending in "rupiah" or, when not whole, in "sen" (half up to the sen).

    0 to 10^15 inclusive; raises Galat `negatif` or `terlalu_besar` outside.
    """
    sen = bulatkan_skala(nilai, 2)
    if sen < 0:
        raise Galat("negatif", N_("Terbilang hanya untuk nilai nol atau lebih."))
    if sen > MAKS_TERBILANG * 100:
        raise Galat("terlalu_besar", N_("Nilai terlalu besar untuk ditulis dengan kata-kata."))
    rupiah, pecahan = divmod(sen, 100)
    kata = f"{_bulat(rupiah)} rupiah"
    return f"{kata} {_bulat(pecahan)} sen" if pecahan else kata
