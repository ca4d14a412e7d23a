"""The sheet of prices, and one resource with where it is used."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from ahsp_app.blueprints.harga.forms import RincianForm
from ahsp_app.blueprints.harga.layar import isi_lembar, kerja_kini, layar_kini
from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.extensions import db
from ahsp_app.models import HargaItem
from ahsp_app.queries.harga import pemakaian
from ahsp_app.services.harga import get_item
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.harga import sebut_konversi
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx

PER_PEMAKAI = 20

bp = Blueprint("harga", __name__, url_prefix="/proyek/<int:proyek_id>/harga")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> Response:
    """Fifty resources, those without a price first."""
    isi = isi_lembar(layar_kini())
    if not htmx():
        return make_response(render_template("harga/page.html", **isi))
    tanggapan = make_response(render_template("harga/_daftar.html", **isi))
    if "ulang" not in request.args:
        tanggapan.headers["HX-Push-Url"] = isi["layar"].url()
    return tanggapan


@bp.get("/<int:item_id>")
@aturan(Akses.PROYEK, Batas.READ)
def rincian(proyek_id: int, item_id: int) -> str:
    """One resource: its texts, its purchase unit, and the works that use it."""
    item = get_item(kerja_kini(), item_id)
    return halaman_rincian(item, RincianForm(formdata=None, obj=item), item.versi)


def halaman_rincian(item: HargaItem, form: RincianForm, versi: int) -> str:
    """The form of a resource with where it is used, for a dialog or as a page."""
    url = url_for("harga.rincian", proyek_id=item.proyek_id, item_id=item.id)
    halaman = max(1, bilangan(request.args.get("halaman")))
    pakai = pemakaian(db.session(), item.id, halaman, PER_PEMAKAI)
    isi: dict[str, Any] = {
        "item": item,
        "form": form,
        "versi": versi,
        "url": url,
        "kembali": f"{layar_kini().url()}#item-{item.id}",
        "konversi": sebut_konversi(item),
        "pakai": pakai,
        "halaman_pakai": halaman,
        "banyak_halaman": max(1, -(-pakai.langsung // PER_PEMAKAI)),
        "biaya": _biaya(item, Fraction(pakai.kebutuhan)),
        "dialog": htmx(),
    }
    if "halaman" in request.args and htmx():
        return render_template("harga/_pemakai.html", **isi)
    return halaman_atau_fragmen("harga/rincian.html", "harga/_rincian.html", **isi)


def _biaya(item: HargaItem, kebutuhan: Fraction) -> Fraction | None:
    harga = harga_satuan(item.harga, item.harga_beli, item.faktor)
    return None if harga is None else harga * kebutuhan
