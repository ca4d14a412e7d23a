"""Adding rows on a slow line: the answer takes neither the focus nor a key from who is typing elsewhere already."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, expect

from ahsp_app.models import Komponen, Parameter, Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import harap_status, isian, volume
from e2e.ketik import ketik
from e2e.server import LiveServer, Way
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan


@pytest.fixture
def beton(k: Kerja) -> Pekerjaan:
    """A work with one component, among others."""
    judul = buat_judul(k)
    p = buat_pekerjaan(k, "Beton", "2", judul=judul, komponen=[SEMEN])
    buat_pekerjaan(k, "Urugan", "1", judul=judul, harga="1000")
    k.sesi.commit()
    return p


@pytest.fixture
def jalan(server: LiveServer) -> Iterator[Way]:
    """The way to the server; slow as soon as a test says so."""
    with server.delayed(0) as jalan:
        yield jalan


def buka(page: Page, jalan: Way, alamat: str) -> None:
    """Open a page at once; from then on every answer takes 0.6 s."""
    page.goto(f"{jalan.url}{alamat}")
    harap_status(page, "tersimpan")
    jalan.seconds = 0.6


def ketik_pelan(kolom: Locator, teks: str) -> None:
    """Replace what a cell holds at the pace of a person, so that an answer falls between two keys."""
    kolom.click()
    kolom.press("ControlOrMeta+a")
    kolom.page.keyboard.type(teks, delay=110)
    expect(kolom).to_be_focused()
    expect(kolom).to_have_value(teks)
    kolom.press("Tab")
    harap_status(kolom.page, "tersimpan")


def baru(page: Page, nama: str, kategori: str = "BHN") -> Locator:
    """A field of the row that adds."""
    return page.locator(f"#tambah-{kategori}-{nama}")


def isi_bahan(page: Page, uraian: str) -> None:
    """Fill the row that adds a resource and press Enter in its last field."""
    for nama, teks in (("uraian", uraian), ("satuan", "kg"), ("koefisien", "2"), ("harga", "1000")):
        ketik(baru(page, nama), teks, lalu=None)
    page.keyboard.press("Enter")


def test_a_row_added_to_an_analysis(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan, jalan: Way) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    isi_bahan(saya, "Kapur")
    ketik_pelan(isian(saya, "Koefisien Semen Portland"), "7,12345678")
    expect(isian(saya, "Koefisien Kapur")).to_have_value("2")
    expect(baru(saya, "uraian")).to_have_value("")
    db.session.rollback()
    assert {r.koefisien for r in db.session.query(Komponen)} == {Decimal("7.12345678"), Decimal(2)}


def test_a_row_taken_from_an_analysis(saya: Page, k: Kerja, beton: Pekerjaan, jalan: Way) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    isi_bahan(saya, "Kapur")
    expect(isian(saya, "Koefisien Kapur")).to_have_value("2")
    saya.get_by_role("button", name="Hapus Kapur").click()
    ketik_pelan(isian(saya, "Koefisien Semen Portland"), "3,12345678")
    expect(isian(saya, "Koefisien Kapur")).to_have_count(0)


def test_rows_typed_one_after_the_other(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan, jalan: Way) -> None:
    """The next row is typed while the last one is on its way, in another group too."""
    buka(saya, jalan, f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    for uraian in ("Kapur", "Pasir", "Kerikil"):
        isi_bahan(saya, uraian)
        expect(baru(saya, "uraian")).to_have_value("")
        expect(baru(saya, "uraian")).to_be_focused()
    alat = baru(saya, "uraian", "ALT")
    alat.click()
    saya.keyboard.type("Stamper kodok besar", delay=100)
    expect(alat).to_have_value("Stamper kodok besar")
    for uraian in ("Kapur", "Pasir", "Kerikil"):
        expect(isian(saya, f"Koefisien {uraian}")).to_have_value("2")
    expect(alat).to_be_focused()


def test_works_of_ones_own_one_after_the_other(
    saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan, jalan: Way
) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/pekerjaan")
    saya.get_by_text("Pekerjaan sendiri", exact=True).first.click()
    uraian = isian(saya, "Uraian")
    uraian.click()
    for nama in ("Satu", "Dua", "Tiga"):
        saya.keyboard.type(nama, delay=40)
        saya.keyboard.press("Enter")
    ketik_pelan(volume(saya, "Urugan"), "1234567")
    for nama in ("Satu", "Dua", "Tiga"):
        expect(volume(saya, nama)).to_be_visible()
    db.session.rollback()
    urutan = db.session.query(Pekerjaan).order_by(Pekerjaan.urut).all()
    assert [p.uraian for p in urutan] == ["Beton", "Urugan", "Satu", "Dua", "Tiga"]
    assert urutan[1].volume == 1234567


def test_a_refused_row_comes_back_to_be_mended(saya: Page, k: Kerja, beton: Pekerjaan, jalan: Way) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/pekerjaan")
    saya.get_by_text("Pekerjaan sendiri", exact=True).first.click()
    ketik(isian(saya, "Uraian"), "Galian")
    ketik(isian(saya, "Volume"), "dua", lalu="Enter")
    expect(isian(saya, "Volume")).to_have_value("dua")
    expect(isian(saya, "Uraian")).to_have_value("Galian")
    ketik(isian(saya, "Volume"), "2", lalu="Enter")
    expect(volume(saya, "Galian")).to_have_value("2")
    expect(isian(saya, "Uraian")).to_have_value("")


def test_a_row_that_did_not_arrive_comes_back(saya: Page, k: Kerja, beton: Pekerjaan, jalan: Way) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    saya.route("**/komponen**", lambda rute: rute.abort())
    isi_bahan(saya, "Kapur")
    expect(baru(saya, "uraian")).to_have_value("Kapur")
    expect(baru(saya, "koefisien")).to_have_value("2")
    saya.unroute("**/komponen**")
    baru(saya, "koefisien").press("Enter")
    expect(isian(saya, "Koefisien Kapur")).to_have_value("2")


def test_a_parameter_added(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan, jalan: Way) -> None:
    buka(saya, jalan, f"/proyek/{k.proyek.id}/volume")
    nama, nilai = isian(saya, "Nama"), isian(saya, "Nilai")
    if not nama.is_visible():
        saya.get_by_text("Tambah parameter").click()
    ketik(nama, "panjang")
    ketik(nilai, "12,5", lalu="Enter")
    ketik_pelan(volume(saya, "Urugan"), "1234567")
    expect(isian(saya, "Nilai panjang")).to_have_value("12,5")
    db.session.rollback()
    assert db.session.query(Parameter).one().nilai == Decimal("12.5")


def test_no_key_is_lost_when_the_tree_is_replaced(
    saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan, jalan: Way
) -> None:
    """Keys come every few milliseconds, so that some fall into every moment of the swap; the caret stays as well."""
    buka(saya, jalan, f"/proyek/{k.proyek.id}/pekerjaan")
    jalan.seconds = 0.15
    kolom = volume(saya, "Beton")
    for n in range(6):
        saya.get_by_role("button", name="Pindahkan Urugan").focus()
        saya.keyboard.press("Alt+ArrowUp" if n % 2 == 0 else "Alt+ArrowDown")
        angka = f"{n + 1}23456789012345"[:14]
        kolom.click()
        kolom.press("ControlOrMeta+a")
        saya.keyboard.type(angka, delay=25)
        expect(kolom).to_have_value(angka)
        kolom.press("Escape")
        harap_status(saya, "tersimpan")
