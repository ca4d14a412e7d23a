"""Suggestions: one at its row; many that are looked over first, and can be taken back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.impor.layar import isi_usul
from ahsp_app.blueprints.impor.routes import bp
from ahsp_app.blueprints.impor.tulis import alamat, jawab, jawab_harga
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db, huey
from ahsp_app.queries.halaman import PER
from ahsp_app.services import impor_usul as layanan
from ahsp_app.services.impor_komit import get_impor
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import angka, htmx, pindah
from ahsp_app.web.sesi import tujuan_aman
from ahsp_app.web.transaksi import setelah_commit


@bp.get("/<int:impor_id>/usul")
@aturan(Akses.ADMIN, Batas.READ)
def usul(impor_id: int) -> str:
    """The suggestions of one kind, from what to what, before they are accepted."""
    kode = rapikan(request.args.get("kode", ""))[:40]
    return render_template("impor/usul.html", **isi_usul(impor_id, kode, bilangan(request.args.get("halaman"))))


@bp.post("/<int:impor_id>/usul/<int:masalah_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def terima(impor_id: int, masalah_id: int) -> ResponseReturnValue:
    """Accept one suggestion."""
    m = layanan.terima_usul(db.session(), get_impor(db.session(), impor_id), masalah_id)
    if not htmx():
        return redirect(tujuan_aman(request.form.get("kembali")) or alamat(impor_id), 303)
    if m.analisa_id is None:
        return jawab_harga(impor_id, m.komponen_id or 0)
    return jawab(impor_id, m.analisa_id)


@bp.post("/<int:impor_id>/usul")
@aturan(Akses.ADMIN, Batas.WRITE)
def terima_semua(impor_id: int) -> ResponseReturnValue:
    """Accept the suggestions that are ticked, or (semua) all of a kind that are sure."""
    impor = get_impor(db.session(), impor_id)
    kode = rapikan(request.form.get("kode", ""))[:40]
    pilih = None if request.form.get("semua") else request.form.getlist("pilih", type=int)[:PER]
    if pilih == []:
        raise Invalid("tanpa_pilihan", N_("Centang dulu usul yang diterima."))
    t = layanan.minta_terima(db.session(), impor, kode, current_user.id, pilih)
    if t is not None:
        setelah_commit(huey.bangunkan)
        return pindah(url_for("impor.halaman", impor_id=impor_id))
    terakhir = impor.ringkasan.get("usul", {})
    urungkan = url_for("impor.urungkan_usul", impor_id=impor_id, kelompok=terakhir.get("kelompok", 0))
    pesan = _("%(n)s usul diterima.", n=angka(terakhir.get("banyak", 0)))
    return pindah(url_for("impor.halaman", impor_id=impor_id), pesan, urungkan if terakhir else None)


@bp.post("/<int:impor_id>/usul/urungkan/<int:kelompok>")
@aturan(Akses.ADMIN, Batas.WRITE)
def urungkan_usul(impor_id: int, kelompok: int) -> ResponseReturnValue:
    """Take the last acceptance back: every field as it was before."""
    impor = get_impor(db.session(), impor_id)
    t = layanan.minta_urungkan(db.session(), impor, kelompok, current_user.id)
    if t is not None:
        setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=impor_id), None if t else _("Usul diurungkan."))
