"""What somebody asks for: which documents, in which format, with which options. Checked before anything is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.model import KERTAS

BUKU_KERJA: Final = "buku-kerja"
BUNDEL: Final = "bundel"
BAHASA: Final = ("id", "en")


@dataclass(frozen=True, slots=True)
class Permintaan:
    """One document (`laporan` of one, `format` of one), or a bundle: one PDF, or a ZIP with every format.

    `abaikan`: the checks of the bundle were seen and overridden, which is then printed.
    """

    laporan: tuple[str, ...]
    format: tuple[str, ...]
    bundel: bool = False
    zip: bool = False
    abaikan: bool = False
    opsi: Opsi = field(default_factory=Opsi)

    def sebagai_json(self) -> dict[str, Any]:
        """As it is kept with its job."""
        return asdict(self)

    def kunci(self, proyek_id: int) -> str:
        """The name of this request: the same one is not made twice at the same time."""
        isi = json.dumps(self.sebagai_json(), sort_keys=True).encode()
        return f"dokumen-{proyek_id}-{hashlib.sha256(isi).hexdigest()[:32]}"


def satu(laporan: str, format_: str, opsi: Opsi) -> Permintaan:
    """One document. Raises Invalid when there is no such report, or not in this format."""
    if laporan == BUKU_KERJA:
        if format_ != "xlsx":
            raise Invalid("format", N_("Buku kerja hanya ada dalam bentuk XLSX."), kolom="format")
    elif laporan not in LAPORAN:
        pola = N_("Laporan “%(nama)s” tidak dikenal. Yang ada: %(daftar)s.")
        raise Invalid("laporan", pola, kolom="laporan", nama=laporan, daftar=", ".join([*LAPORAN, BUKU_KERJA, BUNDEL]))
    if format_ not in FORMAT:
        pola = N_("Format “%(nama)s” tidak dikenal. Yang ada: %(daftar)s.")
        raise Invalid("format", pola, kolom="format", nama=format_, daftar=", ".join(FORMAT))
    _periksa_opsi(opsi)
    return Permintaan((laporan,), (format_,), opsi=opsi)


def bundel(
    laporan: tuple[str, ...], format_: tuple[str, ...], opsi: Opsi, *, sebagai_zip: bool = False, abaikan: bool = False
) -> Permintaan:
    """A bundle in this order. Raises Invalid when nothing is chosen, or something that is not there."""
    pilihan = tuple(dict.fromkeys(laporan))
    if not set(pilihan) - {BUKU_KERJA}:
        raise Invalid("kosong", N_("Pilih sedikitnya satu dokumen."), kolom="isi")
    for kode in pilihan:
        if kode == BUKU_KERJA and sebagai_zip:
            continue
        if kode not in LAPORAN:
            if kode == BUKU_KERJA:
                raise Invalid("laporan", N_("Buku kerja hanya ikut dalam bundel ZIP."), kolom="isi")
            raise Invalid("laporan", N_("Laporan “%(nama)s” tidak dikenal."), kolom="isi", nama=kode)
    bentuk = tuple(f for f in FORMAT if f in format_) if sebagai_zip else ("pdf",)
    if not bentuk:
        raise Invalid("format", N_("Pilih sedikitnya satu format."), kolom="format")
    _periksa_opsi(opsi)
    return Permintaan(pilihan, bentuk, bundel=True, zip=sebagai_zip, abaikan=abaikan, opsi=opsi)


def dari_json(isi: Mapping[str, Any]) -> Permintaan:
    """As it was kept. Raises Invalid when a report or format is no longer there."""
    opsi = Opsi(**isi["opsi"])
    laporan, format_ = tuple(isi["laporan"]), tuple(isi["format"])
    if isi["bundel"]:
        return bundel(laporan, format_, opsi, sebagai_zip=isi["zip"], abaikan=isi["abaikan"])
    return satu(laporan[0], format_[0], opsi)


def _periksa_opsi(opsi: Opsi) -> None:
    if opsi.kertas not in KERTAS:
        raise Invalid("kertas", N_("Pilih kertas: %(daftar)s."), kolom="kertas", daftar=", ".join(KERTAS))
    if opsi.bahasa not in BAHASA:
        raise Invalid("bahasa", N_("Pilih bahasa judul: Indonesia atau Inggris."), kolom="bahasa")
    if not 0 <= opsi.tingkat <= 9:
        raise Invalid("tingkat", N_("Tingkat judul antara 0 (semua) dan 9."), kolom="tingkat")
