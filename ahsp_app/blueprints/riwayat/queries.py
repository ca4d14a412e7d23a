"""Reading the history of a whole project, newest first, by key and not by offset: it only ever grows."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.models import Klasifikasi, Pengguna, Riwayat
from ahsp_app.queries.riwayat import Perubahan

PER = 50
# What a deletion took carries its entry; an entry that nothing carries has been brought back.
_DI_SAMPAH = text("""
    SELECT sampah_id FROM klasifikasi WHERE proyek_id = :p AND sampah_id = ANY(CAST(:id AS bigint[]))
    UNION SELECT sampah_id FROM pekerjaan WHERE proyek_id = :p AND sampah_id = ANY(CAST(:id AS bigint[]))
    UNION SELECT sampah_id FROM komponen WHERE proyek_id = :p AND sampah_id = ANY(CAST(:id AS bigint[]))
    UNION SELECT sampah_id FROM parameter WHERE proyek_id = :p AND sampah_id = ANY(CAST(:id AS bigint[]))
    UNION SELECT sampah_id FROM harga_item WHERE proyek_id = :p AND sampah_id = ANY(CAST(:id AS bigint[]))
""")


def list_riwayat(
    sesi: Session, proyek_id: int, *, sebelum: int = 0, tabel: str = "", baris_id: int = 0
) -> tuple[list[Perubahan], bool]:
    """Up to fifty entries older than `sebelum` (0: the newest), and whether there are older ones still.

    `tabel` and `baris_id` keep the entries of one row.
    """
    r = Riwayat
    pilih = (
        select(r.id, r.pada, Pengguna.nama, r.aksi, r.tabel, r.baris_id, r.ringkasan, r.lama, r.baru)
        .outerjoin(Pengguna, Pengguna.id == r.pengguna_id)
        .where(r.proyek_id == proyek_id)
        .order_by(r.id.desc())
        .limit(PER + 1)
    )
    if sebelum:
        pilih = pilih.where(r.id < sebelum)
    if tabel and baris_id:
        pilih = pilih.where(r.tabel == tabel, r.baris_id == baris_id)
    baris = [Perubahan(*b) for b in sesi.execute(pilih)]
    return baris[:PER], len(baris) > PER


def masih_di_sampah(sesi: Session, proyek_id: int, entri: Collection[int]) -> set[int]:
    """Which of these deletions can still be taken back."""
    if not entri:
        return set()
    return set(sesi.scalars(_DI_SAMPAH, {"p": proyek_id, "id": list(entri)}))


def belum_diurungkan(sesi: Session, proyek_id: int, terapan: Collection[int]) -> set[int]:
    """Which of these applications of a price book were not taken back yet."""
    r = Riwayat
    syarat = (r.proyek_id == proyek_id, r.tabel == "harga_item", r.aksi == "urungkan", r.baris_id.in_(terapan))
    return set(terapan) - set(sesi.scalars(select(r.baris_id).where(*syarat))) if terapan else set()


def nama_judul(sesi: Session, proyek_id: int, ids: Collection[int]) -> dict[int, str]:
    """Names of headings, also of those in the trash."""
    if not ids:
        return {}
    pilih = select(Klasifikasi.id, Klasifikasi.nama).where(Klasifikasi.proyek_id == proyek_id, Klasifikasi.id.in_(ids))
    return dict(sesi.execute(pilih).all())
