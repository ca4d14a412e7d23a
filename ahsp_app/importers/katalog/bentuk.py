"""What the readers of catalogue files hand on: sheets, how they were understood, rows, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any, Final

Sel = str | int | float | bool | None
"""A raw cell. Numbers of workbooks are binary floats: they become Decimal through their shortest text only."""


FORMULA_KOSONG: Final = "#FORMULA!"


class Tingkat(IntEnum):
    """How bad a problem is: an error keeps its analysis (or price) from being written, and nothing else."""

    PERINGATAN = 1
    GALAT = 2


class JenisLembar(StrEnum):
    """What a sheet is taken for."""

    DATAR = "datar"  # a table with a header row, one line per component
    CETAK = "cetak"  # the printed layout: blocks of A, B, C, D, E, F
    HARGA = "harga"  # a list of base prices
    LAIN = "lain"  # something else; not read


@dataclass(frozen=True, slots=True)
class Usul:
    """What would mend a problem: put `nilai` (a decimal with a dot, or a text) into `kolom`."""

    kolom: str
    nilai: str
    pasti: bool = True
    """Sure enough to be accepted together with others like it; else one by one."""

    def sebagai_json(self) -> dict[str, Any]:
        """As it is staged."""
        return {"kolom": self.kolom, "nilai": self.nilai} | ({} if self.pasti else {"lemah": True})


@dataclass(frozen=True, slots=True)
class MasalahBaris:
    """One problem of a row; `pola` % `isi` is the Indonesian sentence."""

    tingkat: Tingkat
    kode: str
    pola: str
    isi: Mapping[str, str] = field(default_factory=dict)
    kolom: str = ""
    usul: Usul | None = None
    lembar: str = ""
    baris: int | None = None


@dataclass(frozen=True, slots=True)
class Lembar:
    """A sheet as it was opened: rows from the top, hidden ones by number (0 is the first).

    An error cell is its text (#REF!); a formula whose value was never stored is FORMULA_KOSONG.
    """

    nama: str
    baris: list[list[Sel]]
    tersembunyi: frozenset[int] = frozenset()
    kolom_tersembunyi: frozenset[int] = frozenset()
    lembar_tersembunyi: bool = False
    huruf_diperbaiki: int = 0
    """How many different texts had letters that were decoded wrongly before; they are right here."""


@dataclass(frozen=True, slots=True)
class PemetaanLembar:
    """What a person said a sheet is. It goes for the sheet named `lembar`, or for every one of that `bentuk`.

    `kolom` as in LembarDikenali; empty with jenis LAIN: the sheet is not read.
    """

    jenis: JenisLembar
    kolom: Mapping[str, int]
    bentuk: str = ""
    lembar: str = ""
    baris_kepala: int | None = None


@dataclass(frozen=True, slots=True)
class LembarDikenali:
    """What a sheet was taken for. `kolom` maps our names (kode, uraian, koefisien, …) to column numbers from 0.

    `bentuk` is a fingerprint of the header: columns that a person corrected are remembered under it.
    """

    nama: str
    jenis: JenisLembar
    baris_kepala: int | None
    kolom: Mapping[str, int]
    bentuk: str
    judul_kolom: tuple[str, ...] = ()
    banyak_baris: int = 0
    catatan: tuple[str, ...] = ()


@dataclass(slots=True)
class KomponenBaca:
    """A row of an analysis as read; `koefisien` is None when it could not be read. `_asli` is the raw text."""

    lembar: str
    baris: int
    kategori: str
    uraian: str
    kode: str | None = None
    satuan: str = ""
    satuan_asli: str = ""
    koefisien: Decimal | None = None
    koefisien_asli: str = ""
    harga: Decimal | None = None
    jumlah: Decimal | None = None
    dilewati: bool = False
    """Not to be written (the same row stands above); a problem of the row says so."""
    masalah: list[MasalahBaris] = field(default_factory=list)


@dataclass(slots=True)
class AnalisaBaca:
    """An analysis as read. `cetak` has amounts that the sheet prints: tk, bhn, alt, lain, d, e, f, persen, hsp."""

    lembar: str
    baris: int
    kode: str
    uraian: str
    satuan: str = ""
    satuan_asli: str = ""
    grup: str = ""
    cetak: dict[str, Decimal] = field(default_factory=dict)
    komponen: list[KomponenBaca] = field(default_factory=list)
    dilewati: bool = False
    masalah: list[MasalahBaris] = field(default_factory=list)


@dataclass(slots=True)
class HargaBaca:
    """A base price as read: `harga` per `satuan`, or the three numbers of a market unit."""

    lembar: str
    baris: int
    kategori: str
    uraian: str
    kode: str | None = None
    satuan: str = ""
    satuan_asli: str = ""
    harga: Decimal | None = None
    harga_asli: str = ""
    satuan_beli: str | None = None
    harga_beli: Decimal | None = None
    faktor: Decimal | None = None
    keterangan: str = ""
    pilihan_harga: dict[str, Decimal] = field(default_factory=dict)
    """The other price columns of the row by their header, when there are several."""
    dilewati: bool = False
    masalah: list[MasalahBaris] = field(default_factory=list)
