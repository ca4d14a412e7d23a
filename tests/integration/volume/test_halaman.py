"""The page of volumes: what it shows, with and without JavaScript, and what it costs."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Pengguna
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, kerja
from tests.html import faults
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


def alamat(k: Kerja) -> str:
    return f"/proyek/{k.proyek.id}/volume"


def test_empty_project_says_what_belongs_here(client: FlaskClient, k: Kerja) -> None:
    halaman = client.get(alamat(k))
    assert "Belum ada pekerjaan" in halaman.text
    assert faults(halaman.text) == []


def test_rows_show_number_formula_result_and_what_is_missing(client: FlaskClient, k: Kerja) -> None:
    judul = buat_judul(k, "PEKERJAAN BETON")
    buat_parameter(k, "panjang", "12.5")
    satu = buat_pekerjaan(k, "Beton K-225", "=panjang*2", judul=judul, harga="1000")
    dua = buat_pekerjaan(k, "Bekisting", judul=judul, komponen=[SEMEN])
    teks = client.get(alamat(k)).text
    assert faults(teks) == []
    sel = re.search(rf'<input[^>]* id="pekerjaan-{satu.id}-volume"[^>]*>', teks)
    assert sel
    assert 'value="=panjang*2"' in sel[0]
    assert 'data-asal="25"' in sel[0]
    assert f'id="pekerjaan-{satu.id}-rumus" class="hasil rumus" >=panjang*2<' in teks
    assert f"#{satu.kunci}" in teks
    assert ">25.000,00<" in teks
    kosong = re.search(rf'<input[^>]* id="pekerjaan-{dua.id}-volume"[^>]*>', teks)
    assert kosong
    assert 'value=""' in kosong[0]
    assert 'placeholder="belum diisi"' in kosong[0]
    assert "dipakai 1×" in teks
    assert "Jumlah seluruh pekerjaan" in teks


def test_names_are_only_text(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "<script>alert(1)</script>", harga="1")
    assert "<script>alert" not in client.get(alamat(k)).text


def test_filters_keep_what_they_say_and_the_totals(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton K-225", "2", harga="1000")
    buat_pekerjaan(k, "Bekisting", harga="1000")
    saring = client.get(f"{alamat(k)}?saring=volume").text
    assert "Bekisting" in saring
    assert "Beton K-225" not in saring
    assert ">2.000,00<" in saring
    cari = client.get(f"{alamat(k)}?cari=k-225", headers=HTMX)
    assert "<html" not in cari.text
    assert "Beton K-225" in cari.text
    assert "Bekisting" not in cari.text
    assert cari.headers["HX-Push-Url"] == f"{alamat(k)}?cari=k-225"
    assert "Tidak ada yang cocok" in client.get(f"{alamat(k)}?cari=tidak+ada").text


def test_all_filled_in_is_said(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", harga="1000")
    assert "Semua volume sudah diisi" in client.get(f"{alamat(k)}?saring=volume").text


@pytest.mark.parametrize("args", ["halaman=abc", "halaman=-1", "halaman=99999999999999999999", "saring=x", "cari=%00"])
def test_strange_addresses_are_answered(client: FlaskClient, k: Kerja, args: str) -> None:
    buat_pekerjaan(k, "Beton", "2", harga="1000")
    assert client.get(f"{alamat(k)}?{args}").status_code == 200


def test_pages_of_fifty_rows_are_light_and_cheap(client: FlaskClient, k: Kerja) -> None:
    for n in range(20):
        buat_parameter(k, f"ukuran_{n}", str(n))
    judul = buat_judul(k)
    for n in range(120):
        buat_pekerjaan(
            k, f"Pekerjaan beton bertulang bagian {n} mutu K-{n}", "=ukuran_2*3", judul=judul, harga="1250.75"
        )
    with catat_sql() as sql:
        pertama = client.get(alamat(k), headers={"Accept-Encoding": "identity"})
    assert len(sql) <= 8, sql
    assert pertama.text.count('data-kol="volume"') == 49
    assert len(gzip.compress(pertama.data, 6)) < 12_000
    kedua = client.get(f"{alamat(k)}?halaman=2")
    assert "Lanjutan dari" in kedua.text
    assert kedua.text.count('data-kol="volume"') == 50
    with catat_sql() as sql:
        client.get(f"{alamat(k)}?saring=volume&cari=beton", headers=HTMX)
    assert len(sql) <= 6, sql


def test_reload_after_a_big_change_brings_the_page_in_view(client: FlaskClient, k: Kerja) -> None:
    for n in range(60):
        buat_pekerjaan(k, f"Pekerjaan {n:02}", "1", harga="1")
    asal = {"HX-Current-URL": f"http://localhost{alamat(k)}?halaman=2"}
    ulang = client.get(f"{alamat(k)}?ulang=1", headers=HTMX | asal)
    assert "Pekerjaan 59" in ulang.text
    assert "Pekerjaan 01" not in ulang.text
    assert "HX-Push-Url" not in ulang.headers


def test_only_the_owner(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    lain = client.application.test_client()
    assert lain.get(alamat(k)).headers["Location"].startswith("/masuk")
    masuk(lain, buat_pengguna())
    assert lain.get(alamat(k)).status_code == 404
