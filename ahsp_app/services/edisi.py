"""Editions of the catalogue: made, described, put away and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import Edisi
from ahsp_app.queries.baris import get_satu
from ahsp_app.services.katalog_catat import catat_katalog
from ahsp_app.services.kerja import cocokkan_versi

KOLOM: Final = ("nama", "nomor", "regulasi", "tahun", "bidang", "keterangan", "kantor")


def get_edisi(sesi: Session, edisi_id: int) -> Edisi:
    """An edition, locked. Raises NotFound."""
    return get_satu(sesi, select(Edisi).where(Edisi.id == edisi_id), kunci=True)


def buat_edisi(sesi: Session, pelaku: int, isi: Mapping[str, Any]) -> Edisi:
    """A new edition, or an office's own library (`kantor`). Raises Invalid when the name is taken or empty."""
    edisi = Edisi(**_rapi(isi))
    _simpan(sesi, edisi)
    catat_katalog(sesi, pelaku, "edisi_tambah", "edisi", edisi.id, edisi.nama)
    return edisi


def ubah_edisi(sesi: Session, pelaku: int, edisi: Edisi, versi: int, isi: Mapping[str, Any]) -> None:
    """Describe an edition otherwise. Raises Conflict, Invalid."""
    baru = _rapi(isi)
    cocokkan_versi(edisi, versi, baru)
    beda = {k: v for k, v in baru.items() if getattr(edisi, k) != v}
    if not beda:
        return
    lama = {k: getattr(edisi, k) for k in beda}
    for kolom, nilai in beda.items():
        setattr(edisi, kolom, nilai)
    edisi.versi += 1
    _simpan(sesi, edisi)
    catat_katalog(sesi, pelaku, "edisi_ubah", "edisi", edisi.id, edisi.nama, lama, beda)


def aktifkan(sesi: Session, pelaku: int, edisi: Edisi, *, aktif: bool) -> None:
    """Bring an edition back, or put it away: what is put away is not found any more, and stays for who used it."""
    if edisi.aktif == aktif:
        return
    edisi.aktif = aktif
    edisi.versi += 1
    catat_katalog(sesi, pelaku, "edisi_aktif" if aktif else "edisi_arsip", "edisi", edisi.id, edisi.nama)


def _rapi(isi: Mapping[str, Any]) -> dict[str, Any]:
    baru = {k: rapikan(v) or None if isinstance(v, str) else v for k, v in isi.items() if k in KOLOM}
    if "nama" in baru and not baru["nama"]:
        raise Invalid("kosong", N_("Belum diisi."), kolom="nama")
    return baru


def _simpan(sesi: Session, edisi: Edisi) -> None:
    try:
        with sesi.begin_nested():
            sesi.add(edisi)
            sesi.flush()
    except IntegrityError:
        raise Invalid("nama_ada", N_("Sudah ada edisi dengan nama itu."), kolom="nama") from None
