"""The settings of a project as files and commands write them (kontrak §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ahsp_app.calc.angka import cetak_kanonik


def pengaturan_json(proyek: Mapping[str, Any]) -> dict[str, Any]:
    """From the columns of a project's row."""
    return {
        "margin_persen": cetak_kanonik(proyek["margin_persen"]),
        "ppn": {
            "tarif_persen": cetak_kanonik(proyek["ppn_persen"]),
            "dpp_pembilang": proyek["dpp_pembilang"],
            "dpp_penyebut": proyek["dpp_penyebut"],
        },
        "pembulatan": {
            tempat: {
                "mode": proyek[f"bulat_{tempat}_mode"],
                "langkah": cetak_kanonik(proyek[f"bulat_{tempat}_langkah"]),
            }
            for tempat in ("hsp", "jumlah", "total")
        },
    }
