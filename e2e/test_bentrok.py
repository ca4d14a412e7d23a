"""Two windows change one row: the second is offered both values, and nothing is written over unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, expect

from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import galat, harap_status, harap_total, jumlah, volume
from e2e.ketik import ketik
from e2e.server import LiveServer
from tests.factories_lembar import buat_judul, buat_pekerjaan

MILIK_SAYA, MILIK_REKAN = "Pakai milik saya", "Pakai milik rekan"


@pytest.fixture
def galian(k: Kerja) -> Pekerjaan:
    """A work with a volume of 5 at Rp 1.000, and another one."""
    judul = buat_judul(k)
    p = buat_pekerjaan(k, "Galian", "5", judul=judul, harga="1000")
    buat_pekerjaan(k, "Urugan", "10", judul=judul, harga="1000")
    k.sesi.commit()
    return p


@pytest.fixture
def rekan(jendela: Callable[..., Page]) -> Page:
    """The other window."""
    return jendela()


@pytest.fixture
def kolom(saya: Page, rekan: Page, k: Kerja, galian: Pekerjaan) -> Locator:
    """The cell of the volume in my window, after the other window has changed it to 7."""
    for page in (saya, rekan):
        page.goto(f"/proyek/{k.proyek.id}/volume")
    harap_total(saya, "Rp 16.000")
    ketik(volume(rekan, galian.uraian), "7")
    harap_status(rekan, "tersimpan")
    harap_total(rekan, "Rp 18.000")
    return volume(saya, galian.uraian)


def stored(db: SQLAlchemy, p: Pekerjaan) -> Decimal | None:
    """The volume as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Pekerjaan, p.id).volume


def bentrokkan(kolom: Locator) -> None:
    """Type 9 in my window, which still shows 5, and be offered both."""
    ketik(kolom, "9")
    expect(galat(kolom)).to_contain_text("Milik Anda: 9 — milik rekan: 7")
    expect(galat(kolom)).to_contain_text(re.compile("oleh Rina"))
    expect(kolom).to_have_value("9")
    harap_status(kolom.page, "bentrok")


def test_keeping_mine(kolom: Locator, galian: Pekerjaan, db: SQLAlchemy) -> None:
    bentrokkan(kolom)
    assert stored(db, galian) == 7
    galat(kolom).get_by_role("button", name=MILIK_SAYA).click()
    harap_status(kolom.page, "tersimpan")
    expect(galat(kolom)).to_be_empty()
    expect(kolom).to_have_value("9")
    expect(jumlah(kolom)).to_have_text("9.000,00")
    harap_total(kolom.page, "Rp 21.000")
    assert stored(db, galian) == 9
    ketik(kolom, "11")  # and the row is up to date again
    harap_status(kolom.page, "tersimpan")
    assert stored(db, galian) == 11


def test_taking_theirs(kolom: Locator, galian: Pekerjaan, db: SQLAlchemy) -> None:
    bentrokkan(kolom)
    galat(kolom).get_by_role("button", name=MILIK_REKAN).press("Enter")
    harap_status(kolom.page, "tersimpan")
    expect(galat(kolom)).to_be_empty()
    expect(kolom).to_have_value("7")
    expect(jumlah(kolom)).to_have_text("7.000,00")
    harap_total(kolom.page, "Rp 18.000")
    assert stored(db, galian) == 7


def test_conflict_stays_until_it_is_resolved(kolom: Locator, galian: Pekerjaan, db: SQLAlchemy) -> None:
    """Other rows are saved meanwhile; Esc does not throw the typed value away."""
    bentrokkan(kolom)
    ketik(volume(kolom.page, "Urugan"), "20")
    expect(jumlah(volume(kolom.page, "Urugan"))).to_have_text("20.000,00")
    harap_status(kolom.page, "bentrok")
    kolom.press("Escape")
    expect(kolom).to_have_value("9")
    harap_status(kolom.page, "bentrok")
    assert stored(db, galian) == 7


