"""The page of the tree: what it shows, how it is paged and filtered, what it costs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.extensions import db as basis
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services.hitung import hitung_semua
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, isi
from tests.guards.test_rute import MAKS_HALAMAN, MAKS_SQL_BACA, bobot
from tests.html import faults
from tests.integration.pekerjaan.meja import AWAL, HX, Meja, hasil, isi_sel, teks
from tests.sql import catat_sql

JAHAT = "<script>alert(1)</script> & \"=cmd|'/c calc'!A1\""


def baris(html: str) -> list[str]:
    """The ids of the rows in order."""
    return re.findall(r'<tr id="([a-z]+-\d+)"', html)


def isi_besar(meja: Meja, judul: int, per_judul: int) -> None:
    """Many headings and works at once, with long texts; written straight into the tables."""
    k = meja.k
    for n in range(judul):
        j = Klasifikasi(proyek_id=k.proyek.id, urut=n + 1, nama=f"PEKERJAAN LANTAI {n} " + "x" * 60, banyak=per_judul)
        basis.session.add(j)
        basis.session.flush()
        basis.session.add_all(
            Pekerjaan(
                proyek_id=k.proyek.id,
                klasifikasi_id=j.id,
                urut=m + 1,
                kunci=f"p{n}_{m}",
                uraian=f"Pemasangan dinding bata merah tebal ½ bata campuran 1SP : {m}PP lantai {n} zona {n * m}",
                satuan="m2",
                volume=Decimal(n * 7 + m + 1) / 8,
                harga_langsung=Decimal(12345 + 17 * n + m),
            )
            for m in range(per_judul)
        )
    hitung_semua(k)


def test_empty_project_offers_three_ways(meja_kosong: Meja) -> None:
    html = meja_kosong.buka()
    assert faults(html) == []
    assert "Belum ada pekerjaan" in html
    for ke in ("katalog-q", "sendiri-uraian", "judul-nama"):
        assert f'href="#{ke}"' in html
        assert html.count(f'id="{ke}"') == 1
    assert html.count("<details open>") == 2
    assert "0 baris" not in html


def test_rows_in_reading_order_with_their_numbers(meja: Meja) -> None:
    html = meja.buka()
    assert faults(html) == []
    urutan = ["SATU", "a", "b", "c", "ANAK A", "d", "ANAK B", "DUA", "e"]
    assert baris(html) == [f"{s.__tablename__}-{s.id}" for s in map(meja.simpul, urutan)]
    nomor = [isi_sel(html, meja.simpul(nama), "nomor") for nama in urutan]
    assert [f"{n} {nama}" for n, nama in zip(nomor, urutan, strict=True)] == AWAL
    b = meja.simpul("b")
    assert (isi_sel(html, b, "uraian"), isi_sel(html, b, "volume"), isi_sel(html, b, "satuan")) == ("b", "2", "m3")
    assert isi_sel(html, b, "harga_langsung") == "2.000,55"
    assert hasil(html, f"pekerjaan-{b.id}-jumlah") == "4.001,10"
    assert hasil(html, f"klasifikasi-{meja.simpul('SATU').id}-jumlah") == "30.005,50"
    assert 'data-lv="3"' in html
    assert html.count("data-pindah") == 9
    assert html.count("<h1") == 1


def test_states_in_words(meja: Meja) -> None:
    k = meja.k
    kosong = buat_pekerjaan(k, "kosong")
    tanpa_harga = buat_pekerjaan(k, "tanpa harga", "2", komponen=[("BHN", "Semen", "kg", "1", None)])
    lengkap = buat_pekerjaan(k, "lengkap", "2", komponen=[SEMEN])
    html = meja.buka()
    assert hasil(html, f"pekerjaan-{kosong.id}-keadaan").startswith("kustom")
    rupa = re.split(r"<tr id=", html)
    rupa_oleh_id = {r.split('"')[1]: teks(r.split("</tr>")[0].partition(">")[2]) for r in rupa[1:]}
    assert "kustom belum ada volume , analisa" in rupa_oleh_id[f"pekerjaan-{kosong.id}"]
    assert "kustom belum ada harga" in rupa_oleh_id[f"pekerjaan-{tanpa_harga.id}"]
    assert "belum" not in rupa_oleh_id[f"pekerjaan-{lengkap.id}"]
    assert "tanpa analisa" in rupa_oleh_id[f"pekerjaan-{meja.simpul('a').id}"]
    assert html.count("data-masalah") == 2


def test_formula_stands_behind_its_result(meja: Meja) -> None:
    buat_parameter(meja.k, "panjang", "12.5")
    a = meja.simpul("a")
    isi(meja.k, a, "=panjang*2")
    html = meja.buka()
    assert isi_sel(html, a, "volume") == "=panjang*2"
    assert 'data-asal="25" data-rumus="=panjang*2"' in html


def test_names_are_shown_as_text(meja: Meja) -> None:
    judul = buat_judul(meja.k, JAHAT)
    p = buat_pekerjaan(meja.k, JAHAT, judul=judul)
    html = meja.buka()
    assert faults(html) == []
    assert "<script>alert" not in html
    assert isi_sel(html, p, "uraian") == isi_sel(html, judul, "nama") == JAHAT
    for simpul in (p, judul):
        pilihan = meja.client.get(meja.url(simpul))
        assert "<script>alert" not in pilihan.text
        assert JAHAT in teks(pilihan.text) or "alert(1)" in teks(pilihan.text)
    jawab = meja.kirim(meja.url(p, "hapus"), versi=p.versi)
    assert "<script>alert" not in jawab.text


def test_400_characters(meja: Meja) -> None:
    panjang = "Pekerjaan " * 40
    p = buat_pekerjaan(meja.k, panjang[:400])
    html = meja.buka()
    assert isi_sel(html, p, "uraian") == panjang[:400].strip()
    assert faults(html) == []


def test_pages_of_fifty_rows(meja_kosong: Meja) -> None:
    isi_besar(meja_kosong, 3, 40)
    satu, dua, tiga = (baris(meja_kosong.buka(f"?halaman={n}")) for n in (1, 2, 3))
    assert [len(x) for x in (satu, dua, tiga)] == [50, 50, 23]
    assert len({*satu, *dua, *tiga}) == 123
    assert baris(meja_kosong.buka("?halaman=99")) == tiga
    assert baris(meja_kosong.buka("?halaman=abc")) == satu
    html = meja_kosong.buka("?halaman=2")
    jejak = html.split('id="jejak"')[1].split("</ol>")[0]
    assert "II PEKERJAAN LANTAI 1" in teks(jejak)
    assert 'aria-current="page">2<' in html
    assert "123 baris" in html


def test_a_heading_leads_to_its_page(meja_kosong: Meja) -> None:
    isi_besar(meja_kosong, 3, 40)
    tiga = basis.session.query(Klasifikasi).filter_by(proyek_id=meja_kosong.id, urut=3).one()
    html = meja_kosong.buka(f"?judul={tiga.id}")
    assert f"klasifikasi-{tiga.id}" in baris(html)
    assert f'<option value="{tiga.id}" selected>' in html
    jawab = meja_kosong.client.get(f"{meja_kosong.alamat}?judul={tiga.id}", headers=HX)
    assert jawab.headers["HX-Push-Url"] == f"{meja_kosong.alamat}?halaman=2&judul={tiga.id}"
    # Its first page, asked for by number, stays the first page also when it is loaded again.
    jawab = meja_kosong.client.get(f"{meja_kosong.alamat}?judul={tiga.id}&halaman=1", headers=HX)
    assert jawab.headers["HX-Push-Url"] == f"{meja_kosong.alamat}?halaman=1&judul={tiga.id}"
    assert meja_kosong.buka("?judul=999999999").count("<tr id=") == 50


def test_filters(meja: Meja) -> None:
    buat_pekerjaan(meja.k, "Pasangan bata ringan", judul=meja.simpul("ANAK B"))
    html = meja.buka("?cari=BATA+pasang")
    assert len(baris(html)) == 3  # with the headings above it
    assert "data-pindah" not in html
    assert "Urutan tidak bisa diubah" in html
    assert "2 baris" not in html
    kurang = baris(meja.buka("?saring=kurang"))
    assert kurang == baris(html)
    assert baris(meja.buka("?saring=ngawur")) == baris(meja.buka())
    kosong = meja.buka("?cari=tidakada")
    assert "Tidak ada yang cocok" in kosong
    assert faults(kosong) == []
    assert hasil(html, f"klasifikasi-{meja.simpul('SATU').id}-jumlah") == "30.005,50"


def test_headings_alone(meja: Meja) -> None:
    html = meja.buka("?saring=judul")
    assert [b.partition("-")[0] for b in baris(html)] == ["klasifikasi"] * 4
    assert html.count("data-pindah") == 4
    assert faults(html) == []


def test_sheet_alone_for_htmx(meja: Meja) -> None:
    jawab = meja.client.get(f"{meja.alamat}?cari=b&halaman=7", headers=HX)
    assert "<html" not in jawab.text
    # The label of this field is on the page around it.
    assert [f for f in faults(jawab.text, page=False) if "id='tujuan'" not in f] == []
    assert jawab.headers["HX-Push-Url"] == f"{meja.alamat}?cari=b"
    assert 'id="total-proyek"' in jawab.text


def test_fetched_anew_it_is_the_page_in_view(meja_kosong: Meja) -> None:
    isi_besar(meja_kosong, 3, 40)
    kepala = HX | {"HX-Current-URL": f"http://localhost{meja_kosong.alamat}?halaman=3"}
    jawab = meja_kosong.client.get(f"{meja_kosong.alamat}?ulang=1", headers=kepala)
    assert len(baris(jawab.text)) == 23
    assert "HX-Push-Url" not in jawab.headers


def test_archived_project_can_only_be_read(meja: Meja) -> None:
    meja.k.proyek.diarsipkan = datetime.now(UTC)
    html = meja.buka()
    assert faults(html) == []
    assert "diarsipkan" in html
    assert 'id="tambah"' not in html
    assert "data-pindah" not in html
    assert html.count(" disabled") >= 9
    a = meja.simpul("a")
    for url, isian in (
        (meja.url(a), {"uraian": "x"}),
        (meja.url(a, "pindah"), {"arah": "turun"}),
        (meja.url(a, "hapus"), {}),
        (meja.alamat, {"uraian": "x"}),
    ):
        assert meja.kirim(url, versi=a.versi, **isian).status_code == 403
    assert meja.pohon() == AWAL
    assert "Hapus" not in meja.client.get(meja.url(a)).text


@pytest.mark.parametrize("bagian", ["", "/{a}", "/{a}/referensi"])
def test_others_and_visitors(meja: Meja, app: Flask, bagian: str) -> None:
    url = meja.alamat + bagian.format(a=meja.simpul("a").id)
    tamu = app.test_client()
    assert tamu.get(url).headers["Location"].startswith("/masuk")
    masuk(tamu, buat_pengguna())
    assert tamu.get(url).status_code == 404


def test_costs_the_same_in_any_project(meja_kosong: Meja, db: SQLAlchemy) -> None:
    isi_besar(meja_kosong, 2, 10)
    with catat_sql() as kecil:
        meja_kosong.buka()
    for jenis in (Pekerjaan, Klasifikasi):
        db.session.query(jenis).filter_by(proyek_id=meja_kosong.id).delete()
    isi_besar(meja_kosong, 30, 40)
    with catat_sql() as besar:
        html = meja_kosong.buka("?halaman=5")
    assert len(besar) == len(kecil) <= MAKS_SQL_BACA
    assert bobot(html) <= MAKS_HALAMAN
    with catat_sql() as saring:
        meja_kosong.buka("?cari=bata&saring=kurang")
    assert len(saring) <= MAKS_SQL_BACA


def test_a_thousand_headings_stay_light(meja_kosong: Meja) -> None:
    isi_besar(meja_kosong, 300, 1)
    with catat_sql() as sql:
        html = meja_kosong.buka("?halaman=4")
    assert len(sql) <= MAKS_SQL_BACA
    assert html.count("<option value=") < 80
    assert bobot(html) <= MAKS_HALAMAN
    terakhir = basis.session.query(Klasifikasi).filter_by(proyek_id=meja_kosong.id, urut=300).one()
    assert f'<option value="{terakhir.id}" selected>' in html
