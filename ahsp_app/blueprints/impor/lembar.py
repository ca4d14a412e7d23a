"""What the sheets of a file were taken for, to be put right and remembered for headers of the same shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.impor.layar import JENIS
from ahsp_app.blueprints.impor.routes import bp
from ahsp_app.calc.galat import N_
from ahsp_app.errors import NotFound
from ahsp_app.extensions import db, huey
from ahsp_app.importers.katalog.alias import CETAK, DATAR, HARGA
from ahsp_app.importers.katalog.bentuk import JenisLembar, PemetaanLembar
from ahsp_app.queries import impor as q
from ahsp_app.services import impor as layanan
from ahsp_app.services.impor_komit import get_impor
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, pindah
from ahsp_app.web.transaksi import setelah_commit

KOLOM: Final = {
    JenisLembar.DATAR: tuple(dict.fromkeys(DATAR.values())),
    JenisLembar.CETAK: tuple(dict.fromkeys(CETAK.values())),
    JenisLembar.HARGA: (*dict.fromkeys(HARGA.values()), "harga_tambah_1", "harga_tambah_2", "harga_tambah_3"),
    JenisLembar.LAIN: (),
}
MAKS_KOLOM: Final = 100
NAMA: Final = {
    "sumber": N_("Sumber"),
    "nomor": N_("Nomor"),
    "kode": N_("Kode"),
    "uraian": N_("Uraian"),
    "satuan": N_("Satuan"),
    "satuan_kerja": N_("Satuan pekerjaan"),
    "klasifikasi": N_("Kelompok"),
    "sub_klasifikasi": N_("Subkelompok"),
    "kategori": N_("Kategori (tenaga, bahan, alat)"),
    "kode_item": N_("Kode komponen"),
    "uraian_item": N_("Uraian komponen"),
    "satuan_item": N_("Satuan komponen"),
    "koefisien": N_("Koefisien"),
    "harga": N_("Harga satuan"),
    "jumlah": N_("Jumlah harga"),
    "harga_tambah_1": N_("Ditambah kolom"),
    "harga_tambah_2": N_("Ditambah kolom"),
    "harga_tambah_3": N_("Ditambah kolom"),
    "satuan_beli": N_("Satuan beli"),
    "harga_beli": N_("Harga beli"),
    "faktor": N_("Faktor konversi"),
    "keterangan": N_("Keterangan"),
}


@dataclass(frozen=True, slots=True)
class Lembar:
    """A sheet with what it is taken for; `pilihan` are its columns by number."""

    urut: int
    nama: str
    jenis: JenisLembar
    kepala: int
    kolom: Mapping[str, int]
    nama_kolom: tuple[str, ...]
    pilihan: list[tuple[str, str]]
    banyak_baris: int
    catatan: list[str]
    bentuk: str


@bp.get("/<int:impor_id>/lembar")
@aturan(Akses.ADMIN, Batas.READ)
def lembar(impor_id: int) -> str:
    """The sheets of a file; another kind shows other columns."""
    kepala = q.get_kepala(db.session(), impor_id)
    isi: dict[str, Any] = {
        "kepala": kepala,
        "lembar": _semua(kepala.pemetaan, request.args),
        "jenis": {j.value: JENIS[j.value] for j in JenisLembar},
        "nama": NAMA,
    }
    return halaman_atau_fragmen("impor/lembar.html", "impor/_lembar.html", **isi)


@bp.post("/<int:impor_id>/lembar")
@aturan(Akses.ADMIN, Batas.WRITE)
def simpan_lembar(impor_id: int) -> ResponseReturnValue:
    """Take the file for what the person says, remember it, and read it again."""
    impor = get_impor(db.session(), impor_id)
    semua = _semua(impor.pemetaan, request.form)
    layanan.minta_baca(db.session(), impor, current_user.id)
    layanan.ingat_pemetaan(db.session(), impor, current_user.id, [_pemetaan(s) for s in semua])
    setelah_commit(huey.bangunkan)
    return pindah(url_for("impor.halaman", impor_id=impor_id))


def _semua(pemetaan: list[dict[str, Any]], isi: Mapping[str, str]) -> list[Lembar]:
    if not q.berkolom(pemetaan):
        raise NotFound
    return [_baca(i, satu, isi) for i, satu in enumerate(pemetaan)]


def _baca(urut: int, asal: Mapping[str, Any], isi: Mapping[str, str]) -> Lembar:
    jenis = _jenis(isi.get(f"jenis-{urut}"), asal["jenis"])
    judul = asal["judul_kolom"]
    nama_kolom = KOLOM[jenis]
    dikirim = f"jenis-{urut}" in isi and any(f"kolom-{urut}-{nama}" in isi for nama in nama_kolom)
    if dikirim:
        kolom = {
            nama: nomor - 1
            for nama in nama_kolom
            if 0 < (nomor := bilangan(isi.get(f"kolom-{urut}-{nama}"))) <= MAKS_KOLOM
        }
    else:
        kolom = {nama: nomor for nama, nomor in asal["kolom"].items() if nama in nama_kolom}
    lebar = max(len(judul), max(kolom.values(), default=0) + 1)
    pilihan = [("", _("tidak ada"))]
    pilihan += [(str(n + 1), f"{_huruf(n)}: {judul[n] if n < len(judul) else ''}".strip(": ")) for n in range(lebar)]
    kepala = bilangan(isi.get(f"kepala-{urut}")) or (asal["baris_kepala"] or 0) + 1
    return Lembar(
        urut, asal["nama"], jenis, min(kepala, 50_000), kolom, nama_kolom, pilihan, asal["banyak_baris"],
        asal["catatan"], asal["bentuk"],
    )  # fmt: skip


def _pemetaan(s: Lembar) -> PemetaanLembar:
    return PemetaanLembar(jenis=s.jenis, kolom=s.kolom, bentuk=s.bentuk, lembar=s.nama, baris_kepala=s.kepala - 1)


def _jenis(teks: str | None, baku: str) -> JenisLembar:
    return JenisLembar(teks if teks in set(JenisLembar) else baku)


def _huruf(nomor: int) -> str:
    """The letter of a column as spreadsheets have it: 0 is A, 26 is AA."""
    awal, akhir = divmod(nomor, 26)
    return (_huruf(awal - 1) if awal else "") + chr(ord("A") + akhir)
