"""What has changed in the catalogue since works were taken from it; nothing of it happens by itself."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.extensions import db
from ahsp_app.queries.pembaruan import daftar_pembaruan
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pembaruan import ambil_pembaruan
from ahsp_app.services.pohon import get_pekerjaan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import pindah
from ahsp_app.web.sel import versi_diminta

bp = Blueprint("pembaruan", __name__, url_prefix="/proyek/<int:proyek_id>/pembaruan")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def daftar(proyek_id: int) -> str:
    """The works with a changed reference, each with what would change."""
    return render_template("pembaruan/page.html", daftar=daftar_pembaruan(db.session(), proyek_id))


@bp.post("/<int:pekerjaan_id>")
@aturan(Akses.PROYEK, Batas.CELL)
def ambil(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Take over the reference of one work."""
    k = Kerja(db.session(), g.proyek, current_user.id)
    p = get_pekerjaan(k, pekerjaan_id)
    entri_id = ambil_pembaruan(k, p, versi_diminta())
    return pindah(
        url_for("pembaruan.daftar", proyek_id=proyek_id),
        _("“%(x)s” diperbarui.", x=p.uraian[:80]),
        url_for("riwayat.kembalikan", proyek_id=proyek_id, riwayat_id=entri_id),
    )
