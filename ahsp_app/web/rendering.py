"""Rendering: the formats templates use, toasts, and the choice between a fragment and a full page."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask, Response, flash, get_flashed_messages, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from jinja2 import StrictUndefined

from ahsp_app.calc.angka import cetak_angka

Angka = Decimal | Fraction | int


def init_app(app: Flask) -> None:
    """Make templates strict and give them the formats of the trade."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(angka=angka, rupiah=rupiah, uang=uang, persen=persen, tanggal=tanggal)
    app.jinja_env.filters.update(waktu=waktu, ukuran=ukuran)
    # A slice that is not installed has no link in the navigation.
    app.jinja_env.globals["punya_rute"] = app.view_functions.__contains__
    app.after_request(_pesan_ke_pemicu)


def angka(nilai: Angka | None, desimal: int | None = None) -> str:
    """1250.75 -> "1.250,75"; None -> ""."""
    return "" if nilai is None else cetak_angka(nilai, desimal)


def uang(nilai: Angka | None) -> str:
    """An amount in a table: two decimals, no sign of the currency; None -> ""."""
    return "" if nilai is None else cetak_angka(nilai, 2)


def rupiah(nilai: Angka | None) -> str:
    """ "Rp 1.250,75"; whole rupiah are printed without decimals."""
    if nilai is None:
        return ""
    return "Rp " + cetak_angka(nilai, 0 if nilai == int(nilai) else 2)


def persen(bagian: Angka | None, desimal: int = 2) -> str:
    """A fraction as a percentage: 0.0308 -> "3,08%"."""
    return "" if bagian is None else cetak_angka(Fraction(bagian) * 100, desimal) + "%"


def tanggal(hari: date | None) -> str:
    """ "22 November 2026" in the reader's language."""
    return "" if hari is None else format_date(hari, "d MMMM yyyy")


def waktu(saat: datetime | None) -> str:
    """ "22 Nov 2026 16.20" in the reader's time zone."""
    return "" if saat is None else format_datetime(saat, "d MMM yyyy HH.mm")


def ukuran(byte: int) -> str:
    """The size of a file: "1,2 MB"; small ones in kB."""
    return f"{cetak_angka(Fraction(byte, 10**6), 1)} MB" if byte >= 10**6 else f"{max(1, byte // 1000)} kB"


def halaman_atau_fragmen(halaman: str, fragmen: str, **isi: Any) -> str:
    """A list that answers both ways: htmx gets the fragment, everyone else the page around it."""
    return render_template(fragmen if htmx() else halaman, **isi)


def htmx() -> bool:
    """Whether a fragment is wanted (a restored history entry wants the page)."""
    return bool(request.htmx) and not request.headers.get("HX-History-Restore-Request")  # type: ignore[attr-defined]


def balas(
    fragmen: str, halaman: str, pesan: str | None = None, urungkan: str | None = None, **isi: Any
) -> ResponseReturnValue:
    """Answer a write: with htmx the fragment (out-of-band parts), without it a redirect to `halaman`.

    `pesan` becomes a toast; `urungkan` is the address that takes the change back.
    """
    if pesan:
        roti(pesan, urungkan=urungkan)
    if htmx():
        return Response(render_template(fragmen, **isi))
    return redirect(halaman, 303)


def pindah(halaman: str, pesan: str | None = None, urungkan: str | None = None) -> ResponseReturnValue:
    """Answer a write by going to another page, with or without htmx."""
    if pesan:
        roti(pesan, urungkan=urungkan)
    if htmx():
        return Response(status=204, headers={"HX-Redirect": halaman})
    return redirect(halaman, 303)


def roti(pesan: str, jenis: str = "ok", urungkan: str | None = None) -> None:
    """Queue a toast. It travels as a flashed message, so that it survives a redirect."""
    isi: dict[str, Any] = {"teks": pesan, "jenis": jenis}
    if urungkan:
        isi["urungkan"] = {"url": urungkan, "label": _("Urungkan")}
    flash(isi, jenis)  # type: ignore[arg-type]


def _pesan_ke_pemicu(tanggapan: Response) -> Response:
    """Flashed messages of an htmx answer become one HX-Trigger header; a redirect keeps them for the next page."""
    if not htmx() or "HX-Redirect" in tanggapan.headers or 300 <= tanggapan.status_code < 400:
        return tanggapan
    pesan = [isi if isinstance(isi, dict) else {"teks": isi, "jenis": "ok"} for isi in get_flashed_messages()]
    if pesan:
        pemicu = json.loads(tanggapan.headers.get("HX-Trigger", "{}"))
        tanggapan.headers["HX-Trigger"] = json.dumps(pemicu | {"pesan": pesan})
    return tanggapan
