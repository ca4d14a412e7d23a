"""Changing the catalogue in place: analyses and their rows one by one (many at once: katalog_massal).

Every change keeps what the analysis was before it (RiwayatKatalog). Projects are never touched: they have their copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi
from ahsp_app.queries.katalog_kata import tambah_kata
from ahsp_app.services.impor_komit import urutkan
from ahsp_app.services.katalog_catat import catat_analisa, isi_analisa, kunci_analisa
from ahsp_app.services.kerja import cocokkan_versi

KATEGORI: Final = ("TK", "BHN", "ALT", "LAIN")
MAKS_ANALISA: Final = {"kode": 50, "grup": 200, "uraian": 1000, "satuan": 50}
MAKS_KOMPONEN: Final = {"kode": 50, "uraian": 500, "satuan": 50}
MAKS_BARIS: Final = 500


def get_analisa(sesi: Session, ahsp_id: int) -> AHSPReferensi:
    """A living analysis, locked. Raises NotFound."""
    ahsp = kunci_analisa(sesi, ahsp_id)
    if ahsp is None:
        raise NotFound
    return ahsp


def tambah_analisa(sesi: Session, pelaku: int | None, edisi_id: int, isi: Mapping[str, Any]) -> AHSPReferensi:
    """A new analysis of an edition, with `komponen` if given. Raises Invalid at the field, NotFound."""
    if sesi.get(Edisi, edisi_id) is None:
        raise NotFound
    kolom = {"kode": "", "grup": "", "satuan": ""} | rapi({k: isi.get(k, "") for k in MAKS_ANALISA})
    if not kolom["satuan"]:
        raise Invalid("kosong", N_("Belum diisi."), kolom="satuan")
    ahsp = AHSPReferensi(edisi_id=edisi_id, urut=2**31 - 1, **kolom)
    sesi.add(ahsp)
    sesi.flush()
    for urut, k in enumerate(isi.get("komponen", ()), 1):
        sesi.add(KomponenReferensi(ahsp_id=ahsp.id, urut=urut, **_rapi_komponen(k)))
    sesi.flush()
    urutkan(sesi, edisi_id)
    sesi.refresh(ahsp)
    tambah_kata(sesi, [ahsp.uraian.casefold()])
    catat_analisa(sesi, pelaku, "tambah", ahsp, None)
    return ahsp


def ubah_analisa(sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, versi: int, isi: Mapping[str, Any]) -> None:
    """Set kode, grup, uraian or satuan. Raises Conflict, Invalid at the field."""
    baru = rapi(isi)
    if not baru:
        return
    cocokkan_versi(ahsp, versi, baru)
    beda = {k: v for k, v in baru.items() if getattr(ahsp, k) != v}
    if not beda:
        return
    lama = isi_analisa(sesi, ahsp.id)
    for kolom, nilai in beda.items():
        setattr(ahsp, kolom, nilai)
    _berubah(sesi, pelaku, "ubah", ahsp, lama)
    if "uraian" in beda:
        tambah_kata(sesi, [ahsp.uraian.casefold()])
    if "kode" in beda:
        urutkan(sesi, ahsp.edisi_id)


def tambah_komponen(
    sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, isi: Mapping[str, Any]
) -> KomponenReferensi:
    """A row at the end of an analysis. Raises Invalid at the field."""
    banyak, terakhir = sesi.execute(
        select(func.count(), func.coalesce(func.max(KomponenReferensi.urut), 0)).where(
            KomponenReferensi.ahsp_id == ahsp.id
        )
    ).one()
    if banyak >= MAKS_BARIS:
        raise Invalid("penuh", N_("Paling banyak %(n)s komponen per analisa."), kolom="uraian", n=MAKS_BARIS)
    lama = isi_analisa(sesi, ahsp.id)
    k = KomponenReferensi(ahsp_id=ahsp.id, urut=terakhir + 1, **_rapi_komponen(isi))
    sesi.add(k)
    _berubah(sesi, pelaku, "ubah", ahsp, lama)
    return k


def get_komponen(sesi: Session, ahsp: AHSPReferensi, komponen_id: int) -> KomponenReferensi:
    """A row of an analysis that is locked. Raises NotFound."""
    k = sesi.get(KomponenReferensi, komponen_id, populate_existing=True)
    if k is None or k.ahsp_id != ahsp.id:
        raise NotFound
    return k


def ubah_komponen(
    sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, k: KomponenReferensi, versi: int, isi: Mapping[str, Any]
) -> None:
    """Set fields of a row. Raises Conflict, Invalid at the field."""
    baru = _rapi_komponen(isi, sebagian=True)
    if not baru:
        return
    cocokkan_versi(k, versi, baru)
    beda = {kolom: v for kolom, v in baru.items() if getattr(k, kolom) != v}
    if not beda:
        return
    lama = isi_analisa(sesi, ahsp.id)
    for kolom, nilai in beda.items():
        setattr(k, kolom, nilai)
    k.versi += 1
    _berubah(sesi, pelaku, "ubah", ahsp, lama)


def hapus_komponen(sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, k: KomponenReferensi) -> int:
    """Take a row out of an analysis. The entry of the history that brings it back (katalog_massal.kembalikan)."""
    lama = isi_analisa(sesi, ahsp.id)
    sesi.delete(k)
    return _berubah(sesi, pelaku, "hapus_komponen", ahsp, lama)


def ganti_isi(sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, isi: Mapping[str, Any], aksi: str) -> None:
    """Give an analysis this whole content (as the history keeps it), for example an older one."""
    lama = isi_analisa(sesi, ahsp.id)
    for kolom in MAKS_ANALISA:
        setattr(ahsp, kolom, isi[kolom])
    sesi.execute(text("DELETE FROM komponen_referensi WHERE ahsp_id = :id"), {"id": ahsp.id})
    for urut, k in enumerate(isi["komponen"], 1):
        kolom_k = dict(k) | {"koefisien": Decimal(k["koefisien"])}
        sesi.add(KomponenReferensi(ahsp_id=ahsp.id, urut=urut, **kolom_k))
    _berubah(sesi, pelaku, aksi, ahsp, lama)
    urutkan(sesi, ahsp.edisi_id)


def _berubah(sesi: Session, pelaku: int | None, aksi: str, ahsp: AHSPReferensi, lama: dict[str, Any]) -> int:
    ahsp.versi += 1
    ahsp.diubah = func.now()
    sesi.flush()
    return catat_analisa(sesi, pelaku, aksi, ahsp, lama)


def rapi(isi: Mapping[str, Any], maks: Mapping[str, int] = MAKS_ANALISA) -> dict[str, Any]:
    """Texts as they are stored. Raises Invalid at the field."""
    baru: dict[str, Any] = {}
    for kolom, teks in isi.items():
        if kolom not in maks:
            continue
        baru[kolom] = nilai = rapikan(teks or "")
        if len(nilai) > maks[kolom]:
            pola = N_("Terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.")
            raise Invalid("terlalu_panjang", pola, kolom=kolom, ada=len(nilai), maks=maks[kolom])
        if kolom == "uraian" and not nilai:
            raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
    return baru


def _rapi_komponen(isi: Mapping[str, Any], *, sebagian: bool = False) -> dict[str, Any]:
    semua = isi if sebagian else {"kode": "", "satuan": "", "uraian": "", "kategori": "", "koefisien": None} | dict(isi)
    baru = rapi(semua, MAKS_KOMPONEN)
    if "kode" in baru:
        baru["kode"] = baru["kode"] or None
    if "kategori" in semua:
        if semua["kategori"] not in KATEGORI:
            raise Invalid("kategori", N_("Pilih salah satu."), kolom="kategori")
        baru["kategori"] = semua["kategori"]
    if "koefisien" in semua:
        if not isinstance(semua["koefisien"], Decimal):
            raise Invalid("kosong", N_("Belum diisi."), kolom="koefisien")
        baru["koefisien"] = semua["koefisien"]
    return baru
