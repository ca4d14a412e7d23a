"""The frame of the browser tests: signing in, a server that goes away and comes back, one that is slow."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.server import LiveServer


def test_sign_in_and_server_that_restarts(page: Page, server: LiveServer, masuk: Callable[[Page], object]) -> None:
    masuk(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    server.stop()
    server.start()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_slow_way(page: Page, server: LiveServer, masuk: Callable[[Page], object]) -> None:
    masuk(page)
    with server.delayed(0.6) as way:
        start = time.monotonic()
        page.goto(way.url + "/health/live")
        assert time.monotonic() - start >= 0.6
        way.seconds = 0
        page.goto(way.url + "/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
