"""Pieces of WordprocessingML as text: runs, paragraphs, measures."""

from __future__ import annotations

import re
from typing import Final

from ahsp_app.laporan.bantu import bersih

TWIP: Final = 1440 / 25.4  # in a mm
IKUT: Final = "<w:keepNext/>"
EMU: Final = 36_000  # in a mm
_KHUSUS: Final = re.compile('[&<>\n\t"\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]')


def twip(mm: float) -> int:
    """A length in Word's unit."""
    return round(mm * TWIP)


def lolos(teks: str) -> str:
    """The text as XML content or attribute."""
    if not _KHUSUS.search(teks):
        return teks
    return bersih(teks).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def lari(teks: str, sifat: str = "") -> str:
    """A run with the text; `sifat`: its properties, such as "<w:b/>". Nothing for no text."""
    if not teks:
        return ""
    isi = lolos(teks)
    if "\n" in isi or "\t" in isi:
        isi = isi.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        isi = isi.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    rpr = f"<w:rPr>{sifat}</w:rPr>" if sifat else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{isi}</w:t></w:r>'


def paragraf(gaya: str, isi: str, sifat: str = "") -> str:
    """A paragraph of runs. `sifat`: properties after its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{gaya}"/>{sifat}</w:pPr>{isi}</w:p>'


def kepala_tabel(lebar: list[int], gaya: str = "TableNormal") -> str:
    """The beginning of a table of fixed column widths, in twips."""
    grid = "".join(f'<w:gridCol w:w="{n}"/>' for n in lebar)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{gaya}"/><w:tblW w:w="{sum(lebar)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def sel(lebar: int, isi: str, sifat: str = "") -> str:
    """A cell of paragraphs."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{lebar}" w:type="dxa"/>{sifat}</w:tcPr>{isi}</w:tc>'


def bagi(lebar: float, bagian: list[float]) -> list[int]:
    """A width in mm shared out in these proportions, in twips that add up to it."""
    semua, total = twip(lebar), sum(bagian)
    hasil: list[int] = []
    sampai = 0.0
    for satu in bagian:
        sampai += satu
        hasil.append(round(semua * sampai / total) - sum(hasil))
    return hasil
