"""Tables: columns to widths, rows to pieces with their lines, the grid around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ahsp_app.laporan.bantu import bentang, letak_menjorok, nomor_kolom
from ahsp_app.laporan.cetak import teks_sel
from ahsp_app.laporan.model import Baris, Gaya, Jenis, Kolom, Tabel
from ahsp_app.laporan.pdf.alir import Kepala, Lem, Potong
from ahsp_app.laporan.pdf.bungkus import Bungkus, Garis
from ahsp_app.laporan.pdf.halaman import GARIS, MM, Bidang, Kanvas, dasar

UKURAN: Final = 8.5
SPASI: Final = 1.2  # line height in sizes
JARAK: Final = 6.0  # above a table
PAD: Final = 3.0  # beside the text
PAD_ATAS: Final = 2.2
SUSUT: Final = 0.62  # how small a number may get before it is broken
MASUK: Final = 7.0  # indent per level
ABU_KEPALA: Final = "0.86 g"
ABU_JUDUL: Final = ("0.91 g", "0.955 g")
ABU_TOTAL: Final = "0.91 g"

_KIRI, _TENGAH, _KANAN = range(3)
_RATA: Final = {Jenis.TEKS: _KIRI, Jenis.PENDEK: _TENGAH, Jenis.ANGKA: _KANAN}


class Sel(NamedTuple):
    """The lines of a cell: where they begin, are centred or end, and their size."""

    x: float
    rata: int
    garis: tuple[Garis, ...]
    ukuran: float


class BarisJadi:
    """A row with its lines, ready to be placed."""

    __slots__ = ("batas", "belakang", "depan", "huruf", "jarak", "sel", "susunan", "tabel", "tinggi", "warna")

    def __init__(self, susunan: Susunan, sel: list[Sel], batas: tuple[float, ...], huruf: str, warna: str) -> None:
        self.susunan = susunan
        self.tabel: Kepala | None = susunan
        self.sel, self.batas, self.huruf, self.warna = sel, batas, huruf, warna
        baris = max((len(s.garis) for s in sel), default=1)
        self.tinggi = baris * susunan.baris + 2 * PAD_ATAS
        self.jarak = 0.0
        self.depan = self.belakang = Lem.LEPAS

    def gambar(self, kanvas: Kanvas, y: float) -> None:
        """Draw the row; its lines are drawn with the table's."""
        susunan, tinggi = self.susunan, kanvas.bidang.tinggi
        if self.warna:
            kanvas.kotak(susunan.x[0], y, susunan.x[-1] - susunan.x[0], self.tinggi, self.warna)
        if self.sel:
            ukuran = susunan.ukuran
            isi = [f"BT /{self.huruf} {ukuran:.4g} Tf"]
            for x, rata, garis, ukuran_sel in self.sel:
                if ukuran_sel != ukuran:
                    ukuran = ukuran_sel
                    isi.append(f"/{self.huruf} {ukuran:.4g} Tf")
                letak = tinggi - dasar(y + PAD_ATAS, susunan.baris, ukuran)
                for kode, lebar, _ in garis:
                    kiri = x - lebar * ukuran * rata / 2000
                    isi.append(f"1 0 0 1 {kiri:.2f} {letak:.2f} Tm {kode} Tj")
                    letak -= susunan.baris
            isi.append("ET")
            kanvas.isi.append(" ".join(isi))
        susunan.catat(y, y + self.tinggi, self.batas)

    def belah(self, tinggi: float) -> tuple[Potong, Potong] | None:
        """The row divided between two lines, the first part within this height."""
        n = int((tinggi - 2 * PAD_ATAS) / self.susunan.baris)
        if n < 1:
            return None

        def bagian(dari: int, sampai: int | None) -> BarisJadi:
            sel = [s._replace(garis=s.garis[dari:sampai]) for s in self.sel if s.garis[dari:sampai]]
            return BarisJadi(self.susunan, sel, self.batas, self.huruf, self.warna)

        return bagian(0, n), bagian(n, None)


