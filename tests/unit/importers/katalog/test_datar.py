"""Flat tables: which rows are one analysis, which column is which, what is wrong with the rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ahsp_app.importers.katalog.kategori import baca_kategori, usul_kategori
from ahsp_app.importers.katalog.satuan_kerja import satuan_dari_uraian
from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import baca

D = Decimal
CONTOH = Path(__file__).parents[3] / "data" / "katalog" / "datar.csv"


def test_a_flat_file_row_by_row() -> None:
    hasil = baca("datar.csv", CONTOH.read_bytes())
    assert hasil.bacaan.lembar[0].kolom["satuan_item"] == 7
    assert hasil.bacaan.hitung.nasib == {"kepala": 1, "komponen": len(hasil.komponen)}
    assert hasil.bacaan.hitung.digabung == len(hasil.komponen) - len(hasil.analisa)
    pagar = hasil.analisa[0]
    assert (pagar.kode, pagar.satuan, len(pagar.komponen)) == ("1.1.1.1", "m", 13)
    assert [k.koefisien for k in pagar.komponen[5:9]] == [D("0.0387"), D("0.0396"), D("0.5872"), D("26.406")]


def test_same_code_and_name_again_is_one_analysis_and_equal_rows_are_refused() -> None:
    hasil = baca("datar.csv", CONTOH.read_bytes())
    [katup] = [a for a in hasil.analisa if a.kode == "6.6.5.5"]
    assert [k.dilewati for k in katup.komponen] == [False] * 5 + [True] * 4 + [False]
    assert hasil.bacaan.hitung.ganda == 4
    assert hasil.kode["terulang"] == 1
    assert {m.kode for m in katup.komponen[5].masalah} == {"baris_ganda"}


def test_header_details_below_and_source_carried_on() -> None:
    baris = [
        ["sumber_ahsp", "kode", "nama", "kategori", "item", "satuan", "koef"],
        ["SE 30", "1.1", "Pemasangan 1 m2 bata", "Tenaga Kerja", "Pekerja", "OH", "0,3"],
        ["", "", "", "Bahan", "Bata", "bh", "70"],
        ["", "1.2", "Galian 1 m3", "", "", "", ""],
        ["", "", "", "upah", "Pekerja", "oh", "0,75"],
    ]
    hasil = baca("a.csv", f.csv_byte(baris, ";"))
    assert [(a.kode, a.satuan, [(k.kategori, k.satuan) for k in a.komponen]) for a in hasil.analisa] == [
        ("1.1", "m2", [("TK", "OH"), ("BHN", "buah")]),
        ("1.2", "m3", [("TK", "OH")]),
    ]
    assert hasil.bacaan.hitung.nasib["analisa"] == 1


def test_detail_before_any_analysis() -> None:
    baris = [f.KEPALA, ["", "", "", "TK", "", "Pekerja", "OH", "0.5"], *f.datar(*f.BETON[:1])[1:]]
    hasil = baca("a.csv", f.csv_byte(baris))
    assert hasil.satu("tanpa_analisa").baris == 2
    assert hasil.bacaan.hitung.nasib["tak_terbaca"] == 1


def test_the_only_unit_column_is_the_component_s() -> None:
    baris = [["code", "name", "category", "item", "unit", "coefficient"], ["1", "Cat 1 m2", "BHN", "Cat", "kg", "0.2"]]
    hasil = baca("a.csv", f.csv_byte(baris))
    assert (hasil.komponen[0].satuan, hasil.analisa[0].satuan) == ("kg", "m2")


@pytest.mark.parametrize(
    ("nilai", "kode"),
    [("-0,5", "koefisien_negatif"), ("abc", "bukan_angka"), ("12.34.56", "bukan_angka"), ("9" * 30, "bukan_angka")],
)
def test_coefficients_that_are_refused(nilai: str, kode: str) -> None:
    hasil = baca("a.csv", f.csv_byte(f.datar(("TK", "", "Pekerja", "OH", nilai)), ";"))
    assert hasil.satu(kode).tingkat == 2


def test_a_header_printed_again_and_rows_of_nothing() -> None:
    isi = f.datar(*f.BETON)
    hasil = baca("a.xlsx", f.xlsx([*isi, [], f.KEPALA, *f.datar(*f.BETON, kode="9.9")[1:]]))
    assert (len(hasil.analisa), hasil.bacaan.hitung.nasib["kepala"], hasil.bacaan.hitung.nasib["kosong"]) == (2, 2, 1)


@pytest.mark.parametrize(
    ("teks", "kategori"),
    [
        ("TK", "TK"), ("Tenaga Kerja", "TK"), ("UPAH", "TK"), ("labour", "TK"), ("Pekerja", "TK"), ("A", "TK"),
        ("bhn", "BHN"), ("Bahan", "BHN"), ("MATERIAL", "BHN"), ("mat.", "BHN"), ("B.", "BHN"),
        ("alat", "ALT"), ("Peralatan", "ALT"), ("equipment", "ALT"), ("mesin", "ALT"), ("tools", "ALT"),
        ("Lain-lain", "LAIN"), ("", None), ("xyz", None),
    ],
)  # fmt: skip
def test_categories(teks: str, kategori: str | None) -> None:
    assert baca_kategori(teks) == kategori


@pytest.mark.parametrize(
    ("kode", "uraian", "satuan", "kategori"),
    [
        ("L.01", "Orang", "", "TK"), (None, "Mandor", "", "TK"), (None, "Tukang gali", "OH", "TK"),
        ("M.01", "x", "", "BHN"),
        ("E.12", "x", "", "ALT"), (None, "Excavator", "jam", "ALT"), (None, "Semen", "kg", "BHN"),
        (None, "Entah", "", None),
    ],
)  # fmt: skip
def test_guessed_categories(kode: str | None, uraian: str, satuan: str, kategori: str | None) -> None:
    assert usul_kategori(kode, uraian, satuan) == kategori


def test_unknown_category_is_said_with_a_suggestion() -> None:
    hasil = baca("a.csv", f.csv_byte(f.datar(("xyz", "L.01", "Pekerja", "OH", "0.5"), ("", "", "Semen", "kg", "0.5"))))
    assert [k.kategori for k in hasil.komponen] == ["LAIN", "LAIN"]
    usul = {m.kode: m.usul.nilai for m in hasil.semua_masalah if m.usul}
    assert usul == {"kategori_tidak_dikenal": "TK", "kategori_kosong": "BHN"}


@pytest.mark.parametrize(
    ("uraian", "satuan"),
    [
        ("Pemasangan 1 m2 dinding", "m2"), ("1 m3 beton", "m3"), ("1 m3Perkerasan Beton", "m3"),
        ("Pembuatan 1 m’ pagar", "m"),
        ("Pembesian 1 kg besi", "kg"), ("Pemasangan 1 buah kusen", "buah"), ("Beton K-225", ""), ("Pagar 1 lapis", ""),
        ("Pipa dia. 1 1/2 inchi", ""),
    ],
)  # fmt: skip
def test_unit_of_work_in_the_description(uraian: str, satuan: str) -> None:
    assert satuan_dari_uraian(uraian) == satuan


def test_twice_the_same_file_gives_twice_the_same() -> None:
    def semua() -> list[Any]:
        return baca("datar.csv", CONTOH.read_bytes()).analisa

    assert semua() == semua()


@pytest.mark.parametrize(
    "kepala",
    [
        "No;Kode AHSP;Uraian Pekerjaan;Sat;Kategori;Nama Sumber Daya;Satuan;Koefisien",
        ";Kode;Uraian;Satuan;Kategori;Uraian Komponen;Satuan;Koefisien",
        "No.;Kode;Uraian;Sat;Kategori;Komponen;Sat;Koef",
        "No;Kode AHSP;Nama Pekerjaan;Sat.;Jenis;Nama Item;Satuan;Indeks",
        "No;Kode;Uraian;Satuan;Kategori;Uraian;Satuan;Koefisien",
    ],
)
def test_two_columns_of_units_one_of_the_work_one_of_the_component(kepala: str) -> None:
    isi = f"{kepala};Harga Toko\n1;1.1;Galian tanah;m3;TK;Pekerja;OH;0,75;9\n2;1.1;Galian tanah;m3;TK;Mandor;OH;0,025;9"
    hasil = baca("a.csv", isi.encode())
    [galian] = hasil.analisa
    assert (galian.kode, galian.uraian, galian.satuan) == ("1.1", "Galian tanah", "m3")
    assert [(k.kategori, k.uraian, k.satuan, k.koefisien) for k in galian.komponen] == [
        ("TK", "Pekerja", "OH", D("0.75")), ("TK", "Mandor", "OH", D("0.025")),
    ]  # fmt: skip
    assert hasil.satu("kolom_diabaikan").isi["kolom"] == "“Harga Toko”"
    assert set(hasil.kode) == {"kolom_diabaikan"}
