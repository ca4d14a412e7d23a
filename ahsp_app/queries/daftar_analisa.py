"""What surrounds the analysis of a work: its neighbours in reading order, and suggestions for its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.calc.nomor import nomor_pekerjaan
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.models import Pekerjaan, Proyek
from ahsp_app.queries.pohon import BarisJudul, Kerangka, baris_judul


class BarisDaftar(NamedTuple):
    """A work in the list beside the analysis."""

    id: int
    klasifikasi_id: int
    nomor: str
    uraian: str
    sumber: str
    kurang: int


@dataclass(frozen=True, slots=True)
class Sekitar:
    """The works around one: `letak` counts from 1 in reading order; `jejak` are the headings above it."""

    baris: tuple[BarisDaftar, ...]
    judul: dict[int, BarisJudul]
    jejak: tuple[BarisJudul, ...]
    letak: int
    banyak: int
    sebelum: BarisDaftar | None
    sesudah: BarisDaftar | None


class Saran(NamedTuple):
    """A resource that is known already; `proyek` tells those of the project from those of a price list."""

    uraian: str
    satuan: str
    harga: Fraction | None
    proyek: bool


class Calon(NamedTuple):
    """A work that could be nested."""

    id: int
    kode: str | None
    uraian: str
    satuan: str
    biaya: Decimal


_SEKITAR = text("""
    SELECT p.id, p.klasifikasi_id, p.nomor, p.urut, p.uraian, p.sumber, p.kurang
    FROM unnest(CAST(:k AS bigint[]), CAST(:a AS int[]), CAST(:z AS int[])) WITH ORDINALITY AS r(k, a, z, letak)
    JOIN pekerjaan p ON p.klasifikasi_id = r.k AND p.urut BETWEEN r.a AND r.z
    WHERE p.proyek_id = :p AND p.sampah_id IS NULL ORDER BY r.letak, p.urut
""")
_SARAN = """
    SELECT uraian, satuan, harga, harga_beli, faktor, ada FROM (
        SELECT DISTINCT ON (uraian_kunci, satuan_kunci) * FROM (
            SELECT uraian, satuan, harga, harga_beli, faktor, uraian_kunci, satuan_kunci, true AS ada
            FROM harga_item WHERE proyek_id = :p AND kategori = :kat AND sampah_id IS NULL
            UNION ALL
            SELECT uraian, satuan, harga, NULL, NULL, uraian_kunci, satuan_kunci, false
            FROM harga_dasar
            WHERE kategori = :kat AND daftar_id = coalesce(
                CAST(:d AS bigint), (SELECT id FROM daftar_harga WHERE aktif ORDER BY tanggal DESC, id DESC LIMIT 1))
        ) semua WHERE true {syarat} ORDER BY uraian_kunci, satuan_kunci, ada DESC
    ) s ORDER BY ada DESC, starts_with(uraian_kunci, :awal) DESC, uraian_kunci, satuan LIMIT :n
"""
_CALON = """
    SELECT id, kode, uraian, satuan, coalesce(harga_langsung, biaya_langsung) FROM pekerjaan
    WHERE proyek_id = :p AND id <> :id AND sampah_id IS NULL {syarat}
    ORDER BY uraian, id LIMIT :n
"""


def get_sekitar(
    sesi: Session, proyek_id: int, rangka: Kerangka, klasifikasi_id: int, urut: int, lebar: tuple[int, int] = (8, 12)
) -> Sekitar:
    """The works before and after one, in reading order, so many of each. One statement in any project."""
    letak = urut
    for kid in rangka.urutan:
        if kid == klasifikasi_id:
            break
        letak += rangka.banyak[kid]
    baris = _muat(sesi, proyek_id, _rentang(rangka, max(letak - lebar[0], 1), letak + lebar[1]))
    n = next((n for n, b in enumerate(baris) if b[:2] == (klasifikasi_id, urut)), None)
    daftar = tuple(b[2] for b in baris)
    atas = rangka.leluhur(klasifikasi_id)
    by_id = {j.id: j for j in baris_judul(sesi, proyek_id, {*atas, *(b[0] for b in baris)}, rangka)}
    return Sekitar(
        baris=daftar,
        judul=by_id,
        jejak=tuple(by_id[kid] for kid in atas),
        letak=letak,
        banyak=rangka.banyak_pekerjaan,
        sebelum=daftar[n - 1] if n else None,
        sesudah=daftar[n + 1] if n is not None and n + 1 < len(daftar) else None,
    )


def find_pertama(sesi: Session, proyek_id: int, rangka: Kerangka) -> int | None:
    """The first work in reading order."""
    baris = _muat(sesi, proyek_id, _rentang(rangka, 1, 1))
    return baris[0][2].id if baris else None


def list_saran(sesi: Session, proyek: Proyek, kategori: str, cari: str, batas: int = 30) -> list[Saran]:
    """Resources of this kategori whose name has all these words: the project's own first, then of its price list."""
    return _saran(sesi, proyek, kategori, *_syarat("uraian_kunci", kunci_teks(cari)), kunci_teks(cari), batas)


