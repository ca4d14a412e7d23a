"""How many works a heading has survives what happens while it is in the trash."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ahsp_app.services.proyek import ubah_perhitungan
from ahsp_app.services.sampah import hapus_simpul, pulihkan
from tests.factories_lembar import buat_judul, buat_pekerjaan, kerja


def test_settings_change_while_a_heading_is_in_the_trash(db: Any) -> None:
    k = kerja()
    judul = buat_judul(k)
    buat_pekerjaan(k, "Galian", judul=judul)
    k.sesi.commit()
    entri, _dampak = hapus_simpul(k, judul, judul.versi)
    ubah_perhitungan(k, k.proyek.versi, {"margin_persen": Decimal(5)})
    pulihkan(k, entri)
    k.sesi.refresh(judul)
    assert judul.banyak == 1
