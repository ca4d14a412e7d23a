"""Coefficients of an import against what the catalogue has of the same resource in works of the same unit.

A file with little in it has nothing to learn from; the catalogue knows what is usual.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_angka, cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.importers.katalog.bentuk import MasalahBaris, Tingkat, Usul
from ahsp_app.models import Impor
from ahsp_app.services.impor_tampung import tampung_masalah_baris

_JANGGAL: Final = text("""
    WITH calon AS MATERIALIZED (
        SELECT k.id, k.analisa_id, k.lembar, k.baris, k.koefisien,
               k.kategori, lower(k.uraian) AS uraian, k.satuan, a.satuan AS kerja
        FROM impor_komponen k JOIN impor_analisa a ON a.id = k.analisa_id
        WHERE k.impor_id = :impor AND NOT k.dilewati AND k.koefisien >= 100 AND k.koefisien = trunc(k.koefisien)
          AND NOT EXISTS (SELECT FROM impor_masalah m WHERE m.komponen_id = k.id AND m.kode = 'titik_hilang')
    ), lazim AS (
        SELECT r.kategori, lower(r.uraian) AS uraian, r.satuan, h.satuan AS kerja,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY r.koefisien) AS tengah
        FROM komponen_referensi r JOIN ahsp_referensi h ON h.id = r.ahsp_id AND h.dihapus IS NULL
        WHERE r.koefisien > 0
          AND (r.kategori, lower(r.uraian), r.satuan, h.satuan) IN (SELECT kategori, uraian, satuan, kerja FROM calon)
        GROUP BY 1, 2, 3, 4 HAVING count(*) >= 3
    )
    SELECT c.id, c.analisa_id, c.lembar, c.baris, c.koefisien, l.tengah
    FROM calon c JOIN lazim l USING (kategori, uraian, satuan, kerja) WHERE c.koefisien >= 100 * l.tengah ORDER BY c.id
""")
_TANDAI: Final = text("""
    WITH k AS (
        UPDATE impor_komponen SET tingkat = greatest(tingkat, 1) WHERE id = ANY(CAST(:komponen AS bigint[]))
        RETURNING analisa_id)
    UPDATE impor_analisa SET tingkat = greatest(tingkat, 1) WHERE id IN (SELECT analisa_id FROM k)
""")


def tanyakan_yang_janggal(sesi: Session, impor: Impor) -> int:
    """Ask about whole coefficients a hundred times the median of the catalogue; how many there are."""
    janggal = sesi.execute(_JANGGAL, {"impor": impor.id}).all()
    if not janggal:
        return 0
    tampung_masalah_baris(
        sesi, impor, [(b.analisa_id, b.id, _masalah(b.koefisien, b.tengah), b.lembar, b.baris) for b in janggal]
    )
    sesi.execute(_TANDAI, {"komponen": [b.id for b in janggal]})
    return len(janggal)


def _masalah(koefisien: Decimal, tengah: Decimal) -> MasalahBaris:
    nilai = koefisien.normalize()
    calon = [nilai.scaleb(-g) for g in range(1, 10)]
    saran = min(calon, key=lambda c: max(c / tengah, tengah / c)).normalize()
    pola = N_("Koefisien %(nilai)s jauh di atas yang lazim di katalog (%(tengah)s); mungkin %(saran)s?")
    isi = {"nilai": cetak_angka(nilai), "tengah": cetak_angka(tengah.normalize()), "saran": cetak_angka(saran)}
    pasti = tengah / 2 <= saran <= tengah * 2
    usul = Usul("koefisien", cetak_kanonik(saran), pasti)
    return MasalahBaris(Tingkat.PERINGATAN, "titik_hilang", pola, isi, "koefisien", usul)
