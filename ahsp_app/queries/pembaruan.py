"""Works whose reference in the catalogue is not any more what they took."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.queries.impor_beda import BedaKoefisien, pasangkan

# An analysis that was never changed cannot differ, and nearly none was: `versi` finds the few to look into.
_ACUAN: Final = """
    ahsp_referensi a CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'kategori', k.kategori, 'kode', k.kode, 'uraian', k.uraian, 'satuan', k.satuan,
            'koefisien', trim_scale(k.koefisien)::text) ORDER BY k.urut, k.id), '[]') AS isi
        FROM komponen_referensi k WHERE k.ahsp_id = a.id
    ) kini
    WHERE a.id = p.referensi_id AND a.versi > 1 AND a.dihapus IS NULL AND p.referensi IS NOT NULL
      AND (p.referensi->>'uraian' <> a.uraian OR p.referensi->>'satuan' <> a.satuan
           OR p.referensi->'komponen' <> kini.isi)
"""
# Whether this is so of a row `p` of pekerjaan.
USANG: Final = f"EXISTS (SELECT FROM {_ACUAN})"
_USANG: Final = f"FROM pekerjaan p CROSS JOIN {_ACUAN} AND p.proyek_id = :proyek AND p.sampah_id IS NULL"
_DAFTAR: Final = text(f"""
    SELECT p.id, p.uraian, p.versi, p.sumber, p.referensi, a.id, a.kode, a.uraian, a.satuan, kini.isi
    {_USANG} ORDER BY p.id LIMIT 200
""")
_SATU: Final = text(f"SELECT 1 {_USANG} AND p.id = :pekerjaan")
_BANYAK: Final = text(f"SELECT count(*) {_USANG}")


@dataclass(frozen=True, slots=True)
class Pembaruan:
    """A work and what taking over its reference would change in it; `ubahan`: it has changes of its own."""

    pekerjaan_id: int
    uraian: str
    versi: int
    ubahan: bool
    edisi: str
    kode: str
    ahsp_id: int
    kepala: tuple[tuple[str, str, str], ...]
    baris: tuple[BedaKoefisien, ...]


def daftar_pembaruan(sesi: Session, proyek_id: int) -> tuple[Pembaruan, ...]:
    """The works of a project whose reference has changed. One statement."""
    return tuple(_susun(b) for b in sesi.execute(_DAFTAR, {"proyek": proyek_id}))


def ada_pembaruan(sesi: Session, proyek_id: int, pekerjaan_id: int) -> bool:
    """Whether the reference of this work has changed since it was taken. One statement."""
    return sesi.scalar(_SATU, {"proyek": proyek_id, "pekerjaan": pekerjaan_id}) is not None


def banyak_pembaruan(sesi: Session, proyek_id: int) -> int:
    """How many works have a changed reference. One statement."""
    return sesi.scalar(_BANYAK, {"proyek": proyek_id}) or 0


def _susun(b: Any) -> Pembaruan:
    pid, uraian, versi, sumber, beku, ahsp_id, kode, uraian_kini, satuan_kini, isi = b
    kepala = tuple(
        (nama, lama, kini)
        for nama, lama, kini in (("uraian", beku["uraian"], uraian_kini), ("satuan", beku["satuan"], satuan_kini))
        if lama != kini
    )
    baris = pasangkan(_sumber(beku["komponen"]), _sumber(isi))
    return Pembaruan(pid, uraian, versi, sumber == "ubahan", beku["edisi"], kode, ahsp_id, kepala, baris)


def _sumber(komponen: list[dict[str, Any]]) -> list[tuple[str, str, str, Decimal | None]]:
    return [(k["kategori"], k["uraian"], k["satuan"], Decimal(k["koefisien"])) for k in komponen]
