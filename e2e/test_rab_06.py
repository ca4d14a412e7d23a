"""A newcomer builds example RAB-06 (docs of the trade: one work of earth digging) with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import SANDI
from e2e.halaman import Papan, harap_status, harap_total, jumlah, volume
from e2e.server import LiveServer

URAIAN = "Penggalian tanah biasa sedalam 0–1 m, manual"
DIBULATKAN = "Rp 12.694.000"
HALAMAN = {
    "Pekerjaan": r"/pekerjaan$",
    "Volume": r"/volume$",
    "Analisa": r"/analisa",
    "Harga": r"/harga$",
    "Pengaturan": r"/pengaturan$",
}


@pytest.fixture
def papan(page: Page, server: LiveServer) -> Papan:
    """The newcomer's keyboard, on the page where one registers."""
    page.goto("/daftar")
    return Papan(page)


def test_newcomer_builds_rab_06_by_keyboard_alone(page: Page, papan: Papan) -> None:
    daftar(page, papan)
    buat_proyek(page, papan)
    tambah_judul_dan_pekerjaan(page, papan)
    susun_analisa(page, papan)
    isi_volume(page, papan)
    baca_rekap(page, papan)
    lihat_total_di_mana_mana(page, papan)


def daftar(page: Page, papan: Papan) -> None:
    expect(page.locator("#nama")).to_be_focused()
    papan.ketik("Rina", "Tab")
    papan.ketik("rina@kantor.example", "Tab")
    papan.ketik(SANDI, "Tab")
    papan.ketik(SANDI, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proyek saya")


def buat_proyek(page: Page, papan: Papan) -> None:
    papan.buka(page.get_by_role("link", name="Buat proyek pertama"))
    expect(page.get_by_label("Nama proyek")).to_be_focused()
    papan.ketik("Rumah tipe 70", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pekerjaan")
    harap_total(page, "Rp 0")


def tambah_judul_dan_pekerjaan(page: Page, papan: Papan) -> None:
    papan.tekan("?")
    expect(page.get_by_role("dialog", name="Tombol pintas")).to_be_visible()
    papan.tekan("Escape")
    nama, uraian = page.get_by_label("Nama judul", exact=True), page.get_by_label("Uraian", exact=True)
    papan.ke(nama)
    papan.ketik("PEKERJAAN TANAH", "Enter")
    expect(page.get_by_label("Nama judul I", exact=True)).to_have_value("PEKERJAAN TANAH")
    expect(nama).to_be_focused()
    expect(nama).to_have_value("")
    papan.ke(uraian, "Shift+Tab")
    papan.ketik(URAIAN, "Tab")
    papan.ketik("m3", "Enter")
    expect(volume(page, URAIAN)).to_be_visible()
    expect(uraian).to_be_focused()


def susun_analisa(page: Page, papan: Papan) -> None:
    papan.buka(page.get_by_role("link", name="Buka analisa"))
    expect(page.get_by_role("heading", level=1)).to_have_text(URAIAN)
    baru = page.get_by_label("Uraian baru, Tenaga kerja")
    for nama, koefisien, harga, jumlah_harga in (
        ("Pekerja", "0,75", "176.000", "132.000,00"),
        ("Mandor", "0,038", "206.000", "7.828,00"),
    ):
        expect(baru).to_be_focused()
        expect(baru).to_have_value("")
        papan.ketik(nama, "Tab")
        papan.ketik("OH", "Tab")
        papan.ketik(koefisien, "Tab")
        papan.ketik(harga, "Enter")
        expect(jumlah(page.get_by_label(f"Koefisien {nama}"))).to_have_text(jumlah_harga)
    expect(page.locator("#jumlah-D")).to_have_text("139.828,00")
    expect(page.locator("#jumlah-E")).to_have_text("13.982,80")
    expect(page.locator("#jumlah-F")).to_have_text("153.810,80")
    harap_total(page, "Rp 0")


def isi_volume(page: Page, papan: Papan) -> None:
    """F8 leads to what is missing: the link to the volume, then the empty cell itself."""
    papan.tekan("F8")
    expect(page.get_by_role("link", name="belum diisi", exact=True)).to_be_focused()
    papan.tekan("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Volume")
    papan.tekan("F8")
    kolom = volume(page, URAIAN)
    expect(kolom).to_be_focused()
    papan.ketik("74,3535", "Enter")
    expect(jumlah(kolom)).to_have_text("11.436.371,32")
    harap_status(page, "tersimpan")
    harap_total(page, DIBULATKAN)
    expect(page.get_by_text("belum lengkap")).to_have_count(0)


def baca_rekap(page: Page, papan: Papan) -> None:
    papan.buka(page.get_by_role("link", name="Rekap RAB"), "Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rekap RAB")
    for nama, nilai in (
        ("JUMLAH", "11.436.371,32"),
        ("PPN", "1.258.000,85"),
        ("TOTAL", "12.694.372,17"),
        ("DIBULATKAN", "12.694.000,00"),
    ):
        baris = page.get_by_role("row", name=re.compile(rf"^{nama}\b"))
        expect(baris.last).to_contain_text(nilai)
    expect(page.locator(".terbilang")).to_contain_text(
        re.compile("dua belas juta enam ratus sembilan puluh empat ribu rupiah", re.IGNORECASE)
    )
    harap_total(page, DIBULATKAN)


def lihat_total_di_mana_mana(page: Page, papan: Papan) -> None:
    for nama, alamat in HALAMAN.items():
        papan.buka(page.get_by_role("navigation", name="Halaman proyek").get_by_role("link", name=nama))
        expect(page).to_have_url(re.compile(alamat))
        harap_total(page, DIBULATKAN)
