"""Reading in tests: analyses, prices, problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ahsp_app.importers.katalog.baca import Bacaan, baca_berkas
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, HargaBaca, KomponenBaca, MasalahBaris, PemetaanLembar


@dataclass
class Hasil:
    """Everything of a file, taken out; every row must be accounted for."""

    bacaan: Bacaan
    analisa: list[AnalisaBaca] = field(default_factory=list)
    harga: list[HargaBaca] = field(default_factory=list)

    @property
    def komponen(self) -> list[KomponenBaca]:
        return [k for a in self.analisa for k in a.komponen]

    @property
    def semua_masalah(self) -> list[MasalahBaris]:
        baris = [*self.analisa, *self.komponen, *self.harga]
        return [*self.bacaan.masalah, *(m for b in baris for m in b.masalah)]

    @property
    def kode(self) -> Counter[str]:
        """How many problems of each code."""
        return Counter(m.kode for m in self.semua_masalah)

    def satu(self, kode: str) -> MasalahBaris:
        """The only problem of that code."""
        [masalah] = [m for m in self.semua_masalah if m.kode == kode]
        return masalah


def baca(nama: str, isi: bytes, pemetaan: tuple[PemetaanLembar, ...] = ()) -> Hasil:
    """Read a file to its end."""
    hasil = Hasil(baca_berkas(nama, isi, pemetaan))
    for satu in hasil.bacaan:
        if isinstance(satu, AnalisaBaca):
            hasil.analisa.append(satu)
        else:
            hasil.harga.append(satu)
    hitung = hasil.bacaan.hitung
    assert sum(hitung.nasib.values()) == hitung.baris == sum(k.banyak_baris for k in hasil.bacaan.lembar)
    assert hitung.nasib["komponen"] == len(hasil.komponen) == hitung.komponen
    assert hitung.nasib["harga"] == len(hasil.harga) == hitung.harga
    assert hitung.analisa == len(hasil.analisa)
    for masalah in hasil.semua_masalah:
        assert "%(" not in masalah.pola % masalah.isi
    for baris in [*hasil.analisa, *hasil.komponen, *hasil.harga]:
        for usul in [m.usul for m in baris.masalah if m.usul and m.usul.kolom]:
            assert usul.nilai != str(getattr(baris, usul.kolom)), usul  # accepting it changes something
    return hasil
