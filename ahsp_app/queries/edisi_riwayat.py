"""The history of the catalogue as the pages of admins show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from ahsp_app.models import Pengguna, RiwayatKatalog

_IMPOR: Final = ("impor_tambah", "impor_ubah", "cabut")


@dataclass(frozen=True, slots=True)
class Catatan:
    """An entry about an analysis, with what it was before."""

    id: int
    pada: datetime
    oleh: str | None
    aksi: str
    lama: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class BarisRiwayat:
    """A line of the history; `bisa`: it can be taken back, as far as a look at the history alone can tell."""

    id: int
    pada: datetime
    oleh: str | None
    aksi: str
    tabel: str
    ringkasan: str
    baru: dict[str, Any] | None
    bisa: bool


def riwayat_analisa(sesi: Session, ahsp_id: int, banyak: int = 30) -> tuple[Catatan, ...]:
    """What was done to an analysis, newest first."""
    r = RiwayatKatalog
    pilih = (
        select(r.id, r.pada, Pengguna.nama, r.aksi, r.lama)
        .outerjoin(Pengguna, Pengguna.id == r.pengguna_id)
        .where(r.tabel == "ahsp_referensi", r.baris_id == ahsp_id)
        .order_by(r.id.desc())
        .limit(banyak)
    )
    return tuple(Catatan(*tuple(b)) for b in sesi.execute(pilih))


def riwayat_katalog(sesi: Session, banyak: int = 100) -> tuple[BarisRiwayat, ...]:
    """The newest changes of the catalogue by hand, and of its files. A change of many analyses is one line."""
    r = RiwayatKatalog
    sendiri = func.coalesce(r.baru.has_key("massal"), False).is_(False)
    pilih = (
        select(r.id, r.pada, Pengguna.nama, r.aksi, r.tabel, r.ringkasan, _tentang(), _bisa())
        .outerjoin(Pengguna, Pengguna.id == r.pengguna_id)
        .where(r.aksi.not_in(_IMPOR), sendiri)
        .order_by(r.id.desc())
        .limit(banyak)
    )
    return tuple(BarisRiwayat(*tuple(b)) for b in sesi.execute(pilih))


def _tentang() -> ColumnElement[Any]:
    """What a change of many was about; of other entries it may be long and is not shown here."""
    return case((RiwayatKatalog.tabel == "massal", RiwayatKatalog.baru))


def _bisa() -> ColumnElement[bool]:
    r, s = RiwayatKatalog, aliased(RiwayatKatalog)
    ambil = exists().where(s.tabel == "massal", s.baris_id == r.id)
    tetap = ("arsip", "pakai_lagi", "pindah_edisi")
    sesudah = exists().where(s.tabel == r.tabel, s.baris_id == r.baris_id, s.id > r.id, s.aksi.not_in(tetap))
    return case(
        (r.tabel == "massal", and_(r.aksi != "kembali", ~ambil)),
        (and_(r.tabel == "ahsp_referensi", r.aksi.in_(("hapus", "hapus_komponen"))), ~sesudah),
        else_=False,
    )
