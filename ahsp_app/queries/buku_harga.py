"""Books of base prices: the list of books, one book's prices, the history of a price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.teks import kunci_teks


class BarisBuku(NamedTuple):
    """A book as listed; `banyak` counts its prices."""

    id: int
    nama: str
    wilayah: str
    tanggal: date
    sumber: str
    jenis_sumber: str
    termasuk_ppn: bool
    terkunci: datetime | None
    aktif: bool
    versi: int
    banyak: int


class BarisDasar(NamedTuple):
    """A price of a book, with who put it there and when."""

    id: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    harga: Decimal
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    keterangan: str
    diubah: datetime
    versi: int
    oleh: str | None


class Pilihan(NamedTuple):
    """A book that a project can take prices from; `cocok` counts its resources that the book names exactly."""

    id: int
    nama: str
    wilayah: str
    tanggal: date
    sumber: str
    jenis_sumber: str
    termasuk_ppn: bool
    terkunci: datetime | None
    banyak: int
    cocok: int


class Catatan(NamedTuple):
    """One entry of the history of a book or a price."""

    id: int
    pada: datetime
    oleh: str | None
    aksi: str
    lama: dict[str, Any] | None
    baru: dict[str, Any] | None
    berkas: str | None


@dataclass(frozen=True, slots=True)
class HalamanBuku:
    """One page of books."""

    baris: tuple[BarisBuku, ...]
    halaman: int
    banyak_halaman: int
    banyak_baris: int


@dataclass(frozen=True, slots=True)
class HalamanDasar:
    """One page of a book's prices; `per_kategori` counts all of them."""

    baris: tuple[BarisDasar, ...]
    halaman: int
    banyak_halaman: int
    banyak_baris: int
    per_kategori: dict[str, int]


_BUKU = """
    SELECT d.id, d.nama, d.wilayah, d.tanggal, d.sumber, d.jenis_sumber, d.termasuk_ppn, d.terkunci, d.aktif, d.versi,
           (SELECT count(*) FROM harga_dasar h WHERE h.daftar_id = d.id)
    FROM daftar_harga d WHERE d.aktif = :aktif {syarat}
    ORDER BY d.tanggal DESC, d.nama, d.id LIMIT :n OFFSET :o
"""
_HITUNG_BUKU = "SELECT count(*) FROM daftar_harga d WHERE d.aktif = :aktif {syarat}"
_DASAR = """
    SELECT h.id, h.kategori, h.kode, h.uraian, h.satuan, h.harga, h.satuan_beli, h.harga_beli, h.faktor, h.keterangan,
           h.diubah, h.versi, p.nama
    FROM harga_dasar h LEFT JOIN pengguna p ON p.id = h.pengguna_id
    WHERE h.daftar_id = :d {syarat}
"""
_HALAMAN_DASAR = f"""{_DASAR}
    ORDER BY array_position(CAST(ARRAY['TK', 'BHN', 'ALT', 'LAIN'] AS varchar[]), h.kategori), h.uraian_kunci,
    h.satuan_kunci LIMIT :n OFFSET :o"""
_HITUNG_DASAR = """
    SELECT h.kategori, count(*), count(*) FILTER (WHERE TRUE {syarat}) FROM harga_dasar h
    WHERE h.daftar_id = :d GROUP BY h.kategori
"""
_PILIHAN = text("""
    SELECT d.id, d.nama, d.wilayah, d.tanggal, d.sumber, d.jenis_sumber, d.termasuk_ppn, d.terkunci,
           (SELECT count(*) FROM harga_dasar h WHERE h.daftar_id = d.id), coalesce(c.cocok, 0)
    FROM daftar_harga d LEFT JOIN (
        SELECT h.daftar_id, count(*) AS cocok FROM harga_item i JOIN harga_dasar h
          ON (h.kategori, h.uraian_kunci, h.satuan_kunci) = (i.kategori, i.uraian_kunci, i.satuan_kunci)
        WHERE i.proyek_id = :p AND i.sampah_id IS NULL GROUP BY h.daftar_id
    ) c ON c.daftar_id = d.id
    WHERE d.aktif ORDER BY (d.id = :utama) DESC NULLS LAST, d.tanggal DESC, d.nama LIMIT 200
""")
_RIWAYAT = text("""
    SELECT r.id, r.pada, p.nama, r.aksi, r.lama, r.baru, m.nama_berkas
    FROM riwayat_katalog r LEFT JOIN pengguna p ON p.id = r.pengguna_id LEFT JOIN impor m ON m.id = r.impor_id
    WHERE r.tabel = :tabel AND r.baris_id = :id ORDER BY r.id DESC LIMIT :n
""")


