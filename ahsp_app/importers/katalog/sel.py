"""Cells as texts: tidied, with letters that were decoded wrongly on their way put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks, rapikan
from ahsp_app.importers.katalog.angka_mentah import adalah_galat
from ahsp_app.importers.katalog.bentuk import FORMULA_KOSONG, Sel

# UTF-8 that was read as cp1252 shows as one of these and a second strange letter: m(A^)(2) for m2.
_RUSAK: Final = re.compile("[\u00c2\u00c3\u00ce\u00cf][\u0080-\u00bf\u0152-\u2122]|\u00e2[\u0080-\u00bf\u0152-\u2122]")
_PASANGAN: Final = re.compile(
    "[\u00c2\u00c3\u00ce\u00cf][\u0080-\u00bf\u0152-\u2122]|\u00e2[\u0080-\u00bf\u0152-\u2122]{2}"
)


def perbaiki_huruf(teks: str) -> str:
    """`m(A^)(2)` -> `m2` written with its sign; a text without such pairs comes back as it is."""
    if not _RUSAK.search(teks):
        return teks
    return _PASANGAN.sub(_satu_pasang, teks)


class Kumpulan:
    """The texts of a sheet: each kept once, blank ones as None, wrongly decoded letters put right and counted."""

    def __init__(self) -> None:
        self._semua: dict[str, str | None] = {"": None}
        self.diperbaiki = 0

    def ambil(self, teks: str) -> str | None:
        """The text as it is kept."""
        try:
            return self._semua[teks]
        except KeyError:
            hasil = perbaiki_huruf(teks) if not teks.isascii() else teks
            self.diperbaiki += hasil != teks
            self._semua[teks] = kunci = hasil if hasil.strip() else None
            return kunci


def _satu_pasang(cocok: re.Match[str]) -> str:
    try:
        return b"".join(_byte(c) for c in cocok[0]).decode("utf-8")
    except UnicodeError:
        return cocok[0]


def _byte(huruf: str) -> bytes:
    kode = ord(huruf)
    return bytes([kode]) if kode < 0x100 else huruf.encode("cp1252")


@lru_cache(maxsize=30_000)
def _rapi(teks: str) -> str:
    if teks.startswith("'") and len(teks) > 1 and teks[1] != "'":
        teks = teks[1:]  # the mark that makes a spreadsheet keep digits as text
    return rapikan(teks)


def teks_sel(sel: Sel) -> str:
    """The cell as tidy text; an empty text for no value and for error cells."""
    if isinstance(sel, str):
        return "" if sel == "" or cacat(sel) else _rapi(sel)
    if sel is None or isinstance(sel, bool):
        return ""
    if isinstance(sel, float):
        return str(int(sel)) if sel.is_integer() and abs(sel) < 1e15 else repr(sel)
    return str(sel)


def asli_sel(sel: Sel) -> str:
    """The cell as it was found, for showing beside what was made of it."""
    if sel is None:
        return ""
    teks = teks_sel(sel) if not isinstance(sel, str) else sel.strip()
    return teks if len(teks) <= 100 else teks[:99] + "…"


def cacat(sel: Sel) -> bool:
    """An error value, or a formula without value."""
    return isinstance(sel, str) and sel[:1] in {"#", "E"} and (sel == FORMULA_KOSONG or adalah_galat(sel))


def ambil(baris: Sequence[Sel], kolom: int | None) -> Sel:
    """The cell in that column; None beyond the end and without column."""
    return baris[kolom] if kolom is not None and 0 <= kolom < len(baris) else None


def kosong(baris: Sequence[Sel]) -> bool:
    """Is nothing in the row?"""
    return all(s is None or (isinstance(s, str) and not s.strip()) for s in baris)


@lru_cache(maxsize=30_000)
def kunci(teks: str) -> str:
    """kunci_teks, remembered: names of resources come by the thousand."""
    return kunci_teks(teks)


def angka_polos(sel: Sel) -> Decimal | None:
    """The value of a cell that is a number, not a text."""
    return Decimal(repr(sel)) if isinstance(sel, int | float) and not isinstance(sel, bool) else None


@lru_cache(maxsize=5_000)
def satuan_baku(teks: str) -> str:
    """The canonical unit for a tidy text; "-" stands for none."""
    return "" if teks.strip("-–— .") == "" else kunci_satuan(teks)
