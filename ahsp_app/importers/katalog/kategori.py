"""The category of a component: from what its column or group says, or guessed from code, unit and name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ahsp_app.calc.teks import kunci_teks

TK: Final = "TK"
BHN: Final = "BHN"
ALT: Final = "ALT"
LAIN: Final = "LAIN"

_TEPAT: Final = {
    "a": TK, "l": TK, "b": BHN, "m": BHN, "c": ALT, "e": ALT, "tk": TK, "bhn": BHN, "mat": BHN, "alt": ALT,
    "lain": LAIN, "lain-lain": LAIN, "lain lain": LAIN, "lainnya": LAIN, "d": LAIN, "ll": LAIN, "other": LAIN,
}  # fmt: skip
# Peralatan before tenaga and bahan: "sewa peralatan", "bahan bakar alat" is rare as a category.
_KANDUNGAN: Final = (
    (ALT, ("alat", "equip", "mesin", "tools")),
    (TK, ("tenaga", "upah", "labor", "labour", "pekerja")),
    (BHN, ("bahan", "material")),
)
_LAIN: Final = re.compile(r"^(?:lain|bundle|analisa|subkon)")

_KODE: Final = (
    (TK, re.compile(r"l\.?[0-9]{1,2}[a-d]?(?:[.-].*)?|tk-[0-9]+")),
    (BHN, re.compile(r"(?:m|b)\.?[0-9]{1,3}.*|b-[0-9]+")),
    (ALT, re.compile(r"(?:e|to)\.?[0-9]{1,3}.*|pr-[0-9]+")),
)
_NAMA_TK: Final = re.compile(
    r"^(?:pekerja|tukang|kepala tukang|mandor|juru|pembantu|operator|supir|sopir|kenek|mekanik|tenaga|narasumber)\b"
)
_NAMA_ALT: Final = re.compile(
    r"\b(?:alat|mesin|excavator|bulldozer|dump ?truck|truck|truk|crane|molen|concrete mixer|vibrator|genset|generator|"
    r"compressor|kompresor|pompa|roller|stamper|scaffolding|theodolit|waterpass|sewa)\b"
)


@lru_cache(maxsize=2_000)
def baca_kategori(teks: str) -> str | None:
    """The category that a text names, or None."""
    kunci = kunci_teks(teks).strip(" .:-")
    if not kunci:
        return None
    if kunci in _TEPAT:
        return _TEPAT[kunci]
    for kategori, kata in _KANDUNGAN:
        if any(k in kunci for k in kata):
            return kategori
    return LAIN if _LAIN.match(kunci) else (BHN if kunci.startswith("mat") else None)


def usul_kategori(kode: str | None, uraian: str, satuan: str) -> str | None:
    """A guess for a component whose category is missing or unknown: by unit, code and name; None without a hint."""
    if satuan in {"OH", "OJ", "OB"}:
        return TK
    kunci = kunci_teks(uraian)
    if _NAMA_TK.match(kunci):
        return TK
    kunci_kode = kunci_teks(kode or "")
    for kategori, pola in _KODE:
        if kunci_kode and pola.fullmatch(kunci_kode):
            return kategori
    if _NAMA_ALT.search(kunci) or satuan in {"jam", "hari", "unit hari", "buah hari"}:
        return ALT
    return BHN if satuan in {"m3", "kg", "m2", "m", "liter", "buah", "lembar", "batang", "zak", "tube", "ton"} else None
