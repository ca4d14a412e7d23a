"""The server goes away during an edit, or asks to wait: nothing typed is lost, and it arrives by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja
from e2e.halaman import galat, harap_status, harap_total, jumlah, pesan, volume
from e2e.ketik import ketik
from e2e.server import LiveServer
from tests.factories_lembar import buat_judul, buat_pekerjaan
from tests.servers import Servers

TIDAK_TERJANGKAU = "Belum tersimpan: server tidak terjangkau. Dicoba lagi…"
LAMA = 40_000  # a server that starts, and the longest wait between two tries


@pytest.fixture
def pekerjaan(k: Kerja) -> list[Pekerjaan]:
    """Works at Rp 1.000 a unit, volumes 1, 2, 3 …"""
    judul = buat_judul(k)
    daftar = [buat_pekerjaan(k, f"Pekerjaan {n}", str(n), judul=judul, harga="1000") for n in range(1, 7)]
    k.sesi.commit()
    return daftar


def stored(db: SQLAlchemy, pekerjaan: list[Pekerjaan]) -> list[Decimal | None]:
    """The volumes as they are stored now."""
    db.session.rollback()
    return [db.session.get_one(Pekerjaan, p.id).volume for p in pekerjaan]


def test_server_stops_and_comes_back(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], server: LiveServer
) -> None:
    saya.goto(f"/proyek/{k.proyek.id}/volume")
    harap_total(saya, "Rp 23.000")
    server.stop()
    satu, dua, tiga = (volume(saya, f"Pekerjaan {n}") for n in (1, 2, 3))
    ketik(satu, "100", lalu="Enter")
    expect(galat(satu)).to_have_text(TIDAK_TERJANGKAU)
    harap_status(saya, "belum")
    expect(saya.locator("#status-simpan")).to_have_text("Belum tersimpan (1)")
    ketik(dua, "200", lalu="Enter")
    expect(galat(dua)).to_have_text(TIDAK_TERJANGKAU)
    expect(saya.locator("#status-simpan")).to_have_text("Belum tersimpan (2)")
    expect(satu).to_have_value("100")
    ketik(satu, "150", lalu="Enter")  # put right while it waits
    tiga.click()
    saya.keyboard.type("30")  # not finished yet when the server is back
    server.start()
    expect(jumlah(satu)).to_have_text("150.000,00", timeout=LAMA)
    expect(jumlah(dua)).to_have_text("200.000,00", timeout=LAMA)
    expect(galat(satu)).to_be_empty()
    expect(galat(dua)).to_be_empty()
    expect(tiga).to_be_focused()
    expect(tiga).to_have_value("30")
    saya.keyboard.type("0")
    saya.keyboard.press("Enter")
    expect(jumlah(tiga)).to_have_text("300.000,00")
    harap_status(saya, "tersimpan")
    harap_total(saya, "Rp 738.000")  # 665.000 with 11 % PPN, in whole thousands
    assert stored(db, pekerjaan) == [150, 200, 300, 4, 5, 6]


def test_leaving_with_unsaved_cells_asks_first(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], server: LiveServer
) -> None:
    halaman = f"/proyek/{k.proyek.id}/volume"
    saya.goto(halaman)
    server.stop()
    satu = volume(saya, "Pekerjaan 1")
    ketik(satu, "100", lalu="Enter")
    harap_status(saya, "belum")
    with saya.expect_event("dialog") as tanya:
        saya.evaluate("setTimeout(() => location.reload())")
    assert tanya.value.type == "beforeunload"
    tanya.value.dismiss()
    expect(satu).to_have_value("100")
    server.start()
    expect(jumlah(satu)).to_have_text("100.000,00", timeout=LAMA)
    harap_status(saya, "tersimpan")
    saya.reload()  # nothing to ask any more
    expect(satu).to_have_value("100")
    assert stored(db, pekerjaan)[0] == 100


def test_other_actions_say_that_the_server_is_away(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], server: LiveServer
) -> None:
    """A deletion is not kept for later: it is said that it did not happen, and the page stays whole."""
    saya.goto(f"/proyek/{k.proyek.id}/pekerjaan")
    saya.get_by_role("link", name="Pilihan untuk Pekerjaan 1").click()
    hapus = saya.get_by_role("dialog").get_by_role("button", name="Hapus")
    expect(hapus).to_be_visible()
    server.stop()
    hapus.click()
    expect(pesan(saya, "Server tidak terjangkau")).to_be_visible()
    server.start()
    saya.keyboard.press("Escape")
    expect(volume(saya, "Pekerjaan 1")).to_have_value("1")
    harap_status(saya, "tersimpan")
    assert stored(db, pekerjaan)[0] == 1


@pytest.fixture(scope="session")
def server_ketat(servers: Servers, database_url: str) -> Iterator[LiveServer]:
    """A server that takes four cells in six seconds."""
    server = LiveServer(database_url, servers.valkey, BATAS_CELL="4/6 seconds")
    server.start()
    yield server
    server.stop()


def test_too_fast_waits_and_sends_by_itself(
    saya: Page, k: Kerja, db: SQLAlchemy, pekerjaan: list[Pekerjaan], server_ketat: LiveServer
) -> None:
    saya.goto(f"{server_ketat.url}/proyek/{k.proyek.id}/volume")
    volume(saya, "Pekerjaan 1").click()
    for n in range(1, 7):
        saya.keyboard.type(f"{n}0")
        saya.keyboard.press("Enter")
    menunggu = saya.get_by_text(re.compile(r"^Belum tersimpan: terlalu cepat\. Dikirim lagi dalam \d+ detik\.$"))
    expect(menunggu.first).to_be_visible()
    harap_status(saya, "belum")
    harap_status(saya, "tersimpan", tenggat=LAMA)
    expect(menunggu).to_have_count(0)
    harap_total(saya, "Rp 233.000")  # 210.000 with PPN
    assert stored(db, pekerjaan) == [10, 20, 30, 40, 50, 60]
