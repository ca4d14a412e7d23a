"""The recapitulation page: right totals whatever is shown, gaps with their place, and the origin of every amount."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import HargaItem, Pengguna, Proyek
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, isi, kerja
from tests.sql import catat_sql

PEKERJA = ("TK", "Pekerja", "OH", "0.75", "176000")
MANDOR = ("TK", "Mandor", "OH", "0.038", "206000")


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik
    masuk(client, pemilik)
    return k


def halaman(client: FlaskClient, p: Proyek, **args: object) -> str:
    jawab = client.get(f"/proyek/{p.id}/rekap", query_string=args)
    assert jawab.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", jawab.get_data(as_text=True)))


def test_published_example_to_the_words(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "Penggalian tanah biasa", "74,3535", komponen=[PEKERJA, MANDOR])
    teks = halaman(client, k.proyek)
    for angka in ("153.810,80", "11.436.371,32", "1.258.000,85", "12.694.372,17", "12.694.000,00", "100,00"):
        assert angka in teks
    assert "dua belas juta enam ratus sembilan puluh empat ribu rupiah" in teks
    assert "ribuan ke bawah" in teks


def test_filters_and_pages_never_change_the_totals(client: FlaskClient, k: Kerja) -> None:
    for n in range(70):
        buat_pekerjaan(k, f"Pekerjaan {n}", "1", harga="1000")
    halaman_lain = ({}, {"halaman": 2}, {"halaman": 999}, {"halaman": "abc"})
    tersaring = ({"cari": "Pekerjaan 7"}, {"cari": "tidak ada"}, {"cari": "x" * 5000})
    for args in (*halaman_lain, *tersaring, {"saring": "judul"}, {"saring": "kurang"}, {"saring": "apa saja"}):
        teks = halaman(client, k.proyek, **args)
        assert "70.000,00" in teks
        assert "77.700,00" in teks
    assert "Pekerjaan 69" in halaman(client, k.proyek, halaman=999)
    assert "Tidak ada yang cocok" in halaman(client, k.proyek, cari="tidak ada")


def test_tree_order_numbers_and_shares(client: FlaskClient, k: Kerja) -> None:
    tanah, beton = buat_judul(k, "TANAH"), buat_judul(k, "BETON")
    dalam = buat_judul(k, "Beton bertulang", beton)
    buat_pekerjaan(k, "Kolom", "1", judul=dalam, harga="600")
    buat_pekerjaan(k, "Lantai kerja", "1", judul=beton, harga="100")
    buat_pekerjaan(k, "Galian", "3", judul=tanah, harga="100")
    teks = halaman(client, k.proyek)
    urutan = [
        teks.index(kata)
        for kata in ("I TANAH", "1 Galian", "II BETON", "1 Lantai kerja", "A Beton bertulang", "1 Kolom")
    ]
    assert urutan == sorted(urutan)
    for bobot in ("30,00", "70,00", "10,00", "60,00"):
        assert bobot in teks


def test_gaps_lead_to_the_place(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    kosong = buat_pekerjaan(k, "Tanpa analisa", "1")
    buat_pekerjaan(k, "Tanpa harga", "1", komponen=[("BHN", "Kawat beton", "kg", "1", None)])
    tanpa_volume = buat_pekerjaan(k, "Tanpa volume", komponen=[SEMEN])
    teks = halaman(client, k.proyek)
    for kata in ("3 pekerjaan belum lengkap", "volume belum diisi", "analisa belum ada", "harga belum lengkap"):
        assert kata in teks
    jawab = client.get(f"/proyek/{k.proyek.id}/rekap/kurang").get_data(as_text=True)
    item = db.session.scalar(select(HargaItem).where(HargaItem.uraian == "Kawat beton"))
    assert item
    assert f"#item-{item.id}" in jawab
    assert f"#pekerjaan-{tanpa_volume.id}" in jawab
    assert f"/analisa/{kosong.id}" in jawab
    assert "dipakai 1 pekerjaan" in jawab


def asal(client: FlaskClient, p: Proyek, jenis: str, nomor: int = 0) -> str:
    jawab = client.get(f"/proyek/{p.id}/rekap/asal/{jenis}/{nomor}", headers={"HX-Request": "true"})
    assert jawab.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", jawab.get_data(as_text=True)))


def test_origin_of_a_work_goes_down_to_the_price(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_parameter(k, "panjang", "12.5")
    p = buat_pekerjaan(k, "Beton", komponen=[("BHN", "Pasir", "kg", "731", None), PEKERJA])
    item = db.session.scalar(select(HargaItem).where(HargaItem.uraian == "Pasir"))
    assert item
    beli = {"satuan_beli": "m3", "harga_beli": Decimal(664200), "faktor": Decimal(1400)}
    ubah_item(k, item, item.versi, beli | {"sumber_harga": "survei toko"})
    isi(k, p, "=panjang*2")
    teks = asal(client, k.proyek, "pekerjaan", p.id)
    for kata in ("731 × 664.200/1.400", "survei toko", "0,75 × 176.000,00", "=panjang*2", "12,5", "Estimator", "volume",
                 "Margin 10%", "346.807,29"):  # fmt: skip
        assert kata in teks, kata
    assert "→" in teks  # what rounding did


def test_origin_of_headings_and_of_the_foot(client: FlaskClient, k: Kerja) -> None:
    atas = buat_judul(k, "ATAS")
    bawah = buat_judul(k, "Bawah", atas)
    buat_pekerjaan(k, "Satu", "1", judul=atas, harga="100")
    buat_pekerjaan(k, "Dua", "1", judul=bawah, harga="900")
    teks = asal(client, k.proyek, "judul", atas.id)
    for kata in ("1 pekerjaan langsung di bawahnya 100,00", "A Bawah 900,00", "Subtotal 1.000,00"):
        assert kata in teks
    assert "I ATAS 1.000,00" in asal(client, k.proyek, "jumlah")
    assert "110,00" in asal(client, k.proyek, "ppn")
    assert "TOTAL = JUMLAH + PPN 1.110,00" in asal(client, k.proyek, "total")


def test_origin_of_nothing_is_not_found(client: FlaskClient, k: Kerja) -> None:
    for alamat in ("pekerjaan/999999", "judul/999999", "apa/1"):
        assert client.get(f"/proyek/{k.proyek.id}/rekap/asal/{alamat}").status_code == 404


def test_budget_is_compared(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    buat_pekerjaan(k, "Satu", "1", harga="1000000")
    k.proyek.anggaran = Decimal(2_000_000)
    db.session.commit()
    assert "sisa Rp 890.000" in halaman(client, k.proyek)
    k.proyek.anggaran = Decimal(1_000_000)
    db.session.commit()
    assert "Melebihi anggaran Rp 1.000.000 sebesar Rp 110.000" in halaman(client, k.proyek)


def test_names_are_shown_as_text(client: FlaskClient, k: Kerja) -> None:
    buat_pekerjaan(k, "<script>alert(1)</script> =cmd|' /C calc'!A0", "1", harga="1")
    isi_html = client.get(f"/proyek/{k.proyek.id}/rekap").get_data(as_text=True)
    assert "<script>alert" not in isi_html
    assert "&lt;script&gt;alert" in isi_html


def test_few_statements_and_bytes_in_a_big_project(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    for n in range(6):
        judul = buat_judul(k, f"JUDUL {n}")
        for m in range(15):
            buat_pekerjaan(
                k, f"Pekerjaan nomor {m} dengan uraian yang panjang " * 5, "1,5", judul=judul, harga="1234.56"
            )
    db.session.commit()
    for args in ({}, {"halaman": 2}, {"cari": "nomor"}, {"saring": "judul"}):
        with catat_sql() as sql:
            jawab = client.get(f"/proyek/{k.proyek.id}/rekap", query_string=args, headers={"Accept-Encoding": "gzip"})
        assert len(sql) <= 8, sql
        assert len(jawab.data) < 20_000


def test_empty_project_offers_the_first_step(client: FlaskClient, k: Kerja) -> None:
    teks = halaman(client, k.proyek)
    assert "Belum ada pekerjaan" in teks
    assert "nol rupiah" in teks


def test_others_find_nothing(client: FlaskClient, db: SQLAlchemy, k: Kerja) -> None:
    lain = buat_pengguna()
    db.session.commit()
    client.post("/keluar")
    masuk(client, lain)
    assert client.get(f"/proyek/{k.proyek.id}/rekap").status_code == 404
