"""The sheets RAB and Rekap: volume × price, sums of headings, PPN, total, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ahsp_app.laporan.buku_kerja.bulat import PPN, rumus_jumlah, rumus_total
from ahsp_app.laporan.buku_kerja.gaya import HARGA, PERSEN, UANG, VOLUME, Buku, tandai, teks, uraian
from ahsp_app.laporan.buku_kerja.tata import AWAL, Tata
from ahsp_app.queries.snapshot import BarisPekerjaan, Simpul, nomor_tampil

LABEL_PPN: Final = '="PPN "&ppn_persen&"%"&IF(dpp_pembilang=dpp_penyebut,""," × DPP "&dpp_pembilang&"/"&dpp_penyebut)'
_KEPALA: Final = (
    "NO", "URAIAN PEKERJAAN", "KODE", "VOLUME", "SATUAN", "HARGA SATUAN (Rp)", "JUMLAH HARGA (Rp)", "BOBOT", "TINGKAT",
)  # fmt: skip
_LEBAR: Final = (8, 58, 14, 14, 10, 18, 20, 10, 9)
_LEBAR_REKAP: Final = (8, 60, 24, 12)


class Kaki(NamedTuple):
    """A row of the foot: name of its cell, label, formula, value."""

    nama: str
    label: str
    rumus: str
    nilai: float


def _kaki(t: Tata) -> tuple[Kaki, ...]:
    jumlah, akhir = t.total, t.akhir
    semua = f"=SUMIF(I{AWAL}:I{akhir},1,G{AWAL}:G{akhir})"
    return (
        Kaki("rab_jumlah", "JUMLAH", semua, float(jumlah.jumlah)),
        Kaki("rab_ppn", "", PPN, float(jumlah.ppn)),
        Kaki("rab_total", "TOTAL", "=rab_jumlah+rab_ppn", float(jumlah.total)),
        Kaki("rab_dibulatkan", "DIBULATKAN", "=" + rumus_total("rab_total", t.pengaturan), float(jumlah.dibulatkan)),
    )


def rab(b: Buku, t: Tata) -> None:
    """Every work below its headings; a heading's amount is the sum of what is one level below it."""
    catatan = "Semua sel dihitung: ubah volume, harga, koefisien, atau pengaturan di lembarnya."
    ws = b.lembar("RAB", "RENCANA ANGGARAN BIAYA", _LEBAR, catatan)
    ws.set_landscape()
    ws.set_column(8, 8, 9, None, {"hidden": True})
    b.kepala(ws, _KEPALA, AWAL - 1)
    batas = _batas(t)
    for n, simpul in enumerate(t.simpul):
        _judul(b, ws, t, simpul, batas[n])
        for p in simpul.pekerjaan:
            _pekerjaan(b, ws, t, p, simpul.kedalaman + 1)
            b.maju()
    for r, kaki in enumerate(_kaki(t), t.akhir + 1):
        gaya = b.gaya(bold=True, bg_color="#EEF2F7")
        for kolom in range(8):
            ws.write_blank(r - 1, kolom, None, gaya)
        _label(ws, r, kaki, t, gaya)
        ws.write_formula(r - 1, 6, kaki.rumus, b.gaya(UANG, bold=True, bg_color="#EEF2F7"), kaki.nilai)
        b.wb.define_name(kaki.nama, f"=RAB!$G${r}")
    tandai(b, ws, AWAL, 3, t.akhir, f'=AND($F{AWAL}<>"",$D{AWAL}=0)')


def _label(ws: Worksheet, r: int, kaki: Kaki, t: Tata, gaya: object) -> None:
    if kaki.label:
        teks(ws, r, 1, kaki.label, gaya)
    else:
        ws.write_formula(r - 1, 1, LABEL_PPN, gaya, t.pengaturan.ppn.label())


def _batas(t: Tata) -> list[int]:
    """The last row below each heading, and whether headings are among them is told by the next one's depth."""
    akhir = [t.akhir] * len(t.simpul)
    terbuka: list[int] = []
    for n, simpul in enumerate(t.simpul):
        while terbuka and t.simpul[terbuka[-1]].kedalaman >= simpul.kedalaman:
            akhir[terbuka.pop()] = t.baris_judul[simpul.judul.id] - 1
        terbuka.append(n)
    return akhir


def _judul(b: Buku, ws: Worksheet, t: Tata, simpul: Simpul, akhir: int) -> None:
    r = t.baris_judul[simpul.judul.id]
    latar = "#DCE4EE" if simpul.kedalaman == 1 else "#EEF2F7"
    gaya = b.gaya(bold=True, bg_color=latar, text_wrap=True)
    for kolom in range(2, 8):
        ws.write_blank(r - 1, kolom, None, gaya)
    teks(ws, r, 0, simpul.nomor, gaya)
    uraian(
        ws,
        r,
        1,
        simpul.judul.nama,
        b.gaya(bold=True, bg_color=latar, text_wrap=True, indent=simpul.kedalaman - 1),
        _LEBAR[1] - 6,
    )
    if akhir == r:
        rumus = "=0"
    elif akhir == r + len(simpul.pekerjaan):
        rumus = f"=SUM(G{r + 1}:G{akhir})"
    else:
        rumus = f"=SUMIF(I{r + 1}:I{akhir},{simpul.kedalaman + 1},G{r + 1}:G{akhir})"
    ws.write_formula(r - 1, 6, rumus, b.gaya(UANG, bold=True, bg_color=latar), float(simpul.judul.jumlah))
    _bobot(b, ws, t, r, Fraction(simpul.judul.jumlah), b.gaya(PERSEN, bold=True, bg_color=latar))
    ws.write_number(r - 1, 8, simpul.kedalaman)


