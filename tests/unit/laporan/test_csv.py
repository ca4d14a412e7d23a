"""CSV read back says what the report says, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from ahsp_app.laporan import tulis_csv
from ahsp_app.laporan.bantu import bersih
from ahsp_app.laporan.model import Blok, Laporan, Malas, Tabel
from tests.unit.laporan import contoh_blok as contoh


def baca(laporan: Laporan) -> list[list[str]]:
    keluar = io.BytesIO()
    tulis_csv.tulis(laporan, keluar)
    isi = keluar.getvalue()
    assert isi.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(isi.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_blocks_follow_each_other_with_an_empty_line_between() -> None:
    assert baca(contoh.lengkap()) == [
        ["RENCANA ANGGARAN BIAYA"],
        [],
        ["PEKERJAAN", "Rumah Tinggal"],
        ["LOKASI", "Contoh"],
        ["TAHUN ANGGARAN", "2026"],
        [],
        ["Rincian"],
        [],
        ["NO", "URAIAN PEKERJAAN", "KODE", "VOLUME", "SATUAN", "HARGA SATUAN (Rp)", "JUMLAH HARGA (Rp)"],
        ["I", "PEKERJAAN PERSIAPAN", "", "", "", "", ""],
        ["A", "Pembersihan dan pengukuran di seluruh lokasi", "", "", "", "", ""],
        ["1", "Pembersihan lapangan dan perataan", "A.2.2.1.9", "120,50", "m²", "23045,125", "2776937,56"],
        ["2", "'=1+1", "", "0,00", "m'", "0,00", "0,00"],
        ["3", contoh.BARIS[4].sel[1], "A.4.1.1.17", "-3,00", "kg", "", "-15000,00"],
        ["", "JUMLAH A", "", "", "", "", "2761937,56"],
        ["Catatan: harga survei bulan November", "", "", "", "", "", ""],
        ["JUMLAH", "", "", "", "", "", "2761937,56"],
        [],
        ["Terbilang", "DUA JUTA TUJUH RATUS ENAM PULUH SATU RIBU RUPIAH"],
        [],
        ["Catatan"],
        ["Pembulatan: harga satuan 0,01."],
        ["Bertanda *: belum lengkap."],
        [],
        ["Lampiran"],
        [],
        ["NO", "URAIAN PEKERJAAN", "JUMLAH HARGA (Rp)"],
        ["1", "Semen", "1500,00"],
    ]


@settings(max_examples=80, deadline=None)
@given(contoh.acak())
def test_any_text_comes_back_and_none_is_a_formula(laporan: Laporan) -> None:
    isi = baca(laporan)
    tabel = next(b for b in laporan.blok if isinstance(b, Tabel))
    kepala = isi.index([k.judul for k in contoh.KOLOM])
    for baris, terbaca in zip(tabel.baris, isi[kepala + 1 :], strict=False):
        for nilai, teks in zip(baris.sel, terbaca, strict=True):
            if isinstance(nilai, str):
                assert teks.removeprefix("'") == bersih(nilai).removeprefix("'")
    angka = {n for n, k in enumerate(contoh.KOLOM) if k.jenis == "angka"}
    for baris_csv in isi:
        for n, teks in enumerate(baris_csv):
            if n not in angka:
                assert not teks.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_first_piece_comes_before_the_report_is_looked_at() -> None:
    def meledak() -> Iterator[Blok]:
        raise AssertionError("looked at")
        yield

    potong = tulis_csv.alir(contoh.laporan()), tulis_csv.alir(Laporan("x", "Judul", "P", contoh.WAKTU, Malas(meledak)))
    assert next(potong[0]) == b"\xef\xbb\xbfRENCANA ANGGARAN BIAYA\r\n"
    assert next(potong[1]) == b"\xef\xbb\xbfJudul\r\n"
    with pytest.raises(AssertionError, match="looked at"):
        next(potong[1])


def test_pieces_are_small_and_memory_stays_flat() -> None:
    tracemalloc.start()
    try:
        besar = max(len(potong) for potong in tulis_csv.alir(contoh.panjang(20_000)))
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert besar < 40_000
    assert puncak < 2_000_000


def test_progress_is_told_and_may_stop_it() -> None:
    kata: list[int] = []
    tulis_csv.tulis(contoh.panjang(1200), io.BytesIO(), kata.append)
    assert kata == [500, 1000, 1224]

    def berhenti(_n: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        tulis_csv.tulis(contoh.panjang(1200), io.BytesIO(), berhenti)
