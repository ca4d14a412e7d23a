"""Catalogue files made by hand: workbooks of every format, whole and broken."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

Baris = Sequence[Any]

KEPALA = [
    "kode_ahsp",
    "nama_ahsp",
    "satuan_pekerjaan",
    "kategori",
    "kode_item",
    "uraian_item",
    "satuan_item",
    "koefisien",
]
BETON = [
    ("TK", "L.01", "Pekerja", "OH", "1"),
    ("TK", "L.02", "Tukang batu", "OH", "0.25"),
    ("TK", "L.03", "Kepala tukang", "OH", "0.025"),
    ("TK", "L.04", "Mandor", "OH", "0.1"),
    ("BHN", "", "Semen Portland (PC)", "kg", "407"),
    ("BHN", "", "Pasir beton", "kg", "731"),
    ("BHN", "", "Kerikil", "kg", "1009"),
    ("BHN", "", "Air", "liter", "202"),
    ("ALT", "", "Molen", "hari", "0.1475"),
]


def datar(
    *komponen: Sequence[Any], kode: str = "2.2.1.5.6", uraian: str = "1 m3 beton mutu sedang", satuan: str = "m3"
) -> list[Baris]:
    """A flat table of one analysis."""
    return [KEPALA, *([kode, uraian, satuan, *k] for k in komponen)]


def csv_byte(baris: Iterable[Baris], pemisah: str = ",", sandi: str = "utf-8") -> bytes:
    """A CSV file."""
    teks = io.StringIO()
    csv.writer(teks, delimiter=pemisah, lineterminator="\r\n").writerows(baris)
    return teks.getvalue().encode(sandi)


def xlsx(lembar: Mapping[str, Iterable[Baris]] | Iterable[Baris], atur: Any = None) -> bytes:
    """A workbook; `atur(buku, lembar)` may add to it before it is closed."""
    wadah = io.BytesIO()
    buku = xlsxwriter.Workbook(wadah, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    isi = lembar if isinstance(lembar, Mapping) else {"Lembar1": lembar}
    for nama, baris in isi.items():
        satu = buku.add_worksheet(nama)
        for nomor, sel in enumerate(baris):
            satu.write_row(nomor, 0, [None if s == "" else float(s) if isinstance(s, Decimal) else s for s in sel])
        if atur is not None:
            atur(buku, satu)
    buku.close()
    return wadah.getvalue()


def xls(lembar: Mapping[str, Iterable[Baris]], atur: Any = None) -> bytes:
    """A workbook of the old format."""
    buku = xlwt.Workbook()
    for nama, baris in lembar.items():
        satu = buku.add_sheet(nama)
        for r, sel in enumerate(baris):
            for k, nilai in enumerate(sel):
                if nilai not in {"", None}:
                    satu.write(r, k, nilai)
        if atur is not None:
            atur(satu)
    wadah = io.BytesIO()
    buku.save(wadah)
    return wadah.getvalue()


_ODS_AWAL = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_ODS_AKHIR = "</office:spreadsheet></office:body></office:document-content>"


def ods_sel(nilai: Any, atribut: str = "") -> str:
    """A cell of an ods sheet."""
    if nilai in {"", None}:
        return f"<table:table-cell {atribut}/>"
    if isinstance(nilai, int | float):
        jenis, isi = f'office:value-type="float" office:value="{nilai}"', str(nilai)
    else:
        jenis, isi = 'office:value-type="string"', escape(nilai)
    return f"<table:table-cell {jenis} {atribut}><text:p>{isi}</text:p></table:table-cell>"


def ods_baris(sel: Baris, atribut: str = "") -> str:
    """A row of an ods sheet, empty to the right as far as sheets go."""
    sisa = f'<table:table-cell table:number-columns-repeated="{16384 - len(sel)}"/>'
    return f"<table:table-row {atribut}>{''.join(ods_sel(s) for s in sel)}{sisa}</table:table-row>"


def ods(lembar: Mapping[str, str], bagian: Mapping[str, str] | None = None) -> bytes:
    """An ods file; the sheets are given as rows of XML."""
    tabel = "".join(
        f"<table:table table:name={quoteattr(n)}>{isi}"
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for n, isi in lembar.items()
    )
    return arsip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS_AWAL + tabel + _ODS_AKHIR,
            "META-INF/manifest.xml": "<manifest/>",
            **(bagian or {}),
        }
    )


def arsip(bagian: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    wadah = io.BytesIO()
    with zipfile.ZipFile(wadah, "w", zipfile.ZIP_DEFLATED) as satu:
        for nama, isi in bagian.items():
            satu.writestr(nama, isi)
    return wadah.getvalue()


def ganti(isi: bytes, bagian: Mapping[str, str | bytes | None]) -> bytes:
    """An archive with parts replaced, added, or (None) taken out."""
    with zipfile.ZipFile(io.BytesIO(isi)) as lama:
        semua: dict[str, str | bytes | None] = {n: lama.read(n) for n in lama.namelist()}
    semua.update(bagian)
    return arsip({n: i for n, i in semua.items() if i is not None})


def bagian(isi: bytes, nama: str) -> str:
    """A part of an archive as text."""
    with zipfile.ZipFile(io.BytesIO(isi)) as satu:
        return satu.read(nama).decode()


def ole_terkunci() -> bytes:
    """A compound file with the two streams of a document that has a password."""
    return ole({"EncryptionInfo": b"x" * 100, "EncryptedPackage": b"y" * 5000})


def ole(aliran: Mapping[str, bytes]) -> bytes:
    """A small compound file with these streams, all in whole sectors."""
    akhir, bebas = 0xFFFFFFFE, 0xFFFFFFFF
    sektor: list[bytes] = []
    fat: list[int] = []

    def tambah(data: bytes) -> int:
        awal = len(sektor)
        potong = [data[i : i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)] or [b"\0" * 512]
        for n, satu in enumerate(potong):
            sektor.append(satu)
            fat.append(awal + n + 1 if n + 1 < len(potong) else akhir)
        return awal

    def entri(nama: str, jenis: int, awal: int, ukuran: int) -> bytes:
        huruf = (nama + "\0").encode("utf-16-le")
        kepala = huruf.ljust(64, b"\0") + struct.pack("<HBB3L", len(huruf), jenis, 1, bebas, bebas, bebas)
        return kepala + b"\0" * 36 + struct.pack("<LLL", awal, ukuran, 0)

    isi = [entri("Root Entry", 5, akhir, 0)]
    isi += [entri(n, 2, tambah(d.ljust(4096, b"\0")), max(len(d), 4096)) for n, d in aliran.items()]
    direktori = tambah(b"".join(isi).ljust(512, b"\0"))
    letak_fat = len(sektor)
    fat.append(0xFFFFFFFD)
    kepala = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    kepala += struct.pack("<8L", 1, direktori, 0, 4096, akhir, 0, akhir, 0) + struct.pack("<L", letak_fat)
    kepala += struct.pack("<L", bebas) * 108
    tabel = b"".join(struct.pack("<L", f) for f in fat).ljust(512, b"\xff")
    return kepala + b"".join(sektor) + tabel
