"""One analysis of the catalogue with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi


@dataclass(frozen=True, slots=True)
class Bahan:
    """A row of an analysis."""

    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    koefisien: Decimal


@dataclass(frozen=True, slots=True)
class Rincian:
    """An analysis: for one `satuan` of `uraian` these resources are needed."""

    id: int
    kode: str
    uraian: str
    satuan: str
    grup: str
    edisi: str
    regulasi: str | None
    bahan: tuple[Bahan, ...]


def get_rincian(sesi: Session, ahsp_id: int) -> Rincian:
    """An analysis with its rows. Two statements. Raises NotFound."""
    a, e = AHSPReferensi, Edisi
    kepala = sesi.execute(
        select(a.id, a.kode, a.uraian, a.satuan, a.grup, e.nama, e.regulasi)
        .join(e, e.id == a.edisi_id)
        .where(a.id == ahsp_id)
    ).one_or_none()
    if kepala is None:
        raise NotFound
    r = KomponenReferensi
    isi = sesi.execute(
        select(r.kategori, r.kode, r.uraian, r.satuan, r.koefisien).where(r.ahsp_id == ahsp_id).order_by(r.urut)
    )
    return Rincian(*kepala, bahan=tuple(Bahan(*b) for b in isi))
