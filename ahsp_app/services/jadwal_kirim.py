"""The two jobs of a scheduled run: making the bundle, then mailing where it can be had.

They are two so that a mail server that is down loses no document: only the mail is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.calc.kala import sebut_kala
from ahsp_app.laporan.cetak import tanggal
from ahsp_app.models import BerkasTugas, CatatanJadwal, JadwalDokumen, Pengguna, Proyek
from ahsp_app.services import dokumen_tugas
from ahsp_app.services.jadwal_dokumen import find_berkas, minta_surat, zona
from ahsp_app.services.jadwal_jalan import alasan_lewat, lewati
from ahsp_app.services.surat import Surat, Tukang, kirim
from ahsp_app.services.tugas_lapor import Pelapor

UMUR: Final = timedelta(days=7)
DIHAPUS: Final = N_("Jadwalnya sudah dihapus.")
BERKAS_HILANG: Final = N_("Berkasnya sudah dihapus karena lewat tujuh hari.")
TANPA_SERVER: Final = N_("Server surat belum diatur: surat hanya ditulis ke catatan server.")
TEKS: Final = N_("""\
Salam %(nama)s,

Dokumen “%(jadwal)s” dari proyek “%(proyek)s” sudah jadi: %(berkas)s.

Unduh: %(unduh)s

Tautan ini berlaku sampai %(sampai)s, dan meminta Anda masuk lebih dulu.

Surat ini dikirim %(kala)s. Mengubah, menjeda, atau menghapusnya: %(atur)s
""")
HTML: Final = N_("""\
<p>Salam %(nama)s,</p>
<p>Dokumen <b>%(jadwal)s</b> dari proyek <b>%(proyek)s</b> sudah jadi: %(berkas)s.</p>
<p><a href="%(unduh)s">Unduh</a></p>
<p>Tautan ini berlaku sampai %(sampai)s, dan meminta Anda masuk lebih dulu.</p>
<p>Surat ini dikirim %(kala)s. <a href="%(atur)s">Ubah, jeda, atau hapus</a></p>
""")


def buat_dokumen(sesi: Session, masukan: Mapping[str, Any], lapor: Pelapor, batas_hari: int) -> Mapping[str, Any]:
    """Make the bundle of a run, kept for a week, and ask for its mail in the same transaction."""
    jadwal, alasan = _keadaan(sesi, masukan, lapor.tugas_id)
    if jadwal is None or alasan:
        return {"dilewati": alasan}
    hasil = dokumen_tugas.buat(sesi, masukan, lapor, batas_hari, UMUR)
    minta_surat(sesi, masukan, lapor.tugas_id, f"Surat “{jadwal.nama}”")
    return hasil


def kirim_surat(
    sesi: Session, masukan: Mapping[str, Any], lapor: Pelapor, tukang: Tukang, situs: str
) -> Mapping[str, Any]:
    """Mail the owner where the file of a run can be had, and note that. Raises Galat when the mail is not taken."""
    jadwal, alasan = _keadaan(sesi, masukan, lapor.tugas_id)
    if jadwal is None or alasan:
        return {"dilewati": alasan}
    berkas = find_berkas(sesi, masukan["tugas_id"])
    if berkas is None:
        lewati(sesi, jadwal.id, BERKAS_HILANG, lapor.tugas_id)
        return {"dilewati": BERKAS_HILANG}
    proyek, pemilik = _milik(sesi, jadwal)
    lapor.mulai(N_("Mengirim surat"))
    kirim(tukang, susun(jadwal, proyek, pemilik, berkas, situs))
    pesan = TANPA_SERVER if not tukang.url else ""
    catatan = CatatanJadwal(jadwal_id=jadwal.id, tugas_id=lapor.tugas_id, status="terkirim", pesan=pesan)
    catatan.pada = datetime.now(UTC)
    sesi.add(catatan)
    return {"kepada": pemilik.id}


def susun(jadwal: JadwalDokumen, proyek: Proyek, pemilik: Pengguna, berkas: BerkasTugas, situs: str) -> Surat:
    """The mail about a file: a link that ends with the file, and is of use only to who may read the project."""
    sampai = berkas.kedaluwarsa.astimezone(zona(pemilik))
    isi = {
        "nama": pemilik.nama,
        "jadwal": jadwal.nama,
        "proyek": proyek.nama,
        "berkas": berkas.nama,
        "unduh": f"{situs}/tugas/{berkas.tugas_id}/unduh",
        "sampai": f"{tanggal(sampai.date())} pukul {sampai:%H.%M %Z}",
        "kala": sebut_kala(jadwal.tiap, jadwal.hari, jadwal.jam),
        "atur": f"{situs}/proyek/{proyek.id}/dokumen/jadwal",
    }
    aman = {nama: escape(nilai) for nama, nilai in isi.items()}
    subjek = f"Dokumen {jadwal.nama} – {proyek.nama}"
    return Surat(pemilik.email, pemilik.nama, subjek, TEKS % isi, HTML % aman, f"dokumen-{berkas.tugas_id}")


def _keadaan(sesi: Session, masukan: Mapping[str, Any], tugas_id: int) -> tuple[JadwalDokumen | None, str]:
    """The schedule of a job, and why nothing is to be done for it any more, which is noted."""
    jadwal = sesi.get(JadwalDokumen, masukan["jadwal_id"])
    if jadwal is None:
        return None, DIHAPUS
    alasan = alasan_lewat(*_milik(sesi, jadwal))
    if alasan:
        lewati(sesi, jadwal.id, alasan, tugas_id)
    return jadwal, alasan


def _milik(sesi: Session, jadwal: JadwalDokumen) -> tuple[Proyek, Pengguna]:
    pilih = select(Proyek, Pengguna).join(Pengguna, Pengguna.id == Proyek.pemilik_id)
    proyek, pemilik = sesi.execute(pilih.where(Proyek.id == jadwal.proyek_id)).one()
    return proyek, pemilik
