"""Loading the catalogue and the price list that come with the application; what is there is left as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.nomor import kunci_urut
from ahsp_app.calc.satuan import kunci_satuan
from ahsp_app.calc.teks import kunci_teks
from ahsp_app.models import AHSPReferensi, DaftarHarga, Edisi, HargaDasar, KomponenReferensi, Kosakata
from ahsp_app.queries.katalog_kata import segarkan_kata
from ahsp_app.queries.katalog_teks import kunci_cari
from ahsp_app.services.massal import pesan_id, sisipkan


@dataclass(frozen=True, slots=True)
class Dimuat:
    """An edition or a price list: its id, name and number of rows; `baru`: it was not there before."""

    id: int
    nama: str
    banyak: int
    baru: bool


def baca_data(nama: str) -> Any:
    """A JSON file of ahsp_app/data."""
    return json.loads(resources.files("ahsp_app").joinpath("data", nama).read_text(encoding="utf-8"))


def kunci_pemuatan(sesi: Session) -> None:
    """Until the end of the transaction nobody else loads: of two that start at once the second finds all in place."""
    sesi.execute(select(func.pg_advisory_xact_lock(func.hashtext("ahsp-muat"))))


def muat_katalog_awal(sesi: Session) -> Dimuat:
    """The starter edition, unless an edition of that name is there, and the site words, unless there are any."""
    kosakata_baru = muat_kosakata_awal(sesi)
    dimuat = muat_edisi(sesi, baca_data("katalog_awal.json"))
    if kosakata_baru and not dimuat.baru:
        segarkan_kata(sesi)
    return dimuat


def muat_kosakata_awal(sesi: Session) -> bool:
    """The site words that come with the application, when there are none; whether they were loaded."""
    kunci_pemuatan(sesi)
    if sesi.scalar(select(Kosakata.id).limit(1)) is not None:
        return False
    isi = baca_data("kosakata_awal.json")
    sisipkan(sesi, Kosakata, [{"kata": kunci_cari(b["kata"]), "padanan": b["padanan"]} for b in isi])
    return True


def muat_harga_contoh(sesi: Session) -> Dimuat:
    """The example prices, unless a list of that name is there."""
    return muat_daftar_harga(sesi, baca_data("harga_contoh.json"))


def muat_edisi(sesi: Session, isi: Any) -> Dimuat:
    """An edition with its analyses: {"edisi": …, "analisa": […]}, codes in natural order."""
    kunci_pemuatan(sesi)
    nama = isi["edisi"]["nama"]
    ada = sesi.scalar(select(Edisi).where(Edisi.nama == nama))
    if ada is not None:
        banyak = sesi.scalar(select(func.count()).select_from(AHSPReferensi).where(AHSPReferensi.edisi_id == ada.id))
        return Dimuat(ada.id, nama, banyak or 0, baru=False)
    edisi = Edisi(**isi["edisi"])
    sesi.add(edisi)
    sesi.flush()
    analisa = sorted(isi["analisa"], key=lambda a: kunci_urut(a["kode"]))
    nomor = pesan_id(sesi, AHSPReferensi, len(analisa))
    sisipkan(
        sesi,
        AHSPReferensi,
        [
            {"id": i, "edisi_id": edisi.id, "urut": urut}
            | {kolom: a[kolom] for kolom in ("kode", "grup", "uraian", "satuan")}
            for urut, (i, a) in enumerate(zip(nomor, analisa, strict=True), 1)
        ],
    )
    sisipkan(
        sesi,
        KomponenReferensi,
        [
            {"ahsp_id": i, "urut": urut} | k
            for i, a in zip(nomor, analisa, strict=True)
            for urut, k in enumerate(a["komponen"], 1)
        ],
    )
    segarkan_kata(sesi)
    return Dimuat(edisi.id, nama, len(analisa), baru=True)


def muat_daftar_harga(sesi: Session, isi: Any) -> Dimuat:
    """A list of base prices: {"daftar": …, "harga": […]}."""
    kunci_pemuatan(sesi)
    nama = isi["daftar"]["nama"]
    ada = sesi.scalar(select(DaftarHarga).where(DaftarHarga.nama == nama))
    if ada is not None:
        banyak = sesi.scalar(select(func.count()).select_from(HargaDasar).where(HargaDasar.daftar_id == ada.id))
        return Dimuat(ada.id, nama, banyak or 0, baru=False)
    daftar = DaftarHarga(**isi["daftar"] | {"tanggal": date.fromisoformat(isi["daftar"]["tanggal"])})
    sesi.add(daftar)
    sesi.flush()
    sisipkan(sesi, HargaDasar, [_harga(daftar.id, h) for h in isi["harga"]])
    return Dimuat(daftar.id, nama, len(isi["harga"]), baru=True)


def _harga(daftar_id: int, h: dict[str, Any]) -> dict[str, Any]:
    kunci = {"uraian_kunci": kunci_teks(h["uraian"]), "satuan_kunci": kunci_satuan(h["satuan"])}
    return {"daftar_id": daftar_id, **h, "harga": Decimal(h["harga"]), **kunci}
