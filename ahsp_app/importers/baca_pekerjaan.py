"""The tree of a project file: headings at any depth, their works, the rows of the analyses."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from ahsp_app.calc.analisa import Kategori
from ahsp_app.calc.angka import Konteks, cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.rumus import MAKS_PANJANG
from ahsp_app.importers.isi_proyek import KlasifikasiBerkas, KomponenBerkas, PekerjaanBerkas
from ahsp_app.importers.masalah import Catatan
from ahsp_app.importers.pembaca import Bagian

MAKS_TINGKAT: Final = 100
"""Headings below headings: far beyond any estimate, and safe for what walks the tree."""

# With its "#" a key is one element of pekerjaan.rumus_acuan.
MAKS_KUNCI: Final = 99
MAKS_CATATAN: Final = 5000
_SUMBER: Final = ("kustom", "referensi", "ubahan")
_KATEGORI: Final = tuple(Kategori)


class BacaPekerjaan:
    """Reads headings and works into flat lists, in the order of the document."""

    def __init__(self, catatan: Catatan, item: Collection[str]) -> None:
        self.catatan = catatan
        self.item = item
        self.klasifikasi: list[KlasifikasiBerkas] = []
        self.pekerjaan: list[PekerjaanBerkas] = []
        self._tempat: dict[str, str] = {}

    def baca(self, akar: Bagian) -> None:
        """Read the key `klasifikasi` of the file."""
        self._anak(akar, "klasifikasi", None, 1)

    def _anak(self, b: Bagian, kunci: str, induk: int | None, tingkat: int) -> None:
        if tingkat > MAKS_TINGKAT:
            if b.ambil(kunci):
                pola = N_("Klasifikasi bertingkat terlalu dalam. Paling dalam %(batas)s tingkat.")
                b.tolak(kunci, Galat("terlalu_dalam", pola, batas=MAKS_TINGKAT))
            return
        for indeks, anak in b.daftar(kunci):
            self._klasifikasi(anak, induk, indeks + 1, tingkat)

    def _klasifikasi(self, b: Bagian, induk: int | None, urut: int, tingkat: int) -> None:
        sendiri = len(self.klasifikasi)
        nama, nomor = b.teks("nama", 500, wajib=True), b.teks_bila("nomor", 30)
        self.klasifikasi.append(KlasifikasiBerkas(induk, urut, nama, nomor))
        for indeks, p in b.daftar("pekerjaan"):
            self.pekerjaan.append(self._pekerjaan(p, sendiri, indeks + 1))
        self._anak(b, "anak", sendiri, tingkat + 1)
        b.selesai()

    def _pekerjaan(self, b: Bagian, klasifikasi: int, urut: int) -> PekerjaanBerkas:
        harga_langsung = b.angka("harga_langsung", Konteks.UANG)
        margin = b.angka("margin_persen", Konteks.PERSEN, maks=100)
        komponen = self._komponen(b)
        if b.ada("harga_langsung"):
            if b.isi.get("komponen"):
                b.tolak("harga_langsung", Galat("harga_langsung", N_("Harga langsung tidak disertai komponen.")))
            if b.ada("margin_persen"):
                b.tolak("margin_persen", Galat("harga_langsung", N_("Harga langsung tidak diberi margin.")))
        sumber, edisi, referensi = self._asal(b)
        hasil = PekerjaanBerkas(
            jalur=b.jalur,
            klasifikasi=klasifikasi,
            urut=urut,
            kunci=self._kunci(b),
            nomor=b.teks_bila("nomor", 30),
            kode=b.teks_bila("kode", 100),
            uraian=b.teks("uraian", 1000, wajib=True),
            satuan=b.teks("satuan", 50),
            volume=b.angka("volume", Konteks.VOLUME),
            rumus=b.teks_bila("rumus", MAKS_PANJANG),
            margin_persen=margin,
            harga_langsung=harga_langsung,
            sumber=sumber,
            edisi=edisi,
            referensi=referensi,
            catatan=b.teks("catatan", MAKS_CATATAN),
            komponen=komponen,
        )
        b.selesai()
        return hasil

    def _kunci(self, b: Bagian) -> str:
        kunci = b.teks("kunci", MAKS_KUNCI)
        if kunci != kunci.strip() or "{" in kunci or "}" in kunci:
            pola = N_("Kunci tidak diawali atau diakhiri spasi dan tidak memuat { atau }, agar dapat dipakai di rumus.")
            b.tolak("kunci", Galat("kunci", pola))
        elif kunci and kunci in self._tempat:
            pola = N_("Kunci “%(kunci)s” sudah dipakai %(lain)s.")
            b.tolak("kunci", Galat("kembar", pola, kunci=kunci, lain=self._tempat[kunci]))
        self._tempat.setdefault(kunci, b.jalur)
        return kunci

    def _komponen(self, b: Bagian) -> tuple[KomponenBerkas, ...]:
        hasil = []
        for _, k in b.daftar("komponen"):
            item, sub = k.teks("item", 100), k.teks("pekerjaan", MAKS_KUNCI)
            koefisien = k.angka("koefisien", Konteks.KOEFISIEN, wajib=True)
            if k.ada("item") == k.ada("pekerjaan"):
                pola = N_("Komponen memakai tepat satu: item atau pekerjaan.")
                self.catatan.tolak(k.jalur, Galat("acuan", pola))
            elif item and item not in self.item:
                pola = N_("Tidak ada harga_item dengan kunci “%(kunci)s”.")
                k.tolak("item", Galat("acuan", pola, kunci=item))
            k.selesai()
            hasil.append(KomponenBerkas(koefisien or Decimal(0), item or None, sub or None))
        return tuple(hasil)

    def _asal(self, b: Bagian) -> tuple[str | None, str | None, dict[str, Any] | None]:
        """sumber, edisi and the frozen copy of the reference."""
        sumber, edisi = b.pilihan("sumber", _SUMBER), b.teks_bila("edisi", 200)
        referensi = self._referensi(b)
        if edisi is not None and referensi is not None:
            pola = N_("Tulis edisi di dalam referensi, atau hanya edisi tanpa referensi.")
            b.tolak("edisi", Galat("referensi", pola))
        if sumber == "kustom" and (edisi is not None or referensi is not None):
            pola = N_("Sumber “kustom” tidak disertai edisi atau referensi.")
            b.tolak("sumber", Galat("referensi", pola))
        if edisi is not None and not b.ada("kode"):
            b.tolak("kode", Galat("wajib", N_("Wajib diisi bila edisi disebut.")))
        return sumber, edisi, referensi

    def _referensi(self, b: Bagian) -> dict[str, Any] | None:
        r = b.objek("referensi")
        if r is None:
            return None
        hasil: dict[str, Any] = {
            "edisi": r.teks("edisi", 200),
            "kode": r.teks("kode", 100),
            "uraian": r.teks("uraian", 1000, wajib=True),
            "satuan": r.teks("satuan", 50),
            "komponen": [],
        }
        for _, k in r.daftar("komponen"):
            koefisien = k.angka("koefisien", Konteks.KOEFISIEN, wajib=True)
            hasil["komponen"].append(
                {
                    "kategori": k.pilihan("kategori", _KATEGORI, wajib=True),
                    "kode": k.teks_bila("kode", 50),
                    "uraian": k.teks("uraian", 500, wajib=True),
                    "satuan": k.teks("satuan", 50),
                    "koefisien": cetak_kanonik(koefisien or Decimal(0)),
                }
            )
            k.selesai()
        r.selesai()
        return hasil
