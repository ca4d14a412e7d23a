"""Reading a catalogue file: checked, opened, recognised, read and judged.

    bacaan = baca_berkas(nama, isi, pemetaan, lapor)  # the whole file has been read when this returns
    for satu in bacaan:  # AnalisaBaca and HargaBaca in the order of the file, each with its problems
        ...
    bacaan.masalah, bacaan.hitung  # complete after the last of them

Raises calc.galat.Galat when the file cannot be read at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ahsp_app.importers.katalog import cetak, datar, harga
from ahsp_app.importers.katalog import masalah as m
from ahsp_app.importers.katalog.bentuk import (
    AnalisaBaca,
    JenisLembar,
    Lembar,
    LembarDikenali,
    MasalahBaris,
    PemetaanLembar,
)
from ahsp_app.importers.katalog.berdampingan import belah
from ahsp_app.importers.katalog.buka import buka
from ahsp_app.importers.katalog.hitung import Buku, Hitungan, Nasib
from ahsp_app.importers.katalog.kenali import RAB, WAJIB, kenali, tak_terpakai
from ahsp_app.importers.katalog.nilai import Penilai
from ahsp_app.importers.katalog.periksa import Format, periksa_berkas
from ahsp_app.importers.katalog.tampungan import Butir, Tampungan

Lapor = Callable[[int, int], None]
"""Told how far it is, `kini` of `total`; what it raises stops the reading and comes through."""

Pembaca = Callable[[Lembar, LembarDikenali, Buku], Iterator[Butir]]

_PEMBACA: Final[dict[JenisLembar, Pembaca]] = {
    JenisLembar.DATAR: datar.baca,
    JenisLembar.CETAK: cetak.baca,
    JenisLembar.HARGA: harga.baca,
}
_TOTAL: Final = 1000
_DIBACA: Final = 500  # of _TOTAL; the rest is judging
_LAPOR_TIAP: Final = 200


class Bacaan:
    """A file that was read. Iterate once: everything in the order of the file, judged on its way out.

    `lembar`: what each sheet was taken for. `masalah`: problems of the file and of rows that belong to nothing.
    `hitung`: what became of every row; its last figures (ganda, analisa_ganda) are right after the iteration.
    """

    def __init__(self, lapor: Lapor | None = None) -> None:
        self.lembar: list[LembarDikenali] = []
        self.masalah: list[MasalahBaris] = []
        self.hitung = Hitungan()
        self._lapor = lapor or (lambda kini, total: None)
        self._penilai = Penilai()
        self._tampungan = Tampungan()  # judging a row needs what the rest of the file has

    @property
    def punya_harga(self) -> bool:
        """Were base prices found?"""
        return self.hitung.harga > 0

    def __len__(self) -> int:
        return self._tampungan.banyak

    def __iter__(self) -> Iterator[Butir]:
        for selesai, satu in enumerate(self._tampungan.keluar()):
            self._penilai.nilai(satu, self.hitung)
            yield satu
            if selesai % _LAPOR_TIAP == 0:
                self._lapor(_DIBACA + (_TOTAL - _DIBACA) * selesai // len(self), _TOTAL)
        self._lapor(_TOTAL, _TOTAL)

    def muat(self, format_berkas: Format, nama: str, isi: bytes, pemetaan: Sequence[PemetaanLembar]) -> None:
        """Read every sheet; called once, by baca_berkas."""
        self._lapor(0, _TOTAL)
        for urut, banyak, lembar in buka(format_berkas, isi, nama):
            semua = belah(lembar)
            if len(semua) > 1:
                self.masalah.append(m.berdampingan(lembar.nama, len(semua)))
            for n, satu in enumerate(semua):
                dikenali = self._yang_lengkap(kenali(satu, pemetaan))
                self._baca_lembar(satu, dikenali, self._pelapor(urut * len(semua) + n, banyak * len(semua)))
        if not len(self):
            self.masalah.append(m.tidak_ada_isi(rab=any(RAB in satu.catatan for satu in self.lembar)))

    def _pelapor(self, urut: int, banyak: int) -> Lapor:
        """Progress within one of so many sheets."""

        def maju(kini: int, total: int) -> None:
            self._lapor(_DIBACA * (urut * total + min(kini, total)) // (banyak * max(total, 1)), _TOTAL)

        return maju

    def _yang_lengkap(self, dikenali: LembarDikenali) -> LembarDikenali:
        """As it is, or as a sheet that is not read when a column is missing from its mapping."""
        kurang = WAJIB[dikenali.jenis] - dikenali.kolom.keys()
        if not kurang:
            return dikenali
        self.masalah.append(m.kolom_kurang(dikenali.nama, sorted(kurang)))
        return replace(dikenali, jenis=JenisLembar.LAIN)

    def _baca_lembar(self, lembar: Lembar, dikenali: LembarDikenali, maju: Lapor) -> None:
        self.lembar.append(dikenali)
        buku = Buku(lembar.nama, self.hitung, self.masalah)
        pembaca = _PEMBACA.get(dikenali.jenis)
        if pembaca is None:
            buku.catat(Nasib.LEMBAR_LAIN, len(lembar.baris))
            return
        if lembar.huruf_diperbaiki:
            self.masalah.append(m.huruf_diperbaiki(lembar.nama, lembar.huruf_diperbaiki))
        if diabaikan := tak_terpakai(dikenali):
            self.masalah.append(m.kolom_diabaikan(lembar.nama, diabaikan))
        if lembar.lembar_tersembunyi:
            self.masalah.append(m.lembar_tersembunyi(lembar.nama))
        for urut, satu in enumerate(pembaca(lembar, dikenali, buku)):
            self.terima(satu)
            if urut % _LAPOR_TIAP == 0:
                maju(satu.baris, len(lembar.baris))
        maju(1, 1)
        if tersembunyi := self.hitung.per_lembar[lembar.nama][Nasib.TERSEMBUNYI.value]:
            self.masalah.append(m.baris_tersembunyi(lembar.nama, tersembunyi))
        if terpakai := lembar.kolom_tersembunyi.intersection(dikenali.kolom.values()):
            self.masalah.append(m.kolom_tersembunyi(lembar.nama, len(terpakai)))

    def terima(self, satu: Butir) -> None:
        """Take in what a reader found."""
        self._penilai.amati(satu)
        if isinstance(satu, AnalisaBaca):
            self.hitung.analisa += 1
            self.hitung.komponen += len(satu.komponen)
            self.hitung.tanpa_grup += not satu.grup
        else:
            self.hitung.harga += 1
        self._tampungan.masuk(satu)


def baca_berkas(nama: str, isi: bytes, pemetaan: Sequence[PemetaanLembar] = (), lapor: Lapor | None = None) -> Bacaan:
    """Check, open, recognise and read a file. Raises Galat: the file as a whole is refused.

    `pemetaan`: what people corrected, for a sheet by its name or for every sheet with that header. A sheet whose
    mapping lacks a column that its kind needs is not read, and a problem says so.
    """
    bacaan = Bacaan(lapor)
    bacaan.muat(periksa_berkas(nama, isi), nama, isi, pemetaan)
    return bacaan


def nilai_analisa(analisa: Iterable[AnalisaBaca], lapor: Lapor | None = None) -> Bacaan:
    """Analyses of a file that says itself what they are (JSON), judged like those of any other."""
    bacaan = Bacaan(lapor)
    for satu in analisa:
        bacaan.terima(satu)
    if not len(bacaan):
        bacaan.masalah.append(m.tidak_ada_isi())
    return bacaan
