"""Imports: the list, a new one, its report, writing it and taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from ahsp_app.blueprints.impor.forms import UnggahForm, UnggahHargaForm
from ahsp_app.blueprints.impor.layar import args, isi_baris, isi_daftar, isi_halaman, saring_kini, sebut_status
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db, huey
from ahsp_app.queries import impor as q
from ahsp_app.queries import impor_isi as q_isi
from ahsp_app.queries.edisi import pilihan_edisi
from ahsp_app.queries.impor_beda import beda_dengan_katalog
from ahsp_app.services import impor as layanan
from ahsp_app.services.buku_harga import get_buku
from ahsp_app.services.impor_cabut import cabut as cabut_impor
from ahsp_app.services.impor_harga import cabut_impor_harga, lanjutkan_harga
from ahsp_app.services.impor_komit import get_impor
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan
from ahsp_app.web.galat import jawab_http
from ahsp_app.web.rendering import angka, htmx, pindah
from ahsp_app.web.transaksi import setelah_commit

bp = Blueprint("impor", __name__, url_prefix="/impor")


@bp.get("")
@aturan(Akses.ADMIN, Batas.READ)
def daftar() -> str:
    """The newest imports."""
    return render_template("impor/daftar.html", daftar=q.daftar_impor(db.session()), sebut_status=sebut_status)


@bp.get("/baru")
@aturan(Akses.ADMIN, Batas.READ)
def baru() -> str:
    """Choose a file and where it goes."""
    buku = bilangan(request.args.get("daftar"))
    if buku:
        return _formulir_harga(UnggahHargaForm(formdata=None), buku)
    return _formulir(UnggahForm(formdata=None, data={"edisi_id": request.args.get("edisi", "")}))


@bp.post("")
@aturan(Akses.ADMIN, Batas.IMPORT)
def unggah() -> ResponseReturnValue:
    """Take a file; it is read by a job, so the page answers at once."""
    form = UnggahForm()
    form.tawarkan(pilihan_edisi(db.session()))
    if not form.validate():
        return _formulir(form), 422
    return _terima(form, "ahsp", form.tujuan()) or (_formulir(form), 422)


@bp.post("/harga/<int:daftar_id>")
@aturan(Akses.ADMIN, Batas.IMPORT)
def unggah_harga(daftar_id: int) -> ResponseReturnValue:
    """Take a file of base prices for a book."""
    form = UnggahHargaForm()
    if not form.validate():
        return _formulir_harga(form, daftar_id), 422
    return _terima(form, "harga", {"daftar_id": daftar_id}) or (_formulir_harga(form, daftar_id), 422)


@bp.errorhandler(413)
def terlalu_besar(galat: HTTPException) -> ResponseReturnValue:
    """What is larger than any request may be is refused before a view sees it; the event is kept all the same."""
    if current_user.is_authenticated and current_user.admin:
        layanan.catat_terlalu_besar(db.session(), current_user.id, request.content_length or 0)
        db.session.commit()
    return jawab_http(galat)


def _terima(form: UnggahForm | UnggahHargaForm, jenis: str, tujuan: dict[str, Any]) -> ResponseReturnValue | None:
    """Look at the file and have it read by a job; None when it is refused, with the reason at the field."""
    nama, isi = form.berkas.data.filename, form.berkas.data.read()
    try:
        layanan.periksa(db.session(), current_user.id, nama, isi)
    except Invalid as galat:
        db.session.commit()  # the answer is a refusal, but that it was refused is kept
        salahkan(form, galat, "berkas")
        return None
    impor = layanan.buat(db.session(), current_user.id, nama, isi, jenis=jenis, tujuan=tujuan)
    layanan.minta_baca(db.session(), impor, current_user.id)
    setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=impor.id))


@bp.get("/<int:impor_id>")
@aturan(Akses.ADMIN, Batas.READ)
def halaman(impor_id: int) -> Response:
    """What was read, what is wrong with it, and what would change."""
    saring = saring_kini(impor_id, request.args)
    if not htmx():
        return make_response(render_template("impor/page.html", **isi_halaman(impor_id, saring)))
    tanggapan = make_response(render_template("impor/_daftar.html", **isi_daftar(impor_id, saring)))
    tanggapan.headers["HX-Push-Url"] = url_for("impor.halaman", impor_id=impor_id, **args(saring))
    return tanggapan


@bp.get("/<int:impor_id>/analisa/<int:analisa_id>")
@aturan(Akses.ADMIN, Batas.READ)
def analisa(impor_id: int, analisa_id: int) -> str:
    """One analysis: its rows to be repaired, and what it would change in the catalogue."""
    return render_template("impor/analisa.html", **isi_analisa(impor_id, analisa_id))


def isi_analisa(impor_id: int, analisa_id: int) -> dict[str, Any]:
    """The page of one analysis."""
    sesi = db.session()
    kepala = q.get_kepala(sesi, impor_id)
    a = q_isi.get_analisa(sesi, impor_id, analisa_id)
    komponen = q_isi.komponen_analisa(sesi, a)
    beda = beda_dengan_katalog(sesi, a, komponen)
    return {"kepala": kepala, "a": a, "komponen": komponen, "beda": beda} | isi_baris(kepala)


@bp.post("/<int:impor_id>/baca")
@aturan(Akses.ADMIN, Batas.WRITE)
def baca(impor_id: int) -> ResponseReturnValue:
    """Read the file again; repairs made by hand are dropped."""
    layanan.minta_baca(db.session(), get_impor(db.session(), impor_id), current_user.id)
    setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=impor_id))


@bp.post("/<int:impor_id>/komit")
@aturan(Akses.ADMIN, Batas.WRITE)
def komit(impor_id: int) -> ResponseReturnValue:
    """Write the import into the catalogue, by a job."""
    impor = get_impor(db.session(), impor_id)
    if impor.status != "dikomit":  # a second click finds it done
        layanan.minta_komit(db.session(), impor, current_user.id)
        setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=impor_id))


@bp.post("/<int:impor_id>/cabut")
@aturan(Akses.ADMIN, Batas.WRITE)
def cabut(impor_id: int) -> ResponseReturnValue:
    """Take the import back out of the catalogue."""
    impor = get_impor(db.session(), impor_id)
    if impor.jenis == "harga":
        n, t = map(angka, cabut_impor_harga(db.session(), impor, current_user.id))
        pesan = _("%(n)s harga kembali seperti sebelumnya; %(t)s tetap karena sudah diubah lagi.", n=n, t=t)
        return pindah(url_for("impor.halaman", impor_id=impor_id), pesan)
    if layanan.minta_cabut(db.session(), impor, current_user.id) is not None:
        setelah_commit(huey.bangunkan)
        return pindah(url_for("impor.halaman", impor_id=impor_id))
    cabut_impor(db.session(), impor, current_user.id)
    return pindah(url_for("impor.halaman", impor_id=impor_id), _("Impor dicabut. Katalog kembali seperti sebelumnya."))


@bp.post("/<int:impor_id>/harga")
@aturan(Akses.ADMIN, Batas.IMPORT)
def sebagai_harga(impor_id: int) -> ResponseReturnValue:
    """The file turned out to be a list of base prices: go on with it for a book."""
    impor = get_impor(db.session(), impor_id)
    baru = lanjutkan_harga(db.session(), impor, bilangan(request.form.get("daftar_id")), current_user.id)
    setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=baru.id))


@bp.post("/<int:impor_id>/buang")
@aturan(Akses.ADMIN, Batas.WRITE)
def buang(impor_id: int) -> ResponseReturnValue:
    """Throw an import away that is not in the catalogue."""
    impor = get_impor(db.session(), impor_id)
    nama = impor.nama_berkas
    layanan.buang(db.session(), impor)
    return pindah(url_for("impor.daftar"), _("“%(nama)s” dibuang.", nama=nama))


def _formulir_harga(form: UnggahHargaForm, daftar_id: int) -> str:
    return render_template("impor/baru_harga.html", form=form, buku=get_buku(db.session(), daftar_id))


def _formulir(form: UnggahForm) -> str:
    form.tawarkan(pilihan_edisi(db.session()))
    return render_template("impor/baru.html", form=form)
