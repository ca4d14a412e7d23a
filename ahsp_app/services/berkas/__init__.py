"""The project file: a file becomes a project, a project becomes a file (docs/project-file.md)."""

from ahsp_app.services.berkas.ekspor import ekspor_byte, ekspor_proyek
from ahsp_app.services.berkas.impor import BerkasDitolak, impor_proyek

__all__ = ["BerkasDitolak", "ekspor_byte", "ekspor_proyek", "impor_proyek"]
