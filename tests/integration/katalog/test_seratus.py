"""A hundred searches of estimators, with the answers they want, against the starter catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ahsp_app.queries.katalog import cari
from ahsp_app.services.katalog import muat_katalog_awal

BERKAS = Path(__file__).parents[2] / "data" / "pencarian_100.json"


def test_right_within_the_first_three(db: Any) -> None:
    muat_katalog_awal(db.session())
    semua = json.loads(BERKAS.read_text(encoding="utf-8"))
    meleset = []
    for satu in semua:
        temuan = cari(db.session(), satu["teks"], limit=3)
        if not {a.kode for a in temuan.hasil} & set(satu["benar"]):
            meleset.append((satu["teks"], satu["benar"][:3], [(a.kode, a.uraian, a.skor) for a in temuan.hasil]))
    assert len(semua) == 100
    assert len(meleset) <= 5, meleset
