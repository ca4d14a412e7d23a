"""The history of a project, and taking deletions back."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.riwayat.kalimat import ceritakan, judul_disebut
from ahsp_app.blueprints.riwayat.queries import list_riwayat, masih_di_sampah, nama_judul
from ahsp_app.extensions import db
from ahsp_app.services import sampah
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah, roti

bp = Blueprint("riwayat", __name__, url_prefix="/proyek/<int:proyek_id>/riwayat")

# Pages of these address parts fetch their own sheet anew when told so; others are loaded again.
MENDENGAR = ("pekerjaan", "volume", "harga")
TABEL = ("klasifikasi", "pekerjaan", "komponen", "parameter", "harga_item")


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> str:
    """Fifty changes, newest first; of one row when it is named."""
    sesi = db.session()
    tabel, baris_id = request.args.get("tabel", ""), bilangan(request.args.get("baris"))
    sebelum = bilangan(request.args.get("sebelum"))
    satu_baris = tabel in TABEL and baris_id > 0
    saring = {"tabel": tabel, "baris_id": baris_id} if satu_baris else {}
    daftar, ada_lagi = list_riwayat(sesi, proyek_id, sebelum=sebelum, **saring)  # type: ignore[arg-type]
    pulih = masih_di_sampah(sesi, proyek_id, [p.id for p in daftar if p.aksi == "hapus"])
    judul = nama_judul(sesi, proyek_id, {kid for p in daftar for kid in judul_disebut(p)})
    return halaman_atau_fragmen(
        "riwayat/page.html",
        "riwayat/_daftar.html",
        butir=[ceritakan(p, judul, p.id in pulih) for p in daftar],
        ada_lagi=ada_lagi,
        terbaru=not sebelum,
        args={"tabel": tabel, "baris": baris_id} if satu_baris else {},
    )


@bp.post("/<int:riwayat_id>/pulihkan")
@aturan(Akses.PROYEK, Batas.CELL)
def pulihkan(proyek_id: int, riwayat_id: int) -> ResponseReturnValue:
    """Bring back what a deletion took, and show it on the page the person is on."""
    nama, _dampak = sampah.pulihkan(Kerja(db.session(), g.proyek, current_user.id), riwayat_id)
    pesan = _("“%(x)s” dipulihkan.", x=nama[:80])
    asal = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if htmx() and asal.path.rpartition("/")[2] in MENDENGAR:
        roti(pesan)
        return Response("", headers={"HX-Trigger": json.dumps({"muat-ulang": True})})
    # A redirect, to the same page, keeps the toast for it; a refresh would not.
    if asal.netloc == request.host and asal.path.startswith(f"/proyek/{proyek_id}/"):
        return pindah(asal.path + (f"?{asal.query}" if asal.query else ""), pesan)
    return pindah(url_for(".halaman", proyek_id=proyek_id), pesan)
