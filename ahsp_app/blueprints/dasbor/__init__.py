"""My projects: the list, archive and trash."""

from ahsp_app.blueprints.dasbor.routes import bp

__all__ = ["bp"]
