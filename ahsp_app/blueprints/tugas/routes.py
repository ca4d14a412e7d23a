"""My jobs: the list, one with its progress, taking back, running again."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.calc.galat import N_
from ahsp_app.extensions import db, huey
from ahsp_app.queries import tugas as q
from ahsp_app.services import tugas as layanan
from ahsp_app.services.berkas_tugas import alir, get_berkas
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.berkas import kirim
from ahsp_app.web.rendering import htmx, roti
from ahsp_app.web.sesi import tujuan_aman
from ahsp_app.web.transaksi import setelah_commit

_AKHIR = {
    "selesai": N_("%(judul)s sudah jadi. Unduh dari Dokumen atau Tugas saya."),
    "batal": N_("%(judul)s dibatalkan."),
    "gagal": N_("%(judul)s gagal dibuat. Sebabnya ada di Tugas saya."),
}
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


@bp.get("/<int:tugas_id>/unduh")
@aturan(Akses.MASUK, Batas.READ)
def unduh(tugas_id: int) -> Response:
    """The file of a job, for who may have it now."""
    berkas = get_berkas(db.session(), current_user.id, tugas_id)
    return kirim(alir(db.engine, berkas.id, berkas.ukuran), berkas.nama, berkas.mime, berkas.ukuran)


@bp.get("/kabar")
@aturan(Akses.MASUK, Batas.POLL)
def kabar() -> ResponseReturnValue:
    """Which of my jobs have ended since this was asked last: told once, on whatever page I am."""
    if not htmx():
        return redirect(url_for("tugas.daftar"), 303)
    semua = q.tugas_bernomor(db.session(), current_user.id, session.get("kabar", []))
    for t in semua:
        if not t.berlangsung:
            roti(
                _(_AKHIR.get(t.status, _AKHIR["gagal"]), judul=t.judul.partition(" – ")[0]),
                "ok" if t.status == "selesai" else "salah",
            )
    session["kabar"] = [t.id for t in semua if t.berlangsung]
    return render_template("_kabar.html", kabar_berjalan=bool(session["kabar"]))


def _jawab(tugas_id: int) -> ResponseReturnValue:
    db.session.flush()
    if htmx():
        return render_template("tugas/_kemajuan.html", t=q.get_tugas(db.session(), current_user.id, tugas_id))
    kembali = tujuan_aman(request.form.get("kembali"))
    return redirect(kembali or url_for("tugas.halaman", tugas_id=tugas_id), 303)
