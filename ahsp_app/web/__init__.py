"""Flask glue that every slice shares: access, limits, transactions, rendering, errors, headers."""

from __future__ import annotations

from flask import Flask

from ahsp_app.config import Settings
from ahsp_app.web import aturan, galat, headers, log, proyek, rendering, sesi, statis, terjemahan, transaksi

__all__ = [
    "aturan",
    "galat",
    "headers",
    "init_app",
    "log",
    "proyek",
    "rendering",
    "sesi",
    "statis",
    "terjemahan",
    "transaksi",
]


def init_app(app: Flask, settings: Settings) -> None:
    """Register the hooks. After-request hooks run in reverse: the transaction ends first, headers come last."""
    statis.init_app(app)
    sesi.init_app(app, settings)
    terjemahan.init_app(app)
    headers.init_app(app, settings)
    rendering.init_app(app)
    proyek.init_app(app)
    aturan.init_app(app)
    galat.init_app(app)
    transaksi.init_app(app)
