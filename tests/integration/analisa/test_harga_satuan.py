"""Margin of one work, and works priced without analysis."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories_lembar import buat_pekerjaan, kerja
from tests.integration.analisa.bantu import Layar, isian, nilai

PEKERJA = ("TK", "Pekerja", "OH", "1", "100000")


def _layar(client: FlaskClient) -> Layar:
    k = kerja()
    return Layar(client, k, buat_pekerjaan(k, "Galian", "2", komponen=[PEKERJA]))


def _versi(layar: Layar, baris: str) -> str:
    return isian(layar.buka(), f"{baris}-{layar.id}-versi")


def test_zero_is_a_margin_and_empty_follows_the_project(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    for teks, e, f, kata in [
        ("0", "0,00", "100.000,00", "0% × D"),
        ("12,5", "12.500,00", "112.500,00", "12,5% × D"),
        ("", "10.000,00", "110.000,00", "10% × D"),
    ]:
        jawab = layar.kirim(f"{layar.alamat}/margin", versi=_versi(layar, "margin"), margin_persen=teks)
        assert jawab.status_code == 200
        assert nilai(jawab.text, "jumlah-E") == e
        assert nilai(jawab.text, "jumlah-F") == f
        assert nilai(jawab.text, "persen-E") == kata
        assert isian(layar.buka(), f"margin-{layar.id}-margin_persen") == teks
        assert _versi(layar, "margin") == isian(jawab.text, f"margin-{layar.id}-versi")


@pytest.mark.parametrize("teks", ["abc", "-1", "100,1", "1001"])
def test_margins_that_are_refused(db: Any, client: FlaskClient, teks: str) -> None:
    layar = _layar(client)
    jawab = layar.kirim(f"{layar.alamat}/margin", versi=_versi(layar, "margin"), margin_persen=teks)
    assert jawab.status_code == 422
    assert nilai(jawab.text, f"margin-{layar.id}-margin_persen-galat")
    assert nilai(layar.buka(), "jumlah-E") == "10.000,00"


def test_margin_in_two_windows(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    versi = _versi(layar, "margin")
    assert layar.kirim(f"{layar.alamat}/margin", versi=versi, margin_persen="5").status_code == 200
    assert layar.kirim(f"{layar.alamat}/margin", versi=versi, margin_persen="5").status_code == 200  # a lost answer
    bentrok = layar.kirim(f"{layar.alamat}/margin", versi=versi, margin_persen="6")
    assert bentrok.status_code == 409
    assert "milik rekan: 5" in nilai(bentrok.text, f"margin-{layar.id}-margin_persen-galat")
    assert layar.kirim(f"{layar.alamat}/margin", margin_persen="6").status_code == 428
    assert layar.kirim(f"/proyek/{layar.proyek_id}/analisa/999999/margin", versi="1").status_code == 404


def test_a_work_without_analysis_is_a_price_and_can_get_an_analysis(db: Any, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Mobilisasi", "2", harga="5000000"))
    html = layar.buka()
    assert "tanpa analisa" in html
    assert "grup-TK" not in html
    assert isian(html, f"langsung-{layar.id}-harga_langsung") == "5.000.000"
    assert nilai(html, "jumlah-F") == "5.000.000,00"  # no margin
    jawab = layar.kirim(f"{layar.alamat}/harga-langsung", versi=_versi(layar, "langsung"), harga_langsung="6.000.000")
    assert jawab.status_code == 200
    assert nilai(jawab.text, "jumlah-pekerjaan") == "12.000.000,00"
    kosong = layar.kirim(f"{layar.alamat}/harga-langsung", versi=_versi(layar, "langsung"), harga_langsung="")
    assert kosong.status_code == 422
    assert layar.tambah("TK", "Pekerja", "OH", "1").status_code == 422  # first the direct price has to go
    versi = _versi(layar, "langsung")
    assert layar.kirim(f"{layar.alamat}/susun", versi="99").status_code == 409
    assert layar.kirim(f"{layar.alamat}/susun", versi=versi).status_code == 303
    html = layar.buka()
    assert "Harga langsung 6.000.000 dilepas" in html
    assert nilai(html, "jumlah-F") == "0,00"
    assert layar.tambah("TK", "Pekerja", "OH", "1", "1").status_code == 200


def test_an_empty_analysis_can_be_a_direct_price_instead(db: Any, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Mobilisasi", "1"), htmx=False)
    html = layar.buka()
    assert 'id="harga-baru"' in html
    versi = _versi(layar, "margin")
    salah = layar.kirim(f"{layar.alamat}/harga-langsung", versi=versi, harga_langsung="-5")
    assert salah.status_code == 422
    assert layar.kirim(f"{layar.alamat}/harga-langsung", versi=versi, harga_langsung="2.500.000").status_code == 303
    db.session.refresh(layar.p)
    assert layar.p.hsp == Decimal(2_500_000)
    layar2 = Layar(client, k, buat_pekerjaan(k, "Galian", komponen=[PEKERJA]))
    assert 'id="harga-baru"' not in layar2.buka()
    jawab = layar2.kirim(f"{layar2.alamat}/harga-langsung", versi="1", harga_langsung="5")
    assert jawab.status_code == 422
    assert "punya analisa" in jawab.text
