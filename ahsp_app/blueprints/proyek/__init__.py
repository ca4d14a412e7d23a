"""A new project, and the settings of one."""

from ahsp_app.blueprints.proyek.routes import bp

__all__ = ["bp"]
