"""Groups of analyses where no column names them: the divisions that their codes are numbered by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from ahsp_app.importers.katalog.bentuk import AnalisaBaca

_RUAS: Final = re.compile(r"[^.\s]+")
_DALAM: Final = 3  # 5.1.1.2.7 is in 5.1.1: deeper ones are too small to look through
_MAKS: Final = 200


def kelompok_kode(kode: str, judul: Mapping[str, str] | None = None) -> str:
    """The division of a code, 2.2.1.3 -> "2.2.1"; with the names of `judul` ("2.2" -> "Beton") "2.2 Beton / 2.2.1".

    Nothing for a code of a single part.
    """
    ruas = _RUAS.findall(kode)[:-1][:_DALAM]
    jalur = [".".join(ruas[:n]) for n in range(1, len(ruas) + 1)]
    bernama = [f"{j} {judul[j]}" if judul and j in judul else j for j in jalur]
    bagian = [b for b, j in zip(bernama, jalur, strict=True) if b != j or j == jalur[-1]]
    while len(bagian) > 1 and len(" / ".join(bagian)) > _MAKS:
        del bagian[0]
    return " / ".join(bagian)[:_MAKS]


def judul_kelompok(semua: Collection[AnalisaBaca]) -> list[AnalisaBaca]:
    """Those that name a division of others and nothing else: "2.2 Beton" above 2.2.1."""
    kosong = [(".".join(_RUAS.findall(a.kode)), a) for a in semua if not a.komponen and a.uraian]
    if not kosong:
        return []
    kode = {k for k, _ in kosong}
    induk = {j for a in semua if a.komponen for j in _induk(a.kode) if j in kode}
    return [a for k, a in kosong if k in induk]


def namai(analisa: Iterable[AnalisaBaca], judul: Iterable[AnalisaBaca]) -> None:
    """Give analyses without a group the path of their headings, when there are headings."""
    nama = {".".join(_RUAS.findall(j.kode)): j.uraian for j in judul}
    for a in analisa:
        if nama and not a.grup:
            a.grup = kelompok_kode(a.kode, nama)


def _induk(kode: str) -> list[str]:
    ruas = _RUAS.findall(kode)
    return [".".join(ruas[:n]) for n in range(1, len(ruas))]
