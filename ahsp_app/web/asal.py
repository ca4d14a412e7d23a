"""Which page of ours a request comes from: the browser says it, so a change leads back to the rows in view."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urlsplit

from flask import request


def args_asal(path: str) -> dict[str, str]:
    """The page and filters in view when the request comes from the page at `path`; nothing otherwise."""
    return {nama: nilai[-1] for nama, nilai in parse_qs(_asal().query).items()} if dari(path) else {}


def dari(path: str) -> bool:
    """Does the request come from the page at `path`?"""
    asal = _asal()
    return asal.path == path and (not asal.netloc or asal.netloc == request.host)


def _asal() -> SplitResult:
    return urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")


def bilangan(teks: str | None) -> int:
    """A number of an address; 0 for anything else."""
    teks = (teks or "").strip()
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) <= 15 else 0
