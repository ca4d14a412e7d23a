"""Accounts: creating them, proving who one is, and ending sessions. Passwords are kept as Argon2id only."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import kunci_teks, rapikan
from ahsp_app.errors import Invalid
from ahsp_app.models import Pengguna
from ahsp_app.models.pengguna import TEMA

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
MIN_SANDI: Final = 10
MAKS_SANDI: Final = 200
MAKS_EMAIL: Final = 254
ZONA: Final = {
    "Asia/Jakarta": N_("WIB (Jakarta)"),
    "Asia/Makassar": N_("WITA (Makassar)"),
    "Asia/Jayapura": N_("WIT (Jayapura)"),
}

_EMAIL: Final = re.compile(r"[^@\s,;:<>()\"\\]{1,64}@[^@\s,;:<>()\"\\.]+(\.[^@\s,;:<>()\"\\.]+)*")
# What is tried first everywhere, with local favourites; compared also without digits and marks at the end.
_KATA: Final = """
    password passwd passw0rd p@ssw0rd p@ssword qwerty qwertyuiop qwertyui asdfghjkl zxcvbnm iloveyou
    welcome admin administrator letmein sunshine princess football baseball superman monkey dragon
    master changeme login katasandi sandi rahasia kunci indonesia indonesiaku merdeka bismillah
    alhamdulillah sayang sayangku akucintakamu cintaku jakarta surabaya bandung semarang garuda
    pancasila kontraktor konsultan estimator pekerjaan
