"""The sheet of volumes."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ahsp_app.blueprints.volume.layar import (
    isi_bantuan,
    isi_lembar,
    isi_parameter,
    isi_sel,
    jawab,
    kerja_kini,
    layar_kini,
)
from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka
from ahsp_app.calc.rumus import urai
from ahsp_app.models import Pekerjaan
from ahsp_app.services.pohon import get_pekerjaan
from ahsp_app.services.volume import ubah_volume
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import htmx
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta

bp = Blueprint("volume", __name__, url_prefix="/proyek/<int:proyek_id>/volume")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> Response:
    """Fifty rows of the tree with their volumes, and the parameters beside them."""
    isi = isi_lembar(layar_kini())
    if not htmx():
        return make_response(render_template("volume/page.html", **(isi | isi_parameter() | isi_bantuan())))
    tanggapan = make_response(render_template("volume/_daftar.html", **isi))
    if "ulang" not in request.args:
        tanggapan.headers["HX-Push-Url"] = isi["layar"].url()
    return tanggapan


@bp.post("/<int:pekerjaan_id>")
@aturan(Akses.PROYEK, Batas.CELL, "pekerjaan-%(pekerjaan_id)s")
def simpan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Save a volume: a number, "=rumus", or nothing. What depends on it follows."""
    baris = f"pekerjaan-{pekerjaan_id}"
    url = url_for("volume.simpan", proyek_id=proyek_id, pekerjaan_id=pekerjaan_id)
    sedang_mengubah(Sel(baris, url, f"{layar_kini().url()}#{baris}", tampil, "pekerjaan", pekerjaan_id))
    k = kerja_kini()
    p = get_pekerjaan(k, pekerjaan_id)
    versi, teks = versi_diminta(), request.form.get("volume", tampil(p)["volume"])
    nama_lama = _parameter(p)
    dampak = ubah_volume(k, p, versi, teks)
    if not dampak.pekerjaan:
        dampak.dimuat = (p,)  # saved before, and that answer was lost: the page still shows the old amount
    return jawab(
        dampak,
        baris,
        p.versi,
        [isi_sel(p)],
        catatan=_dibaca(p, teks),
        pemicu=["parameter-dipakai"] if _parameter(p) != nama_lama else (),
    )


def tampil(p: Pekerjaan) -> dict[str, str]:
    """The cell of a work as typed: the formula, else the number."""
    _id, nilai, rumus = isi_sel(p)
    return {"volume": rumus or nilai}


def _parameter(p: Pekerjaan) -> set[str]:
    return {nama for nama in p.rumus_acuan if not nama.startswith("#")}


def _dibaca(p: Pekerjaan, teks: str) -> str:
    """What to say about a number, or a number in a formula, that has two meanings."""
    if p.volume is None:
        return ""
    if p.rumus is not None:
        return sebut_bacaan(Bacaan(p.volume, urai(p.rumus).ambigu))
    return sebut_bacaan(baca_angka(teks, Konteks.VOLUME))
