"""Cells of an analysis: what was typed, read; and the fields of one row turned into calls of services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka, cetak_isian
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Conflict, Invalid, VersionMissing
from ahsp_app.models import HargaItem, Komponen
from ahsp_app.queries.daftar_analisa import list_satuan
from ahsp_app.services import analisa as layanan
from ahsp_app.services import harga as layanan_harga
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.kerja import Kerja

T = TypeVar("T")
SERATUS = Decimal(100)


@dataclass(frozen=True, slots=True)
class BarisKini:
    """A row as the inline-edit protocol sees it: one version for the row, the resource it uses, and its price."""

    k: Kerja
    komponen: Komponen

    @property
    def item(self) -> HargaItem | None:
        """The resource of the row; None for a nested work."""
        return self.k.sesi.get(HargaItem, self.komponen.harga_item_id) if self.komponen.harga_item_id else None

    @property
    def proyek_id(self) -> int:
        """For the history of the row."""
        return self.komponen.proyek_id

    @property
    def versi(self) -> str:
        """As queries.analisa writes it."""
        item = self.item
        return f"{self.komponen.versi}.{item.id}.{item.versi}" if item else str(self.komponen.versi)

    def tampil(self) -> dict[str, str]:
        """The cells as a person would type them."""
        item = self.item
        isi = {"koefisien": cetak_isian(self.komponen.koefisien, Konteks.KOEFISIEN)}
        if item is None:
            return isi
        harga = "" if item.harga is None else cetak_isian(item.harga, Konteks.UANG)
        return isi | {"uraian": item.uraian, "satuan": item.satuan, "harga": harga}

    def cocokkan(self, versi: str) -> None:
        """Raise Conflict when the row is not the one that was seen; Invalid when the version cannot be read."""
        if _pecah(versi)[0] != str(self.komponen.versi):
            raise Conflict(self)

    def cocokkan_harga(self, versi: str) -> None:
        """The same for its resource and that one's price."""
        if _pecah(versi)[1:] != self.versi.split(".")[1:]:
            raise Conflict(self)


def _pecah(versi: str) -> list[str]:
    bagian = versi.split(".")
    if not all(v.isascii() and v.isdecimal() for v in bagian):
        raise Invalid("versi", N_("Versi baris tidak terbaca. Muat ulang halaman lalu coba lagi."))
    return bagian


@dataclass(slots=True)
class Hasil:
    """What saving a row did. `item`: the resource it uses, when that was looked at.

    `bentuk_baru`: its price became a field, or ceased to be one. `ambigu`: numbers that could have been meant
    otherwise, by field.
    """

    dampak: Dampak
    item: HargaItem | None = None
    item_baru: bool = False
    harga_baru: bool = False
    bentuk_baru: bool = False
    ambigu: dict[str, Decimal] = field(default_factory=dict)

    def gabung(self, lagi: Dampak) -> None:
        """Add what another step reached."""
        self.dampak = Dampak(
            self.dampak.jumlah_lama,
            lagi.jumlah_baru,
            self.dampak.pekerjaan | lagi.pekerjaan,
            self.dampak.klasifikasi | lagi.klasifikasi,
        )

    def catat(self, kolom: str, bacaan: Bacaan) -> None:
        """Remember a number that has to be shown back."""
        if bacaan.ambigu:
            self.ambigu[kolom] = bacaan.nilai


def versi_baris(form: Mapping[str, str]) -> str:
    """The version the edit saw. Raises VersionMissing."""
    versi = form.get("versi", "").strip()
    if not versi:
        raise VersionMissing
    return versi


def baca(form: Mapping[str, str], kolom: str, konteks: Konteks) -> Bacaan:
    """A number that must be there. Raises Invalid at its field."""
    try:
        return baca_angka(form.get(kolom, ""), konteks)
    except Galat as galat:
        raise Invalid.dari(galat, kolom=kolom) from None


def baca_bila_ada(form: Mapping[str, str], kolom: str, konteks: Konteks) -> Bacaan | None:
    """A number that may be left empty. Raises Invalid at its field."""
    return baca(form, kolom, konteks) if form.get(kolom, "").strip() else None


def baca_margin(form: Mapping[str, str]) -> Bacaan | None:
    """A percentage of 0 to 100; empty follows the project. Raises Invalid."""
    bacaan = baca_bila_ada(form, "margin_persen", Konteks.PERSEN)
    if bacaan is not None and bacaan.nilai > SERATUS:
        raise Invalid("persen", N_("Margin antara 0 dan 100 persen."), kolom="margin_persen")
    return bacaan


