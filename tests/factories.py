"""Small rows for tests. They flush; the test client commits what a test has written before it sends a request."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ahsp_app.extensions import db
from ahsp_app.models import Pengguna, Proyek
from ahsp_app.services import akun, proyek

SANDI = "kuda poni di sawah"
_nomor = itertools.count(1)


@cache
def _hash(sandi: str) -> str:
    return akun.HASHER.hash(sandi)


def buat_pengguna(email: str = "", **lain: Any) -> Pengguna:
    """An account whose password is SANDI."""
    isi = {"nama": "Estimator", "sandi_hash": _hash(SANDI)} | lain
    pengguna = Pengguna(email=email or f"estimator{next(_nomor)}@kantor.test", **isi)
    db.session.add(pengguna)
    db.session.flush()
    return pengguna


def buat_proyek(milik: Pengguna, nama: str = "Rumah tipe 70", **lain: Any) -> Proyek:
    """A project of this person, in 2026 unless told otherwise; columns that no service sets may be given too."""
    langsung = {k: lain.pop(k) for k in ("jumlah", "diarsipkan", "dihapus", "diubah", "versi") if k in lain}
    tanggal = {"tanggal_mulai": date(2026, 1, 5), "tanggal_selesai": date(2026, 3, 8)}
    baru = proyek.buat_proyek(db.session(), milik.id, nama=nama, **(tanggal | lain))
    for kolom, nilai in langsung.items():
        setattr(baru, kolom, nilai)
    db.session.flush()
    return baru


def masuk(client: FlaskClient, pengguna: Pengguna, sandi: str = SANDI) -> TestResponse:
    """Sign in through the page."""
    tanggapan = client.post("/masuk", data={"email": pengguna.email, "sandi": sandi})
    assert tanggapan.status_code == 303, tanggapan.text
    return tanggapan
