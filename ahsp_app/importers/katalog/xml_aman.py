"""XML parts before any parser sees them: no document type, no entities, no encoding but UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.importers.katalog.arsip import rusak

_SANDI: Final = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")
_UTF8: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_DEKLARASI: Final = re.compile(rb"<![DdEe]")
_EKOR: Final = 16
_SST: Final = re.compile(rb"<(?:[\w.-]+:)?sst\b[^>]*")
_HITUNG: Final = re.compile(rb"""\buniqueCount\s*=\s*["']\s*([^"']*)["']""")
_KEPALA_SST: Final = 1000
_TERKECIL: Final = len("<si/>")


def periksa_jumlah(keping: Iterable[bytes], ukuran: int) -> Iterator[bytes]:
    """The same pieces of a list of shared texts. Raises Galat when it claims more than its size has room for.

    The reader reserves memory for as many as it claims.
    """
    ekor = b""
    for satu in keping:
        gabung = ekor + satu
        for kepala in _SST.finditer(gabung):
            for angka in _HITUNG.findall(kepala[0]):
                if not angka.isdigit() or len(angka) > 9 or int(angka) * _TERKECIL > ukuran:
                    raise rusak()
        ekor = gabung[-_KEPALA_SST:]
        yield satu


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
