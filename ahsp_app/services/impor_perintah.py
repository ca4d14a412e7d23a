"""An import from a command, from file to report in one go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ahsp_app.queries.impor import semua_masalah
from ahsp_app.services.impor import baca, buat
from ahsp_app.services.impor_komit import komit, ringkas


def jalankan(sesi: Session, nama: str, isi: bytes, tujuan: Mapping[str, Any], *, tulis: bool) -> dict[str, Any]:
    """Read a file that was looked at, compare it with its edition, with `tulis` write it; the report of kontrak §1.

    Analyses with errors are not written and counted as `ditahan`. The caller commits, or rolls everything back.
    """
    impor = buat(sesi, None, nama, isi, tujuan=tujuan)
    baca(sesi, impor, lambda _kini, _total, _teks: None)
    angka = komit(sesi, impor, None) if tulis else ringkas(sesi, impor.id)
    return {
        "edisi": impor.tujuan["nama"],
        **{k: angka[k] for k in ("analisa", "komponen", "baru", "berubah", "sama", "ditahan", "dilewati")},
        "ditulis": tulis,
        "masalah": [m.sebagai_json() for m in semua_masalah(sesi, impor.id)],
    }