def _pekerjaan(b: Buku, ws: Worksheet, t: Tata, p: BarisPekerjaan, tingkat: int) -> None:
    r = t.baris[p.id]
    teks(ws, r, 0, nomor_tampil(p), b.gaya(align="center"))
    uraian(ws, r, 1, p.uraian, b.gaya(text_wrap=True, indent=tingkat - 1), _LEBAR[1] - tingkat)
    teks(ws, r, 2, p.kode, b.gaya(align="center"))
    ws.write_formula(r - 1, 3, f"=Volume!E{r}", b.gaya(VOLUME), float(p.volume or 0))
    teks(ws, r, 4, p.satuan, b.gaya(align="center"))
    ws.write_formula(r - 1, 5, f"=AHSP!G{t.blok[p.id].f}", b.gaya(HARGA), float(p.hsp))
    ws.write_formula(r - 1, 6, "=" + rumus_jumlah(f"D{r}", f"F{r}", t.pengaturan), b.gaya(UANG), float(p.jumlah))
    _bobot(b, ws, t, r, Fraction(p.jumlah), b.gaya(PERSEN))
    ws.write_number(r - 1, 8, tingkat)


def _bobot(b: Buku, ws: Worksheet, t: Tata, r: int, nilai: Fraction, gaya: object) -> None:
    jumlah = Fraction(t.total.jumlah)
    ws.write_formula(r - 1, 7, f"=IF(rab_jumlah=0,0,G{r}/rab_jumlah)", gaya, float(nilai / jumlah) if jumlah else 0)


def rekap(b: Buku, t: Tata) -> None:
    """Main groups, PPN, total, in words; and a chart of their weights."""
    catatan = f"Angka aplikasi per {b.saat}. Cara memakai: lembar Petunjuk."
    ws = b.lembar("Rekap", "REKAPITULASI RENCANA ANGGARAN BIAYA", _LEBAR_REKAP, catatan)
    b.kepala(ws, ("NO", "URAIAN PEKERJAAN", "JUMLAH HARGA (Rp)", "BOBOT"), AWAL - 1)
    atas = [simpul for simpul in t.simpul if simpul.kedalaman == 1]
    jumlah = Fraction(t.total.jumlah)
    for r, simpul in enumerate(atas, AWAL):
        teks(ws, r, 0, simpul.nomor, b.gaya(align="center"))
        uraian(ws, r, 1, simpul.judul.nama, b.gaya(text_wrap=True), _LEBAR_REKAP[1])
        sumber = f"=RAB!G{t.baris_judul[simpul.judul.id]}"
        ws.write_formula(r - 1, 2, sumber, b.gaya(UANG), float(simpul.judul.jumlah))
        bobot = float(Fraction(simpul.judul.jumlah) / jumlah) if jumlah else 0
        ws.write_formula(r - 1, 3, f"=IF(rab_jumlah=0,0,C{r}/rab_jumlah)", b.gaya(PERSEN), bobot)
    r = AWAL + len(atas)
    tebal = b.gaya(bold=True, bg_color="#EEF2F7")
    for n, kaki in enumerate(_kaki(t)):
        for kolom in (0, 3):
            ws.write_blank(r + n - 1, kolom, None, tebal)
        _label(ws, r + n, kaki, t, tebal)
        rumus = f"=SUM(C{AWAL}:C{r - 1})" if n == 0 and atas else f"={kaki.nama}"
        ws.write_formula(r + n - 1, 2, rumus, b.gaya(UANG, bold=True, bg_color="#EEF2F7"), kaki.nilai)
    r += 5
    ws.set_row(r - 1, 27)
    ws.merge_range(r - 1, 1, r - 1, 3, "", b.gaya(tepi=False, bold=True, text_wrap=True))
    teks(ws, r, 1, f"Terbilang: {t.total.terbilang}", b.gaya(tepi=False, bold=True, text_wrap=True))
    teks(ws, r + 1, 1, f"Terbilang menurut aplikasi per {b.saat}; tidak ikut berubah.", b.gaya(tepi=False, italic=True))
    if atas:
        _grafik(b, ws, len(atas), r + 2)


def _grafik(b: Buku, ws: Worksheet, banyak: int, r: int) -> None:
    """Bars, the first group on top."""
    akhir = AWAL + banyak - 1
    grafik = b.wb.add_chart({"type": "bar"})
    grafik.add_series(
        {
            "name": "Bobot",
            "categories": ["Rekap", AWAL - 1, 1, akhir - 1, 1],
            "values": ["Rekap", AWAL - 1, 3, akhir - 1, 3],
            "fill": {"color": "#2F5D8C"},
            "gap": 40,
            "data_labels": {"value": True, "num_format": PERSEN, "font": {"size": 8}},
        }
    )
    grafik.set_title({"name": "Bobot per kelompok pekerjaan", "name_font": {"size": 11}})
    grafik.set_y_axis({"reverse": True, "num_font": {"size": 8}})
    grafik.set_x_axis({"num_format": "0%", "label_position": "low", "major_gridlines": {"visible": False}})
    grafik.set_legend({"none": True})
    grafik.set_size({"width": 720, "height": 110 + 24 * min(banyak, 60)})
    ws.insert_chart(r, 0, grafik, {"description": "Grafik batang bobot per kelompok pekerjaan"})
