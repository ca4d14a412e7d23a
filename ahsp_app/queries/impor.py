"""Imports of the catalogue as pages and commands show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound
from ahsp_app.models import (
    Edisi,
    Impor,
    ImporAnalisa,
    ImporKomponen,
    ImporMasalah,
    Pengguna,
)

T = TypeVar("T")
TINGKAT: Final = {1: "peringatan", 2: "galat"}
BANDING: Final = ("baru", "berubah", "sama")
PER: Final = 50


@dataclass(frozen=True, slots=True)
class BarisImpor:
    """An import in the list."""

    id: int
    nama_berkas: str
    jenis: str
    status: str
    dibuat: datetime
    oleh: str | None
    edisi_id: int | None
    tujuan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KepalaImpor:
    """One import with its counts: what would be written, what is held back."""

    id: int
    nama_berkas: str
    ukuran: int
    jenis: str
    status: str
    versi: int
    dibuat: datetime
    dikomit: datetime | None
    oleh: str | None
    tugas_id: int | None
    edisi_id: int | None
    edisi: str
    pemetaan: list[dict[str, Any]]
    ringkasan: dict[str, Any]
    hitungan: HitunganImpor

    @property
    def tanpa_grup(self) -> bool:
        """Does the file say no group at all?"""
        n = self.ringkasan.get("hitung", {}).get("tanpa_grup", 0)
        return bool(n) and n == self.ringkasan["terbaca"]

    @property
    def berkolom(self) -> bool:
        """Has it sheets whose columns can be corrected?"""
        return berkolom(self.pemetaan)


@dataclass(frozen=True, slots=True)
class HitunganImpor:
    """Analyses by what becomes of them, and rows."""

    baru: int = 0
    berubah: int = 0
    sama: int = 0
    galat: int = 0
    peringatan: int = 0
    dilewati: int = 0
    analisa: int = 0
    komponen: int = 0


@dataclass(frozen=True, slots=True)
class KelompokMasalah:
    """Problems of one code: how many, and how many of them can be accepted at once; the first as an example."""

    kode: str
    tingkat: int
    banyak: int
    usul: int
    pola: str
    isi: dict[str, Any]
    contoh_usul: dict[str, Any] | None


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


@dataclass(frozen=True, slots=True)
class BarisAnalisa:
    """A staged analysis."""

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


@dataclass(frozen=True, slots=True)
class HalamanAnalisa:
    """A page of staged analyses."""

    baris: tuple[BarisAnalisa, ...]
    halaman: int
    terakhir: int
    jumlah: int


@dataclass(frozen=True, slots=True)
class HalamanHarga:
    """A page of staged prices."""

    baris: tuple[BarisKomponen, ...]
    halaman: int
    terakhir: int
    jumlah: int


_MASALAH: Final = (
    ImporMasalah.id, ImporMasalah.analisa_id, ImporMasalah.komponen_id, ImporMasalah.lembar, ImporMasalah.baris,
    ImporMasalah.kolom, ImporMasalah.tingkat, ImporMasalah.kode, ImporMasalah.pola, ImporMasalah.isi,
    ImporMasalah.usul, ImporMasalah.diterima,
)  # fmt: skip


def berkolom(pemetaan: list[dict[str, Any]]) -> bool:
    """Are there sheets whose columns can be corrected? A JSON file has none."""
    return any("kolom" in satu for satu in pemetaan)


def daftar_impor(sesi: Session, banyak: int = 100) -> tuple[BarisImpor, ...]:
    """The newest imports, of all admins."""
    i = Impor
    pilih = (
        select(i.id, i.nama_berkas, i.jenis, i.status, i.dibuat, Pengguna.nama, i.edisi_id, i.tujuan)
        .outerjoin(Pengguna, Pengguna.id == i.pengguna_id)
        .order_by(i.id.desc())
        .limit(banyak)
    )
    return tuple(BarisImpor(*b) for b in sesi.execute(pilih))


def get_kepala(sesi: Session, impor_id: int) -> KepalaImpor:
    """An import with its counts. Two statements. Raises NotFound."""
    i = Impor
    b = sesi.execute(
        select(
            i.id, i.nama_berkas, i.ukuran, i.jenis, i.status, i.versi, i.dibuat, i.dikomit, Pengguna.nama,
            i.tugas_id, i.edisi_id, func.coalesce(Edisi.nama, i.tujuan["nama"].astext, ""), i.pemetaan, i.ringkasan,
        )
        .outerjoin(Pengguna, Pengguna.id == i.pengguna_id)
        .outerjoin(Edisi, Edisi.id == i.edisi_id)
        .where(i.id == impor_id)
    ).one_or_none()  # fmt: skip
    if b is None:
        raise NotFound
    return KepalaImpor(*[*b, hitung(sesi, impor_id) if b[3] == "ahsp" else hitung_harga(sesi, impor_id)])


def hitung(sesi: Session, impor_id: int) -> HitunganImpor:
    """Counts of what is staged. One statement."""
    a = ImporAnalisa
    ikut = and_(~a.dilewati, a.tingkat < 2)
    per_banding = [func.count().filter(ikut, a.banding == b) for b in BANDING]
    # Counted once, when it was read.
    komponen = select(Impor.ringkasan["komponen"].as_integer()).where(Impor.id == impor_id).scalar_subquery()
    baris = sesi.execute(
        select(
            *per_banding,
            func.count().filter(~a.dilewati, a.tingkat == 2),
            func.count().filter(~a.dilewati, a.tingkat == 1),
            func.count().filter(a.dilewati),
            func.count(),
            func.coalesce(komponen, 0),
        ).where(a.impor_id == impor_id)
    ).one()
    return HitunganImpor(*tuple(baris))


def hitung_harga(sesi: Session, impor_id: int) -> HitunganImpor:
    """Counts of staged prices; `komponen` is how many there are. One statement."""
    k = ImporKomponen
    baris = sesi.execute(
        select(
            func.count().filter(~k.dilewati, k.tingkat == 2),
            func.count().filter(~k.dilewati, k.tingkat == 1),
            func.count().filter(k.dilewati),
            func.count(),
        ).where(k.impor_id == impor_id)
    ).one()
    galat, peringatan, dilewati, semua = baris
    return HitunganImpor(galat=galat, peringatan=peringatan, dilewati=dilewati, analisa=semua, komponen=semua)


def kelompok_masalah(sesi: Session, impor_id: int) -> tuple[KelompokMasalah, ...]:
    """Problems that are still open, by code, errors first."""
    m = ImporMasalah
    berusul = m.usul.is_not(None)
    kelompok = (
        select(
            m.kode, m.tingkat, func.count().label("banyak"), func.count().filter(berusul).label("usul"),
            func.coalesce(func.min(m.id).filter(berusul), func.min(m.id)).label("contoh"),
        )
        .where(m.impor_id == impor_id, ~m.diterima)
        .group_by(m.kode, m.tingkat)
        .subquery()
    )  # fmt: skip
    k = kelompok.c
    pilih = (
        select(k.kode, k.tingkat, k.banyak, k.usul, m.pola, m.isi, m.usul)
        .join(m, m.id == k.contoh)
        .order_by(k.tingkat.desc(), k.banyak.desc(), k.kode)
    )
    return tuple(KelompokMasalah(*b) for b in sesi.execute(pilih))


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


def halaman_analisa(sesi: Session, impor_id: int, saring: Saring) -> HalamanAnalisa:
    """A page of staged analyses with their problems. Two statements."""
    a = ImporAnalisa
    syarat = [a.impor_id == impor_id, *_syarat(saring)]
    halaman = max(1, saring.halaman)
    while True:
        # The page first: what is said of each row must not be worked out for all of them.
        sepotong = (
            select(a.id, func.count().over().label("n"))
            .where(*syarat)
            .order_by(a.urut)
            .limit(PER)
            .offset((halaman - 1) * PER)
            .subquery()
        )
        pilih = _pilih_analisa().add_columns(sepotong.c.n).join(sepotong, sepotong.c.id == a.id)
        semua = sesi.execute(pilih.order_by(a.urut)).all()
        baris = [BarisAnalisa(*tuple(b)[:-1]) for b in semua]
        if semua or halaman == 1:
            break
        halaman = 1  # there is no such page any more
    jumlah = semua[0][-1] if semua else 0
    terakhir = max(1, -(-jumlah // PER))
    masalah = _masalah_milik(sesi, ImporMasalah.analisa_id.in_([b.id for b in baris]))
    isi = tuple(_dengan(b, [m for m in masalah if m.analisa_id == b.id]) for b in baris)
    return HalamanAnalisa(isi, halaman, terakhir, jumlah)


def halaman_harga(sesi: Session, impor_id: int, saring: Saring) -> HalamanHarga:
    """A page of staged prices with their problems. Two statements, three for a page that is not there."""
    k, m = ImporKomponen, ImporMasalah
    syarat: list[ColumnElement[bool]] = [k.impor_id == impor_id, k.analisa_id.is_(None)]
    if saring.cari:
        pola = f"%{_lolos(saring.cari)}%"
        syarat.append(or_(k.kode.ilike(pola), k.uraian.ilike(pola)))
    if saring.kode:
        syarat.append(exists().where(m.komponen_id == k.id, m.kode == saring.kode, ~m.diterima))
    if saring.tingkat == "dilewati":
        syarat.append(k.dilewati.is_(True))
    elif saring.tingkat:
        syarat += [k.tingkat == {"galat": 2, "peringatan": 1, "bersih": 0}[saring.tingkat], ~k.dilewati]
    halaman = max(1, saring.halaman)
    while True:
        pilih = _pilih_komponen().add_columns(func.count().over()).where(*syarat).order_by(k.urut)
        semua = sesi.execute(pilih.limit(PER).offset((halaman - 1) * PER)).all()
        if semua or halaman == 1:
            break
        halaman = 1
    baris = [BarisKomponen(*tuple(b)[:-1]) for b in semua]
    masalah = _masalah_milik(sesi, ImporMasalah.komponen_id.in_([b.id for b in baris]))
    jumlah = semua[0][-1] if semua else 0
    isi = tuple(_dengan(b, [x for x in masalah if x.komponen_id == b.id]) for b in baris)
    return HalamanHarga(isi, halaman, max(1, -(-jumlah // PER)), jumlah)


def get_komponen(sesi: Session, impor_id: int, komponen_id: int) -> BarisKomponen:
    """A staged row with its problems. Raises NotFound."""
    k = ImporKomponen
    b = sesi.execute(_pilih_komponen().where(k.impor_id == impor_id, k.id == komponen_id)).one_or_none()
    if b is None:
        raise NotFound
    return _dengan(BarisKomponen(*tuple(b)), _masalah_milik(sesi, ImporMasalah.komponen_id == komponen_id))


def get_analisa(sesi: Session, impor_id: int, analisa_id: int) -> BarisAnalisa:
    """A staged analysis with all its problems. Two statements. Raises NotFound."""
    a = ImporAnalisa
    b = sesi.execute(_pilih_analisa().where(a.impor_id == impor_id, a.id == analisa_id)).one_or_none()
    if b is None:
        raise NotFound
    return _dengan(BarisAnalisa(*b), _masalah_milik(sesi, ImporMasalah.analisa_id == analisa_id))


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
    return select(
        a.id, a.urut, a.lembar, a.baris, a.kode, a.grup, a.uraian, a.satuan, a.satuan_asli, a.dilewati, a.tingkat,
        a.banding, a.referensi_id, a.versi, komponen,
    )  # fmt: skip


def _syarat(saring: Saring) -> list[ColumnElement[bool]]:
    a, m = ImporAnalisa, ImporMasalah
    syarat: list[ColumnElement[bool]] = []
    if saring.cari:
        pola = f"%{_lolos(saring.cari)}%"
        punya = exists().where(ImporKomponen.analisa_id == a.id, ImporKomponen.uraian.ilike(pola))
        syarat.append(or_(a.kode.ilike(pola), a.uraian.ilike(pola), punya))
    if saring.kode:
        syarat.append(exists().where(m.analisa_id == a.id, m.kode == saring.kode, ~m.diterima))
    match saring.tingkat:
        case "galat":
            syarat += [a.tingkat == 2, ~a.dilewati]
        case "peringatan":
            syarat += [a.tingkat == 1, ~a.dilewati]
        case "bersih":
            syarat += [a.tingkat == 0, ~a.dilewati]
        case "dilewati":
            syarat.append(a.dilewati.is_(True))
    if saring.banding:
        syarat.append(a.banding == saring.banding)
    return syarat


def _masalah_milik(sesi: Session, syarat: ColumnElement[bool]) -> list[Masalah]:
    m = ImporMasalah
    return [Masalah(*b) for b in sesi.execute(select(*_MASALAH).where(syarat, ~m.diterima).order_by(m.id))]


def _dengan(baris: T, masalah: list[Masalah]) -> T:
    return replace(baris, masalah=tuple(masalah))  # type: ignore[type-var]


def _lolos(teks: str) -> str:
    return teks.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
