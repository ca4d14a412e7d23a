"""What a newcomer finds: a catalogue, example prices, an account, and a small house that is complete."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.models import Proyek
from ahsp_app.queries.pengguna import find_menurut_email
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.berkas import impor_proyek
from ahsp_app.services.katalog import Dimuat, kunci_pemuatan, muat_harga_contoh, muat_katalog_awal

EMAIL: Final = "demo@contoh.id"
SANDI: Final = "demo-estimasi-2026"
NAMA: Final = "Akun Demo"


@dataclass(frozen=True, slots=True)
class Demo:
    """What is there now. `akun_baru`, `proyek_baru`: made by this call."""

    katalog: Dimuat
    harga: Dimuat
    email: str
    akun_baru: bool
    proyek_id: int | None
    proyek_baru: bool


def muat_demo(sesi: Session) -> Demo:
    """Load whatever of the demonstration is missing.

    What is there stays: a changed password, an edited or renamed project, prices, the catalogue. The project is
    made once: an account that has any project, be it in the trash, gets no other.
    """
    kunci_pemuatan(sesi)
    katalog, harga = muat_katalog_awal(sesi), muat_harga_contoh(sesi)
    akun = find_menurut_email(sesi, EMAIL)
    akun_baru = akun is None
    if akun is None:
        akun = daftarkan(sesi, email=EMAIL, nama=NAMA, sandi=SANDI)
    proyek_id = sesi.scalar(select(func.min(Proyek.id)).where(Proyek.pemilik_id == akun.id))
    proyek_baru = proyek_id is None
    if proyek_id is None:
        isi = resources.files("ahsp_app").joinpath("data", "demo_proyek.json").read_bytes()
        proyek, _ = impor_proyek(sesi, akun.id, isi, daftar_harga_id=harga.id)
        proyek_id = proyek.id
    return Demo(katalog, harga, EMAIL, akun_baru, proyek_id, proyek_baru)
