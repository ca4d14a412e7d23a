"""Proposals: mine, everybody's for admins, a new one from a work, and the answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.queries.edisi import perpustakaan
from ahsp_app.queries.usulan import daftar_usulan
from ahsp_app.services import usulan as layanan
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pohon import get_pekerjaan
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.rendering import pindah

bp = Blueprint("usulan", __name__)


@bp.get("/usulan")
@aturan(Akses.ADMIN, Batas.READ)
def daftar() -> str:
    """All proposals, those that wait first."""
    return render_template("usulan/daftar.html", daftar=daftar_usulan(db.session()), semua=True)


@bp.get("/usulan/saya")
@aturan(Akses.MASUK, Batas.READ)
def saya() -> str:
    """My proposals with their answers."""
    return render_template("usulan/daftar.html", daftar=daftar_usulan(db.session(), current_user.id), semua=False)


@bp.post("/usulan/<int:usulan_id>/jawab")
@aturan(Akses.ADMIN, Batas.WRITE)
def jawab(usulan_id: int) -> ResponseReturnValue:
    """Accept a proposal, or refuse it with the reason."""
    teks = request.form.get("jawaban", "")
    if request.form.get("putusan") == "terima":
        ahsp = layanan.terima(db.session(), current_user.id, usulan_id, teks)
        tujuan = url_for("edisi.analisa", edisi_id=ahsp.edisi_id, ahsp_id=ahsp.id)
        return pindah(tujuan, _("Usulan masuk ke perpustakaan."))
    layanan.tolak(db.session(), current_user.id, usulan_id, teks)
    return pindah(url_for("usulan.daftar"), _("Usulan ditolak."))


@bp.post("/usulan/<int:usulan_id>/tarik")
@aturan(Akses.MASUK, Batas.WRITE)
def tarik(usulan_id: int) -> ResponseReturnValue:
    """Take a proposal of mine back."""
    layanan.tarik(db.session(), current_user.id, usulan_id)
    return pindah(url_for("usulan.saya"), _("Usulan ditarik."))


@bp.get("/proyek/<int:proyek_id>/analisa/<int:pekerjaan_id>/usul")
@aturan(Akses.PROYEK, Batas.READ)
def usul(proyek_id: int, pekerjaan_id: int) -> str:
    """Which library, and a word about it."""
    return render_template("usulan/baru.html", **_isi(proyek_id, pekerjaan_id))


@bp.post("/proyek/<int:proyek_id>/analisa/<int:pekerjaan_id>/usul")
@aturan(Akses.PROYEK, Batas.WRITE)
def usulkan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Propose the analysis of this work as it is now."""
    k = Kerja(db.session(), g.proyek, current_user.id)
    p = get_pekerjaan(k, pekerjaan_id)
    try:
        layanan.usulkan(k, p, bilangan(request.form.get("edisi_id")), request.form.get("catatan", ""))
    except Invalid as galat:
        return render_template("usulan/baru.html", **_isi(proyek_id, pekerjaan_id), galat=kalimat(galat)), 422
    return pindah(url_for("analisa.halaman", proyek_id=proyek_id, pekerjaan_id=pekerjaan_id), _("Usulan dikirim."))


def _isi(proyek_id: int, pekerjaan_id: int) -> dict[str, Any]:
    p = get_pekerjaan(Kerja(db.session(), g.proyek, current_user.id), pekerjaan_id)
    return {"p": p, "perpustakaan": perpustakaan(db.session())}
