"""A bundle holds every report in every format, under names that every system takes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.galat import Galat
from ahsp_app.laporan.format import FORMAT, Format, nama_aman, nama_berkas
from ahsp_app.laporan.model import Bundel, Identitas
from ahsp_app.laporan.tulis_zip import nama_zip, tulis_zip
from tests.unit.laporan import contoh_blok as contoh

BUNDEL = Bundel(
    "Dokumen penawaran",
    Identitas((("PEKERJAAN", "Rumah Tinggal"),)),
    (contoh.lengkap(), replace(contoh.panjang(1200), judul="Daftar: harga/upah", proyek="Rumah Tinggal.")),
)


def test_every_report_in_every_format_in_order() -> None:
    keluar = io.BytesIO()
    tulis_zip(BUNDEL, ["csv", "json"], keluar)
    with zipfile.ZipFile(keluar) as arsip:
        assert arsip.testzip() is None
        assert arsip.namelist() == [
            "01 Rencana Anggaran Biaya - Rumah Tinggal.csv",
            "01 Rencana Anggaran Biaya - Rumah Tinggal.json",
            "02 Daftar harga upah - Rumah Tinggal.csv",
            "02 Daftar harga upah - Rumah Tinggal.json",
        ]
        sendiri = io.BytesIO()
        FORMAT["csv"].tulis(contoh.lengkap(), sendiri)
        assert arsip.read(arsip.namelist()[0]) == sendiri.getvalue()
        assert arsip.infolist()[0].date_time == (2026, 11, 22, 9, 30, 0)
    assert nama_zip(BUNDEL, "Rumah Tinggal") == "Dokumen penawaran - Rumah Tinggal.zip"


def test_a_bundle_without_a_report_is_refused_before_anything_is_written() -> None:
    keluar = io.BytesIO()
    with pytest.raises(Galat, match="tidak berisi"):
        tulis_zip(replace(BUNDEL, laporan=()), ["csv"], keluar, tambahan={"Buku Kerja.xlsx": lambda _berkas: None})
    assert keluar.getvalue() == b""


def test_it_can_be_written_where_nobody_can_go_back() -> None:
    class Pipa(io.RawIOBase):
        def __init__(self) -> None:
            self.isi = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, b: object) -> int:
            self.isi += bytes(b)  # type: ignore[call-overload]
            return len(b)  # type: ignore[arg-type]

    pipa = Pipa()
    tulis_zip(BUNDEL, ["csv"], pipa)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(pipa.isi)) as arsip:
        assert arsip.testzip() is None
        assert len(arsip.namelist()) == 2


def test_progress_goes_on_from_document_to_document() -> None:
    kata: list[int] = []
    tulis_zip(BUNDEL, ["csv", "json"], io.BytesIO(), kata.append)
    satu, dua = 9, 1224
    assert kata == [
        satu, 2 * satu, 2 * satu + 500, 2 * satu + 1000, 2 * satu + dua, 2 * satu + dua + 500, 2 * satu + dua + 1000,
        2 * (satu + dua),
    ]  # fmt: skip


def test_a_writer_that_stops_stops_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(_laporan: object, keluar: BinaryIO, _maju: object) -> None:
        keluar.write(b"setengah")
        raise InterruptedError

    monkeypatch.setattr(Format, "tulis", lambda _self, *isi: gagal(*isi))
    keluar = io.BytesIO()
    with pytest.raises(InterruptedError):
        tulis_zip(BUNDEL, ["csv"], keluar)
    assert b"setengah" not in keluar.getvalue()


@pytest.mark.parametrize(
    ("teks", "nama"),
    [
        ("Rumah: tipe 36/72 <A>", "Rumah tipe 36 72 A"),
        ("  ..  ", "Dokumen"),
        ("CON", "Dokumen CON"),
        ("lpt1.txt", "Dokumen lpt1.txt"),
        ("Gedung Ø – ½", "Gedung Ø – ½"),
        ("a" * 300, "a" * 120),
        ("baris\r\nbaru\x00", "baris baru"),
    ],
)
def test_names_that_systems_refuse_are_changed(teks: str, nama: str) -> None:
    assert nama_aman(teks) == nama


@given(st.text())
def test_any_text_becomes_a_name(teks: str) -> None:
    nama = nama_aman(teks)
    assert nama
    assert len(nama.encode()) < 220
    assert not set(nama) & set('<>:"/\\|?*')
    assert nama == nama.strip(" .")


def test_a_title_in_capitals_is_written_in_words() -> None:
    laporan = replace(contoh.lengkap(), judul="DAFTAR HARGA SATUAN UPAH, BAHAN, DAN ALAT")
    assert nama_berkas(laporan, FORMAT["pdf"]) == "Daftar Harga Satuan Upah, Bahan, dan Alat - Rumah Tinggal.pdf"
    assert {f.ekstensi for f in FORMAT.values()} == {".pdf", ".docx", ".xlsx", ".csv", ".json"}
