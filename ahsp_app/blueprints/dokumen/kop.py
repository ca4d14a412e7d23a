"""Letterheads: of the office, for all its projects, and of this project alone."""

from __future__ import annotations

from typing import Any, TypedDict

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.dokumen.bp import bp
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db
from ahsp_app.laporan.model import KERTAS
from ahsp_app.models import Kop
from ahsp_app.models.dokumen import MAKS_BARIS_KOP
from ahsp_app.services.dokumen_atur import find_kop, simpan_kop
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.rendering import pindah

UNTUK = ("kantor", "proyek")


class _Milik(TypedDict, total=False):
    """Whose letterhead."""

    pengguna_id: int
    proyek_id: int


@bp.get("/kop")
@aturan(Akses.PROYEK, Batas.READ)
def kop_surat(proyek_id: int) -> str:
    """Both letterheads, with what they hold."""
    return render_template("dokumen/kop.html", **_isi(proyek_id))


@bp.post("/kop/<any(kantor, proyek):untuk>")
@aturan(Akses.PROYEK, Batas.WRITE)
def simpan_kop_surat(proyek_id: int, untuk: str) -> ResponseReturnValue:
    """Set one of them; all empty removes it."""
    baris = request.form.getlist("baris")[:MAKS_BARIS_KOP]
    logo = request.files["logo"].read() if "logo" in request.files else b""
    try:
        simpan_kop(
            db.session(), baris, logo or None, hapus_logo="hapus_logo" in request.form,
            kertas=request.form.get("kertas") if untuk == "kantor" else None, **_milik(untuk),
        )  # fmt: skip
    except Invalid as galat:
        isi = _isi(proyek_id) | {"galat": {untuk: kalimat(galat)}, "diketik": {untuk: baris}}
        return render_template("dokumen/kop.html", **isi), 422
    return pindah(url_for("dokumen.kop_surat", proyek_id=proyek_id), _("Kop surat disimpan."))


@bp.get("/kop/<any(kantor, proyek):untuk>/logo")
@aturan(Akses.PROYEK, Batas.READ)
def logo(proyek_id: int, untuk: str) -> Response:
    """The logo of one of them."""
    ada = find_kop(db.session(), **_milik(untuk))
    if ada is None or not ada.logo:
        raise NotFound
    return Response(ada.logo, mimetype="image/png", headers={"Cache-Control": "private, no-cache"})


def _milik(untuk: str) -> _Milik:
    return {"proyek_id": g.proyek.id} if untuk == "proyek" else {"pengguna_id": current_user.id}


def _isi(_proyek_id: int) -> dict[str, Any]:
    semua: dict[str, Kop | None] = {untuk: find_kop(db.session(), **_milik(untuk)) for untuk in UNTUK}
    return {"semua": semua, "banyak": MAKS_BARIS_KOP, "kertas": list(KERTAS), "galat": {}, "diketik": {}}
