"""The pages of an import, as an admin uses them, with htmx and without."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from ahsp_app.models import (
    AHSPReferensi,
    Impor,
    ImporAnalisa,
    ImporKomponen,
    ImporMasalah,
    PemetaanKolom,
    Pengguna,
    RiwayatKatalog,
    Tugas,
)
from tests.factories import buat_pengguna, masuk
from tests.factories_impor import DUA, Baris, csv, jalankan_tugas, terbaca
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
SALAH: list[Baris] = [
    DUA[0],
    ("2.1", "Beton", "m3", [("BHN", "Semen", "kg", "banyak"), ("BHN", "Pasir", "m3", "0,5")]),
    ("2.2", "Bekisting", "m2", [("BHN", "Kayu", "m3", "x")]),
]


def unggah(client: FlaskClient, isi: bytes, nama: str = "katalog.csv", **lain: Any) -> Any:
    data = {"edisi_id": "", "nama": "Edisi uji", "tahun": "2026", "berkas": (io.BytesIO(isi), nama)} | lain
    return client.post("/impor", data=data, content_type="multipart/form-data")


def test_from_upload_to_catalogue_and_back(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    jawab = unggah(client, csv())
    assert jawab.status_code == 303
    url = jawab.headers["Location"]
    assert "Menunggu giliran" in client.get(url).text
    jalankan_tugas()
    halaman = client.get(url).text
    assert "Galian tanah biasa" in halaman
    assert "Tulis ke katalog" in halaman
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 0
    assert client.post(f"{url}/komit").status_code == 303
    assert client.post(f"{url}/komit").status_code == 303  # a double click
    jalankan_tugas()
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 2
    assert "Cabut dari katalog" in client.get(url).text
    assert client.post(f"{url}/cabut").status_code == 303
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 0
    assert client.post(f"{url}/buang", headers=HTMX).headers["HX-Redirect"] == "/impor"
    assert db.session.scalar(select(func.count()).select_from(Impor)) == 0


@pytest.mark.parametrize("berkas", [("katalog.pdf", b"x"), ("katalog.xlsx", b"\x89PNG\r\n\x1a\n0000")])
def test_a_refused_file_is_said_and_kept_in_mind(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, berkas: tuple[str, bytes]
) -> None:
    jawab = unggah(client, berkas[1], berkas[0])
    assert jawab.status_code == 422
    assert 'id="berkas-galat"' in jawab.text
    catatan = db.session.scalars(select(RiwayatKatalog)).one()
    assert (catatan.aksi, catatan.pengguna_id) == ("tolak_berkas", admin.id)
    assert catatan.ringkasan.startswith(berkas[0])
    assert db.session.scalar(select(func.count()).select_from(Tugas)) == 0


def test_a_file_beyond_the_limit_of_a_request_is_kept_in_mind_too(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    jawab = unggah(client, b"x" * 2000)
    assert jawab.status_code == 413
    assert "Berkas terlalu besar" in jawab.text
    catatan = db.session.scalars(select(RiwayatKatalog)).one()
    assert (catatan.aksi, catatan.pengguna_id, catatan.ringkasan) == (
        "tolak_berkas", admin.id, "Unggahan: Berkas lebih besar dari 50 MB.",
    )  # fmt: skip
    assert catatan.baru is not None
    assert (catatan.baru["kode"], catatan.baru["ukuran"] > 2000) == ("terlalu_besar", True)
    masuk(client, buat_pengguna())
    assert unggah(client, b"x" * 2000).status_code in (403, 413)
    assert db.session.scalar(select(func.count()).select_from(RiwayatKatalog)) == 1


def test_what_is_missing_is_said(client: FlaskClient, admin: Pengguna) -> None:
    jawab = client.post("/impor", data={"edisi_id": "", "nama": ""})
    assert jawab.status_code == 422
    assert "Pilih berkasnya." in jawab.text
    assert "Isi nama edisinya" in jawab.text


def test_repairs(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    impor = terbaca(admin, csv(SALAH))
    db.session.commit()
    dasar = f"/impor/{impor.id}"
    assert "Beton" in client.get(f"{dasar}?tingkat=galat").text
    assert "Galian" not in client.get(f"{dasar}?tingkat=galat", headers=HTMX).text
    semen = db.session.scalars(select(ImporKomponen).where(ImporKomponen.uraian == "Semen")).one()
    url = f"{dasar}/komponen/{semen.id}"
    ditolak = client.post(url, data={"koefisien": "abc", "versi": "1"}, headers=HTMX)
    assert ditolak.status_code == 422
    assert f"komponen-{semen.id}-koefisien-galat" in ditolak.text
    assert client.post(url, data={"koefisien": "326"}, headers=HTMX).status_code == 428
    jawab = client.post(url, data={"koefisien": "326,5", "versi": "1"}, headers=HTMX)
    assert jawab.status_code == 200
    assert f'id="komponen-{semen.id}-versi" name="versi" value="2"' in jawab.text
    db.session.expire_all()
    beton = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.kode == "2.1")).one()
    assert (str(semen.koefisien), semen.tingkat, beton.tingkat, beton.banding) == ("326.5000000000", 0, 0, "baru")
    # Sent again with the version of before, because the answer got lost; then another value.
    assert client.post(url, data={"koefisien": "326,5", "versi": "1"}, headers=HTMX).status_code == 200
    bentrok = client.post(url, data={"koefisien": "5", "versi": "1"}, headers=HTMX)
    assert bentrok.status_code == 409
    assert "326,5" in bentrok.text
    # The whole row without JavaScript.
    baris = {"kode": "2.1", "uraian": "Beton K 225", "satuan": "m3", "versi": str(beton.versi)}
    assert client.post(f"{dasar}/analisa/{beton.id}", data=baris).status_code == 303
    db.session.expire_all()
    assert beton.uraian == "Beton K 225"


def test_a_unit_that_is_typed_is_quoted_as_typed(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    impor = terbaca(admin)
    db.session.commit()
    a = db.session.scalars(select(ImporAnalisa)).first()
    assert a is not None
    url = f"/impor/{impor.id}/analisa/{a.id}"
    jawab = client.post(url, data={"satuan": "Zzzz", "versi": "1"}, headers=HTMX)
    assert "Satuan “Zzzz” tidak dikenal" in jawab.text
    assert "“m3”" not in jawab.text


def test_leaving_out(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    impor = terbaca(admin, csv(SALAH))
    db.session.commit()
    dasar = f"/impor/{impor.id}"
    semen = db.session.scalars(select(ImporKomponen).where(ImporKomponen.uraian == "Semen")).one()
    assert client.post(f"{dasar}/komponen/{semen.id}/lewati", data={"versi": "1"}).status_code == 303
    bekisting = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.kode == "2.2")).one()
    jawab = client.post(f"{dasar}/analisa/{bekisting.id}/lewati", data={"versi": "1"}, headers=HTMX)
    assert "dilewati" in jawab.text
    client.post(f"{dasar}/komit")
    jalankan_tugas()
    assert db.session.scalars(select(AHSPReferensi.kode).order_by(AHSPReferensi.urut)).all() == ["1.1", "2.1"]
    # What is in the catalogue is not repaired here any more.
    tetap = client.post(f"{dasar}/analisa/{bekisting.id}", data={"uraian": "X", "versi": "2"}, headers=HTMX)
    assert tetap.status_code == 422


def test_columns_are_corrected_and_remembered(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    isi = csv().replace(b"koefisien", b"banyaknya")
    impor = terbaca(admin, isi)
    db.session.commit()
    url = f"/impor/{impor.id}"
    assert db.session.scalar(select(func.count()).select_from(ImporAnalisa)) == 0
    assert "Lembar dan kolom" in client.get(url).text
    halaman = client.get(f"{url}/lembar?jenis-0=datar").text
    assert "H: banyaknya" in halaman
    kolom = {
        "kode": 1,
        "uraian": 2,
        "satuan_kerja": 3,
        "kategori": 4,
        "uraian_item": 6,
        "satuan_item": 7,
        "koefisien": 8,
    }
    data = {"jenis-0": "datar", "kepala-0": "1"} | {f"kolom-0-{n}": str(i) for n, i in kolom.items()}
    assert client.post(f"{url}/lembar", data=data).status_code == 303
    jalankan_tugas()
    assert db.session.scalar(select(func.count()).select_from(ImporAnalisa)) == 2
    assert db.session.scalar(select(func.count()).select_from(PemetaanKolom)) == 1
    lagi = terbaca(admin, isi)
    assert db.session.scalar(select(func.count()).where(ImporAnalisa.impor_id == lagi.id)) == 2


def test_two_imports_do_not_disturb_each_other(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    satu, dua = terbaca(admin), terbaca(buat_pengguna(admin=True))
    db.session.commit()
    a = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.impor_id == satu.id)).first()
    assert a is not None
    data = {"uraian": "Galian keras", "versi": "1"}
    assert client.post(f"/impor/{dua.id}/analisa/{a.id}", data=data, headers=HTMX).status_code == 404
    assert client.post(f"/impor/{satu.id}/analisa/{a.id}", data=data, headers=HTMX).status_code == 200
    assert "Galian keras" not in client.get(f"/impor/{dua.id}").text


def test_for_admins_only(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    impor = terbaca(admin)
    masuk(client, buat_pengguna())
    for url in ("/impor", "/impor/baru", f"/impor/{impor.id}", f"/impor/{impor.id}/lembar"):
        assert client.get(url).status_code == 403
    assert unggah(client, csv()).status_code == 403


def test_few_statements_whatever_the_size(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    banyak: list[Baris] = [(f"1.{n}", f"Pekerjaan {n}", "m3", DUA[0][3]) for n in range(1, 121)]
    impor = terbaca(admin, csv(banyak))
    nomor = impor.id
    db.session.commit()
    with catat_sql() as sql:
        halaman = client.get(f"/impor/{nomor}?halaman=3")
    assert "Pekerjaan 120" in halaman.text
    assert len(sql) <= 7, sql
    a = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.kode == "1.7")).one()
    with catat_sql() as sql:
        client.post(f"/impor/{impor.id}/analisa/{a.id}", data={"uraian": "Lain", "versi": "1"}, headers=HTMX)
    assert len(sql) <= 20, sql


def test_big_ones_become_jobs(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accepting many suggestions and taking a big import back do not keep the page waiting."""
    monkeypatch.setattr("ahsp_app.services.impor_usul.LANGSUNG", 1)
    monkeypatch.setattr("ahsp_app.services.impor.CABUT_LANGSUNG", 1)
    isi: list[Baris] = [(f"1.{n}", f"Beton {n}", "m3", [("BHN", "Semen", "kgg", "326")]) for n in range(1, 4)]
    impor = terbaca(admin, csv(isi))
    kode = db.session.scalars(select(ImporMasalah.kode).where(ImporMasalah.usul.is_not(None))).all()
    assert len(kode) == 3, kode
    db.session.commit()
    url = f"/impor/{impor.id}"
    assert client.post(f"{url}/usul", data={"kode": kode[0], "semua": "1"}).status_code == 303
    assert "Menunggu giliran" in client.get(url).text
    jalankan_tugas()
    assert set(db.session.scalars(select(ImporKomponen.satuan))) == {"kg"}
    assert client.post(f"{url}/usul/urungkan/1").status_code == 303
    jalankan_tugas()
    assert set(db.session.scalars(select(ImporKomponen.satuan))) == {"kgg"}
    client.post(f"{url}/usul", data={"kode": kode[0], "semua": "1"})
    jalankan_tugas()
    assert set(db.session.scalars(select(ImporKomponen.satuan))) == {"kg"}
    assert not db.session.scalars(select(ImporMasalah.id).where(~ImporMasalah.diterima)).all()
    client.post(f"{url}/komit")
    jalankan_tugas()
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 3
    client.post(f"{url}/cabut")
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 3
    jalankan_tugas()
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 0


