"""The history of the catalogue as the pages of admins show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Numeric, and_, case, cast, exists, func, select
from sqlalchemy.orm import Session, aliased

from ahsp_app.models import DaftarHarga, HargaDasar, Impor, Pengguna, RiwayatKatalog

_IMPOR: Final = ("impor_tambah", "impor_ubah", "cabut")
_TULIS: Final = ("tambah", "ubah")


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
    """A line of the history; `bisa`: it can be taken back, as far as a look at the history alone can tell.

    Of a price: its `buku`, what it became, and of an import the file with how many prices it touched.
    """

    id: int
    pada: datetime
    oleh: str | None
    aksi: str
    tabel: str
    ringkasan: str
    baru: dict[str, Any] | None
    bisa: bool
    buku: str | None = None
    harga: Decimal | None = None
    berkas: str | None = None
    banyak: int = 1


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
    """The newest changes of the catalogue by hand, and of its files. A change of many analyses is one line.

    So is an import of prices, and taking it back.
    """
    r = RiwayatKatalog
    sendiri = func.coalesce(r.baru.has_key("massal"), False).is_(False)
    pilih = (
        select(r.id, r.pada, Pengguna.nama, r.aksi, r.tabel, r.ringkasan, _tentang(), _bisa(), *_harga())
        .outerjoin(Pengguna, Pengguna.id == r.pengguna_id)
        .where(r.aksi.not_in(_IMPOR), sendiri, ~_harga_lanjutan())
        .order_by(r.id.desc())
        .limit(banyak)
    )
    return tuple(BarisRiwayat(*tuple(b)) for b in sesi.execute(pilih))


def _tentang() -> ColumnElement[Any]:
    """What a change of many was about; of other entries it may be long and is not shown here."""
    return case((RiwayatKatalog.tabel == "massal", RiwayatKatalog.baru))


def _sekelompok(s: Any) -> ColumnElement[bool]:
    """Entries that the same import wrote, or that taking it back wrote."""
    r = RiwayatKatalog
    return and_(s.impor_id == r.impor_id, s.tabel == r.tabel, s.aksi.in_(_TULIS) == r.aksi.in_(_TULIS))


def _harga_lanjutan() -> ColumnElement[bool]:
    """Whether an entry about a price of an import is not the last of them, which stands for all."""
    r, s = RiwayatKatalog, aliased(RiwayatKatalog)
    return and_(r.tabel == "harga_dasar", r.impor_id.is_not(None), exists().where(_sekelompok(s), s.id > r.id))


def _harga() -> tuple[ColumnElement[Any], ...]:
    """Book, price, file and number of prices, of entries about prices."""
    r, s = RiwayatKatalog, aliased(RiwayatKatalog)
    di_isi = cast(func.coalesce(r.baru["daftar_id"].astext, r.lama["daftar_id"].astext), BigInteger)
    di_buku = select(HargaDasar.daftar_id).where(HargaDasar.id == r.baris_id).correlate(r).scalar_subquery()
    buku = select(DaftarHarga.nama).where(DaftarHarga.id == func.coalesce(di_isi, di_buku)).correlate(r)
    berkas = select(Impor.nama_berkas).where(Impor.id == r.impor_id).correlate(r)
    banyak = select(func.count()).where(_sekelompok(s)).correlate(r)
    harga = r.tabel == "harga_dasar"
    return (
        case((harga, buku.scalar_subquery())),
        case((harga, cast(func.coalesce(r.baru["harga"].astext, r.lama["harga"].astext), Numeric))),
        case((harga, berkas.scalar_subquery())),
        case((and_(harga, r.impor_id.is_not(None)), banyak.scalar_subquery()), else_=1),
    )


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
