"""Opening a file that was found harmless: its sheets one after another, values only, nothing calculated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from ahsp_app.importers.katalog.arsip import MB, Arsip, rusak
from ahsp_app.importers.katalog.bentuk import Lembar, Sel
from ahsp_app.importers.katalog.berkas_csv import buka_csv
from ahsp_app.importers.katalog.berkas_xls import buka_xls
from ahsp_app.importers.katalog.periksa import Format
from ahsp_app.importers.katalog.pindai_ods import pindai_ods
from ahsp_app.importers.katalog.pindai_xlsx import MAKS_BARIS, CatatanLembar, pindai
from ahsp_app.importers.katalog.sel import Kumpulan
from ahsp_app.importers.katalog.senyap import PANIK, senyap

_HUBUNGAN: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def buka(format_berkas: Format, isi: bytes, nama: str = "csv") -> Iterator[tuple[int, int, Lembar]]:
    """The sheets in their order, each with its place and their number; only one at a time is in memory.

    The file must have passed periksa_berkas. Raises Galat (rusak) when its parts do not fit together.
    """
    if format_berkas is Format.CSV:
        yield 0, 1, buka_csv(nama.rpartition(".")[0] or nama, isi)
        return
    if format_berkas is Format.XLS:
        yield from buka_xls(isi)
        return
    try:
        with senyap():
            buku = load_workbook(io.BytesIO(isi))
        with buku:
            yield from _lembar_lembar(buku, _pencatat(format_berkas, isi))
    except (CalamineError, OSError, ValueError, OverflowError, ParseError):
        raise rusak() from None
    except BaseException as galat:
        if type(galat).__name__ != PANIK:  # what the reader of values does with nonsense
            raise
        raise rusak() from None


def _lembar_lembar(
    buku: CalamineWorkbook, catatan: Mapping[str, Callable[[], CatatanLembar]]
) -> Iterator[tuple[int, int, Lembar]]:
    semua = [s for s in buku.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
    for urut, satu in enumerate(semua):
        ambil = catatan.get(satu.name)
        tercatat = ambil() if ambil else CatatanLembar()
        with senyap():
            lembar = _lembar(buku.get_sheet_by_name(satu.name), tercatat, satu.visible is not SheetVisibleEnum.Visible)
        yield urut, len(semua), lembar


def _lembar(sumber: CalamineSheet, catatan: CatatanLembar, tersembunyi: bool) -> Lembar:
    kiri = sumber.start[1] if sumber.start else 0
    kumpulan = Kumpulan()
    baris = [_baris(satu, kiri, kumpulan) for satu in sumber.iter_rows()] if sumber.start else []
    for (r, k), teks in catatan.cacat.items():
        if r < MAKS_BARIS and k <= MAKS_BARIS:
            while len(baris) <= r:
                baris.append([])
            baris[r].extend([None] * (k + 1 - len(baris[r])))
            baris[r][k] = teks
    while baris and not baris[-1]:
        baris.pop()
    return Lembar(
        nama=sumber.name,
        baris=baris,
        tersembunyi=frozenset(catatan.tersembunyi),
        kolom_tersembunyi=frozenset(catatan.kolom_tersembunyi),
        lembar_tersembunyi=tersembunyi,
        huruf_diperbaiki=kumpulan.diperbaiki,
    )


def _baris(satu: list[Any], kiri: int, kumpulan: Kumpulan) -> list[Sel]:
    """A row from the first column on, without the empty cells at its end; equal texts are kept once."""
    while satu and satu[-1] == "":
        satu.pop()
    hasil: list[Sel] = [None] * kiri if satu else []
    for sel in satu:
        if isinstance(sel, str):
            hasil.append(kumpulan.ambil(sel))
        elif isinstance(sel, int | float):
            hasil.append(sel)
        else:
            hasil.append(str(sel))  # dates and times
    return hasil


def _pencatat(format_berkas: Format, isi: bytes) -> Mapping[str, Callable[[], CatatanLembar]]:
    """Sheet name -> function that finds out what of it is hidden or broken."""
    if format_berkas is Format.ODS:
        return {n: partial(_sudah, c) for n, c in pindai_ods(Arsip(isi).alirkan("content.xml")).items()}
    arsip = Arsip(isi)
    return {n: partial(_pindai, arsip, jalur) for n, jalur in _jalur_lembar(arsip).items() if jalur in arsip}


def _sudah(catatan: CatatanLembar) -> CatatanLembar:
    return catatan


def _pindai(arsip: Arsip, jalur: str) -> CatatanLembar:
    return pindai(arsip.alirkan(jalur))


def _jalur_lembar(arsip: Arsip) -> dict[str, str]:
    """Sheet name -> its part, by the relations of the workbook."""
    if "xl/_rels/workbook.xml.rels" not in arsip:
        return {}
    try:
        hubungan = ElementTree.fromstring(arsip.baca("xl/_rels/workbook.xml.rels"))
        tujuan = {h.get("Id"): h.get("Target", "") for h in hubungan}
        # The list of sheets stands before the defined names, of which there may be tens of thousands.
        kepala = re.search(
            rb"<(?:\w+:)?sheets\b.*?</(?:\w+:)?sheets>", arsip.baca("xl/workbook.xml", 60 * MB), re.DOTALL
        )
    except (ParseError, DefusedXmlException):
        raise rusak() from None
    hasil: dict[str, str] = {}
    for cocok in re.finditer(rb"<(?:\w+:)?sheet\s([^>]*)>", kepala[0] if kepala else b""):
        atribut = _atribut(cocok[1])
        jalur = tujuan.get(atribut.get("id"), "")
        hasil[atribut.get("name", "")] = jalur.lstrip("/") if jalur.startswith("/") else f"xl/{jalur}"
    return hasil


def _atribut(teks: bytes) -> dict[str, str]:
    """The attributes of a tag, without the prefixes of their names."""
    unsur = ElementTree.fromstring(b"<a " + re.sub(rb"\b\w+:(\w+\s*=)", rb"\1", teks).rstrip(b"/ ") + b"/>")
    return dict(unsur.attrib)
