"""One's own account: profile, look, password."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.factories import SANDI, buat_pengguna, masuk

BARU = "sapi perah di bukit"


def test_profile(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    halaman = client.get("/akun")
    assert halaman.text.count("<h1") == 1
    assert pengguna.email in halaman.text
    isi = {"nama": "  Siti   Aminah ", "zona_waktu": "Asia/Jayapura", "tema": "gelap"}
    assert client.post("/akun", data=isi).location == "/akun"
    db.session.expire_all()
    assert (pengguna.nama, pengguna.zona_waktu, pengguna.tema) == ("Siti Aminah", "Asia/Jayapura", "gelap")
    halaman = client.get("/akun")
    assert "Profil disimpan." in halaman.text
    assert 'data-tema="gelap"' in halaman.text


@pytest.mark.parametrize(
    "beda", [{"nama": " "}, {"nama": "x" * 121}, {"zona_waktu": "Europe/Paris"}, {"tema": "ungu"}, {"zona_waktu": ""}]
)
def test_profile_refuses(db: SQLAlchemy, client: FlaskClient, beda: dict[str, str]) -> None:
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    tanggapan = client.post("/akun", data={"nama": "Siti", "zona_waktu": "Asia/Jakarta", "tema": "auto"} | beda)
    assert tanggapan.status_code == 422
    assert 'aria-invalid="true"' in tanggapan.text
    db.session.expire_all()
    assert pengguna.nama == "Estimator"


def test_look(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    assert client.post("/akun/tema", data={"tema": "terang"}, headers={"HX-Request": "true"}).status_code == 204
    assert 'data-tema="terang"' in client.get("/akun").text
    asal = {"Referer": "http://localhost/akun"}
    assert client.post("/akun/tema", data={"tema": "gelap"}, headers=asal).location == "/akun"
    assert 'data-tema="gelap"' in client.get("/akun").text
    # A page that only answers a posted form cannot be gone back to.
    assert (
        client.post("/akun/tema", data={"tema": "auto"}, headers={"Referer": "http://localhost/akun/sandi"}).location
        == "/proyek"
    )
    assert (
        client.post("/akun/tema", data={"tema": "auto"}, headers={"Referer": "https://jahat.test/akun"}).location
        == "/proyek"
    )
    assert client.post("/akun/tema", data={"tema": "ungu"}).status_code == 422
    assert client.post("/akun/tema", data={}).status_code == 422


def test_change_password_keeps_this_device_only(app: Flask, db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    gawai = app.test_client()
    masuk(client, pengguna)
    masuk(gawai, pengguna)
    assert client.post("/akun/sandi", data={"lama": SANDI, "baru": BARU, "ulang": BARU}).location == "/akun"
    assert "Kata sandi diganti." in client.get("/akun").text
    assert gawai.get("/akun").status_code == 303
    assert gawai.post("/masuk", data={"email": pengguna.email, "sandi": SANDI}).status_code == 422
    masuk(gawai, pengguna, BARU)


@pytest.mark.parametrize(
    ("beda", "pesan"),
    [
        ({"lama": "bukan sandinya"}, "Kata sandi lama salah."),
        ({"lama": ""}, "Belum diisi."),
        ({"baru": "pendek", "ulang": "pendek"}, "sedikitnya 10 karakter"),
        ({"baru": SANDI, "ulang": SANDI}, "sama dengan yang lama"),
        ({"ulang": "beda sekali ini"}, "Tidak sama dengan kata sandi di atasnya."),
    ],
)
def test_change_password_refuses(
    app: Flask, db: SQLAlchemy, client: FlaskClient, beda: dict[str, str], pesan: str
) -> None:
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    tanggapan = client.post("/akun/sandi", data={"lama": SANDI, "baru": BARU, "ulang": BARU} | beda)
    assert tanggapan.status_code == 422
    assert pesan in tanggapan.text
    assert BARU not in tanggapan.text
    masuk(app.test_client(), pengguna)


def test_htmx_request_without_session_goes_to_sign_in(client: FlaskClient) -> None:
    kepala = {"HX-Request": "true", "HX-Current-URL": "http://localhost/akun"}
    tanggapan = client.post("/akun/tema", data={"tema": "gelap"}, headers=kepala)
    assert tanggapan.status_code == 401
    assert tanggapan.headers["HX-Redirect"] == "/masuk?lanjut=/akun"
