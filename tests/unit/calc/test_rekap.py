"""The recapitulation: published totals, PPN, what is missing."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ahsp_app.calc.analisa import Baris, Harga, Kategori
from ahsp_app.calc.galat import Galat
from ahsp_app.calc.kebutuhan import hitung_kebutuhan
from ahsp_app.calc.pembulatan import BAKU_JUMLAH, BAKU_TOTAL, Mode, Pembulatan, ke_desimal
from ahsp_app.calc.rekap import (
    Estimasi,
    Klasifikasi,
    Pekerjaan,
    Pengaturan,
    Ppn,
    hitung_rekap,
    hitung_total,
)
from tests.unit.calc.contoh import TANPA, analisa_contoh, baca

REKAP = baca("rekap.json")
PPN_11 = Ppn(Decimal(11))
SEN = Decimal("0.01")


def satu_kelompok(pekerjaan: tuple[Pekerjaan, ...], pengaturan: Pengaturan) -> Estimasi:
    return Estimasi(pengaturan, {}, (Klasifikasi(1, (), pekerjaan),))


def kelompok_langsung(nilai: list[str], pengaturan: Pengaturan) -> Estimasi:
    """One heading per group, each with one work at that price."""
    kelompok = (
        Klasifikasi(n, (), (Pekerjaan(n, Decimal(1), harga_langsung=Decimal(v)),)) for n, v in enumerate(nilai, start=1)
    )
    return Estimasi(pengaturan, {}, tuple(kelompok))


def test_house_of_17_groups() -> None:
    contoh = REKAP["rumah_17_kelompok"]
    jutaan = Pembulatan(Mode.BAWAH, Decimal(1_000_000))
    # a contractor's fee of 10 per cent on the total has the arithmetic of a tax
    pengaturan = Pengaturan(Decimal(0), Ppn(Decimal(10)), TANPA, TANPA, jutaan)
    total = hitung_rekap(kelompok_langsung(list(contoh["kelompok"].values()), pengaturan)).total
    dicetak = {k: Decimal(v) for k, v in contoh["dicetak"].items()}
    assert total.jumlah.quantize(Decimal("1E-7")) == dicetak["subtotal"]
    assert total.ppn == dicetak["jasa_10_persen"].quantize(SEN)
    assert total.total.quantize(SEN) == dicetak["total"].quantize(SEN)
    assert total.dibulatkan == dicetak["jutaan_bawah"]


def test_house_whose_group_l_misses_a_row() -> None:
    contoh = REKAP["rumah_17_kelompok"]
    kelompok = contoh["kelompok"] | {"L": contoh["kelompok_l_seharusnya"]}
    pengaturan = Pengaturan(Decimal(0), PPN_11, TANPA, TANPA)
    jumlah = hitung_rekap(kelompok_langsung(list(kelompok.values()), pengaturan)).total.jumlah
    assert jumlah.quantize(Decimal("1E-7")) == Decimal(contoh["subtotal_jujur"])


def test_building_of_7_groups() -> None:
    contoh = REKAP["gedung_7_kelompok"]
    tepat = contoh["tepat"]
    jumlah = sum((Fraction(k) for k in contoh["kelompok"]), Fraction(0))
    # the source computed in binary: its seventh decimal is noise
    assert ke_desimal(jumlah).quantize(Decimal("1E-6")) == Decimal(contoh["dicetak"]["subtotal"]).quantize(
        Decimal("1E-6")
    )
    ppn = PPN_11.hitung(ke_desimal(jumlah))
    assert abs(ppn - Fraction(tepat["ppn"])) < Fraction(1, 10**15)
    assert abs(jumlah + ppn - Fraction(tepat["total"])) < Fraction(1, 10**15)
    setengah = hitung_total(ke_desimal(jumlah), PPN_11, Pembulatan(Mode.SETENGAH_ATAS, Decimal(1000)))
    assert setengah.dibulatkan == Decimal(tepat["ribuan_terdekat"]) == Decimal(contoh["dicetak"]["dibulatkan"])
    bawah = hitung_total(ke_desimal(jumlah), PPN_11, BAKU_TOTAL)
    assert bawah.dibulatkan == Decimal(tepat["ribuan_bawah"])
    assert bawah.ppn == Decimal("335774501.58")


def satu_pekerjaan(pengaturan: Pengaturan) -> Estimasi:
    komponen, harga = analisa_contoh(next(a for a in baca("analisa.json") if a["id"] == "AHSP-01"))
    volume = sum(Decimal(b) for b in REKAP["satu_pekerjaan"]["bagian_volume"])
    pekerjaan = Pekerjaan(1, Decimal(volume), komponen=komponen)
    return Estimasi(pengaturan, harga, (Klasifikasi(1, (), (pekerjaan,)),))


def test_one_work_unrounded() -> None:
    contoh = REKAP["satu_pekerjaan"]
    rekap = hitung_rekap(satu_pekerjaan(Pengaturan(Decimal(10), PPN_11, TANPA, TANPA)))
    baris = rekap.pekerjaan[1]
    assert baris.hsp == Decimal(contoh["harga_satuan"])
    assert baris.jumlah == rekap.total.jumlah == Decimal(contoh["jumlah"])
    ppn = PPN_11.hitung(baris.jumlah)
    assert ppn == Fraction(contoh["ppn_11"])
    assert Fraction(baris.jumlah) + ppn == Fraction(contoh["total"])


def test_one_work_with_the_default_policy() -> None:
    rekap = hitung_rekap(satu_pekerjaan(Pengaturan(Decimal(10), PPN_11)))
    baris, total = rekap.pekerjaan[1], rekap.total
    assert baris.biaya.langsung == 139_828
    assert baris.margin == Fraction("13982.8")
    assert [str(n) for n in (baris.hsp, baris.jumlah)] == ["153810.80", "11436371.32"]
    assert [str(n) for n in (total.ppn, total.total, total.dibulatkan)] == ["1258000.85", "12694372.17", "12694000"]
    assert total.terbilang == "dua belas juta enam ratus sembilan puluh empat ribu rupiah"
    assert baris.bobot == 1
    assert baris.kurang == frozenset()
    assert rekap.klasifikasi == {1: Decimal("11436371.32")}
    assert total.dibulatkan == Decimal(REKAP["satu_pekerjaan"]["ribuan_terdekat"])


def test_65_works_of_a_hospital() -> None:
    contoh = baca("rab_65.json")
    pekerjaan = []
    for n, p in enumerate(contoh["pekerjaan"], start=1):
        volume = Decimal(p["volume"])
        satuan = Fraction(p["jumlah_harga"]) / Fraction(volume)  # the source prints no unit prices
        harga = Pembulatan(Mode.SETENGAH_ATAS, Decimal("1E-8")).terapkan(satuan)
        pekerjaan.append(Pekerjaan(n, volume, harga_langsung=harga))
    rekap = hitung_rekap(satu_kelompok(tuple(pekerjaan), Pengaturan(Decimal(10), PPN_11, TANPA)))
    assert len(pekerjaan) == 65
    for n, p in enumerate(contoh["pekerjaan"], start=1):
        assert rekap.pekerjaan[n].jumlah == Decimal(p["jumlah_harga"]), p["kode"]
    assert str(rekap.total.jumlah) == contoh["jumlah"] == "712063412.99"
    assert Pembulatan(Mode.SETENGAH_ATAS, Decimal(1)).terapkan(rekap.total.jumlah) == Decimal(contoh["dicetak"])
    assert sum(b.bobot for b in rekap.pekerjaan.values()) == 1


def test_ppn_on_a_base_fraction_equals_the_old_rate() -> None:
    dasar = Ppn(Decimal(12), 11, 12)
    for jumlah in (Decimal("11436371.32"), Decimal("0.05"), Decimal("123456789.01")):
        assert dasar.hitung(jumlah) == PPN_11.hitung(jumlah)
    assert dasar.label() == "PPN 12% × DPP 11/12"
    assert PPN_11.label() == Ppn(Decimal("11.00"), 7, 7).label() == "PPN 11%"
    assert Ppn(Decimal("1.1")).label() == "PPN 1,1%"
    assert hitung_total(Decimal(1000), Ppn(Decimal(0)), BAKU_TOTAL).ppn == 0


@pytest.mark.parametrize("ppn", [("-1", 1, 1), ("11", -1, 1), ("11", 1, 0)])
def test_impossible_ppn(ppn: tuple[str, int, int]) -> None:
    with pytest.raises(Galat) as galat:
        Ppn(Decimal(ppn[0]), ppn[1], ppn[2])
    assert galat.value.kode == "ppn"


def test_ppn_in_whole_sen_half_up() -> None:
    total = hitung_total(Decimal("0.50"), Ppn(Decimal(11)), TANPA)  # 0.055
    assert (str(total.ppn), str(total.total)) == ("0.06", "0.56")
    ratus = hitung_total(Decimal(123_456_789), PPN_11, Pembulatan(Mode.SETENGAH_ATAS, Decimal(10_000)))
    assert (ratus.ppn, ratus.total, ratus.dibulatkan) == (
        Decimal("13580246.79"),
        Decimal("137037035.79"),
        137_040_000,
    )


def test_amount_beyond_words_is_repeated_in_figures() -> None:
    assert hitung_total(Decimal(10**16), Ppn(Decimal(0)), BAKU_TOTAL).terbilang == "10.000.000.000.000.000,00 rupiah"


def test_what_is_missing() -> None:
    harga = {1: Harga(Kategori.TK, Fraction(100)), 2: Harga(Kategori.ALT, None)}
    b1, b2 = Baris(Decimal(1), item=1), Baris(Decimal(1), item=2)
    pekerjaan = (
        Pekerjaan(1, Decimal(0), komponen=(b1,)),
        Pekerjaan(2, None, komponen=(b1, b2)),
        Pekerjaan(3, Decimal(1)),
        Pekerjaan(4, None, harga_langsung=Decimal(0)),
        Pekerjaan(5, Decimal(1), komponen=(Baris(Decimal(2), pekerjaan=2),)),
        Pekerjaan(6, Decimal(1), komponen=(Baris(Decimal(2), pekerjaan=4), b1)),
        Pekerjaan(7, Decimal(1), harga_langsung=Decimal(5), komponen=(b2,)),
        Pekerjaan(8),
        Pekerjaan(9, Decimal(1), komponen=(Baris(Decimal(2), pekerjaan=3), b1)),
    )
    e = Estimasi(Pengaturan(Decimal(10), PPN_11), harga, (Klasifikasi(1, (), pekerjaan),))
    kurang = {n: set(b.kurang) for n, b in hitung_rekap(e).pekerjaan.items()}
    assert kurang == {
        1: set(),
        2: {"volume", "harga"},
        3: {"analisa"},
        4: {"volume"},
        5: {"harga"},
        6: set(),  # it nests a work priced directly, which enters with that price
        7: set(),
        8: {"volume", "analisa"},
        9: {"analisa"},  # it nests a work that has nothing to enter with
    }


def test_margin_of_a_work_wins_and_zero_is_a_value() -> None:
    harga = {1: Harga(Kategori.TK, Fraction(1000))}
    komponen = (Baris(Decimal(1), item=1),)
    pekerjaan = tuple(
        Pekerjaan(n, Decimal(1), margin, komponen=komponen)
        for n, margin in enumerate((None, Decimal(0), Decimal(20)), start=1)
    )
    e = Estimasi(Pengaturan(Decimal(10), PPN_11), harga, (Klasifikasi(1, (), pekerjaan),))
    assert [b.hsp for b in hitung_rekap(e).pekerjaan.values()] == [1100, 1000, 1200]


def test_subtotals_hold_everything_below() -> None:
    def kerja(n: int, harga: int) -> Pekerjaan:
        return Pekerjaan(n, Decimal(1), harga_langsung=Decimal(harga))

    dalam = Klasifikasi(3, (), (kerja(3, 100),))
    tengah = Klasifikasi(2, (dalam,), (kerja(2, 10),))
    e = Estimasi(
        Pengaturan(Decimal(10), PPN_11),
        {},
        (Klasifikasi(1, (tengah,), (kerja(1, 1),)), Klasifikasi(4, (), (kerja(4, 1000),)), Klasifikasi(5)),
    )
    rekap = hitung_rekap(e)
    assert rekap.klasifikasi == {1: 111, 2: 110, 3: 100, 4: 1000, 5: 0}
    assert list(rekap.klasifikasi) == [1, 2, 3, 4, 5]
    assert list(rekap.pekerjaan) == [1, 2, 3, 4]
    assert rekap.total.jumlah == 1111


def test_headings_may_nest_as_deep_as_anyone_likes() -> None:
    akar = Klasifikasi(0, (), (Pekerjaan(1, Decimal(1), harga_langsung=Decimal(7)),))
    for n in range(1, 3000):
        akar = Klasifikasi(n, (akar,))
    rekap = hitung_rekap(Estimasi(Pengaturan(Decimal(10), PPN_11), {}, (akar,)))
    assert rekap.klasifikasi[2999] == rekap.klasifikasi[0] == 7


def test_an_empty_estimate_is_zero() -> None:
    rekap = hitung_rekap(Estimasi(Pengaturan(Decimal(10), PPN_11), {}))
    assert rekap.total.terbilang == "nol rupiah"
    assert rekap.total.dibulatkan == 0
    nol = Pekerjaan(1, Decimal(0), harga_langsung=Decimal(5))
    assert hitung_rekap(satu_kelompok((nol,), Pengaturan(Decimal(10), PPN_11))).pekerjaan[1].bobot == 0


def test_a_nested_direct_price_enters_as_it_is_without_margin_of_its_own() -> None:
    pekerjaan = (
        Pekerjaan(1, Decimal(3), harga_langsung=Decimal("1000.5")),
        Pekerjaan(2, Decimal(2), komponen=(Baris(Decimal("0.5"), pekerjaan=1),)),
    )
    e = satu_kelompok(pekerjaan, Pengaturan(Decimal(10), PPN_11))
    rekap = hitung_rekap(e)
    assert rekap.pekerjaan[1].biaya.lain == Fraction("1000.5")
    assert (rekap.pekerjaan[1].margin, rekap.pekerjaan[1].jumlah) == (0, Decimal("3001.50"))
    assert rekap.pekerjaan[2].biaya.lain == Fraction("500.25")
    assert (rekap.pekerjaan[2].hsp, rekap.pekerjaan[2].jumlah) == (Decimal("550.28"), Decimal("1100.56"))
    assert hitung_kebutuhan(e) == {-1: 1}
    assert e.semua_harga()[-1] == Harga(Kategori.LAIN, Fraction("1000.5"))


def test_resources_of_nested_works() -> None:
    harga = {1: Harga(Kategori.TK, Fraction(100_000)), 2: Harga(Kategori.BHN, None)}
    e = Estimasi(
        Pengaturan(Decimal(10), PPN_11, BAKU_JUMLAH),
        harga,
        (
            Klasifikasi(
                1,
                (),
                (
                    Pekerjaan(1, Decimal(2), komponen=(Baris(Decimal(4), pekerjaan=2),)),
                    Pekerjaan(2, Decimal(1), komponen=(Baris(Decimal("0.75"), item=1),)),
                    Pekerjaan(3, None, komponen=(Baris(Decimal(1), item=2),)),
                    Pekerjaan(4, Decimal(9), harga_langsung=Decimal(1), komponen=(Baris(Decimal(1), item=1),)),
                ),
            ),
        ),
    )
    assert hitung_kebutuhan(e) == {1: Fraction(27, 4), 2: 0}
