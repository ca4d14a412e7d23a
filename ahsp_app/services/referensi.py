"""A work's tie to the catalogue: the frozen copy it came from, whether it still equals it, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.errors import NotFound
from ahsp_app.models import AHSPReferensi, Edisi, HargaItem, Komponen, KomponenReferensi, Pekerjaan
from ahsp_app.services.item import ItemBaru
from ahsp_app.services.kerja import Kerja


@dataclass(frozen=True, slots=True)
class BarisReferensi:
    """One row of a frozen reference analysis."""

    item: ItemBaru
    koefisien: Decimal


@dataclass(frozen=True, slots=True)
class Beda:
    """One difference between a work and its reference; None where a side has nothing."""

    kategori: str
    uraian: str
    kini: str | None
    referensi: str | None


def bekukan(k: Kerja, ahsp_id: int) -> tuple[AHSPReferensi, dict[str, Any]]:
    """A catalogue analysis and its frozen copy as stored with a work. Raises NotFound, also when it was taken out."""
    baris = k.sesi.execute(
        select(AHSPReferensi, Edisi.nama)
        .join(Edisi, Edisi.id == AHSPReferensi.edisi_id)
        .where(AHSPReferensi.id == ahsp_id, AHSPReferensi.dihapus.is_(None))
    ).one_or_none()
    if baris is None:
        raise NotFound
    ahsp, edisi = baris
    isi = k.sesi.scalars(
        select(KomponenReferensi).where(KomponenReferensi.ahsp_id == ahsp_id).order_by(KomponenReferensi.urut)
    )
    beku = {
        "edisi": edisi,
        "kode": ahsp.kode,
        "uraian": ahsp.uraian,
        "satuan": ahsp.satuan,
        "komponen": [
            {
                "kategori": r.kategori,
                "kode": r.kode,
                "uraian": r.uraian,
                "satuan": r.satuan,
                "koefisien": cetak_kanonik(r.koefisien),
            }
            for r in isi
        ],
    }
    return ahsp, beku


def baris_beku(referensi: dict[str, Any]) -> list[BarisReferensi]:
    """The rows of a frozen copy."""
    return [
        BarisReferensi(ItemBaru(r["kategori"], r["uraian"], r["satuan"], r["kode"]), Decimal(r["koefisien"]))
        for r in referensi["komponen"]
    ]


def tentukan_sumber(k: Kerja, p: Pekerjaan) -> None:
    """Set `sumber` to what is true now: referensi, ubahan when unit or rows differ, kustom without a reference.

    A description of one's own (“galian tanah pondasi”) is no change of the analysis.
    """
    if p.referensi is None:
        p.sumber = "kustom"
        return
    berbeda = any(b.uraian != "uraian" or b.kategori for b in beda_referensi(k, p))
    p.sumber = "ubahan" if berbeda else "referensi"


def beda_referensi(k: Kerja, p: Pekerjaan) -> list[Beda]:
    """What would change if the work went back to its reference: unit, components, coefficients."""
    if p.referensi is None:
        return []
    kini = isi_kini(k, p)
    acuan: dict[tuple[str, str, str], tuple[str, Decimal]] = {}
    for r in baris_beku(p.referensi):
        uraian, jumlah = acuan.get(r.item.identitas, (r.item.uraian, Decimal(0)))
        acuan[r.item.identitas] = (uraian, jumlah + r.koefisien)
    beda = [
        Beda(
            kunci[0],
            (kini.get(kunci) or acuan[kunci])[0],
            _koefisien(kini.get(kunci)),
            _koefisien(acuan.get(kunci)),
        )
        for kunci in [*acuan, *(x for x in kini if x not in acuan)]
        if kini.get(kunci, (None, None))[1] != acuan.get(kunci, (None, None))[1]
    ]
    if kunci_satuan(p.satuan) != kunci_satuan(p.referensi["satuan"]):
        beda.insert(0, Beda("", "satuan", p.satuan, p.referensi["satuan"]))
    if kunci_teks(p.uraian) != kunci_teks(p.referensi["uraian"]):
        beda.insert(0, Beda("", "uraian", p.uraian, p.referensi["uraian"]))
    return beda


def isi_kini(k: Kerja, p: Pekerjaan) -> dict[tuple[str, str, str], tuple[str, Decimal]]:
    """The living rows of an analysis by identity of the resource; a nested work is its own identity."""
    k.sesi.flush()
    sub = aliased(Pekerjaan)
    baris = k.sesi.execute(
        select(Komponen.koefisien, Komponen.sub_id, sub.uraian, HargaItem)
        .outerjoin(HargaItem, HargaItem.id == Komponen.harga_item_id)
        .outerjoin(sub, sub.id == Komponen.sub_id)
        .where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None))
        .order_by(Komponen.urut)
    )
    isi: dict[tuple[str, str, str], tuple[str, Decimal]] = {}
    for koefisien, sub_id, nama_sub, item in baris:
        kunci = (item.kategori, item.uraian_kunci, item.satuan_kunci) if item else ("LAIN", f"#{sub_id}", "")
        nama, jumlah = isi.get(kunci, (item.uraian if item else nama_sub, Decimal(0)))
        isi[kunci] = (nama, jumlah + koefisien)
    return isi


def _koefisien(nilai: tuple[str, Decimal] | None) -> str | None:
    return None if nilai is None else cetak_kanonik(nilai[1])