def test_numbers_have_thousands_and_each_kind_its_own_words(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    banyak: list[Baris] = [(f"1.{n}", f"Pekerjaan {n}", "m3", [("TK", "Pekerja", "OH", "0,5")]) for n in range(1, 1002)]
    impor = terbaca(admin, csv(banyak))
    db.session.commit()
    halaman = client.get(f"/impor/{impor.id}").text
    assert "1.001 analisa, 1.001 komponen" in halaman
    assert "1.001 baris" in halaman
    assert "1.001 analisa baru" in halaman
    assert "1001" not in re.sub(r'"[^"]*"', "", halaman)


@pytest.mark.parametrize("di_daftar", [True, False])
def test_answers_have_nothing_that_their_page_has_not(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, di_daftar: bool
) -> None:
    impor = terbaca(admin, csv(SALAH))
    db.session.commit()
    a = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.kode == "2.1")).one()
    url = f"/impor/{impor.id}/analisa/{a.id}"
    asal = f"/impor/{impor.id}" if di_daftar else url
    halaman = client.get(asal).text
    data = {"uraian": "Beton lain", "versi": str(a.versi)}
    jawab = client.post(url, data=data, headers=HTMX | {"HX-Current-URL": f"http://localhost{asal}?tingkat=galat"})
    luar = re.findall(r'<\w+ [^>]*?\bid="([^"]+)"[^>]*hx-swap-oob', jawab.text)
    assert len(luar) >= 3
    assert [i for i in luar if f'id="{i}"' not in halaman] == []


