"""Archive, trash and back."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import Pengguna, Proyek, Riwayat
from tests.factories import buat_pengguna, buat_proyek, masuk
from tests.integration.dasbor.test_daftar import nama_di

HTMX = {"HX-Request": "true"}


@pytest.fixture
def saya(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    """Someone who is signed in."""
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    return pengguna


@pytest.fixture
def gudang(saya: Pengguna) -> Proyek:
    """A project of this person."""
    return buat_proyek(saya, "Gudang")


def _tab(client: FlaskClient) -> dict[str, list[str]]:
    return {tab: nama_di(client.get(f"/proyek?tab={tab}").text) for tab in ("aktif", "arsip", "sampah")}


def test_archive_and_back(db: SQLAlchemy, client: FlaskClient, saya: Pengguna, gudang: Proyek) -> None:
    tanggapan = client.post(f"/proyek/{gudang.id}/arsipkan?urut=nama&arah=naik")
    assert tanggapan.status_code == 303
    assert tanggapan.location == "/proyek?urut=nama&arah=naik"
    halaman = client.get(tanggapan.location).text
    assert "“Gudang” diarsipkan." in halaman
    assert f'action="/proyek/{gudang.id}/kembalikan?urut=nama&amp;arah=naik"' in halaman  # undo
    assert _tab(client) == {"aktif": [], "arsip": ["Gudang"], "sampah": []}
    # It can be read, not written.
    assert client.get(f"/proyek/{gudang.id}/pengaturan").status_code == 200
    tolak = client.post(f"/proyek/{gudang.id}/pengaturan/waktu", data={"versi": "2"})
    assert tolak.status_code == 403
    assert "diarsipkan" in tolak.text
    client.post(f"/proyek/{gudang.id}/kembalikan")
    assert _tab(client) == {"aktif": ["Gudang"], "arsip": [], "sampah": []}


def test_trash_and_back(db: SQLAlchemy, client: FlaskClient, saya: Pengguna, gudang: Proyek) -> None:
    client.post(f"/proyek/{gudang.id}/arsipkan")
    client.post(f"/proyek/{gudang.id}/buang")
    assert _tab(client) == {"aktif": [], "arsip": [], "sampah": ["Gudang"]}
    assert client.get(f"/proyek/{gudang.id}/pengaturan").status_code == 404
    assert client.post(f"/proyek/{gudang.id}/arsipkan").status_code == 404
    client.post(f"/proyek/{gudang.id}/pulihkan")
    # Back to where it was.
    assert _tab(client) == {"aktif": [], "arsip": ["Gudang"], "sampah": []}
    aksi = db.session.scalars(select(Riwayat.aksi).order_by(Riwayat.id)).all()
    assert aksi == ["tambah", "arsipkan", "hapus", "pulihkan"]


def test_doing_it_twice_is_once(db: SQLAlchemy, client: FlaskClient, saya: Pengguna, gudang: Proyek) -> None:
    for _ in range(2):
        assert client.post(f"/proyek/{gudang.id}/buang").status_code == 303
    for _ in range(2):
        assert client.post(f"/proyek/{gudang.id}/pulihkan").status_code == 303
    assert client.post(f"/proyek/{gudang.id}/kembalikan").status_code == 303
    assert db.session.scalars(select(Riwayat.aksi).order_by(Riwayat.id)).all() == ["tambah", "hapus", "pulihkan"]


def test_htmx_gets_the_list_and_a_toast_with_undo(client: FlaskClient, saya: Pengguna, gudang: Proyek) -> None:
    buat_proyek(saya, "Rumah")
    tanggapan = client.post(f"/proyek/{gudang.id}/buang?cari=g", headers=HTMX)
    assert tanggapan.status_code == 200
    assert 'id="daftar" class="tumpuk" hx-swap-oob="innerHTML"' in tanggapan.text
    assert "Sampah (1)" in tanggapan.text
    assert "Tidak ada yang cocok" in tanggapan.text
    (pesan,) = json.loads(tanggapan.headers["HX-Trigger"])["pesan"]
    assert pesan["teks"] == "“Gudang” dibuang ke sampah."
    assert pesan["urungkan"]["url"] == f"/proyek/{gudang.id}/pulihkan?cari=g"
    kembali = client.post(pesan["urungkan"]["url"], headers=HTMX)
    assert nama_di(kembali.text) == ["Gudang"]


@pytest.mark.parametrize("tindakan", ["arsipkan", "kembalikan", "buang", "pulihkan"])
def test_others_have_no_say(
    app: Flask, db: SQLAlchemy, client: FlaskClient, saya: Pengguna, gudang: Proyek, tindakan: str
) -> None:
    alamat = f"/proyek/{gudang.id}/{tindakan}"
    asing = app.test_client()
    assert asing.post(alamat).location.startswith("/masuk")
    masuk(asing, buat_pengguna())
    assert asing.post(alamat).status_code == 404
    assert client.get(alamat).status_code == 405
    assert client.post(f"/proyek/999999/{tindakan}").status_code == 404
    assert client.post(f"/proyek/99999999999999999999/{tindakan}").status_code == 404
    db.session.expire_all()
    assert (gudang.diarsipkan, gudang.dihapus) == (None, None)


def test_empty_tabs_say_what_belongs_there(client: FlaskClient, saya: Pengguna, gudang: Proyek) -> None:
    assert "Arsip kosong" in client.get("/proyek?tab=arsip").text
    assert "Sampah kosong" in client.get("/proyek?tab=sampah").text
    client.post(f"/proyek/{gudang.id}/arsipkan")
    assert "Tidak ada proyek aktif" in client.get("/proyek").text
    assert "Tidak ada yang cocok" in client.get("/proyek?tab=arsip&cari=xyz").text
