"""The catalogue as a project sees it: search, and the composition of one analysis."""

from ahsp_app.blueprints.katalog.routes import bp

__all__ = ["bp"]
