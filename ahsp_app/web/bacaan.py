"""Numbers that could be meant in two ways are shown back in words, so that nobody is surprised later."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import Form

from ahsp_app.calc.angka import Bacaan, cetak_angka
from ahsp_app.calc.terbilang import terbilang
from ahsp_app.web.formulir import AngkaField
from ahsp_app.web.rendering import roti


def sebut_bacaan(bacaan: Bacaan) -> str:
    """How "1.000" was read: "dibaca 1.000 (seribu)"; "" for a number that is plain."""
    return sebut_nilai(bacaan.nilai) if bacaan.ambigu else ""


def sebut_nilai(nilai: Decimal) -> str:
    """The same for a value that is known to be ambiguous."""
    angka = cetak_angka(nilai)
    if nilai < 0:
        return str(_("dibaca %(angka)s", angka=angka))
    if nilai != nilai.to_integral_value():
        return str(_("dibaca %(angka)s (titik sebagai koma desimal)", angka=angka))
    return str(_("dibaca %(angka)s (%(kata)s)", angka=angka, kata=terbilang(nilai).removesuffix(" rupiah")))


def roti_bacaan(kolom: str, bacaan: Bacaan | None) -> None:
    """Tell with a toast how a number of a form was read, when it could be read in two ways."""
    if bacaan is not None and bacaan.ambigu:
        roti(f"{kolom}: {sebut_nilai(bacaan.nilai)}.", "info")


def roti_formulir(form: Form, lama: Mapping[str, Any] | None = None) -> None:
    """The same for every number of a form that was accepted; one that is as in `lama` was not typed now."""
    for field in form:
        if isinstance(field, AngkaField) and (lama is None or lama.get(field.short_name) != field.data):
            roti_bacaan(str(field.label.text), field.bacaan)
