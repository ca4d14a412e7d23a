"""What is poured or mixed: kilograms and litres of it for a m3 of work are large whole numbers, and right.

1,009 kg of split stone in a m3 of concrete is no lost decimal point. But such a number is believed only as long as it
is near what the same resource has in other works of a m3, and all that goes into the m3 weighs no more than it can.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import Final

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca
from ahsp_app.importers.katalog.sel import kunci as kunci_sel

MAKS: Final = Decimal(2500)  # kg of one m3, of one resource
_MAKS_SEMUA: Final = Decimal(3000)  # of all together: heavy concrete with its water
_SERATUS: Final = Decimal(100)
_SEPULUH: Final = Decimal(10)
_SERIBU: Final = Decimal(1000)
_CUKUP: Final = 3  # so many works tell what is usual
_MAKS_SIMPAN: Final = 64
_MAKS_KUNCI: Final = 2_000
_SATUAN: Final = frozenset({"kg", "liter"})
_NAMA: Final = (
    "split", "kerikil", "koral", "agregat", "agregar", "pasir", "batu", "semen", "sirtu", "tanah", "grout", "mortar",
    "kapur", "beton", "aspal", "air", "abu", "fly ash",
)  # fmt: skip


def curah(komponen: KomponenBaca, satuan_kerja: str) -> bool:
    """Kilograms or litres of something poured, for a m3 of work."""
    if komponen.satuan not in _SATUAN or satuan_kerja != "m3":
        return False
    nama = kunci_sel(komponen.uraian)
    return any(kata in nama for kata in _NAMA)


class Takaran:
    """How much of each is usual in a m3, whole numbers and fractions alike; bounded in memory."""

    def __init__(self) -> None:
        self._nilai: dict[tuple[str, str], list[Decimal]] = {}

    def amati(self, komponen: KomponenBaca, nilai: Decimal) -> None:
        """Learn from a row that is `curah`."""
        kunci = _kunci(komponen)
        semua = self._nilai.get(kunci)
        if semua is None:
            if len(self._nilai) >= _MAKS_KUNCI:
                return
            semua = self._nilai[kunci] = []
        if len(semua) < _MAKS_SIMPAN:
            semua.append(nilai)

    def tengah(self, komponen: KomponenBaca) -> Decimal | None:
        """The median, when there are enough to say."""
        semua = self._nilai.get(_kunci(komponen), ())
        return median(semua) if len(semua) >= _CUKUP else None

    def janggal(self, komponen: KomponenBaca, nilai: Decimal, analisa: AnalisaBaca) -> bool:
        """Is a large whole number of something poured hard to believe?"""
        tengah = self.tengah(komponen)
        if nilai > MAKS or (tengah is not None and nilai >= tengah * _SERATUS):
            return True
        isi = [k.koefisien for k in analisa.komponen if k.koefisien and not k.dilewati and curah(k, analisa.satuan)]
        lebih = sum(isi, Decimal(0)) - _MAKS_SEMUA
        return lebih > 0 and (nilai >= lebih or max(isi) < lebih)

    def seribu_kali(self, komponen: KomponenBaca, nilai: Decimal) -> Decimal | None:
        """What it was, when a dot between thousands was taken for a decimal point: 1.009 kg beside others of 1,009."""
        semua = self._nilai.get(_kunci(komponen), ())
        benar = nilai * _SERIBU
        tengah = self.tengah(komponen)
        return benar if tengah and benar in semua and tengah >= nilai * _SERATUS else None

    def usul(self, komponen: KomponenBaca, nilai: Decimal) -> Decimal:
        """The place of the decimal point that comes nearest to what is usual; one place where nothing is known."""
        tengah = self.tengah(komponen)
        if tengah is None:
            return (nilai / _SEPULUH).normalize()
        calon = [nilai.scaleb(-g) for g in range(1, 8)]
        return min(calon, key=lambda c: max(c / tengah, tengah / c)).normalize()


def _kunci(komponen: KomponenBaca) -> tuple[str, str]:
    return kunci_sel(komponen.uraian), komponen.satuan