def halaman_buku(sesi: Session, halaman: int = 1, per: int = 50, *, cari: str = "", aktif: bool = True) -> HalamanBuku:
    """Books, the newest first; active ones or those in the archive. Two statements."""
    syarat, isi = _kata(cari, "concat_ws(' ', d.nama, d.wilayah, d.sumber)", ubah="lower")
    isi |= {"aktif": aktif}
    banyak = sesi.scalar(text(_HITUNG_BUKU.format(syarat=syarat)), isi) or 0
    halaman, terakhir, potong = _potong(halaman, per, banyak)
    baris = sesi.execute(text(_BUKU.format(syarat=syarat)), isi | potong)
    return HalamanBuku(tuple(BarisBuku._make(b) for b in baris), halaman, terakhir, banyak)


def halaman_dasar(
    sesi: Session, daftar_id: int, halaman: int = 1, per: int = 50, *, cari: str = "", kategori: str = ""
) -> HalamanDasar:
    """Prices of a book by kategori and name; `cari` keeps those whose name or code has all the words.

    Two statements.
    """
    syarat, isi = _kata(cari, "h.uraian_kunci || ' ' || coalesce(lower(h.kode), '')")
    isi |= {"d": daftar_id}
    if kategori:
        syarat += " AND h.kategori = :kategori"
        isi["kategori"] = kategori
    angka = sesi.execute(text(_HITUNG_DASAR.format(syarat=syarat)), isi).all()
    banyak = sum(b[2] for b in angka)
    halaman, terakhir, potong = _potong(halaman, per, banyak)
    baris = sesi.execute(text(_HALAMAN_DASAR.format(syarat=syarat)), isi | potong)
    semua = tuple(BarisDasar._make(b) for b in baris)
    return HalamanDasar(semua, halaman, terakhir, banyak, {b[0]: b[1] for b in angka})


def find_dasar(sesi: Session, daftar_id: int, harga_id: int) -> BarisDasar | None:
    """One price as shown."""
    baris = sesi.execute(text(_DASAR.format(syarat="AND h.id = :id")), {"d": daftar_id, "id": harga_id}).one_or_none()
    return None if baris is None else BarisDasar._make(baris)


def list_riwayat(sesi: Session, tabel: str, baris_id: int, batas: int = 50) -> list[Catatan]:
    """The newest changes of a book (daftar_harga) or a price (harga_dasar)."""
    return [Catatan._make(b) for b in sesi.execute(_RIWAYAT, {"tabel": tabel, "id": baris_id, "n": batas})]


def list_pilihan(sesi: Session, proyek_id: int, utama: int | None) -> list[Pilihan]:
    """Active books for a project: its own first, then the newest. One statement."""
    return [Pilihan._make(b) for b in sesi.execute(_PILIHAN, {"p": proyek_id, "utama": utama})]


def _potong(halaman: int, per: int, banyak: int) -> tuple[int, int, dict[str, Any]]:
    terakhir = max(1, -(-banyak // per))
    halaman = max(1, min(halaman, terakhir))
    return halaman, terakhir, {"n": per, "o": (halaman - 1) * per}


def _kata(cari: str, kolom: str, ubah: str = "") -> tuple[str, dict[str, Any]]:
    """The condition that `kolom` has every word of what was typed."""
    bagian, isi = "", {}
    for n, kata in enumerate(kunci_teks(cari).split()[:8]):
        bagian += f" AND {ubah}({kolom}) LIKE :kata{n}"
        isi[f"kata{n}"] = "%" + kata[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return bagian, isi
