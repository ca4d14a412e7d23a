"""The sheets that hold what is typed: Parameter (with the settings), Harga, Volume."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from xlsxwriter.worksheet import Worksheet

from ahsp_app.calc.pembulatan import Mode
from ahsp_app.calc.rumus import RumusSalah, tampil_rumus, urai
from ahsp_app.calc.rumus_excel import ke_excel
from ahsp_app.laporan.buku_kerja import bulat
from ahsp_app.laporan.buku_kerja.gaya import (
    ANGKA,
    HARGA,
    VOLUME,
    Buku,
    tandai,
    teks,
    uraian,
    wajib_positif,
)
from ahsp_app.laporan.buku_kerja.tata import AWAL, Tata
from ahsp_app.laporan.lap_ahsp import KELOMPOK
from ahsp_app.queries.snapshot import BarisHarga, BarisPekerjaan, nomor_tampil

# Settings: name of the cell, label, key in the project. They stand from AWAL on, one a row.
PENGATURAN: Final = (
    ("margin_persen", "Biaya umum dan keuntungan (%)"),
    ("ppn_persen", "Tarif PPN (%)"),
    ("dpp_pembilang", "Dasar pengenaan PPN: pembilang"),
    ("dpp_penyebut", "Dasar pengenaan PPN: penyebut"),
    ("langkah_hsp", "Langkah pembulatan harga satuan pekerjaan"),
    ("langkah_jumlah", "Langkah pembulatan jumlah harga"),
    ("langkah_total", "Langkah pembulatan total"),
)
_LEBAR_HARGA: Final = (6, 12, 46, 10, 16, 10, 16, 12, 30)
_LEBAR_VOLUME: Final = (8, 56, 10, 44, 16, 10)
_BANTU: Final = AWAL + len(PENGATURAN) + 2
BARIS_PARAMETER: Final = _BANTU + 5
"""The first row of the project's own parameters."""


def nama_parameter(nama: str) -> str:
    """The defined name of a parameter: no name of a cell or a function can look like it."""
    return f"par_{nama}"


def parameter(b: Buku, t: Tata) -> None:
    """Settings, helpers of the formulas, and the project's parameters: every value has a name."""
    catatan = "Sel kuning boleh diubah. Setiap nilai bernama; rumus memakai namanya."
    ws = b.lembar("Parameter", "PENGATURAN DAN PARAMETER", (42, 18, 14, 44), catatan)
    b.kepala(ws, ("PENGATURAN", "NILAI", "SATUAN", "KETERANGAN"), AWAL - 1, 1)
    r = AWAL
    for nama, label in PENGATURAN:
        _satu(b, ws, r, nama, label, _nilai(t, nama), catatan=_mode(t, nama))
        r += 1
    wajib_positif(ws, AWAL, 1, AWAL + 2)
    wajib_positif(ws, AWAL + 3, 1, r - 1, ">")
    _bantu(b, ws, t)
    if t.s.parameter:
        _judul(b, ws, BARIS_PARAMETER - 1, "PARAMETER PROYEK")
    for r, p in enumerate(t.s.parameter, BARIS_PARAMETER):
        _satu(b, ws, r, nama_parameter(p.nama), p.label or p.nama, p.nilai, p.satuan, f"Nama: {p.nama}")
        b.maju()


def _nilai(t: Tata, nama: str) -> Decimal:
    s = t.pengaturan
    return {
        "margin_persen": s.margin_persen,
        "ppn_persen": s.ppn.tarif_persen,
        "dpp_pembilang": Decimal(s.ppn.dpp_pembilang),
        "dpp_penyebut": Decimal(s.ppn.dpp_penyebut),
        "langkah_hsp": s.bulat_hsp.langkah,
        "langkah_jumlah": s.bulat_jumlah.langkah,
        "langkah_total": s.bulat_total.langkah,
    }[nama]


def _mode(t: Tata, nama: str) -> str:
    s = t.pengaturan
    cara = {"langkah_hsp": s.bulat_hsp, "langkah_jumlah": s.bulat_jumlah, "langkah_total": s.bulat_total}.get(nama)
    return f"Cara: {bulat.KATA_MODE[cara.mode]}" if cara else ""


