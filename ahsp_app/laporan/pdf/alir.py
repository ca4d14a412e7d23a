"""Filling pages with pieces: what stays together, and where a page ends."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from itertools import pairwise
from typing import Final, Protocol

from ahsp_app.laporan.pdf.halaman import Bidang, Kanvas

EKOR: Final = 0.3  # of a page: so much of long notes stays with the signatures


class Lem(IntEnum):
    """How firmly a piece holds on to its neighbour; when a run does not fit on a page the weakest bond gives way."""

    LEPAS = 0
    UTUH = 1  # rows of a table that is kept whole
    TANDA = 2  # what closes a document (sum in words, notes, signatures) to what it closes
    KERAS = 3  # a heading to what follows, a sum to what it adds up


class Kepala(Protocol):
    """The table a piece is a row of: its head is drawn anew on every page."""

    utuh: bool

    @property
    def tinggi_kepala(self) -> float:
        """Height of the head."""

    def mulai(self, kanvas: Kanvas, y: float) -> None:
        """Draw the head."""

    def tutup(self, kanvas: Kanvas) -> None:
        """Draw the grid of the rows on this page."""


class Potong(Protocol):
    """A piece of a document that is not cut by the end of a page."""

    tinggi: float
    jarak: float  # space above it, unless it is the first on its page
    depan: Lem
    belakang: Lem
    tabel: Kepala | None

    def gambar(self, kanvas: Kanvas, y: float) -> None:
        """Draw it with its upper edge at y."""

    def belah(self, tinggi: float) -> tuple[Potong, Potong] | None:
        """Only for a piece that is taller than a page: what fits in this height, and the rest."""


class Lukis:
    """A piece drawn by a function."""

    __slots__ = ("_gambar", "belakang", "depan", "jarak", "tabel", "tinggi")

    def __init__(
        self,
        tinggi: float,
        gambar: Callable[[Kanvas, float], None],
        jarak: float = 0,
        depan: Lem = Lem.LEPAS,
        belakang: Lem = Lem.LEPAS,
    ) -> None:
        self.tinggi, self._gambar, self.jarak, self.depan, self.belakang = tinggi, gambar, jarak, depan, belakang
        self.tabel: Kepala | None = None

    def gambar(self, kanvas: Kanvas, y: float) -> None:
        """Draw it."""
        self._gambar(kanvas, y)

    def belah(self, tinggi: float) -> None:
        """Has no lines to be divided between."""


def lem(a: Potong, b: Potong) -> Lem:
    """What holds b to a, the piece before it."""
    utuh = a.tabel is not None and a.tabel is b.tabel and a.tabel.utuh
    return max(a.belakang, b.depan, Lem.UTUH if utuh else Lem.LEPAS)


class Alir:
    """Takes pieces one by one; a run of pieces that hold together is placed when the next one does not."""

    def __init__(self, bidang: Bidang, kanvas: Callable[[], Kanvas], selesai: Callable[[Kanvas], None]) -> None:
        self._bidang, self._baru, self._selesai = bidang, kanvas, selesai
        self._penuh = bidang.bawah - bidang.atas
        self.kanvas = kanvas()
        self.y = bidang.atas
        self._tabel: Kepala | None = None
        self._tunda: list[Potong] = []
        self._tinggi_tunda = 0.0

    def tambah(self, p: Potong) -> None:
        """The next piece."""
        if self._tunda and lem(self._tunda[-1], p) is Lem.LEPAS:
            self.habiskan()
        self._tunda.append(p)
        self._tinggi_tunda += p.jarak + p.tinggi
        if self._tinggi_tunda > self._penuh and len(self._tunda) > 1:
            *depan, ekor = self._urai(self._tunda)
            for deret in depan:
                self._tempatkan(deret)
            self._tunda, self._tinggi_tunda = ekor, sum(q.jarak + q.tinggi for q in ekor)

    def habiskan(self) -> None:
        """Place what was held back."""
        if self._tunda:
            self._tempatkan(self._tunda)
        self._tunda, self._tinggi_tunda = [], 0.0

    def ganti_halaman(self) -> None:
        """What comes next starts on a new page."""
        self.habiskan()
        if self.y > self._bidang.atas:
            self._halaman_baru()

    def tutup(self) -> None:
        """The document ends here."""
        self.habiskan()
        self._tutup_tabel()
        self._selesai(self.kanvas)

    def _urai(self, deret: list[Potong]) -> list[list[Potong]]:
        """A run that is too tall, divided where it holds together least."""
        ikatan = [lem(a, b) for a, b in pairwise(deret)]
        lemah = min(ikatan)
        if lemah is Lem.UTUH:  # does not fit on one page: from here on an ordinary table
            for p in deret:
                if p.tabel is not None:
                    p.tabel.utuh = False
        hasil = [[deret[0]]]
        for p, ikat in zip(deret[1:], ikatan, strict=True):
            if ikat is lemah:
                hasil.append([p])
            else:
                hasil[-1].append(p)
        return self._gabung_ekor(hasil) if lemah is Lem.TANDA else hasil

    def _gabung_ekor(self, bagian: list[list[Potong]]) -> list[list[Potong]]:
        """The parts of a closing that is too tall; the last ones stay together: signatures do not stand alone."""
        *depan, ekor = bagian
        while depan:
            calon = depan[-1] + ekor
            batas = self._penuh * (1 if len(ekor) == 1 else EKOR)
            if self._tinggi(calon, None, True) > batas:
                break
            ekor = calon
            depan.pop()
        return [*depan, ekor]

    def _tinggi(self, deret: list[Potong], tabel: Kepala | None, awal: bool) -> float:
        tinggi = 0.0
        for n, p in enumerate(deret):
            if p.tabel is not tabel:
                tabel = p.tabel
                tinggi += tabel.tinggi_kepala if tabel else 0
            tinggi += p.tinggi + (0 if awal and n == 0 else p.jarak)
        return tinggi

    def _tempatkan(self, deret: list[Potong]) -> None:
        awal = self.y <= self._bidang.atas
        if self._tinggi(deret, self._tabel, awal) <= self._bidang.bawah - self.y + 0.01:
            for p in deret:
                self._letak(p)
        elif self._tinggi(deret, None, True) <= self._penuh + 0.01:
            self._halaman_baru()
            for p in deret:
                self._letak(p)
        elif len(deret) > 1:
            for bagian in self._urai(deret):
                self._tempatkan(bagian)
        else:
            self._letak_panjang(deret[0])

    def _letak(self, p: Potong) -> None:
        if self.y > self._bidang.atas:
            self.y += p.jarak
        if p.tabel is not self._tabel:
            self._tutup_tabel()
            self._tabel = p.tabel
            if p.tabel is not None:
                p.tabel.mulai(self.kanvas, self.y)
                self.y += p.tabel.tinggi_kepala
        p.gambar(self.kanvas, self.y)
        self.y += p.tinggi

    def _letak_panjang(self, p: Potong) -> None:
        """A piece that is taller than a page, in as many parts as it takes."""
        while True:
            kepala = p.tabel.tinggi_kepala if p.tabel is not None and p.tabel is not self._tabel else 0
            sisa = self._bidang.bawah - self.y - p.jarak - kepala
            if p.tinggi <= sisa:
                break
            dua = p.belah(sisa)
            if dua is not None:
                self._letak(dua[0])
                p = dua[1]
            elif self.y <= self._bidang.atas:
                break
            self._halaman_baru()
        self._letak(p)

    def _tutup_tabel(self) -> None:
        if self._tabel is not None:
            self._tabel.tutup(self.kanvas)
            self._tabel = None

    def _halaman_baru(self) -> None:
        self._tutup_tabel()
        self._selesai(self.kanvas)
        self.kanvas = self._baru()
        self.y = self._bidang.atas
