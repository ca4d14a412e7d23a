"""The foot of an estimate, from the stored sum of its works: what every page of a project keeps in view."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.pembulatan import PRESET, Mode, Pembulatan
from ahsp_app.calc.rekap import Ppn, Total, hitung_total
from ahsp_app.models import Pekerjaan, Proyek

_NAMA_MODE = {Mode.SETENGAH_ATAS: "setengah ke atas", Mode.BAWAH: "ke bawah", Mode.ATAS: "ke atas"}


@dataclass(frozen=True, slots=True)
class TotalTampil:
    """The rounded total, how it was rounded in words, and how many works still lack something."""

    dibulatkan: Decimal
    pembulatan: str
    belum: int


def total_proyek(proyek: Proyek) -> Total:
    """JUMLAH, PPN, total, dibulatkan and terbilang of a project, in rupiah; no query."""
    ppn = Ppn(proyek.ppn_persen, proyek.dpp_pembilang, proyek.dpp_penyebut)
    return hitung_total(
        proyek.jumlah, ppn, Pembulatan(Mode(proyek.bulat_total_mode), proyek.bulat_total_langkah)
    )


def total_tampil(sesi: Session, proyek: Proyek) -> TotalTampil:
    """What `_total.html` shows; one query, for the works that are not complete."""
    belum = sesi.scalar(
        select(func.count())
        .select_from(Pekerjaan)
        .where(Pekerjaan.proyek_id == proyek.id, Pekerjaan.kurang != 0, Pekerjaan.sampah_id.is_(None))
    )
    cara = sebut_pembulatan("total", Pembulatan(Mode(proyek.bulat_total_mode), proyek.bulat_total_langkah))
    return TotalTampil(total_proyek(proyek).dibulatkan, cara, belum or 0)


def sebut_pembulatan(tempat: str, pembulatan: Pembulatan) -> str:
    """A policy in words, as on the documents: "ribuan ke bawah". `tempat` is hsp, jumlah or total."""
    if pembulatan.mode is Mode.TANPA:
        return "tanpa pembulatan"
    for preset in PRESET[tempat]:
        if preset.pembulatan == pembulatan:
            return preset.label[0].lower() + preset.label[1:]
    return f"kelipatan {cetak_angka(pembulatan.langkah)} {_NAMA_MODE[pembulatan.mode]}"
