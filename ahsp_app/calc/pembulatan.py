"""Rounding as a policy: a mode and a step, applied with exact integer arithmetic.

Three places in an estimate round (hsp, jumlah, total); everything before them is an exact Fraction.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ahsp_app.calc.galat import N_, Galat

Bilangan = Decimal | Fraction | int

SKALA: Final = 20
"""Decimals kept of a result that is not rounded by policy; columns that store such results hold as many."""

# Sums of stored amounts are exact whatever the caller's decimal context: a lost digit raises.
_EKSAK: Final = Context(prec=200, traps=[Inexact, InvalidOperation, Overflow])


class Mode(StrEnum):
    """How a value moves to a multiple of the step."""

    TANPA = "tanpa"
    SETENGAH_ATAS = "setengah_atas"
    BAWAH = "bawah"
    ATAS = "atas"


def rasio(nilai: Bilangan) -> tuple[int, int]:
    """Numerator and positive denominator in lowest terms, exact."""
    atas, bawah = nilai.as_integer_ratio()
    return atas, bawah


def bulatkan_skala(nilai: Bilangan, desimal: int) -> int:
    """The integer nearest to nilai × 10^desimal; a tie moves away from zero."""
    atas, bawah = rasio(nilai)
    skala: int = (2 * abs(atas) * 10**desimal + bawah) // (2 * bawah)
    return -skala if atas < 0 else skala


def desimal_dari_skala(skala: int, desimal: int) -> Decimal:
    """skala × 10^-desimal as an exact Decimal with exactly that many decimals."""
    return Decimal(f"{skala}E-{desimal}") if desimal else Decimal(skala)


def ke_desimal(nilai: Bilangan) -> Decimal:
    """The value with at most SKALA decimals, half up; exact, without trailing zeros, when it ends earlier."""
    skala, desimal = bulatkan_skala(nilai, SKALA), SKALA
    while desimal and skala % 10 == 0:
        skala, desimal = skala // 10, desimal - 1
    return desimal_dari_skala(skala, desimal)


def jumlahkan(nilai: Iterable[Decimal]) -> Decimal:
    """The exact sum of stored amounts; it keeps the most decimals any of them has."""
    jumlah = Decimal(0)
    for satu in nilai:
        jumlah = _EKSAK.add(jumlah, satu)
    return jumlah


class JumlahTepat:
    """A running exact sum kept over one denominator: one reduction at the end instead of one per row."""

    __slots__ = ("atas", "bawah")

    def __init__(self) -> None:
        self.atas, self.bawah = 0, 1

    def tambah(self, atas: int, bawah: int) -> None:
        """Add atas / bawah."""
        if bawah != self.bawah:
            sama = math.lcm(bawah, self.bawah)
            self.atas *= sama // self.bawah
            atas *= sama // bawah
            self.bawah = sama
        self.atas += atas

    def hasil(self) -> Fraction:
        """The sum so far."""
        return Fraction(self.atas, self.bawah) if self.atas else Fraction(0)


@dataclass(frozen=True, slots=True)
class Pembulatan:
    """A rounding policy. `langkah` is the step (0.01, 100, 1000 …); Mode.TANPA ignores it.

    Raises Galat `langkah` when a rounding mode has a step that is not a positive number.
    """

    mode: Mode
    langkah: Decimal

    def __post_init__(self) -> None:
        if self.mode is not Mode.TANPA and not (self.langkah.is_finite() and self.langkah > 0):
            raise Galat("langkah", N_("Langkah pembulatan harus lebih besar dari nol."))

    def terapkan(self, nilai: Bilangan) -> Decimal:
        """Round a non-negative value to a multiple of the step; half up means a tie goes up.

        Mode.TANPA keeps the value, at the resolution of stored results (SKALA decimals, half up).
        """
        if self.mode is Mode.TANPA:
            return ke_desimal(nilai)
        atas, bawah = rasio(nilai)
        langkah_atas, langkah_bawah = rasio(self.langkah)
        pembilang, penyebut = atas * langkah_bawah, bawah * langkah_atas
        if self.mode is Mode.SETENGAH_ATAS:
            kali = bulatkan_skala(Fraction(pembilang, penyebut), 0)
        elif self.mode is Mode.BAWAH:
            kali = pembilang // penyebut
        else:
            kali = -(-pembilang // penyebut)
        return self._kelipatan(kali)

    def _kelipatan(self, kali: int) -> Decimal:
        """kali × langkah, exact, with the decimals the step is written with and never an exponent."""
        eksponen = int(self.langkah.as_tuple().exponent)
        desimal = max(0, -eksponen)
        return desimal_dari_skala(kali * bulatkan_skala(self.langkah, desimal), desimal)


BAKU_HSP: Final = Pembulatan(Mode.SETENGAH_ATAS, Decimal("0.01"))
BAKU_JUMLAH: Final = Pembulatan(Mode.SETENGAH_ATAS, Decimal("0.01"))
BAKU_TOTAL: Final = Pembulatan(Mode.BAWAH, Decimal(1000))


@dataclass(frozen=True, slots=True)
class Preset:
    """A policy offered by name in the settings of a project."""

    kode: str
    label: str
    pembulatan: Pembulatan


_SEN = Preset("sen", N_("Dua desimal, setengah ke atas"), BAKU_HSP)
_TANPA = Preset("tanpa", N_("Tanpa pembulatan"), Pembulatan(Mode.TANPA, Decimal("0.01")))
_RUPIAH = Preset("rupiah", N_("Rupiah penuh, setengah ke atas"), Pembulatan(Mode.SETENGAH_ATAS, Decimal(1)))
_RUPIAH_BAWAH = Preset("rupiah_bawah", N_("Rupiah penuh ke bawah"), Pembulatan(Mode.BAWAH, Decimal(1)))
_RATUSAN = Preset("ratusan_bawah", N_("Ratusan ke bawah"), Pembulatan(Mode.BAWAH, Decimal(100)))
_RIBUAN = Preset("ribuan_bawah", N_("Ribuan ke bawah"), BAKU_TOTAL)

# What offices use for each of the three roundings; the first one is the default.
PRESET: Final[Mapping[str, tuple[Preset, ...]]] = {
    "hsp": (_SEN, _RUPIAH, _RUPIAH_BAWAH, _RATUSAN, _TANPA),
    "jumlah": (_SEN, _RUPIAH, _RUPIAH_BAWAH, _TANPA),
    "total": (
        _RIBUAN,
        Preset("ribuan", N_("Ribuan terdekat"), Pembulatan(Mode.SETENGAH_ATAS, Decimal(1000))),
        Preset("ribuan_atas", N_("Ribuan ke atas"), Pembulatan(Mode.ATAS, Decimal(1000))),
        Preset("ratusan_ribu_bawah", N_("Ratusan ribu ke bawah"), Pembulatan(Mode.BAWAH, Decimal(100_000))),
        Preset("jutaan_bawah", N_("Jutaan ke bawah"), Pembulatan(Mode.BAWAH, Decimal(1_000_000))),
        _RATUSAN,
        _RUPIAH,
        _TANPA,
    ),
}
