"""A whole project as it is at one moment: read in one statement, so that no edit can come between its parts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from ahsp_app.calc import rekap
from ahsp_app.calc.analisa import Baris, Harga, Kategori, harga_satuan
from ahsp_app.calc.nomor import nomor_klasifikasi, nomor_pekerjaan
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.errors import NotFound


class BarisParameter(NamedTuple):
    """A named number."""

    id: int
    nama: str
    nilai: Decimal
    label: str
    satuan: str


class BarisHarga(NamedTuple):
    """A resource: its price in rupiah per unit, or harga_beli per satuan_beli and the factor between them."""

    id: int
    kunci: str
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str
    tanggal_harga: str | None = None
    diubah: str | None = None


class BarisKlasifikasi(NamedTuple):
    """A heading with its stored subtotal and count of works; `nomor` is what overrides the automatic number."""

    id: int
    induk_id: int | None
    urut: int
    nama: str
    nomor: str | None
    jumlah: Decimal
    banyak: int


class BarisPekerjaan(NamedTuple):
    """A work with its stored results."""

    id: int
    klasifikasi_id: int
    urut: int
    nomor: str | None
    kunci: str
    kode: str | None
    uraian: str
    satuan: str
    volume: Decimal | None
    rumus: str | None
    rumus_acuan: list[str]
    margin_persen: Decimal | None
    harga_langsung: Decimal | None
    sumber: str
    referensi: Mapping[str, Any] | None
    catatan: str
    tk: Decimal
    bhn: Decimal
    alt: Decimal
    lain: Decimal
    biaya_langsung: Decimal
    margin: Decimal
    hsp: Decimal
    jumlah: Decimal
    kurang: int


class BarisKomponen(NamedTuple):
    """A row of an analysis."""

    id: int
    pekerjaan_id: int
    urut: int
    kategori: str
    harga_item_id: int | None
    sub_id: int | None
    koefisien: Decimal


class BarisJadwal(NamedTuple):
    """One week of a work."""

    pekerjaan_id: int
    minggu: int
    rencana_persen: Decimal | None
    realisasi_persen: Decimal | None
    biaya_aktual: Decimal | None


class BarisPenanda(NamedTuple):
    """A signatory."""

    peran: str
    nama: str
    jabatan: str
    instansi: str
    nip: str


# Part -> (table, row, order). Living rows only, where a table has a trash.
_BAGIAN: Final[dict[str, tuple[str, type[Any], str]]] = {
    "parameter": ("parameter", BarisParameter, "id"),
    "harga_item": ("harga_item", BarisHarga, "id"),
    "klasifikasi": ("klasifikasi", BarisKlasifikasi, "induk_id NULLS FIRST, urut, id"),
    "pekerjaan": ("pekerjaan", BarisPekerjaan, "klasifikasi_id, urut, id"),
    "komponen": ("komponen", BarisKomponen, "pekerjaan_id, urut, id"),
    "jadwal": ("jadwal_minggu", BarisJadwal, "id"),
    "penanda_tangan": ("penanda_tangan", BarisPenanda, "urut"),
}
_TANPA_SAMPAH: Final = {"jadwal_minggu", "penanda_tangan"}
SEMUA: Final = frozenset(_BAGIAN)
ESTIMASI: Final = frozenset({"harga_item", "klasifikasi", "pekerjaan", "komponen"})


class Simpul(NamedTuple):
    """A heading in reading order: its depth from 1, its number as shown, its works."""

    judul: BarisKlasifikasi
    kedalaman: int
    nomor: str
    pekerjaan: tuple[BarisPekerjaan, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The parts that were asked for; the others are empty. `proyek` holds every column of the project's row."""

    proyek: Mapping[str, Any]
    parameter: tuple[BarisParameter, ...] = ()
    harga_item: tuple[BarisHarga, ...] = ()
    klasifikasi: tuple[BarisKlasifikasi, ...] = ()
    pekerjaan: tuple[BarisPekerjaan, ...] = ()
    komponen: tuple[BarisKomponen, ...] = ()
    jadwal: tuple[BarisJadwal, ...] = ()
    penanda_tangan: tuple[BarisPenanda, ...] = ()

    def pengaturan(self) -> rekap.Pengaturan:
        """The settings that totals depend on."""
        p = self.proyek
        hsp, jumlah, total = (
            Pembulatan(Mode(p[f"bulat_{t}_mode"]), p[f"bulat_{t}_langkah"]) for t in ("hsp", "jumlah", "total")
        )
        ppn = rekap.Ppn(p["ppn_persen"], p["dpp_pembilang"], p["dpp_penyebut"])
        return rekap.Pengaturan(p["margin_persen"], ppn, hsp, jumlah, total)

    def anak(self) -> dict[int | None, list[BarisKlasifikasi]]:
        """Headings by their parent, in order; None: the top."""
        anak: dict[int | None, list[BarisKlasifikasi]] = {}
        for k in self.klasifikasi:
            anak.setdefault(k.induk_id, []).append(k)
        return anak

    def isi(self) -> dict[int, list[BarisPekerjaan]]:
        """Works by their heading, in order."""
        isi: dict[int, list[BarisPekerjaan]] = {}
        for p in self.pekerjaan:
            isi.setdefault(p.klasifikasi_id, []).append(p)
        return isi

    def pohon(self) -> Iterator[Simpul]:
        """Headings in reading order, each before what is below it."""
        anak, isi = self.anak(), self.isi()
        tumpukan = [(k, 1) for k in reversed(anak.get(None, []))]
        while tumpukan:
            k, dalam = tumpukan.pop()
            yield Simpul(k, dalam, k.nomor or nomor_klasifikasi(dalam, k.urut), tuple(isi.get(k.id, ())))
            tumpukan.extend((a, dalam + 1) for a in reversed(anak.get(k.id, [])))

    def jelajah(self) -> Iterator[tuple[bool, Simpul]]:
        """Every heading twice: (True, heading) before what is below it and (False, heading) after."""
        terbuka: list[Simpul] = []
        for simpul in self.pohon():
            while terbuka and terbuka[-1].kedalaman >= simpul.kedalaman:
                yield False, terbuka.pop()
            terbuka.append(simpul)
            yield True, simpul
        while terbuka:
            yield False, terbuka.pop()

    def estimasi(self) -> rekap.Estimasi:
        """The same as `calc` computes with; needs the parts ESTIMASI."""
        komponen: dict[int, list[Baris]] = {}
        for k in self.komponen:
            komponen.setdefault(k.pekerjaan_id, []).append(Baris(k.koefisien, k.harga_item_id, k.sub_id))
        harga = {
            h.id: Harga(Kategori(h.kategori), harga_satuan(h.harga, h.harga_beli, h.faktor)) for h in self.harga_item
        }
        anak = self.anak()
        jadi: dict[int, rekap.Klasifikasi] = {}
        for simpul in reversed(list(self.pohon())):
            pekerjaan = tuple(
                rekap.Pekerjaan(p.id, p.volume, p.margin_persen, p.harga_langsung, tuple(komponen.get(p.id, ())))
                for p in simpul.pekerjaan
            )
            kid = simpul.judul.id
            jadi[kid] = rekap.Klasifikasi(kid, tuple(jadi[a.id] for a in anak.get(kid, ())), pekerjaan)
        return rekap.Estimasi(self.pengaturan(), harga, tuple(jadi[k.id] for k in anak.get(None, ())))


