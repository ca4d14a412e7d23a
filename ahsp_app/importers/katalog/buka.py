"""Opening a file that was found harmless: its sheets one after another, values only."""

from __future__ import annotations

from collections.abc import Iterator

from ahsp_app.importers.katalog.bentuk import Lembar
from ahsp_app.importers.katalog.berkas_csv import buka_csv
from ahsp_app.importers.katalog.periksa import Format


def buka(format_berkas: Format, isi: bytes, nama: str = "csv") -> Iterator[tuple[int, int, Lembar]]:
    """The sheets in their order, each with its place and their number; only one at a time is in memory."""
    if format_berkas is Format.CSV:
        yield 0, 1, buka_csv(nama.rpartition(".")[0] or nama, isi)
        return
    raise NotImplementedError
