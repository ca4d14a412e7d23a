"""What an xls workbook has beyond its values, and how large its sheets really are: a walk over its records."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import rusak, terkunci
from ahsp_app.importers.katalog.ole import Ole
from ahsp_app.importers.katalog.pindai_xlsx import (
    MAKS_BARIS,
    MAKS_KOLOM,
    CatatanLembar,
    terlalu_banyak_baris,
    terlalu_banyak_kolom,
    terlalu_banyak_sel,
)

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_FILEPASS: Final = 0x002F
_BOUNDSHEET: Final = 0x0085
_COLINFO: Final = 0x007D
_ROW: Final = 0x0208
_FORMULA: Final = 0x0006
_MULRK: Final = 0x00BD
_BOOLERR: Final = 0x0205
_SEL: Final = frozenset({0x0203, 0x0204, _BOOLERR, _FORMULA, 0x00FD, 0x027E, _MULRK, 0x00D6})
_GALAT: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MAKRO: Final = frozenset({1, 6})
_LEMBAR_KERJA: Final = 0x0010
_MAKS_SEMUA: Final = 6_000_000  # the reader makes room for the whole rectangle of every sheet at once


def bermakro() -> Galat:
    """The workbook holds programs."""
    return Galat("makro", N_("Berkas berisi makro. Simpan ulang sebagai .xlsx biasa, lalu unggah lagi."))


@dataclass(slots=True)
class _Lembar:
    catatan: CatatanLembar = field(default_factory=CatatanLembar)
    baris: int = 0
    kolom: int = 0


def pindai_xls(ole: Ole) -> list[CatatanLembar]:
    """Per worksheet, in order, what is hidden and which cells are errors. Raises Galat: locked, macros, too large."""
    nama = next((n for n in ("workbook", "book") if n in ole), None)
    if nama is None:
        raise Galat("bukan_buku_kerja", N_("Berkas ini bukan buku kerja lembar sebar."))
    lembar = _jalan(memoryview(ole.aliran(nama)))
    if sum(satu.baris * satu.kolom for satu in lembar) > _MAKS_SEMUA:
        raise terlalu_banyak_sel()
    return [satu.catatan for satu in lembar]


def _jalan(data: memoryview) -> list[_Lembar]:
    semua: list[_Lembar] = []
    letak, dalam = 0, 0
    kini: _Lembar | None = None
    while letak + 4 <= len(data):
        jenis, panjang = struct.unpack_from("<2H", data, letak)
        letak += 4
        isi = data[letak : letak + panjang]
        if len(isi) < panjang:
            raise rusak()
        letak += panjang
        if jenis == _BOF:
            dalam += 1
            if dalam == 1 and panjang >= 4 and struct.unpack_from("<H", isi, 2)[0] == _LEMBAR_KERJA:
                kini = _Lembar()
                semua.append(kini)
        elif jenis == _EOF:
            dalam -= 1
            kini = kini if dalam > 0 else None
        elif jenis == _FILEPASS:
            raise terkunci()
        elif jenis == _BOUNDSHEET:
            if panjang >= 6 and isi[5] in _MAKRO:
                raise bermakro()
        elif kini is not None and dalam == 1:
            _catat(kini, jenis, isi)
    if not letak or dalam > 0:
        raise rusak()
    return semua


def _catat(lembar: _Lembar, jenis: int, isi: memoryview) -> None:
    if jenis in _SEL and len(isi) >= 6:
        baris, kolom = struct.unpack_from("<2H", isi)
        akhir = struct.unpack_from("<H", isi, len(isi) - 2)[0] if jenis == _MULRK else kolom
        if baris >= MAKS_BARIS:
            raise terlalu_banyak_baris()
        if max(kolom, akhir) >= MAKS_KOLOM:
            raise terlalu_banyak_kolom()
        lembar.baris = max(lembar.baris, baris + 1)
        lembar.kolom = max(lembar.kolom, akhir + 1)
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
    if jenis == _BOOLERR and len(isi) >= 8 and isi[7]:
        return isi[6]
    if jenis == _FORMULA and len(isi) >= 14 and isi[6] == 2 and isi[12] == isi[13] == 0xFF:
        return isi[8]
    return None
