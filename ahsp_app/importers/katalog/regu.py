"""The rows of a gang against each other: a foreman goes with ten craftsmen, an overseer with ten or twenty labourers.

A whole number that fits the fractions beside it has lost no decimal point, however unusual it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca
from ahsp_app.importers.katalog.sel import kunci as kunci_sel

_KEPALA: Final = (Decimal(5), Decimal(20))  # craftsmen to one foreman
_MANDOR: Final = (Decimal(4), Decimal(35))  # labourers to one overseer
_TUKANG: Final = (Decimal("0.2"), Decimal(5))  # labourers to one craftsman


def peran(komponen: KomponenBaca) -> str:
    """What a labour row is in its gang: kepala, mandor, tukang, pekerja, or nothing of these."""
    if komponen.kategori != "TK":
        return ""
    nama = kunci_sel(komponen.uraian)
    return next((p for p in ("kepala", "mandor", "tukang", "pekerja") if p in nama), "")


def sepadan(komponen: KomponenBaca, nilai: Decimal, analisa: AnalisaBaca) -> bool:
    """Does a whole coefficient of craftsmen or labourers fit the fractions of its gang?"""
    sendiri, rekan = peran(komponen), _rekan(komponen, analisa)
    if sendiri == "tukang":
        return _di(nilai, rekan.get("kepala"), _KEPALA)
    tukang = rekan.get("tukang")
    return sendiri == "pekerja" and (
        _di(nilai, rekan.get("mandor"), _MANDOR)
        or (_di(tukang, rekan.get("kepala"), _KEPALA) and _di(nilai, tukang, _TUKANG))
    )


def pilih(komponen: KomponenBaca, calon: Iterable[Decimal], analisa: AnalisaBaca) -> Decimal | None:
    """The coefficient that the fractions of the gang ask for, if they tell: no two of them are a factor 10 apart."""
    sendiri = peran(komponen)
    rekan = {p: n for p, n in _rekan(komponen, analisa).items() if n != n.to_integral_value()}
    for banyak, satu, batas in (("tukang", "kepala", _KEPALA), ("pekerja", "mandor", _MANDOR)):
        for nilai in calon if sendiri in {banyak, satu} else ():
            atas, bawah = (nilai, rekan.get(satu)) if sendiri == banyak else (rekan.get(banyak), nilai)
            if _di(atas, bawah, batas):
                return nilai
    return None


def _rekan(komponen: KomponenBaca, analisa: AnalisaBaca) -> dict[str, Decimal]:
    return {peran(k): k.koefisien for k in analisa.komponen if k is not komponen and k.koefisien}


def _di(banyak: Decimal | None, satu: Decimal | None, batas: tuple[Decimal, Decimal]) -> bool:
    return banyak is not None and satu is not None and satu > 0 and batas[0] <= banyak / satu <= batas[1]
