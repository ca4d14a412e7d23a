"""An import from a command, from file to report in one go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ahsp_app.queries.impor_masalah import semua_masalah
from ahsp_app.services.impor import baca, buat
from ahsp_app.services.impor_komit import bisa_ditulis, komit, ringkas


def jalankan(sesi: Session, nama: str, isi: bytes, tujuan: Mapping[str, Any], *, tulis: bool) -> dict[str, Any]:
    """Read a file that was looked at, compare it with its edition, with `tulis` write it; the report of kontrak §1.

    Analyses with errors are not written and counted as `ditahan`. The caller commits, or rolls everything back.
    """
    impor = buat(sesi, None, nama, isi, tujuan=tujuan)
    baca(sesi, impor, lambda _kini, _total, _teks: None)
    angka = ringkas(sesi, impor.id)
    tulis = tulis and bisa_ditulis(angka)
    if tulis:
        angka = komit(sesi, impor, None)
    return {
        "edisi": impor.tujuan["nama"],
        **{k: angka[k] for k in ("analisa", "komponen", "baru", "berubah", "sama", "ditahan", "dilewati")},
        "harga": impor.ringkasan.get("harga", 0),
        "ditulis": tulis,
        "masalah": [m.sebagai_json() for m in semua_masalah(sesi, impor.id)],
    }
