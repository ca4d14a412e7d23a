"""Changing the catalogue in place: analyses and their rows one by one, and many analyses at once.

Every change keeps what the analysis was before it (RiwayatKatalog). Projects are never touched: they have their copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi
from ahsp_app.queries.katalog_kata import tambah_kata
from ahsp_app.services.impor_komit import katalog_berubah, urutkan
from ahsp_app.services.katalog_catat import ISI_SQL, catat_analisa, isi_analisa, kunci_analisa
from ahsp_app.services.kerja import cocokkan_versi

KATEGORI: Final = ("TK", "BHN", "ALT", "LAIN")
MAKS_ANALISA: Final = {"kode": 50, "grup": 200, "uraian": 1000, "satuan": 50}
MAKS_KOMPONEN: Final = {"kode": 50, "uraian": 500, "satuan": 50}
MAKS_BARIS: Final = 500
MAKS_MASSAL: Final = 5000


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
    kolom = {"kode": "", "grup": "", "satuan": ""} | _rapi({k: isi.get(k, "") for k in MAKS_ANALISA}, MAKS_ANALISA)
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
    baru = _rapi(isi, MAKS_ANALISA)
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


def hapus_komponen(sesi: Session, pelaku: int | None, ahsp: AHSPReferensi, k: KomponenReferensi) -> None:
    """Take a row out of an analysis."""
    lama = isi_analisa(sesi, ahsp.id)
    sesi.delete(k)
    _berubah(sesi, pelaku, "ubah", ahsp, lama)


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


def hapus(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> int:
    """Take analyses out of the catalogue; projects that took them keep their copies. How many."""
    return _massal(sesi, pelaku, ahsp_id, "hapus", "dihapus = now()")


def arsipkan(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> int:
    """Put analyses away: they stay in their edition but are not found any more. How many were not put away yet."""
    setel, yang = "diarsipkan = now()", "a.diarsipkan IS NULL"
    return _massal(sesi, pelaku, ahsp_id, "arsip", setel, yang=yang, isi_tetap=True)


def batal_arsip(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> int:
    """Put analyses into use again. How many were put away."""
    setel, yang = "diarsipkan = NULL", "a.diarsipkan IS NOT NULL"
    return _massal(sesi, pelaku, ahsp_id, "pakai_lagi", setel, yang=yang, isi_tetap=True)


def pindah_grup(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int], grup: str) -> int:
    """Put analyses into another group. How many moved."""
    baru = _rapi({"grup": grup}, MAKS_ANALISA)["grup"]
    return _massal(sesi, pelaku, ahsp_id, "pindah_grup", "grup = :grup", {"grup": baru}, "a.grup <> :grup")


def pindah_edisi(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int], edisi_id: int) -> int:
    """Move analyses to another edition. How many moved. Raises NotFound."""
    if sesi.get(Edisi, edisi_id) is None:
        raise NotFound
    asal = sesi.scalars(select(AHSPReferensi.edisi_id).where(AHSPReferensi.id.in_(list(ahsp_id))).distinct()).all()
    isi = {"edisi": edisi_id}
    banyak = _massal(sesi, pelaku, ahsp_id, "pindah_edisi", "edisi_id = :edisi", isi, "a.edisi_id <> :edisi")
    for satu in {*asal, edisi_id}:
        urutkan(sesi, satu)
    return banyak


def pulihkan(sesi: Session, pelaku: int | None, ahsp_id: int) -> AHSPReferensi:
    """Bring an analysis back that was taken out. Raises NotFound."""
    nomor = sesi.scalar(
        update(AHSPReferensi)
        .where(AHSPReferensi.id == ahsp_id, AHSPReferensi.dihapus.is_not(None))
        .values(dihapus=None, versi=AHSPReferensi.versi + 1, diubah=func.now())
        .returning(AHSPReferensi.id)
    )
    if nomor is None:
        raise NotFound
    ahsp = get_analisa(sesi, nomor)
    catat_analisa(sesi, pelaku, "pulih", ahsp, None)
    katalog_berubah(sesi)
    return ahsp


def _massal(
    sesi: Session,
    pelaku: int | None,
    ahsp_id: Sequence[int],
    aksi: str,
    setel: str,
    isi: Mapping[str, Any] | None = None,
    yang: str = "true",
    *,
    isi_tetap: bool = False,
) -> int:
    """One change of many analyses: each leaves its entry with what it was. Two statements, and the words.

    `isi_tetap`: what they say stays as it is, so there is nothing to keep of it, and their version stays too.
    """
    if len(ahsp_id) > MAKS_MASSAL:
        raise Invalid("terlalu_banyak", N_("Paling banyak %(n)s analisa sekaligus."), n=MAKS_MASSAL)
    semua = {"id": list(ahsp_id), "pelaku": pelaku, "aksi": aksi, **(isi or {})}
    yang_mana = f"a.id = ANY(CAST(:id AS bigint[])) AND a.dihapus IS NULL AND {yang}"
    lama = "CAST(NULL AS jsonb)" if isi_tetap else f"{ISI_SQL} || jsonb_build_object('edisi_id', a.edisi_id)"
    versi = "" if isi_tetap else ", versi = versi + 1, diubah = now()"
    sesi.execute(
        text(f"""
            INSERT INTO riwayat_katalog (pengguna_id, aksi, tabel, baris_id, ringkasan, lama)
            SELECT :pelaku, :aksi, 'ahsp_referensi', a.id, left(a.kode || ' ' || a.uraian, 500), {lama}
            FROM ahsp_referensi a WHERE {yang_mana} ORDER BY a.id
        """),  # noqa: S608 -- put together from constants of this file
        semua,
    )
    hasil = sesi.execute(text(f"UPDATE ahsp_referensi a SET {setel}{versi} WHERE {yang_mana}"), semua)  # noqa: S608
    sesi.expire_all()
    banyak: int = hasil.rowcount  # type: ignore[attr-defined]
    if banyak:
        katalog_berubah(sesi)
    return banyak


def _berubah(sesi: Session, pelaku: int | None, aksi: str, ahsp: AHSPReferensi, lama: dict[str, Any]) -> None:
    ahsp.versi += 1
    ahsp.diubah = func.now()
    sesi.flush()
    catat_analisa(sesi, pelaku, aksi, ahsp, lama)


def _rapi(isi: Mapping[str, Any], maks: Mapping[str, int]) -> dict[str, Any]:
    """Texts as they are stored. Raises Invalid at the field."""
    baru: dict[str, Any] = {}
    for kolom, teks in isi.items():
        if kolom not in maks:
            continue
        baru[kolom] = rapi = rapikan(teks or "")
        if len(rapi) > maks[kolom]:
            pola = N_("Terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.")
            raise Invalid("terlalu_panjang", pola, kolom=kolom, ada=len(rapi), maks=maks[kolom])
        if kolom == "uraian" and not rapi:
            raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
    return baru


def _rapi_komponen(isi: Mapping[str, Any], *, sebagian: bool = False) -> dict[str, Any]:
    semua = isi if sebagian else {"kode": "", "satuan": "", "uraian": "", "kategori": "", "koefisien": None} | dict(isi)
    baru = _rapi(semua, MAKS_KOMPONEN)
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
