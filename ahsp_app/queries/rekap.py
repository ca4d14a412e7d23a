"""What the recapitulation shows besides the tree: the gaps, and what stands behind one amount."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.queries.riwayat import Perubahan


class Kekurangan(NamedTuple):
    """One gap: a resource without price (`banyak` works use it), or a work without volume or analysis."""

    jenis: str
    id: int
    uraian: str
    satuan: str
    banyak: int


class Acuan(NamedTuple):
    """What a formula refers to: a parameter, or another work's volume (`uraian` is its description)."""

    nama: str
    nilai: Decimal | None
    uraian: str
    satuan: str


_KURANG = text("""
    (SELECT 'harga', h.id, h.uraian, h.satuan, count(DISTINCT k.pekerjaan_id)
     FROM harga_item h JOIN komponen k ON k.harga_item_id = h.id AND k.sampah_id IS NULL
     WHERE h.proyek_id = :p AND h.sampah_id IS NULL AND h.harga IS NULL AND h.harga_beli IS NULL
     GROUP BY h.id ORDER BY count(DISTINCT k.pekerjaan_id) DESC, h.uraian LIMIT :n)
    UNION ALL
    (SELECT 'volume', id, uraian, satuan, 1 FROM pekerjaan
     WHERE proyek_id = :p AND sampah_id IS NULL AND kurang & 1 <> 0 ORDER BY id LIMIT :n)
    UNION ALL
    (SELECT 'analisa', id, uraian, satuan, 1 FROM pekerjaan
     WHERE proyek_id = :p AND sampah_id IS NULL AND kurang & 2 <> 0 ORDER BY id LIMIT :n)
""")
_ACUAN = text("""
    SELECT nama, nilai, label, satuan FROM parameter
    WHERE proyek_id = :p AND sampah_id IS NULL AND nama = ANY(CAST(:nama AS text[]))
    UNION ALL
    SELECT '#' || kunci, volume, uraian, satuan FROM pekerjaan
    WHERE proyek_id = :p AND sampah_id IS NULL AND '#' || kunci = ANY(CAST(:nama AS text[]))
    ORDER BY 1
""")
_PERUBAHAN = text("""
    SELECT r.id, r.pada, o.nama, r.aksi, r.tabel, r.baris_id, r.ringkasan, r.lama, r.baru
    FROM riwayat r LEFT JOIN pengguna o ON o.id = r.pengguna_id
    JOIN unnest(CAST(:tabel AS text[]), CAST(:id AS bigint[])) AS s(tabel, id)
      ON s.tabel = r.tabel AND s.id = r.baris_id
    WHERE r.proyek_id = :p ORDER BY r.id DESC LIMIT :n
""")


def list_kekurangan(sesi: Session, proyek_id: int, batas: int = 20) -> list[Kekurangan]:
    """The first gaps of each kind, the most used resources first. One statement."""
    return [Kekurangan._make(b) for b in sesi.execute(_KURANG, {"p": proyek_id, "n": batas})]


def list_acuan(sesi: Session, proyek_id: int, nama: Collection[str]) -> list[Acuan]:
    """The values a formula uses, by name. One statement."""
    if not nama:
        return []
    return [Acuan._make(b) for b in sesi.execute(_ACUAN, {"p": proyek_id, "nama": list(nama)})]


def list_perubahan(
    sesi: Session, proyek_id: int, baris: Collection[tuple[str, int]], batas: int = 5
) -> list[Perubahan]:
    """The newest changes of any of these rows (table, id), newest first. One statement."""
    isi = {"p": proyek_id, "tabel": [t for t, _ in baris], "id": [i for _, i in baris], "n": batas}
    return [Perubahan(*b) for b in sesi.execute(_PERUBAHAN, isi)]
