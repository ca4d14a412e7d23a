"""An admin brings a catalogue file in, repairs two rows of it, writes it, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from ahsp_app.models import AHSPReferensi, Edisi, ImporAnalisa, Pengguna
from ahsp_app.services.katalog_ubah import ubah_analisa
from e2e.halaman import pesan
from e2e.ketik import ketik
from e2e.test_aksesibel import ATURAN, LAYAR
from tests.factories_impor import DUA, Baris, csv, terbaca, tertulis

SALAH: list[Baris] = [
    *DUA,
    ("2.1", "Beton mutu rendah", "m3", [("BHN", "Semen", "kg", "banyak"), ("BHN", "Pasir beton", "m3", "0,5")]),
    ("2.2", "Bekisting kolom", "m2", [("BHN", "Kayu kelas III", "m3", "x"), ("TK", "Pekerja", "OH", "0,66")]),
]


@pytest.fixture
def admin(
    page: Page,
    db: SQLAlchemy,
    buat_pengguna: Callable[..., Pengguna],
    kenali: Callable[[BrowserContext, Pengguna], None],
) -> Page:
    """A page of an admin, signed in."""
    orang = buat_pengguna()
    orang.admin = True
    db.session.commit()
    kenali(page.context, orang)
    return page


def di_katalog(db: SQLAlchemy) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AHSPReferensi)) or 0


@pytest.mark.usefixtures("pekerja")
def test_in_repaired_written_and_taken_back(admin: Page, db: SQLAlchemy) -> None:
    admin.on("dialog", lambda tanya: tanya.accept())  # the browser's own question before writing and taking back
    admin.goto("/edisi")
    admin.get_by_role("main").get_by_role("link", name="Impor berkas").first.click()
    admin.get_by_label("Berkas").set_input_files({"name": "ck.csv", "mimeType": "text/csv", "buffer": csv(SALAH)})
    ketik(admin.get_by_label("Nama edisi baru"), "Cipta Karya uji")
    admin.get_by_role("button", name="Unggah dan baca").click()
    salah = admin.get_by_role("link", name="Salah 2")
    expect(salah).to_be_visible(timeout=30_000)  # the page came back by itself when the job was done
    assert di_katalog(db) == 0
    salah.click()
    expect(admin.locator("tr[id^=analisa-]")).to_have_count(2)
    for kode, komponen, koefisien in (("2.1", "Semen", "326"), ("2.2", "Kayu kelas III", "0,045")):
        admin.get_by_role("link", name=f"Rincian {kode}").click()
        sel = admin.get_by_label(f"Koefisien {komponen}")
        ketik(sel, koefisien)
        sel.press("Tab")
        expect(admin.locator(".satu")).to_have_count(0)
        admin.get_by_role("link", name="ck.csv").click()
    expect(admin.get_by_role("link", name="Salah 0")).to_be_visible()
    admin.wait_for_load_state()
    admin.get_by_role("button", name="Tulis ke katalog").click()
    cabut = admin.get_by_role("button", name="Cabut dari katalog")
    expect(cabut).to_be_visible(timeout=30_000)
    assert di_katalog(db) == 4
    cabut.click()
    expect(pesan(admin, "Impor dicabut")).to_be_visible()
    assert di_katalog(db) == 0


@pytest.mark.parametrize(("lebar", "tinggi", "tema"), LAYAR)
def test_pages_can_be_read_by_everyone(admin: Page, db: SQLAlchemy, lebar: int, tinggi: int, tema: str) -> None:
    """The axe rules on a laptop in the light theme and on a phone in the dark one; nothing scrolls sideways."""
    orang = db.session.scalars(select(Pengguna)).one()
    orang.tema = tema
    tertulis(orang, edisi="Edisi lain")
    tertulis(orang)
    impor = terbaca(orang, csv(SALAH), "Edisi lain")
    a = db.session.scalars(select(ImporAnalisa.id).where(ImporAnalisa.tingkat == 2)).first()
    lama, baru = db.session.scalars(select(Edisi.id).order_by(Edisi.id)).all()
    ahsp = db.session.scalars(select(AHSPReferensi).where(AHSPReferensi.edisi_id == lama)).first()
    assert ahsp is not None
    ubah_analisa(db.session(), orang.id, ahsp, ahsp.versi, {"uraian": "Galian tanah keras"})
    nomor, impor_id = ahsp.id, impor.id
    db.session.commit()
    admin.set_viewport_size({"width": lebar, "height": tinggi})
    gagal: list[str] = []
    for alamat in (
        "/impor", "/impor/baru", f"/impor/{impor_id}", f"/impor/{impor_id}/analisa/{a}", f"/impor/{impor_id}/lembar",
        "/edisi", f"/edisi/{lama}", f"/edisi/{lama}/analisa/{nomor}", f"/edisi/{baru}/beda?dengan={lama}",
        f"/edisi/{lama}/mutu", "/edisi/riwayat", "/edisi/baru", "/tugas", "/usulan",
    ):  # fmt: skip
        admin.goto(alamat)
        admin.wait_for_load_state("load")
        for p in Axe().run(admin, options=ATURAN).response["violations"]:
            gagal += [f"{alamat}: {p['id']}: {n['html'][:160]}" for n in p["nodes"]]
        if admin.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            gagal.append(f"{alamat}: menggulir ke samping")
    assert not gagal, "\n".join(gagal)
