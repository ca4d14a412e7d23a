"""Signing in and out, sessions, limits, registration."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.config import Settings
from ahsp_app.models import Pengguna
from ahsp_app.services import akun
from tests.factories import SANDI, buat_pengguna, masuk
from tests.factories_lembar import buat_pekerjaan, kerja


def _kuki(client: FlaskClient, nama: str = "sesi") -> str:
    kuki = client.get_cookie(nama)
    return kuki.value if kuki else ""


def test_visitor_goes_to_sign_in_and_comes_back(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    tanggapan = client.get("/akun?x=1")
    assert tanggapan.status_code == 303
    assert tanggapan.location == "/masuk?lanjut=/akun?x%3D1"
    halaman = client.get(tanggapan.location)
    assert 'name="lanjut" value="/akun?x=1"' in halaman.text
    isi = {"email": pengguna.email, "sandi": SANDI, "lanjut": "/akun?x=1"}
    assert client.post("/masuk", data=isi).location == "/akun?x=1"
    assert client.get("/akun").status_code == 200


@pytest.mark.parametrize(
    "lanjut",
    [
        "https://jahat.test/", "//jahat.test/akun", "/\\jahat.test", "/\t/jahat.test", "javascript:alert(1)", "akun",
        "/keluar", "/tidak/ada", "///jahat.test",
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(db: SQLAlchemy, client: FlaskClient, lanjut: str) -> None:
    pengguna = buat_pengguna()
    tanggapan = client.post("/masuk", data={"email": pengguna.email, "sandi": SANDI, "lanjut": lanjut})
    assert tanggapan.location == "/proyek"


def test_same_answer_for_unknown_account_and_wrong_password(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    salah = client.post("/masuk", data={"email": pengguna.email, "sandi": "bukan sandinya"})
    asing = client.post("/masuk", data={"email": "tiada@kantor.test", "sandi": "bukan sandinya"})
    for tanggapan in (salah, asing):
        assert tanggapan.status_code == 422
        assert "Email atau kata sandi salah." in tanggapan.text
        assert "bukan sandinya" not in tanggapan.text
    assert f'value="{pengguna.email}"' in salah.text
    assert client.get("/akun").status_code == 303


def test_unknown_account_costs_the_same_work(db: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[str] = []

    class Pengintai(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            dipanggil.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(akun, "HASHER", Pengintai(2, 19_456, 1))
    with pytest.raises(akun.Invalid):
        akun.masuk(db.session(), email="tiada@kantor.test", sandi="apa saja")
    (tiruan,) = dipanggil
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in tiruan


def test_email_is_trimmed_and_case_does_not_matter(db: SQLAlchemy, client: FlaskClient) -> None:
    buat_pengguna("budi@kantor.test")
    assert client.post("/masuk", data={"email": "  Budi@Kantor.TEST ", "sandi": SANDI}).status_code == 303


@pytest.mark.parametrize("isi", [{}, {"email": "a@b.test"}, {"sandi": "x"}, {"email": "\0", "sandi": "\0"}])
def test_unfilled_form_says_so(client: FlaskClient, isi: dict[str, str]) -> None:
    tanggapan = client.post("/masuk", data=isi)
    assert tanggapan.status_code == 422
    assert "Belum diisi." in tanggapan.text or "salah" in tanggapan.text


def test_closed_account_cannot_sign_in_and_its_session_ends(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    pengguna.aktif = False
    assert client.get("/akun").status_code == 303
    tanggapan = client.post("/masuk", data={"email": pengguna.email, "sandi": SANDI})
    assert tanggapan.status_code == 422
    assert "dinonaktifkan" in tanggapan.text
    # Without the right password nobody learns that the account is closed.
    assert "dinonaktifkan" not in client.post("/masuk", data={"email": pengguna.email, "sandi": "salah"}).text


def test_old_hash_is_renewed_at_sign_in(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna(sandi_hash=PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(SANDI))
    masuk(client, pengguna)
    db.session.expire_all()
    assert pengguna.sandi_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    masuk(client, pengguna)


def test_damaged_hash_refuses_and_does_not_fail(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna(sandi_hash="rusak")
    assert client.post("/masuk", data={"email": pengguna.email, "sandi": SANDI}).status_code == 422


def test_session_is_renewed_at_sign_in(db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    db.session.commit()
    with client.session_transaction() as sesi:
        sesi["dari_sebelumnya"] = "titipan"
    sebelum = _kuki(client)
    masuk(client, pengguna)
    assert _kuki(client) != sebelum
    with client.session_transaction() as sesi:
        assert "dari_sebelumnya" not in sesi
        assert sesi.permanent


def test_session_cookie(db: SQLAlchemy, client: FlaskClient) -> None:
    kuki = masuk(client, buat_pengguna()).headers["Set-Cookie"]
    assert kuki.startswith("sesi=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(kuki.split("; "))
    assert "Secure" not in kuki
    assert "Expires=" in kuki


def test_session_cookie_over_https(db: SQLAlchemy, app_lain: Callable[..., Flask]) -> None:
    pengguna = buat_pengguna()
    db.session.commit()
    aman = app_lain(https=True).test_client()
    isi = {"email": pengguna.email, "sandi": SANDI}
    tanggapan = aman.post("/masuk", data=isi, base_url="https://localhost")
    kuki = tanggapan.headers["Set-Cookie"]
    assert kuki.startswith("__Host-sesi=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(kuki.split("; "))
    assert "Domain=" not in kuki
    assert tanggapan.headers["Strict-Transport-Security"]


def test_sign_out(db: SQLAlchemy, client: FlaskClient) -> None:
    masuk(client, buat_pengguna())
    tanggapan = client.post("/keluar")
    assert tanggapan.location == "/masuk"
    assert "Anda sudah keluar." in client.get("/masuk").text
    assert client.get("/akun").status_code == 303
    assert client.get("/keluar").status_code == 405


def test_sign_out_everywhere(app: Flask, db: SQLAlchemy, client: FlaskClient) -> None:
    pengguna = buat_pengguna()
    gawai = app.test_client()
    masuk(client, pengguna)
    masuk(gawai, pengguna)
    lama = _kuki(gawai)
    assert client.post("/akun/keluar-semua").location == "/masuk"
    assert client.get("/akun").status_code == 303
    assert gawai.get("/akun").status_code == 303
    gawai.set_cookie("sesi", lama)
    assert gawai.get("/akun").status_code == 303
    masuk(gawai, pengguna)
    assert gawai.get("/akun").status_code == 200


def test_sign_in_page_sends_on_who_is_signed_in(db: SQLAlchemy, client: FlaskClient) -> None:
    masuk(client, buat_pengguna())
    assert client.get("/masuk").location == "/proyek"
    assert client.get("/masuk?lanjut=/akun").location == "/akun"
    assert client.get("/daftar").location == "/proyek"


def test_limit_per_address_and_per_account(db: SQLAlchemy, app_lain: Callable[..., Flask], settings: Settings) -> None:
    pengguna, tetangga = buat_pengguna(), buat_pengguna()
    db.session.commit()
    app = app_lain(batas=dict(settings.batas) | {"login": "3/day"})

    def coba(email: str, alamat: str) -> int:
        isi = {"email": email, "sandi": "salah salah"}
        return app.test_client().post("/masuk", data=isi, environ_base={"REMOTE_ADDR": alamat}).status_code

    assert [coba(f"siapa{n}@kantor.test", "10.0.0.1") for n in range(4)] == [422, 422, 422, 429]
    # Many addresses, one account; spelling the address differently does not help.
    hasil = [
        coba(email, f"10.0.1.{n}")
        for n, email in enumerate([pengguna.email, pengguna.email.upper(), f" {pengguna.email}", pengguna.email])
    ]
    assert hasil == [422, 422, 422, 429]
    assert coba(tetangga.email, "10.0.2.1") == 422
    terlalu = app.test_client().post("/masuk", data={"email": pengguna.email}, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert terlalu.status_code == 429
    assert int(terlalu.headers["Retry-After"]) > 0
    assert "Terlalu" in terlalu.text
    assert app.test_client().get("/masuk", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 200


def test_token_is_asked_for(app: Flask, db: SQLAlchemy, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    pengguna = buat_pengguna()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    isi = {"email": pengguna.email, "sandi": SANDI}
    assert client.post("/masuk", data=isi).status_code == 403
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/masuk").text)
    assert token
    assert client.post("/masuk", data=isi | {"csrf_token": token[1]}).status_code == 303
    # The token of before the sign-in does not outlive it.
    assert client.post("/keluar", data={"csrf_token": token[1]}).status_code == 403
    assert client.get("/akun").status_code == 200
    for alamat in ("/akun", "/akun/tema", "/akun/sandi", "/akun/keluar-semua", "/keluar"):
        assert client.post(alamat, data={"tema": "gelap"}).status_code == 403


def test_a_cell_of_a_page_from_before_the_sign_in_gets_the_new_token(
    app: Flask, db: SQLAlchemy, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell is sent again by itself; a button is told about; a form with a token of its own is refused in words."""
    k = kerja()
    p = buat_pekerjaan(k, "Galian", "5", harga="1000")
    pemilik = db.session.get_one(Pengguna, k.proyek.pemilik_id)
    db.session.commit()
    masuk(client, pemilik)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    akar = f"/proyek/{k.proyek.id}"
    hx = {"HX-Request": "true"}
    sel = client.post(f"{akar}/volume/{p.id}", data={"versi": p.versi, "volume": "9"}, headers=hx)
    assert (sel.status_code, set(json.loads(sel.headers["HX-Trigger"]))) == (401, {"token"})
    tombol = client.post(f"{akar}/pekerjaan/{p.id}/hapus", data={"versi": p.versi}, headers=hx)
    assert (tombol.status_code, set(json.loads(tombol.headers["HX-Trigger"]))) == (401, {"token", "pesan"})
    isi = {"uraian": "Baru", "csrf_token": "lama"}
    assert client.post(f"{akar}/pekerjaan", data=isi, headers=hx).status_code == 403
    token = json.loads(sel.headers["HX-Trigger"])["token"]
    lagi = client.post(
        f"{akar}/volume/{p.id}", data={"versi": p.versi, "volume": "9"}, headers=hx | {"X-CSRFToken": token}
    )
    assert lagi.status_code == 200


