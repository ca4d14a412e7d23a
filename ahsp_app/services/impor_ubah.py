"""Repairing what was staged: a field of an analysis or a row, leaving something out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen
from ahsp_app.services.impor_harga import nilai_harga
from ahsp_app.services.impor_nilai import Satu, Tempat, ubah_dan_nilai
from ahsp_app.services.impor_tampung import KATEGORI
from ahsp_app.services.kerja import cocokkan_versi

MAKS: Final = {"kode": 50, "grup": 200, "uraian": 500, "satuan": 50}


def ubah_analisa(sesi: Session, impor: Impor, analisa_id: int, versi: int, perubahan: Mapping[str, Any]) -> None:
    """Set fields of a staged analysis (kode, grup, uraian, satuan, dilewati). Raises Conflict, Invalid, NotFound."""
    pastikan_boleh(impor)
    a = get_baris(sesi, ImporAnalisa, impor.id, analisa_id)
    baru = rapi(perubahan)
    if not baru:
        return  # what is shown already was sent again
    cocokkan_versi(a, versi, baru)

    def ubah(satu: Satu) -> set[Tempat]:
        return {(None, kolom) for kolom in pasang(satu.analisa, baru)}

    ubah_dan_nilai(sesi, impor, [analisa_id], ubah)


def ubah_komponen(sesi: Session, impor: Impor, komponen_id: int, versi: int, perubahan: Mapping[str, Any]) -> None:
    """Set fields of a staged row (kategori, kode, uraian, satuan, koefisien, dilewati; harga of a base price).

    Raises Conflict, Invalid, NotFound.
    """
    pastikan_boleh(impor)
    k = get_baris(sesi, ImporKomponen, impor.id, komponen_id)
    baru = rapi(perubahan)
    if "kode" in baru:
        baru["kode"] = baru["kode"] or None
    if not baru:
        return
    cocokkan_versi(k, versi, baru)
    if k.analisa_id is None:
        nilai_harga(sesi, k, pasang(k, baru))
        return

    def ubah(satu: Satu) -> set[Tempat]:
        baris = next(x for x in satu.komponen if x.id == komponen_id)
        return {(komponen_id, kolom) for kolom in pasang(baris, baru)}

    ubah_dan_nilai(sesi, impor, [k.analisa_id], ubah)


def pasang(baris: Any, baru: Mapping[str, Any]) -> set[str]:
    """Set what differs, remember that a person set it; the names of those columns."""
    beda = {kolom for kolom, nilai in baru.items() if getattr(baris, kolom) != nilai}
    for kolom in beda:
        setattr(baris, kolom, baru[kolom])
    if beda:
        baris.versi += 1
        if isinstance(baris, ImporKomponen):
            baris.lain = baris.lain | {"diubah": sorted({*baris.lain.get("diubah", []), *beda})}
    return beda


def rapi(perubahan: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored. Raises Invalid at the field."""
    baru: dict[str, Any] = {}
    for kolom, nilai in perubahan.items():
        if kolom in MAKS:
            baru[kolom] = teks = rapikan(nilai or "")
            if len(teks) > MAKS[kolom]:
                pola = N_("Terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.")
                raise Invalid("terlalu_panjang", pola, kolom=kolom, ada=len(teks), maks=MAKS[kolom])
            if kolom == "uraian" and not teks:
                raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
        elif kolom == "kategori":
            if nilai not in KATEGORI:
                raise Invalid("kategori", N_("Pilih salah satu."), kolom=kolom)
            baru[kolom] = nilai
        elif kolom in {"koefisien", "harga"}:
            if not isinstance(nilai, Decimal):
                raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
            baru[kolom] = nilai
        elif kolom == "dilewati":
            baru[kolom] = bool(nilai)
        else:
            raise Invalid("kolom", N_("Kolom ini tidak bisa diubah di sini."))
    return baru


def pastikan_boleh(impor: Impor) -> None:
    if impor.status not in ("siap", "dicabut"):
        raise Invalid("tidak_siap", N_("Impor ini tidak sedang menunggu pemeriksaan."))


def get_baris(sesi: Session, tabel: type[Any], impor_id: int, nomor: int) -> Any:
    baris = sesi.scalar(select(tabel).where(tabel.id == nomor, tabel.impor_id == impor_id))
    if baris is None:
        raise NotFound
    return baris
