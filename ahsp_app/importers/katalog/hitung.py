"""Book-keeping of a file: what became of each of its rows, so that none is lost silently."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from ahsp_app.importers.katalog.bentuk import MasalahBaris


class Nasib(StrEnum):
    """What a row was taken for; every row of a file is counted under exactly one."""

    KOMPONEN = "komponen"
    ANALISA = "analisa"  # names an analysis and nothing else
    HARGA = "harga"
    KEPALA = "kepala"  # header, and everything above the first one
    JUDUL = "judul"  # heading of a group
    JUMLAH = "jumlah"  # a printed sum, read for checking only
    CATATAN = "catatan"  # a note beside or below the tables
    KOSONG = "kosong"
    TERSEMBUNYI = "tersembunyi"
    TAK_TERBACA = "tak_terbaca"  # refused; a problem of the file says why
    LEMBAR_LAIN = "lembar_lain"  # on a sheet that is not read


@dataclass(slots=True)
class Hitungan:
    """Figures of a file. `nasib` sums up to `baris`; the rest is known when everything was judged.

    `digabung`: rows that continue an analysis named on an earlier row. `ganda`: rows that are not written because
    the same stands above. `analisa_ganda`: whole analyses of that kind. `tanpa_grup`: analyses whose group nothing in
    the file says.
    """

    baris: int = 0
    nasib: Counter[str] = field(default_factory=Counter)
    per_lembar: dict[str, Counter[str]] = field(default_factory=dict)
    analisa: int = 0
    komponen: int = 0
    harga: int = 0
    digabung: int = 0
    ganda: int = 0
    analisa_ganda: int = 0
    tanpa_grup: int = 0


class Buku:
    """Notes what becomes of the rows of one sheet, and problems that belong to no analysis."""

    def __init__(self, lembar: str, hitung: Hitungan, masalah: list[MasalahBaris]) -> None:
        self.lembar = lembar
        self._hitung = hitung
        self._masalah = masalah
        self._lembar = hitung.per_lembar.setdefault(lembar, Counter())

    def catat(self, nasib: Nasib, banyak: int = 1) -> None:
        """So many rows ended like this."""
        if banyak:
            self._hitung.baris += banyak
            self._hitung.nasib[nasib.value] += banyak
            self._lembar[nasib.value] += banyak

    def ganti(self, dari: Nasib, ke: Nasib) -> None:
        """A row turned out to be something else, once the rest was known."""
        self.catat(dari, -1)
        self.catat(ke)

    def gabung(self) -> None:
        """A row continued an analysis."""
        self._hitung.digabung += 1

    def lapor(self, masalah: MasalahBaris) -> None:
        """A problem of the sheet or of a row that belongs to nothing."""
        self._masalah.append(masalah)
