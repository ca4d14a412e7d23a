"""What the pages of books show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flask import request, url_for
from flask_babel import gettext as _

from ahsp_app.blueprints.buku_harga.forms import KATEGORI
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.models import DaftarHarga
from ahsp_app.queries.buku_harga import Catatan, HalamanDasar, halaman_buku, halaman_dasar
from ahsp_app.services.buku_harga import JENIS_SUMBER
from ahsp_app.web.asal import args_asal, bilangan
from ahsp_app.web.harga import kesegaran, rumus, sebut_konversi, sebut_tanggal_basi, tampil_harga
from ahsp_app.web.rendering import tanggal

PER: Final = 50
AKSI: Final = {
    "tambah": N_("Ditambahkan"),
    "ubah": N_("Diubah"),
    "hapus": N_("Dihapus"),
    "pulihkan": N_("Dipulihkan"),
    "kembalikan": N_("Dikembalikan karena impor dicabut"),
}
KOLOM: Final = {
    "nama": N_("Nama"),
    "wilayah": N_("Wilayah"),
    "tanggal": N_("Tanggal harga"),
    "jenis_sumber": N_("Jenis sumber"),
    "sumber": N_("Sumber"),
    "termasuk_ppn": N_("Termasuk PPN"),
    "terkunci": N_("Terkunci"),
    "aktif": N_("Dipakai"),
    "uraian": N_("Uraian"),
    "kode": N_("Kode"),
    "satuan": N_("Satuan"),
    "harga": N_("Harga"),
    "satuan_beli": N_("Satuan beli"),
    "harga_beli": N_("Harga beli"),
    "faktor": N_("Faktor"),
    "keterangan": N_("Catatan"),
}
ANGKA: Final = frozenset({"harga", "harga_beli", "faktor"})


@dataclass(frozen=True, slots=True)
class Layar:
    """Page and filters of a book's sheet."""

    halaman: int = 1
    cari: str = ""
    kategori: str = ""

    def args(self, **beda: Any) -> dict[str, Any]:
        """The address: what differs from the usual."""
        isi = asdict(self) | beda
        return {nama: nilai for nama, nilai in isi.items() if nilai not in ("", 1)}


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter with how many rows it leaves."""

    nama: str
    banyak: int
    url: str
    kini: bool


@dataclass(frozen=True, slots=True)
class Beda:
    """One field from what to what."""

    kolom: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class Butir:
    """One entry of the history in words."""

    pada: datetime
    oleh: str
    kalimat: str
    beda: list[Beda]


def layar_kini(daftar_id: int) -> Layar:
    """What the person has in view: the sheet says it in its own address; writes come from the sheet."""
    sendiri = request.endpoint == "buku_harga.buku" and "ulang" not in request.args
    isi = request.args.to_dict() if sendiri else args_asal(url_for("buku_harga.buku", daftar_id=daftar_id))
    kategori = isi.get("kategori", "")
    return Layar(
        max(1, bilangan(isi.get("halaman"))),
        rapikan(isi.get("cari", ""))[:100],
        kategori if kategori in KATEGORI else "",
    )


def url_buku(daftar_id: int, layar: Layar | None = None, **beda: Any) -> str:
    """The sheet's address."""
    return url_for("buku_harga.buku", daftar_id=daftar_id, **(layar or Layar()).args(**beda))


def isi_daftar() -> dict[str, Any]:
    """The list of books. Two statements."""
    arsip = request.args.get("arsip") == "1"
    cari = rapikan(request.args.get("cari", ""))[:100]
    isi = halaman_buku(db.session(), max(1, bilangan(request.args.get("halaman"))), PER, cari=cari, aktif=not arsip)
    args = {nama: nilai for nama, nilai in (("cari", cari), ("arsip", "1" if arsip else "")) if nilai}
    return {"isi": isi, "cari": cari, "arsip": arsip, "args": args, "jenis": JENIS_SUMBER, "sebut_basi": basi_buku}


def isi_buku(buku: DaftarHarga, layar: Layar) -> dict[str, Any]:
    """One book's sheet. Two statements."""
    isi = halaman_dasar(db.session(), buku.id, layar.halaman, PER, cari=layar.cari, kategori=layar.kategori)
    return isi_baris(buku) | {
        "isi": isi,
        "layar": layar,
        "tab": _tab(buku, layar, isi),
        "jenis": JENIS_SUMBER,
        "basi": basi_buku(buku.tanggal),
    }


def isi_baris(buku: DaftarHarga) -> dict[str, Any]:
    """What the template of a row needs beside the row."""
    return {
        "buku": buku,
        "dasar": url_for("buku_harga.buku", daftar_id=buku.id),
        "kategori": KATEGORI,
        "rumus": rumus,
        "tampil_harga": tampil_harga,
        "sebut_konversi": sebut_konversi,
    }


def basi_buku(hari: date) -> str:
    """Why a book of this day is stale, in words; the fiscal year is the present one."""
    return sebut_tanggal_basi(hari, kesegaran(datetime.now(UTC).year))


def ceritakan(catatan: Sequence[Catatan]) -> list[Butir]:
    """The history in words."""
    return [
        Butir(
            c.pada,
            c.oleh or _("akun yang sudah dihapus"),
            _(AKSI.get(c.aksi, AKSI["ubah"])) + (_(", dari berkas %(x)s", x=c.berkas) if c.berkas else ""),
            [
                Beda(
                    _(KOLOM[kolom]), _nilai(kolom, (c.lama or {}).get(kolom)), _nilai(kolom, (c.baru or {}).get(kolom))
                )
                for kolom in KOLOM
                if (c.lama or {}).get(kolom) != (c.baru or {}).get(kolom)
            ],
        )
        for c in catatan
    ]


def _tab(buku: DaftarHarga, layar: Layar, isi: HalamanDasar) -> list[Tab]:
    semua = [("", _("Semua"), sum(isi.per_kategori.values()))]
    semua += [(kode, str(nama), isi.per_kategori.get(kode, 0)) for kode, nama in KATEGORI.items()]
    return [
        Tab(nama, banyak, url_buku(buku.id, layar, halaman=1, kategori=kode), kode == layar.kategori)
        for kode, nama, banyak in semua
    ]


def _nilai(kolom: str, nilai: Any) -> str:
    """A value of the history as people write it."""
    if nilai is None or nilai == "":
        return str(_("kosong"))
    if isinstance(nilai, bool) or kolom == "terkunci":
        return str(_("ya") if nilai else _("tidak"))
    teks = str(nilai)
    try:
        if kolom in ANGKA:
            teks = cetak_angka(Decimal(teks))
        elif kolom == "tanggal":
            teks = tanggal(date.fromisoformat(teks))
    except (ValueError, InvalidOperation):
        return teks
    return str(_(JENIS_SUMBER.get(teks, teks))) if kolom == "jenis_sumber" else teks
