"""The catalogue file in JSON (`ahsp-katalog`, docs/katalog.schema.json): all of it, or a list of every fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ahsp_app.calc.angka import Konteks, cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.importers.isi_proyek import FORMAT as FORMAT_PROYEK
from ahsp_app.importers.json_ketat import Objek, baca_json
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca
from ahsp_app.importers.masalah import Catatan, Masalah
from ahsp_app.importers.pembaca import Bagian

FORMAT: Final = "ahsp-katalog"
VERSI: Final = 1
BAGIAN: Final = "analisa"  # where a row is, as the name of a sheet says it elsewhere
KATEGORI: Final = ("TK", "BHN", "ALT", "LAIN")


class KatalogDitolak(Galat):
    """A catalogue file that is refused; `masalah` lists every fault with its place."""

    def __init__(self, masalah: list[Masalah]) -> None:
        pertama = f"{masalah[0].jalur}: {masalah[0].pesan}".removeprefix(": ")
        pola = N_("Berkas katalog ditolak, %(banyak)s kesalahan. Yang pertama: %(pertama)s")
        super().__init__("berkas", pola, banyak=len(masalah), pertama=pertama)
        self.masalah = tuple(masalah)


@dataclass(frozen=True, slots=True)
class IsiKatalog:
    """What the file says of its edition, and its analyses."""

    edisi: dict[str, Any]
    analisa: list[AnalisaBaca]


def kenali_json(isi: bytes) -> None:
    """Is it a catalogue file by its first words? Raises Galat that says what it is instead."""
    akar = baca_json(isi)
    format_berkas = akar.get("format") if isinstance(akar, Objek) else None
    if format_berkas == FORMAT_PROYEK:
        raise Galat("format", N_("Ini berkas proyek (RAB), bukan katalog. Buka dari halaman Proyek."))
    if format_berkas != FORMAT:
        raise Galat("format", N_("Berkas ini JSON, tetapi bukan edisi katalog (format “ahsp-katalog”)."))


def baca_katalog_json(isi: bytes) -> IsiKatalog:
    """Read a file. Raises KatalogDitolak."""
    catatan = Catatan()
    hasil = IsiKatalog({}, [])
    try:
        akar = baca_json(isi)
        if not isinstance(akar, Objek):
            raise Galat("jenis", N_("Berkas katalog adalah satu objek JSON {…}."))
        hasil = _baca(catatan, Bagian(catatan, "", akar))
    except Galat as galat:
        catatan.tolak("", galat)
    if catatan.galat:
        raise KatalogDitolak(catatan.galat)
    return hasil


def _baca(catatan: Catatan, akar: Bagian) -> IsiKatalog:
    if akar.ambil("format", wajib=True) != FORMAT or akar.ambil("versi", wajib=True) != VERSI:
        raise Galat("format", N_("Ini bukan berkas katalog (format “ahsp-katalog” versi 1)."))
    edisi: dict[str, Any] = {}
    if (e := akar.objek("edisi")) is not None:
        for nama, maks in (("nama", 200), ("nomor", 100), ("regulasi", 300), ("bidang", 100)):
            edisi[nama] = rapikan(e.teks(nama, maks))
        edisi["tahun"] = e.bulat("tahun", 1900, 2200)
        e.selesai()
    analisa = [_analisa(indeks, a) for indeks, a in akar.daftar("analisa")]
    akar.selesai()
    return IsiKatalog({k: v for k, v in edisi.items() if v}, analisa)


def _analisa(indeks: int, a: Bagian) -> AnalisaBaca:
    satuan = rapikan(a.teks("satuan", 50))
    hasil = AnalisaBaca(
        lembar=BAGIAN,
        baris=indeks + 1,
        kode=rapikan(a.teks("kode", 50)),
        uraian=rapikan(a.teks("uraian", 1000, wajib=True)),
        satuan=satuan,
        satuan_asli=satuan,
        grup=rapikan(a.teks("grup", 200)),
        komponen=[_komponen(indeks, n, k) for n, k in a.daftar("komponen")],
    )
    a.selesai()
    return hasil


def _komponen(indeks: int, nomor: int, k: Bagian) -> KomponenBaca:
    satuan = rapikan(k.teks("satuan", 50))
    koefisien = k.angka("koefisien", Konteks.KOEFISIEN, wajib=True)
    hasil = KomponenBaca(
        lembar=f"{BAGIAN} {indeks + 1}",
        baris=nomor + 1,
        kategori=k.pilihan("kategori", KATEGORI, wajib=True) or "",
        uraian=rapikan(k.teks("uraian", 500, wajib=True)),
        kode=rapikan(k.teks("kode", 50)) or None,
        satuan=satuan,
        satuan_asli=satuan,
        koefisien=koefisien,
        koefisien_asli="" if koefisien is None else cetak_kanonik(koefisien),
    )
    k.selesai()
    return hasil
