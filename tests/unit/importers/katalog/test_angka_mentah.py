"""Raw cells as numbers: the tables of what is found in files, and properties."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.importers.katalog.angka_mentah import Peran, baca_mentah, lain_dibaca, peran_kolom

K, H = Peran.KOEFISIEN, Peran.HARGA


@pytest.mark.parametrize(
    ("sel", "nilai"),
    [
        ("123.456", "123.456"), ("0.000008", "0.000008"), ("999", "999"),
        ("123,456", "123.456"), ("0,000008", "0.000008"),
        ("1.234,56", "1234.56"), ("1,234.56", "1234.56"),
        ("8e-05", "0.00008"), ("8E-05", "0.00008"), ("5e3", "5000"), ("2.5e+2", "250"), ("-1.23E+10", "-12300000000"),
        (" 1 234.56 ", "1234.56"), ("8 e-05", "0.00008"),
        ("000123.456", "123.456"), ("123.456000", "123.456"), ("0.123456", "0.123456"),
        ("'0,120", "0.12"), ("12,50", "12.5"), ("2,625", "2.625"), ("5400.00    ", "5400"), ("\u00a00,5\u00a0", "0.5"),
        ("10%", "0.1"), ("12,5 %", "0.125"), ("26.406", "26.406"), ("1.009,5", "1009.5"), (".5", "0.5"),
        (0.1, "0.1"), (0.30000000000000004, "0.3"), (1 / 3, "0.3333333333"), (61.56 / 1400, "0.0439714286"), (7, "7"),
        ("\u22120,5", "-0.5"),
    ],
)  # fmt: skip
def test_coefficients(sel: object, nilai: str) -> None:
    assert baca_mentah(sel, K).nilai == Decimal(nilai)  # type: ignore[arg-type]
    assert not baca_mentah(sel, K).galat  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sel", "nilai"),
    [
        ("Rp 88,800.00", "88800"), ("   Rp 1,998,200.00", "1998200"), ("Rp. 1.250.000,-", "1250000"),
        ("1.278.000", "1278000"), ("26.406", "26406"), ("100,000", "100000"), ("1.500,75", "1500.75"),
        ("122000.00", "122000"), ("5400.00    ", "5400"), ("260.96296296", "260.96296296"),
        ("(1.500)", "-1500"), ("IDR 5.000", "5000"), ("96000", "96000"),
    ],
)  # fmt: skip
def test_prices(sel: str, nilai: str) -> None:
    assert baca_mentah(sel, H).nilai == Decimal(nilai)


@pytest.mark.parametrize("sel", ["-", " - ", "\u2013", "Rp -", "Rp. -   "])
def test_dash_stands_for_nothing(sel: str) -> None:
    angka = baca_mentah(sel, H)
    assert (angka.nilai, angka.tanda) == (0, True)


@pytest.mark.parametrize("sel", [None, "", "   ", "nan", "None", "inf", "<NA>", float("nan"), float("inf")])
def test_empty(sel: object) -> None:
    angka = baca_mentah(sel, K)  # type: ignore[arg-type]
    assert (angka.nilai, angka.galat) == (None, "")


@pytest.mark.parametrize(
    "sel",
    ["12.34.56", "12,34,56", "1e", "e-05", "12e3e4", "abc", "1.2.3,4", "0.123.456", "--5-", "1/3", "9" * 200, True],
)
def test_no_numbers(sel: object) -> None:
    angka = baca_mentah(sel, K)  # type: ignore[arg-type]
    assert (angka.nilai, angka.galat) == (None, "bukan_angka")


@pytest.mark.parametrize("sel", ["1234567890.12345678901", "1e300", 1e18, "123456789012345678901"])
def test_too_many_digits(sel: object) -> None:
    assert baca_mentah(sel, K).galat == "terlalu_besar"  # type: ignore[arg-type]


@pytest.mark.parametrize("sel", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "Err:502"])
def test_error_cells(sel: str) -> None:
    assert baca_mentah(sel, K).galat == "galat_sel"


@pytest.mark.parametrize(
    ("sel", "peran", "ambigu"),
    [
        ("26.406", K, True), ("0.406", K, False), ("26,406", K, False), ("26.40", K, False), ("1.278.000", K, True),
        ("26.406", H, True), ("1.278.000", H, False), ("26.406", Peran.KOEFISIEN_TITIK, False),
        ("26.406", Peran.HARGA_KOMA, False), ("1234.567", H, False), (26.406, K, False),
    ],
)  # fmt: skip
def test_one_dot_before_three_digits_is_said_to_be_ambiguous(sel: object, peran: Peran, ambigu: bool) -> None:
    assert baca_mentah(sel, peran).ambigu is ambigu  # type: ignore[arg-type]


def test_the_role_of_the_column_decides() -> None:
    assert baca_mentah("26.406", K).nilai == Decimal("26.406")
    assert baca_mentah("26.406", H).nilai == 26406
    assert baca_mentah("26.406", Peran.HARGA_TITIK).nilai == Decimal("26.406")
    assert baca_mentah("100,000", Peran.HARGA_TITIK).nilai == 100000
    assert baca_mentah("100,000", Peran.HARGA_KOMA).nilai == 100


def test_other_cells_of_the_column_settle_the_dot() -> None:
    assert peran_kolom(["26.406", "0.5"], K) is Peran.KOEFISIEN_TITIK
    assert peran_kolom(["26.406", "0,5"], K) is K
    assert peran_kolom(["26.406", "0,5", "0.5"], K) is K
    assert peran_kolom(["26.406", "88,800.00"], H) is Peran.HARGA_TITIK
    assert peran_kolom(["26.406", "1.278.000"], H) is Peran.HARGA_KOMA
    assert peran_kolom(["26.406", 3, None, "abc"], H) is H


def test_the_other_reading() -> None:
    assert lain_dibaca("26.406") == 26406
    assert lain_dibaca("1.278.000") == Decimal("1278.000")
    assert lain_dibaca("12,5") is None


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()), st.sampled_from(Peran))
def test_any_cell_gives_a_number_or_a_reason(sel: object, peran: Peran) -> None:
    angka = baca_mentah(sel, peran)  # type: ignore[arg-type]
    if angka.nilai is not None:
        assert angka.nilai.is_finite()
        assert int(angka.nilai.as_tuple().exponent) >= -20
        assert not angka.galat


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False))
def test_what_both_countries_write_is_read_alike(nilai: Decimal) -> None:
    amerika = f"{nilai:,.4f}"
    indonesia = amerika.translate(str.maketrans(",.", ".,"))
    polos = f"{nilai:.4f}"
    assert baca_mentah(amerika, K).nilai == baca_mentah(indonesia, K).nilai == baca_mentah(polos, K).nilai == nilai


@given(st.floats(min_value=0, max_value=1e6, allow_nan=False))
def test_binary_floats_keep_ten_decimals(nilai: float) -> None:
    hasil = baca_mentah(nilai, K).nilai
    assert hasil is not None
    assert abs(hasil - Decimal(repr(nilai))) <= Decimal("0.00000000005")
