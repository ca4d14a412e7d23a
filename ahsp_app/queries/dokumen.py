"""What the page of documents shows: how large the project is, and the files that were made of it."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.models import Tugas
from ahsp_app.queries.tugas import BarisTugas, pilih_tugas

_BARIS = text("""
    SELECT (SELECT count(*) FROM pekerjaan WHERE proyek_id = :p AND sampah_id IS NULL)
         + (SELECT count(*) FROM komponen WHERE proyek_id = :p AND sampah_id IS NULL)
""")


def hitung_baris(sesi: Session, proyek_id: int) -> int:
    """Works and components: about as many lines as its longest document has."""
    return int(sesi.scalar(_BARIS, {"p": proyek_id}) or 0)


def daftar_dokumen(sesi: Session, pengguna_id: int, proyek_id: int, banyak: int = 10) -> tuple[BarisTugas, ...]:
    """This person's newest documents of a project. One statement."""
    pilih = (
        pilih_tugas()
        .where(
            Tugas.pengguna_id == pengguna_id,
            Tugas.jenis.startswith("dokumen"),
            Tugas.masukan["proyek_id"].as_integer() == proyek_id,
        )
        .order_by(Tugas.id.desc())
        .limit(banyak)
    )
    return tuple(BarisTugas(*b) for b in sesi.execute(pilih))
