"""The recapitulation: the estimate as it will be printed, and where each amount comes from."""

from ahsp_app.blueprints.rekap.routes import bp

__all__ = ["bp"]
