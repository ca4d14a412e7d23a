"""The words of a volume formula: numbers, names, references and signs, each with its place in the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ahsp_app.calc.angka import baca_digit
from ahsp_app.calc.galat import N_, Galat

MAKS_PANJANG: Final = 500
"""Characters in a formula."""

_AWAL: Final = re.compile(r"\s*=?")
_ANGKA: Final = re.compile(r"[0-9]+(?:[.,_][0-9]+)*|\.[0-9]+")
_NAMA: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ACUAN: Final = re.compile(r"#(?:([A-Za-z_][A-Za-z0-9_]*)|\{([^{}]+)\})")
_TANDA: Final = {c: c for c in "+-*/^();"} | {"×": "*", "÷": "/", "\u2212": "-"}


class RumusSalah(Galat):
    """A formula that cannot be read or computed. `posisi`: where in the text, when that is known."""

    def __init__(self, kode: str, pola: str, posisi: int | None = None, **isi: object) -> None:
        self.posisi = posisi
        super().__init__(kode, pola, **isi)


class Jenis(Enum):
    """Kind of word."""

    ANGKA = "angka"
    NAMA = "nama"
    ACUAN = "acuan"
    TANDA = "tanda"
    AKHIR = "akhir"


@dataclass(frozen=True, slots=True)
class Token:
    """`isi` is canonical: a name in lower case, a reference as "#kunci", a comma between values as ";"."""

    jenis: Jenis
    isi: str
    posisi: int
    akhir: int
    nilai: Fraction = Fraction(0)
    ambigu: bool = False


def pecah_token(teks: str) -> list[Token]:
    """Split a formula into words, the last of kind AKHIR. A leading `=` is skipped. Raises RumusSalah."""
    if len(teks) > MAKS_PANJANG:
        pola = N_("Rumus terlalu panjang. Paling banyak %(batas)s huruf.")
        raise RumusSalah("terlalu_panjang", pola, batas=MAKS_PANJANG)
    token: list[Token] = []
    awal = _AWAL.match(teks)
    posisi = awal.end() if awal else 0
    while posisi < len(teks):
        if teks[posisi].isspace():
            posisi += 1
            continue
        token.append(_satu(teks, posisi))
        posisi = token[-1].akhir
    token.append(Token(Jenis.AKHIR, "", len(teks), len(teks)))
    return token


def _satu(teks: str, posisi: int) -> Token:
    """The word that starts at this place."""
    if cocok := _ANGKA.match(teks, posisi):
        return _angka(cocok[0], posisi)
    if cocok := _NAMA.match(teks, posisi):
        return Token(Jenis.NAMA, cocok[0].lower(), posisi, cocok.end())
    if (cocok := _ACUAN.match(teks, posisi)) and (kunci := (cocok[1] or cocok[2]).strip()):
        return Token(Jenis.ACUAN, f"#{kunci}", posisi, cocok.end())
    huruf = teks[posisi]
    if huruf == ",":
        # between two digits a comma is part of the number, so a list needs `;` or a comma and a blank
        if not teks[posisi + 1 : posisi + 2].isspace():
            pola = N_("Koma di sini tidak jelas. Pisahkan nilai dengan titik koma, misalnya min(1; 2).")
            raise RumusSalah("tidak_dikenal", pola, posisi)
        huruf = ";"
    if huruf not in _TANDA and huruf != ";":
        raise RumusSalah("tidak_dikenal", N_("“%(token)s” tidak dikenal di dalam rumus."), posisi, token=huruf)
    return Token(Jenis.TANDA, _TANDA[huruf], posisi, posisi + 1)


def _angka(teks: str, posisi: int) -> Token:
    """A number as in a volume cell, except that commas never group: `1,234.56` may be two values here."""
    digit = baca_digit(teks, titik_ribuan=True, koma_ribuan=False)
    if digit is None:
        pola = N_("“%(token)s” bukan angka. Pisahkan nilai dengan titik koma, misalnya min(1; 2).")
        raise RumusSalah("tidak_dikenal", pola, posisi, token=teks[:40])
    nilai = Fraction(int(digit.bulat + digit.pecah), 10 ** len(digit.pecah))
    return Token(Jenis.ANGKA, teks, posisi, posisi + len(teks), nilai, digit.ambigu)


def nama_sah(nama: str) -> bool:
    """May a project parameter have this name?"""
    return _NAMA.fullmatch(nama) is not None and nama.lower() != "pi"


def ganti_nama(teks: str, lama: str, baru: str) -> str:
    """The formula with parameter `lama` called `baru`; everything else stays as typed. Raises RumusSalah."""
    token = pecah_token(teks)
    ganti = {
        t.posisi: (t.akhir, baru)
        for t, lanjut in pairwise(token)
        if t.jenis is Jenis.NAMA and t.isi == lama.lower() and lanjut.isi != "("
    }
    return _tulis_ulang(teks, ganti)


def ganti_acuan(teks: str, peta: Mapping[str, str]) -> str:
    """The formula with references to works renamed: key -> new key, without `#`. Raises RumusSalah."""
    ganti = {
        t.posisi: (t.akhir, tulis_acuan(peta[t.isi[1:]]))
        for t in pecah_token(teks)
        if t.jenis is Jenis.ACUAN and t.isi[1:] in peta
    }
    return _tulis_ulang(teks, ganti)


def tampil_rumus(teks: str | None) -> str:
    """A formula as a field shows it: with its `=`, also when a file wrote it without; "" for none."""
    return "" if teks is None else "=" + teks.strip().removeprefix("=")


def tulis_acuan(kunci: str) -> str:
    """How a formula refers to the work with this key: #p3, or #{A.1 b} when it is no plain name."""
    return f"#{kunci}" if _NAMA.fullmatch(kunci) else f"#{{{kunci}}}"


def _tulis_ulang(teks: str, ganti: Mapping[int, tuple[int, str]]) -> str:
    """The text with the words at these places replaced, from the end so that places stay right."""
    for posisi in sorted(ganti, reverse=True):
        akhir, baru = ganti[posisi]
        teks = teks[:posisi] + baru + teks[akhir:]
    return teks
