"""Workbooks (XLSX): the report as sheets with real numbers, ready to print.

A text never becomes a formula or a link. Excel keeps 15 digits of a number: an amount of ten trillion rupiah and more
may lose its sen, as in any spreadsheet; the other formats keep every digit.
"""

from ahsp_app.laporan.xlsx.tulis import tulis

__all__ = ["tulis"]
