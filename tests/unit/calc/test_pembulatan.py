"""Rounding policies."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.galat import Galat
from ahsp_app.calc.pembulatan import (
    BAKU_HSP,
    BAKU_JUMLAH,
    BAKU_TOTAL,
    PRESET,
    SKALA,
    JumlahTepat,
    Mode,
    Pembulatan,
    jumlahkan,
    ke_desimal,
)
from tests.unit.calc.contoh import kebijakan


@pytest.mark.parametrize(
    ("nilai", "mode", "langkah", "hasil"),
    [
        ("3561222350", Mode.SETENGAH_ATAS, "1000", "3561222000"),
        ("385244500", Mode.SETENGAH_ATAS, "1000", "385245000"),
        ("1450299600", Mode.SETENGAH_ATAS, "1000", "1450300000"),
        ("1798852951.53", Mode.BAWAH, "1000", "1798852000"),
        ("1798852951.53", Mode.ATAS, "1000", "1798853000"),
        ("1798852000", Mode.ATAS, "1000", "1798852000"),
        ("148636243.70", Mode.BAWAH, "1000000", "148000000"),
        ("137037035.79", Mode.SETENGAH_ATAS, "10000", "137040000"),
        ("2.675", Mode.SETENGAH_ATAS, "0.01", "2.68"),
        ("2.665", Mode.SETENGAH_ATAS, "0.01", "2.67"),
        ("0.004999", Mode.SETENGAH_ATAS, "0.01", "0.00"),
        ("9999.995", Mode.SETENGAH_ATAS, "0.01", "10000.00"),
        ("12.6", Mode.SETENGAH_ATAS, "0.25", "12.50"),
        ("7", Mode.BAWAH, "2.5", "5.0"),
        ("1234", Mode.BAWAH, "1E+3", "1000"),
        ("2.7275005", Mode.SETENGAH_ATAS, "0.000001", "2.727501"),
        ("123.4565", Mode.SETENGAH_ATAS, "0.001", "123.457"),
        ("0", Mode.ATAS, "100", "0"),
        ("0.01", Mode.ATAS, "100", "100"),
    ],
)
def test_rounding(nilai: str, mode: Mode, langkah: str, hasil: str) -> None:
    assert str(Pembulatan(mode, Decimal(langkah)).terapkan(Decimal(nilai))) == hasil


def test_no_rounding_keeps_twenty_decimals() -> None:
    tanpa = Pembulatan(Mode.TANPA, Decimal(0))  # the step is ignored
    assert str(tanpa.terapkan(Fraction(2, 3))) == "0.66666666666666666667"
    assert str(tanpa.terapkan(Decimal("11436371.3178"))) == "11436371.3178"
    assert str(tanpa.terapkan(5)) == "5"


@pytest.mark.parametrize("langkah", ["0", "-1", "NaN", "Infinity"])
def test_a_step_must_be_positive(langkah: str) -> None:
    with pytest.raises(Galat) as galat:
        Pembulatan(Mode.BAWAH, Decimal(langkah))
    assert galat.value.kode == "langkah"


@given(st.fractions(min_value=0, max_value=10**15), kebijakan())
def test_the_result_is_the_right_multiple_of_the_step(nilai: Fraction, p: Pembulatan) -> None:
    hasil, langkah = Fraction(p.terapkan(nilai)), Fraction(p.langkah)
    if p.mode is Mode.TANPA:
        assert abs(hasil - nilai) <= Fraction(1, 2 * 10**SKALA)
        return
    assert (hasil / langkah).denominator == 1
    if p.mode is Mode.BAWAH:
        assert hasil <= nilai < hasil + langkah
    elif p.mode is Mode.ATAS:
        assert hasil - langkah < nilai <= hasil
    else:
        assert hasil - langkah / 2 <= nilai < hasil + langkah / 2
    assert p.terapkan(hasil) == hasil


def test_decimals_of_a_fraction() -> None:
    assert str(ke_desimal(Fraction(1, 3))) == "0." + "3" * 20
    assert str(ke_desimal(Fraction(1, 8))) == "0.125"
    assert str(ke_desimal(Fraction(1200))) == "1200"
    assert str(ke_desimal(Fraction(-1, 3))) == "-0." + "3" * 20
    besar = Decimal("123456789012345678901234567890.12345678901234567890")
    assert ke_desimal(besar) == besar  # more digits than the default decimal context holds


def test_sums_do_not_lose_digits() -> None:
    besar, kecil = Decimal("999999999999999999999999999999"), Decimal("0.00000000000000000001")
    assert str(jumlahkan([besar, kecil])) == "999999999999999999999999999999.00000000000000000001"
    assert jumlahkan([]) == 0


@given(st.lists(st.fractions()))
def test_sum_over_one_denominator(nilai: list[Fraction]) -> None:
    jumlah = JumlahTepat()
    for n in nilai:
        jumlah.tambah(n.numerator, n.denominator)
    assert jumlah.hasil() == sum(nilai)


def test_defaults_come_first_in_the_presets() -> None:
    assert [PRESET[k][0].pembulatan for k in ("hsp", "jumlah", "total")] == [BAKU_HSP, BAKU_JUMLAH, BAKU_TOTAL]
    ratusan = next(p for p in PRESET["hsp"] if p.kode == "ratusan_bawah")
    assert ratusan.pembulatan == Pembulatan(Mode.BAWAH, Decimal(100))
    for jenis in PRESET.values():
        assert len({p.kode for p in jenis}) == len(jenis)
