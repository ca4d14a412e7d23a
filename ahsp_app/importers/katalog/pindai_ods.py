"""What the content of an ods file holds beyond its values, and how large its sheets really are.

A cell or row may say that it is repeated a million times; whoever reads the values writes them all out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.parsers import expat  # nosec: saring_xml lets no document type and no entity through

from ahsp_app.importers.katalog.angka_mentah import adalah_galat
from ahsp_app.importers.katalog.arsip import rusak
from ahsp_app.importers.katalog.bentuk import FORMULA_KOSONG
from ahsp_app.importers.katalog.pindai_xlsx import (
    MAKS_BARIS,
    MAKS_KOLOM,
    MAKS_SEL,
    CatatanLembar,
    terlalu_banyak_baris,
    terlalu_banyak_kolom,
    terlalu_banyak_sel,
)

_SEL: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_MAKS_CATAT: Final = 100_000


class _Pemindai:
    """Follows tables, rows and cells; only cells with content count."""

    def __init__(self) -> None:
        self.lembar: dict[str, CatatanLembar] = {}
        self.kini = CatatanLembar()
        self.dalam = 0  # a table inside a cell belongs to that cell
        self.baris = self.kolom = self.sel = 0
        self.ulang_baris = self.ulang_kolom = 1
        self.berisi = False
        self.teks: list[str] | None = None
        self.formula = self.bernilai = False
        self.sembunyi = False

    def mulai(self, nama: str, atribut: dict[str, str]) -> None:
        """A tag opens."""
        if nama == "table:table":
            self.dalam += 1
            if self.dalam == 1:
                self.kini = self.lembar.setdefault(atribut.get("table:name", ""), CatatanLembar())
                self.baris = self.kolom = self.sel = 0
        elif self.dalam != 1:
            return
        elif nama == "table:table-row":
            self.kolom = 0
            self.ulang_baris = _banyak(atribut, "table:number-rows-repeated")
            self.sembunyi = atribut.get("table:visibility", "visible") != "visible"
            if self.sembunyi:
                akhir = min(self.baris + self.ulang_baris, MAKS_BARIS)
                self.kini.tersembunyi.update(range(self.baris, akhir))
        elif nama in _SEL:
            self.ulang_kolom = _banyak(atribut, "table:number-columns-repeated")
            self.berisi = "office:value-type" in atribut
            self.formula = "table:formula" in atribut
            self.bernilai = self.berisi
            self.teks = []
        elif nama == "table:table-column":
            awal = self.kolom
            self.kolom += _banyak(atribut, "table:number-columns-repeated")
            if atribut.get("table:visibility", "visible") != "visible":
                self.kini.kolom_tersembunyi.update(range(awal, min(self.kolom, MAKS_KOLOM)))

    def akhir(self, nama: str) -> None:
        """A tag closes."""
        if nama == "table:table":
            self.dalam -= 1
        elif self.dalam != 1:
            return
        elif nama in _SEL:
            self._sel_selesai()
        elif nama == "table:table-row":
            self.baris += self.ulang_baris

    def _sel_selesai(self) -> None:
        teks = "".join(self.teks or ())
        self.teks = None
        if self.berisi or teks or self.formula:
            self.sel += self.ulang_kolom * self.ulang_baris
            if self.kolom + self.ulang_kolom > MAKS_KOLOM:
                raise terlalu_banyak_kolom()
            if self.baris + self.ulang_baris > MAKS_BARIS:
                raise terlalu_banyak_baris()
            if self.sel > MAKS_SEL:
                raise terlalu_banyak_sel()
            self._catat_cacat(teks)
        self.kolom += self.ulang_kolom

    def _catat_cacat(self, teks: str) -> None:
        if len(self.kini.cacat) >= _MAKS_CATAT:
            return
        if adalah_galat(teks):
            self.kini.cacat[self.baris, self.kolom] = teks.strip()
        elif self.formula and not self.bernilai and not teks:
            self.kini.cacat[self.baris, self.kolom] = FORMULA_KOSONG

    def huruf(self, data: str) -> None:
        """Text."""
        if self.teks is not None and len(self.teks) < 100:
            self.teks.append(data)


def _banyak(atribut: dict[str, str], nama: str) -> int:
    teks = atribut.get(nama, "1")
    if not (teks.isascii() and teks.isdigit() and len(teks) < 10):
        raise rusak()
    return max(1, int(teks))


def pindai_ods(keping: Iterable[bytes]) -> dict[str, CatatanLembar]:
    """Per table what is hidden or has no value. Raises Galat when a table is too large or the XML is broken."""
    pemindai = _Pemindai()
    mesin = expat.ParserCreate()
    mesin.buffer_text = True
    mesin.StartElementHandler = pemindai.mulai
    mesin.EndElementHandler = pemindai.akhir
    mesin.CharacterDataHandler = pemindai.huruf
    try:
        for satu in keping:
            mesin.Parse(satu, False)
        mesin.Parse(b"", True)
    except expat.ExpatError:
        raise rusak() from None
    return pemindai.lembar