"""
_LAZIM: Final = frozenset(_KATA.split())
_DERET: Final = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)
_SALAH: Final = N_("Email atau kata sandi salah.")
# Compared against when there is no such account, so that the answer takes as long as for one that exists.
_TIRUAN: Final = HASHER.hash("tidak ada akun dengan kata sandi ini")


def rapikan_email(teks: str) -> str:
    """Trimmed and in small letters. Raises Invalid at `email` when it cannot be an address."""
    email = rapikan(teks).lower()
    if not email:
        raise Invalid("kosong", N_("Email belum diisi."), kolom="email")
    if len(email) > MAKS_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid("email", N_("Email tidak terbaca. Contoh: nama@kantor.co.id"), kolom="email")
    return email


def periksa_sandi(sandi: str, email: str, nama: str, kolom: str = "sandi") -> None:
    """Raise Invalid at `kolom` for a password that is too short, too long, or easy to guess."""
    if len(sandi) < MIN_SANDI:
        raise Invalid("pendek", N_("Kata sandi sedikitnya %(n)s karakter."), kolom=kolom, n=MIN_SANDI)
    if len(sandi) > MAKS_SANDI:
        raise Invalid("panjang", N_("Kata sandi paling banyak %(n)s karakter."), kolom=kolom, n=MAKS_SANDI)
    if kunci_teks(sandi) in {kunci_teks(email), kunci_teks(email.partition("@")[0]), kunci_teks(nama)}:
        raise Invalid("sama", N_("Kata sandi tidak boleh sama dengan nama atau email Anda."), kolom=kolom)
    kecil = sandi.casefold().strip()
    inti = kecil.rstrip("0123456789!@#$%^&*._- ") or kecil
    if kecil in _LAZIM or inti in _LAZIM or len(set(kecil)) < 4 or any(kecil in deret for deret in _DERET):
        raise Invalid("lazim", N_("Kata sandi ini termasuk yang paling mudah ditebak. Pakai yang lain."), kolom=kolom)


def daftarkan(sesi: Session, *, email: str, nama: str, sandi: str, admin: bool = False) -> Pengguna:
    """Create an account. Raises Invalid at `email` (also when it has one already), `nama` or `sandi`."""
    email, nama = rapikan_email(email), _periksa_nama(nama)
    periksa_sandi(sandi, email, nama)
    pengguna = Pengguna(email=email, nama=nama, sandi_hash=_hash(sandi), admin=admin)
    try:
        with sesi.begin_nested():
            sesi.add(pengguna)
    except IntegrityError:
        raise Invalid("sudah_ada", N_("Email ini sudah terdaftar."), kolom="email") from None
    return pengguna


def masuk(sesi: Session, *, email: str, sandi: str) -> Pengguna:
    """The account whose password this is; its hash is renewed when the parameters have changed since.

    Raises Invalid with one message for an unknown address and for a wrong password, after the same work.
    """
    pengguna = sesi.scalar(select(Pengguna).where(func.lower(Pengguna.email) == rapikan(email).lower()[:MAKS_EMAIL]))
    cocok = _cocok(pengguna.sandi_hash if pengguna else _TIRUAN, sandi)
    if pengguna is None or not cocok:
        raise Invalid("masuk", _SALAH)
    if not pengguna.aktif:
        raise Invalid("nonaktif", N_("Akun ini dinonaktifkan. Hubungi pengelola aplikasi."))
    if HASHER.check_needs_rehash(pengguna.sandi_hash):
        pengguna.sandi_hash = _hash(sandi)
        sesi.flush()
    return pengguna


def ganti_sandi(sesi: Session, pengguna: Pengguna, *, lama: str, baru: str) -> None:
    """Set a new password and end every session. Raises Invalid at `lama` or `baru`."""
    if not _cocok(pengguna.sandi_hash, lama):
        raise Invalid("lama", N_("Kata sandi lama salah."), kolom="lama")
    periksa_sandi(baru, pengguna.email, pengguna.nama, kolom="baru")
    if baru == lama:
        raise Invalid("sama", N_("Kata sandi baru sama dengan yang lama."), kolom="baru")
    pengguna.sandi_hash = _hash(baru)
    keluarkan_semua(sesi, pengguna)


def keluarkan_semua(sesi: Session, pengguna: Pengguna) -> None:
    """End every session of this account, on all devices."""
    pengguna.sesi += 1
    sesi.flush()


def ubah_profil(sesi: Session, pengguna: Pengguna, *, nama: str, zona_waktu: str) -> None:
    """Set the name and the time zone. Raises Invalid at `nama` or `zona_waktu`."""
    nama = _periksa_nama(nama)
    if zona_waktu not in ZONA:
        raise Invalid("zona", N_("Pilih salah satu zona waktu Indonesia."), kolom="zona_waktu")
    pengguna.nama, pengguna.zona_waktu = nama, zona_waktu
    pengguna.versi += 1
    sesi.flush()


def ubah_tema(sesi: Session, pengguna: Pengguna, tema: str) -> None:
    """Set the look: auto, terang or gelap. Raises Invalid at `tema`."""
    if tema not in TEMA:
        raise Invalid("tema", N_("Pilih tampilan: ikut perangkat, terang atau gelap."), kolom="tema")
    pengguna.tema = tema
    sesi.flush()


def _periksa_nama(teks: str) -> str:
    nama = rapikan(teks)
    if not nama:
        raise Invalid("kosong", N_("Nama belum diisi."), kolom="nama")
    maks = Pengguna.__table__.c.nama.type.length  # type: ignore[attr-defined]
    if len(nama) > maks:
        raise Invalid("panjang", N_("Nama paling banyak %(n)s karakter."), kolom="nama", n=maks)
    return nama


def _baku(sandi: str) -> bytes:
    """One spelling of what is typed: keyboards differ in whether an accent is a letter of its own."""
    return unicodedata.normalize("NFKC", sandi).encode("utf-8", "surrogatepass")


def _hash(sandi: str) -> str:
    return HASHER.hash(_baku(sandi))


def _cocok(sandi_hash: str, sandi: str) -> bool:
    try:
        return HASHER.verify(sandi_hash, _baku(sandi[: MAKS_SANDI + 1]))
    except (Argon2Error, InvalidHashError):
        return False
