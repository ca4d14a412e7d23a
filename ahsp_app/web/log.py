"""Logs: one JSON object a line on standard error, with the request's id; no personal data but the user's number."""

from __future__ import annotations

import logging
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from ahsp_app.config import Settings

LAMBAT_DETIK = 0.8


def init_app(app: Flask, settings: Settings) -> None:
    """Configure structlog once and note requests that fail or are slow."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
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
