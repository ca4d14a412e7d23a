"""What an estimate still lacks, counted for the navigation."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Masalah(NamedTuple):
    """Works that lack anything; of them without volume and without analysis; resources in use without a price."""

    belum: int
    volume: int
    analisa: int
    harga: int


_HITUNG = text("""
    SELECT count(*), count(*) FILTER (WHERE kurang & 1 <> 0), count(*) FILTER (WHERE kurang & 2 <> 0),
           (SELECT count(*) FROM harga_item h
            WHERE h.proyek_id = :p AND h.sampah_id IS NULL AND h.harga IS NULL AND h.harga_beli IS NULL
              AND EXISTS (SELECT FROM komponen k WHERE k.harga_item_id = h.id AND k.sampah_id IS NULL))
    FROM pekerjaan WHERE proyek_id = :p AND kurang <> 0 AND sampah_id IS NULL
""")


def hitung_masalah(sesi: Session, proyek_id: int) -> Masalah:
    """Counts for the badges; reads only rows that lack something."""
    return Masalah(*sesi.execute(_HITUNG, {"p": proyek_id}).one())
