"""My jobs: the list, one with its progress, taking back, running again."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ahsp_app.extensions import db, huey
from ahsp_app.queries import tugas as q
from ahsp_app.services import tugas as layanan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import htmx
from ahsp_app.web.sesi import tujuan_aman
from ahsp_app.web.transaksi import setelah_commit

bp = Blueprint("tugas", __name__, url_prefix="/tugas")


@bp.get("")
@aturan(Akses.MASUK, Batas.READ)
def daftar() -> str:
    """The newest of my jobs."""
    return render_template("tugas/daftar.html", daftar=q.daftar_tugas(db.session(), current_user.id))


@bp.get("/<int:tugas_id>")
@aturan(Akses.MASUK, Batas.POLL)
def halaman(tugas_id: int) -> Response:
    """One job. Its fragment asks again by itself while the job is under way; the last answer reloads the page."""
    t = q.get_tugas(db.session(), current_user.id, tugas_id)
    tanggapan = make_response(render_template("tugas/_kemajuan.html" if htmx() else "tugas/page.html", t=t))
    if htmx() and "segarkan" in request.args and not t.berlangsung:
        tanggapan.headers["HX-Refresh"] = "true"
    return tanggapan


@bp.post("/<int:tugas_id>/batal")
@aturan(Akses.MASUK, Batas.CELL)
def batal(tugas_id: int) -> ResponseReturnValue:
    """Take a job back; one that runs stops at its next step."""
    layanan.batalkan(layanan.get_milik(db.session(), current_user.id, tugas_id))
    return _jawab(tugas_id)


@bp.post("/<int:tugas_id>/ulang")
@aturan(Akses.MASUK, Batas.WRITE)
def ulang(tugas_id: int) -> ResponseReturnValue:
    """Run a job that failed or was taken back once more."""
    tugas = layanan.ulangi(db.session(), layanan.get_milik(db.session(), current_user.id, tugas_id))
    setelah_commit(huey.bangunkan)
    return _jawab(tugas.id)


def _jawab(tugas_id: int) -> ResponseReturnValue:
    db.session.flush()
    if htmx():
        return render_template("tugas/_kemajuan.html", t=q.get_tugas(db.session(), current_user.id, tugas_id))
    kembali = tujuan_aman(request.form.get("kembali"))
    return redirect(kembali or url_for("tugas.halaman", tugas_id=tugas_id), 303)
