"""The form of a parameter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ahsp_app.calc.angka import Konteks
from ahsp_app.services.parameter import PANJANG
from ahsp_app.web.formulir import AngkaField, TeksField


class ParameterForm(FlaskForm):  # type: ignore[misc]
    """A named number that formulas use."""

    nama = TeksField(_l("Nama"), maks=100, wajib=True)
    nilai = AngkaField(_l("Nilai"), Konteks.PARAMETER, wajib=True)
    satuan = TeksField(_l("Satuan"), maks=PANJANG["satuan"])
    label = TeksField(_l("Keterangan"), maks=PANJANG["label"])
