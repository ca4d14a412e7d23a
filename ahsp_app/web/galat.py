"""Every error, one answer: a fragment at the place of the fault for htmx, a full page otherwise."""

from __future__ import annotations

import json
import time

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Conflict, Invalid, NotAllowed, NotFound, VersionMissing
from ahsp_app.extensions import db, limiter, login
from ahsp_app.queries import riwayat as q_riwayat
from ahsp_app.web.aturan import Akses, aturan_dari
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import htmx, roti
from ahsp_app.web.sel import sel_kini

STATUS: dict[type[Galat], int] = {
    Invalid: 422,
    Conflict: 409,
    VersionMissing: 428,
    NotFound: 404,
    NotAllowed: 403,
}

JUDUL = {
    400: N_("Permintaan tidak terbaca"),
    401: N_("Belum masuk"),
    403: N_("Tidak diizinkan"),
    404: N_("Tidak ditemukan"),
    405: N_("Cara membuka halaman ini keliru"),
    409: N_("Bentrok dengan perubahan lain"),
    413: N_("Berkas terlalu besar"),
    422: N_("Ada isian yang perlu diperbaiki"),
    428: N_("Versi tidak disertakan"),
    429: N_("Terlalu banyak permintaan"),
    500: N_("Terjadi kesalahan di server"),
    503: N_("Layanan sedang tidak tersedia"),
}


def init_app(app: Flask) -> None:
    """Register one handler per family of errors."""
    app.register_error_handler(Galat, jawab_galat)
    app.register_error_handler(CSRFError, _jawab_csrf)
    app.register_error_handler(HTTPException, jawab_http)
    app.register_error_handler(SQLAlchemyError, jawab_galat_basis)
    app.register_error_handler(Exception, _jawab_tak_terduga)


def kalimat(galat: Galat) -> str:
    """The sentence for people, in their language."""
    return str(_(galat.pola, **galat.isi) if galat.isi else _(galat.pola))


def jawab_galat(galat: Galat) -> ResponseReturnValue:
    """Refusals of the core."""
    db.session.rollback()
    if not isinstance(galat, Invalid | Conflict | VersionMissing | NotFound | NotAllowed):
        galat = Invalid.dari(galat)
    status = STATUS[type(galat)]
    if isinstance(galat, Conflict):
        return _jawab_bentrok(galat)
    return _jawab(status, kalimat(galat), kolom=getattr(galat, "kolom", ""))


def jawab_galat_basis(galat: SQLAlchemyError) -> Response:
    """What the database refuses. A constraint is the last guard, so the cause is logged and the answer is general."""
    db.session.rollback()
    if isinstance(galat, OperationalError):
        structlog.get_logger().error("basis data", id=g.get("id_permintaan"), sebab=type(galat.orig).__name__)
        return _jawab(503, _("Basis data tidak terjangkau. Isian Anda belum tersimpan; coba lagi sebentar lagi."))
    structlog.get_logger().error("basis data", id=g.get("id_permintaan"), exc_info=galat)
    if isinstance(galat, IntegrityError):
        return _jawab(422, _("Perubahan ini ditolak karena bertentangan dengan data lain. Tidak ada yang berubah."))
    return _jawab(500, _("Terjadi kesalahan di server. Tidak ada yang berubah."))


def _jawab(status: int, pesan: str, kolom: str = "") -> Response:
    sel = sel_kini()
    if htmx():
        if sel is not None and status < 500:
            isi = render_template("_galat_sel.html", slot=f"{sel.baris}-{kolom or _kolom_dikirim()}-galat", pesan=pesan)
            return Response(isi, status)
        roti(pesan, "galat")
        return Response("", status)
    if sel is not None and status in {422, 428} and kolom:
        isi = render_template(
            "errors/perbaiki.html", status=status, pesan=pesan, kolom=kolom, sel=sel, isian=request.form
        )
        return Response(isi, status)
    judul = _(JUDUL.get(status, JUDUL[500]))
    return Response(render_template("errors/galat.html", status=status, judul=judul, pesan=pesan), status)


def _jawab_bentrok(galat: Conflict) -> Response:
    sel = sel_kini()
    if sel is None or galat.kini is None:
        return _jawab(409, kalimat(galat))
    # The row is read again: the rollback above dropped what this request had loaded.
    tampil = sel.tampil(galat.kini)
    kolom = _kolom_dikirim()
    isi = {
        "sel": sel,
        "kolom": kolom,
        "tampil": tampil,
        "milik": request.form.get(kolom, ""),
        "rekan": tampil.get(kolom, ""),
        "versi": galat.kini.versi,
        "terakhir": q_riwayat.find_terakhir(db.session(), galat.kini.proyek_id, sel.tabel, sel.baris_id)
        if sel.tabel
        else None,
        "isian": request.form,
    }
    return Response(render_template("_bentrok.html" if htmx() else "errors/bentrok.html", **isi), 409)


def _kolom_dikirim() -> str:
    """The field a cell save is about: the first that is neither the version nor the token."""
    return next((k for k in request.form if k not in {"versi", "csrf_token"}), "")


def _jawab_csrf(galat: CSRFError) -> ResponseReturnValue:
    rute = aturan_dari(current_app, request.endpoint or "")
    if rute is not None and rute.akses is not Akses.UMUM and not current_user.is_authenticated:
        masuk: ResponseReturnValue = login.unauthorized()  # the session is gone, and the token with it
        return masuk
    kirim_lagi = htmx() and "csrf_token" not in request.form and current_user.is_authenticated
    if kirim_lagi and rute is not None and rute.batas is Batas.CELL:
        # Signed in again in another tab: the cell is sent once more with the token of that session. Only this site
        # can read the answer, so the token tells nobody else anything. A button is pressed once more by its person.
        if not _kolom_dikirim():
            roti(_("Anda masuk lagi di tab lain. Coba sekali lagi."), "galat")
        return Response(status=401, headers={"HX-Trigger": json.dumps({"token": generate_csrf()})})
    return _jawab(403, _("Formulir ini sudah kedaluwarsa. Muat ulang halaman lalu coba lagi."))


def jawab_http(galat: HTTPException) -> ResponseReturnValue:
    """Refusals of the web layer itself; a blueprint that has more to do with one answers through this as well."""
    status = galat.code or 500
    if galat.response is not None or status < 400:
        return galat.get_response()
    pesan = {
        404: _("Halaman ini tidak ada, atau bukan milik Anda."),
        405: _("Buka halaman ini lewat tautan atau formulirnya."),
        413: _("Berkas atau isian terlalu besar."),
        429: _("Terlalu cepat. Tunggu sebentar; isian Anda dicoba lagi."),
    }.get(status, _("Permintaan tidak dapat diproses. Tidak ada yang berubah."))
    tanggapan = _jawab(status, pesan)
    if status == 429:
        tanggapan.headers["Retry-After"] = str(tunggu_detik())
    return tanggapan


def tunggu_detik() -> int:
    """How long the caller must wait, at least a second; short when the store does not say."""
    batas = limiter.current_limit
    return max(1, batas.reset_at - int(time.time())) if batas else 5


def _jawab_tak_terduga(galat: Exception) -> ResponseReturnValue:
    db.session.rollback()
    pengguna = current_user.id if current_user.is_authenticated else None
    structlog.get_logger().error("tak terduga", id=g.get("id_permintaan"), pengguna=pengguna, exc_info=galat)
    nomor = g.get("id_permintaan", "-")
    return _jawab(
        500,
        _(
            "Terjadi kesalahan di server dan sudah dicatat (nomor %(nomor)s). Tidak ada yang berubah.",
            nomor=nomor,
        ),
    )
