"""The cover and the table of contents of documents that are bound together."""

from __future__ import annotations

from typing import Final

from ahsp_app.laporan.model import Bundel
from ahsp_app.laporan.pdf.blok import TEKS, identitas
from ahsp_app.laporan.pdf.halaman import MM, SPASI, Kanvas, baris_tengah, dasar
from ahsp_app.laporan.pdf.kop import kop_surat
from ahsp_app.laporan.pdf.naskah import Naskah, kata

UKURAN_SAMPUL: Final = 24.0
UKURAN_ISI: Final = 13.0
BARIS_ISI: Final = 20.0


def sampul(naskah: Naskah, bundel: Bundel) -> None:
    """The cover: letterhead, title between rules, what it is about. It has no foot."""
    b, kanvas = naskah.bidang, naskah.kanvas()
    naskah.tandai(bundel.judul, 0, kanvas, b.atas)
    if bundel.halaman.kop is not None:
        kop_surat(naskah, bundel.halaman.kop).gambar(kanvas, b.atas)
    y = b.tinggi * 0.33
    tinggi = UKURAN_SAMPUL * SPASI
    garis = naskah.tebal.garis(bundel.judul.upper(), int(b.isi * 900 / UKURAN_SAMPUL))
    for tebal, geser in ((2.0, -14.0), (0.6, -10.5)):
        kanvas.garis(b.kiri, y + geser, b.kanan, y + geser, tebal)
    for g in garis:
        baris_tengah(g, (b.kiri + b.kanan) / 2, UKURAN_SAMPUL, kanvas, y)
        y += tinggi
    for tebal, geser in ((0.6, 9.0), (2.0, 12.5)):
        kanvas.garis(b.kiri, y + geser, b.kanan, y + geser, tebal)
    y += b.tinggi * 0.08
    for p in identitas(naskah, bundel.sampul, tengah=True):
        if y + p.tinggi > b.bawah:
            break
        y += p.jarak
        p.gambar(kanvas, y)
        y += p.tinggi
    naskah.selesai(kanvas, kaki=False)


def _sebanyak(naskah: Naskah) -> int:
    """Documents on one page of the table of contents."""
    b = naskah.bidang
    return max(1, int((b.bawah - b.atas - UKURAN_ISI * SPASI - 14) / BARIS_ISI))


def tempat_daftar_isi(naskah: Naskah, banyak: int) -> list[int]:
    """Keep pages for so many documents; where they are among the pages."""
    tempat = []
    for _ in range(0, banyak, _sebanyak(naskah)):
        tempat.append(len(naskah.lembar))
        naskah.selesai(naskah.kanvas())
    return tempat


def daftar_isi(naskah: Naskah, bundel: Bundel, tempat: list[int], awal: list[int]) -> None:
    """Fill the pages that were kept. `awal`: for each document, where its first page is among the pages."""
    naskah.atur(bundel.halaman)
    b, muat = naskah.bidang, _sebanyak(naskah)
    kepala = naskah.tebal.satu(kata(bundel.halaman)["isi"].upper())
    for n, letak in enumerate(tempat):
        kanvas = Kanvas(b, naskah.lembar[letak].nomor)
        y = b.atas
        baris_tengah(kepala, (b.kiri + b.kanan) / 2, UKURAN_ISI, kanvas, y)
        y += UKURAN_ISI * SPASI + 14
        for nomor in range(n * muat, min((n + 1) * muat, len(awal))):
            _baris(naskah, kanvas, y, nomor + 1, bundel.laporan[nomor].judul, awal[nomor])
            y += BARIS_ISI
        naskah.lembar[letak] = naskah.jadi(kanvas)


def _baris(naskah: Naskah, kanvas: Kanvas, y: float, nomor: int, judul: str, lembar: int) -> None:
    """Number, title, dots, page; the whole line leads there."""
    b, huruf, ukuran = naskah.bidang, naskah.normal, TEKS + 0.5
    alas = dasar(y, BARIS_ISI, ukuran)
    kiri = b.kiri + 22
    halaman = huruf.satu(str(lembar + 1))
    kanvas.akhir(kiri - 8, alas, huruf.satu(f"{nomor}."), ukuran)
    teks = huruf.pas(judul, (b.isi - 80) * 1000 / ukuran)
    kanvas.teks(kiri, alas, teks, ukuran)
    kanvas.akhir(b.kanan, alas, halaman, ukuran)
    dari = kiri + teks.lebar * ukuran / 1000 + 4
    kanvas.garis(dari, alas, b.kanan - 10 * MM, alas, 0.8, "[0.8 3] 0 d 0.4 G")
    tuju = naskah.lembar[lembar]
    kotak = f"{b.kiri:.2f} {b.tinggi - y - BARIS_ISI:.2f} {b.kanan:.2f} {b.tinggi - y:.2f}"
    tujuan = f"{tuju.nomor} 0 R/XYZ 0 {tuju.bidang.tinggi:.0f} null"
    tautan = naskah.berkas.objek(f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{kotak}]/Dest[{tujuan}]>>")
    kanvas.tautan.append(f"{tautan} 0 R")
