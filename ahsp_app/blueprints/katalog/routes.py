"""Looking into the catalogue from a project."""

from __future__ import annotations

from flask import Blueprint, request

from ahsp_app.blueprints.katalog.queries import get_rincian
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.queries import katalog as q_katalog
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx

bp = Blueprint("katalog", __name__, url_prefix="/proyek/<int:proyek_id>/katalog")
TAMPIL = 10
KELOMPOK = ("TK", "BHN", "ALT", "LAIN")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def cari(proyek_id: int) -> str:
    """The best analyses for what is being typed, to choose from; without JavaScript a page of its own."""
    q = rapikan(request.args.get("q", ""))[:200]
    temuan = q_katalog.cari(db.session(), q, limit=TAMPIL) if q else None
    return halaman_atau_fragmen(
        "katalog/cari.html",
        "katalog/_hasil.html",
        q=q,
        temuan=temuan,
        tujuan=bilangan(request.args.get("judul")) or "",
    )


@bp.get("/<int:ahsp_id>")
@aturan(Akses.PROYEK, Batas.READ)
def rincian(proyek_id: int, ahsp_id: int) -> str:
    """The composition of an analysis."""
    a = get_rincian(db.session(), ahsp_id)
    kelompok = [(kategori, [b for b in a.bahan if b.kategori == kategori]) for kategori in KELOMPOK]
    return halaman_atau_fragmen(
        "katalog/page.html",
        "katalog/_rincian.html",
        a=a,
        kelompok=[(kategori, isi) for kategori, isi in kelompok if isi],
        tingkat="h2" if htmx() else "h1",
    )
