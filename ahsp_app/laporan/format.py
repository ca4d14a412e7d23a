"""The formats a report can be had in, and what its file is called. A library is loaded when its format is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, Final

from ahsp_app.laporan.model import Laporan, Maju, diam

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# What Windows refuses in a name, control characters, and halves of surrogate pairs.
_TERLARANG: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+')
_PERANTI: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_PANJANG: Final = 120  # with the folders around it still below the 260 of Windows
_PANJANG_BITA: Final = 200  # and below the 255 bytes of a name elsewhere


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for people, its MIME type, its extension, and the module whose `tulis` writes it."""

    kode: str
    nama: str
    mime: str
    modul: str

    @property
    def ekstensi(self) -> str:
        """The extension, with its dot."""
        return f".{self.kode}"

    def tulis(self, laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
        """Write the report in this format."""
        import_module(self.modul).tulis(laporan, keluar, maju)


FORMAT: Final[Mapping[str, Format]] = {
    f.kode: f
    for f in (
        Format("pdf", "PDF", "application/pdf", "ahsp_app.laporan.pdf"),
        Format("docx", "Word (DOCX)", f"{_OFFICE}.wordprocessingml.document", "ahsp_app.laporan.docx"),
        Format("xlsx", "Excel (XLSX)", f"{_OFFICE}.spreadsheetml.sheet", "ahsp_app.laporan.xlsx"),
        Format("csv", "CSV", "text/csv", "ahsp_app.laporan.tulis_csv"),
        Format("json", "JSON", "application/json", "ahsp_app.laporan.tulis_json"),
    )
}


def nama_aman(teks: str) -> str:
    """A file name, without its extension, that every system takes; never empty."""
    rapi = " ".join(_TERLARANG.sub(" ", teks).split())[:_PANJANG]
    rapi = rapi.encode()[:_PANJANG_BITA].decode(errors="ignore").strip(" .")
    if not rapi:
        return "Dokumen"
    return f"Dokumen {rapi}" if _PERANTI.fullmatch(rapi) else rapi


def nama_berkas(laporan: Laporan, format_: Format) -> str:
    """The file name in words: "Rencana Anggaran Biaya - Rumah Tinggal.pdf"."""
    return nama_aman(f"{judul_kata(laporan.judul)} - {laporan.proyek}") + format_.ekstensi


def judul_kata(judul: str) -> str:
    """A title in capitals as words with capitals; any other as it is."""
    return judul.title().replace(" Dan ", " dan ") if judul.isupper() else judul
