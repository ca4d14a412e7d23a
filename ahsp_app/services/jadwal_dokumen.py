"""Bundles that are made and mailed by themselves: adding, changing, pausing and deleting a schedule of a project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.kala import BULAN, HARI, MAKS_TANGGAL, MINGGU, kapan_berikutnya, sebut_kala
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.models import BerkasTugas, CatatanJadwal, JadwalDokumen, Pengguna, Proyek, Tugas
from ahsp_app.queries.baris import get_satu
from ahsp_app.services import tugas
from ahsp_app.services.dokumen_minta import Permintaan
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi

KIRIM: Final = "dokumen_kirim"  # the job that makes the bundle
SURAT: Final = "surat_kirim"  # and the one that mails it
MAKS_JADWAL: Final = 10
MAKS_NAMA: Final = 100
MAKS_JAM: Final = 23


@dataclass(frozen=True, slots=True)
class IsiJadwal:
    """What is typed about a schedule: its name, when it runs (calc/kala.py), and what it makes."""

    nama: str
    tiap: str
    hari: int
    jam: int
    minta: Permintaan

    def kolom(self) -> dict[str, Any]:
        """As it is stored. Raises Invalid."""
        nama = rapikan(self.nama)
        if not nama or len(nama) > MAKS_NAMA:
            raise Invalid("nama", N_("Beri nama, paling banyak %(n)s huruf."), kolom="nama", n=MAKS_NAMA)
        batas = {MINGGU: range(len(HARI)), BULAN: range(1, MAKS_TANGGAL + 1)}.get(self.tiap, range(0))
        if self.hari not in batas:
            raise Invalid("hari", N_("Pilih hari atau tanggal pengiriman."), kolom="kala")
        if not 0 <= self.jam <= MAKS_JAM:
            raise Invalid("jam", N_("Pilih jam antara 0 dan 23."), kolom="jam")
        # Nobody will be there to be asked; and as the database gives it back.
        permintaan = json.loads(json.dumps(self.minta.sebagai_json() | {"abaikan": True}))
        return {"nama": nama, "tiap": self.tiap, "hari": self.hari, "jam": self.jam, "permintaan": permintaan}


def get_jadwal(sesi: Session, proyek_id: int, jadwal_id: int, *, kunci: bool = False) -> JadwalDokumen:
    """A schedule of this project. Raises NotFound."""
    pilih = select(JadwalDokumen).where(JadwalDokumen.id == jadwal_id, JadwalDokumen.proyek_id == proyek_id)
    return get_satu(sesi, pilih, kunci=kunci, pesan=N_("Jadwal ini tidak ada lagi."))


def buat_jadwal(k: Kerja, isi: IsiJadwal, sekarang: datetime) -> JadwalDokumen:
    """Add a schedule. Raises Invalid, also when the project has too many."""
    banyak = select(func.count()).where(JadwalDokumen.proyek_id == k.proyek.id)
    if (k.sesi.scalar(banyak) or 0) >= MAKS_JADWAL:
        raise Invalid("penuh", N_("Satu proyek paling banyak punya %(n)s jadwal."), n=MAKS_JADWAL)
    kolom = isi.kolom()
    baru = JadwalDokumen(proyek_id=k.proyek.id, pengguna_id=k.proyek.pemilik_id, **kolom)
    baru.berikutnya = _berikutnya(k, baru, sekarang)
    k.sesi.add(baru)
    k.sesi.flush()
    catat(k, "tambah", baru.__tablename__, baru.id, baru=_kata(kolom), ringkasan=baru.nama)
    return baru


def ubah_jadwal(k: Kerja, jadwal: JadwalDokumen, versi: int, isi: IsiJadwal, sekarang: datetime) -> bool:
    """Change a schedule; False when nothing differs. Raises Invalid, Conflict."""
    baru = isi.kolom()
    cocokkan_versi(jadwal, versi, baru)
    lama = {nama: getattr(jadwal, nama) for nama in baru}
    if lama == baru:
        return False
    _terapkan(jadwal, baru)
    jadwal.berikutnya = _berikutnya(k, jadwal, sekarang)
    catat(k, "ubah", jadwal.__tablename__, jadwal.id, _kata(lama), _kata(baru), jadwal.nama)
    k.sesi.flush()
    return True


def jeda(k: Kerja, jadwal: JadwalDokumen, versi: int) -> None:
    """Stop sending until further notice. Raises Conflict."""
    cocokkan_versi(jadwal, versi, {"aktif": False})
    if jadwal.aktif:
        _terapkan(jadwal, {"aktif": False})
        catat(k, "jeda", jadwal.__tablename__, jadwal.id, ringkasan=jadwal.nama)
    k.sesi.flush()


def lanjutkan(k: Kerja, jadwal: JadwalDokumen, versi: int, sekarang: datetime) -> None:
    """Send again, from the next moment on; what was missed meanwhile is not made up for. Raises Conflict."""
    cocokkan_versi(jadwal, versi, {"aktif": True})
    if not jadwal.aktif:
        _terapkan(jadwal, {"aktif": True, "berikutnya": _berikutnya(k, jadwal, sekarang)})
        catat(k, "lanjutkan", jadwal.__tablename__, jadwal.id, ringkasan=jadwal.nama)
    k.sesi.flush()


def hapus_jadwal(k: Kerja, jadwal: JadwalDokumen, versi: int) -> None:
    """Delete a schedule with its log; what is under way for it is taken back. Raises Conflict."""
    cocokkan_versi(jadwal, versi)
    milik = Tugas.masukan["jadwal_id"].as_integer() == jadwal.id
    pilih = select(Tugas).where(
        Tugas.pengguna_id == k.proyek.pemilik_id, Tugas.jenis.in_((KIRIM, SURAT)), Tugas.status.in_(tugas.BERLANGSUNG)
    )
    for berlangsung in k.sesi.scalars(pilih.where(milik).with_for_update()):
        tugas.batalkan(berlangsung)
    lama = {nama: getattr(jadwal, nama) for nama in ("tiap", "hari", "jam", "nama", "permintaan")}
    catat(k, "hapus", jadwal.__tablename__, jadwal.id, _kata(lama), ringkasan=jadwal.nama)
    k.sesi.delete(jadwal)
    k.sesi.flush()


def minta_kirim(sesi: Session, jadwal: JadwalDokumen, proyek: Proyek) -> Tugas:
    """Ask for one run now; one that is under way is that run. Raises Invalid: too many jobs of this person wait."""
    isi = {
        "pengguna_id": proyek.pemilik_id,
        "proyek_id": proyek.id,
        "permintaan": jadwal.permintaan,
        "jadwal_id": jadwal.id,
    }
    judul = f"{jadwal.nama} – {proyek.nama}"
    return tugas.minta(sesi, proyek.pemilik_id, KIRIM, judul, isi, f"jadwal-{jadwal.id}")


def minta_surat(sesi: Session, masukan: Mapping[str, Any], berkas_tugas_id: int, judul: str) -> Tugas:
    """Ask for the mail about the file that job `berkas_tugas_id` made. Raises Invalid like `minta_kirim`."""
    isi = {nama: masukan[nama] for nama in ("pengguna_id", "proyek_id", "jadwal_id")} | {"tugas_id": berkas_tugas_id}
    return tugas.minta(sesi, masukan["pengguna_id"], SURAT, judul, isi, f"surat-{berkas_tugas_id}")


def kirim_lagi(k: Kerja, jadwal: JadwalDokumen) -> Tugas:
    """Do the newest run again from where it stopped: its file is mailed once more, or made again when it is gone.

    Raises Invalid: too many jobs of this person wait.
    """
    pilih = select(CatatanJadwal.tugas_id).where(CatatanJadwal.jadwal_id == jadwal.id)
    nomor = k.sesi.scalar(pilih.order_by(CatatanJadwal.id.desc()).limit(1))
    t = k.sesi.get(Tugas, nomor, with_for_update=True, populate_existing=True) if nomor else None
    if t is None or (t.jenis == SURAT and find_berkas(k.sesi, t.masukan["tugas_id"]) is None):
        return minta_kirim(k.sesi, jadwal, k.proyek)
    if t.status != "selesai":
        return tugas.ulangi(k.sesi, t)
    if t.jenis == KIRIM:
        return minta_kirim(k.sesi, jadwal, k.proyek)
    return minta_surat(k.sesi, t.masukan, t.masukan["tugas_id"], t.judul)


def find_berkas(sesi: Session, tugas_id: int) -> BerkasTugas | None:
    """The file that a job made, while it is kept."""
    pilih = select(BerkasTugas).where(BerkasTugas.tugas_id == tugas_id, BerkasTugas.kedaluwarsa > func.now())
    return sesi.scalar(pilih)


def zona(pengguna: Pengguna | None) -> ZoneInfo:
    """The time zone of a person; Jakarta when it is not known here."""
    with suppress(KeyError, ValueError, AttributeError):
        return ZoneInfo(pengguna.zona_waktu)  # type: ignore[union-attr]
    return ZoneInfo("Asia/Jakarta")


def _berikutnya(k: Kerja, jadwal: JadwalDokumen, sekarang: datetime) -> datetime:
    return kapan_berikutnya(
        jadwal.tiap, jadwal.hari, jadwal.jam, sekarang, zona(k.sesi.get(Pengguna, k.proyek.pemilik_id))
    )


def _terapkan(jadwal: JadwalDokumen, isi: Mapping[str, Any]) -> None:
    for nama, nilai in isi.items():
        setattr(jadwal, nama, nilai)
    jadwal.versi += 1


def _kata(isi: Mapping[str, Any]) -> dict[str, str]:
    """A schedule as the history tells it."""
    minta = isi["permintaan"]
    dokumen = [LAPORAN[kode].nama if kode in LAPORAN else kode for kode in minta["laporan"]]
    bentuk = ", ".join(minta["format"]).upper()
    return {
        "nama": isi["nama"],
        "kala": sebut_kala(isi["tiap"], isi["hari"], isi["jam"]),
        "isi": ", ".join(dokumen),
        "bentuk": f"ZIP ({bentuk})" if minta["zip"] else bentuk,
    }
