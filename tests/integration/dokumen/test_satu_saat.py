"""Documents that are made while eight people edit are of one moment, each and all of a set."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import select

from ahsp_app.calc.angka import cetak_angka, cetak_kanonik
from ahsp_app.extensions import db as basis
from ahsp_app.jobs import kerja as pekerja
from ahsp_app.laporan.bahan import Bahan, Opsi
from ahsp_app.laporan.cetak import bulat
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.model import Baris, Gaya
from ahsp_app.laporan.periksa import periksa
from ahsp_app.models import PotongBerkas, Proyek, Tugas
from ahsp_app.services.dokumen import baca_bahan
from ahsp_app.services.dokumen_minta import BUKU_KERJA, bundel
from ahsp_app.services.dokumen_tugas import minta_dokumen
from tests.acak import Pengubah
from tests.factories import buat_pengguna, buat_proyek
from tests.jumlah import periksa_bersusun

pytestmark = pytest.mark.lambat

ORANG, AWAL, BUNDEL, BACAAN = 8, 800, 8, 40
BENIH = 20261122
SEMUA = bundel((*LAPORAN, BUKU_KERJA), ("json", "pdf"), Opsi(), sebagai_zip=True, abaikan=True)
KOLOM = {"rekap": 2, "rab": 6, "rincian-rab": 5, "kebutuhan": 7}  # of the amounts


@contextmanager
def disunting(app: Flask, orang: list[Pengubah]) -> Iterator[None]:
    """Meanwhile all of them edit without a pause."""
    cukup = threading.Event()

    def sunting(u: Pengubah) -> None:
        with app.app_context():
            while not cukup.is_set():
                u.ubah(basis.session())

    with ThreadPoolExecutor(len(orang)) as kolam:
        hasil = [kolam.submit(sunting, u) for u in orang]
        try:
            yield
        finally:
            cukup.set()
        for satu in hasil:
            satu.result(timeout=60)


def berkas(tugas_id: int) -> dict[str, bytes]:
    """The documents in the file of a job, by report and format ("rab.pdf")."""
    t = basis.session.get_one(Tugas, tugas_id, populate_existing=True)
    assert t.status == "selesai", t.galat
    isi = b"".join(basis.session.scalars(select(PotongBerkas.isi).order_by(PotongBerkas.berkas_id, PotongBerkas.urut)))
    basis.session.delete(t)
    basis.session.commit()
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        kode = [f"{k}.{f}" for k in LAPORAN for f in ("pdf", "json")] + ["buku.xlsx"]
        return {k: arsip.read(nama) for k, nama in zip(kode, sorted(arsip.namelist(), key=urutan), strict=True)}


def urutan(nama: str) -> tuple[str, bool]:
    return nama[:2], nama.endswith(".json")


def tabel(laporan: dict[str, Any]) -> Iterator[list[Baris]]:
    """The tables of a report in JSON, as the report had them."""
    for t in (b for b in laporan["blok"] if b["jenis"] == "tabel"):
        angka = {k["kunci"] for k in t["kolom"] if k["jenis"] == "angka"}
        yield [
            Baris(
                tuple(Decimal(n) if k in angka and n is not None else n for k, n in b["sel"].items()),
                Gaya(b["gaya"]),
                b["tingkat"],
            )
            for b in t["baris"]
        ]


def satu_tabel(laporan: dict[str, Any]) -> list[Baris]:
    (semua,) = tabel(laporan)
    return semua


def periksa_set(isi: dict[str, bytes]) -> Decimal:
    """Lines add up to totals, all documents have the same total, works and moment; gives the total."""
    laporan = {k: json.loads(isi[f"{k}.json"]) for k in LAPORAN}
    assert len({satu["waktu"] for satu in laporan.values()}) == 1
    assert "tidak cocok dengan hitungan ulang" not in isi["rekap.json"].decode()
    jumlah = {k: periksa_bersusun(satu_tabel(laporan[k]), letak) for k, letak in KOLOM.items()}
    total = jumlah["rab"]
    assert jumlah["rekap"] == jumlah["rincian-rab"] == total
    uraian = [str(b.sel[1]).removesuffix(" *") for b in satu_tabel(laporan["rab"]) if b.gaya is Gaya.ISI]
    uraian = [u for u in uraian if u != "Selisih pembulatan cetak"]
    assert uraian == [b.sel[1] for b in satu_tabel(laporan["daftar-kuantitas"]) if b.gaya is Gaya.ISI]
    assert len(list(tabel(laporan["ahsp"]))) == len(uraian)
    for kode in ("rekap", "rab"):
        dokumen = pypdfium2.PdfDocument(isi[f"{kode}.pdf"])
        assert cetak_angka(total, minimum=2) in "".join(h.get_textpage().get_text_range() for h in dokumen)
    buku = load_workbook(io.BytesIO(isi["buku.xlsx"]), data_only=True)
    ((lembar, sel),) = buku.defined_names["rab_jumlah"].destinations
    assert bulat(Decimal(repr(buku[lembar][sel].value))) == total
    return total


def periksa_bahan(b: Bahan) -> None:
    """What would be printed is what the whole calculation gives, and where its own history ends."""
    assert not [t for t in periksa(b.s, b.waktu.date(), 365) if t.kode == "jumlah"]
    terakhir: dict[int | None, Any] = {}
    for p in b.perubahan:
        if p.aksi == "volume":
            lama = terakhir.setdefault(p.baris_id, p)
            terakhir[p.baris_id] = max(lama, p, key=lambda x: x.id)
    for kerja in b.s.pekerjaan:
        baru = terakhir[kerja.id].baru if kerja.id in terakhir else None
        if baru and not baru["rumus"]:
            assert baru["volume"] == (None if kerja.volume is None else cetak_kanonik(kerja.volume)), kerja


def test_of_one_moment_while_eight_edit(app: Flask, db: SQLAlchemy) -> None:
    pemilik = buat_pengguna()
    proyek_id, pemilik_id = buat_proyek(pemilik, "Ramai").id, pemilik.id
    db.session.commit()
    orang = [Pengubah(BENIH + n, pemilik_id, proyek_id) for n in range(ORANG)]
    for n in range(AWAL):
        orang[n % ORANG].ubah(db.session())
    satu = bundel(("riwayat",), ("pdf",), Opsi())
    total = set()
    with disunting(app, orang):
        for _ in range(BUNDEL):
            proyek = db.session.get_one(Proyek, proyek_id)
            nomor = minta_dokumen(db.session(), pemilik_id, proyek, SEMUA).id
            db.session.commit()
            pekerja.kerjakan()
            total.add(periksa_set(berkas(nomor)))
        for _ in range(BACAAN):
            periksa_bahan(baca_bahan(db.session(), proyek_id, satu))
            db.session.rollback()
    assert len(total) > BUNDEL // 2, "nobody edited meanwhile"
