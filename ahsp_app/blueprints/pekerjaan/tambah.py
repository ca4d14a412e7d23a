"""Adding to the tree: a heading, a work of one's own or priced directly.

The focus stays in the form, because a list is typed in one go: it comes back empty, the tree turns to the new row,
its heading takes the next one, and right behind the forms are the ways on (volume, analysis). While a form is on its
way it is shut, so that nothing typed into it is lost and no second Enter adds twice.
"""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.pekerjaan.jawab import jawab_susun
from ahsp_app.blueprints.pekerjaan.layar import isi_pohon, kerja_kini, layar_kini
from ahsp_app.blueprints.pekerjaan.routes import Isian, bp, isi_halaman
from ahsp_app.blueprints.pekerjaan.sel import baca_harga, sebut_volume
from ahsp_app.errors import Invalid
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services.pekerjaan import tambah_pekerjaan
from ahsp_app.services.pohon import tambah_klasifikasi
from ahsp_app.services.volume import ubah_volume
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.rendering import htmx, roti

JANGKAR = {"judul": "judul-nama", "sendiri": "sendiri-uraian"}


@bp.post("/proyek/<int:proyek_id>/klasifikasi")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah_judul(proyek_id: int) -> ResponseReturnValue:
    """Add a heading, at the top or under the chosen one."""
    k = kerja_kini()
    induk = _judul() if request.form.get("tempat") == "dalam" else None
    try:
        baru = tambah_klasifikasi(k, request.form.get("nama", ""), induk)
    except Invalid as galat:
        return _tolak("judul", galat)
    return _balas("judul", baru)


@bp.post("/proyek/<int:proyek_id>/pekerjaan")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah(proyek_id: int) -> ResponseReturnValue:
    """Add a work of one's own; with a price it needs no analysis."""
    k, isian = kerja_kini(), request.form
    try:
        with k.sesi.begin_nested():
            harga = baca_harga(isian.get("harga_langsung", ""))
            p = tambah_pekerjaan(
                k,
                _judul(),
                isian.get("uraian", ""),
                isian.get("satuan", ""),
                harga_langsung=harga.nilai if harga else None,
            )
            ubah_volume(k, p, p.versi, isian.get("volume", ""))
    except Invalid as galat:
        return _tolak("sendiri", galat)
    if volume := sebut_volume(isian.get("volume", "")):
        roti(_("Volume: %(dibaca)s.", dibaca=volume), "info")
    roti_bacaan(_("Harga langsung"), harga)
    return _balas("sendiri", p)


def _judul() -> int | None:
    return bilangan(request.form.get("judul")) or None


def _tolak(formulir: str, galat: Invalid) -> ResponseReturnValue:
    """The form again, with what was typed and the message at its field."""
    kolom = galat.kolom or JANGKAR[formulir].partition("-")[2]
    isian = Isian(request.form.to_dict(), {kolom: kalimat(galat)}, fokus=kolom)
    if htmx():
        return render_template(f"pekerjaan/_{formulir}_baru.html", **{formulir: isian}), 422
    layar = replace(layar_kini(), judul=_judul() or 0, buka=formulir)
    return render_template("pekerjaan/page.html", **isi_halaman(isi_pohon(layar), **{formulir: isian})), 422


def _balas(formulir: str, baru: Klasifikasi | Pekerjaan) -> ResponseReturnValue:
    if isinstance(baru, Pekerjaan):
        nama, pekerjaan, judul = baru.uraian, baru.id, baru.klasifikasi_id
    else:
        nama, pekerjaan, judul = baru.nama, 0, baru.id
    if not htmx():
        pesan = _("Ditambahkan: %(x)s.", x=nama[:80])
        layar = replace(layar_kini(), judul=judul, buka=formulir)
        return jawab_susun(baru, pesan=pesan, layar=layar, jangkar=JANGKAR[formulir])
    kosong = Isian(fokus=JANGKAR[formulir].partition("-")[2])
    isi = render_template(f"pekerjaan/_{formulir}_baru.html", **{formulir: kosong})
    layar = replace(layar_kini(), judul=judul)
    return jawab_susun(baru, layar=layar, isi=isi, ditambahkan={"nama": nama, "pekerjaan": pekerjaan})
