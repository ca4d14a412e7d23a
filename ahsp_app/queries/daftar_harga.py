"""Resources of a project with their prices and where they are used."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

# A price is missing when neither it nor a purchase price is there; that is not the same as free.
KOSONG = "h.harga IS NULL AND h.harga_beli IS NULL"
DIPAKAI = "EXISTS (SELECT FROM komponen k WHERE k.harga_item_id = h.id AND k.sampah_id IS NULL)"
SARING = {"": "", "kosong": f"AND {KOSONG}", "tidak-dipakai": f"AND NOT {DIPAKAI}"}
KATEGORI = ("TK", "BHN", "ALT", "LAIN")


class BarisHarga(NamedTuple):
    """One resource; `dipakai` counts the works that use it directly."""

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
    versi: int
    dipakai: int


class Pemakai(NamedTuple):
    """A work that uses a resource."""

    id: int
    kode: str | None
    uraian: str
    satuan: str
    volume: Decimal | None
    koefisien: Decimal


@dataclass(frozen=True, slots=True)
class HalamanHarga:
    """One page of resources, and how many there are by kategori and state."""

    baris: tuple[BarisHarga, ...]
    halaman: int
    banyak_halaman: int
    banyak: int
    per_kategori: dict[str, int]
    kosong: int


_HITUNG = """
    SELECT h.kategori, count(*) FILTER (WHERE true {cocok}), count(*), count(*) FILTER (WHERE {kosong})
    FROM harga_item h WHERE h.proyek_id = :p AND h.sampah_id IS NULL GROUP BY h.kategori
"""
_URUT = f"({KOSONG}) DESC, array_position(ARRAY['TK', 'BHN', 'ALT', 'LAIN'], h.kategori::text), h.uraian_kunci, h.id"
_BARIS = """
    SELECT h.id, h.kategori, h.kode, h.uraian, h.satuan, h.harga, h.satuan_beli, h.harga_beli, h.faktor,
           h.sumber_harga, h.versi,
           (SELECT count(DISTINCT k.pekerjaan_id) FROM komponen k WHERE k.harga_item_id = h.id AND k.sampah_id IS NULL)
    FROM (
        SELECT h.* FROM harga_item h WHERE h.proyek_id = :p AND h.sampah_id IS NULL {cocok}
        ORDER BY {urut} LIMIT :n OFFSET :o
    ) h ORDER BY {urut}
"""
_PEMAKAI = text("""
    SELECT p.id, p.kode, p.uraian, p.satuan, p.volume, sum(k.koefisien) FROM komponen k
    JOIN pekerjaan p ON p.id = k.pekerjaan_id
    WHERE k.proyek_id = :p AND k.harga_item_id = :id AND k.sampah_id IS NULL AND p.sampah_id IS NULL
    GROUP BY p.id ORDER BY p.klasifikasi_id, p.urut LIMIT :n
""")


def halaman_harga(
    sesi: Session,
    proyek_id: int,
    halaman: int = 1,
    per: int = 50,
    *,
    kategori: str = "",
    saring: str = "",
    cari: str = "",
) -> HalamanHarga:
    """Resources `per` at a time: those without a price first, then by kategori and name. Two statements."""
    cocok, isi = _cocok(kategori, saring, cari)
    hitung = sesi.execute(text(_HITUNG.format(cocok=cocok, kosong=KOSONG)), {"p": proyek_id, **isi}).all()
    banyak = sum(b[1] for b in hitung)
    terakhir = max(1, -(-banyak // per))
    halaman = max(1, min(halaman, terakhir))
    baris = sesi.execute(
        text(_BARIS.format(cocok=cocok, urut=_URUT)), {"p": proyek_id, "n": per, "o": (halaman - 1) * per, **isi}
    )
    return HalamanHarga(
        baris=tuple(BarisHarga._make(b) for b in baris),
        halaman=halaman,
        banyak_halaman=terakhir,
        banyak=banyak,
        per_kategori={b[0]: b[2] for b in hitung},
        kosong=sum(b[3] for b in hitung),
    )


def list_pemakai(sesi: Session, proyek_id: int, item_id: int, batas: int = 100) -> list[Pemakai]:
    """The works whose analysis has this resource, the first `batas` of them. One statement."""
    return [Pemakai._make(b) for b in sesi.execute(_PEMAKAI, {"p": proyek_id, "id": item_id, "n": batas})]


def list_tak_dipakai(sesi: Session, proyek_id: int) -> Collection[int]:
    """Resources that no analysis has, not even one in the trash. One statement."""
    sql = text("""
        SELECT id FROM harga_item h WHERE proyek_id = :p AND sampah_id IS NULL
          AND NOT EXISTS (SELECT FROM komponen k WHERE k.harga_item_id = h.id) ORDER BY id
    """)
    return list(sesi.scalars(sql, {"p": proyek_id}))


def _cocok(kategori: str, saring: str, cari: str) -> tuple[str, dict[str, Any]]:
    bagian, isi = [SARING.get(saring, "")], {}
    if kategori in KATEGORI:
        bagian.append("AND h.kategori = :kategori")
        isi["kategori"] = kategori
    for n, kata in enumerate(cari.split()[:8]):
        bagian.append(f"AND (h.uraian ILIKE :kata{n} OR h.kode ILIKE :kata{n})")
        isi[f"kata{n}"] = "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return " ".join(b for b in bagian if b), isi
