"""The whole: formats alike, mappings that people corrected, progress, cancelling, size."""

from __future__ import annotations

import resource
import time as jam
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import xlwt

from ahsp_app.importers.katalog.baca import baca_berkas
from ahsp_app.importers.katalog.bentuk import JenisLembar, PemetaanLembar
from ahsp_app.importers.katalog.tanggal import bentuk_tanggal, tanggal_sel
from tests import factories_katalog as f
from tests.unit.importers.katalog.bacaan import Hasil, baca


def inti(hasil: Hasil) -> list[object]:
    return [
        (a.kode, a.uraian, a.satuan, [(k.kategori, k.uraian, k.satuan, k.koefisien) for k in a.komponen])
        for a in hasil.analisa
    ]


def test_every_format_gives_the_same() -> None:
    baris = f.datar(*[(*k[:4], float(k[4])) for k in f.BETON])
    acuan = inti(baca("a.xlsx", f.xlsx(baris)))
    assert len(acuan) == 1
    assert inti(baca("a.xls", f.xls({"A": baris}))) == acuan
    assert inti(baca("a.ods", f.ods({"A": "".join(f.ods_baris(b) for b in baris)}))) == acuan
    assert inti(baca("a.csv", f.csv_byte(baris, ";"))) == acuan


def test_header_fingerprint_is_stable_and_follows_the_texts() -> None:
    def bentuk(baris: list[object]) -> str:
        return baca_berkas("a.xlsx", f.xlsx(baris)).lembar[0].bentuk  # type: ignore[arg-type]

    awal = bentuk(f.datar(*f.BETON))  # type: ignore[arg-type]
    besar = [[s.upper().replace("_", " ") for s in f.KEPALA], *f.datar(*f.BETON)[1:]]
    geser = [[], *(["", *b] for b in f.datar(*f.BETON))]
    assert awal == bentuk(besar) == bentuk(geser)  # type: ignore[arg-type]
    assert awal != bentuk([[*f.KEPALA, "harga"], *f.datar(*f.BETON)[1:]])
    assert len(awal) == 32


ASING = [["Nomor", "Pek.", "Gol.", "Sumber", "Ukuran", "Angka"], ["1.1", "Cat 1 m2", "BHN", "Cat", "kg", "0.25"]]
KOLOM = {"kode": 0, "uraian": 1, "kategori": 2, "uraian_item": 3, "satuan_item": 4, "koefisien": 5}


def test_unknown_headers_can_be_mapped_and_are_remembered_by_shape() -> None:
    polos = baca("a.csv", f.csv_byte(ASING))
    [lembar] = polos.bacaan.lembar
    assert (lembar.jenis, lembar.judul_kolom[0], polos.kode) == (JenisLembar.LAIN, "Nomor", {"tidak_ada_isi": 1})
    peta = PemetaanLembar(JenisLembar.DATAR, KOLOM, bentuk=lembar.bentuk)
    hasil = baca("b.xlsx", f.xlsx({"X": ASING}), (peta,))
    assert [(k.uraian, k.satuan) for k in hasil.komponen] == [("Cat", "kg")]


def test_a_sheet_can_be_left_out_by_name_and_a_mapping_may_lack_a_column() -> None:
    isi = f.xlsx({"A": f.datar(*f.BETON), "B": f.datar(*f.BETON, kode="9")})
    hasil = baca("a.xlsx", isi, (PemetaanLembar(JenisLembar.LAIN, {}, lembar="A"),))
    assert [a.kode for a in hasil.analisa] == ["9"]
    kurang = baca("a.xlsx", isi, (PemetaanLembar(JenisLembar.DATAR, {"kode": 0}, lembar="A"),))
    assert kurang.satu("kolom_kurang").isi["kolom"] == "koefisien, uraian, uraian_item"


def test_columns_that_are_not_there_are_harmless() -> None:
    peta = PemetaanLembar(JenisLembar.DATAR, {**KOLOM, "harga": 99, "kode_item": -3}, lembar="a")
    assert len(baca("a.csv", f.csv_byte(ASING), (peta,)).komponen) == 1


def test_progress_rises_to_the_end() -> None:
    maju: list[tuple[int, int]] = []
    lembar = {f"L{n}": f.datar(*f.BETON, kode=str(n)) for n in range(4)}
    list(baca_berkas("a.xlsx", f.xlsx(lembar), lapor=lambda kini, total: maju.append((kini, total))))
    assert [k for k, _ in maju] == sorted(k for k, _ in maju)
    assert maju[0][0] == 0
    assert maju[-1][0] == maju[-1][1]


class Batal(Exception):  # noqa: N818
    """Somebody pressed cancel."""


@pytest.mark.parametrize("saat", [0, 3, 700])
def test_cancelling_comes_through(saat: int) -> None:
    def lapor(kini: int, total: int) -> None:
        if kini >= saat:
            raise Batal

    with pytest.raises(Batal):
        list(baca_berkas("a.csv", f.csv_byte(f.datar(*f.BETON)), lapor=lapor))


