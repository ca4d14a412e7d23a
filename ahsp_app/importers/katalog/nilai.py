"""Judgement of what was read: each problem at the row that has it. Nothing is changed without being said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from ahsp_app.calc.angka import cetak_angka, cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.calc.satuan import SATUAN_BAKU, kunci_satuan
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, HargaBaca, KomponenBaca, MasalahBaris, Tingkat
from ahsp_app.importers.katalog.cocok import cocok_analisa, cocok_baris
from ahsp_app.importers.katalog.hitung import Hitungan
from ahsp_app.importers.katalog.masalah import buat, titik_hilang
from ahsp_app.importers.katalog.satuan_kerja import satuan_bertentangan
from ahsp_app.importers.katalog.sebaran import Sebaran
from ahsp_app.importers.katalog.sel import kunci as kunci_sel

_BAKU: Final = frozenset(SATUAN_BAKU)
# Spellings that are slips, not habits: read as what they stand for, and said.
_SALAH_KETIK: Final = frozenset({"n2", "lkg", "bauh", "buanh", "sey", "titk", "ttik", "1s", "loat", "m;'", "l s"})
_MAKS_KODE: Final = 50
_MAKS_URAIAN: Final = 1000
_MAKS_SATUAN: Final = 50
_MAKS_KOEFISIEN: Final = Decimal(10) ** 10
_W: Final = Tingkat.PERINGATAN
_E: Final = Tingkat.GALAT


@dataclass(frozen=True, slots=True)
class _Tempat:
    """Where something was seen first, and what it was."""

    isi: int
    lembar: str
    baris: int

    def __str__(self) -> str:
        return f"{self.lembar}:{self.baris}"


class Penilai:
    """Sees everything once (amati), then judges each in the same order (nilai)."""

    def __init__(self) -> None:
        self._sebaran = Sebaran()
        self._kode: dict[str, list[_Tempat]] = {}
        self._harga: dict[tuple[str, ...], HargaBaca] = {}

    def amati(self, satu: AnalisaBaca | HargaBaca) -> None:
        """Remember what judging the others needs."""
        if isinstance(satu, HargaBaca):
            return
        self._sebaran.amati(satu)
        if satu.kode:
            semua = self._kode.setdefault(satu.kode.casefold(), [])
            semua.append(_Tempat(_sidik(satu), satu.lembar, satu.baris))

    def nilai(self, satu: AnalisaBaca | HargaBaca, hitung: Hitungan) -> None:
        """Add its problems; counts what is not to be written."""
        if isinstance(satu, HargaBaca):
            self._nilai_harga(satu, hitung)
            return
        satu.masalah.extend(self._masalah_analisa(satu))
        self._kode_sama(satu, hitung)
        _baris_ganda(satu, hitung)
        punya_harga = any(k.harga for k in satu.komponen)
        for komponen in satu.komponen:
            self._nilai_komponen(komponen, satu, punya_harga)
        satu.masalah.extend(cocok_analisa(satu))

    @staticmethod
    def _masalah_analisa(satu: AnalisaBaca) -> list[MasalahBaris]:
        hasil = []
        if not satu.uraian:
            usul = satu.lembar if not satu.kode else None
            hasil.append(buat(_E, "uraian_kosong", N_("Uraian pekerjaan kosong."), satu, "uraian", usul))
        if not satu.kode:
            hasil.append(buat(_W, "kode_kosong", N_("Kode analisa kosong."), satu, "kode"))
        if not satu.komponen:
            hasil.append(buat(_E, "tanpa_komponen", N_("Analisa tanpa komponen."), satu))
        hasil.extend(_panjang(satu, satu.kode, _MAKS_KODE, "kode"))
        hasil.extend(_satuan(satu))
        if uraian := satuan_bertentangan(satu):
            pola = N_("Satuannya %(satuan)s, tetapi uraiannya menyebut 1 %(uraian)s.")
            hasil.append(buat(_W, "satuan_bertentangan", pola, satu, "satuan", satuan=satu.satuan, uraian=uraian))
        return hasil

    def _kode_sama(self, satu: AnalisaBaca, hitung: Hitungan) -> None:
        semua = self._kode.get(satu.kode.casefold(), ())
        if len(semua) < 2:
            return
        sidik = _sidik(satu)
        sama = next((t for t in semua if t.isi == sidik), None)
        if sama is not None and (sama.lembar, sama.baris) != (satu.lembar, satu.baris):
            satu.dilewati = True
            hitung.analisa_ganda += 1
            pola = N_("Analisa yang sama persis sudah ada di %(tempat)s; yang ini tidak ditulis.")
            satu.masalah.append(buat(_W, "analisa_ganda", pola, satu, tempat=str(sama)))
            return
        lain = next((t for t in semua if t.isi != sidik), None)
        if lain is not None:
            pola = N_("Kode ini juga dipakai analisa lain dengan isi berbeda di %(tempat)s.")
            satu.masalah.append(buat(_W, "kode_berbeda_isi", pola, satu, "kode", tempat=str(lain)))

    def _nilai_komponen(self, satu: KomponenBaca, analisa: AnalisaBaca, punya_harga: bool) -> None:
        masalah = satu.masalah
        if not satu.uraian:
            masalah.append(buat(_E, "uraian_kosong", N_("Uraian komponen kosong."), satu, "uraian"))
        masalah.extend(_panjang(satu, satu.kode or "", _MAKS_KODE, "kode"))
        masalah.extend(_panjang(satu, satu.uraian, _MAKS_URAIAN, "uraian"))
        masalah.extend(_satuan(satu))
        if satu.koefisien is not None:
            self._koefisien(satu, satu.koefisien, analisa)
        if punya_harga and not satu.harga:
            masalah.append(buat(_W, "tanpa_harga", N_("Komponen tanpa harga."), satu, "harga"))

    def _koefisien(self, satu: KomponenBaca, nilai: Decimal, analisa: AnalisaBaca) -> None:
        if nilai >= _MAKS_KOEFISIEN:
            pola = N_("Koefisien %(nilai)s terlalu besar untuk disimpan.")
            satu.masalah.append(buat(_E, "terlalu_besar", pola, satu, "koefisien", nilai=cetak_angka(nilai)))
            return
        if nilai == 0:
            if not any(m.kode == "koefisien_kosong" for m in satu.masalah):
                satu.masalah.append(buat(_W, "koefisien_nol", N_("Koefisien 0."), satu, "koefisien"))
            return
        beda = cocok_baris(satu)
        if beda is not None:
            satu.masalah.append(beda)
        if (beda is None or beda.kode != "titik_hilang") and self._sebaran.mencurigakan(satu, analisa):
            satu.masalah = [m for m in satu.masalah if m.kode != "titik_ambigu"]
            satu.masalah.append(titik_hilang(satu, nilai, *self._sebaran.usul(satu, analisa)))

        benar = self._sebaran.seribu_kali(satu, analisa)
        if benar is not None:
            pola = N_("Koefisien %(nilai)s jauh di bawah yang lazim; mungkin titiknya titik ribuan: %(saran)s?")
            isi = {"nilai": cetak_angka(nilai), "saran": cetak_angka(benar)}
            satu.masalah = [m for m in satu.masalah if m.kode != "titik_ambigu"]
            satu.masalah.append(buat(_W, "titik_ribuan", pola, satu, "koefisien", cetak_kanonik(benar), **isi))

    def _nilai_harga(self, satu: HargaBaca, hitung: Hitungan) -> None:
        satu.masalah.extend(_panjang(satu, satu.kode or "", _MAKS_KODE, "kode"))
        satu.masalah.extend(_panjang(satu, satu.uraian, _MAKS_URAIAN, "uraian"))
        satu.masalah.extend(_satuan(satu))
        if any(m.tingkat is Tingkat.GALAT for m in satu.masalah):
            return
        kunci = (satu.kategori, kunci_sel(satu.uraian), kunci_satuan(satu.satuan or satu.satuan_asli))
        sama = self._harga.setdefault(kunci, satu)
        if sama is satu:
            return
        satu.dilewati = True  # a book has one price of a resource
        hitung.ganda += 1
        if (sama.harga, sama.kode) == (satu.harga, satu.kode):
            pola = N_("Sama dengan baris %(baris)s; tidak ditulis.")
            satu.masalah.append(buat(_W, "baris_ganda", pola, satu, baris=str(sama.baris)))
        elif sama.harga == satu.harga:
            pola = N_("Nama, satuan dan harganya sama dengan baris %(baris)s, kodenya lain; ditulis sekali.")
            satu.masalah.append(buat(_W, "kode_lain", pola, satu, "kode", baris=str(sama.baris)))
        else:
            pola = N_("Nama dan satuan yang sama ada di baris %(baris)s dengan harga %(harga)s; yang itu yang ditulis.")
            isi = {"baris": str(sama.baris), "harga": cetak_angka(sama.harga or Decimal(0))}
            satu.masalah.append(buat(_W, "harga_berbeda", pola, satu, "harga", **isi))


def _sidik(satu: AnalisaBaca) -> int:
    """Equal for analyses with the same content."""
    komponen = tuple((k.kategori, kunci_sel(k.uraian), k.satuan, k.koefisien) for k in satu.komponen)
    return hash((kunci_sel(satu.uraian), satu.satuan, komponen))


def _panjang(satu: AnalisaBaca | KomponenBaca | HargaBaca, teks: str, maks: int, kolom: str) -> list[MasalahBaris]:
    if len(teks) <= maks:
        return []
    pola = N_("Terlalu panjang: paling banyak %(batas)s huruf.")
    return [buat(_E, "terlalu_panjang", pola, satu, kolom, batas=str(maks))]


def _satuan(satu: AnalisaBaca | KomponenBaca | HargaBaca) -> list[MasalahBaris]:
    """Unit missing, unknown, or misspelled."""
    if not satu.satuan:
        return [buat(_W, "satuan_kosong", N_("Satuan kosong."), satu, "satuan")]
    if satu.satuan not in _BAKU:
        usul = _usul_satuan(satu.satuan)
        pola = N_("Satuan “%(teks)s” tidak dikenal.")
        masalah = [buat(_W, "satuan_tidak_dikenal", pola, satu, "satuan", usul, teks=satu.satuan_asli[:40])]
        return masalah + _panjang(satu, satu.satuan, _MAKS_SATUAN, "satuan")
    if kunci_sel(satu.satuan_asli) in _SALAH_KETIK:
        pola = N_("Satuan ditulis sebagai %(satuan)s; di berkas “%(teks)s”.")
        isi = {"teks": satu.satuan_asli[:40], "satuan": satu.satuan}
        return [buat(_W, "satuan_salah_ketik", pola, satu, "satuan", **isi)]  # right already: nothing to accept
    return []


@lru_cache(maxsize=2_000)
def _usul_satuan(satuan: str) -> str | None:
    """The known unit that is spelled most alike; cm is no slip for m."""
    mirip = get_close_matches(satuan[:20].casefold(), [s.casefold() for s in SATUAN_BAKU], n=1, cutoff=0.7)
    return next((s for s in SATUAN_BAKU if mirip and s.casefold() == mirip[0]), None)


def _baris_ganda(analisa: AnalisaBaca, hitung: Hitungan) -> None:
    """Of equal rows the first counts; the same resource with another coefficient is only pointed out."""
    pertama: dict[tuple[str | None, ...], KomponenBaca] = {}
    for satu in analisa.komponen:
        kunci = (satu.kategori, satu.kode, kunci_sel(satu.uraian), satu.satuan)
        sama = pertama.setdefault(kunci, satu)
        if sama is satu or not satu.uraian:
            continue
        if sama.koefisien == satu.koefisien:
            satu.dilewati = True
            hitung.ganda += 1
            pola = N_("Sama dengan baris %(baris)s; tidak ditulis.")
            satu.masalah.append(buat(_W, "baris_ganda", pola, satu, baris=str(sama.baris)))
        else:
            pola = N_("Sumber daya ini sudah ada di baris %(baris)s dengan koefisien lain.")
            satu.masalah.append(buat(_W, "sumber_daya_berulang", pola, satu, baris=str(sama.baris)))
