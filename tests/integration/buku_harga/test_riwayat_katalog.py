"""Prices in the history of the catalogue: an import is one line, a single price names its book."""

from __future__ import annotations

from decimal import Decimal
from html import unescape

from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Impor
from ahsp_app.services.buku_harga import cabut_harga, tulis_harga
from ahsp_app.services.buku_harga_ubah import ubah_harga
from tests.factories import buat_pengguna, masuk
from tests.html import faults
from tests.integration.buku_harga.bantu import baca, buku, harga


def test_an_import_is_one_line_and_a_price_names_its_book(db: SQLAlchemy, client: FlaskClient) -> None:
    admin = buat_pengguna(admin=True)
    b = buku(admin.id, nama="Buku Kota")
    impor = Impor(
        jenis="harga", nama_berkas="daftar.csv", sha256="0" * 64, ukuran=1, status="dikomit", pengguna_id=admin.id
    )
    db.session.add(impor)
    db.session.flush()
    tulis_harga(db.session(), b, [baca(f"Bahan {n}", "1000") for n in range(5)], admin.id, impor_id=impor.id)
    satu = harga(b, "Bahan 3")
    ubah_harga(db.session(), admin.id, b, satu, satu.versi, {"harga": Decimal("1250.5")})
    db.session.commit()
    masuk(client, admin)
    halaman = client.get("/edisi/riwayat").text
    teks = unescape(halaman)
    assert teks.count("Impor 5 harga ke buku “Buku Kota”") == 1
    assert teks.count("daftar.csv") == 1
    assert "Ubah: harga di buku “Buku Kota”" in teks
    assert "Bahan 3: Rp 1.250,50" in teks
    assert "Bahan 1" not in teks
    assert faults(halaman) == []
    cabut_harga(db.session(), impor.id, admin.id)
    db.session.commit()
    teks = unescape(client.get("/edisi/riwayat").text)
    assert "Impor 4 harga dicabut dari buku “Buku Kota”" in teks
    assert "Impor 5 harga ke buku “Buku Kota”" in teks


def test_who_is_no_admin_is_told_whom_to_ask(db: SQLAlchemy, client: FlaskClient) -> None:
    masuk(client, buat_pengguna())
    db.session.commit()
    tolak = client.get("/edisi/riwayat")
    assert tolak.status_code == 403
    assert "untuk admin katalog" in tolak.text
    assert "yang mengurus server" in tolak.text
