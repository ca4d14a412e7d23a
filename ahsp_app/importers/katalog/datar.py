"""Flat tables: one line per component, the analysis named on every line or on the first of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ahsp_app.importers.katalog import masalah as m
from ahsp_app.importers.katalog.angka_mentah import Peran, baca_mentah, peran_kolom
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca, Lembar, LembarDikenali, Sel
from ahsp_app.importers.katalog.hitung import Buku, Nasib
from ahsp_app.importers.katalog.kategori import LAIN, baca_kategori
from ahsp_app.importers.katalog.kelompok import judul_kelompok, namai
from ahsp_app.importers.katalog.satuan_kerja import lengkapi_satuan
from ahsp_app.importers.katalog.sel import ambil, asli_sel, cacat, kosong, satuan_baku, teks_sel
from ahsp_app.importers.katalog.sel import kunci as kunci_sel

_KOMPONEN: Final = ("kategori", "kode_item", "uraian_item", "satuan_item", "koefisien")


def baca(lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> Iterator[AnalisaBaca]:
    """The analyses of the sheet in the order of their first row; rows with the same code and name are one."""
    yield from _Pembaca(lembar, dikenali, buku).baca()


class _Pembaca:
    def __init__(self, lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> None:
        self.lembar = lembar
        self.kolom = dikenali.kolom
        self.mulai = (dikenali.baris_kepala if dikenali.baris_kepala is not None else -1) + 1
        kolom = self.kolom["koefisien"]
        self.judul_koefisien = dikenali.judul_kolom[kolom] if kolom < len(dikenali.judul_kolom) else None
        self.buku = buku
        self.peran_koefisien = self._peran("koefisien", Peran.KOEFISIEN)
        self.peran_harga = self._peran("harga", Peran.HARGA)
        self.semua: dict[tuple[str, str], AnalisaBaca] = {}
        self.kini: AnalisaBaca | None = None
        self.teks_kini = self.kunci_kini = ("", "")

    def baca(self) -> Iterator[AnalisaBaca]:
        self.buku.catat(Nasib.KEPALA, self.mulai)
        for nomor in range(self.mulai, len(self.lembar.baris)):
            self.buku.catat(self._baris(nomor, self.lembar.baris[nomor]))
            self.lembar.baris[nomor] = []  # makes room for what was read from it
        judul = judul_kelompok(self.semua.values())
        for satu in judul:
            del self.semua[satu.kode.casefold(), kunci_sel(satu.uraian)]
            self.buku.ganti(Nasib.ANALISA, Nasib.JUDUL)
        namai(self.semua.values(), judul)
        for analisa in self.semua.values():
            lengkapi_satuan(analisa)
            yield analisa

    def _peran(self, nama: str, peran: Peran) -> Peran:
        kolom = self.kolom.get(nama)
        return peran_kolom((ambil(b, kolom) for b in self.lembar.baris), peran) if kolom is not None else peran

    def _teks(self, baris: list[Sel], nama: str) -> str:
        return teks_sel(ambil(baris, self.kolom.get(nama)))

    def _baris(self, nomor: int, baris: list[Sel]) -> Nasib:
        if kosong(baris):
            return Nasib.KOSONG
        if nomor in self.lembar.tersembunyi:
            return Nasib.TERSEMBUNYI
        if self._kepala_ulang(baris):
            return Nasib.KEPALA
        ada_isi = any(not _tanpa_isi(ambil(baris, self.kolom.get(k))) for k in ("uraian_item", "koefisien"))
        baru = self._analisa(nomor, baris)
        if not ada_isi:
            return Nasib.ANALISA if baru else Nasib.CATATAN
        if self.kini is None:
            self.buku.lapor(m.tanpa_analisa(self.lembar.nama, nomor + 1))
            return Nasib.TAK_TERBACA
        if not baru:
            self.buku.gabung()
        self.kini.komponen.append(self._komponen(nomor, baris))
        return Nasib.KOMPONEN

    def _kepala_ulang(self, baris: list[Sel]) -> bool:
        """The header printed again further down."""
        sel = ambil(baris, self.kolom["koefisien"])
        return isinstance(sel, str) and teks_sel(sel) == self.judul_koefisien

    def _analisa(self, nomor: int, baris: list[Sel]) -> bool:
        """Go to the analysis that the row names; True when it is a new one."""
        kode, uraian = self._teks(baris, "kode"), self._teks(baris, "uraian")
        if (not kode and not uraian) or (kode, uraian) == self.teks_kini:
            return False
        self.teks_kini = (kode, uraian)
        kunci = (kode.casefold(), kunci_sel(uraian))
        if self.kini is not None and (kunci == self.kunci_kini or (not uraian and kunci[0] == self.kunci_kini[0])):
            return False
        if not kode and self.kini is not None and "kode" in self.kolom and kunci[1] == self.kunci_kini[1]:
            return False
        lama = self.semua.get(kunci)
        self.kunci_kini = kunci
        if lama is not None:
            self.kini = lama
            lama.masalah.append(m.terulang(lama.lembar, nomor + 1))
            return False
        satuan = asli_sel(ambil(baris, self.kolom.get("satuan_kerja")))
        grup = " / ".join(t for t in (self._teks(baris, "klasifikasi"), self._teks(baris, "sub_klasifikasi")) if t)
        self.kini = self.semua[kunci] = AnalisaBaca(
            lembar=self.lembar.nama,
            baris=nomor + 1,
            kode=kode,
            uraian=uraian,
            satuan=satuan_baku(self._teks(baris, "satuan_kerja")),
            satuan_asli=satuan,
            grup=grup,
        )
        return True

    def _komponen(self, nomor: int, baris: list[Sel]) -> KomponenBaca:
        sel_koef = ambil(baris, self.kolom.get("koefisien"))
        koef = baca_mentah(sel_koef, self.peran_koefisien)
        teks_kategori = self._teks(baris, "kategori")
        kategori = baca_kategori(teks_kategori)
        satuan_asli = self._teks(baris, "satuan_item")
        komponen = KomponenBaca(
            lembar=self.lembar.nama,
            baris=nomor + 1,
            kategori=kategori or LAIN,
            kode=self._teks(baris, "kode_item") or None,
            uraian=self._teks(baris, "uraian_item"),
            satuan=satuan_baku(satuan_asli),
            satuan_asli=asli_sel(ambil(baris, self.kolom.get("satuan_item"))),
            koefisien=koef.nilai,
            koefisien_asli=asli_sel(sel_koef),
            harga=self._angka(baris, "harga"),
            jumlah=self._angka(baris, "jumlah"),
        )
        m.catat_koefisien(komponen, koef)
        if kategori is None:
            komponen.masalah.append(m.kategori_asing(komponen, teks_kategori))
        if cacat(ambil(baris, self.kolom.get("kode_item"))):
            komponen.masalah.append(m.kode_cacat(komponen))
        return komponen

    def _angka(self, baris: list[Sel], nama: str) -> Decimal | None:
        return baca_mentah(ambil(baris, self.kolom.get(nama)), self.peran_harga).nilai if nama in self.kolom else None


def _tanpa_isi(sel: Sel) -> bool:
    return sel is None or (isinstance(sel, str) and not sel.strip())
