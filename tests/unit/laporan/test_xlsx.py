"""Workbooks read back hold the report's texts and numbers; LibreOffice opens and saves them without loss."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from ahsp_app.laporan.bantu import bersih
from ahsp_app.laporan.model import (
    A3,
    F4,
    Baris,
    Blok,
    Catatan,
    GantiHalaman,
    Halaman,
    Jenis,
    Judul,
    Kolom,
    Laporan,
    Malas,
    Paragraf,
    Penanda,
    Tabel,
    TandaTangan,
)
from ahsp_app.laporan.xlsx import tulis
from ahsp_app.laporan.xlsx.lembar import bagi_kolom, nama_lembar
from ahsp_app.laporan.xlsx.tabel import pola_angka
from tests import kantor
from tests.unit.laporan import contoh_blok as contoh


def bita(laporan: Laporan) -> bytes:
    keluar = io.BytesIO()
    tulis(laporan, keluar)
    return keluar.getvalue()


def baca(laporan: Laporan) -> Any:
    return openpyxl.load_workbook(io.BytesIO(bita(laporan)))


def isi(lembar: Any) -> list[list[Any]]:
    """The values of all rows that have any."""
    return [[s.value for s in baris] for baris in lembar.iter_rows() if any(s.value is not None for s in baris)]


def letak(lembar: Any, teks: str) -> Any:
    return next(s for baris in lembar.iter_rows() for s in baris if s.value == teks)


def test_every_block_is_there_with_real_numbers() -> None:
    buku = baca(contoh.lengkap())
    assert buku.sheetnames == ["Rencana Anggaran Biaya", "Lampiran harga upah", "Data grafik"]
    semua = isi(buku["Rencana Anggaran Biaya"])
    assert semua[0][0] == "RENCANA ANGGARAN BIAYA"
    assert [baris[0::2][:2] for baris in semua[1:4]] == [
        ["PEKERJAAN", "Rumah Tinggal"], ["LOKASI", "Contoh"], ["TAHUN ANGGARAN", "2026"],
    ]  # fmt: skip
    assert semua[4][0] == "Rincian"
    assert semua[5:15] == [
        [k.judul for k in contoh.KOLOM],
        ["1", "2", "3", "4", "5", "6", "7 = 4 × 6"],
        *[[None if n is None else float(n) if isinstance(n, Decimal) else n for n in b.sel] for b in contoh.BARIS],
    ]
    assert semua[15][0] == "Terbilang: DUA JUTA TUJUH RATUS ENAM PULUH SATU RIBU RUPIAH"
    assert [b[0] for b in semua[16:19]] == [
        "Catatan",
        "– Pembulatan: harga satuan 0,01.",
        "– Bertanda *: belum lengkap.",
    ]
    tanda = [[s for s in b if s] for b in semua[19:]]
    assert tanda[:3] == [
        ["Contoh, 22 November 2026"], ["Mengetahui", "Diperiksa oleh", "Dibuat oleh"], ["Dinas PU", "CV Contoh"],
    ]  # fmt: skip
    assert tanda[3][0::2] == ["Nama Pertama", "Nama Ketiga"]
    assert tanda[4:] == [["Pejabat Pembuat Komitmen", "Direktur"], ["NIP 19700101 199001 1 001"]]
    lampiran = isi(buku["Lampiran harga upah"])
    assert lampiran == [["Lampiran", None, None], ["NO", "URAIAN PEKERJAAN", "JUMLAH HARGA (Rp)"], ["1", "Semen", 1500]]
    assert (buku.properties.title, buku.properties.subject) == ("RENCANA ANGGARAN BIAYA", "Rumah Tinggal")


def test_numbers_show_as_they_print_and_rows_look_as_they_are() -> None:
    lembar = baca(contoh.lengkap()).worksheets[0]
    awal = letak(lembar, "Pembersihan lapangan dan perataan").row
    assert [lembar.cell(awal, n).number_format for n in (4, 6, 7)] == [
        "#,##0.00####",
        '#,##0.00####;-#,##0.00####;"-"',
        '#,##0.00;-#,##0.00;"-"',
    ]
    judul, total = letak(lembar, "PEKERJAAN PERSIAPAN"), letak(lembar, "JUMLAH")
    assert judul.font.b
    assert total.font.b
    assert judul.fill.fgColor.rgb.endswith("E8E8E8")
    assert not lembar.cell(awal, 2).font.b
    assert [letak(lembar, teks).alignment.indent for teks in (contoh.BARIS[0].sel[1], contoh.BARIS[2].sel[1])] == [0, 2]
    assert lembar.cell(awal, 2).alignment.wrap_text
    assert lembar.cell(awal, 7).alignment.horizontal == "right"


def test_prints_on_its_paper_with_heads_repeated() -> None:
    lembar = baca(contoh.lengkap(Halaman(A3, mendatar=True, kaki="R&D 2026"))).worksheets[0]
    assert (lembar.page_setup.paperSize, lembar.page_setup.orientation) == (8, "landscape")
    assert lembar.sheet_properties.pageSetUpPr.fitToPage
    assert (lembar.page_setup.fitToWidth or 1, lembar.page_setup.fitToHeight) == (1, 0)
    assert lembar.oddFooter.right.text == "Halaman &P dari &N"
    assert lembar.oddFooter.left.text in {"R&&D 2026", "R&D 2026"}
    kepala = letak(lembar, "NO").row
    assert lembar.print_title_rows == f"${kepala}:${kepala + 1}"
    assert lembar.freeze_panes == f"A{kepala + 2}"
    f4 = baca(contoh.lengkap(Halaman(F4))).worksheets[0]
    assert (f4.page_setup.paperSize, f4.page_setup.orientation) == (14, "portrait")


def test_heads_are_held_only_where_there_is_one_and_repeated_only_where_they_are_the_same() -> None:
    sama = baca(contoh.banyak_tabel(3)).worksheets[0]
    assert sama.freeze_panes is None
    assert sama.print_title_rows == "$4:$4"
    beda = contoh.laporan(
        Tabel("a", contoh.KOLOM, contoh.BARIS), Tabel("b", (Kolom("x", "LAIN", 20), *contoh.KOLOM[1:]), contoh.BARIS)
    )
    assert baca(beda).worksheets[0].print_title_rows is None


def test_letterhead_with_a_logo() -> None:
    lembar = baca(contoh.lengkap(replace(contoh.HALAMAN, kop=contoh.KOP))).worksheets[0]
    assert [lembar.cell(n, 1).value for n in (1, 2, 3)] == list(contoh.KOP.baris)
    assert len(lembar._images) == 1
    assert lembar["A3"].border.bottom.style == "double"


def test_charts_are_native_and_read_their_values_from_a_sheet() -> None:
    buku = baca(contoh.lengkap())
    garis, batang = buku.worksheets[0]._charts
    assert (type(garis).__name__, type(batang).__name__) == ("LineChart", "BarChart")
    assert garis.series[1].val.numRef.f == "'Data grafik'!$C$2:$C$4"
    assert batang.series[0].val.numRef.f == "'Data grafik'!$B$7:$B$9"
    assert isi(buku["Data grafik"])[:4] == [
        ["Kurva S", "Rencana", "Realisasi & <nyata>"],
        ["Minggu 1", 10, 8],
        ["Minggu 2", 45.5, None],
        ["Minggu 3", 100, 99.25],
    ]


@settings(max_examples=40, deadline=None)
@given(contoh.acak())
def test_any_text_comes_back_as_text(laporan: Laporan) -> None:
    buku = baca(laporan)
    tabel = next(b for b in laporan.blok if isinstance(b, Tabel))
    lembar = buku.worksheets[0]
    kepala = letak(lembar, contoh.KOLOM[1].judul).row
    for nomor, baris in enumerate(tabel.baris, kepala + 1):
        for n, nilai in enumerate(baris.sel, 1):
            sel = lembar.cell(nomor, n)
            if isinstance(nilai, str):
                assert unescape(sel.value or "").rstrip() == bersih(nilai).rstrip()
            elif nilai is not None:
                assert sel.value == pytest.approx(float(nilai))
    jenis = {s.data_type for w in buku.worksheets for b in w.iter_rows() for s in b if s.value is not None}
    assert jenis <= {"s", "n", "inlineStr"}
    assert not any(s.hyperlink for w in buku.worksheets for b in w.iter_rows() for s in b)


@given(st.lists(st.text(max_size=40) | st.text("a'😀 /", max_size=60), max_size=6))
def test_sheet_names_are_taken_by_excel(nama: list[str]) -> None:
    sudah: set[str] = set()
    hasil = [nama_lembar(n, sudah) for n in nama]
    assert len({h.lower() for h in hasil}) == len(hasil)
    for h in hasil:
        assert 0 < len(h.encode("utf-16-le")) <= 62
        assert not set(h) & set("[]:*?/\\")
        assert h.strip("'") == h
        assert h.lower() != "history"


def test_long_names_end_with_a_word() -> None:
    sudah: set[str] = set()
    panjang = "Rekapitulasi Rencana Anggaran Biaya"
    assert [nama_lembar(panjang, sudah) for _ in range(2)] == [
        "Rekapitulasi Rencana Anggaran",
        "Rekapitulasi Rencana Anggaran 2",
    ]


def test_many_parts_end_on_the_last_sheet_and_a_document_may_have_no_table() -> None:
    def blok() -> Iterator[Blok]:
        for n in range(205):
            yield GantiHalaman(f"Bagian {n}")
            yield Judul(f"Judul {n}")
            yield Tabel("a", contoh.KOLOM, contoh.BARIS[:1])

    buku = baca(replace(contoh.laporan(), blok=Malas(blok)))
    assert len(buku.sheetnames) == 200
    akhir = buku.worksheets[-1]
    assert letak(akhir, "Judul 204")
    assert len(akhir.row_breaks.brk) == 5
    kosong = baca(contoh.laporan(Paragraf("Kosong"), Catatan("Catatan", ("a", "b"))))
    assert [b[0] for b in isi(kosong.worksheets[0])] == ["RENCANA ANGGARAN BIAYA", "Kosong", "Catatan", "– a", "– b"]
    assert isi(baca(contoh.laporan()).worksheets[0]) == [["RENCANA ANGGARAN BIAYA"] + [None] * 3]


def test_long_texts_get_room_in_merged_cells_and_short_ones_are_not_merged() -> None:
    panjang = "Pekerjaan yang namanya sangat panjang " * 12
    baris = (Baris(("A", panjang, *[None] * 5), contoh.BARIS[0].gaya), contoh.BARIS[0])
    lembar = baca(contoh.laporan(Tabel("a", contoh.KOLOM, baris), Paragraf(panjang))).worksheets[0]
    kepala = letak(lembar, "NO").row
    gabung = {str(m) for m in lembar.merged_cells.ranges}
    assert f"B{kepala + 1}:G{kepala + 1}" in gabung
    assert f"B{kepala + 2}:G{kepala + 2}" not in gabung
    assert lembar.row_dimensions[kepala + 1].height > 30
    assert lembar.row_dimensions[kepala + 2].height is None


def test_columns_are_wide_enough_for_their_numbers() -> None:
    besar = Baris(("1", "x", None, Decimal(1), "m", Decimal(1), Decimal("-9999999999999.99")))
    lebar = [baca(contoh.laporan(Tabel("a", contoh.KOLOM, (b,)))).worksheets[0].column_dimensions["G"].width
             for b in (contoh.BARIS[2], besar)]  # fmt: skip
    assert lebar[1] > lebar[0]
    assert lebar[1] > len("-9.999.999.999.999,99") * 0.85


@pytest.mark.parametrize(
    ("desimal", "nol", "nilai", "pola"),
    [
        ((2, 2), "", Decimal("1.50"), "#,##0.00"),
        ((0, 0), "", 5, "#,##0"),
        ((0, 3), "", Decimal("5"), "#,##0"),
        ((0, 3), "", Decimal("5.5"), "#,##0.###"),
        ((3, 10), "", Decimal("5.5"), "#,##0.000#######"),
        ((2, 2), 'ni"hil', Decimal(0), '#,##0.00;-#,##0.00;"nihil"'),
    ],
)
def test_formats_follow_the_column(desimal: tuple[int, int], nol: str, nilai: Decimal | int, pola: str) -> None:
    assert pola_angka(Kolom("a", "A", 10, Jenis.ANGKA, desimal, nol), nilai) == pola


def test_signatories_get_columns_wide_enough() -> None:
    assert bagi_kolom([12, 62, 20, 21, 16, 27, 31], 3) == [(0, 1), (2, 4), (5, 6)]
    assert bagi_kolom([12, 120, 48], 3) is None
    assert bagi_kolom([12, 120, 48], 2) == [(0, 1), (2, 2)]
    assert bagi_kolom([10.0], 1) == [(0, 0)]
    kolom = (Kolom("a", "A", 12), Kolom("b", "B", 120), Kolom("c", "C", 48))
    satu = contoh.laporan(Tabel("a", kolom, ()), TandaTangan("Contoh", (Penanda("Dibuat oleh"),)))
    assert isi(baca(satu).worksheets[0])[2:4] == [[None, None, "Contoh"], [None, None, "Dibuat oleh"]]
    tiga = isi(baca(contoh.laporan(Tabel("a", kolom, ()), contoh.TANDA)).worksheets[0])
    assert [[s for s in b if s] for b in tiga[2:4]] == [["Contoh, 22 November 2026"], ["Mengetahui", "Diperiksa oleh"]]


def test_memory_stays_flat_progress_is_told_and_a_stopped_writer_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kata: list[int] = []
    tulis(contoh.panjang(600), io.BytesIO(), kata.append)
    assert kata == [500, 612]
    tracemalloc.start()
    try:
        with (tmp_path / "besar.xlsx").open("wb") as keluar:
            tulis(contoh.panjang(3_000), keluar)
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert puncak < 8_000_000

    def berhenti(_n: int) -> None:
        raise InterruptedError

    (tmp_path / "sementara").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "sementara"))
    with pytest.raises(InterruptedError):
        tulis(contoh.panjang(1200), io.BytesIO(), berhenti)
    assert list((tmp_path / "sementara").iterdir()) == []


@pytest.mark.lambat
def test_libreoffice_opens_and_saves_it_without_loss(tmp_path: Path) -> None:
    asli = tmp_path / "laporan.xlsx"
    asli.write_bytes(bita(contoh.lengkap(replace(contoh.HALAMAN, kop=contoh.KOP))))
    semula = openpyxl.load_workbook(asli)
    simpan = openpyxl.load_workbook(kantor.ubah(asli, "xlsx", tmp_path / "hasil"))
    assert simpan.sheetnames == semula.sheetnames
    for sebelum, sesudah in zip(semula.worksheets, simpan.worksheets, strict=True):
        assert isi(sesudah) == isi(sebelum)
        assert sesudah.print_title_rows == sebelum.print_title_rows
        assert len(sesudah._charts) == len(sebelum._charts)
        assert len(sesudah._images) == len(sebelum._images)
    nol = letak(simpan.worksheets[0], "=1+1")
    assert nol.data_type == "s"
