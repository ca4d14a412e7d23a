"""Site words and abbreviations: what people type, and what the catalogue says instead. Kept by admins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import Kosakata
from ahsp_app.queries.baris import get_satu
from ahsp_app.queries.katalog_kata import baca_padanan, tambah_kata
from ahsp_app.queries.katalog_tanya import MAKS_FRASA
from ahsp_app.queries.katalog_teks import kunci_cari
from ahsp_app.services.katalog_catat import catat_katalog
from ahsp_app.services.kerja import cocokkan_versi

MAKS: Final = {"kata": 100, "padanan": 500, "keterangan": 300}


def get_kosakata(sesi: Session, kosakata_id: int) -> Kosakata:
    """A site word, locked. Raises NotFound."""
    return get_satu(sesi, select(Kosakata).where(Kosakata.id == kosakata_id), kunci=True)


def tambah_kosakata(sesi: Session, pelaku: int, isi: Mapping[str, Any]) -> Kosakata:
    """A new site word. Raises Invalid at `kata`, `padanan` or `keterangan`."""
    kolom = periksa({"kata": "", "padanan": "", "keterangan": "", **isi})
    _tolak_kembar(sesi, kolom["kata"])
    baru = Kosakata(pengguna_id=pelaku, **kolom)
    sesi.add(baru)
    sesi.flush()
    tambah_kata(sesi, [baru.kata])
    _catat(sesi, pelaku, "tambah", baru, None, kolom)
    return baru


def ubah_kosakata(sesi: Session, pelaku: int, baris: Kosakata, versi: int, isi: Mapping[str, Any]) -> None:
    """Set kata, padanan, keterangan or aktif. Raises Conflict, Invalid at the field."""
    baru = periksa(isi)
    cocokkan_versi(baris, versi, baru)
    beda = {k: v for k, v in baru.items() if getattr(baris, k) != v}
    if not beda:
        return
    if "kata" in beda:
        _tolak_kembar(sesi, beda["kata"])
    lama = {k: getattr(baris, k) for k in beda}
    for kolom, nilai in beda.items():
        setattr(baris, kolom, nilai)
    baris.versi += 1
    baris.pengguna_id, baris.diubah = pelaku, func.now()
    sesi.flush()
    tambah_kata(sesi, [baris.kata])
    _catat(sesi, pelaku, "ubah", baris, lama, beda)


def hapus_kosakata(sesi: Session, pelaku: int, baris: Kosakata, versi: int) -> None:
    """Delete a site word; the history keeps what it said. Raises Conflict."""
    cocokkan_versi(baris, versi)
    lama = {k: getattr(baris, k) for k in ("kata", "padanan", "keterangan", "aktif")}
    _catat(sesi, pelaku, "hapus", baris, lama, None)
    sesi.delete(baris)
    sesi.flush()


def periksa(isi: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, clean: the word as the search reads it, the phrases separated by " | ". Raises Invalid."""
    rapi: dict[str, Any] = {}
    for kolom, nilai in isi.items():
        if kolom == "aktif":
            rapi[kolom] = bool(nilai)
            continue
        teks = rapikan(nilai)
        if kolom == "kata":
            teks = kunci_cari(teks)
            if len(teks.split()) > MAKS_FRASA:
                raise Invalid("terlalu_panjang", N_("Paling banyak %(n)s kata."), kolom=kolom, n=MAKS_FRASA)
        elif kolom == "padanan":
            teks = " | ".join(bersih for satu in teks.split("|") if baca_padanan(bersih := rapikan(satu)))
        if not teks and kolom != "keterangan":
            raise Invalid("kosong", N_("Belum diisi."), kolom=kolom)
        if len(teks) > MAKS[kolom]:
            raise Invalid("terlalu_panjang", N_("Paling panjang %(n)s huruf."), kolom=kolom, n=MAKS[kolom])
        rapi[kolom] = teks
    return rapi


def _tolak_kembar(sesi: Session, kata: str) -> None:
    if sesi.scalar(select(Kosakata.id).where(Kosakata.kata == kata)) is not None:
        raise Invalid("kembar", N_("Istilah ini sudah ada."), kolom="kata")


def _catat(
    sesi: Session, pelaku: int, aksi: str, baris: Kosakata, lama: dict[str, Any] | None, baru: dict[str, Any] | None
) -> None:
    catat_katalog(sesi, pelaku, aksi, "kosakata", baris.id, baris.kata, lama, baru)
