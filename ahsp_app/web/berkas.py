"""Files in answers: streamed, under a name in words, never shown inside the page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Response


def kirim(isi: Iterable[bytes], nama: str, mime: str, ukuran: int | None = None) -> Response:
    """A download under this name, which may have letters beyond ASCII."""
    tanggapan = Response(isi, mimetype=mime)
    # RFC 6266: the name in ASCII for old programs, then as it is. A header holds nothing beyond Latin-1.
    polos = nama.encode("ascii", "replace").decode().replace("?", "_").replace('"', "'").replace("\\", "_")
    lampiran = f"attachment; filename=\"{polos}\"; filename*=UTF-8''{quote(nama, safe='')}"
    tanggapan.headers["Content-Disposition"] = lampiran
    tanggapan.headers["Cache-Control"] = "private, no-store"
    if ukuran is not None:
        tanggapan.content_length = ukuran
    return tanggapan
