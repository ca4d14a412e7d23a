"""Judging staged analyses again after something in them was changed.

Their reader knew the whole file; here one analysis is judged by itself. So a problem stays when judging the analysis as
it was by itself would not have found it either (it came from the rest of the file), unless its own field was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, KomponenBaca, MasalahBaris
from ahsp_app.importers.katalog.hitung import Hitungan
from ahsp_app.importers.katalog.nilai import Penilai
from ahsp_app.importers.katalog.sel import satuan_baku
from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen, ImporMasalah
from ahsp_app.services.impor_banding import bandingkan
from ahsp_app.services.impor_tampung import masalah_analisa, masalah_komponen

SEKALI: Final = 500
Tempat = tuple[int | None, str]
"""A field: the id of the row (None for the analysis itself) and the column."""
Temuan = list[tuple[int | None, MasalahBaris]]


@dataclass(slots=True)
class Satu:
    """A staged analysis with its rows and open problems."""

    analisa: ImporAnalisa
    komponen: list[ImporKomponen]
    masalah: list[ImporMasalah]


def muat(sesi: Session, impor_id: int, analisa_id: Iterable[int]) -> list[Satu]:
    """Staged analyses, their rows and open problems. Three statements."""
    nomor = list(analisa_id)
    analisa = sesi.scalars(
        select(ImporAnalisa)
        .where(ImporAnalisa.impor_id == impor_id, ImporAnalisa.id.in_(nomor))
        .order_by(ImporAnalisa.id)
        .execution_options(populate_existing=True)
    ).all()
    semua = {a.id: Satu(a, [], []) for a in analisa}
    komponen = (
        select(ImporKomponen)
        .where(ImporKomponen.analisa_id.in_(semua))
        .order_by(ImporKomponen.urut)
        .execution_options(populate_existing=True)
    )
    for k in sesi.scalars(komponen):
        semua[k.analisa_id or 0].komponen.append(k)
    masalah = select(ImporMasalah).where(ImporMasalah.analisa_id.in_(semua), ~ImporMasalah.diterima)
    for m in sesi.scalars(masalah.order_by(ImporMasalah.id).execution_options(populate_existing=True)):
        semua[m.analisa_id or 0].masalah.append(m)
    return list(semua.values())


def ubah_dan_nilai(sesi: Session, impor: Impor, analisa_id: Sequence[int], ubah: Callable[[Satu], set[Tempat]]) -> None:
    """Change staged analyses by `ubah`, which says what fields it set, judge them again and compare them again."""
    kode: set[str] = set()
    for awal in range(0, len(analisa_id), SEKALI):
        for satu in muat(sesi, impor.id, analisa_id[awal : awal + SEKALI]):
            kode.add(satu.analisa.kode)
            dulu = {_kunci(t) for t in _nilai(satu)[0]}
            diubah = ubah(satu)
            kode.add(satu.analisa.kode)
            _tulis(sesi, satu, dulu, diubah)
        sesi.flush()
    bandingkan(sesi, impor, sorted(kode))
    sesi.expire_all()


def tandai(satu: Satu) -> None:
    """Set the levels from the problems that are open; rows that are skipped do not count for their analysis."""
    per: dict[int | None, int] = {}
    for m in satu.masalah:
        per[m.komponen_id] = max(per.get(m.komponen_id, 0), m.tingkat)
    for k in satu.komponen:
        k.tingkat = per.get(k.id, 0)
    ikut = [k.tingkat for k in satu.komponen if not k.dilewati]
    satu.analisa.tingkat = max([per.get(None, 0), *ikut])


def _tulis(sesi: Session, satu: Satu, dulu: set[Any], diubah: set[Tempat]) -> None:
    kini, ganda = _nilai(satu)
    for k in satu.komponen:
        if not _pilihan_orang(k):
            k.dilewati = k.id in ganda
    tetap = []
    for m in satu.masalah:
        tempat = (m.komponen_id, m.kolom)
        if (m.komponen_id, m.kode, m.kolom) in dulu or tempat in diubah:
            sesi.delete(m)
        else:
            tetap.append(m)
    satu.masalah = tetap
    ada = {(m.komponen_id, m.kode, m.kolom) for m in tetap}
    for komponen_id, temuan in kini:
        if (komponen_id, temuan.kode, temuan.kolom) not in ada:
            baru = _baris(satu.analisa, komponen_id, temuan)
            sesi.add(baru)
            satu.masalah.append(baru)
    tandai(satu)


def _nilai(satu: Satu) -> tuple[Temuan, set[int]]:
    """What is wrong with an analysis, looked at by itself, and its rows that stand in it twice."""
    baca = _bentuk(satu)
    penilai = Penilai()
    penilai.amati(baca)
    penilai.nilai(baca, Hitungan())
    temuan: Temuan = [(None, m) for m in masalah_analisa(baca)]
    for baris, k in zip(satu.komponen, baca.komponen, strict=True):
        temuan += [(baris.id, m) for m in masalah_komponen(k)]
    return temuan, {b.id for b, k in zip(satu.komponen, baca.komponen, strict=True) if k.dilewati}


def _pilihan_orang(k: ImporKomponen) -> bool:
    """Whether a person said that a row is left out, or is not."""
    return "dilewati" in k.lain.get("diubah", ())


def _bentuk(satu: Satu) -> AnalisaBaca:
    a = satu.analisa
    return AnalisaBaca(
        lembar=a.lembar,
        baris=a.baris,
        kode=a.kode,
        uraian=a.uraian,
        satuan=a.satuan,
        # What a person typed is quoted as typed.
        satuan_asli=a.satuan_asli if satuan_baku(a.satuan_asli) == a.satuan else a.satuan,
        grup=a.grup,
        cetak={nama: Decimal(nilai) for nama, nilai in a.cetak.items()},
        dilewati=a.dilewati,
        komponen=[
            KomponenBaca(
                lembar=k.lembar,
                baris=k.baris,
                kategori=k.kategori,
                uraian=k.uraian,
                kode=k.kode,
                satuan=k.satuan,
                satuan_asli=k.satuan if "satuan" in k.lain.get("diubah", ()) else k.satuan_asli,
                koefisien=k.koefisien,
                # What a person typed is no raw text of a file any more: nothing about it is in doubt.
                koefisien_asli="" if "koefisien" in k.lain.get("diubah", ()) else k.koefisien_asli,
                harga=k.harga,
                jumlah=k.jumlah,
            )
            for k in satu.komponen
        ],
    )


def _kunci(temuan: tuple[int | None, MasalahBaris]) -> tuple[int | None, str, str]:
    komponen_id, m = temuan
    return komponen_id, m.kode, m.kolom


def _baris(a: ImporAnalisa, komponen_id: int | None, m: MasalahBaris) -> ImporMasalah:
    return ImporMasalah(
        impor_id=a.impor_id,
        analisa_id=a.id,
        komponen_id=komponen_id,
        lembar=(m.lembar or a.lembar)[:100],
        baris=m.baris or a.baris,
        kolom=m.kolom[:40],
        tingkat=int(m.tingkat),
        kode=m.kode[:40],
        pola=m.pola[:500],
        isi=dict(m.isi),
        usul=m.usul.sebagai_json() if m.usul else None,
    )
