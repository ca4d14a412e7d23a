"""An edition of the catalogue as a document: every row in every format, gone through as it is written."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ahsp_app.laporan.format import FORMAT, nama_berkas
from ahsp_app.laporan.lap_katalog import edisi
from ahsp_app.laporan.model import A4, Identitas, Judul, Laporan, Malas, Paragraf, Tabel
from ahsp_app.queries.edisi_ekspor import Analisa, Komponen

KEPALA: dict[str, str | int | None] = {
    "nama": "AHSP 2025", "nomor": "SE 30", "regulasi": None, "tahun": 2025, "bidang": "Cipta Karya",
}  # fmt: skip
WAKTU = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DUA = (
    Analisa("1.1", "Tanah", "Galian m'", "m3", (Komponen("TK", "L.01", "Pekerja", "OH", Decimal("0.526")),)),
    Analisa("1.2", "Tanah", "Tanpa isi", "", ()),
    Analisa("2.1", "", "Beton fc’ 25", "m3", (Komponen("BHN", None, "Semen", "kg", Decimal("371")),)),
)


def laporan(analisa: object = DUA) -> Laporan:
    return edisi(KEPALA, analisa, 3, WAKTU)  # type: ignore[arg-type]


def test_groups_analyses_and_their_rows() -> None:
    blok = list(laporan().blok)
    kenal = (("EDISI", "AHSP 2025"), ("NOMOR", "SE 30"), ("TAHUN", "2025"), ("BIDANG", "Cipta Karya"))
    assert blok[0] == Identitas((*kenal, ("BANYAKNYA", "3 analisa")))
    assert [(b.teks, b.tingkat) for b in blok if isinstance(b, Judul)] == [
        ("Tanah", 1), ("1.1 Galian m', per m3", 2), ("1.2 Tanpa isi", 2),
        ("Tanpa kelompok", 1), ("2.1 Beton fc’ 25, per m3", 2),
    ]  # fmt: skip
    tabel = [b for b in blok if isinstance(b, Tabel)]
    assert [[r.sel for r in t.baris] for t in tabel] == [
        [("Tenaga", "Pekerja", "L.01", "OH", Decimal("0.526"))],
        [("Bahan", "Semen", None, "kg", Decimal(371))],
    ]
    assert sum(k.lebar for k in tabel[0].kolom) == A4.lebar - 42
    assert Paragraf("Belum ada komponen.") in blok


@pytest.mark.parametrize("kode", FORMAT)
def test_every_writer_can_print_it(kode: str) -> None:
    keluar = io.BytesIO()
    FORMAT[kode].tulis(laporan(), keluar)
    assert len(keluar.getvalue()) > 300
    assert nama_berkas(laporan(), FORMAT[kode]) == f"Katalog Analisa - AHSP 2025.{kode}"


@pytest.mark.parametrize("kode", ["pdf", "docx"])
def test_analyses_are_read_as_they_are_written_and_once(kode: str) -> None:
    dibaca = 0

    def semua() -> Iterator[Analisa]:
        nonlocal dibaca
        for _ in range(50):
            dibaca += 1
            yield DUA[0]

    isi = laporan(Malas(semua))
    assert dibaca == 0
    FORMAT[kode].tulis(isi, io.BytesIO())
    assert dibaca == 50
