"""Pages of books for admins: heads, cells, locks, two windows, deleting and its undo, who may, and what it costs."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import DaftarHarga, HargaDasar, Pengguna, RiwayatKatalog
from ahsp_app.services.buku_harga_ubah import kunci_buku
from tests.factories import buat_pengguna, masuk
from tests.html import faults
from tests.integration.buku_harga.bantu import buku, harga
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
SEMEN = ("BHN", "Semen Portland", "kg", "1500", "M.1")
PASIR = ("BHN", "Pasir beton", "kg", "664200/1400 m3", None)
KEPALA = {
    "nama": "Harga Kota 2026",
    "wilayah": "Kota",
    "tanggal": "2026-02-01",
    "jenis_sumber": "keputusan",
    "sumber": "SK 1",
}


@pytest.fixture
def admin(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    pengguna = buat_pengguna(admin=True, nama="Admin Harga")
    masuk(client, pengguna)
    return pengguna


@pytest.fixture
def b(admin: Pengguna) -> DaftarHarga:
    return buku(admin.id, SEMEN, PASIR)


def alamat(h: HargaDasar, lagi: str = "") -> str:
    return f"/buku-harga/{h.daftar_id}/harga/{h.id}{lagi}"


def riwayat(db: SQLAlchemy, h: HargaDasar | DaftarHarga) -> list[str]:
    r = RiwayatKatalog
    return list(db.session.scalars(select(r.aksi).where(r.tabel == h.__tablename__, r.baris_id == h.id).order_by(r.id)))


def test_a_book_is_made_and_changed(client: FlaskClient, admin: Pengguna, db: SQLAlchemy) -> None:
    jawab = client.post("/buku-harga/baru", data=KEPALA)
    assert jawab.status_code == 303
    b = db.session.scalars(select(DaftarHarga)).one()
    assert (b.nama, b.tanggal, b.jenis_sumber, b.termasuk_ppn) == (KEPALA["nama"], date(2026, 2, 1), "keputusan", False)
    assert "dibuat" in client.get(jawab.headers["Location"]).text
    ubah = f"/buku-harga/{b.id}/kepala"
    assert client.post(ubah, data=KEPALA | {"termasuk_ppn": "y", "versi": "1"}).status_code == 303
    assert client.post(ubah, data=KEPALA | {"versi": "1"}).status_code == 422
    assert client.post(ubah, data=KEPALA).status_code == 428
    db.session.expire_all()
    assert (b.termasuk_ppn, b.versi, riwayat(db, b)) == (True, 2, ["tambah", "ubah"])
    assert "Termasuk PPN" in client.get(f"/buku-harga/{b.id}/riwayat").text


@pytest.mark.parametrize(
    ("beda", "kolom"),
    [
        ({"nama": " "}, "nama"),
        ({"nama": "harga kabupaten 2026".title()}, "nama"),
        ({"tanggal": "besok"}, "tanggal"),
        ({"tanggal": "0005-01-01"}, "tanggal"),
        ({"jenis_sumber": "gosip"}, "jenis_sumber"),
        ({"sumber": "x" * 301}, "sumber"),
    ],
)
def test_a_bad_head_is_refused_at_its_field(
    client: FlaskClient, b: DaftarHarga, db: SQLAlchemy, beda: dict[str, str], kolom: str
) -> None:
    jawab = client.post("/buku-harga/baru", data=KEPALA | beda)
    assert jawab.status_code == 422
    assert re.search(rf'<p id="{kolom}-galat"[^>]*>[^<]+</p>', jawab.text)
    assert db.session.query(DaftarHarga).count() == 1


def test_cells_follow_the_protocol(client: FlaskClient, b: DaftarHarga, db: SQLAlchemy) -> None:
    semen = harga(b, "Semen Portland")
    jawab = client.post(alamat(semen), data={"harga": "1.600", "versi": "1"}, headers=HTMX)
    assert jawab.status_code == 200
    assert f'data-untuk="dasar-{semen.id}-harga" value="1.600"' in jawab.text
    assert "dibaca 1.600 (seribu enam ratus)" in jawab.text
    assert "<tr" not in jawab.text
    bentrok = client.post(alamat(semen), data={"harga": "1.700", "versi": "1"}, headers=HTMX)
    assert bentrok.status_code == 409
    assert "milik rekan: 1.600" in bentrok.text
    assert client.post(alamat(semen), data={"harga": "1600", "versi": "1"}, headers=HTMX).status_code == 200
    assert client.post(alamat(semen), data={"harga": "1"}, headers=HTMX).status_code == 428
    isi = {"uraian": "Semen PCC", "satuan": "zak", "harga": "1.600", "keterangan": "toko A", "versi": "2"}
    assert client.post(alamat(semen), data=isi).status_code == 303
    db.session.expire_all()
    assert (semen.uraian, semen.satuan, semen.harga, semen.keterangan) == ("Semen PCC", "zak", 1600, "toko A")
    assert riwayat(db, semen) == ["tambah", "ubah", "ubah"]


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        ({"harga": ""}, "harga"),
        ({"harga": "abc"}, "harga"),
        ({"harga": "-1"}, "harga"),
        ({"harga": "=1/2"}, "harga"),
        ({"uraian": ""}, "uraian"),
        ({"uraian": "pasir  BETON"}, "uraian"),
        ({"keterangan": "x" * 301}, "keterangan"),
    ],
)
def test_a_bad_cell_is_refused_and_changes_nothing(
    client: FlaskClient, b: DaftarHarga, db: SQLAlchemy, isi: dict[str, str], kolom: str
) -> None:
    semen = harga(b, "Semen Portland")
    jawab = client.post(alamat(semen), data=isi | {"versi": "1"}, headers=HTMX)
    assert jawab.status_code == 422
    assert f'id="dasar-{semen.id}-{kolom}-galat"' in jawab.text
    db.session.expire_all()
    assert (semen.uraian, semen.harga, semen.versi) == ("Semen Portland", 1500, 1)


def test_a_market_unit_keeps_its_two_numbers(client: FlaskClient, b: DaftarHarga, db: SQLAlchemy) -> None:
    pasir = harga(b, "Pasir beton")
    jawab = client.post(alamat(pasir), data={"harga": "=700.000/1.400", "versi": "1"}, headers=HTMX)
    assert 'value="500,00" data-rumus="=700.000/1.400"' in jawab.text
    tolak = client.post(alamat(pasir), data={"harga": "500", "versi": "2"}, headers=HTMX)
    assert "Tulis =500/1.400" in tolak.text
    assert client.post(alamat(pasir), data={"harga": "=1/0", "versi": "2"}, headers=HTMX).status_code == 422
    form = {"uraian": "Pasir beton", "satuan": "kg", "harga": "450", "versi": "2"}
    jawab = client.post(alamat(pasir, "/ubah"), data=form, headers=HTMX)
    assert json.loads(jawab.headers["HX-Trigger"])["tutup-dialog"] is True
    db.session.expire_all()
    assert (pasir.harga, pasir.satuan_beli, pasir.faktor) == (450, None, None)
    rinci = client.get(alamat(pasir), headers=HTMX).text
    assert "Admin Harga" in rinci
    assert "<del>664.200</del> → <ins>700.000</ins>" in rinci
    basi = client.post(alamat(pasir, "/ubah"), data=form | {"harga": "9"}, headers=HTMX)
    assert (basi.status_code, "jendela lain" in basi.text) == (422, True)


def test_a_locked_book_refuses_every_edit(client: FlaskClient, b: DaftarHarga, admin: Pengguna, db: SQLAlchemy) -> None:
    semen = harga(b, "Semen Portland")
    assert client.post(f"/buku-harga/{b.id}/kunci", data={"terkunci": "1", "versi": "1"}).status_code == 303
    baru = {"kategori": "BHN", "uraian": "Paku", "satuan": "kg", "harga": "20000"}
    for url, isi in {
        alamat(semen): {"harga": "9"},
        alamat(semen, "/ubah"): {"uraian": "x", "harga": "9"},
        alamat(semen, "/hapus"): {},
        f"/buku-harga/{b.id}/harga": baru,
        f"/buku-harga/{b.id}/kepala": KEPALA,
    }.items():
        for kepala in ({}, HTMX):
            jawab = client.post(url, data=isi | {"versi": "2" if url.endswith("kepala") else "1"}, headers=kepala)
            assert jawab.status_code == 422, url
            assert kepala or "terkunci" in jawab.text, url
    halaman = client.get(f"/buku-harga/{b.id}").text
    assert "Tambah harga" not in halaman
    assert "disabled" in halaman
    db.session.expire_all()
    assert (semen.harga, semen.versi, db.session.query(HargaDasar).count()) == (1500, 1, 2)
    assert client.post(f"/buku-harga/{b.id}/kunci", data={"terkunci": "0", "versi": "2"}).status_code == 303
    assert client.post(alamat(semen), data={"harga": "9", "versi": "1"}, headers=HTMX).status_code == 200
    db.session.expire_all()
    assert riwayat(db, b) == ["tambah", "ubah", "ubah"]


def test_a_price_is_added_deleted_and_brought_back(client: FlaskClient, b: DaftarHarga, db: SQLAlchemy) -> None:
    isi = {"kategori": "ALT", "uraian": "Molen", "satuan": "hari", "harga": "350.000", "keterangan": "sewa"}
    tambah = f"/buku-harga/{b.id}/harga"
    assert client.post(tambah, data=isi).status_code == 303
    kembar = client.post(tambah, data=isi | {"uraian": "MOLEN"})
    assert (kembar.status_code, "sudah ada di buku ini" in kembar.text) == (422, True)
    assert faults(kembar.text) == []
    molen = harga(b, "Molen")
    nomor = molen.id
    jawab = client.post(alamat(molen, "/hapus"), data={"versi": "1"}, headers=HTMX)
    urung = json.loads(jawab.headers["HX-Trigger"])["pesan"][0]["urungkan"]["url"]
    db.session.expire_all()
    assert db.session.get(HargaDasar, nomor) is None
    kembali = client.post(urung, headers=HTMX)
    assert "muat-ulang" in kembali.headers["HX-Trigger"]
    assert client.post(urung, headers=HTMX).status_code == 422
    db.session.expire_all()
    molen = harga(b, "Molen")
    assert (molen.id, molen.harga, molen.keterangan) == (nomor, 350000, "sewa")
    assert riwayat(db, molen) == ["tambah", "hapus", "pulihkan"]
    assert client.post(f"/buku-harga/{b.id}/pulihkan/{10**9}").status_code == 404


def test_search_pages_and_archive(client: FlaskClient, admin: Pengguna, db: SQLAlchemy) -> None:
    b = buku(admin.id, *[("BHN", f"Bahan {n:03}", "kg", str(n), f"B.{n}") for n in range(1, 121)])
    halaman = client.get(f"/buku-harga/{b.id}?halaman=3").text
    assert ("Bahan 101" in halaman, "Bahan 100" in halaman, "Bahan 120" in halaman) == (True, False, True)
    assert "Bahan 077" in client.get(f"/buku-harga/{b.id}?cari=b.77").text
    assert "Tidak ada yang cocok" in client.get(f"/buku-harga/{b.id}?cari=100%25").text
    assert "Bahan" in client.get(f"/buku-harga/{b.id}?kategori=BHN&cari=BAHAN+077", headers=HTMX).text
    assert b.nama in client.get("/buku-harga?cari=contoh").text
    client.post(f"/buku-harga/{b.id}/arsip", data={"aktif": "0", "versi": "1"})
    assert b.nama not in client.get("/buku-harga").text
    assert b.nama in client.get("/buku-harga?arsip=1").text


def test_old_books_are_marked(client: FlaskClient, admin: Pengguna) -> None:
    lama = buku(admin.id, nama="Buku lama", tanggal=date(2020, 5, 1))
    assert "harga lama" in client.get("/buku-harga").text
    assert "harga 1 Mei 2020, sebelum tahun" in client.get(f"/buku-harga/{lama.id}").text


def test_only_admins(app, client: FlaskClient, b: DaftarHarga) -> None:  # type: ignore[no-untyped-def]
    lain = app.test_client()
    masuk(lain, buat_pengguna())
    for url in ("/buku-harga", "/buku-harga/baru", f"/buku-harga/{b.id}", f"/buku-harga/{b.id}/kepala"):
        assert lain.get(url).status_code == 403
    assert lain.post(f"/buku-harga/{b.id}/kunci", data={"terkunci": "1", "versi": "1"}).status_code == 403


def test_pages_are_sound_and_cheap(client: FlaskClient, admin: Pengguna) -> None:
    b = buku(admin.id, *[("BHN", f"Bahan {n:03}", "kg", f"{n}000/3 m3", f"B.{n}") for n in range(1, 60)])
    h = harga(b, "Bahan 001")
    for url in ("/buku-harga", f"/buku-harga/{b.id}", f"/buku-harga/{b.id}/riwayat", alamat(h), "/buku-harga/baru"):
        with catat_sql() as sql:
            jawab = client.get(url)
        assert jawab.status_code == 200
        assert faults(jawab.text) == [], url
        assert len(sql) <= 8, (url, sql)


def test_locking_needs_the_present_version(
    client: FlaskClient, b: DaftarHarga, admin: Pengguna, db: SQLAlchemy
) -> None:
    kunci_buku(db.session(), admin.id, b, 1, terkunci=True)
    assert client.post(f"/buku-harga/{b.id}/kunci", data={"terkunci": "0", "versi": "1"}).status_code == 409
    assert client.post(f"/buku-harga/{b.id}/kunci", data={"terkunci": "1", "versi": "1"}).status_code == 303
    assert Decimal(1500) == harga(b, "Semen Portland").harga
