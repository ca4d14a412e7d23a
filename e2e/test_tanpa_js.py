"""Everything works with JavaScript off: forms, pages, and what goes wrong on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ahsp_app.models import Pekerjaan, Pengguna
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from ahsp_app.services.kerja import Kerja
from e2e.halaman import harap_total, isian, jumlah, pesan, volume
from e2e.ketik import ketik
from e2e.server import LiveServer
from tests.factories_lembar import buat_judul, buat_pekerjaan, isi

URAIAN = "Penggalian tanah biasa sedalam 0–1 m, manual"


@pytest.fixture
def polos(server: LiveServer, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A browser without JavaScript. Firefox knows no such switch here, so its pages are forbidden to run scripts."""
    with server.without_scripts() as jalan:
        lain = {"java_script_enabled": False, "base_url": jalan.url}
        with browser.new_context(**browser_context_args | lain) as context:
            yield context.new_page()


@pytest.fixture
def saya_polos(polos: Page, k: Kerja, kenali: Callable[[BrowserContext, Pengguna], None]) -> Page:
    """The same, signed in as the owner of the empty project."""
    kenali(polos.context, k.sesi.get_one(Pengguna, k.proyek.pemilik_id))
    return polos


@pytest.fixture
def galian(k: Kerja) -> Pekerjaan:
    """A work with a volume of 5 at Rp 1.000."""
    p = buat_pekerjaan(k, "Galian", "5", judul=buat_judul(k), harga="1000")
    k.sesi.commit()
    return p


