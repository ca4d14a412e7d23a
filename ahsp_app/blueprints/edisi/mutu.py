"""How good an edition is, and its way out as a file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from ahsp_app.blueprints.edisi.routes import bp
from ahsp_app.calc.galat import N_
from ahsp_app.extensions import db
from ahsp_app.queries import edisi as q
from ahsp_app.queries.edisi_ekspor import isi_edisi
from ahsp_app.queries.edisi_mutu import mutu_edisi
from ahsp_app.services.edisi_berkas import JENIS_BERKAS, tulis_edisi
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas

JUDUL = {
    "koefisien_nol": N_("Koefisien nol"),
    "tanpa_satuan": N_("Satuan kosong"),
    "tanpa_komponen": N_("Analisa tanpa komponen"),
    "kode_ganda": N_("Kode dipakai lebih dari satu analisa"),
    "mirip": N_("Uraian hampir sama dengan analisa lain"),
    "pencilan": N_("Koefisien jauh dari median sumber daya yang sama"),
    "harga_pencilan": N_("Harga dasar jauh dari median sumber daya yang sama"),
}


@bp.get("/<int:edisi_id>/mutu")
@aturan(Akses.ADMIN, Batas.READ)
def mutu(edisi_id: int) -> str:
    """What should be looked at in an edition."""
    edisi = q.get_edisi(db.session(), edisi_id)
    return render_template("edisi/mutu.html", edisi=edisi, mutu=mutu_edisi(db.session(), edisi_id), judul=JUDUL)


@bp.get("/<int:edisi_id>/ekspor")
@aturan(Akses.ADMIN, Batas.EXPORT)
def ekspor(edisi_id: int) -> Response:
    """The edition as a file: xlsx, csv, or json that goes back in."""
    edisi = q.get_edisi(db.session(), edisi_id)
    jenis = request.args.get("format", "xlsx")
    jenis = jenis if jenis in JENIS_BERKAS else "xlsx"
    isi = tulis_edisi(isi_edisi(db.session(), edisi_id), jenis)
    nama = "".join(c if c.isalnum() and c.isascii() else "-" for c in edisi.nama).strip("-")[:80] or _("katalog")
    return Response(
        isi, mimetype=JENIS_BERKAS[jenis], headers={"Content-Disposition": f'attachment; filename="{nama}.{jenis}"'}
    )
