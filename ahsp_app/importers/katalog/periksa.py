"""Is a file what it says it is, and harmless to open? Nothing is parsed that was not measured first."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import MB, Arsip, bom, rusak, terkunci
from ahsp_app.importers.katalog.berkas_csv import periksa_csv
from ahsp_app.importers.katalog.ole import TANDA as TANDA_OLE
from ahsp_app.importers.katalog.ole import Ole
from ahsp_app.importers.katalog.pindai_ods import pindai_ods
from ahsp_app.importers.katalog.pindai_xls import bermakro, pindai_xls
from ahsp_app.importers.katalog.pindai_xlsx import ukur_bila_lembar
from ahsp_app.importers.katalog.xml_aman import periksa_jumlah, saring_xml

MAKS_UKURAN: Final = 50 * MB
_MAKS_TEKS_BERSAMA: Final = 150 * MB
_TANDA_ZIP: Final = b"PK\x03\x04"


class Format(StrEnum):
    """File formats that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


_BERMAKRO: Final = frozenset({"xlsm", "xltm", "xlam", "xlsb", "xla", "xlm"})
_XML: Final = (".xml", ".rels", ".vml")
# What other files begin with; said by name because people rename them.
_DIKENAL: Final = (
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"Rar!", "arsip RAR"),
    (b"\x1f\x8b", "arsip gzip"),
    (b"<!DOCTYPE", "halaman web"),
    (b"<html", "halaman web"),
    (b"<?xml", "XML"),
)


def terlalu_besar() -> Galat:
    """More than is taken."""
    return Galat("terlalu_besar", N_("Berkas lebih besar dari %(batas)s MB."), batas=MAKS_UKURAN // MB)


def periksa_berkas(nama: str, isi: bytes) -> Format:
    """The format of the file, when it may be opened. Raises Galat with the reason when not.

    Codes: format, makro, kosong, terlalu_besar, isi_tak_cocok, terkunci, rusak, bom, xml_berbahaya,
    bukan_buku_kerja, terlalu_banyak_baris, terlalu_banyak_kolom, terlalu_banyak_sel.
    """
    format_berkas = _akhiran(nama)
    if len(isi) > MAKS_UKURAN:
        raise terlalu_besar()
    if not isi.strip(b"\x00 \r\n\t"):
        raise Galat("kosong", N_("Berkas kosong."))
    if format_berkas is Format.XLS:
        _periksa_xls(isi)
    elif format_berkas is Format.CSV:
        _bukan_yang_lain(isi, Format.CSV)
        periksa_csv(isi)
    else:
        _periksa_zip(format_berkas, isi)
    return format_berkas


def _akhiran(nama: str) -> Format:
    akhiran = nama.rpartition(".")[2].strip().casefold() if "." in nama else ""
    if akhiran in _BERMAKRO:
        pola = N_("Berkas .%(akhiran)s dapat berisi makro dan tidak diterima. Simpan ulang sebagai .xlsx.")
        raise Galat("makro", pola, akhiran=akhiran)
    if akhiran not in set(Format):
        raise Galat("format", N_("Jenis berkas ini tidak dapat dibaca. Pakai .xlsx, .xls, .ods, .csv, atau .json."))
    return Format(akhiran)


def _bukan_yang_lain(isi: bytes, format_berkas: Format) -> None:
    """Refuse what begins like a file of another kind."""
    awal = isi[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    jenis = next((j for tanda, j in _DIKENAL if awal.lower().startswith(tanda.lower())), None)
    if jenis is None and isi.startswith(_TANDA_ZIP):
        jenis = "arsip zip atau xlsx/ods"
    elif jenis is None and isi.startswith(TANDA_OLE):
        jenis = "dokumen Office lama"
    if jenis is not None:
        pola = N_("Nama berkas berakhiran .%(akhiran)s, tetapi isinya %(jenis)s.")
        raise Galat("isi_tak_cocok", pola, akhiran=format_berkas.value, jenis=jenis)


def _bukan(format_berkas: Format) -> Galat:
    pola = N_("Isi berkas bukan buku kerja .%(akhiran)s.")
    return Galat("isi_tak_cocok", pola, akhiran=format_berkas.value)


def _periksa_xls(isi: bytes) -> None:
    if not isi.startswith(TANDA_OLE):
        _bukan_yang_lain(isi, Format.XLS)
        raise _bukan(Format.XLS)
    ole = Ole(isi)
    _periksa_sandi(ole)
    if {"_vba_project_cur", "vba", "macros"} & ole.entri.keys():
        raise bermakro()
    pindai_xls(ole)


def _periksa_sandi(ole: Ole) -> None:
    if {"encryptedpackage", "encryptioninfo"} & ole.entri.keys():
        raise terkunci()


def _periksa_zip(format_berkas: Format, isi: bytes) -> None:
    if isi.startswith(TANDA_OLE):
        _periksa_sandi(Ole(isi))
    if not isi.startswith(_TANDA_ZIP):
        _bukan_yang_lain(isi, format_berkas)
        raise _bukan(format_berkas)
    arsip = Arsip(isi)
    if format_berkas is Format.XLSX:
        _periksa_xlsx(arsip)
    else:
        _periksa_ods(arsip)


def _alir(arsip: Arsip, nama: str) -> None:
    """Read a part to its end: its true size, its declarations, and its measure if it is a sheet."""
    keping = arsip.alirkan(nama)
    if nama.casefold().endswith("sharedstrings.xml"):
        keping = periksa_jumlah(keping, arsip.entri[nama].mekar)
    ukur_bila_lembar(saring_xml(keping) if nama.casefold().endswith(_XML) else keping)


def _periksa_xlsx(arsip: Arsip) -> None:
    nama = {n.casefold(): n for n in arsip.entri}
    if any(n.endswith("vbaproject.bin") or n.startswith("xl/macrosheets/") for n in nama):
        raise bermakro()
    if "[content_types].xml" not in nama:
        raise _bukan(Format.XLSX)
    jenis = b"".join(saring_xml([arsip.baca(nama["[content_types].xml"])])).lower()
    if b"macroenabled" in jenis or b"vbaproject" in jenis or b"macrosheet" in jenis or b"sheet.binary" in jenis:
        raise bermakro()
    if b"spreadsheetml" not in jenis or "xl/workbook.xml" not in nama:
        raise _bukan(Format.XLSX)
    bersama = arsip.entri.get(nama.get("xl/sharedstrings.xml", ""))
    if bersama is not None and bersama.mekar > _MAKS_TEKS_BERSAMA:
        raise bom()
    for satu in arsip.entri:
        _alir(arsip, satu)


def _periksa_ods(arsip: Arsip) -> None:
    if "content.xml" not in arsip or "mimetype" not in arsip:
        raise _bukan(Format.ODS)
    if b"opendocument.spreadsheet" not in arsip.baca("mimetype"):
        raise _bukan(Format.ODS)
    if "META-INF/manifest.xml" in arsip and b"encryption-data" in arsip.baca("META-INF/manifest.xml"):
        raise terkunci()
    if any(_skrip_ods(n) for n in arsip.entri):
        raise bermakro()
    for satu in arsip.entri:
        if satu != "content.xml":
            _alir(arsip, satu)
    if not pindai_ods(saring_xml(arsip.alirkan("content.xml"))):
        raise rusak()


def _skrip_ods(nama: str) -> bool:
    """A program inside an ods file; the empty lists of libraries that are always there are none."""
    bagian = nama.split("/")
    if nama.endswith("/") or bagian[-1] in {"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"}:
        return False
    return bagian[0] in {"Basic", "Scripts"} and len(bagian) > 1
