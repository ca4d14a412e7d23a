"""The forms about an account. What a good password is, is decided by services.akun."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField
from wtforms.validators import StopValidation

from ahsp_app.calc.galat import N_
from ahsp_app.models.pengguna import TEMA
from ahsp_app.services.akun import MIN_SANDI, ZONA
from ahsp_app.web.formulir import PilihField, TeksField, Terisi

NAMA_TEMA = {"auto": N_("Ikut perangkat"), "terang": N_("Terang"), "gelap": N_("Gelap")}
_BARU = {"autocomplete": "new-password", "minlength": MIN_SANDI}


class Sama:
    """Validator: the same as another field of the form."""

    def __init__(self, kolom: str) -> None:
        self.kolom = kolom

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Refuse what differs."""
        if field.data != form[self.kolom].data:
            raise StopValidation(_("Tidak sama dengan kata sandi di atasnya."))


class MasukForm(FlaskForm):  # type: ignore[misc]
    """Sign in."""

    email = EmailField(_l("Email"), [Terisi()], render_kw={"autocomplete": "username", "autofocus": True})
    sandi = PasswordField(_l("Kata sandi"), [Terisi()], render_kw={"autocomplete": "current-password"})


class DaftarForm(FlaskForm):  # type: ignore[misc]
    """Register."""

    nama = TeksField(_l("Nama"), maks=120, wajib=True, render_kw={"autocomplete": "name", "autofocus": True})
    email = EmailField(_l("Email"), [Terisi()], render_kw={"autocomplete": "username"})
    sandi = PasswordField(_l("Kata sandi"), [Terisi()], render_kw=_BARU)
    ulang = PasswordField(_l("Ulangi kata sandi"), [Terisi(), Sama("sandi")], render_kw=_BARU)


class SandiForm(FlaskForm):  # type: ignore[misc]
    """Change the password."""

    lama = PasswordField(_l("Kata sandi lama"), [Terisi()], render_kw={"autocomplete": "current-password"})
    baru = PasswordField(_l("Kata sandi baru"), [Terisi()], render_kw=_BARU)
    ulang = PasswordField(_l("Ulangi kata sandi baru"), [Terisi(), Sama("baru")], render_kw=_BARU)


class ProfilForm(FlaskForm):  # type: ignore[misc]
    """Name, time zone and look."""

    nama = TeksField(_l("Nama"), maks=120, wajib=True, render_kw={"autocomplete": "name"})
    zona_waktu = PilihField(_l("Zona waktu"), [(kode, _l(nama)) for kode, nama in ZONA.items()])
    tema = PilihField(_l("Tampilan"), [(kode, _l(NAMA_TEMA[kode])) for kode in TEMA])
