"""The history in words: what was done to what, and from what to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.queries.riwayat import Perubahan

Terjemah = Callable[[str], str]

# By action and table; what is not here is said by its action alone.
KALIMAT: Final = {
    ("tambah", "klasifikasi"): N_("Menambah judul “%(x)s”"),
    ("tambah", "pekerjaan"): N_("Menambah pekerjaan “%(x)s”"),
    ("tambah", "komponen"): N_("Menambah komponen “%(x)s”"),
    ("tambah", "parameter"): N_("Menambah parameter %(x)s"),
    ("tambah", "proyek"): N_("Membuat proyek “%(x)s”"),
    ("impor", "proyek"): N_("Membuat proyek “%(x)s” dari berkas"),
    ("ubah", "klasifikasi"): N_("Mengubah judul “%(x)s”"),
    ("ubah", "pekerjaan"): N_("Mengubah pekerjaan “%(x)s”"),
    ("ubah", "komponen"): N_("Mengubah analisa “%(x)s”"),
    ("ubah", "harga_item"): N_("Mengubah sumber daya “%(x)s”"),
    ("ubah", "parameter"): N_("Mengubah parameter %(x)s"),
    ("ubah", "proyek"): N_("Mengubah pengaturan proyek"),
    ("ubah", "penanda_tangan"): N_("Mengubah penanda tangan"),
    ("volume", "pekerjaan"): N_("Mengubah volume “%(x)s”"),
    ("ganti", "pekerjaan"): N_("Mengganti isi analisa “%(x)s”"),
    ("kembali", "pekerjaan"): N_("Mengembalikan “%(x)s” ke referensi"),
    ("perbarui", "pekerjaan"): N_("Mengambil pembaruan katalog untuk “%(x)s”"),
    ("pindah", "klasifikasi"): N_("Memindahkan judul “%(x)s”"),
    ("pindah", "pekerjaan"): N_("Memindahkan pekerjaan “%(x)s”"),
    ("hapus", "klasifikasi"): N_("Menghapus judul “%(x)s”"),
    ("hapus", "pekerjaan"): N_("Menghapus pekerjaan “%(x)s”"),
    ("hapus", "komponen"): N_("Menghapus komponen “%(x)s”"),
    ("hapus", "parameter"): N_("Menghapus parameter %(x)s"),
    ("hapus", "harga_item"): N_("Menghapus sumber daya “%(x)s”"),
    ("terapkan", "harga_item"): N_("Menerapkan buku harga “%(x)s”"),
    ("urungkan", "harga_item"): N_("Mengurungkan penerapan buku harga “%(x)s”"),
    ("tambah", "jadwal_dokumen"): N_("Menjadwalkan dokumen “%(x)s”"),
    ("ubah", "jadwal_dokumen"): N_("Mengubah jadwal dokumen “%(x)s”"),
    ("jeda", "jadwal_dokumen"): N_("Menjeda jadwal dokumen “%(x)s”"),
    ("lanjutkan", "jadwal_dokumen"): N_("Melanjutkan jadwal dokumen “%(x)s”"),
    ("hapus", "jadwal_dokumen"): N_("Menghapus jadwal dokumen “%(x)s”"),
    ("hapus", "proyek"): N_("Membuang proyek ke sampah"),
    ("pulihkan", "proyek"): N_("Memulihkan proyek dari sampah"),
    ("arsipkan", "proyek"): N_("Mengarsipkan proyek"),
    ("kembalikan", "proyek"): N_("Mengembalikan proyek dari arsip"),
}
UMUM: Final = {
    "tambah": N_("Menambah “%(x)s”"),
    "ubah": N_("Mengubah “%(x)s”"),
    "hapus": N_("Menghapus “%(x)s”"),
    "pulihkan": N_("Memulihkan “%(x)s”"),
}
# In the order in which they are told.
KOLOM: Final = {
    "uraian": N_("Uraian"),
    "nama": N_("Nama"),
    "label": N_("Keterangan"),
    "kode": N_("Kode"),
    "satuan": N_("Satuan"),
    "nomor": N_("Nomor"),
    "induk": N_("Judul"),
    "urut": N_("Urutan"),
    "volume": N_("Volume"),
    "rumus": N_("Rumus"),
    "koefisien": N_("Koefisien"),
    "nilai": N_("Nilai"),
    "harga": N_("Harga"),
    "satuan_beli": N_("Satuan beli"),
    "harga_beli": N_("Harga beli"),
    "faktor": N_("Faktor"),
    "harga_langsung": N_("Harga langsung"),
    "margin_persen": N_("Margin (%)"),
    "sumber": N_("Sumber analisa"),
    "sumber_harga": N_("Sumber harga"),
    "tanggal_harga": N_("Tanggal harga"),
    "anggaran": N_("Anggaran"),
    "bulat_hsp_langkah": N_("Kelipatan pembulatan HSP"),
    "bulat_hsp_mode": N_("Pembulatan HSP"),
    "bulat_jumlah_langkah": N_("Kelipatan pembulatan jumlah"),
    "bulat_jumlah_mode": N_("Pembulatan jumlah"),
    "bulat_total_langkah": N_("Kelipatan pembulatan total"),
    "bulat_total_mode": N_("Pembulatan total"),
    "catatan": N_("Catatan"),
    "kala": N_("Waktu kirim"),
    "isi": N_("Isi"),
    "bentuk": N_("Bentuk"),
    "dpp_pembilang": N_("Pembilang DPP"),
    "dpp_penyebut": N_("Penyebut DPP"),
    "ppn_persen": N_("PPN (%)"),
    "tanggal_mulai": N_("Tanggal mulai"),
    "tanggal_selesai": N_("Tanggal selesai"),
}
URUTAN: Final = {kolom: urut for urut, kolom in enumerate(KOLOM)}
ANGKA: Final = frozenset(
    {
        "anggaran", "bulat_hsp_langkah", "bulat_jumlah_langkah", "bulat_total_langkah", "faktor", "harga", "harga_beli",
        "harga_langsung", "koefisien", "margin_persen", "nilai", "ppn_persen", "volume",
    }
)  # fmt: skip
TANPA_BEDA: Final = frozenset({"tambah", "hapus", "impor", "kembali", "perbarui", "terapkan", "urungkan"})
# Numbers of rows say nothing to a person, and the rest is already in the sentence.
LEWATI: Final = frozenset(
    {"harga_item_id", "daftar_harga_id", "pekerjaan", "banyak", "baris", "referensi", "diarsipkan", "dihapus", "diubah"}
)


@dataclass(frozen=True, slots=True)
class Beda:
    """One field from what to what; None where there was or is nothing."""

    kolom: str
    lama: str | None
    baru: str | None


def kalimat(p: Perubahan, t: Terjemah = str) -> str:
    """An entry as a sentence, in the language of `t`."""
    pola = t(KALIMAT.get((p.aksi, p.tabel)) or UMUM.get(p.aksi) or N_("Mengubah “%(x)s”"))
    return pola % {"x": p.ringkasan} if "%(x)s" in pola else pola


def beda_antara(
    lama: Mapping[str, Any] | None, baru: Mapping[str, Any] | None, judul: Mapping[int, str], t: Terjemah = str
) -> list[Beda]:
    """Field by field, what differs."""
    lama, baru = lama or {}, baru or {}
    beda = []
    for kolom in sorted({**lama, **baru}, key=lambda kolom: URUTAN.get(kolom, len(URUTAN))):
        if kolom not in LEWATI and lama.get(kolom) != baru.get(kolom):
            nama = t(KOLOM.get(kolom) or kolom.replace("_", " ").capitalize())
            beda.append(Beda(nama, _nilai(kolom, lama, judul, t), _nilai(kolom, baru, judul, t)))
    return beda


def judul_disebut(p: Perubahan) -> set[int]:
    """Headings that an entry mentions by number."""
    return {sisi["induk"] for sisi in (p.lama, p.baru) if sisi and isinstance(sisi.get("induk"), int)}


def _nilai(kolom: str, sisi: Mapping[str, Any], judul: Mapping[int, str], t: Terjemah) -> str | None:
    nilai = sisi.get(kolom)
    if kolom == "induk" and kolom in sisi:
        return judul.get(nilai, "") if nilai else t(N_("tingkat teratas"))
    if nilai is None or nilai == "":
        return None
    if kolom in ANGKA:
        try:
            return cetak_angka(Decimal(str(nilai)))
        except InvalidOperation:
            return str(nilai)
    return str(nilai)
