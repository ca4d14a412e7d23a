"""Books of base prices: finding them, their history, and whole lists of prices that were read from a file.

A locked book is not edited any more. Every change is in `riwayat_katalog`: who, when, from what to what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.analisa import Kategori
from ahsp_app.calc.buku_harga import DESIMAL_HARGA
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import bulatkan_skala, ke_desimal
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks, rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.importers.katalog.bentuk import HargaBaca
from ahsp_app.models import DaftarHarga, HargaDasar, RiwayatKatalog
from ahsp_app.queries.baris import get_satu
from ahsp_app.services.kerja import isi_json
from ahsp_app.services.massal import pesan_id, sisipkan

JENIS_SUMBER: Final = {
    "survei": N_("Survei"),
    "surat": N_("Surat edaran"),
    "penawaran": N_("Penawaran"),
    "keputusan": N_("Keputusan"),
    "lain": N_("Lain-lain"),
}
MAKS_HARGA: Final = Decimal(10) ** 15
MAKS_FAKTOR: Final = Decimal(10) ** 10
KONVERSI: Final = ("satuan_beli", "harga_beli", "faktor")
ISI: Final = ("kategori", "kode", "uraian", "satuan", "harga", *KONVERSI, "keterangan")
# What a list that is read again may change of a price that is there: its identity is how it was found.
BERUBAH: Final = ("kode", "harga", *KONVERSI, "keterangan")
_DESIMAL_FAKTOR: Final = 10
_DESIMAL: Final = frozenset({"harga", "harga_beli", "faktor"})
_PERBARUI = text("""
    UPDATE harga_dasar h SET kode = v.kode, harga = v.harga, satuan_beli = v.satuan_beli, harga_beli = v.harga_beli,
           faktor = v.faktor, keterangan = v.keterangan, pengguna_id = :siapa, diubah = now(), versi = h.versi + 1
    FROM json_to_recordset(CAST(:isi AS json)) AS v(id bigint, kode text, harga numeric, satuan_beli text,
         harga_beli numeric, faktor numeric, keterangan text)
    WHERE h.id = v.id AND h.daftar_id = :daftar
