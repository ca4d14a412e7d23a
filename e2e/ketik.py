"""Typing as people do. Playwright's fill() fires no `change` in Firefox, so saving would never start."""

from __future__ import annotations

from playwright.sync_api import Locator


def ketik(kolom: Locator, teks: str, *, lalu: str | None = "Tab") -> None:
    """Replace what a field holds by typing, then press a key that leaves it (Tab, Enter) or none."""
    kolom.page.bring_to_front()  # Firefox gives the keys to one window only
    kolom.click()
    kolom.press("ControlOrMeta+a")
    if teks:
        kolom.press_sequentially(teks)
    else:
        kolom.press("Delete")
    if lalu:
        kolom.press(lalu)
