"""Works, analyses, prices and parameters for tests of the sheets; everything goes through the services."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ahsp_app.extensions import db
from ahsp_app.models import HargaItem, Klasifikasi, Parameter, Pekerjaan, Proyek
from ahsp_app.services.analisa import tambah_komponen, tambah_sub
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.parameter import tambah_parameter
from ahsp_app.services.pekerjaan import tambah_pekerjaan
from ahsp_app.services.pohon import tambah_klasifikasi
from ahsp_app.services.volume import ubah_volume
from tests.factories import buat_pengguna, buat_proyek

Bahan = tuple[str, str, str, str, str | None]
SEMEN: Bahan = ("BHN", "Semen Portland", "kg", "326", "1500")


def kerja(proyek: Proyek | None = None) -> Kerja:
    """The owner at work on a project; without one, on a new project."""
    proyek = proyek or buat_proyek(buat_pengguna())
    return Kerja(db.session(), proyek, proyek.pemilik_id)


def buat_judul(k: Kerja, nama: str = "PEKERJAAN BETON", induk: Klasifikasi | None = None) -> Klasifikasi:
    """A heading."""
    return tambah_klasifikasi(k, nama, induk.id if induk else None)


def buat_pekerjaan(
    k: Kerja,
    uraian: str = "Beton K-225",
    volume: str = "",
    *,
    judul: Klasifikasi | None = None,
    komponen: Iterable[Bahan] = (),
    sub: Iterable[tuple[Pekerjaan, str]] = (),
    harga: str | None = None,
) -> Pekerjaan:
    """A work: rows of (kategori, uraian, satuan, koefisien, harga), nested works, or a price without analysis."""
    p = tambah_pekerjaan(
        k, judul.id if judul else None, uraian, "m3", harga_langsung=None if harga is None else Decimal(harga)
    )
    for kategori, nama, satuan, koefisien, satu in komponen:
        tambah_komponen(k, p, kategori, nama, satuan, Decimal(koefisien), harga=None if satu is None else Decimal(satu))
    for lain, koefisien in sub:
        tambah_sub(k, p, lain.id, Decimal(koefisien))
    if volume:
        isi(k, p, volume)
    return p


def isi(k: Kerja, p: Pekerjaan, teks: str) -> None:
    """Type a volume."""
    ubah_volume(k, p, p.versi, teks)


def buat_parameter(k: Kerja, nama: str = "panjang", nilai: str = "10", satuan: str = "m") -> Parameter:
    """A parameter."""
    return tambah_parameter(k, nama, Decimal(nilai), "", satuan)


def item(k: Kerja, uraian: str) -> HargaItem:
    """The living resource with this description."""
    return db.session.query(HargaItem).filter_by(proyek_id=k.proyek.id, uraian=uraian, sampah_id=None).one()