def simpan_baris(k: Kerja, komponen: Komponen, form: Mapping[str, str]) -> Hasil:
    """Write the fields that are present and differ from what is stored. Raises Conflict, Invalid at the field.

    A value equal to what is stored is no change, whatever the version: an answer that got lost is sent again.
    """
    versi, kini = versi_baris(form), BarisKini(k, komponen)
    lama = kini.item if {"uraian", "satuan", "harga"} & form.keys() else None
    koefisien = baca(form, "koefisien", Konteks.KOEFISIEN) if "koefisien" in form else None
    # Compared before the row changes its resource: the field showed the price of the old one.
    harga = baca_bila_ada(form, "harga", Konteks.UANG) if lama is not None and "harga" in form else None
    harga_baru = lama is not None and "harga" in form and (harga.nilai if harga else None) != lama.harga
    teks = _teks_baru(lama, form)
    if teks or (koefisien and koefisien.nilai != komponen.koefisien):
        kini.cocokkan(versi)
    if harga_baru:
        kini.cocokkan_harga(versi)
    hasil = Hasil(Dampak(k.proyek.jumlah, k.proyek.jumlah), lama)
    if koefisien:
        hasil.gabung(layanan.ubah_koefisien(k, komponen, komponen.versi, koefisien.nilai))
        hasil.catat("koefisien", koefisien)
    if teks and lama is not None:
        hasil.gabung(layanan.ubah_item_komponen(k, komponen, komponen.versi, **teks))
        hasil.item = kini.item
        hasil.item_baru = hasil.item is not lama
        hasil.bentuk_baru = hasil.item is not None and (hasil.item.faktor is None) != (lama.faktor is None)
    if harga_baru and hasil.item is not None:
        isi = {"harga": harga.nilai if harga else None}
        hasil.gabung(layanan_harga.ubah_item(k, hasil.item, hasil.item.versi, isi))
        hasil.harga_baru = True
    return hasil


def _teks_baru(item: HargaItem | None, form: Mapping[str, str]) -> dict[str, str]:
    """uraian and satuan when at least one of them was changed."""
    if item is None:
        return {}
    teks = {"uraian": form.get("uraian", item.uraian), "satuan": form.get("satuan", item.satuan)}
    sama = rapikan(teks["uraian"]) == item.uraian and rapikan(teks["satuan"]) == item.satuan
    return {} if sama else teks


@dataclass(frozen=True, slots=True)
class Tambahan:
    """A new row as typed."""

    kategori: str
    uraian: str
    satuan: str
    koefisien: Bacaan
    harga: Bacaan | None


def baca_tambahan(k: Kerja, form: Mapping[str, str]) -> Tambahan:
    """Read the add row. An empty satuan is taken from the resource of that name. Raises BanyakSalah with all faults."""
    salah: dict[str, Galat] = {}
    uraian, satuan = rapikan(form.get("uraian", "")), rapikan(form.get("satuan", ""))
    kategori = form.get("kategori", "")
    koefisien = _coba(salah, lambda: baca(form, "koefisien", Konteks.KOEFISIEN))
    harga = _coba(salah, lambda: baca_bila_ada(form, "harga", Konteks.UANG))
    if not uraian:
        salah["uraian"] = Invalid("kosong", N_("Uraian belum diisi."), kolom="uraian")
    elif not satuan:
        satuan = _coba(salah, lambda: _satuan_dikenal(k, kategori, uraian)) or ""
    if salah or koefisien is None:
        raise BanyakSalah(salah)
    return Tambahan(kategori, uraian, satuan, koefisien, harga)


class BanyakSalah(Invalid):
    """Several fields of one row are refused at once; the first one stands for all where only one can be shown."""

    def __init__(self, salah: Mapping[str, Galat]) -> None:
        kolom, pertama = next(iter(salah.items()))
        Galat.__init__(self, pertama.kode, pertama.pola, **pertama.isi)
        self.kolom, self.jalur, self.salah = kolom, "", dict(salah)


def _coba(salah: dict[str, Galat], kerja: Callable[[], T]) -> T | None:
    try:
        return kerja()
    except Invalid as galat:
        salah[galat.kolom] = galat
        return None


def _satuan_dikenal(k: Kerja, kategori: str, uraian: str) -> str:
    satuan = list_satuan(k.sesi, k.proyek, kategori, uraian)
    if len(satuan) == 1:
        return satuan[0]
    if satuan:
        pola = N_("“%(uraian)s” dikenal dengan satuan %(satuan)s. Isi yang dipakai.")
        raise Invalid("satuan", pola, kolom="satuan", uraian=uraian[:80], satuan=", ".join(satuan))
    raise Invalid("kosong", N_("Isi satuannya, misalnya OH, kg atau m3."), kolom="satuan")
