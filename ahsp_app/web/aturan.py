"""One rule per route: who may call it and which limit it draws on. A route without a rule stops the start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.routing import IntegerConverter

from ahsp_app.calc.galat import N_
from ahsp_app.errors import NotAllowed
from ahsp_app.extensions import db, limiter, login
from ahsp_app.queries import proyek as q_proyek
from ahsp_app.web.batas import Batas, batas_untuk, kunci_akun, kunci_alamat, kunci_pembatas
from ahsp_app.web.sel import Sel, sedang_mengubah

F = TypeVar("F", bound=Callable[..., Any])
ADMIN = N_("Halaman ini untuk admin katalog. Mintalah kepada yang mengurus server ini bila Anda memerlukannya.")
ARSIP = N_("Proyek ini diarsipkan. Kembalikan dari arsip untuk mengubahnya.")
AMAN = frozenset({"GET", "HEAD", "OPTIONS"})


class Nomor(IntegerConverter):
    """<int:…> in addresses: what no key of the database can be is no page."""

    regex = r"\d{1,18}"


class Akses(StrEnum):
    """Who may call a route."""

    UMUM = "umum"  # anyone
    MASUK = "masuk"  # signed in
    ADMIN = "admin"  # signed in, with the admin flag
    PROYEK = "proyek"  # the project's owner; not in the trash, and no writing to an archived one
    PROYEK_SEMUA = "proyek_semua"  # the project's owner, whatever its state (restore, unarchive)


@dataclass(frozen=True, slots=True)
class Aturan:
    """The rule of a view, readable by guards."""

    akses: Akses
    batas: Batas
    baris: str = ""


def aturan(akses: Akses, batas: Batas, baris: str = "") -> Callable[[F], F]:
    """Declare a view's rule. Goes below the route decorators, above nothing else.

    A view that saves cells names the row by its address ("item-%(item_id)s"), so that a refusal stands at the cell.
    """

    def pasang(view: F) -> F:
        if batas is Batas.LOGIN:
            berbatas = limiter.shared_limit(lambda: batas_untuk(batas), scope="login-alamat", key_func=kunci_alamat)(
                limiter.shared_limit(lambda: batas_untuk(batas), scope="login-akun", key_func=kunci_akun)(view)
            )
        else:
            berbatas = limiter.shared_limit(lambda: batas_untuk(batas), scope=batas.value, key_func=kunci_pembatas)(
                view
            )
        berbatas.aturan = Aturan(akses, batas, baris)  # type: ignore[attr-defined]
        return berbatas  # type: ignore[return-value]

    return pasang


def aturan_dari(app: Flask, endpoint: str) -> Aturan | None:
    """The rule declared for an endpoint, if any."""
    return getattr(app.view_functions.get(endpoint), "aturan", None)


def periksa(app: Flask) -> None:
    """Refuse to start with a route that has no rule. Raises RuntimeError naming it."""
    for rule in app.url_map.iter_rules():
        if aturan_dari(app, rule.endpoint) is None:
            raise RuntimeError(f"Rute {rule.rule} ({rule.endpoint}) belum punya aturan akses dan batas.")


def init_app(app: Flask) -> None:
    """Enforce the rules before every view; the limiter's own hook has run by then."""
    app.url_map.converters["int"] = Nomor
    app.before_request(_tegakkan)


def _tegakkan() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    berlaku = aturan_dari(current_app, request.endpoint)
    if berlaku is None:
        abort(500)
    if berlaku.akses is Akses.UMUM:
        return None
    if not current_user.is_authenticated:
        tanggapan: ResponseReturnValue = login.unauthorized()
        return tanggapan
    if berlaku.akses is Akses.ADMIN and not current_user.admin:
        raise NotAllowed(ADMIN)
    if berlaku.akses in {Akses.PROYEK, Akses.PROYEK_SEMUA}:
        menulis = request.method not in AMAN
        g.proyek = q_proyek.get_milik(
            db.session(),
            current_user.id,
            (request.view_args or {})["proyek_id"],
            kunci=menulis,
            semua=berlaku.akses is Akses.PROYEK_SEMUA,
        )
        if menulis and berlaku.akses is Akses.PROYEK and g.proyek.diarsipkan:
            if berlaku.baris:
                sedang_mengubah(Sel(berlaku.baris % request.view_args, request.path, "", lambda _baris: {}))
            raise NotAllowed(ARSIP)
    return None
