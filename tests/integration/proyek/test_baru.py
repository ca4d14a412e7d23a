"""A new project: what it needs, what it starts with, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import DaftarHarga, Pengguna, Proyek, Riwayat
from tests.factories import buat_pengguna, masuk

ISI = {"nama": "Rumah Tipe 70", "tahun_anggaran": "2026", "tanggal_mulai": "2026-01-05", "durasi": "63"}


@pytest.fixture
def saya(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    """Someone who is signed in."""
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    return pengguna


def _satu(db: SQLAlchemy) -> Proyek:
    return db.session.scalars(select(Proyek)).one()


def test_form_starts_with_today(saya: Pengguna, client: FlaskClient) -> None:
    halaman = client.get("/proyek/baru").text
    hari_ini = datetime.now(UTC).date()
    assert f'value="{hari_ini.year}"' in halaman
    assert 'type="date"' in halaman
    assert "Isi sendiri" in halaman


def test_visitor_signs_in_first(client: FlaskClient) -> None:
    assert client.get("/proyek/baru").location == "/masuk?lanjut=/proyek/baru"
    assert client.post("/proyek/baru", data=ISI).status_code == 303


def test_create(db: SQLAlchemy, saya: Pengguna, client: FlaskClient) -> None:
    daftar = DaftarHarga(nama="Harga 2026", wilayah="Kab. Contoh", tanggal=date(2026, 1, 1), sumber="Survei")
    db.session.add(daftar)
    db.session.commit()
    assert "Harga 2026 (Kab. Contoh)" in client.get("/proyek/baru").text
    beda = {
        "nama": "  Rumah\u200b  Tipe 70\t", "sumber_dana": "APBD", "lokasi": "Blora", "pemilik": "Dinas PU",
        "anggaran": "Rp 148.000.000,50", "daftar_harga_id": str(daftar.id),
    }  # fmt: skip
    tanggapan = client.post("/proyek/baru", data=ISI | beda)
    assert tanggapan.status_code == 303
    p = _satu(db)
    assert tanggapan.location.startswith(f"/proyek/{p.id}/")
    assert (p.nama, p.sumber_dana, p.lokasi, p.pemilik) == ("Rumah Tipe 70", "APBD", "Blora", "Dinas PU")
    assert (p.tahun_anggaran, p.anggaran, p.pemilik_id) == (2026, Decimal("148000000.50"), saya.id)
    assert (p.tanggal_mulai, p.tanggal_selesai) == (date(2026, 1, 5), date(2026, 3, 8))
    assert p.daftar_harga_id == daftar.id
    assert (p.margin_persen, p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut) == (10, 11, 1, 1)
    assert (p.bulat_hsp_mode, p.bulat_hsp_langkah) == ("setengah_atas", Decimal("0.01"))
    assert (p.bulat_total_mode, p.bulat_total_langkah) == ("bawah", 1000)
    riwayat = db.session.scalars(select(Riwayat)).one()
    assert (riwayat.aksi, riwayat.tabel, riwayat.baris_id, riwayat.pengguna_id) == ("tambah", "proyek", p.id, saya.id)


@pytest.mark.parametrize(
    ("beda", "selesai"),
    [
        ({"durasi": "", "tanggal_selesai": ""}, date(2026, 12, 31)),
        ({"durasi": "", "tanggal_selesai": "", "tanggal_mulai": "2026-12-31"}, date(2027, 12, 31)),
        ({"durasi": "", "tanggal_selesai": "2026-01-05"}, date(2026, 1, 5)),
        ({"durasi": "", "tanggal_selesai": "8/3/2026"}, date(2026, 3, 8)),
        ({"durasi": "1"}, date(2026, 1, 5)),
        ({"durasi": "63", "tanggal_selesai": "2026-03-08"}, date(2026, 3, 8)),
        ({"durasi": "10", "tanggal_selesai": "2026-03-08"}, date(2026, 3, 8)),
    ],
)
def test_dates(db: SQLAlchemy, saya: Pengguna, client: FlaskClient, beda: dict[str, str], selesai: date) -> None:
    tanggapan = client.post("/proyek/baru", data=ISI | beda)
    assert tanggapan.status_code == 303
    assert _satu(db).tanggal_selesai == selesai
    halaman = client.get("/akun").text
    assert ("tidak cocok dengan tanggalnya" in halaman) == (beda == {"durasi": "10", "tanggal_selesai": "2026-03-08"})


@pytest.mark.parametrize(
    ("beda", "kolom", "pesan"),
    [
        ({"nama": ""}, "nama", "Belum diisi."),
        ({"nama": "   \u200b "}, "nama", "Belum diisi."),
        ({"nama": "ab"}, "nama", "sedikitnya 3 karakter"),
        ({"nama": "x" * 500}, "nama", "Terlalu panjang: 500 karakter, paling banyak 200."),
        ({"lokasi": "x" * 256}, "lokasi", "Terlalu panjang"),
        ({"anggaran": "-1"}, "anggaran", "negatif"),
        ({"anggaran": "1.2.3"}, "anggaran", "bukan angka"),
        ({"anggaran": "banyak"}, "anggaran", "bukan angka"),
        ({"anggaran": "1" + "0" * 20}, "anggaran", "terlalu besar"),
        ({"anggaran": "1,005"}, "anggaran", "dua angka di belakang koma"),
        ({"tahun_anggaran": ""}, "tahun_anggaran", "Belum diisi."),
        ({"tahun_anggaran": "1899"}, "tahun_anggaran", "antara 1900 dan 2200"),
        ({"tahun_anggaran": "dua ribu"}, "tahun_anggaran", "antara 1900 dan 2200"),
        ({"tahun_anggaran": "9" * 30}, "tahun_anggaran", "antara 1900 dan 2200"),
        ({"tanggal_mulai": ""}, "tanggal_mulai", "Belum diisi."),
        ({"tanggal_mulai": "31-2-2026"}, "tanggal_mulai", "bukan tanggal"),
        ({"tanggal_mulai": "besok"}, "tanggal_mulai", "bukan tanggal"),
        ({"tanggal_mulai": "0001-01-01"}, "tanggal_mulai", "antara 1900 dan 2200"),
        ({"tanggal_mulai": "2200-12-31", "durasi": "30000"}, "tanggal_selesai", "antara 1900 dan 2200"),
        ({"tanggal_mulai": "9999-12-31", "durasi": "30000"}, "durasi", "di luar jangkauan"),
        ({"tanggal_selesai": "2026-01-04"}, "tanggal_selesai", "tidak boleh sebelum"),
        ({"durasi": "0"}, "durasi", "antara 1 dan 36500"),
        ({"durasi": "-5"}, "durasi", "antara 1 dan 36500"),
        ({"daftar_harga_id": "999"}, "daftar_harga_id", "Pilih salah satu."),
        ({"daftar_harga_id": "' OR 1"}, "daftar_harga_id", "Pilih salah satu."),
    ],
)
def test_refused_at_the_field(
    db: SQLAlchemy, saya: Pengguna, client: FlaskClient, beda: dict[str, str], kolom: str, pesan: str
) -> None:
    tanggapan = client.post("/proyek/baru", data=ISI | {"lokasi": "Kab. <Blora>"} | beda)
    assert tanggapan.status_code == 422
    galat = tanggapan.text.partition(f'id="{kolom}-galat"')[2].partition("</p>")[0]
    assert pesan in galat
    assert db.session.scalars(select(Proyek)).all() == []
    if kolom != "lokasi":  # what was typed is still there
        assert 'value="Kab. &lt;Blora&gt;"' in tanggapan.text


def test_all_faults_at_once(saya: Pengguna, client: FlaskClient) -> None:
    halaman = client.post("/proyek/baru", data={"nama": "x", "anggaran": "-", "durasi": "q"}).text
    assert halaman.count('aria-invalid="true"') == 5


def test_html_and_formulas_are_text(db: SQLAlchemy, saya: Pengguna, client: FlaskClient) -> None:
    nama = '<script>alert(1)</script>=cmd|"x"'
    alamat = client.post("/proyek/baru", data=ISI | {"nama": nama}).location
    assert _satu(db).nama == nama
    for halaman in (client.get(alamat).text, client.get("/proyek").text):
        assert "<script>alert" not in halaman
        assert "&lt;script&gt;alert(1)" in halaman


def test_token_is_asked_for(app: Flask, saya: Pengguna, client: FlaskClient, monkeypatch: Any, db: SQLAlchemy) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert client.post("/proyek/baru", data=ISI).status_code == 403
    assert db.session.scalars(select(Proyek)).all() == []
