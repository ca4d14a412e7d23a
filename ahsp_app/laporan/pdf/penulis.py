"""A report, or several bound together, as one PDF file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, assert_never

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.laporan.model import (
    Blok,
    Bundel,
    Catatan,
    GantiHalaman,
    Grafik,
    Identitas,
    Judul,
    Laporan,
    Maju,
    Paragraf,
    Tabel,
    TandaTangan,
    diam,
)
from ahsp_app.laporan.pdf import blok as bagian
from ahsp_app.laporan.pdf.alir import Alir, Potong
from ahsp_app.laporan.pdf.bundel import daftar_isi, sampul, tempat_daftar_isi
from ahsp_app.laporan.pdf.grafik import grafik
from ahsp_app.laporan.pdf.kop import kop_surat
from ahsp_app.laporan.pdf.naskah import Naskah
from ahsp_app.laporan.pdf.tabel import potong_tabel

LANGKAH: Final = 500


class Hitung:
    """Tells how many rows were written, every 500 of them."""

    def __init__(self, maju: Maju) -> None:
        self._maju, self._baris = maju, 0

    def lewat(self, baris: Iterable[Potong]) -> Iterator[Potong]:
        """Pass rows on and count them."""
        for b in baris:
            yield b
            self._baris += 1
            if self._baris % LANGKAH == 0:
                self._maju(self._baris)

    def selesai(self) -> None:
        """The last number."""
        self._maju(self._baris)


def _potong(naskah: Naskah, blok: Blok) -> Iterable[Potong]:
    """What a block is printed as."""
    hasil: Iterable[Potong]
    match blok:
        case Tabel():
            hasil = potong_tabel(blok, naskah.bidang, naskah.normal, naskah.tebal)
        case Judul():
            hasil = bagian.judul(naskah, blok)
        case Identitas():
            hasil = bagian.identitas(naskah, blok)
        case Paragraf():
            hasil = bagian.paragraf(naskah, blok)
        case Catatan():
            hasil = bagian.catatan(naskah, blok)
        case TandaTangan():
            hasil = bagian.tanda_tangan(naskah, blok)
        case Grafik():
            hasil = grafik(naskah, blok)
        case GantiHalaman():
            hasil = ()
        case _:
            assert_never(blok)
    return hasil


def _laporan(naskah: Naskah, laporan: Laporan, hitung: Hitung) -> None:
    """The pages of one report."""
    naskah.atur(laporan.halaman)
    alir = Alir(naskah.bidang, naskah.kanvas, naskah.selesai)
    if laporan.halaman.kop is not None:
        alir.tambah(kop_surat(naskah, laporan.halaman.kop))
    for baris in bagian.judul_dokumen(naskah, laporan.judul):
        alir.tambah(baris)
    pertama = True
    for blok in laporan.blok:
        if isinstance(blok, GantiHalaman):
            if not pertama:
                alir.ganti_halaman()
            continue
        pertama = False
        potong = _potong(naskah, blok)
        for p in hitung.lewat(potong) if isinstance(blok, Tabel) else potong:
            alir.tambah(p)
    alir.tutup()


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write a report as PDF. Raises Galat: huruf (the font file), logo (the picture of the letterhead)."""
    naskah, hitung = Naskah(keluar), Hitung(maju)
    _laporan(naskah, laporan, hitung)
    hitung.selesai()
    naskah.tutup(laporan.judul, laporan.proyek, laporan.halaman.bahasa, laporan.waktu)


def tulis_bundel(bundel: Bundel, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write several reports as one PDF: cover, table of contents, then each on pages of its own. Raises as `tulis`."""
    if not bundel.laporan:
        raise Galat("bundel_kosong", N_("Pilih sedikitnya satu dokumen."))
    naskah, hitung = Naskah(keluar), Hitung(maju)
    naskah.atur(bundel.halaman)
    sampul(naskah, bundel)
    tempat = tempat_daftar_isi(naskah, len(bundel.laporan))
    awal = []
    for laporan in bundel.laporan:
        awal.append(len(naskah.lembar))
        _laporan(naskah, laporan, hitung)
    hitung.selesai()
    daftar_isi(naskah, bundel, tempat, awal)
    waktu, proyek = bundel.laporan[0].waktu, bundel.laporan[0].proyek
    naskah.tutup(bundel.judul, proyek, bundel.halaman.bahasa, waktu)
