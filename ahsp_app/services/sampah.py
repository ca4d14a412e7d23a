"""Deleting parts of the tree, and bringing them back exactly where they were.

A deletion is one history entry; what it took carries that entry's id, so a restore returns just those rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, text, update

from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import jumlahkan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import HargaItem, Klasifikasi, Komponen, Parameter, Pekerjaan, Riwayat
from ahsp_app.services.hitung import Dampak, hitung_pekerjaan, naikkan
from ahsp_app.services.item import pulihkan_item
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi
from ahsp_app.services.pohon import Simpul, buka_tempat, induk_dari, turunan, tutup_tempat
from ahsp_app.services.volume import segarkan_rumus

# What can be in the trash of a project; the project itself has its own (services.proyek).
_JENIS: dict[str, Any] = {m.__tablename__: m for m in (Klasifikasi, Pekerjaan, Komponen, Parameter, HargaItem)}


def hapus_simpul(k: Kerja, baris: Simpul, versi: int) -> tuple[int, Dampak]:
    """Put a work, or a heading with all below it, in the trash; returns the entry that brings it back.

    Raises Conflict, or Invalid when something that stays needs what would go.
    """
    cocokkan_versi(baris, versi)
    k.sesi.flush()
    judul = turunan(k, baris.id) if isinstance(baris, Klasifikasi) else []
    pekerjaan = _pekerjaan_di(k, judul) if judul else [baris.id]
    _tolak_bila_dipakai(k, pekerjaan)
    nama = baris.nama if isinstance(baris, Klasifikasi) else baris.uraian
    lama: dict[str, Any] = {"induk": induk_dari(baris), "urut": baris.urut, "pekerjaan": len(pekerjaan)}
    entri = catat(k, "hapus", baris.__tablename__, baris.id, lama, None, nama)
    k.sesi.flush()
    _tandai(k, Komponen, Komponen.pekerjaan_id.in_(pekerjaan), entri.id)
    _tandai(k, Pekerjaan, Pekerjaan.id.in_(pekerjaan), entri.id)
    _tandai(k, Klasifikasi, Klasifikasi.id.in_(judul), entri.id)
    tutup_tempat(k, type(baris), induk_dari(baris), baris.urut)
    return entri.id, _kurangi(k, baris, -1)


def pulihkan(k: Kerja, riwayat_id: int) -> tuple[str, Dampak]:
    """Bring back what one deletion took; returns its name. Raises NotFound, Invalid."""
    entri = k.sesi.get(Riwayat, riwayat_id)
    if entri is None or entri.proyek_id != k.proyek.id or entri.aksi != "hapus" or entri.tabel not in _JENIS:
        raise NotFound
    jenis = _JENIS[entri.tabel]
    if jenis in {Parameter, HargaItem}:
        dampak = _pulihkan_baris(k, jenis, entri.id)
    else:
        akar: Any = k.sesi.get(jenis, entri.baris_id)
        if akar is None or akar.sampah_id != entri.id:
            raise _sudah_pulih()
        dampak = _pulihkan_komponen(k, akar) if isinstance(akar, Komponen) else _pulihkan_simpul(k, akar, entri)
    catat(k, "pulihkan", entri.tabel, entri.baris_id, None, None, entri.ringkasan)
    return entri.ringkasan, dampak


def _pulihkan_simpul(k: Kerja, akar: Simpul, entri: Riwayat) -> Dampak:
    induk = induk_dari(akar)
    if induk is not None and _mati(k, Klasifikasi, [induk]):
        raise Invalid("induk_terhapus", N_("Judul di atasnya sudah dihapus. Pulihkan judul itu dulu."))
    pekerjaan = list(k.sesi.scalars(select(Pekerjaan.id).where(Pekerjaan.sampah_id == entri.id)))
    urut = buka_tempat(k, type(akar), induk, (entri.lama or {}).get("urut"))
    for jenis in (Klasifikasi, Pekerjaan, Komponen):
        k.sesi.execute(
            update(jenis)
            .where(jenis.proyek_id == k.proyek.id, jenis.sampah_id == entri.id)
            .values(sampah_id=None, versi=jenis.versi + 1)
            .execution_options(synchronize_session="fetch")
        )
    akar.urut = urut
    k.sesi.flush()
    pulihkan_item(k, pekerjaan)
    _tolak_bila_kehilangan(k, pekerjaan)
    awal = _kurangi(k, akar, 1)
    hitung_pekerjaan(k, pekerjaan)
    akhir = segarkan_rumus(k, pekerjaan)
    akhir.pekerjaan.update(pekerjaan)
    return Dampak(
        awal.jumlah_lama,
        akhir.jumlah_baru,
        akhir.pekerjaan,
        awal.klasifikasi | akhir.klasifikasi,
        awal.subtotal | akhir.subtotal,
    )


def _pulihkan_komponen(k: Kerja, baris: Komponen) -> Dampak:
    if _mati(k, Pekerjaan, [baris.pekerjaan_id]):
        raise Invalid("induk_terhapus", N_("Pekerjaannya sudah dihapus. Pulihkan pekerjaan itu dulu."))
    from ahsp_app.services.analisa import pulihkan_komponen  # noqa: PLC0415 -- analisa deletes through this module

    return pulihkan_komponen(k, baris)


def _pulihkan_baris(k: Kerja, jenis: Any, entri_id: int) -> Dampak:
    """Parameters and resources. Those whose name a new one has taken meanwhile stay in the trash."""
    terhapus = k.sesi.scalars(select(jenis).where(jenis.proyek_id == k.proyek.id, jenis.sampah_id == entri_id)).all()
    if not terhapus:
        raise _sudah_pulih()
    kembali = [baris for baris in terhapus if _kembar(k, baris) is None]
    if not kembali:
        raise Invalid("nama_ganda", N_("Sudah ada yang baru dengan nama yang sama."))
    for baris in kembali:
        baris.sampah_id, baris.versi = None, baris.versi + 1
    k.sesi.flush()
    return Dampak(k.proyek.jumlah, k.proyek.jumlah)


def _sudah_pulih() -> Invalid:
    return Invalid("sudah_pulih", N_("Ini sudah dipulihkan."))


def _kembar(k: Kerja, baris: Parameter | HargaItem) -> int | None:
    if isinstance(baris, Parameter):
        pilih = select(Parameter.id).where(
            Parameter.proyek_id == k.proyek.id, Parameter.nama == baris.nama, Parameter.sampah_id.is_(None)
        )
    else:
        pilih = select(HargaItem.id).where(
            HargaItem.proyek_id == k.proyek.id,
            HargaItem.kategori == baris.kategori,
            HargaItem.uraian_kunci == baris.uraian_kunci,
            HargaItem.satuan_kunci == baris.satuan_kunci,
            HargaItem.sampah_id.is_(None),
        )
    return k.sesi.scalar(pilih)


def _pekerjaan_di(k: Kerja, judul: Collection[int]) -> list[int]:
    return list(
        k.sesi.scalars(select(Pekerjaan.id).where(Pekerjaan.klasifikasi_id.in_(judul), Pekerjaan.sampah_id.is_(None)))
    )


def _tandai(k: Kerja, jenis: Any, syarat: Any, entri_id: int) -> None:
    k.sesi.execute(
        update(jenis)
        .where(jenis.proyek_id == k.proyek.id, jenis.sampah_id.is_(None), syarat)
        .values(sampah_id=entri_id, versi=jenis.versi + 1)
        .execution_options(synchronize_session="fetch")
    )


def _kurangi(k: Kerja, akar: Simpul, tanda: int) -> Dampak:
    """Take the amount of what goes (or comes back) off the headings above it and the project."""
    induk = induk_dari(akar)
    selisih = akar.jumlah if tanda > 0 else akar.jumlah.copy_negate()
    if induk is not None:
        return naikkan(k, {induk: selisih})
    lama = k.proyek.jumlah
    k.proyek.jumlah = jumlahkan([lama, selisih])
    return Dampak(lama, k.proyek.jumlah)


def _tolak_bila_dipakai(k: Kerja, pekerjaan: Collection[int]) -> None:
    pemakai = k.sesi.scalar(
        select(Pekerjaan.uraian)
        .join(Komponen, Komponen.pekerjaan_id == Pekerjaan.id)
        .where(
            Komponen.sub_id.in_(pekerjaan),
            Komponen.sampah_id.is_(None),
            Pekerjaan.sampah_id.is_(None),
            Pekerjaan.id.not_in(pekerjaan),
        )
        .limit(1)
    )
    if pemakai is not None:
        raise Invalid("dipakai", N_("Masih dipakai di analisa “%(uraian)s”."), uraian=pemakai[:80])
    acuan = [f"#{kunci}" for kunci in k.sesi.scalars(select(Pekerjaan.kunci).where(Pekerjaan.id.in_(pekerjaan)))]
    perumus = k.sesi.scalar(
        select(Pekerjaan.uraian)
        .where(
            Pekerjaan.proyek_id == k.proyek.id,
            Pekerjaan.sampah_id.is_(None),
            Pekerjaan.rumus_acuan.overlap(acuan),
            Pekerjaan.id.not_in(pekerjaan),
        )
        .limit(1)
    )
    if perumus is not None:
        raise Invalid("dipakai", N_("Masih dipakai rumus volume “%(uraian)s”."), uraian=perumus[:80])


def _tolak_bila_kehilangan(k: Kerja, pekerjaan: Collection[int]) -> None:
    """What comes back may need a work or a parameter that has gone since."""
    hilang = k.sesi.scalar(
        text("""
            SELECT s.uraian FROM komponen c JOIN pekerjaan s ON s.id = c.sub_id
            WHERE c.pekerjaan_id = ANY(CAST(:id AS bigint[])) AND c.sampah_id IS NULL AND s.sampah_id IS NOT NULL
            UNION ALL
            SELECT a FROM pekerjaan p, unnest(p.rumus_acuan) AS a
            WHERE p.id = ANY(CAST(:id AS bigint[]))
              AND NOT EXISTS (SELECT FROM parameter m WHERE m.proyek_id = p.proyek_id AND m.nama = a
                              AND m.sampah_id IS NULL)
              AND NOT EXISTS (SELECT FROM pekerjaan q WHERE q.proyek_id = p.proyek_id AND '#' || q.kunci = a
                              AND q.sampah_id IS NULL AND q.volume IS NOT NULL)
            LIMIT 1"""),
        {"id": list(pekerjaan)},
    )
    if hilang is not None:
        raise Invalid(
            "induk_terhapus",
            N_("Yang dipakainya, “%(nama)s”, sudah dihapus. Pulihkan itu dulu."),
            nama=hilang[:80],
        )


def _mati(k: Kerja, jenis: Any, ids: Collection[int]) -> bool:
    return bool(k.sesi.scalar(select(jenis.id).where(jenis.id.in_(ids), jenis.sampah_id.is_not(None)).limit(1)))
