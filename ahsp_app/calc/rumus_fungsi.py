"""Operations and functions of volume formulas: exact fractions, and a bound on how large they may grow."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, Overflow
from fractions import Fraction
from typing import Final

from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import SKALA, bulatkan_skala
from ahsp_app.calc.rumus_token import RumusSalah

MAKS_EKSPONEN: Final = 100
MAKS_BIT: Final = 4096  # of numerator and denominator: about 1 200 digits, far above any volume on the way to one

PI: Final = Fraction(Decimal("3.141592653589793238462643383280"))

# Powers with a broken exponent are computed with 30 digits and kept with SKALA decimals.
_DAYA: Final = Context(prec=30, Emin=-2000, Emax=2000, traps=[InvalidOperation, Overflow])


def terlalu_besar(posisi: int | None) -> RumusSalah:
    return RumusSalah("terlalu_besar", N_("Hasil rumus terlalu besar."), posisi)


def _bagi_nol(posisi: int) -> RumusSalah:
    return RumusSalah("bagi_nol", N_("Pembagian dengan nol."), posisi)


def _terbatas(nilai: Fraction, posisi: int) -> Fraction:
    if max(nilai.numerator.bit_length(), nilai.denominator.bit_length()) > MAKS_BIT:
        raise terlalu_besar(posisi)
    return nilai


def operasi(tanda: str, kiri: Fraction, kanan: Fraction, posisi: int) -> Fraction:
    """kiri + - * / kanan."""
    if tanda == "+":
        return _terbatas(kiri + kanan, posisi)
    if tanda == "-":
        return _terbatas(kiri - kanan, posisi)
    if tanda == "*":
        return _terbatas(kiri * kanan, posisi)
    if kanan == 0:
        raise _bagi_nol(posisi)
    return _terbatas(kiri / kanan, posisi)


def pangkat(dasar: Fraction, eksponen: Fraction, posisi: int) -> Fraction:
    """dasar ^ eksponen: exact for a whole exponent, SKALA decimals otherwise."""
    if abs(eksponen) > MAKS_EKSPONEN:
        pola = N_("Pangkat terlalu besar. Paling besar %(batas)s.")
        raise RumusSalah("terlalu_besar", pola, posisi, batas=MAKS_EKSPONEN)
    if dasar == 0 and eksponen < 0:
        raise _bagi_nol(posisi)
    if eksponen.denominator == 1:
        return _terbatas(Fraction(dasar**eksponen.numerator), posisi)
    if dasar < 0:
        raise RumusSalah("argumen", N_("Bilangan negatif tidak punya pangkat pecahan."), posisi)
    try:
        nilai = _DAYA.power(_desimal(dasar), _desimal(eksponen))
    except Overflow:
        raise terlalu_besar(posisi) from None
    return _terbatas(Fraction(bulatkan_skala(nilai, SKALA), 10**SKALA), posisi)


def _desimal(nilai: Fraction) -> Decimal:
    return _DAYA.divide(Decimal(nilai.numerator), Decimal(nilai.denominator))


def akar(nilai: Fraction, posisi: int) -> Fraction:
    """Square root: exact where there is one, otherwise SKALA decimals, half up."""
    if nilai < 0:
        raise RumusSalah("argumen", N_("Bilangan negatif tidak punya akar."), posisi)
    atas, bawah = math.isqrt(nilai.numerator), math.isqrt(nilai.denominator)
    if atas * atas == nilai.numerator and bawah * bawah == nilai.denominator:
        return Fraction(atas, bawah)
    dua_kali = math.isqrt(4 * nilai.numerator * 10 ** (2 * SKALA) // nilai.denominator)
    return Fraction((dua_kali + 1) // 2, 10**SKALA)


def _bulat(nilai: Fraction, desimal: Fraction, posisi: int) -> Fraction:
    """Half up (away from zero) to so many decimals; -2 rounds to hundreds."""
    if desimal.denominator != 1 or not -12 <= desimal <= SKALA:
        pola = N_("Jumlah desimal pada bulat() harus bilangan bulat dari -12 sampai %(batas)s.")
        raise RumusSalah("argumen", pola, posisi, batas=SKALA)
    satuan = Fraction(10) ** -desimal.numerator
    return bulatkan_skala(nilai / satuan, 0) * satuan


Hitungan = Callable[[Sequence[Fraction], int], Fraction]


@dataclass(frozen=True, slots=True)
class Fungsi:
    """How many values a function takes (maks None: any number), an example, and what it does."""

    minimum: int
    maks: int | None
    contoh: str
    hitung: Hitungan


_MIN: Final = Fungsi(2, None, "min(1; 2)", lambda a, _: min(a))
_MAKS: Final = Fungsi(2, None, "max(1; 2)", lambda a, _: max(a))
_JUMLAH: Final = Fungsi(1, None, "jumlah(1; 2)", lambda a, p: _terbatas(sum(a, Fraction(0)), p))
_RATA: Final = Fungsi(1, None, "rata(1; 2)", lambda a, p: _terbatas(sum(a, Fraction(0)) / len(a), p))
_ABS: Final = Fungsi(1, 1, "abs(1 - 2)", lambda a, _: abs(a[0]))
_BULAT: Final = Fungsi(1, 2, "bulat(1,25; 1)", lambda a, p: _bulat(a[0], a[1] if len(a) > 1 else Fraction(0), p))
_ATAS: Final = Fungsi(1, 1, "atas(1,2)", lambda a, _: Fraction(math.ceil(a[0])))
_BAWAH: Final = Fungsi(1, 1, "bawah(1,2)", lambda a, _: Fraction(math.floor(a[0])))
_PANGKAT: Final = Fungsi(2, 2, "pangkat(2; 3)", lambda a, p: pangkat(a[0], a[1], p))
_AKAR: Final = Fungsi(1, 1, "akar(2)", lambda a, p: akar(a[0], p))

FUNGSI: Final[dict[str, Fungsi]] = {
    "min": _MIN,
    "max": _MAKS,
    "maks": _MAKS,
    "jumlah": _JUMLAH,
    "sum": _JUMLAH,
    "rata": _RATA,
    "avg": _RATA,
    "abs": _ABS,
    "bulat": _BULAT,
    "round": _BULAT,
    "atas": _ATAS,
    "ceil": _ATAS,
    "bawah": _BAWAH,
    "floor": _BAWAH,
    "pangkat": _PANGKAT,
    "pow": _PANGKAT,
    "akar": _AKAR,
    "sqrt": _AKAR,
}
