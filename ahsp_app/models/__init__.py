"""All tables. Import from here."""

from ahsp_app.models.base import Base
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
    "DaftarHarga",
    "Detak",
    "Edisi",
    "HargaDasar",
    "HargaItem",
    "Impor",
    "ImporAnalisa",
    "ImporKomponen",
    "ImporMasalah",
    "JadwalMinggu",
    "KataKatalog",
    "Klasifikasi",
    "Komponen",
    "KomponenReferensi",
    "Kosakata",
    "Parameter",
    "Pekerjaan",
    "PemetaanKolom",
    "PenandaTangan",
    "Pencarian",
    "Pengguna",
    "Proyek",
    "Riwayat",
    "RiwayatKatalog",
    "SaringanTersimpan",
    "Tugas",
    "Usulan",
]
