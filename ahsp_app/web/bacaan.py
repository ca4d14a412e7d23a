"""Numbers that could be meant in two ways are shown back in words, so that nobody is surprised later."""

from __future__ import annotations

from flask_babel import gettext as _

from ahsp_app.calc.angka import Bacaan, cetak_angka
from ahsp_app.calc.terbilang import terbilang


def sebut_bacaan(bacaan: Bacaan) -> str:
    """How "1.000" was read: "dibaca 1.000 (seribu)"; "" for a number that is plain."""
    if not bacaan.ambigu:
        return ""
    angka = cetak_angka(bacaan.nilai)
    if bacaan.nilai < 0:
        return str(_("dibaca %(angka)s", angka=angka))
    return str(_("dibaca %(angka)s (%(kata)s)", angka=angka, kata=terbilang(bacaan.nilai).removesuffix(" rupiah")))
