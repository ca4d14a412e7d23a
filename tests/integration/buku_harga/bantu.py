"""Small books of prices for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ahsp_app.extensions import db
from ahsp_app.importers.katalog.bentuk import HargaBaca
from ahsp_app.models import DaftarHarga, HargaDasar
from ahsp_app.services.buku_harga_ubah import buat_buku, tambah_harga

Baris = tuple[str, str, str, str, str | None]


def kepala(nama: str = "Harga Kabupaten 2026", **beda: Any) -> dict[str, Any]:
    """The head of a book."""
    isi = {"nama": nama, "wilayah": "Kab. Contoh", "tanggal": date(2026, 1, 5), "sumber": "Survei pasar"}
    return isi | {"jenis_sumber": "survei", "termasuk_ppn": False, "keterangan": ""} | beda


def buku(pelaku: int, *baris: Baris, **beda: Any) -> DaftarHarga:
    """A book with (kategori, uraian, satuan, harga, kode); a price "664200/1400 m3" has a market unit."""
    b = buat_buku(db.session(), pelaku, kepala(**beda))
    for kategori, uraian, satuan, harga, kode in baris:
        angka, _spasi, beli = harga.partition(" ")
        isi: dict[str, Any] = {"kategori": kategori, "uraian": uraian, "satuan": satuan, "kode": kode}
        if beli:
            harga_beli, faktor = (Decimal(a) for a in angka.split("/"))
            isi |= {"satuan_beli": beli, "harga_beli": harga_beli, "faktor": faktor}
        else:
            isi["harga"] = Decimal(angka)
        tambah_harga(db.session(), pelaku, b, isi)
    return b


def harga(b: DaftarHarga, uraian: str) -> HargaDasar:
    """The price of this description."""
    return db.session.query(HargaDasar).filter_by(daftar_id=b.id, uraian=uraian).one()


def baca(uraian: str, harga: str | None, satuan: str = "kg", kategori: str = "BHN", **lain: Any) -> HargaBaca:
    """A price as a reader hands it on."""
    return HargaBaca("HSD", 1, kategori, uraian, satuan=satuan, harga=None if harga is None else Decimal(harga), **lain)
