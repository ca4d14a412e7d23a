"""Proposing an analysis of a project for an office's own library, and answering proposals."""

from ahsp_app.blueprints.usulan.routes import bp

__all__ = ["bp"]
