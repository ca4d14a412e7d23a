"""Header texts as they are found, and the names that they stand for."""

from __future__ import annotations

import re
from typing import Final

from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.katalog.bentuk import Sel

_TANDA: Final = re.compile(r"[._:;/*\"'\\\-]+")
_KURUNG: Final = re.compile(r"\([^()]*\)")
_SATUAN_UANG: Final = re.compile(r"\b(?:rp|idr|rupiah)\b")


def kunci_kepala(sel: Sel) -> str:
    """A header cell reduced for comparing: `Harga  Satuan (Rp.)` and `HARGA_SATUAN` are both "harga satuan"."""
    if not isinstance(sel, str) or len(sel) > 120:
        return ""
    tanpa = _KURUNG.sub(" ", kunci_teks(sel))
    return " ".join(_SATUAN_UANG.sub(" ", _TANDA.sub(" ", tanpa)).split())


def _balik(daftar: dict[str, str]) -> dict[str, str]:
    return {alias.strip(): nama for nama, semua in daftar.items() for alias in semua.split("|")}


# Flat tables. `satuan` alone is the unit of the component; the unit of work has names of its own, and English `unit`.
DATAR: Final = _balik(
    {
        "sumber": "sumber ahsp|sumber|source",
        "kode": "kode ahsp|kode|kode analisa|kode analisis|kode pekerjaan|no ahsp|code|ahsp code",
        "uraian": "nama ahsp|nama|uraian ahsp|uraian pekerjaan|nama pekerjaan|jenis pekerjaan|nama analisa|judul|name|"
        "ahsp name|uraian analisa",
        "satuan_kerja": "satuan pekerjaan|satuan ahsp|satuan pekerjaan ahsp|satuan analisa|unit|ahsp unit|work unit",
        "klasifikasi": "klasifikasi|divisi|bidang|grup|kelompok pekerjaan|classification|group",
        "sub_klasifikasi": "sub klasifikasi|subklasifikasi|sub divisi|sub grup",
        "kategori": "kategori|kelompok|jenis|kategori item|component category|category",
        "kode_item": "kode item|kode item lookup|kode komponen|kode sumber daya|component code|item code",
        "uraian_item": "uraian item|item|uraian komponen|nama item|nama komponen|komponen|sumber daya|nama sumber daya|"
        "uraian sumber daya|uraian|"
        "component name|item name|component",
        "satuan_item": "satuan item|satuan|satuan komponen|sat|component unit|item unit",
        "koefisien": "koefisien|koef|indeks|index|qty|kuantitas|coefficient|coeff|coef",
        "harga": "harga satuan|harga|harga dasar|price|unit price",
        "jumlah": "jumlah harga|jumlah|amount|total",
    }
)

# Printed blocks.
CETAK: Final = _balik(
    {
        "nomor": "no|nomor|no urut",
        "uraian": "uraian|uraian pekerjaan|komponen|uraian komponen|nama|jenis|jenis pekerjaan|deskripsi",
        "kode": "kode|kode item|kode analisa|no kode",
        "satuan": "satuan|sat|unit",
        "koefisien": "koefisien|koef|perkiraan kuantitas|kuantitas|koefisien kuantitas|indeks|index|qty",
        "harga": "harga satuan|harga|hrg satuan|harga sat|harga dasar|harga satuan dasar",
        "jumlah": "jumlah harga|jumlah|jml harga|total harga|total|jumlah harga satuan",
    }
)

# Lists of base prices.
HARGA: Final = _balik(
    {
        "nomor": "no|nomor|no urut",
        "kategori": "type|kategori|kelompok|jenis sumber daya|category",
        "kode": "kode|code|kode item|kode barang|kode sumber daya",
        "uraian": "uraian|nama|name|nama bahan|nama barang|jenis barang|jenis bahan|uraian barang|jenis|bahan|upah|"
        "jenis tenaga kerja|tenaga kerja|peralatan|jenis peralatan|nama alat|material|item|uraian upah|uraian bahan|"
        "uraian alat|nama sumber daya|uraian bahan bangunan|jenis material|uraian tenaga kerja|uraian peralatan",
        "satuan": "satuan|sat|unit|satuan dasar",
        "harga": "harga satuan|harga|price|besaran|harga dasar|harga satuan dasar|hsd|harga rata rata|upah|"
        "harga per satuan|unit price|besaran upah",
        "satuan_beli": "satuan beli|satuan pasar|satuan toko",
        "harga_beli": "harga beli|harga pasar|harga toko",
        "faktor": "faktor|faktor konversi|konversi|isi|berat jenis",
        "keterangan": "keterangan|ket|sumber|catatan|merk|merek|spesifikasi|source|note",
    }
)
