"""What a document says, before any format: blocks of text, tables and signatures.

A report decides every word and every digit: its numbers are already rounded to the decimals of their column, so all
formats print the same. A writer decides only where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

T = TypeVar("T")
Nilai = str | Decimal | int | None


class Malas(Generic[T]):
    """Something to go through any number of times, made anew each time: a document of 300 pages is never in memory."""

    __slots__ = ("_buat",)

    def __init__(self, buat: Callable[[], Iterator[T]]) -> None:
        self._buat = buat

    def __iter__(self) -> Iterator[T]:
        return self._buat()


class Jenis(StrEnum):
    """What a column holds: text, a short text that is centred (number, unit, code), or numbers."""

    TEKS = "teks"
    PENDEK = "pendek"
    ANGKA = "angka"


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column. `lebar` is its share of the width, in mm on an A4 page.

    `desimal`: the fewest and the most decimals of its numbers. `nol` stands for a zero ("" prints it).
    `rumus` is what the numbering row says instead of the column's number ("6 = 4 × 5").
    """

    kunci: str
    judul: str
    lebar: float
    jenis: Jenis = Jenis.TEKS
    desimal: tuple[int, int] = (2, 2)
    nol: str = ""
    rumus: str = ""


class Gaya(StrEnum):
    """What a row is. A heading stays with the row after it, a sum with the row before it."""

    ISI = "isi"
    JUDUL = "judul"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    CATATAN = "catatan"


class Baris(NamedTuple):
    """A row: one value per column, None where a cell is empty; `tingkat` counts from 0 and indents the text.

    In every row but ISI a text reaches over the empty cells to its right.
    """

    sel: tuple[Nilai, ...]
    gaya: Gaya = Gaya.ISI
    tingkat: int = 0


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table whose head is repeated on every page. `nomori`: a row 1 2 3 … under the head.

    `utuh`: kept on one page when it fits on one. `kunci` names it in JSON.
    """

    kunci: str
    kolom: tuple[Kolom, ...]
    baris: Iterable[Baris]
    nomori: bool = False
    utuh: bool = False


@dataclass(frozen=True, slots=True)
class Judul:
    """A heading inside a report; a bookmark in PDF, a heading style in DOCX. Stays with what follows it."""

    teks: str
    tingkat: int = 1


@dataclass(frozen=True, slots=True)
class Identitas:
    """Label and value, one pair a line: PEKERJAAN : …"""

    isi: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraf:
    """Text, after a label in bold when it has one ("Terbilang")."""

    teks: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Catatan:
    """Notes as a list under their heading."""

    judul: str
    butir: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seri:
    """A line or a set of bars: one value per category; None where it has none (a line stops there)."""

    nama: str
    nilai: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Grafik:
    """A chart: "batang" (bars) or "garis" (lines)."""

    jenis: str
    judul: str
    kategori: tuple[str, ...]
    seri: tuple[Seri, ...]
    satuan: str = ""


@dataclass(frozen=True, slots=True)
class Penanda:
    """A signatory. An empty name is a line to write on."""

    peran: str
    nama: str = ""
    jabatan: str = ""
    instansi: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """The signature block, at most three beside each other; never split, never alone on a page without need.

    `tempat_tanggal` stands above the last one, on the right.
    """

    tempat_tanggal: str
    penanda: tuple[Penanda, ...]


@dataclass(frozen=True, slots=True)
class GantiHalaman:
    """A new page; in a workbook a new sheet of this name."""

    nama: str


Blok = Tabel | Judul | Identitas | Paragraf | Catatan | Grafik | TandaTangan | GantiHalaman


class Kertas(NamedTuple):
    """A paper: its name and its size upright, in mm."""

    nama: str
    lebar: float
    tinggi: float


A4: Final = Kertas("A4", 210, 297)
F4: Final = Kertas("F4", 215, 330)  # folio as offices use it
A3: Final = Kertas("A3", 297, 420)
KERTAS: Final = {k.nama: k for k in (A4, F4, A3)}


@dataclass(frozen=True, slots=True)
class Kop:
    """A letterhead: the first line is the largest. `logo`: PNG or JPEG."""

    baris: tuple[str, ...]
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Halaman:
    """The page: paper, direction, letterhead (on the first page), and what the foot says on the left."""

    kertas: Kertas = A4
    mendatar: bool = False
    kop: Kop | None = None
    kaki: str = ""
    bahasa: str = "id"


@dataclass(frozen=True, slots=True)
class Laporan:
    """One document. `kode` is the name commands and addresses use; `waktu` is the moment it shows."""

    kode: str
    judul: str
    proyek: str
    waktu: datetime
    blok: Iterable[Blok]
    halaman: Halaman = field(default_factory=Halaman)


@dataclass(frozen=True, slots=True)
class Bundel:
    """Several documents bound together, after a cover and a table of contents.

    `sampul`: the lines of the cover, under the letterhead: a title, then what it is about.
    """

    judul: str
    sampul: Identitas
    laporan: tuple[Laporan, ...]
    halaman: Halaman = field(default_factory=Halaman)


Maju = Callable[[int], None]
"""Called with the number of rows written so far; raises to stop the writer."""


def diam(_baris: int) -> None:
    """A Maju for who does not want to know."""
