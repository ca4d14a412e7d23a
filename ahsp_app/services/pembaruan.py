"""Taking over a changed reference: an explicit act on one work, never by itself."""

from __future__ import annotations

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.models import Pekerjaan
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi
from ahsp_app.services.pekerjaan import kembalikan_ke_referensi
from ahsp_app.services.referensi import bekukan


def ambil_pembaruan(k: Kerja, p: Pekerjaan, versi: int) -> Dampak:
    """Give a work its reference as the catalogue has it now: description, unit and rows; volume and margin stay.

    Raises Conflict, NotFound, Invalid when it does not come from the catalogue.
    """
    cocokkan_versi(p, versi)
    if p.referensi_id is None or p.referensi is None:
        raise Invalid("tanpa_referensi", N_("Pekerjaan ini tidak berasal dari katalog."))
    _ahsp, beku = bekukan(k, p.referensi_id)
    catat(k, "perbarui", "pekerjaan", p.id, {"referensi": p.referensi}, {"referensi": beku}, p.uraian)
    p.referensi = beku
    return kembalikan_ke_referensi(k, p, p.versi)
