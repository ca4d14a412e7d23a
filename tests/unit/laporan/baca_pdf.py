"""Reading a PDF back: texts with their places on the page."""

from __future__ import annotations

import io
from typing import NamedTuple

import pypdfium2

from ahsp_app.laporan.model import Laporan
from ahsp_app.laporan.pdf import tulis

KAKI = 17 * 72 / 25.4  # below this there is only the foot


class Teks(NamedTuple):
    """A piece of text and its box, from the lower left corner."""

    isi: str
    kiri: float
    bawah: float
    kanan: float
    atas: float


class Lembar(NamedTuple):
    """A page: size, pieces of text of its body from top to bottom, its foot, everything in one string."""

    lebar: float
    tinggi: float
    isi: list[Teks]
    kaki: str
    teks: str


def byte_pdf(laporan: Laporan) -> bytes:
    """The report as a PDF file."""
    keluar = io.BytesIO()
    tulis(laporan, keluar)
    return keluar.getvalue()


def baca(data: bytes) -> list[Lembar]:
    """The pages of a PDF."""
    dokumen = pypdfium2.PdfDocument(data)
    try:
        return [_lembar(halaman) for halaman in dokumen]
    finally:
        dokumen.close()


def _lembar(halaman: pypdfium2.PdfPage) -> Lembar:
    teks = halaman.get_textpage()
    lebar, tinggi = halaman.get_size()
    isi, kaki = [], []
    for n in range(teks.count_rects()):
        kotak = teks.get_rect(n)
        potong = Teks(teks.get_text_bounded(*kotak).strip(), *kotak)
        if kotak[3] < KAKI:
            kaki.append(potong.isi)
        else:
            isi.append(potong)
    isi.sort(key=lambda t: (-round(t.atas), t.kiri))
    semua = teks.get_text_range().replace("\r\n", "\n")
    teks.close()
    halaman.close()
    return Lembar(lebar, tinggi, isi, " ".join(kaki), semua)
