"""Amounts in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.galat import Galat
from ahsp_app.calc.terbilang import MAKS_TERBILANG, terbilang


@pytest.mark.parametrize(
    ("nilai", "kata"),
    [
        ("0", "nol rupiah"),
        ("1", "satu rupiah"),
        ("10", "sepuluh rupiah"),
        ("11", "sebelas rupiah"),
        ("12", "dua belas rupiah"),
        ("19", "sembilan belas rupiah"),
        ("20", "dua puluh rupiah"),
        ("21", "dua puluh satu rupiah"),
        ("100", "seratus rupiah"),
        ("101", "seratus satu rupiah"),
        ("111", "seratus sebelas rupiah"),
        ("212", "dua ratus dua belas rupiah"),
        ("999", "sembilan ratus sembilan puluh sembilan rupiah"),
        ("1000", "seribu rupiah"),
        ("1001", "seribu satu rupiah"),
        ("1100", "seribu seratus rupiah"),
        ("2000", "dua ribu rupiah"),
        ("11000", "sebelas ribu rupiah"),
        ("100000", "seratus ribu rupiah"),
        ("101000", "seratus satu ribu rupiah"),
        ("1000000", "satu juta rupiah"),
        ("1001000", "satu juta seribu rupiah"),
        ("1000000000", "satu miliar rupiah"),
        ("1000000000000", "satu triliun rupiah"),
        ("1000000000000000", "satu kuadriliun rupiah"),
        ("12694000", "dua belas juta enam ratus sembilan puluh empat ribu rupiah"),
        (
            "1798852000",
            "satu miliar tujuh ratus sembilan puluh delapan juta delapan ratus lima puluh dua ribu rupiah",
        ),
        (
            "999999999999999",
            " ".join(
                f"sembilan ratus sembilan puluh sembilan {t}" for t in ("triliun", "miliar", "juta", "ribu", "rupiah")
            ),
        ),
        ("1.50", "satu rupiah lima puluh sen"),
        ("0.01", "nol rupiah satu sen"),
        ("0.005", "nol rupiah satu sen"),
        ("0.004", "nol rupiah"),
        ("1234.00", "seribu dua ratus tiga puluh empat rupiah"),
        (
            "11436371.32",
            "sebelas juta empat ratus tiga puluh enam ribu tiga ratus tujuh puluh satu rupiah tiga puluh dua sen",
        ),
        ("99.999", "seratus rupiah"),
    ],
)
def test_words(nilai: str, kata: str) -> None:
    assert terbilang(Decimal(nilai)) == kata


def test_outside_its_range() -> None:
    for nilai, kode in ((Decimal("-0.01"), "negatif"), (MAKS_TERBILANG + Decimal("0.01"), "terlalu_besar")):
        with pytest.raises(Galat) as galat:
            terbilang(nilai)
        assert galat.value.kode == kode


SATUAN = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
TINGKAT = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def nilai_kata(kata: str) -> int:
    """Read words back, one after the other, the way a person adds them up."""
    total = kelompok = satu = 0
    for k in kata.removesuffix(" rupiah").replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if k in SATUAN:
            kelompok, satu = kelompok + satu, SATUAN.index(k)
        elif k == "belas":
            satu += 10
        elif k in ("puluh", "ratus"):
            satu *= 10 if k == "puluh" else 100
        else:
            total, kelompok, satu = total + (kelompok + satu) * TINGKAT[k], 0, 0
    return total + kelompok + satu


@given(st.integers(0, MAKS_TERBILANG) | st.integers(0, 10_000))
def test_words_read_back_as_the_amount(nilai: int) -> None:
    assert nilai_kata(terbilang(Decimal(nilai))) == nilai
