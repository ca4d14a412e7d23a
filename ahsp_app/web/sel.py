"""The inline-edit protocol (ADR 0005), server side: which row is being edited, and how it looks as typed text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, request

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid, VersionMissing


@dataclass(frozen=True, slots=True)
class Sel:
    """The row a request edits. `tampil` gives its values as a person would type them, by field name."""

    baris: str
    url: str
    halaman: str
    tampil: Callable[[Any], Mapping[str, str]]
    tabel: str = ""
    baris_id: int = 0


def sedang_mengubah(sel: Sel) -> None:
    """Tell the error answers where the fault belongs; call it first thing in a view that saves cells."""
    g.sel = sel


def sel_kini() -> Sel | None:
    """The row being edited by this request, if it edits one."""
    sel: Sel | None = g.get("sel")
    return sel


def versi_diminta() -> int:
    """The version the edit saw. Raises VersionMissing (428) or Invalid."""
    teks = request.form.get("versi", "").strip()
    if not teks:
        raise VersionMissing
    if not teks.isascii() or not teks.isdecimal() or len(teks) > 9:
        raise Invalid("versi", N_("Versi baris tidak terbaca. Muat ulang halaman lalu coba lagi."))
    return int(teks)
