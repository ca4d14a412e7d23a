"""What a book of prices has for the resources of a project, and how much the project needs of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Kategori

MIRIP: Final = 3


class Padanan(NamedTuple):
    """A resource of a project beside a price of the book; without one, everything from `dasar_id` on is None.

    `jenis`: tepat (same name and unit), satuan (same name, another unit), kode (same code, another name), mirip
    (nearly the same name, same unit). `kebutuhan`: what all works need of it, nested ones too, in its unit.
    """

    item_id: int
    item_versi: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    satuan_kunci: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str
    tanggal_harga: date | None
    kebutuhan: Decimal
    jenis: str | None
    dasar_id: int | None
    dasar_versi: int | None
    d_kode: str | None
    d_uraian: str | None
    d_satuan: str | None
    d_satuan_kunci: str | None
    d_harga: Decimal | None
    d_satuan_beli: str | None
    d_harga_beli: Decimal | None
    d_faktor: Decimal | None


class _Baris(NamedTuple):
    """A resource, or a price of the book."""

    id: int
    versi: int
    kategori: str
    kode: str | None
    uraian: str
    uraian_kunci: str
    satuan: str
    satuan_kunci: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str | None
    tanggal_harga: date | None
    kebutuhan: Decimal


# Both sides in one statement, to be matched here: the planner cannot know how many rows a book has that was just
# read in, and a wrong guess would compare each resource with each price.
_PADANAN = text("""
    WITH RECURSIVE item AS (
        SELECT * FROM harga_item WHERE proyek_id = :p AND sampah_id IS NULL
    ), perlu AS (
        SELECT id, CAST(volume AS numeric) AS banyak FROM pekerjaan
        WHERE proyek_id = :p AND sampah_id IS NULL AND volume IS NOT NULL AND harga_langsung IS NULL
        UNION ALL
        SELECT c.sub_id, perlu.banyak * c.koefisien FROM komponen c JOIN perlu ON c.pekerjaan_id = perlu.id
        WHERE c.sub_id IS NOT NULL AND c.sampah_id IS NULL
    ), butuh AS (
        SELECT c.harga_item_id AS id, sum(perlu.banyak * c.koefisien) AS banyak
        FROM perlu JOIN komponen c ON c.pekerjaan_id = perlu.id AND c.sampah_id IS NULL
        WHERE c.harga_item_id IS NOT NULL GROUP BY 1
    )
    SELECT false, id, versi, kategori, kode, uraian, uraian_kunci, satuan, satuan_kunci, harga, satuan_beli,
           harga_beli, faktor, sumber_harga, tanggal_harga, coalesce(banyak, 0)
    FROM item LEFT JOIN butuh USING (id)
    UNION ALL
    SELECT true, id, versi, kategori, kode, uraian, uraian_kunci, satuan, satuan_kunci, harga, satuan_beli,
           harga_beli, faktor, NULL, NULL, 0 FROM harga_dasar
    WHERE daftar_id = :d AND (split_part(uraian_kunci, ' ', 1) IN (SELECT split_part(uraian_kunci, ' ', 1) FROM item)
                              OR lower(kode) IN (SELECT lower(kode) FROM item WHERE kode <> ''))
""")
# How alike two names must be, in thousandths, when neither has all the words of the other.
_AMBANG = 900
_KATA = re.compile(r"[^\W_]+")
_URUT = {kategori: urut for urut, kategori in enumerate(Kategori)}


def list_padanan(sesi: Session, proyek_id: int, daftar_id: int) -> Sequence[Padanan]:
    """Every living resource of a project with what the book has for it. One statement.

    Who has an exact match gets that alone; else each price of the same name, and that of the same code when the
    code stands once in the book; else prices of nearly the same name and the same unit.
    """
    item: list[_Baris] = []
    nama: dict[tuple[str, str], list[_Baris]] = {}
    kode: dict[tuple[str, str], list[_Baris]] = {}
    kepala: dict[tuple[str, str, str], list[_Baris]] = {}
    for milik_buku, *kolom in sesi.execute(_PADANAN, {"p": proyek_id, "d": daftar_id}):
        b = _Baris._make(kolom)
        if not milik_buku:
            item.append(b)
            continue
        nama.setdefault((b.kategori, b.uraian_kunci), []).append(b)
        kepala.setdefault(_kepala(b), []).append(b)
        if b.kode:
            kode.setdefault((b.kategori, b.kode.lower()), []).append(b)
    item.sort(key=lambda b: (_URUT[Kategori(b.kategori)], b.uraian_kunci, b.satuan_kunci, b.id))
    return [p for i in item for p in _padankan(i, nama, kode, kepala)]


def _padankan(
    i: _Baris,
    nama: dict[tuple[str, str], list[_Baris]],
    kode: dict[tuple[str, str], list[_Baris]],
    kepala: dict[tuple[str, str, str], list[_Baris]],
) -> Iterator[Padanan]:
    senama = nama.get((i.kategori, i.uraian_kunci), [])
    tepat = [d for d in senama if d.satuan_kunci == i.satuan_kunci]
    if tepat:
        yield from (_padanan(i, "tepat", d) for d in tepat)
        return
    sekode = kode.get((i.kategori, i.kode.lower()), []) if i.kode else []
    lain = sekode if len(sekode) == 1 and sekode[0].uraian_kunci != i.uraian_kunci else []
    yield from (_padanan(i, "satuan", d) for d in sorted(senama, key=lambda d: d.id))
    yield from (_padanan(i, "kode", d) for d in lain)
    if senama or lain:
        return
    mirip = sorted((d for d in kepala.get(_kepala(i), []) if _mirip(i, d)), key=lambda d: (len(d.uraian_kunci), d.id))
    yield from (_padanan(i, "mirip", d) for d in mirip[:MIRIP])
    if not mirip:
        yield _padanan(i, None, None)


def _kepala(b: _Baris) -> tuple[str, str, str]:
    """What names that are alike have in common: the kind, the unit and the first word."""
    return b.kategori, b.satuan_kunci, b.uraian_kunci.partition(" ")[0]


def _mirip(i: _Baris, d: _Baris) -> bool:
    """Whether one name has all words of the other, two at least ("Tukang batu/tembok"), or differs by a letter."""
    sedikit, banyak = sorted((set(_KATA.findall(b.uraian_kunci)) for b in (i, d)), key=len)
    if len(sedikit) > 1 and sedikit <= banyak:
        return True
    return round(1000 * SequenceMatcher(None, i.uraian_kunci, d.uraian_kunci, autojunk=False).ratio()) >= _AMBANG


def _padanan(i: _Baris, jenis: str | None, d: _Baris | None) -> Padanan:
    sendiri = (i.id, i.versi, i.kategori, i.kode, i.uraian, i.satuan, i.satuan_kunci, i.harga, i.satuan_beli,
               i.harga_beli, i.faktor, i.sumber_harga or "", i.tanggal_harga, i.kebutuhan)  # fmt: skip
    buku: tuple[Any, ...] = (None,) * 10
    if d is not None:
        buku = (d.id, d.versi, d.kode, d.uraian, d.satuan, d.satuan_kunci, d.harga, d.satuan_beli, d.harga_beli,
                d.faktor)  # fmt: skip
    return Padanan._make((*sendiri, jenis, *buku))
