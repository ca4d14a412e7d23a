"""The catalogue by keyboard: found by a slip, a site word, a mix; five works with volumes, nothing else touched."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, expect

from ahsp_app.models import Pekerjaan, Pencarian
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from ahsp_app.services.kerja import Kerja
from e2e.halaman import Papan, harap_total, pesan
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul

LIMA = [
    ("keramk 40x40", "3.9.8.3", "36,5"),
    ("hebel 10 cm", "3.6.4.2", "120"),
    ("plesteran 1:4", "3.7.4", "240"),
    ("begisting kolom", "2.2.1.3.3", "18,75"),
    ("beton K-225", "2.2.1.4.5", "4,2"),
]


@pytest.fixture(autouse=True)
def katalog(k: Kerja) -> None:
    muat_katalog_awal(k.sesi)
    k.proyek.daftar_harga_id = muat_harga_contoh(k.sesi).id
    buat_judul(k, "PEKERJAAN DINDING DAN LANTAI")
    k.sesi.commit()


def pilihan(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="Hasil pencarian katalog").get_by_role("radio")


def semua(db: SQLAlchemy, k: Kerja) -> list[tuple[str | None, Decimal | None]]:
    db.session.rollback()
    hidup = db.session.query(Pekerjaan).filter_by(proyek_id=k.proyek.id, sampah_id=None).order_by(Pekerjaan.urut)
    return [(p.kode, p.volume) for p in hidup]


def tambah(papan: Papan, page: Page, teks: str, kode: str, volume: str) -> None:
    """Ctrl+K, type, Tab, the arrow to the right one, Tab, the volume, Enter."""
    papan.tekan("Control+k")
    papan.ketik(teks)
    expect(page.locator("[name=untuk]")).to_have_value(teks)
    papan.tekan("Tab")
    expect(pilihan(page).first).to_be_focused()
    for n in range(3):
        if page.locator("li", has=page.locator("input:checked")).get_by_text(kode, exact=True).count():
            break
        papan.tekan("ArrowDown")
        expect(pilihan(page).nth(n + 1)).to_be_checked()
    papan.tekan("Tab")
    papan.ketik(volume, "Enter")


@pytest.mark.parametrize("halaman", ["pekerjaan", "katalog"])
def test_five_works_with_volumes_by_keyboard(saya: Page, k: Kerja, db: SQLAlchemy, halaman: str) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/{halaman}")
    papan = Papan(saya)
    for n, (teks, kode, volume) in enumerate(LIMA, 1):
        tambah(papan, saya, teks, kode, volume)
        expect(saya.locator("#ditambahkan")).to_contain_text(f", {volume} ")
        # the search again, all of it selected: the next one can be typed; the volume is empty
        expect(saya.locator("#katalog-q")).to_be_focused()
        assert saya.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [
            0,
            len(teks),
        ]
        kolom = saya.get_by_label(f"Volume {kode}", exact=True).and_(saya.locator("[name^=volume-]"))
        expect(kolom).to_have_value("")
        assert len(semua(db, k)) == n
    assert semua(db, k) == [(kode, Decimal(volume.replace(",", "."))) for _, kode, volume in LIMA]
    dicari = db.session.query(Pencarian).order_by(Pencarian.id).all()
    assert [p.teks for p in dicari] == [teks for teks, _, _ in LIMA]
    assert all(p.dipilih_id for p in dicari)
    assert db.session.get_one(type(k.proyek), k.proyek.id).jumlah > 0
    expect(saya.locator("#total-proyek strong")).not_to_have_text("Rp 0")


def test_escape_leads_from_a_volume_to_the_search(saya: Page, k: Kerja) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    saya.get_by_label("Dari katalog").fill("bata ringan")
    kolom = saya.locator("[name^=volume-]").first
    kolom.fill("12")
    kolom.press("Escape")
    expect(saya.locator("#katalog-q")).to_be_focused()
    expect(kolom).to_have_value("12")


def test_the_reason_for_a_correction_is_said(saya: Page, k: Kerja) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    papan = Papan(saya)
    papan.tekan("Control+k")
    papan.ketik("kermaik latnai")
    expect(saya.get_by_text("Menampilkan hasil untuk “keramik lantai”.")).to_be_visible()
    harap_total(saya, "Rp 0")


def test_several_at_once_and_a_volume_that_is_refused(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    saya.get_by_label("Dari katalog").fill("bata ringan")
    kolom = saya.locator("[name^=volume-]")
    expect(kolom).to_have_count(3)
    kolom.nth(0).fill("dua belas")
    kolom.nth(1).fill("12,5")
    saya.get_by_label("Tambahkan juga 3.6.4.3").check()
    kolom.nth(1).press("Enter")
    expect(saya.locator("[id^=volume-][id$=-galat]").first).not_to_be_empty()
    assert semua(db, k) == []
    kolom.nth(0).fill("=5*2")
    kolom.nth(0).press("Enter")
    expect(saya.get_by_text("Ditambahkan: 3 pekerjaan.")).to_be_visible()
    assert semua(db, k) == [("3.6.4.1", Decimal(10)), ("3.6.4.2", Decimal("12.5")), ("3.6.4.3", None)]
    expect(saya.get_by_label("Tambahkan juga 3.6.4.3")).not_to_be_checked()


def test_composition_opens_in_place(saya: Page, k: Kerja) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    papan = Papan(saya)
    papan.tekan("Control+k")
    papan.ketik("acian")
    baris = saya.locator(".temuan li").first
    harga = baris.locator(".harga").inner_text()
    papan.ke(baris.locator("summary"))
    papan.tekan("Enter")
    expect(baris.get_by_text("Semen Portland")).to_be_visible()
    expect(baris.locator("tr.akhir td").last).to_have_text(harga)
    expect(saya.get_by_label("Dari katalog")).to_have_value("acian")


def test_filters_are_kept_by_a_name(saya: Page, k: Kerja) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/katalog?q=beton")
    ketik(saya.get_by_label("Yang memakai"), "aspal")
    expect(saya.locator("#katalog-hasil")).to_contain_text("Tidak ada")
    ketik(saya.get_by_label("Yang memakai"), "semen")
    expect(pilihan(saya).first).to_be_visible()
    saya.get_by_label("Grup").select_option("Beton")
    expect(saya.locator(".temuan summary").first).to_contain_text("Beton")
    saya.get_by_text("Saringan tersimpan").click()
    saya.get_by_label("Simpan pencarian ini").fill("Beton bersemen")
    saya.get_by_role("button", name="Simpan", exact=True).click()
    expect(pesan(saya, "Saringan “Beton bersemen” disimpan.")).to_be_visible()
    saya.get_by_role("link", name="Beton bersemen").click()
    expect(saya.get_by_label("Grup")).to_have_value("Beton")
    expect(saya.get_by_label("Dari katalog")).to_have_value("beton")
    expect(saya.get_by_label("Yang memakai")).to_have_value("semen")
