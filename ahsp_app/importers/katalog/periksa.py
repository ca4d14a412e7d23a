"""Is a file what it says it is, and harmless to open?"""

from __future__ import annotations

from enum import StrEnum

from ahsp_app.calc.galat import N_, Galat


class Format(StrEnum):
    """File formats that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def periksa_berkas(nama: str, isi: bytes) -> Format:
    """The format of the file. Raises Galat when it is not to be opened."""
    akhiran = nama.rpartition(".")[2].casefold()
    if akhiran not in set(Format):
        raise Galat(
            "format",
            N_("Berkas .%(akhiran)s tidak dapat dibaca. Pakai xlsx, xls, ods, atau csv."),
            akhiran=akhiran[:20],
        )
    return Format(akhiran)
