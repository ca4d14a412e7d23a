"""Where a work of a project file comes from: the frozen copy of its reference, and whether it still equals it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, String, any_, literal, select
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.importers.isi_proyek import IsiProyek, ItemBerkas, PekerjaanBerkas
from ahsp_app.importers.masalah import Catatan
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi

REFERENSI, UBAHAN, KUSTOM = "referensi", "ubahan", "kustom"
_TEKS: Final = ("edisi", "kode", "uraian", "satuan")


@dataclass(frozen=True, slots=True)
class Asal:
    """The columns of a work that say where it comes from."""

    sumber: str = KUSTOM
    referensi_id: int | None = None
    referensi: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Analisa:
    id: int
    beku: dict[str, Any]


def tentukan_asal(sesi: Session, isi: IsiProyek, catatan: Catatan) -> dict[str, Asal]:
    """For each key of a work: its source. Two statements, however many works name an edition."""
    item = {i.kunci: i for i in isi.harga_item}
    katalog = _cari_katalog(sesi, isi.pekerjaan)
    return {p.kunci: _asal(p, item, katalog, catatan) for p in isi.pekerjaan}


def salinan_sendiri(
    kode: str | None, uraian: str, satuan: str, komponen: Iterable[tuple[Any, Decimal]], edisi: str = ""
) -> dict[str, Any]:
    """The frozen copy of a work that says it is from a reference and does not say which: what it is itself."""
    return {
        "edisi": edisi,
        "kode": kode or "",
        "uraian": uraian,
        "satuan": satuan,
        "komponen": [
            {
                "kategori": item.kategori,
                "kode": item.kode,
                "uraian": item.uraian,
                "satuan": item.satuan,
                "koefisien": cetak_kanonik(koefisien),
            }
            for item, koefisien in komponen
        ],
    }


def _asal(
    p: PekerjaanBerkas,
    item: Mapping[str, ItemBerkas],
    katalog: Mapping[tuple[str, str], list[_Analisa]],
    catatan: Catatan,
) -> Asal:
    if p.edisi is None and p.referensi is None:
        return _tanpa_rujukan(p, item)
    kode = p.kode if p.referensi is None else p.referensi["kode"]
    edisi = p.edisi if p.referensi is None else p.referensi["edisi"]
    temuan = _pilih(katalog.get((edisi or "", kode or ""), []), p)
    if p.referensi is None and temuan is None:
        pola = N_("Analisa %(analisa)s edisi “%(edisi)s” tidak ada di katalog ini.")
        catatan.ingatkan(f"{p.jalur}.edisi", Galat("katalog", pola, analisa=kode, edisi=edisi))
        return _tanpa_rujukan(p, item)
    beku = p.referensi or (temuan.beku if temuan else None)
    sama = beku is not None and _sama(p, item, beku)
    sumber = p.sumber or (REFERENSI if sama else UBAHAN)
    if sumber == REFERENSI and not sama:
        sumber = UBAHAN
        pola = N_("Komponennya tidak sama dengan referensi, jadi ditandai “ubahan”.")
        catatan.ingatkan(f"{p.jalur}.sumber", Galat("ubahan", pola))
    return Asal(sumber, temuan.id if temuan else None, beku)


def _tanpa_rujukan(p: PekerjaanBerkas, item: Mapping[str, ItemBerkas]) -> Asal:
    if p.sumber in {None, KUSTOM}:
        return Asal()
    sendiri = ((item[k.item], k.koefisien) for k in p.komponen if k.item is not None)
    return Asal(p.sumber or KUSTOM, None, salinan_sendiri(p.kode, p.uraian, p.satuan, sendiri, p.edisi or ""))


def _sama(p: PekerjaanBerkas, item: Mapping[str, ItemBerkas], beku: Mapping[str, Any]) -> bool:
    """Whether the components are those of the reference, in whatever order."""
    if any(k.item is None for k in p.komponen):
        return False
    kini = sorted(
        ((i.kategori, i.uraian_kunci, i.satuan_kunci), k.koefisien)
        for k in p.komponen
        if k.item is not None and (i := item[k.item])
    )
    acuan = sorted(
        ((r["kategori"], kunci_teks(r["uraian"]), kunci_satuan(r["satuan"])), Decimal(r["koefisien"]))
        for r in beku["komponen"]
    )
    return kini == acuan


def _pilih(calon: list[_Analisa], p: PekerjaanBerkas) -> _Analisa | None:
    """A code may occur twice in an edition: the same description wins, else the first."""
    sama = (a for a in calon if kunci_teks(a.beku["uraian"]) == kunci_teks(p.uraian))
    return next(sama, None) or next(iter(calon), None)


def _cari_katalog(sesi: Session, pekerjaan: Iterable[PekerjaanBerkas]) -> dict[tuple[str, str], list[_Analisa]]:
    """Catalogue analyses by edition and code, for all works that name one."""
    dicari = {
        (p.referensi["edisi"], p.referensi["kode"]) if p.referensi else (p.edisi or "", p.kode or "")
        for p in pekerjaan
        if p.edisi is not None or p.referensi is not None
    }
    edisi = {e for e, _ in dicari if e}
    if not edisi:
        return {}
    a, e = AHSPReferensi, Edisi
    baris = sesi.execute(
        select(a.id, e.nama, a.kode, a.uraian, a.satuan)
        .join(e, e.id == a.edisi_id)
        .where(e.nama.in_(edisi), a.kode == any_(literal([kode for _, kode in dicari], ARRAY(String))))
        .order_by(a.urut, a.id)
    ).all()
    analisa = {
        b.id: _Analisa(b.id, dict(zip(_TEKS, (b.nama, b.kode, b.uraian, b.satuan), strict=True)) | {"komponen": []})
        for b in baris
    }
    k = KomponenReferensi
    isi = sesi.execute(
        select(k.ahsp_id, k.kategori, k.kode, k.uraian, k.satuan, k.koefisien)
        .where(k.ahsp_id == any_(literal(list(analisa), ARRAY(BigInteger))))
        .order_by(k.ahsp_id, k.urut)
    )
    for ahsp_id, kategori, kode, uraian, satuan, koefisien in isi:
        analisa[ahsp_id].beku["komponen"].append(
            {
                "kategori": kategori,
                "kode": kode,
                "uraian": uraian,
                "satuan": satuan,
                "koefisien": cetak_kanonik(koefisien),
            }
        )
    hasil: dict[tuple[str, str], list[_Analisa]] = {}
    for satu in analisa.values():
        hasil.setdefault((satu.beku["edisi"], satu.beku["kode"]), []).append(satu)
    return hasil
