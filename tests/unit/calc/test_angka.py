"""Reading and printing numbers."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.angka import (
    BATAS,
    TITIK_RIBUAN,
    AngkaSalah,
    Konteks,
    baca_angka,
    baca_digit,
    baca_kanonik,
    cetak_angka,
    cetak_isian,
    cetak_kanonik,
)

U, V, K, P, R = Konteks.UANG, Konteks.VOLUME, Konteks.KOEFISIEN, Konteks.PERSEN, Konteks.PARAMETER
SEMUA = list(Konteks)


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("2,7275", "2.7275"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("2_000,5", "2000.5"),
        ("2.000,000001", "2000.000001"),
        ("  12,0  ", "12"),
        ("1.234,555", "1234.555"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("0.25", "0.25"),
        ("0,25", "0.25"),
        ("0.250", "0.250"),
        ("00.250", "0.250"),
        (".5", "0.5"),
        (",5", "0.5"),
        (".500", "0.5"),
        ("12.5", "12.5"),
        ("1.2345", "1.2345"),
        ("007", "7"),
        ("0", "0"),
        ("0,000", "0"),
        ("-0", "0"),
        ("+5", "5"),
        ("1 250", "1250"),
        ("1\u00a0250,75", "1250.75"),
        ("1\u2009250\u2009000", "1250000"),
        ("\u202f1\u202f250.5\ufeff", "1250.5"),
        ("1,250", "1.25"),
    ],
)
def test_same_in_every_column_that_can_hold_it(teks: str, nilai: str) -> None:
    for konteks in (U, V, K, R):
        bacaan = baca_angka(teks, konteks)
        assert (bacaan.nilai, bacaan.ambigu) == (Decimal(nilai), False), konteks


@pytest.mark.parametrize(
    ("teks", "ribuan", "titik"),
    [("100.000", "100000", "100"), ("1.000", "1000", "1"), ("26.406", "26406", "26.406"), ("1.250", "1250", "1.25")],
)
def test_lone_dot_before_three_digits(teks: str, ribuan: str, titik: str) -> None:
    for konteks in SEMUA:
        bacaan = baca_angka(teks, konteks)
        assert bacaan.nilai == Decimal(ribuan if konteks in TITIK_RIBUAN else titik), konteks
        assert bacaan.ambigu
    assert {U, V, R, Konteks.FAKTOR} == TITIK_RIBUAN


def test_four_digits_before_the_dot_are_no_group_but_shown_back() -> None:
    assert baca_angka("1234.567", V).nilai == Decimal("1234.567")
    assert baca_angka("1234.567", V).ambigu


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("Rp 1.250", "1250"),
        ("Rp1.250,50", "1250.5"),
        ("rp. 1.250.000,-", "1250000"),
        ("IDR 5", "5"),
        ("88.800,-", "88800"),
        ("Rp 88,800.00", "88800"),
    ],
)
def test_money_may_carry_its_currency(teks: str, nilai: str) -> None:
    assert baca_angka(teks, U).nilai == Decimal(nilai)
    with pytest.raises(AngkaSalah) as galat:
        baca_angka(teks, V)
    assert galat.value.kode == "bukan_angka"


def test_percentages_may_carry_their_sign() -> None:
    assert baca_angka("12,5 %", P).nilai == baca_angka("12,5%", P).nilai == Decimal("12.5")
    assert baca_angka("1000", P).nilai == 1000
    with pytest.raises(AngkaSalah, match="bukan angka"):
        baca_angka("12%", V)


@pytest.mark.parametrize("teks", ["", " ", "\u00a0", "\t\n", "\ufeff"])
def test_empty(teks: str) -> None:
    for konteks in SEMUA:
        with pytest.raises(AngkaSalah) as galat:
            baca_angka(teks, konteks)
        assert galat.value.kode == "kosong"


@pytest.mark.parametrize(
    "teks",
    [
        "abc", "1.2.3", "12,34,56", "1e5", "NaN", "Infinity", "٣", "１２", "(1)", "1,", "1.", ".", ",", "-", "--1",
        "1-", "1.250-", "1..5", "1,,5", "1.234.56", "1.234,567,8", "12 5", "1 25", "1_2", "0.123.456", "1234.567.890",
        "1.234 567", "1,234,567,8", "0x10", "1/2", "½", "1\n2", "+-5", "Rp", "%", "5%%", "1.000.00", "²",
    ],
)  # fmt: skip
def test_not_a_number(teks: str) -> None:
    for konteks in SEMUA:
        with pytest.raises(AngkaSalah) as galat:
            baca_angka(teks, konteks)
        assert galat.value.kode == "bukan_angka", konteks
        assert f"“{' '.join(teks.split())}”" in str(galat.value)


def test_message_shows_what_was_typed_and_an_example() -> None:
    with pytest.raises(AngkaSalah) as galat:
        baca_angka("1.2.3", V)
    assert str(galat.value) == "“1.2.3” bukan angka. Contoh: 1.250,75"
    with pytest.raises(AngkaSalah) as galat:
        baca_angka("x" * 1000, K)
    assert str(galat.value) == f"“{'x' * 39}…” bukan angka. Contoh: 0,0375"
    with pytest.raises(AngkaSalah) as galat:
        baca_angka("100%(x)s", V)
    assert "100%(x)s" in str(galat.value)


@pytest.mark.parametrize("teks", ["-1", "−1", "–1", "- 1.250,5", "-0,01"])
def test_negative_is_said_to_be_negative(teks: str) -> None:
    for konteks in (U, V, K, P):
        with pytest.raises(AngkaSalah) as galat:
            baca_angka(teks, konteks)
        assert galat.value.kode == "negatif"
        assert "negatif" in str(galat.value)
    assert baca_angka(teks, R).nilai < 0


def test_no_digits_are_no_number() -> None:
    assert baca_digit("", titik_ribuan=True) is None


def test_negative_money_with_currency() -> None:
    for teks in ("-Rp1.000", "Rp -1.000", "Rp −5"):
        with pytest.raises(AngkaSalah) as galat:
            baca_angka(teks, U)
        assert galat.value.kode == "negatif"
    with pytest.raises(AngkaSalah) as galat:
        baca_angka("-Rp -5", U)
    assert galat.value.kode == "bukan_angka"


@pytest.mark.parametrize(("konteks", "bulat", "pecah"), [(U, 15, 8), (V, 12, 6), (K, 10, 10), (R, 12, 6), (P, 3, 4)])
def test_limits_of_each_column(konteks: Konteks, bulat: int, pecah: int) -> None:
    terbesar = "9" * bulat + "," + "9" * pecah
    assert baca_angka(terbesar, konteks).nilai == Decimal(terbesar.replace(",", "."))
    assert baca_angka(f"0001,{'9' * pecah}000", konteks).nilai > 1  # zeros that say nothing do not count
    with pytest.raises(AngkaSalah) as galat:
        baca_angka(f"1{'0' * (bulat + 1)}", konteks)
    assert galat.value.kode == "terlalu_besar"
    with pytest.raises(AngkaSalah) as galat:
        baca_angka(f"0,{'0' * pecah}1", konteks)
    assert galat.value.kode == "terlalu_teliti"
    assert str(pecah) in str(galat.value)


def test_largest_percentage() -> None:
    for teks in ("1000,0001", "1.001,5", "99999"):
        with pytest.raises(AngkaSalah, match=r"Paling besar 1\.000\."):
            baca_angka(teks, P)


def baca_atau_galat(teks: str, konteks: Konteks) -> tuple[AngkaSalah | None, Decimal]:
    try:
        return None, baca_angka(teks, konteks).nilai
    except AngkaSalah as galat:
        return galat, Decimal(0)


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,-_ Rp%+−\u00a0", max_size=30), st.sampled_from(SEMUA))
def test_reading_gives_a_value_or_a_refusal_whatever_the_text(teks: str, konteks: Konteks) -> None:
    galat, nilai = baca_atau_galat(teks, konteks)
    if galat is not None:
        assert galat.kode in {"kosong", "bukan_angka", "negatif", "terlalu_besar", "terlalu_teliti"}
        assert len(str(galat)) < 140
    else:
        assert nilai.is_finite()
        assert nilai >= 0 or konteks is R


@pytest.mark.parametrize("teks", ["9" * 10**6, "123." * 250_000, "1 " * 10**6, "-" * 10**6, "1" * 10**6 + "x"])
def test_very_long_texts_are_refused_quickly(teks: str) -> None:
    with pytest.raises(AngkaSalah):
        baca_angka(teks, U)


@st.composite
def nilai_kolom(draw: st.DrawFn) -> tuple[Konteks, Decimal]:
    """A column and a value it can hold."""
    konteks = draw(st.sampled_from(SEMUA))
    batas = BATAS[konteks]
    pecah = draw(st.integers(0, batas.desimal))
    maks = 10 ** (draw(st.integers(0, batas.bulat)) + pecah) - 1
    skala = draw(st.integers(-maks if batas.negatif else 0, maks))
    nilai = Decimal(f"{skala}E-{pecah}")
    return konteks, min(nilai, batas.maksimum or nilai)


@given(nilai_kolom(), st.integers(0, 4))
def test_what_an_input_shows_reads_back_as_itself(kolom: tuple[Konteks, Decimal], minimum: int) -> None:
    konteks, nilai = kolom
    assert baca_angka(cetak_isian(nilai, konteks, minimum), konteks).nilai == nilai
    if konteks in TITIK_RIBUAN:
        assert baca_angka(cetak_angka(nilai), konteks).nilai == nilai
    assert baca_kanonik(cetak_kanonik(nilai, minimum), konteks) == nilai


@pytest.mark.parametrize(
    ("nilai", "konteks", "teks"),
    [
        ("26.406", K, "26,406"),
        ("1009", K, "1009"),
        ("1009.5", K, "1009,5"),
        ("1000", V, "1.000"),
        ("1000", P, "1000"),
        ("-1250.5", R, "-1.250,5"),
        ("1234567.89", U, "1.234.567,89"),
    ],
)
def test_text_of_an_input(nilai: str, konteks: Konteks, teks: str) -> None:
    assert cetak_isian(Decimal(nilai), konteks) == teks


@pytest.mark.parametrize(
    ("nilai", "desimal", "minimum", "teks"),
    [
        (Decimal("1234567.891"), None, 0, "1.234.567,891"),
        (Decimal("1234567.891"), 2, 0, "1.234.567,89"),
        (Decimal("0.005"), 2, 0, "0,01"),
        (Decimal("-0.005"), 2, 0, "-0,01"),
        (Decimal("-0.004"), 2, 0, "0,00"),
        (Decimal("-0"), None, 0, "0"),
        (Decimal("9999.995"), 2, 0, "10.000,00"),
        (Decimal("2.50"), None, 0, "2,5"),
        (Decimal("2.50"), None, 2, "2,50"),
        (Decimal("2"), None, 2, "2,00"),
        (Decimal("1E+3"), None, 0, "1.000"),
        (Decimal("1E-10"), None, 0, "0,0000000001"),
        (Fraction(1, 3), None, 0, "0,33333333333333333333"),
        (Fraction(2, 3), 4, 0, "0,6667"),
        (Fraction(1, 8), None, 0, "0,125"),
        (1250, None, 0, "1.250"),
        (1250, 2, 0, "1.250,00"),
        (999, None, 0, "999"),
        (
            Decimal("12345678901234567890123456789.123456789"),
            None,
            0,
            "12.345.678.901.234.567.890.123.456.789,123456789",
        ),
    ],
)
def test_printing(nilai: Decimal | Fraction | int, desimal: int | None, minimum: int, teks: str) -> None:
    assert cetak_angka(nilai, desimal, minimum) == teks


@pytest.mark.parametrize(
    ("nilai", "minimum", "teks"),
    [
        (Decimal("74.35350"), 0, "74.3535"),
        (Decimal("12694000"), 2, "12694000.00"),
        (Fraction(1, 3), 0, "0.33333333333333333333"),
        (Fraction(2, 3), 0, "0.66666666666666666667"),
        (Decimal("1E+6"), 0, "1000000"),
        (-3, 1, "-3.0"),
        (0, 0, "0"),
    ],
)
def test_plain_decimal_strings(nilai: Decimal | Fraction | int, minimum: int, teks: str) -> None:
    assert cetak_kanonik(nilai, minimum) == teks


def test_reading_plain_decimal_strings() -> None:
    assert baca_kanonik("74.3535") == Decimal("74.3535")
    assert baca_kanonik("-3") == -3
    assert str(baca_kanonik("-0.0")) == "0"
    assert baca_kanonik("1.000") == 1
    for teks in ("1,5", "1.", ".5", "+1", "1e5", " 1", "1_0", "Rp 1", "٣", "NaN", "--1", "1.2.3"):
        with pytest.raises(AngkaSalah) as galat:
            baca_kanonik(teks)
        assert galat.value.kode == "bukan_angka", teks
    with pytest.raises(AngkaSalah) as galat:
        baca_kanonik(" ")
    assert galat.value.kode == "kosong"
    with pytest.raises(AngkaSalah) as galat:
        baca_kanonik("-1", U)
    assert galat.value.kode == "negatif"
    with pytest.raises(AngkaSalah) as galat:
        baca_kanonik("9" * 61)
    assert galat.value.kode == "terlalu_besar"


@given(st.text(max_size=30))
def test_plain_strings_never_raise_anything_else(teks: str) -> None:
    with contextlib.suppress(AngkaSalah):
        assert baca_kanonik(teks).is_finite()
