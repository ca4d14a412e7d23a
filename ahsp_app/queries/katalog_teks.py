"""How the search reads texts: one spelling for numbers, mixes, sizes and grades, no punctuation, no accents.

"1SP : 4PP", "1pc:4ps" and "1 : 4" are "1b4"; "7,5" and "7.5" are "7d5"; "30 x 30" is "30x30"; "½" and "1/2" are "1p2";
"K-275" and "K 275" are "k275"; "f'c 20" is "fc20" and also "20"; "5mm" is "5 mm". The database does the same to the
catalogue (`katalog_rapi`, migration 0004), and a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

AKSEN: Final = (
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ²³¹×⁄–—",
    "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy231x/--",
)
TANDA: Final = '!"#$%&()*+,-./:;<=>?@[\\]^_{|}~“”„…•·°±≤≥≠≈→ØøΦφ®™«»'
PETIK: Final = "'’‘`´′"
SATUAN: Final = "mm2|mm|cm2|cm|m2|m3|m|kg|inci|inch|in|liter|ltr|watt|w|pk|btu|kva|kw|ton|lapis|lps"
# In this order, in both languages. PostgreSQL and Python read these patterns alike.
ATURAN: Final[tuple[tuple[str, str], ...]] = (
    (r"½", " 1/2"),
    (r"¼", " 1/4"),
    (r"¾", " 3/4"),
    (r"([0-9])[.]([0-9]{3})(?![0-9])", r"\1\2"),
    (r"([0-9])[.]([0-9]{3})(?![0-9])", r"\1\2"),
    (r"([0-9])[.,]([0-9])", r"\1d\2"),
    (r"([0-9]) *(sp|pc|ps)? *: *([0-9]+) *(pp|ps|psr|pb|kr)?(?![a-z0-9])", r"\1b\3 "),
    (r"([0-9]) *[x*] *(?=[0-9])", r"\1x"),
    (r"([0-9]) */ *(?=[0-9])", r"\1p"),
    (r"(?<![a-z0-9])k[-. ]?([0-9]{3})(?![0-9])", r"k\1"),
    (r"(?<![a-z0-9])fc[-. ]*([0-9][0-9d]*)", r"fc\1 \1"),
    (r'([0-9]) *"', r"\1 inci "),
    (rf"([0-9])({SATUAN})(?![a-z0-9])", r"\1 \2"),
)
_AKSEN: Final = str.maketrans(*AKSEN)
_TANDA: Final = str.maketrans(dict.fromkeys(TANDA, " ") | dict.fromkeys(PETIK, None))
_PETIK: Final = str.maketrans(dict.fromkeys(PETIK, None))
_POLA: Final = tuple((re.compile(pola), ganti) for pola, ganti in ATURAN)
_TURUN: Final = str.maketrans({c: chr(ord(c) + 32) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
# 3.6.4.2, A.2.2.1.1, 7.1.(1): two dots or more. 1.500.000 is a number.
_KODE: Final = re.compile(r"[a-z]{0,4}\.?[0-9]+[a-z]?(?:\.[0-9a-z()]+)+")
_RIBUAN: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
# "1 pc 4 ps" with no colon, as it is said.
_CAMPURAN: Final = re.compile(r"\b([0-9]+) *(?:sp|pc) *([0-9]+) *(?:pp|ps|psr)\b", re.IGNORECASE)
_BALIK: Final = ((re.compile(r"(?<=[0-9])d(?=[0-9])"), ","), (re.compile(r"(?<=[0-9])p(?=[0-9])"), "/"))
_BALIK_BAGI: Final = re.compile(r"(?<=[0-9])b(?=[0-9])")


def rapi(teks: str) -> str:
    """A text as the search sees it: words with single blanks between them."""
    teks = teks.translate(_TURUN).translate(_AKSEN).translate(_PETIK)
    for pola, ganti in _POLA:
        teks = pola.sub(ganti, teks)
    return " ".join(teks.translate(_TANDA).split())


def pecah(teks: str) -> tuple[list[str], list[str]]:
    """(words, codes) of what was typed. Ligatures and raised figures are taken apart first."""
    terurai = unicodedata.normalize("NFKD", teks.translate(_AKSEN).replace("½", " 1/2 ").replace("¼", " 1/4 "))
    teks = _CAMPURAN.sub(r"\1:\2", "".join(c for c in terurai if not unicodedata.combining(c)))
    kata, kode = [], []
    for satu in teks.split():
        inti = satu.lower().strip(".,;:")
        if inti.count(".") > 1 and _KODE.fullmatch(inti) and not _RIBUAN.fullmatch(inti):
            kode.append(inti)
        else:
            kata.append(satu)
    rapih = rapi(" ".join(kata)).casefold().split()
    # Of a grade that was typed with its mark only the whole is meant.
    return [k for n, k in enumerate(rapih) if not n or rapih[n - 1] != f"fc{k}"], kode


def kunci_cari(teks: str) -> str:
    """The key under which two searches, or two site words, are the same."""
    kata, kode = pecah(teks)
    return " ".join([*kode, *kata])


def terbaca(kata: str) -> str:
    """Words of the search as people write them: "7d5" is "7,5"."""
    for pola, ganti in _BALIK:
        kata = pola.sub(ganti, kata)
    return _BALIK_BAGI.sub(":", kata)


def sql_rapi() -> str:
    """The function of the database that does the same as `rapi`, for the migration."""
    isi = f"translate(lower(teks), {_kutip(AKSEN[0] + PETIK)}, {_kutip(AKSEN[1])})"
    for pola, ganti in ATURAN:
        isi = f"regexp_replace({isi}, {_kutip(pola)}, {_kutip(ganti)}, 'g')"
    return f"translate({isi}, {_kutip(TANDA)}, repeat(' ', {len(TANDA)}))"


def _kutip(teks: str) -> str:
    return "'" + teks.replace("'", "''") + "'"
