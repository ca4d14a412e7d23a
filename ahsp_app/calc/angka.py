"""Numbers as people in Indonesia type and read them (1.234.567,89), and as programs do (1234567.89).

One rule per kind of column decides what a lone dot before exactly three digits means, because `26.406` is
26 406 rupiah in a price list and 26,406 kg in an analysis. Whatever was decided that way is marked `ambigu`,
so that the screen shows it back.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import SKALA, Bilangan, bulatkan_skala


class Konteks(Enum):
    """The kind of column a number is typed into."""

    UANG = "uang"
    VOLUME = "volume"
    KOEFISIEN = "koefisien"
    PERSEN = "persen"
    PARAMETER = "parameter"
    FAKTOR = "faktor"  # base units in one purchase unit: 1.400 kg in a m3


@dataclass(frozen=True, slots=True)
class Batas:
    """What a column holds: digits before and after the comma, the largest value, whether below zero."""

    bulat: int
    desimal: int
    negatif: bool = False
    maksimum: Decimal | None = None


BATAS: Final[dict[Konteks, Batas]] = {
    Konteks.UANG: Batas(15, 8),
    Konteks.VOLUME: Batas(12, 6),
    Konteks.KOEFISIEN: Batas(10, 10),
    Konteks.PERSEN: Batas(4, 4, maksimum=Decimal(1000)),
    Konteks.PARAMETER: Batas(12, 6, negatif=True),
    Konteks.FAKTOR: Batas(10, 10),
}

# Here a lone dot before exactly three digits groups thousands; in the other columns it is the decimal point.
TITIK_RIBUAN: Final = frozenset({Konteks.UANG, Konteks.VOLUME, Konteks.PARAMETER, Konteks.FAKTOR})

_CONTOH: Final = {Konteks.KOEFISIEN: "0,0375", Konteks.PERSEN: "12,5"}

_TUNGGAL: Final = re.compile(r"([0-9]*)(?:([.,])([0-9]+))?")
_BERGRUP: Final = re.compile(
    r"(?P<grup>[1-9][0-9]{0,2}(?P<g>[., _])[0-9]{3}(?:(?P=g)[0-9]{3})*)(?:(?P<d>[.,])(?P<pecah>[0-9]+))?"
)
_KANONIK: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
# Blanks that come along when figures are pasted: tab, no-break, figure, thin, zero width, byte order mark.
_SPASI: Final = re.compile(r"[ \t\u00a0\u2007\u2009\u200b\u202f\u2060\ufeff]+")
# Hyphen (first: it stands inside a character class), minus, and the dash that editors make of a minus.
_MINUS: Final = "-\u2212\u2013"
_TUBUH: Final = r"(?P<isi>[0-9.,][0-9., _]*)"
_KULIT: Final = re.compile(rf"(?P<tanda>[{_MINUS}+]?) ?{_TUBUH}")
_KULIT_PERSEN: Final = re.compile(_KULIT.pattern + " ?%?")
_KULIT_UANG: Final = re.compile(
    rf"(?P<tanda>[{_MINUS}+]?) ?(?:(?:rp\.?|idr) ?)?(?P<lagi>[{_MINUS}+]?) ?{_TUBUH}-?", re.IGNORECASE
)
_MAKS_KANONIK: Final = 60


class AngkaSalah(Galat):
    """A text that is not an acceptable number of its column; `kode` says why."""


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What was read. `ambigu`: a lone dot before three digits could have been meant the other way."""

    nilai: Decimal
    ambigu: bool


@dataclass(frozen=True, slots=True)
class Digit:
    """The digits of an unsigned number before and after the decimal separator."""

    bulat: str
    pecah: str
    ambigu: bool = False


def _kutip(teks: str) -> str:
    rapi = " ".join(teks.split())
    return rapi if len(rapi) <= 40 else rapi[:39] + "…"


