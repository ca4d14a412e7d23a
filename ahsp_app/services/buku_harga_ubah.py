"""Books of base prices by hand: their heads, and their prices one by one. Everything is refused in a locked book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Conflict, Invalid, NotFound
from ahsp_app.models import DaftarHarga, HargaDasar, RiwayatKatalog
from ahsp_app.services.buku_harga import (
    JENIS_SUMBER,
    KONVERSI,
    MAKS_FAKTOR,
    MAKS_HARGA,
    catat_katalog,
    harga_dari_beli,
    isi_harga,
    kolom_harga,
    tolak_bila_terkunci,
)
from ahsp_app.services.item import item_baru
from ahsp_app.services.kerja import cocokkan_versi, isi_json

TAHUN = (1900, 2200)


def buat_buku(sesi: Session, pelaku: int, isi: Mapping[str, Any]) -> DaftarHarga:
    """A new, empty book: nama, wilayah, tanggal, sumber, jenis_sumber, termasuk_ppn, keterangan. Raises Invalid."""
    buku = DaftarHarga(**_kepala(sesi, isi), pengguna_id=pelaku)
    sesi.add(buku)
    sesi.flush()
    catat_katalog(sesi, pelaku, "tambah", buku, None, isi_json(_isi_kepala(buku)))
    return buku


def ubah_buku(sesi: Session, pelaku: int, buku: DaftarHarga, versi: int, isi: Mapping[str, Any]) -> bool:
    """Change the head; False when nothing differs. Raises Invalid, Conflict."""
    tolak_bila_terkunci(buku)
    return _terapkan(sesi, pelaku, buku, versi, _kepala(sesi, isi, buku.id))


def kunci_buku(sesi: Session, pelaku: int, buku: DaftarHarga, versi: int, *, terkunci: bool) -> bool:
    """Lock or unlock. Asking for what is there is no change. Raises Conflict."""
    if (buku.terkunci is not None) == terkunci:
        return False
    return _terapkan(sesi, pelaku, buku, versi, {"terkunci": datetime.now(UTC) if terkunci else None})


def arsipkan_buku(sesi: Session, pelaku: int, buku: DaftarHarga, versi: int, *, aktif: bool) -> bool:
    """Take a book off the lists to choose from, or put it back. Projects that name it keep it. Raises Conflict."""
    return _terapkan(sesi, pelaku, buku, versi, {"aktif": aktif})


def tambah_harga(sesi: Session, pelaku: int, buku: DaftarHarga, isi: Mapping[str, Any]) -> HargaDasar:
    """A price by hand: kategori, uraian, satuan, harga or a market unit, kode, keterangan. Raises Invalid."""
    tolak_bila_terkunci(buku)
    kolom = _identitas(isi) | _harga(isi) | {"keterangan": _keterangan(isi.get("keterangan", ""))}
    _tolak_kembar(sesi, buku, kolom)
    harga = HargaDasar(daftar_id=buku.id, pengguna_id=pelaku, **kolom)
    sesi.add(harga)
    sesi.flush()
    catat_katalog(sesi, pelaku, "tambah", harga, None, isi_harga(harga))
    return harga


def ubah_harga(
    sesi: Session, pelaku: int, buku: DaftarHarga, harga: HargaDasar, versi: int, perubahan: Mapping[str, Any]
) -> bool:
    """Change uraian, satuan, kode, keterangan, the price or its market unit; False when nothing differs.

    Raises Conflict, or Invalid at the field.
    """
    tolak_bila_terkunci(buku)
    baru: dict[str, Any] = {}
    if perubahan.keys() & {"uraian", "satuan", "kode"}:
        lama = {n: getattr(harga, n) for n in ("kategori", "uraian", "satuan", "kode")}
        baru |= _identitas(lama | dict(perubahan))
        _tolak_kembar(sesi, buku, baru, harga.id)
    if perubahan.keys() & {"harga", *KONVERSI}:
        sekarang = {} if "harga" in perubahan else {n: getattr(harga, n) for n in KONVERSI}
        baru |= _harga(sekarang | dict(perubahan))
    if "keterangan" in perubahan:
        baru["keterangan"] = _keterangan(perubahan["keterangan"])
    if not _terapkan(sesi, pelaku, harga, versi, baru):
        return False
    harga.pengguna_id, harga.diubah = pelaku, datetime.now(UTC)
    sesi.flush()
    return True


def hapus_harga(sesi: Session, pelaku: int, buku: DaftarHarga, harga: HargaDasar, versi: int) -> int:
    """Take a price out of the book; returns the entry that brings it back. Raises Invalid, Conflict."""
    tolak_bila_terkunci(buku)
    cocokkan_versi(harga, versi)
    entri = catat_katalog(sesi, pelaku, "hapus", harga, isi_harga(harga), None)
    sesi.delete(harga)
    sesi.flush()
    return entri.id


def pulihkan_harga(sesi: Session, pelaku: int, buku: DaftarHarga, entri_id: int) -> HargaDasar:
    """Bring back a price that was deleted, with its number and so its history. Raises NotFound, Invalid."""
    entri = sesi.get(RiwayatKatalog, entri_id)
    if entri is None or (entri.aksi, entri.tabel) != ("hapus", "harga_dasar") or not entri.lama:
        raise NotFound
    if entri.lama["daftar_id"] != buku.id:
        raise NotFound
    tolak_bila_terkunci(buku)
    if entri.baris_id is None or sesi.get(HargaDasar, entri.baris_id) is not None:
        raise Invalid("sudah_pulih", N_("Ini sudah dipulihkan."))
    kolom = kolom_harga(entri.lama)
    _tolak_kembar(sesi, buku, kolom)
    harga = HargaDasar(id=entri.baris_id, daftar_id=buku.id, pengguna_id=pelaku, **kolom)
    sesi.add(harga)
    sesi.flush()
    catat_katalog(sesi, pelaku, "pulihkan", harga, None, isi_harga(harga))
    return harga


def _terapkan(sesi: Session, pelaku: int, baris: DaftarHarga | HargaDasar, versi: int, baru: Mapping[str, Any]) -> bool:
    beda = {kolom: nilai for kolom, nilai in baru.items() if getattr(baris, kolom) != nilai}
    if not beda:
        return False
    if baris.versi != versi:
        raise Conflict(baris)
    lama = {kolom: getattr(baris, kolom) for kolom in beda}
    for kolom, nilai in beda.items():
        setattr(baris, kolom, nilai)
    baris.versi += 1
    catat_katalog(sesi, pelaku, "ubah", baris, isi_json(lama), isi_json(beda))
    return True


def _kepala(sesi: Session, isi: Mapping[str, Any], sendiri: int = 0) -> dict[str, Any]:
    nama = rapikan(isi["nama"])
    if not nama:
        raise Invalid("kosong", N_("Nama belum diisi."), kolom="nama")
    if isi["jenis_sumber"] not in JENIS_SUMBER:
        raise Invalid("pilihan", N_("Pilih salah satu."), kolom="jenis_sumber")
    if not TAHUN[0] <= isi["tanggal"].year <= TAHUN[1]:
        raise Invalid("tahun", N_("Tahunnya antara %(a)s dan %(b)s."), kolom="tanggal", a=TAHUN[0], b=TAHUN[1])
    kembar = select(DaftarHarga.id).where(DaftarHarga.nama == nama, DaftarHarga.id != sendiri)
    if sesi.scalar(kembar) is not None:
        raise Invalid("nama_ganda", N_("Sudah ada buku harga dengan nama ini."), kolom="nama")
    kolom = {"nama": nama, "wilayah": rapikan(isi["wilayah"]), "sumber": rapikan(isi["sumber"])}
    lain = {n: isi[n] for n in ("tanggal", "jenis_sumber", "termasuk_ppn")}
    return kolom | lain | {"keterangan": isi.get("keterangan") or None}


def _isi_kepala(buku: DaftarHarga) -> dict[str, Any]:
    kolom = ("nama", "wilayah", "tanggal", "sumber", "jenis_sumber", "termasuk_ppn", "keterangan")
    return {n: getattr(buku, n) for n in kolom}


def _identitas(isi: Mapping[str, Any]) -> dict[str, Any]:
    rapi = item_baru(isi["kategori"], isi["uraian"], isi["satuan"], isi.get("kode"))
    kategori, uraian_kunci, satuan_kunci = rapi.identitas
    return {
        "kategori": kategori,
        "kode": rapi.kode,
        "uraian": rapi.uraian,
        "uraian_kunci": uraian_kunci,
        "satuan": rapi.satuan,
        "satuan_kunci": satuan_kunci,
    }


def _tolak_kembar(sesi: Session, buku: DaftarHarga, kolom: Mapping[str, Any], sendiri: int = 0) -> None:
    kembar = sesi.scalar(
        select(HargaDasar.uraian).where(
            HargaDasar.daftar_id == buku.id,
            HargaDasar.id != sendiri,
            *(getattr(HargaDasar, n) == kolom[n] for n in ("kategori", "uraian_kunci", "satuan_kunci")),
        )
    )
    if kembar is not None:
        pola = N_("“%(uraian)s” dengan satuan itu sudah ada di buku ini.")
        raise Invalid("nama_ganda", pola, kolom="uraian", uraian=kembar[:80])


def _harga(isi: Mapping[str, Any]) -> dict[str, Any]:
    """The price columns: plain, or the three numbers of a market unit with their quotient."""
    beli = rapikan(isi.get("satuan_beli") or "")
    if not beli:
        if isi.get("harga") is None:
            raise Invalid("kosong", N_("Isi harganya, atau hapus barisnya."), kolom="harga")
        return {"harga": isi["harga"], "satuan_beli": None, "harga_beli": None, "faktor": None}
    harga_beli, faktor = isi.get("harga_beli"), isi.get("faktor")
    if len(beli) > 50:
        raise Invalid("terlalu_panjang", N_("Satuan paling panjang 50 huruf."), kolom="satuan_beli")
    if harga_beli is None:
        raise Invalid("kosong", N_("Isi harga per %(beli)s."), kolom="harga_beli", beli=beli)
    if faktor is None or not 0 < faktor < MAKS_FAKTOR:
        raise Invalid("faktor", N_("Isi faktor lebih besar dari nol: isi satu %(beli)s."), kolom="faktor", beli=beli)
    harga = harga_dari_beli(harga_beli, faktor)
    if harga >= MAKS_HARGA:
        raise Invalid("terlalu_besar", N_("Harganya terlalu besar."), kolom="faktor")
    return {"harga": harga, "satuan_beli": beli, "harga_beli": harga_beli, "faktor": faktor}


def _keterangan(teks: str) -> str:
    teks = rapikan(teks)
    if len(teks) > 300:
        raise Invalid("terlalu_panjang", N_("Terlalu panjang: paling banyak 300 huruf."), kolom="keterangan")
    return teks
