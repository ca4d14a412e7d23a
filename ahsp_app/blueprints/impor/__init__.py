"""Imports of the catalogue: a file in, what it has and what is wrong with it, written or taken back."""

from ahsp_app.blueprints.impor import lembar, tulis, usul
from ahsp_app.blueprints.impor.routes import bp

__all__ = ["bp", "lembar", "tulis", "usul"]
