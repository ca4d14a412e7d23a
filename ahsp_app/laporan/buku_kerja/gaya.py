"""How the sheets look: formats made once, input cells coloured and unlocked, the page."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ahsp_app.laporan.bantu import bersih
from ahsp_app.laporan.cetak import tanggal
from ahsp_app.laporan.model import Maju

UANG: Final = "#,##0.00"
HARGA: Final = "#,##0.00######"
VOLUME: Final = "#,##0.00####"
KOEFISIEN: Final = "#,##0.000#######"
ANGKA: Final = "General"
PERSEN: Final = "0.00%"
_MAKS_TEKS: Final = 32_000

_TEPI: Final = {"border": 1, "border_color": "#B8C0CC"}
_ISIAN: Final = {"bg_color": "#FFF6D6", "locked": False}
KURANG: Final = {"bg_color": "#F6B7A9"}


class Buku:
    """The workbook with its formats, one object for each look."""

    def __init__(self, keluar: Any, folder: str, proyek: str, waktu: datetime, maju: Maju) -> None:
        self.proyek, self.waktu, self._maju = proyek, waktu, maju
        self._baris = 0
        self.wb = xlsxwriter.Workbook(keluar, {"constant_memory": True, "tmpdir": folder})
        self.wb.set_properties({"title": bersih(proyek)[:200], "created": waktu.replace(tzinfo=None)})
        self.wb.formats[0].set_font_name("Arial")
        self.wb.formats[0].set_font_size(9)
        self._gaya: dict[tuple[tuple[str, Any], ...], Format] = {}

    def gaya(self, angka: str = "", *, isian: bool = False, tepi: bool = True, **lain: Any) -> Format:
        """A format: number format, input or not, with lines or without; the same one for the same look."""
        isi: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "valign": "top"}
        isi |= (_TEPI if tepi else {}) | (_ISIAN if isian else {}) | ({"num_format": angka} if angka else {}) | lain
        kunci = tuple(sorted(isi.items()))
        if kunci not in self._gaya:
            self._gaya[kunci] = self.wb.add_format(isi)
        return self._gaya[kunci]

    def lembar(self, nama: str, judul: str, lebar: tuple[float, ...], catatan: str = "") -> Worksheet:
        """A sheet with its title in rows 1 to 3, columns of these widths, page set up; locked but for its inputs."""
        ws = self.wb.add_worksheet(nama)
        for n, satu in enumerate(lebar):
            ws.set_column(n, n, satu)
        ws.set_paper(9)
        ws.fit_to_pages(1, 0)
        ws.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        kaki = bersih(self.proyek)[:80].replace("&", "&&")
        ws.set_footer(f"&L&8{kaki}&C&8{nama}&R&8Halaman &P dari &N")
        ws.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
        ws.hide_gridlines(2)
        # a text that looks like a number is meant as a text, and rows may differ
        ws.ignore_errors(dict.fromkeys(("number_stored_as_text", "formula_differs", "formula_range"), "A1:I1048576"))
        teks(ws, 1, 0, judul, self.gaya(tepi=False, bold=True, font_size=13))
        teks(ws, 2, 0, self.proyek, self.gaya(tepi=False, bold=True))
        if catatan:
            teks(ws, 3, 0, catatan, self.gaya(tepi=False, italic=True, font_color="#5A6472"))
        return ws

    def kepala(self, ws: Worksheet, judul: tuple[str, ...], r: int, bekukan_kolom: int = 2) -> None:
        """The head of a table: repeated on every page, in view when scrolling."""
        ws.set_row(r - 1, 27)
        gaya = self.gaya(bold=True, align="center", bg_color="#DCE4EE", text_wrap=True, valign="vcenter")
        for n, satu in enumerate(judul):
            ws.write_string(r - 1, n, satu, gaya)
        ws.repeat_rows(r - 1)
        ws.freeze_panes(r, bekukan_kolom)

    def maju(self, baris: int = 1) -> None:
        """Count rows; every 500 are told."""
        sebelum, self._baris = self._baris, self._baris + baris
        if self._baris // 500 > sebelum // 500:
            self._maju(self._baris)

    def selesai(self) -> None:
        """Write the file."""
        self.wb.close()
        self._maju(self._baris)

    def batal(self) -> None:
        """Give up: close what is open and write nothing."""
        for ws in self.wb.worksheets():
            ws.row_data_fh.close()
        self.wb.fileclosed = True

    @property
    def saat(self) -> str:
        """The moment of the numbers, in words."""
        return f"{tanggal(self.waktu)} pukul {self.waktu:%H.%M}"


def teks(ws: Worksheet, r: int, kolom: int, isi: str | None, gaya: Format | None = None) -> None:
    """A text in a cell (row from 1, column from 0): never a formula, never a link."""
    if isi:
        ws.write_string(r - 1, kolom, bersih(isi)[:_MAKS_TEKS], gaya)
    else:
        ws.write_blank(r - 1, kolom, None, gaya)


def uraian(ws: Worksheet, r: int, kolom: int, isi: str, gaya: Format, lebar: float) -> None:
    """A text that wraps in a column of this width; the row is made as high as it needs, which not all programs do."""
    baris = sum(max(1, ceil(len(satu) / (lebar * 1.2))) for satu in isi.split("\n"))
    if baris > 1:
        ws.set_row(r - 1, min(12 * baris + 3, 400))
    teks(ws, r, kolom, isi, gaya)


def wajib_positif(ws: Worksheet, awal: int, kolom: int, akhir: int, kriteria: str = ">=") -> None:
    """Cells that take numbers of zero or more (or, with ">", more than zero)."""
    pesan = "Isi angka nol atau lebih." if kriteria == ">=" else "Isi angka lebih dari nol."
    isi = {"validate": "decimal", "criteria": kriteria, "value": 0, "error_title": "Bukan nilai yang sah"}
    ws.data_validation(awal - 1, kolom, akhir - 1, kolom, isi | {"error_message": pesan})


def tandai(b: Buku, ws: Worksheet, awal: int, kolom: int, akhir: int, syarat: str) -> None:
    """What is missing is coloured while the condition (written for the first row) holds."""
    isi = {"type": "formula", "criteria": syarat, "format": b.wb.add_format(KURANG)}
    ws.conditional_format(awal - 1, kolom, max(awal, akhir) - 1, kolom, isi)
