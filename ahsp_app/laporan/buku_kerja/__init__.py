"""The living workbook: the whole chain of an estimate as spreadsheet formulas, each with its computed value beside it.

    Parameter → Volume → RAB → Rekap        Harga → AHSP → RAB

Sheets are written row by row, so that memory does not grow with the project; `tata` knows every place beforehand.
"""

from __future__ import annotations

from datetime import datetime
from tempfile import TemporaryDirectory
from typing import BinaryIO

from ahsp_app.laporan.buku_kerja.analisa import ahsp
from ahsp_app.laporan.buku_kerja.dasar import harga, parameter, volume
from ahsp_app.laporan.buku_kerja.gaya import Buku
from ahsp_app.laporan.buku_kerja.periksa import pemeriksaan, petunjuk
from ahsp_app.laporan.buku_kerja.rab import rab, rekap
from ahsp_app.laporan.buku_kerja.tata import susun
from ahsp_app.laporan.model import Maju, diam
from ahsp_app.queries.snapshot import Snapshot

__all__ = ["tulis"]


def tulis(s: Snapshot, waktu: datetime, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write the workbook of a project; `s` has all its parts, `waktu` is its moment in local time.

    Raises Galat `terlalu_besar` when a sheet cannot hold the project, and what `maju` raises; then nothing is written.
    """
    t = susun(s)
    with TemporaryDirectory(prefix="ahsp-buku-") as folder:  # the rows, until the file is put together
        b = Buku(keluar, folder, str(s.proyek["nama"]), waktu, maju)
        try:
            for lembar in (rekap, rab, ahsp, harga, volume, parameter, pemeriksaan, petunjuk):
                lembar(b, t)
        except BaseException:
            b.batal()
            raise
        b.selesai()