def test_counts_follow_a_repair_and_a_filter_says_what_it_is(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    impor = terbaca(admin, csv(SALAH))
    db.session.commit()
    url = f"/impor/{impor.id}"
    a = db.session.scalars(select(ImporAnalisa).where(ImporAnalisa.kode == "1.1")).one()
    asal = HTMX | {"HX-Current-URL": f"http://localhost{url}"}
    jawab = client.post(f"{url}/analisa/{a.id}", data={"satuan": "Zzzz", "versi": "1"}, headers=asal).text
    assert all(f'id="{bagian}"' in jawab for bagian in ("masalah", "tab", "tulis"))
    assert "kode=satuan_tidak_dikenal#daftar" in jawab
    saring = client.get(f"{url}?kode=satuan_tidak_dikenal").text
    assert "Hanya: Satuan “Zzzz” tidak dikenal. (1)" in saring
    assert "tampilkan semua" in client.get(f"{url}?kode=satuan_tidak_dikenal", headers=HTMX).text
    assert 'aria-current="true">Semua' in saring
    db.session.expire_all()
    data = {"versi": str(a.versi)}
    lewat = client.post(f"{url}/analisa/{a.id}/lewati", data=data, headers=asal).text
    assert "Tidak ada yang perlu ditulis" in lewat
