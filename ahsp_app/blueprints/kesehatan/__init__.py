"""Is the service alive and ready? For load balancers and operators."""

from ahsp_app.blueprints.kesehatan.routes import bp

__all__ = ["bp"]
