"""Works from the catalogue by keyboard, formulas whose parameters change, and a deletion taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.models import Pekerjaan, Proyek
from ahsp_app.queries.total import total_proyek
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from ahsp_app.services.kerja import Kerja
from e2e.halaman import Papan, harap_status, harap_total, isian, jumlah, pesan, volume
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul, buat_parameter, buat_pekerjaan


@pytest.fixture
def katalog(k: Kerja) -> None:
    """The starter catalogue and its example prices."""
    muat_katalog_awal(k.sesi)
    k.proyek.daftar_harga_id = muat_harga_contoh(k.sesi).id
    buat_judul(k, "PEKERJAAN TANAH")
    k.sesi.commit()


def semua(db: SQLAlchemy, k: Kerja) -> list[Pekerjaan]:
    """The works as they are stored now, in order."""
    db.session.rollback()
    hidup = db.session.query(Pekerjaan).filter_by(proyek_id=k.proyek.id, sampah_id=None)
    return hidup.order_by(Pekerjaan.klasifikasi_id, Pekerjaan.urut).all()


def rupiah_tersimpan(db: SQLAlchemy, k: Kerja) -> str:
    """The rounded total of what is stored, as the bar prints it."""
    db.session.rollback()
    return f"Rp {cetak_angka(total_proyek(db.session.get_one(Proyek, k.proyek.id)).dibulatkan, 0)}"


@pytest.mark.usefixtures("katalog")
def test_works_from_the_catalogue_by_keyboard(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    papan, cari = Papan(saya), saya.get_by_label("Dari katalog")
    pilihan = saya.get_by_role("radiogroup", name="Hasil pencarian katalog").get_by_role("radio")
    papan.tekan("Control+k")
    expect(cari).to_be_focused()
    papan.ketik("galian")
    expect(pilihan.first).to_be_checked()
    papan.tekan("Enter")  # the first
    expect(saya.locator("#ditambahkan")).to_contain_text("Ditambahkan")
    expect(saya.locator("#pohon [data-kol=volume]")).to_have_count(1)
    papan.tekan("Control+k")
    papan.ketik("urugan tanah")
    expect(saya.locator("[name=untuk]")).to_have_value("urugan tanah")
    papan.ke(pilihan.first)
    papan.tekan("ArrowDown")
    expect(pilihan.nth(1)).to_be_checked()
    papan.tekan("Enter")  # the second
    expect(saya.locator("#pohon [data-kol=volume]")).to_have_count(2)
    satu, dua = semua(db, k)
    assert "gali" in satu.uraian.lower()
    assert satu.referensi_id is not None
    assert dua.referensi_id is not None
    assert satu.referensi_id != dua.referensi_id

    papan.buka(saya.get_by_role("link", name="Isi volume"))
    kolom = volume(saya, dua.uraian)
    expect(kolom).to_be_focused()
    papan.ketik("12,5", "Enter")
    expect(jumlah(kolom)).to_have_text(cetak_angka(Decimal("12.5") * dua.hsp, 2))
    harap_status(saya, "tersimpan")
    assert rupiah_tersimpan(db, k) != "Rp 0"
    harap_total(saya, rupiah_tersimpan(db, k))


@pytest.mark.usefixtures("katalog")
def test_enter_before_the_results_adds_nothing_unseen(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    papan = Papan(saya)
    papan.tekan("Control+k")
    papan.ketik("pasangan bata", "Enter")
    expect(saya.get_by_role("radiogroup", name="Hasil pencarian katalog")).to_be_visible()
    assert semua(db, k) == []
    papan.tekan("Enter")
    expect(saya.locator("#pohon [data-kol=volume]")).to_have_count(1)


def test_a_parameter_changes_the_volumes_that_use_it(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    buat_parameter(k, "panjang", "10")
    judul = buat_judul(k)
    buat_pekerjaan(k, "Galian", judul=judul, harga="1000")
    buat_pekerjaan(k, "Urugan", judul=judul, harga="1000")
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    galian, urugan = volume(saya, "Galian"), volume(saya, "Urugan")
    ketik(galian, "=panjang*0,5", lalu="Enter")
    expect(galian).to_have_value("5")
    ketik(urugan, "=#p1/2", lalu="Enter")
    expect(jumlah(urugan)).to_have_text("2.500,00")
    expect(saya.get_by_text("=panjang*0,5")).to_be_visible()  # result and formula are both in view
    galian.focus()
    expect(galian).to_have_value("=panjang*0,5")
    harap_total(saya, "Rp 8.000")

    saya.evaluate("window.masihHalamanYangSama = true")
    ketik(isian(saya, "Nilai panjang"), "40")
    expect(galian).to_have_value("20")
    expect(urugan).to_have_value("10")
    expect(jumlah(galian)).to_have_text("20.000,00")
    expect(jumlah(urugan)).to_have_text("10.000,00")
    harap_total(saya, "Rp 33.000")
    harap_status(saya, "tersimpan")
    assert saya.evaluate("window.masihHalamanYangSama")
    assert [p.volume for p in semua(db, k)] == [20, 10]


def test_a_parameter_of_ones_own_and_a_name_that_is_refused(saya: Page, k: Kerja) -> None:
    buat_pekerjaan(k, "Galian", judul=buat_judul(k), harga="1000")
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    ketik(isian(saya, "Nama"), "2 lebar")
    ketik(isian(saya, "Nilai"), "3,5", lalu="Enter")
    expect(saya.locator("#baru-nama-galat")).not_to_be_empty()
    expect(isian(saya, "Nama")).to_have_value("2 lebar")
    ketik(isian(saya, "Nama"), "lebar", lalu="Enter")
    expect(isian(saya, "Nilai lebar")).to_have_value("3,5")
    ketik(volume(saya, "Galian"), "=lebar^2")
    expect(volume(saya, "Galian")).to_have_value("12,25")
    harap_total(saya, "Rp 13.000")


def test_a_deletion_is_taken_back_by_its_toast(saya: Page, k: Kerja, db: SQLAlchemy) -> None:
    judul = buat_judul(k)
    buat_pekerjaan(k, "Galian", "10", judul=judul, harga="1000")
    buat_pekerjaan(k, "Urugan", "20", judul=judul, harga="1000")
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    for nama, sisa, teks in (
        ("Galian", "Rp 22.000", "“Galian” dihapus."),
        ("PEKERJAAN BETON", "Rp 0", "“PEKERJAAN BETON” dan 2 pekerjaan di bawahnya dihapus."),
    ):
        saya.get_by_role("link", name=f"Pilihan untuk {nama}").click()
        saya.get_by_role("dialog").get_by_role("button", name="Hapus").click()
        harap_total(saya, sisa)
        expect(saya.get_by_role("dialog")).to_have_count(0)
        pesan(saya, teks).get_by_role("button", name="Urungkan").click()
        harap_total(saya, "Rp 33.000")
        expect(volume(saya, "Galian")).to_have_value("10")
        expect(volume(saya, "Urugan")).to_have_value("20")
    assert [(p.uraian, p.urut) for p in semua(db, k)] == [("Galian", 1), ("Urugan", 2)]
