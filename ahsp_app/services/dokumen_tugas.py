"""Documents as jobs: asked for once, written to a file of the job, kept for a day."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.models import Proyek, Tugas
from ahsp_app.queries.proyek import get_milik
from ahsp_app.services import tugas
from ahsp_app.services.berkas_tugas import UMUR, simpan
from ahsp_app.services.dokumen import baca_bahan, nama_hasil, tulis
from ahsp_app.services.dokumen_minta import BUKU_KERJA, Permintaan, dari_json
from ahsp_app.services.tugas_lapor import Pelapor

DOKUMEN: Final = "dokumen"


def minta_dokumen(sesi: Session, pengguna_id: int, proyek: Proyek, minta: Permintaan) -> Tugas:
    """Ask for a document as a job; the same request under way gives that job. Raises Invalid: too many are waiting."""
    isi = {"pengguna_id": pengguna_id, "proyek_id": proyek.id, "permintaan": minta.sebagai_json()}
    return tugas.minta(sesi, pengguna_id, DOKUMEN, judul(proyek, minta), isi, minta.kunci(proyek.id))


def judul(proyek: Proyek, minta: Permintaan) -> str:
    """What the job is called: "RAB rinci (PDF) – Rumah Tinggal"."""
    if minta.bundel:
        apa = "Bundel ZIP" if minta.zip else "Bundel PDF"
    elif minta.laporan[0] == BUKU_KERJA:
        apa = "Buku kerja (XLSX)"
    else:
        apa = f"{LAPORAN[minta.laporan[0]].nama} ({FORMAT[minta.format[0]].kode.upper()})"
    return f"{apa} – {proyek.nama}"


def buat(
    sesi: Session, masukan: Mapping[str, Any], lapor: Pelapor, batas_hari: int, umur: timedelta = UMUR
) -> Mapping[str, Any]:
    """Make the document of a job and keep its file. Raises NotFound when the project is not this person's any more."""
    mulai = time.process_time()
    minta = dari_json(masukan["permintaan"])
    proyek = get_milik(sesi, masukan["pengguna_id"], masukan["proyek_id"])
    lapor.mulai(N_("Membaca proyek"))
    bahan = baca_bahan(sesi, proyek.id, minta, batas_hari)
    nama, mime = nama_hasil(bahan, minta)
    with tempfile.TemporaryFile() as berkas:
        tulis(bahan, minta, berkas, lapor.langkah)
        lapor.mulai(N_("Menyimpan berkas"))
        hasil = simpan(sesi, lapor.tugas_id, nama, mime, berkas, proyek_id=proyek.id, umur=umur)
    return {"nama": nama, "ukuran": hasil.ukuran, "cpu": round(time.process_time() - mulai, 2)}
