"""Volume formulas as spreadsheet formulas, for the workbook that recalculates itself.

Spreadsheets read `-2^2` as 4 and `2^3^2` as 64, so powers and signs stand in brackets here. They compute with binary
floating point numbers: what is rounded to whole numbers is first freed of their noise, at nine decimals.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.rumus import Rumus, _Acuan, _Angka, _Deret, _Negatif, _Panggil, _Pangkat, _Simpul
from ahsp_app.calc.rumus_fungsi import PI

MAKS_PANJANG_EXCEL: Final = 8000
"""Characters; a formula in a cell may have 8,192."""

MAKS_FUNGSI_EXCEL: Final = 60
"""Functions inside each other; spreadsheets allow 64."""

_LANGSUNG: Final[Mapping[str, str]] = {
    "min": "MIN",
    "max": "MAX",
    "maks": "MAX",
    "jumlah": "SUM",
    "sum": "SUM",
    "rata": "AVERAGE",
    "avg": "AVERAGE",
    "abs": "ABS",
    "pangkat": "POWER",
    "pow": "POWER",
    "akar": "SQRT",
    "sqrt": "SQRT",
}


def ke_excel(rumus: Rumus, tempat: Callable[[str], str]) -> str | None:
    """The expression without its `=`; `tempat` gives the name or cell of a parameter ("panjang") or a work ("#p1").

    None when it would be longer or deeper than a spreadsheet takes.
    """
    hasil = _tulis(rumus.pohon, tempat)
    terlalu = len(hasil) > MAKS_PANJANG_EXCEL or _dalam(rumus.pohon) > MAKS_FUNGSI_EXCEL
    return None if terlalu else hasil


def _tulis(simpul: _Simpul, tempat: Callable[[str], str]) -> str:
    match simpul:
        case _Angka(nilai):
            return _angka(nilai)
        case _Acuan(kunci, _):
            return tempat(kunci)
        case _Negatif(isi):
            return f"(-{_atom(isi, tempat)})"
        case _Pangkat(dasar, eksponen, _):
            return f"{_atom(dasar, tempat)}^{_atom(eksponen, tempat)}"
        case _Panggil(fungsi, argumen, _):
            return _panggil(fungsi, argumen, tempat)
    kali = _perkalian(simpul)
    potongan = [_suku(simpul.awal, kali, tempat)]
    for tanda, kanan in simpul.sisa:
        potongan += [tanda.isi, _suku(kanan, kali, tempat)]
    return "".join(potongan)


def _angka(nilai: Fraction) -> str:
    if nilai == PI:
        return "PI()"
    teks = cetak_kanonik(nilai)
    # Beyond its 15 digits a spreadsheet reads zeros; a long number is short this way and means the same.
    return teks if len(teks) <= 17 else f"{Decimal(nilai.numerator) / Decimal(nilai.denominator):.14E}"


def _perkalian(deret: _Deret) -> bool:
    return deret.sisa[0][0].isi in "*/"


def _atom(simpul: _Simpul, tempat: Callable[[str], str]) -> str:
    """In brackets when it is made of several parts."""
    teks = _tulis(simpul, tempat)
    return f"({teks})" if isinstance(simpul, _Deret | _Pangkat) else teks


def _suku(simpul: _Simpul, kali: bool, tempat: Callable[[str], str]) -> str:
    """A part of a sum or a product: only what binds less tightly needs brackets."""
    teks = _tulis(simpul, tempat)
    return f"({teks})" if isinstance(simpul, _Deret) and (kali or not _perkalian(simpul)) else teks


def _panggil(fungsi: str, argumen: tuple[_Simpul, ...], tempat: Callable[[str], str]) -> str:
    isi = [_tulis(a, tempat) for a in argumen]
    if fungsi in _LANGSUNG:
        return f"{_LANGSUNG[fungsi]}({','.join(isi)})"
    if fungsi in ("atas", "ceil"):
        return f"(-INT(-ROUND({isi[0]},9)))"
    if fungsi in ("bawah", "floor"):
        return f"INT(ROUND({isi[0]},9))"
    # bulat: to decimals a spreadsheet rounds what it would show, to whole numbers what it holds
    desimal = isi[1] if len(isi) > 1 else "0"
    if len(argumen) > 1 and not (isinstance(argumen[1], _Negatif) or argumen[1] == _Angka(Fraction(0))):
        return f"ROUND({isi[0]},{desimal})"
    return f"ROUND(ROUND({isi[0]},9),{desimal})"


def _dalam(simpul: _Simpul) -> int:
    """How many functions stand inside each other; rounding may take three for one."""
    match simpul:
        case _Angka() | _Acuan():
            return 0
        case _Negatif(isi):
            return _dalam(isi)
        case _Pangkat(dasar, eksponen, _):
            return max(_dalam(dasar), _dalam(eksponen))
        case _Panggil(fungsi, argumen, _):
            return (1 if fungsi in _LANGSUNG else 2) + max(_dalam(a) for a in argumen)
    return max(_dalam(s) for s in (simpul.awal, *(kanan for _, kanan in simpul.sisa)))
