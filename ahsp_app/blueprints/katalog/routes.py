"""Looking into the catalogue from a project."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.queries import katalog as q_katalog
from ahsp_app.queries.katalog_pencarian import panel, terakhir
from ahsp_app.queries.katalog_rinci import get_rincian
from ahsp_app.services.pencarian import hapus_saringan, simpan_saringan
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.katalog import TAMPIL_HALAMAN, baca_cari, catat_dicari, isi_hasil
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, roti

bp = Blueprint("katalog", __name__, url_prefix="/proyek/<int:proyek_id>/katalog")
KELOMPOK = ("TK", "BHN", "ALT", "LAIN")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def cari(proyek_id: int) -> str:
    """The best analyses for what is being typed, to choose from; with filters and pages on a page of its own."""
    if htmx():
        return render_template("katalog/_hasil.html", **isi_hasil(baca_cari(request.args)))
    return _halaman()


def _halaman() -> str:
    dicari = baca_cari({**request.args, "segi": "1"})
    return render_template(
        "katalog/cari.html",
        **isi_hasil(dicari, TAMPIL_HALAMAN),
        panel=panel(db.session(), current_user.id),
        tujuan=bilangan(request.args.get("judul")) or "",
    )


@bp.get("/<int:ahsp_id>")
@aturan(Akses.PROYEK, Batas.READ)
def rincian(proyek_id: int, ahsp_id: int) -> str:
    """The composition of an analysis at the prices of the project."""
    a = get_rincian(db.session(), g.proyek, ahsp_id)
    kelompok = [(kategori, [b for b in a.bahan if b.kategori == kategori]) for kategori in KELOMPOK]
    return halaman_atau_fragmen(
        "katalog/page.html", "katalog/_komponen.html", a=a, kelompok=[(k, isi) for k, isi in kelompok if isi]
    )


@bp.get("/terakhir")
@aturan(Akses.PROYEK, Batas.READ)
def dicari_terakhir(proyek_id: int) -> str:
    """One's latest searches, as suggestions of the search field."""
    if not htmx():
        return _halaman()
    return render_template("katalog/_terakhir.html", terakhir=terakhir(db.session(), current_user.id))


@bp.post("/dicari")
@aturan(Akses.PROYEK_SEMUA, Batas.POLL)
def catat(proyek_id: int) -> ResponseReturnValue:
    """The results of this search stood for a moment: it was meant. The page says so by itself."""
    q = baca_cari(request.form).q
    if q:
        catat_dicari(q, q_katalog.cari(db.session(), q, limit=1))
    return Response(status=204)


@bp.get("/saringan")
@aturan(Akses.PROYEK, Batas.READ)
def saringan(proyek_id: int) -> str:
    """The filters, fetched when they are opened."""
    if not htmx():
        return _halaman()
    dicari = baca_cari({**request.args, "segi": "1"})
    return render_template(
        "katalog/_saringan.html", dicari=dicari, temuan=None, panel=panel(db.session(), current_user.id)
    )


@bp.post("/saringan")
@aturan(Akses.PROYEK, Batas.WRITE)
def simpan(proyek_id: int) -> ResponseReturnValue:
    """Keep the search and its filters by a name."""
    dicari = baca_cari(request.form)
    try:
        satu = simpan_saringan(db.session(), current_user.id, request.form.get("nama_saringan", ""), dicari.args())
    except Invalid as galat:
        if htmx():
            return Response(render_template("_galat_sel.html", slot="nama_saringan-galat", pesan=kalimat(galat)), 422)
        roti(kalimat(galat), "galat")
    else:
        roti(_("Saringan “%(x)s” disimpan.", x=satu.nama))
    return _sesudah_saringan(proyek_id)


@bp.post("/saringan/<int:saringan_id>/hapus")
@aturan(Akses.PROYEK, Batas.WRITE)
def hapus(proyek_id: int, saringan_id: int) -> ResponseReturnValue:
    """Forget a kept search."""
    hapus_saringan(db.session(), current_user.id, saringan_id)
    roti(_("Saringan dihapus."))
    return _sesudah_saringan(proyek_id)


def _sesudah_saringan(proyek_id: int) -> ResponseReturnValue:
    if htmx():
        isi = render_template("katalog/_tersimpan.html", panel=panel(db.session(), current_user.id), oob=True)
        return Response(isi)
    return redirect(url_for("katalog.cari", proyek_id=proyek_id, **baca_cari(request.form).args()), 303)
