"""CSV files: their encoding and separator are found out, their rows read one by one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import MB, rusak
from ahsp_app.importers.katalog.bentuk import Lembar, Sel
from ahsp_app.importers.katalog.pindai_xlsx import (
    MAKS_BARIS,
    MAKS_KOLOM,
    terlalu_banyak_baris,
    terlalu_banyak_kolom,
)
from ahsp_app.importers.katalog.sel import Kumpulan

PEMISAH: Final = (";", ",", "\t")
_CONTOH: Final = 200
_BOM: Final = "\ufeff"
_BESAR: Final = 20 * MB
_SEP: Final = re.compile("\ufeff?sep=([;,\t])\r?\n", re.IGNORECASE)
_KELONGGARAN: Final = 1  # the header


def dekode(isi: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 with mark, UTF-8, else cp1252."""
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        return isi.decode("utf-16", "replace")
    if b"\x00" in isi[:4000]:
        return isi.decode("utf-16-le" if isi[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return isi.decode("utf-8-sig")
    except UnicodeDecodeError:
        return isi.decode("cp1252", "replace")


def tebak_pemisah(teks: str) -> str:
    """The separator that cuts the first lines into the most, and most even, columns."""
    contoh = [b for b in teks[:200_000].splitlines()[:_CONTOH] if b.strip(" ,;\t")]

    def nilai(pemisah: str) -> tuple[int, int]:
        banyak = sorted(len(satu) for satu in csv.reader(contoh, delimiter=pemisah))
        tengah = banyak[len(banyak) // 2] if banyak else 1
        sama = sum(b == tengah for b in banyak)
        return (sama if tengah > 1 else 0, tengah)

    return max(PEMISAH, key=nilai)


def _baris(teks: str) -> Iterator[str]:
    """Lines without the byte order marks that some programs repeat."""
    for satu in io.StringIO(teks, newline=""):
        yield satu.replace(_BOM, "").replace("\x00", "") if _BOM in satu or "\x00" in satu else satu


def buka_csv(nama: str, isi: bytes) -> Lembar:
    """The file as one sheet; every cell is a text."""
    teks = dekode(isi)
    kumpulan = Kumpulan()
    baris: list[list[Sel]] = [[kumpulan.ambil(s) for s in satu] for satu in _rekam(teks)]
    return Lembar(nama[:100], baris, huruf_diperbaiki=kumpulan.diperbaiki)


def periksa_csv(isi: bytes) -> None:
    """Raise Galat when it is no text, or has too many rows or columns."""
    awal = isi[:100_000]
    kendali = sum(awal.count(bytes([b])) for b in range(32) if b not in {9, 10, 12, 13, 26, 27})
    if kendali - awal.count(b"\x00") > len(awal) // 50 or (
        b"\x00" in awal and not isi.startswith((b"\xff\xfe", b"\xfe\xff")) and not _tampak_utf16(awal)
    ):
        raise Galat("isi_tak_cocok", N_("Isi berkas bukan teks CSV."))
    if isi.count(b"\n") + isi.count(b"\r") >= MAKS_BARIS or len(isi) > _BESAR:
        for _ in _rekam(dekode(isi)):
            pass


def _tampak_utf16(awal: bytes) -> bool:
    """Is every other byte of the beginning nothing?"""
    contoh = awal[:200]
    return max(contoh[0::2].count(0), contoh[1::2].count(0)) * 3 > len(contoh)


def _rekam(teks: str) -> Iterator[list[str]]:
    """The records. Raises Galat: too many rows or columns, or a quote that never ends."""
    pemisah = tebak_pemisah(teks)
    cocok = _SEP.match(teks)
    if cocok:
        pemisah = cocok[1]
    pembaca = csv.reader(_baris(teks), delimiter=pemisah)
    try:
        for nomor, satu in enumerate(pembaca):
            while satu and (not satu[-1] or (nomor == 0 and cocok)):
                satu.pop()
            if len(satu) > MAKS_KOLOM:
                raise terlalu_banyak_kolom()
            if nomor >= MAKS_BARIS + _KELONGGARAN:
                raise terlalu_banyak_baris()
            yield satu
    except csv.Error:
        raise rusak() from None
