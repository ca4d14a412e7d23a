"""Files in answers: streamed, under a name in words, never shown inside the page."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response


def kirim(isi: Iterable[bytes], nama: str, mime: str, ukuran: int | None = None) -> Response:
    """A download under this name, which may have letters beyond ASCII."""
    tanggapan = Response(isi, mimetype=mime)
    tanggapan.headers.set("Content-Disposition", "attachment", filename=nama)
    tanggapan.headers["Cache-Control"] = "private, no-store"
    if ukuran is not None:
        tanggapan.content_length = ukuran
    return tanggapan
