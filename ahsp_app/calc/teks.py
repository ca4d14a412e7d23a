"""Texts that people type or paste: tidied for storing, and reduced to a key that says two are the same."""

import unicodedata
from typing import Final

_LURUS: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
)
_BUANG: Final = frozenset({"Cc", "Cf", "Cs"})  # controls, invisible marks, broken halves of characters


def rapikan(teks: str) -> str:
    """NFC, without control and invisible characters, every run of blanks (line ends, no-break) one space."""
    if teks.isascii() and teks.isprintable():  # most are, and have nothing to take out
        return " ".join(teks.split())
    tampak = "".join(c for c in teks if c.isspace() or unicodedata.category(c) not in _BUANG)
    return " ".join(unicodedata.normalize("NFC", tampak).split())


def kunci_teks(teks: str) -> str:
    """Key for identity: tidied, without difference of case or of curly and straight quotes."""
    return rapikan(rapikan(teks).translate(_LURUS).casefold())