def nomor_tampil(p: BarisPekerjaan) -> str:
    """The number of a work as shown."""
    return p.nomor or nomor_pekerjaan(p.urut)


def baca_snapshot(sesi: Session, proyek_id: int, bagian: Collection[str] = SEMUA) -> Snapshot:
    """The project and these parts of it. Raises NotFound when there is no such project. One statement."""
    isi = sesi.scalar(_perintah(frozenset(bagian)), {"p": proyek_id})
    # Every numeric column has decimals and so comes as a Decimal; whole numbers are ids and counts.
    mentah = json.loads(isi or "{}", parse_float=Decimal)
    if mentah.get("proyek") is None:
        raise NotFound
    baris = {nama: tuple(_BAGIAN[nama][1](*satu) for satu in mentah[nama] or ()) for nama in bagian}
    return Snapshot(mentah["proyek"], **baris)


@cache
def _perintah(bagian: frozenset[str]) -> TextClause:
    potong = ["'proyek', (SELECT row_to_json(p) FROM proyek p WHERE p.id = :p)"]
    for nama in sorted(bagian):
        tabel, jenis, urutan = _BAGIAN[nama]
        hidup = "" if tabel in _TANPA_SAMPAH else " AND sampah_id IS NULL"
        kolom = ", ".join(jenis._fields)
        potong.append(
            f"'{nama}', (SELECT json_agg(json_build_array({kolom}) ORDER BY {urutan})"  # noqa: S608 -- our own names
            f" FROM {tabel} WHERE proyek_id = :p{hidup})"
        )
    return text(f"SELECT CAST(json_build_object({', '.join(potong)}) AS text)")
