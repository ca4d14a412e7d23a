"""Health answers: live (this process), ready (can serve), full (everything, with what is down)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ahsp_app.extensions import db, limiter
from ahsp_app.queries.kesehatan import basis_data_hidup, pekerja_hidup
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas

bp = Blueprint("kesehatan", __name__, url_prefix="/health")


@bp.get("/live")
@aturan(Akses.UMUM, Batas.POLL)
def hidup() -> Response:
    """This process answers."""
    return jsonify(status="ok")


@bp.get("/ready")
@aturan(Akses.UMUM, Batas.POLL)
def siap() -> tuple[Response, int]:
    """Pages can be served: the database answers. Without the store limits are kept per process."""
    return _jawab({"basis_data": basis_data_hidup(db.session())})


@bp.get("/")
@aturan(Akses.UMUM, Batas.POLL)
def lengkap() -> tuple[Response, int]:
    """Database, store and worker."""
    return _jawab(
        {
            "basis_data": basis_data_hidup(db.session()),
            "penyimpan": _penyimpan_hidup(),
            "pekerja": pekerja_hidup(db.session()),
        }
    )


def _penyimpan_hidup() -> bool:
    """Whether the limiter's store answers; its own fallback hides that from requests."""
    penyimpan = limiter._storage
    return bool(penyimpan is not None and penyimpan.check())


def _jawab(bagian: dict[str, bool]) -> tuple[Response, int]:
    sehat = all(bagian.values())
    isi = {nama: "ok" if hidup else "mati" for nama, hidup in bagian.items()}
    return jsonify(status="ok" if sehat else "terganggu", **isi), 200 if sehat else 503
