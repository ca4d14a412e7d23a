"""The difference between two editions: analyses that came, went or changed, coefficient by coefficient."""

# ruff: noqa: S608 -- the statements are put together from constants of this file only

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.models import KomponenReferensi
from ahsp_app.queries.impor_beda import BedaKoefisien, Sumber, pasangkan

PER: Final = 25
JENIS: Final = ("baru", "hilang", "berubah")


@dataclass(frozen=True, slots=True)
class BedaEdisi:
    """One analysis that is not the same in both editions; `lama` or `baru` is None where it is not there."""

    jenis: str
    lama_id: int | None
    baru_id: int | None
    kode: str
    uraian_lama: str | None
    uraian_baru: str | None
    satuan_lama: str | None
    satuan_baru: str | None
    baris: tuple[BedaKoefisien, ...] = ()


@dataclass(frozen=True, slots=True)
class HalamanBeda:
    """A page of differences; `hitungan` counts all of them by kind, and what is the same."""

    baris: tuple[BedaEdisi, ...]
    hitungan: dict[str, int]
    halaman: int
    terakhir: int
    jumlah: int


# The pairing is that of imports (services/impor_banding.py): code and description, else the only one of its code.
_DASAR: Final = """
    WITH l AS MATERIALIZED (
        SELECT id, kode, urut, lower(uraian) AS u, uraian, satuan,
               row_number() OVER (PARTITION BY kode, lower(uraian) ORDER BY urut, id) AS n,
               count(*) OVER (PARTITION BY kode) AS banyak
        FROM ahsp_referensi WHERE edisi_id = :lama AND dihapus IS NULL
    ), b AS MATERIALIZED (
        SELECT id, kode, urut, lower(uraian) AS u, uraian, satuan,
               row_number() OVER (PARTITION BY kode, lower(uraian) ORDER BY urut, id) AS n,
               count(*) OVER (PARTITION BY kode) AS banyak
        FROM ahsp_referensi WHERE edisi_id = :baru AND dihapus IS NULL
    ), isi AS MATERIALIZED (
        SELECT k.ahsp_id AS id, count(*) AS n,
               sum(hashtextextended(concat_ws(E'\\x1f', k.kategori, lower(k.uraian), k.satuan,
                                              trim_scale(k.koefisien)), 0)) AS sidik
        FROM komponen_referensi k JOIN (SELECT id FROM l UNION ALL SELECT id FROM b) x ON x.id = k.ahsp_id GROUP BY 1
    ), pasang AS (
        SELECT b.id AS baru_id, coalesce(l1.id, l2.id) AS lama_id
        FROM b LEFT JOIN l l1 ON l1.kode = b.kode AND l1.u = b.u AND l1.n = b.n
        LEFT JOIN l l2 ON b.kode <> '' AND b.banyak = 1 AND l2.banyak = 1 AND l2.kode = b.kode
    ), beda AS (
        SELECT p.lama_id, p.baru_id, b.kode, b.urut, l.uraian AS uraian_lama, b.uraian AS uraian_baru,
               l.satuan AS satuan_lama, b.satuan AS satuan_baru,
               CASE WHEN l.id IS NULL THEN 'baru'
                    WHEN l.u = b.u AND l.satuan = b.satuan AND coalesce(il.n, 0) = coalesce(ib.n, 0)
                         AND coalesce(il.sidik, 0) = coalesce(ib.sidik, 0) THEN 'sama'
                    ELSE 'berubah' END AS jenis
        FROM pasang p JOIN b ON b.id = p.baru_id LEFT JOIN l ON l.id = p.lama_id
        LEFT JOIN isi il ON il.id = p.lama_id LEFT JOIN isi ib ON ib.id = p.baru_id
        UNION ALL
        SELECT l.id, NULL, l.kode, l.urut, l.uraian, NULL, l.satuan, NULL, 'hilang'
        FROM l WHERE NOT EXISTS (SELECT FROM pasang p WHERE p.lama_id = l.id)
    )
"""
_HITUNG: Final = text(f"{_DASAR} SELECT jenis, count(*) FROM beda GROUP BY jenis")
_HALAMAN: Final = text(f"""{_DASAR}
    SELECT jenis, lama_id, baru_id, kode, uraian_lama, uraian_baru, satuan_lama, satuan_baru FROM beda
    WHERE jenis <> 'sama' AND (:jenis = '' OR jenis = :jenis)
    ORDER BY urut, kode, jenis, lama_id, baru_id LIMIT {PER} OFFSET :mulai
""")


def beda_edisi(sesi: Session, lama: int, baru: int, jenis: str = "", halaman: int = 1) -> HalamanBeda:
    """A page of what is different in edition `baru` against `lama`. Three statements."""
    hitungan = dict.fromkeys(("baru", "hilang", "berubah", "sama"), 0)
    hitungan |= {j: n for j, n in sesi.execute(_HITUNG, {"lama": lama, "baru": baru})}
    jumlah = hitungan[jenis] if jenis else sum(hitungan[j] for j in JENIS)
    terakhir = max(1, -(-jumlah // PER))
    halaman = min(max(1, halaman), terakhir)
    isi = {"lama": lama, "baru": baru, "jenis": jenis, "mulai": (halaman - 1) * PER}
    baris = [BedaEdisi(*tuple(b)) for b in sesi.execute(_HALAMAN, isi)]
    sumber = _komponen(sesi, [i for b in baris for i in (b.lama_id, b.baru_id) if i is not None])
    lengkap = tuple(
        BedaEdisi(
            b.jenis, b.lama_id, b.baru_id, b.kode, b.uraian_lama, b.uraian_baru, b.satuan_lama, b.satuan_baru,
            pasangkan(sumber.get(b.lama_id or 0, []), sumber.get(b.baru_id or 0, [])),
        )
        for b in baris
    )  # fmt: skip
    return HalamanBeda(lengkap, hitungan, halaman, terakhir, jumlah)


def _komponen(sesi: Session, ahsp_id: list[int]) -> dict[int, list[Sumber]]:
    k = KomponenReferensi
    pilih = select(k.ahsp_id, k.kategori, k.uraian, k.satuan, k.koefisien).where(k.ahsp_id.in_(ahsp_id))
    isi: dict[int, list[Sumber]] = {}
    for nomor, kategori, uraian, satuan, koefisien in sesi.execute(pilih.order_by(k.ahsp_id, k.urut)):
        isi.setdefault(nomor, []).append((kategori, uraian, satuan, koefisien))
    return isi
