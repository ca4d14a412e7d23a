"""Taking over a changed reference: an explicit act on one work, never by itself."""

from __future__ import annotations

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.models import Pekerjaan
from ahsp_app.services.kerja import Kerja, cocokkan_versi
from ahsp_app.services.pekerjaan import isi_acuan, susun_acuan, tukar_isi
from ahsp_app.services.referensi import bekukan


def ambil_pembaruan(k: Kerja, p: Pekerjaan, versi: int) -> int:
    """Give a work its reference as the catalogue has it now: description, unit and rows; volume and margin stay.

    Returns the number of the entry in the history, with which it is taken back.
    Raises Conflict, NotFound, Invalid when it does not come from the catalogue.
    """
    cocokkan_versi(p, versi)
    if p.referensi_id is None or p.referensi is None:
        raise Invalid("tanpa_referensi", N_("Pekerjaan ini tidak berasal dari katalog."))
    _ahsp, beku = bekukan(k, p.referensi_id)
    entri_id = tukar_isi(k, p, "perbarui", isi_acuan(beku) | {"referensi": beku})
    susun_acuan(k, p, beku)
    return entri_id
