"""The unit of work, which is often only in the description: "Pemasangan 1 m2 ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ahsp_app.calc.satuan import SATUAN_BAKU
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.katalog import masalah as m
from ahsp_app.importers.katalog.bentuk import AnalisaBaca
from ahsp_app.importers.katalog.sel import satuan_baku

_BAKU: Final = frozenset(SATUAN_BAKU)
_SATU: Final = re.compile(r"(?:^|\s)(?:1|satu)\s*(m(?: ?[123])?(?:'|²|³)?|[a-z]+[.]?)(?=[\s,;.()]|$)")
_SATU_RAPAT: Final = re.compile(r"^1\s*(m[123])(?=[a-z])")  # 1 m3Perkerasan


def satuan_dari_uraian(uraian: str) -> str:
    """The canonical unit after the "1" of a description, or nothing."""
    return next(_semua_satuan(uraian), "")


def satuan_bertentangan(analisa: AnalisaBaca) -> str:
    """The unit that the description says ("Pemasangan 1 m3 …") while its column says another; or nothing."""
    if analisa.satuan not in _BAKU:
        return ""
    semua = list(_semua_satuan(analisa.uraian))
    return semua[0] if semua and analisa.satuan not in semua else ""


def _semua_satuan(uraian: str) -> Iterator[str]:
    kunci = kunci_teks(uraian)
    for cocok in [*_SATU.finditer(kunci), *_SATU_RAPAT.finditer(kunci)]:
        satuan = satuan_baku(cocok[1].replace(" ", ""))
        if satuan in _BAKU and satuan != "hari":  # "for 1 day" is no quantity
            yield satuan


def lengkapi_satuan(analisa: AnalisaBaca) -> None:
    """Take the unit of work from the description when the sheet has none, and say so."""
    if analisa.satuan:
        return
    satuan = satuan_dari_uraian(analisa.uraian)
    if satuan:
        analisa.satuan = satuan
        analisa.masalah.append(m.satuan_dari_uraian(analisa, satuan))
