"""Goes through the blocks of a report and writes them on sheets."""

from __future__ import annotations

import io
from collections.abc import Iterable
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.image import Image

from ahsp_app.laporan.bantu import Pencacah, bersih, ruang
from ahsp_app.laporan.format import judul_kata
from ahsp_app.laporan.model import (
    Blok,
    Catatan,
    GantiHalaman,
    Grafik,
    Identitas,
    Judul,
    Kolom,
    Kop,
    Laporan,
    Maju,
    Paragraf,
    Penanda,
    Tabel,
    TandaTangan,
    diam,
)
from ahsp_app.laporan.xlsx.grafik import PenulisGrafik
from ahsp_app.laporan.xlsx.lembar import (
    Format,
    Lembar,
    bagi_kolom,
    nama_lembar,
)
from ahsp_app.laporan.xlsx.tabel import PenulisTabel

_MAKS_LEMBAR: Final = 200  # further parts follow on the last sheet, each on a page of its own
_MAKS_BARIS: Final = 1_000_000  # of one sheet
_LABEL: Final = 38.0  # mm that labels of the identity take
_TINGGI_LOGO: Final = 60  # pixels
_LETAK_NAMA: Final = 6
_SIFAT_NAMA: Final = {"bold": True, "underline": 1}
GARIS_NAMA: Final = "(" + "." * 40 + ")"


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write the report as a workbook. Rows leave memory as soon as they are written."""
    with TemporaryDirectory(prefix="ahsp-xlsx-") as folder:
        setelan = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},  # what widths are measured in
        }
        buku = xlsxwriter.Workbook(keluar, setelan)
        try:
            Penulis(buku, laporan, Pencacah(maju)).jalan()
            buku.close()
        finally:
            for ws in buku.worksheets():
                ws.row_data_fh.close()  # still open when the writer was stopped


class Penulis:
    """Goes through the blocks of a report once."""

    def __init__(self, buku: Any, laporan: Laporan, cacah: Pencacah) -> None:
        self._buku, self._laporan, self._cacah = buku, laporan, cacah
        self._format = Format(buku)
        self._nama: set[str] = set()
        self._lembar: Lembar | None = None
        self._judul_lembar = ""
        self._tabel = PenulisTabel(self._format)
        self._grafik = PenulisGrafik(buku, self._format, self._nama)

    def jalan(self) -> None:
        """Write everything. Blocks wait for the first table of their sheet, whose columns they are laid out over."""
        self._sifat()
        nama = judul_kata(self._laporan.judul)
        tunggu: list[Blok] = []
        for blok in self._laporan.blok:
            if isinstance(blok, GantiHalaman):
                if tunggu:
                    self._buka(nama, (), tunggu)
                self._ganti_halaman()
                nama, tunggu = blok.nama, []
            elif self._lembar is not None:
                self._blok(blok)
            elif isinstance(blok, Tabel):
                self._buka(nama, blok.kolom, tunggu)
                self._blok(blok)
                tunggu = []
            else:
                tunggu.append(blok)
        if tunggu or not self._nama:
            self._buka(nama, (), tunggu)
        self._tutup()
        self._lembar = self._grafik.data()
        self._tutup()
        self._cacah.selesai()

    def _sifat(self) -> None:
        laporan = self._laporan
        self._buku.set_properties(
            {
                "title": bersih(laporan.judul)[:255],
                "subject": bersih(laporan.proyek)[:255],
                "author": "",
                "created": laporan.waktu.replace(tzinfo=None),
            }
        )

    @property
    def _l(self) -> Lembar:
        if self._lembar is None:
            raise RuntimeError("no sheet is open")
        return self._lembar

    # --- sheets ------------------------------------------------------------------------------------------------------

    def _buka(self, nama: str, kolom: tuple[Kolom, ...], isi: Iterable[Blok] = ()) -> None:
        pertama, self._judul_lembar = not self._nama, nama
        self._lembar = Lembar(self._buku.add_worksheet(nama_lembar(nama, self._nama)), kolom)
        if pertama:
            self._kepala_dokumen()
        for blok in isi:
            self._blok(blok)

    def _tutup(self) -> None:
        if self._lembar is not None:
            self._lembar.tutup(self._laporan.halaman, ruang(self._laporan.halaman))
            self._lembar = None

    def _ganti_halaman(self) -> None:
        if self._lembar is not None and len(self._nama) >= _MAKS_LEMBAR:
            self._lembar.pisah()
        else:
            self._tutup()

    def _kepala_dokumen(self) -> None:
        akhir = len(self._l.lebar) - 1
        if self._laporan.halaman.kop:
            self._kop(self._laporan.halaman.kop, akhir)
        self._gabung_penuh(
            self._laporan.judul, self._format(bold=True, font_size=13, align="center", text_wrap=True), 1.5
        )
        self._l.lanjut()

    def _kop(self, kop: Kop, akhir: int) -> None:
        """The logo on the left, the lines in the middle, a double line below."""
        if kop.logo is not None:
            gambar = Image(io.BytesIO(kop.logo))
            skala_x = _TINGGI_LOGO * min(1 / gambar.height, 2 / gambar.width)
            pilihan = {
                # XlsxWriter scales what the picture's own resolution makes of it.
                "x_scale": skala_x * gambar.x_dpi / 96,
                "y_scale": skala_x * gambar.y_dpi / 96,
                "x_offset": 2,
                "y_offset": 2,
            }
            self._l.ws.insert_image(0, 0, gambar, pilihan)
        baris = [*kop.baris, *[""] * max(0, 3 - len(kop.baris))] if kop.logo else list(kop.baris)
        for n, teks in enumerate(baris):
            sifat = {"font_size": 13, "bold": True} if n == 0 else {}
            garis = {"bottom": 6} if n == len(baris) - 1 else {}
            self._l.perlu(teks, self._l.lebar_dari(0, akhir), perbesar=1.0 if n else 1.5)
            self._l.gabung(0, akhir, teks, self._format(align="center", text_wrap=True, **sifat, **garis))
            self._l.lanjut()
        self._l.lanjut()

    def _gabung_penuh(self, teks: str, format_: Any, perbesar: float = 1) -> None:
        """A text over the whole width, and on to the next row."""
        lembar = self._l
        akhir = len(lembar.lebar) - 1
        lembar.perlu(teks, lembar.lebar_dari(0, akhir), perbesar=perbesar)
        lembar.gabung(0, akhir, teks, format_)
        lembar.lanjut()

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blok(self, blok: Blok) -> None:
        match blok:
            case Tabel():
                self._isi_tabel(blok)
                self._l.lanjut()
            case Judul():
                sifat = {"bold": True, "font_size": 11 if blok.tingkat == 1 else 10}
                self._bentangkan(0, blok.teks, sifat, 1.2)
                self._l.lanjut()
            case Identitas():
                self._identitas(blok)
            case Paragraf():
                teks = f"{blok.label}: {blok.teks}" if blok.label else blok.teks
                self._gabung_penuh(teks, self._format(text_wrap=True))
                self._l.lanjut()
            case Catatan():
                self._gabung_penuh(blok.judul, self._format(bold=True))
                for butir in blok.butir:
                    self._gabung_penuh(f"– {butir}", self._format(text_wrap=True))
                self._l.lanjut()
            case Grafik():
                self._grafik.gambar(self._l, blok)
            case TandaTangan():
                self._tanda_tangan(blok)
            case GantiHalaman():
                return

    def _bentangkan(self, awal: int, teks: str, sifat: dict[str, Any], perbesar: float = 1) -> None:
        """A text from this column to the last one."""
        satu = [self._format(**sifat)] * 3
        self._l.bentangkan(awal, len(self._l.lebar) - 1, teks, satu, self._format(text_wrap=True, **sifat), perbesar)

    def _isi_tabel(self, tabel: Tabel) -> None:
        self._tabel.kepala(self._l, tabel)
        for baris in self._cacah.baris(tabel.baris):
            if self._l.baris >= _MAKS_BARIS:
                self._tutup()
                self._buka(self._judul_lembar, tabel.kolom)
                self._tabel.kepala(self._l, tabel)
            self._tabel.baris(self._l, baris, tabel.kolom)

    def _identitas(self, blok: Identitas) -> None:
        """Labels run over the narrow columns on the left and values begin after them, where that leaves them room."""
        lembar = self._l
        akhir = len(lembar.lebar) - 1
        mulai = next((n for n in range(1, akhir + 1) if lembar.lebar_dari(0, n - 1) >= _LABEL), akhir)
        sempit = lembar.lebar_dari(mulai, akhir) < lembar.lebar_dari(0, akhir) / 3
        for label, nilai in blok.isi:
            if sempit:
                self._bentangkan(0, f"{label}: {nilai}", {})
            else:
                lembar.teks(0, label, self._format())
                self._bentangkan(mulai, nilai, {"num_format": '": "@'})
            lembar.lanjut()
        lembar.lanjut()

    # --- signatures --------------------------------------------------------------------------------------------------

    def _tanda_tangan(self, blok: TandaTangan) -> None:
        """As many beside each other, up to three, as the columns have room for; a single one on the right."""
        lembar, sisa, kapan = self._l, list(blok.penanda), blok.tempat_tanggal
        while sisa:
            banyak = min(3, max(2, len(sisa)))
            while (letak := bagi_kolom(lembar.lebar, banyak)) is None:
                banyak -= 1
            sebaris, sisa = sisa[:banyak], sisa[banyak:]
            letak = letak[len(letak) - len(sebaris) :]
            tanggal = ["" for _ in sebaris[1:]] + [kapan]
            baris = zip(*(_baris_penanda(p, t) for p, t in zip(sebaris, tanggal, strict=True)), strict=True)
            for n, isi in enumerate(baris):
                for (awal, akhir), teks in zip(letak, isi, strict=True):
                    bernama = n == _LETAK_NAMA and teks != GARIS_NAMA
                    lembar.perlu(teks, lembar.lebar_dari(awal, akhir))
                    format_ = self._format(align="center", text_wrap=True, **_SIFAT_NAMA if bernama else {})
                    lembar.gabung(awal, akhir, teks, format_)
                lembar.lanjut()
            kapan = ""
            lembar.lanjut()


def _baris_penanda(p: Penanda, tanggal: str) -> tuple[str, ...]:
    nip = f"NIP {p.nip}" if p.nip else ""
    return (tanggal, p.peran, p.instansi, "", "", "", p.nama or GARIS_NAMA, p.jabatan, nip)
