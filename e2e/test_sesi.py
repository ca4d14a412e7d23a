"""What is unsaved says so, and waits: forms of the settings, and a session that ended elsewhere."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import BrowserContext, Page, expect

from ahsp_app.models import Pekerjaan, Pengguna, Proyek
from ahsp_app.services.akun import keluarkan_semua
from ahsp_app.services.kerja import Kerja
from e2e.conftest import SANDI
from e2e.halaman import galat, harap_status, isian, volume
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul, buat_pekerjaan


def test_settings_that_are_not_saved_say_so(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pengaturan")
    harap_status(saya, "tersimpan")
    ketik(isian(saya, "Lokasi"), "Kota Contoh")
    harap_status(saya, "belum")
    with saya.expect_event("dialog") as tanya:
        saya.evaluate("setTimeout(() => document.querySelector('.nav a[href$=volume]').click())")
    assert tanya.value.type == "beforeunload"
    tanya.value.dismiss()
    expect(isian(saya, "Lokasi")).to_have_value("Kota Contoh")
    saya.locator("#identitas").get_by_role("button", name="Simpan").click()
    harap_status(saya, "tersimpan")
    db.session.rollback()
    assert db.session.get_one(Proyek, k.proyek.id).lokasi == "Kota Contoh"
    saya.get_by_role("link", name="Volume").click()
    expect(saya.get_by_role("heading", name="Volume", exact=True)).to_be_visible()


def test_a_cell_waits_for_the_next_session(saya: Page, context: BrowserContext, k: Kerja, db: SQLAlchemy) -> None:
    """Signed out on all devices while a volume is typed: it is kept, and saved after signing in in another tab."""
    p = buat_pekerjaan(k, "Galian", "5", judul=buat_judul(k), harga="1000")
    pengguna = k.proyek.pemilik_id
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/volume")

    orang = db.session.get_one(Pengguna, pengguna)
    keluarkan_semua(db.session(), orang)
    db.session.commit()
    kolom = volume(saya, "Galian")
    ketik(kolom, "9")
    expect(galat(kolom)).to_contain_text("sesi sudah berakhir")
    harap_status(saya, "belum")
    lain = context.new_page()
    lain.goto("/masuk")
    ketik(lain.get_by_label("Email"), orang.email)
    ketik(lain.get_by_label("Kata sandi"), SANDI, lalu="Enter")
    expect(lain).not_to_have_url("/masuk")
    lain.close()
    harap_status(saya, "tersimpan", tenggat=30_000)
    expect(kolom).to_have_value("9")
    expect(galat(kolom)).to_be_empty()
    db.session.rollback()
    assert db.session.get_one(Pekerjaan, p.id).volume == 9
    ketik(kolom, "11")
    harap_status(saya, "tersimpan")


def test_settings_that_did_not_arrive_stay_unsaved(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pengaturan")
    saya.route("**/pengaturan**", lambda rute: rute.abort() if rute.request.method == "POST" else rute.continue_())
    ketik(isian(saya, "Lokasi"), "Kota Contoh")
    simpan = saya.locator("#identitas").get_by_role("button", name="Simpan")
    simpan.click()
    expect(saya.locator("[data-pesan]")).to_contain_text("tidak terjangkau")
    harap_status(saya, "belum")
    saya.unroute("**/pengaturan**")
    simpan.click()
    harap_status(saya, "tersimpan")
    db.session.rollback()
    assert db.session.get_one(Proyek, k.proyek.id).lokasi == "Kota Contoh"


def test_the_look_changes_at_once(saya: Page, k: Kerja) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    for tema in ("gelap", "terang"):
        saya.get_by_role("button", name="Menu akun").click()
        saya.get_by_label("Tampilan").select_option(tema)
        expect(saya.locator("html")).to_have_attribute("data-tema", tema)
