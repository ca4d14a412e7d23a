"""`ahsp dokumen`: every report of the contract in every format, whole or not at all, refusals in words."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import Result
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook

from ahsp_app.models import Proyek
from ahsp_app.services.demo import muat_demo
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja

Ahsp = Callable[..., Result]
# kontrak §1
LAPORAN = (
    "rekap", "rab", "daftar-kuantitas", "ahsp", "daftar-hsp", "daftar-harga", "rincian-rab", "backup-volume",
    "kebutuhan", "parameter", "riwayat",
)  # fmt: skip
AWAL = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF-", "csv": b"\xef\xbb\xbf", "json": b"{"}


@pytest.fixture
def proyek(db: SQLAlchemy) -> Proyek:
    k = kerja()
    buat_pekerjaan(k, "Beton sloof", volume="12,5", judul=buat_judul(k), komponen=[SEMEN])
    db.session.commit()
    return k.proyek


@pytest.mark.parametrize("laporan", LAPORAN)
def test_every_report_in_every_format(ahsp: Ahsp, proyek: Proyek, tmp_path: Path, laporan: str) -> None:
    for bentuk, awal in AWAL.items():
        tujuan = tmp_path / f"{laporan}.{bentuk}"
        r = ahsp("dokumen", str(proyek.id), laporan, "--format", bentuk, "--output", str(tujuan), "--json")
        assert r.exit_code == 0, r.stderr
        assert json.loads(r.stdout)["ukuran"] == tujuan.stat().st_size
        assert tujuan.read_bytes().startswith(awal)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_workbook_and_the_bundle_of_the_demo(ahsp: Ahsp, db: SQLAlchemy, tmp_path: Path) -> None:
    nomor = str(muat_demo(db.session()).proyek_id)
    db.session.commit()
    for laporan, bentuk in (("buku-kerja", "xlsx"), ("bundel", "pdf"), ("bundel", "zip")):
        r = ahsp("dokumen", nomor, laporan, "--format", bentuk, "--output", str(tmp_path / f"{laporan}.{bentuk}"))
        assert r.exit_code == 0, r.stderr
    buku = load_workbook(tmp_path / "buku-kerja.xlsx", data_only=True)
    nilai = {sel.value for baris in buku["Rekap"].iter_rows() for sel in baris}
    assert {338391046.09, 375614000} <= nilai
    pdf = pypdfium2.PdfDocument(tmp_path / "bundel.pdf")
    assert "375.614.000,00" in pdf[2].get_textpage().get_text_range()
    with zipfile.ZipFile(tmp_path / "bundel.zip") as arsip:
        assert arsip.testzip() is None
        assert {n.rpartition(".")[2] for n in arsip.namelist()} == {"pdf", "docx", "xlsx"}
        assert load_workbook(io.BytesIO(arsip.read(arsip.namelist()[-1]))).sheetnames[0] == "Rekap"


@pytest.mark.parametrize(
    ("kata", "sebab"),
    [
        (("999999", "rab", "--format", "pdf"), "Tidak ada proyek 999999."),
        (("{id}", "palsu", "--format", "pdf"), "“palsu” tidak dikenal"),
        (("{id}", "buku-kerja", "--format", "pdf"), "hanya ada dalam bentuk XLSX"),
        (("{id}", "rab", "--format", "zip"), "ZIP hanya untuk bundel"),
        (("{id}", "bundel", "--format", "docx"), "pdf atau zip"),
        (("{id}", "rab", "--format", "pdf", "--kertas", "B5"), "Pilih kertas"),
    ],
)
def test_refused_with_a_reason_and_no_file(
    ahsp: Ahsp, proyek: Proyek, tmp_path: Path, kata: tuple[str, ...], sebab: str
) -> None:
    tujuan = tmp_path / "hasil"
    r = ahsp("dokumen", *(k.format(id=proyek.id) for k in kata), "--output", str(tujuan), "--json")
    assert r.exit_code == 1
    assert sebab in json.loads(r.stdout)["galat"][0]["pesan"]
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_when_the_new_one_cannot_be_written(ahsp: Ahsp, proyek: Proyek, tmp_path: Path) -> None:
    r = ahsp("dokumen", str(proyek.id), "rab", "--format", "pdf", "--output", str(tmp_path / "tidak" / "ada.pdf"))
    assert r.exit_code == 1
    assert "tidak dapat ditulis" in r.stderr
    lama = tmp_path / "rab.pdf"
    lama.write_text("lama", encoding="utf-8")
    assert ahsp("dokumen", str(proyek.id), "rab", "--format", "exe", "--output", str(lama)).exit_code != 0
    assert lama.read_text(encoding="utf-8") == "lama"


def test_what_is_no_plain_file_is_left_alone(ahsp: Ahsp, proyek: Proyek, tmp_path: Path) -> None:
    pipa = tmp_path / "pipa"
    os.mkfifo(pipa)
    tautan, tujuan = tmp_path / "tautan.csv", tmp_path / "asli.csv"
    tujuan.write_text("lama", encoding="utf-8")
    tautan.symlink_to(tujuan)
    r = ahsp("dokumen", str(proyek.id), "rab", "--format", "csv", "--output", str(pipa))
    assert (r.exit_code, "bukan berkas biasa" in r.stderr) == (1, True)
    assert pipa.is_fifo()
    assert ahsp("dokumen", str(proyek.id), "rab", "--format", "csv", "--output", "-").exit_code == 1
    assert ahsp("dokumen", str(proyek.id), "rab", "--format", "csv", "--output", str(tautan)).exit_code == 0
    assert tautan.is_symlink()
    assert "RENCANA" in tujuan.read_text(encoding="utf-8-sig")
