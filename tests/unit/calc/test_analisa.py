"""Unit price analyses: published examples, nesting, what is missing, what is refused."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ahsp_app.calc.analisa import (
    MAKS_KEDALAMAN,
    Baris,
    Biaya,
    Harga,
    Kategori,
    Siklus,
    TerlaluDalam,
    harga_satuan,
    hitung_biaya,
    hitung_harga,
    hitung_harga_langsung,
    periksa_siklus,
)
from ahsp_app.calc.galat import Galat
from ahsp_app.calc.pembulatan import BAKU_HSP, BAKU_JUMLAH, Mode, Pembulatan
from tests.unit.calc.contoh import TANPA, analisa_contoh, baca

ANALISA = {a["id"]: a for a in baca("analisa.json")}
RATUSAN = Pembulatan(Mode.BAWAH, Decimal(100))


def hitung(contoh: dict[str, Any]) -> Biaya:
    baris, harga = analisa_contoh(contoh)
    return hitung_biaya({1: baris}, harga)[1]


def tepat(nilai: Fraction, dicetak: str) -> None:
    """The exact value, to as many decimals as the example gives."""
    desimal = -int(Decimal(dicetak).as_tuple().exponent)
    assert Pembulatan(Mode.SETENGAH_ATAS, Decimal(1).scaleb(-desimal)).terapkan(nilai) == Decimal(dicetak)


@pytest.mark.parametrize("kode", ANALISA)
def test_published_analyses_exactly(kode: str) -> None:
    contoh = ANALISA[kode]
    biaya = hitung(contoh)
    harga = hitung_harga(biaya.langsung, Decimal(contoh["margin_persen"]), Decimal(1), TANPA, TANPA)
    nilai = {"A": biaya.tk, "B": biaya.bhn, "C": biaya.alt, "D": biaya.langsung, "E": harga.margin}
    nilai["F"] = biaya.langsung + harga.margin
    assert biaya.lain == 0
    for nama, dicetak in contoh["tepat"].items():
        tepat(nilai[nama], dicetak)
        if kode != "AHSP-02":  # the only one that does not end
            assert nilai[nama] == Fraction(dicetak)


@pytest.mark.parametrize("kode", ["AHSP-01", "AHSP-02", "AHSP-06"])
def test_price_rounded_down_to_hundreds(kode: str) -> None:
    contoh = ANALISA[kode]
    harga = hitung_harga(hitung(contoh).langsung, Decimal(10), Decimal(1), RATUSAN, BAKU_JUMLAH)
    assert harga.hsp == Decimal(contoh["dicetak"]["ratusan_bawah"])


def test_price_with_a_repeating_decimal_as_published() -> None:
    contoh = ANALISA["AHSP-02"]
    harga = hitung_harga(hitung(contoh).langsung, Decimal(10), None, TANPA, TANPA)
    # the source computed in binary: its tenth decimal is noise
    tepat(Fraction(harga.hsp), str(Decimal(contoh["dicetak"]["F"]).quantize(Decimal("1E-9"))))


def test_price_cut_to_whole_rupiah_enters_the_amount() -> None:
    contoh = ANALISA["AHSP-03"]
    rupiah = Pembulatan(Mode.BAWAH, Decimal(1))
    harga = hitung_harga(hitung(contoh).langsung, Decimal(15), Decimal(48), rupiah, BAKU_JUMLAH)
    assert harga.hsp == Decimal(contoh["dicetak"]["F"])
    assert harga.jumlah == Decimal(contoh["dicetak"]["kali_48"])


def test_rounding_happens_once_not_per_row() -> None:
    contoh = ANALISA["AHSP-13"]
    biaya = hitung(contoh)
    harga = hitung_harga(biaya.langsung, Decimal(10), Decimal(1), BAKU_HSP, BAKU_JUMLAH)
    assert str(harga.hsp) == contoh["dicetak"]["F"]
    for nama, nilai in (("B", biaya.bhn), ("D", biaya.langsung), ("E", harga.margin)):
        tepat(nilai, contoh["dicetak"][nama])


TK, BHN, ALT, LAIN = Kategori
HARGA = {
    1: Harga(TK, Fraction(100_000)),
    2: Harga(BHN, Fraction(20_000)),
    3: Harga(ALT, Fraction(50_000)),
    4: Harga(LAIN, Fraction(30_000)),
    5: Harga(BHN, None),
}


def baris(koefisien: str, item: int | None = None, pekerjaan: int | None = None) -> Baris:
    return Baris(Decimal(koefisien), item, pekerjaan)


def test_all_four_categories_and_margin() -> None:
    analisa = {1: [baris("1", 1), baris("2", 2), baris("3", 3), baris("4", 4)]}
    biaya = hitung_biaya(analisa, HARGA)[1]
    assert (biaya.tk, biaya.bhn, biaya.alt, biaya.lain) == (100_000, 40_000, 150_000, 120_000)
    harga = hitung_harga(biaya.langsung, Decimal(10), Decimal(1), BAKU_HSP, BAKU_JUMLAH)
    assert (biaya.langsung, harga.margin, harga.hsp, harga.jumlah) == (410_000, 41_000, 451_000, 451_000)


def test_nested_rows_keep_their_category_and_take_no_margin() -> None:
    analisa = {1: [baris("4", pekerjaan=2), baris("1", 2)], 2: [baris("0.75", 1), baris("0.5", 3)]}
    biaya = hitung_biaya(analisa, HARGA)
    assert biaya[1] == Biaya(Fraction(300_000), Fraction(20_000), Fraction(100_000))
    assert biaya[2].langsung == 100_000


def test_three_levels_multiply() -> None:
    analisa = {1: [baris("2", pekerjaan=2)], 2: [baris("0.5", pekerjaan=3)], 3: [baris("0.3", 1)]}
    assert hitung_biaya(analisa, HARGA)[1].tk == 30_000


def test_only_the_works_asked_for() -> None:
    analisa = {1: [baris("2", pekerjaan=2)], 2: [baris("1", 1)], 3: [baris("1", 2)]}
    assert hitung_biaya(analisa, HARGA, [1]) == {1: Biaya(tk=Fraction(200_000))}
    assert list(hitung_biaya(analisa, HARGA)) == [1, 2, 3]
    assert hitung_biaya(analisa, HARGA, []) == {}


def test_missing_prices_are_named_through_every_level() -> None:
    analisa = {1: [baris("2", pekerjaan=2), baris("1", 1)], 2: [baris("0", 5)], 3: []}
    biaya = hitung_biaya(analisa, HARGA)
    assert biaya[1].tanpa_harga == biaya[2].tanpa_harga == {5}
    assert biaya[1].langsung == 100_000
    assert biaya[3] == Biaya(tanpa_analisa=frozenset({3}))


def test_a_nested_work_without_analysis_is_named() -> None:
    biaya = hitung_biaya({1: [baris("2", pekerjaan=9), baris("1", 1)]}, HARGA)
    assert biaya[1].tanpa_analisa == {9}
    assert biaya[1].langsung == 100_000


def test_a_loop_is_named() -> None:
    analisa = {1: [baris("1", pekerjaan=2)], 2: [baris("1", pekerjaan=3)], 3: [baris("1", pekerjaan=2)]}
    with pytest.raises(Siklus) as galat:
        hitung_biaya(analisa, HARGA)
    assert galat.value.jalur == (2, 3, 2)
    assert str(galat.value) == "Analisa berputar: 2 → 3 → 2."


def rantai(panjang: int) -> dict[int, list[Baris]]:
    """Works 1 → 2 → … of this depth."""
    return {n: [baris("1", pekerjaan=n + 1)] for n in range(1, panjang)} | {panjang: [baris("1", 1)]}


def test_depth_is_limited_by_one_constant() -> None:
    assert hitung_biaya(rantai(MAKS_KEDALAMAN), HARGA)[1].tk == 100_000
    with pytest.raises(TerlaluDalam) as galat:
        hitung_biaya(rantai(MAKS_KEDALAMAN + 1), HARGA)
    assert str(MAKS_KEDALAMAN) in str(galat.value)
    with pytest.raises(TerlaluDalam):
        hitung_biaya(rantai(5000), HARGA)


def test_a_nested_row_is_checked_before_it_is_written() -> None:
    anak = {1: [2], 2: [3], 5: [6]}
    periksa_siklus(anak, 3, 5)
    periksa_siklus(anak, 1, 3)
    periksa_siklus({}, 1, 2)
    with pytest.raises(Siklus) as galat:
        periksa_siklus(anak, 3, 1)
    assert galat.value.jalur == (3, 1, 2, 3)
    with pytest.raises(Siklus) as galat:
        periksa_siklus(anak, 4, 4)
    assert galat.value.jalur == (4, 4)
    with pytest.raises(Siklus):
        periksa_siklus(anak, 2, 1)  # work 2 nests another one already
    assert anak == {1: [2], 2: [3], 5: [6]}


def test_a_loop_can_be_told_in_words() -> None:
    assert "Galian → Timbunan → 3" in str(Siklus((1, 2, 3), {1: "Galian", 2: "Timbunan"}))


@pytest.mark.parametrize("atas", range(1, MAKS_KEDALAMAN))
def test_depth_counts_above_and_below_the_new_row(atas: int) -> None:
    """A chain of `atas` works above and what fits below it is accepted, one more is refused."""
    bawah = MAKS_KEDALAMAN - atas
    anak = {n: [n + 1] for n in range(1, atas)} | {n: [n + 1] for n in range(100, 100 + bawah - 1)}
    periksa_siklus(anak, atas, 100)
    with pytest.raises(TerlaluDalam):
        periksa_siklus(anak | {100 + bawah - 1: [500]}, atas, 100)


def test_a_row_refers_to_exactly_one_thing() -> None:
    for item, pekerjaan in ((None, None), (1, 2)):
        with pytest.raises(Galat) as galat:
            Baris(Decimal(1), item, pekerjaan)
        assert galat.value.kode == "acuan"


def test_price_per_base_unit() -> None:
    pasir = harga_satuan(None, Decimal(664_200), Decimal(1400))
    assert pasir == Fraction(664_200, 1400)
    assert harga_satuan(Decimal(5), Decimal(664_200), Decimal(1400)) == pasir
    assert harga_satuan(Decimal("1.5"), None, None) == Fraction(3, 2)
    assert harga_satuan(Decimal(7), None, Decimal(2)) == 7
    assert harga_satuan(None, None, Decimal(2)) is None
    assert harga_satuan(None, None, None) is None
    assert harga_satuan(Decimal(0), None, None) == 0
    for faktor in (Decimal(0), Decimal(-1)):
        with pytest.raises(Galat) as galat:
            harga_satuan(None, Decimal(1), faktor)
        assert galat.value.kode == "faktor"


def test_zero_margin_is_a_value_and_direct_prices_take_none() -> None:
    assert hitung_harga(Fraction(100), Decimal(0), Decimal(2), BAKU_HSP, BAKU_JUMLAH).jumlah == 200
    langsung = hitung_harga_langsung(Decimal("5000000.555"), Decimal(2), BAKU_HSP, BAKU_JUMLAH)
    assert (langsung.margin, langsung.hsp, langsung.jumlah) == (0, Decimal("5000000.56"), Decimal("10000001.12"))
    assert hitung_harga_langsung(Decimal(5), None, BAKU_HSP, BAKU_JUMLAH).jumlah == 0
