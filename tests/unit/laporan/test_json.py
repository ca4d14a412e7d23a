"""JSON follows its schema and says what the report says."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given, settings

from ahsp_app.laporan import tulis_json
from ahsp_app.laporan.model import Laporan, Tabel
from tests.unit.laporan import contoh_blok as contoh

SKEMA = json.loads((Path(__file__).parents[3] / "docs" / "laporan.schema.json").read_text())
PEMERIKSA = jsonschema.Draft202012Validator(SKEMA, format_checker=jsonschema.FormatChecker())


def baca(laporan: Laporan) -> dict[str, Any]:
    keluar = io.BytesIO()
    tulis_json.tulis(laporan, keluar)
    hasil: dict[str, Any] = json.loads(keluar.getvalue())
    PEMERIKSA.validate(hasil)
    return hasil


def test_every_block_is_there_with_its_values() -> None:
    isi = baca(contoh.lengkap())
    blok = isi.pop("blok")
    assert isi == {
        "format": "ahsp-laporan",
        "versi": 1,
        "kode": "rab",
        "judul": "RENCANA ANGGARAN BIAYA",
        "proyek": "Rumah Tinggal",
        "waktu": "2026-11-22T09:30:00+00:00",
    }
    assert [b["jenis"] for b in blok] == [
        "identitas", "judul", "tabel", "paragraf", "catatan", "grafik", "grafik", "tanda_tangan", "ganti_halaman",
        "judul", "tabel",
    ]  # fmt: skip
    assert blok[0]["isi"][1] == {"label": "LOKASI", "nilai": "Contoh"}
    tabel = blok[2]
    assert tabel["kolom"][3] == {"kunci": "volume", "judul": "VOLUME", "jenis": "angka"}
    assert tabel["baris"][2] == {
        "gaya": "isi",
        "tingkat": 2,
        "sel": {
            "nomor": "1",
            "uraian": "Pembersihan lapangan dan perataan",
            "kode": "A.2.2.1.9",
            "volume": "120.50",
            "satuan": "m²",
            "hsp": "23045.125",
            "jumlah": "2776937.56",
        },
    }
    assert tabel["baris"][4]["sel"]["hsp"] is None
    assert tabel["baris"][7] | {"sel": None} == {"gaya": "total", "tingkat": 0, "sel": None}
    assert blok[5]["seri"][1] == {"nama": "Realisasi & <nyata>", "nilai": ["8", None, "99.25"]}
    assert blok[7]["penanda"][0]["nip"] == "19700101 199001 1 001"


@settings(max_examples=80, deadline=None)
@given(contoh.acak())
def test_any_text_comes_back(laporan: Laporan) -> None:
    isi = baca(laporan)
    assert (isi["judul"], isi["proyek"]) == (laporan.judul, laporan.proyek)
    tabel = next(b for b in laporan.blok if isinstance(b, Tabel))
    for baris, terbaca in zip(tabel.baris, isi["blok"][2]["baris"], strict=True):
        sel = [n if n is None or isinstance(n, str) else f"{n:.2f}" for n in baris.sel]
        assert list(terbaca["sel"].values()) == sel


def test_memory_stays_flat() -> None:
    tracemalloc.start()
    try:
        besar = max(len(potong) for potong in tulis_json.alir(contoh.panjang(20_000)))
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert besar < 40_000
    assert puncak < 2_000_000
