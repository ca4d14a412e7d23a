"""Volumes of the works, as numbers or formulas, and the parameters that formulas use."""

from ahsp_app.blueprints.volume import parameter as _parameter  # noqa: F401 -- registers its routes
from ahsp_app.blueprints.volume.routes import bp

__all__ = ["bp"]