""")


@dataclass(frozen=True, slots=True)
class HasilTulis:
    """What became of each row of a list: new, changed or the same as it was.

    `ganda`: the resource stood in the list before with another price; the first one counts. `ditolak`: no price,
    no name, or nothing that a book can hold.
    """

    baru: int = 0
    berubah: int = 0
    sama: int = 0
    ganda: list[HargaBaca] = field(default_factory=list)
    ditolak: list[HargaBaca] = field(default_factory=list)


def get_buku(sesi: Session, daftar_id: int, *, kunci: bool = False) -> DaftarHarga:
    """A book. Raises NotFound. `kunci` locks its row: writers of one book follow one another."""
    pilih = select(DaftarHarga).where(DaftarHarga.id == daftar_id)
    return get_satu(sesi, pilih, kunci=kunci, pesan=N_("Buku harga ini tidak ada lagi."))


def get_harga(sesi: Session, buku: DaftarHarga, harga_id: int) -> HargaDasar:
    """A price of the book. Raises NotFound."""
    harga = sesi.get(HargaDasar, harga_id)
    if harga is None or harga.daftar_id != buku.id:
        raise NotFound(N_("Harga ini sudah dihapus di jendela lain."))
    return harga


def tulis_harga(
    sesi: Session,
    daftar: DaftarHarga,
    baris: Iterable[HargaBaca],
    pengguna_id: int | None,
    *,
    impor_id: int | None = None,
) -> HasilTulis:
    """Put a list that was read into a book: what is there gets the new price, the rest is added, nothing is deleted.

    Each price that changes has its entry in the history, under `impor_id` if given. A second run changes nothing.
    The number of statements does not grow with the list. Raises Invalid for a locked book.
    """
    tolak_bila_terkunci(daftar)
    ganda: list[HargaBaca] = []
    ditolak: list[HargaBaca] = []
    dibaca: dict[tuple[str, str, str], dict[str, Any]] = {}
    for satu in baris:
        isi = _isi_baca(satu)
        if isi is None:
            ditolak.append(satu)
            continue
        kunci = (isi["kategori"], isi["uraian_kunci"], isi["satuan_kunci"])
        pertama = dibaca.setdefault(kunci, isi)
        if any(pertama[n] != isi[n] for n in ("harga", *KONVERSI)):
            ganda.append(satu)
    lama = _harga_buku(sesi, daftar.id)
    baru = [isi for kunci, isi in dibaca.items() if kunci not in lama]
    ubah = _perubahan((lama[kunci], isi) for kunci, isi in dibaca.items() if kunci in lama)
    nomor = pesan_id(sesi, HargaDasar, len(baru))
    tetap = {"daftar_id": daftar.id, "pengguna_id": pengguna_id}
    sisipkan(sesi, HargaDasar, [{"id": i} | isi | tetap for i, isi in zip(nomor, baru, strict=True)])
    if ubah:
        isi_ubah = json.dumps([isi_json({"id": h["id"]} | kini) for h, _dulu, kini in ubah], ensure_ascii=False)
        sesi.execute(_PERBARUI, {"isi": isi_ubah, "siapa": pengguna_id, "daftar": daftar.id})
    sisipkan(
        sesi,
        RiwayatKatalog,
        [
            _entri(pengguna_id, impor_id, aksi, nomor_baris, uraian, dulu, kini)
            for aksi, nomor_baris, uraian, dulu, kini in (
                *(("tambah", i, isi["uraian"], None, tetap | isi) for i, isi in zip(nomor, baru, strict=True)),
                *(("ubah", h["id"], h["uraian"], dulu, _beda(dulu, kini)) for h, dulu, kini in ubah),
            )
        ],
    )
    for termuat in [o for o in sesi.identity_map.values() if isinstance(o, HargaDasar)]:
        sesi.expire(termuat)
    return HasilTulis(len(baru), len(ubah), len(dibaca) - len(baru) - len(ubah), ganda, ditolak)


def cabut_harga(sesi: Session, impor_id: int, pengguna_id: int | None) -> tuple[int, int]:
    """Take back what one import wrote into a book; returns how many prices went back, and how many were left.

    A price that was changed since keeps that change. Raises Invalid for a locked book.
    """
    entri = sesi.scalars(
        select(RiwayatKatalog)
        .where(RiwayatKatalog.impor_id == impor_id, RiwayatKatalog.tabel == "harga_dasar")
        .order_by(RiwayatKatalog.id.desc())
    ).all()
    entri = [e for e in entri if e.aksi in {"tambah", "ubah"}]
    harga = {h.id: h for h in sesi.scalars(select(HargaDasar).where(HargaDasar.id.in_([e.baris_id for e in entri])))}
    for daftar_id in sorted({h.daftar_id for h in harga.values()}):
        tolak_bila_terkunci(get_buku(sesi, daftar_id, kunci=True))
    kembali = 0
    for e in entri:
        h = harga.get(e.baris_id or 0)
        kini = isi_harga(h) if h else {}
        if h is None or any(kini[n] != nilai for n, nilai in (e.baru or {}).items() if n in ISI):
            continue
        kembali += 1
        if e.aksi == "tambah":
            catat_katalog(sesi, pengguna_id, "hapus", h, kini, None, impor_id=impor_id)
            sesi.delete(h)
            continue
        for nama, nilai in (e.lama or {}).items():
            setattr(h, nama, Decimal(nilai) if nilai is not None and nama in _DESIMAL else nilai)
        h.versi, h.pengguna_id = h.versi + 1, pengguna_id
        catat_katalog(sesi, pengguna_id, "kembalikan", h, e.baru, e.lama, impor_id=impor_id)
    sesi.flush()
    return kembali, len(entri) - kembali


def tolak_bila_terkunci(buku: DaftarHarga) -> None:
    """Raise Invalid for a locked book."""
    if buku.terkunci is not None:
        raise Invalid("terkunci", N_("Buku harga ini terkunci. Buka kuncinya dulu untuk mengubahnya."))


def catat_katalog(
    sesi: Session,
    pelaku: int | None,
    aksi: str,
    baris: DaftarHarga | HargaDasar,
    lama: Mapping[str, Any] | None,
    baru: Mapping[str, Any] | None,
    *,
    impor_id: int | None = None,
) -> RiwayatKatalog:
    """Add one entry to the history of the catalogue and give it its number."""
    entri = RiwayatKatalog(
        pengguna_id=pelaku,
        impor_id=impor_id,
        aksi=aksi,
        tabel=baris.__tablename__,
        baris_id=baris.id,
        ringkasan=(baris.nama if isinstance(baris, DaftarHarga) else baris.uraian)[:500],
        lama=None if lama is None else dict(lama),
        baru=None if baru is None else dict(baru),
    )
    sesi.add(entri)
    sesi.flush()
    return entri


def isi_harga(harga: HargaDasar) -> dict[str, Any]:
    """A price as the history keeps it whole."""
    return {"daftar_id": harga.daftar_id} | (isi_json({n: getattr(harga, n) for n in ISI}) or {})


def kolom_harga(isi: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a price that the history has kept whole (`isi_harga`)."""
    kolom = {n: isi[n] for n in ISI}
    for nama in _DESIMAL:
        kolom[nama] = None if kolom[nama] is None else Decimal(kolom[nama])
    return kolom | {"uraian_kunci": kunci_teks(kolom["uraian"]), "satuan_kunci": kunci_satuan(kolom["satuan"])}


