"""What the page of volumes reads beside the tree."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class BarisParameter(NamedTuple):
    """A parameter; `dipakai` counts the volumes whose formula names it."""

    id: int
    nama: str
    nilai: Decimal
    label: str
    satuan: str
    versi: int
    dipakai: int


_PARAMETER = text("""
    SELECT p.id, p.nama, p.nilai, p.label, p.satuan, p.versi, coalesce(n.banyak, 0)
    FROM parameter p LEFT JOIN (
        SELECT nama, count(*) AS banyak FROM pekerjaan, unnest(rumus_acuan) AS nama
        WHERE proyek_id = :p AND sampah_id IS NULL AND rumus IS NOT NULL GROUP BY nama
    ) n ON n.nama = p.nama
    WHERE p.proyek_id = :p AND p.sampah_id IS NULL ORDER BY p.nama
""")


def list_parameter(sesi: Session, proyek_id: int) -> list[BarisParameter]:
    """All parameters of a project by name. One statement."""
    return [BarisParameter(*baris) for baris in sesi.execute(_PARAMETER, {"p": proyek_id})]
