"""Handing out an edition: a small one at once, a large one as a job that keeps its file for a day."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.models import AHSPReferensi, Edisi, Tugas
from ahsp_app.queries.edisi_ekspor import Analisa, isi_edisi
from ahsp_app.services import tugas
from ahsp_app.services.berkas_tugas import simpan
from ahsp_app.services.edisi import get_edisi
from ahsp_app.services.edisi_berkas import JENIS_BERKAS, tulis_edisi
from ahsp_app.services.tugas_lapor import Pelapor

EKSPOR: Final = "edisi.ekspor"
MAKS_LANGSUNG: Final = 3000  # analyses that are written while the browser waits


def terlalu_besar(sesi: Session, edisi_id: int) -> bool:
    """Whether an edition is written by a job. One statement."""
    return _banyak(sesi, edisi_id) > MAKS_LANGSUNG


def minta_ekspor(sesi: Session, pengguna_id: int, edisi: Edisi, jenis: str) -> Tugas:
    """Ask for an edition as a file (a key of JENIS_BERKAS); the same under way gives that job."""
    masukan = {"edisi_id": edisi.id, "jenis": jenis}
    judul = f"{edisi.nama} ({jenis.upper()})"
    return tugas.minta(sesi, pengguna_id, EKSPOR, judul, masukan, kunci=f"{EKSPOR}:{edisi.id}:{jenis}")


def ekspor_edisi_tugas(sesi: Session, masukan: Mapping[str, Any], lapor: Pelapor) -> dict[str, Any]:
    """Write the file of a job. Raises NotFound when the edition is gone, Dibatalkan when it was taken back."""
    edisi, jenis = get_edisi(sesi, masukan["edisi_id"]), masukan["jenis"]
    lapor.mulai(N_("Menulis berkas"))
    isi = isi_edisi(sesi, edisi.id)
    isi = replace(isi, analisa=_berjalan(isi.analisa, _banyak(sesi, edisi.id), lapor))
    berkas = io.BytesIO(tulis_edisi(isi, jenis))
    lapor.mulai(N_("Menyimpan berkas"))
    hasil = simpan(sesi, lapor.tugas_id, nama_berkas(edisi.nama, jenis), JENIS_BERKAS[jenis], berkas)
    return {"nama": hasil.nama, "ukuran": hasil.ukuran}


def nama_berkas(edisi: str, jenis: str) -> str:
    """The name of the file, of letters and figures that every system takes."""
    nama = "".join(c if c.isalnum() and c.isascii() else "-" for c in edisi).strip("-")[:80]
    return f"{nama or 'katalog'}.{jenis}"


def _banyak(sesi: Session, edisi_id: int) -> int:
    a = AHSPReferensi
    return sesi.scalar(select(func.count()).where(a.edisi_id == edisi_id, a.dihapus.is_(None))) or 0


def _berjalan(semua: Iterator[Analisa], banyak: int, lapor: Pelapor) -> Iterator[Analisa]:
    for n, satu in enumerate(semua, 1):
        lapor.langkah(n, banyak, N_("Menulis berkas"))
        yield satu
