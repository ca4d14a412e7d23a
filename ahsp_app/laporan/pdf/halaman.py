"""A page being filled: text, lines and areas, in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ahsp_app.laporan.bantu import ruang
from ahsp_app.laporan.model import Halaman
from ahsp_app.laporan.pdf.bungkus import Garis

MM: Final = 72 / 25.4
GARIS: Final = 0.5  # thickness of grid lines
SPASI: Final = 1.3  # line height of text outside of tables, in sizes


@dataclass(frozen=True, slots=True)
class Bidang:
    """The size of a page and the area inside its margins, in points from the upper left corner."""

    lebar: float
    tinggi: float
    kiri: float
    atas: float
    kanan: float
    bawah: float

    @property
    def isi(self) -> float:
        """Width between the margins."""
        return self.kanan - self.kiri


def bidang(halaman: Halaman) -> Bidang:
    """Where one may print on this paper."""
    lebar, tinggi, kiri, atas, kanan, bawah = (x * MM for x in ruang(halaman))
    return Bidang(lebar, tinggi, kiri, atas, lebar - kanan, tinggi - bawah)


@dataclass(slots=True)
class Kanvas:
    """What was drawn on one page, as PDF operators. `y` grows downwards."""

    bidang: Bidang
    nomor: int  # of its page object
    isi: list[str] = field(default_factory=list)
    tautan: list[str] = field(default_factory=list)

    def teks(self, x: float, y: float, garis: Garis, ukuran: float) -> None:
        """A line of text from x, on the base line y."""
        self.isi.append(f"BT /{garis.huruf} {ukuran:.4g} Tf {x:.2f} {self.bidang.tinggi - y:.2f} Td {garis.kode} Tj ET")

    def tengah(self, x: float, y: float, garis: Garis, ukuran: float) -> None:
        """A line of text with its middle at x."""
        self.teks(x - garis.lebar * ukuran / 2000, y, garis, ukuran)

    def akhir(self, x: float, y: float, garis: Garis, ukuran: float) -> None:
        """A line of text that ends at x."""
        self.teks(x - garis.lebar * ukuran / 1000, y, garis, ukuran)

    def garis(self, x1: float, y1: float, x2: float, y2: float, tebal: float = GARIS, gaya: str = "") -> None:
        """A line; `gaya`: operators that set colour and dashes."""
        t = self.bidang.tinggi
        self.isi.append(f"q {tebal:.4g} w {gaya} {x1:.2f} {t - y1:.2f} m {x2:.2f} {t - y2:.2f} l S Q")

    def kotak(self, x: float, y: float, lebar: float, tinggi: float, warna: str, tepi: bool = False) -> None:
        """A filled area; `warna`: an operator such as "0.9 g"; `tepi`: with a thin edge."""
        letak = f"{x:.2f} {self.bidang.tinggi - y - tinggi:.2f} {lebar:.2f} {tinggi:.2f}"
        self.isi.append(f"q {warna} 0.3 w {letak} re {'B' if tepi else 'f'} Q")

    def gambar(self, nomor: int, x: float, y: float, lebar: float, tinggi: float) -> None:
        """A picture that is in the file as object `nomor`."""
        letak = f"{lebar:.2f} 0 0 {tinggi:.2f} {x:.2f} {self.bidang.tinggi - y - tinggi:.2f}"
        self.isi.append(f"q {letak} cm /G{nomor} Do Q")


def dasar(atas: float, tinggi: float, ukuran: float) -> float:
    """The base line of a line of text of this height, its capitals in the middle."""
    return atas + tinggi / 2 + 0.344 * ukuran


def baris_teks(garis: Garis, x: float, ukuran: float, kanvas: Kanvas, y: float) -> None:
    """A line of text whose upper edge is y."""
    kanvas.teks(x, dasar(y, ukuran * SPASI, ukuran), garis, ukuran)


def baris_tengah(garis: Garis, x: float, ukuran: float, kanvas: Kanvas, y: float) -> None:
    """A line of text around x whose upper edge is y."""
    kanvas.tengah(x, dasar(y, ukuran * SPASI, ukuran), garis, ukuran)
