"""JSON read strictly: nothing that JSON leaves open (a key twice, NaN, numbers of any size) passes unnoticed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Final

from ahsp_app.calc.galat import N_, Galat

MAKS_BYTE: Final = 50 * 1024 * 1024
_MAKS_DIGIT: Final = 15


class Objek(dict[str, object]):
    """A JSON object; `kembar` names the keys that were written more than once."""

    kembar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asing:
    """A number that is not a plain whole one: 0.75, 1e3, NaN, a thousand digits. Kept as it was written."""

    teks: str


def baca_json(isi: bytes) -> object:
    """The value in a UTF-8 file. Raises Galat: terlalu_besar, bukan_utf8, bukan_json, terlalu_dalam."""
    if len(isi) > MAKS_BYTE:
        pola = N_("Berkas terlalu besar. Paling besar %(batas)s MB.")
        raise Galat("terlalu_besar", pola, batas=MAKS_BYTE // 1024 // 1024)
    try:
        teks = isi.decode("utf-8-sig")
    except UnicodeDecodeError as galat:
        pola = N_("Berkas ini bukan teks UTF-8 (byte ke-%(posisi)s).")
        raise Galat("bukan_utf8", pola, posisi=galat.start + 1) from None
    if not teks.strip():
        raise Galat("kosong", N_("Berkas ini kosong."))
    try:
        return json.loads(
            teks,
            object_pairs_hook=_objek,
            parse_int=_bulat,
            parse_float=Asing,
            parse_constant=Asing,
        )
    except json.JSONDecodeError as galat:
        pola = N_("Berkas ini bukan JSON yang benar: baris %(baris)s, kolom %(kolom)s.")
        raise Galat("bukan_json", pola, baris=galat.lineno, kolom=galat.colno) from None
    except RecursionError:
        raise Galat("terlalu_dalam", N_("Isi berkas bertingkat terlalu dalam.")) from None


def _objek(pasangan: list[tuple[str, object]]) -> Objek:
    objek = Objek(pasangan)
    if len(objek) != len(pasangan):
        banyak = Counter(kunci for kunci, _ in pasangan)
        objek.kembar = tuple(kunci for kunci, kali in banyak.items() if kali > 1)
    return objek


def _bulat(teks: str) -> int | Asing:
    return int(teks) if len(teks) <= _MAKS_DIGIT else Asing(teks)
