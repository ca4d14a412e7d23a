"""Texts, units, numbering."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.nomor import angka_romawi, huruf, kunci_urut, nomor_klasifikasi, nomor_pekerjaan
from ahsp_app.calc.satuan import SATUAN_BAKU, kunci_satuan
from ahsp_app.calc.teks import kunci_teks, rapikan


@pytest.mark.parametrize(
    ("teks", "rapi"),
    [
        ("  Semen   Portland ", "Semen Portland"),
        ("Pasir\u00a0beton\r\n(halus)\t", "Pasir beton (halus)"),
        ("Kayu\u200b kelas\ufeff II", "Kayu kelas II"),
        ("a\x00b\x1bc", "abc"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("", ""),
        ("Besi Ø10 × 12 m²", "Besi Ø10 × 12 m²"),
    ],
)
def test_tidy(teks: str, rapi: str) -> None:
    assert rapikan(teks) == rapi


def test_identity_of_texts() -> None:
    assert kunci_teks("Pagar  1 M’ “baru”") == kunci_teks('pagar 1 m\' "BARU"') == 'pagar 1 m\' "baru"'
    assert kunci_teks("m`") == kunci_teks("m´") == kunci_teks("m′") == "m'"
    assert kunci_teks("Tukang kayu") != kunci_teks("Tukang batu")
    assert kunci_teks("m²") != kunci_teks("m2")


@given(st.text())
def test_tidying_twice_changes_nothing(teks: str) -> None:
    rapi = rapikan(teks)
    assert rapikan(rapi) == rapi
    rapi.encode()
    assert kunci_teks(kunci_teks(teks)) == kunci_teks(teks) == kunci_teks(rapi)


@pytest.mark.parametrize(
    ("baku", "ejaan"),
    [
        ("m", "m M m1 M1 m' m’ m` m1' meter Meter"),
        ("m2", "m2 m² M2 n2"),
        ("m3", "m3 m³ M3 m3`"),
        ("kg", "kg Kg KG lkg kg."),
        ("liter", "liter ltr Ltr Ltr. L"),
        ("buah", "buah bh Bh BH bh. bauh Buanh"),
        ("titik", "titik ttk Ttk TTK titk Ttik"),
        ("batang", "batang btg Bt"),
        ("lembar", "lembar lbr"),
        ("zak", "zak sak"),
        ("roll", "roll gulung"),
        ("ls", "ls Ls LS 1s lot loat Paket"),
        ("bulan", "bulan Bln"),
        ("tunggul", "tunggul tgl"),
        ("set", "set sey"),
        ("OH", "OH oh Oh"),
    ],
)
def test_spellings_of_units(baku: str, ejaan: str) -> None:
    assert {kunci_satuan(e) for e in ejaan.split()} == {baku}


def test_units_stay_what_they_are() -> None:
    assert kunci_satuan("m1") != kunci_satuan("m2") != kunci_satuan("m3")
    assert kunci_satuan("M4") == "m4"
    assert kunci_satuan("Unit  Hari") == "unit hari"
    assert kunci_satuan("-") == "-"
    assert kunci_satuan("") == ""
    assert kunci_satuan("Orang Hari") == "OH"
    assert kunci_satuan("OJ") != kunci_satuan("OH")
    assert all(kunci_satuan(s) == s for s in SATUAN_BAKU)


def test_roman_numerals_and_letters() -> None:
    assert [angka_romawi(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 3999)] == [
        "I", "IV", "IX", "XIV", "XL", "XC", "CD", "MCMXCIV", "MMMCMXCIX",
    ]  # fmt: skip
    assert angka_romawi(4000) == "4000"
    assert [huruf(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    for fungsi in (angka_romawi, huruf):
        with pytest.raises(ValueError, match="0"):
            fungsi(0)


def test_numbers_follow_the_tree() -> None:
    assert [nomor_klasifikasi(d, 3) for d in range(1, 8)] == ["III", "C", "3", "c", "3", "c", "3"]
    assert nomor_pekerjaan(12) == "12"


def test_natural_order_of_codes() -> None:
    urut = [
        "1.2.1",
        "1.9",
        "1.10",
        "3.1.(1)",
        "3.1.(2)",
        "3.1.(10)",
        "A.2.2",
        "a.2.10",
        "A.4.1.1.5",
        "T.01.a",
        "T.01.b",
    ]
    teracak = urut[5:] + urut[4::-1]
    teracak.sort(key=kunci_urut)
    assert teracak == urut
    assert sorted(["²", "1", "", "a1", "a"], key=kunci_urut) == ["", "1", "a", "a1", "²"]
