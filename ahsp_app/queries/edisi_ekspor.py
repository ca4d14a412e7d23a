"""A whole edition in the order of its codes, for files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi
from ahsp_app.queries.edisi import get_edisi


@dataclass(frozen=True, slots=True)
class Komponen:
    """A row."""

    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    koefisien: Decimal


@dataclass(frozen=True, slots=True)
class Analisa:
    """An analysis with its rows."""

    kode: str
    grup: str
    uraian: str
    satuan: str
    komponen: tuple[Komponen, ...]


@dataclass(frozen=True, slots=True)
class IsiEdisi:
    """An edition: what describes it, and its analyses (to be gone through once)."""

    kepala: dict[str, str | int | None]
    analisa: Iterator[Analisa]


def isi_edisi(sesi: Session, edisi_id: int, *, per_grup: bool = False) -> IsiEdisi:
    """All analyses of an edition that are in use: neither taken out nor archived. Raises NotFound.

    Two statements; rows are read in portions. `per_grup`: those of a group together, the groups in the order of their
    first analysis.
    """
    e = get_edisi(sesi, edisi_id)
    kepala: dict[str, str | int | None] = {
        "nama": e.nama, "nomor": e.nomor, "regulasi": e.regulasi, "tahun": e.tahun, "bidang": e.bidang,
    }  # fmt: skip
    return IsiEdisi(kepala, _analisa(sesi, edisi_id, per_grup))


def _analisa(sesi: Session, edisi_id: int, per_grup: bool) -> Iterator[Analisa]:
    a, k = AHSPReferensi, KomponenReferensi
    awal = [func.min(a.urut).over(partition_by=a.grup), a.grup] if per_grup else []
    pilih = (
        select(
            a.id, a.kode, a.grup, a.uraian, a.satuan,
            k.kategori, k.kode.label("kode_item"), k.uraian.label("nama"), k.satuan.label("satuan_item"), k.koefisien,
        )
        .join(Edisi, Edisi.id == a.edisi_id)
        .outerjoin(k, k.ahsp_id == a.id)
        .where(a.edisi_id == edisi_id, a.dihapus.is_(None), a.diarsipkan.is_(None))
        .order_by(*awal, a.urut, a.id, k.urut, k.id)
    )  # fmt: skip
    baris = sesi.execute(pilih.execution_options(yield_per=2000))
    for _nomor, sekelompok in groupby(baris, key=lambda b: b.id):
        semua = list(sekelompok)
        isi = tuple(Komponen(b.kategori, b.kode_item, b.nama, b.satuan_item, b.koefisien) for b in semua if b.kategori)
        satu = semua[0]
        yield Analisa(satu.kode, satu.grup, satu.uraian, satu.satuan, isi)
