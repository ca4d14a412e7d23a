"""Editions of the catalogue and their analyses, as the pages of admins show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import (
    AHSPReferensi,
    Edisi,
    KomponenReferensi,
    Pekerjaan,
    Proyek,
    Usulan,
)
from ahsp_app.queries.halaman import Halaman, ambil_halaman
from ahsp_app.queries.katalog_kata import betulkan, find_kamus
from ahsp_app.queries.katalog_tanya import susun
from ahsp_app.queries.katalog_teks import pecah


@dataclass(frozen=True, slots=True)
class BarisEdisi:
    """An edition in the list; `analisa` counts those in use, `usulan` those that wait for an answer."""

    id: int
    nama: str
    nomor: str | None
    regulasi: str | None
    tahun: int | None
    bidang: str | None
    keterangan: str | None
    aktif: bool
    kantor: bool
    versi: int
    analisa: int = 0
    diarsipkan: int = 0
    usulan: int = 0


@dataclass(frozen=True, slots=True)
class BarisAnalisa:
    """An analysis in the list of its edition; `dipakai` counts works of projects that came from it."""

    id: int
    edisi_id: int
    kode: str
    grup: str
    uraian: str
    satuan: str
    versi: int
    diarsipkan: datetime | None
    komponen: int
    dipakai: int


@dataclass(frozen=True, slots=True)
class BarisKomponen:
    """A row of an analysis."""

    id: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    koefisien: Decimal
    versi: int


@dataclass(frozen=True, slots=True)
class Saring:
    """Which analyses of an edition; `arsip` is "ya", "tidak" or empty for both."""

    halaman: int = 1
    cari: str = ""
    grup: str = ""
    arsip: str = ""


@dataclass(frozen=True, slots=True)
class Pemakaian:
    """How much of projects hangs on some analyses; `sendiri`: the first of the reader's own projects, id and name."""

    analisa: int
    pekerjaan: int
    proyek: int
    sendiri: tuple[tuple[int, str], ...] = ()


MAKS_SEBUT: Final = 10
MAKS_KATA: Final = 8
_EDISI: Final = (
    Edisi.id, Edisi.nama, Edisi.nomor, Edisi.regulasi, Edisi.tahun, Edisi.bidang, Edisi.keterangan, Edisi.aktif,
    Edisi.kantor, Edisi.versi,
)  # fmt: skip


def pilihan_edisi(sesi: Session) -> list[tuple[int, str]]:
    """All editions to choose from, newest first."""
    pilih = select(Edisi.id, Edisi.nama).order_by(Edisi.aktif.desc(), Edisi.tahun.desc().nulls_last(), Edisi.nama)
    return [(i, nama) for i, nama in sesi.execute(pilih)]


def perpustakaan(sesi: Session) -> list[tuple[int, str]]:
    """The office's own libraries that are active."""
    pilih = select(Edisi.id, Edisi.nama).where(Edisi.kantor, Edisi.aktif).order_by(Edisi.nama)
    return [(i, nama) for i, nama in sesi.execute(pilih)]


def daftar_edisi(sesi: Session) -> tuple[BarisEdisi, ...]:
    """All editions with their numbers, active ones first. One statement."""
    a, u = AHSPReferensi, Usulan
    ada = select(func.count()).where(a.edisi_id == Edisi.id, a.dihapus.is_(None)).correlate(Edisi)
    analisa, arsip = ada.where(a.diarsipkan.is_(None)), ada.where(a.diarsipkan.is_not(None))
    usulan = select(func.count()).where(u.edisi_id == Edisi.id, u.status == "menunggu").correlate(Edisi)
    pilih = select(*_EDISI, *(hitung.scalar_subquery() for hitung in (analisa, arsip, usulan))).order_by(
        Edisi.aktif.desc(), Edisi.tahun.desc().nulls_last(), Edisi.nama
    )
    return tuple(BarisEdisi(*tuple(b)) for b in sesi.execute(pilih))


def get_edisi(sesi: Session, edisi_id: int) -> BarisEdisi:
    """An edition. Raises NotFound."""
    baris = sesi.execute(select(*_EDISI).where(Edisi.id == edisi_id)).one_or_none()
    if baris is None:
        raise NotFound
    return BarisEdisi(*tuple(baris))


def daftar_grup(sesi: Session, edisi_id: int) -> list[tuple[str, int]]:
    """The groups of an edition with their numbers, in the order of the codes. One statement."""
    a = AHSPReferensi
    pilih = (
        select(a.grup, func.count())
        .where(a.edisi_id == edisi_id, a.dihapus.is_(None))
        .group_by(a.grup)
        .order_by(func.min(a.urut))
    )
    return [(grup, n) for grup, n in sesi.execute(pilih)]


