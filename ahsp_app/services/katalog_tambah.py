"""Several works from the catalogue in one go, each with its volume."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from ahsp_app.services.volume import ubah_volume

MAKS_SEKALI: Final = 25


@dataclass(frozen=True, slots=True)
class Pilihan:
    """An analysis to add, and its volume as typed ("" is not known yet)."""

    ahsp_id: int
    volume: str = ""


def tambah_banyak(k: Kerja, klasifikasi_id: int | None, pilihan: Sequence[Pilihan]) -> list[Pekerjaan]:
    """Add works in this order under one heading; all or none.

    Raises Invalid at `volume-<ahsp_id>`, NotFound for an analysis that is not in the catalogue (any more).
    """
    if len(pilihan) > MAKS_SEKALI:
        raise Invalid("terlalu_banyak", N_("Paling banyak %(n)s pekerjaan sekali tambah."), n=MAKS_SEKALI)
    hasil = []
    with k.sesi.begin_nested() if len(pilihan) > 1 or pilihan[0].volume else nullcontext():
        for satu in pilihan:
            p = tambah_dari_referensi(k, klasifikasi_id, satu.ahsp_id)
            if satu.volume.strip():
                _isi_volume(k, p, satu)
            klasifikasi_id = p.klasifikasi_id
            hasil.append(p)
    return hasil


def _isi_volume(k: Kerja, p: Pekerjaan, satu: Pilihan) -> None:
    try:
        ubah_volume(k, p, p.versi, satu.volume)
    except Invalid as galat:
        raise Invalid.dari(galat, kolom=f"volume-{satu.ahsp_id}") from None
