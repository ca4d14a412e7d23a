"""Fields of whole forms, read as people here type: tidied texts, id-ID numbers, dates; faults stay at the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput

from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka, cetak_isian
from ahsp_app.calc.galat import Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.web.galat import kalimat

_TANGGAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class TeksField(StringField):  # type: ignore[misc]
    """One line, tidied; what is too long is refused with how long it may be."""

    def __init__(self, label: Any, *, maks: int, wajib: bool = False, **lain: Any) -> None:
        super().__init__(label, _periksa(wajib, lain, PalingPanjang(maks)), filters=[_rapi], **lain)


class BanyakBarisField(TextAreaField):  # type: ignore[misc]
    """Several lines, each tidied."""

    def __init__(self, label: Any, *, maks: int, rapi: Callable[[str], str], **lain: Any) -> None:
        super().__init__(label, [PalingPanjang(maks)], filters=[lambda teks: rapi(teks or "")], **lain)


class AngkaField(Field):  # type: ignore[misc]
    """A number of one kind of column; an empty one is None. What was typed stays in the field."""

    widget = StringField.widget

    def __init__(self, label: Any, konteks: Konteks, *, wajib: bool = False, minimum: int = 0, **lain: Any) -> None:
        super().__init__(label, _periksa(wajib, lain), **lain)
        self.konteks, self.minimum = konteks, minimum
        self.bacaan: Bacaan | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else cetak_isian(self.data, self.konteks, self.minimum)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValueError with the sentence for people."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.bacaan = baca_angka(valuelist[0], self.konteks)
        except Galat as galat:
            raise ValueError(kalimat(galat)) from None
        self.data = self.bacaan.nilai


class BulatField(Field):  # type: ignore[misc]
    """A whole number within limits; an empty one is None."""

    widget = StringField.widget

    def __init__(self, label: Any, *, dari: int, sampai: int, wajib: bool = False, **lain: Any) -> None:
        super().__init__(label, _periksa(wajib, lain), **lain)
        self.dari, self.sampai = dari, sampai

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValueError with the sentence for people."""
        self.data = None
        teks = valuelist[0].strip() if valuelist else ""
        if not teks:
            return
        if not re.fullmatch(r"[0-9]{1,9}", teks) or not self.dari <= int(teks) <= self.sampai:
            raise ValueError(_("Isi bilangan bulat antara %(a)s dan %(b)s.", a=self.dari, b=self.sampai))
        self.data = int(teks)


class TanggalField(DateField):  # type: ignore[misc]
    """A date as browsers send it (2026-01-31), or as typed where they have no calendar (31-1-2026)."""

    def __init__(self, label: Any, *, wajib: bool = False, **lain: Any) -> None:
        super().__init__(label, _periksa(wajib, lain), **lain)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it. Raises ValueError with the sentence for people."""
        self.data = None
        teks = valuelist[0].strip() if valuelist else ""
        if not teks:
            return
        cocok = _TANGGAL.fullmatch(teks)
        try:
            self.data = date(*(int(b) for b in cocok.groups()[::-1])) if cocok else date.fromisoformat(teks)
        except ValueError:
            raise ValueError(_("“%(teks)s” bukan tanggal. Contoh: 31-1-2026", teks=rapikan(teks)[:40])) from None


class PilihField(SelectField):  # type: ignore[misc]
    """One of some texts, given as (value, words), or (value, words, {}, group)."""

    data: Any

    def __init__(self, label: Any, pilihan: Iterable[tuple[Any, ...]] = (), **lain: Any) -> None:
        super().__init__(label, choices=[], **lain)
        self.tawarkan(pilihan)

    def tawarkan(self, pilihan: Iterable[tuple[Any, ...]]) -> None:
        """Set what can be chosen."""
        self.choices = [SelectChoice(*satu) for satu in pilihan]

    def pre_validate(self, _form: Any) -> None:
        """Refuse what was not offered; a field that was not sent is the empty choice, when there is one."""
        boleh = {satu.value for satu in self.choices}
        if self.data is None and "" in boleh:
            self.data = ""
        if self.data not in boleh:
            raise ValidationError(_("Pilih salah satu."))

    def kata(self) -> str:
        """The words of what is chosen."""
        return next((str(satu.label) for satu in self.choices if satu.value == self.data), "")


class CentangField(SelectMultipleField):  # type: ignore[misc]
    """Some of several texts, given as (value, words), each with a box to tick."""

    option_widget = CheckboxInput()

    def __init__(self, label: Any, pilihan: Iterable[tuple[str, Any]] = (), **lain: Any) -> None:
        super().__init__(label, choices=[SelectChoice(*satu) for satu in pilihan], **lain)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what was not offered."""
        if not set(self.data or ()) <= {satu.value for satu in self.choices}:
            raise ValidationError(_("Pilih dari yang ditawarkan."))


class Terisi:
    """Validator: something was typed; what cannot be read has its own message. Marks the field as required."""

    field_flags = {"required": True}  # noqa: RUF012 -- the protocol of WTForms

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse an empty field."""
        if not field.raw_data or not rapikan(str(field.raw_data[0])):
            raise StopValidation(_("Belum diisi."))


class PalingPanjang:
    """Validator: at most so many characters. The browser is not told: it would cut a pasted text in silence."""

    def __init__(self, maks: int) -> None:
        self.maks = maks

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse a longer text."""
        if field.data and len(field.data) > self.maks:
            ada = len(field.data)
            raise StopValidation(
                _("Terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.", ada=ada, maks=self.maks)
            )


def salahkan(form: Form, galat: Invalid, lain: str = "") -> None:
    """Put a refusal of the core at its field; at the form (or the field `lain`) when it names none of them."""
    nama = galat.kolom if galat.kolom in form else lain
    if nama in form:
        form[nama].errors = [*form[nama].errors, kalimat(galat)]
    else:
        form.form_errors.append(kalimat(galat))


def soroti(form: Form) -> None:
    """Let the cursor stand at the first fault."""
    semua = list(_isian(form))
    salah = next((satu for satu in semua if satu.errors), None)
    if salah is None:
        return
    for satu in semua:
        satu.render_kw = {k: v for k, v in (satu.render_kw or {}).items() if k != "autofocus"}
    salah.render_kw["autofocus"] = True


def _isian(form: Iterable[Field]) -> Iterator[Field]:
    """Every field that can be typed into, those of rows too."""
    for satu in form:
        if isinstance(satu, FieldList | FormField):
            yield from _isian(satu)
        else:
            yield satu


def persen_wajar(_form: Any, field: Field) -> None:
    """Validator: between 0 and 100 per cent."""
    if field.data is not None and not 0 <= field.data <= Decimal(100):
        raise StopValidation(_("Isi antara 0 dan 100."))


def _rapi(teks: str | None) -> str:
    return rapikan(teks or "")


def _periksa(wajib: bool, lain: dict[str, Any], *sesudah: Any) -> list[Any]:
    """The validators of a field: filled in, ours, and those that the form gave."""
    return [*([Terisi()] if wajib else []), *sesudah, *lain.pop("validators", [])]