def stored(db: SQLAlchemy, p: Pekerjaan) -> Pekerjaan:
    """The row as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Pekerjaan, p.id)


def ke(page: Page, nama: str) -> None:
    """Go to a page of the project by the navigation."""
    page.get_by_role("navigation", name="Halaman proyek").get_by_role("link", name=nama).click()


def test_from_signing_in_to_the_right_total(polos: Page, masuk: Callable[[Page], Pengguna]) -> None:
    masuk(polos)
    expect(polos.locator("noscript")).not_to_have_count(0)
    polos.get_by_role("link", name="Buat proyek pertama").click()
    ketik(isian(polos, "Nama proyek"), "Rumah tipe 70")
    polos.get_by_role("button", name="Buat proyek").click()

    ketik(isian(polos, "Nama judul"), "PEKERJAAN TANAH", lalu="Enter")
    expect(isian(polos, "Nama judul I")).to_have_value("PEKERJAAN TANAH")
    polos.get_by_text("Pekerjaan sendiri").first.click()
    ketik(isian(polos, "Uraian"), URAIAN)
    ketik(isian(polos, "Satuan"), "m3", lalu="Enter")
    polos.get_by_role("link", name=f"Analisa {URAIAN}").click()

    for nama, koefisien, harga in (("Pekerja", "0,75", "176.000"), ("Mandor", "0,038", "206.000")):
        ketik(isian(polos, "Uraian baru, Tenaga kerja"), nama)
        ketik(isian(polos, "Satuan baru, Tenaga kerja"), "OH")
        ketik(isian(polos, "Koefisien baru, Tenaga kerja"), koefisien)
        ketik(isian(polos, "Harga satuan baru, Tenaga kerja"), harga, lalu="Enter")
        expect(isian(polos, f"Koefisien {nama}")).to_have_value(koefisien)
    expect(polos.locator("#jumlah-F")).to_have_text("153.810,80")

    ke(polos, "Volume")
    ketik(volume(polos, URAIAN), "74,3535")
    polos.get_by_role("button", name=f"Simpan volume {URAIAN}").click()
    expect(jumlah(volume(polos, URAIAN))).to_have_text("11.436.371,32")
    harap_total(polos, "Rp 12.694.000")

    ke(polos, "Rekap RAB")
    for nilai in ("11.436.371,32", "1.258.000,85", "12.694.372,17", "12.694.000,00"):
        expect(polos.get_by_role("region", name="Jumlah dan total")).to_contain_text(nilai)
    polos.get_by_role("link", name="11.436.371,32").first.click()  # where the number comes from, as a page
    expect(polos.get_by_role("heading", level=1)).to_have_text("Dari mana angka ini")


def test_a_bad_value_is_refused_and_kept_to_be_put_right(
    saya_polos: Page, k: Kerja, db: SQLAlchemy, galian: Pekerjaan
) -> None:
    saya_polos.goto(f"/proyek/{k.proyek.id}/volume")
    ketik(volume(saya_polos, "Galian"), "1.2.3")
    saya_polos.get_by_role("button", name="Simpan volume Galian").click()
    expect(saya_polos.get_by_role("alert")).to_contain_text("1.2.3")
    kolom = saya_polos.get_by_label("Volume", exact=True)
    expect(kolom).to_have_value("1.2.3")
    assert stored(db, galian).volume == 5
    ketik(kolom, "12,3", lalu="Enter")
    expect(jumlah(volume(saya_polos, "Galian"))).to_have_text("12.300,00")
    assert str(stored(db, galian).volume.normalize()) == "12.3"


def test_a_row_changed_elsewhere_offers_both_values(
    saya_polos: Page, k: Kerja, db: SQLAlchemy, galian: Pekerjaan
) -> None:
    saya_polos.goto(f"/proyek/{k.proyek.id}/volume")
    isi(k, galian, "7")
    k.sesi.commit()
    ketik(volume(saya_polos, "Galian"), "9")
    saya_polos.get_by_role("button", name="Simpan volume Galian").click()
    expect(saya_polos.get_by_role("heading", level=1)).to_contain_text("baru saja diubah")
    expect(saya_polos.get_by_role("main")).to_contain_text(re.compile(r"Milik Anda\s*9\s*Milik rekan\s*7"))
    assert stored(db, galian).volume == 7
    saya_polos.get_by_role("button", name="Pakai milik saya").click()
    expect(volume(saya_polos, "Galian")).to_have_value("9")
    harap_total(saya_polos, "Rp 9.000")
    assert stored(db, galian).volume == 9


def test_a_whole_row_settings_and_the_trash(saya_polos: Page, k: Kerja, db: SQLAlchemy, galian: Pekerjaan) -> None:
    page, halaman = saya_polos, f"/proyek/{k.proyek.id}/pekerjaan"
    page.goto(halaman)
    ketik(page.locator(f"#pekerjaan-{galian.id}-uraian"), "Galian batu")
    ketik(isian(page, "Volume Galian"), "8")
    ketik(isian(page, "Satuan Galian"), "m2")
    page.get_by_role("button", name="Simpan Galian").click()
    expect(volume(page, "Galian batu")).to_have_value("8")
    baris = stored(db, galian)
    assert (baris.uraian, baris.volume, baris.satuan) == ("Galian batu", 8, "m2")

    page.get_by_role("link", name="Pilihan untuk Galian batu").click()
    page.get_by_role("button", name="Hapus").click()
    harap_total(page, "Rp 0")
    pesan(page, "“Galian batu” dihapus.").get_by_role("button", name="Urungkan").click()
    harap_total(page, "Rp 8.000")

    ke(page, "Pengaturan")
    isian(page, "PPN").select_option("0")
    ketik(isian(page, "Margin (%)"), "15,5")
    page.get_by_role("button", name="Simpan perhitungan").click()
    expect(pesan(page, "Perhitungan disimpan")).to_be_visible()
    expect(page.get_by_label("Margin (%)")).to_have_value("15,5")
    ketik(isian(page, "Margin (%)"), "seratus")
    page.get_by_role("button", name="Simpan perhitungan").click()
    expect(page.locator("#margin_persen-galat")).to_contain_text("seratus")
    expect(page.get_by_label("Margin (%)")).to_have_value("seratus")

    page.get_by_role("button", name="Buang ke sampah").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proyek saya")
    page.get_by_role("link", name="Sampah (1)").click()
    page.get_by_role("button", name="Pulihkan Rumah tipe 70").click()
    expect(pesan(page, "dipulihkan")).to_be_visible()
    page.goto(halaman)
    harap_total(page, "Rp 8.000")


def test_works_from_the_catalogue_and_formulas(saya_polos: Page, k: Kerja) -> None:
    muat_katalog_awal(k.sesi)
    k.proyek.daftar_harga_id = muat_harga_contoh(k.sesi).id
    k.sesi.commit()
    page = saya_polos
    page.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    ketik(page.get_by_label("Dari katalog"), "galian tanah", lalu="Enter")
    tombol = page.get_by_role("button", name="Tambah ").and_(page.locator("[name=ahsp_id]")).first
    nama = (tombol.get_attribute("aria-label") or "").split(maxsplit=2)[2]
    tombol.click()
    expect(pesan(page, f"Ditambahkan: {nama[:40]}")).to_be_visible()

    ke_volume = f"/proyek/{k.proyek.id}/volume"
    page.goto(ke_volume)
    ketik(isian(page, "Nama"), "panjang")
    ketik(isian(page, "Nilai"), "12", lalu="Enter")
    expect(isian(page, "Nilai panjang")).to_have_value("12")
    ketik(volume(page, nama), "=panjang*2", lalu=None)
    page.get_by_role("button", name=f"Simpan volume {nama}").click()
    expect(volume(page, nama)).to_have_value("=panjang*2")
    expect(jumlah(volume(page, nama))).not_to_have_text("0,00")
    lama = page.locator("#total-proyek strong").inner_text()
    ketik(isian(page, "Nilai panjang"), "24", lalu=None)
    page.get_by_role("button", name="Simpan nilai panjang").click()
    expect(isian(page, "Nilai panjang")).to_have_value("24")
    expect(page.locator("#total-proyek strong")).not_to_have_text(lama)


def test_prices(saya_polos: Page, k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "5", judul=buat_judul(k), komponen=[("BHN", "Semen Portland", "kg", "326", None)])
    k.sesi.commit()
    saya_polos.goto(f"/proyek/{k.proyek.id}/harga")
    ketik(isian(saya_polos, "Harga Semen Portland"), "-1")
    saya_polos.get_by_role("button", name="Simpan Semen Portland").click()
    expect(saya_polos.get_by_role("alert")).to_contain_text("negatif")
    kolom = isian(saya_polos, "Harga")
    expect(kolom).to_have_value("-1")
    ketik(kolom, "1.500", lalu="Enter")
    expect(isian(saya_polos, "Harga Semen Portland")).to_have_value("1.500")
    harap_total(saya_polos, "Rp 2.985.000")
