"""What real workbooks look like, item by item of the list in the field's reference (domain, section 7)."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pytest

from ahsp_app.importers.katalog.bentuk import JenisLembar
from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import baca

D = Decimal


def blok(
    kode: str = "3.13.1",
    uraian: str = "Pemasangan 1 m2 plesteran",
    kiri: int = 0,
    kepala: bool = True,
    bahan: str = "Semen Portland",
) -> list[list[Any]]:
    """A printed analysis that adds up: A 176.000 × 0,3, B 1.820 × 6,24, no C, 10 %."""
    isi: list[list[Any]] = [
        [kode, uraian, "", "", "", 70500],
        ["No", "Uraian", "Satuan", "Koefisien", "Harga Satuan (Rp)", "Jumlah Harga (Rp)"],
        ["A", "TENAGA KERJA"],
        [1, "Pekerja", "OH", 0.3, 176000, 52800],
        ["JUMLAH HARGA TENAGA KERJA", "", "", "", "", 52800],
        ["B", "BAHAN"],
        [1, bahan, "kg", 6.24, 1820, 11356.8],
        ["JUMLAH HARGA BAHAN", "", "", "", "", 11356.8],
        ["C", "PERALATAN"],
        ["JUMLAH HARGA ALAT", "", "", "", "", "-"],
        ["D", "Jumlah (A+B+C)", "", "", "", 64156.8],
        ["E", "Biaya Umum dan Keuntungan 10% x D", "", "", 0.1, 6415.68],
        ["F", "Harga Satuan Pekerjaan (D+E)", "", "", "", 70572.48],
        [],
    ]
    if not kepala:
        del isi[1]
    return [[""] * kiri + baris if baris else baris for baris in isi]


def test_7_1_identity_above_and_a_header_two_rows_deep() -> None:
    baris = [
        ["PROGRAM", ":", "Penataan Bangunan"],
        ["KEGIATAN", ":", "Pembangunan"],
        ["TAHUN ANGGARAN", ":", 2026],
        [],
        ["NO", "URAIAN", "SATUAN", "KOEFISIEN", "HARGA", "JUMLAH"],
        ["", "", "", "", "SATUAN", "HARGA"],
        [1, 2, 3, 4, 5, "6=4x5"],
        ["", "", "", "", "Rp", "Rp"],
        *blok(kepala=False),
    ]

    def gabung(buku: Any, lembar: Any) -> None:
        for kolom, teks in enumerate(["NO", "URAIAN", "SATUAN", "KOEFISIEN"]):
            lembar.merge_range(4, kolom, 5, kolom, teks)

    hasil = baca("a.xlsx", f.xlsx(baris, gabung))
    [analisa] = hasil.analisa
    assert (analisa.kode, analisa.uraian) == ("3.13.1", "Pemasangan 1 m2 plesteran")
    assert [k.koefisien for k in analisa.komponen] == [D("0.3"), D("6.24")]
    assert not {"cetak_tidak_cocok", "jumlah_tidak_cocok"} & hasil.kode.keys()


@pytest.mark.parametrize("kiri", [1, 2, 3])
def test_7_2_tables_start_in_any_column(kiri: int) -> None:
    hasil = baca("a.xlsx", f.xlsx(blok(kiri=kiri)))
    assert [(k.kategori, k.uraian, k.satuan) for k in hasil.komponen] == [
        ("TK", "Pekerja", "OH"),
        ("BHN", "Semen Portland", "kg"),
    ]
    assert hasil.analisa[0].cetak["f"] == D("70572.48")


def test_7_2_description_spread_over_columns() -> None:
    baris = [
        ["", "2.1", "Pemasangan 1 m2 plesteran"],
        ["", "No", "Uraian", "", "", "Satuan", "Koefisien"],
        ["", "B", "BAHAN"],
        ["", 1, "Semen", "Portland", "(PC)", "kg", 6.24],
    ]
    [komponen] = baca("a.xlsx", f.xlsx(baris)).komponen
    assert (komponen.uraian, komponen.satuan, komponen.koefisien) == ("Semen Portland (PC)", "kg", D("6.24"))


def test_7_3_title_code_in_front_in_its_own_cell_or_absent() -> None:
    depan = blok()
    depan[0] = ["3.13.2 Pengelasan 1 m' dengan las listrik", "", "", "", "", "Rp 70,500.00"]
    tanpa = blok()
    tanpa[0] = ["", "Pemasangan 1 buah kusen", "", "", "", "70.500"]
    hasil = baca("a.xlsx", f.xlsx([*blok(), *depan, *tanpa]))
    assert [(a.kode, a.uraian, a.satuan) for a in hasil.analisa] == [
        ("3.13.1", "Pemasangan 1 m2 plesteran", "m2"),
        ("3.13.2", "Pengelasan 1 m' dengan las listrik", "m"),
        ("", "Pemasangan 1 buah kusen", "buah"),
    ]
    assert [a.cetak["hsp"] for a in hasil.analisa] == [70500, 70500, 70500]


@pytest.mark.parametrize("sela", [0, 1, 2])
def test_7_3_blocks_side_by_side_are_read_one_after_the_other(sela: int) -> None:
    kiri = [*blok("1.1", "Galian 1 m3"), *blok("1.2", "Urugan 1 m3")]
    kanan = [*blok("2.1", "Plesteran 1 m2", bahan="Kapur"), []]
    baris = [a + [""] * (6 - len(a)) + [""] * sela + b for a, b in zip_longest(kiri, kanan, fillvalue=[])]
    hasil = baca("a.xlsx", f.xlsx({"Dua": baris, "Satu": blok("3.1")}))
    assert [(a.lembar, a.kode, a.uraian) for a in hasil.analisa] == [
        ("Dua", "1.1", "Galian 1 m3"),
        ("Dua", "1.2", "Urugan 1 m3"),
        (f"Dua (kolom {'GHI'[sela]})", "2.1", "Plesteran 1 m2"),
        ("Satu", "3.1", "Pemasangan 1 m2 plesteran"),
    ]
    assert [[k.uraian for k in a.komponen] for a in hasil.analisa][2] == ["Pekerja", "Kapur"]
    assert hasil.analisa[2].cetak == hasil.analisa[0].cetak
    assert hasil.satu("berdampingan").isi["banyak"] == "2"
    assert hasil.kode.keys() == {"berdampingan", "satuan_dari_uraian"}


def test_7_3_three_blocks_side_by_side() -> None:
    semua = [blok(f"{n}.1", f"Pekerjaan 1 m{n}") for n in (1, 2, 3)]
    baris = [[s for b in satu for s in b + [""] * (7 - len(b))] for satu in zip(*semua, strict=True)]
    assert [a.kode for a in baca("a.xlsx", f.xlsx(baris)).analisa] == ["1.1", "2.1", "3.1"]


def test_7_3_side_notes_are_no_data() -> None:
    baris = blok()
    baris[0] += ["", "Catatan:", "Revisi koefisien"]
    baris[1] += ["Biaya Umum dan Keuntungan", "", "10%"]
    baris[2] = ["A", "TENAGA KERJA", "", "", "", "", "", 0.04]
    baris[3] += ["", "", 0.02]
    hasil = baca("a.xlsx", f.xlsx(baris))
    assert [k.koefisien for k in hasil.komponen] == [D("0.3"), D("6.24")]
    assert hasil.komponen[0].kategori == "TK"


def test_7_4_many_sheets_and_others_beside_them() -> None:
    lembar = {
        "Kas": [["TANGGAL", "NO", "KETERANGAN", "BUDGET", "TERIMA", "SALDO"], ["1/2/2025", 1, "Kas bon", 1, 2, 3]],
        "REKAP": [["NO", "URAIAN PEKERJAAN", "TOTAL HARGA"], ["A", "PERSIAPAN", 2088000]],
        "RAB": [["NO", "URAIAN PEKERJAAN", "SAT.", "VOL", "HARGA SAT.", "TOTAL HARGA"], [1, "Direksi", "1s", 1, 8, 8]],
        **{f"Tanah {n}": blok(f"1.{n}.1") for n in range(5)},
        "Semua": [baris for n in range(20) for baris in blok(f"2.{n}.1")],
        "HSD": [["NO", "URAIAN", "SATUAN", "HARGA SATUAN"], ["I", "UPAH"], [1, "Pekerja", "OH", 176000]],
    }
    hasil = baca("a.xlsx", f.xlsx(lembar))
    jenis = {k.nama: k.jenis for k in hasil.bacaan.lembar}
    assert [jenis[n] for n in ("Kas", "REKAP", "RAB", "Semua", "HSD")] == [
        JenisLembar.LAIN, JenisLembar.LAIN, JenisLembar.LAIN, JenisLembar.CETAK, JenisLembar.HARGA,
    ]  # fmt: skip
    assert (len(hasil.analisa), len(hasil.harga)) == (25, 1)
    assert all(len(a.komponen) == 2 for a in hasil.analisa)


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [("'0,120", "0.12"), ("12,50", "12.5"), ("2,625", "2.625"), (" - ", "0"), ("0.5    ", "0.5"), ("10%", "0.1")],
)
def test_7_5_numbers_as_text(teks: str, nilai: str) -> None:
    hasil = baca("a.xlsx", f.xlsx(f.datar(("TK", "", "Pekerja", "OH", teks))))
    assert hasil.komponen[0].koefisien == D(nilai)
    assert hasil.komponen[0].koefisien_asli.strip("'") == teks.strip().strip("'")


def test_7_5_prices_as_text() -> None:
    baris = [["nama", "satuan", "harga"], ["Pekerja", "OH", "Rp 88,800.00"], ["Mandor", "OH", "5400.00    "]]
    hasil = baca("upah.csv", f.csv_byte([*baris, ["Tukang", "OH", " - "]]))
    assert [h.harga for h in hasil.harga] == [88800, 5400, None]
    assert hasil.satu("harga_kosong").baris == 4


def test_7_6_one_dot_is_decimal_in_an_analysis_and_groups_in_a_price_list() -> None:
    isi = f.xlsx(
        {
            "Analisa": f.datar(("BHN", "", "Semen", "kg", "26.406")),
            "Harga bahan": [["uraian", "satuan", "harga satuan"], ["Semen", "kg", "26.406"]],
        }
    )
    hasil = baca("a.xlsx", isi)
    assert (hasil.komponen[0].koefisien, hasil.harga[0].harga) == (D("26.406"), 26406)
    usul = [m.usul.nilai for m in hasil.semua_masalah if m.kode == "titik_ambigu" and m.usul]
    assert usul == ["26406", "26.406"]


def test_7_6_the_printed_amount_settles_the_dot() -> None:
    def isi(koefisien: Any, jumlah: Any) -> bytes:
        baris = [[*f.KEPALA, "harga_satuan", "jumlah_harga"]]
        return f.xlsx([*baris, ["1.1", "1 m3 x", "m3", "BHN", "", "Semen", "kg", koefisien, 1000, jumlah]])

    cocok = baca("a.xlsx", isi("26.406", 26406))
    assert not {"titik_ambigu", "titik_hilang"} & cocok.kode.keys()
    lain = baca("a.xlsx", isi("26.406", 26406000))
    assert lain.satu("titik_hilang").usul.nilai == "26406"  # type: ignore[union-attr]
    hilang = baca("a.xlsx", isi(83349, 83349))
    assert hilang.satu("titik_hilang").usul.nilai == "83.349"  # type: ignore[union-attr]


def test_7_6_aggregates_may_be_above_a_thousand() -> None:
    hasil = baca("a.xlsx", f.xlsx(f.datar(("BHN", "", "Kerikil", "kg", 1009), ("BHN", "", "Pasir beton", "kg", 731))))
    assert hasil.kode == {}
    hasil = baca("a.xlsx", f.xlsx(f.datar(("BHN", "", "Paku biasa", "kg", 13125))))
    assert hasil.satu("titik_hilang").usul is not None


def test_7_7_formulas_by_their_stored_values_and_error_cells() -> None:
    def atur(buku: Any, lembar: Any) -> None:
        lembar.write_formula(1, 7, "=61.56/1400", None, 61.56 / 1400)
        lembar.write_formula(2, 7, "=VLOOKUP(1,[1]Luar!A1:B9,2)", None, "")
        lembar.write_formula(3, 7, "=#REF!+1", None, "#REF!")
        lembar.write_formula(4, 4, "=NA()", None, "#N/A")

    baris = f.datar(*[("TK", "L.01", f"Pekerja {n}", "OH", 0.5) for n in range(4)])
    hasil = baca("a.xlsx", f.xlsx(baris, atur))
    assert [k.koefisien for k in hasil.komponen] == [D("0.0439714286"), None, None, D("0.5")]
    assert (hasil.satu("formula_kosong").baris, hasil.satu("galat_sel").baris) == (3, 4)
    assert (hasil.komponen[3].kode, hasil.satu("kode_cacat").baris) == (None, 5)


@pytest.mark.parametrize("galat", ["#REF!", "#VALUE!", "#NAME?", "#N/A", "#DIV/0!"])
def test_7_7_every_error_value(galat: str) -> None:
    hasil = baca("a.xlsx", f.xlsx(f.datar(*f.BETON[:1]), lambda b, s: s.write_formula(1, 7, "=A1", None, galat)))
    assert hasil.satu("galat_sel").isi["teks"] == galat


def test_7_8_tens_of_thousands_of_junk_names_and_external_links() -> None:
    isi = f.xlsx(f.datar(*f.BETON))
    nama = "".join(f'<definedName name="_x{n}" hidden="1">#REF!</definedName>' for n in range(47_746))
    buku = f.bagian(isi, "xl/workbook.xml").replace("</sheets>", f"</sheets><definedNames>{nama}</definedNames>")
    luar = {f"xl/externalLinks/externalLink{n}.xml": "<externalLink/>" for n in range(19)}
    mulai = time.process_time()
    hasil = baca("a.xlsx", f.ganti(isi, {"xl/workbook.xml": buku, **luar}))
    assert time.process_time() - mulai < 2
    assert len(hasil.komponen) == len(f.BETON)


def test_7_9_hidden_rows_are_passed_over_and_said() -> None:
    def sembunyi(buku: Any, lembar: Any) -> None:
        lembar.set_row(2, None, None, {"hidden": True})
        lembar.set_column(3, 3, None, None, {"hidden": True})

    hasil = baca("a.xlsx", f.xlsx(f.datar(*f.BETON), sembunyi))
    assert [k.uraian for k in hasil.komponen] == [b[2] for b in f.BETON if b[2] != "Tukang batu"]
    assert hasil.satu("baris_tersembunyi").isi["banyak"] == "1"
    assert hasil.satu("kolom_tersembunyi").isi["banyak"] == "1"
    assert hasil.bacaan.hitung.nasib["tersembunyi"] == 1


def test_7_9_hidden_rows_of_the_other_formats() -> None:
    lama = f.xls({"A": f.datar(("TK", "", "a", "OH", 1), ("TK", "", "b", "OH", 2))}, lambda s: _sembunyi_xls(s, 2))
    assert [k.uraian for k in baca("a.xls", lama).komponen] == ["a"]
    baris = [f.ods_baris(b) for b in f.datar(("TK", "", "a", "OH", 1), ("TK", "", "b", "OH", 2))]
    baris[1] = baris[1].replace("<table:table-row ", '<table:table-row table:visibility="collapse" ')
    assert [k.uraian for k in baca("a.ods", f.ods({"A": "".join(baris)})).komponen] == ["b"]


def _sembunyi_xls(lembar: Any, nomor: int) -> None:
    lembar.row(nomor).hidden = True


def test_7_10_several_price_columns() -> None:
    baris = [["uraian", "satuan", "HPS", "PENAWARAN", "NEGOSIASI"], ["Semen", "kg", 2000, 1900, 1800]]
    [harga] = baca("bahan.csv", f.csv_byte(baris)).harga
    assert harga.harga == 1800
    assert harga.pilihan_harga == {"HPS": 2000, "PENAWARAN": 1900}


@pytest.mark.parametrize(
    "kepala",
    [
        [["NO", "URAIAN", "SATUAN", "MATERIAL", "UPAH", "LAIN-LAIN"]],
        [["NO", "URAIAN", "SATUAN", "HARGA SATUAN", "", ""], ["", "", "", "Material", "Upah", "Lain-lain"]],
    ],
)
def test_7_10_a_price_in_three_parts_is_their_sum(kepala: list[list[Any]]) -> None:
    isi = [[1, "Pasang bata", "m2", "75.000", "42.500", "-"], [2, "Cat", "m2", "12.000", "x", ""], [3, "Tes", "ls"]]
    hasil = baca("a.xlsx", f.xlsx([*kepala, *isi, [4, "Sewa", "ls", "", "", 5000]]))
    assert [h.harga for h in hasil.harga] == [117500, None, None, 5000]
    assert hasil.harga[0].harga_asli == "75.000 + 42.500 + -"
    bagian = [m.isi["bagian"].upper() for m in hasil.semua_masalah if m.kode == "harga_dijumlah"]
    assert [b.replace("HARGA SATUAN ", "") for b in bagian] == ["MATERIAL 75.000 + UPAH 42.500", "LAIN-LAIN 5.000"]
    assert hasil.satu("bukan_angka").baris == len(kepala) + 2


def test_7_10_a_column_with_the_sum_goes_before_its_parts() -> None:
    kepala = ["URAIAN", "SATUAN", "MATERIAL", "UPAH", "HARGA SATUAN"]
    [harga] = baca("a.xlsx", f.xlsx([kepala, ["Pasang bata", "m2", 75000, 42500, 117500]])).harga
    assert harga.harga == 117500
    bahan = [["BAHAN", "SATUAN", "UPAH"], ["Pekerja", "OH", 100000]]  # the first of them is the description
    assert [h.harga for h in baca("b.xlsx", f.xlsx(bahan)).harga] == [100000]


def test_7_11_rows_without_numbers_headings_and_gaps() -> None:
    baris = blok()
    baris[3:3] = [["", "Beton / Besi / Bekisting"], []]
    baris[6:6] = [["", "", "", "", "", ""], [7, "Mandor", "OH", "", "", ""]]
    hasil = baca("a.xlsx", f.xlsx(baris))
    assert [(k.uraian, k.koefisien) for k in hasil.komponen] == [
        ("Pekerja", D("0.3")),
        ("Mandor", 0),
        ("Semen Portland", D("6.24")),
    ]
    assert hasil.satu("koefisien_kosong").baris == 8
    assert hasil.bacaan.hitung.nasib["catatan"] == 1


def test_7_12_printed_sums_that_are_wrong_are_said_and_nothing_is_changed() -> None:
    baris = blok()
    baris[3] = [1, "Pekerja", "OH", 0.3, 176000, 62800]
    baris[7] = ["JUMLAH HARGA BAHAN", "", "", "", "", 1135.68]
    baris[12] = ["F", "Harga Satuan Pekerjaan (D+E)", "", "", "", 75000]
    hasil = baca("a.xlsx", f.xlsx(baris))
    assert hasil.satu("jumlah_tidak_cocok").baris == 4
    nama = [m.isi["nama"] for m in hasil.semua_masalah if m.kode == "cetak_tidak_cocok"]
    assert nama == ["tenaga kerja", "bahan", "jumlah (D)", "harga satuan pekerjaan (F)", "harga pada judul"]
    assert hasil.komponen[0].jumlah == 62800


def test_7_13_unit_typos_and_odd_letters() -> None:
    satuan = ["n2", "M³", "m’", "lkg", "1s", "Buanh", "bh", "m\u00c2\u00b2", "M4", "-", "ltr."]
    baris = f.datar(*[("BHN", "", f"Besi  \u00d8{n}\u00a0mm \u201cx\u201d", s, 0.5) for n, s in enumerate(satuan)])
    hasil = baca("a.xlsx", f.xlsx(baris))
    assert [k.satuan for k in hasil.komponen] == ["m2", "m3", "m", "kg", "ls", "buah", "buah", "m2", "m4", "", "liter"]
    assert [k.satuan_asli for k in hasil.komponen][:3] == ["n2", "M³", "m’"]
    assert hasil.kode["satuan_salah_ketik"] == 4
    assert (hasil.satu("satuan_tidak_dikenal").isi["teks"], hasil.satu("satuan_kosong").baris) == ("M4", 11)
    assert hasil.komponen[1].uraian == "Besi \u00d81 mm \u201cx\u201d"


@pytest.mark.parametrize(
    ("pemisah", "sandi"),
    [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), (";", "cp1252"), (",", "utf-16-le"), (";", "utf-8")],
)
def test_7_14_csv_separators_and_encodings(pemisah: str, sandi: str) -> None:
    baris = f.datar(("BHN", "", "Semen ½ \u201ckelas\u201d", "m²", "0,5"), ("TK", "", "Pekerja", "OH", "1,25"))
    hasil = baca("a.csv", f.csv_byte(baris, pemisah, sandi))
    assert [(k.uraian, k.satuan, k.koefisien) for k in hasil.komponen] == [
        ("Semen ½ \u201ckelas\u201d", "m2", D("0.5")),
        ("Pekerja", "OH", D("1.25")),
    ]


def test_7_14_mark_on_every_line_separator_lines_and_a_long_header() -> None:
    baris = [["DAFTAR ANALISA"], ["Sumber", "SE 30/2025"], [], *f.datar(*f.BETON[:3])]
    baris[5:5] = [["=== PEKERJAAN BETON ==="]]
    isi = b"".join(b"\xef\xbb\xbf" + satu + b"\r\n" for satu in f.csv_byte(baris, ";").splitlines())
    hasil = baca("a.csv", isi)
    assert [k.uraian for k in hasil.komponen] == ["Pekerja", "Tukang batu", "Kepala tukang"]
    assert len(hasil.analisa) == 2 or hasil.bacaan.hitung.nasib["catatan"] == 1


def test_7_15_title_prices_are_checked_not_added() -> None:
    """A priced heading over priced rows: its amount is compared, the rows are what counts."""
    hasil = baca("a.xlsx", f.xlsx(blok()))
    assert hasil.kode == {"satuan_dari_uraian": 1}
    assert hasil.analisa[0].cetak == {
        "hsp": 70500, "tk": 52800, "bhn": D("11356.8"), "alt": 0, "d": D("64156.8"), "e": D("6415.68"),
        "persen": 10, "f": D("70572.48"),
    }  # fmt: skip
