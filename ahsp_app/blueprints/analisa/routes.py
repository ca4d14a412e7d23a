"""Analyses, reading: the form of one work, the list of works, suggestions, works to nest."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ahsp_app.blueprints.analisa.contexts import KELOMPOK, alamat, dari_diminta, isi_daftar, isi_halaman, pertama
from ahsp_app.errors import NotFound
from ahsp_app.extensions import db
from ahsp_app.queries.daftar_analisa import list_calon, list_saran
from ahsp_app.services import pohon
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx

bp = Blueprint("analisa", __name__, url_prefix="/proyek/<int:proyek_id>")


@bp.get("/analisa")
@aturan(Akses.PROYEK, Batas.READ)
def daftar(proyek_id: int) -> ResponseReturnValue:
    """The first work; or, when asked for by a filter, the list of works."""
    if not request.args and not htmx():
        pekerjaan_id = pertama()
        if pekerjaan_id is not None:
            return redirect(url_for(".halaman", proyek_id=proyek_id, pekerjaan_id=pekerjaan_id))
    return halaman_atau_fragmen("analisa/daftar.html", "analisa/_butir.html", **isi_daftar())


@bp.get("/analisa/<int:pekerjaan_id>")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int, pekerjaan_id: int) -> str:
    """The form of one work."""
    return render_template("analisa/page.html", **isi_halaman(pekerjaan_id))


@bp.get("/analisa/saran")
@aturan(Akses.PROYEK, Batas.POLL)
def saran(proyek_id: int) -> ResponseReturnValue:
    """Known resources for what is being typed; there is no page of them."""
    if not htmx():
        return redirect(url_for(".daftar", proyek_id=proyek_id))
    kategori = request.args.get("kategori", "TK")
    if kategori not in KELOMPOK:
        raise NotFound
    return render_template(
        "analisa/_saran.html",
        saran=list_saran(db.session(), g.proyek, kategori, request.args.get("uraian", "")),
    )


@bp.get("/analisa/<int:pekerjaan_id>/sub")
@aturan(Akses.PROYEK, Batas.READ)
def pilih_sub(proyek_id: int, pekerjaan_id: int) -> str:
    """Works of the project that this one could use."""
    cari = request.args.get("cari", "").strip()[:100]
    return halaman_atau_fragmen(
        "analisa/sub.html",
        "analisa/_calon.html" if "cari" in request.args else "analisa/_sub.html",
        p=pohon.get_pekerjaan(Kerja(db.session(), g.proyek, current_user.id), pekerjaan_id),
        calon=list_calon(db.session(), proyek_id, pekerjaan_id, cari),
        cari=cari,
        dari=dari_diminta(),
        alamat=alamat,
    )