@pytest.mark.lambat
def test_ten_thousand_analyses_in_little_time_and_memory() -> None:
    """A proxy of the large file: time and memory in proportion."""
    lembar = {
        f"L{n}": [
            f.KEPALA,
            *(
                [
                    f"{n}.{i // 10}",
                    f"Pekerjaan {n} {i // 10} 1 m2",
                    "m2",
                    "BHN",
                    "",
                    f"Bahan {i % 997}",
                    "kg",
                    0.5 + i % 7,
                ]
                for i in range(25_000)
            ),
        ]
        for n in range(4)
    }
    isi = f.xlsx(lembar)
    del lembar
    mulai, awal = jam.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    banyak = sum(1 for _ in baca_berkas("a.xlsx", isi))
    assert banyak == 10_000
    assert jam.process_time() - mulai < 25
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - awal < 150 * 1024


def test_old_workbooks_with_many_long_and_foreign_texts() -> None:
    """Their shared texts run over from record to record, in letters of one and of two bytes."""
    nama = [f"Besi Ø{n} {'beton ' * (n % 40)}{'“x”' if n % 3 else ''}{n}" for n in range(2000)]
    lama = f.xls(
        {"A": f.datar(*[("BHN", "", n, "kg", 0.5 + i) for i, n in enumerate(nama)]), "B": [["x", 1, 2.25, -3]]}
    )
    hasil = baca("a.xls", lama)
    assert [k.uraian for k in hasil.komponen] == [" ".join(n.split()) for n in nama]
    assert [k.koefisien for k in hasil.komponen[:3]] == [Decimal("0.5"), Decimal("1.5"), Decimal("2.5")]


def test_repaired_letters_and_hidden_sheets_are_said() -> None:
    isi = f.datar(("BHN", "", "Keramik 1 m\u00c2\u00b2", "m\u00c2\u00b2", 0.5))
    hasil = baca("a.xlsx", f.xlsx({"Depan": [["x"]], "Simpan": isi}, lambda b, s: s.name == "Simpan" and s.hide()))
    assert (hasil.komponen[0].uraian, hasil.komponen[0].satuan) == ("Keramik 1 m\u00b2", "m2")
    assert hasil.satu("huruf_diperbaiki").isi["banyak"] == "2"
    assert hasil.satu("lembar_tersembunyi").lembar == "Simpan"


@pytest.mark.parametrize("sejak_1904", [False, True])
def test_dates_of_old_workbooks_are_dates(sejak_1904: bool) -> None:
    """Serial numbers by themselves; which of them are days is said by the formats of the cells alone."""
    hari = [date(2026, 1, 31), datetime.combine(date(2026, 1, 31), time(13, 30)), date(1999, 12, 31)]
    kepala = ["uraian", "satuan", "harga", "keterangan"]

    def isi(lembar: Any) -> None:
        lembar.get_parent().dates_1904 = sejak_1904
        for kolom, teks in enumerate(kepala):
            lembar.write(0, kolom, teks)
        bentuk = ["DD/MM/YYYY", 'd mmm yyyy "jam" h:mm', "M/D/YY"]
        for n, (satu, pola) in enumerate(zip(hari, bentuk, strict=True), start=1):
            for kolom, nilai in enumerate(["Semen", "kg", 1000 + n]):
                lembar.write(n, kolom, nilai)
            gaya = xlwt.XFStyle()
            gaya.num_format_str = pola
            lembar.write(n, 3, satu, gaya)
        uang = xlwt.XFStyle()
        uang.num_format_str = '"Rp"#,##0.00_);[Red]("Rp"#,##0.00)'
        lembar.write(4, 0, "Pasir")
        lembar.write(4, 1, "m3")
        lembar.write(4, 2, 46053.5, uang)

    hasil = baca("bahan.xls", f.xls({"Bahan": []}, isi))
    assert [h.keterangan for h in hasil.harga] == ["2026-01-31", "2026-01-31 13:30:00", "1999-12-31", ""]
    assert [h.harga for h in hasil.harga] == [1001, 1002, 1003, Decimal("46053.5")]


@pytest.mark.parametrize(
    ("nilai", "teks"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (0.75, "18:00:00"), (-1, -1), (3e6, 3e6),
     (2_958_464.9999999, "9999-12-30 23:59:59"), (2_958_465, "9999-12-31")],
)  # fmt: skip
def test_ends_of_the_calendar(nilai: float, teks: str | float) -> None:
    assert tanggal_sel(nilai, sejak_1904=False) == teks


@pytest.mark.parametrize(
    ("nomor", "bentuk", "tanggal"),
    [(14, None, True), (4, None, False), (164, "General", False), (164, "[h]:mm", True), (164, "0.00", False),
     (164, '#,##0 "hari"', False), (164, "[$-421]dd mmmm yyyy", True), (164, "[Red]0", False), (164, "mm:ss.0", True)],
)  # fmt: skip
def test_formats_that_show_days(nomor: int, bentuk: str | None, tanggal: bool) -> None:
    assert bentuk_tanggal(nomor, bentuk) is tanggal
