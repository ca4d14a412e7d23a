"""Which page of ours a request comes from: the browser says it, so a change leads back to the rows in view."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask import request


def args_asal(path: str) -> dict[str, str]:
    """The page and filters in view when the request comes from the page at `path`; nothing otherwise."""
    asal = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if asal.path != path or (asal.netloc and asal.netloc != request.host):
        return {}
    return {nama: nilai[-1] for nama, nilai in parse_qs(asal.query).items()}


def bilangan(teks: str | None) -> int:
    """A number of an address; 0 for anything else."""
    teks = (teks or "").strip()
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) <= 15 else 0
