"""Many analyses at once: moved, put into another group, archived, deleted; first what it would touch."""

from __future__ import annotations

from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.edisi.routes import bp, saring_kini
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.queries import edisi as q
from ahsp_app.services import katalog_ubah as layanan
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
    if request.form.get("semua") == "1":
        nomor = q.semua_id(sesi, edisi_id, saring_kini(request.form))
    else:
        diminta = [bilangan(x) for x in request.form.getlist("pilih")[: layanan.MAKS_MASSAL]]
        nomor = q.pilih_id(sesi, edisi_id, diminta)
    if not nomor:
        raise Invalid("kosong", N_("Belum ada analisa yang dipilih."))
    grup = rapikan(request.form.get("grup_baru", ""))[:200]
    tujuan = bilangan(request.form.get("edisi_tujuan"))
    if request.form.get("yakin") != "1":
        pilihan = [(i, nama) for i, nama in q.pilihan_edisi(sesi) if i != edisi_id]
        return render_template(
            "edisi/massal.html", edisi=edisi, aksi=aksi, nomor=nomor, pakai=q.pemakaian(sesi, nomor), pilihan=pilihan,
            grup=[g for g, _n in q.daftar_grup(sesi, edisi_id) if g],
        )  # fmt: skip
    kembali = url_for("edisi.halaman", edisi_id=edisi_id)
    if aksi == "hapus":
        n = layanan.hapus(sesi, current_user.id, nomor)
        return pindah(kembali, _("%(n)s analisa dihapus dari katalog.", n=n))
    if aksi == "arsip":
        n = layanan.arsipkan(sesi, current_user.id, nomor)
        return pindah(kembali, _("%(n)s analisa diarsipkan.", n=n))
    if aksi == "pakai_lagi":
        n = layanan.batal_arsip(sesi, current_user.id, nomor)
        return pindah(kembali, _("%(n)s analisa dipakai lagi.", n=n))
    if aksi == "pindah_grup":
        n = layanan.pindah_grup(sesi, current_user.id, nomor, grup)
        return pindah(kembali, _("%(n)s analisa dipindah ke kelompok “%(x)s”.", n=n, x=grup))
    n = layanan.pindah_edisi(sesi, current_user.id, nomor, tujuan)
    return pindah(kembali, _("%(n)s analisa dipindah ke edisi lain.", n=n))
