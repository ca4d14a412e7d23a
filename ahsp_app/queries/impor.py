"""Imports of the catalogue as pages and commands show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import Edisi, Impor, ImporAnalisa, ImporKomponen, Pengguna

BANDING: Final = ("baru", "berubah", "sama")


@dataclass(frozen=True, slots=True)
class BarisImpor:
    """An import in the list."""

    id: int
    nama_berkas: str
    jenis: str
    status: str
    dibuat: datetime
    oleh: str | None
    edisi_id: int | None
    tujuan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KepalaImpor:
    """One import with its counts: what would be written, what is held back."""

    id: int
    nama_berkas: str
    ukuran: int
    jenis: str
    status: str
    versi: int
    dibuat: datetime
    dikomit: datetime | None
    oleh: str | None
    tugas_id: int | None
    edisi_id: int | None
    edisi: str
    pemetaan: list[dict[str, Any]]
    ringkasan: dict[str, Any]
    hitungan: HitunganImpor

    @property
    def tanpa_grup(self) -> bool:
        """Does the file say no group at all?"""
        n = self.ringkasan.get("hitung", {}).get("tanpa_grup", 0)
        return bool(n) and n == self.ringkasan["terbaca"]

    @property
    def hanya_harga(self) -> bool:
        """Was a list of base prices given where analyses were expected?"""
        terbuka = self.jenis == "ahsp" and self.status == "siap"
        return terbuka and bool(self.ringkasan.get("harga")) and not self.hitungan.analisa

    @property
    def akan_ditulis(self) -> int:
        """How many analyses, or prices, would be written."""
        h = self.hitungan
        return h.komponen - h.galat - h.dilewati if self.jenis == "harga" else h.baru + h.berubah

    @property
    def berkolom(self) -> bool:
        """Has it sheets whose columns can be corrected?"""
        return berkolom(self.pemetaan)


@dataclass(frozen=True, slots=True)
class HitunganImpor:
    """Analyses by what becomes of them, and rows."""

    baru: int = 0
    berubah: int = 0
    sama: int = 0
    galat: int = 0
    peringatan: int = 0
    dilewati: int = 0
    analisa: int = 0
    komponen: int = 0


def berkolom(pemetaan: list[dict[str, Any]]) -> bool:
    """Are there sheets whose columns can be corrected? A JSON file has none."""
    return any("kolom" in satu for satu in pemetaan)


def daftar_impor(sesi: Session, banyak: int = 100) -> tuple[BarisImpor, ...]:
    """The newest imports, of all admins."""
    i = Impor
    pilih = (
        select(i.id, i.nama_berkas, i.jenis, i.status, i.dibuat, Pengguna.nama, i.edisi_id, i.tujuan)
        .outerjoin(Pengguna, Pengguna.id == i.pengguna_id)
        .order_by(i.id.desc())
        .limit(banyak)
    )
    return tuple(BarisImpor(*b) for b in sesi.execute(pilih))


def get_kepala(sesi: Session, impor_id: int) -> KepalaImpor:
    """An import with its counts. Two statements. Raises NotFound."""
    i = Impor
    b = sesi.execute(
        select(
            i.id, i.nama_berkas, i.ukuran, i.jenis, i.status, i.versi, i.dibuat, i.dikomit, Pengguna.nama,
            i.tugas_id, i.edisi_id, func.coalesce(Edisi.nama, i.tujuan["nama"].astext, ""), i.pemetaan, i.ringkasan,
        )
        .outerjoin(Pengguna, Pengguna.id == i.pengguna_id)
        .outerjoin(Edisi, Edisi.id == i.edisi_id)
        .where(i.id == impor_id)
    ).one_or_none()  # fmt: skip
    if b is None:
        raise NotFound
    return KepalaImpor(*[*b, hitung(sesi, impor_id) if b[3] == "ahsp" else hitung_harga(sesi, impor_id)])


def hitung(sesi: Session, impor_id: int) -> HitunganImpor:
    """Counts of what is staged. One statement."""
    a = ImporAnalisa
    ikut = and_(~a.dilewati, a.tingkat < 2)
    per_banding = [func.count().filter(ikut, a.banding == b) for b in BANDING]
    # Counted once, when it was read.
    komponen = select(Impor.ringkasan["komponen"].as_integer()).where(Impor.id == impor_id).scalar_subquery()
    baris = sesi.execute(
        select(
            *per_banding,
            func.count().filter(~a.dilewati, a.tingkat == 2),
            func.count().filter(~a.dilewati, a.tingkat == 1),
            func.count().filter(a.dilewati),
            func.count(),
            func.coalesce(komponen, 0),
        ).where(a.impor_id == impor_id)
    ).one()
    return HitunganImpor(*tuple(baris))


def hitung_harga(sesi: Session, impor_id: int) -> HitunganImpor:
    """Counts of staged prices; `komponen` is how many there are. One statement."""
    k = ImporKomponen
    baris = sesi.execute(
        select(
            func.count().filter(~k.dilewati, k.tingkat == 2),
            func.count().filter(~k.dilewati, k.tingkat == 1),
            func.count().filter(k.dilewati),
            func.count(),
        ).where(k.impor_id == impor_id)
    ).one()
    galat, peringatan, dilewati, semua = baris
    return HitunganImpor(galat=galat, peringatan=peringatan, dilewati=dilewati, analisa=semua, komponen=semua)