class Susunan:
    """A table laid out on its page: where its columns stand, and the grid of what is on the present page."""

    def __init__(self, tabel: Tabel, bidang: Bidang, normal: Bungkus, tebal: Bungkus) -> None:
        self.kolom = tabel.kolom
        self.utuh = tabel.utuh
        self._normal, self._tebal = normal, tebal
        jumlah = sum(k.lebar for k in tabel.kolom)
        skala = bidang.isi / jumlah
        # A table made for a wider paper is set smaller rather than broken into many lines.
        self.ukuran = UKURAN * max(0.68, min(1.0, skala / MM / 0.85))
        self.baris = self.ukuran * SPASI
        x, letak = bidang.kiri, [bidang.kiri]
        for k in tabel.kolom:
            x += k.lebar * skala
            letak.append(x)
        self.x = tuple(letak)
        self._kepala = [self._sel_kepala(n, k) for n, k in enumerate(tabel.kolom)]
        self._tinggi_judul = max(len(s.garis) for s in self._kepala) * self.baris + 2 * PAD_ATAS
        self._nomor = [self._sel_nomor(n, t) for n, t in enumerate(nomor_kolom(tabel.kolom))] if tabel.nomori else []
        self._tinggi_nomor = self.ukuran * 0.8 * SPASI + PAD_ATAS if self._nomor else 0.0
        self._datar: list[float] = []
        self._tegak: list[tuple[float, float, float]] = []  # x, from y, to y
        self._batas: tuple[float, ...] = ()
        self._awal = self._kini = 0.0

    @property
    def tinggi_kepala(self) -> float:
        """Height of the head with its numbering row."""
        return self._tinggi_judul + self._tinggi_nomor

    def _sel_kepala(self, n: int, kolom: Kolom) -> Sel:
        lebar = self.x[n + 1] - self.x[n] - 2 * PAD
        kata = max((self._tebal.satu(k).lebar for k in kolom.judul.split()), default=1.0)
        ukuran = min(self.ukuran, max(self.ukuran * SUSUT, lebar * 1000 / max(kata, 1)))
        garis = self._tebal.garis(kolom.judul, int(lebar * 1000 / ukuran) + 1)
        return Sel((self.x[n] + self.x[n + 1]) / 2, _TENGAH, garis, ukuran)

    def _sel_nomor(self, n: int, teks: str) -> Sel:
        lebar = self.x[n + 1] - self.x[n] - PAD
        garis = self._normal.satu(teks)
        ukuran = min(self.ukuran * 0.8, lebar * 1000 / max(garis.lebar, 1))
        return Sel((self.x[n] + self.x[n + 1]) / 2, _TENGAH, (garis,), ukuran)

    def mulai(self, kanvas: Kanvas, y: float) -> None:
        """Draw the head at y."""
        kiri, lebar = self.x[0], self.x[-1] - self.x[0]
        kanvas.kotak(kiri, y, lebar, self._tinggi_judul, ABU_KEPALA)
        for s in self._kepala:
            atas = y + (self._tinggi_judul - len(s.garis) * self.baris) / 2
            for n, g in enumerate(s.garis):
                kanvas.tengah(s.x, dasar(atas + n * self.baris, self.baris, s.ukuran), g, s.ukuran)
        for s in self._nomor:
            alas = dasar(y + self._tinggi_judul, self._tinggi_nomor, s.ukuran)
            kanvas.tengah(s.x, alas, s.garis[0], s.ukuran)
        self._datar, self._tegak = [y, y + self._tinggi_judul], []
        self._batas, self._awal = self.x, y
        self._kini = y + self.tinggi_kepala
        if self._nomor:
            self._datar.append(self._kini)

    def catat(self, atas: float, bawah: float, batas: tuple[float, ...]) -> None:
        """A row was drawn: its lower line and the lines between its cells belong to the grid."""
        if batas != self._batas:
            self._tegak += [(x, self._awal, atas) for x in self._batas]
            self._batas, self._awal = batas, atas
        if bawah > atas:
            self._datar.append(bawah)
        self._kini = bawah

    def tutup(self, kanvas: Kanvas) -> None:
        """Draw the grid."""
        self._tegak += [(x, self._awal, self._kini) for x in self._batas]
        t, kiri, kanan = kanvas.bidang.tinggi, self.x[0], self.x[-1]
        jalur = [f"{kiri:.2f} {t - y:.2f} m {kanan:.2f} {t - y:.2f} l" for y in self._datar]
        jalur += [f"{x:.2f} {t - a:.2f} m {x:.2f} {t - b:.2f} l" for x, a, b in self._tegak]
        kanvas.isi.append(f"q {GARIS} w 2 J 0.25 G {' '.join(jalur)} S Q")

    def _sel(self, n: int, sampai: int, masuk: float, teks: str, gaya: Gaya, bungkus: Bungkus) -> Sel:
        """A cell that reaches from column n up to the left edge of column `sampai`, indented by `masuk`."""
        rata = _RATA[self.kolom[n].jenis]
        kiri, kanan = self.x[n] + PAD, self.x[sampai] - PAD
        if sampai > n + 1:
            if gaya in {Gaya.SUBTOTAL, Gaya.TOTAL}:
                rata = _KANAN  # a label stands beside its amount
            elif rata == _TENGAH and bungkus.satu(teks).lebar * self.ukuran / 1000 <= self.x[n + 1] - PAD - kiri:
                kanan = self.x[n + 1] - PAD  # a number of its own stays below the other numbers
            else:
                rata = _KIRI
        if rata == _KIRI:
            kiri += min(masuk, (kanan - kiri) / 3)
        lebar, ukuran = kanan - kiri, self.ukuran
        garis = bungkus.garis(teks, int(lebar * 1000 / ukuran))
        if len(garis) > 1 and rata != _KIRI and " " not in teks:
            ukuran = max(lebar * 1000 / bungkus.satu(teks).lebar, self.ukuran * SUSUT)
            garis = bungkus.garis(teks, int(lebar * 1000 / ukuran) + 1)
        return Sel((kiri, (kiri + kanan) / 2, kanan)[rata], rata, garis, ukuran)

    def baris_jadi(self, baris: Baris) -> BarisJadi:
        """A row as a piece."""
        gaya, isi = baris.gaya, baris.sel
        biasa = gaya in {Gaya.ISI, Gaya.CATATAN}
        bungkus = self._normal if biasa else self._tebal
        menjorok = letak_menjorok(baris, self.kolom)
        batas: list[float] = [self.x[0]]
        sel: list[Sel] = []
        for n, lebar in bentang(baris):
            teks = teks_sel(isi[n], self.kolom[n])
            if teks:
                masuk = MASUK * baris.tingkat if n == menjorok else 0
                sel.append(self._sel(n, n + lebar, masuk, teks, gaya, bungkus))
            batas.append(self.x[n + lebar])
        jadi = BarisJadi(self, sel, tuple(batas), "F1" if biasa else "F2", _warna(baris))
        if gaya is Gaya.JUDUL:
            jadi.belakang = Lem.KERAS
        elif gaya in {Gaya.SUBTOTAL, Gaya.TOTAL}:
            jadi.depan = Lem.KERAS
        return jadi

    def potong(self, semua: Iterable[Baris]) -> Iterator[BarisJadi]:
        """The rows as pieces."""
        jarak = JARAK
        for b in semua:
            jadi = self.baris_jadi(b)
            jadi.jarak, jarak = jarak, 0
            yield jadi
        if jarak:  # no rows: the head is printed all the same
            jadi = BarisJadi(self, [], self.x, "F1", "")
            jadi.jarak, jadi.tinggi = jarak, 0
            yield jadi


def _warna(baris: Baris) -> str:
    if baris.gaya is Gaya.TOTAL:
        return ABU_TOTAL
    if baris.gaya is Gaya.JUDUL and baris.tingkat < len(ABU_JUDUL):
        return ABU_JUDUL[baris.tingkat]
    return ""
