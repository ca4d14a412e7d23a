"""Prices of the project's resources, and where each is used."""

from ahsp_app.blueprints.harga import tulis as _tulis  # noqa: F401 -- registers the routes that write
from ahsp_app.blueprints.harga.routes import bp

__all__ = ["bp"]
