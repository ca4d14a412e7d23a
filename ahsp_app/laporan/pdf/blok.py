"""Everything between the tables: letterhead, title, identity, text, notes, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from ahsp_app.laporan.model import Catatan, Identitas, Judul, Paragraf, Penanda, TandaTangan
from ahsp_app.laporan.pdf.alir import Lem, Lukis
from ahsp_app.laporan.pdf.bungkus import Bungkus, Garis
from ahsp_app.laporan.pdf.halaman import MM, SPASI, Kanvas, baris_teks, baris_tengah, dasar
from ahsp_app.laporan.pdf.naskah import Naskah

TEKS: Final = 9.5
UKURAN_JUDUL: Final = (13.0, 11.0, 10.0, 9.5)
RUANG_TANDA: Final = 50.0  # about four lines to sign on
TITIK: Final = "." * 44


def judul_dokumen(naskah: Naskah, judul: str) -> Iterator[Lukis]:
    """The title of the document, a bookmark."""
    b, ukuran = naskah.bidang, UKURAN_JUDUL[0]
    garis = naskah.tebal.garis(judul.upper(), int(b.isi * 1000 / ukuran))

    def gambar(pertama: bool, g: Garis, kanvas: Kanvas, y: float) -> None:
        if pertama:
            naskah.tandai(judul, 0, kanvas, y)
        baris_tengah(g, (b.kiri + b.kanan) / 2, ukuran, kanvas, y)

    for n, g in enumerate(garis):
        yield Lukis(ukuran * SPASI, partial(gambar, n == 0, g), belakang=Lem.KERAS)
    yield Lukis(6, lambda _k, _y: None, belakang=Lem.KERAS)


def judul(naskah: Naskah, blok: Judul) -> Iterator[Lukis]:
    """A heading and its bookmark."""
    b, ukuran = naskah.bidang, UKURAN_JUDUL[min(max(blok.tingkat, 1), 3)]

    def gambar(pertama: bool, g: Garis, kanvas: Kanvas, y: float) -> None:
        if pertama:
            naskah.tandai(blok.teks, max(blok.tingkat, 1), kanvas, y)
        baris_teks(g, b.kiri, ukuran, kanvas, y)

    for n, g in enumerate(naskah.tebal.garis(blok.teks, int(b.isi * 1000 / ukuran))):
        yield Lukis(ukuran * SPASI, partial(gambar, n == 0, g), jarak=0 if n else 12, belakang=Lem.KERAS)


def identitas(naskah: Naskah, blok: Identitas, tengah: bool = False) -> Iterator[Lukis]:
    """Label : value, one below the other. `tengah`: as a block in the middle third of the page."""
    b = naskah.bidang
    label = [naskah.normal.pas(nama, b.isi * 400 / TEKS) for nama, _ in blok.isi]
    kiri = b.kiri + (b.isi * 0.16 if tengah else 0)
    titik = kiri + max((g.lebar for g in label), default=0) * TEKS / 1000 + 8
    muat = int((b.kanan - (b.isi * 0.1 if tengah else 0) - titik - 7) * 1000 / TEKS)

    def gambar(nama: Garis | None, nilai: Garis, kanvas: Kanvas, y: float) -> None:
        if nama:
            baris_teks(nama, kiri, TEKS, kanvas, y)
            baris_teks(naskah.normal.satu(":"), titik, TEKS, kanvas, y)
        baris_teks(nilai, titik + 7, TEKS, kanvas, y)

    jarak = 6
    for nama, (_, isi) in zip(label, blok.isi, strict=True):
        for n, g in enumerate(naskah.normal.garis(isi, muat)):
            lukis = partial(gambar, None if n else nama, g)
            yield Lukis(TEKS * SPASI, lukis, jarak=0 if n else jarak, belakang=Lem.KERAS)
        jarak = 3 if tengah else 0


def _alinea(naskah: Naskah, teks: str, kiri: float, depan: tuple[Garis, float] | None = None) -> list[Lukis]:
    """Text as one piece a line, held together while it fits on a page; no single line is left behind.

    `depan`: what stands left of it, and where.
    """
    b = naskah.bidang
    garis = naskah.normal.garis(teks, int((b.kanan - kiri) * 1000 / TEKS))

    def gambar(n: int, g: Garis, kanvas: Kanvas, y: float) -> None:
        if depan and n == 0:
            baris_teks(depan[0], depan[1], TEKS, kanvas, y)
        baris_teks(g, kiri, TEKS, kanvas, y)

    hasil = [Lukis(TEKS * SPASI, partial(gambar, n, g), depan=Lem.TANDA) for n, g in enumerate(garis)]
    if len(hasil) > 1:
        hasil[0].belakang = hasil[-1].depan = Lem.KERAS
    return hasil


def paragraf(naskah: Naskah, blok: Paragraf) -> Iterator[Lukis]:
    """Text, its label in bold before it."""
    kiri, depan = naskah.bidang.kiri, None
    if blok.label:
        label = naskah.tebal.satu(blok.label + " :")
        depan = (label, kiri)
        kiri += min(label.lebar * TEKS / 1000 + 5, naskah.bidang.isi / 2)
    hasil = _alinea(naskah, blok.teks, kiri, depan)
    hasil[0].jarak = 7
    yield from hasil


def catatan(naskah: Naskah, blok: Catatan) -> Iterator[Lukis]:
    """Notes under their heading, numbered when there are several."""
    if not blok.butir:
        return
    b = naskah.bidang
    kepala = naskah.tebal.satu(blok.judul)
    yield Lukis(TEKS * SPASI, partial(baris_teks, kepala, b.kiri, TEKS), jarak=8, depan=Lem.TANDA, belakang=Lem.KERAS)
    for n, butir in enumerate(blok.butir, 1):
        tanda = naskah.normal.satu(f"{n}." if len(blok.butir) > 1 else "–")
        yield from _alinea(naskah, butir, b.kiri + 16, (tanda, b.kiri))


class KolomTanda(NamedTuple):
    """A signatory's lines above the space, the name, the lines below it."""

    atas: list[Garis]
    nama: list[Garis]
    bawah: list[Garis]


