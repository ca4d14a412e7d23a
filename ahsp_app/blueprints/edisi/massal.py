"""Many analyses at once: moved, put into another group, archived, deleted; first what it would touch."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.edisi.riwayat import kalimat
from ahsp_app.blueprints.edisi.routes import argumen, bp, isi_daftar, saring_kini
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.models import RiwayatKatalog
from ahsp_app.queries import edisi as q
from ahsp_app.services import katalog_massal as layanan
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import pindah

AKSI: Final = ("hapus", "pindah_grup", "pindah_edisi", "arsip", "pakai_lagi")


@bp.post("/<int:edisi_id>/massal")
@aturan(Akses.ADMIN, Batas.WRITE)
def massal(edisi_id: int) -> ResponseReturnValue:
    """Without `yakin` a page that says what would happen and to whose projects; with it, it happens."""
    sesi = db.session()
    edisi = q.get_edisi(sesi, edisi_id)
    aksi = request.form.get("aksi", "")
    if aksi not in AKSI:
        raise Invalid("aksi", N_("Pilih apa yang dilakukan."))
    saring = saring_kini(request.form)
    if request.form.get("semua") == "1":
        nomor = q.semua_id(sesi, edisi_id, saring)
    else:
        diminta = [bilangan(x) for x in request.form.getlist("pilih")[: layanan.MAKS_MASSAL]]
        nomor = q.pilih_id(sesi, edisi_id, diminta)
    if not nomor:
        galat = _("Belum ada analisa yang dipilih.")
        isi = isi_daftar(edisi_id, saring) | {"aksi": aksi, "galat": galat}
        return render_template("edisi/page.html", **isi), 422
    tempat = argumen(edisi_id, saring)
    if request.form.get("yakin") != "1":
        return render_template(
            "edisi/massal.html", edisi=edisi, aksi=aksi, nomor=nomor, tempat=tempat,
            pakai=q.pemakaian(sesi, nomor, current_user.id),
            pilihan=[(i, nama) for i, nama in q.pilihan_edisi(sesi) if i != edisi_id],
            grup=[g for g, _n in q.daftar_grup(sesi, edisi_id) if g],
        )  # fmt: skip
    hasil = _lakukan(aksi, nomor)
    kembali = url_for("edisi.halaman", **tempat)
    if hasil.catatan_id is None:
        return pindah(kembali, _("Tidak ada yang berubah."))
    tentang: dict[str, Any] = sesi.get_one(RiwayatKatalog, hasil.catatan_id).baru or {}
    return pindah(
        kembali, kalimat(aksi, tentang), urungkan=url_for("edisi.kembalikan_catatan", catatan_id=hasil.catatan_id)
    )


def _lakukan(aksi: str, nomor: list[int]) -> layanan.Massal:
    sesi, pelaku = db.session(), current_user.id
    if aksi == "pindah_grup":
        return layanan.pindah_grup(sesi, pelaku, nomor, rapikan(request.form.get("grup_baru", ""))[:200])
    if aksi == "pindah_edisi":
        return layanan.pindah_edisi(sesi, pelaku, nomor, bilangan(request.form.get("edisi_tujuan")))
    cara = {"hapus": layanan.hapus, "arsip": layanan.arsipkan, "pakai_lagi": layanan.batal_arsip}
    return cara[aksi](sesi, pelaku, nomor)
