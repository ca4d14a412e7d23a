"""Word documents read back say what the report says; LibreOffice opens and saves them without loss."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ahsp_app.laporan.bantu import bersih
from ahsp_app.laporan.cetak import teks_sel
from ahsp_app.laporan.docx import tulis
from ahsp_app.laporan.model import (
    A3,
    F4,
    Baris,
    GantiHalaman,
    Gaya,
    Halaman,
    Jenis,
    Judul,
    Kolom,
    Laporan,
    Paragraf,
    Penanda,
    Tabel,
    TandaTangan,
)
from tests import kantor
from tests.unit.laporan import contoh_blok as contoh


def bita(laporan: Laporan) -> bytes:
    keluar = io.BytesIO()
    tulis(laporan, keluar)
    return keluar.getvalue()


def baca(laporan: Laporan) -> Any:
    return docx.Document(io.BytesIO(bita(laporan)))


def isi_tabel(dokumen: Any) -> list[list[list[str]]]:
    """The texts of all tables: tables, rows, cells."""
    return [
        [["\n".join(p.text for p in sel.paragraphs) for sel in _sel(tabel, baris)] for baris in tabel.rows]
        for tabel in dokumen.tables
    ]


def _sel(tabel: Any, baris: Any) -> list[Any]:
    return [docx.table._Cell(tc, tabel) for tc in baris._tr.tc_lst]


def paragraf(dokumen: Any) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in dokumen.paragraphs if p.text]


def test_every_block_is_there() -> None:
    dokumen = baca(contoh.lengkap())
    assert paragraf(dokumen) == [
        ("Title", "RENCANA ANGGARAN BIAYA"),
        ("Heading 1", "Rincian"),
        ("Uraian", "Terbilang: DUA JUTA TUJUH RATUS ENAM PULUH SATU RIBU RUPIAH"),
        ("Uraian", "Catatan"),
        ("Butir", "–\tPembulatan: harga satuan 0,01."),
        ("Butir", "–\tBertanda *: belum lengkap."),
        ("Heading 2", "Lampiran"),
    ]
    identitas, rab, tanda, lampiran = isi_tabel(dokumen)
    assert identitas[1] == ["LOKASI", ":", "Contoh"]
    assert rab == [
        [k.judul for k in contoh.KOLOM],
        ["1", "2", "3", "4", "5", "6", "7 = 4 × 6"],
        ["I", "PEKERJAAN PERSIAPAN"],
        ["A", "Pembersihan dan pengukuran di seluruh lokasi"],
        ["1", "Pembersihan lapangan dan perataan", "A.2.2.1.9", "120,50", "m²", "23.045,125", "2.776.937,56"],
        ["2", "=1+1", "", "0,00", "m'", "-", "-"],
        ["3", str(contoh.BARIS[4].sel[1]), "A.4.1.1.17", "-3,00", "kg", "", "-15.000,00"],
        ["", "JUMLAH A", "2.761.937,56"],
        ["Catatan: harga survei bulan November"],
        ["JUMLAH", "2.761.937,56"],
    ]
    assert lampiran[1] == ["1", "Semen", "1.500,00"]
    assert [teks.split("\n")[:3] for teks in tanda[0]] == [
        ["", "Mengetahui", "Dinas PU"],
        ["", "Diperiksa oleh", ""],
        ["Contoh, 22 November 2026", "Dibuat oleh", "CV Contoh"],
    ]
    assert tanda[1][0] == "Nama Pertama\nPejabat Pembuat Komitmen\nNIP 19700101 199001 1 001"
    assert set(tanda[1][1]) == set("(.)")
    assert dokumen.core_properties.title == "RENCANA ANGGARAN BIAYA"
    assert dokumen.core_properties.subject == "Rumah Tinggal"
    assert dokumen.core_properties.author == ""


def test_heads_repeat_rows_are_whole_and_headings_and_sums_are_not_left_alone() -> None:
    tabel = baca(contoh.lengkap()).tables[1]
    sifat = [baris._tr.trPr for baris in tabel.rows]
    assert [s.find(qn("w:tblHeader")) is not None for s in sifat] == [True, True] + [False] * 8
    assert all(s.find(qn("w:cantSplit")) is not None for s in sifat)
    ikut = [all(p.paragraph_format.keep_with_next for s in _sel(tabel, b) for p in s.paragraphs) for b in tabel.rows]
    # I and A lead to 1; 3 stays with its sum, the note with JUMLAH, and JUMLAH with the words below the table.
    assert ikut[2:] == [True, True, False, False, True, False, True, True]


def test_numbers_stand_on_the_right_and_texts_are_indented_by_level() -> None:
    tabel = baca(contoh.lengkap()).tables[1]
    sel = _sel(tabel, tabel.rows[4])
    assert [s.paragraphs[0].style.name for s in sel] == [
        "Sel Tengah", "Sel", "Sel Tengah", "Sel Angka", "Sel Tengah", "Sel Angka", "Sel Angka",
    ]  # fmt: skip
    assert [_sel(tabel, tabel.rows[n])[1].paragraphs[0].paragraph_format.left_indent for n in (2, 3, 4)] == [
        None,
        docx.shared.Twips(140),
        docx.shared.Twips(280),
    ]


@pytest.mark.parametrize(
    ("halaman", "lebar", "tinggi"),
    [(Halaman(), 210, 297), (Halaman(F4), 215, 330), (Halaman(A3, mendatar=True), 420, 297)],
)
def test_paper_and_width_of_the_table(halaman: Halaman, lebar: int, tinggi: int) -> None:
    dokumen = baca(contoh.lengkap(halaman))
    bagian = dokumen.sections[0]
    assert (round(bagian.page_width.mm), round(bagian.page_height.mm)) == (lebar, tinggi)
    kolom = [int(k.get(qn("w:w"))) for k in dokumen.tables[1]._tbl.tblGrid]
    ruang = bagian.page_width - bagian.left_margin - bagian.right_margin
    assert sum(kolom) == pytest.approx(ruang / 635, abs=2)


def test_letterhead_on_the_first_page_and_page_numbers_on_all() -> None:
    bagian = baca(contoh.lengkap(replace(contoh.HALAMAN, kop=contoh.KOP))).sections[0]
    kop = bagian.first_page_header.tables[0].cell(0, 1)
    assert [p.text for p in kop.paragraphs] == list(contoh.KOP.baris)
    assert bagian.first_page_header.part.related_parts
    assert not bagian.header.tables
    for kaki in (bagian.footer, bagian.first_page_footer):
        assert "Rumah Tinggal · 22 November 2026 09.30\tHalaman " in kaki.paragraphs[0].text
        bidang = [f.get(qn("w:instr")).strip() for f in kaki._element.iter(qn("w:fldSimple"))]
        assert bidang == ["PAGE", "NUMPAGES"]
    tanpa_logo = baca(contoh.lengkap(replace(contoh.HALAMAN, kop=replace(contoh.KOP, logo=None)))).sections[0]
    assert [p.text for p in tanpa_logo.first_page_header.paragraphs][:3] == list(contoh.KOP.baris)


def test_charts_are_drawn_from_their_values_with_gaps() -> None:
    with zipfile.ZipFile(io.BytesIO(bita(contoh.lengkap()))) as arsip:
        garis, batang = (fromstring(arsip.read(f"word/charts/chart{n}.xml")) for n in (1, 2))
        assert arsip.read("[Content_Types].xml").count(b"drawingml.chart+xml") == 2
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    nyata = list(garis.iter(f"{c}ser"))[1]
    assert nyata.findtext(f"{c}tx/{c}v") == "Realisasi & <nyata>"
    assert [(p.get("idx"), p.findtext(f"{c}v")) for p in nyata.iter(f"{c}pt")][3:] == [("0", "8"), ("2", "99.25")]
    assert batang.find(f".//{c}barChart") is not None


def test_a_new_page_begins_where_it_should_and_a_single_signatory_signs_on_the_right() -> None:
    dokumen = baca(
        contoh.laporan(
            GantiHalaman("a"),
            Judul("Satu"),
            GantiHalaman("b"),
            Paragraf("Dua"),
            TandaTangan("Contoh, 1 Mei", (Penanda("Dibuat oleh"),)),
        )
    )
    baru = [p.text for p in dokumen.paragraphs if p.paragraph_format.page_break_before]
    assert baru == ["Satu", ""]
    assert [sel.split("\n")[0] for sel in isi_tabel(dokumen)[0][0]] == ["", "Contoh, 1 Mei"]


def test_a_number_too_long_for_its_cell_is_printed_smaller() -> None:
    baris = Baris(("1", "x", None, Decimal("1234567.123456"), "m3", Decimal(1), Decimal("1.00")), Gaya.ISI)
    tabel = baca(contoh.laporan(Tabel("x", contoh.KOLOM, (baris,)))).tables[0]
    ukuran = [[r.font.size for p in s.paragraphs for r in p.runs] for s in _sel(tabel, tabel.rows[1])]
    assert 5 <= ukuran[3][0].pt < 8.5
    assert ukuran[5] == [None]


def lebar_angka(teks: str) -> float:
    """Width of a number in Arial, in sizes."""
    return sum({".": 0.278, ",": 0.278, "-": 0.333}.get(h, 0.556) for h in teks)


ANGKA = st.decimals(-(10**13), 10**13, places=10).map(lambda n: n.normalize())


@settings(max_examples=60, deadline=None)
@given(ANGKA, st.sampled_from([Gaya.ISI, Gaya.SUBTOTAL, Gaya.TOTAL]))
@example(Decimal("9.4628928018"), Gaya.ISI)
@example(Decimal("3676.292133"), Gaya.ISI)
def test_a_number_stays_on_one_line(nilai: Decimal, gaya: Gaya) -> None:
    kolom = (
        Kolom("u", "URAIAN", 119),
        Kolom("k", "KOEFISIEN", 22, Jenis.ANGKA, (3, 10)),
        Kolom("j", "JUMLAH", 29, Jenis.ANGKA, (2, 6)),
    )
    tabel = baca(contoh.laporan(Tabel("x", kolom, (Baris(("x", nilai, nilai), gaya),)))).tables[0]
    for sel, mm in zip(_sel(tabel, tabel.rows[1])[1:], (22, 29), strict=True):
        (lari,) = sel.paragraphs[0].runs
        ukuran = lari.font.size.pt if lari.font.size else 8.5
        muat = mm * 72 / 25.4 - 5 - 0.5  # the padding of the cell and a line
        assert lebar_angka(lari.text) * ukuran <= muat
        assert ukuran == 8.5 or lebar_angka(lari.text) * (ukuran + 1) > muat - 1
        assert sel._tc.tcPr.find(qn("w:noWrap")) is not None
    assert _sel(tabel, tabel.rows[1])[0]._tc.tcPr.find(qn("w:noWrap")) is None


def test_a_word_of_the_head_is_not_broken() -> None:
    kolom = (Kolom("u", "URAIAN PEKERJAAN", 166), Kolom("s", "SATUAN", 13, Jenis.PENDEK))
    tabel = baca(contoh.laporan(Tabel("x", kolom, ()))).tables[0]
    uraian, satuan = (s.paragraphs[0].runs[0].font.size for s in _sel(tabel, tabel.rows[0]))
    assert uraian is None
    assert 6 <= satuan.pt < 8
    assert 4.166 * satuan.pt < 13 * 170 / 179 * 72 / 25.4 - 5.5


def test_signatures_follow_what_stands_above_them() -> None:
    dokumen = baca(contoh.lengkap())
    tanda = dokumen.tables[2]._tbl
    assert docx.text.paragraph.Paragraph(tanda.getprevious(), dokumen).paragraph_format.keep_with_next


@settings(max_examples=60, deadline=None)
@given(contoh.acak())
def test_any_text_comes_back(laporan: Laporan) -> None:
    dokumen = baca(laporan)
    tabel = next(b for b in laporan.blok if isinstance(b, Tabel))
    identitas, isi, tanda = isi_tabel(dokumen)
    label, nilai = laporan.blok[0].isi[0]  # type: ignore[index]
    assert identitas == [[bersih(label), ":", bersih(nilai)]]
    for baris, terbaca in zip(tabel.baris, isi[1:], strict=True):
        semua = [bersih(teks_sel(n, k)) for n, k in zip(baris.sel, tabel.kolom, strict=True)]
        assert [t for t in terbaca if t] == [t for t in semua if t]
    assert tanda[1][1].startswith(bersih(laporan.blok[-1].penanda[0].nama))  # type: ignore[index]


@pytest.mark.lambat
def test_libreoffice_opens_and_saves_it_without_loss(tmp_path: Path) -> None:
    asli = tmp_path / "laporan.docx"
    asli.write_bytes(bita(contoh.lengkap(replace(contoh.HALAMAN, kop=contoh.KOP))))
    simpan = docx.Document(str(kantor.ubah(asli, "docx", tmp_path / "hasil")))
    semula = docx.Document(str(asli))
    assert isi_tabel(simpan) == isi_tabel(semula)
    assert paragraf(simpan) == paragraf(semula)
    assert [len(list(s.element.body.iter(qn("w:drawing")))) for s in (semula, simpan)] == [2, 2]
    kepala = [baris._tr.trPr is not None and baris._tr.trPr.find(qn("w:tblHeader")) is not None
              for baris in simpan.tables[1].rows]  # fmt: skip
    assert kepala[:3] == [True, True, False]
    kop = simpan.sections[0].first_page_header.tables[0]
    assert [p.text for p in kop.cell(0, 1).paragraphs] == list(contoh.KOP.baris)

    with zipfile.ZipFile(kantor.ubah(asli, "odt", tmp_path / "hasil")) as arsip:
        teks = "".join(fromstring(arsip.read("content.xml")).itertext())
    for sel in (s for t in isi_tabel(semula) for b in t for s in b if "\n" not in s):
        assert sel in teks


def test_memory_stays_flat_and_progress_is_told() -> None:
    kata: list[int] = []
    tulis(contoh.panjang(600), io.BytesIO(), kata.append)
    assert kata == [500, 612]
    bita(contoh.panjang(1))  # what is loaded once
    tracemalloc.start()
    try:
        with open("/dev/null", "wb") as keluar:  # noqa: PTH123
            tulis(contoh.panjang(10_000), keluar)
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert puncak < 8_000_000
