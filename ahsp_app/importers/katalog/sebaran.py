"""Which coefficients are usual, learned from the file itself; and whether one of them lost its decimal point.

Coefficients of labour and equipment are hardly ever whole numbers, and those of a material stay within one order
of magnitude of each other. A whole number far above its like was most likely written with a decimal point that
some program took for a separator of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca
from ahsp_app.importers.katalog.curah import Takaran, curah
from ahsp_app.importers.katalog.regu import pilih, sepadan
from ahsp_app.importers.katalog.sel import kunci as kunci_sel

BESAR: Final = Decimal(1000)
_SEPULUH: Final = Decimal(10)
_SERATUS: Final = Decimal(100)
_MAKS_NILAI: Final = 64
_MAKS_SEMUA: Final = 100_000
_MAKS_GESER: Final = 10
_TERKECIL: Final = Decimal("0.0001")
_CUKUP: Final = 4  # so many fractions of its like tell what is usual
_DEKAT: Final = Decimal(2)  # so near to it is sure

_SATUAN_PECAHAN: Final = frozenset(
    {"kg", "liter", "unit", "lembar", "m2", "ls", "set", "batang", "tube", "roll", "ton"}
)
# What is usual when the file itself has too little to learn from.
_LAZIM: Final = {
    ("TK", ""): Decimal("0.06"),
    ("ALT", ""): Decimal("0.1"),
    ("BHN", "m3"): Decimal("0.025"),
    ("BHN", "kg"): Decimal("0.4"),
    ("BHN", "liter"): Decimal(5),
}

Kunci = tuple[str, ...]


@dataclass(slots=True)
class _Kumpulan:
    """Fractional values seen of one kind, and how often; `terbesar` of all."""

    nilai: dict[Decimal, int] = field(default_factory=dict)
    terbesar: Decimal = Decimal(0)
    banyak: int = 0

    def tengah(self) -> Decimal:
        """The median."""
        sisa = sum(self.nilai.values()) // 2
        for nilai in sorted(self.nilai):
            sisa -= self.nilai[nilai]
            if sisa < 0:
                return nilai
        return self.terbesar


def bulat(nilai: Decimal) -> bool:
    """Is it a whole number?"""
    return nilai == nilai.to_integral_value()


class Sebaran:
    """Fractional coefficients by resource and unit of work; bounded in memory."""

    def __init__(self) -> None:
        self._kumpulan: dict[Kunci, _Kumpulan] = {}
        self._tersimpan = 0
        self._bulat: dict[tuple[Kunci, Decimal | None], int] = {}
        self._takaran = Takaran()

    def amati(self, analisa: AnalisaBaca) -> None:
        """Learn from an analysis. Whole numbers teach nothing: they may be the damaged ones."""
        for komponen in analisa.komponen:
            nilai = komponen.koefisien
            if nilai is None or nilai <= 0:
                continue
            if curah(komponen, analisa.satuan):
                self._takaran.amati(komponen, nilai)
            if bulat(nilai):
                self._amati_bulat(komponen, analisa.satuan, nilai)
                continue
            for kunci in _kunci(komponen, analisa.satuan):
                self._tambah(kunci, nilai)

    def _amati_bulat(self, komponen: KomponenBaca, satuan_kerja: str, nilai: Decimal) -> None:
        """How often a whole number stands with a resource: what many works have is hardly a slip."""
        kunci = (_kunci(komponen, satuan_kerja)[0], nilai)
        if kunci in self._bulat or len(self._bulat) < _MAKS_SEMUA:
            self._bulat[kunci] = self._bulat.get(kunci, 0) + 1

    def _tambah(self, kunci: Kunci, nilai: Decimal) -> None:
        kumpulan = self._kumpulan.get(kunci)
        if kumpulan is None:
            if self._tersimpan >= _MAKS_SEMUA:
                return
            kumpulan = self._kumpulan[kunci] = _Kumpulan()
        kumpulan.banyak += 1
        kumpulan.terbesar = max(kumpulan.terbesar, nilai)
        if nilai in kumpulan.nilai:
            kumpulan.nilai[nilai] += 1
        elif len(kumpulan.nilai) < _MAKS_NILAI and self._tersimpan < _MAKS_SEMUA:
            kumpulan.nilai[nilai] = 1
            self._tersimpan += 1

    def mencurigakan(self, komponen: KomponenBaca, analisa: AnalisaBaca) -> bool:
        """Did the coefficient probably lose its decimal point?"""
        nilai = komponen.koefisien
        if nilai is None or nilai <= 1 or (komponen.kategori == "LAIN" and not komponen.satuan):
            return False  # lines of a calculation without a unit may be anything
        tuang = curah(komponen, analisa.satuan)
        if nilai >= _SERATUS and tuang:
            return bulat(nilai) and self._takaran.janggal(komponen, nilai, analisa)
        if nilai >= BESAR:
            return True
        return (
            bulat(nilai)
            and not sepadan(komponen, nilai, analisa)
            and self._terlalu_besar(komponen, nilai, analisa, tuang)
        )

    def _terlalu_besar(self, komponen: KomponenBaca, nilai: Decimal, analisa: AnalisaBaca, tuang: bool) -> bool:
        return (
            self._terlalu_bulat(komponen, nilai)
            or self._jauh_di_atas(komponen, nilai, tuang)
            or _jauh_dari_rekan(komponen, nilai, analisa)
        )

    def seribu_kali(self, komponen: KomponenBaca, analisa: AnalisaBaca) -> Decimal | None:
        """What the coefficient was, when its thousands were taken for decimals."""
        nilai = komponen.koefisien
        if nilai is None or bulat(nilai) or not curah(komponen, analisa.satuan):
            return None
        return self._takaran.seribu_kali(komponen, nilai)

    @staticmethod
    def _terlalu_bulat(komponen: KomponenBaca, nilai: Decimal) -> bool:
        return nilai >= _SEPULUH and (komponen.kategori in {"TK", "ALT"} or komponen.satuan == "m3")

    def _jauh_di_atas(self, komponen: KomponenBaca, nilai: Decimal, tuang: bool) -> bool:
        """Far above everything else of the same resource, or the same digits as one of them."""
        *_, kunci = _kunci(komponen, "")
        sama = self._kumpulan.get(kunci)
        if sama is None:
            pecahan = komponen.kategori == "BHN" and komponen.satuan in _SATUAN_PECAHAN
            return pecahan and nilai >= _SERATUS and not tuang
        if nilai >= sama.terbesar * (_SEPULUH if sama.banyak >= 3 else _SERATUS):
            return True
        return nilai >= _SEPULUH and nilai > 3 * sama.terbesar and any(_digit(n) == nilai for n in sama.nilai)

    def usul(self, komponen: KomponenBaca, analisa: AnalisaBaca) -> tuple[Decimal, bool]:
        """The place of the decimal point that fits best: a value seen elsewhere, else nearest to the usual.

        And whether that is sure enough to be taken together with others: what the same resource has in works of
        the same unit, the size of this work, and its gang all agree with it.
        """
        nilai = komponen.koefisien or Decimal(0)
        calon = [nilai.scaleb(-g) for g in range(1, _MAKS_GESER + 1) if nilai.scaleb(-g) >= _TERKECIL]
        if not calon:
            return nilai, False
        if nilai >= _SERATUS and curah(komponen, analisa.satuan):
            return self._takaran.usul(komponen, nilai), self._takaran.tengah(komponen) is not None
        kumpulan = [k for k in (self._kumpulan.get(kunci) for kunci in _kunci(komponen, analisa.satuan)) if k]
        acuan = (self._tengah(komponen, analisa.satuan) or _lazim(komponen)) * self._ukuran(komponen, analisa)
        regu = pilih(komponen, calon, analisa)
        pilihan = regu or _yang_ada(calon, kumpulan)
        if pilihan is None:
            pilihan = min(calon, key=lambda c: max(c / acuan, acuan / c))
        dekat = acuan / _DEKAT <= pilihan <= acuan * _DEKAT
        pasti = regu is not None if komponen.kategori == "TK" else self._rapat(komponen, analisa, pilihan)
        return pilihan.normalize(), pasti and dekat

    def _rapat(self, komponen: KomponenBaca, analisa: AnalisaBaca, nilai: Decimal) -> bool:
        """Do works of the same unit have this very coefficient, or only such that are close together?"""
        kunci = _kunci(komponen, analisa.satuan)[0]
        khusus = self._kumpulan.get(kunci)
        if khusus is None or khusus.banyak < _CUKUP or self._bulat.get((kunci, komponen.koefisien), 0) > 1:
            return False
        terkecil = min(khusus.nilai)
        return khusus.nilai.get(nilai, 0) > 1 or (
            terkecil <= nilai <= khusus.terbesar and khusus.terbesar <= terkecil * _SEPULUH
        )

    def _tengah(self, komponen: KomponenBaca, satuan_kerja: str) -> Decimal | None:
        kumpulan = (self._kumpulan.get(kunci) for kunci in _kunci(komponen, satuan_kerja))
        return next((k.tengah() for k in kumpulan if k is not None and k.banyak >= 2), None)

    def _ukuran(self, komponen: KomponenBaca, analisa: AnalisaBaca) -> Decimal:
        """How large this work is beside others: the median of its rows against what is usual for them."""
        nisbah = []
        for rekan in analisa.komponen:
            nilai = rekan.koefisien
            if rekan is komponen or rekan.kategori != komponen.kategori or not nilai or nilai < 0 or bulat(nilai):
                continue
            tengah = self._tengah(rekan, analisa.satuan)
            if tengah:
                nisbah.append(nilai / tengah)
        return sorted(nisbah)[len(nisbah) // 2] if nisbah else Decimal(1)


def _kunci(komponen: KomponenBaca, satuan_kerja: str) -> tuple[Kunci, Kunci]:
    """From the most to the least specific; the last is the resource as such."""
    nama = kunci_sel(komponen.uraian)
    sumber_daya = (komponen.kategori, nama, komponen.satuan)
    return (*sumber_daya, satuan_kerja), sumber_daya


def _yang_ada(calon: Iterable[Decimal], kumpulan: Iterable[_Kumpulan]) -> Decimal | None:
    """Of the candidates the one that is seen most often elsewhere."""
    for satu in kumpulan:
        ada = [c for c in calon if c in satu.nilai]
        if ada:
            return max(ada, key=lambda c: satu.nilai[c])
    return None


def _lazim(komponen: KomponenBaca) -> Decimal:
    return _LAZIM.get((komponen.kategori, komponen.satuan)) or _LAZIM.get((komponen.kategori, "")) or Decimal(1)


def _digit(nilai: Decimal) -> Decimal:
    """0.013 -> 13."""
    polos = nilai.normalize()
    return polos.scaleb(-int(polos.as_tuple().exponent))


def _jauh_dari_rekan(komponen: KomponenBaca, nilai: Decimal, analisa: AnalisaBaca) -> bool:
    """Labour in whole days beside others of the same gang in small fractions."""
    if komponen.kategori != "TK":
        return False
    rekan = _pecahan_tk(analisa.komponen)
    return rekan > 0 and nilai >= _SEPULUH * rekan


def _pecahan_tk(komponen: Iterable[KomponenBaca]) -> Decimal:
    semua = (k.koefisien for k in komponen if k.kategori == "TK" and k.koefisien is not None and not bulat(k.koefisien))
    return max(semua, default=Decimal(0))
