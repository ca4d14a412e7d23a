"""Works whose reference in the catalogue has changed: what is different, and taking it over."""

from ahsp_app.blueprints.pembaruan.routes import bp

__all__ = ["bp"]
