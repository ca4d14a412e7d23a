"""The history in words: what was done to what, and from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ahsp_app.queries.riwayat import Perubahan
from ahsp_app.queries.riwayat_kata import TANPA_BEDA, Beda, beda_antara, kalimat
from ahsp_app.services.kembali import TUKAR, bisa_kembali


@dataclass(frozen=True, slots=True)
class Butir:
    """One entry of the history as shown. `pulih`: a deletion that can be taken back; `balik`: old content likewise."""

    id: int
    pada: datetime
    oleh: str
    kalimat: str
    beda: list[Beda]
    pulih: bool
    balik: bool


def ceritakan(p: Perubahan, judul: Mapping[int, str], terbuka: bool = False) -> Butir:
    """An entry in words; `judul` names the headings it mentions.

    `terbuka`: the trash still holds what it took; the prices that a book gave were not taken back yet.
    """
    oleh = p.oleh or _("akun yang sudah dihapus")
    balik = bisa_kembali(p.aksi, p.tabel, p.lama, p.baru)
    if balik and p.aksi in TUKAR:
        balik = terbuka or not (p.lama or {}).get("baris")
    elif p.aksi == "terapkan":
        balik = terbuka
    beda = [] if p.aksi in TANPA_BEDA else beda_antara(p.lama, p.baru, judul, _)
    return Butir(p.id, p.pada, oleh, kalimat(p, _), beda, terbuka and p.aksi == "hapus", balik)
