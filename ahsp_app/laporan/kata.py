"""Words of the documents in the language that was asked for. What people typed stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Kata = Callable[[str], str]

INGGRIS: Final[Mapping[str, str]] = {
    "REKAPITULASI RENCANA ANGGARAN BIAYA": "COST ESTIMATE SUMMARY",
    "RENCANA ANGGARAN BIAYA": "COST ESTIMATE",
    "DAFTAR KUANTITAS DAN HARGA": "BILL OF QUANTITIES",
    "ANALISA HARGA SATUAN PEKERJAAN": "UNIT PRICE ANALYSIS",
    "DAFTAR HARGA SATUAN PEKERJAAN": "SCHEDULE OF UNIT PRICES",
    "DAFTAR HARGA SATUAN UPAH, BAHAN, DAN ALAT": "BASIC PRICES OF LABOUR, MATERIALS AND EQUIPMENT",
    "RINCIAN SUMBER DAYA PER PEKERJAAN": "RESOURCES BY WORK ITEM",
    "BACK-UP VOLUME": "QUANTITY TAKE-OFF",
    "REKAPITULASI KEBUTUHAN SUMBER DAYA": "RESOURCE SUMMARY",
    "DAFTAR PARAMETER": "PARAMETERS",
    "RINGKASAN PERUBAHAN": "SUMMARY OF CHANGES",
    "Program": "Programme",
    "Kegiatan": "Activity",
    "Pekerjaan": "Project",
    "Lokasi": "Location",
    "Tahun anggaran": "Fiscal year",
    "Sumber dana": "Funding",
    "Pemilik": "Owner",
    "Keterangan": "Remarks",
    "NO": "NO",
    "URAIAN PEKERJAAN": "DESCRIPTION OF WORK",
    "URAIAN": "DESCRIPTION",
    "KODE": "CODE",
    "VOLUME": "QUANTITY",
    "PERKIRAAN KUANTITAS": "ESTIMATED QUANTITY",
    "SATUAN": "UNIT",
    "HARGA SATUAN (Rp)": "UNIT PRICE (Rp)",
    "JUMLAH HARGA (Rp)": "AMOUNT (Rp)",
    "BIAYA LANGSUNG (Rp)": "DIRECT COST (Rp)",
    "MARGIN (Rp)": "MARGIN (Rp)",
    "BOBOT (%)": "WEIGHT (%)",
    "KOEFISIEN": "COEFFICIENT",
    "KEBUTUHAN": "NEEDED",
    "DALAM SATUAN BELI": "IN PURCHASE UNITS",
    "KETERANGAN": "REMARKS",
    "PERHITUNGAN": "CALCULATION",
    "NAMA": "NAME",
    "NILAI": "VALUE",
    "WAKTU": "TIME",
    "OLEH": "BY",
    "PERUBAHAN": "CHANGE",
    "SEMULA → MENJADI": "FROM → TO",
    "TENAGA KERJA": "LABOUR",
    "BAHAN": "MATERIALS",
    "PERALATAN": "EQUIPMENT",
    "LAIN-LAIN": "OTHERS",
    "JUMLAH": "TOTAL BEFORE TAX",
    "JUMLAH %s": "SUBTOTAL %s",
    "TOTAL": "TOTAL",
    "DIBULATKAN": "ROUNDED",
    "Pembulatan": "Rounding",
    "Selisih pembulatan cetak": "Difference of printed digits",
    "Terbilang": "In words",
    "Catatan": "Notes",
    "Jumlah (%s)": "Sum (%s)",
    "Biaya umum dan keuntungan (%s% × D)": "Overhead and profit (%s% × D)",
    "Harga satuan pekerjaan": "Unit price",
    "Harga langsung (tanpa analisa)": "Direct price (no analysis)",
    "Belum ada analisa": "No analysis yet",
    "Pembulatan: harga satuan %s; jumlah %s; PPN dalam sen bulat; total %s.": (
        "Rounding: unit price %s; amount %s; tax in whole sen; total %s."
    ),
    "Bertanda *: harga, volume, atau analisanya belum lengkap dan dihitung nol.": (
        "Marked *: price, quantity or analysis is not complete and counts as zero."
    ),
    "Bertanda *: belum ada harga, dihitung nol.": "Marked *: no price yet, counts as zero.",
    "Analisa yang dipakai analisa lain masuk dengan biaya langsungnya (D).": (
        "An analysis used inside another enters with its direct cost (D)."
    ),
    "Jumlah ini adalah biaya langsung seluruh pekerjaan beranalisa, sebelum margin dan PPN.": (
        "This is the direct cost of all works with an analysis, before margin and tax."
    ),
    "dipakai %s rumus": "used by %s formulas",
    "belum dipakai": "not used",
    "volume kosong": "no quantity",
    "Harga langsung": "Direct price",
    "tanpa pembulatan": "none",
    "dua desimal, setengah ke atas": "two decimals, half up",
    "rupiah penuh, setengah ke atas": "whole rupiah, half up",
    "rupiah penuh ke bawah": "whole rupiah, down",
    "ratusan ke bawah": "hundreds, down",
    "ribuan ke bawah": "thousands, down",
    "ribuan terdekat": "nearest thousand",
    "ribuan ke atas": "thousands, up",
    "ratusan ribu ke bawah": "hundred thousands, down",
    "jutaan ke bawah": "millions, down",
    "Mengetahui": "Acknowledged by",
    "Dibuat oleh": "Prepared by",
}


_ARAH: Final = {"setengah ke atas": "half up", "ke bawah": "down", "ke atas": "up"}


def kata_untuk(bahasa: str) -> Kata:
    """The words in "id", or in "en" as far as there is one."""
    if bahasa == "en":
        return _inggris
    return lambda teks: teks


def _inggris(teks: str) -> str:
    """ "kelipatan 50 ke atas" has no entry of its own: its step may be any number."""
    if teks.startswith("kelipatan "):
        _kelipatan, langkah, cara = teks.split(" ", 2)
        return f"multiples of {langkah}, {_ARAH[cara]}"
    return INGGRIS.get(teks, teks)