def halaman_analisa(sesi: Session, edisi_id: int, saring: Saring) -> Halaman[BarisAnalisa]:
    """A page of the living analyses of an edition. One statement, two for a page that is not there."""
    a = AHSPReferensi
    syarat = [a.edisi_id == edisi_id, a.dihapus.is_(None), *_syarat(sesi, edisi_id, saring)]
    return ambil_halaman(
        sesi, _pilih(), BarisAnalisa, kunci=a.id, syarat=syarat, urut=[a.urut, a.id], halaman=saring.halaman
    )


def get_analisa(sesi: Session, ahsp_id: int) -> BarisAnalisa:
    """A living analysis. Raises NotFound."""
    a = AHSPReferensi
    baris = sesi.execute(_pilih().where(a.id == ahsp_id, a.dihapus.is_(None))).one_or_none()
    if baris is None:
        raise NotFound
    return BarisAnalisa(*tuple(baris))


def komponen_analisa(sesi: Session, ahsp_id: int) -> tuple[BarisKomponen, ...]:
    """The rows of an analysis."""
    k = KomponenReferensi
    pilih = (
        select(k.id, k.kategori, k.kode, k.uraian, k.satuan, k.koefisien, k.versi)
        .where(k.ahsp_id == ahsp_id)
        .order_by(k.urut, k.id)
    )
    return tuple(BarisKomponen(*row) for row in sesi.execute(pilih))


def pemakaian(sesi: Session, ahsp_id: list[int], pembaca: int) -> Pemakaian:
    """What hangs on these analyses: works and projects that took them, the reader's own by name. Two statements."""
    p = Pekerjaan
    pekerjaan, proyek = sesi.execute(
        select(func.count(), func.count(p.proyek_id.distinct())).where(p.referensi_id.in_(ahsp_id))
    ).one()
    pakai = select(p.proyek_id).where(p.referensi_id.in_(ahsp_id))
    sendiri = (
        select(Proyek.id, Proyek.nama)
        .where(Proyek.pemilik_id == pembaca, Proyek.dihapus.is_(None), Proyek.id.in_(pakai))
        .order_by(Proyek.nama, Proyek.id)
        .limit(MAKS_SEBUT)
    )
    nama = tuple((i, n) for i, n in sesi.execute(sendiri)) if proyek else ()
    return Pemakaian(len(ahsp_id), pekerjaan, proyek, nama)


def pilih_id(sesi: Session, edisi_id: int, ahsp_id: list[int]) -> list[int]:
    """Those of the numbers that are living analyses of this edition."""
    a = AHSPReferensi
    return list(
        sesi.scalars(select(a.id).where(a.edisi_id == edisi_id, a.dihapus.is_(None), a.id.in_(ahsp_id)).order_by(a.id))
    )


def semua_id(sesi: Session, edisi_id: int, saring: Saring) -> list[int]:
    """All analyses that the filters leave."""
    a = AHSPReferensi
    syarat = (a.edisi_id == edisi_id, a.dihapus.is_(None), *_syarat(sesi, edisi_id, saring))
    return list(sesi.scalars(select(a.id).where(*syarat).order_by(a.id)))


def _pilih() -> Any:
    a, k, p = AHSPReferensi, KomponenReferensi, Pekerjaan
    komponen = select(func.count()).where(k.ahsp_id == a.id).correlate(a).scalar_subquery()
    dipakai = select(func.count()).where(p.referensi_id == a.id).correlate(a).scalar_subquery()
    return select(a.id, a.edisi_id, a.kode, a.grup, a.uraian, a.satuan, a.versi, a.diarsipkan, komponen, dipakai)


def _kata(sesi: Session, edisi_id: int, teks: str) -> str:
    """What was typed as a question to the index: with site words, other forms, and slips put right if need be."""
    kata = pecah(teks)[0][:MAKS_KATA]
    kamus = find_kamus(sesi, kata)
    luas = susun(kata, (), kamus).luas if kata else ""
    a = AHSPReferensi
    ada = select(a.id).where(a.edisi_id == edisi_id, a.dihapus.is_(None), _berkata(luas)).limit(1)
    if not kata or sesi.scalar(ada) is not None:
        return luas
    _usul, benar, kamus = betulkan(sesi, kata, kamus)
    return susun(benar, (), kamus).luas if len(benar) == len(kata) else luas


def _berkata(tanya: str) -> ColumnElement[bool]:
    return AHSPReferensi.cari.bool_op("@@")(func.to_tsquery("simple", tanya))


def _syarat(sesi: Session, edisi_id: int, saring: Saring) -> list[ColumnElement[bool]]:
    a = AHSPReferensi
    syarat: list[ColumnElement[bool]] = []
    if saring.cari:
        pola = "%" + saring.cari.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        syarat.append(or_(a.kode.ilike(pola), a.uraian.ilike(pola), _berkata(_kata(sesi, edisi_id, saring.cari))))
    if saring.grup:
        syarat.append(a.grup == ("" if saring.grup == "-" else saring.grup))
    if saring.arsip:
        syarat.append(a.diarsipkan.is_not(None) if saring.arsip == "ya" else a.diarsipkan.is_(None))
    return syarat
