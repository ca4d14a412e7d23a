"""Printed analyses that stand side by side on one sheet: each table becomes a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ahsp_app.importers.katalog.alias import CETAK, kunci_kepala
from ahsp_app.importers.katalog.bentuk import JenisLembar, Lembar, Sel
from ahsp_app.importers.katalog.kenali import WAJIB, kenali, petakan_kolom

_MAKS_CARI: Final = 400
_MIN_TEKS: Final = 6  # two headers have at least three texts each
_WAJIB: Final = WAJIB[JenisLembar.CETAK]
_AWAL: Final = frozenset({"nomor", "kode", "uraian"})


def belah(lembar: Lembar) -> list[Lembar]:
    """The tables of a sheet from left to right; the sheet itself when it has only one."""
    for baris in lembar.baris[:_MAKS_CARI]:
        batas = _kepala_kedua(baris)
        if batas is None:
            continue
        kiri, kanan = _bagi(lembar, batas)
        if all(kenali(satu).jenis is JenisLembar.CETAK for satu in (kiri, kanan)):
            return [kiri, *belah(kanan)]
    return [lembar]


def _kepala_kedua(baris: Sequence[Sel]) -> int | None:
    """The column in which a second header begins, when the row has two."""
    if sum(isinstance(s, str) for s in baris) < _MIN_TEKS:
        return None
    kunci = [kunci_kepala(s) for s in baris]
    pertama = petakan_kolom(kunci, CETAK)
    if not pertama.keys() >= _WAJIB:
        return None
    akhir = max(pertama[nama] for nama in _WAJIB)
    for n in range(akhir + 1, len(kunci)):
        if CETAK.get(kunci[n]) in _AWAL and petakan_kolom(kunci[n:], CETAK).keys() >= _WAJIB:
            return n
    return None


def _bagi(lembar: Lembar, batas: int) -> tuple[Lembar, Lembar]:
    """Left and right of a column. Columns keep their letters, so what is right is only emptied on its left."""
    kosong: list[Sel] = [None] * batas
    kiri = replace(lembar, baris=[b[:batas] for b in lembar.baris])
    kanan = replace(
        lembar,
        nama=f"{lembar.nama} (kolom {_huruf(batas)})",
        baris=[kosong + b[batas:] if len(b) > batas else [] for b in lembar.baris],
        huruf_diperbaiki=0,
    )
    return kiri, kanan


def _huruf(nomor: int) -> str:
    awal, akhir = divmod(nomor, 26)
    return (_huruf(awal - 1) if awal else "") + chr(ord("A") + akhir)
