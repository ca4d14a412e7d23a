"""CSV as Excel in Indonesia reads it: UTF-8 with BOM, semicolons, decimal comma without thousands; streamed.

A text that a spreadsheet would take for a formula gets an apostrophe before it. Signatures and charts stay out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from ahsp_app.laporan.bantu import Pencacah, angka_kanonik, bersih
from ahsp_app.laporan.model import (
    Blok,
    Catatan,
    Identitas,
    Judul,
    Kolom,
    Laporan,
    Maju,
    Nilai,
    Paragraf,
    Tabel,
    diam,
)

POTONG: Final = 32_768
_RUMUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write the report as CSV."""
    for potong in alir(laporan, maju):
        keluar.write(potong)


def alir(laporan: Laporan, maju: Maju = diam) -> Iterator[bytes]:
    """The report as CSV in pieces; the first comes before anything of the report has been looked at."""
    penampung = io.StringIO()
    penulis = csv.writer(penampung, delimiter=";", lineterminator="\r\n")
    penulis.writerow([_aman(laporan.judul)])
    yield b"\xef\xbb\xbf" + _ambil(penampung)
    for baris in _baris(laporan, Pencacah(maju)):
        penulis.writerow(baris)
        if penampung.tell() > POTONG:
            yield _ambil(penampung)
    yield _ambil(penampung)


def _ambil(penampung: io.StringIO) -> bytes:
    isi = penampung.getvalue().encode()
    penampung.seek(0)
    penampung.truncate()
    return isi


def _baris(laporan: Laporan, cacah: Pencacah) -> Iterator[list[str]]:
    for blok in laporan.blok:
        baris = _blok(blok, cacah)
        pertama = next(baris, None)
        if pertama is not None:
            yield []
            yield pertama
            yield from baris
    cacah.selesai()


def _blok(blok: Blok, cacah: Pencacah) -> Iterator[list[str]]:
    match blok:
        case Tabel():
            yield [_aman(k.judul) for k in blok.kolom]
            for baris in cacah.baris(blok.baris):
                yield [_sel(nilai, kolom) for nilai, kolom in zip(baris.sel, blok.kolom, strict=True)]
        case Judul():
            yield [_aman(blok.teks)]
        case Identitas():
            for label, isi in blok.isi:
                yield [_aman(label), _aman(isi)]
        case Paragraf():
            yield [_aman(teks) for teks in (blok.label, blok.teks) if teks]
        case Catatan():
            yield [_aman(blok.judul)]
            for butir in blok.butir:
                yield [_aman(butir)]
        case _:
            return


def _sel(nilai: Nilai, kolom: Kolom) -> str:
    if nilai is None:
        return ""
    if isinstance(nilai, str):
        return _aman(nilai)
    return angka_kanonik(nilai, kolom).replace(".", ",")


def _aman(teks: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    rapi = bersih(teks)
    return f"'{rapi}" if rapi.startswith(_RUMUS) else rapi
