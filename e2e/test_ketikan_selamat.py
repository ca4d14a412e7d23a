"""What is typed while a save is on its way is neither lost nor replaced, and is saved after it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import harap_status, harap_total, jumlah, volume
from e2e.ketik import ketik
from e2e.server import LiveServer, Way
from tests.factories_lembar import buat_judul, buat_pekerjaan


@pytest.fixture
def pekerjaan(k: Kerja) -> list[Pekerjaan]:
    """Twelve works at Rp 1.000 a unit, without volumes."""
    judul = buat_judul(k)
    daftar = [buat_pekerjaan(k, f"Pekerjaan {n}", judul=judul, harga="1000") for n in range(1, 13)]
    k.sesi.commit()
    return daftar


@pytest.fixture
def jalan(server: LiveServer) -> Iterator[Way]:
    """The way to the server; slow as soon as a test says so."""
    with server.delayed(0) as jalan:
        yield jalan


def buka(page: Page, jalan: Way, k: Kerja, halaman: str) -> None:
    """Open a page at once; from then on every answer takes 0.6 s."""
    page.goto(f"{jalan.url}/proyek/{k.proyek.id}/{halaman}")
    harap_status(page, "tersimpan")
    jalan.seconds = 0.6


def tersimpan(db: SQLAlchemy, p: Pekerjaan) -> Pekerjaan:
    """The row as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Pekerjaan, p.id)


def test_text_typed_into_the_next_cell_survives(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], jalan: Way
) -> None:
    buka(saya, jalan, k, "volume")
    satu, dua = volume(saya, "Pekerjaan 1"), volume(saya, "Pekerjaan 2")
    ketik(satu, "12,5", lalu="Enter")
    expect(dua).to_be_focused()
    dua.press_sequentially("3,2")
    harap_status(saya, "menyimpan")
    expect(jumlah(satu)).to_have_text("12.500,00")  # the answer is here …
    expect(dua).to_be_focused()
    expect(dua).to_have_value("3,2")  # … and has touched nothing
    dua.press_sequentially("5")
    dua.press("Enter")
    harap_status(saya, "menyimpan")
    expect(jumlah(dua)).to_have_text("3.250,00")
    harap_status(saya, "tersimpan")
    assert tersimpan(db, pekerjaan[0]).volume == Decimal("12.5")
    assert tersimpan(db, pekerjaan[1]).volume == Decimal("3.25")


def test_next_cell_of_the_same_row_survives(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], jalan: Way
) -> None:
    buka(saya, jalan, k, "pekerjaan")
    uraian = saya.locator(f"#pekerjaan-{pekerjaan[0].id}-uraian")
    satuan = saya.get_by_label("Satuan Pekerjaan 1", exact=True)
    ketik(uraian, "Galian tanah")
    kode, isi = saya.get_by_label("Kode Pekerjaan 1", exact=True), volume(saya, "Pekerjaan 1")
    expect(kode).to_be_focused()
    saya.keyboard.type("G.01")
    saya.keyboard.press("Tab")
    expect(isi).to_be_focused()
    saya.keyboard.type("7")
    saya.keyboard.press("Tab")
    expect(satuan).to_be_focused()
    saya.keyboard.type("m2")  # three saves of this row are waiting for each other
    harap_status(saya, "menyimpan")
    expect(jumlah(isi)).to_have_text("7.000,00")
    expect(satuan).to_have_value("m2")
    saya.keyboard.press("Tab")
    harap_status(saya, "tersimpan")
    baris = tersimpan(db, pekerjaan[0])
    assert (baris.uraian, baris.kode, baris.volume, baris.satuan) == ("Galian tanah", "G.01", 7, "m2")


def test_the_same_cell_typed_again_in_flight(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], jalan: Way
) -> None:
    buka(saya, jalan, k, "volume")
    satu = volume(saya, "Pekerjaan 1")
    ketik(satu, "5", lalu="Enter")
    saya.keyboard.press("ArrowUp")
    expect(satu).to_be_focused()
    satu.press_sequentially("57")  # the cell is selected on arrival, so this replaces the 5
    expect(satu).to_have_value("57")
    saya.keyboard.press("Enter")
    saya.keyboard.press("ArrowUp")
    satu.press_sequentially("571")
    expect(jumlah(satu)).to_have_text("57.000,00")  # two answers later the third text still stands
    expect(satu).to_have_value("571")
    saya.keyboard.press("Enter")
    expect(jumlah(satu)).to_have_text("571.000,00")
    harap_status(saya, "tersimpan")
    expect(satu).to_have_value("571")
    assert tersimpan(db, pekerjaan[0]).volume == 571


def test_ten_cells_typed_fast_down_a_column(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], jalan: Way
) -> None:
    buka(saya, jalan, k, "volume")
    volume(saya, "Pekerjaan 1").click()
    for n in range(1, 11):
        saya.keyboard.type(f"{n},5")
        saya.keyboard.press("Enter")
    expect(volume(saya, "Pekerjaan 11")).to_be_focused()
    harap_status(saya, "menyimpan")
    harap_status(saya, "tersimpan")
    harap_total(saya, "Rp 66.000")  # 60 × 1.000, with 11 % PPN, in whole thousands
    for n, p in enumerate(pekerjaan[:10], 1):
        assert tersimpan(db, p).volume == Decimal(f"{n}.5")
        expect(volume(saya, p.uraian)).to_have_value(f"{n},5")