def baca_digit(teks: str, titik_ribuan: bool, koma_ribuan: bool = True) -> Digit | None:
    """Read an unsigned id-ID number; None when its separators make no sense.

    With both separators the last one is the decimal separator. Repeated separators, spaces and underscores
    group thousands and must stand before exactly three digits. `titik_ribuan`: a lone dot before three digits
    groups. `koma_ribuan`: commas may group (1,234.56), as in figures copied from elsewhere.
    """
    cocok = _TUNGGAL.fullmatch(teks)
    if cocok:
        bulat, pemisah, pecah = cocok.group(1), cocok.group(2), cocok.group(3) or ""
        if not bulat and not pecah:
            return None
        # 0.250 cannot be a group of thousands, so nobody can misread it
        ambigu = pemisah == "." and len(pecah) == 3 and not bulat.startswith("0") and bulat != ""
        if ambigu and titik_ribuan and len(bulat) <= 3:
            return Digit(bulat + pecah, "", ambigu=True)
        return Digit(bulat, pecah, ambigu)
    cocok = _BERGRUP.fullmatch(teks)
    if not cocok or cocok["g"] == cocok["d"] or (cocok["g"] == "," and not koma_ribuan):
        return None
    return Digit(cocok["grup"].replace(cocok["g"], ""), cocok["pecah"] or "")


def _terlalu_besar(batas: Batas, kutip: str) -> AngkaSalah:
    if batas.maksimum is not None:
        pola = N_("“%(teks)s” terlalu besar. Paling besar %(batas)s.")
        return AngkaSalah("terlalu_besar", pola, teks=kutip, batas=cetak_angka(batas.maksimum))
    pola = N_("“%(teks)s” terlalu besar. Paling banyak %(batas)s angka di depan koma.")
    return AngkaSalah("terlalu_besar", pola, teks=kutip, batas=batas.bulat)


def _periksa(digit: Digit, negatif: bool, batas: Batas, teks: str) -> Decimal:
    """The value, when the column can hold it."""
    bulat, pecah = digit.bulat.lstrip("0"), digit.pecah.rstrip("0")
    kutip = _kutip(teks)
    if negatif and (bulat or pecah) and not batas.negatif:
        raise AngkaSalah("negatif", N_("“%(teks)s” negatif. Isi angka nol atau lebih."), teks=kutip)
    if len(bulat) > batas.bulat:
        raise _terlalu_besar(batas, kutip)
    if len(pecah) > batas.desimal:
        pola = N_("“%(teks)s” terlalu teliti. Paling banyak %(batas)s angka di belakang koma.")
        raise AngkaSalah("terlalu_teliti", pola, teks=kutip, batas=batas.desimal)
    tanda = "-" if negatif and (bulat or pecah) else ""
    nilai = Decimal(f"{tanda}{bulat or 0}.{pecah}" if pecah else f"{tanda}{bulat or 0}")
    if batas.maksimum is not None and nilai > batas.maksimum:
        raise _terlalu_besar(batas, kutip)
    return nilai


def _kupas(teks: str, konteks: Konteks) -> tuple[bool, str] | None:
    """Is there a minus, and the digits without currency and `,-` (money) or per cent sign (percentages)."""
    if konteks is not Konteks.UANG:
        kulit = _KULIT_PERSEN if konteks is Konteks.PERSEN else _KULIT
        cocok = kulit.fullmatch(teks)
        return (cocok["tanda"] in tuple(_MINUS), cocok["isi"].rstrip()) if cocok else None
    cocok = _KULIT_UANG.fullmatch(teks)
    if not cocok or (cocok["tanda"] and cocok["lagi"]):
        return None
    isi = cocok["isi"].rstrip()
    if teks.endswith("-"):  # 1.250,- is how round amounts are written
        if not isi.endswith(","):
            return None
        isi = isi[:-1]
    return (cocok["tanda"] or cocok["lagi"]) in tuple(_MINUS), isi


