"""Prices of a project's resources; every work that uses one follows in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import exists, select, update

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import HargaItem, Komponen, Pekerjaan
from ahsp_app.services.hitung import Dampak, hitung_harga_item
from ahsp_app.services.item import item_baru
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan

HARGA = frozenset({"harga", "satuan_beli", "harga_beli", "faktor"})
BATAS_FAKTOR = 10**10
MAKS_SUMBER = 300


def get_item(k: Kerja, item_id: int) -> HargaItem:
    """A living resource of the project. Raises NotFound."""
    item = k.sesi.get(HargaItem, item_id)
    if item is None or item.proyek_id != k.proyek.id or item.sampah_id is not None:
        raise NotFound(N_("Sumber daya ini sudah dihapus di jendela lain."))
    return item


def ubah_item(k: Kerja, item: HargaItem, versi: int, perubahan: Mapping[str, Any]) -> Dampak:
    """Change a resource: harga (Decimal or None), the conversion (satuan_beli, harga_beli, faktor), its texts.

    `harga` alone ends a conversion; a conversion replaces `harga`, and satuan_beli "" ends it, leaving the price
    missing. Asking for what is there already is no change, whatever the version. Raises Conflict, Invalid at the
    field; the kategori of a resource cannot change.
    """
    baru = dict(perubahan)
    if baru.keys() & {"uraian", "satuan", "kode"}:
        baru |= _identitas(k, item, baru)
    if "sumber_harga" in baru:
        baru["sumber_harga"] = _sumber(baru["sumber_harga"])
    if baru.keys() & {"satuan_beli", "harga_beli", "faktor"}:
        baru |= _konversi(item, baru)
    elif "harga" in baru and item.faktor is not None:
        baru |= {"satuan_beli": None, "harga_beli": None, "faktor": None}
    beda = {kolom for kolom, nilai in baru.items() if getattr(item, kolom) != nilai}
    if beda & HARGA and item.tanggal_harga is not None:
        # It is not the book's price any more, so the book does not vouch for it.
        baru = {"sumber_harga": ""} | baru | {"tanggal_harga": None}
    if not beda:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    cocokkan_versi(item, versi)
    terapkan(k, item, baru, "ubah", item.uraian)
    if not beda & HARGA:
        k.sesi.flush()
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    item.diubah = datetime.now(UTC)
    return hitung_harga_item(k, [item.id])


def hapus_item(k: Kerja, item: HargaItem, versi: int) -> int:
    """Put an unused resource in the trash; returns the history entry that brings it back. Raises Conflict, Invalid.

    Analyses that are in the trash themselves do not hold it: it comes back with them.
    """
    cocokkan_versi(item, versi)
    pemakai = k.sesi.scalar(
        select(Pekerjaan.uraian)
        .join(Komponen, Komponen.pekerjaan_id == Pekerjaan.id)
        .where(Komponen.harga_item_id == item.id, Komponen.sampah_id.is_(None))
        .limit(1)
    )
    if pemakai is not None:
        raise Invalid("dipakai", N_("Masih dipakai di analisa “%(uraian)s”."), kolom="uraian", uraian=pemakai[:80])
    entri = catat(k, "hapus", "harga_item", item.id, {"uraian": item.uraian, "harga": item.harga}, None, item.uraian)
    k.sesi.flush()
    item.sampah_id, item.versi = entri.id, item.versi + 1
    k.sesi.flush()
    return entri.id


def hapus_tidak_dipakai(k: Kerja) -> tuple[int, int]:
    """Put every unused resource in the trash; returns the history entry that brings them back, and how many.

    Raises Invalid when there is none.
    """
    ids = k.sesi.scalars(
        select(HargaItem.id)
        .where(
            HargaItem.proyek_id == k.proyek.id,
            HargaItem.sampah_id.is_(None),
            ~exists().where(Komponen.harga_item_id == HargaItem.id, Komponen.sampah_id.is_(None)),
        )
        .order_by(HargaItem.id)
    ).all()
    if not ids:
        raise Invalid("kosong", N_("Semua sumber daya dipakai; tidak ada yang dihapus."))
    ringkasan = N_("semua yang tidak dipakai (%(n)s)") % {"n": len(ids)}
    entri = catat(k, "hapus", "harga_item", ids[0], {"banyak": len(ids)}, None, ringkasan)
    k.sesi.flush()
    k.sesi.execute(
        update(HargaItem)
        .where(HargaItem.id.in_(ids))
        .values(sampah_id=entri.id, versi=HargaItem.versi + 1)
        .execution_options(synchronize_session="fetch")
    )
    return entri.id, len(ids)


def _identitas(k: Kerja, item: HargaItem, baru: Mapping[str, Any]) -> dict[str, Any]:
    rapi = item_baru(
        item.kategori,
        baru.get("uraian", item.uraian),
        baru.get("satuan", item.satuan),
        baru.get("kode", item.kode),
    )
    _, uraian_kunci, satuan_kunci = rapi.identitas
    kembar = k.sesi.scalar(
        select(HargaItem.uraian).where(
            HargaItem.proyek_id == k.proyek.id,
            HargaItem.kategori == item.kategori,
            HargaItem.uraian_kunci == uraian_kunci,
            HargaItem.satuan_kunci == satuan_kunci,
            HargaItem.sampah_id.is_(None),
            HargaItem.id != item.id,
        )
    )
    if kembar is not None:
        raise Invalid(
            "nama_ganda",
            N_("“%(uraian)s” dengan satuan itu sudah ada di proyek ini."),
            kolom="satuan" if uraian_kunci == item.uraian_kunci else "uraian",
            uraian=kembar[:80],
        )
    return {
        "uraian": rapi.uraian,
        "satuan": rapi.satuan,
        "kode": rapi.kode,
        "uraian_kunci": uraian_kunci,
        "satuan_kunci": satuan_kunci,
    }


def _sumber(teks: str) -> str:
    teks = rapikan(teks)
    if len(teks) > MAKS_SUMBER:
        pola = N_("Terlalu panjang: paling banyak %(batas)s huruf.")
        raise Invalid("terlalu_panjang", pola, kolom="sumber_harga", batas=MAKS_SUMBER)
    return teks


def _konversi(item: HargaItem, baru: Mapping[str, Any]) -> dict[str, Any]:
    satuan = rapikan(baru.get("satuan_beli", item.satuan_beli) or "")
    if not satuan:
        if baru.get("harga_beli") is not None or baru.get("faktor") is not None:
            raise Invalid("kosong", N_("Isi satuan beli, misalnya zak atau m3."), kolom="satuan_beli")
        return {
            "satuan_beli": None,
            "harga_beli": None,
            "faktor": None,
            "harga": baru.get("harga", item.harga),
        }
    if len(satuan) > 50:
        raise Invalid("terlalu_panjang", N_("Satuan paling panjang 50 huruf."), kolom="satuan_beli")
    faktor = baru.get("faktor", item.faktor)
    if faktor is None or faktor <= 0:
        pola = N_("Isi faktor lebih besar dari nol: berapa %(satuan)s dalam satu %(beli)s.")
        satuan_dasar = baru.get("satuan", item.satuan) or N_("satuan dasar")
        raise Invalid("faktor", pola, kolom="faktor", satuan=satuan_dasar, beli=satuan)
    if faktor >= BATAS_FAKTOR:
        raise Invalid("terlalu_besar", N_("Faktor terlalu besar."), kolom="faktor")
    return {
        "satuan_beli": satuan,
        "harga_beli": baru.get("harga_beli", item.harga_beli),
        "faktor": faktor,
        "harga": None,
    }
