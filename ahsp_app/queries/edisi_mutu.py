"""What deserves a look in an edition, of what is in use. Each list is short; `banyak` counts all."""

# ruff: noqa: S608 -- the statement is put together from constants of this file only

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

CONTOH: Final = 50


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


# Prices are held against the median of the same resource in all active books, coefficients against the median of the
# same resource in this edition. Two descriptions are nearly the same when their letters are and their figures equal
# ("pipa 1/2" and "pipa 3/4" are two works); only neighbours in the alphabet are compared, which is enough and cheap.
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
    ), harga AS MATERIALIZED (
        SELECT h.kategori, h.uraian_kunci, h.satuan_kunci, max(h.uraian) AS nama, count(*) AS n,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY h.harga) AS median, max(h.harga) AS atas,
               min(h.harga) AS bawah
        FROM harga_dasar h JOIN daftar_harga d ON d.id = h.daftar_id AND d.aktif WHERE h.harga > 0
        GROUP BY 1, 2, 3 HAVING count(*) >= 3
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
        UNION ALL
        SELECT DISTINCT 'harga_pencilan', 0::bigint, '', h.nama, 0,
               round(h.bawah) || ' – ' || round(h.atas) || ' / median ' || round(h.median::numeric)
               || ' (' || h.n || ')'
        FROM harga h JOIN k ON k.kategori = h.kategori AND k.kunci = h.uraian_kunci
        WHERE h.atas > h.median * 3 OR h.bawah * 3 < h.median
    ), dinomori AS (
        SELECT *, count(*) OVER (PARTITION BY jenis) AS banyak,
               row_number() OVER (PARTITION BY jenis ORDER BY urut, kode, isi) AS n
        FROM semua
    )
    SELECT jenis, banyak, id, kode, uraian, isi FROM dinomori WHERE n <= {CONTOH} ORDER BY jenis, n
""")


def mutu_edisi(sesi: Session, edisi_id: int) -> tuple[Mutu, ...]:
    """Zero coefficients, missing units and rows, doubles, and outliers. One statement."""
    isi: dict[str, tuple[int, list[Temuan]]] = {}
    for jenis, banyak, ahsp_id, kode, uraian, teks in sesi.execute(_SQL, {"edisi": edisi_id}):
        isi.setdefault(jenis, (banyak, []))[1].append(Temuan(ahsp_id, kode, uraian, teks))
    return tuple(Mutu(jenis, banyak, tuple(contoh)) for jenis, (banyak, contoh) in isi.items())
