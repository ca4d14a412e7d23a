"""What several writers need: texts that every format can hold, numbers for programs, how far a text reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.pembulatan import Bilangan
from ahsp_app.laporan.model import Baris, Gaya, Halaman, Jenis, Kolom, Maju

SETIAP: Final = 500  # rows between two words of progress

# What XML cannot say: control characters and halves of surrogate pairs, as files of others bring them.
_TERLARANG: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


# Left, top, right, bottom in mm: bound on the left when upright, on top when it lies.
_TEGAK: Final = (25, 15, 15, 18)
_MENDATAR: Final = (18, 22, 15, 17)


class Ruang(NamedTuple):
    """A page as it lies, in mm."""

    lebar: float
    tinggi: float
    kiri: float
    atas: float
    kanan: float
    bawah: float

    @property
    def isi(self) -> float:
        """Width between the margins."""
        return self.lebar - self.kiri - self.kanan


def ruang(halaman: Halaman) -> Ruang:
    """The size of the page and its margins."""
    kertas = halaman.kertas
    if halaman.mendatar:
        return Ruang(kertas.tinggi, kertas.lebar, *_MENDATAR)
    return Ruang(kertas.lebar, kertas.tinggi, *_TEGAK)


def bersih(teks: str) -> str:
    """The text without characters that XML cannot hold; all ends of line are a line feed."""
    if teks.isascii() and teks.isprintable():
        return teks
    return _TERLARANG.sub("", teks.replace("\r\n", "\n").replace("\r", "\n"))


def angka_kanonik(nilai: Bilangan, kolom: Kolom) -> str:
    """The number for programs, with the digits that print shows: "1250.50"."""
    return cetak_kanonik(nilai, minimum=kolom.desimal[0])


def nomor_kolom(kolom: tuple[Kolom, ...]) -> list[str]:
    """The row under the head: 1, 2, 3 …, or how the column is computed."""
    return [k.rumus or str(n) for n, k in enumerate(kolom, 1)]


def bentang(baris: Baris) -> list[tuple[int, int]]:
    """First column and width of each cell. In every row but ISI a text takes the empty cells to its right."""
    if baris.gaya is Gaya.ISI:
        return [(n, 1) for n in range(len(baris.sel))]
    hasil: list[tuple[int, int]] = []
    menjangkau = False
    for n, nilai in enumerate(baris.sel):
        if nilai is None and menjangkau:
            letak, lebar = hasil[-1]
            hasil[-1] = (letak, lebar + 1)
        else:
            hasil.append((n, 1))
            menjangkau = isinstance(nilai, str) and nilai != ""
    return hasil


def letak_menjorok(baris: Baris, kolom: tuple[Kolom, ...]) -> int | None:
    """The cell that `tingkat` indents: the first text that is not centred."""
    if not baris.tingkat:
        return None
    return next((n for n, k in enumerate(kolom) if k.jenis is Jenis.TEKS and isinstance(baris.sel[n], str)), None)


class Pencacah:
    """Counts rows and tells `maju` now and then, which may raise to stop the writer."""

    def __init__(self, maju: Maju) -> None:
        self._maju = maju
        self.banyak = 0

    def baris(self, baris: Iterable[Baris]) -> Iterator[Baris]:
        """The rows of a table, counted as they pass."""
        for satu in baris:
            yield satu
            self.banyak += 1
            if not self.banyak % SETIAP:
                self._maju(self.banyak)

    def selesai(self) -> None:
        """The last word."""
        self._maju(self.banyak)
