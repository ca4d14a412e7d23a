"""Numbers of headings and works, and the natural order of codes."""

import re
from typing import Final

_ROMAWI: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_POTONG: Final = re.compile(r"([0-9]+)")


def angka_romawi(n: int) -> str:
    """1 -> I, 14 -> XIV; plain digits from 4 000 on, where Roman numerals end. Raises ValueError below 1."""
    if n < 1:
        raise ValueError(n)
    if n >= 4000:
        return str(n)
    hasil = ""
    for nilai, huruf_romawi in _ROMAWI:
        banyak, n = divmod(n, nilai)
        hasil += huruf_romawi * banyak
    return hasil


def huruf(n: int) -> str:
    """1 -> A, 26 -> Z, 27 -> AA. Raises ValueError below 1."""
    if n < 1:
        raise ValueError(n)
    hasil = ""
    while n:
        n, sisa = divmod(n - 1, 26)
        hasil = chr(ord("A") + sisa) + hasil
    return hasil


def nomor_klasifikasi(kedalaman: int, urut: int) -> str:
    """Number of a heading: I, then A, then 1, then a, then 1 and a in turn. Both arguments count from 1."""
    if kedalaman == 1:
        return angka_romawi(urut)
    if kedalaman == 2:
        return huruf(urut)
    return str(urut) if kedalaman % 2 else huruf(urut).lower()


def nomor_pekerjaan(urut: int) -> str:
    """Number of a work under its heading, from 1."""
    return str(urut)


def kunci_urut(kode: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of a code: 1.9 before 1.10, A.2 before A.10, digits before letters."""
    potongan = (p for p in _POTONG.split(kode.casefold()) if p)
    return tuple((0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p) for p in potongan)
