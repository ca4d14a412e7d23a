"""What an import would change: each staged analysis against the edition it goes to, in one statement for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from ahsp_app.models import Edisi, Impor, ImporAnalisa

# An analysis is the one of the same code and description; else the only one of that code on either side (renamed).
# Contents are compared as a bag of rows: their order is no change, their coefficients to the last digit are.
# An empty group in the file says nothing about the group.
_SQL: Final = """
    WITH s AS MATERIALIZED (
        SELECT id, kode, lower(uraian) AS u, uraian, satuan, grup,
               row_number() OVER (PARTITION BY kode, lower(uraian) ORDER BY urut) AS n,
               count(*) OVER (PARTITION BY kode) AS banyak
        FROM impor_analisa WHERE impor_id = :impor AND NOT dilewati {kode}
    ), r AS MATERIALIZED (
        SELECT id, kode, lower(uraian) AS u, uraian, satuan, grup,
               row_number() OVER (PARTITION BY kode, lower(uraian) ORDER BY urut, id) AS n,
               count(*) OVER (PARTITION BY kode) AS banyak
        FROM ahsp_referensi WHERE edisi_id = :edisi AND dihapus IS NULL {kode}
    ), isi_s AS (
        SELECT analisa_id AS id, count(*) AS n,
               sum(hashtextextended(concat_ws(E'\\x1f', kategori, coalesce(kode, ''), uraian, satuan,
                                              trim_scale(koefisien)), 0)) AS sidik
        FROM impor_komponen WHERE analisa_id IN (SELECT id FROM s) AND NOT dilewati GROUP BY 1
    ), isi_r AS (
        SELECT k.ahsp_id AS id, count(*) AS n,
               sum(hashtextextended(concat_ws(E'\\x1f', k.kategori, coalesce(k.kode, ''), k.uraian, k.satuan,
                                              trim_scale(k.koefisien)), 0)) AS sidik
        FROM komponen_referensi k JOIN r ON r.id = k.ahsp_id GROUP BY 1
    ), cocok AS (
        SELECT s.id, coalesce(r1.id, r2.id) AS ref
        FROM s LEFT JOIN r r1 ON r1.kode = s.kode AND r1.u = s.u AND r1.n = s.n
        LEFT JOIN r r2 ON s.kode <> '' AND s.banyak = 1 AND r2.banyak = 1 AND r2.kode = s.kode
    ), hasil AS (
        SELECT s.id, c.ref, CASE
            WHEN c.ref IS NULL THEN 'baru'
            WHEN r.uraian = s.uraian AND r.satuan = s.satuan AND (s.grup = '' OR s.grup = r.grup)
                 AND coalesce(ks.n, 0) = coalesce(kr.n, 0) AND coalesce(ks.sidik, 0) = coalesce(kr.sidik, 0) THEN 'sama'
            ELSE 'berubah' END AS banding
        FROM s JOIN cocok c ON c.id = s.id LEFT JOIN r ON r.id = c.ref
        LEFT JOIN isi_s ks ON ks.id = s.id LEFT JOIN isi_r kr ON kr.id = c.ref
    )
    UPDATE impor_analisa a SET banding = h.banding, referensi_id = h.ref FROM hasil h
    WHERE a.id = h.id AND (a.banding, coalesce(a.referensi_id, 0)) IS DISTINCT FROM (h.banding, coalesce(h.ref, 0))
"""
_BANDINGKAN: Final = text(_SQL.replace("{kode}", ""))
_SEBAGIAN: Final = text(_SQL.replace("{kode}", "AND kode = ANY(CAST(:kode AS text[]))"))


def bandingkan(sesi: Session, impor: Impor, kode: Sequence[str] | None = None) -> None:
    """Set `banding` and `referensi_id` of the staged analyses of an import; with `kode` of those codes only."""
    edisi = cari_edisi(sesi, impor)
    if edisi is None:
        sesi.execute(
            update(ImporAnalisa)
            .where(ImporAnalisa.impor_id == impor.id)
            .values(banding="baru", referensi_id=None)
            .execution_options(synchronize_session=False)
        )
        return
    isi = {"impor": impor.id, "edisi": edisi}
    sesi.execute(*((_BANDINGKAN, isi) if kode is None else (_SEBAGIAN, isi | {"kode": list(kode)})))


def cari_edisi(sesi: Session, impor: Impor) -> int | None:
    """The edition an import goes to, if it is there already."""
    if impor.edisi_id is not None:
        return impor.edisi_id
    return sesi.scalar(select(Edisi.id).where(Edisi.nama == impor.tujuan.get("nama", "")))
