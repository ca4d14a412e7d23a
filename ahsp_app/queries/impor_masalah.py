"""What is wrong with what an import read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ahsp_app.models import ImporAnalisa, ImporKomponen, ImporMasalah
from ahsp_app.queries.halaman import Halaman, ambil_halaman

TINGKAT: Final = {1: "peringatan", 2: "galat"}


@dataclass(frozen=True, slots=True)
class KelompokMasalah:
    """Problems of one code: how many, and how many have a suggestion, sure ones or not; the first as an example."""

    kode: str
    tingkat: int
    banyak: int
    usul: int
    pasti: int
    pola: str
    isi: dict[str, Any]
    contoh_usul: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class BarisUsul:
    """A suggestion to be looked over: where it is, what stands there now, and what it would put there."""

    id: int
    lembar: str
    baris: int | None
    usul: dict[str, Any]
    analisa_id: int | None
    kode: str | None
    pekerjaan: str | None
    uraian: str | None
    kini: str | None

    @property
    def pasti(self) -> bool:
        """Is it sure enough to be ticked beforehand?"""
        return "lemah" not in self.usul


@dataclass(frozen=True, slots=True)
class Masalah:
    """One problem. The sentence is `pola` % `isi`."""

    id: int
    analisa_id: int | None
    komponen_id: int | None
    lembar: str
    baris: int | None
    kolom: str
    tingkat: int
    kode: str
    pola: str
    isi: dict[str, Any]
    usul: dict[str, Any] | None
    diterima: bool

    @property
    def pesan(self) -> str:
        """The sentence."""
        return self.pola % self.isi if self.isi else self.pola

    def sebagai_json(self) -> dict[str, Any]:
        """As commands print it."""
        isi = {
            "lembar": self.lembar,
            "baris": self.baris,
            "kolom": self.kolom,
            "tingkat": TINGKAT[self.tingkat],
            "kode": self.kode,
            "pesan": self.pesan,
        }
        return isi | ({"usul": self.usul["nilai"]} if self.usul else {})


_MASALAH: Final = (
    ImporMasalah.id, ImporMasalah.analisa_id, ImporMasalah.komponen_id, ImporMasalah.lembar, ImporMasalah.baris,
    ImporMasalah.kolom, ImporMasalah.tingkat, ImporMasalah.kode, ImporMasalah.pola, ImporMasalah.isi,
    ImporMasalah.usul, ImporMasalah.diterima,
)  # fmt: skip


def kelompok_masalah(sesi: Session, impor_id: int) -> tuple[KelompokMasalah, ...]:
    """Problems that are still open, by code, errors first."""
    m = ImporMasalah
    berusul = m.usul.is_not(None)
    kelompok = (
        select(
            m.kode, m.tingkat, func.count().label("banyak"), func.count().filter(berusul).label("usul"),
            func.count().filter(berusul, m.usul["lemah"].is_(None)).label("pasti"),
            func.coalesce(func.min(m.id).filter(berusul), func.min(m.id)).label("contoh"),
        )
        .where(m.impor_id == impor_id, ~m.diterima)
        .group_by(m.kode, m.tingkat)
        .subquery()
    )  # fmt: skip
    k = kelompok.c
    pilih = (
        select(k.kode, k.tingkat, k.banyak, k.usul, k.pasti, m.pola, m.isi, m.usul)
        .join(m, m.id == k.contoh)
        .order_by(k.tingkat.desc(), k.banyak.desc(), k.kode)
    )
    return tuple(KelompokMasalah(*b) for b in sesi.execute(pilih))


def halaman_usul(sesi: Session, impor_id: int, kode: str, halaman: int) -> Halaman[BarisUsul]:
    """Open suggestions of one kind, sure ones first."""
    m, a, k = ImporMasalah, ImporAnalisa, ImporKomponen
    tabel: list[Any] = [k.__table__, a.__table__]
    baris = func.coalesce(*(func.to_jsonb(t.table_valued()) for t in tabel))
    kini = baris.op("->>")(m.usul["kolom"].astext)
    pilih = (
        select(m.id, m.lembar, m.baris, m.usul, m.analisa_id, a.kode, a.uraian, k.uraian, kini)
        .outerjoin(a, a.id == m.analisa_id)
        .outerjoin(k, k.id == m.komponen_id)
    )
    syarat = (m.impor_id == impor_id, m.kode == kode, m.usul.is_not(None), ~m.diterima)
    urut = (m.usul["lemah"].is_not(None), m.id)
    return ambil_halaman(sesi, pilih, BarisUsul, kunci=m.id, syarat=syarat, urut=urut, halaman=halaman)


def masalah_umum(sesi: Session, impor_id: int, banyak: int = 100) -> tuple[Masalah, ...]:
    """Problems of the file, its sheets, or rows that belong to no analysis."""
    m = ImporMasalah
    pilih = (
        select(*_MASALAH)
        .where(m.impor_id == impor_id, m.analisa_id.is_(None), m.komponen_id.is_(None))
        .order_by(m.tingkat.desc(), m.id)
        .limit(banyak)
    )
    return tuple(Masalah(*b) for b in sesi.execute(pilih))


def semua_masalah(sesi: Session, impor_id: int) -> Iterator[Masalah]:
    """All problems in the order of the file; read in portions."""
    m = ImporMasalah
    pilih = select(*_MASALAH).where(m.impor_id == impor_id, ~m.diterima).order_by(m.id)
    for b in sesi.execute(pilih.execution_options(yield_per=1000)):
        yield Masalah(*b)


def masalah_milik(sesi: Session, syarat: ColumnElement[bool]) -> list[Masalah]:
    """The open problems of some rows or analyses, in the order of the file."""
    m = ImporMasalah
    return [Masalah(*b) for b in sesi.execute(select(*_MASALAH).where(syarat, ~m.diterima).order_by(m.id))]
