"""The problems that catalogue files have, each with its code and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ahsp_app.calc.angka import cetak_angka, cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.importers.katalog.angka_mentah import AngkaMentah, lain_dibaca
from ahsp_app.importers.katalog.bentuk import (
    FORMULA_KOSONG,
    AnalisaBaca,
    HargaBaca,
    KomponenBaca,
    MasalahBaris,
    Tingkat,
    Usul,
)
from ahsp_app.importers.katalog.kategori import usul_kategori

_RIBUAN: Final = Decimal(1000)
_MAKS_JUDUL: Final = 12
Baris = AnalisaBaca | KomponenBaca | HargaBaca


def buat(
    tingkat: Tingkat, kode: str, pola: str, di: Baris, kolom: str = "", usul: str | None = None, **isi: str
) -> MasalahBaris:
    """A problem of that row; `usul` is what would mend its column."""
    return MasalahBaris(
        tingkat, kode, pola, isi, kolom, Usul(kolom, usul) if usul is not None else None, di.lembar, di.baris
    )


def tanpa_analisa(lembar: str, baris: int) -> MasalahBaris:
    """A component before any analysis."""
    pola = N_("Baris komponen tanpa analisa di atasnya; tidak dibaca.")
    return MasalahBaris(Tingkat.PERINGATAN, "tanpa_analisa", pola, lembar=lembar, baris=baris)


def terulang(lembar: str, baris: int) -> MasalahBaris:
    """An analysis goes on at another place of the table."""
    pola = N_("Kode dan uraian yang sama muncul lagi di baris %(baris)s; digabung menjadi satu analisa.")
    return MasalahBaris(Tingkat.PERINGATAN, "terulang", pola, {"baris": str(baris)}, lembar=lembar, baris=baris)


def titik_hilang(komponen: KomponenBaca, nilai: Decimal, saran: Decimal, pasti: bool) -> MasalahBaris:
    """The coefficient is far from the usual. A small one may well be right: without proof nothing is suggested."""
    isi = {"nilai": cetak_angka(nilai)}
    if not pasti and nilai < _RIBUAN:
        pola = N_("Koefisien %(nilai)s tidak lazim; periksa tanda desimalnya.")
        return buat(Tingkat.PERINGATAN, "titik_hilang", pola, komponen, "koefisien", **isi)
    pola = N_("Koefisien %(nilai)s tidak lazim; mungkin tanda desimalnya hilang: %(saran)s?")
    usul = Usul("koefisien", cetak_kanonik(saran), pasti)
    masalah = buat(Tingkat.PERINGATAN, "titik_hilang", pola, komponen, "koefisien", **isi, saran=cetak_angka(saran))
    return replace(masalah, usul=usul)


def satuan_dari_uraian(analisa: AnalisaBaca, satuan: str) -> MasalahBaris:
    """The unit of work was found in the description."""
    pola = N_("Satuan pekerjaan tidak tertulis; diambil dari uraian: %(satuan)s.")
    return buat(Tingkat.PERINGATAN, "satuan_dari_uraian", pola, analisa, "satuan", satuan=satuan)


def kategori_asing(komponen: KomponenBaca, teks: str) -> MasalahBaris:
    """The category is missing or none of ours; code, unit or name may tell."""
    usul = usul_kategori(komponen.kode, komponen.uraian, komponen.satuan)
    if not teks:
        pola = N_("Kategori kosong; dibaca sebagai lain-lain.")
        return buat(Tingkat.PERINGATAN, "kategori_kosong", pola, komponen, "kategori", usul)
    pola = N_("Kategori “%(teks)s” tidak dikenal; dibaca sebagai lain-lain.")
    return buat(Tingkat.PERINGATAN, "kategori_tidak_dikenal", pola, komponen, "kategori", usul, teks=teks[:40])


def kode_cacat(komponen: KomponenBaca) -> MasalahBaris:
    """An error value where the code should be."""
    pola = N_("Kode berisi nilai galat lembar kerja; dibaca tanpa kode.")
    return buat(Tingkat.PERINGATAN, "kode_cacat", pola, komponen, "kode")


def catat_koefisien(komponen: KomponenBaca, angka: AngkaMentah) -> None:
    """Note what is wrong with a coefficient that is no number."""
    teks = komponen.koefisien_asli
    if teks == FORMULA_KOSONG:
        pola = N_("Rumus tanpa nilai tersimpan. Buka berkas di Excel, simpan ulang, lalu unggah lagi.")
        komponen.masalah.append(buat(Tingkat.GALAT, "formula_kosong", pola, komponen, "koefisien"))
    elif angka.galat == "galat_sel":
        pola = N_("Koefisien berisi nilai galat %(teks)s.")
        komponen.masalah.append(buat(Tingkat.GALAT, "galat_sel", pola, komponen, "koefisien", teks=teks))
    elif angka.galat:
        pola = N_("Koefisien “%(teks)s” bukan angka yang dapat dibaca.")
        komponen.masalah.append(buat(Tingkat.GALAT, "bukan_angka", pola, komponen, "koefisien", teks=teks[:40]))
    elif angka.nilai is None:
        komponen.koefisien = Decimal(0)
        pola = N_("Koefisien kosong; dibaca 0.")
        komponen.masalah.append(buat(Tingkat.PERINGATAN, "koefisien_kosong", pola, komponen, "koefisien"))
    elif angka.nilai < 0:
        pola = N_("Koefisien %(nilai)s negatif.")
        nilai = cetak_angka(angka.nilai)
        komponen.masalah.append(buat(Tingkat.GALAT, "koefisien_negatif", pola, komponen, "koefisien", nilai=nilai))
    elif angka.ambigu:
        lain = lain_dibaca(teks)
        komponen.masalah.append(koefisien_ambigu(komponen, angka.nilai, lain))


def koefisien_ambigu(komponen: KomponenBaca, nilai: Decimal, lain: Decimal | None) -> MasalahBaris:
    """A dot before three digits that could have grouped thousands."""
    pola = N_("“%(teks)s” dibaca %(nilai)s; bisa juga %(lain)s.")
    return buat(
        Tingkat.PERINGATAN,
        "titik_ambigu",
        pola,
        komponen,
        "koefisien",
        cetak_kanonik(lain) if lain is not None else None,
        teks=komponen.koefisien_asli[:40],
        nilai=cetak_angka(nilai),
        lain=cetak_angka(lain) if lain is not None else "-",
    )


def _lembar(kode: str, pola: str, lembar: str = "", **isi: str) -> MasalahBaris:
    return MasalahBaris(Tingkat.PERINGATAN, kode, pola, isi, lembar=lembar)


def lembar_tersembunyi(lembar: str) -> MasalahBaris:
    """The sheet is hidden and was read all the same."""
    return _lembar("lembar_tersembunyi", N_("Lembar ini disembunyikan di berkasnya; isinya dibaca."), lembar)


def huruf_diperbaiki(lembar: str, banyak: int) -> MasalahBaris:
    """Letters were decoded wrongly on their way, and put right."""
    pola = N_("%(banyak)s teks berisi huruf rusak (misalnya mÂ² untuk m²); dibaca setelah diperbaiki.")
    return _lembar("huruf_diperbaiki", pola, lembar, banyak=cetak_angka(banyak))


def baris_tersembunyi(lembar: str, banyak: int) -> MasalahBaris:
    """Hidden rows were passed over."""
    pola = N_("%(banyak)s baris disembunyikan di berkasnya; tidak dibaca.")
    return _lembar("baris_tersembunyi", pola, lembar, banyak=cetak_angka(banyak))


def berdampingan(lembar: str, banyak: int) -> MasalahBaris:
    """More than one table beside each other."""
    pola = N_("%(banyak)s tabel analisa berdampingan; dibaca satu per satu dari kiri.")
    return _lembar("berdampingan", pola, lembar, banyak=cetak_angka(banyak))


def kolom_tersembunyi(lembar: str, banyak: int) -> MasalahBaris:
    """Columns that were read are hidden."""
    pola = N_("%(banyak)s kolom yang dibaca disembunyikan di berkasnya.")
    return _lembar("kolom_tersembunyi", pola, lembar, banyak=cetak_angka(banyak))


def kolom_kurang(lembar: str, kolom: list[str]) -> MasalahBaris:
    """The mapping of a sheet lacks a column."""
    pola = N_("Kolom %(kolom)s belum ditunjuk; lembar tidak dibaca.")
    return _lembar("kolom_kurang", pola, lembar, kolom=", ".join(kolom))


def kolom_diabaikan(lembar: str, judul: Sequence[str]) -> MasalahBaris:
    """Columns of a sheet that are not read."""
    pola = N_("Kolom yang tidak dibaca: %(kolom)s.")
    return _lembar("kolom_diabaikan", pola, lembar, kolom=", ".join(f"“{j[:40]}”" for j in judul[:_MAKS_JUDUL]))


def tidak_ada_isi(rab: bool = False) -> MasalahBaris:
    """Nothing of ours in the file; it may be an estimate."""
    if rab:
        pola = N_("Ini RAB, bukan katalog: isinya pekerjaan dengan volume, bukan analisa dengan koefisien.")
        return MasalahBaris(Tingkat.GALAT, "rab", pola)
    pola = N_("Tidak ada analisa maupun harga yang dikenali. Tunjuk kolomnya sendiri bila lembarnya benar.")
    return MasalahBaris(Tingkat.GALAT, "tidak_ada_isi", pola)


def harga_tanpa_nama(lembar: str, baris: int) -> MasalahBaris:
    """A price that belongs to nothing."""
    pola = N_("Harga tanpa uraian; tidak dibaca.")
    return MasalahBaris(Tingkat.PERINGATAN, "harga_tanpa_nama", pola, lembar=lembar, baris=baris)


def harga_kosong(harga: HargaBaca) -> MasalahBaris:
    """No price."""
    return buat(Tingkat.PERINGATAN, "harga_kosong", N_("Harga kosong; dicatat sebagai belum ada."), harga, "harga")


def harga_dijumlah(harga: HargaBaca, bagian: Sequence[tuple[str, Decimal]]) -> MasalahBaris:
    """The price was put together."""
    pola = N_("Harga dijumlahkan dari %(bagian)s.")
    isi = " + ".join(f"{nama} {cetak_angka(nilai)}".strip() for nama, nilai in bagian)
    return buat(Tingkat.PERINGATAN, "harga_dijumlah", pola, harga, "harga", bagian=isi[:200])


def harga_nol(harga: HargaBaca) -> MasalahBaris:
    """A price of zero, which is not the same as none."""
    pola = N_("Harga 0. Kosongkan bila belum ada; 0 berarti memang gratis.")
    return buat(Tingkat.PERINGATAN, "harga_nol", pola, harga, "harga")


def harga_salah(harga: HargaBaca, angka: AngkaMentah) -> MasalahBaris:
    """No number, or one below zero."""
    if harga.harga_asli == FORMULA_KOSONG:
        pola = N_("Rumus tanpa nilai tersimpan. Buka berkas di Excel, simpan ulang, lalu unggah lagi.")
        return buat(Tingkat.GALAT, "formula_kosong", pola, harga, "harga")
    if angka.galat == "galat_sel":
        pola = N_("Harga berisi nilai galat %(teks)s.")
        return buat(Tingkat.GALAT, "galat_sel", pola, harga, "harga", teks=harga.harga_asli)
    if angka.galat:
        pola = N_("Harga “%(teks)s” bukan angka yang dapat dibaca.")
        return buat(Tingkat.GALAT, "bukan_angka", pola, harga, "harga", teks=harga.harga_asli[:40])
    pola = N_("Harga %(teks)s negatif.")
    return buat(Tingkat.GALAT, "harga_negatif", pola, harga, "harga", teks=harga.harga_asli[:40])


def harga_ambigu(harga: HargaBaca, nilai: Decimal) -> MasalahBaris:
    """A dot before three digits that could have been a decimal point."""
    polos = "".join(c for c in harga.harga_asli if c.isdigit() or c in ",.").replace(",", ".").strip(".")
    pola = N_("“%(teks)s” dibaca %(nilai)s; bisa juga %(lain)s.")
    lain = Decimal(polos) if polos.count(".") == 1 else nilai
    isi = {"teks": harga.harga_asli[:40], "nilai": cetak_angka(nilai), "lain": cetak_angka(lain)}
    return buat(Tingkat.PERINGATAN, "titik_ambigu", pola, harga, "harga", cetak_kanonik(lain), **isi)


def konversi_berbeda(harga: HargaBaca, hitungan: Decimal) -> MasalahBaris:
    """The price is not the market price divided by the factor."""
    pola = N_("Harga tertulis %(harga)s, tetapi harga beli dibagi faktor %(hitungan)s.")
    isi = {"harga": cetak_angka(harga.harga or Decimal(0)), "hitungan": cetak_angka(hitungan)}
    return buat(Tingkat.PERINGATAN, "konversi_berbeda", pola, harga, "harga", cetak_kanonik(hitungan), **isi)


def kategori_harga(harga: HargaBaca, teks: str, tebakan: str | None) -> MasalahBaris:
    """The category had to be guessed."""
    pola = N_("Kategori tidak tertulis; dibaca sebagai %(tebakan)s.")
    if teks:
        pola = N_("Kategori “%(teks)s” tidak dikenal; dibaca sebagai %(tebakan)s.")
    isi = {"teks": teks[:40], "tebakan": tebakan or "LAIN"} if teks else {"tebakan": tebakan or "LAIN"}
    return buat(Tingkat.PERINGATAN, "kategori_ditebak", pola, harga, "kategori", **isi)
