"""Analyses that estimators propose for an office's own library, and the answers of its admins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import AHSPReferensi, Edisi, HargaItem, Komponen, Pekerjaan, Usulan
from ahsp_app.queries.baris import get_satu
from ahsp_app.services.katalog_ubah import tambah_analisa
from ahsp_app.services.kerja import Kerja

MAKS_MENUNGGU: Final = 50


def usulkan(k: Kerja, p: Pekerjaan, edisi_id: int, catatan: str) -> Usulan:
    """Propose the analysis of a work as it is now. Proposing it again while it waits replaces what was proposed.

    Raises Invalid: not a library, no rows, works nested in it, too many waiting.
    """
    edisi = k.sesi.get(Edisi, edisi_id)
    if edisi is None or not (edisi.kantor and edisi.aktif):
        raise Invalid("perpustakaan", N_("Pilih perpustakaan kantor."), kolom="edisi_id")
    isi = _isi(k, p)
    menunggu = select(Usulan).where(Usulan.pengguna_id == k.pelaku, Usulan.status == "menunggu")
    lama = list(k.sesi.scalars(menunggu.with_for_update()))
    sama = next((u for u in lama if u.pekerjaan_id == p.id and u.edisi_id == edisi_id), None)
    if sama is None and len(lama) >= MAKS_MENUNGGU:
        raise Invalid("penuh", N_("Sudah %(n)s usulan Anda yang menunggu jawaban."), n=MAKS_MENUNGGU)
    usulan = sama or Usulan(pengguna_id=k.pelaku or 0, edisi_id=edisi_id, pekerjaan_id=p.id)
    usulan.isi, usulan.catatan = isi, rapikan(catatan)[:500]
    k.sesi.add(usulan)
    k.sesi.flush()
    return usulan


def tarik(sesi: Session, pengguna_id: int, usulan_id: int) -> None:
    """Take a proposal of one's own back. Raises NotFound."""
    usulan = _get(sesi, usulan_id)
    if usulan.pengguna_id != pengguna_id:
        raise NotFound
    if usulan.status == "menunggu":
        usulan.status = "ditarik"
        sesi.flush()


def terima(sesi: Session, pelaku: int, usulan_id: int, jawaban: str = "") -> AHSPReferensi:
    """Put a proposal into the library it is meant for. Raises NotFound, Invalid when it was answered before."""
    usulan = _menunggu(sesi, usulan_id)
    ahsp = tambah_analisa(sesi, pelaku, usulan.edisi_id, _untuk_katalog(usulan.isi))
    _putus(usulan, pelaku, "diterima", jawaban)
    usulan.ahsp_id = ahsp.id
    sesi.flush()
    return ahsp


def tolak(sesi: Session, pelaku: int, usulan_id: int, jawaban: str) -> None:
    """Refuse a proposal, with the reason. Raises NotFound, Invalid when it was answered before or has no reason."""
    if not rapikan(jawaban):
        raise Invalid("kosong", N_("Tulis alasannya, supaya pengusul bisa memperbaiki."), kolom="jawaban")
    _putus(_menunggu(sesi, usulan_id), pelaku, "ditolak", jawaban)
    sesi.flush()


def _putus(usulan: Usulan, pelaku: int, status: str, jawaban: str) -> None:
    usulan.status, usulan.jawaban, usulan.diputus_oleh = status, rapikan(jawaban)[:500], pelaku
    usulan.diputus = func.now()


def _menunggu(sesi: Session, usulan_id: int) -> Usulan:
    usulan = _get(sesi, usulan_id)
    if usulan.status != "menunggu":
        raise Invalid("sudah_dijawab", N_("Usulan ini sudah dijawab."))
    return usulan


def _get(sesi: Session, usulan_id: int) -> Usulan:
    return get_satu(sesi, select(Usulan).where(Usulan.id == usulan_id), kunci=True)


def _isi(k: Kerja, p: Pekerjaan) -> dict[str, Any]:
    """The frozen copy of an analysis as the catalogue would have it."""
    k.sesi.flush()
    baris = k.sesi.execute(
        select(Komponen.sub_id, Komponen.koefisien, HargaItem)
        .outerjoin(HargaItem, HargaItem.id == Komponen.harga_item_id)
        .where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None))
        .order_by(Komponen.urut)
    ).all()
    if not baris:
        raise Invalid("tanpa_komponen", N_("Pekerjaan ini belum punya komponen."))
    if any(b.sub_id is not None for b in baris):
        raise Invalid("bersarang", N_("Analisa yang memakai pekerjaan lain di dalamnya belum bisa diusulkan."))
    return {
        "kode": p.kode or "",
        "uraian": p.uraian,
        "satuan": p.satuan,
        "proyek": k.proyek.nama,
        "komponen": [
            {"kategori": i.kategori, "kode": i.kode, "uraian": i.uraian, "satuan": i.satuan,
             "koefisien": cetak_kanonik(koefisien)}
            for _sub, koefisien, i in baris
        ],
    }  # fmt: skip


def _untuk_katalog(isi: dict[str, Any]) -> dict[str, Any]:
    komponen = [k | {"koefisien": Decimal(k["koefisien"])} for k in isi["komponen"]]
    return {"kode": isi["kode"][:50], "uraian": isi["uraian"], "satuan": isi["satuan"], "komponen": komponen}
