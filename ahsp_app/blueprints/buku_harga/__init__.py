"""Books of base prices: kept by admins, applied to projects by their owners."""

from ahsp_app.blueprints.buku_harga import harga as _harga  # noqa: F401 -- registers the routes of single prices
from ahsp_app.blueprints.buku_harga import terap as _terap  # noqa: F401 -- registers the routes of projects
from ahsp_app.blueprints.buku_harga.routes import bp

__all__ = ["bp"]
