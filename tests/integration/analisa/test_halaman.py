"""The page around the form: where it opens, the list of works, neighbours, who may see it, what it costs."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ahsp_app.models import Pengguna, Proyek
from tests.factories import buat_pengguna, buat_proyek, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja
from tests.html import faults
from tests.integration.analisa.bantu import HTMX, Layar
from tests.sql import catat_sql


def _masuk(client: FlaskClient, db: Any, proyek: Proyek) -> str:
    masuk(client, db.session.get_one(Pengguna, proyek.pemilik_id))
    return f"/proyek/{proyek.id}/analisa"


def test_it_opens_at_the_first_work_in_reading_order(db: Any, client: FlaskClient) -> None:
    k = kerja()
    kosong, berisi = buat_judul(k, "PERSIAPAN"), buat_judul(k, "BETON")
    dua = buat_pekerjaan(k, "Kedua", judul=berisi)
    satu = buat_pekerjaan(k, "Pertama", judul=buat_judul(k, "Anak", kosong))
    alamat = _masuk(client, db, k.proyek)
    assert client.get(alamat).location == f"{alamat}/{satu.id}"
    halaman = client.get(f"{alamat}/{satu.id}").text
    assert f'href="{alamat}/{dua.id}" rel="next"' in halaman
    assert 'rel="prev"' not in halaman
    assert "1 dari 2" in halaman


def test_an_empty_project_says_what_to_do(db: Any, client: FlaskClient) -> None:
    k = kerja()
    alamat = _masuk(client, db, k.proyek)
    halaman = client.get(alamat)
    assert halaman.status_code == 200
    assert faults(halaman.text) == []
    assert "Belum ada pekerjaan" in halaman.text


def test_the_list_is_searched_and_filtered_as_page_and_as_fragment(db: Any, client: FlaskClient) -> None:
    k = kerja()
    buat_pekerjaan(k, "Beton <b>K-225</b>", "1", komponen=[SEMEN])
    buat_pekerjaan(k, "Beton tanpa harga", "1", komponen=[("BHN", "Kerikil", "kg", "1", None)])
    buat_pekerjaan(k, "Galian kosong", "1")
    alamat = _masuk(client, db, k.proyek)
    for cari, saring, ada, tiada in [
        ("beton", "", ["K-225", "tanpa harga"], ["Galian"]),
        ("", "analisa", ["Galian", "analisa kosong"], ["K-225"]),
        ("", "harga", ["tanpa harga", "harga kosong"], ["Galian"]),
        ("zzz", "", ["Tidak ada pekerjaan yang cocok"], ["Galian"]),
    ]:
        tanya = {"cari": cari, "saring": saring}
        penuh = client.get(alamat, query_string=tanya)
        assert penuh.status_code == 200
        assert faults(penuh.text) == []
        potongan = client.get(alamat, query_string=tanya, headers=HTMX)
        assert faults(potongan.text, page=False) == []
        for halaman in (penuh.text, potongan.text):
            assert all(x in halaman for x in ada)
            assert not any(x in halaman for x in tiada)
    assert "&lt;b&gt;K-225" in client.get(alamat, query_string={"semua": 1}).text
    for buruk in ({"halaman": "99"}, {"halaman": "x"}, {"saring": "' OR 1=1"}, {"cari": "%_\\" * 50}):
        assert client.get(alamat, query_string=buruk).status_code == 200


def test_a_changed_work_shows_its_edition_and_the_way_back(db: Any, client: FlaskClient) -> None:
    k = kerja()
    p = buat_pekerjaan(k, "Beton", komponen=[SEMEN])
    p.referensi = {"edisi": "AHSP CK 2025", "kode": "2.2.1", "uraian": "Beton", "satuan": "m3", "komponen": []}
    p.sumber = "referensi"
    layar = Layar(client, k, p)
    halaman = layar.buka()
    assert "dari AHSP CK 2025, 2.2.1" in halaman
    assert "Kembalikan ke referensi" not in halaman
    jawab = layar.ubah(layar.baris()[0].id, koefisien="2")
    assert "ubahan" in jawab.text
    assert "Kembalikan ke referensi" in jawab.text
    assert "Kembalikan ke referensi" in layar.buka()


def test_only_the_owner_sees_it(db: Any, app: Flask, client: FlaskClient) -> None:
    k = kerja()
    p = buat_pekerjaan(k, "Beton", komponen=[SEMEN])
    lain = buat_pengguna()
    milik_lain = buat_proyek(lain)
    akar = f"/proyek/{k.proyek.id}"
    baca = [
        f"{akar}/analisa",
        f"{akar}/analisa/{p.id}",
        f"{akar}/analisa/{p.id}/sub",
        f"{akar}/analisa/saran?kategori=TK",
    ]
    tulis = [
        f"{akar}/analisa/{p.id}/{x}" for x in ("komponen", "sub", "margin", "harga-langsung", "susun", "pulihkan/1")
    ] + [f"{akar}/komponen/1", f"{akar}/komponen/1/hapus"]
    db.session.commit()
    for url in baca:
        assert "/masuk" in client.get(url).location
    for url in tulis:
        assert "/masuk" in client.post(url).location
    masuk(client, lain)
    assert {client.get(url).status_code for url in baca} == {404}
    assert {client.post(url, data={"versi": "1.1.1"}).status_code for url in tulis} == {404}
    # Not by way of one's own project either.
    assert client.get(f"/proyek/{milik_lain.id}/analisa/{p.id}").status_code == 404
    assert client.post(f"/proyek/{milik_lain.id}/analisa/{p.id}/margin", data={"versi": "1"}).status_code == 404
    assert client.post(f"/proyek/{milik_lain.id}/komponen/1", data={"versi": "1.1.1"}).status_code == 404
    for url in tulis:
        assert client.get(url).status_code in {404, 405}


def test_an_archived_project_is_read_only(db: Any, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Beton", komponen=[SEMEN]))
    baris = layar.baris()[0].id
    versi = layar.versi(baris)
    k.proyek.diarsipkan = k.proyek.dibuat
    assert layar.ubah(baris, versi, koefisien="1").status_code == 403
    assert layar.tambah("TK", "Pekerja", "OH", "1").status_code == 403
    halaman = layar.buka()
    assert "disabled" in halaman
    assert "/hapus" not in halaman
    assert "tambah-TK" not in halaman


@pytest.mark.parametrize("pekerjaan", [2, 60])
def test_a_page_costs_the_same_in_any_project(db: Any, client: FlaskClient, pekerjaan: int) -> None:
    k = kerja()
    panjang = "Pemasangan 1 m2 dinding bata merah tebal setengah batu campuran 1 semen banding 4 pasir pasang " * 4
    for n in range(pekerjaan):
        p = buat_pekerjaan(k, f"{panjang[:470]} {n}", "1", judul=buat_judul(k, f"JUDUL {n}") if n % 20 == 0 else None)
    komponen = [("BHN", f"{panjang[:280]} {n}", "kg", "1.25", "1500") for n in range(12)]
    p = buat_pekerjaan(k, panjang[:490], "1", komponen=komponen, sub=[(p, "2")])
    layar = Layar(client, k, p)
    proyek_id, tanya = k.proyek.id, {"dari": str(p.id)}
    db.session.commit()
    with catat_sql() as sql:
        halaman = client.get(layar.alamat, query_string=tanya)
    assert halaman.status_code == 200
    assert len(sql) <= 8, sql
    assert len(gzip.compress(halaman.data)) < 14_000
    with catat_sql() as sql:
        assert client.get(f"/proyek/{proyek_id}/analisa?semua=1").status_code == 200
    assert len(sql) <= 8, sql
