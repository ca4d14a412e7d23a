"""Reads that only the pages about a project's settings need."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import DaftarHarga


def pilihan_daftar_harga(sesi: Session, kini: int | None = None) -> list[tuple[str, str]]:
    """Books of base prices to choose from, the newest first: (id, words). Archived ones only if it is `kini`."""
    d = DaftarHarga
    pilih = select(d.id, d.nama, d.wilayah).where(d.aktif | (d.id == kini)).order_by(d.tanggal.desc(), d.nama)
    return [(str(nomor), f"{nama} ({wilayah})" if wilayah else nama) for nomor, nama, wilayah in sesi.execute(pilih)]
