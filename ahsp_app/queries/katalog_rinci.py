"""Analyses of the catalogue with the prices of a project: what a work would cost there if it were added now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Baris, Biaya, Harga, Kategori, harga_satuan, hitung_biaya, hitung_harga
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.errors import NotFound
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi, Proyek

Identitas = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sumber:
    """A row of an analysis: koefisien × harga (rupiah per unit of the resource; None is missing) = jumlah."""

    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    koefisien: Decimal
    harga: Fraction | None

    @property
    def jumlah(self) -> Fraction | None:
        """What this row costs for one unit of the work."""
        return None if self.harga is None else Fraction(self.koefisien) * self.harga


@dataclass(frozen=True, slots=True)
class HargaAnalisa:
    """Unit price of an analysis in a project. `hsp` is None without components; `tanpa_harga` resources count 0."""

    biaya: Biaya
    margin: Fraction
    hsp: Decimal | None
    tanpa_harga: int


@dataclass(frozen=True, slots=True)
class Rincian:
    """An analysis: for one `satuan` of `uraian` these resources are needed."""

    id: int
    kode: str
    uraian: str
    satuan: str
    grup: str
    edisi: str
    regulasi: str | None
    bahan: tuple[Sumber, ...]
    harga: HargaAnalisa


_KOMPONEN: Final = text("""
    SELECT ahsp_id, kategori, uraian, satuan, koefisien FROM komponen_referensi
    WHERE ahsp_id = ANY(CAST(:ahsp AS bigint[])) ORDER BY ahsp_id, urut
""")
# The resource as the project has it, priced or not; else as its price book has it.
_HARGA: Final = text("""
    SELECT i.kategori, i.uraian_kunci, i.satuan_kunci, i.harga, i.harga_beli, i.faktor, 1 AS giliran
    FROM harga_item i JOIN unnest(CAST(:kategori AS text[]), CAST(:uraian AS text[]), CAST(:satuan AS text[]))
        AS d(kategori, uraian, satuan)
        ON i.kategori = d.kategori AND i.uraian_kunci = d.uraian AND i.satuan_kunci = d.satuan
    WHERE i.proyek_id = :proyek AND i.sampah_id IS NULL
    UNION ALL
    SELECT h.kategori, h.uraian_kunci, h.satuan_kunci, h.harga, h.harga_beli, h.faktor, 0
    FROM harga_dasar h JOIN unnest(CAST(:kategori AS text[]), CAST(:uraian AS text[]), CAST(:satuan AS text[]))
        AS d(kategori, uraian, satuan)
        ON h.kategori = d.kategori AND h.uraian_kunci = d.uraian AND h.satuan_kunci = d.satuan
    WHERE h.daftar_id = :daftar
    ORDER BY giliran
""")


def hargai(sesi: Session, proyek: Proyek, ahsp: Collection[int]) -> dict[int, HargaAnalisa]:
    """The unit price each of these analyses would have in the project. Two statements for any number."""
    if not ahsp:
        return {}
    isi: dict[int, list[tuple[Identitas, Decimal]]] = defaultdict(list)
    for ahsp_id, kategori, uraian, satuan, koefisien in sesi.execute(_KOMPONEN, {"ahsp": list(ahsp)}):
        isi[ahsp_id].append((_identitas(kategori, uraian, satuan), koefisien))
    harga = _harga_proyek(sesi, proyek, {i for semua in isi.values() for i, _ in semua})
    return _hitung(proyek, {a: isi.get(a, []) for a in ahsp}, harga)


def get_rincian(sesi: Session, proyek: Proyek, ahsp_id: int) -> Rincian:
    """An analysis with its rows at the prices of the project. Three statements. Raises NotFound.

    One that was taken out of the catalogue is still shown: works refer to it.
    """
    a, e, r = AHSPReferensi, Edisi, KomponenReferensi
    kepala = sesi.execute(
        select(a.id, a.kode, a.uraian, a.satuan, a.grup, e.nama, e.regulasi)
        .join(e, e.id == a.edisi_id)
        .where(a.id == ahsp_id)
    ).one_or_none()
    if kepala is None:
        raise NotFound
    isi = sesi.execute(
        select(r.kategori, r.kode, r.uraian, r.satuan, r.koefisien).where(r.ahsp_id == ahsp_id).order_by(r.urut)
    ).all()
    kunci = [_identitas(b.kategori, b.uraian, b.satuan) for b in isi]
    harga = _harga_proyek(sesi, proyek, kunci)
    bahan = tuple(Sumber(*b, harga=harga.get(k)) for b, k in zip(isi, kunci, strict=True))
    nilai = _hitung(proyek, {ahsp_id: [(k, b.koefisien) for b, k in zip(isi, kunci, strict=True)]}, harga)
    return Rincian(*kepala, bahan=bahan, harga=nilai[ahsp_id])


@lru_cache(8192)  # the same few thousand resources all the time
def _identitas(kategori: str, uraian: str, satuan: str) -> Identitas:
    return kategori, kunci_teks(uraian), kunci_satuan(satuan)


def _harga_proyek(sesi: Session, proyek: Proyek, identitas: Iterable[Identitas]) -> dict[Identitas, Fraction | None]:
    """Prices by identity; those of the project come last and stay."""
    diminta = sorted(set(identitas))
    if not diminta:
        return {}
    kategori, uraian, satuan = (list(kolom) for kolom in zip(*diminta, strict=True))
    isi: dict[str, Any] = {"kategori": kategori, "uraian": uraian, "satuan": satuan}
    isi |= {"proyek": proyek.id, "daftar": proyek.daftar_harga_id}
    return {
        (b.kategori, b.uraian_kunci, b.satuan_kunci): harga_satuan(b.harga, b.harga_beli, b.faktor)
        for b in sesi.execute(_HARGA, isi)
    }


def _hitung(
    proyek: Proyek,
    isi: Mapping[int, list[tuple[Identitas, Decimal]]],
    harga: Mapping[Identitas, Fraction | None],
) -> dict[int, HargaAnalisa]:
    """With the project's margin and rounding, exactly as a work is priced."""
    nomor = {k: n for n, k in enumerate(sorted({k for semua in isi.values() for k, _ in semua}))}
    biaya = hitung_biaya(
        {a: [Baris(koefisien, item=nomor[k]) for k, koefisien in semua] for a, semua in isi.items()},
        {n: Harga(Kategori(k[0]), harga.get(k)) for k, n in nomor.items()},
    )
    hsp = Pembulatan(Mode(proyek.bulat_hsp_mode), proyek.bulat_hsp_langkah)
    hasil = {}
    for a, satu in biaya.items():
        nilai = hitung_harga(satu.langsung, proyek.margin_persen, None, hsp, hsp)
        hasil[a] = HargaAnalisa(satu, nilai.margin, nilai.hsp if isi[a] else None, len(satu.tanpa_harga))
    return hasil
