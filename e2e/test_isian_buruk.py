"""Bad input: a message at the cell, and nothing changes."""

from __future__ import annotations

import re

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, expect

from ahsp_app.models import Klasifikasi, Komponen, Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import galat, harap_status, harap_total, isian, jumlah, volume
from e2e.ketik import ketik
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan

TOTAL = "Rp 2.985.000"  # 5 m3 of concrete at 326 × 1.500 with 10 % margin, and 11 % PPN on it
BURUK = {
    "abc": "“abc” bukan angka",
    "1.2.3": "“1.2.3” bukan angka",
    "-5": "“-5” negatif",
    "100000000000000000000": "terlalu besar",
    "=tidak_ada*2": "Parameter “tidak_ada” tidak dikenal",
    "=1/(2-2)": "nol",
    "=2-5": "Volume tidak boleh negatif",
    "=2*(3": "Kurung tidak seimbang",
    "=#p1+1": "Rumus saling mengacu",
    "=__import__('os')": "Rumus",
}


@pytest.fixture
def beton(k: Kerja) -> Pekerjaan:
    """5 m3 of concrete whose analysis is one row of cement."""
    p = buat_pekerjaan(k, "Beton", "5", judul=buat_judul(k), komponen=[SEMEN])
    k.sesi.commit()
    return p


def stored(db: SQLAlchemy, p: Pekerjaan) -> Pekerjaan:
    """The row as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Pekerjaan, p.id)


def harap_ditolak(kolom: Locator, teks: str, sebab: str | re.Pattern[str]) -> None:
    """Type it: the reason stands at the cell with what was typed, the total does not move; Esc brings the old back."""
    lama = kolom.input_value()
    ketik(kolom, teks)
    expect(galat(kolom)).to_contain_text(sebab)
    expect(kolom).to_have_value(teks)
    expect(kolom).to_have_attribute("aria-invalid", "true")
    harap_status(kolom.page, "belum")
    harap_total(kolom.page, TOTAL)
    kolom.press("Escape")
    expect(kolom).to_have_value(lama)
    expect(galat(kolom)).to_be_empty()
    harap_status(kolom.page, "tersimpan")


def test_volumes(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    for teks, sebab in BURUK.items():
        harap_ditolak(volume(saya, "Beton"), teks, re.compile(re.escape(sebab), re.IGNORECASE))
    expect(jumlah(volume(saya, "Beton"))).to_have_text("2.689.500,00")
    baris = stored(db, beton)
    assert (baris.volume, baris.rumus, baris.versi) == (5, None, beton.versi)


def test_a_volume_that_can_be_read_in_two_ways_is_shown_back(
    saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan
) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    ketik(volume(saya, "Beton"), "1.000")
    expect(saya.get_by_text("dibaca 1.000 (seribu)")).to_be_visible()
    harap_status(saya, "tersimpan")
    assert stored(db, beton).volume == 1000


def test_an_analysis(saya: Page, k: Kerja, beton: Pekerjaan) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    for label, teks, sebab in (
        ("Koefisien Semen Portland", "banyak", "“banyak” bukan angka"),
        ("Koefisien Semen Portland", "-1", "negatif"),
        ("Harga satuan Semen Portland, berlaku di seluruh proyek", "1.2.3", "“1.2.3” bukan angka"),
        ("Harga satuan Semen Portland, berlaku di seluruh proyek", "100000000000000000000", "terlalu besar"),
        ("Margin pekerjaan ini dalam persen; kosong berarti margin proyek", "101", "antara 0 dan 100"),
        ("Uraian 1 Bahan", "x" * 301, "paling panjang 300 huruf"),
    ):
        harap_ditolak(isian(saya, label), teks, sebab)


def test_a_row_that_is_refused_keeps_what_was_typed(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    kolom = [isian(saya, f"{nama} baru, Bahan") for nama in ("Uraian", "Satuan", "Koefisien", "Harga satuan")]
    for satu, teks in zip(kolom, ("Pasir", "m3", "setengah", "1,2,3"), strict=True):
        ketik(satu, teks, lalu="Enter" if satu is kolom[-1] else "Tab")
    expect(galat(kolom[2])).to_contain_text("“setengah” bukan angka")
    expect(galat(kolom[3])).to_contain_text("“1,2,3” bukan angka")
    for satu, teks in zip(kolom, ("Pasir", "m3", "setengah", "1,2,3"), strict=True):
        expect(satu).to_have_value(teks)
    harap_total(saya, TOTAL)
    db.session.rollback()
    assert db.session.query(Komponen).count() == 1


def test_nested_works_may_not_go_round(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan) -> None:
    kolom = buat_pekerjaan(k, "Kolom praktis", sub=[(beton, "0.03")])
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/analisa/{beton.id}")
    saya.get_by_role("link", name="Pakai pekerjaan lain…").click()
    dialog = saya.get_by_role("dialog")
    ketik(dialog.get_by_label("Cari pekerjaan"), "kolom", lalu=None)
    baris = dialog.locator("form.calon", has_text="Kolom praktis")
    baris.get_by_role("button", name="Pakai").click()
    expect(baris.get_by_role("alert").filter(has_text="Analisa berputar")).to_contain_text("Kolom praktis")
    harap_total(saya, TOTAL)
    db.session.rollback()
    assert db.session.query(Komponen).filter_by(sub_id=kolom.id).count() == 0


def test_names_that_are_too_long(saya: Page, k: Kerja, db: SQLAlchemy, beton: Pekerjaan) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    harap_ditolak(isian(saya, "Nama judul I"), "x" * 500, "paling panjang 300 huruf")
    db.session.rollback()
    assert db.session.query(Klasifikasi).one().nama == "PEKERJAAN BETON"


def test_html_and_formulas_as_names_are_text(saya: Page, k: Kerja, beton: Pekerjaan) -> None:
    html, rumus = "<b>tebal</b><img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0"
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    ketik(isian(saya, "Nama judul I"), html)
    ketik(saya.locator(f"#pekerjaan-{beton.id}-uraian"), rumus)
    harap_status(saya, "tersimpan")
    for halaman in ("pekerjaan", "volume", f"analisa/{beton.id}", "rekap"):
        saya.goto(f"/proyek/{k.proyek.id}/{halaman}")
        utama = saya.get_by_role("main")
        expect(utama.locator("b, img")).to_have_count(0)
        if halaman == "pekerjaan":
            expect(isian(saya, "Nama judul I")).to_have_value(html)
            expect(saya.locator(f"#pekerjaan-{beton.id}-uraian")).to_have_value(rumus)
        else:
            expect(utama.get_by_text(rumus, exact=True).first).to_be_visible()
            expect(utama).to_contain_text(html)
