"""Judgement: what is said of coefficients, codes, duplicates; and how often it is said wrongly."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import baca

D = Decimal


def _katalog(banyak: int, acak: random.Random) -> list[list[Any]]:
    """Works of a gang, a binder, sand and equipment, sized differently, as price books have them."""
    baris: list[list[Any]] = []
    for n in range(banyak):
        ukuran = D(acak.randint(20, 400)) / 100
        isi = [
            ("TK", "L.01", "Pekerja", "OH", D("0.2537") * ukuran),
            ("TK", "L.02", "Tukang batu", "OH", D("0.1263") * ukuran),
            ("TK", "L.04", "Mandor", "OH", D("0.0127") * ukuran),
            ("BHN", "", "Semen Portland", "kg", D("6.2417") * ukuran),
            ("BHN", "", "Pasir pasang", "m3", D("0.0241") * ukuran),
            ("ALT", "", "Molen", "hari", D("0.0413") * ukuran),
        ]
        baris += [[f"1.{n}", f"Pekerjaan {n} 1 m2", "m2", *k[:4], round(k[4], 4)] for k in isi]
    return baris


def test_725_lost_decimal_commas_are_all_found_with_a_suggestion_and_honest_rows_are_left_alone() -> None:
    acak = random.Random(7)
    baris = _katalog(500, acak)
    jujur = [list(b) for b in baris]
    rusak = set()
    while len(rusak) < 725:
        nomor = acak.randrange(len(baris))
        digit = D(str(baris[nomor][7]).replace(".", "").lstrip("0"))
        if nomor not in rusak and digit >= 1000:
            rusak.add(nomor)
            baris[nomor][7] = digit
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *baris]))
    usul = {m.baris: m.usul for k in hasil.komponen for m in k.masalah if m.kode == "titik_hilang"}
    assert {n + 2 for n in rusak} == usul.keys()
    assert all(usul.values())
    tepat = sum(u is not None and D(u.nilai) == jujur[n - 2][7] for n, u in usul.items() if n)
    assert tepat > 690
    pasti = {n: u for n, u in usul.items() if n and u is not None and u.pasti}
    assert len(pasti) > 200
    assert sum(D(u.nilai) != jujur[n - 2][7] for n, u in pasti.items()) < len(pasti) / 50
    polos = baca("a.csv", f.csv_byte([f.KEPALA, *jujur]))
    assert sum(bool(k.masalah) for k in polos.komponen) < len(polos.komponen) / 100


def test_small_whole_numbers_far_above_their_like() -> None:
    baris = _katalog(30, random.Random(3))
    baris[2][7] = 127  # Mandor, from 0.0127
    baris[10][7] = 241  # Pasir in m3
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *baris]))
    assert [m.baris for m in hasil.semua_masalah if m.kode == "titik_hilang"] == [4, 12]


def regu(kode: str, satuan: str, **orang: str) -> list[list[Any]]:
    """A work of a gang."""
    nama = {"tukang": "Tukang kayu", "kepala": "Kepala tukang kayu"}
    return [
        [kode, f"Pekerjaan {kode} 1 {satuan}", satuan, "TK", "", nama.get(n, n), "OH", D(x)] for n, x in orang.items()
    ]


def test_whole_days_that_fit_their_gang_are_right() -> None:
    lain = _katalog(30, random.Random(3))
    jujur = [
        *regu("8.1", "m3", pekerja="4", tukang="12", kepala="1.2", mandor="0.4"),
        *regu("8.2", "buah", pekerja="4", tukang="2", kepala="0.2", mandor="0.0667"),
        *regu("8.3", "buah", pekerja="8", tukang="2", kepala="0.2", mandor="0.04"),
        *regu("8.4", "buah", pekerja="6", mandor="0.3"),
    ]
    assert titik_hilang(*lain, *jujur) == {}
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *lain, *regu("8.5", "m2", pekerja="25", mandor="0.0125")]))
    usul = hasil.satu("titik_hilang").usul
    assert usul is not None
    assert (usul.nilai, usul.pasti) == ("0.25", True)


def test_without_proof_a_small_number_has_a_warning_only_and_a_large_one_a_weak_suggestion() -> None:
    sekrup = [[f"9.{n}", f"Nok {n}", "m", "BHN", "", "Paku sekrup", "kg", D(6)] for n in range(9)]
    lain = [[f"9.2{n}", f"Atap {n}", "m", "BHN", "", "Paku sekrup", "kg", D(x)] for n, x in enumerate(("0.01", "0.05"))]
    sewa = [["9.5", "Sewa", "bulan", "LAIN", "", "Biaya", "bulan", D(1900000)]]
    hitungan = [["9.6", "Truk", "", "LAIN", "", "Kapasitas tangki", "", D(5000)]]
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *sekrup, *lain, *sewa, *hitungan]))
    semua = [m for m in hasil.semua_masalah if m.kode == "titik_hilang"]
    assert [m.baris for m in semua] == [*range(2, 11), 13]
    assert [m.usul and m.usul.pasti for m in semua] == [None] * 9 + [False]
    assert "%(saran)s" not in semua[0].pola


def test_fly_ash_is_poured_like_cement() -> None:
    abu = [b for n in range(3) for b in campuran(f"1.{n}", *BETON, ("Fly ash", f"7{n}.5"))]
    assert titik_hilang(*abu, *campuran("2", *BETON, ("Fly ash", "102"))) == {}


def test_aggregates_in_kg_per_m3_are_right_though_one_row_has_lost_its_size() -> None:
    split = [[f"2.{x}", f"1 m3 beton {x}", "m3", "BHN", "", "Batu split 2/3", "kg", D(x)] for x in ("1009", "1.009")]
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *split]))
    assert [m.baris for m in hasil.semua_masalah if m.kode == "titik_hilang"] == []


def campuran(kode: str, *isi: tuple[str, str]) -> list[list[Any]]:
    """A m3 of something mixed."""
    satuan = {"Air": "liter"}
    return [[kode, f"1 m3 beton {kode}", "m3", "BHN", "", n, satuan.get(n, "kg"), D(x)] for n, x in isi]


BETON = [("Semen Portland", "371"), ("Pasir beton", "698"), ("Batu split 2/3", "1047"), ("Air", "215")]


def titik_hilang(*baris: list[Any]) -> dict[str, str]:
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *baris]))
    return {
        k.uraian: m.usul.nilai
        for k in hasil.komponen
        for m in k.masalah
        if m.kode == "titik_hilang" and m.usul is not None
    }


def test_poured_materials_that_lost_their_comma() -> None:
    """Being an aggregate in kg is no pass: its like in other works, and the weight of a m3, must agree."""
    lain = [b for n in range(4) for b in campuran(f"1.{n}", *BETON, ("Kapur", "0.4725"), ("Abu batu", "12.5"))]
    assert titik_hilang(*lain) == {}
    assert titik_hilang(*lain, *campuran("2", ("Kapur", "475"))) == {"Kapur": "0.475"}
    assert titik_hilang(*lain, *campuran("2", ("Abu batu", "1250"))) == {"Abu batu": "12.5"}
    # Nothing like it elsewhere: 4,266 kg do not go into a m3.
    assert titik_hilang(*campuran("2", *BETON[:3], ("Air", "2150"))) == {"Air": "215"}
    assert titik_hilang(*campuran("2", *BETON)) == {}
    assert titik_hilang(*campuran("2", ("Semen grout", "1920"))) == {}
    assert titik_hilang(*campuran("2", ("Semen grout", "2600"))) == {"Semen grout": "260"}
    berat = [("Pasir beton", "2000"), ("Batu split 2/3", "2000"), ("Air", "2000")]
    assert titik_hilang(*campuran("2", *berat)).keys() == {n for n, _ in berat}


def test_thousands_that_were_taken_for_decimals() -> None:
    lain = [b for n in range(3) for b in campuran(f"1.{n}", *BETON)]
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *lain, *campuran("2", ("Batu split 2/3", "1.047"))]))
    masalah = hasil.satu("titik_ribuan")
    assert masalah.usul is not None
    assert (masalah.baris, masalah.usul.nilai) == (14, "1047")


def test_a_centimetre_is_a_unit_and_no_slip_for_a_metre() -> None:
    las = [["6.1", "Pengelasan 1 cm", "cm", "BHN", "", "Kawat las", "cm", D("27.08")]]
    hasil = baca("a.csv", f.csv_byte([f.KEPALA, *las]))
    assert [m for m in hasil.semua_masalah if m.kolom == "satuan"] == []


def test_coefficient_zero_and_missing_unit() -> None:
    hasil = baca("a.csv", f.csv_byte(f.datar(("BHN", "", "Steger", "", "0"))))
    assert hasil.kode == {"koefisien_nol": 1, "satuan_kosong": 1}


def test_analysis_without_components_or_name() -> None:
    hasil = baca(
        "a.csv", f.csv_byte([f.KEPALA, ["1.1", "Kosong 1 m2", "m2"], ["1.2", "", "m2", "TK", "", "a", "OH", "0.1"]])
    )
    assert (hasil.satu("tanpa_komponen").tingkat, hasil.satu("uraian_kosong").tingkat) == (2, 2)


def test_duplicate_codes() -> None:
    satu = f.datar(*f.BETON[:2])
    lembar = {
        "A": satu,
        "B": satu,
        "C": f.datar(*f.BETON[:3]),
        "D": f.datar(*f.BETON[:2], kode="lain"),
    }
    hasil = baca("a.xlsx", f.xlsx(lembar))
    assert [a.dilewati for a in hasil.analisa] == [False, True, False, False]
    assert hasil.satu("analisa_ganda").isi["tempat"] == "A:2"
    beda = [(m.lembar, m.isi["tempat"]) for m in hasil.semua_masalah if m.kode == "kode_berbeda_isi"]
    assert beda == [("A", "C:2"), ("C", "A:2")]
    assert hasil.bacaan.hitung.analisa_ganda == 1


def test_duplicate_rows_and_the_same_resource_twice() -> None:
    isi = [("TK", "", "Pekerja", "OH", "0.5"), ("TK", "", "pekerja ", "oh", "0.50"), ("TK", "", "Pekerja", "OH", "0.6")]
    hasil = baca("a.csv", f.csv_byte(f.datar(*isi)))
    assert [k.dilewati for k in hasil.komponen] == [False, True, False]
    assert hasil.satu("baris_ganda").isi["baris"] == "2"
    assert hasil.satu("sumber_daya_berulang").baris == 4


def test_component_without_price_only_where_there_are_prices() -> None:
    kepala = [*f.KEPALA, "harga_satuan"]
    isi = [[*b, h] for b, h in zip(f.datar(*f.BETON[:3])[1:], ["176000", "", "0"], strict=True)]
    assert baca("a.csv", f.csv_byte([kepala, *isi])).kode["tanpa_harga"] == 2
    assert "tanpa_harga" not in baca("a.csv", f.csv_byte(f.datar(*f.BETON))).kode


def test_texts_that_do_not_fit() -> None:
    isi = f.datar(("TK", "L" * 60, "x" * 1100, "OH", "0.5"), kode="9" * 51)
    hasil = baca("a.csv", f.csv_byte(isi))
    assert [(m.kolom, m.tingkat) for m in hasil.semua_masalah if m.kode == "terlalu_panjang"] == [
        ("kode", 2), ("kode", 2), ("uraian", 2),
    ]  # fmt: skip


def test_units_with_a_suggestion() -> None:
    hasil = baca("a.csv", f.csv_byte(f.datar(("BHN", "", "Papan", "lembr", "0.5"))))
    usul = hasil.satu("satuan_tidak_dikenal").usul
    assert usul is not None
    assert (usul.kolom, usul.nilai) == ("satuan", "lembar")


def test_unit_against_the_description() -> None:
    isi = [("Pemasangan 1 m3 kuda-kuda", "m2"), ("Pemasangan 1 m' pipa", "m1"), ("1 buah bak beton vol. 1 m3", "buah")]
    baris = [[f"1.{n}", nama, satuan, *f.datar(*f.BETON[:1])[1][3:]] for n, (nama, satuan) in enumerate(isi)]
    masalah = baca("a.csv", f.csv_byte([f.KEPALA, *baris])).satu("satuan_bertentangan")
    assert (masalah.baris, masalah.isi) == (2, {"satuan": "m2", "uraian": "m3"})
