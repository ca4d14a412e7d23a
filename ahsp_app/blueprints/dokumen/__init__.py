"""Documents of a project: one at a time, the bound set, letterheads."""

from ahsp_app.blueprints.dokumen import kop as _kop
from ahsp_app.blueprints.dokumen import routes as _routes
from ahsp_app.blueprints.dokumen.bp import bp

__all__ = ["_kop", "_routes", "bp"]
