"""Books of base prices: the list, a book's sheet, its head, its lock, its archive, its history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.buku_harga.forms import BukuForm, HargaBaruForm
from ahsp_app.blueprints.buku_harga.layar import ceritakan, isi_buku, isi_daftar, layar_kini, url_buku
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db
from ahsp_app.models import DaftarHarga
from ahsp_app.queries.buku_harga import list_riwayat
from ahsp_app.services import buku_harga_ubah as layanan
from ahsp_app.services.buku_harga import get_buku
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan, soroti
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah
from ahsp_app.web.sel import versi_diminta

bp = Blueprint("buku_harga", __name__)


@bp.get("/buku-harga")
@aturan(Akses.ADMIN, Batas.READ)
def daftar() -> Response:
    """Fifty books, the newest first."""
    isi = isi_daftar()
    tanggapan = make_response(halaman_atau_fragmen("buku_harga/page.html", "buku_harga/_daftar.html", **isi))
    if htmx():
        lain = {"halaman": isi["isi"].halaman} if isi["isi"].halaman > 1 else {}
        tanggapan.headers["HX-Push-Url"] = url_for(".daftar", **isi["args"], **lain)
    return tanggapan


@bp.get("/buku-harga/baru")
@aturan(Akses.ADMIN, Batas.READ)
def baru_form() -> str:
    """The form of a new book."""
    return _halaman_kepala(BukuForm(formdata=None))


@bp.post("/buku-harga/baru")
@aturan(Akses.ADMIN, Batas.WRITE)
def baru() -> ResponseReturnValue:
    """Make a book, empty yet."""
    form = BukuForm()
    if form.validate():
        try:
            buku = layanan.buat_buku(db.session(), current_user.id, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        else:
            return pindah(url_buku(buku.id), _("Buku harga “%(x)s” dibuat.", x=buku.nama))
    return _halaman_kepala(form), 422


@bp.get("/buku-harga/<int:daftar_id>")
@aturan(Akses.ADMIN, Batas.READ)
def buku(daftar_id: int) -> Response:
    """Fifty prices of a book."""
    kini = get_buku(db.session(), daftar_id)
    layar = layar_kini(daftar_id)
    isi = isi_buku(kini, layar)
    if not htmx():
        return make_response(render_template("buku_harga/buku.html", form=HargaBaruForm(formdata=None), **isi))
    tanggapan = make_response(render_template("buku_harga/_harga.html", **isi))
    if "ulang" not in request.args:
        tanggapan.headers["HX-Push-Url"] = url_buku(daftar_id, layar, halaman=isi["isi"].halaman)
    return tanggapan


@bp.get("/buku-harga/<int:daftar_id>/kepala")
@aturan(Akses.ADMIN, Batas.READ)
def kepala_form(daftar_id: int) -> str:
    """The form of a book's head."""
    kini = get_buku(db.session(), daftar_id)
    return _halaman_kepala(BukuForm(formdata=None, obj=kini), kini, kini.versi)


@bp.post("/buku-harga/<int:daftar_id>/kepala")
@aturan(Akses.ADMIN, Batas.WRITE)
def kepala(daftar_id: int) -> ResponseReturnValue:
    """Change a book's head."""
    kini = get_buku(db.session(), daftar_id, kunci=True)
    form, versi = BukuForm(), versi_diminta()
    if form.validate():
        try:
            berubah = layanan.ubah_buku(db.session(), current_user.id, kini, versi, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(
                _("Buku ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")
            )
            versi = kini.versi
        else:
            return pindah(url_buku(daftar_id), _("Buku harga disimpan.") if berubah else _("Tidak ada yang berubah."))
    return _halaman_kepala(form, kini, versi), 422


@bp.post("/buku-harga/<int:daftar_id>/kunci")
@aturan(Akses.ADMIN, Batas.WRITE)
def kunci(daftar_id: int) -> ResponseReturnValue:
    """Lock a book, or unlock it."""
    kini, terkunci = get_buku(db.session(), daftar_id, kunci=True), request.form.get("terkunci") == "1"
    layanan.kunci_buku(db.session(), current_user.id, kini, versi_diminta(), terkunci=terkunci)
    return pindah(url_buku(daftar_id), _("Buku dikunci.") if terkunci else _("Kunci buku dibuka."))


@bp.post("/buku-harga/<int:daftar_id>/arsip")
@aturan(Akses.ADMIN, Batas.WRITE)
def arsip(daftar_id: int) -> ResponseReturnValue:
    """Put a book into the archive, or take it out."""
    kini, aktif = get_buku(db.session(), daftar_id, kunci=True), request.form.get("aktif") == "1"
    layanan.arsipkan_buku(db.session(), current_user.id, kini, versi_diminta(), aktif=aktif)
    pesan = _("Buku dikembalikan dari arsip.") if aktif else _("Buku diarsipkan; proyek tidak ditawari buku ini lagi.")
    return pindah(url_buku(daftar_id), pesan)


@bp.get("/buku-harga/<int:daftar_id>/riwayat")
@aturan(Akses.ADMIN, Batas.READ)
def riwayat(daftar_id: int) -> str:
    """Who changed the head, the lock and the archive, and when."""
    kini = get_buku(db.session(), daftar_id)
    butir = ceritakan(list_riwayat(db.session(), "daftar_harga", daftar_id))
    return halaman_atau_fragmen("buku_harga/riwayat.html", "buku_harga/_riwayat.html", buku=kini, butir=butir)


def _halaman_kepala(form: BukuForm, kini: DaftarHarga | None = None, versi: int = 0) -> str:
    soroti(form)
    isi: dict[str, Any] = {"form": form, "buku": kini, "versi": versi}
    return render_template("buku_harga/kepala.html", **isi)
