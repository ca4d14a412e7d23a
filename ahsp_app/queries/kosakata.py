"""Site words as the page of admins lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ahsp_app.models import Kosakata, Pengguna
from ahsp_app.queries.katalog_teks import kunci_cari


@dataclass(frozen=True, slots=True)
class BarisKosakata:
    """A site word, what it stands for, and who wrote it when."""

    id: int
    kata: str
    padanan: str
    keterangan: str
    aktif: bool
    versi: int
    diubah: datetime
    oleh: str | None


@dataclass(frozen=True, slots=True)
class HalamanKosakata:
    """One page of them."""

    baris: tuple[BarisKosakata, ...]
    halaman: int
    terakhir: int
    jumlah: int


def halaman_kosakata(sesi: Session, cari: str = "", halaman: int = 1, per: int = 50) -> HalamanKosakata:
    """In the order of the words; `cari` is part of a word or of what it stands for. Two statements."""
    k = Kosakata
    saring = []
    if cari:
        saring.append(
            or_(k.kata.contains(kunci_cari(cari), autoescape=True), k.padanan.icontains(cari, autoescape=True))
        )
    jumlah = sesi.scalar(select(func.count()).select_from(k).where(*saring)) or 0
    terakhir = max(1, -(-jumlah // per))
    halaman = min(max(1, halaman), terakhir)
    pilih = (
        select(k.id, k.kata, k.padanan, k.keterangan, k.aktif, k.versi, k.diubah, Pengguna.nama)
        .outerjoin(Pengguna, Pengguna.id == k.pengguna_id)
        .where(*saring)
        .order_by(k.kata)
        .limit(per)
        .offset((halaman - 1) * per)
    )
    return HalamanKosakata(tuple(BarisKosakata(*b) for b in sesi.execute(pilih)), halaman, terakhir, jumlah)
