"""Books of base prices: the list of books, one book's prices, the history of a price, and what suits a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Kategori
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


class Padanan(NamedTuple):
    """A resource of a project beside a price of the book; without one, everything from `dasar_id` on is None.

    `jenis`: tepat (same name and unit), satuan (same name, another unit), kode (same code, another name).
    """

    item_id: int
    item_versi: int
    kategori: str
    kode: str | None
    uraian: str
    satuan: str
    satuan_kunci: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str
    tanggal_harga: date | None
    jenis: str | None
    dasar_id: int | None
    dasar_versi: int | None
    d_kode: str | None
    d_uraian: str | None
    d_satuan: str | None
    d_satuan_kunci: str | None
    d_harga: Decimal | None
    d_satuan_beli: str | None
    d_harga_beli: Decimal | None
    d_faktor: Decimal | None


class _Baris(NamedTuple):
    """A resource, or a price of the book."""

    id: int
    versi: int
    kategori: str
    kode: str | None
    uraian: str
    uraian_kunci: str
    satuan: str
    satuan_kunci: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str | None
    tanggal_harga: date | None


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
# Both sides in one statement, to be matched here: the planner cannot know how many rows a book has that was just
# read in, and a wrong guess would compare each resource with each price.
_PADANAN = text("""
    WITH item AS (SELECT * FROM harga_item WHERE proyek_id = :p AND sampah_id IS NULL)
    SELECT false, id, versi, kategori, kode, uraian, uraian_kunci, satuan, satuan_kunci, harga, satuan_beli,
           harga_beli, faktor, sumber_harga, tanggal_harga FROM item
    UNION ALL
    SELECT true, id, versi, kategori, kode, uraian, uraian_kunci, satuan, satuan_kunci, harga, satuan_beli,
           harga_beli, faktor, NULL, NULL FROM harga_dasar
    WHERE daftar_id = :d AND (uraian_kunci IN (SELECT uraian_kunci FROM item)
                              OR lower(kode) IN (SELECT lower(kode) FROM item WHERE kode <> ''))
""")
_URUT = {kategori: urut for urut, kategori in enumerate(Kategori)}
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


def list_padanan(sesi: Session, proyek_id: int, daftar_id: int) -> Sequence[Padanan]:
    """Every living resource of a project with what the book has for it. One statement.

    Who has an exact match gets that alone; else each price of the same name, and that of the same code when the
    code stands once in the book.
    """
    item: list[_Baris] = []
    nama: dict[tuple[str, str], list[_Baris]] = {}
    kode: dict[tuple[str, str], list[_Baris]] = {}
    for milik_buku, *kolom in sesi.execute(_PADANAN, {"p": proyek_id, "d": daftar_id}):
        b = _Baris._make(kolom)
        if not milik_buku:
            item.append(b)
            continue
        nama.setdefault((b.kategori, b.uraian_kunci), []).append(b)
        if b.kode:
            kode.setdefault((b.kategori, b.kode.lower()), []).append(b)
    item.sort(key=lambda b: (_URUT[Kategori(b.kategori)], b.uraian_kunci, b.satuan_kunci, b.id))
    return [p for i in item for p in _padankan(i, nama, kode)]


def _padankan(
    i: _Baris, nama: dict[tuple[str, str], list[_Baris]], kode: dict[tuple[str, str], list[_Baris]]
) -> Iterator[Padanan]:
    senama = nama.get((i.kategori, i.uraian_kunci), [])
    tepat = [d for d in senama if d.satuan_kunci == i.satuan_kunci]
    if tepat:
        yield from (_padanan(i, "tepat", d) for d in tepat)
        return
    sekode = kode.get((i.kategori, i.kode.lower()), []) if i.kode else []
    lain = sekode if len(sekode) == 1 and sekode[0].uraian_kunci != i.uraian_kunci else []
    yield from (_padanan(i, "satuan", d) for d in sorted(senama, key=lambda d: d.id))
    yield from (_padanan(i, "kode", d) for d in lain)
    if not senama and not lain:
        yield _padanan(i, None, None)


def _padanan(i: _Baris, jenis: str | None, d: _Baris | None) -> Padanan:
    sendiri = (i.id, i.versi, i.kategori, i.kode, i.uraian, i.satuan, i.satuan_kunci, i.harga, i.satuan_beli,
               i.harga_beli, i.faktor, i.sumber_harga or "", i.tanggal_harga)  # fmt: skip
    buku: tuple[Any, ...] = (None,) * 10
    if d is not None:
        buku = (d.id, d.versi, d.kode, d.uraian, d.satuan, d.satuan_kunci, d.harga, d.satuan_beli, d.harga_beli,
                d.faktor)  # fmt: skip
    return Padanan._make((*sendiri, jenis, *buku))


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
