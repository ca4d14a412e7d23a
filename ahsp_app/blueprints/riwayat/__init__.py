"""The change history of a project."""

from ahsp_app.blueprints.riwayat.routes import bp

__all__ = ["bp"]