def _judul(b: Buku, ws: Worksheet, r: int, isi: str) -> None:
    teks(ws, r, 0, isi, b.gaya(tepi=False, bold=True))


def _satu(
    b: Buku, ws: Worksheet, r: int, nama: str, label: str, nilai: Decimal, satuan: str = "", catatan: str = ""
) -> None:
    """A named number that may be changed."""
    teks(ws, r, 0, label, b.gaya(text_wrap=True))
    ws.write_number(r - 1, 1, float(nilai), b.gaya(ANGKA, isian=True))
    teks(ws, r, 2, satuan, b.gaya(align="center"))
    teks(ws, r, 3, catatan, b.gaya(text_wrap=True))
    b.wb.define_name(nama, f"=Parameter!$B${r}")


def _bantu(b: Buku, ws: Worksheet, t: Tata) -> None:
    """Cells that only the formulas of other sheets need."""
    s = t.pengaturan
    desimal = 6 if s.bulat_jumlah.mode is Mode.TANPA else 2
    jutaan, sisa = bulat.bagian_ppn(t.total.jumlah, s)
    _judul(b, ws, _BANTU - 1, "NILAI BANTU (DIHITUNG)")
    isi: tuple[tuple[str, str, str, Fraction | int], ...] = (
        (
            "desimal_jumlah",
            "Desimal harga satuan dalam langkah jumlah",
            bulat.RUMUS_DESIMAL,
            bulat.desimal_jumlah(s.bulat_hsp, s.bulat_jumlah),
        ),
        ("ppn_jutaan", "PPN atas jutaan penuh dari JUMLAH", bulat.PPN_JUTAAN, jutaan),
        ("ppn_sisa", "PPN atas sisanya", bulat.PPN_SISA.format(desimal=desimal), sisa),
    )
    for r, (nama, label, rumus, nilai) in enumerate(isi, _BANTU):
        teks(ws, r, 0, label, b.gaya())
        ws.write_formula(r - 1, 1, rumus, b.gaya(ANGKA), float(nilai))
        b.wb.define_name(nama, f"=Parameter!$B${r}")


def harga(b: Buku, t: Tata) -> None:
    """Resources: the price, or the purchase price divided by the factor."""
    catatan = "Harga yang kosong ditandai dan dihitung nol. Sel kuning boleh diubah."
    ws = b.lembar("Harga", "DAFTAR HARGA SATUAN UPAH, BAHAN, DAN ALAT", _LEBAR_HARGA, catatan)
    ws.set_landscape()
    judul = ("NO", "KODE", "URAIAN", "SATUAN", "HARGA (Rp)", "SATUAN BELI", "HARGA BELI (Rp)", "FAKTOR", "SUMBER")
    b.kepala(ws, judul, AWAL - 1, 3)
    kategori, nomor = "", 0
    for h in t.item:
        r = t.baris_item[h.id]
        if h.kategori != kategori:
            kategori, nomor = h.kategori, 0
            teks(ws, r - 1, 0, KELOMPOK[kategori], b.gaya(bold=True, tepi=False))
        nomor += 1
        _harga(b, ws, r, nomor, h, t.nilai_item[h.id])
        b.maju()
    akhir = max(t.baris_item.values(), default=AWAL)
    for kolom in (4, 6):
        wajib_positif(ws, AWAL, kolom, akhir)
    wajib_positif(ws, AWAL, 7, akhir, ">")
    tandai(b, ws, AWAL, 4, akhir, f"=AND(ISNUMBER($A{AWAL}),ISBLANK($E{AWAL}))")
    tandai(b, ws, AWAL, 6, akhir, f"=AND(ISNUMBER($A{AWAL}),ISNUMBER($H{AWAL}),ISBLANK($G{AWAL}))")