def _kolom_tanda(naskah: Naskah, p: Penanda, tanggal: list[Garis], muat: int) -> KolomTanda:
    def baris(bungkus: Bungkus, *teks: str) -> list[Garis]:
        return [g for t in teks if t.strip() for g in bungkus.garis(t, muat)]

    atas = tanggal + baris(naskah.normal, p.peran) + baris(naskah.tebal, p.instansi)
    nip = f"NIP. {p.nip}" if p.nip else ""
    return KolomTanda(atas, baris(naskah.tebal, p.nama), baris(naskah.normal, p.jabatan, nip))


def tanda_tangan(naskah: Naskah, blok: TandaTangan) -> Iterator[Lukis]:
    """The signatories beside each other; a single one stands on the right."""
    if not blok.penanda:
        return
    b, tinggi = naskah.bidang, TEKS * SPASI
    *lain, akhir = blok.penanda
    lebar = b.isi / max(len(blok.penanda), 2)
    muat = int((lebar - 10) * 1000 / TEKS)
    tanggal = list(naskah.normal.garis(blok.tempat_tanggal, muat))
    # The date stands above the last one only: the others begin where his role begins.
    kosong = [naskah.normal.satu("")] * len(tanggal)
    kolom = [*(_kolom_tanda(naskah, p, kosong, muat) for p in lain), _kolom_tanda(naskah, akhir, tanggal, muat)]
    nama = max(len(k.atas) for k in kolom) * tinggi + RUANG_TANDA
    bawah = nama + max(1, *(len(k.nama) for k in kolom)) * tinggi
    seluruh = bawah + max(len(k.bawah) for k in kolom) * tinggi

    def gambar(kanvas: Kanvas, y: float) -> None:
        for n, k in enumerate(kolom):
            x = b.kanan - lebar * (len(kolom) - n - 0.5)
            for i, g in enumerate(k.atas):
                baris_tengah(g, x, TEKS, kanvas, y + i * tinggi)
            _nama(naskah, kanvas, x, y + bawah - max(1, len(k.nama)) * tinggi, k.nama, lebar)
            for i, g in enumerate(k.bawah):
                baris_tengah(g, x, TEKS, kanvas, y + bawah + i * tinggi)

    yield Lukis(seluruh, gambar, jarak=6 * MM, depan=Lem.TANDA)


def _nama(naskah: Naskah, kanvas: Kanvas, x: float, y: float, nama: list[Garis], lebar: float) -> None:
    """The name, bold and underlined, or a dotted line to write it on."""
    if not nama:
        baris_tengah(naskah.normal.pas(TITIK, (lebar - 20) * 1000 / TEKS), x, TEKS, kanvas, y)
    for i, g in enumerate(nama):
        alas = dasar(y + i * TEKS * SPASI, TEKS * SPASI, TEKS)
        kanvas.tengah(x, alas, g, TEKS)
        separuh = g.lebar * TEKS / 2000
        kanvas.garis(x - separuh, alas + 1.6, x + separuh, alas + 1.6, 0.6)