def baca_angka(teks: str, konteks: Konteks) -> Bacaan:
    """Read what a person typed into a column of this kind.

    Raises AngkaSalah: kosong, bukan_angka, negatif, terlalu_besar, terlalu_teliti.
    """
    rapi = _SPASI.sub(" ", teks).strip()
    if not rapi:
        raise AngkaSalah("kosong", N_("Belum diisi."))
    kupasan = _kupas(rapi, konteks)
    digit = baca_digit(kupasan[1], konteks in TITIK_RIBUAN) if kupasan else None
    if kupasan is None or digit is None:
        contoh = _CONTOH.get(konteks, "1.250,75")
        pola = N_("“%(teks)s” bukan angka. Contoh: %(contoh)s")
        raise AngkaSalah("bukan_angka", pola, teks=_kutip(teks), contoh=contoh)
    return Bacaan(_periksa(digit, kupasan[0], BATAS[konteks], teks), digit.ambigu)


def baca_kanonik(teks: str, konteks: Konteks | None = None) -> Decimal:
    """Read a decimal string of a file or API: optional minus, digits, dot, digits.

    With `konteks` the limits of that column hold too. Raises AngkaSalah.
    """
    cocok = _KANONIK.fullmatch(teks)
    if not cocok:
        if not teks.strip():
            raise AngkaSalah("kosong", N_("Belum diisi."))
        pola = N_("“%(teks)s” bukan angka. Contoh: %(contoh)s")
        raise AngkaSalah("bukan_angka", pola, teks=_kutip(teks), contoh="1250.75")
    batas = Batas(_MAKS_KANONIK, _MAKS_KANONIK, negatif=True) if konteks is None else BATAS[konteks]
    return _periksa(Digit(cocok[2], cocok[3] or ""), cocok[1] == "-", batas, teks)


def _pecah(nilai: Bilangan, desimal: int | None, minimum: int) -> tuple[str, str, str]:
    """Sign, digits before and digits after the separator."""
    if desimal is not None:
        tempat = desimal
    elif isinstance(nilai, Decimal):
        tempat = max(0, -int(nilai.as_tuple().exponent))
    else:
        tempat = SKALA if isinstance(nilai, Fraction) else 0
    skala = bulatkan_skala(nilai, tempat)
    digit = str(abs(skala)).zfill(tempat + 1)
    bulat, pecah = digit[: len(digit) - tempat], digit[len(digit) - tempat :]
    if desimal is None:
        pecah = pecah.rstrip("0").ljust(minimum, "0")
    return ("-" if skala < 0 else ""), bulat, pecah


def cetak_angka(nilai: Bilangan, desimal: int | None = None, minimum: int = 0) -> str:
    """id-ID text: dots group thousands, comma before decimals.

    `desimal`: exactly that many decimals, half up. None: every digit, trailing zeros removed down to
    `minimum` decimals; a Fraction that does not end gets SKALA decimals.
    """
    tanda, bulat, pecah = _pecah(nilai, desimal, minimum)
    grup = f"{int(bulat):,}".replace(",", ".")
    return f"{tanda}{grup},{pecah}" if pecah else f"{tanda}{grup}"


def cetak_isian(nilai: Bilangan, konteks: Konteks, minimum: int = 0) -> str:
    """The text of an input of this kind of column: every digit, and always read back as the same value.

    Coefficients and percentages are not grouped, because there `1.009` would be read as 1,009.
    """
    if konteks in TITIK_RIBUAN:
        return cetak_angka(nilai, minimum=minimum)
    tanda, bulat, pecah = _pecah(nilai, None, minimum)
    return f"{tanda}{bulat},{pecah}" if pecah else f"{tanda}{bulat}"


def cetak_kanonik(nilai: Bilangan, minimum: int = 0) -> str:
    """Plain decimal string for files and APIs: "74.3535".

    Trailing zeros are removed down to `minimum` decimals. A Fraction that does not end gets SKALA decimals,
    half up.
    """
    tanda, bulat, pecah = _pecah(nilai, None, minimum)
    return f"{tanda}{bulat}.{pecah}" if pecah else f"{tanda}{bulat}"
