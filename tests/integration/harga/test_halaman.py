"""The page of prices: order, filters, where a resource is used, and what it costs."""

from __future__ import annotations

import gzip
import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Pengguna
from ahsp_app.queries.harga import halaman_harga, pemakaian
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_pekerjaan, item, kerja
from tests.html import faults
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
PASIR = ("BHN", "Pasir beton", "kg", "760", None)
PEKERJA = ("TK", "Pekerja", "OH", "1.65", "100000")
MOLEN = ("ALT", "Molen", "hari", "0.25", "400000")


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


def alamat(k: Kerja, lagi: str = "") -> str:
    return f"/proyek/{k.proyek.id}/harga{lagi}"


def urutan(teks: str) -> list[str]:
    """Names in the order of the page."""
    return re.findall(r"<textarea[^>]* data-kol=\"uraian\"[^>]*>([^<]*)</textarea>", teks)


def test_empty_project_says_what_belongs_here(client: FlaskClient, k: Kerja) -> None:
    halaman = client.get(alamat(k))
    assert "Belum ada sumber daya" in halaman.text
    assert faults(halaman.text) == []


def test_missing_prices_first_then_by_kind_and_name(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[MOLEN, SEMEN, PASIR, PEKERJA, ("BHN", "Air", "liter", "215", "50")])
    buat_pekerjaan(k, "Plester", "2", komponen=[PEKERJA])
    teks = client.get(alamat(k)).text
    assert faults(teks) == []
    assert urutan(teks) == ["Pasir beton", "Pekerja", "Air", "Semen Portland", "Molen"]
    judul = re.findall(r'<th scope="rowgroup" class="uraian">([^<]*)</th>', teks)
    assert judul == ["Belum ada harga", "Tenaga kerja", "Bahan", "Peralatan"]
    assert "Pekerja dipakai 2 pekerjaan" in teks
    assert 'aria-label="Harga Pasir beton"' in teks
    assert 'placeholder="belum diisi"' in teks


def test_converted_price_shows_formula_and_result(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    konversi = {"satuan_beli": "m3", "harga_beli": Decimal(664200), "faktor": Decimal(1400)}
    ubah_item(k, pasir, pasir.versi, konversi)
    teks = client.get(alamat(k)).text
    sel = re.search(rf'<input[^>]* id="item-{pasir.id}-harga"[^>]*>', teks)
    assert sel
    assert 'value="=664.200/1.400"' in sel[0]
    assert 'data-asal="474,43"' in sel[0]
    assert "664.200 per m3; 1 m3 = 1.400 kg" in teks
    assert "Belum ada harga</th>" not in teks


def test_filters(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[MOLEN, SEMEN, PASIR, PEKERJA])
    lama = buat_pekerjaan(k, "Lama", "2", komponen=[("BHN", "Kawat 50% baja", "kg", "1", "20000")])
    hapus_simpul(k, lama, lama.versi)
    for args, nama in [
        ("kategori=BHN", ["Pasir beton", "Kawat 50% baja", "Semen Portland"]),
        ("saring=kosong", ["Pasir beton"]),
        ("saring=tidak-dipakai", ["Kawat 50% baja"]),
        ("cari=PASIR+bet", ["Pasir beton"]),
        ("cari=50%25", ["Kawat 50% baja"]),
        ("cari=_", []),
        ("kategori=BHN&saring=kosong&cari=semen", []),
        (
            "kategori=salah&saring=salah&halaman=99",
            ["Pasir beton", "Pekerja", "Kawat 50% baja", "Semen Portland", "Molen"],
        ),
    ]:
        jawab = client.get(alamat(k, f"?{args}"), headers=HTMX)
        assert urutan(jawab.text) == nama, args
        assert "<html" not in jawab.text
    tab = client.get(alamat(k)).text
    for kunci, banyak in [
        ("semua", 5),
        ("kosong", 1),
        ("TK", 1),
        ("BHN", 3),
        ("ALT", 1),
        ("LAIN", 0),
        ("tidak-dipakai", 1),
    ]:
        assert f'id="banyak-{kunci}" class="redup" >{banyak}<' in tab
    assert client.get(alamat(k, "?saring=kosong&cari="), headers=HTMX).headers["HX-Push-Url"] == alamat(
        k, "?saring=kosong"
    )


def test_pages_are_light_and_cheap(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    daftar = [("BHN", f"Bahan bangunan nomor {n:03}", "kg", "1.5", str(1000 + n)) for n in range(120)]
    buat_pekerjaan(k, "Besar", "2", komponen=daftar)
    with catat_sql() as sql:
        jawab = client.get(alamat(k), headers={"Accept-Encoding": "identity"})
    assert len(sql) <= 8, sql
    assert len(urutan(jawab.text)) == 50
    assert len(gzip.compress(jawab.data, 6)) < 12_000
    assert urutan(client.get(alamat(k, "?halaman=3")).text) == [f"Bahan bangunan nomor {n:03}" for n in range(100, 120)]
    proyek_id = k.proyek.id
    with catat_sql() as sql:
        halaman_harga(db.session(), proyek_id)
    assert len(sql) == 3


def test_where_it_is_used_and_how_much_is_needed(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    adukan = buat_pekerjaan(k, "Adukan", "1", komponen=[("TK", "Pekerja", "OH", "2", "100000")])
    plester = buat_pekerjaan(k, "Plesteran", "10", sub=[(adukan, "0.5")])
    buat_pekerjaan(k, "Dinding", "4", sub=[(plester, "2")])
    buat_pekerjaan(k, "Belum ada volume", komponen=[("TK", "Pekerja", "OH", "7", None)])
    pekerja = item(k, "Pekerja")
    p = pemakaian(db.session(), pekerja.id)
    assert (p.langsung, p.terjangkau, p.kebutuhan) == (2, 4, 2 * 1 + 10 * Decimal("1") + 4 * 2)
    assert [b.uraian for b in p.baris] == ["Adukan", "Belum ada volume"]
    with catat_sql() as sql:
        jawab = client.get(alamat(k, f"/{pekerja.id}"))
    assert len(sql) <= 8
    assert faults(jawab.text) == []
    assert "Dipakai di 2 pekerjaan" in jawab.text
    assert "Kebutuhan seluruh proyek 20 OH" in jawab.text
    assert "Rp 2.000.000" in jawab.text
    assert f"/analisa/{adukan.id}" in jawab.text
    potongan = client.get(alamat(k, f"/{pekerja.id}"), headers=HTMX)
    assert "<html" not in potongan.text
    assert faults(potongan.text, page=False) == []


def test_works_are_paged(client: FlaskClient, k: Kerja) -> None:
    for n in range(25):
        buat_pekerjaan(k, f"Pekerjaan {n:02}", str(n + 1), komponen=[PEKERJA])
    url = alamat(k, f"/{item(k, 'Pekerja').id}")
    assert client.get(url).text.count("/analisa/") == 20
    kedua = client.get(f"{url}?halaman=2", headers=HTMX)
    assert kedua.text.count("/analisa/") == 5
    assert "<form" not in kedua.text


def test_only_the_owner(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    lain = client.application.test_client()
    for url in (alamat(k), alamat(k, f"/{semen.id}")):
        assert lain.get(url).headers["Location"].startswith("/masuk")
    masuk(lain, buat_pengguna())
    for url in (alamat(k), alamat(k, f"/{semen.id}")):
        assert lain.get(url).status_code == 404
