"""Two analyses side by side, coefficient by coefficient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import AHSPReferensi, KomponenReferensi
from ahsp_app.queries.impor_isi import BarisAnalisa, BarisKomponen

Sumber = tuple[str, str, str, Decimal | None]


@dataclass(frozen=True, slots=True)
class BedaKoefisien:
    """One resource on both sides; None where a side has nothing."""

    kategori: str
    uraian: str
    satuan: str
    lama: Decimal | None
    baru: Decimal | None

    @property
    def berbeda(self) -> bool:
        """Whether the two sides differ."""
        return self.lama != self.baru


@dataclass(frozen=True, slots=True)
class BedaAnalisa:
    """An analysis of the catalogue beside the one that would replace it."""

    kepala: tuple[tuple[str, str, str], ...]
    baris: tuple[BedaKoefisien, ...]


def beda_dengan_katalog(sesi: Session, analisa: BarisAnalisa, komponen: Iterable[BarisKomponen]) -> BedaAnalisa | None:
    """What a commit would change in the catalogue, coefficient by coefficient; None for a new one. Two statements."""
    if analisa.referensi_id is None:
        return None
    r = AHSPReferensi
    lama = sesi.execute(select(r.kode, r.uraian, r.satuan, r.grup).where(r.id == analisa.referensi_id)).one_or_none()
    if lama is None:
        return None
    grup = analisa.grup or lama.grup
    kini = (analisa.kode, analisa.uraian, analisa.satuan, grup)
    kepala = tuple(
        (nama, x, y) for nama, x, y in zip(("kode", "uraian", "satuan", "grup"), lama, kini, strict=True) if x != y
    )
    k = KomponenReferensi
    kiri = sesi.execute(
        select(k.kategori, k.uraian, k.satuan, k.koefisien).where(k.ahsp_id == analisa.referensi_id).order_by(k.urut)
    ).all()
    kanan = [(b.kategori, b.uraian, b.satuan, b.koefisien) for b in komponen if not b.dilewati]
    return BedaAnalisa(kepala, pasangkan([(b.kategori, b.uraian, b.satuan, b.koefisien) for b in kiri], kanan))


def pasangkan(lama: list[Sumber], baru: list[Sumber]) -> tuple[BedaKoefisien, ...]:
    """Rows of two analyses side by side, by kategori, description and unit; repeated ones in their order."""
    sisa: dict[tuple[str, str, str], list[Decimal | None]] = {}
    for kategori, uraian, satuan, koefisien in baru:
        sisa.setdefault((kategori, uraian.casefold(), satuan), []).append(koefisien)
    hasil = []
    for kategori, uraian, satuan, koefisien in lama:
        calon = sisa.get((kategori, uraian.casefold(), satuan))
        hasil.append(BedaKoefisien(kategori, uraian, satuan, koefisien, calon.pop(0) if calon else None))
    for kategori, uraian, satuan, koefisien in baru:
        calon = sisa.get((kategori, uraian.casefold(), satuan))
        if calon and calon[0] == koefisien:
            hasil.append(BedaKoefisien(kategori, uraian, satuan, None, calon.pop(0)))
    return tuple(hasil)