def harga_dari_beli(harga_beli: Decimal, faktor: Decimal) -> Decimal:
    """The quotient that a book is searched and sorted by, with the decimals of a price."""
    skala = bulatkan_skala(Fraction(harga_beli) / Fraction(faktor), DESIMAL_HARGA)
    return ke_desimal(Fraction(skala, 10**DESIMAL_HARGA))


def _isi_baca(h: HargaBaca) -> dict[str, Any] | None:
    """The columns of a price as read; None for what a book cannot hold."""
    uraian, satuan, kode = rapikan(h.uraian), rapikan(h.satuan or h.satuan_asli), rapikan(h.kode or "")
    if h.kategori not in Kategori.__members__ or not 0 < len(uraian) <= 500 or max(len(satuan), len(kode)) > 50:
        return None
    kolom = _harga_baca(h)
    if kolom is None or not 0 <= kolom["harga"] < MAKS_HARGA:
        return None
    return {
        "kategori": h.kategori,
        "kode": kode or None,
        "uraian": uraian,
        "uraian_kunci": kunci_teks(uraian),
        "satuan": satuan,
        "satuan_kunci": kunci_satuan(satuan),
        **kolom,
        "keterangan": rapikan(h.keterangan)[:300],
    }


def _harga_baca(h: HargaBaca) -> dict[str, Any] | None:
    beli = rapikan(h.satuan_beli or "")[:50]
    if beli and h.harga_beli is not None and h.faktor is not None and 0 < h.faktor < MAKS_FAKTOR:
        harga_beli, faktor = _skala(h.harga_beli, DESIMAL_HARGA), _skala(h.faktor, _DESIMAL_FAKTOR)
        if not 0 <= harga_beli < MAKS_HARGA or not faktor:
            return None
        harga = harga_dari_beli(harga_beli, faktor)
        return {"harga": harga, "satuan_beli": beli, "harga_beli": harga_beli, "faktor": faktor}
    if h.harga is None:
        return None
    return {"harga": _skala(h.harga, DESIMAL_HARGA), "satuan_beli": None, "harga_beli": None, "faktor": None}


def _skala(nilai: Decimal, desimal: int) -> Decimal:
    """What the column holds: figures of a workbook can have more decimals."""
    return ke_desimal(Fraction(bulatkan_skala(nilai, desimal), 10**desimal))


def _harga_buku(sesi: Session, daftar_id: int) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    t = HargaDasar
    kolom = (t.id, t.uraian, t.kategori, t.uraian_kunci, t.satuan_kunci, *(getattr(t, n) for n in BERUBAH))
    baris = sesi.execute(select(*kolom).where(t.daftar_id == daftar_id)).mappings()
    return {(h["kategori"], h["uraian_kunci"], h["satuan_kunci"]): dict(h) for h in baris}


def _perubahan(
    pasangan: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> Sequence[tuple[Mapping[str, Any], dict[str, Any], dict[str, Any]]]:
    """Row, old and new columns of each price that differs; a code or note that the list lacks stays as it is."""
    hasil = []
    for lama, isi in pasangan:
        kini = {n: lama[n] if n in {"kode", "keterangan"} and not isi[n] else isi[n] for n in BERUBAH}
        dulu = {n: lama[n] for n in BERUBAH}
        if kini != dulu:
            hasil.append((lama, _beda(kini, dulu), kini))
    return hasil


def _beda(dulu: Mapping[str, Any], kini: Mapping[str, Any]) -> dict[str, Any]:
    """Those columns of `kini` that `dulu` has otherwise."""
    return {n: nilai for n, nilai in kini.items() if n in dulu and dulu[n] != nilai}


def _entri(
    siapa: int | None,
    impor_id: int | None,
    aksi: str,
    nomor: int,
    uraian: str,
    lama: Mapping[str, Any] | None,
    baru: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "pengguna_id": siapa,
        "impor_id": impor_id,
        "aksi": aksi,
        "tabel": "harga_dasar",
        "baris_id": nomor,
        "ringkasan": uraian[:500],
        "lama": isi_json(lama),
        "baru": isi_json({n: nilai for n, nilai in baru.items() if n in ISI or n == "daftar_id"}),
    }
