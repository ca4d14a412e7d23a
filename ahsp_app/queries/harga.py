"""The resources of a project with their prices: what is missing first, where each is used, how much is needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Kategori, harga_satuan
from ahsp_app.calc.buku_harga import Kesegaran
from ahsp_app.calc.teks import kunci_teks

TANPA_BATAS = Kesegaran(date.min, 0)


class BarisHarga(NamedTuple):
    """A resource as shown; `dipakai` counts the works whose analysis names it."""

    id: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str
    tanggal_harga: date | None
    diubah: datetime
    versi: int
    dipakai: int

    @property
    def tanggal(self) -> date:
        """The day of the price: of the book it comes from, else when it was last changed here."""
        return self.tanggal_harga or self.diubah.date()

    @property
    def harga_satuan(self) -> Fraction | None:
        """Rupiah per base unit, exact; None is missing."""
        return harga_satuan(self.harga, self.harga_beli, self.faktor)

    @property
    def kosong(self) -> bool:
        """Whether the price is missing."""
        return self.harga is None and self.harga_beli is None


@dataclass(frozen=True, slots=True)
class Hitungan:
    """How many resources there are, by kategori; of all, without a price, with a stale one, that no analysis uses."""

    per_kategori: dict[str, int]
    kosong: int
    tidak_dipakai: int
    basi: int

    @property
    def semua(self) -> int:
        """All of them."""
        return sum(self.per_kategori.values())


@dataclass(frozen=True, slots=True)
class HalamanHarga:
    """One page of resources, those without a price first, then by kategori and name."""

    baris: tuple[BarisHarga, ...]
    halaman: int
    banyak_halaman: int
    banyak_baris: int
    hitungan: Hitungan


class Pemakai(NamedTuple):
    """A work that uses a resource directly; `koefisien` is the sum of its rows."""

    id: int
    uraian: str
    satuan: str
    volume: Decimal | None
    koefisien: Decimal


@dataclass(frozen=True, slots=True)
class Pemakaian:
    """Where a resource is used: a page of the works that name it, how many these are, how many it reaches with
    those that nest them, and how much of it the whole project needs.
    """

    baris: tuple[Pemakai, ...]
    langsung: int
    terjangkau: int
    kebutuhan: Decimal


_KOSONG = "h.harga IS NULL AND h.harga_beli IS NULL"
_TAK_DIPAKAI = "NOT EXISTS (SELECT FROM komponen c WHERE c.harga_item_id = h.id AND c.sampah_id IS NULL)"
# A price of a book is stale by its day or its year; one that was typed, by the day of its last change.
_BASI = f"""NOT ({_KOSONG}) AND (
    coalesce(h.tanggal_harga, CAST(h.diubah AT TIME ZONE 'UTC' AS date)) < CAST(:basi AS date)
    OR extract(year FROM h.tanggal_harga) < CAST(:tahun AS int))"""
SARING: dict[str, str] = {"": "TRUE", "kosong": _KOSONG, "tidak-dipakai": _TAK_DIPAKAI, "lama": _BASI}
_URUTAN = f"""({_KOSONG}) DESC, array_position(CAST(ARRAY['TK', 'BHN', 'ALT', 'LAIN'] AS varchar[]), h.kategori),
    h.uraian_kunci, h.satuan_kunci, h.id"""
_KOLOM = """h.id, h.kategori, h.kode, h.uraian, h.satuan, h.harga, h.satuan_beli, h.harga_beli, h.faktor,
    h.sumber_harga, h.tanggal_harga, h.diubah, h.versi"""
_HIDUP = "FROM harga_item h WHERE h.proyek_id = :p AND h.sampah_id IS NULL"
_HITUNG = f"""
    SELECT h.kategori, count(*), count(*) FILTER (WHERE {_KOSONG}), count(*) FILTER (WHERE {_TAK_DIPAKAI}),
           count(*) FILTER (WHERE {{syarat}}), count(*) FILTER (WHERE {_BASI})
    {_HIDUP} GROUP BY h.kategori
"""
_HALAMAN = f"SELECT {_KOLOM} {_HIDUP} AND {{syarat}} ORDER BY {_URUTAN} LIMIT :n OFFSET :o"
_SATU = text(f"SELECT {_KOLOM} {_HIDUP} AND h.id = :id")
_DIPAKAI = text("""
    SELECT harga_item_id, count(*) FROM (
        SELECT DISTINCT harga_item_id, pekerjaan_id FROM komponen
        WHERE harga_item_id = ANY(CAST(:id AS bigint[])) AND sampah_id IS NULL
    ) k GROUP BY harga_item_id
""")
_PEMAKAI = text("""
    WITH besar AS (
        SELECT c.pekerjaan_id AS id, c.koefisien, coalesce(p.volume, 0) * c.koefisien AS banyak
        FROM (
            SELECT pekerjaan_id, sum(koefisien) AS koefisien FROM komponen
            WHERE harga_item_id = :id AND sampah_id IS NULL GROUP BY pekerjaan_id
        ) c JOIN pekerjaan p ON p.id = c.pekerjaan_id
        ORDER BY banyak DESC, id LIMIT :n OFFSET :o
    )
    SELECT p.id, p.uraian, p.satuan, p.volume, besar.koefisien
    FROM besar JOIN pekerjaan p ON p.id = besar.id ORDER BY besar.banyak DESC, p.id
