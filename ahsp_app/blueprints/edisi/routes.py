"""Editions: the list, one with its analyses, describing it, putting it away, the difference between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.edisi.forms import EdisiForm
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db
from ahsp_app.queries import edisi as q
from ahsp_app.queries.edisi import Saring
from ahsp_app.queries.edisi_beda import JENIS, beda_edisi
from ahsp_app.services import edisi as layanan
from ahsp_app.services.edisi_ekspor import JENIS_EKSPOR
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah
from ahsp_app.web.sel import versi_diminta

bp = Blueprint("edisi", __name__, url_prefix="/edisi")
BENTROK = N_("Edisi ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")
_BAKU: Final = Saring()


@bp.get("")
@aturan(Akses.ADMIN, Batas.READ)
def daftar() -> str:
    """All editions, those in use first."""
    return render_template("edisi/daftar.html", daftar=q.daftar_edisi(db.session()))


@bp.get("/baru")
@aturan(Akses.ADMIN, Batas.READ)
def baru() -> str:
    """The form of a new edition."""
    return render_template("edisi/kepala.html", form=EdisiForm(formdata=None), edisi=None)


@bp.post("")
@aturan(Akses.ADMIN, Batas.WRITE)
def buat() -> ResponseReturnValue:
    """Make an edition."""
    form = EdisiForm()
    if form.validate():
        try:
            edisi = layanan.buat_edisi(db.session(), current_user.id, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        else:
            return pindah(url_for("edisi.halaman", edisi_id=edisi.id), _("Edisi dibuat."))
    return render_template("edisi/kepala.html", form=form, edisi=None), 422


@bp.get("/<int:edisi_id>")
@aturan(Akses.ADMIN, Batas.READ)
def halaman(edisi_id: int) -> Response:
    """The analyses of an edition, by group."""
    saring = saring_kini(request.args)
    isi = isi_daftar(edisi_id, saring)
    if not htmx():
        return make_response(render_template("edisi/page.html", **isi))
    tanggapan = make_response(render_template("edisi/_daftar.html", **isi))
    tanggapan.headers["HX-Push-Url"] = url_for("edisi.halaman", **isi["args"] | {"halaman": isi["daftar"].halaman})
    return tanggapan


def saring_kini(isi: Mapping[str, str]) -> Saring:
    """The filters of an address."""
    return Saring(
        halaman=max(1, bilangan(isi.get("halaman"))),
        cari=rapikan(isi.get("cari", ""))[:100],
        grup=rapikan(isi.get("grup", ""))[:200],
        arsip=isi.get("arsip", "") if isi.get("arsip") in ("ya", "tidak") else "",
    )


def isi_daftar(edisi_id: int, saring: Saring) -> dict[str, Any]:
    """The list of an edition. Three statements."""
    sesi = db.session()
    edisi, grup = q.get_edisi(sesi, edisi_id), q.daftar_grup(sesi, edisi_id)
    return {
        "edisi": edisi,
        "grup": grup,
        "bentuk": list(JENIS_EKSPOR),
        "daftar": q.halaman_analisa(sesi, edisi_id, saring),
        "saring": saring,
        "args": argumen(edisi_id, replace(saring, halaman=1)),
        "aksi": "",
        "galat": "",
    }


def argumen(edisi_id: int, saring: Saring) -> dict[str, Any]:
    """What stands in the address of these filters."""
    return {"edisi_id": edisi_id} | {k: v for k, v in asdict(saring).items() if v != getattr(_BAKU, k)}


@bp.get("/<int:edisi_id>/ubah")
@aturan(Akses.ADMIN, Batas.READ)
def ubah_form(edisi_id: int) -> str:
    """The form of an edition."""
    edisi = q.get_edisi(db.session(), edisi_id)
    return render_template("edisi/kepala.html", form=EdisiForm(formdata=None, obj=edisi), edisi=edisi)


@bp.post("/<int:edisi_id>/ubah")
@aturan(Akses.ADMIN, Batas.WRITE)
def ubah(edisi_id: int) -> ResponseReturnValue:
    """Describe an edition otherwise."""
    edisi = layanan.get_edisi(db.session(), edisi_id)
    form, versi = EdisiForm(), versi_diminta()
    if form.validate():
        try:
            with db.session.begin_nested():
                layanan.ubah_edisi(db.session(), current_user.id, edisi, versi, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(_(BENTROK))
        else:
            return pindah(url_for("edisi.halaman", edisi_id=edisi_id), _("Disimpan."))
    return render_template("edisi/kepala.html", form=form, edisi=q.get_edisi(db.session(), edisi_id)), 422


@bp.post("/<int:edisi_id>/arsip")
@aturan(Akses.ADMIN, Batas.WRITE)
def arsip(edisi_id: int) -> ResponseReturnValue:
    """Put an edition away, or bring it back (aktif=1)."""
    aktif = request.form.get("aktif") == "1"
    edisi = layanan.get_edisi(db.session(), edisi_id)
    layanan.aktifkan(db.session(), current_user.id, edisi, aktif=aktif)
    pesan = _("“%(x)s” dipakai lagi.", x=edisi.nama) if aktif else _("“%(x)s” diarsipkan.", x=edisi.nama)
    return pindah(url_for("edisi.daftar"), pesan)


@bp.get("/<int:edisi_id>/beda")
@aturan(Akses.ADMIN, Batas.READ)
def beda(edisi_id: int) -> str:
    """What is different in this edition against another one."""
    sesi = db.session()
    edisi = q.get_edisi(sesi, edisi_id)
    pilihan = [(i, nama) for i, nama in q.pilihan_edisi(sesi) if i != edisi_id]
    dengan = bilangan(request.args.get("dengan"))
    jenis = request.args.get("jenis", "")
    jenis = jenis if jenis in JENIS else ""
    isi: dict[str, Any] = {"edisi": edisi, "pilihan": pilihan, "dengan": dengan, "jenis": jenis, "beda": None}
    if dengan in {i for i, _nama in pilihan}:
        isi["beda"] = beda_edisi(sesi, dengan, edisi_id, jenis, bilangan(request.args.get("halaman")) or 1)
    return halaman_atau_fragmen("edisi/beda.html", "edisi/_beda.html", **isi)
