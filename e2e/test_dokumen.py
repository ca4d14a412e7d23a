"""The bound set is ordered from the page, its progress seen on every page, and downloaded; a stranger gets nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import BrowserContext, Page, expect

from ahsp_app.models import Pengguna
from ahsp_app.services.kerja import Kerja
from e2e.halaman import pesan
from e2e.ketik import ketik
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan


@pytest.fixture
def lengkap(k: Kerja) -> Kerja:
    """A project with nothing missing, and one work without a volume."""
    judul = buat_judul(k)
    buat_pekerjaan(k, "Beton sloof Ø 12 mm", volume="12,5", judul=judul, komponen=[SEMEN])
    buat_pekerjaan(k, "Belum diukur", volume="", judul=judul, komponen=[SEMEN])
    k.sesi.commit()
    return k


def unduh(page: Page, klik: Callable[[], None], folder: Path) -> Path:
    with page.expect_download() as tunggu:
        klik()
    tujuan = folder / tunggu.value.suggested_filename
    tunggu.value.save_as(tujuan)
    return tujuan


@pytest.mark.usefixtures("pekerja")
def test_the_bound_set(
    saya: Page, lengkap: Kerja, db: SQLAlchemy, tmp_path: Path,
    buat_pengguna: Callable[..., Pengguna], jendela: Callable[..., Page],
    kenali: Callable[[BrowserContext, Pengguna], None],
) -> None:  # fmt: skip
    saya.goto(f"/proyek/{lengkap.proyek.id}/pekerjaan")
    saya.get_by_role("navigation").get_by_role("link", name="Dokumen").click()
    ketik(saya.get_by_label("Tempat tanda tangan"), "Semarang")
    saya.get_by_role("button", name="Buat bundel").click()
    temuan = saya.get_by_role("alert").filter(has_text="Belum diukur")
    expect(temuan.get_by_role("link", name="Perbaiki")).to_have_attribute("href", re.compile("/volume$"))
    temuan.get_by_role("button", name="Buat juga").click()
    expect(pesan(saya, "Sedang disiapkan")).to_be_visible()
    expect(saya.get_by_role("heading", name="Berkas Anda")).to_be_focused()
    saya.get_by_role("navigation").get_by_role("link", name="Volume").click()
    expect(pesan(saya, "Bundel PDF sudah jadi")).to_be_visible(timeout=30_000)
    saya.get_by_role("navigation").get_by_role("link", name="Dokumen").click()
    tautan = saya.get_by_role("link", name=re.compile("^Unduh Dokumen RAB"))
    berkas = unduh(saya, tautan.click, tmp_path)
    assert berkas.suffix == ".pdf"
    dokumen = pypdfium2.PdfDocument(berkas)
    teks = "\n".join(h.get_textpage().get_text_range() for h in dokumen)
    assert "Beton sloof Ø 12 mm" in teks
    assert "Semarang" in teks
    assert "bervolume kosong atau nol" in teks.replace("\r\n", " ")
    assert [b.get_title() for b in dokumen.get_toc()][:1]

    alamat = tautan.get_attribute("href") or ""
    rekan = buat_pengguna("rekan@kantor.example", "Rekan")
    db.session.commit()
    lain = jendela()
    kenali(lain.context, rekan)
    jawab = lain.goto(alamat)
    assert jawab is not None
    assert jawab.status == 404


def test_one_document_at_once_with_options(saya: Page, lengkap: Kerja, tmp_path: Path) -> None:
    saya.goto(f"/proyek/{lengkap.proyek.id}/dokumen")
    saya.get_by_text("Pilihan:").last.click()
    saya.locator("#satu-kertas").select_option("F4")
    tombol = saya.get_by_role("button", name="RAB rinci sebagai PDF")
    dokumen = pypdfium2.PdfDocument(unduh(saya, tombol.click, tmp_path))
    assert round(dokumen[0].get_size()[1] / 72 * 25.4) == 330
    tombol = saya.get_by_role("button", name="RAB rinci sebagai CSV")
    assert "Beton sloof" in unduh(saya, tombol.click, tmp_path).read_text(encoding="utf-8-sig")
    expect(saya).to_have_url(re.compile("/dokumen$"))
