"""The printed form in its variants, and lists of base prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import baca

D = Decimal

MENTAH = """\ufeff;;;;;;;;
3.13;PEKERJAAN BESI DAN ALUMINIUM;;;;;;;
3.13.3;Pengelasan 1 m’ dengan las listrik ;;;;   Rp 16,800.00;; Revisi
No;Uraian;Sat.;Koefisien;Harga  Satuan (Rp);Jumlah Harga (Rp);   Biaya Umum ;;10%
A;TENAGA KERJA;;;;;;;0.0400
1;Pekerja;OH;0.0164;100,000.00;1,640.00;;;0.0200
4;Mandor;OH;0.0016;200,000.00;320.00;;;
JUMLAH HARGA TENAGA KERJA;;;;;1,960.00;;;
B;BAHAN;;;;;;;
1;Kawat las;kg;0.240;45,550.00;10,932.00;;;0.400
JUMLAH HARGA BAHAN;;;;;10,932.00;;;
C;PERALATAN;;;;;;;
1;Alat las listrik ;jam ;0.016;3,125.00;51.25;;;0.170
JUMLAH HARGA ALAT;;;;; 51 ;;;
D;Jumlah  (A+B+C);;;;12,943.25;;;
E;Biaya Umum dan Keuntungan 10% - 15% x D;;;10%;1,294.33;;;
F;Harga Satuan Pekerjaan (D+E);;;;14,237.58;;;
"""


def test_a_sheet_exported_raw() -> None:
    hasil = baca("mentah.csv", MENTAH.encode())
    [analisa] = hasil.analisa
    assert (analisa.kode, analisa.satuan, analisa.grup) == ("3.13.3", "m", "3.13 PEKERJAAN BESI DAN ALUMINIUM")
    assert [(k.kategori, k.koefisien, k.harga) for k in analisa.komponen] == [
        ("TK", D("0.0164"), 100000), ("TK", D("0.0016"), 200000), ("BHN", D("0.240"), 45550), ("ALT", D("0.016"), 3125),
    ]  # fmt: skip
    assert hasil.kode == {"satuan_dari_uraian": 1, "cetak_tidak_cocok": 1}
    assert hasil.satu("cetak_tidak_cocok").isi["nama"] == "harga pada judul"


def test_one_analysis_per_sheet_with_labels_above() -> None:
    baris = [
        ["ANALISA HARGA SATUAN PEKERJAAN"],
        ["Proyek", ":", "Jalan Lingkungan"],
        ["No. Mata Pembayaran", ":", "3.1.(1)"],
        ["Jenis Pekerjaan", ":", "Galian Biasa"],
        ["Satuan Pembayaran", ":", "M3"],
        [],
        ["NO.", "KOMPONEN", "SATUAN", "PERKIRAAN KUANTITAS", "HARGA SATUAN (Rp.)", "JUMLAH HARGA (Rp.)"],
        ["A.", "TENAGA"],
        ["1.", "Pekerja", "Jam", 0.0143430866, 13714.29, 196.71],
        ["", "JUMLAH HARGA TENAGA", "", "", "", 196.71],
        ["B.", "BAHAN"],
        ["", "JUMLAH HARGA BAHAN", "", "", "", 0],
        ["C.", "PERALATAN"],
        ["1.", "Excavator", "Jam", 0.0071715433, 480000, 3442.34],
        ["", "JUMLAH HARGA PERALATAN", "", "", "", 3442.34],
        ["D.", "JUMLAH HARGA TENAGA, BAHAN DAN PERALATAN ( A + B + C )", "", "", "", 3639.05],
        ["E.", "OVERHEAD & PROFIT", "", "", 0.1, 363.9],
        ["F.", "HARGA SATUAN PEKERJAAN ( D + E )", "", "", "", 4002.95],
    ]
    hasil = baca("bm.xlsx", f.xlsx({"3.1(1)": baris}))
    [analisa] = hasil.analisa
    assert (analisa.kode, analisa.uraian, analisa.satuan) == ("3.1.(1)", "Galian Biasa", "m3")
    assert [k.koefisien for k in analisa.komponen] == [D("0.0143430866"), D("0.0071715433")]
    assert analisa.cetak["d"] == D("3639.05")
    assert hasil.kode == {}


def test_blocks_with_a_single_header_at_the_top() -> None:
    def blok(kode: str, nama: str) -> list[list[Any]]:
        return [[kode, nama], ["A", "Tenaga"], [1, "Pekerja", "OH", 0.3], ["B", "Bahan"], [1, "Semen", "kg", 6.24]]

    kepala = [["No", "Uraian", "Satuan", "Koefisien"]]
    hasil = baca("a.xlsx", f.xlsx(kepala + blok("1.1.1", "Pasang 1 m2 bata") + blok("1.1.2", "Pasang 1 m2 batako")))
    assert [(a.kode, len(a.komponen)) for a in hasil.analisa] == [("1.1.1", 2), ("1.1.2", 2)]


def test_nested_work_is_kept_as_other() -> None:
    baris = [
        ["2.1", "Pemasangan 1 m2 dinding"],
        ["No", "Uraian", "Satuan", "Koefisien"],
        ["B", "BAHAN"],
        [1, "Bata", "bh", 70],
        ["D", "LAIN-LAIN"],
        [1, "Adukan 1:4", "m3", 0.02],
    ]
    assert [k.kategori for k in baca("a.xlsx", f.xlsx(baris)).komponen] == ["BHN", "LAIN"]


def test_price_list_in_three_blocks() -> None:
    baris = [
        ["DAFTAR HARGA SATUAN UPAH, BAHAN DAN ALAT"],
        [],
        ["NO", "URAIAN", "KODE", "SATUAN", "HARGA SATUAN (Rp)", "KETERANGAN"],
        [1, 2, 3, 4, 5, 6],
        ["I", "UPAH"],
        [1, "Pekerja", "L.01", "OH", 176000, ""],
        ["II", "MATERIAL / BAHAN"],
        [1, "Semen", "", "zak", "Rp 72.800,-", "survei"],
        [2, "Pasir", "", "m3", "", ""],
        ["III", "SEWA ALAT"],
        [1, "Molen", "", "hari", 0, ""],
    ]
    hasil = baca("hsd.xlsx", f.xlsx(baris))
    assert [(h.kategori, h.uraian, h.harga, h.keterangan) for h in hasil.harga] == [
        ("TK", "Pekerja", 176000, ""), ("BHN", "Semen", 72800, "survei"), ("BHN", "Pasir", None, ""),
        ("ALT", "Molen", 0, ""),
    ]  # fmt: skip
    assert {"harga_kosong": 1, "harga_nol": 1}.items() <= hasil.kode.items()


def test_market_units_keep_their_two_numbers() -> None:
    baris = [
        ["type", "name", "unit", "price", "satuan beli", "harga beli", "faktor"],
        ["BHN", "Pasir beton", "kg", "", "m3", "664200", "1400"],
        ["BHN", "Kerikil", "kg", "396.64", "m3", "535460", "1350"],
        ["BHN", "Semen", "kg", "9999", "zak", "72800", "40"],
        ["BHN", "Sirtu", "kg", "664200/1400", "", "", ""],
    ]
    hasil = baca("h.csv", f.csv_byte(baris))
    pasir, kerikil, semen, sirtu = hasil.harga
    assert (pasir.harga, pasir.satuan_beli, pasir.harga_beli, pasir.faktor) == (D("474.42857143"), "m3", 664200, 1400)
    assert kerikil.masalah == []
    assert hasil.satu("konversi_berbeda").baris == semen.baris
    assert (sirtu.harga_beli, sirtu.faktor) == (664200, 1400)


def test_wages_per_day_and_per_hour_and_duplicates() -> None:
    baris = [
        ["uraian", "kode", "satuan", "besaran", "besaranperjam"],
        ["Pekerja", "L.01", "Orang/Hari", "96000", "13714.00"],
        ["Kepala tukang", "L.03", "Orang/Hari", "122000.00   ", "17429.00   "],
        ["pekerja", "L.01", "OH", "96000", "13714.00"],
        ["Pekerja", "L.01", "OH", "99000", ""],
        ["Kepala tukang", "L.03b", "OH", "122000", ""],
    ]
    hasil = baca("upah.csv", f.csv_byte(baris))
    assert [(h.kategori, h.satuan, h.harga) for h in hasil.harga[:2]] == [("TK", "OH", 96000), ("TK", "OH", 122000)]
    assert hasil.harga[0].pilihan_harga == {"besaranperjam": 13714}
    assert [h.dilewati for h in hasil.harga] == [False, False, True, True, True]
    assert hasil.satu("harga_berbeda").baris == 5
    assert (hasil.satu("kode_lain").baris, hasil.satu("kode_lain").isi["baris"]) == (6, "3")
    assert hasil.satu("kolom_diabaikan").isi["kolom"] == "“besaranperjam”"


def test_category_of_a_price_without_heading_is_guessed_and_said() -> None:
    hasil = baca("a.csv", f.csv_byte([["nama", "satuan", "harga"], ["Mandor", "OH", "206000"], ["Entah", "x", "5"]]))
    assert [h.kategori for h in hasil.harga] == ["TK", "LAIN"]
    assert hasil.kode["kategori_ditebak"] == 2


def test_a_header_on_the_next_page_does_not_end_the_analysis() -> None:
    kepala = ["No", "Uraian", "Satuan", "Koefisien"]
    baris = [
        ["1.1.1", "Pasang 1 m2 bata"], kepala, ["A", "TENAGA KERJA"], [1, "Pekerja", "OH", 0.3],
        kepala, [2, "Tukang", "OH", 0.1], kepala, ["B", "BAHAN"], [1, "Semen", "kg", 6.24],
    ]  # fmt: skip
    hasil = baca("a.xlsx", f.xlsx(baris))
    assert [[k.kategori for k in a.komponen] for a in hasil.analisa] == [["TK", "TK", "BHN"]]
