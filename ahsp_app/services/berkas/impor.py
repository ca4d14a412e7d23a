"""A project file becomes a new project: all of it or nothing, in a fixed number of statements."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.rekap import hitung_rekap
from ahsp_app.errors import Invalid
from ahsp_app.importers.berkas_proyek import baca_berkas_proyek
from ahsp_app.importers.berkas_silang import nomor_kunci_terakhir
from ahsp_app.importers.isi_proyek import IdentitasBerkas, IsiProyek
from ahsp_app.importers.masalah import Catatan, Masalah
from ahsp_app.models import HargaItem, JadwalMinggu, Klasifikasi, Komponen, Parameter, Pekerjaan, PenandaTangan, Proyek
from ahsp_app.queries.snapshot import ESTIMASI, baca_snapshot
from ahsp_app.services.berkas.asal import Asal, tentukan_asal
from ahsp_app.services.hitung import BATAS_HASIL, hitung_semua, segarkan_statistik
from ahsp_app.services.kerja import Kerja, catat
from ahsp_app.services.massal import pesan_id, sisipkan
from ahsp_app.services.proyek import akhir_baku

# From so many works on the planner is told about them at once.
BANYAK: Final = 1000


class BerkasDitolak(Invalid):
    """A file that is refused; `masalah` lists every fault with its place."""

    def __init__(self, masalah: list[Masalah]) -> None:
        super().__init__("berkas", N_("Berkas proyek ditolak: %(banyak)s kesalahan."), banyak=len(masalah))
        self.masalah = tuple(masalah)


def impor_proyek(
    sesi: Session, pemilik_id: int, isi_berkas: bytes, *, daftar_harga_id: int | None = None
) -> tuple[Proyek, list[Masalah]]:
    """Make a project of this owner from a project file; also what was changed on the way (peringatan).

    `daftar_harga_id` is the price list for resources that are added later. Raises BerkasDitolak; the caller then
    rolls back. The number of statements does not depend on the size of the project.
    """
    isi, galat, peringatan = baca_berkas_proyek(isi_berkas)
    if isi is None:
        raise BerkasDitolak(galat)
    catatan = Catatan()
    asal = tentukan_asal(sesi, isi, catatan)
    proyek = _proyek(pemilik_id, isi, daftar_harga_id)
    sesi.add(proyek)
    sesi.flush()
    k = Kerja(sesi, proyek, pemilik_id)
    _isi(sesi, proyek.id, isi, asal)
    if len(isi.pekerjaan) >= BANYAK:
        segarkan_statistik(k)
    try:
        hitung_semua(k)
        sesi.flush()
    except Invalid as terlalu_besar:
        raise BerkasDitolak(_tempat(sesi, proyek.id, isi, terlalu_besar)) from None
    banyak = {"klasifikasi": len(isi.klasifikasi), "pekerjaan": len(isi.pekerjaan), "harga_item": len(isi.harga_item)}
    catat(k, "impor", "proyek", proyek.id, None, {"nama": proyek.nama, **banyak}, proyek.nama)
    sesi.flush()
    sesi.refresh(proyek)
    return proyek, peringatan + catatan.peringatan


def _tempat(sesi: Session, proyek_id: int, isi: IsiProyek, galat: Galat) -> list[Masalah]:
    """The works whose results are larger than an estimate holds; all works when only their sum is."""
    s = baca_snapshot(sesi, proyek_id, ESTIMASI)
    kunci = {p.id: p.kunci for p in s.pekerjaan}
    besar = {
        kunci[pid]
        for pid, b in hitung_rekap(s.estimasi()).pekerjaan.items()
        if any(nilai >= BATAS_HASIL for nilai in (b.biaya.langsung, b.hsp, b.jumlah))
    }
    jalur = [p.jalur for p in isi.pekerjaan if p.kunci in besar]
    return [Masalah(satu, galat.kode, galat.pola, galat.isi) for satu in jalur or ["klasifikasi"]]


def _proyek(pemilik_id: int, isi: IsiProyek, daftar_harga_id: int | None) -> Proyek:
    b = isi.identitas
    mulai, selesai = _waktu(b)
    return Proyek(
        pemilik_id=pemilik_id,
        tahun_anggaran=b.tahun_anggaran or mulai.year,
        tanggal_mulai=mulai,
        tanggal_selesai=selesai,
        anggaran=b.anggaran,
        awal_minggu=b.awal_minggu,
        daftar_harga_id=daftar_harga_id,
        nomor_kunci=nomor_kunci_terakhir([*(i.kunci for i in isi.harga_item), *(p.kunci for p in isi.pekerjaan)]),
        **b.teks,
        **isi.pengaturan,
    )


def _waktu(b: IdentitasBerkas) -> tuple[date, date]:
    """Start and end; what the file does not say follows from what it does."""
    mulai = b.tanggal_mulai
    if mulai is None:
        tahun = b.tanggal_selesai.year if b.tanggal_selesai else b.tahun_anggaran
        mulai = date(tahun, 1, 1) if tahun else date.today()  # noqa: DTZ011 -- the day on the installation's calendar
    return mulai, b.tanggal_selesai or akhir_baku(mulai)


def _isi(sesi: Session, pid: int, isi: IsiProyek, asal: dict[str, Asal]) -> None:
    """Everything below the project, one statement per table and one for its ids."""
    judul = pesan_id(sesi, Klasifikasi, len(isi.klasifikasi))
    pekerjaan = dict(zip((p.kunci for p in isi.pekerjaan), pesan_id(sesi, Pekerjaan, len(isi.pekerjaan)), strict=True))
    item = dict(zip((i.kunci for i in isi.harga_item), pesan_id(sesi, HargaItem, len(isi.harga_item)), strict=True))
    kategori = {i.kunci: i.kategori for i in isi.harga_item}
    parameter = pesan_id(sesi, Parameter, len(isi.parameter))
    jadwal = pesan_id(sesi, JadwalMinggu, len(isi.jadwal))
    sisipkan(
        sesi,
        PenandaTangan,
        [{"proyek_id": pid, "urut": urut, **p} for urut, p in enumerate(isi.identitas.penanda_tangan, 1)],
    )
    sisipkan(
        sesi,
        Parameter,
        [
            {"id": nomor, "proyek_id": pid, "nama": p.nama, "nilai": p.nilai, "label": p.label, "satuan": p.satuan}
            for nomor, p in zip(parameter, isi.parameter, strict=True)
        ],
    )
    sisipkan(sesi, HargaItem, [_baris_item(pid, item[i.kunci], i) for i in isi.harga_item])
    sisipkan(
        sesi,
        Klasifikasi,
        [
            {
                "id": nomor,
                "proyek_id": pid,
                "induk_id": None if k.induk is None else judul[k.induk],
                "urut": k.urut,
                "nama": k.nama,
                "nomor": k.nomor,
            }
            for nomor, k in zip(judul, isi.klasifikasi, strict=True)
        ],
    )
    sisipkan(
        sesi, Pekerjaan, [_baris_pekerjaan(pid, pekerjaan[p.kunci], judul, p, asal[p.kunci]) for p in isi.pekerjaan]
    )
    sisipkan(
        sesi,
        Komponen,
        [
            {
                "proyek_id": pid,
                "pekerjaan_id": pekerjaan[p.kunci],
                "urut": urut,
                "kategori": kategori[c.item] if c.item is not None else "LAIN",
                "harga_item_id": item.get(c.item or ""),
                "sub_id": pekerjaan.get(c.pekerjaan or ""),
                "koefisien": c.koefisien,
            }
            for p in isi.pekerjaan
            for urut, c in enumerate(p.komponen, 1)
        ],
    )
    sisipkan(
        sesi,
        JadwalMinggu,
        [
            {
                "id": nomor,
                "proyek_id": pid,
                "pekerjaan_id": pekerjaan[j.pekerjaan],
                "minggu": j.minggu,
                "rencana_persen": j.rencana_persen,
                "realisasi_persen": j.realisasi_persen,
                "biaya_aktual": j.biaya_aktual,
            }
            for nomor, j in zip(jadwal, isi.jadwal, strict=True)
        ],
    )


def _baris_item(pid: int, nomor: int, i: Any) -> dict[str, Any]:
    kolom = (
        "kunci", "kategori", "kode", "uraian", "uraian_kunci", "satuan", "satuan_kunci", "harga", "satuan_beli",
        "harga_beli", "faktor", "sumber_harga", "tanggal_harga",
    )  # fmt: skip
    return {"id": nomor, "proyek_id": pid} | {nama: getattr(i, nama) for nama in kolom}


def _baris_pekerjaan(pid: int, nomor: int, judul: list[int], p: Any, asal: Asal) -> dict[str, Any]:
    kolom = (
        "urut", "nomor", "kunci", "kode", "uraian", "satuan", "volume", "rumus", "margin_persen", "harga_langsung",
        "catatan",
    )  # fmt: skip
    return {"id": nomor, "proyek_id": pid, "klasifikasi_id": judul[p.klasifikasi]} | {
        **{nama: getattr(p, nama) for nama in kolom},
        "rumus_acuan": p.acuan,
        "sumber": asal.sumber,
        "referensi_id": asal.referensi_id,
        "referensi": asal.referensi,
    }
