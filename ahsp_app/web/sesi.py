"""Who is calling: sessions, language, and what happens when nobody is signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from ahsp_app.config import Settings
from ahsp_app.extensions import babel, db, login
from ahsp_app.models import Pengguna


def init_app(app: Flask, settings: Settings) -> None:
    """Set up sign-in and language."""
    babel.init_app(app, locale_selector=_bahasa, timezone_selector=_zona)
    login.user_loader(_muat)
    login.unauthorized_handler(_minta_masuk)
    login.session_protection = None  # addresses of mobile and office networks change during a day
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )


def mulai_sesi(pengguna: Pengguna) -> None:
    """Sign in with a fresh session: nothing from before the sign-in survives in it."""
    from flask_login import login_user  # noqa: PLC0415

    session.clear()
    session.permanent = True
    login_user(pengguna)


def tujuan_aman(tujuan: str | None) -> str | None:
    """A path on this site, or None: nobody is sent elsewhere by a crafted link."""
    if not tujuan:
        return None
    bagian = urlsplit(tujuan)
    if bagian.scheme or bagian.netloc or not bagian.path.startswith("/") or tujuan.startswith(("//", "/\\")):
        return None
    return bagian.path + (f"?{bagian.query}" if bagian.query else "")


def _muat(penanda: str) -> Pengguna | None:
    nomor, _pemisah, sesi = penanda.partition(".")
    if not (nomor.isdecimal() and sesi.isdecimal()):
        return None
    pengguna = db.session.get(Pengguna, int(nomor))
    if pengguna is None or not pengguna.aktif or pengguna.sesi != int(sesi):
        return None
    return pengguna


def _minta_masuk() -> ResponseReturnValue:
    halaman = request.method == "GET" and not request.htmx  # type: ignore[attr-defined]
    kembali = request.full_path.rstrip("?") if halaman else _halaman_asal()
    alamat = url_for("akun.masuk_form", lanjut=tujuan_aman(kembali))
    if request.htmx:  # type: ignore[attr-defined]
        # The sign-in page must not be swapped into a cell: the whole page goes there, and comes back.
        return Response(status=401, headers={"HX-Redirect": alamat})
    if request.method != "GET":
        flash(_("Sesi Anda sudah berakhir. Masuk lagi untuk melanjutkan."), "galat")
    return redirect(alamat, 303)


def _halaman_asal() -> str | None:
    asal = request.headers.get("HX-Current-URL") or request.referrer
    if not asal or urlsplit(asal).netloc != request.host:
        return None
    bagian = urlsplit(asal)
    return bagian.path + (f"?{bagian.query}" if bagian.query else "")


def _bahasa() -> str:
    return str(current_user.bahasa) if current_user.is_authenticated else "id"


def _zona() -> str | None:
    return str(current_user.zona_waktu) if current_user.is_authenticated else None