""")
_KEBUTUHAN = text("""
    WITH RECURSIVE naik AS (
        SELECT pekerjaan_id, CAST(koefisien AS numeric) AS koefisien, 1 AS dalam
        FROM komponen WHERE harga_item_id = :id AND sampah_id IS NULL
        UNION ALL
        SELECT c.pekerjaan_id, c.koefisien * naik.koefisien, naik.dalam + 1
        FROM komponen c JOIN naik ON c.sub_id = naik.pekerjaan_id WHERE c.sampah_id IS NULL
    )
    SELECT count(DISTINCT naik.pekerjaan_id) FILTER (WHERE naik.dalam = 1), count(DISTINCT naik.pekerjaan_id),
           coalesce(sum(naik.koefisien * p.volume), 0)
    FROM naik JOIN pekerjaan p ON p.id = naik.pekerjaan_id
""")


def halaman_harga(
    sesi: Session,
    proyek_id: int,
    halaman: int = 1,
    per: int = 50,
    *,
    cari: str = "",
    kategori: str = "",
    saring: str = "",
    segar: Kesegaran = TANPA_BATAS,
) -> HalamanHarga:
    """Resources `per` at a time; a page beyond the end is the last. Three statements, whatever the project's size.

    `cari` keeps those whose name or code has all the words, `kategori` one kind, `saring` those in a state; `segar`
    says what is stale.
    """
    syarat, isi = _syarat(cari, kategori, saring)
    isi |= {"basi": segar.sebelum, "tahun": segar.tahun}
    angka = sesi.execute(text(_HITUNG.format(syarat=syarat)), {"p": proyek_id, **isi}).all()
    hitungan = _hitungan(angka)
    banyak = sum(b[4] for b in angka)
    banyak_halaman = max(1, -(-banyak // per))
    halaman = max(1, min(halaman, banyak_halaman))
    potong = {"p": proyek_id, "n": per, "o": (halaman - 1) * per}
    baris = sesi.execute(text(_HALAMAN.format(syarat=syarat)), potong | isi).all() if banyak else []
    dipakai = _dipakai(sesi, [b[0] for b in baris])
    semua = tuple(BarisHarga._make((*b, dipakai.get(b[0], 0))) for b in baris)
    return HalamanHarga(semua, halaman, banyak_halaman, banyak, hitungan)


def hitungan_harga(sesi: Session, proyek_id: int, segar: Kesegaran = TANPA_BATAS) -> Hitungan:
    """The counts alone. One statement."""
    isi = {"p": proyek_id, "basi": segar.sebelum, "tahun": segar.tahun}
    return _hitungan(sesi.execute(text(_HITUNG.format(syarat="TRUE")), isi).all())


def find_baris(sesi: Session, proyek_id: int, item_id: int) -> BarisHarga | None:
    """One living resource as shown. Two statements."""
    baris = sesi.execute(_SATU, {"p": proyek_id, "id": item_id}).one_or_none()
    return None if baris is None else BarisHarga._make((*baris, _dipakai(sesi, [item_id]).get(item_id, 0)))


def pemakaian(sesi: Session, item_id: int, halaman: int = 1, per: int = 20) -> Pemakaian:
    """Where a resource is used, the works that need most of it first. Two statements.

    `kebutuhan` = Σ volume × koefisien with nested works expanded; a volume that is not filled in counts 0.
    """
    langsung, terjangkau, kebutuhan = sesi.execute(_KEBUTUHAN, {"id": item_id}).one()
    baris = sesi.execute(_PEMAKAI, {"id": item_id, "n": per, "o": (max(halaman, 1) - 1) * per})
    return Pemakaian(tuple(Pemakai(*b) for b in baris), langsung, terjangkau, kebutuhan)


def _hitungan(angka: Sequence[Any]) -> Hitungan:
    kosong, tidak_dipakai, basi = (sum(b[n] for b in angka) for n in (2, 3, 5))
    return Hitungan({b[0]: b[1] for b in angka}, kosong, tidak_dipakai, basi)


def _dipakai(sesi: Session, ids: Collection[int]) -> dict[int, int]:
    return {i: n for i, n in sesi.execute(_DIPAKAI, {"id": list(ids)})} if ids else {}


def _syarat(cari: str, kategori: str, saring: str) -> tuple[str, dict[str, Any]]:
    bagian: list[str] = [SARING.get(saring, "TRUE")]
    isi: dict[str, Any] = {}
    if kategori in Kategori.__members__:
        bagian.append("h.kategori = :kategori")
        isi["kategori"] = kategori
    for n, kata in enumerate(kunci_teks(cari).split()[:8]):
        bagian.append(f"(h.uraian_kunci LIKE :kata{n} OR lower(h.kode) LIKE :kata{n})")
        isi[f"kata{n}"] = "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return " AND ".join(f"({b})" for b in bagian), isi
