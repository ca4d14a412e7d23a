"""The printed layout of analyses: blocks of A, B, C, their sums and D, E, F, one or many on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ahsp_app.importers.katalog import cetak_baris as cb
from ahsp_app.importers.katalog import masalah as m
from ahsp_app.importers.katalog.angka_mentah import Peran, baca_mentah, peran_kolom
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca, Lembar, LembarDikenali, Sel
from ahsp_app.importers.katalog.hitung import Buku, Nasib
from ahsp_app.importers.katalog.kategori import LAIN
from ahsp_app.importers.katalog.satuan_kerja import lengkapi_satuan
from ahsp_app.importers.katalog.sel import ambil, asli_sel, cacat, kosong, satuan_baku, teks_sel

_MAKS_CALON: Final = 30


def baca(lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> Iterator[AnalisaBaca]:
    """The analyses of the sheet, block by block."""
    pembaca = _Pembaca(lembar, dikenali, buku)
    for nomor, baris in enumerate(lembar.baris):
        selesai = pembaca.baris(nomor, baris)
        if selesai is not None:
            yield selesai
    yield from pembaca.tutup()


class _Pembaca:
    """Goes from row to row. Rows that may be titles wait until the group below them says which one is."""

    def __init__(self, lembar: Lembar, dikenali: LembarDikenali, buku: Buku) -> None:
        self.lembar = lembar
        self.kolom = dict(dikenali.kolom)
        self.buku = buku
        self.peran_koefisien = self._peran("koefisien", Peran.KOEFISIEN)
        self.peran_harga = self._peran("harga", Peran.HARGA)
        self.kini: AnalisaBaca | None = None
        self.calon: list[cb.Judul] = []
        self.kategori: str | None = None
        self.sudah: set[str] = set()
        self.kepala_baru = False  # a header came since the last component
        self.terkunci = False  # the price of the analysis was printed: it is complete
        self.grup = ""

    def _peran(self, nama: str, peran: Peran) -> Peran:
        kolom = self.kolom.get(nama)
        return peran_kolom((ambil(b, kolom) for b in self.lembar.baris), peran) if kolom is not None else peran

    def baris(self, nomor: int, baris: list[Sel]) -> AnalisaBaca | None:
        """Take a row; the analysis that it ends, if any."""
        if kosong(baris) or nomor in self.lembar.tersembunyi:
            self.buku.catat(Nasib.TERSEMBUNYI if not kosong(baris) else Nasib.KOSONG)
            return None
        kepala = cb.kepala_cetak(baris)
        if kepala is not None:
            self.kolom = kepala
            self.kepala_baru = True
            self.buku.catat(Nasib.KEPALA)
            return None
        if self.kepala_baru and cb.nomor_kolom(baris):
            self.buku.catat(Nasib.KEPALA)
            return None
        return self._isi(nomor, baris)

    def _isi(self, nomor: int, baris: list[Sel]) -> AnalisaBaca | None:
        huruf, uraian, kunci = cb.label_baris(baris, self.kolom)
        koefisien = ambil(baris, self.kolom["koefisien"])
        kategori = cb.grup(kunci) if koefisien is None else None
        if kategori is not None:
            selesai = self._mulai(nomor) if self._blok_baru(kategori) else None
            self.kategori = kategori
            self.sudah.add(kategori)
            self.buku.catat(Nasib.JUDUL)
            return selesai
        jenis = cb.jumlah(kunci, huruf)
        if jenis is not None and self.kini is not None:
            self._jumlah(jenis, kunci, baris)
            return None
        if self._berupa_komponen(baris, uraian):
            return self._komponen(nomor, baris, uraian)
        self._calonkan(nomor, baris)
        return None

    def _blok_baru(self, kategori: str) -> bool:
        return self.kini is None or self.terkunci or self._kepala_dan_judul() or kategori in self.sudah

    def _kepala_dan_judul(self) -> bool:
        """A header with a title; a header alone is only the next page."""
        return self.kepala_baru and bool(self.calon)

    def _berupa_komponen(self, baris: list[Sel], uraian: str) -> bool:
        """A description, and a coefficient or at least a unit, inside a block or directly below a header."""
        if not uraian or (self.kini is None and not self.kepala_baru):
            return False
        sel = ambil(baris, self.kolom["koefisien"])
        if sel is None or (isinstance(sel, str) and not sel.strip()):
            return self.kategori is not None and not self.terkunci and bool(self._teks(baris, "satuan"))
        if self.terkunci and not self.kepala_baru:
            return False
        return cacat(sel) or baca_mentah(sel, Peran.KOEFISIEN).nilai is not None or bool(self._teks(baris, "satuan"))

    def _teks(self, baris: list[Sel], nama: str) -> str:
        return teks_sel(ambil(baris, self.kolom.get(nama)))

    def _mulai(self, nomor: int) -> AnalisaBaca | None:
        """Begin the next analysis with the title that stands above; the one before is complete."""
        selesai, judul = self.kini, self._pilih_judul()
        uraian, kode, satuan = self._dari_label()
        satuan_asli = satuan
        self.kini = AnalisaBaca(
            lembar=self.lembar.nama,
            baris=(judul.nomor if judul else nomor) + 1,
            kode=kode or (judul.kode if judul else ""),
            uraian=uraian or (judul.uraian if judul else ""),
            satuan=satuan_baku(satuan),
            satuan_asli=satuan_asli,
            grup=self.grup,
        )
        if judul is not None and judul.harga is not None:
            self.kini.cetak["hsp"] = judul.harga
        self.calon = []
        self.kategori, self.sudah = None, set()
        self.kepala_baru = self.terkunci = False
        return self._rampung(selesai)

    def _dari_label(self) -> tuple[str, str, str]:
        isi = {c.label: c.uraian for c in self.calon if c.label}
        return isi.get("uraian", ""), isi.get("kode", ""), isi.get("satuan", "")

    def _pilih_judul(self) -> cb.Judul | None:
        """The nearest row above that has a code or a quantity, else the nearest; coded ones above it are groups."""
        polos = [c for c in self.calon if not c.label]
        terpilih = next((c for c in reversed(polos) if c.kuat), polos[-1] if polos else None)
        for satu in self.calon:
            if satu is terpilih or satu.label:
                self.buku.catat(Nasib.ANALISA if satu is terpilih else Nasib.JUDUL)
            elif terpilih is not None and satu.nomor < terpilih.nomor and satu.kode:
                self.grup = f"{satu.kode} {satu.uraian}".strip()[:200]
                self.buku.catat(Nasib.JUDUL)
            else:
                self.buku.catat(Nasib.CATATAN)
        return terpilih

    def _calonkan(self, nomor: int, baris: list[Sel]) -> None:
        judul = cb.baca_judul(nomor, baris, self.kolom, self.peran_harga)
        if not judul.uraian and not judul.kode:
            self.buku.catat(Nasib.CATATAN)
            return
        self.calon.append(judul)
        if len(self.calon) > _MAKS_CALON:
            self.calon.pop(0)
            self.buku.catat(Nasib.CATATAN)

    def _jumlah(self, jenis: str, kunci: str, baris: list[Sel]) -> None:
        self.buku.catat(Nasib.JUMLAH)
        if self.kini is None or not jenis:
            return
        nilai = cb.nilai_jumlah(baris, self.kolom, self.peran_harga)
        if nilai is not None:
            self.kini.cetak.setdefault(jenis, nilai)
        if jenis == "e":
            persen = cb.persen(baris, self.kolom, kunci)
            if persen is not None:
                self.kini.cetak.setdefault("persen", persen)
        if jenis == "f":
            self.terkunci = True

    def _komponen(self, nomor: int, baris: list[Sel], uraian: str) -> AnalisaBaca | None:
        selesai = None
        if self.kini is None or (self._kepala_dan_judul() and self.kini.komponen):
            selesai = self._mulai(nomor)
        if self.kini is None:  # _mulai always sets it
            return selesai
        for _ in self.calon:
            self.buku.catat(Nasib.CATATAN)
        self.calon = []
        self.buku.catat(Nasib.KOMPONEN)
        if self.kini.komponen:
            self.buku.gabung()
        self.kini.komponen.append(self._baca_komponen(nomor, baris, uraian))
        return selesai

    def _baca_komponen(self, nomor: int, baris: list[Sel], uraian: str) -> KomponenBaca:
        sel = ambil(baris, self.kolom["koefisien"])
        koefisien = baca_mentah(sel, self.peran_koefisien)
        harga = baca_mentah(ambil(baris, self.kolom.get("harga")), self.peran_harga)
        jumlah = baca_mentah(ambil(baris, self.kolom.get("jumlah")), self.peran_harga)
        komponen = KomponenBaca(
            lembar=self.lembar.nama,
            baris=nomor + 1,
            kategori=self.kategori or LAIN,
            kode=self._teks(baris, "kode") or None,
            uraian=uraian,
            satuan=satuan_baku(self._teks(baris, "satuan")),
            satuan_asli=asli_sel(ambil(baris, self.kolom["satuan"])),
            koefisien=koefisien.nilai,
            koefisien_asli=asli_sel(sel),
            harga=harga.nilai,
            jumlah=jumlah.nilai,
        )
        m.catat_koefisien(komponen, koefisien)
        if self.kategori is None:
            komponen.masalah.append(m.kategori_asing(komponen, ""))
        if cacat(ambil(baris, self.kolom.get("kode"))):
            komponen.masalah.append(m.kode_cacat(komponen))
        return komponen

    def _rampung(self, analisa: AnalisaBaca | None) -> AnalisaBaca | None:
        if analisa is not None:
            lengkapi_satuan(analisa)
        return analisa

    def tutup(self) -> Iterator[AnalisaBaca]:
        """The last analysis."""
        self.buku.catat(Nasib.CATATAN, len(self.calon))
        selesai = self._rampung(self.kini)
        if selesai is not None:
            yield selesai
