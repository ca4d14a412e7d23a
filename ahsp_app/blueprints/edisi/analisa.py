"""One analysis of the catalogue: its cells and rows, its history, and the way back to what it was."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.edisi.forms import (
    KATEGORI,
    AnalisaForm,
    KomponenForm,
    baca_sel,
    tampil_analisa,
    tampil_komponen,
)
from ahsp_app.blueprints.edisi.routes import bp
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db
from ahsp_app.models import AHSPReferensi, RiwayatKatalog
from ahsp_app.queries import edisi as q
from ahsp_app.queries.edisi_riwayat import riwayat_analisa
from ahsp_app.services import katalog_ubah as layanan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan
from ahsp_app.web.rendering import htmx, pindah
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta


@bp.get("/<int:edisi_id>/analisa/baru")
@aturan(Akses.ADMIN, Batas.READ)
def analisa_baru(edisi_id: int) -> str:
    """The form of a new analysis."""
    form = AnalisaForm(formdata=None, data={"grup": request.args.get("grup", "")})
    return render_template("edisi/analisa_baru.html", edisi=q.get_edisi(db.session(), edisi_id), form=form)


@bp.post("/<int:edisi_id>/analisa/baru")
@aturan(Akses.ADMIN, Batas.WRITE)
def tambah_analisa(edisi_id: int) -> ResponseReturnValue:
    """Add an analysis; its rows come next."""
    edisi, form = q.get_edisi(db.session(), edisi_id), AnalisaForm()
    if form.validate():
        try:
            with db.session.begin_nested():
                ahsp = layanan.tambah_analisa(db.session(), current_user.id, edisi_id, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        else:
            return pindah(url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp.id), _("Analisa ditambahkan."))
    return render_template("edisi/analisa_baru.html", edisi=edisi, form=form), 422


@bp.get("/<int:edisi_id>/analisa/<int:ahsp_id>")
@aturan(Akses.ADMIN, Batas.READ)
def analisa(edisi_id: int, ahsp_id: int) -> str:
    """An analysis to be edited in place, with its history."""
    return render_template("edisi/analisa.html", **_isi(edisi_id, ahsp_id), form=KomponenForm(formdata=None))


@bp.post("/<int:edisi_id>/analisa/<int:ahsp_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan_analisa(edisi_id: int, ahsp_id: int) -> ResponseReturnValue:
    """Save cells of an analysis."""
    url = url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id)
    sedang_mengubah(Sel(f"ahsp-{ahsp_id}", url, url, tampil_analisa))
    ahsp = _get(edisi_id, ahsp_id)
    perubahan = baca_sel(tampil_analisa(ahsp), request.form)
    layanan.ubah_analisa(db.session(), current_user.id, ahsp, versi_diminta(), perubahan)
    return _jawab(edisi_id, ahsp_id)


@bp.post("/<int:edisi_id>/analisa/<int:ahsp_id>/komponen")
@aturan(Akses.ADMIN, Batas.CELL)
def tambah_komponen(edisi_id: int, ahsp_id: int) -> ResponseReturnValue:
    """Add a row at the end."""
    ahsp, form = _get(edisi_id, ahsp_id), KomponenForm()
    if form.validate():
        try:
            with db.session.begin_nested():
                layanan.tambah_komponen(db.session(), current_user.id, ahsp, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        else:
            return pindah(url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id))
    return render_template("edisi/analisa.html", **_isi(edisi_id, ahsp_id), form=form), 422


@bp.post("/<int:edisi_id>/analisa/<int:ahsp_id>/komponen/<int:kref_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan_komponen(edisi_id: int, ahsp_id: int, kref_id: int) -> ResponseReturnValue:
    """Save cells of a row."""
    url = url_for("edisi.simpan_komponen", edisi_id=edisi_id, ahsp_id=ahsp_id, kref_id=kref_id)
    halaman = url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id)
    sedang_mengubah(Sel(f"kref-{kref_id}", url, halaman, tampil_komponen))
    ahsp = _get(edisi_id, ahsp_id)
    k = layanan.get_komponen(db.session(), ahsp, kref_id)
    perubahan = baca_sel(tampil_komponen(k), request.form)
    layanan.ubah_komponen(db.session(), current_user.id, ahsp, k, versi_diminta(), perubahan)
    return _jawab(edisi_id, ahsp_id)


@bp.post("/<int:edisi_id>/analisa/<int:ahsp_id>/komponen/<int:kref_id>/hapus")
@aturan(Akses.ADMIN, Batas.CELL)
def hapus_komponen(edisi_id: int, ahsp_id: int, kref_id: int) -> ResponseReturnValue:
    """Take a row out."""
    ahsp = _get(edisi_id, ahsp_id)
    k = layanan.get_komponen(db.session(), ahsp, kref_id)
    catatan_id = layanan.hapus_komponen(db.session(), current_user.id, ahsp, k)
    urungkan = url_for("edisi.kembalikan_catatan", catatan_id=catatan_id)
    return pindah(url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id), _("Baris dihapus."), urungkan)


@bp.post("/<int:edisi_id>/analisa/<int:ahsp_id>/kembali/<int:catatan_id>")
@aturan(Akses.ADMIN, Batas.WRITE)
def kembalikan(edisi_id: int, ahsp_id: int, catatan_id: int) -> ResponseReturnValue:
    """Give an analysis the content it had before a change."""
    ahsp = _get(edisi_id, ahsp_id)
    catatan = db.session.get(RiwayatKatalog, catatan_id)
    if catatan is None or catatan.baris_id != ahsp_id or catatan.tabel != "ahsp_referensi" or not catatan.lama:
        raise NotFound
    layanan.ganti_isi(db.session(), current_user.id, ahsp, catatan.lama, "kembali")
    return pindah(url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id), _("Kembali seperti sebelumnya."))


def _get(edisi_id: int, ahsp_id: int) -> AHSPReferensi:
    ahsp = layanan.get_analisa(db.session(), ahsp_id)
    if ahsp.edisi_id != edisi_id:
        raise NotFound
    return ahsp


def _isi(edisi_id: int, ahsp_id: int) -> dict[str, Any]:
    sesi = db.session()
    a = q.get_analisa(sesi, ahsp_id)
    if a.edisi_id != edisi_id:
        raise NotFound
    return {
        "edisi": q.get_edisi(sesi, edisi_id),
        "a": a,
        "komponen": q.komponen_analisa(sesi, ahsp_id),
        "catatan": riwayat_analisa(sesi, ahsp_id),
        "pilihan": [(k, _(nama)) for k, nama in KATEGORI.items()],
    }


def _jawab(edisi_id: int, ahsp_id: int) -> ResponseReturnValue:
    """After a cell was saved: versions, contents of fields, and the history."""
    if not htmx():
        return redirect(url_for("edisi.analisa", edisi_id=edisi_id, ahsp_id=ahsp_id), 303)
    isi = _isi(edisi_id, ahsp_id)
    sel = [(f"ahsp-{ahsp_id}-{nama}", nilai, "") for nama, nilai in tampil_analisa(isi["a"]).items()]
    for k in isi["komponen"]:
        sel += [(f"kref-{k.id}-{nama}", nilai, "") for nama, nilai in tampil_komponen(k).items()]
    return Response(render_template("edisi/_sesudah.html", **isi, sel=sel))
