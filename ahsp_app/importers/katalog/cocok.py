"""Printed amounts against what the rows give. Nothing is corrected: what differs is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ahsp_app.calc.angka import cetak_angka, cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.importers.katalog.angka_mentah import lain_dibaca
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca, MasalahBaris, Tingkat
from ahsp_app.importers.katalog.masalah import buat

_SATU: Final = Decimal(1)
_SERIBU: Final = Decimal(1000)
_GRUP: Final = {"TK": "tk", "BHN": "bhn", "ALT": "alt", "LAIN": "lain"}
_NAMA: Final = {"tk": N_("tenaga kerja"), "bhn": N_("bahan"), "alt": N_("peralatan"), "lain": N_("lain-lain")}


def cocok_baris(komponen: KomponenBaca) -> MasalahBaris | None:
    """Row amount = coefficient × price? An ambiguous dot is settled here when the amount bears it out."""
    koefisien, harga, jumlah = komponen.koefisien, komponen.harga, komponen.jumlah
    if koefisien is None or not harga or not jumlah:
        return None
    if _sama(koefisien * harga, jumlah, koefisien, harga):
        komponen.masalah = [m for m in komponen.masalah if m.kode != "titik_ambigu"]
        return None
    benar = _koefisien_cocok(komponen, koefisien, harga, jumlah)
    if benar is not None:
        komponen.masalah = [m for m in komponen.masalah if m.kode != "titik_ambigu"]
        pola = N_("Koefisien %(nilai)s tidak cocok dengan jumlah %(jumlah)s; yang cocok %(saran)s.")
        isi = {"nilai": cetak_angka(koefisien), "jumlah": cetak_angka(jumlah), "saran": cetak_angka(benar)}
        return buat(Tingkat.PERINGATAN, "titik_hilang", pola, komponen, "koefisien", cetak_kanonik(benar), **isi)
    pola = N_("Jumlah tertulis %(jumlah)s, hitungannya %(hitungan)s.")
    isi = {"jumlah": cetak_angka(jumlah), "hitungan": cetak_angka(_sen(koefisien * harga))}
    return buat(Tingkat.PERINGATAN, "jumlah_tidak_cocok", pola, komponen, "jumlah", **isi)


def _koefisien_cocok(komponen: KomponenBaca, koefisien: Decimal, harga: Decimal, jumlah: Decimal) -> Decimal | None:
    """The coefficient with its decimal point elsewhere that gives the printed amount."""
    lain = lain_dibaca(komponen.koefisien_asli)
    calon = [koefisien.scaleb(-g) for g in range(1, 9)] + ([lain] if lain is not None else [])
    return next((c.normalize() for c in calon if abs(c * harga - jumlah) <= max(_SATU, jumlah / _SERIBU)), None)


def _sama(hitungan: Decimal, cetak: Decimal, koefisien: Decimal, harga: Decimal) -> bool:
    """Equal within a rupiah and half of the coefficient's last digit: sheets show fewer digits than they have."""
    eksponen = int(koefisien.as_tuple().exponent)
    return abs(hitungan - cetak) <= _SATU + abs(harga) * Decimal("0.5").scaleb(min(eksponen, 0))


def _sen(nilai: Decimal) -> Decimal:
    return round(nilai, 2)


def cocok_analisa(analisa: AnalisaBaca) -> list[MasalahBaris]:
    """A, B, C, D, E, F and the price at the title, each against what stands above it."""
    cetak = analisa.cetak
    if not cetak:
        return []
    hasil = [_cocok_grup(analisa, kategori, kunci) for kategori, kunci in _GRUP.items() if kunci in cetak]
    hasil.append(_cocok_d(analisa))
    if "d" in cetak and "e" in cetak and "persen" in cetak:
        biaya = cetak["d"] * cetak["persen"] / 100
        hasil.append(_banding(analisa, N_("biaya umum dan keuntungan (E)"), cetak["e"], biaya))
    if {"d", "e", "f"} <= cetak.keys():
        hasil.append(_banding(analisa, N_("harga satuan pekerjaan (F)"), cetak["f"], cetak["d"] + cetak["e"]))
    if "f" in cetak and "hsp" in cetak:
        hasil.append(_banding(analisa, N_("harga pada judul"), cetak["hsp"], cetak["f"], _SERIBU))
    return [m for m in hasil if m is not None]


def _cocok_grup(analisa: AnalisaBaca, kategori: str, kunci: str) -> MasalahBaris | None:
    baris = [k for k in analisa.komponen if k.kategori == kategori]
    jumlah = [_jumlah(k) for k in baris]
    ada = [j for j in jumlah if j is not None]
    if len(ada) < len(jumlah):
        return None
    longgar = _SATU + Decimal("0.01") * len(ada)
    return _banding(analisa, _NAMA[kunci], analisa.cetak[kunci], sum(ada, Decimal(0)), longgar)


def _jumlah(komponen: KomponenBaca) -> Decimal | None:
    if komponen.jumlah is not None:
        return komponen.jumlah
    if komponen.koefisien is None or komponen.harga is None:
        return None
    return komponen.koefisien * komponen.harga


def _cocok_d(analisa: AnalisaBaca) -> MasalahBaris | None:
    cetak = analisa.cetak
    grup = [cetak[k] for k in _NAMA if k in cetak]
    if "d" not in cetak or not {"tk", "bhn", "alt"} & cetak.keys():
        return None
    kategori_tanpa_jumlah = {k.kategori for k in analisa.komponen} - {k for k, n in _GRUP.items() if n in cetak}
    if kategori_tanpa_jumlah:
        return None
    return _banding(analisa, N_("jumlah (D)"), cetak["d"], sum(grup, Decimal(0)), Decimal(2))


def _banding(
    analisa: AnalisaBaca, nama: str, tertulis: Decimal, hitungan: Decimal, longgar: Decimal = _SATU
) -> MasalahBaris | None:
    if abs(tertulis - hitungan) <= longgar:
        return None
    pola = N_("Tercetak %(nama)s %(tertulis)s, hitungannya %(hitungan)s.")
    isi = {"nama": nama, "tertulis": cetak_angka(tertulis), "hitungan": cetak_angka(_sen(hitungan))}
    return buat(Tingkat.PERINGATAN, "cetak_tidak_cocok", pola, analisa, "cetak", **isi)
