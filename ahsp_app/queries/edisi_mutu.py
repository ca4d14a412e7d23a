"""What deserves a look in an edition and in the books of prices, of what is in use. `banyak` counts all of a list."""

# ruff: noqa: S608 -- the statement is put together from constants of this file only

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

CONTOH: Final = 50
CONTOH_HARGA: Final = 100


@dataclass(frozen=True, slots=True)
class Temuan:
    """An analysis, and what is odd about it in figures or words of the data."""

    ahsp_id: int
    kode: str
    uraian: str
    isi: str


@dataclass(frozen=True, slots=True)
class Mutu:
    """One kind of finding."""

    jenis: str
    banyak: int
    contoh: tuple[Temuan, ...]


class PencilanHarga(NamedTuple):
    """A price per base unit (Rp) and how many times the median of its `banyak_harga` prices above nothing it is."""

    daftar_id: int
    buku: str
    kategori: str
    uraian: str
    satuan: str
    harga: Decimal
    median: Decimal
    rasio: Decimal
    banyak_harga: int


@dataclass(frozen=True, slots=True)
class PencilanSemua:
    """Prices far from their median, the farthest first."""

    banyak: int
    contoh: tuple[PencilanHarga, ...]


# Coefficients are held against the median of the same resource in this edition. Two descriptions are nearly the same
# when their letters are and their figures equal ("pipa 1/2" and "pipa 3/4" are two works); only neighbours in the
# alphabet are compared, which is enough and cheap.
_SQL: Final = text(f"""
    WITH a AS MATERIALIZED (
        SELECT id, kode, uraian, satuan, urut FROM ahsp_referensi
        WHERE edisi_id = :edisi AND dihapus IS NULL AND diarsipkan IS NULL
    ), k AS MATERIALIZED (
        SELECT a.id, a.kode, a.uraian, a.urut, k.kategori, k.uraian AS nama, k.satuan, k.koefisien,
               lower(k.uraian) AS kunci
        FROM komponen_referensi k JOIN a ON a.id = k.ahsp_id
    ), tengah AS (
        SELECT kategori, kunci, satuan, percentile_cont(0.5) WITHIN GROUP (ORDER BY koefisien) AS median
        FROM k WHERE koefisien > 0 GROUP BY 1, 2, 3 HAVING count(*) >= 10
    ), tetangga AS (
        SELECT id, kode, uraian, urut, lag(uraian) OVER w AS lain, lag(kode) OVER w AS kode_lain
        FROM a WINDOW w AS (PARTITION BY satuan ORDER BY lower(uraian), id)
    ), semua AS (
        SELECT 'koefisien_nol' AS jenis, id, kode, uraian, urut, nama AS isi FROM k WHERE koefisien = 0
        UNION ALL
        SELECT 'tanpa_satuan', id, kode, uraian, urut, '' FROM a WHERE satuan IN ('', '-')
        UNION ALL
        SELECT 'tanpa_satuan', id, kode, uraian, urut, nama FROM k WHERE satuan IN ('', '-')
        UNION ALL
        SELECT 'tanpa_komponen', id, kode, uraian, urut, '' FROM a WHERE NOT EXISTS (SELECT FROM k WHERE k.id = a.id)
        UNION ALL
        SELECT 'kode_ganda', id, kode, uraian, urut, '' FROM (
            SELECT *, count(*) OVER (PARTITION BY kode) AS n FROM a WHERE kode <> '') x WHERE n > 1
        UNION ALL
        SELECT 'mirip', id, kode, uraian, urut, kode_lain || ' ' || lain FROM tetangga
        WHERE similarity(uraian, lain) >= 0.9
          AND regexp_replace(uraian, '[^0-9]+', ' ', 'g') = regexp_replace(lain, '[^0-9]+', ' ', 'g')
        UNION ALL
        SELECT 'pencilan', k.id, k.kode, k.uraian, k.urut,
               k.nama || ' ' || trim_scale(k.koefisien) || ' ' || k.satuan || ' / median '
               || round(t.median::numeric, 4)
        FROM k JOIN tengah t USING (kategori, kunci, satuan)
        WHERE k.koefisien > t.median * 100
    ), dinomori AS (
        SELECT *, count(*) OVER (PARTITION BY jenis) AS banyak,
               row_number() OVER (PARTITION BY jenis ORDER BY urut, kode, isi) AS n
        FROM semua
    )
    SELECT jenis, banyak, id, kode, uraian, isi FROM dinomori WHERE n <= {CONTOH} ORDER BY jenis, n
""")

# A book names a resource once, so the number of its prices is the number of books that have it. Both middle prices
# are asked for because percentile_cont would go through floats. A price of nothing is far, but measures nothing.
_SQL_HARGA: Final = text(f"""
    WITH h AS MATERIALIZED (
        SELECT h.daftar_id, d.nama AS buku, h.kategori, h.uraian_kunci, h.satuan_kunci, h.uraian, h.satuan, h.harga
        FROM harga_dasar h JOIN daftar_harga d ON d.id = h.daftar_id WHERE d.aktif
    ), tengah AS (
        SELECT kategori, uraian_kunci, satuan_kunci, count(*) AS n,
               (percentile_disc(0.5) WITHIN GROUP (ORDER BY harga)
                + percentile_disc(0.5) WITHIN GROUP (ORDER BY harga DESC)) / 2 AS median
        FROM h WHERE harga > 0 GROUP BY 1, 2, 3 HAVING count(*) >= 2
    )
    SELECT daftar_id, buku, kategori, uraian, satuan, harga, median,
           round(harga / median, CASE WHEN harga > median THEN 2 ELSE 4 END), n, count(*) OVER ()
    FROM h JOIN tengah USING (kategori, uraian_kunci, satuan_kunci)
    WHERE harga > median * 3 OR harga * 3 < median
    ORDER BY harga > 0, greatest(harga / median, median / nullif(harga, 0)) DESC, uraian_kunci, buku, daftar_id
    LIMIT {CONTOH_HARGA}
""")


def mutu_edisi(sesi: Session, edisi_id: int) -> tuple[Mutu, ...]:
    """Zero coefficients, missing units and rows, doubles, and outliers. One statement."""
    isi: dict[str, tuple[int, list[Temuan]]] = {}
    for jenis, banyak, ahsp_id, kode, uraian, teks in sesi.execute(_SQL, {"edisi": edisi_id}):
        isi.setdefault(jenis, (banyak, []))[1].append(Temuan(ahsp_id, kode, uraian, teks))
    return tuple(Mutu(jenis, banyak, tuple(contoh)) for jenis, (banyak, contoh) in isi.items())


def pencilan_harga(sesi: Session) -> PencilanSemua:
    """Prices above three times or below a third of the median of the same resource in the active books.

    Per base unit. The same resource: kategori, normalised uraian and canonical unit, in two books at least.
    One statement.
    """
    baris = sesi.execute(_SQL_HARGA).all()
    return PencilanSemua(baris[0][-1] if baris else 0, tuple(PencilanHarga._make(b[:-1]) for b in baris))
