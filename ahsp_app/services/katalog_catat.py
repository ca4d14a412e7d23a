"""How a change of the catalogue leaves its trace, and what the whole content of an analysis is."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.models import AHSPReferensi, RiwayatKatalog

# The whole content of an analysis, as the history keeps it; `a` is the row of ahsp_referensi.
ISI_SQL: Final = """jsonb_build_object(
    'kode', a.kode, 'grup', a.grup, 'uraian', a.uraian, 'satuan', a.satuan, 'urut', a.urut,
    'komponen', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'kategori', k.kategori, 'kode', k.kode, 'uraian', k.uraian, 'satuan', k.satuan,
        'koefisien', trim_scale(k.koefisien)::text) ORDER BY k.urut, k.id), '[]')
      FROM komponen_referensi k WHERE k.ahsp_id = a.id))"""
_ISI: Final = text(f"SELECT {ISI_SQL} FROM ahsp_referensi a WHERE a.id = :id")  # noqa: S608 -- a constant


def isi_analisa(sesi: Session, ahsp_id: int) -> dict[str, Any]:
    """The whole content of an analysis now."""
    sesi.flush()
    isi: dict[str, Any] = sesi.scalars(_ISI, {"id": ahsp_id}).one()
    return isi


def catat_analisa(
    sesi: Session, pelaku: int | None, aksi: str, ahsp: AHSPReferensi, lama: dict[str, Any] | None
) -> int:
    """One entry: what an analysis was before this change. Its id."""
    return catat_katalog(sesi, pelaku, aksi, "ahsp_referensi", ahsp.id, f"{ahsp.kode} {ahsp.uraian}", lama)


def catat_katalog(
    sesi: Session,
    pelaku: int | None,
    aksi: str,
    tabel: str,
    baris_id: int | None,
    ringkasan: str = "",
    lama: dict[str, Any] | None = None,
    baru: dict[str, Any] | None = None,
    nomor: int | None = None,
) -> int:
    """Add one entry to the history of the catalogue, in the transaction of the change. Its id, `nomor` if given."""
    entri = RiwayatKatalog(
        pengguna_id=pelaku,
        aksi=aksi,
        tabel=tabel,
        baris_id=baris_id,
        ringkasan=ringkasan.strip()[:500],
        lama=lama,
        baru=baru,
    )
    if nomor is not None:
        entri.id = nomor
    sesi.add(entri)
    sesi.flush()
    return entri.id


def kunci_analisa(sesi: Session, ahsp_id: int) -> AHSPReferensi | None:
    """A living analysis, locked."""
    pilih = select(AHSPReferensi).where(AHSPReferensi.id == ahsp_id, AHSPReferensi.dihapus.is_(None))
    return sesi.scalars(pilih.with_for_update().execution_options(populate_existing=True)).one_or_none()
