"""Published analyses, typed through the page, give the published amounts on the page."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from ahsp_app.calc.angka import Konteks, cetak_angka, cetak_isian
from ahsp_app.services.harga import ubah_item
from tests.factories_lembar import buat_pekerjaan, item, kerja
from tests.integration.analisa.bantu import Layar, nilai

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "analisa.json").read_text())
HURUF = {"A": "jumlah-TK", "B": "jumlah-BHN", "C": "jumlah-ALT", "D": "jumlah-D", "E": "jumlah-E", "F": "jumlah-F"}


@pytest.mark.parametrize("kasus", GOLDEN, ids=lambda k: k["id"])
@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "polos"])
def test_typed_rows_come_to_the_published_amounts(db: Any, client: FlaskClient, kasus: Any, htmx: bool) -> None:
    k = kerja()
    k.proyek.margin_persen = Decimal(kasus["margin_persen"])
    layar = Layar(client, k, buat_pekerjaan(k, "Pekerjaan contoh"), htmx)
    for n, baris in enumerate(kasus["komponen"], 1):
        nama, satuan = f"Sumber daya {n}", "OH" if baris["kategori"] == "TK" else "kg"
        koefisien = cetak_isian(Decimal(baris["koefisien"]), Konteks.KOEFISIEN)
        harga = cetak_isian(Decimal(baris["harga"]), Konteks.UANG) if "harga" in baris else ""
        jawab = layar.tambah(baris["kategori"], nama, satuan, koefisien, harga)
        assert jawab.status_code == (200 if htmx else 303)
        if "faktor" in baris:
            satu = item(k, nama)
            beli = {"satuan_beli": "m3", "harga_beli": Decimal(baris["harga_beli"]), "faktor": Decimal(baris["faktor"])}
            ubah_item(k, satu, satu.versi, beli)
    html = layar.buka()
    for huruf, id_ in HURUF.items():
        assert nilai(html, id_) == cetak_angka(Decimal(kasus["tepat"][huruf]), 2), huruf
    p = layar.p
    db.session.refresh(p)
    # What is stored is exact: six decimals are what the source prints.
    assert p.biaya_langsung.quantize(Decimal("0.000001")) == Decimal(kasus["tepat"]["D"])
    assert nilai(html, "jumlah-F") == cetak_angka(p.hsp, 2)


def test_hundreds_down_is_applied_to_f_and_named(db: Any, client: FlaskClient) -> None:
    k = kerja()
    k.proyek.bulat_hsp_mode, k.proyek.bulat_hsp_langkah = "bawah", Decimal(100)
    layar = Layar(client, k, buat_pekerjaan(k, "Galian", "10"))
    layar.tambah("TK", "Pekerja", "OH", "0,75", "176.000")
    layar.tambah("TK", "Mandor", "OH", "0,038", "206.000")
    html = layar.buka()
    assert nilai(html, "jumlah-F") == "153.800,00"
    assert nilai(html, "bulat-F") == "pembulatan: ratusan ke bawah; sebelumnya 153.810,8000"
    assert nilai(html, "jumlah-pekerjaan") == "1.538.000,00"
