"""The recapitulation as commands print it (kontrak §3), from the stored results."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.rekap import hitung_total
from ahsp_app.queries.pengaturan import pengaturan_json
from ahsp_app.queries.snapshot import BarisPekerjaan, Simpul, Snapshot, baca_snapshot, nomor_tampil

Objek = dict[str, Any]

# The stored bits of what a work lacks (services.hitung), in words; a missing price is told by its resource.
_KURANG: Final = ((1, "volume"), (2, "analisa"))


def rekap_json(sesi: Session, proyek_id: int) -> Objek:
    """The whole estimate of one moment. Raises NotFound."""
    s = baca_snapshot(sesi, proyek_id, {"klasifikasi", "pekerjaan", "harga_item", "komponen"})
    jumlah: Decimal = s.proyek["jumlah"]
    pengaturan = s.pengaturan()
    total = hitung_total(jumlah, pengaturan.ppn, pengaturan.bulat_total)
    return {
        "proyek": {"id": s.proyek["id"], "nama": s.proyek["nama"]},
        "pengaturan": pengaturan_json(s.proyek),
        "klasifikasi": _klasifikasi(s, jumlah),
        "jumlah": _uang(jumlah),
        "ppn": _uang(total.ppn),
        "total": _uang(total.total),
        "dibulatkan": _uang(total.dibulatkan),
        "terbilang": total.terbilang,
        "belum_lengkap": _belum_lengkap(s),
    }


def _klasifikasi(s: Snapshot, jumlah: Decimal) -> list[Objek]:
    """The tree, without recursion: a heading after everything below it."""
    anak = s.anak()
    jadi: dict[int, Objek] = {}
    for simpul in reversed(list(s.pohon())):
        jadi[simpul.judul.id] = _judul(simpul, [jadi[a.id] for a in anak.get(simpul.judul.id, ())], jumlah)
    return [jadi[k.id] for k in anak.get(None, ())]


def _judul(simpul: Simpul, anak: list[Objek], jumlah: Decimal) -> Objek:
    return {
        "nomor": simpul.nomor,
        "nama": simpul.judul.nama,
        "jumlah": _uang(simpul.judul.jumlah),
        "anak": anak,
        "pekerjaan": [_pekerjaan(p, jumlah) for p in simpul.pekerjaan],
    }


def _pekerjaan(p: BarisPekerjaan, jumlah: Decimal) -> Objek:
    bobot = Fraction(p.jumlah) / Fraction(jumlah) if jumlah else Fraction(0)
    return {
        "nomor": nomor_tampil(p),
        "kode": p.kode,
        "uraian": p.uraian,
        "satuan": p.satuan,
        "volume": None if p.volume is None else cetak_kanonik(p.volume),
        "tk": cetak_kanonik(p.tk),
        "bhn": cetak_kanonik(p.bhn),
        "alt": cetak_kanonik(p.alt),
        "lain": cetak_kanonik(p.lain),
        "biaya_langsung": cetak_kanonik(p.biaya_langsung),
        "margin": cetak_kanonik(p.margin),
        "hsp": _uang(p.hsp),
        "jumlah": _uang(p.jumlah),
        "bobot": cetak_kanonik(bobot),
    }


def _belum_lengkap(s: Snapshot) -> list[Objek]:
    """Resources in use without a price, then works without volume or analysis, in reading order."""
    dipakai = {k.harga_item_id for k in s.komponen}
    kurang: list[Objek] = [
        {"jenis": "harga", "uraian": i.uraian}
        for i in s.harga_item
        if i.harga is None and i.harga_beli is None and i.id in dipakai
    ]
    for simpul in s.pohon():
        for p in simpul.pekerjaan:
            kurang += [{"jenis": jenis, "uraian": p.uraian} for bit, jenis in _KURANG if p.kurang & bit]
    return kurang


def _uang(nilai: Decimal) -> str:
    return cetak_kanonik(nilai, 2)
