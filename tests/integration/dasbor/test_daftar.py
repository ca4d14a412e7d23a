"""The list of projects: whose, order, search, filters, pages, and what it costs."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, select

from ahsp_app.calc.pembulatan import Mode
from ahsp_app.models import Pengguna, Proyek
from ahsp_app.queries.dasbor import Saring, dibulatkan_sql, halaman_proyek
from ahsp_app.queries.total import total_proyek
from tests.factories import buat_pengguna, buat_proyek, masuk

HTMX = {"HX-Request": "true"}


@pytest.fixture
def saya(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    """Someone who is signed in."""
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    return pengguna


def nama_di(halaman: str) -> list[str]:
    """Names of the projects of a page, in their order."""
    return re.findall(r'<tr id="proyek-\d+">\s*<td class="lebar">\s*<(?:a href="[^"]+"|span)>([^<]+)<', halaman)


@contextmanager
def menghitung(app: Flask, db: SQLAlchemy) -> Iterator[list[str]]:
    """Statements sent to the database."""
    kalimat: list[str] = []

    def catat(_c: Any, _k: Any, statement: str, *_lain: Any) -> None:
        kalimat.append(statement)

    with app.app_context():
        mesin = db.engine
    event.listen(mesin, "before_cursor_execute", catat)
    try:
        yield kalimat
    finally:
        event.remove(mesin, "before_cursor_execute", catat)


def test_front_door(db: SQLAlchemy, client: FlaskClient) -> None:
    assert client.get("/").location == "/masuk"
    masuk(client, buat_pengguna())
    assert client.get("/").location == "/proyek"
    assert client.get("/proyek/sampah").location == "/proyek?tab=sampah"


def test_visitor_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/proyek?cari=x").location == "/masuk?lanjut=/proyek?cari%3Dx"


def test_first_visit(saya: Pengguna, client: FlaskClient) -> None:
    halaman = client.get("/proyek").text
    assert "Belum ada proyek" in halaman
    assert "Buat proyek pertama" in halaman
    assert 'href="/proyek/baru"' in halaman


def test_only_mine(saya: Pengguna, client: FlaskClient) -> None:
    buat_proyek(saya, "Gudang")
    buat_proyek(buat_pengguna(), "Rahasia")
    halaman = client.get("/proyek").text
    assert nama_di(halaman) == ["Gudang"]
    assert "Rahasia" not in halaman


def test_row(saya: Pengguna, client: FlaskClient) -> None:
    kurang = buat_proyek(
        saya, "Rumah", lokasi="Blora", pemilik="Dinas PU", sumber_dana="APBD", jumlah=Decimal("11436371.32")
    )
    kurang.anggaran = Decimal(12_000_000)
    buat_proyek(saya, "Gudang", jumlah=Decimal(1000), anggaran=Decimal("2000000.50"))
    buat_proyek(saya, "Pas", anggaran=Decimal(0))
    halaman = client.get("/proyek?urut=nama").text
    for teks in ("Blora · Dinas PU", "APBD", "2026", "Rp 12.694.000", "melebihi anggaran Rp 694.000"):
        assert teks in halaman
    assert "di bawah anggaran Rp 1.999.000,50" in halaman
    assert "pas dengan anggaran" in halaman
    assert re.findall(r'<meter[^>]+value="([\d.]+)"', halaman) == ["100", "0", "0"]
    assert "style=" not in halaman


def test_html_in_names_is_text(saya: Pengguna, client: FlaskClient) -> None:
    buat_proyek(saya, '<img src=x onerror="alert(1)">', lokasi="=cmd|' /C calc'!A0", sumber_dana="<b>x</b>")
    halaman = client.get("/proyek?cari=<script>").text + client.get("/proyek").text
    assert "<img src=x" not in halaman
    assert "<b>x" not in halaman
    assert "<script>" not in halaman.replace("<script src", "")


@pytest.mark.parametrize(
    ("args", "harap"),
    [
        ("", ["C", "A", "B"]),
        ("arah=naik", ["B", "A", "C"]),
        ("urut=nama&arah=naik", ["A", "B", "C"]),
        ("urut=nama&arah=turun", ["C", "B", "A"]),
        ("urut=tahun", ["B", "C", "A"]),
        ("urut=tahun&arah=naik", ["A", "C", "B"]),
        ("urut=anggaran", ["B", "C", "A"]),
        ("urut=anggaran&arah=naik", ["C", "B", "A"]),
        ("urut=total", ["A", "C", "B"]),
        ("urut=total&arah=naik", ["B", "C", "A"]),
    ],
)
def test_order(saya: Pengguna, client: FlaskClient, args: str, harap: list[str]) -> None:
    kini = datetime.now(UTC)
    isi = {
        "A": {"tahun_anggaran": 2024, "jumlah": Decimal(9_000_000), "diubah": kini - timedelta(hours=2)},
        "B": {
            "tahun_anggaran": 2026,
            "jumlah": Decimal(1_000_000),
            "anggaran": Decimal(9),
            "diubah": kini - timedelta(hours=3),
        },
        "C": {"tahun_anggaran": 2025, "jumlah": Decimal(8_000_000), "anggaran": Decimal(8), "diubah": kini},
    }
    for nama, kolom in isi.items():
        buat_proyek(saya, f"Proyek {nama}", **kolom)
    assert nama_di(client.get(f"/proyek?{args}").text) == [f"Proyek {nama}" for nama in harap]


def test_order_by_total_is_the_order_of_what_is_shown(saya: Pengguna, db: SQLAlchemy) -> None:
    acak = random.Random(7)
    for n in range(60):
        p = buat_proyek(saya, f"Proyek {n}", jumlah=Decimal(acak.randrange(10**12)) / 100)
        p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut = acak.choice([(11, 1, 1), (12, 11, 12), (0, 1, 1)])
        p.bulat_total_mode = acak.choice(list(Mode)).value
        p.bulat_total_langkah = Decimal(acak.choice(["0.01", "1", "1000", "1000000"]))
    db.session.commit()
    for arah, terbalik in (("naik", False), ("turun", True)):
        tampil = [
            baris.dibulatkan
            for n in (1, 2, 3)
            for baris in halaman_proyek(db.session(), saya.id, Saring(urut="total", arah=arah, halaman=n)).baris
        ]
        assert tampil == sorted(tampil, reverse=terbalik)
    for p, sql in db.session.execute(select(Proyek, dibulatkan_sql())):
        if p.bulat_total_mode != "tanpa":
            assert total_proyek(p).dibulatkan == sql


@pytest.mark.parametrize(
    ("cari", "harap"),
    [
        ("gudang", {"Gudang beras"}),
        ("GUDANG", {"Gudang beras"}),
        ("blora", {"Rumah dinas"}),
        ("dak fisik", {"Gudang beras"}),
        ("yayasan", {"Sekolah 100%"}),
        ("dinas blora", {"Rumah dinas"}),
        ("dinas gudang", set()),
        ("100%", {"Sekolah 100%"}),
        ("%", {"Sekolah 100%"}),
        ("_", set()),
        ("\\", set()),
        ("' OR 1=1 --", set()),
        ("  ", {"Gudang beras", "Rumah dinas", "Sekolah 100%"}),
        ("\0", {"Gudang beras", "Rumah dinas", "Sekolah 100%"}),
    ],
)
def test_search(saya: Pengguna, client: FlaskClient, cari: str, harap: set[str]) -> None:
    buat_proyek(saya, "Gudang beras", sumber_dana="DAK Fisik")
    buat_proyek(saya, "Rumah dinas", lokasi="Blora")
    buat_proyek(saya, "Sekolah 100%", pemilik="Yayasan")
    halaman = client.get("/proyek", query_string={"cari": cari})
    assert set(nama_di(halaman.text)) == harap
    if not harap:
        assert "Tidak ada yang cocok" in halaman.text


def test_filters(saya: Pengguna, client: FlaskClient) -> None:
    buat_proyek(saya, "Satu", tahun_anggaran=2025, sumber_dana="APBD")
    buat_proyek(saya, "Dua", tahun_anggaran=2026, sumber_dana="APBD")
    buat_proyek(saya, "Tiga", tahun_anggaran=2026, sumber_dana="DAK & <lain>")
    assert nama_di(client.get("/proyek?tahun=2025").text) == ["Satu"]
    assert set(nama_di(client.get("/proyek?sumber=APBD").text)) == {"Satu", "Dua"}
    assert nama_di(client.get("/proyek?sumber=APBD&tahun=2026").text) == ["Dua"]
    halaman = client.get("/proyek", query_string={"sumber": "DAK & <lain>"}).text
    assert nama_di(halaman) == ["Tiga"]
    assert '<option value="DAK &amp; &lt;lain&gt;" selected>' in halaman
    assert '<option value="2025" >' in halaman


@pytest.mark.parametrize(
    "args",
    [
        "halaman=abc", "halaman=-1", "halaman=0", "halaman=1000000000", "halaman=%F0%9F%98%80", "halaman=²",
        "halaman=1.5", "halaman=", "tahun=abc", "tahun=99999999999", "tahun=-1", "tahun=٢٠٢٦", "urut=drop", "arah=kiri",
        "tab=x", "cari=" + "x" * 5000, "urut=nama&urut=total", "sumber=" + "y" * 3000, "cari=%00%FF",
    ],
)  # fmt: skip
def test_senseless_addresses_answer(saya: Pengguna, client: FlaskClient, args: str) -> None:
    buat_proyek(saya)
    assert client.get(f"/proyek?{args}").status_code == 200


def test_pages(saya: Pengguna, client: FlaskClient) -> None:
    for n in range(45):
        buat_proyek(saya, f"Proyek {n:02}", tahun_anggaran=2025)
    semua = []
    for n, banyak in ((1, 20), (2, 20), (3, 5)):
        halaman = client.get(f"/proyek?urut=nama&arah=naik&tahun=2025&halaman={n}").text
        assert len(nama_di(halaman)) == banyak
        assert "45 baris" in halaman
        semua += nama_di(halaman)
    assert semua == [f"Proyek {n:02}" for n in range(45)]
    assert nama_di(client.get("/proyek?urut=nama&arah=naik&halaman=99").text) == semua[40:]
    # Links keep what was chosen, and sorting starts at the first page.
    halaman = client.get("/proyek?urut=nama&arah=naik&tahun=2025&halaman=2").text
    assert "/proyek?tahun=2025&amp;urut=nama&amp;arah=naik&amp;halaman=3" in halaman
    assert 'href="/proyek?tahun=2025&amp;urut=nama"' in halaman
    assert 'aria-sort="ascending"' in halaman


def test_equal_ones_keep_their_pages(saya: Pengguna, client: FlaskClient) -> None:
    for n in range(41):
        buat_proyek(saya, f"Sama {n}", tahun_anggaran=2025)
    for args in ("urut=tahun", "urut=tahun&arah=naik", "urut=anggaran", "urut=total"):
        nama = itertools.chain(*(nama_di(client.get(f"/proyek?{args}&halaman={n}").text) for n in (1, 2, 3)))
        assert len(set(nama)) == 41


def test_htmx_gets_the_list_alone(saya: Pengguna, client: FlaskClient) -> None:
    buat_proyek(saya, "Gudang")
    tanggapan = client.get("/proyek?cari=gudang&tahun=&sumber=&tab=aktif&urut=diubah&arah=turun", headers=HTMX)
    assert "<html" not in tanggapan.text
    assert nama_di(tanggapan.text) == ["Gudang"]
    assert tanggapan.headers["HX-Push-Url"] == "/proyek?cari=gudang"
    assert "HX-Request" in tanggapan.headers["Vary"]
    assert "<html" in client.get("/proyek", headers=HTMX | {"HX-History-Restore-Request": "true"}).text


def test_statements_do_not_grow_with_rows(app: Flask, saya: Pengguna, db: SQLAlchemy, client: FlaskClient) -> None:
    banyak = []
    for jumlah in (1, 40):
        for n in range(jumlah):
            buat_proyek(saya, f"Proyek {jumlah}-{n}")
        db.session.commit()
        with menghitung(app, db) as kalimat:
            assert client.get("/proyek?cari=proyek&tahun=2026").status_code == 200
        banyak.append(len([satu for satu in kalimat if satu.startswith(("SELECT", "WITH"))]))
    assert banyak[0] == banyak[1] <= 6
