"""Documents of a project: one at a time, the bound set, what is mailed by itself, letterheads."""

from ahsp_app.blueprints.dokumen import jadwal as _jadwal
from ahsp_app.blueprints.dokumen import kop as _kop
from ahsp_app.blueprints.dokumen import routes as _routes
from ahsp_app.blueprints.dokumen.bp import bp

__all__ = ["_jadwal", "_kop", "_routes", "bp"]
