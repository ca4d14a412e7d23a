"""The foot of an estimate, from the stored sum of its works: what every page of a project keeps in view."""

from __future__ import annotations

from decimal import Decimal

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.pembulatan import PRESET, Mode, Pembulatan
from ahsp_app.calc.rekap import Ppn, Total, hitung_total
from ahsp_app.models import Proyek

_NAMA_MODE = {Mode.SETENGAH_ATAS: "setengah ke atas", Mode.BAWAH: "ke bawah", Mode.ATAS: "ke atas"}


def total_proyek(proyek: Proyek) -> Total:
    """JUMLAH, PPN, total, dibulatkan and terbilang of a project, in rupiah; no query."""
    return total_dengan(proyek, proyek.jumlah)


def total_dengan(proyek: Proyek, jumlah: Decimal) -> Total:
    """The same for another JUMLAH."""
    ppn = Ppn(proyek.ppn_persen, proyek.dpp_pembilang, proyek.dpp_penyebut)
    return hitung_total(jumlah, ppn, Pembulatan(Mode(proyek.bulat_total_mode), proyek.bulat_total_langkah))


def sebut_pembulatan(tempat: str, pembulatan: Pembulatan) -> str:
    """A policy in words, as on the documents: "ribuan ke bawah". `tempat` is hsp, jumlah or total."""
    if pembulatan.mode is Mode.TANPA:
        return "tanpa pembulatan"
    for preset in PRESET[tempat]:
        if preset.pembulatan == pembulatan:
            return preset.label[0].lower() + preset.label[1:]
    return f"kelipatan {cetak_angka(pembulatan.langkah)} {_NAMA_MODE[pembulatan.mode]}"
