"""Tax taken out of a price, and when a price is stale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.buku_harga import Kesegaran, SebabBasi, keluarkan_ppn, ppn_efektif
from ahsp_app.calc.rekap import Ppn


@pytest.mark.parametrize(
    ("harga", "persen", "tanpa"),
    [
        ("111", "11", "100"),
        ("120000", "11", "108108.11"),
        ("1.11", "11", "1"),
        ("0.5", "11", "0.45045045"),
        ("0", "11", "0"),
        ("1.115", "11.5", "1"),
        ("100.005", "0.0001", "100"),
    ],
)
def test_tax_is_taken_out_to_the_sen(harga: str, persen: str, tanpa: str) -> None:
    assert keluarkan_ppn(Decimal(harga), Decimal(persen)) == Decimal(tanpa)


@given(st.decimals(1, 10**9, places=2), st.decimals("0.01", 100, places=2))
def test_with_the_tax_again_it_is_the_price_within_the_sen(harga: Decimal, persen: Decimal) -> None:
    kembali = keluarkan_ppn(harga, persen) * (1 + persen / 100)
    assert abs(kembali - harga) <= Decimal("0.01")


def test_effective_rate() -> None:
    assert ppn_efektif(Ppn(Decimal(12), 11, 12)) == 11
    assert ppn_efektif(Ppn(Decimal(10))) == 10
    assert ppn_efektif(Ppn(Decimal(0))) == 11
    assert ppn_efektif(Ppn(Decimal(10), 1, 3)) == Decimal("3.3333")


@pytest.mark.parametrize(
    ("hari", "sebab"),
    [
        (None, SebabBasi.TIDAK),
        (date(2026, 1, 1), SebabBasi.TIDAK),
        (date(2025, 12, 31), SebabBasi.TAHUN),
        (date(2027, 1, 1), SebabBasi.TIDAK),
    ],
)
def test_a_price_of_an_earlier_year_is_stale(hari: date | None, sebab: SebabBasi) -> None:
    assert Kesegaran(date(2025, 6, 1), 2026).sebab(hari) is sebab


def test_a_price_before_the_day_is_stale_that_day_itself_is_not() -> None:
    segar = Kesegaran(date(2026, 6, 1), 2026)
    assert segar.sebab(date(2026, 5, 31)) is SebabBasi.LAMA
    assert segar.sebab(date(2026, 6, 1)) is SebabBasi.TIDAK
