"""All tables. Import from here."""

from ahsp_app.models.base import Base
from ahsp_app.models.dokumen import BerkasTugas, CatatanJadwal, DokumenProyek, JadwalDokumen, Kop, PotongBerkas
from ahsp_app.models.impor import Impor, ImporAnalisa, ImporKomponen, ImporMasalah, PemetaanKolom, RiwayatKatalog
from ahsp_app.models.katalog import AHSPReferensi, DaftarHarga, Edisi, HargaDasar, KomponenReferensi, Usulan
from ahsp_app.models.pekerjaan import HargaItem, JadwalMinggu, Klasifikasi, Komponen, Pekerjaan
from ahsp_app.models.pencarian import KataKatalog, Kosakata, Pencarian, SaringanTersimpan
from ahsp_app.models.pengguna import Pengguna
from ahsp_app.models.proyek import Parameter, PenandaTangan, Proyek
from ahsp_app.models.riwayat import Detak, Riwayat
from ahsp_app.models.tugas import Tugas

__all__ = [
    "AHSPReferensi",
    "Base",
    "BerkasTugas",
    "CatatanJadwal",
    "DaftarHarga",
    "Detak",
    "DokumenProyek",
    "Edisi",
    "HargaDasar",
    "HargaItem",
    "Impor",
    "ImporAnalisa",
    "ImporKomponen",
    "ImporMasalah",
    "JadwalDokumen",
    "JadwalMinggu",
    "KataKatalog",
    "Klasifikasi",
    "Komponen",
    "KomponenReferensi",
    "Kop",
    "Kosakata",
    "Parameter",
    "Pekerjaan",
    "PemetaanKolom",
    "PenandaTangan",
    "Pencarian",
    "Pengguna",
    "PotongBerkas",
    "Proyek",
    "Riwayat",
    "RiwayatKatalog",
    "SaringanTersimpan",
    "Tugas",
    "Usulan",
]
