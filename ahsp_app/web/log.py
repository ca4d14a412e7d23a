"""Logs: one JSON object a line on standard error, with the request's id; no personal data but the user's number."""

from __future__ import annotations

import time
import uuid

import structlog
from flask import Flask, Response, g, request

from ahsp_app import catatan
from ahsp_app.config import Settings

LAMBAT_DETIK = 0.8


def init_app(app: Flask, settings: Settings) -> None:
    """Note requests that fail or are slow."""
    catatan.siapkan(settings.log_level)
    app.before_request(_mulai)
    app.after_request(_catat)


def _mulai() -> None:
    g.mulai = time.perf_counter()
    g.id_permintaan = uuid.uuid4().hex[:16]


def _catat(tanggapan: Response) -> Response:
    tanggapan.headers["X-Request-ID"] = g.id_permintaan
    lama = time.perf_counter() - g.mulai
    if tanggapan.status_code >= 500 or lama > LAMBAT_DETIK:
        structlog.get_logger().warning(
            "permintaan",
            id=g.id_permintaan,
            metode=request.method,
            rute=str(request.url_rule),
            status=tanggapan.status_code,
            detik=round(lama, 3),
        )
    return tanggapan
