"""The page of prices: what is missing first, cells, purchase units, where used, and what a change does to the total."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from ahsp_app.models import HargaItem, Pengguna
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.periksa import periksa
from tests.factories import masuk
from tests.factories_lembar import SEMEN, buat_pekerjaan, kerja
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
PASIR = ("BHN", "Pasir beton", "kg", "731", None)
PEKERJA = ("TK", "Pekerja", "OH", "1", "100000")


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik
    masuk(client, pemilik)
    return k


def item(db: SQLAlchemy, uraian: str) -> HargaItem:
    ada = db.session.scalar(select(HargaItem).where(HargaItem.uraian == uraian))
    assert ada
    db.session.refresh(ada)
    return ada


def simpan(client: FlaskClient, i: HargaItem, **isi: str) -> TestResponse:
    return client.post(f"/proyek/{i.proyek_id}/harga/{i.id}", data={"versi": str(i.versi)} | isi, headers=HTMX)


def pesan(jawab: TestResponse) -> str:
    return " ".join(p["teks"] for p in json.loads(jawab.headers.get("HX-Trigger", "{}")).get("pesan", []))


def test_missing_prices_come_first(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "1", komponen=[PEKERJA, SEMEN, PASIR])
    teks = client.get(f"/proyek/{k.proyek.id}/harga").get_data(as_text=True).partition("<tbody>")[2]
    assert teks.index("Pasir beton") < teks.index("Pekerja") < teks.index("Semen Portland")
    assert "belum diisi" in teks
    assert "1 pekerjaan" in teks


def test_filters(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "1", komponen=[PEKERJA, SEMEN, PASIR])
    akar = f"/proyek/{k.proyek.id}/harga"
    assert "Semen Portland" not in client.get(akar, query_string={"kategori": "TK"}).text
    assert "Semen Portland" not in client.get(akar, query_string={"saring": "kosong"}).text
    assert "Pasir beton" in client.get(akar, query_string={"cari": "pasir"}).text
    assert "Tidak ada yang cocok" in client.get(akar, query_string={"cari": "zzz%"}).text
    assert client.get(akar, query_string={"halaman": "abc", "kategori": "XX", "saring": "YY"}).status_code == 200


def test_a_price_moves_the_total_and_says_by_how_much(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Galian", "10", komponen=[PEKERJA])
    jawab = simpan(client, item(db, "Pekerja"), harga="150.000")
    assert jawab.status_code == 200
    assert "JUMLAH naik Rp 550.000,00 (50,00%); 1 pekerjaan berubah" in pesan(jawab)
    assert "Rp 1.831.000" in jawab.text  # 1.650.000 + PPN 11 %, down to thousands
    db.session.expire_all()
    assert item(db, "Pekerja").harga == 150000
    assert list(periksa(db.session(), k.proyek.id)) == [(k.proyek.id, [])]


def test_purchase_unit_is_kept_as_two_numbers(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[PASIR])
    i = item(db, "Pasir beton")
    url = f"/proyek/{k.proyek.id}/harga/{i.id}/satuan-beli"
    isi = {"versi": str(i.versi), "satuan_beli": "m3", "harga_beli": "664.200", "faktor": "1400"}
    jawab = client.post(url, data=isi, headers=HTMX)
    assert jawab.status_code == 200
    assert "474,43" in jawab.text
    db.session.refresh(p)
    assert p.biaya_langsung == Decimal("346807.28571428571428571429")
    kosong = {"versi": str(item(db, "Pasir beton").versi), "satuan_beli": "", "harga_beli": "", "faktor": ""}
    assert client.post(url, data=kosong, headers=HTMX).status_code == 200
    assert item(db, "Pasir beton").faktor is None


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"satuan_beli": "m3", "harga_beli": "1", "faktor": "0"}, "lebih besar dari nol"),
        ({"satuan_beli": "m3", "harga_beli": "1", "faktor": ""}, "lebih besar dari nol"),
        ({"satuan_beli": "m3", "harga_beli": "abc", "faktor": "1"}, "bukan angka"),
        ({"satuan_beli": "", "harga_beli": "1", "faktor": "1"}, "satuan beli"),
    ],
)
def test_half_a_purchase_unit_is_refused_at_its_field(
    client: FlaskClient, db: SQLAlchemy, k: Kerja, isi: dict[str, str], kata: str
) -> None:
    buat_pekerjaan(k, "Beton", "1", komponen=[PASIR])
    i = item(db, "Pasir beton")
    for kepala in ({}, HTMX):
        jawab = client.post(
            f"/proyek/{k.proyek.id}/harga/{i.id}/satuan-beli", data=isi | {"versi": str(i.versi)}, headers=kepala
        )
        assert jawab.status_code == 422
        assert kata in jawab.text
        assert f'value="{isi["harga_beli"]}"' in jawab.text  # what was typed stays
    assert item(db, "Pasir beton").faktor is None


@pytest.mark.parametrize("teks", ["abc", "1.2.3", "-1", "1" + "0" * 20, "1e5"])
def test_bad_prices_change_nothing(client: FlaskClient, db: SQLAlchemy, k: Kerja, teks: str) -> None:
    buat_pekerjaan(k, "Galian", "10", komponen=[PEKERJA])
    i = item(db, "Pekerja")
    jawab = simpan(client, i, harga=teks)
    assert jawab.status_code == 422
    assert f'id="item-{i.id}-harga-galat"' in jawab.text
    assert item(db, "Pekerja").harga == 100000


def test_identity_is_guarded(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN, PASIR])
    i = item(db, "Pasir beton")
    jawab = simpan(client, i, uraian="semen  portland")
    assert jawab.status_code == 422
    assert "sudah ada" in jawab.text
    assert simpan(client, item(db, "Pasir beton"), uraian="").status_code == 422
    assert simpan(client, item(db, "Pasir beton"), uraian="<b>Pasir</b>", sumber_harga="survei").status_code == 200
    teks = client.get(f"/proyek/{k.proyek.id}/harga").text
    assert "<b>Pasir" not in teks
    assert "survei" in teks


def test_versions(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Galian", "10", komponen=[PEKERJA])
    i = item(db, "Pekerja")
    lama = i.versi
    assert simpan(client, i, harga="110000").status_code == 200
    url = f"/proyek/{k.proyek.id}/harga/{i.id}"
    bentrok = client.post(url, data={"versi": str(lama), "harga": "120000"}, headers=HTMX)
    assert bentrok.status_code == 409
    assert "milik rekan: 110.000" in bentrok.text
    assert client.post(url, data={"harga": "1"}, headers=HTMX).status_code == 428
    # The same value again with the old version: a lost answer, not a conflict.
    assert client.post(url, data={"versi": str(lama), "harga": "110.000"}, headers=HTMX).status_code == 200


def test_where_used_and_deleting_the_unused(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN, PEKERJA])
    i = item(db, "Semen Portland")
    url = f"/proyek/{k.proyek.id}/harga/{i.id}"
    assert f"/analisa/{p.id}" in client.get(f"{url}/pemakai").text
    assert client.post(f"{url}/hapus", data={"versi": str(i.versi)}, headers=HTMX).status_code == 422
    lepas = HargaItem(
        proyek_id=k.proyek.id, kunci="h99", kategori="BHN", uraian="Lepas", uraian_kunci="lepas", satuan="kg",
        satuan_kunci="kg", harga=Decimal(1),
    )  # fmt: skip
    db.session.add(lepas)
    db.session.commit()
    assert "Lepas" in client.get(f"/proyek/{k.proyek.id}/harga", query_string={"saring": "tidak-dipakai"}).text
    jawab = client.post(f"/proyek/{k.proyek.id}/harga/{lepas.id}/hapus", data={"versi": "1"}, headers=HTMX)
    urungkan = json.loads(jawab.headers["HX-Trigger"])["pesan"][0]["urungkan"]["url"]
    assert "Lepas" not in client.get(f"/proyek/{k.proyek.id}/harga").text
    assert client.post(urungkan).status_code == 303
    assert "Lepas" in client.get(f"/proyek/{k.proyek.id}/harga").text
    assert "1 sumber daya" in pesan(client.post(f"/proyek/{k.proyek.id}/harga/bersihkan", headers=HTMX))
    assert "Lepas" not in client.get(f"/proyek/{k.proyek.id}/harga").text
    assert "Semen Portland" in client.get(f"/proyek/{k.proyek.id}/harga").text


def test_without_javascript_a_row_is_saved_whole(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Galian", "10", komponen=[PEKERJA])
    i = item(db, "Pekerja")
    isi = {
        "versi": str(i.versi),
        "uraian": "Pekerja",
        "kode": "L.01",
        "satuan": "OH",
        "harga": "120.000",
        "sumber_harga": "",
    }
    jawab = client.post(f"/proyek/{k.proyek.id}/harga/{i.id}", data=isi)
    assert jawab.status_code == 303
    baru = item(db, "Pekerja")
    assert (baru.kode, baru.harga) == ("L.01", 120000)
    salah = client.post(f"/proyek/{k.proyek.id}/harga/{i.id}", data=isi | {"versi": str(baru.versi), "harga": "mahal"})
    assert salah.status_code == 422
    assert "mahal" in salah.text


def test_few_statements(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    for n in range(30):
        buat_pekerjaan(k, f"Kerja {n}", "1", komponen=[PEKERJA, ("BHN", f"Bahan {n}", "kg", "1", "5")])
    db.session.commit()
    with catat_sql() as sql:
        client.get(f"/proyek/{k.proyek.id}/harga")
    assert len(sql) <= 8, sql
    with catat_sql() as sql:
        assert simpan(client, item(db, "Pekerja"), harga="123456").status_code == 200
    assert len(sql) <= 15 + 2, sql  # two of them are the test's own
