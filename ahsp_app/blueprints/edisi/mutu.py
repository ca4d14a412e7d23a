"""How good an edition is, and its way out as a file."""

from __future__ import annotations

import io

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ahsp_app.blueprints.edisi.routes import bp
from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db, huey
from ahsp_app.queries import edisi as q
from ahsp_app.queries.edisi_mutu import mutu_edisi, pencilan_harga
from ahsp_app.services import edisi_ekspor as layanan
from ahsp_app.services.edisi_ekspor import JENIS_EKSPOR
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.berkas import kirim
from ahsp_app.web.rendering import pindah
from ahsp_app.web.transaksi import setelah_commit

JUDUL = {
    "koefisien_nol": N_("Koefisien nol"),
    "tanpa_satuan": N_("Satuan kosong"),
    "tanpa_komponen": N_("Analisa tanpa komponen"),
    "kode_ganda": N_("Kode dipakai lebih dari satu analisa"),
    "mirip": N_("Uraian hampir sama dengan analisa lain"),
    "pencilan": N_("Koefisien jauh dari median sumber daya yang sama"),
}


@bp.get("/<int:edisi_id>/mutu")
@aturan(Akses.ADMIN, Batas.READ)
def mutu(edisi_id: int) -> str:
    """What should be looked at in an edition, and in the prices of all books."""
    edisi = q.get_edisi(db.session(), edisi_id)
    isi = {"mutu": mutu_edisi(db.session(), edisi_id), "harga": pencilan_harga(db.session())}
    return render_template("edisi/mutu.html", edisi=edisi, judul=JUDUL, **isi)


@bp.get("/<int:edisi_id>/ekspor")
@aturan(Akses.ADMIN, Batas.EXPORT)
def ekspor(edisi_id: int) -> Response:
    """The edition as a file: a document, a table, or json that goes back in."""
    jenis = _jenis(request.args.get("format"))
    if layanan.terlalu_besar(db.session(), edisi_id):
        raise Invalid("terlalu_besar", N_("Edisi sebesar ini ditulis sebagai tugas; pakai Ekspor di halaman edisi."))
    berkas = io.BytesIO()
    nama = layanan.tulis_ekspor(db.session(), edisi_id, jenis, current_user.id, berkas)
    return kirim([berkas.getvalue()], nama, JENIS_EKSPOR[jenis], len(berkas.getvalue()))


@bp.post("/<int:edisi_id>/ekspor")
@aturan(Akses.ADMIN, Batas.EXPORT)
def minta_ekspor(edisi_id: int) -> ResponseReturnValue:
    """The edition as a file: at once, or by a job whose page hands it out."""
    edisi, jenis = q.get_edisi(db.session(), edisi_id), _jenis(request.form.get("format"))
    if not layanan.terlalu_besar(db.session(), edisi_id):
        return pindah(url_for("edisi.ekspor", edisi_id=edisi_id, format=jenis))
    tugas = layanan.minta_ekspor(db.session(), current_user.id, edisi, jenis)
    setelah_commit(huey.bangunkan)
    return pindah(url_for("tugas.halaman", tugas_id=tugas.id))


def _jenis(teks: str | None) -> str:
    return teks if teks in JENIS_EKSPOR else "xlsx"
