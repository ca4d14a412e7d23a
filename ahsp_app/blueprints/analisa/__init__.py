"""The analysis of a work: the printed form of the regulation is the screen."""

from ahsp_app.blueprints.analisa import tulis as _tulis  # noqa: F401 -- registers the routes that write
from ahsp_app.blueprints.analisa.routes import bp

__all__ = ["bp"]
