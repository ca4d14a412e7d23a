"""An edition as a file: a workbook and CSV as people exchange them, and JSON that goes back in unchanged.

A text that begins like a formula stays a text: in a workbook by its type, in CSV by an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

import xlsxwriter

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.queries.edisi_ekspor import Analisa, IsiEdisi

FORMAT: Final = "ahsp-katalog"
VERSI: Final = 1
JENIS_BERKAS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}
KEPALA: Final = (
    "kode_ahsp", "nama_ahsp", "klasifikasi", "satuan_pekerjaan", "kategori", "kode_item", "uraian_item", "satuan_item",
    "koefisien",
)  # fmt: skip
_RUMUS: Final = ("=", "+", "-", "@", "\t", "\r")
_MAKS_BARIS: Final = 49_000  # of one sheet: a file of ours goes back in


def tulis_edisi(isi: IsiEdisi, jenis: str) -> bytes:
    """The edition in this format (a key of JENIS_BERKAS)."""
    return {"xlsx": _xlsx, "csv": _csv, "json": _json}[jenis](isi)


def _baris(a: Analisa) -> Iterator[list[Any]]:
    kepala = [a.kode, a.uraian, a.grup, a.satuan]
    for k in a.komponen:
        yield [*kepala, k.kategori, k.kode or "", k.uraian, k.satuan, k.koefisien]
    if not a.komponen:
        yield [*kepala, "", "", "", "", None]


def _xlsx(isi: IsiEdisi) -> bytes:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(
        keluar, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    tebal = buku.add_format({"bold": True})
    lembar, n, urut = None, 0, 0
    for a in isi.analisa:
        if lembar is None or n + max(1, len(a.komponen)) > _MAKS_BARIS:
            urut += 1
            lembar, n = buku.add_worksheet("Katalog" if urut == 1 else f"Katalog {urut}"), 0
            lembar.write_row(0, 0, KEPALA, tebal)
        for baris in _baris(a):
            n += 1
            for kolom, nilai in enumerate(baris[:-1]):
                lembar.write_string(n, kolom, nilai)
            if baris[-1] is not None:
                lembar.write_number(n, len(baris) - 1, baris[-1])
    if lembar is None:
        buku.add_worksheet("Katalog").write_row(0, 0, KEPALA, tebal)
    buku.close()
    return keluar.getvalue()


def _csv(isi: IsiEdisi) -> bytes:
    keluar = io.StringIO()
    penulis = csv.writer(keluar, delimiter=";", lineterminator="\r\n")
    penulis.writerow(KEPALA)
    for a in isi.analisa:
        for baris in _baris(a):
            angka = "" if baris[-1] is None else cetak_kanonik(baris[-1]).replace(".", ",")
            penulis.writerow([*(_aman(x) for x in baris[:-1]), angka])
    return keluar.getvalue().encode("utf-8-sig")


def _json(isi: IsiEdisi) -> bytes:
    keluar = io.StringIO()
    kepala = {"format": FORMAT, "versi": VERSI, "edisi": {k: v for k, v in isi.kepala.items() if v is not None}}
    keluar.write(json.dumps(kepala, ensure_ascii=False)[:-1] + ', "analisa": [')
    for n, a in enumerate(isi.analisa):
        satu = {
            "kode": a.kode, "grup": a.grup, "uraian": a.uraian, "satuan": a.satuan,
            "komponen": [
                {"kategori": k.kategori, "kode": k.kode, "uraian": k.uraian, "satuan": k.satuan,
                 "koefisien": cetak_kanonik(k.koefisien)}
                for k in a.komponen
            ],
        }  # fmt: skip
        keluar.write((",\n" if n else "\n") + json.dumps(satu, ensure_ascii=False))
    keluar.write("\n]}\n")
    return keluar.getvalue().encode()


def _aman(teks: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{teks}" if teks.startswith(_RUMUS) else teks
