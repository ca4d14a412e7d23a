"""Word documents (DOCX): a skeleton with styles, page, head and foot, and a body that is streamed into the archive."""

from ahsp_app.laporan.docx.tulis import tulis

__all__ = ["tulis"]
