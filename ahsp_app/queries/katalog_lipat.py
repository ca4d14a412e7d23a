"""The same analysis of several editions as one answer of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sqlalchemy.orm import Session

from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.queries.katalog import MAKS_HASIL, Analisa, Saring, Temuan, cari
from ahsp_app.queries.katalog_teks import rapi

# Editions name the same work in their own words ("siaran", "finishing siar"): half of them must be the same.
SERUPA: Final = 0.5
AWAL: Final = 4


def cari_di_proyek(
    sesi: Session, proyek_id: int, teks: str, limit: int, *, saring: Saring, lewati: int = 0, segi: bool = False
) -> Temuan:
    """What `cari` finds, each analysis once: as the project's own edition has it, else as the best answer does.

    Of one edition, and far behind, nothing is folded. `total` counts what stays, as far as was looked.
    """
    akhir = lewati + limit
    if saring.edisi or akhir > MAKS_HASIL:
        return cari(sesi, teks, limit=limit, saring=saring, lewati=lewati, segi=segi, proyek_id=proyek_id)
    jangkau = akhir + limit
    while True:
        temuan = cari(sesi, teks, limit=jangkau, saring=saring, segi=segi, proyek_id=proyek_id)
        terlipat = lipat(temuan.hasil)
        # With many editions more answers are the same: look further.
        if len(terlipat) >= akhir or len(temuan.hasil) == temuan.total or jangkau >= MAKS_HASIL:
            break
        jangkau *= 3
    total = temuan.total - len(temuan.hasil) + len(terlipat)
    return replace(temuan, hasil=tuple(terlipat[lewati:akhir]), total=total)


def lipat(hasil: Sequence[Analisa]) -> list[Analisa]:
    """Each analysis once, at the place of its best answer; `kembar` has those of other editions."""
    kelompok: list[list[Analisa]] = []
    menurut_kode: dict[tuple[str, str], list[list[Analisa]]] = {}
    for a in hasil:
        sekode = menurut_kode.setdefault((a.kode.casefold(), kunci_satuan(a.satuan)), [])
        sama = next((k for k in sekode if all(_sama(a, b) for b in k)), None)
        if sama is None:
            sama = []
            sekode.append(sama)
            kelompok.append(sama)
        sama.append(a)
    return [dahulukan(k, k) for k in kelompok]


def dahulukan(semua: Sequence[Analisa], boleh: Sequence[Analisa]) -> Analisa:
    """One of `boleh` for all that are the same: of the own edition, else the first; the others are its `kembar`."""
    wakil = next((a for a in boleh if a.sendiri), boleh[0])
    return replace(wakil, kembar=tuple(replace(a, kembar=()) for a in semua if a.id != wakil.id))


def _sama(satu: Analisa, lain: Analisa) -> bool:
    """Whether these two of one code and unit are one work in two editions: the same figures, and words alike."""
    if satu.edisi_id == lain.edisi_id:
        return False
    sedikit, banyak = sorted((_kata(satu.uraian), _kata(lain.uraian)), key=len)
    angka = {k for k in sedikit if k[0].isdecimal()}
    if not angka <= banyak:
        return False
    kata = sedikit - angka
    return len(kata & banyak) >= SERUPA * len(kata)


@lru_cache(4096)
def _kata(uraian: str) -> frozenset[str]:
    """Words by how they begin, figures whole; without the "1 m2" that some editions say first."""
    kata = rapi(uraian).split()
    if "1" in kata[:3]:
        kata = [k for k in kata[:4] if k not in {"1", "m", "m2", "m3"}] + kata[4:]
    return frozenset(k if any(c.isdecimal() for c in k) else k[:AWAL] for k in kata)
