"""Site words of the search, and what is searched and not found. For admins."""

from ahsp_app.blueprints.kosakata.routes import bp

__all__ = ["bp"]
