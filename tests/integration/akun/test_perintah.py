"""`ahsp pengguna tambah`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import Pengguna
from tests.factories import SANDI, masuk

Ahsp = Callable[..., Result]


def test_add_from_stdin(ahsp: Ahsp, db: SQLAlchemy, client: FlaskClient) -> None:
    hasil = ahsp("pengguna", "tambah", " Budi@Kantor.test", "--nama", "Budi", "--sandi-stdin", input=f"{SANDI}\n")
    assert hasil.exit_code == 0, hasil.stderr
    assert hasil.stdout == "Akun budi@kantor.test dibuat.\n"
    pengguna = db.session.scalars(select(Pengguna)).one()
    assert (pengguna.email, pengguna.nama, pengguna.admin, pengguna.aktif) == ("budi@kantor.test", "Budi", False, True)
    masuk(client, pengguna)


def test_add_an_admin_by_keyboard(ahsp: Ahsp, db: SQLAlchemy) -> None:
    hasil = ahsp("pengguna", "tambah", "siti@kantor.test", "--nama", "Siti", "--admin", input=f"{SANDI}\n{SANDI}\n")
    assert hasil.exit_code == 0, hasil.stderr
    assert db.session.scalars(select(Pengguna)).one().admin
    assert SANDI not in hasil.stdout + hasil.stderr


def test_json(ahsp: Ahsp, db: SQLAlchemy) -> None:
    argumen = ("pengguna", "tambah", "siti@kantor.test", "--nama", "Siti", "--sandi-stdin", "--json")
    isi = json.loads(ahsp(*argumen, input=SANDI).stdout)
    assert isi == {"id": isi["id"], "email": "siti@kantor.test", "nama": "Siti", "admin": False}
    lagi = ahsp(*argumen, input=SANDI)
    assert lagi.exit_code == 1
    assert json.loads(lagi.stdout) == {
        "galat": [{"jalur": "email", "kode": "sudah_ada", "pesan": "Email ini sudah terdaftar."}]
    }


@pytest.mark.parametrize(
    ("email", "nama", "sandi", "pesan"),
    [
        ("bukan", "Siti", SANDI, "Email tidak terbaca."),
        ("siti@kantor.test", " ", SANDI, "Nama belum diisi."),
        ("siti@kantor.test", "Siti", "pendek", "sedikitnya 10 karakter"),
        ("siti@kantor.test", "Siti", "", "sedikitnya 10 karakter"),
        ("siti@kantor.test", "Siti", b"\xff" * 12, "UTF-8"),
    ],
)
def test_refused(ahsp: Ahsp, db: SQLAlchemy, email: str, nama: str, sandi: str | bytes, pesan: str) -> None:
    hasil = ahsp("pengguna", "tambah", email, "--nama", nama, "--sandi-stdin", input=sandi)
    assert hasil.exit_code == 1
    assert pesan in hasil.stderr
    assert db.session.scalars(select(Pengguna)).all() == []


def test_wrong_usage(ahsp: Ahsp) -> None:
    assert ahsp("pengguna", "tambah", "siti@kantor.test").exit_code == 2
    assert ahsp("pengguna", "tambah").exit_code == 2
