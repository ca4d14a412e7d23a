"""What a sheet of an xlsx file has beyond its values, found in its raw XML without building anything.

The measure comes before the parser that reads the values: that one makes room for the whole rectangle of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import rusak
from ahsp_app.importers.katalog.bentuk import FORMULA_KOSONG

MAKS_BARIS: Final = 50_000
MAKS_KOLOM: Final = 100
MAKS_SEL: Final = 2_000_000
_MAKS_UTUH: Final = 8 * 1024 * 1024  # no row and no text is longer

_LEBAR: Final = re.compile(rb'<c r="(?:[A-Z]{3}|C[W-Z]|[D-Z][A-Z])[0-9]+"(?:[^>]*[^/])?>')
_TINGGI: Final = re.compile(rb'<c r="[A-Z]+((?:[5-9][0-9]{4}|[1-9][0-9]{5,}))"(?:[^>]*[^/])?>')
_TAK_LAZIM: Final = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,3}[1-9][0-9]{0,6}"))')
_BERAWALAN: Final = re.compile(rb":(?:c|row)[\s/>]")
_BARIS_AKHIR: Final = re.compile(rb'<row r="([0-9]{1,8})"')
_TAG: Final = re.compile(rb"""<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^>]*)>""")
_ATRIBUT: Final = re.compile(rb"""([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ALAMAT: Final = re.compile(rb"\s*([A-Za-z]{0,8})0*([0-9]{0,18})\s*")

_BARIS_SEMBUNYI: Final = re.compile(
    rb"""<row\b(?=[^>]*\shidden\s*=\s*["'](?:1|true)["'])[^>]*?\sr\s*=\s*["']([0-9]+)["']"""
)
_KOLOM_SEMBUNYI: Final = re.compile(rb"""<col\b(?=[^>]*\shidden\s*=\s*["'](?:1|true)["'])([^>]*)>""")
_GALAT: Final = re.compile(
    rb"""<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]*)</v>"""
)
_TANPA_NILAI: Final = re.compile(
    rb"""<c r="([A-Z]+)([0-9]+)"(?![^>]*\bt="str")[^>]*>\s*"""
    rb"""<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)"""
)


@dataclass(slots=True)
class CatatanLembar:
    """Rows and columns from 0. `cacat`: cells with an error value, or with a formula that has none stored."""

    tersembunyi: set[int] = field(default_factory=set)
    kolom_tersembunyi: set[int] = field(default_factory=set)
    cacat: dict[tuple[int, int], str] = field(default_factory=dict)


def terlalu_banyak_baris() -> Galat:
    """More rows than are read."""
    return Galat("terlalu_banyak_baris", N_("Ada lembar dengan lebih dari 50.000 baris. Bagi menjadi beberapa lembar."))


def terlalu_banyak_kolom() -> Galat:
    """More columns than are read."""
    return Galat("terlalu_banyak_kolom", N_("Ada lembar dengan lebih dari 100 kolom. Hapus kolom yang tidak perlu."))


def terlalu_banyak_sel() -> Galat:
    """More cells than are read."""
    return Galat("terlalu_banyak_sel", N_("Ada lembar dengan lebih dari 2.000.000 sel berisi. Bagi menjadi beberapa."))


def ukur_bila_lembar(keping: Iterable[bytes]) -> None:
    """Measure the part if it is a sheet, whatever it is called; read it to its end in any case."""
    ekor = b""
    alir = iter(keping)
    for satu in alir:
        gabung = ekor + satu
        if b"sheetData" in gabung:
            ukur(chain((gabung,), alir))
            return
        ekor = gabung[-16:]


def ukur(keping: Iterable[bytes]) -> None:
    """Raise Galat when cells with a value lie beyond 50,000 rows or 100 columns, or there are too many."""
    sel = 0
    pelacak = _Pelacak()
    for blok in _per_baris(keping):
        sel += blok.count(b"</c>")
        if sel > MAKS_SEL:
            raise terlalu_banyak_sel()
        if pelacak.aktif or not _lazim(blok):
            pelacak.lacak(blok)
            continue
        pelacak.lewati(blok)
        if _LEBAR.search(blok):
            raise terlalu_banyak_kolom()
        if any(int(c[1]) > MAKS_BARIS for c in _TINGGI.finditer(blok)):
            raise terlalu_banyak_baris()


def _lazim(blok: bytes) -> bool:
    """Does every cell say first where it is, as all spreadsheet programs write it?"""
    return _TAK_LAZIM.search(blok) is None and _BERAWALAN.search(blok) is None


class _Pelacak:
    """Follows cells that do not say where they are; slow, and only needed for odd files."""

    def __init__(self) -> None:
        self.aktif = False
        self.baris = 0
        self.kolom = 0

    def lewati(self, blok: bytes) -> None:
        """Ordinary rows went by."""
        akhir = _BARIS_AKHIR.match(blok, blok.rfind(b"<row "))
        self.baris = int(akhir[1]) if akhir else self.baris + blok.count(b"<row")

    def lacak(self, blok: bytes) -> None:
        """Every tag, one by one."""
        self.aktif = True
        for cocok in _TAG.finditer(blok):
            atribut = cocok[2]
            huruf, angka = _alamat(atribut)
            if cocok[1] == b"row":
                self.baris, self.kolom = (int(angka) if angka else self.baris + 1), 0
                continue
            self.kolom = nomor_kolom(huruf) + 1 if huruf else self.kolom + 1
            baris = int(angka) if angka else self.baris
            if atribut.endswith(b"/"):
                continue
            if self.kolom > MAKS_KOLOM:
                raise terlalu_banyak_kolom()
            if baris > MAKS_BARIS:
                raise terlalu_banyak_baris()


def _alamat(atribut: bytes) -> tuple[bytes, bytes]:
    """Column and row that a tag says it is at, each empty when it says none. Raises Galat: it cannot be told."""
    if _ATRIBUT.sub(b"", atribut).strip(b" \t\r\n/"):
        raise rusak()
    nilai = next((a[2] or a[3] or b"" for a in _ATRIBUT.finditer(atribut) if a[1] == b"r"), b"")
    cocok = _ALAMAT.fullmatch(nilai)
    if cocok is None:
        raise rusak()
    return cocok[1], cocok[2]


def nomor_kolom(huruf: bytes) -> int:
    """`A` -> 0, `AA` -> 26."""
    nomor = 0
    for satu in huruf.upper():
        nomor = nomor * 26 + satu - 64
    return nomor - 1


def _per_baris(keping: Iterable[bytes]) -> Iterator[bytes]:
    """The text cut only at the end of rows (or, without rows, before a tag), so that no cell is torn."""
    sisa = b""
    for satu in keping:
        sisa += satu
        if len(sisa) > _MAKS_UTUH:
            raise rusak()
        batas = sisa.rfind(b"row>") + 4
        if batas < 4:
            batas = sisa.rfind(b"<")
        if batas > 0:
            yield sisa[:batas]
            sisa = sisa[batas:]
    if sisa:
        yield sisa


def pindai(keping: Iterable[bytes]) -> CatatanLembar:
    """Hidden rows and columns, error cells, and formulas without a stored value."""
    catatan = CatatanLembar()
    for blok in _per_baris(keping):
        if b"hidden" in blok:
            catatan.tersembunyi.update(int(c[1]) - 1 for c in _BARIS_SEMBUNYI.finditer(blok))
            for cocok in _KOLOM_SEMBUNYI.finditer(blok):
                catatan.kolom_tersembunyi.update(_rentang(cocok[1]))
        if b't="e"' in blok:
            for cocok in _GALAT.finditer(blok):
                catatan.cacat[int(cocok[2]) - 1, nomor_kolom(cocok[1])] = cocok[3].decode("utf-8", "replace")
        if b"<f>" in blok or b"<f " in blok or b"<f/" in blok:
            for cocok in _TANPA_NILAI.finditer(blok):
                catatan.cacat.setdefault((int(cocok[2]) - 1, nomor_kolom(cocok[1])), FORMULA_KOSONG)
    return catatan


def _rentang(atribut: bytes) -> range:
    awal = re.search(rb"""\bmin\s*=\s*["']([0-9]{1,5})""", atribut)
    akhir = re.search(rb"""\bmax\s*=\s*["']([0-9]{1,5})""", atribut)
    return range(int(awal[1]) - 1, min(int(akhir[1]), MAKS_KOLOM)) if awal and akhir else range(0)
