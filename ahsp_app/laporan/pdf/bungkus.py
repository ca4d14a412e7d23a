"""Breaking text into lines, once for each text and width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from ahsp_app.laporan.pdf.huruf import Huruf

# Long words (file names, formulas, addresses) are broken after one of these where there is one.
_SELA: Final = re.compile(r"(?<=[/\\_\-–.,;:+*×=)&?])")
_SIMPANAN: Final = 20_000


class Garis(NamedTuple):
    """A line of text: as it goes into the page, its width in thousandths of the size, its face."""

    kode: str
    lebar: float
    huruf: str


class Bungkus:
    """Lines of texts in one face; what repeats (units, codes, names of materials) is worked out once."""

    def __init__(self, huruf: Huruf) -> None:
        self.huruf = huruf
        self._ada: dict[tuple[str, int], tuple[Garis, ...]] = {}

    def garis(self, teks: str, lebar: int) -> tuple[Garis, ...]:
        """The lines of a text in so many thousandths of the size."""
        kunci = (teks, lebar)
        ada = self._ada.get(kunci)
        if ada is None:
            if len(self._ada) >= _SIMPANAN:
                self._ada.clear()
            self._ada[kunci] = ada = tuple(self._bungkus(teks, lebar))
        return ada

    def satu(self, teks: str) -> Garis:
        """The whole text on one line."""
        return next(iter(self.garis(teks.replace("\n", " "), 10**9)), self._jadi(""))

    def pas(self, teks: str, lebar: float) -> Garis:
        """One line no wider than this, cut with an ellipsis when it has to be."""
        garis = self.satu(teks)
        while garis.lebar > lebar and len(teks) > 1:
            teks = teks[:-2].rstrip() + "…"
            garis = self.satu(teks)
        return garis

    def _jadi(self, teks: str) -> Garis:
        return Garis(self.huruf.kode(teks), self.huruf.lebar(teks), self.huruf.nama)

    def _bungkus(self, teks: str, lebar: int) -> Iterator[Garis]:
        if not teks.isascii():
            teks = unicodedata.normalize("NFC", teks)
        teks = teks.translate(self.huruf.rapi)
        for alinea in teks.split("\n"):
            rapi = " ".join(k for k in alinea.split(" ") if k)
            if self.huruf.lebar(rapi) <= lebar:
                yield self._jadi(rapi)
            else:
                yield from map(self._jadi, self._alinea(rapi, lebar))

    def _alinea(self, teks: str, lebar: int) -> Iterator[str]:
        ukur, spasi = self.huruf.lebar, self.huruf.lebar(" ")
        kini, panjang = "", 0.0
        for kata in teks.split(" "):
            perlu = ukur(kata)
            if kini and panjang + spasi + perlu <= lebar:
                kini, panjang = f"{kini} {kata}", panjang + spasi + perlu
                continue
            if kini:
                yield kini
            kini, panjang = kata, perlu
            if perlu > lebar:
                *penuh, kini = self._kata(kata, lebar)
                yield from penuh
                panjang = ukur(kini)
        yield kini

    def _kata(self, kata: str, lebar: int) -> Iterator[str]:
        """A word that is longer than a line, in pieces."""
        ukur = self.huruf.lebar
        kini = ""
        for bagian in _SELA.split(kata):
            if ukur(kini + bagian) <= lebar:
                kini += bagian
                continue
            if kini:
                yield kini
            kini = ""
            for h in bagian:
                if kini and ukur(kini + h) > lebar:
                    yield kini
                    kini = ""
                kini += h
        yield kini