def test_another_column_of_the_row_changed(
    saya: Page, rekan: Page, k: Kerja, galian: Pekerjaan, db: SQLAlchemy
) -> None:
    """The version belongs to the row: I am told before my value goes on top of a row I have not seen."""
    for page in (saya, rekan):
        page.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    ketik(rekan.locator(f"#pekerjaan-{galian.id}-uraian"), "Galian batu")
    harap_status(rekan, "tersimpan")
    kolom = volume(saya, "Galian")
    ketik(kolom, "9")
    expect(galat(kolom)).to_contain_text("Milik Anda: 9 — milik rekan: 5")
    galat(kolom).get_by_role("button", name=MILIK_SAYA).click()
    harap_status(saya, "tersimpan")
    expect(saya.locator(f"#pekerjaan-{galian.id}-uraian")).to_have_value("Galian batu")
    assert stored(db, galian) == 9


def test_equal_values_are_no_conflict(kolom: Locator, galian: Pekerjaan, db: SQLAlchemy) -> None:
    ketik(kolom, "7")
    harap_status(kolom.page, "tersimpan")
    expect(galat(kolom)).to_be_empty()
    harap_total(kolom.page, "Rp 18.000")
    assert stored(db, galian) == 7


def test_row_deleted_in_the_other_window(saya: Page, rekan: Page, k: Kerja, galian: Pekerjaan, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    rekan.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    rekan.get_by_role("link", name="Pilihan untuk Galian").click()
    rekan.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    harap_total(rekan, "Rp 11.000")
    kolom = volume(saya, galian.uraian)
    ketik(kolom, "9")
    expect(galat(kolom)).to_contain_text("sudah dihapus di jendela lain")
    expect(kolom).to_have_value("9")
    harap_status(saya, "belum")
    assert stored(db, galian) == 5
    saya.reload()
    harap_total(saya, "Rp 11.000")
    expect(kolom).to_have_count(0)


def test_every_cell_that_the_other_window_changed_is_offered(
    saya: Page, rekan: Page, k: Kerja, galian: Pekerjaan, db: SQLAlchemy, server: LiveServer
) -> None:
    """I change two cells of a row on a slow line; the other window had changed the second: it is not written over."""
    with server.delayed(0) as jalan:
        rekan.goto(f"/proyek/{k.proyek.id}/pekerjaan")
        saya.goto(f"{jalan.url}/proyek/{k.proyek.id}/pekerjaan")
        jalan.seconds = 0.6
        _dua_sel(saya, rekan, galian, db)


def _dua_sel(saya: Page, rekan: Page, galian: Pekerjaan, db: SQLAlchemy) -> None:
    ketik(volume(rekan, "Galian"), "12")
    harap_status(rekan, "tersimpan")
    uraian, kolom = saya.locator(f"#pekerjaan-{galian.id}-uraian"), volume(saya, "Galian")
    ketik(uraian, "Galian batu")
    ketik(kolom, "3")
    expect(galat(uraian)).to_contain_text("milik rekan: Galian")
    expect(galat(kolom)).to_contain_text("Milik Anda: 3 — milik rekan: 12")
    assert stored(db, galian) == 12
    harap_total(saya, "Rp 24.000")  # 12 and 10 at Rp 1.000, with PPN
    galat(uraian).get_by_role("button", name=MILIK_SAYA).click()
    expect(galat(uraian)).to_be_empty()
    assert stored(db, galian) == 12
    galat(kolom).get_by_role("button", name=MILIK_REKAN).click()
    harap_status(saya, "tersimpan")
    assert stored(db, galian) == 12


def test_a_cell_typed_after_a_conflict_has_seen_the_present_value(
    saya: Page, rekan: Page, k: Kerja, galian: Pekerjaan, db: SQLAlchemy
) -> None:
    for page in (saya, rekan):
        page.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    ketik(volume(rekan, "Galian"), "12")
    harap_status(rekan, "tersimpan")
    uraian, kolom = saya.locator(f"#pekerjaan-{galian.id}-uraian"), volume(saya, "Galian")
    ketik(uraian, "Galian batu")
    expect(galat(uraian)).to_contain_text("milik rekan: Galian")
    expect(kolom).to_have_value("12")
    ketik(kolom, "3")
    expect(galat(kolom)).to_be_empty()
    expect(jumlah(kolom)).to_have_text("3.000,00")
    assert stored(db, galian) == 3
