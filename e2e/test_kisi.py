"""Keys of a sheet, a block from a spreadsheet, rows that move with unsaved text, and an ended session."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.conftest import SANDI
from e2e.halaman import harap_status, harap_total, isian, volume
from e2e.ketik import ketik
from tests.factories_lembar import buat_judul, buat_pekerjaan


@pytest.fixture
def lembar(saya: Page, k: Kerja) -> Page:
    """The sheet of volumes of four works at Rp 1.000, volumes 1 to 4."""
    judul = buat_judul(k)
    for n in range(1, 5):
        buat_pekerjaan(k, f"Pekerjaan {n}", str(n), judul=judul, harga="1000")
    k.sesi.commit()
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    return saya


def stored(db: SQLAlchemy, k: Kerja) -> list[Decimal | None]:
    """The volumes as they are stored now, in order."""
    db.session.rollback()
    return [p.volume for p in db.session.query(Pekerjaan).filter_by(proyek_id=k.proyek.id).order_by(Pekerjaan.urut)]


def test_keys(lembar: Page, k: Kerja, db: SQLAlchemy) -> None:
    satu, dua, tiga, empat = (volume(lembar, f"Pekerjaan {n}") for n in range(1, 5))
    tekan, tulis = lembar.keyboard.press, lembar.keyboard.type
    satu.click()  # a click selects, so typing replaces
    tulis("15")
    tekan("ArrowDown")
    expect(dua).to_be_focused()
    tekan("F2")  # go on behind what is there
    tulis(",5")
    expect(dua).to_have_value("2,5")
    tekan("Enter")
    expect(tiga).to_be_focused()
    tekan("Control+d")  # the cell above once more
    expect(tiga).to_have_value("2,5")
    tekan("Shift+Enter")
    expect(dua).to_be_focused()
    empat.click()
    tulis("99")
    tekan("Escape")
    expect(empat).to_have_value("4")
    tekan("ArrowUp")
    expect(tiga).to_be_focused()
    harap_status(lembar, "tersimpan")
    assert stored(db, k) == [15, Decimal("2.5"), Decimal("2.5"), 4]


def test_a_block_pasted_from_a_spreadsheet(lembar: Page, k: Kerja, db: SQLAlchemy) -> None:
    excel = lembar.context.new_page()
    excel.set_content("<pre>10,5\n20\nsalah\n40\n50\n60</pre>")
    excel.locator("pre").click()
    excel.keyboard.press("ControlOrMeta+a")
    excel.keyboard.press("ControlOrMeta+c")
    lembar.bring_to_front()
    volume(lembar, "Pekerjaan 2").click()
    lembar.keyboard.press("ControlOrMeta+v")
    expect(lembar.get_by_text("3 nilai tidak muat di tabel ini")).to_be_visible()
    expect(lembar.get_by_text("“salah” bukan angka")).to_be_visible()
    expect(volume(lembar, "Pekerjaan 4")).to_have_value("salah")
    harap_status(lembar, "belum")
    harap_total(lembar, "Rp 39.000")  # 1 + 10,5 + 20 + 4, with PPN
    assert stored(db, k) == [1, Decimal("10.5"), 20, 4]


def test_a_moving_row_keeps_unsaved_text(lembar: Page, k: Kerja, db: SQLAlchemy) -> None:
    lembar.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    satu, dua = volume(lembar, "Pekerjaan 1"), volume(lembar, "Pekerjaan 2")
    ketik(dua, "salah")
    expect(lembar.get_by_text("“salah” bukan angka")).to_be_visible()
    ketik(satu, "7", lalu=None)
    lembar.keyboard.press("Alt+ArrowDown")
    expect(isian(lembar, "Nomor Pekerjaan 1")).to_have_value("2")
    expect(satu).to_be_focused()
    expect(satu).to_have_value("7")
    expect(dua).to_have_value("salah")
    expect(lembar.get_by_text("“salah” bukan angka")).to_be_visible()
    lembar.keyboard.type("5")
    lembar.keyboard.press("Tab")
    harap_total(lembar, "Rp 93.000")  # 75 + 2 + 3 + 4, with PPN
    assert stored(db, k) == [2, 75, 3, 4]


def test_a_session_that_ended_leads_to_signing_in_and_back(lembar: Page, k: Kerja) -> None:
    alamat = re.compile(rf"/proyek/{k.proyek.id}/volume$")
    lembar.context.clear_cookies()
    lembar.get_by_label("Tampilkan yang mana").select_option(index=1)  # no cell: nothing waits here (test_sesi)
    expect(lembar).to_have_url(re.compile("/masuk"))
    ketik(isian(lembar, "Email"), "rina@kantor.example")
    ketik(isian(lembar, "Kata sandi"), SANDI, lalu="Enter")
    expect(lembar).to_have_url(alamat)
    expect(volume(lembar, "Pekerjaan 1")).to_have_value("1")
    ketik(volume(lembar, "Pekerjaan 1"), "9")
    harap_status(lembar, "tersimpan")
    harap_total(lembar, "Rp 19.000")
