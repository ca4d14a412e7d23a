"""Every report says the same in every format that can be read back: each table, row by row, digit by digit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from docx.table import _Cell
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.laporan.bahan import Bahan, Opsi
from ahsp_app.laporan.bantu import angka_kanonik, bersih
from ahsp_app.laporan.cetak import teks_sel
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.model import Kolom, Laporan, Nilai, Tabel
from ahsp_app.queries.snapshot import baca_snapshot
from ahsp_app.services.berkas import impor_proyek
from tests.factories import buat_pengguna
from tests.factories_berkas import berkas_acak, byte_berkas

WAKTU = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Baris = list[Any]


@pytest.mark.parametrize("benih", [1, 4])
def test_every_format_says_the_same(db: SQLAlchemy, benih: int) -> None:
    proyek, _ = impor_proyek(db.session(), buat_pengguna("p@contoh.id").id, byte_berkas(berkas_acak(benih)))
    db.session.commit()
    b = Bahan(baca_snapshot(db.session(), proyek.id), WAKTU)
    for jenis in LAPORAN.values():
        for opsi in (Opsi(), Opsi(nol=False, tingkat=2, margin=True, kertas="F4", bahasa="en")):
            laporan = jenis.bangun(b.dengan(opsi))
            for kode, periksa in PERIKSA.items():
                keluar = io.BytesIO()
                FORMAT[kode].tulis(laporan, keluar)
                keluar.seek(0)
                periksa(laporan, keluar)


def periksa_json(laporan: Laporan, berkas: io.BytesIO) -> None:
    ada = [[list(r["sel"].values()) for r in b["baris"]] for b in json.load(berkas)["blok"] if b["jenis"] == "tabel"]
    assert ada == [harus(t, lambda n, k: n if isinstance(n, str) else angka_kanonik(n, k)) for t in tabel(laporan)]


def periksa_csv(laporan: Laporan, berkas: io.BytesIO) -> None:
    ada = csv.reader(io.StringIO(berkas.read().decode("utf-8-sig"), newline=""), delimiter=";")
    for t in tabel(laporan):
        for r in harus(t, lambda n, k: aman(n) if isinstance(n, str) else angka_kanonik(n, k).replace(".", ","), ""):
            assert r in ada  # after the row before it


def aman(teks: str) -> str:
    return f"'{teks}" if teks.startswith(("=", "+", "-", "@")) else teks


def periksa_docx(laporan: Laporan, berkas: io.BytesIO) -> None:
    semua = [t for t in docx.Document(berkas).tables if t.style.name == "Laporan"]
    for t, ada in zip(tabel(laporan), semua, strict=True):
        kepala = 2 if t.nomori else 1
        isi = [[teks for tc in r._tr.tc_lst if (teks := _Cell(tc, ada).text)] for r in ada.rows]
        assert isi[0] == [k.judul for k in t.kolom]
        assert isi[kepala:] == [[x for x in r if x] for r in harus(t, teks_sel, "")]


def periksa_xlsx(laporan: Laporan, berkas: io.BytesIO) -> None:
    lembar = openpyxl.load_workbook(berkas).worksheets
    ada = (tuple(r) for ws in lembar for r in ws.iter_rows(values_only=True))
    for t in tabel(laporan):
        for r in harus(t, lambda n, k: None if n == "" else n):
            assert any(sama(r, x[: len(r)]) for x in ada), r  # after the row before it


def sama(harus_: Baris, ada: Iterable[Any]) -> bool:
    return all(
        n == x if n is None or isinstance(n, str) else isinstance(x, int | float) and Decimal(repr(x)) == n
        for n, x in zip(harus_, ada, strict=True)
    )


def tabel(laporan: Laporan) -> list[Tabel]:
    return [blok for blok in laporan.blok if isinstance(blok, Tabel)]


def harus(t: Tabel, ubah: Any, kosong: str | None = None) -> list[Baris]:
    """The rows of a table as a format should hold them."""

    def satu(n: Nilai, k: Kolom) -> Any:
        return kosong if n is None else ubah(bersih(n) if isinstance(n, str) else n, k)

    return [[satu(n, k) for n, k in zip(r.sel, t.kolom, strict=True)] for r in t.baris]


PERIKSA = {"json": periksa_json, "csv": periksa_csv, "docx": periksa_docx, "xlsx": periksa_xlsx}
