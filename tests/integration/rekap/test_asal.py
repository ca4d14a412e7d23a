"""The panel "dari mana angka ini", as a fragment beside the sheet and as a page; and the sheet's soundness."""

from __future__ import annotations

import gzip
import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Komponen, Pekerjaan, Pengguna
from ahsp_app.services.analisa import ubah_koefisien
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import ubah_pekerjaan
from tests.factories import masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, item, kerja
from tests.html import faults
from tests.integration.analisa.bantu import Layar, isian
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
PEKERJA = ("TK", "Pekerja", "OH", "0.75", "176000")
MANDOR = ("TK", "Mandor", "OH", "0.038", "206000")


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get_one(Pengguna, k.proyek.pemilik_id))
    return k


def polos(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def panel(client: FlaskClient, k: Kerja, jenis: str, nomor: int = 0) -> str:
    """The words of the panel; the fragment and the page must both be sound and say the same."""
    alamat = f"/proyek/{k.proyek.id}/rekap/asal/{jenis}/{nomor}"
    fragmen = client.get(alamat, headers=HTMX)
    assert fragmen.status_code == 200
    assert faults(fragmen.text, page=False) == []
    assert fragmen.text.count("<dialog") == 1
    halaman = client.get(alamat)
    assert faults(halaman.text) == []
    isi = polos(fragmen.text.partition("</form>")[2].partition("</dialog>")[0]).strip()
    assert isi in polos(halaman.text)
    return isi


def test_rab_06_typed_into_the_pages_from_start_to_end(db: SQLAlchemy, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Penggalian 1 m3 tanah biasa"))
    layar.tambah("TK", "Pekerja", "OH", "0,75", "176.000")
    layar.tambah("TK", "Mandor", "OH", "0,038", "206.000")
    akar, pid = f"/proyek/{layar.proyek_id}", layar.id
    versi = isian(client.get(f"{akar}/volume").text, f"pekerjaan-{pid}-versi")
    jawab = layar.kirim(f"{akar}/volume/{pid}", versi=versi, volume="74,3535")
    assert jawab.status_code == 200, jawab.text
    teks = polos(client.get(f"{akar}/rekap").text)
    for angka in ("11.436.371,32", "1.258.000,85", "12.694.372,17", "12.694.000,00"):
        assert angka in teks
    assert "dua belas juta enam ratus sembilan puluh empat ribu rupiah" in teks
    isi = panel(client, k, "pekerjaan", pid)
    assert "Pembulatan: dua desimal, setengah ke atas 11.436.371,3178 → Jumlah 11.436.371,32" in isi


def test_rounding_is_shown_before_and_after(client: FlaskClient, k: Kerja) -> None:
    k.proyek.bulat_hsp_mode, k.proyek.bulat_hsp_langkah = "bawah", Decimal(100)
    p = buat_pekerjaan(k, "Galian", "2", komponen=[PEKERJA, MANDOR])
    isi = panel(client, k, "pekerjaan", p.id)
    assert "Pembulatan: ratusan ke bawah 153.810,8 → F Harga satuan 153.800,00" in isi
    pasir = buat_pekerjaan(k, "Urugan", "1", komponen=[("BHN", "Pasir", "kg", "1", None)])
    satu = item(k, "Pasir")
    beli = {"satuan_beli": "m3", "harga_beli": Decimal(100_000), "faktor": Decimal(7)}
    ubah_item(k, satu, satu.versi, beli)
    assert "15.714,28571429… →" in panel(client, k, "pekerjaan", pasir.id)


def test_edition_margin_and_the_last_changes_are_told(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN])
    p.referensi = {"edisi": "AHSP CK 2025", "kode": "2.2.1", "uraian": "Beton", "satuan": "m3", "komponen": []}
    p.sumber = "ubahan"
    db.session.flush()
    baris = db.session.query(Komponen).filter_by(pekerjaan_id=p.id).one()
    ubah_koefisien(k, baris, baris.versi, Decimal(407))
    satu = item(k, "Semen Portland")
    ubah_item(k, satu, satu.versi, {"harga": Decimal(1820), "sumber_harga": "Survei toko <A>, 3-11-2026"})
    ubah_pekerjaan(k, p, p.versi, {"margin_persen": Decimal(0)})
    isi = panel(client, k, "pekerjaan", p.id)
    for kata in (
        "dari AHSP CK 2025, kode 2.2.1",
        "ubahan",
        "Survei toko &lt;A&gt;, 3-11-2026",
        "E Margin 0% khusus pekerjaan ini 0,00",
        "Semen Portland: koefisien 326 → 407 oleh Estimator",
        "Semen Portland: harga 1.500 → 1.820 oleh Estimator",
        "Beton: margin (kosong) → 0 oleh Estimator",
    ):
        assert kata in isi, kata


def test_nested_works_and_missing_prices(client: FlaskClient, k: Kerja) -> None:
    adukan = buat_pekerjaan(k, "Adukan", komponen=[SEMEN, ("BHN", "Kapur", "kg", "1", None)])
    p = buat_pekerjaan(k, "Pasangan", sub=[(adukan, "0.04")])
    isi = panel(client, k, "pekerjaan", p.id)
    assert "0,04 × 489.000,00 19.560,00" in isi
    html = client.get(f"/proyek/{k.proyek.id}/rekap/asal/pekerjaan/{p.id}", headers=HTMX).text
    assert f'hx-get="/proyek/{k.proyek.id}/rekap/asal/pekerjaan/{adukan.id}"' in html
    assert "Kapur harga belum diisi" in panel(client, k, "pekerjaan", adukan.id)
    assert "belum diisi m3" in isi  # no volume yet


def test_direct_prices_headings_and_the_foot(client: FlaskClient, k: Kerja) -> None:
    atas = buat_judul(k, "ATAS")
    p = buat_pekerjaan(k, "Mobilisasi", "2", judul=atas, harga="500000.25")
    assert "Harga langsung per 1 m3, tanpa analisa dan tanpa margin 500.000,25" in panel(client, k, "pekerjaan", p.id)
    assert "Subtotal 1.000.000,50" in panel(client, k, "judul", atas.id)
    assert "1.000.000,50" in panel(client, k, "jumlah")
    assert "110.000,06" in panel(client, k, "ppn")  # 110.000,055 in whole sen, half up
    assert "1.110.000,56" in panel(client, k, "total")


def test_subtotals_to_a_level(client: FlaskClient, k: Kerja) -> None:
    satu = buat_judul(k, "SATU")
    dua = buat_judul(k, "DUA", satu)
    buat_pekerjaan(k, "Galian", "1", judul=buat_judul(k, "TIGA", dua), harga="1000")
    for saring, ada, tiada in [
        ("judul1", ["SATU"], ["DUA", "TIGA", "Galian"]),
        ("judul2", ["SATU", "DUA"], ["TIGA", "Galian"]),
        ("judul", ["SATU", "DUA", "TIGA"], ["Galian"]),
    ]:
        html = client.get(f"/proyek/{k.proyek.id}/rekap", query_string={"saring": saring}, headers=HTMX).text
        assert faults(html, page=False) == []
        assert all(x in html for x in ada)
        assert not any(x in html for x in tiada)
        assert "1.000,00" in html


def test_the_sheet_is_sound_and_light_with_long_rows(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    judul = buat_judul(k, "J" * 290)
    for n in range(55):
        buat_pekerjaan(k, f"{n} " + "Pemasangan dinding bata merah tebal setengah batu " * 7, "1,5", judul=judul)
    db.session.execute(Pekerjaan.__table__.update().values(kode="2.2.1.5.6"))
    db.session.commit()
    for args in ({}, {"halaman": 2}, {"cari": "dinding"}, {"saring": "kurang"}):
        for headers in ({}, HTMX):
            with catat_sql() as sql:
                jawab = client.get(f"/proyek/{k.proyek.id}/rekap", query_string=args, headers=headers)
            assert faults(jawab.text, page=not headers) == []
            assert len(gzip.compress(jawab.data)) < 12_000
            assert len(sql) <= 8
    html = client.get(f"/proyek/{k.proyek.id}/rekap").text
    assert html.count('<tr id="pekerjaan-') == 49
    assert re.search(rf'<a href="/proyek/{k.proyek.id}/analisa/\d+">', html)


def test_a_visitor_signs_in_first(app: Flask, db: SQLAlchemy, k: Kerja) -> None:
    db.session.commit()
    tamu = app.test_client()
    for akhir in ("", "/kurang", "/asal/total/0"):
        assert "/masuk" in tamu.get(f"/proyek/{k.proyek.id}/rekap{akhir}").location
