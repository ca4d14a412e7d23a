"""Parameters over HTTP: add, change, rename, delete, and what happens to the volumes that use them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Parameter, Pengguna
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import buat_parameter, buat_pekerjaan, kerja
from tests.html import faults
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


def alamat(k: Kerja, p: Parameter | None = None, lagi: str = "") -> str:
    return f"/proyek/{k.proyek.id}/volume/parameter" + (f"/{p.id}" if p else "") + lagi


def isian(**beda: str) -> dict[str, str]:
    return {
        f"baru-{n}": t for n, t in ({"nama": "lebar", "nilai": "2,5", "satuan": "m", "label": "Lebar"} | beda).items()
    }


def test_add(client: FlaskClient, k: Kerja) -> None:
    jawab = client.post(alamat(k), data=isian(), headers=HTMX)
    assert jawab.status_code == 200
    assert "<code>lebar</code>" in jawab.text
    assert 'value="2,5"' in jawab.text
    assert "autofocus" in jawab.text
    assert faults(jawab.text, page=False) == []
    polos = client.post(alamat(k), data=isian(nama="tinggi"))
    assert polos.status_code == 303
    assert re.fullmatch(rf"/proyek/{k.proyek.id}/volume#parameter-\d+", polos.headers["Location"])


@pytest.mark.parametrize(
    ("beda", "pesan"),
    [
        ({"nama": "2 lebar"}, "Nama parameter"),
        ({"nama": ""}, "Belum diisi"),
        ({"nama": "x" * 500}, "Terlalu panjang"),
        ({"nilai": "abc"}, "bukan angka"),
        ({"nilai": ""}, "Belum diisi"),
        ({"nilai": "1" + "0" * 20}, "terlalu besar"),
        ({"label": "x" * 500}, "Terlalu panjang"),
        ({"satuan": "x" * 500}, "Terlalu panjang"),
        ({"nama": "PANJANG"}, "sudah ada"),
    ],
)
def test_add_refused_keeps_what_was_typed(
    client: FlaskClient, k: Kerja, db: SQLAlchemy, beda: dict[str, str], pesan: str
) -> None:
    buat_parameter(k, "panjang", "10")
    for kepala in (HTMX, {}):
        jawab = client.post(alamat(k), data=isian(**beda), headers=kepala)
        assert jawab.status_code == 422
        assert pesan in jawab.text
        assert faults(jawab.text, page=not kepala) == []
        if "nilai" not in beda:
            assert 'value="2,5"' in jawab.text
    assert db.session.query(Parameter).count() == 1


def test_a_value_reaches_the_volumes_that_use_it(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_parameter(k, "panjang", "10")
    satu = buat_pekerjaan(k, "Satu", "=panjang", harga="1000")
    dua = buat_pekerjaan(k, "Dua", f"=#{satu.kunci}*2", harga="1000")
    buat_pekerjaan(k, "Lain", "1", harga="1000")
    with catat_sql() as sql:
        jawab = client.post(alamat(k, p), data={"nilai": "12,5", "versi": p.versi}, headers=HTMX)
    assert len(sql) <= 13, "\n".join(sql)
    assert jawab.status_code == 200
    for w, nilai in ((satu, "12,5"), (dua, "25")):
        assert f'data-untuk="pekerjaan-{w.id}-volume" value="{nilai}"' in jawab.text
    assert "38.500,00" in jawab.text
    assert f'id="parameter-{p.id}-versi" name="versi" value="2"' in jawab.text
    db.session.expire_all()
    assert (p.nilai, dua.volume, k.proyek.jumlah) == (12.5, 25, 38_500)


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("", "Belum diisi"),
        ("abc", "bukan angka"),
        ("1.2.3", "bukan angka"),
        ("1" + "0" * 20, "terlalu besar"),
        ("0", "Pasangan bata"),
        ("-2", "tidak boleh negatif"),
    ],
)
def test_a_value_refused_at_its_cell(client: FlaskClient, k: Kerja, db: SQLAlchemy, teks: str, pesan: str) -> None:
    p = buat_parameter(k, "tebal", "4")
    satu = buat_pekerjaan(k, "Pasangan bata", "=12/tebal", harga="10")
    jawab = client.post(alamat(k, p), data={"nilai": teks, "versi": p.versi}, headers=HTMX)
    assert jawab.status_code == 422
    assert f'id="parameter-{p.id}-nilai-galat"' in jawab.text
    assert pesan in jawab.text
    assert client.post(alamat(k, p), data={"nilai": teks, "versi": p.versi}).status_code == 422
    db.session.expire_all()
    assert (p.nilai, p.versi, satu.volume, k.proyek.jumlah) == (4, 1, 3, 30)


def test_negative_and_ambiguous_values_are_allowed_and_shown_back(client: FlaskClient, k: Kerja) -> None:
    p = buat_parameter(k, "elevasi", "1")
    jawab = client.post(alamat(k, p), data={"nilai": "-1.500", "versi": 1}, headers=HTMX)
    assert "dibaca -1.500</span>" in jawab.text
    polos = client.post(alamat(k, p), data={"nilai": "-2,5", "versi": 2})
    assert polos.headers["Location"].endswith(f"/volume#parameter-{p.id}")


def test_two_windows(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_parameter(k, "panjang", "10")
    client.post(alamat(k, p), data={"nilai": "11", "versi": 1}, headers=HTMX)
    jawab = client.post(alamat(k, p), data={"nilai": "12", "versi": 1}, headers=HTMX)
    assert jawab.status_code == 409
    assert "milik rekan: 11" in jawab.text
    assert client.post(alamat(k, p), data={"nilai": "11,0", "versi": 1}, headers=HTMX).status_code == 200
    assert client.post(alamat(k, p), data={"nilai": "12"}, headers=HTMX).status_code == 428
    form = {"nama": "panjang", "nilai": "13", "satuan": "", "label": ""}
    lama = client.post(alamat(k, p, "/ubah"), data=form | {"versi": 1}, headers=HTMX)
    assert lama.status_code == 422
    assert "diubah di jendela lain" in lama.text
    versi = re.search(r'name="versi" value="(\d+)"', lama.text)
    assert versi
    assert client.post(alamat(k, p, "/ubah"), data=form | {"versi": versi[1]}, headers=HTMX).status_code == 200
    db.session.expire_all()
    assert p.nilai == 13


def test_rename_writes_formulas_on_the_page(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_parameter(k, "panjang", "10")
    satu = buat_pekerjaan(k, "Satu", "=panjang*2", harga="1000")
    form = client.get(alamat(k, p), headers=HTMX)
    assert 'value="panjang"' in form.text
    assert "<html" not in form.text
    assert faults(client.get(alamat(k, p)).text) == []
    data = {"nama": "P_Bangunan", "nilai": "10", "satuan": "m", "label": "Panjang bangunan", "versi": 1}
    jawab = client.post(alamat(k, p, "/ubah"), data=data, headers=HTMX)
    assert jawab.status_code == 200
    assert f'data-untuk="pekerjaan-{satu.id}-volume" value="20" data-rumus="=p_bangunan*2"' in jawab.text
    assert "<code>p_bangunan</code>" in jawab.text
    assert "tutup-dialog" in jawab.headers["HX-Trigger"]
    db.session.expire_all()
    assert (satu.rumus, satu.volume, p.label) == ("=p_bangunan*2", 20, "Panjang bangunan")
    polos = client.post(alamat(k, p, "/ubah"), data=data | {"nama": "panjang", "versi": 2})
    assert (polos.status_code, polos.headers["Location"]) == (303, f"/proyek/{k.proyek.id}/volume#parameter-{p.id}")


def test_form_refused_leaves_everything(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_parameter(k, "tebal", "4")
    buat_parameter(k, "lebar", "4")
    satu = buat_pekerjaan(k, "Pasangan bata", "=12/tebal", harga="10")
    data = {"nama": "t", "nilai": "0", "satuan": "m", "label": "", "versi": 1}
    for kepala in (HTMX, {}):
        jawab = client.post(alamat(k, p, "/ubah"), data=data, headers=kepala)
        assert jawab.status_code == 422
        assert "Pasangan bata" in jawab.text
        assert 'value="t"' in jawab.text
        ganda = client.post(alamat(k, p, "/ubah"), data=data | {"nama": "lebar", "nilai": "4"}, headers=kepala)
        assert "sudah ada" in ganda.text
    db.session.expire_all()
    assert (p.nama, p.nilai, satu.rumus, satu.volume) == ("tebal", 4, "=12/tebal", 3)


def test_delete_and_take_back(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_parameter(k, "tebal", "4")
    jawab = client.post(alamat(k, p, "/hapus"), data={"versi": 1}, headers=HTMX)
    assert jawab.status_code == 200
    assert "<code>tebal</code>" not in jawab.text
    balik = re.search(r'"url": "([^"]+)"', jawab.headers["HX-Trigger"])
    assert balik
    assert client.post(alamat(k, p), data={"nilai": "5", "versi": 2}, headers=HTMX).status_code == 404
    pulih = client.post(balik[1], headers=HTMX | {"HX-Current-URL": f"http://localhost/proyek/{k.proyek.id}/volume"})
    assert "muat-ulang" in pulih.headers["HX-Trigger"]
    assert "<code>tebal</code>" in client.get(alamat(k), headers=HTMX).text
    assert client.post(alamat(k, p, "/hapus"), data={"versi": 1}).status_code == 409
    assert client.post(alamat(k, p, "/hapus"), data={}).status_code == 428
    assert client.post(alamat(k, p, "/hapus"), data={"versi": 3}).headers["Location"].endswith("/volume#parameter")


def test_in_use_names_the_work(client: FlaskClient, k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    buat_pekerjaan(k, "Pasangan bata", "=12/tebal")
    jawab = client.post(alamat(k, p, "/hapus"), data={"versi": 1}, headers=HTMX)
    assert jawab.status_code == 422
    assert jawab.data == b""
    assert "Pasangan bata" in jawab.headers["HX-Trigger"]
    assert "Pasangan bata" in client.post(alamat(k, p, "/hapus"), data={"versi": 1}).text


def test_nobody_else(client: FlaskClient, k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    lain = client.application.test_client()
    assert lain.post(alamat(k, p), data={"nilai": "7", "versi": 1}, headers=HTMX).status_code == 401
    masuk(lain, buat_pengguna())
    for url in (alamat(k), alamat(k, p), alamat(k, p, "/ubah"), alamat(k, p, "/hapus")):
        assert lain.post(url, data={"nilai": "7", "versi": 1}).status_code == 404
    assert client.get(alamat(k)).headers["Location"] == f"/proyek/{k.proyek.id}/volume#parameter"
