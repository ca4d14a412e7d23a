"""Every page by the axe rules, on a laptop in the light theme and on a phone in the dark one; none scrolls sideways."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import BrowserContext, Page

from ahsp_app.models import Pengguna
from ahsp_app.services.analisa import tambah_komponen
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.parameter import tambah_parameter
from ahsp_app.services.pekerjaan import tambah_pekerjaan
from ahsp_app.services.pohon import tambah_klasifikasi
from ahsp_app.services.volume import ubah_volume

LAYAR = [(1366, 768, "terang"), (360, 740, "gelap")]
# axe's best practices are advice; these are the rules of WCAG 2.2 A and AA.
ATURAN = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def halaman(k: Kerja, db: SQLAlchemy) -> list[str]:
    """Addresses of all pages of a project with a heading, works complete and not, a parameter and a formula."""
    judul = tambah_klasifikasi(k, "PEKERJAAN TANAH")
    p = tambah_pekerjaan(k, judul.id, "Penggalian tanah biasa", "m3")
    tambah_komponen(k, p, "TK", "Pekerja", "OH", Decimal("0.75"), harga=Decimal(176000))
    tambah_komponen(k, p, "BHN", "Tanpa harga", "kg", Decimal(1))
    tambah_parameter(k, "panjang", Decimal("12.5"))
    ubah_volume(k, p, p.versi, "=panjang*2")
    tambah_pekerjaan(k, judul.id, "Mobilisasi", "ls", harga_langsung=Decimal(5000000))
    db.session.commit()
    akar = f"/proyek/{k.proyek.id}"
    bagian = [
        "pekerjaan",
        "volume",
        f"analisa/{p.id}",
        "harga",
        "rekap",
        f"rekap/asal/pekerjaan/{p.id}",
        "dokumen",
        "dokumen/kop",
        "dokumen/jadwal",
        "pengaturan",
        "riwayat",
    ]
    return ["/proyek", "/proyek/baru", "/akun", *(f"{akar}/{b}" for b in bagian), "/tidak-ada"]


@pytest.mark.parametrize(("lebar", "tinggi", "tema"), LAYAR)
def test_pages_can_be_read_by_everyone(
    context: BrowserContext,
    page: Page,
    kenali: Any,
    k: Kerja,
    db: SQLAlchemy,
    halaman: list[str],
    lebar: int,
    tinggi: int,
    tema: str,
) -> None:
    pemilik = db.session.get(Pengguna, k.pelaku)
    assert pemilik
    pemilik.tema = tema
    db.session.commit()
    kenali(context, pemilik)
    page.set_viewport_size({"width": lebar, "height": tinggi})
    gagal: list[str] = []
    for alamat in halaman:
        page.goto(alamat)
        page.wait_for_load_state("load")
        for p in Axe().run(page, options=ATURAN).response["violations"]:
            gagal += [f"{alamat}: {p['id']}: {n['html'][:120]}" for n in p["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            gagal.append(f"{alamat}: menggulir ke samping")
    assert not gagal, "\n".join(gagal)


def test_doors_can_be_read_by_everyone(page: Page, server: Any) -> None:
    for alamat in ("/masuk", "/daftar"):
        page.goto(alamat)
        assert Axe().run(page, options=ATURAN).response["violations"] == []
