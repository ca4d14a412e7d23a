"""Signing in and out, registering, and one's own account."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ahsp_app.blueprints.akun.forms import DaftarForm, MasukForm, ProfilForm, SandiForm
from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid, NotAllowed
from ahsp_app.extensions import db
from ahsp_app.models import Pengguna
from ahsp_app.services import akun as layanan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan, soroti
from ahsp_app.web.rendering import htmx, pindah
from ahsp_app.web.sesi import mulai_sesi, tujuan_aman

bp = Blueprint("akun", __name__)
TUTUP = N_("Pendaftaran ditutup. Mintalah akun kepada pengelola aplikasi ini.")


@bp.get("/masuk")
@aturan(Akses.UMUM, Batas.READ)
def masuk_form() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect(_tujuan())
    return _halaman_masuk(MasukForm(formdata=None))


@bp.post("/masuk")
@aturan(Akses.UMUM, Batas.LOGIN)
def masuk() -> ResponseReturnValue:
    """Sign in with a fresh session."""
    form = MasukForm()
    if form.validate():
        try:
            pengguna = layanan.masuk(db.session(), email=form.email.data, sandi=form.sandi.data)
        except Invalid as galat:
            salahkan(form, galat)
        else:
            mulai_sesi(pengguna)
            return pindah(_tujuan())
    return _halaman_masuk(form), 422


@bp.post("/keluar")
@aturan(Akses.MASUK, Batas.WRITE)
def keluar() -> ResponseReturnValue:
    """Sign out here."""
    _akhiri_sesi()
    return pindah(url_for("akun.masuk_form"), _("Anda sudah keluar."))


@bp.get("/daftar")
@aturan(Akses.UMUM, Batas.READ)
def daftar_form() -> ResponseReturnValue:
    """The page to register."""
    _periksa_terbuka()
    if current_user.is_authenticated:
        return redirect(_tujuan())
    return _halaman_daftar(DaftarForm(formdata=None))


@bp.post("/daftar")
@aturan(Akses.UMUM, Batas.LOGIN)
def daftar() -> ResponseReturnValue:
    """Create an account and sign in."""
    _periksa_terbuka()
    form = DaftarForm()
    if form.validate():
        try:
            pengguna = layanan.daftarkan(
                db.session(), email=form.email.data, nama=form.nama.data, sandi=form.sandi.data
            )
        except Invalid as galat:
            salahkan(form, galat)
        else:
            mulai_sesi(pengguna)
            return pindah(_tujuan(), _("Selamat datang, %(nama)s.", nama=pengguna.nama))
    return _halaman_daftar(form), 422


@bp.get("/akun")
@aturan(Akses.MASUK, Batas.READ)
def profil() -> ResponseReturnValue:
    """One's own account."""
    return _halaman_profil()


@bp.post("/akun")
@aturan(Akses.MASUK, Batas.WRITE)
def ubah_profil() -> ResponseReturnValue:
    """Change name, time zone and look."""
    form = ProfilForm()
    if form.validate():
        layanan.ubah_profil(db.session(), _saya(), nama=form.nama.data, zona_waktu=form.zona_waktu.data)
        layanan.ubah_tema(db.session(), _saya(), form.tema.data)
        return pindah(url_for("akun.profil"), _("Profil disimpan."))
    return _halaman_profil(profil=form), 422


@bp.post("/akun/tema")
@aturan(Akses.MASUK, Batas.WRITE)
def tema() -> ResponseReturnValue:
    """Change the look of every page; the one in view is fetched again, which asks first when a cell is unsaved."""
    layanan.ubah_tema(db.session(), _saya(), request.form.get("tema", ""))
    if htmx():
        return Response(status=204, headers={"HX-Refresh": "true"})
    asal = request.referrer or ""
    return redirect(_tujuan(asal if urlsplit(asal).netloc == request.host else ""), 303)


@bp.post("/akun/sandi")
@aturan(Akses.MASUK, Batas.WRITE)
def ganti_sandi() -> ResponseReturnValue:
    """Change the password; the other devices are signed out."""
    form = SandiForm()
    if form.validate():
        try:
            layanan.ganti_sandi(db.session(), _saya(), lama=form.lama.data, baru=form.baru.data)
        except Invalid as galat:
            salahkan(form, galat)
        else:
            mulai_sesi(_saya())
            return pindah(url_for("akun.profil"), _("Kata sandi diganti. Perangkat lain sudah dikeluarkan."))
    return _halaman_profil(sandi=form), 422


@bp.post("/akun/keluar-semua")
@aturan(Akses.MASUK, Batas.WRITE)
def keluar_semua() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    layanan.keluarkan_semua(db.session(), _saya())
    _akhiri_sesi()
    return pindah(url_for("akun.masuk_form"), _("Semua perangkat sudah dikeluarkan. Silakan masuk lagi."))


def _saya() -> Pengguna:
    return cast("Pengguna", current_user._get_current_object())


def _akhiri_sesi() -> None:
    logout_user()
    session.clear()


def _periksa_terbuka() -> None:
    if not current_app.extensions["settings"].daftar_terbuka:
        raise NotAllowed(TUTUP)


def _tujuan(alamat: str | None = None) -> str:
    """Where to go on: a page of this site that can be opened, else the projects."""
    if alamat is None:
        alamat = request.values.get("lanjut")
    elif alamat:
        bagian = urlsplit(alamat)
        alamat = bagian.path + (f"?{bagian.query}" if bagian.query else "")
    aman = tujuan_aman(alamat)
    if aman and _dapat_dibuka(aman):
        return aman
    return url_for("dasbor.daftar")


def _dapat_dibuka(alamat: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(urlsplit(alamat).path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _lanjut() -> str:
    return tujuan_aman(request.values.get("lanjut")) or ""


def _halaman_masuk(form: MasukForm) -> str:
    soroti(form)
    terbuka = current_app.extensions["settings"].daftar_terbuka
    return render_template("akun/masuk.html", form=form, lanjut=_lanjut(), terbuka=terbuka)


def _halaman_daftar(form: DaftarForm) -> str:
    soroti(form)
    return render_template("akun/daftar.html", form=form, lanjut=_lanjut(), min_sandi=layanan.MIN_SANDI)


def _halaman_profil(profil: ProfilForm | None = None, sandi: SandiForm | None = None) -> str:
    profil = profil or ProfilForm(formdata=None, obj=_saya())
    sandi = sandi or SandiForm(formdata=None)
    soroti(profil)
    soroti(sandi)
    return render_template("akun/profil.html", profil=profil, sandi=sandi, min_sandi=layanan.MIN_SANDI)
