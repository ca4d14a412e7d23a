"""Resources needed over the whole project, as commands print them (kontrak §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Kategori, harga_satuan
from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.kebutuhan import hitung_kebutuhan
from ahsp_app.calc.nomor import kunci_urut
from ahsp_app.queries.snapshot import ESTIMASI, Snapshot, baca_snapshot

_URUT: Final = {kategori: urut for urut, kategori in enumerate(Kategori)}


@dataclass(frozen=True, slots=True)
class BarisKebutuhan:
    """One resource: how much of it, at what price per unit (None: missing), and both times each other, exact."""

    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    kuantitas: Fraction
    harga: Fraction | None
    satuan_beli: str | None = None
    faktor: Fraction | None = None

    @property
    def jumlah(self) -> Fraction:
        """Cost in rupiah; a missing price counts 0."""
        return self.kuantitas * (self.harga or 0)

    @property
    def kuantitas_beli(self) -> Fraction | None:
        """The quantity in the unit it is bought in."""
        return None if self.faktor is None else self.kuantitas / self.faktor


def kebutuhan_proyek(s: Snapshot) -> list[BarisKebutuhan]:
    """Labour, materials, equipment, others; each by description. Needs the parts ESTIMASI.

    A work priced directly that is nested in an analysis counts there as one LAIN resource of its own; on its own
    it has no resources.
    """
    kuantitas = hitung_kebutuhan(s.estimasi())
    baris = [
        BarisKebutuhan(
            i.kategori,
            i.kode,
            i.uraian,
            i.satuan,
            kuantitas[i.id],
            harga_satuan(i.harga, i.harga_beli, i.faktor),
            i.satuan_beli,
            None if i.faktor is None else Fraction(i.faktor),
        )
        for i in s.harga_item
        if i.id in kuantitas
    ]
    baris += [
        BarisKebutuhan("LAIN", p.kode, p.uraian, p.satuan, kuantitas[-p.id], Fraction(p.harga_langsung or Decimal(0)))
        for p in s.pekerjaan
        if -p.id in kuantitas
    ]
    return sorted(baris, key=lambda b: (_URUT[Kategori(b.kategori)], kunci_urut(b.uraian)))


def kebutuhan_json(sesi: Session, proyek_id: int) -> dict[str, Any]:
    """Every resource that the project uses, of one moment. Raises NotFound."""
    baris = kebutuhan_proyek(baca_snapshot(sesi, proyek_id, ESTIMASI))
    return {"item": [_item(b) for b in baris], "jumlah": cetak_tepat(_jumlahkan(b.jumlah for b in baris))}


def _item(b: BarisKebutuhan) -> dict[str, Any]:
    hasil: dict[str, Any] = {
        "kategori": b.kategori,
        "kode": b.kode,
        "uraian": b.uraian,
        "satuan": b.satuan,
        "kuantitas": cetak_tepat(b.kuantitas),
        "harga": None if b.harga is None else cetak_tepat(b.harga),
        "jumlah": cetak_tepat(b.jumlah),
    }
    if b.kuantitas_beli is not None:
        hasil |= {"satuan_beli": b.satuan_beli, "kuantitas_beli": cetak_tepat(b.kuantitas_beli)}
    return hasil


def cetak_tepat(nilai: Fraction) -> str:
    """Every digit of a number whose decimals end, however many; otherwise 20 decimals."""
    dua, lima = (_pangkat(nilai.denominator, n) for n in (2, 5))
    if nilai.denominator == 2**dua * 5**lima:
        tempat = max(dua, lima)
        return cetak_kanonik(Decimal(f"{nilai.numerator * 10**tempat // nilai.denominator}E-{tempat}"))
    return cetak_kanonik(nilai)


def _pangkat(n: int, dasar: int) -> int:
    kali = 0
    while n % dasar == 0:
        n, kali = n // dasar, kali + 1
    return kali


def _jumlahkan(nilai: Iterable[Fraction]) -> Fraction:
    return sum(nilai, Fraction(0))
