"""The pages of the recapitulation; they only read."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, url_for

from ahsp_app.blueprints.rekap.asal import asal_judul, asal_pekerjaan, asal_proyek
from ahsp_app.blueprints.rekap.layar import isi_kaki, isi_kurang, isi_rekap, layar_kini
from ahsp_app.errors import NotFound
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx

PANEL = {
    "pekerjaan": "rekap/_asal_pekerjaan.html",
    "judul": "rekap/_asal_judul.html",
    "jumlah": "rekap/_asal_proyek.html",
    "ppn": "rekap/_asal_proyek.html",
    "total": "rekap/_asal_proyek.html",
}

bp = Blueprint("rekap", __name__, url_prefix="/proyek/<int:proyek_id>/rekap")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> Response:
    """Fifty rows of the tree with subtotals; the foot is always that of the whole project."""
    isi = isi_rekap(layar_kini())
    tanggapan = make_response(halaman_atau_fragmen("rekap/page.html", "rekap/_daftar.html", **isi))
    if htmx():
        tanggapan.headers["HX-Push-Url"] = url_for("rekap.halaman", proyek_id=proyek_id, **isi["layar"].args())
    return tanggapan


@bp.get("/kurang")
@aturan(Akses.PROYEK, Batas.READ)
def kurang(proyek_id: int) -> str:
    """What is missing, each with the place where it is mended."""
    return halaman_atau_fragmen("rekap/kurang.html", "rekap/_kurang.html", **isi_kurang())


@bp.get("/asal/<jenis>/<int:baris_id>")
@aturan(Akses.PROYEK, Batas.READ)
def asal(proyek_id: int, jenis: str, baris_id: int) -> str:
    """Where an amount comes from: of a work, of a heading, or of the foot (jumlah, ppn, total; baris_id 0)."""
    if jenis not in PANEL:
        raise NotFound
    if jenis == "pekerjaan":
        isi = asal_pekerjaan(baris_id)
    elif jenis == "judul":
        isi = asal_judul(baris_id)
    else:
        isi = asal_proyek() | {"kaki": isi_kaki(g.proyek)}
    return halaman_atau_fragmen("rekap/asal.html", "rekap/_panel.html", isi_panel=PANEL[jenis], jenis=jenis, **isi)
