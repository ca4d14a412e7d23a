"""How documents are handed in: paper, place and date of the signatures, what the bundle holds, letterheads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.laporan.model import A4, KERTAS
from ahsp_app.models import DokumenProyek, Kop, Proyek
from ahsp_app.models.dokumen import MAKS_BARIS_KOP
from ahsp_app.services.dokumen_minta import Permintaan

BAKU: Final = ("rekap", "rab", "ahsp", "daftar-harga", "kebutuhan")
MAKS_LOGO: Final = 1_000_000  # bytes
MAKS_SISI: Final = 6000  # pixels, before anything is decoded
SISI: Final = 480  # pixels that are kept: enough for 25 mm in print
PANJANG: Final = 200


def get_atur(sesi: Session, proyek_id: int) -> DokumenProyek:
    """How the project's documents are handed in; on its owner's paper and as usual when nothing has been chosen."""
    ada = sesi.get(DokumenProyek, proyek_id)
    if ada is not None:
        return ada
    pilih = select(Kop.kertas).join(Proyek, Proyek.pemilik_id == Kop.pengguna_id).where(Proyek.id == proyek_id)
    kertas = sesi.scalar(pilih) or A4.nama
    return DokumenProyek(proyek_id=proyek_id, kertas=kertas, tempat="", tanggal="", bundel={"isi": list(BAKU)})


def opsi_bundel(atur: DokumenProyek) -> Opsi:
    """The options the bundle was last asked for with, on the paper that is kept."""
    return Opsi(**{**atur.bundel.get("opsi", {}), "kertas": atur.kertas})


def ingat(sesi: Session, proyek_id: int, minta: Permintaan, format_: Sequence[str], tempat: str, tanggal: str) -> None:
    """Keep what was chosen for the bundle as what is offered next time. `format_`: those ticked for a ZIP."""
    atur = get_atur(sesi, proyek_id)
    atur.kertas = minta.opsi.kertas
    atur.tempat, atur.tanggal = _teks(tempat, 100, "tempat"), _teks(tanggal, 60, "tanggal")
    pilihan = asdict(minta.opsi)
    atur.bundel = {"isi": list(minta.laporan), "format": list(format_), "zip": minta.zip, "opsi": pilihan}
    atur.versi = (atur.versi or 0) + 1
    sesi.add(atur)
    sesi.flush()


def find_kop(sesi: Session, *, pengguna_id: int | None = None, proyek_id: int | None = None) -> Kop | None:
    """The letterhead of an account, or of a project."""
    kolom = Kop.pengguna_id == pengguna_id if proyek_id is None else Kop.proyek_id == proyek_id
    return sesi.scalar(select(Kop).where(kolom))


def simpan_kop(
    sesi: Session,
    baris: Sequence[str],
    logo: bytes | None,
    *,
    hapus_logo: bool = False,
    kertas: str | None = None,
    pengguna_id: int | None = None,
    proyek_id: int | None = None,
) -> None:
    """Set a letterhead; nothing in it removes it. `logo` None leaves the one that is there. Raises Invalid."""
    if kertas is not None and kertas not in KERTAS:
        raise Invalid("kertas", N_("Pilih kertas: %(daftar)s."), kolom="kertas", daftar=", ".join(KERTAS))
    isi = [_teks(b, PANJANG, "baris") for b in baris]
    while isi and not isi[-1]:
        isi.pop()
    kop = find_kop(sesi, pengguna_id=pengguna_id, proyek_id=proyek_id)
    kop = kop or Kop(pengguna_id=pengguna_id, proyek_id=proyek_id, baris=[], logo=None, versi=0)
    kop.baris, kop.kertas = isi[:MAKS_BARIS_KOP], kertas
    if logo:
        kop.logo = kecilkan(logo)
    elif hapus_logo:
        kop.logo = None
    kop.versi += 1
    if kop.baris or kop.logo or kop.kertas:
        sesi.add(kop)
    elif kop.id is not None:
        sesi.delete(kop)
    sesi.flush()


def kecilkan(logo: bytes) -> bytes:
    """A logo as a small PNG of our own making, whatever the file holds besides. Raises Invalid at "logo"."""
    if len(logo) > MAKS_LOGO:
        raise Invalid("logo", N_("Logo terlalu besar. Paling besar 1 MB."), kolom="logo")
    try:
        with Image.open(io.BytesIO(logo), formats=("PNG", "JPEG")) as gambar:
            if max(gambar.size) > MAKS_SISI:
                raise Invalid("logo", N_("Logo paling besar 6.000 × 6.000 titik."), kolom="logo")
            hasil = gambar.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Invalid("logo", N_("Logo harus berkas PNG atau JPEG yang utuh."), kolom="logo") from None
    hasil.thumbnail((SISI, SISI))
    keluar = io.BytesIO()
    hasil.save(keluar, "PNG", optimize=True)
    return keluar.getvalue()


def _teks(teks: str, maks: int, kolom: str) -> str:
    rapi = rapikan(teks)
    if len(rapi) > maks:
        raise Invalid("panjang", N_("Terlalu panjang. Paling banyak %(n)s huruf."), kolom=kolom, n=maks)
    return rapi