def _harga(b: Buku, ws: Worksheet, r: int, nomor: int, h: BarisHarga, nilai: Fraction | None) -> None:
    ws.write_number(r - 1, 0, nomor, b.gaya(align="center"))
    teks(ws, r, 1, h.kode, b.gaya())
    uraian(ws, r, 2, h.uraian, b.gaya(text_wrap=True), _LEBAR_HARGA[2])
    teks(ws, r, 3, h.satuan, b.gaya(align="center"))
    if h.faktor is None:
        angka(ws, r, 4, h.harga, b.gaya(HARGA, isian=True))
        for kolom in (5, 6, 7):
            ws.write_blank(r - 1, kolom, None, b.gaya())
    else:
        tersimpan = "" if nilai is None else float(nilai)
        ws.write_formula(r - 1, 4, f'=IF(G{r}="","",G{r}/H{r})', b.gaya(HARGA), tersimpan)
        teks(ws, r, 5, h.satuan_beli, b.gaya(align="center"))
        angka(ws, r, 6, h.harga_beli, b.gaya(HARGA, isian=True))
        angka(ws, r, 7, h.faktor, b.gaya(ANGKA, isian=True))
    teks(ws, r, 8, h.sumber_harga, b.gaya(text_wrap=True))


def angka(ws: Worksheet, r: int, kolom: int, nilai: Decimal | None, gaya: object) -> None:
    """A number in a cell, or an empty cell."""
    if nilai is None:
        ws.write_blank(r - 1, kolom, None, gaya)
    else:
        ws.write_number(r - 1, kolom, float(nilai), gaya)


def volume(b: Buku, t: Tata) -> None:
    """Volumes: as typed, or as a formula of parameters and other volumes."""
    catatan = "Volume yang kosong ditandai dan dihitung nol. Sel kuning boleh diubah; volume berumus ikut parameter."
    ws = b.lembar("Volume", "VOLUME PEKERJAAN", _LEBAR_VOLUME, catatan)
    ws.set_landscape()
    b.kepala(ws, ("NO", "URAIAN PEKERJAAN", "SATUAN", "RUMUS", "VOLUME", "ACUAN"), AWAL - 1)
    sel = {f"#{p.kunci}": f"E{t.baris[p.id]}" for p in t.s.pekerjaan}
    nama = {p.nama: nama_parameter(p.nama) for p in t.s.parameter}
    tempat = sel | nama
    judul = b.gaya(bold=True, bg_color="#EEF2F7")
    for simpul in t.simpul:
        r = t.baris_judul[simpul.judul.id]
        teks(ws, r, 0, simpul.nomor, judul)
        teks(ws, r, 1, simpul.judul.nama, judul)
        for kolom in range(2, 6):
            ws.write_blank(r - 1, kolom, None, judul)
        for p in simpul.pekerjaan:
            _volume(b, ws, t.baris[p.id], p, tempat)
            b.maju()
    wajib_positif(ws, AWAL, 4, t.akhir)
    tandai(b, ws, AWAL, 4, t.akhir, f'=AND($F{AWAL}<>"",ISBLANK($E{AWAL}))')


def _volume(b: Buku, ws: Worksheet, r: int, p: BarisPekerjaan, tempat: dict[str, str]) -> None:
    teks(ws, r, 0, nomor_tampil(p), b.gaya(align="center"))
    rumus_ketik = tampil_rumus(p.rumus)
    # the longer of the two decides how high the row is
    kolom = max((1, p.uraian), (3, rumus_ketik), key=lambda x: len(x[1]) / _LEBAR_VOLUME[x[0]])[0]
    teks(ws, r, 1, p.uraian, b.gaya(text_wrap=True))
    teks(ws, r, 2, p.satuan, b.gaya(align="center"))
    teks(ws, r, 3, rumus_ketik, b.gaya(text_wrap=True))
    uraian(ws, r, kolom, p.uraian if kolom == 1 else rumus_ketik, b.gaya(text_wrap=True), _LEBAR_VOLUME[kolom])
    rumus = rumus_sel(p.rumus, tempat) if p.rumus is not None and p.volume is not None else None
    if rumus is None:
        angka(ws, r, 4, p.volume, b.gaya(VOLUME, isian=True))
    else:
        ws.write_formula(r - 1, 4, f"=ROUND({rumus},6)", b.gaya(VOLUME), float(p.volume or 0))
    teks(ws, r, 5, f"#{p.kunci}", b.gaya(align="center", font_color="#5A6472"))


def rumus_sel(teks_rumus: str, tempat: dict[str, str]) -> str | None:
    """The formula as the sheet computes it; None when it cannot, and the volume then stays a number."""
    try:
        rumus = urai(teks_rumus)
    except RumusSalah:
        return None
    return ke_excel(rumus, tempat.__getitem__) if rumus.acuan <= tempat.keys() else None