def test_a_session_that_is_gone_leads_to_signing_in(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its token is gone too; that is no reason to call the form outdated."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    asal = "http://localhost/akun"
    jawab = client.post("/akun/tema", headers={"HX-Request": "true", "HX-Current-URL": asal})
    assert (jawab.status_code, jawab.headers["HX-Redirect"]) == (401, "/masuk?lanjut=/akun")
    jawab = client.post("/akun/tema", headers={"Referer": asal})
    assert (jawab.status_code, jawab.location) == (303, "/masuk?lanjut=/akun")


def test_register(db: SQLAlchemy, client: FlaskClient) -> None:
    isi = {"nama": " Budi  Santoso ", "email": "Budi@Kantor.test", "sandi": SANDI, "ulang": SANDI, "lanjut": "/akun"}
    assert client.post("/daftar", data=isi).location == "/akun"
    halaman = client.get("/akun")
    assert "Selamat datang, Budi Santoso." in halaman.text
    pengguna = db.session.scalars(select(Pengguna)).one()
    assert (pengguna.email, pengguna.nama, pengguna.admin) == ("budi@kantor.test", "Budi Santoso", False)
    assert pengguna.sandi_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    ulang = client.post("/keluar") and client.post("/daftar", data=isi | {"email": "BUDI@kantor.test"})
    assert ulang.status_code == 422
    assert "Email ini sudah terdaftar." in ulang.text
    assert db.session.scalars(select(Pengguna)).all() == [pengguna]


@pytest.mark.parametrize(
    ("beda", "pesan"),
    [
        ({"nama": ""}, "Belum diisi."),
        ({"nama": "x" * 500}, "Terlalu panjang: 500 karakter"),
        ({"email": "bukan alamat"}, "Email tidak terbaca."),
        ({"email": "a@" + "b" * 300 + ".test"}, "Email tidak terbaca."),
        ({"sandi": "pendek", "ulang": "pendek"}, "sedikitnya 10 karakter"),
        ({"sandi": "x" * 201, "ulang": "x" * 201}, "paling banyak 200 karakter"),
        ({"sandi": "budi santoso", "ulang": "budi santoso"}, "tidak boleh sama dengan nama"),
        ({"sandi": "BUDI@kantor.test", "ulang": "BUDI@kantor.test"}, "tidak boleh sama dengan nama"),
        ({"sandi": "Password123!", "ulang": "Password123!"}, "paling mudah ditebak"),
        ({"sandi": "1234567890", "ulang": "1234567890"}, "paling mudah ditebak"),
        ({"sandi": "aaaaaaaaaaaa", "ulang": "aaaaaaaaaaaa"}, "paling mudah ditebak"),
        ({"ulang": "kuda poni di ladang"}, "Tidak sama dengan kata sandi di atasnya."),
    ],
)
def test_register_refuses(db: SQLAlchemy, client: FlaskClient, beda: dict[str, str], pesan: str) -> None:
    isi = {"nama": "Budi Santoso", "email": "budi@kantor.test", "sandi": SANDI, "ulang": SANDI} | beda
    tanggapan = client.post("/daftar", data=isi)
    assert tanggapan.status_code == 422
    assert pesan in tanggapan.text
    assert 'aria-invalid="true"' in tanggapan.text
    assert f'value="{isi["sandi"]}"' not in tanggapan.text
    assert db.session.scalars(select(Pengguna)).all() == []


def test_html_in_a_name_is_text(db: SQLAlchemy, client: FlaskClient) -> None:
    isi = {"nama": "<script>alert(1)</script>", "email": "a@kantor.test", "sandi": SANDI, "ulang": SANDI}
    client.post("/daftar", data=isi)
    halaman = client.get("/akun").text
    assert "<script>alert" not in halaman
    assert "&lt;script&gt;alert(1)" in halaman


def test_registration_can_be_closed(app_lain: Callable[..., Flask]) -> None:
    client = app_lain(daftar_terbuka=False).test_client()
    isi = {"nama": "Budi", "email": "budi@kantor.test", "sandi": SANDI, "ulang": SANDI}
    for tanggapan in (client.get("/daftar"), client.post("/daftar", data=isi)):
        assert tanggapan.status_code == 403
        assert "Pendaftaran ditutup." in tanggapan.text
    assert "/daftar" not in client.get("/masuk").text
