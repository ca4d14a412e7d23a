"""A raw cell as a number. What a lone separator before three digits means is decided by the role of the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final

from ahsp_app.importers.katalog.bentuk import Sel


class Peran(StrEnum):
    """What a column of numbers holds; `26.406` is 26,406 kg in the one and 26 406 rupiah in the other."""

    KOEFISIEN = "koefisien"
    HARGA = "harga"
    # Columns whose other cells leave no doubt: a dot is decimal everywhere, or groups thousands everywhere.
    KOEFISIEN_TITIK = "koefisien_titik"
    HARGA_TITIK = "harga_titik"
    HARGA_KOMA = "harga_koma"


@dataclass(frozen=True, slots=True)
class AngkaMentah:
    """`nilai` is None for an empty cell and for one that is no number; then `galat` says why.

    `ambigu`: the separator could have been meant the other way. `tanda`: a dash that stands for nothing.
    """

    nilai: Decimal | None
    ambigu: bool = False
    galat: str = ""
    tanda: bool = False


KOSONG: Final = AngkaMentah(None)
BUKAN_ANGKA: Final = AngkaMentah(None, galat="bukan_angka")
GALAT_SEL: Final = AngkaMentah(None, galat="galat_sel")
TERLALU_BESAR: Final = AngkaMentah(None, galat="terlalu_besar")

SKALA: Final = 10
_MAKS_DIGIT: Final = 20
_MAKS_TEKS: Final = 60
_KUANTUM: Final = Decimal(1).scaleb(-SKALA)
_HITUNG: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_BATAS: Final = Decimal(10) ** 15

_SPASI: Final = re.compile(r"[\s\u00a0\u2007\u2009\u200b\u202f\u2060\ufeff]+")
_SEDERHANA: Final = re.compile(r"[0-9]{1,9}(?:\.(?:[0-9]{1,2}|[0-9]{4,10}))?")
_KURUNG: Final = re.compile(r"\((.+)\)")
_AWALAN: Final = re.compile(r"^(?:rp\.?|idr)", re.IGNORECASE)
_ILMIAH: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_TUNGGAL: Final = re.compile(r"([0-9]*)(?:([.,])([0-9]+))?[.,]?")
_BERGRUP: Final = re.compile(r"([0-9]{1,3}(?P<g>[.,])[0-9]{3}(?:(?P=g)[0-9]{3})*)(?:(?P<d>[.,])([0-9]+))?")
_KOSONG: Final = frozenset({"", "nan", "none", "null", "inf", "-inf", "infinity", "<na>", "nat"})
_STRIP: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_MINUS: Final = dict.fromkeys(map(ord, _STRIP), "-")

GALAT_LEMBAR: Final = frozenset(
    {"#ref!", "#value!", "#name?", "#n/a", "#div/0!", "#null!", "#num!", "#getting_data", "#spill!", "#calc!"}
)
"""Error values of a sheet, in lower case."""


_BUKTI_TITIK: Final = re.compile(
    r"-?(?:0?\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+)"
)
_KOMA_TIGA: Final = re.compile(r"-?[0-9]{1,3},[0-9]{3}")  # could be either
_BUKTI_KOMA: Final = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})")


def peran_kolom(sel: Iterable[Sel], peran: Peran) -> Peran:
    """The role of a column, sharpened by how its texts are written: `0.6` somewhere and no `0,6` settles the dot."""
    titik = koma = False
    for satu in sel:
        if not isinstance(satu, str) or not satu or (titik and koma):
            continue
        polos = _AWALAN.sub("", _SPASI.sub("", satu))
        if not titik and _BUKTI_TITIK.fullmatch(polos):
            titik = True
        elif not koma and _BUKTI_KOMA.fullmatch(polos) and not _KOMA_TIGA.fullmatch(polos):
            koma = True
    if titik == koma:
        return peran
    if peran is Peran.KOEFISIEN:
        return Peran.KOEFISIEN_TITIK if titik else peran
    return Peran.HARGA_TITIK if titik else Peran.HARGA_KOMA


def adalah_galat(sel: Sel) -> bool:
    """Is the cell an error value of a workbook (#REF!, #N/A, Err:502)?"""
    if not isinstance(sel, str) or len(sel) > 14:
        return False
    kecil = sel.strip().casefold()
    return kecil in GALAT_LEMBAR or bool(re.fullmatch(r"err:[0-9]{3}", kecil))


def baca_mentah(sel: Sel, peran: Peran) -> AngkaMentah:
    """Read a raw cell as a number of a column with this role; at most 10 decimals, half up."""
    if sel is None or sel == "":
        return KOSONG
    if isinstance(sel, bool):
        return BUKAN_ANGKA
    if isinstance(sel, int):
        return _jadi(Decimal(sel))
    if isinstance(sel, float):
        return _jadi(Decimal(repr(sel)))
    if _SEDERHANA.fullmatch(sel):
        return AngkaMentah(Decimal(sel))
    return _baca_teks(sel, peran)


def _jadi(nilai: Decimal, ambigu: bool = False) -> AngkaMentah:
    if not nilai.is_finite():
        return KOSONG
    if abs(nilai) >= _BATAS:
        return TERLALU_BESAR
    if int(nilai.as_tuple().exponent) < -SKALA:
        nilai = nilai.quantize(_KUANTUM, context=_HITUNG)
    return AngkaMentah(nilai, ambigu)


def _baca_teks(teks: str, peran: Peran) -> AngkaMentah:
    if len(teks) > _MAKS_TEKS + 40:
        return BUKAN_ANGKA
    rapi = _SPASI.sub("", teks).translate(_MINUS).lstrip("'\u2019`")
    if rapi.casefold() in _KOSONG or adalah_galat(rapi):
        return GALAT_SEL if rapi.startswith(("#", "E")) else KOSONG
    negatif, isi, persen = _kupas(rapi)
    if isi in {"", "-", "--"}:
        return AngkaMentah(Decimal(0), tanda=True) if "-" in rapi else BUKAN_ANGKA
    bacaan = _baca_digit(isi, peran) if len(isi) <= _MAKS_TEKS else BUKAN_ANGKA
    if bacaan.nilai is None:
        return bacaan
    nilai = bacaan.nilai.scaleb(-2, context=_HITUNG) if persen else bacaan.nilai
    return _jadi(-nilai if negatif and nilai else nilai, bacaan.ambigu)


def _kupas(teks: str) -> tuple[bool, str, bool]:
    """Is it negative; the digits without currency, `,-`, quotes and per cent; was there a per cent sign."""
    cocok = _KURUNG.fullmatch(teks)
    negatif = bool(cocok)
    isi = cocok[1] if cocok else teks
    if isi.startswith(("-", "+")) and len(isi) > 1:
        negatif = negatif != isi.startswith("-")
        isi = isi[1:]
    isi = _AWALAN.sub("", isi).lstrip("'\u2019`")
    if isi.startswith("-") and len(isi) > 1:
        negatif, isi = not negatif, isi[1:]
    persen = isi.endswith("%")
    if persen:
        isi = isi[:-1]
    if isi.endswith((",-", ".-")):
        isi = isi[:-2]
    return negatif, isi, persen


def _baca_digit(isi: str, peran: Peran) -> AngkaMentah:
    if _ILMIAH.fullmatch(isi):
        nilai = Decimal(isi.replace(",", "."))
        return TERLALU_BESAR if nilai.adjusted() > SKALA * 2 else AngkaMentah(nilai)
    cocok = _TUNGGAL.fullmatch(isi)
    if cocok:
        bulat, pemisah, pecah = cocok[1], cocok[2], cocok[3] or ""
        if not bulat and not pecah:
            return BUKAN_ANGKA
        return _tunggal(bulat, pemisah, pecah, peran)
    cocok = _BERGRUP.fullmatch(isi)
    if not cocok or cocok["g"] == cocok["d"]:
        return BUKAN_ANGKA
    bulat, pecah = cocok[1].replace(cocok["g"], ""), cocok[4] or ""
    if bulat.startswith("0") and len(bulat) > 1 and not pecah:
        return BUKAN_ANGKA  # 0.123.456 is no grouped number
    # In a column of coefficients 1.278.000 is rather 1278.000 that was grouped once more.
    return _desimal(bulat, pecah, ambigu=peran in {Peran.KOEFISIEN, Peran.KOEFISIEN_TITIK} and not pecah)


def _tunggal(bulat: str, pemisah: str | None, pecah: str, peran: Peran) -> AngkaMentah:
    tiga = len(pecah) == 3 and 0 < len(bulat) <= 3 and not bulat.startswith("0")
    if not tiga:
        return _desimal(bulat, pecah)
    if peran is Peran.KOEFISIEN:
        return _desimal(bulat, pecah, ambigu=pemisah == ".")
    if peran is Peran.KOEFISIEN_TITIK:
        return _desimal(bulat, pecah, ambigu=pemisah == ",")
    ribuan = peran is Peran.HARGA or (pemisah == ",") == (peran is Peran.HARGA_TITIK)
    return _desimal(bulat + pecah, "", ambigu=peran is Peran.HARGA) if ribuan else _desimal(bulat, pecah)


def _desimal(bulat: str, pecah: str, ambigu: bool = False) -> AngkaMentah:
    if len(bulat.lstrip("0")) + len(pecah.rstrip("0")) > _MAKS_DIGIT:
        return TERLALU_BESAR
    return AngkaMentah(Decimal(f"{bulat or 0}.{pecah}" if pecah else bulat), ambigu)


def lain_dibaca(teks: str) -> Decimal | None:
    """The other reading of an ambiguous number: `26.406` -> 26406, `1.278.000` -> 1278."""
    polos = _SPASI.sub("", teks).lstrip("'\u2019`")
    if re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", polos):
        return Decimal(re.sub(r"[.,]", "", polos))
    cocok = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{3})+)[.,]([0-9]{3})", polos)
    return Decimal(re.sub(r"[.,]", "", cocok[1]) + "." + cocok[2]) if cocok else None