def list_satuan(sesi: Session, proyek: Proyek, kategori: str, uraian: str) -> list[str]:
    """Units in which this resource is known: in the project, or else in its price list."""
    kunci = kunci_teks(uraian)
    ada = _saran(sesi, proyek, kategori, "AND uraian_kunci = :sama", {"sama": kunci}, kunci, 20)
    milik = [s for s in ada if s.proyek] or ada
    return list({kunci_satuan(s.satuan): s.satuan for s in milik}.values())


def list_calon(sesi: Session, proyek_id: int, pekerjaan_id: int, cari: str, batas: int = 20) -> list[Calon]:
    """Other works of the project whose description or code has all these words."""
    syarat, isi = _syarat("uraian || ' ' || coalesce(kode, '')", cari, huruf="ILIKE")
    sql = text(_CALON.format(syarat=syarat))
    return [Calon._make(b) for b in sesi.execute(sql, {"p": proyek_id, "id": pekerjaan_id, "n": batas, **isi})]


def list_jejak(sesi: Session, proyek_id: int, pekerjaan: Sequence[int]) -> list[tuple[int, str]]:
    """Id and description of works one came through, in that order; those that are gone are left out."""
    if not pekerjaan:
        return []
    pilih = select(Pekerjaan.id, Pekerjaan.uraian).where(
        Pekerjaan.proyek_id == proyek_id, Pekerjaan.id.in_(pekerjaan), Pekerjaan.sampah_id.is_(None)
    )
    nama: dict[int, str] = {pid: uraian for pid, uraian in sesi.execute(pilih)}
    return [(i, nama[i]) for i in pekerjaan if i in nama]


def _rentang(rangka: Kerangka, awal: int, akhir: int) -> list[tuple[int, int, int]]:
    """Which works of which headings stand at these places, because siblings are numbered without gaps."""
    rentang: list[tuple[int, int, int]] = []
    lewat = 0
    for kid in rangka.urutan:
        banyak = rangka.banyak[kid]
        if lewat < akhir and lewat + banyak >= awal:
            rentang.append((kid, max(awal - lewat, 1), min(akhir - lewat, banyak)))
        lewat += banyak
    return [r for r in rentang if r[1] <= r[2]]


def _muat(sesi: Session, proyek_id: int, rentang: list[tuple[int, int, int]]) -> list[tuple[int, int, BarisDaftar]]:
    if not rentang:
        return []
    k, a, z = (list(kolom) for kolom in zip(*rentang, strict=True))
    return [
        (judul, urut, BarisDaftar(pid, judul, nomor or nomor_pekerjaan(urut), uraian, sumber, kurang))
        for pid, judul, nomor, urut, uraian, sumber, kurang in sesi.execute(
            _SEKITAR, {"p": proyek_id, "k": k, "a": a, "z": z}
        )
    ]


def _saran(
    sesi: Session, proyek: Proyek, kategori: str, syarat: str, isi: dict[str, Any], awal: str, batas: int
) -> list[Saran]:
    baris = sesi.execute(
        text(_SARAN.format(syarat=syarat)),
        {"p": proyek.id, "kat": kategori, "d": proyek.daftar_harga_id, "awal": awal, "n": batas, **isi},
    )
    return [
        Saran(uraian, satuan, harga_satuan(harga, beli, faktor), ada)
        for uraian, satuan, harga, beli, faktor, ada in baris
    ]


def _syarat(kolom: str, cari: str, huruf: str = "LIKE") -> tuple[str, dict[str, Any]]:
    """All words must occur; their wildcards mean themselves."""
    isi = {
        f"kata{n}": "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        for n, kata in enumerate(cari.split()[:8])
    }
    return " ".join(f"AND {kolom} {huruf} :{nama}" for nama in isi), isi
