"""A list of base prices goes into a book through the same staging, and comes out again."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import DaftarHarga, HargaDasar, ImporKomponen, Pengguna
from ahsp_app.queries.impor_masalah import masalah_umum
from tests.factories_impor import jalankan_tugas, terbaca
from tests.integration.buku_harga.bantu import buku

HTMX = {"HX-Request": "true"}
ISI = b"""type;name;unit;price
TK;Pekerja;OH;120000
BHN;Semen Portland;kg;1.625,50
BHN;Pasir urug;m3;murah
"""


@pytest.fixture
def kota(db: SQLAlchemy, admin: Pengguna) -> DaftarHarga:
    b = buku(admin.id, ("BHN", "Semen Portland", "kg", "1500", None))
    db.session.commit()
    return b


def harga(db: SQLAlchemy) -> dict[str, str]:
    db.session.expire_all()
    return {h.uraian: str(h.harga.normalize()) for h in db.session.scalars(select(HargaDasar))}


def test_in_repaired_written_and_taken_back(db: SQLAlchemy, client: FlaskClient, kota: DaftarHarga) -> None:
    assert kota.nama in client.get(f"/impor/baru?daftar={kota.id}").text
    dulu = harga(db)
    data = {"berkas": (io.BytesIO(ISI), "harga.csv")}
    jawab = client.post(f"/impor/harga/{kota.id}", data=data, content_type="multipart/form-data")
    assert jawab.status_code == 303
    url = jawab.headers["Location"]
    jalankan_tugas()
    assert "Pasir urug" in client.get(f"{url}?tingkat=galat").text
    sebagian = client.get(f"{url}?tingkat=galat", headers=HTMX)
    assert (sebagian.status_code, "Pasir urug" in sebagian.text, "Pekerja" in sebagian.text) == (200, True, False)
    pasir = db.session.scalars(select(ImporKomponen).where(ImporKomponen.uraian == "Pasir urug")).one()
    kirim = f"{url}/komponen/{pasir.id}"
    assert client.post(kirim, data={"harga": "x", "versi": "1"}, headers=HTMX).status_code == 422
    jawab = client.post(kirim, data={"harga": "250.000", "versi": "1"}, headers=HTMX)
    assert f'id="komponen-{pasir.id}-sebab" class="sebab t0"' in jawab.text
    assert client.post(kirim, data={"harga": "1", "versi": "1"}, headers=HTMX).status_code == 409
    assert client.post(f"{kirim}/lewati", data={"versi": "2"}, headers=HTMX).status_code == 200
    assert client.post(f"{kirim}/lewati", data={"versi": "3"}).status_code == 303
    assert harga(db) == dulu
    assert f"Tulis 3 harga ke “{kota.nama}”?" in client.get(url).text
    client.post(f"{url}/komit")
    jalankan_tugas()
    for tempat in (url, "/impor"):
        assert "di buku harga" in client.get(tempat).text
        assert "di katalog" not in client.get(tempat).text
    assert harga(db) == {"Pekerja": "1.2E+5", "Semen Portland": "1625.5", "Pasir urug": "2.5E+5"}
    assert "Cabut dari buku harga" in client.get(url).text
    client.post(f"{url}/cabut")
    assert harga(db) == dulu


def test_what_is_said_to_be_written_is_written(db: SQLAlchemy, client: FlaskClient, kota: DaftarHarga) -> None:
    isi = (
        b"name;code;unit;price\nOperator;L.14b;OH;110000\nOperator;L.14c;OH;110000\nKerikil;;m3;5000\nkerikil;;M3;210\n"
    )
    data = {"berkas": (io.BytesIO(isi), "harga.csv")}
    url = client.post(f"/impor/harga/{kota.id}", data=data, content_type="multipart/form-data").headers["Location"]
    jalankan_tugas()
    halaman = client.get(url).text
    assert f"Tulis 2 harga ke “{kota.nama}”?" in halaman
    assert "kodenya lain; ditulis sekali" in halaman
    assert "dengan harga 5.000; yang itu yang ditulis" in halaman
    dulu = len(harga(db))
    client.post(f"{url}/komit")
    jalankan_tugas()
    assert len(harga(db)) == dulu + 2
    assert "2 harga baru, 0 berubah, 0 sama" in client.get(url).text


def test_no_file_and_no_book(client: FlaskClient, kota: DaftarHarga) -> None:
    assert client.post(f"/impor/harga/{kota.id}", data={}).status_code == 422
    data = {"berkas": (io.BytesIO(ISI), "harga.csv")}
    assert client.post("/impor/harga/999999", data=data, content_type="multipart/form-data").status_code == 404


def test_a_list_of_prices_that_came_as_a_catalogue_goes_on_as_one(
    db: SQLAlchemy, client: FlaskClient, kota: DaftarHarga
) -> None:
    data = {"edisi_id": "", "nama": "Edisi uji", "berkas": (io.BytesIO(ISI), "harga.csv")}
    url = client.post("/impor", data=data, content_type="multipart/form-data").headers["Location"]
    jalankan_tugas()
    halaman = client.get(url).text
    assert "Tulis ke katalog" not in halaman
    assert "Berkas ini daftar harga" in halaman
    jawab = client.post(f"{url}/harga", data={"daftar_id": str(kota.id)})
    jalankan_tugas()
    assert client.get(url).status_code == 404
    halaman = client.get(jawab.headers["Location"]).text
    assert f"Tulis 2 harga ke “{kota.nama}”? 1 yang salah tidak ikut." in halaman
    assert client.post(f"{jawab.headers['Location']}/harga", data={"daftar_id": str(kota.id)}).status_code == 422


def test_an_estimate_is_called_so_and_nothing_can_be_written(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    rab = b"No;Uraian Pekerjaan;Volume;Satuan;Harga Satuan;Jumlah Harga\n1;Galian;2;m3;5000;10000\n"
    impor = terbaca(admin, rab)
    db.session.commit()
    halaman = client.get(f"/impor/{impor.id}").text
    assert "Ini RAB, bukan katalog" in halaman
    assert "Tulis ke katalog" not in halaman
    assert "Tidak ada yang perlu ditulis" in halaman


def test_prices_among_analyses_are_said(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    impor = terbaca(admin, ISI)
    assert impor.ringkasan["harga"] == 3
    assert [m.kode for m in masalah_umum(db.session(), impor.id)] == ["ada_harga"]
    assert db.session.scalars(select(ImporKomponen)).all() == []
