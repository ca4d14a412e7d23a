"""A book of prices: an admin writes it, an estimator sees its effect, applies it, and takes it back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.models import DaftarHarga, HargaDasar, Pengguna, Proyek
from ahsp_app.services.buku_harga_terap import susun_rencana, terapkan_rencana
from ahsp_app.services.buku_harga_ubah import kunci_buku
from ahsp_app.services.kerja import Kerja
from e2e.halaman import galat, harap_status, harap_total, isian, pesan
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul, buat_pekerjaan, item
from tests.integration.buku_harga.bantu import buku

ATURAN = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PEKERJA = ("TK", "Pekerja", "OH", "2", "150000")
SEMEN = ("BHN", "Semen Portland", "kg", "326", "1500")


@pytest.fixture
def b(k: Kerja) -> DaftarHarga:
    """5 m3 of concrete, and a book with the wage, cement by the bag, and sand that the project lacks."""
    buat_pekerjaan(k, "Beton", "5", judul=buat_judul(k), komponen=[PEKERJA, SEMEN])
    b = buku(
        k.proyek.pemilik_id,
        ("TK", "Pekerja", "OH", "176000", None),
        ("BHN", "Semen Portland", "zak", "72500", None),
        ("BHN", "Pasir beton", "kg", "664200/1400 m3", None),
        tanggal=date(2026, 1, 5),
    )
    k.sesi.commit()
    return b


def test_preview_apply_and_undo(saya: Page, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/harga")
    harap_total(saya, "Rp 4.816.000")
    saya.get_by_role("link", name="Terapkan buku harga").click()
    saya.get_by_role("link", name=b.nama).click()
    jadi, tombol = saya.locator("#jumlah-jadi"), saya.get_by_role("button", name=re.compile(r"^Terapkan \d+ harga"))
    expect(tombol).to_have_text("Terapkan 1 harga")
    expect(jadi).to_have_text("Rp 4.625.500")  # 4.339.500 and 2 × 26.000 × 5 with margin

    # The bag is offered, not taken: it waits for what is in it.
    expect(saya.get_by_text("Satuan lain di buku: zak")).to_be_visible()
    faktor = isian(saya, "Berapa kg dalam satu zak: Semen Portland")
    ketik(faktor, "lima puluh")
    expect(galat_faktor(saya, faktor)).to_contain_text("bukan angka")
    ketik(faktor, "50")
    expect(galat_faktor(saya, faktor)).to_have_text("")
    saya.get_by_label("Terapkan Semen Portland").check()
    expect(tombol).to_have_text("Terapkan 2 harga")
    expect(jadi).to_have_text("Rp 4.535.850")  # cement 50 a kg cheaper
    expect(faktor).to_have_value("50")
    harap_total(saya, "Rp 4.816.000")
    db.session.rollback()
    assert item(k, "Pekerja").harga == 150000

    tombol.click()
    expect(saya).to_have_url(re.compile(r"/harga$"))
    harap_total(saya, "Rp 5.034.000")
    expect(isian(saya, "Harga Semen Portland")).to_have_value("1.450,00")
    expect(isian(saya, "Sumber harga Pekerja")).to_have_value("Harga Kabupaten 2026, 5-1-2026")
    pesan(saya, "2 harga dari “Harga Kabupaten 2026” diterapkan.").get_by_role("button", name="Urungkan").click()
    expect(pesan(saya, "2 harga dikembalikan.")).to_be_visible()
    harap_total(saya, "Rp 4.816.000")
    expect(isian(saya, "Harga Pekerja")).to_have_value("150.000")
    expect(isian(saya, "Sumber harga Pekerja")).to_have_value("")
    db.session.rollback()
    assert db.session.get_one(Proyek, k.proyek.id).jumlah == Decimal("4339500")


def test_an_admin_writes_a_book_and_locks_it(saya: Page, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    db.session.get_one(Pengguna, k.proyek.pemilik_id).admin = True
    db.session.commit()
    saya.goto("/buku-harga")
    saya.get_by_role("link", name=b.nama).click()
    kolom = isian(saya, "Harga Pekerja")
    ketik(kolom, "seratus")
    expect(galat(kolom)).to_contain_text("bukan angka")
    ketik(kolom, "180.000")
    harap_status(saya, "tersimpan")
    ketik(isian(saya, "Catatan sumber Pekerja"), "UMK 2026")
    harap_status(saya, "tersimpan")
    saya.get_by_role("button", name="Hapus Pasir beton").click()
    expect(isian(saya, "Harga Pasir beton")).to_have_count(0)
    pesan(saya, "“Pasir beton” dihapus dari buku.").get_by_role("button", name="Urungkan").click()
    expect(isian(saya, "Harga Pasir beton")).to_be_visible()
    saya.get_by_role("link", name="Rincian Pekerja").click()
    expect(saya.get_by_role("dialog")).to_contain_text("Harga: 176.000 → 180.000")
    saya.keyboard.press("Escape")
    saya.get_by_role("button", name="Buku ini").click()
    saya.get_by_role("button", name="Kunci buku").click()
    expect(saya.get_by_text("Buku ini terkunci sejak")).to_be_visible()
    expect(isian(saya, "Harga Pekerja")).to_be_disabled()
    db.session.rollback()
    pekerja = db.session.query(HargaDasar).filter_by(daftar_id=b.id, uraian="Pekerja").one()
    assert (pekerja.harga, pekerja.keterangan) == (180000, "UMK 2026")


@pytest.mark.parametrize(("lebar", "tinggi", "tema"), [(1366, 768, "terang"), (360, 740, "gelap")])
def test_pages_can_be_read_by_everyone(
    saya: Page, k: Kerja, b: DaftarHarga, db: SQLAlchemy, lebar: int, tinggi: int, tema: str
) -> None:
    saya.set_viewport_size({"width": lebar, "height": tinggi})
    pengguna = db.session.get_one(Pengguna, k.proyek.pemilik_id)
    pengguna.admin, pengguna.tema = True, tema
    tua = buku(
        pengguna.id, ("TK", "Pekerja", "OH", "149000", None), nama="Tua", tanggal=date(2020, 1, 1), termasuk_ppn=True
    )
    rencana = susun_rencana(k, tua)
    terapkan_rencana(k, tua, rencana, rencana.baku, rencana.sidik)
    harga = db.session.query(HargaDasar).filter_by(daftar_id=b.id, uraian="Pekerja").one()
    tanpa = buku(pengguna.id, ("TK", "Mandor", "OH", "1", None), nama="Lain")
    kunci_buku(db.session(), pengguna.id, tanpa, tanpa.versi, terkunci=True)
    db.session.commit()
    proyek = f"/proyek/{k.proyek.id}"
    buku_harga = ["/buku-harga", "/buku-harga?arsip=1", "/buku-harga/baru", f"/buku-harga/{tanpa.id}"]
    buku_harga += [f"/buku-harga/{b.id}{lagi}" for lagi in ("", "/kepala", "/riwayat", f"/harga/{harga.id}")]
    untuk_proyek = [f"{proyek}/buku-harga{lagi}" for lagi in ("", f"/{b.id}", f"/{tua.id}", f"/{tanpa.id}")]
    gagal: list[str] = []
    for alamat in [*buku_harga, *untuk_proyek, f"{proyek}/harga?saring=lama"]:
        saya.goto(alamat)
        saya.wait_for_load_state("load")
        for p in Axe().run(saya, options=ATURAN).response["violations"]:
            gagal += [f"{alamat}: {p['id']}: {n['html'][:120]}" for n in p["nodes"]]
        if saya.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            gagal.append(f"{alamat}: menggulir ke samping")
    assert not gagal, "\n".join(gagal)


def galat_faktor(page: Page, kolom):  # type: ignore[no-untyped-def]
    """The place of messages at a factor."""
    return page.locator(f"[id='{kolom.get_attribute('aria-describedby')}']")
