"""CSV files: their encoding and separator are found out, their rows read one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from ahsp_app.importers.katalog.bentuk import Lembar, Sel

PEMISAH: Final = (";", ",", "\t")
_CONTOH: Final = 200
_BOM: Final = "\ufeff"
MAKS_SEL: Final = 32_767


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
    pembaca = csv.reader(_baris(teks), delimiter=tebak_pemisah(teks))
    bersama: dict[str, str] = {}
    baris: list[list[Sel]] = []
    for satu in pembaca:
        baris.append([bersama.setdefault(s, s) for s in satu])
    return Lembar(nama, baris)
