"""Reading the estimate: filters never change totals, gaps lead to their places, amounts say where they come from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ahsp_app.services.kerja import Kerja
from e2e.halaman import galat, harap_total, isian, volume
from e2e.ketik import ketik
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan


@pytest.fixture
def rekap(saya: Page, k: Kerja) -> Page:
    """Concrete of 5 m3 that is complete, a work without volume, and one whose sand has no price."""
    judul = buat_judul(k)
    buat_pekerjaan(k, "Beton", "5", judul=judul, komponen=[SEMEN])
    buat_pekerjaan(k, "Galian", judul=judul, harga="1000")
    buat_pekerjaan(k, "Urugan", "2", judul=judul, komponen=[("BHN", "Pasir urug", "m3", "1.2", None)])
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/rekap")
    return saya


def test_searching_never_changes_the_totals(rekap: Page) -> None:
    kaki = rekap.get_by_role("region", name="Jumlah dan total")
    ketik(rekap.get_by_label("Cari pekerjaan"), "galian", lalu=None)
    expect(rekap.locator("tr", has_text="Beton")).to_have_count(1)  # the heading only
    expect(rekap.get_by_role("link", name="2.689.500,00").first).to_be_visible()
    expect(kaki).to_contain_text("2.985.345,00")
    rekap.get_by_label("Cari pekerjaan").press("ControlOrMeta+a")
    rekap.keyboard.type("tidak ada yang begini")
    expect(rekap.get_by_text("Tidak ada yang cocok")).to_be_visible()
    expect(kaki).to_contain_text("2.985.345,00")
    harap_total(rekap, "Rp 2.985.000")


def test_gaps_lead_to_their_places(rekap: Page) -> None:
    daftar = rekap.locator("#belum-lengkap")
    expect(daftar).to_contain_text("2 pekerjaan belum lengkap")
    daftar.get_by_role("link", name="Galian").click()
    kolom = volume(rekap, "Galian")
    expect(kolom).to_be_focused()  # ready to be typed in
    rekap.keyboard.type("3")
    rekap.keyboard.press("Tab")
    harap_total(rekap, "Rp 2.988.000")
    rekap.get_by_role("link", name="1 belum lengkap", exact=True).click()
    rekap.locator("#belum-lengkap").get_by_role("link", name="Pasir urug").click()
    ketik(isian(rekap, "Harga Pasir urug"), "100.000")
    harap_total(rekap, "Rp 3.281.000")
    expect(rekap.get_by_role("link", name=re.compile("belum lengkap"))).to_have_count(0)


def test_where_an_amount_comes_from(rekap: Page) -> None:
    """From the total down to coefficient and price, and on to the place where they are changed."""
    panel = rekap.get_by_role("complementary", name="Dari mana angka ini")
    rekap.locator("tr", has_text="Beton").get_by_role("link", name="2.689.500,00").last.press("Enter")
    expect(panel).to_contain_text("537.900,00")
    expect(panel).to_contain_text("326 × 1.500,00")
    panel.get_by_role("link", name="Buka analisa").click()
    kolom = isian(rekap, "Koefisien Semen Portland")
    ketik(kolom, "327")
    expect(rekap.locator("#jumlah-F")).to_have_text("539.550,00")
    expect(galat(kolom)).to_be_empty()
    harap_total(rekap, "Rp 2.994.000")
