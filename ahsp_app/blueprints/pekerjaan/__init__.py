"""The tree of works."""

from ahsp_app.blueprints.pekerjaan.dari_katalog import tambah_katalog
from ahsp_app.blueprints.pekerjaan.routes import bp
from ahsp_app.blueprints.pekerjaan.sel import simpan
from ahsp_app.blueprints.pekerjaan.susun import pindah_pekerjaan
from ahsp_app.blueprints.pekerjaan.tambah import tambah

# The views of the other files are named here so that importing this package registers them.
__all__ = ["bp", "pindah_pekerjaan", "simpan", "tambah", "tambah_katalog"]
