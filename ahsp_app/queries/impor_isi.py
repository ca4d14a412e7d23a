"""What an import read, row by row, with what is wrong with each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import AHSPReferensi, ImporAnalisa, ImporKomponen, ImporMasalah
from ahsp_app.queries.halaman import Halaman, ambil_halaman
from ahsp_app.queries.impor_masalah import Masalah, masalah_milik

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BarisAnalisa:
    """A staged analysis; `banding` is "berubah_arsip" for what would change one that is put away."""

    id: int
    urut: int
    lembar: str
    baris: int
    kode: str
    grup: str
    uraian: str
    satuan: str
    satuan_asli: str
    dilewati: bool
    tingkat: int
    banding: str
    referensi_id: int | None
    versi: int
    komponen: int
    masalah: tuple[Masalah, ...] = ()


@dataclass(frozen=True, slots=True)
class BarisKomponen:
    """A staged row of an analysis, or a base price."""

    id: int
    urut: int
    baris: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    satuan_asli: str
    koefisien: Decimal | None
    koefisien_asli: str
    harga: Decimal | None
    jumlah: Decimal | None
    dilewati: bool
    tingkat: int
    versi: int
    masalah: tuple[Masalah, ...] = ()


@dataclass(frozen=True, slots=True)
class Saring:
    """Which staged analyses: text, kind of problem, level, comparison."""

    halaman: int = 1
    cari: str = ""
    kode: str = ""
    tingkat: str = ""
    banding: str = ""


def halaman_analisa(sesi: Session, impor_id: int, saring: Saring) -> Halaman[BarisAnalisa]:
    """A page of staged analyses with their problems. Two statements."""
    a, k = ImporAnalisa, ImporKomponen
    syarat = [a.impor_id == impor_id, *_syarat(a, saring, ImporMasalah.analisa_id == a.id)]
    if saring.cari:
        pola = _pola(saring.cari)
        punya = exists().where(k.analisa_id == a.id, k.uraian.ilike(pola))
        syarat.append(or_(a.kode.ilike(pola), a.uraian.ilike(pola), punya))
    if saring.banding:
        syarat.append(a.banding == saring.banding)
    daftar = ambil_halaman(
        sesi, _pilih_analisa(), BarisAnalisa, kunci=a.id, syarat=syarat, urut=[a.urut], halaman=saring.halaman
    )
    masalah = masalah_milik(sesi, ImporMasalah.analisa_id.in_([b.id for b in daftar.baris]))
    return replace(daftar, baris=tuple(_dengan(b, [m for m in masalah if m.analisa_id == b.id]) for b in daftar.baris))


def halaman_harga(sesi: Session, impor_id: int, saring: Saring) -> Halaman[BarisKomponen]:
    """A page of staged prices with their problems. Two statements, three for a page that is not there."""
    k = ImporKomponen
    syarat = [k.impor_id == impor_id, k.analisa_id.is_(None), *_syarat(k, saring, ImporMasalah.komponen_id == k.id)]
    if saring.cari:
        pola = _pola(saring.cari)
        syarat.append(or_(k.kode.ilike(pola), k.uraian.ilike(pola)))
    daftar = ambil_halaman(
        sesi, _pilih_komponen(), BarisKomponen, kunci=k.id, syarat=syarat, urut=[k.urut], halaman=saring.halaman
    )
    masalah = masalah_milik(sesi, ImporMasalah.komponen_id.in_([b.id for b in daftar.baris]))
    return replace(daftar, baris=tuple(_dengan(b, [m for m in masalah if m.komponen_id == b.id]) for b in daftar.baris))


def get_komponen(sesi: Session, impor_id: int, komponen_id: int) -> BarisKomponen:
    """A staged row with its problems. Raises NotFound."""
    k = ImporKomponen
    b = sesi.execute(_pilih_komponen().where(k.impor_id == impor_id, k.id == komponen_id)).one_or_none()
    if b is None:
        raise NotFound
    return _dengan(BarisKomponen(*tuple(b)), masalah_milik(sesi, ImporMasalah.komponen_id == komponen_id))


def get_analisa(sesi: Session, impor_id: int, analisa_id: int) -> BarisAnalisa:
    """A staged analysis with all its problems. Two statements. Raises NotFound."""
    a = ImporAnalisa
    b = sesi.execute(_pilih_analisa().where(a.impor_id == impor_id, a.id == analisa_id)).one_or_none()
    if b is None:
        raise NotFound
    return _dengan(BarisAnalisa(*b), masalah_milik(sesi, ImporMasalah.analisa_id == analisa_id))


def komponen_analisa(sesi: Session, analisa: BarisAnalisa) -> tuple[BarisKomponen, ...]:
    """The rows of a staged analysis, each with its problems."""
    k = ImporKomponen
    pilih = _pilih_komponen().where(k.analisa_id == analisa.id).order_by(k.urut)
    baris = [BarisKomponen(*tuple(b)) for b in sesi.execute(pilih)]
    return tuple(_dengan(b, [m for m in analisa.masalah if m.komponen_id == b.id]) for b in baris)


def _pilih_komponen() -> Any:
    k = ImporKomponen
    return select(
        k.id, k.urut, k.baris, k.kategori, k.kode, k.uraian, k.satuan, k.satuan_asli, k.koefisien,
        k.koefisien_asli, k.harga, k.jumlah, k.dilewati, k.tingkat, k.versi,
    )  # fmt: skip


def _pilih_analisa() -> Any:
    a, k = ImporAnalisa, ImporKomponen
    komponen = select(func.count()).where(k.analisa_id == a.id, ~k.dilewati).correlate(a).scalar_subquery()
    r = AHSPReferensi
    diarsipkan = exists().where(r.id == a.referensi_id, r.diarsipkan.is_not(None))
    banding = case((and_(a.banding == "berubah", diarsipkan), "berubah_arsip"), else_=a.banding)
    return select(
        a.id, a.urut, a.lembar, a.baris, a.kode, a.grup, a.uraian, a.satuan, a.satuan_asli, a.dilewati, a.tingkat,
        banding, a.referensi_id, a.versi, komponen,
    )  # fmt: skip


def _syarat(tabel: Any, saring: Saring, milik: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """The filters that analyses and prices share."""
    m = ImporMasalah
    syarat: list[ColumnElement[bool]] = []
    if saring.kode:
        syarat.append(exists().where(milik, m.kode == saring.kode, ~m.diterima))
    if saring.tingkat == "dilewati":
        syarat.append(tabel.dilewati.is_(True))
    elif saring.tingkat:
        syarat += [tabel.tingkat == {"galat": 2, "peringatan": 1, "bersih": 0}[saring.tingkat], ~tabel.dilewati]
    return syarat


def _dengan(baris: T, masalah: list[Masalah]) -> T:
    return replace(baris, masalah=tuple(masalah))  # type: ignore[type-var]


def _pola(teks: str) -> str:
    """The text anywhere, with nothing in it that stands for other letters."""
    return "%" + teks.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
