"""The history of the catalogue, and taking back what can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.edisi.routes import bp
from ahsp_app.calc.galat import N_
from ahsp_app.extensions import db
from ahsp_app.models import AHSPReferensi, RiwayatKatalog
from ahsp_app.queries import edisi_riwayat as q
from ahsp_app.services import katalog_massal as layanan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import angka, pindah

KALIMAT: Final = {
    "hapus": N_("%(n)s analisa dihapus dari “%(x)s”."),
    "arsip": N_("%(n)s analisa di “%(x)s” diarsipkan."),
    "pakai_lagi": N_("%(n)s analisa di “%(x)s” dipakai lagi."),
    "pindah_grup": N_("%(n)s analisa di “%(x)s” dipindah ke kelompok “%(ke)s”."),
    "pindah_edisi": N_("%(n)s analisa dipindah dari “%(x)s” ke “%(ke)s”."),
}


def kalimat(aksi: str, tentang: Mapping[str, Any]) -> str:
    """A change of many analyses in a sentence; `tentang` is what its entry says."""
    if aksi == "kembali":
        return str(_("Dikembalikan: %(x)s", x=kalimat(tentang["aksi"], tentang)))
    return str(_(KALIMAT[aksi], n=angka(tentang["n"]), x=tentang["edisi"], ke=tentang["ke"] or _("tanpa kelompok")))


@bp.get("/riwayat")
@aturan(Akses.ADMIN, Batas.READ)
def riwayat() -> str:
    """The newest changes by hand, and files that were refused."""
    return render_template("edisi/riwayat.html", catatan=q.riwayat_katalog(db.session()), kalimat=kalimat)


@bp.post("/riwayat/<int:catatan_id>/kembali")
@aturan(Akses.ADMIN, Batas.WRITE)
def kembalikan_catatan(catatan_id: int) -> ResponseReturnValue:
    """Take back a change of many analyses, or a deletion."""
    catatan = layanan.kembalikan(db.session(), current_user.id, catatan_id)
    pesan = _(
        "Dikembalikan: %(x)s", x=kalimat(catatan.aksi, catatan.baru or {}) if _massal(catatan) else catatan.ringkasan
    )
    return pindah(url_for("edisi.riwayat") if request.form.get("di") == "riwayat" else _tempat(catatan), pesan)


def _massal(catatan: RiwayatKatalog) -> bool:
    return catatan.tabel == "massal"


def _tempat(catatan: RiwayatKatalog) -> str:
    """The page of what came back."""
    if _massal(catatan):
        return url_for("edisi.halaman", edisi_id=(catatan.baru or {})["edisi_id"])
    ahsp = db.session.get_one(AHSPReferensi, catatan.baris_id)
    return url_for("edisi.analisa", edisi_id=ahsp.edisi_id, ahsp_id=ahsp.id)
