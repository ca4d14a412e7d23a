"""Resources of a project: found by identity (kategori, uraian, satuan), made when new, priced from a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import aliased

from ahsp_app.calc.analisa import Kategori
from ahsp_app.calc.galat import N_
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks, rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import DaftarHarga, HargaDasar, HargaItem, Komponen
from ahsp_app.services.kerja import Kerja

Identitas = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ItemBaru:
    """A resource as typed or as found in the catalogue."""

    kategori: str
    uraian: str
    satuan: str
    kode: str | None = None

    @property
    def identitas(self) -> Identitas:
        """What makes it the same resource (DESIGN §4); a code does not."""
        return self.kategori, kunci_teks(self.uraian), kunci_satuan(self.satuan)


def item_baru(kategori: str, uraian: str, satuan: str, kode: str | None = None) -> ItemBaru:
    """A checked resource. Raises Invalid at `kategori`, `uraian`, `satuan` or `kode`."""
    if kategori not in Kategori.__members__:
        raise Invalid("kategori", N_("Pilih kategori: tenaga, bahan, alat atau lain-lain."), kolom="kategori")
    uraian, satuan, kode = rapikan(uraian), rapikan(satuan), rapikan(kode or "") or None
    if not uraian:
        raise Invalid("kosong", N_("Uraian belum diisi."), kolom="uraian")
    if len(uraian) > 300:
        raise Invalid("terlalu_panjang", N_("Uraian paling panjang 300 huruf."), kolom="uraian")
    if len(satuan) > 50:
        raise Invalid("terlalu_panjang", N_("Satuan paling panjang 50 huruf."), kolom="satuan")
    if kode and len(kode) > 50:
        raise Invalid("terlalu_panjang", N_("Kode paling panjang 50 huruf."), kolom="kode")
    return ItemBaru(kategori, uraian, satuan, kode)


def pastikan_item(k: Kerja, daftar: Iterable[ItemBaru]) -> dict[Identitas, HargaItem]:
    """The project's resources with these identities; those that are new are made, with a first price if known."""
    diminta = {i.identitas: i for i in daftar}
    if not diminta:
        return {}
    ada = k.sesi.scalars(
        select(HargaItem).where(
            HargaItem.proyek_id == k.proyek.id,
            HargaItem.sampah_id.is_(None),
            tuple_(HargaItem.kategori, HargaItem.uraian_kunci, HargaItem.satuan_kunci).in_(list(diminta)),
        )
    )
    hasil = {(i.kategori, i.uraian_kunci, i.satuan_kunci): i for i in ada}
    baru = [i for identitas, i in diminta.items() if identitas not in hasil]
    harga = _harga_awal(k, [i.identitas for i in baru])
    for i in baru:
        kategori, uraian_kunci, satuan_kunci = i.identitas
        dasar = harga.get(i.identitas)
        item = HargaItem(
            proyek_id=k.proyek.id,
            kunci=kunci_baru(k, "h"),
            kategori=kategori,
            kode=i.kode,
            uraian=i.uraian,
            uraian_kunci=uraian_kunci,
            satuan=i.satuan,
            satuan_kunci=satuan_kunci,
            **_harga_dari(*dasar) if dasar else {},
        )
        k.sesi.add(item)
        hasil[i.identitas] = item
    k.sesi.flush()
    return hasil


def pulihkan_item(k: Kerja, pekerjaan: Iterable[int]) -> None:
    """Resources that these works use come back with them; where a new one has their identity, that one is used."""
    pekerjaan = list(pekerjaan)
    dipakai = (Komponen.pekerjaan_id.in_(pekerjaan), Komponen.sampah_id.is_(None))
    kembar = aliased(HargaItem)
    digantikan = k.sesi.execute(
        select(Komponen, kembar.id)
        .join(HargaItem, HargaItem.id == Komponen.harga_item_id)
        .join(
            kembar,
            (kembar.proyek_id == HargaItem.proyek_id)
            & (kembar.kategori == HargaItem.kategori)
            & (kembar.uraian_kunci == HargaItem.uraian_kunci)
            & (kembar.satuan_kunci == HargaItem.satuan_kunci)
            & kembar.sampah_id.is_(None),
        )
        .where(*dipakai, HargaItem.sampah_id.is_not(None))
    ).all()
    for komponen, pengganti in digantikan:
        komponen.harga_item_id = pengganti
    k.sesi.flush()
    k.sesi.execute(
        update(HargaItem)
        .where(HargaItem.sampah_id.is_not(None), HargaItem.id.in_(select(Komponen.harga_item_id).where(*dipakai)))
        .values(sampah_id=None, versi=HargaItem.versi + 1)
        .execution_options(synchronize_session="fetch")
    )


def kunci_baru(k: Kerja, awalan: str) -> str:
    """A new key of a work (p) or a resource (h); never one that was used before."""
    k.proyek.nomor_kunci += 1
    return f"{awalan}{k.proyek.nomor_kunci}"


def sebut_sumber(buku: DaftarHarga, ppn: str = "") -> str:
    """Where a price of a book comes from, as resources say it: "Harga 2026, 5-1-2026"; `ppn` when taken out."""
    hari = f"{buku.tanggal.day}-{buku.tanggal.month}-{buku.tanggal.year}"
    ppn = ppn or (N_("termasuk PPN") if buku.termasuk_ppn else "")
    return ", ".join(bagian for bagian in (buku.nama, hari, ppn) if bagian)


def _harga_dari(h: HargaDasar, buku: DaftarHarga) -> dict[str, Any]:
    """The price columns of a resource that takes this price; a market unit keeps its two numbers."""
    asal = {"sumber_harga": sebut_sumber(buku), "tanggal_harga": buku.tanggal}
    if h.faktor is None:
        return asal | {"harga": h.harga}
    return asal | {"satuan_beli": h.satuan_beli, "harga_beli": h.harga_beli, "faktor": h.faktor}


def _harga_awal(k: Kerja, identitas: list[Identitas]) -> dict[Identitas, tuple[HargaDasar, DaftarHarga]]:
    if not identitas or k.proyek.daftar_harga_id is None:
        return {}
    baris = k.sesi.execute(
        select(HargaDasar, DaftarHarga)
        .join(DaftarHarga, DaftarHarga.id == HargaDasar.daftar_id)
        .where(
            HargaDasar.daftar_id == k.proyek.daftar_harga_id,
            tuple_(HargaDasar.kategori, HargaDasar.uraian_kunci, HargaDasar.satuan_kunci).in_(identitas),
        )
    )
    return {(h.kategori, h.uraian_kunci, h.satuan_kunci): (h, buku) for h, buku in baris}
