"""Dates of old workbooks: numbers that only their format shows to be dates."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

_BAWAAN: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUKAN_HURUF: Final = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_MAKS_HARI: Final = 2_958_465  # 31 December 9999


def bentuk_tanggal(nomor: int, bentuk: str | None) -> bool:
    """Does a cell format show dates or times? By its number, or by its pattern when the file has one of its own."""
    if bentuk is None:
        return nomor in _BAWAAN
    polos = _BUKAN_HURUF.sub("", bentuk).split(";")[0].casefold()
    return any(huruf in polos for huruf in "dmyhs") and "general" not in polos


def tanggal_sel(nilai: float, sejak_1904: bool) -> str | float:
    """The day as text (2026-01-31, with the time when there is one, or the time alone); what no day can be stays."""
    if not 0 <= nilai <= _MAKS_HARI:
        return nilai
    hari, sisa = divmod(nilai, 1)
    detik = min(round(sisa * 86400), 86399)
    jam = str(time(detik // 3600, detik // 60 % 60, detik % 60))
    if not hari and not sejak_1904:
        return jam
    # 29 February 1900 never was, but those workbooks count it.
    awal = date(1904, 1, 1) if sejak_1904 else date(1899, 12, 31 if nilai < 60 else 30)
    tanggal = str(awal + timedelta(days=min(hari, (date.max - awal).days)))
    return f"{tanggal} {jam}" if sisa else tanggal
