"""The tree of works is put in order by keyboard and by pointer; numbers follow, amounts do not move."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, expect

from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import harap_total, pesan, volume
from tests.factories_lembar import buat_judul, buat_pekerjaan

AWAL = ["TANAH", "Galian", "Urugan", "BETON", "Kolom"]


@pytest.fixture
def pohon(saya: Page, k: Kerja) -> Page:
    """The page of a tree of two headings and three works at Rp 10.000."""
    tanah, beton = buat_judul(k, "TANAH"), buat_judul(k, "BETON")
    for nama, judul in (("Galian", tanah), ("Urugan", tanah), ("Kolom", beton)):
        buat_pekerjaan(k, nama, "10", judul=judul, harga="1000")
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    return saya


def pegangan(page: Page, nama: str) -> Locator:
    """The handle of a row."""
    return page.get_by_role("button", name=f"Pindahkan {nama}")


def harap_urutan(page: Page, urutan: list[str]) -> None:
    """The rows become these, from top to bottom; the total stays."""
    nama = page.locator("#pohon :is([data-kol=uraian], [data-kol=nama])")
    for n, teks in enumerate(urutan):
        expect(nama.nth(n)).to_have_value(teks)
    expect(nama).to_have_count(len(urutan))
    harap_total(page, "Rp 33.000")


def harap_nomor(page: Page, nama: str, nomor: str) -> None:
    """The number in front of a row."""
    expect(page.get_by_label(f"Nomor {nama}", exact=True)).to_have_value(nomor)


def geser(page: Page, nama: str, sasaran: Locator, bagian: float) -> None:
    """Drag a row by its handle to a place on another: 0 is the upper edge, 1 the lower."""
    pegangan(page, nama).hover()
    page.mouse.down()
    kotak = sasaran.bounding_box()
    assert kotak is not None
    page.mouse.move(kotak["x"] + 200, kotak["y"] + kotak["height"] * bagian, steps=4)
    page.mouse.up()


def test_moving_by_keyboard(pohon: Page, db: SQLAlchemy) -> None:
    harap_urutan(pohon, AWAL)
    pegangan(pohon, "Galian").focus()
    pohon.keyboard.press("Alt+ArrowDown")
    harap_urutan(pohon, ["TANAH", "Urugan", "Galian", "BETON", "Kolom"])
    harap_nomor(pohon, "Galian", "2")
    expect(pegangan(pohon, "Galian")).to_be_focused()  # so that one can go on
    pohon.keyboard.press("Alt+ArrowUp")
    harap_urutan(pohon, AWAL)
    harap_nomor(pohon, "Galian", "1")

    volume(pohon, "Urugan").focus()  # from a cell too
    pohon.keyboard.press("Alt+ArrowUp")
    harap_urutan(pohon, ["TANAH", "Urugan", "Galian", "BETON", "Kolom"])
    expect(volume(pohon, "Urugan")).to_be_focused()

    pegangan(pohon, "BETON").focus()
    pohon.keyboard.press("Alt+ArrowRight")
    harap_nomor(pohon, "BETON", "A")
    harap_urutan(pohon, ["TANAH", "Urugan", "Galian", "BETON", "Kolom"])
    db.session.rollback()
    tanah, beton = db.session.query(Klasifikasi).order_by(Klasifikasi.id)
    assert beton.induk_id == tanah.id
    pohon.keyboard.press("Alt+ArrowLeft")
    harap_nomor(pohon, "BETON", "II")


def test_moves_in_quick_succession_queue(pohon: Page, db: SQLAlchemy) -> None:
    harap_urutan(pohon, AWAL)
    pegangan(pohon, "BETON").focus()
    for tombol in ("Up", "Down", "Up", "Down", "Right"):
        pohon.keyboard.press(f"Alt+Arrow{tombol}")
    harap_nomor(pohon, "BETON", "A")  # no state on the way looks like this one
    harap_urutan(pohon, ["TANAH", "Galian", "Urugan", "BETON", "Kolom"])
    db.session.rollback()
    tanah, beton = db.session.query(Klasifikasi).order_by(Klasifikasi.id)
    assert (beton.induk_id, tanah.urut) == (tanah.id, 1)


def test_moving_by_pointer_and_taking_it_back(pohon: Page, db: SQLAlchemy) -> None:
    harap_urutan(pohon, AWAL)
    geser(pohon, "Kolom", pohon.locator("tr", has=volume(pohon, "Galian")), 0.2)
    harap_urutan(pohon, ["TANAH", "Kolom", "Galian", "Urugan", "BETON"])
    db.session.rollback()
    assert db.session.query(Pekerjaan).filter_by(uraian="Kolom").one().urut == 1
    pesan(pohon, "“Kolom” dipindahkan.").get_by_role("button", name="Urungkan").click()
    harap_urutan(pohon, AWAL)

    geser(pohon, "Galian", pohon.locator("tr", has=pegangan(pohon, "BETON")), 0.5)
    harap_urutan(pohon, ["TANAH", "Urugan", "BETON", "Kolom", "Galian"])
    geser(pohon, "BETON", pohon.locator("tr", has=pegangan(pohon, "TANAH")), 0.1)
    harap_urutan(pohon, ["BETON", "Kolom", "Galian", "TANAH", "Urugan"])


def test_escape_gives_up_a_drag(pohon: Page) -> None:
    harap_urutan(pohon, AWAL)
    pegangan(pohon, "Kolom").hover()
    pohon.mouse.down()
    kotak = volume(pohon, "Galian").bounding_box()
    assert kotak is not None
    pohon.mouse.move(kotak["x"] + 5, kotak["y"] + 2, steps=4)
    expect(pohon.locator("tr.digeser")).to_have_count(1)
    pohon.keyboard.press("Escape")
    expect(pohon.locator("tr.digeser")).to_have_count(0)
    pohon.mouse.up()
    harap_urutan(pohon, AWAL)


def test_headings_collapse_and_stay_collapsed(pohon: Page) -> None:
    pohon.get_by_role("button", name="Lipat TANAH").click()
    expect(volume(pohon, "Galian")).to_be_hidden()
    expect(volume(pohon, "Kolom")).to_be_visible()
    pohon.reload()
    expect(volume(pohon, "Galian")).to_be_hidden()
    pohon.get_by_role("button", name="Lipat TANAH").press("Enter")
    expect(volume(pohon, "Galian")).to_be_visible()
