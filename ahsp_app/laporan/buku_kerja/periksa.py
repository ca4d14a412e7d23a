"""The sheets Pemeriksaan (do workbook and application agree?) and Petunjuk (how to use the workbook)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xlsxwriter.worksheet import Worksheet

from ahsp_app.laporan.buku_kerja.gaya import HARGA, KURANG, UANG, Buku, teks, uraian
from ahsp_app.laporan.buku_kerja.tata import AWAL, Tata
from ahsp_app.queries.snapshot import nomor_tampil

SAMA: Final = "Buku kerja dan aplikasi sama"
BEDA: Final = " nilai berbeda: ada isian yang diubah, atau berkas ini dihitung program yang berbeda"
_KEPALA: Final = (
    "NO", "URAIAN", "HARGA SATUAN APLIKASI", "HARGA SATUAN BUKU KERJA", "SELISIH",
    "JUMLAH APLIKASI", "JUMLAH BUKU KERJA", "SELISIH", "HASIL",
)  # fmt: skip
_LEBAR: Final = (8, 52, 19, 19, 14, 21, 21, 14, 9)

PETUNJUK: Final = (
    ("Isi buku", ""),
    ("", "Parameter → Volume → RAB, dan Harga → AHSP → RAB → Rekap. Semua dihubungkan dengan rumus."),
    ("Yang boleh diubah", ""),
    ("", "Sel kuning: harga, koefisien, volume yang diketik, parameter, persen, dan langkah pembulatan."),
    ("", "Sel lain dikunci tanpa kata sandi. Buka lewat menu Tinjau (Review), Lepaskan Proteksi Lembar, bila perlu."),
    ("Yang kosong", ""),
    ("", "Harga atau volume yang belum diisi ditandai merah muda dan dihitung nol, sama seperti di aplikasi."),
    ("Pembulatan", ""),
    ("", "Cara pembulatan mengikuti pengaturan proyek; langkahnya ada di lembar Parameter."),
    ("", "Tambahan kecil di dalam rumus (misalnya 4E-15, 0.0000001, 0.4999999) bukan bagian harga. Program lembar"),
    ("", "kerja menyimpan angka dengan 15 sampai 17 digit; tambahan itu membuat nilai yang tepat di tengah dibulatkan"),
    ("", "seperti hitungan tepat di aplikasi."),
    ("", "Bagian bulat volume dan sisanya dikalikan terpisah agar sen pada jumlah yang besar tetap benar."),
    ("Pemeriksaan", ""),
    ("", "Lembar Pemeriksaan membandingkan setiap nilai dengan nilai aplikasi saat berkas dibuat."),
    ("", "Nilai yang diubah di sini tidak kembali ke aplikasi. Terbilang tidak ikut berubah."),
)


def pemeriksaan(b: Buku, t: Tata) -> None:
    """Every price and amount of the application beside the one of the workbook."""
    ws = b.lembar("Pemeriksaan", "PEMERIKSAAN", _LEBAR)
    ws.set_landscape()
    akhir = t.akhir + 4
    hasil = f"I{AWAL}:I{akhir}"
    rumus = f'=IF(COUNTIF({hasil},"beda")=0,"{SAMA}",COUNTIF({hasil},"beda")&"{BEDA}")'
    ws.write_formula(2, 0, rumus, b.gaya(tepi=False, bold=True, font_size=11), SAMA)
    teks(ws, 4, 0, f"Angka aplikasi per {b.saat}.", b.gaya(tepi=False, italic=True))
    b.kepala(ws, _KEPALA, AWAL - 1)
    for simpul in t.simpul:
        r = t.baris_judul[simpul.judul.id]
        _baris(b, ws, r, (simpul.nomor, simpul.judul.nama), None, simpul.judul.jumlah)
        for p in simpul.pekerjaan:
            _baris(b, ws, t.baris[p.id], (nomor_tampil(p), p.uraian), p.hsp, p.jumlah)
            b.maju()
    jumlah = t.total
    kaki = ("JUMLAH", jumlah.jumlah), ("PPN", jumlah.ppn), ("TOTAL", jumlah.total), ("DIBULATKAN", jumlah.dibulatkan)
    for r, (nama, nilai) in enumerate(kaki, t.akhir + 1):
        _baris(b, ws, r, ("", nama), None, nilai)
    isi = {"type": "cell", "criteria": "==", "value": '"beda"', "format": b.wb.add_format(KURANG)}
    ws.conditional_format(AWAL - 1, 8, akhir - 1, 8, isi)


def _baris(b: Buku, ws: Worksheet, r: int, nama: tuple[str, str], hsp: Decimal | None, jumlah: Decimal) -> None:
    """A row; the sheet RAB has the same row at the same height. Without `hsp`: a heading or a total."""
    tebal = hsp is None
    teks(ws, r, 0, nama[0], b.gaya(align="center", bold=tebal))
    uraian(ws, r, 1, nama[1], b.gaya(text_wrap=True, bold=tebal), _LEBAR[1])
    if hsp is None:
        for kolom in (2, 3, 4):
            ws.write_blank(r - 1, kolom, None, b.gaya())
        beda = f"ABS(H{r})"
    else:
        _banding(b, ws, r, 2, "F", hsp, HARGA)
        beda = f"MAX(ABS(E{r}),ABS(H{r}))"
    _banding(b, ws, r, 5, "G", jumlah, UANG)
    ws.write_formula(r - 1, 8, f'=IF({beda}<0.005,"sama","beda")', b.gaya(align="center"), "sama")


def _banding(b: Buku, ws: Worksheet, r: int, kolom: int, asal: str, nilai: Decimal, angka: str) -> None:
    """The application's value, the workbook's, and their difference."""
    satu, dua = "ABCDEFGH"[kolom], "ABCDEFGH"[kolom + 1]
    ws.write_number(r - 1, kolom, float(nilai), b.gaya(angka))
    ws.write_formula(r - 1, kolom + 1, f"=RAB!{asal}{r}", b.gaya(angka), float(nilai))
    ws.write_formula(r - 1, kolom + 2, f"={dua}{r}-{satu}{r}", b.gaya(UANG), 0)


def petunjuk(b: Buku, _t: Tata) -> None:
    """How the workbook is used."""
    ws = b.lembar("Petunjuk", "PETUNJUK", (4, 110))
    for r, (judul, isi) in enumerate(PETUNJUK, 5):
        if judul:
            teks(ws, r, 0, judul, b.gaya(tepi=False, bold=True))
        else:
            teks(ws, r, 1, isi, b.gaya(tepi=False, text_wrap=True))
