"""A price typed with a new row fills the one that was missing, wherever the resource is used."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ahsp_app.services.analisa import tambah_komponen
from tests.factories_lembar import buat_pekerjaan, kerja


def test_a_first_price_reaches_every_work_that_waited_for_it(db: Any) -> None:
    k = kerja()
    lama = buat_pekerjaan(k, "Pasangan", "10", komponen=[("BHN", "Semen", "kg", "2", None)])
    baru = buat_pekerjaan(k, "Plesteran", "10")
    _baris, dampak = tambah_komponen(k, baru, "BHN", "Semen", "kg", Decimal(1), harga=Decimal(1500))
    assert (lama.jumlah, lama.kurang) == (Decimal("33000"), 0)
    assert k.proyek.jumlah == lama.jumlah + baru.jumlah == Decimal("49500")
    assert dampak.pekerjaan == {lama.id, baru.id}
