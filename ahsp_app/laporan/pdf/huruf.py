"""The typeface of a PDF: widths, which characters it has, the subset that is embedded."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFontFile

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.laporan.pdf.berkas import Berkas

FOLDER: Final = Path(__file__).resolve().parent.parent / "huruf"
NORMAL: Final = "LiberationSans-Regular.ttf"
TEBAL: Final = "LiberationSans-Bold.ttf"

# What the typeface lacks and the field writes.
GANTI: Final = {
    "∅": "Ø",
    "⌀": "Ø",
    "㎡": "m²",
    "㎥": "m³",
    "\u2010": "-",
    "\u2011": "-",
    "✓": "√",
    "✔": "√",
    "☑": "√",
    "✗": "×",
    "✘": "×",
    "\n": "\n",
}
ASING: Final = "□"


class Rapi(dict[int, str | int | None]):
    """For str.translate: each character as the typeface can print it, found out once."""

    def __init__(self, punya: dict[int, int]) -> None:
        self._punya = punya

    def __missing__(self, kode: int) -> str | int | None:
        self[kode] = hasil = self._cari(chr(kode))
        return hasil

    def _cari(self, huruf: str) -> str | int | None:
        if huruf in GANTI:
            return GANTI[huruf]
        jenis = unicodedata.category(huruf)
        if jenis in {"Cc", "Cf"}:  # control characters, soft hyphens, joiners
            return " " if huruf.isspace() else None
        if ord(huruf) in self._punya:
            return ord(huruf)
        if jenis.startswith("M"):
            return None
        urai = "".join(h for h in unicodedata.normalize("NFKD", huruf) if ord(h) in self._punya)
        return urai or (" " if huruf.isspace() else ASING)


class Huruf:
    """One face (normal or bold) in one document. Characters get their glyph numbers as they are first used."""

    def __init__(self, nama: str, berkas: Path) -> None:
        self.nama = nama  # its name in page resources
        try:
            self._muka: Any = TTFontFile(str(berkas), validate=1)
            punya: dict[int, int] = self._muka.charToGlyph
            lebar: dict[int, float] = self._muka.charWidths
        except Exception as salah:
            pola = N_("Berkas huruf %(nama)s tidak ada atau rusak, sehingga PDF tidak dapat dibuat. Hubungi admin.")
            raise Galat("huruf", pola, nama=berkas.name) from salah
        self._punya = punya
        self._lebar = {chr(k): lebar[k] for k in punya if k in lebar}
        self.rapi = Rapi(punya)
        self._dipakai: dict[int, str] = {}  # glyph of the file -> the character that brought it, in order of use
        self._nomor: dict[int, int] = {}  # character -> number in the subset

    def lebar(self, teks: str) -> float:
        """Width in thousandths of the size; the text is already rapi."""
        return sum(map(self._lebar.__getitem__, teks))

    def kode(self, teks: str) -> str:
        """The text as a PDF string literal, two bytes a character, as latin-1."""
        nomor = self._nomor
        for h in set(teks):
            if ord(h) not in nomor:
                nomor[ord(h)] = self._pakai(h)
        isi = teks.translate(nomor).encode("utf-16-be").decode("latin-1")
        return "(" + isi.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\r", "\\r") + ")"

    def _pakai(self, huruf: str) -> int:
        glif = self._punya[ord(huruf)]
        if glif not in self._dipakai:
            self._dipakai[glif] = huruf
        return list(self._dipakai).index(glif) + 1

    def tulis(self, berkas: Berkas, nomor: int) -> None:
        """Write the font as object `nomor`, with the characters that were used."""
        huruf = list(self._dipakai.values()) or [" "]
        isi: bytes = self._muka.makeSubset([ord(h) for h in huruf])
        tanda = hashlib.sha256("".join(huruf).encode()).digest()
        nama = "".join(chr(65 + b % 26) for b in tanda[:6]) + "+" + self._muka.name.decode("ascii")
        m = self._muka
        program = berkas.aliran(isi, f"/Length1 {len(isi)}")
        kotak = " ".join(f"{x:.0f}" for x in m.bbox)
        uraian = berkas.objek(
            f"<</Type/FontDescriptor/FontName/{nama}/Flags 4/FontBBox[{kotak}]/ItalicAngle 0/Ascent {m.ascent:.0f}"
            f"/Descent {m.descent:.0f}/CapHeight {m.capHeight:.0f}/StemV {m.stemV}/FontFile2 {program} 0 R>>"
        )
        lebar = " ".join(f"{self._lebar[h]:.2f}" for h in huruf)
        turunan = berkas.objek(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{nama}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {uraian} 0 R/DW 0/W[1[{lebar}]]/CIDToGIDMap/Identity>>"
        )
        peta = berkas.aliran("\n".join(_cmap(huruf)).encode("ascii"))
        berkas.objek(
            f"<</Type/Font/Subtype/Type0/BaseFont/{nama}/Encoding/Identity-H/DescendantFonts[{turunan} 0 R]"
            f"/ToUnicode {peta} 0 R>>",
            nomor,
        )


def _cmap(huruf: list[str]) -> Iterator[str]:
    """The table by which text is found and copied."""
    yield "/CIDInit/ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def"
    yield "/CMapName/Adobe-Identity-UCS def/CMapType 2 def"
    yield "1 begincodespacerange <0000><FFFF> endcodespacerange"
    for awal in range(0, len(huruf), 100):
        potong = huruf[awal : awal + 100]
        yield f"{len(potong)} beginbfchar"
        for n, h in enumerate(potong, awal + 1):
            yield f"<{n:04X}><{h.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
    yield "endcmap CMapName currentdict/CMap defineresource pop end end"
