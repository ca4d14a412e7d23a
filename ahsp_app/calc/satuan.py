"""Units: the many spellings found in price books, and the one they stand for.

Only spellings of the same unit are joined; nothing is ever converted.
"""

from typing import Final

from ahsp_app.calc.teks import kunci_teks

# canonical -> other spellings, in the form kunci_teks gives them
_EJAAN: Final[dict[str, tuple[str, ...]]] = {
    "m": ("m1", "m'", "m1'", "m;'", "meter", "mtr"),
    "m2": ("m²", "m^2", "m2'", "n2", "meter persegi"),
    "m3": ("m³", "m^3", "m3'", "meter kubik"),
    "cm": ("sentimeter",),
    "mm": ("milimeter",),
    "km": ("kilometer",),
    "kg": ("lkg", "kilogram"),
    "ton": (),
    "liter": ("l", "lt", "ltr", "litre"),
    "buah": ("bh", "bauh", "buanh"),
    "unit": (),
    "set": ("sey",),
    "titik": ("ttk", "titk", "ttik"),
    "batang": ("btg", "bt"),
    "lembar": ("lbr",),
    "zak": ("sak",),
    "tube": (),
    "roll": ("gulung", "rol"),
    "ls": ("1s", "lot", "loat", "lump sum", "lumpsum", "paket"),
    "OH": ("orang hari", "orang-hari", "orang/hari"),
    "OJ": ("orang jam", "orang-jam", "orang/jam"),
    "OB": ("orang bulan", "orang-bulan", "orang/bulan"),
    "jam": (),
    "hari": ("hr",),
    "minggu": ("mgg",),
    "bulan": ("bln",),
    "ha": ("hektar", "hektare"),
    "pohon": ("phn",),
    "tunggul": ("tgl",),
    "daun": (),
    "trap": (),
    "nos": (),
    "pcs": ("pc",),
    "ikat": (),
    "dus": (),
    "polybag": (),
    "unit hari": ("unit/hari",),
    "buah hari": (),
}

SATUAN_BAKU: Final[tuple[str, ...]] = tuple(_EJAAN)
"""Canonical units, offered as suggestions."""

_PETA: Final = {ejaan.casefold(): baku for baku, semua in _EJAAN.items() for ejaan in (baku, *semua)}


def kunci_satuan(satuan: str) -> str:
    """The canonical unit (`m1`, `m'`, `M’` -> "m"; `Ltr.` -> "liter"), or the tidied text if unknown."""
    kunci = kunci_teks(satuan)
    return _PETA.get(kunci) or _PETA.get(kunci.rstrip(".")) or kunci
