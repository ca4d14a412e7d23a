"""Static files: served by WhiteNoise before Flask sees the request, cached for a year, named by their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

AKAR = Path(__file__).resolve().parent.parent / "static"


@cache
def aset(nama: str) -> str:
    """The address of a static file; it changes whenever the content does."""
    sidik = hashlib.sha256((AKAR / nama).read_bytes()).hexdigest()[:12]
    return f"/static/{nama}?v={sidik}"


def init_app(app: Flask) -> None:
    """Put WhiteNoise in front and offer `aset` to templates."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(AKAR), prefix="static/", max_age=31_536_000, add_headers_function=_headers
    )
    app.jinja_env.globals["aset"] = aset


def _headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
