"""The history of a project, and taking deletions back."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.riwayat.kalimat import ceritakan
from ahsp_app.blueprints.riwayat.queries import belum_diurungkan, list_riwayat, masih_di_sampah, nama_judul
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db
from ahsp_app.models import HargaItem
from ahsp_app.queries.riwayat import Perubahan
from ahsp_app.queries.riwayat_kata import beda_antara, judul_disebut
from ahsp_app.services import kembali as layanan
from ahsp_app.services import sampah
from ahsp_app.services.buku_harga_terap import urungkan_terapan
from ahsp_app.services.kembali import TUKAR, Rencana, rencanakan
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.harga import sebut_urung
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah, roti

bp = Blueprint("riwayat", __name__, url_prefix="/proyek/<int:proyek_id>/riwayat")

# Pages of these address parts fetch their own sheet anew when told so; others are loaded again.
MENDENGAR = ("pekerjaan", "volume", "harga")
# Entries under which rows lie in the trash.
MENYIMPAN = TUKAR | {"hapus"}
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
    pulih = masih_di_sampah(sesi, proyek_id, [p.id for p in daftar if p.aksi in MENYIMPAN])
    pulih |= belum_diurungkan(sesi, proyek_id, [p.id for p in daftar if p.aksi == "terapkan"])
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
    return _jawab(proyek_id, _("“%(x)s” dipulihkan.", x=nama[:80]))


@bp.get("/<int:riwayat_id>/kembalikan")
@aturan(Akses.PROYEK, Batas.READ)
def tanya(proyek_id: int, riwayat_id: int) -> str:
    """What taking a change back would do to what is there now; or why it cannot be done."""
    p = _get_perubahan(proyek_id, riwayat_id)
    rencana, sebab = None, ""
    try:
        _k, rencana = _rencana(riwayat_id)
    except (Invalid, NotFound) as galat:
        sebab = kalimat(galat)
    beda = []
    if rencana is not None:
        sisi = (_dengan_nama(rencana.kini), _dengan_nama(rencana.lama))
        judul = nama_judul(db.session(), proyek_id, {kid for isi in sisi for kid in [isi.get("induk")] if kid})
        beda = beda_antara(*sisi, judul, _)
    isi = {"p": p, "x": ceritakan(p, {}), "rencana": rencana, "beda": beda, "sebab": sebab}
    return render_template("riwayat/kembalikan.html", **isi)


@bp.post("/<int:riwayat_id>/kembalikan")
@aturan(Akses.PROYEK, Batas.CELL)
def kembalikan(proyek_id: int, riwayat_id: int) -> ResponseReturnValue:
    """Put the old content of a change back; what was changed again since is shown first and asked about."""
    if _get_perubahan(proyek_id, riwayat_id).aksi == "terapkan":
        k = Kerja(db.session(), g.proyek, current_user.id)
        return _jawab(proyek_id, sebut_urung(urungkan_terapan(k, riwayat_id)))
    k, rencana = _rencana(riwayat_id)
    versi = bilangan(request.form.get("versi")) or (0 if rencana.berubah else rencana.versi)
    if versi != rencana.versi:
        return pindah(url_for(".tanya", proyek_id=proyek_id, riwayat_id=riwayat_id))
    layanan.kembalikan(k, rencana, versi)
    db.session.flush()
    return _jawab(proyek_id, _("Dikembalikan: %(x)s.", x=ceritakan(_get_perubahan(proyek_id, riwayat_id), {}).kalimat))


def _dengan_nama(isi: dict[str, Any]) -> dict[str, Any]:
    """A resource by its name, not its number."""
    item = db.session.get(HargaItem, isi["harga_item_id"]) if isi.get("harga_item_id") else None
    return isi | ({"uraian": item.uraian, "satuan": item.satuan} if item else {})


def _jawab(proyek_id: int, pesan: str) -> ResponseReturnValue:
    """Show it on the page the person is on, unless that page was only there to ask."""
    asal = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if htmx() and asal.path.rpartition("/")[2] in MENDENGAR:
        roti(pesan)
        return Response("", headers={"HX-Trigger": json.dumps({"muat-ulang": True})})
    # A redirect, to the same page, keeps the toast for it; a refresh would not.
    if asal.netloc == request.host and asal.path.startswith(f"/proyek/{proyek_id}/") and asal.path != request.path:
        return pindah(asal.path + (f"?{asal.query}" if asal.query else ""), pesan)
    return pindah(url_for(".halaman", proyek_id=proyek_id), pesan)


def _rencana(riwayat_id: int) -> tuple[Kerja, Rencana]:
    k = Kerja(db.session(), g.proyek, current_user.id)
    return k, rencanakan(k, riwayat_id)


def _get_perubahan(proyek_id: int, riwayat_id: int) -> Perubahan:
    daftar, _lagi = list_riwayat(db.session(), proyek_id, sebelum=riwayat_id + 1)
    if not daftar or daftar[0].id != riwayat_id:
        raise NotFound
    return daftar[0]
