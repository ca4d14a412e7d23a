"""The rows of an analysis: koefisien × a resource, or × another work of the project."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from ahsp_app.calc.analisa import Siklus, periksa_siklus
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import HargaItem, Komponen, Pekerjaan
from ahsp_app.services.hitung import Dampak, hitung_harga_item, hitung_pekerjaan
from ahsp_app.services.item import item_baru, pastikan_item, pulihkan_item
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan
from ahsp_app.services.pohon import get_pekerjaan
from ahsp_app.services.referensi import BarisReferensi, tentukan_sumber


def get_komponen(k: Kerja, komponen_id: int) -> Komponen:
    """A living row of an analysis of the project. Raises NotFound."""
    baris = k.sesi.get(Komponen, komponen_id)
    if baris is None or baris.proyek_id != k.proyek.id or baris.sampah_id is not None:
        raise NotFound(N_("Komponen ini sudah dihapus di jendela lain."))
    return baris


def tambah_komponen(
    k: Kerja,
    p: Pekerjaan,
    kategori: str,
    uraian: str,
    satuan: str,
    koefisien: Decimal,
    *,
    kode: str | None = None,
    harga: Decimal | None = None,
) -> tuple[Komponen, Dampak]:
    """Add a resource to an analysis; a known resource (same kategori, uraian, satuan) is used again.

    `harga` fills a price that is still missing and never replaces one. Raises Invalid at the field.
    """
    _tolak_harga_langsung(p)
    baru = item_baru(kategori, uraian, satuan, kode)
    item = pastikan_item(k, [baru])[baru.identitas]
    terisi = harga is not None and item.harga is None and item.faktor is None
    if terisi:
        terapkan(k, item, {"harga": harga}, "ubah", item.uraian)
    baris = _tambah(k, p, Komponen(harga_item_id=item.id, kategori=item.kategori, koefisien=koefisien), item.uraian)
    # The price that was missing here was missing in every other work that uses the resource.
    return baris, hitung_harga_item(k, [item.id]) if terisi else hitung_pekerjaan(k, [p.id])


def tambah_sub(k: Kerja, p: Pekerjaan, sub_id: int, koefisien: Decimal) -> tuple[Komponen, Dampak]:
    """Nest another work: it enters with its direct cost. Raises Invalid at `uraian` for a cycle, naming the path."""
    _tolak_harga_langsung(p)
    sub = get_pekerjaan(k, sub_id)
    _tolak_siklus(k, p, sub)
    baris = _tambah(k, p, Komponen(sub_id=sub.id, kategori="LAIN", koefisien=koefisien), sub.uraian)
    return baris, hitung_pekerjaan(k, [p.id])


def ubah_koefisien(k: Kerja, baris: Komponen, versi: int, koefisien: Decimal) -> Dampak:
    """Change a coefficient. Raises Conflict."""
    cocokkan_versi(baris, versi, {"koefisien": koefisien})
    p = get_pekerjaan(k, baris.pekerjaan_id)
    if not terapkan(k, baris, {"koefisien": koefisien}, "ubah", p.uraian):
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    return _setelah(k, p)


def ubah_item_komponen(
    k: Kerja, baris: Komponen, versi: int, *, uraian: str, satuan: str, kode: str | None = None
) -> Dampak:
    """Let a row use another resource of the same kategori, by what is typed. The old resource stays as it is.

    Raises Conflict, Invalid at the field.
    """
    cocokkan_versi(baris, versi)
    if baris.harga_item_id is None:
        raise Invalid("sub", N_("Baris ini memakai pekerjaan lain; ubah uraiannya di pekerjaan itu."), kolom="uraian")
    p = get_pekerjaan(k, baris.pekerjaan_id)
    baru = item_baru(baris.kategori, uraian, satuan, kode)
    item = pastikan_item(k, [baru])[baru.identitas]
    if not terapkan(k, baris, {"harga_item_id": item.id}, "ubah", p.uraian):
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    return _setelah(k, p)


def hapus_komponen(k: Kerja, baris: Komponen, versi: int) -> tuple[int, Dampak]:
    """Put a row in the trash; returns the history entry that brings it back. Raises Conflict."""
    cocokkan_versi(baris, versi)
    p = get_pekerjaan(k, baris.pekerjaan_id)
    entri = catat(
        k,
        "hapus",
        "komponen",
        baris.id,
        {"koefisien": baris.koefisien, "urut": baris.urut},
        None,
        _nama(k, baris),
    )
    k.sesi.flush()
    baris.sampah_id, baris.versi = entri.id, baris.versi + 1
    return entri.id, _setelah(k, p)


def pulihkan_komponen(k: Kerja, baris: Komponen) -> Dampak:
    """Bring a deleted row back (services.sampah). Raises Invalid when it no longer fits."""
    p = get_pekerjaan(k, baris.pekerjaan_id)
    _tolak_harga_langsung(p)
    if baris.sub_id is not None:
        _tolak_siklus(k, p, get_pekerjaan(k, baris.sub_id))
    baris.sampah_id, baris.versi = None, baris.versi + 1
    k.sesi.flush()
    pulihkan_item(k, [p.id])
    return _setelah(k, p)


def banyak_komponen(k: Kerja, p: Pekerjaan, entri_id: int | None = None) -> int:
    """How many rows an analysis has; or how many that the entry of a history has put away."""
    k.sesi.flush()
    syarat = Komponen.sampah_id.is_(None) if entri_id is None else Komponen.sampah_id == entri_id
    pilih = select(func.count()).select_from(Komponen).where(Komponen.pekerjaan_id == p.id, syarat)
    return k.sesi.scalar(pilih) or 0


def simpan_komponen(k: Kerja, p: Pekerjaan, entri_id: int) -> None:
    """Put all rows of an analysis away under an entry of the history; the caller recomputes."""
    _tandai(k, p, Komponen.sampah_id.is_(None), entri_id)


def ambil_komponen(k: Kerja, p: Pekerjaan, entri_id: int) -> None:
    """Bring back the rows that an entry has put away; the caller recomputes.

    Raises Invalid when a work that they use is gone, or now uses this one.
    """
    pilih = select(Pekerjaan).join(Komponen, Komponen.sub_id == Pekerjaan.id).where(Komponen.sampah_id == entri_id)
    for sub in k.sesi.scalars(pilih).all():
        if sub.sampah_id is not None:
            pola = N_("Yang dipakainya, “%(nama)s”, sudah dihapus. Pulihkan itu dulu.")
            raise Invalid("induk_terhapus", pola, nama=sub.uraian[:80])
        _tolak_siklus(k, p, sub)
    _tandai(k, p, Komponen.sampah_id == entri_id, None)
    pulihkan_item(k, [p.id])


def ganti_komponen(k: Kerja, p: Pekerjaan, isi: Sequence[BarisReferensi]) -> None:
    """Give an analysis without rows those of a reference; the caller recomputes."""
    item = pastikan_item(k, [r.item for r in isi])
    k.sesi.add_all(
        Komponen(
            proyek_id=k.proyek.id,
            pekerjaan_id=p.id,
            urut=urut,
            kategori=r.item.kategori,
            harga_item_id=item[r.item.identitas].id,
            koefisien=r.koefisien,
        )
        for urut, r in enumerate(isi, 1)
    )
    k.sesi.flush()


def _tambah(k: Kerja, p: Pekerjaan, baris: Komponen, nama: str) -> Komponen:
    terakhir = k.sesi.scalar(
        select(func.max(Komponen.urut)).where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None))
    )
    baris.proyek_id, baris.pekerjaan_id, baris.urut = k.proyek.id, p.id, (terakhir or 0) + 1
    k.sesi.add(baris)
    k.sesi.flush()
    catat(k, "tambah", "komponen", baris.id, None, {"koefisien": baris.koefisien}, nama)
    tentukan_sumber(k, p)
    return baris


def _tandai(k: Kerja, p: Pekerjaan, syarat: ColumnElement[bool], entri_id: int | None) -> None:
    k.sesi.flush()
    k.sesi.execute(
        update(Komponen)
        .where(Komponen.pekerjaan_id == p.id, syarat)
        .values(sampah_id=entri_id, versi=Komponen.versi + 1)
        .execution_options(synchronize_session="fetch")
    )


def _setelah(k: Kerja, p: Pekerjaan) -> Dampak:
    tentukan_sumber(k, p)
    return hitung_pekerjaan(k, [p.id])


def _nama(k: Kerja, baris: Komponen) -> str:
    if baris.sub_id is not None:
        return get_pekerjaan(k, baris.sub_id).uraian
    return k.sesi.scalar(select(HargaItem.uraian).where(HargaItem.id == baris.harga_item_id)) or ""


def _tolak_harga_langsung(p: Pekerjaan) -> None:
    if p.harga_langsung is not None:
        raise Invalid(
            "harga_langsung",
            N_("Pekerjaan ini memakai harga langsung. Kosongkan dulu untuk menyusun analisa."),
            kolom="uraian",
        )


def _tolak_siklus(k: Kerja, p: Pekerjaan, sub: Pekerjaan) -> None:
    kait = k.sesi.execute(
        text("""
            WITH RECURSIVE naik AS (
                SELECT CAST(:p AS bigint) AS id UNION
                SELECT c.pekerjaan_id FROM komponen c JOIN naik ON c.sub_id = naik.id WHERE c.sampah_id IS NULL
            ), turun AS (
                SELECT CAST(:s AS bigint) AS id UNION
                SELECT c.sub_id FROM komponen c JOIN turun ON c.pekerjaan_id = turun.id
                WHERE c.sub_id IS NOT NULL AND c.sampah_id IS NULL
            )
            SELECT c.pekerjaan_id, c.sub_id FROM komponen c
            WHERE c.sub_id IS NOT NULL AND c.sampah_id IS NULL
              AND (c.pekerjaan_id IN (SELECT id FROM turun) OR c.sub_id IN (SELECT id FROM naik))"""),
        {"p": p.id, "s": sub.id},
    )
    anak: dict[int, set[int]] = {}
    for dari, ke in kait:
        anak.setdefault(dari, set()).add(ke)
    try:
        periksa_siklus(anak, p.id, sub.id)
    except Siklus as siklus:
        nama = dict(k.sesi.execute(select(Pekerjaan.id, Pekerjaan.uraian).where(Pekerjaan.id.in_(siklus.jalur))).all())
        raise Invalid.dari(Siklus(siklus.jalur, {i: n[:60] for i, n in nama.items()}), kolom="uraian") from None
    except Galat as galat:
        raise Invalid.dari(galat, kolom="uraian") from None
