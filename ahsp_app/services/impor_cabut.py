"""Taking an import back: what it added goes, what it replaced returns, in one transaction."""

# ruff: noqa: S608 -- the statements are put together from constants of this file only

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.models import AHSPReferensi, Edisi, Impor
from ahsp_app.services.impor_komit import katalog_berubah
from ahsp_app.services.katalog import kunci_pemuatan

# The history entries of the last time this import was written.
_MILIK: Final = """riwayat_katalog WHERE impor_id = :impor AND tabel = 'ahsp_referensi'
    AND aksi IN ('impor_tambah', 'impor_ubah')
    AND id > (SELECT coalesce(max(c.id), 0) FROM riwayat_katalog c WHERE c.impor_id = :impor AND c.aksi = 'cabut')"""
_KUNCI_TAMBAHAN: Final = text(f"""
    SELECT id FROM ahsp_referensi WHERE id IN (SELECT baris_id FROM {_MILIK} AND aksi = 'impor_tambah') FOR UPDATE
""")
_DIPAKAI: Final = text(f"""
    SELECT count(*), count(DISTINCT proyek_id) FROM pekerjaan
    WHERE referensi_id IN (SELECT baris_id FROM {_MILIK} AND aksi = 'impor_tambah')
""")
# Of the person's own projects, each with the first of its works.
_DIPAKAI_SENDIRI: Final = text(f"""
    SELECT r.nama, count(*), (array_agg(p.uraian ORDER BY p.id))[1:3]
    FROM pekerjaan p JOIN proyek r ON r.id = p.proyek_id
    WHERE r.pemilik_id = :pengguna AND p.referensi_id IN (SELECT baris_id FROM {_MILIK} AND aksi = 'impor_tambah')
    GROUP BY r.id ORDER BY r.nama, r.id LIMIT 10
""")
_DIUBAH_LAGI: Final = text(f"""
    SELECT count(DISTINCT r.baris_id) FROM riwayat_katalog r JOIN (SELECT id, baris_id FROM {_MILIK}) m
        ON m.baris_id = r.baris_id AND r.id > m.id
    WHERE r.tabel = 'ahsp_referensi' AND r.aksi NOT IN ('arsip', 'pakai_lagi')
""")
_CABUT_ISI_LAMA: Final = text(f"""
    DELETE FROM komponen_referensi WHERE ahsp_id IN (SELECT baris_id FROM {_MILIK})
""")
_CABUT_PULIHKAN: Final = text(f"""
    UPDATE ahsp_referensi a
    SET kode = m.lama->>'kode', grup = m.lama->>'grup', uraian = m.lama->>'uraian', satuan = m.lama->>'satuan',
        versi = a.versi + 1, diubah = now()
    FROM (SELECT baris_id, lama FROM {_MILIK} AND aksi = 'impor_ubah') m WHERE a.id = m.baris_id
""")
_CABUT_KOMPONEN: Final = text(f"""
    INSERT INTO komponen_referensi (ahsp_id, urut, kategori, kode, uraian, satuan, koefisien)
    SELECT m.baris_id, k.urut, k.isi->>'kategori', k.isi->>'kode', k.isi->>'uraian', k.isi->>'satuan',
           (k.isi->>'koefisien')::numeric
    FROM (SELECT baris_id, lama FROM {_MILIK} AND aksi = 'impor_ubah') m,
         jsonb_array_elements(m.lama->'komponen') WITH ORDINALITY AS k(isi, urut)
""")
_CABUT_TAMBAHAN: Final = text(f"""
    DELETE FROM ahsp_referensi WHERE id IN (SELECT baris_id FROM {_MILIK} AND aksi = 'impor_tambah')
""")
_CABUT_CATAT: Final = text(f"""
    INSERT INTO riwayat_katalog (pengguna_id, impor_id, aksi, tabel, baris_id, ringkasan)
    SELECT :pengguna, :impor, 'cabut', 'ahsp_referensi', baris_id, ringkasan FROM (SELECT * FROM {_MILIK}) m
    ORDER BY id
""")


def cabut(sesi: Session, impor: Impor, pengguna_id: int | None) -> None:
    """Take an import back: what it added goes, what it replaced returns. `impor` must be locked.

    Raises Invalid when works use what was added, or when something of it was changed since.
    """
    if impor.status == "dicabut":
        return
    if impor.status != "dikomit":
        raise Invalid("belum_dikomit", N_("Impor ini belum ditulis ke katalog."))
    kunci_pemuatan(sesi)
    isi = {"impor": impor.id, "pengguna": pengguna_id}
    _periksa_cabut(sesi, isi)
    for perintah in (_CABUT_ISI_LAMA, _CABUT_PULIHKAN, _CABUT_KOMPONEN, _CABUT_TAMBAHAN, _CABUT_CATAT):
        sesi.execute(perintah, isi)
    if impor.edisi_id is not None and impor.ringkasan.get("edisi_baru"):
        _buang_edisi_kosong(sesi, impor, impor.edisi_id)
    katalog_berubah(sesi)
    impor.status = "dicabut"
    impor.dicabut = func.now()
    impor.versi += 1
    sesi.flush()


def _periksa_cabut(sesi: Session, isi: dict[str, Any]) -> None:
    sesi.execute(_KUNCI_TAMBAHAN, isi)  # a project that takes one of them now waits for us
    pekerjaan, proyek = sesi.execute(_DIPAKAI, isi).one()
    if pekerjaan:
        pola = N_("Tidak bisa dicabut: analisa yang ditambahkan dipakai %(n)s pekerjaan di %(p)s proyek.")
        sendiri = _sebut_pemakai(sesi.execute(_DIPAKAI_SENDIRI, isi).all())
        if sendiri:
            pola = N_(
                "Tidak bisa dicabut: analisa yang ditambahkan dipakai %(n)s pekerjaan di %(p)s proyek."
                " Proyek Anda: %(proyek)s."
            )
        raise Invalid("dipakai", pola, n=pekerjaan, p=proyek, proyek=sendiri)
    diubah = sesi.scalar(_DIUBAH_LAGI, isi)
    if diubah:
        pola = N_("Tidak bisa dicabut: %(n)s analisa sudah diubah lagi sesudah impor ini.")
        raise Invalid("diubah_lagi", pola, n=diubah)


def _sebut_pemakai(semua: Iterable[Any]) -> str:
    """Projects by name, each with some works that use what is to be taken back."""
    proyek = []
    for nama, banyak, uraian in semua:
        lebih = f", +{banyak - len(uraian)}" if banyak > len(uraian) else ""
        proyek.append(f"“{nama}” ({'; '.join(u[:60] for u in uraian)}{lebih})")
    return ", ".join(proyek)


def _buang_edisi_kosong(sesi: Session, impor: Impor, edisi_id: int) -> None:
    """The edition that came with the import goes with it, unless something else is in it."""
    if sesi.scalar(select(AHSPReferensi.id).where(AHSPReferensi.edisi_id == edisi_id).limit(1)) is not None:
        return
    edisi = sesi.get_one(Edisi, edisi_id)
    impor.tujuan = impor.tujuan | {"nama": edisi.nama}
    impor.edisi_id = None
    impor.ringkasan = {k: v for k, v in impor.ringkasan.items() if k != "edisi_baru"}
    sesi.flush()
    sesi.execute(update(Impor).where(Impor.edisi_id == edisi_id).values(edisi_id=None, tujuan={"nama": edisi.nama}))
    sesi.delete(edisi)
