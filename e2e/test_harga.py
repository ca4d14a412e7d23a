"""Prices: what is missing comes first, a purchase unit keeps its two numbers, and every work follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.models import HargaItem, Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import Papan, galat, harap_status, harap_total, isian, pesan
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul, buat_pekerjaan, item

PASIR = ("BHN", "Pasir beton", "kg", "760", None)
TANPA_HARGA = ("BHN", "Semen Portland", "kg", "326", None)


@pytest.fixture
def halaman(k: Kerja) -> str:
    """Prices of a project: 5 m3 of concrete (326 kg of cement), 2 m3 of screed (760 kg of sand); no price is known."""
    judul = buat_judul(k)
    buat_pekerjaan(k, "Beton", "5", judul=judul, komponen=[TANPA_HARGA])
    buat_pekerjaan(k, "Lantai kerja", "2", judul=judul, komponen=[PASIR])
    k.sesi.commit()
    return f"/proyek/{k.proyek.id}/harga"


def stored(db: SQLAlchemy, k: Kerja, uraian: str) -> HargaItem:
    """The resource as it is stored now."""
    db.session.rollback()
    return item(k, uraian)


def test_missing_prices_by_keyboard(saya: Page, k: Kerja, db: SQLAlchemy, halaman: str) -> None:
    saya.goto(halaman)
    papan, semen, pasir = Papan(saya), isian(saya, "Harga Semen Portland"), isian(saya, "Harga Pasir beton")
    expect(saya.locator("#masalah-harga")).to_have_text(re.compile("^2"))
    papan.tekan("F8")
    expect(pasir).to_be_focused()  # by name
    papan.ketik("475", "Enter")
    expect(semen).to_be_focused()
    harap_total(saya, "Rp 881.000")  # 2 × 397.100 with PPN
    papan.ketik("1.500", "Tab")
    harap_total(saya, "Rp 3.866.000")
    expect(saya.locator("#dampak-harga")).to_contain_text("JUMLAH naik Rp 2.689.500")
    expect(saya.locator("#masalah-harga")).to_have_text("")
    harap_status(saya, "tersimpan")
    assert (stored(db, k, "Pasir beton").harga, stored(db, k, "Semen Portland").harga) == (475, 1500)


def test_a_purchase_unit_keeps_its_two_numbers(saya: Page, k: Kerja, db: SQLAlchemy, halaman: str) -> None:
    saya.goto(halaman)
    saya.get_by_role("link", name="Rincian Pasir beton").click()
    dialog = saya.get_by_role("dialog")
    expect(dialog).to_contain_text("Lantai kerja")
    ketik(dialog.get_by_label("Satuan beli"), "m3")
    ketik(dialog.get_by_label("Harga beli (Rp)"), "664.200")
    ketik(dialog.get_by_label("Faktor"), "nol", lalu="Enter")
    expect(galat(dialog.get_by_label("Faktor"))).to_contain_text("“nol” bukan angka")
    expect(dialog.get_by_label("Harga beli (Rp)")).to_have_value("664.200")
    harap_total(saya, "Rp 0")
    ketik(dialog.get_by_label("Faktor"), "1400", lalu="Enter")
    expect(saya.get_by_role("dialog")).to_have_count(0)
    harap_total(saya, "Rp 880.000")  # 2 × 396.622,29 with PPN
    expect(saya.get_by_text("664.200 per m3; 1 m3 = 1.400 kg")).to_be_visible()

    kolom = isian(saya, "Harga Pasir beton")
    expect(kolom).to_have_value("474,43")
    kolom.focus()
    expect(kolom).to_have_value("=664.200/1.400")
    ketik(kolom, "=664.200/0")
    expect(galat(kolom)).to_contain_text("lebih besar dari nol")
    ketik(kolom, "=700.000/1.400")
    expect(kolom).to_have_value("500,00")
    harap_total(saya, "Rp 927.000")
    baris = stored(db, k, "Pasir beton")
    assert (baris.harga, baris.harga_beli, baris.faktor, baris.satuan_beli) == (None, 700_000, 1400, "m3")


def test_bad_prices_change_nothing(saya: Page, k: Kerja, db: SQLAlchemy, halaman: str) -> None:
    saya.goto(halaman)
    kolom = isian(saya, "Harga Semen Portland")
    for teks, sebab in {
        "seribu": "“seribu” bukan angka",
        "1.2.3": "“1.2.3” bukan angka",
        "-1": "negatif",
        "100000000000000000000": "terlalu besar",
        "=664.200/1.400": "memerlukan satuan beli",
    }.items():
        ketik(kolom, teks)
        expect(galat(kolom)).to_contain_text(sebab)
        expect(kolom).to_have_value(teks)
        harap_total(saya, "Rp 0")
        kolom.press("Escape")
        expect(kolom).to_have_value("")
    assert stored(db, k, "Semen Portland").harga is None


def test_two_windows_change_one_price(
    saya: Page, jendela: Callable[..., Page], k: Kerja, db: SQLAlchemy, halaman: str
) -> None:
    rekan = jendela()
    saya.goto(halaman)
    rekan.goto(f"/proyek/{k.proyek.id}/analisa/{_pertama(db, k)}")
    ketik(isian(rekan, "Harga satuan Semen Portland, berlaku di seluruh proyek"), "1.400")
    harap_status(rekan, "tersimpan")
    kolom = isian(saya, "Harga Semen Portland")
    ketik(kolom, "1.500")
    expect(galat(kolom)).to_contain_text("Milik Anda: 1.500 — milik rekan: 1.400")
    harap_status(saya, "bentrok")
    galat(kolom).get_by_role("button", name="Pakai milik rekan").click()
    harap_status(saya, "tersimpan")
    expect(kolom).to_have_value("1.400")
    harap_total(saya, "Rp 2.786.000")  # 5 × 326 × 1.400 with margin and PPN
    assert stored(db, k, "Semen Portland").harga == Decimal(1400)


def test_an_unused_resource_is_deleted_and_taken_back(saya: Page, k: Kerja, db: SQLAlchemy, halaman: str) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/analisa/{_pertama(db, k)}")
    saya.get_by_role("button", name="Hapus Semen Portland").click()
    expect(pesan(saya, "Baris dihapus dari analisa.")).to_be_visible()
    saya.goto(halaman)
    saya.get_by_role("button", name="Hapus Semen Portland").click()
    expect(isian(saya, "Harga Semen Portland")).to_have_count(0)
    pesan(saya, "“Semen Portland” dihapus.").get_by_role("button", name="Urungkan").click()
    expect(isian(saya, "Harga Semen Portland")).to_be_visible()
    assert stored(db, k, "Semen Portland").sampah_id is None


def _pertama(db: SQLAlchemy, k: Kerja) -> int:
    """The id of the work that uses the cement."""
    db.session.rollback()
    return db.session.query(Pekerjaan).filter_by(proyek_id=k.proyek.id, uraian="Beton").one().id
