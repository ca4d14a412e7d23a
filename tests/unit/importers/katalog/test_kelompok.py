"""Groups where no column names them."""

from __future__ import annotations

import pytest

from ahsp_app.importers.katalog.kelompok import kelompok_kode
from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import baca

NAMA = {"2": "Struktur", "2.2.1": "Beton"}


@pytest.mark.parametrize(
    ("kode", "polos", "bernama"),
    [
        ("2.2.1.3", "2.2.1", "2 Struktur / 2.2.1 Beton"),
        ("2.2.1.3.9", "2.2.1", "2 Struktur / 2.2.1 Beton"),
        ("2.2.9", "2.2", "2 Struktur / 2.2"),
        ("2.2.1. 30", "2.2.1", "2 Struktur / 2.2.1 Beton"),
        ("5.1.1.1..21", "5.1.1", "5.1.1"),
        ("A.4.1.1.5", "A.4.1", "A.4.1"),
        ("7", "", ""),
        ("", "", ""),
    ],
)
def test_division_of_a_code(kode: str, polos: str, bernama: str) -> None:
    assert (kelompok_kode(kode), kelompok_kode(kode, NAMA)) == (polos, bernama)


def test_long_names_are_left_out_from_the_top() -> None:
    assert kelompok_kode("2.2.1.3", {"2": "x" * 190, "2.2.1": "Beton"}) == "2.2.1 Beton"
    assert len(kelompok_kode("2.2", {"2": "x" * 500})) == 200


def test_headings_of_a_flat_table_name_the_groups_and_are_no_analyses() -> None:
    isi = [
        f.KEPALA, ["2", "STRUKTUR"], ["2.2.", "Beton"], *f.datar(*f.BETON[:2], kode="2.2.1")[1:],
        ["2.3", "Baja"], ["9", "Bukan kepala"], *f.datar(*f.BETON[:2], kode="2.3.1.1")[1:],
    ]  # fmt: skip
    hasil = baca("a.csv", f.csv_byte(isi))
    assert [(a.kode, a.grup) for a in hasil.analisa] == [
        ("2.2.1", "2 STRUKTUR / 2.2 Beton"),
        ("9", ""),
        ("2.3.1.1", "2 STRUKTUR / 2.3 Baja / 2.3.1"),
    ]
    assert (hasil.bacaan.hitung.nasib["judul"], hasil.bacaan.hitung.nasib["analisa"]) == (3, 1)
    assert hasil.satu("tanpa_komponen").lembar == "a"


def test_a_column_of_groups_goes_before_headings() -> None:
    isi = [["grup", *f.KEPALA], ["", "2", "Struktur"], ["Tanah", *f.datar(*f.BETON[:1], kode="2.1")[1]]]
    hasil = baca("a.csv", f.csv_byte(isi))
    assert [a.grup for a in hasil.analisa] == ["Tanah"]
    assert hasil.bacaan.hitung.tanpa_grup == 0
