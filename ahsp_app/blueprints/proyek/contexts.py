"""The parts of the settings page: their forms, and what differs when someone else was faster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields import FieldList, FormField, HiddenField

from ahsp_app.calc.galat import N_

BAGIAN: Final = {
    "identitas": N_("Identitas"),
    "waktu": N_("Waktu"),
    "perhitungan": N_("Perhitungan"),
    "harga": N_("Harga dasar"),
    "penanda": N_("Penanda tangan"),
}
TEMPLAT: Final = {
    "identitas": "proyek/_identitas.html",
    "waktu": "proyek/_waktu.html",
    "perhitungan": "proyek/_perhitungan.html",
    "harga": "proyek/_harga.html",
    "penanda": "proyek/_penanda.html",
}


@dataclass(frozen=True, slots=True)
class Beda:
    """A field that is stored differently from what was typed."""

    label: str
    milik: str
    kini: str


@dataclass(slots=True)
class Bagian:
    """One part of the page: its form and the version it saw. `bentrok` is what someone else has changed."""

    form: FlaskForm
    versi: int
    bentrok: list[Beda] = field(default_factory=list)


def cari_beda(form: FlaskForm, kini: FlaskForm) -> list[Beda]:
    """Field by field, what was typed against what is stored now."""
    milik, tersimpan = dict(_isi(form)), dict(_isi(kini))
    return [
        Beda(label, milik.get(label, ""), tersimpan.get(label, ""))
        for label in milik | tersimpan
        if milik.get(label, "") != tersimpan.get(label, "")
    ]


def _isi(form: FlaskForm) -> Iterator[tuple[str, str]]:
    for satu in form:
        if isinstance(satu, HiddenField):
            continue
        if isinstance(satu, FieldList):
            for urut, baris in enumerate(satu, 1):
                yield f"{urut}", _satu_baris(baris)
        else:
            yield str(satu.label.text), _kata(satu)


def _satu_baris(baris: FormField) -> str:
    return ", ".join(filter(None, (_kata(satu) for satu in baris.form)))


def _kata(satu: Field) -> str:
    kata: Callable[[], Any] = getattr(satu, "kata", None) or satu._value
    return str(kata())
