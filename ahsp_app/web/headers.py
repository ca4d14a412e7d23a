"""Security headers and compression, on every answer."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request
from flask_login import current_user

from ahsp_app.config import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TETAP = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask, settings: Settings) -> None:
    """Add the headers last, so that error pages have them too."""

    def pasang(tanggapan: Response) -> Response:
        for nama, isi in TETAP.items():
            tanggapan.headers.setdefault(nama, isi)
        if settings.https:
            tanggapan.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        tanggapan.vary.add("HX-Request")
        # A page of estimates must not be readable from a shared computer's cache after signing out.
        tanggapan.headers.setdefault("Cache-Control", "no-store" if current_user.is_authenticated else "no-cache")
        return _padatkan(tanggapan)

    app.after_request(pasang)


def _padatkan(tanggapan: Response) -> Response:
    if (
        tanggapan.is_streamed
        or tanggapan.direct_passthrough
        or "Content-Encoding" in tanggapan.headers
        or not (tanggapan.mimetype or "").startswith(("text/", "application/json"))
    ):
        return tanggapan
    tanggapan.vary.add("Accept-Encoding")
    isi = tanggapan.get_data()
    if len(isi) < 1024 or not request.accept_encodings["gzip"]:
        return tanggapan
    tanggapan.set_data(gzip.compress(isi, compresslevel=3, mtime=0))
    tanggapan.headers["Content-Encoding"] = "gzip"
    return tanggapan
