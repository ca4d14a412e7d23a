"""Reading one object of a file key by key: every fault is noted with its place, and reading goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from ahsp_app.calc.angka import AngkaSalah, Konteks, baca_kanonik, cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.importers.json_ketat import Asing, Objek
from ahsp_app.importers.masalah import Catatan

_TANGGAL: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARIS: Final = "\t\n\r"
_TEKS, _OBJEK, _DAFTAR, _BULAT = N_("teks"), N_("objek {…}"), N_("daftar […]"), N_("bilangan bulat")
_ANGKA: Final = N_('angka yang ditulis sebagai teks, misalnya "0.75"')


class Bagian:
    """One object of the file. Each method takes a key; `selesai` refuses the keys that nobody asked for.

    A key that is absent or null has its default. After a fault the default is given too, so that the rest of the
    file is still looked at; the file is refused anyhow.
    """

    def __init__(self, catatan: Catatan, jalur: str, isi: Objek) -> None:
        self.catatan, self.jalur, self.isi = catatan, jalur, isi
        self._dikenal: set[str] = set()
        for kunci in isi.kembar:
            self.tolak(kunci, Galat("kembar", N_("Kunci ini tertulis lebih dari satu kali.")))

    def di(self, kunci: str) -> str:
        """The path of a key."""
        return f"{self.jalur}.{kunci}" if self.jalur else kunci

    def tolak(self, kunci: str, galat: Galat) -> None:
        """Note a fault at a key."""
        self.catatan.tolak(self.di(kunci), galat)

    def ada(self, kunci: str) -> bool:
        """Whether the key is there with a value."""
        return self.isi.get(kunci) is not None

    def ambil(self, kunci: str, wajib: bool = False) -> object:
        """The raw value; None when absent, which is a fault when it is needed."""
        self._dikenal.add(kunci)
        nilai = self.isi.get(kunci)
        if nilai is None and wajib:
            self.tolak(kunci, Galat("wajib", N_("Wajib diisi.")))
        return nilai

    def salah_jenis(self, kunci: str, jenis: str) -> None:
        """Note that the value is of the wrong kind."""
        self.tolak(kunci, Galat("jenis", N_("Harus %(jenis)s."), jenis=jenis))

    def teks(self, kunci: str, maks: int, *, wajib: bool = False, minimum: int = 1) -> str:
        """A text of at most `maks` characters, kept as written; "" by default.

        `wajib`: at least `minimum` characters besides blanks.
        """
        nilai = self.ambil(kunci, wajib)
        if nilai is None:
            return ""
        if not isinstance(nilai, str):
            self.salah_jenis(kunci, _TEKS)
            return ""
        galat = _periksa_teks(nilai, maks, minimum if wajib else 0)
        if galat:
            self.tolak(kunci, galat)
            return ""
        return nilai

    def teks_bila(self, kunci: str, maks: int) -> str | None:
        """A text, or None when absent or blank."""
        nilai = self.teks(kunci, maks)
        return nilai if rapikan(nilai) else None

    def pilihan(self, kunci: str, pilihan: Collection[str], *, wajib: bool = False) -> str | None:
        """One of some words."""
        nilai = self.ambil(kunci, wajib)
        if nilai is None or (isinstance(nilai, str) and nilai in pilihan):
            return nilai
        pola = N_("Pilihannya: %(pilihan)s.")
        self.tolak(kunci, Galat("pilihan", pola, pilihan=", ".join(pilihan)))
        return None

    def angka(
        self,
        kunci: str,
        konteks: Konteks,
        *,
        wajib: bool = False,
        maks: int | None = None,
        desimal: int | None = None,
        positif: bool = False,
    ) -> Decimal | None:
        """A decimal string within the limits of its column, `maks` and `desimal`; `positif` refuses zero."""
        nilai = self.ambil(kunci, wajib)
        if nilai is None:
            return None
        if not isinstance(nilai, str):
            self.salah_jenis(kunci, _ANGKA)
            return None
        try:
            angka = baca_kanonik(nilai, konteks)
        except AngkaSalah as galat:
            self.tolak(kunci, galat)
            return None
        galat_batas = _periksa_batas(angka, maks, desimal, positif)
        if galat_batas:
            self.tolak(kunci, galat_batas)
            return None
        return angka

    def bulat(self, kunci: str, minimum: int, maks: int, *, wajib: bool = False) -> int | None:
        """A JSON integer within limits."""
        nilai = self.ambil(kunci, wajib)
        if nilai is None:
            return None
        if isinstance(nilai, bool) or not isinstance(nilai, int | Asing):
            self.salah_jenis(kunci, _BULAT)
            return None
        if isinstance(nilai, Asing) or not minimum <= nilai <= maks:
            pola = N_("Isi bilangan bulat dari %(minimum)s sampai %(maks)s.")
            self.tolak(kunci, Galat("batas", pola, minimum=minimum, maks=maks))
            return None
        return nilai

    def tanggal(self, kunci: str, tahun_awal: int, tahun_akhir: int) -> date | None:
        """A date, YYYY-MM-DD."""
        nilai = self.ambil(kunci)
        if nilai is None:
            return None
        try:
            hari = date.fromisoformat(nilai) if isinstance(nilai, str) and _TANGGAL.fullmatch(nilai) else None
        except ValueError:
            hari = None
        if hari is None:
            self.tolak(kunci, Galat("tanggal", N_("Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-01-05.")))
        elif not tahun_awal <= hari.year <= tahun_akhir:
            pola = N_("Tahunnya dari %(awal)s sampai %(akhir)s.")
            self.tolak(kunci, Galat("tanggal", pola, awal=tahun_awal, akhir=tahun_akhir))
            hari = None
        return hari

    def objek(self, kunci: str, *, wajib: bool = False) -> Bagian | None:
        """An object below this one; None when absent."""
        nilai = self.ambil(kunci, wajib)
        if nilai is None:
            return None
        if not isinstance(nilai, Objek):
            self.salah_jenis(kunci, _OBJEK)
            return None
        return Bagian(self.catatan, self.di(kunci), nilai)

    def daftar(self, kunci: str) -> Iterator[tuple[int, Bagian]]:
        """The objects of a list with their index, from 0; whatever is no object is a fault and passed over."""
        nilai = self.ambil(kunci)
        if nilai is None:
            return
        if not isinstance(nilai, list):
            self.salah_jenis(kunci, _DAFTAR)
            return
        for indeks, isi in enumerate(nilai):
            if isinstance(isi, Objek):
                yield indeks, Bagian(self.catatan, f"{self.di(kunci)}[{indeks}]", isi)
            else:
                self.salah_jenis(f"{kunci}[{indeks}]", _OBJEK)

    def selesai(self) -> None:
        """Refuse the keys that were not asked for."""
        if len(self._dikenal) >= len(self.isi) and self.isi.keys() <= self._dikenal:
            return
        for kunci in self.isi:
            if kunci not in self._dikenal:
                tampak = rapikan(kunci)[:80]
                self.tolak(tampak, Galat("tidak_dikenal", N_("Kunci “%(kunci)s” tidak dikenal."), kunci=tampak))


def _periksa_teks(nilai: str, maks: int, minimum: int) -> Galat | None:
    if len(nilai) > maks:
        return Galat("terlalu_panjang", N_("Terlalu panjang. Paling banyak %(batas)s huruf."), batas=maks)
    if not nilai.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} and c not in _BARIS for c in nilai):
        return Galat("karakter", N_("Berisi karakter kendali yang tidak dapat disimpan."))
    if minimum and len(rapikan(nilai)) < minimum:
        if minimum == 1:
            return Galat("kosong", N_("Belum diisi."))
        return Galat("terlalu_pendek", N_("Terlalu pendek. Sedikitnya %(batas)s huruf."), batas=minimum)
    return None


def _periksa_batas(angka: Decimal, maks: int | None, desimal: int | None, positif: bool) -> Galat | None:
    if positif and angka == 0:
        return Galat("nol", N_("Harus lebih besar dari nol."))
    if maks is not None and angka > maks:
        pola = N_("%(nilai)s terlalu besar. Paling besar %(batas)s.")
        return Galat("terlalu_besar", pola, nilai=cetak_kanonik(angka), batas=maks)
    if desimal is not None and angka != round(angka, desimal):
        pola = N_("%(nilai)s terlalu teliti. Paling banyak %(batas)s angka di belakang titik.")
        return Galat("terlalu_teliti", pola, nilai=cetak_kanonik(angka), batas=desimal)
    return None
