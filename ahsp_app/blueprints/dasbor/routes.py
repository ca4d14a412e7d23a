"""My projects: the list, archive and trash."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.dasbor.contexts import NAMA_TAB, NAMA_URUT, Daftar, baca_saring
from ahsp_app.extensions import db
from ahsp_app.queries.dasbor import halaman_proyek
from ahsp_app.services import proyek as layanan
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import balas, halaman_atau_fragmen, htmx

bp = Blueprint("dasbor", __name__)


@bp.get("/")
@aturan(Akses.UMUM, Batas.READ)
def beranda() -> ResponseReturnValue:
    """The front door: one's projects, or the way in."""
    return redirect(url_for("dasbor.daftar" if current_user.is_authenticated else "akun.masuk_form"))


@bp.get("/proyek")
@aturan(Akses.MASUK, Batas.READ)
def daftar() -> ResponseReturnValue:
    """One page of my projects."""
    isi = _isi()
    tanggapan = make_response(halaman_atau_fragmen("dasbor/halaman.html", "dasbor/_daftar.html", **isi))
    if htmx():
        # The form sends every field; the address keeps what differs from the usual.
        tanggapan.headers["HX-Push-Url"] = url_for("dasbor.daftar", **isi["daftar"].args())
    return tanggapan


@bp.get("/proyek/sampah")
@aturan(Akses.MASUK, Batas.READ)
def sampah() -> Response:
    """The trash by a name that can be remembered."""
    return redirect(url_for("dasbor.daftar", tab="sampah"))  # type: ignore[return-value]


@bp.post("/proyek/<int:proyek_id>/arsipkan")
@aturan(Akses.PROYEK, Batas.CELL)
def arsipkan(proyek_id: int) -> ResponseReturnValue:
    """Put a project away."""
    layanan.arsipkan(_kerja())
    return _balas(_("“%(nama)s” diarsipkan.", nama=g.proyek.nama), "dasbor.kembalikan")


@bp.post("/proyek/<int:proyek_id>/kembalikan")
@aturan(Akses.PROYEK_SEMUA, Batas.CELL)
def kembalikan(proyek_id: int) -> ResponseReturnValue:
    """Bring a project back from the archive."""
    layanan.batal_arsip(_kerja())
    return _balas(_("“%(nama)s” kembali dari arsip.", nama=g.proyek.nama))


@bp.post("/proyek/<int:proyek_id>/buang")
@aturan(Akses.PROYEK_SEMUA, Batas.CELL)
def buang(proyek_id: int) -> ResponseReturnValue:
    """Put a project into the trash."""
    layanan.buang(_kerja())
    return _balas(_("“%(nama)s” dibuang ke sampah.", nama=g.proyek.nama), "dasbor.pulihkan")


@bp.post("/proyek/<int:proyek_id>/pulihkan")
@aturan(Akses.PROYEK_SEMUA, Batas.CELL)
def pulihkan(proyek_id: int) -> ResponseReturnValue:
    """Bring a project back from the trash."""
    layanan.pulihkan(_kerja())
    return _balas(_("“%(nama)s” dipulihkan.", nama=g.proyek.nama))


def _kerja() -> Kerja:
    return Kerja(db.session(), g.proyek, current_user.id)


def _isi() -> dict[str, Any]:
    saring = baca_saring(request.args)
    isi = halaman_proyek(db.session(), current_user.id, saring)
    return {"daftar": Daftar(isi, saring), "nama_tab": NAMA_TAB, "nama_urut": NAMA_URUT}


def _balas(pesan: str, balik: str = "") -> ResponseReturnValue:
    """The list as it is now, with the filters it had; `balik` is the endpoint that takes the change back."""
    isi = _isi()
    args = isi["daftar"].args()
    urungkan = url_for(balik, proyek_id=g.proyek.id, **args) if balik else None
    return balas("dasbor/_sesudah.html", url_for("dasbor.daftar", **args), pesan, urungkan, **isi)
