"""Where everything stands: the rows of all sheets, known before the first is written, so formulas can point ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from ahsp_app.calc.analisa import Kategori, harga_satuan
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.rekap import Pengaturan, Total, hitung_total
from ahsp_app.queries.snapshot import BarisHarga, BarisKomponen, BarisPekerjaan, Simpul, Snapshot

AWAL: Final = 6
"""The first row below the head, on every sheet (rows count from 1, as in formulas)."""

MAKS_BARIS: Final = 1_048_576
KATEGORI: Final = tuple(k.value for k in Kategori)


class Kelompok(NamedTuple):
    """A group of an analysis in print: its kategori and the rows (components) below its heading."""

    kategori: str
    komponen: list[BarisKomponen]


class Blok(NamedTuple):
    """An analysis on its sheet: title, D (for a direct price that price), F."""

    judul: int
    d: int
    f: int


@dataclass(frozen=True, slots=True)
class Tata:
    """The project and the place of all that belongs to it. Works and headings have the same row on Volume, RAB and
    Pemeriksaan.
    """

    s: Snapshot
    pengaturan: Pengaturan
    total: Total
    simpul: tuple[Simpul, ...]
    baris: dict[int, int]
    baris_judul: dict[int, int]
    akhir: int
    item: tuple[BarisHarga, ...]
    baris_item: dict[int, int]
    s_item: dict[int, BarisHarga]
    nilai_item: dict[int, Fraction | None]
    blok: dict[int, Blok]
    komponen: dict[int, list[BarisKomponen]]
    pekerjaan: dict[int, BarisPekerjaan]

    def kelompok(self, p: BarisPekerjaan) -> Iterator[Kelompok]:
        """The groups of an analysis: labour, materials and equipment always, others when there are any."""
        return kelompok(self.komponen.get(p.id, []))


def kelompok(baris: list[BarisKomponen]) -> Iterator[Kelompok]:
    """Rows of an analysis by their kategori."""
    for kategori in KATEGORI:
        isi = [k for k in baris if k.kategori == kategori]
        if isi or kategori != "LAIN":
            yield Kelompok(kategori, isi)


def susun(s: Snapshot) -> Tata:
    """The places of a project's rows. Raises Galat `terlalu_besar` when a sheet cannot hold them."""
    pengaturan = s.pengaturan()
    simpul = tuple(s.pohon())
    baris, baris_judul, akhir = _pohon(simpul)
    item = tuple(sorted(s.harga_item, key=lambda h: (KATEGORI.index(h.kategori), h.uraian.casefold(), h.id)))
    komponen: dict[int, list[BarisKomponen]] = {}
    for k in s.komponen:
        komponen.setdefault(k.pekerjaan_id, []).append(k)
    blok = _analisa(simpul, komponen)
    return Tata(
        s=s,
        pengaturan=pengaturan,
        total=hitung_total(s.proyek["jumlah"], pengaturan.ppn, pengaturan.bulat_total),
        simpul=simpul,
        baris=baris,
        baris_judul=baris_judul,
        akhir=akhir,
        item=item,
        baris_item=_harga(item),
        s_item={h.id: h for h in item},
        nilai_item={h.id: harga_satuan(h.harga, h.harga_beli, h.faktor) for h in item},
        blok=blok,
        komponen=komponen,
        pekerjaan={p.id: p for p in s.pekerjaan},
    )


def _pohon(simpul: tuple[Simpul, ...]) -> tuple[dict[int, int], dict[int, int], int]:
    """Rows of works and of headings, and the last of them."""
    baris: dict[int, int] = {}
    judul: dict[int, int] = {}
    r = AWAL
    for satu in simpul:
        judul[satu.judul.id] = r
        r += 1
        for p in satu.pekerjaan:
            baris[p.id] = r
            r += 1
    return baris, judul, max(r - 1, AWAL)


def _harga(item: tuple[BarisHarga, ...]) -> dict[int, int]:
    """Rows of resources: a heading before each kategori."""
    baris: dict[int, int] = {}
    r, kategori = AWAL, ""
    for h in item:
        if h.kategori != kategori:
            kategori = h.kategori
            r += 1
        baris[h.id] = r
        r += 1
    return baris


def _analisa(simpul: tuple[Simpul, ...], komponen: dict[int, list[BarisKomponen]]) -> dict[int, Blok]:
    blok: dict[int, Blok] = {}
    r = AWAL
    for satu in simpul:
        for p in satu.pekerjaan:
            if p.harga_langsung is not None:
                blok[p.id] = Blok(r, r + 1, r + 2)
            else:
                d = r + 1 + sum(2 + len(k.komponen) for k in kelompok(komponen.get(p.id, [])))
                blok[p.id] = Blok(r, d, d + 2)
            r = blok[p.id].f + 2
    if r > MAKS_BARIS:
        pola = N_("Analisa proyek ini %(baris)s baris; satu lembar kerja memuat paling banyak %(batas)s.")
        raise Galat("terlalu_besar", pola, baris=r, batas=MAKS_BARIS)
    return blok
