"""Charts of bars and lines, drawn so that they can be told apart when printed in grey."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.laporan.model import Grafik, Seri
from ahsp_app.laporan.pdf.alir import Lukis
from ahsp_app.laporan.pdf.halaman import MM, SPASI, Kanvas, baris_tengah
from ahsp_app.laporan.pdf.naskah import Naskah

UKURAN: Final = 7.5
TINGGI: Final = 65 * MM
# Neighbours differ in brightness; lines in their dashes as well, and in their marks.
WARNA: Final = ("0.12 0.23 0.48", "0.92 0.56 0.16", "0.8 0.8 0.8", "0.3 0.5 0.35", "0 0 0")
PUTUS: Final = ("[] 0 d", "[5 2.5] 0 d", "[1.5 2] 0 d", "[7 2 1.5 2] 0 d", "[3 1] 0 d")


class Bingkai:
    """The area that is drawn in and its scale."""

    def __init__(self, kiri: float, atas: float, kanan: float, bawah: float, rendah: Decimal, tinggi: Decimal) -> None:
        self.kiri, self.atas, self.kanan, self.bawah = kiri, atas, kanan, bawah
        self._rendah, self._rentang = rendah, tinggi - rendah

    def y(self, nilai: Decimal) -> float:
        """Where a value is."""
        return self.bawah - float((nilai - self._rendah) / self._rentang) * (self.bawah - self.atas)


def skala(seri: tuple[Seri, ...]) -> tuple[Decimal, Decimal, Decimal]:
    """The least and greatest value of the axis and its step: about five round steps, zero among them."""
    nilai = [n for s in seri for n in s.nilai if n is not None]
    rendah, tinggi = min([*nilai, Decimal(0)]), max([*nilai, Decimal(0)])
    if rendah == tinggi:
        tinggi = Decimal(1)
    kasar = (tinggi - rendah) / 5
    pangkat = Decimal(1).scaleb(kasar.adjusted())
    langkah = next(pangkat * k for k in (1, 2, 5, 10) if pangkat * k >= kasar)
    bawah, atas = rendah // langkah * langkah, tinggi // langkah * langkah
    return bawah - (langkah if bawah > rendah else 0), atas + (langkah if atas < tinggi else 0), langkah


def grafik(naskah: Naskah, blok: Grafik) -> Iterator[Lukis]:
    """A chart with its title and legend."""
    if not blok.kategori or not blok.seri:
        return
    b = naskah.bidang
    judul = naskah.tebal.pas(blok.judul, b.isi * 100)
    jarak_judul = 10 * SPASI + 4

    def gambar(kanvas: Kanvas, y: float) -> None:
        baris_tengah(judul, (b.kiri + b.kanan) / 2, 10, kanvas, y)
        bingkai = _sumbu(naskah, kanvas, y + jarak_judul, blok)
        (_garis if blok.jenis == "garis" else _batang)(kanvas, bingkai, blok)
        _legenda(naskah, kanvas, y + jarak_judul + TINGGI + 30, blok)

    yield Lukis(jarak_judul + TINGGI + 44, gambar, jarak=12)


def _sumbu(naskah: Naskah, kanvas: Kanvas, atas: float, blok: Grafik) -> Bingkai:
    """Grid, values on the left, categories below."""
    b, huruf = naskah.bidang, naskah.normal
    rendah, tinggi, langkah = skala(blok.seri)
    garis = [(rendah + langkah * n) for n in range(int((tinggi - rendah) / langkah) + 1)]
    label = [huruf.satu(cetak_angka(n)) for n in garis]
    kiri = b.kiri + max(g.lebar for g in label) * UKURAN / 1000 + 6
    bingkai = Bingkai(kiri, atas + 12, b.kanan, atas + TINGGI, rendah, tinggi)
    if blok.satuan:
        kanvas.teks(b.kiri, atas + 4, huruf.satu(blok.satuan), UKURAN)
    for nilai, g in zip(garis, label, strict=True):
        y = bingkai.y(nilai)
        kanvas.garis(kiri, y, b.kanan, y, 0.8 if nilai == 0 else 0.3, "0.2 G" if nilai == 0 else "0.75 G")
        kanvas.akhir(kiri - 4, y + 0.344 * UKURAN, g, UKURAN)
    kanvas.garis(kiri, bingkai.atas, kiri, bingkai.bawah, 0.8, "0.2 G")
    _kategori(naskah, kanvas, bingkai, blok.kategori)
    return bingkai


def _kategori(naskah: Naskah, kanvas: Kanvas, bingkai: Bingkai, kategori: tuple[str, ...]) -> None:
    """The names below; when there is no room for all, every second, fifth, tenth …"""
    petak = (bingkai.kanan - bingkai.kiri) / len(kategori)
    selang = next(n for n in (1, 2, 5, 10, 20, 50, 10**6) if petak * n >= 18)
    for n in range(0, len(kategori), selang):
        x = bingkai.kiri + petak * (n + 0.5)
        muat = (petak * selang - 3) * 1000 / UKURAN
        baris = naskah.normal.garis(kategori[n], int(muat))
        for i, g in enumerate(baris if len(baris) < 3 else [naskah.normal.pas(kategori[n], muat)]):
            baris_tengah(g, x, UKURAN, kanvas, bingkai.bawah + 3 + i * UKURAN * SPASI)


def _batang(kanvas: Kanvas, bingkai: Bingkai, blok: Grafik) -> None:
    petak = (bingkai.kanan - bingkai.kiri) / len(blok.kategori)
    lebar = petak * 0.72 / len(blok.seri)
    nol = bingkai.y(Decimal(0))
    for s, seri in enumerate(blok.seri):
        for n, nilai in enumerate(seri.nilai[: len(blok.kategori)]):
            if nilai:
                x = bingkai.kiri + petak * (n + 0.14) + lebar * s
                y = bingkai.y(nilai)
                kanvas.kotak(x, min(y, nol), lebar, abs(nol - y), f"{WARNA[s % len(WARNA)]} rg", tepi=True)


def _garis(kanvas: Kanvas, bingkai: Bingkai, blok: Grafik) -> None:
    petak = (bingkai.kanan - bingkai.kiri) / len(blok.kategori)
    for s, seri in enumerate(blok.seri):
        sebelum: tuple[float, float] | None = None
        for n, nilai in enumerate(seri.nilai[: len(blok.kategori)]):
            kini = None if nilai is None else (bingkai.kiri + petak * (n + 0.5), bingkai.y(nilai))
            if sebelum and kini:
                kanvas.garis(*sebelum, *kini, 1.4, _gaya(s))
            if kini and petak >= 9:
                _tanda(kanvas, *kini, s)
            sebelum = kini


def _gaya(s: int) -> str:
    return f"{WARNA[s % len(WARNA)]} RG {PUTUS[s % len(PUTUS)]}"


def _tanda(kanvas: Kanvas, x: float, y: float, s: int) -> None:
    """A small square, hollow for every second line."""
    kanvas.kotak(x - 1.7, y - 1.7, 3.4, 3.4, f"{WARNA[s % len(WARNA)]} rg")
    if s % 2:
        kanvas.kotak(x - 0.9, y - 0.9, 1.8, 1.8, "1 g")


def _legenda(naskah: Naskah, kanvas: Kanvas, y: float, blok: Grafik) -> None:
    """Names of the series in a row, in the middle."""
    b = naskah.bidang
    nama = [naskah.normal.pas(s.nama, (b.isi / len(blok.seri) - 36) * 1000 / UKURAN) for s in blok.seri]
    lebar = [g.lebar * UKURAN / 1000 + 36 for g in nama]
    x = (b.kiri + b.kanan - sum(lebar)) / 2
    for s, (g, langkah) in enumerate(zip(nama, lebar, strict=True)):
        if blok.jenis == "garis":
            kanvas.garis(x, y - 2.6, x + 20, y - 2.6, 1.4, _gaya(s))
            _tanda(kanvas, x + 10, y - 2.6, s)
        else:
            kanvas.kotak(x + 10, y - 6, 8, 7, f"{WARNA[s % len(WARNA)]} rg", tepi=True)
        kanvas.teks(x + 24, y, g, UKURAN)
        x += langkah
