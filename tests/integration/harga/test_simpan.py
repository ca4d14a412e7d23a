"""Saving prices over HTTP: the editing protocol, conversions, bad input, what follows, deleting, and what it costs."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import HargaItem, Pengguna
from ahsp_app.services.harga import hapus_item, ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, item, kerja
from tests.html import faults
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
PASIR = ("BHN", "Pasir beton", "kg", "760", None)
PEKERJA = ("TK", "Pekerja", "OH", "2", "100000")
KONVERSI = {"satuan_beli": "m3", "harga_beli": Decimal(664200), "faktor": Decimal(1400)}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


def alamat(i: HargaItem, lagi: str = "") -> str:
    return f"/proyek/{i.proyek_id}/harga/{i.id}{lagi}"


def hasil(teks: str, id_: str) -> str:
    cocok = re.search(rf'<span id="{id_}"[^>]*hx-swap-oob="true">(.*?)</span>', teks)
    assert cocok, f"{id_}: {teks}"
    return cocok[1]


def isian(i: HargaItem, **beda: str) -> dict[str, str]:
    """The form of a resource as the page has it, with changes."""
    isi = {"kode": i.kode or "", "uraian": i.uraian, "satuan": i.satuan, "sumber_harga": i.sumber_harga}
    isi |= {"harga": "", "satuan_beli": "", "harga_beli": "", "faktor": "", "versi": str(i.versi)}
    return isi | beda


def test_a_price_answers_with_its_effect(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    adukan = buat_pekerjaan(k, "Adukan", "1", judul=buat_judul(k), komponen=[PEKERJA])
    buat_pekerjaan(k, "Plester", "10", sub=[(adukan, "0.5")])
    pekerja = item(k, "Pekerja")
    jawab = client.post(alamat(pekerja), data={"harga": "120000", "versi": pekerja.versi}, headers=HTMX)
    assert jawab.status_code == 200
    assert "<tr" not in jawab.text
    assert "<textarea" not in jawab.text
    assert f'data-untuk="item-{pekerja.id}-harga" value="120.000" data-rumus=""' in jawab.text
    assert hasil(jawab.text, "dampak-harga") == "Pekerja: JUMLAH naik Rp 264.000 (20,00%); 2 pekerjaan berubah"
    assert hasil(jawab.text, "jumlah-proyek") == "1.584.000,00"
    assert "Rp 1.758.000" in jawab.text
    db.session.expire_all()
    assert (pekerja.harga, adukan.biaya_langsung, k.proyek.jumlah) == (120_000, 240_000, 1_584_000)
    turun = client.post(alamat(pekerja), data={"harga": "100000", "versi": pekerja.versi}, headers=HTMX)
    assert "JUMLAH turun Rp 264.000 (16,67%)" in turun.text


def test_effect_of_what_nothing_uses_and_of_a_first_price(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "2", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    jawab = client.post(alamat(pasir), data={"harga": "500", "versi": 1}, headers=HTMX)
    assert hasil(jawab.text, "dampak-harga") == "Pasir beton: JUMLAH naik Rp 836.000; 1 pekerjaan berubah"
    assert hasil(jawab.text, "banyak-kosong") == "0"
    hapus_simpul(k, p, p.versi)
    jawab = client.post(alamat(pasir), data={"harga": "600", "versi": 2}, headers=HTMX)
    assert "belum dipakai pekerjaan mana pun" in jawab.text
    assert "banyak-kosong" not in jawab.text


def test_without_javascript_the_whole_row_is_posted(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    versi = semen.versi
    data = {"uraian": "Semen Portland", "harga": "1.600", "sumber_harga": "Survei", "versi": versi}
    dari = {"Referer": f"http://localhost/proyek/{k.proyek.id}/harga?kategori=BHN"}
    jawab = client.post(alamat(semen), data=data, headers=dari)
    assert jawab.headers["Location"] == f"/proyek/{k.proyek.id}/harga?kategori=BHN#item-{semen.id}"
    halaman = client.get(jawab.headers["Location"]).text
    assert "JUMLAH naik" in halaman
    assert "ibaca 1.600 (seribu enam ratus)" in halaman
    db.session.expire_all()
    assert (semen.harga, semen.sumber_harga, semen.versi) == (1600, "Survei", versi + 1)


def test_row_with_a_conversion_posts_its_formula_unchanged(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    ubah_item(k, pasir, pasir.versi, KONVERSI | {"faktor": Decimal("0.0123456789")})
    versi = pasir.versi
    data = {"uraian": "Pasir beton", "harga": "=664.200/0,0123456789", "sumber_harga": "Survei", "versi": versi}
    assert client.post(alamat(pasir), data=data).status_code == 303
    db.session.expire_all()
    assert (pasir.faktor, pasir.harga_beli, pasir.sumber_harga) == (Decimal("0.0123456789"), 664200, "Survei")


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("seribu", "bukan angka"),
        ("1.2.3", "bukan angka"),
        ("-5", "negatif"),
        ("1" + "0" * 20, "terlalu besar"),
        ("=5/2", "Isi satuan beli"),
        ("=1+1", "Isi satuan beli"),
        ("\x00", "bukan angka"),
    ],
)
def test_refused_at_the_price(client: FlaskClient, k: Kerja, db: SQLAlchemy, teks: str, pesan: str) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    total, versi = k.proyek.jumlah, semen.versi
    for kepala in (HTMX, {}):
        jawab = client.post(alamat(semen), data={"harga": teks, "versi": versi}, headers=kepala)
        assert jawab.status_code == 422
        assert pesan in jawab.text
    db.session.expire_all()
    assert (semen.harga, semen.versi, k.proyek.jumlah) == (1500, versi, total)


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("700000", "Tulis =700.000/1.400"),
        ("=700000", "Tulis =harga beli/faktor"),
        ("=700000/0", "faktor lebih besar dari nol"),
        ("=a/2", "bukan angka"),
        ("=2/b", "bukan angka"),
        ("=1/2/3", "bukan angka"),
    ],
)
def test_a_converted_price_is_not_guessed_at(
    client: FlaskClient, k: Kerja, db: SQLAlchemy, teks: str, pesan: str
) -> None:
    buat_pekerjaan(k, "Beton", "2", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    ubah_item(k, pasir, pasir.versi, KONVERSI)
    jawab = client.post(alamat(pasir), data={"harga": teks, "versi": pasir.versi}, headers=HTMX)
    assert jawab.status_code == 422
    assert pesan in jawab.text
    assert f'id="item-{pasir.id}-harga-galat"' in jawab.text
    db.session.expire_all()
    assert (pasir.harga_beli, pasir.faktor) == (664200, 1400)


def test_a_converted_price_is_edited_as_its_formula(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_pekerjaan(k, "Beton", "2", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    ubah_item(k, pasir, pasir.versi, KONVERSI)
    jawab = client.post(alamat(pasir), data={"harga": "= 700.000 / 1.350", "versi": pasir.versi}, headers=HTMX)
    assert jawab.status_code == 200
    assert f'data-untuk="item-{pasir.id}-harga" value="518,52" data-rumus="=700.000/1.350"' in jawab.text
    assert hasil(jawab.text, f"item-{pasir.id}-konversi") == "700.000 per m3; 1 m3 = 1.350 kg"
    db.session.expire_all()
    assert (pasir.harga_beli, pasir.faktor) == (700_000, 1350)
    assert p.kurang == 0
    kosong = client.post(alamat(pasir), data={"harga": "", "versi": pasir.versi}, headers=HTMX)
    assert f'data-untuk="item-{pasir.id}-harga" value="" data-rumus=""' in kosong.text
    db.session.expire_all()
    assert (pasir.harga_beli, pasir.faktor, p.kurang) == (None, 1350, 4)


def test_the_form_sets_and_ends_a_conversion(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    data = isian(pasir, satuan_beli="m3", harga_beli="664.200", faktor="1.400", kode="M.14", sumber_harga="Survei")
    jawab = client.post(alamat(pasir, "/ubah"), data=data, headers=HTMX)
    assert jawab.status_code == 200
    assert f'<tr id="item-{pasir.id}" hx-swap-oob="true">' in jawab.text
    assert 'value="=664.200/1.400"' in jawab.text
    pemicu = json.loads(jawab.headers["HX-Trigger"])
    assert pemicu["tutup-dialog"] is True
    assert "JUMLAH naik Rp 1.189.866,87" in pemicu["pesan"][0]["teks"]
    db.session.expire_all()
    assert (pasir.harga, pasir.harga_beli, pasir.faktor, pasir.kode) == (None, 664200, 1400, "M.14")
    assert p.jumlah == 3 * Decimal("396622.29")
    lepas = client.post(alamat(pasir, "/ubah"), data=isian(pasir, harga="474,43"))
    assert (lepas.status_code, lepas.headers["Location"]) == (303, f"/proyek/{k.proyek.id}/harga#item-{pasir.id}")
    db.session.expire_all()
    assert (pasir.harga, pasir.satuan_beli, pasir.faktor) == (Decimal("474.43"), None, None)


@pytest.mark.parametrize(
    ("beda", "kolom", "pesan"),
    [
        ({"satuan_beli": "m3", "harga_beli": "5"}, "faktor", "Isi faktor"),
        ({"satuan_beli": "m3", "harga_beli": "5", "faktor": "0"}, "faktor", "Isi faktor"),
        ({"satuan_beli": "m3", "harga_beli": "5", "faktor": "-1"}, "faktor", "negatif"),
        ({"harga_beli": "5"}, "satuan_beli", "Isi satuan beli"),
        ({"harga": "abc"}, "harga", "bukan angka"),
        ({"uraian": ""}, "uraian", "Belum diisi"),
        ({"uraian": "x" * 500}, "uraian", "Terlalu panjang"),
        ({"uraian": "pasir BETON"}, "uraian", "sudah ada"),
        ({"faktor": "9" * 11, "satuan_beli": "m3"}, "faktor", "terlalu besar"),
    ],
)
def test_the_form_refuses_at_its_field(
    client: FlaskClient, k: Kerja, db: SQLAlchemy, beda: dict[str, str], kolom: str, pesan: str
) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN, PASIR])
    semen = item(k, "Semen Portland")
    versi = semen.versi
    for kepala in (HTMX, {}):
        jawab = client.post(alamat(semen, "/ubah"), data=isian(semen, harga="1500") | beda, headers=kepala)
        assert jawab.status_code == 422
        galat = re.search(rf'<p id="{kolom}-galat"[^>]*>([^<]*)</p>', jawab.text)
        assert galat
        assert pesan in galat[1]
        assert faults(jawab.text, page=not kepala) == []
    db.session.expire_all()
    assert (semen.uraian, semen.harga, semen.versi) == ("Semen Portland", 1500, versi)


def test_renaming_everywhere_and_clash(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN, PASIR])
    semen = item(k, "Semen Portland")
    jawab = client.post(alamat(semen), data={"uraian": "Semen  PCC", "versi": semen.versi}, headers=HTMX)
    assert f'data-untuk="item-{semen.id}-uraian" value="Semen PCC"' in jawab.text
    assert "dampak-harga" not in jawab.text
    db.session.expire_all()
    bentrok = client.post(alamat(semen), data={"uraian": "pasir beton", "versi": semen.versi}, headers=HTMX)
    assert bentrok.status_code == 422
    assert "sudah ada di proyek ini" in bentrok.text
    db.session.expire_all()
    assert semen.uraian == "Semen PCC"


def test_two_windows(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    lama = semen.versi
    client.post(alamat(semen), data={"harga": "1.600", "versi": lama}, headers=HTMX)
    kedua = client.post(alamat(semen), data={"harga": "1.700", "versi": lama}, headers=HTMX)
    assert kedua.status_code == 409
    assert "Milik Anda: 1.700" in kedua.text
    assert "milik rekan: 1.600" in kedua.text
    assert client.post(alamat(semen), data={"harga": "1600", "versi": lama}, headers=HTMX).status_code == 200
    assert client.post(alamat(semen), data={"harga": "1.700"}, headers=HTMX).status_code == 428
    form = client.post(alamat(semen, "/ubah"), data=isian(semen, harga="1.800", versi=str(lama)), headers=HTMX)
    assert form.status_code == 422
    assert "diubah di jendela lain" in form.text
    assert f'name="versi" value="{lama + 1}"' in form.text


def test_deleted_in_the_other_window(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    hapus_simpul(k, p, p.versi)
    hapus_item(k, semen, semen.versi)
    for url in (alamat(semen), alamat(semen, "/ubah"), alamat(semen, "/hapus")):
        assert client.post(url, data={"harga": "1", "versi": 1}, headers=HTMX).status_code == 404
    assert client.get(alamat(semen)).status_code == 404


def test_delete_one_and_take_back(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    versi = semen.versi
    dipakai = client.post(alamat(semen, "/hapus"), data={"versi": versi}, headers=HTMX)
    assert dipakai.status_code == 422
    assert "Masih dipakai" in dipakai.headers["HX-Trigger"]
    hapus_simpul(k, p, p.versi)
    jawab = client.post(alamat(semen, "/hapus"), data={"versi": versi}, headers=HTMX)
    assert jawab.status_code == 200
    assert hasil(jawab.text, "banyak-semua") == "0"
    balik = json.loads(jawab.headers["HX-Trigger"])["pesan"][0]["urungkan"]["url"]
    asal = {"HX-Current-URL": f"http://localhost/proyek/{k.proyek.id}/harga?saring=tidak-dipakai"}
    assert "muat-ulang" in client.post(balik, headers=HTMX | asal).headers["HX-Trigger"]
    db.session.expire_all()
    assert semen.sampah_id is None
    assert client.post(alamat(semen, "/hapus"), data={"versi": semen.versi}).status_code == 303


def test_delete_all_unused_and_take_back(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_pekerjaan(k, "Lama", "3", komponen=[PASIR, PEKERJA])
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    url = f"/proyek/{k.proyek.id}/harga/tidak-dipakai/hapus"
    tanpa = client.post(url, headers=HTMX)
    assert tanpa.status_code == 422
    assert "tidak ada yang dihapus" in tanpa.headers["HX-Trigger"]
    hapus_simpul(k, p, p.versi)
    halaman = client.get(f"/proyek/{k.proyek.id}/harga?saring=tidak-dipakai")
    assert "Hapus semua yang tidak dipakai" in halaman.text
    assert faults(halaman.text) == []
    jawab = client.post(url, headers=HTMX)
    pemicu = json.loads(jawab.headers["HX-Trigger"])
    assert pemicu["muat-ulang"] is True
    assert pemicu["pesan"][0]["teks"] == "2 sumber daya yang tidak dipakai dihapus."
    assert db.session.query(HargaItem).filter_by(sampah_id=None).count() == 1
    client.post(pemicu["pesan"][0]["urungkan"]["url"])
    db.session.expire_all()
    assert db.session.query(HargaItem).filter_by(sampah_id=None).count() == 3
    assert client.post(url).status_code == 303


def test_nobody_else_may_write(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    semua = (
        alamat(semen),
        alamat(semen, "/ubah"),
        alamat(semen, "/hapus"),
        f"/proyek/{k.proyek.id}/harga/tidak-dipakai/hapus",
    )
    lain = client.application.test_client()
    for url in semua:
        assert lain.post(url, data={"harga": "1", "versi": 1}, headers=HTMX).status_code == 401
    masuk(lain, buat_pengguna())
    for url in semua:
        assert lain.post(url, data={"harga": "1", "versi": 1}, headers=HTMX).status_code == 404


def test_a_wage_takes_few_statements_however_many_use_it(client: FlaskClient, k: Kerja) -> None:
    banyak = []
    for n in (2, 30):
        for i in range(n):
            buat_pekerjaan(k, f"Pekerjaan {i}", "1", judul=buat_judul(k), komponen=[PEKERJA, SEMEN])
        pekerja = item(k, "Pekerja")
        with catat_sql() as sql:
            data = {"harga": str(120_000 + n), "versi": pekerja.versi}
            assert client.post(alamat(pekerja), data=data, headers=HTMX).status_code == 200
        banyak.append(len(sql))
    assert banyak[0] == banyak[1] <= 15, "\n".join(sql)


def test_a_first_price_counts_anew_within_the_same_limit(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "2", judul=buat_judul(k), komponen=[PASIR])
    pasir = item(k, "Pasir beton")
    with catat_sql() as sql:
        jawab = client.post(alamat(pasir), data={"harga": "500", "versi": pasir.versi}, headers=HTMX)
    assert hasil(jawab.text, "banyak-kosong") == "0"
    assert len(sql) <= 15, "\n".join(sql)
