"""What an xls workbook has beyond its values, and how large its sheets really are: a walk over its records."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import rusak, terkunci
from ahsp_app.importers.katalog.bentuk import FORMULA_KOSONG
from ahsp_app.importers.katalog.ole import Ole
from ahsp_app.importers.katalog.pindai_xlsx import (
    MAKS_BARIS,
    MAKS_KOLOM,
    MAKS_SEL,
    CatatanLembar,
    terlalu_banyak_baris,
    terlalu_banyak_kolom,
    terlalu_banyak_sel,
)

BOF: Final = 0x0809
EOF: Final = 0x000A
_FILEPASS: Final = 0x002F
BOUNDSHEET: Final = 0x0085
_COLINFO: Final = 0x007D
_ROW: Final = 0x0208
FORMULA: Final = 0x0006
STRING: Final = 0x0207
_SESUDAH_FORMULA: Final = frozenset({0x0221, 0x04BC, 0x0236})  # array, shared formula, table
MULRK: Final = 0x00BD
BOOLERR: Final = 0x0205
_SEL: Final = frozenset({0x0203, 0x0204, BOOLERR, FORMULA, 0x00FD, 0x027E, MULRK, 0x00D6})
_GALAT: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MAKRO: Final = frozenset({1, 6})
_LEMBAR_KERJA: Final = 0x0010


def bermakro() -> Galat:
    """The workbook holds programs."""
    return Galat("makro", N_("Berkas berisi makro. Simpan ulang sebagai .xlsx biasa, lalu unggah lagi."))


@dataclass(slots=True)
class _Lembar:
    catatan: CatatanLembar = field(default_factory=CatatanLembar)
    sel: int = 0


def aliran_buku(ole: Ole) -> bytes:
    """The stream with the workbook."""
    nama = next((n for n in ("workbook", "book") if n in ole), None)
    if nama is None:
        raise Galat("bukan_buku_kerja", N_("Berkas ini bukan buku kerja lembar sebar."))
    return ole.aliran(nama)


def pindai_xls(ole: Ole) -> dict[int, CatatanLembar]:
    """Per worksheet, by its place in the stream, what is hidden and which cells are errors.

    Raises Galat: locked, macros, too large.
    """
    return {letak: satu.catatan for letak, satu in _jalan(memoryview(aliran_buku(ole))).items()}


def rekam(data: memoryview, letak: int = 0) -> Iterator[tuple[int, int, memoryview]]:
    """The records from there on: place, kind and content."""
    while letak + 4 <= len(data):
        jenis, panjang = struct.unpack_from("<2H", data, letak)
        isi = data[letak + 4 : letak + 4 + panjang]
        if len(isi) < panjang:
            raise rusak()
        yield letak, jenis, isi
        letak += 4 + panjang


def _jalan(data: memoryview) -> dict[int, _Lembar]:
    semua: dict[int, _Lembar] = {}
    dalam = 0
    kini = _Lembar()
    menunggu: tuple[int, int] | None = None
    for letak, jenis, isi in rekam(data):
        if menunggu is not None and jenis not in _SESUDAH_FORMULA:
            if jenis != STRING:
                kini.catatan.cacat[menunggu] = FORMULA_KOSONG
            menunggu = None
        if jenis == BOF:
            dalam += 1
            if dalam == 1:
                kini = _Lembar()
                if len(isi) >= 4 and struct.unpack_from("<H", isi, 2)[0] == _LEMBAR_KERJA:
                    semua[letak] = kini
        elif jenis == EOF:
            dalam -= 1
        elif jenis == _FILEPASS:
            raise terkunci()
        elif jenis == BOUNDSHEET and len(isi) >= 6 and isi[5] in _MAKRO:
            raise bermakro()
        elif dalam == 1:
            _catat(kini, jenis, isi)
            menunggu = menunggu or _tanpa_teks(jenis, isi)
    if dalam:
        raise rusak()
    return semua


def _tanpa_teks(jenis: int, isi: memoryview) -> tuple[int, int] | None:
    """The cell of a formula whose result is a text, which must come in a record of its own."""
    if jenis != FORMULA or len(isi) < 14 or isi[6] or not isi[12] == isi[13] == 0xFF:
        return None
    baris, kolom = struct.unpack_from("<2H", isi)
    return int(baris), int(kolom)


def _catat(lembar: _Lembar, jenis: int, isi: memoryview) -> None:
    if jenis in _SEL and len(isi) >= 6:
        baris, kolom = struct.unpack_from("<2H", isi)
        akhir = struct.unpack_from("<H", isi, len(isi) - 2)[0] if jenis == MULRK else kolom
        if baris >= MAKS_BARIS:
            raise terlalu_banyak_baris()
        if max(kolom, akhir) >= MAKS_KOLOM:
            raise terlalu_banyak_kolom()
        lembar.sel += max(akhir - kolom, 0) + 1
        if lembar.sel > MAKS_SEL:
            raise terlalu_banyak_sel()
        kode = _kode_galat(jenis, isi)
        if kode is not None:
            lembar.catatan.cacat[baris, kolom] = _GALAT.get(kode, "#N/A")
    elif jenis == _ROW and len(isi) >= 16:
        if isi[12] & 0x20:
            lembar.catatan.tersembunyi.add(struct.unpack_from("<H", isi)[0])
    elif jenis == _COLINFO and len(isi) >= 10 and isi[8] & 1:
        awal, akhir = struct.unpack_from("<2H", isi)
        lembar.catatan.kolom_tersembunyi.update(range(awal, min(akhir + 1, MAKS_KOLOM)))


def _kode_galat(jenis: int, isi: memoryview) -> int | None:
    if jenis == BOOLERR and len(isi) >= 8 and isi[7]:
        return isi[6]
    if jenis == FORMULA and len(isi) >= 14 and isi[6] == 2 and isi[12] == isi[13] == 0xFF:
        return isi[8]
    return None
