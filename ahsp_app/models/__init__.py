"""All tables. Import from here."""

from ahsp_app.models.base import Base
from ahsp_app.models.katalog import AHSPReferensi, DaftarHarga, Edisi, HargaDasar, KomponenReferensi
from ahsp_app.models.pekerjaan import HargaItem, JadwalMinggu, Klasifikasi, Komponen, Pekerjaan
from ahsp_app.models.pengguna import Pengguna
from ahsp_app.models.proyek import Parameter, PenandaTangan, Proyek
from ahsp_app.models.riwayat import Detak, Riwayat

__all__ = [
    "AHSPReferensi",
    "Base",
    "DaftarHarga",
    "Detak",
    "Edisi",
    "HargaDasar",
    "HargaItem",
    "JadwalMinggu",
    "Klasifikasi",
    "Komponen",
    "KomponenReferensi",
    "Parameter",
    "Pekerjaan",
    "PenandaTangan",
    "Pengguna",
    "Proyek",
    "Riwayat",
]
