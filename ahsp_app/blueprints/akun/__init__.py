"""Signing in and out, registering, and one's own account."""

from ahsp_app.blueprints.akun.routes import bp

__all__ = ["bp"]
