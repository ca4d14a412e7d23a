"""Handing out an edition, as data or as a document: a small one at once, a large one as a job that keeps its file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.format import nama_berkas as nama_dokumen
from ahsp_app.laporan.lap_katalog import edisi as laporan_edisi
from ahsp_app.laporan.model import A4, KERTAS, Laporan
from ahsp_app.models import AHSPReferensi, Pengguna, Tugas
from ahsp_app.queries.edisi import BarisEdisi
from ahsp_app.queries.edisi_ekspor import Analisa, isi_edisi
from ahsp_app.services import tugas
from ahsp_app.services.berkas_tugas import simpan
from ahsp_app.services.dokumen import kop_cetak, waktu_setempat
from ahsp_app.services.dokumen_atur import find_kop
from ahsp_app.services.edisi_berkas import JENIS_BERKAS, tulis_edisi
from ahsp_app.services.tugas_lapor import Pelapor

EKSPOR: Final = "edisi.ekspor"
MAKS_LANGSUNG: Final = 3000  # analyses that are written while the browser waits
CETAK: Final = {kode: FORMAT[kode] for kode in ("pdf", "docx")}
JENIS_EKSPOR: Final = {**{kode: f.mime for kode, f in CETAK.items()}, **JENIS_BERKAS}


def terlalu_besar(sesi: Session, edisi_id: int) -> bool:
    """Whether an edition is written by a job. One statement."""
    return _banyak(sesi, edisi_id) > MAKS_LANGSUNG


def minta_ekspor(sesi: Session, pengguna_id: int, edisi: BarisEdisi, jenis: str) -> Tugas:
    """Ask for an edition as a file (a key of JENIS_EKSPOR); the same under way gives that job."""
    masukan = {"edisi_id": edisi.id, "jenis": jenis, "pengguna_id": pengguna_id}
    judul = f"{edisi.nama} ({jenis.upper()})"
    return tugas.minta(sesi, pengguna_id, EKSPOR, judul, masukan, kunci=f"{EKSPOR}:{edisi.id}:{jenis}")


def ekspor_edisi_tugas(sesi: Session, masukan: Mapping[str, Any], lapor: Pelapor) -> dict[str, Any]:
    """Write the file of a job. Raises NotFound when the edition is gone, Dibatalkan when it was taken back."""
    jenis = masukan["jenis"]
    lapor.mulai(N_("Menulis berkas"))
    with tempfile.TemporaryFile() as berkas:
        nama = tulis_ekspor(sesi, masukan["edisi_id"], jenis, masukan["pengguna_id"], berkas, lapor)
        lapor.mulai(N_("Menyimpan berkas"))
        hasil = simpan(sesi, lapor.tugas_id, nama, JENIS_EKSPOR[jenis], berkas)
    return {"nama": hasil.nama, "ukuran": hasil.ukuran}


def tulis_ekspor(
    sesi: Session, edisi_id: int, jenis: str, pengguna_id: int, keluar: BinaryIO, lapor: Pelapor | None = None
) -> str:
    """Write an edition for this person; gives the name of the file. Raises NotFound. `lapor` may raise to stop.

    Rows are read in portions while a document is written, so it is never in memory as a whole.
    """
    isi = isi_edisi(sesi, edisi_id, per_grup=jenis in CETAK)
    banyak = _banyak(sesi, edisi_id)
    if lapor is not None:
        isi = replace(isi, analisa=_berjalan(isi.analisa, banyak, lapor))
    if jenis not in CETAK:
        keluar.write(tulis_edisi(isi, jenis))
        return nama_berkas(str(isi.kepala["nama"]), jenis)
    laporan = _laporan(sesi, isi.kepala, isi.analisa, banyak, pengguna_id)
    CETAK[jenis].tulis(laporan, keluar)
    return nama_dokumen(laporan, CETAK[jenis])


def _laporan(
    sesi: Session, kepala: Mapping[str, str | int | None], analisa: Iterator[Analisa], banyak: int, pengguna_id: int
) -> Laporan:
    """With the letterhead and on the paper of this person's office."""
    kop = find_kop(sesi, pengguna_id=pengguna_id)
    waktu = waktu_setempat(sesi.get_one(Pengguna, pengguna_id).zona_waktu)
    kertas = KERTAS.get(kop.kertas or "", A4) if kop else A4
    return laporan_edisi(kepala, analisa, banyak, waktu, kertas, kop_cetak(kop))


def nama_berkas(edisi: str, jenis: str) -> str:
    """The name of the file, of letters and figures that every system takes."""
    nama = "".join(c if c.isalnum() and c.isascii() else "-" for c in edisi).strip("-")[:80]
    return f"{nama or 'katalog'}.{jenis}"


def _banyak(sesi: Session, edisi_id: int) -> int:
    a = AHSPReferensi
    syarat = (a.edisi_id == edisi_id, a.dihapus.is_(None), a.diarsipkan.is_(None))
    return sesi.scalar(select(func.count()).where(*syarat)) or 0


def _berjalan(semua: Iterator[Analisa], banyak: int, lapor: Pelapor) -> Iterator[Analisa]:
    for n, satu in enumerate(semua, 1):
        lapor.langkah(n, banyak, N_("Menulis berkas"))
        yield satu
