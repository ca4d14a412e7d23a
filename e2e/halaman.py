"""What every page shows and how people move on it, by what they see: total, state of saving, cells, keys."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

KATA = {
    "tersimpan": re.compile(r"^Tersimpan$"),
    "menyimpan": re.compile(r"^Menyimpan…$"),
    "belum": re.compile(r"^Belum tersimpan \(\d+\)$"),
    "bentrok": re.compile(r"^Bentrok$"),
}


def harap_total(page: Page, teks: str) -> None:
    """The total in the bar becomes this, as printed: "Rp 12.694.000"."""
    expect(page.locator("#total-proyek strong")).to_have_text(teks)


def harap_status(page: Page, tahap: str, *, tenggat: float = 10_000) -> None:
    """The state of saving becomes this, in the colour and in words."""
    papan = page.locator("#status-simpan")
    expect(papan).to_have_attribute("data-status", tahap, timeout=tenggat)
    expect(papan).to_have_text(KATA[tahap])


def isian(page: Page, label: str) -> Locator:
    """The field with this label; the mark of those that must be filled in does not count."""
    tepat = re.compile(rf"^{re.escape(label)}\s*\*?$")
    return page.get_by_label(tepat).and_(page.locator("input, textarea, select"))


def volume(page: Page, uraian: str) -> Locator:
    """The cell of a work's volume, on the pages of works and of volumes."""
    return isian(page, f"Volume {uraian}")


def galat(kolom: Locator) -> Locator:
    """The place of messages at a cell or field."""
    return kolom.page.locator(f"[id='{kolom.get_attribute('id')}-galat']")


def jumlah(kolom: Locator) -> Locator:
    """What the row of a cell comes to."""
    return kolom.page.locator("tr", has=kolom).locator("[id$='-jumlah']")


def pesan(page: Page, teks: str | re.Pattern[str]) -> Locator:
    """A toast."""
    return page.locator("[data-pesan]", has_text=teks)


class Papan:
    """The keyboard, for journeys on which nothing else is touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ke(self, sasaran: Locator, tombol: str = "Tab", paling: int = 80) -> None:
        """Press Tab (or another key) until this has the focus."""
        for _langkah in range(paling):
            if sasaran.evaluate("el => el === document.activeElement"):
                return
            self.page.keyboard.press(tombol)
        msg = f"{tombol} does not reach {sasaran}"
        raise AssertionError(msg)

    def ketik(self, teks: str, lalu: str | None = None) -> None:
        """Type into what has the focus, then press a key."""
        self.page.keyboard.type(teks)
        if lalu:
            self.page.keyboard.press(lalu)

    def tekan(self, *tombol: str) -> None:
        """Press keys, one after another."""
        for satu in tombol:
            self.page.keyboard.press(satu)

    def buka(self, sasaran: Locator, tombol: str = "Tab") -> None:
        """Go to a link or button by Tab (or another key) and press it."""
        self.ke(sasaran, tombol)
        self.page.keyboard.press("Enter")
