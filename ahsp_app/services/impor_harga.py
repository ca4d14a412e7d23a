"""Imports of base prices: what was staged goes into a book, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.importers.katalog.bentuk import HargaBaca
from ahsp_app.models import Impor, ImporKomponen, ImporMasalah
from ahsp_app.services import impor as layanan
from ahsp_app.services.buku_harga import cabut_harga, get_buku, tolak_bila_terkunci, tulis_harga


def komit_harga(sesi: Session, impor: Impor, pengguna_id: int | None) -> dict[str, int]:
    """Write the staged prices without errors into their book. `impor` must be locked; a second call writes nothing.

    Raises Invalid when it is not ready or the book is locked, NotFound when the book is gone.
    """
    if impor.status == "dikomit":
        return dict(impor.ringkasan.get("ditulis", {}))
    if impor.status not in ("siap", "dicabut"):
        raise Invalid("belum_siap", N_("Impor ini belum selesai dibaca."))
    buku = get_buku(sesi, impor.daftar_id or 0, kunci=True)
    tolak_bila_terkunci(buku)
    hasil = tulis_harga(sesi, buku, _baris(sesi, impor.id), pengguna_id, impor_id=impor.id)
    ditulis = {
        "baru": hasil.baru, "berubah": hasil.berubah, "sama": hasil.sama, "ganda": len(hasil.ganda),
        "ditolak": len(hasil.ditolak),
    }  # fmt: skip
    impor.status = "dikomit"
    impor.berkas = None
    impor.dikomit, impor.dicabut = func.now(), None
    impor.versi += 1
    impor.ringkasan = impor.ringkasan | {"ditulis": ditulis}
    sesi.flush()
    return ditulis


def cabut_impor_harga(sesi: Session, impor: Impor, pengguna_id: int | None) -> tuple[int, int]:
    """Take an import back; how many prices went back, and how many stay because they were changed since."""
    if impor.status == "dicabut":
        return 0, 0
    if impor.status != "dikomit":
        raise Invalid("belum_dikomit", N_("Impor ini belum ditulis ke buku harga."))
    hasil = cabut_harga(sesi, impor.id, pengguna_id)
    impor.status = "dicabut"
    impor.dicabut = func.now()
    impor.versi += 1
    sesi.flush()
    return hasil


def lanjutkan_harga(sesi: Session, impor: Impor, daftar_id: int, pengguna_id: int) -> Impor:
    """Take the file of an import of analyses as base prices for a book; the first import goes. Raises Invalid."""
    isi = sesi.scalars(select(Impor).where(Impor.id == impor.id).options(undefer(Impor.berkas))).one().berkas
    if isi is None or impor.jenis != "ahsp" or layanan.berkas_json(impor.nama_berkas):
        raise Invalid("berkas_hilang", N_("Berkasnya sudah tidak disimpan. Unggah lagi."))
    harga = layanan.buat(sesi, pengguna_id, impor.nama_berkas, isi, jenis="harga", tujuan={"daftar_id": daftar_id})
    layanan.buang(sesi, impor)
    layanan.minta_baca(sesi, harga, pengguna_id)
    return harga


def nilai_harga(sesi: Session, k: ImporKomponen, kolom: set[str]) -> None:
    """After fields of a staged price were set by a person, nothing is wrong with them any more."""
    m = ImporMasalah
    sesi.execute(
        delete(m).where(m.komponen_id == k.id, m.kolom.in_(kolom)).execution_options(synchronize_session=False)
    )
    terbuka = select(func.max(m.tingkat)).where(m.komponen_id == k.id, ~m.diterima)
    k.tingkat = sesi.scalar(terbuka) or 0
    sesi.flush()


def _baris(sesi: Session, impor_id: int) -> Iterator[HargaBaca]:
    k = ImporKomponen
    pilih = select(k).where(k.impor_id == impor_id, k.analisa_id.is_(None), ~k.dilewati, k.tingkat < 2)
    for b in sesi.scalars(pilih.order_by(k.urut)):
        angka = {n: Decimal(b.lain[n]) for n in ("harga_beli", "faktor") if b.lain.get(n)}
        # A price that a person typed is the price of the unit: what the file said of a purchase unit is over.
        beli = {} if "harga" in b.lain.get("diubah", ()) else angka | {"satuan_beli": b.lain.get("satuan_beli")}
        yield HargaBaca(
            lembar=b.lembar, baris=b.baris, kategori=b.kategori, uraian=b.uraian, kode=b.kode, satuan=b.satuan,
            satuan_asli=b.satuan_asli, harga=b.harga, harga_asli=b.koefisien_asli,
            keterangan=b.lain.get("keterangan", ""), **beli,
        )  # fmt: skip
