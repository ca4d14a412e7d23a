"""Reports as PDF: pages laid out by our own rules and written as they are filled."""

from ahsp_app.laporan.pdf.penulis import tulis, tulis_bundel

__all__ = ["tulis", "tulis_bundel"]
