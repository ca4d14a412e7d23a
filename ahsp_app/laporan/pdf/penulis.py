"""A report, or several bound together, as one PDF file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, assert_never

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.laporan.bantu import Pencacah
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
from ahsp_app.laporan.pdf.tabel import Susunan


def _potong(naskah: Naskah, blok: Blok, pencacah: Pencacah) -> Iterable[Potong]:
    """What a block is printed as."""
    hasil: Iterable[Potong]
    match blok:
        case Tabel():
            susunan = Susunan(blok, naskah.bidang, naskah.normal, naskah.tebal)
            hasil = susunan.potong(pencacah.baris(blok.baris))
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


def _laporan(naskah: Naskah, laporan: Laporan, pencacah: Pencacah) -> None:
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
        for p in _potong(naskah, blok, pencacah):
            alir.tambah(p)
    alir.tutup()


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write a report as PDF. Raises Galat: huruf (the font file), logo (the picture of the letterhead)."""
    naskah, pencacah = Naskah(keluar), Pencacah(maju)
    _laporan(naskah, laporan, pencacah)
    pencacah.selesai()
    naskah.tutup(laporan.judul, laporan.proyek, laporan.halaman.bahasa, laporan.waktu)


def tulis_bundel(bundel: Bundel, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write several reports as one PDF: cover, table of contents, then each on pages of its own. Raises as `tulis`."""
    if not bundel.laporan:
        raise Galat("bundel_kosong", N_("Pilih sedikitnya satu dokumen."))
    naskah, pencacah = Naskah(keluar), Pencacah(maju)
    naskah.atur(bundel.halaman)
    sampul(naskah, bundel)
    tempat = tempat_daftar_isi(naskah, len(bundel.laporan))
    awal = []
    for laporan in bundel.laporan:
        awal.append(len(naskah.lembar))
        _laporan(naskah, laporan, pencacah)
    pencacah.selesai()
    daftar_isi(naskah, bundel, tempat, awal)
    waktu, proyek = bundel.laporan[0].waktu, bundel.laporan[0].proyek
    naskah.tutup(bundel.judul, proyek, bundel.halaman.bahasa, waktu)
