"""XML parts before any parser sees them: no document type, no entities, no encoding but UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ahsp_app.calc.galat import N_, Galat

_SANDI: Final = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")
_UTF8: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_DEKLARASI: Final = re.compile(rb"<![DdEe]")
_EKOR: Final = 16


def _tolak() -> Galat:
    pola = N_("Berkas berisi deklarasi XML (DOCTYPE atau ENTITY) yang tidak wajar; demi keamanan tidak dibuka.")
    return Galat("xml_berbahaya", pola)


def saring_xml(keping: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces. Raises Galat at a document type, an entity declaration, or another encoding."""
    ekor = b""
    for satu in keping:
        if not ekor:
            _periksa_awal(satu)
        periksa = ekor + satu
        if _DEKLARASI.search(periksa):
            raise _tolak()
        ekor = periksa[-_EKOR:]
        yield satu


def _periksa_awal(awal: bytes) -> None:
    if awal[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in awal[:8]:
        raise _tolak()
    sandi = _SANDI.search(awal[:400])
    if sandi and sandi[1].strip().lower() not in _UTF8:
        raise _tolak()
