"""My jobs: what runs behind the pages, how far it is, and the way to stop it or run it again."""

from ahsp_app.blueprints.tugas.routes import bp

__all__ = ["bp"]
