"""The tree: headings of any depth with works below them. Siblings are numbered 1, 2, 3 without gaps."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from sqlalchemy import func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services.hitung import Dampak, naikkan
from ahsp_app.services.kerja import Kerja, catat, cocokkan_versi, terapkan

Arah = Literal["naik", "turun", "masuk", "keluar"]
Simpul = Klasifikasi | Pekerjaan
NAMA_AWAL = N_("PEKERJAAN")


def get_klasifikasi(k: Kerja, klasifikasi_id: int) -> Klasifikasi:
    """A living heading of the project. Raises NotFound."""
    baris = k.sesi.get(Klasifikasi, klasifikasi_id)
    if baris is None or baris.proyek_id != k.proyek.id or baris.sampah_id is not None:
        raise NotFound(N_("Judul ini sudah dihapus di jendela lain."))
    return baris


def get_pekerjaan(k: Kerja, pekerjaan_id: int) -> Pekerjaan:
    """A living work of the project. Raises NotFound."""
    baris = k.sesi.get(Pekerjaan, pekerjaan_id)
    if baris is None or baris.proyek_id != k.proyek.id or baris.sampah_id is not None:
        raise NotFound(N_("Pekerjaan ini sudah dihapus di jendela lain."))
    return baris


def tambah_klasifikasi(k: Kerja, nama: str, induk_id: int | None = None, posisi: int | None = None) -> Klasifikasi:
    """Add a heading under `induk_id` (None: at the top) at `posisi`, default last. Raises Invalid at `nama`."""
    if induk_id is not None:
        get_klasifikasi(k, induk_id)
    nama = _nama(nama)
    urut = _buka(k, Klasifikasi, induk_id, posisi)
    baris = Klasifikasi(proyek_id=k.proyek.id, induk_id=induk_id, urut=urut, nama=nama)
    k.sesi.add(baris)
    k.sesi.flush()
    catat(k, "tambah", "klasifikasi", baris.id, None, {"nama": nama}, nama)
    return baris


def klasifikasi_untuk_tambah(k: Kerja, klasifikasi_id: int | None) -> Klasifikasi:
    """The heading that a new work goes to: the named one, else the last one, made when there is none."""
    if klasifikasi_id is not None:
        return get_klasifikasi(k, klasifikasi_id)
    terakhir = k.sesi.scalar(
        select(Klasifikasi)
        .where(
            Klasifikasi.proyek_id == k.proyek.id,
            Klasifikasi.induk_id.is_(None),
            Klasifikasi.sampah_id.is_(None),
        )
        .order_by(Klasifikasi.urut.desc())
        .limit(1)
    )
    return terakhir or tambah_klasifikasi(k, NAMA_AWAL)


def ubah_klasifikasi(
    k: Kerja, baris: Klasifikasi, versi: int, *, nama: str | None = None, nomor: str | None = None
) -> None:
    """Rename a heading or override its number ("" returns to the automatic one). Raises Conflict, Invalid."""
    baru: dict[str, object] = {}
    if nama is not None:
        baru["nama"] = _nama(nama)
    if nomor is not None:
        baru["nomor"] = nomor_bersih(nomor)
    cocokkan_versi(baris, versi, baru)
    terapkan(k, baris, baru, "ubah", baris.nama)
    k.sesi.flush()


def nomor_bersih(nomor: str) -> str | None:
    """A number typed over the automatic one; None when empty. Raises Invalid at `nomor`."""
    nomor = rapikan(nomor)
    if len(nomor) > 30:
        raise Invalid("terlalu_panjang", N_("Nomor paling panjang 30 huruf."), kolom="nomor")
    return nomor or None


def pindah_klasifikasi(k: Kerja, baris: Klasifikasi, versi: int, induk_id: int | None, posisi: int | None) -> Dampak:
    """Move a heading with everything below it. Raises Conflict, Invalid (into itself), NotFound."""
    cocokkan_versi(baris, versi)
    if induk_id is not None:
        get_klasifikasi(k, induk_id)
        if baris.id in leluhur(k, induk_id):
            raise Invalid("melingkar", N_("Judul tidak bisa dipindah ke dalam dirinya sendiri."), kolom="nama")
    return _pindah(k, baris, induk_id, posisi)


def pindah_pekerjaan(k: Kerja, baris: Pekerjaan, versi: int, klasifikasi_id: int, posisi: int | None) -> Dampak:
    """Move a work to a place under a heading. Raises Conflict, NotFound."""
    cocokkan_versi(baris, versi)
    get_klasifikasi(k, klasifikasi_id)
    return _pindah(k, baris, klasifikasi_id, posisi)


def geser(k: Kerja, baris: Simpul, versi: int, arah: Arah) -> Dampak | None:
    """Move one step by keyboard; None when there is nowhere to go. Raises Conflict.

    A heading goes past its siblings, into the one above, or out behind its parent. A work goes past its
    siblings and on into the heading before or after, into the first heading below, or out to the parent.
    """
    cocokkan_versi(baris, versi)
    tujuan = (
        _tujuan_klasifikasi(k, baris, arah) if isinstance(baris, Klasifikasi) else _tujuan_pekerjaan(k, baris, arah)
    )
    if tujuan is None:
        return None
    return _pindah(k, baris, *tujuan)


def leluhur(k: Kerja, klasifikasi_id: int) -> set[int]:
    """A heading and all headings above it."""
    return set(
        k.sesi.scalars(
            text("""
                WITH RECURSIVE naik AS (
                    SELECT id, induk_id FROM klasifikasi WHERE id = :id
                    UNION ALL SELECT k.id, k.induk_id FROM klasifikasi k JOIN naik ON k.id = naik.induk_id
                ) SELECT id FROM naik"""),
            {"id": klasifikasi_id},
        )
    )


def turunan(k: Kerja, klasifikasi_id: int) -> list[int]:
    """A heading and all living headings below it."""
    return list(
        k.sesi.scalars(
            text("""
                WITH RECURSIVE turun AS (
                    SELECT id FROM klasifikasi WHERE id = :id
                    UNION ALL
                    SELECT k.id FROM klasifikasi k JOIN turun ON k.induk_id = turun.id
                    WHERE k.proyek_id = :p AND k.sampah_id IS NULL
                ) SELECT id FROM turun"""),
            {"p": k.proyek.id, "id": klasifikasi_id},
        )
    )


def induk_dari(baris: Simpul) -> int | None:
    """The heading above."""
    return baris.induk_id if isinstance(baris, Klasifikasi) else baris.klasifikasi_id


def buka_tempat(k: Kerja, jenis: type[Simpul], induk_id: int | None, posisi: int | None) -> int:
    """Make room for one more among the siblings and return its place; None or too far means last."""
    return _buka(k, jenis, induk_id, posisi)


def tutup_tempat(k: Kerja, jenis: type[Simpul], induk_id: int | None, urut: int) -> None:
    """Close the gap that a sibling left."""
    _geser_urut(k, jenis, induk_id, urut + 1, -1)
    _hitung_isi(k, jenis, induk_id, -1)


def _pindah(k: Kerja, baris: Simpul, induk_id: int | None, posisi: int | None) -> Dampak:
    asal, urut_asal = induk_dari(baris), baris.urut
    jenis = type(baris)
    k.sesi.flush()
    # Out of the way first, so that the places of the others are counted without it.
    tutup_tempat(k, jenis, asal, urut_asal)
    urut = _buka(k, jenis, induk_id, posisi, kecuali=baris.id)
    catat(
        k,
        "pindah",
        jenis.__tablename__,
        baris.id,
        {"induk": asal, "urut": urut_asal},
        {"induk": induk_id, "urut": urut},
        baris.nama if isinstance(baris, Klasifikasi) else baris.uraian,
    )
    baris.urut = urut
    baris.versi += 1
    if isinstance(baris, Klasifikasi):
        baris.induk_id = induk_id
    elif induk_id is not None:
        baris.klasifikasi_id = induk_id
    selisih: dict[int, Decimal] = {}
    if asal != induk_id:
        pindahan = ((asal, baris.jumlah.copy_negate()), (induk_id, baris.jumlah))
        selisih = {kid: beda for kid, beda in pindahan if kid is not None}
    if isinstance(baris, Klasifikasi) and (asal is None) != (induk_id is None):
        return _naik_tanpa_proyek(k, selisih)
    return naikkan(k, selisih)


def _naik_tanpa_proyek(k: Kerja, selisih: dict[int, Decimal]) -> Dampak:
    """A heading that moves to or from the top changes headings above it, but not the project's JUMLAH."""
    tetap = k.proyek.jumlah
    dampak = naikkan(k, selisih)
    k.proyek.jumlah = tetap
    return Dampak(tetap, tetap, dampak.pekerjaan, dampak.klasifikasi, dampak.subtotal)


def _tujuan_klasifikasi(k: Kerja, baris: Klasifikasi, arah: Arah) -> tuple[int | None, int | None] | None:
    if arah == "naik":
        return (baris.induk_id, baris.urut - 1) if baris.urut > 1 else None
    if arah == "turun":
        return (baris.induk_id, baris.urut + 1) if baris.urut < _banyak(k, Klasifikasi, baris.induk_id) else None
    if arah == "keluar":
        if baris.induk_id is None:
            return None
        induk = get_klasifikasi(k, baris.induk_id)
        return induk.induk_id, induk.urut + 1
    kakak = k.sesi.scalar(_hidup(k, Klasifikasi, baris.induk_id, Klasifikasi.urut == baris.urut - 1))
    return (kakak, None) if kakak is not None else None


def _tujuan_pekerjaan(k: Kerja, baris: Pekerjaan, arah: Arah) -> tuple[int | None, int | None] | None:
    if arah == "naik" and baris.urut > 1:
        return baris.klasifikasi_id, baris.urut - 1
    if arah == "turun" and baris.urut < _banyak(k, Pekerjaan, baris.klasifikasi_id):
        return baris.klasifikasi_id, baris.urut + 1
    if arah == "keluar":
        induk = get_klasifikasi(k, baris.klasifikasi_id).induk_id
        return (induk, None) if induk is not None else None
    if arah == "masuk":
        anak = k.sesi.scalar(_hidup(k, Klasifikasi, baris.klasifikasi_id, Klasifikasi.urut == 1))
        return (anak, None) if anak is not None else None
    urutan = urutan_klasifikasi(k)
    letak = urutan.index(baris.klasifikasi_id) + (-1 if arah == "naik" else 1)
    if not 0 <= letak < len(urutan):
        return None
    return urutan[letak], None if arah == "naik" else 1


def urutan_klasifikasi(k: Kerja) -> list[int]:
    """All living headings in the order they are read, a heading before those below it."""
    baris = k.sesi.execute(
        select(Klasifikasi.id, Klasifikasi.induk_id)
        .where(Klasifikasi.proyek_id == k.proyek.id, Klasifikasi.sampah_id.is_(None))
        .order_by(Klasifikasi.urut)
    ).all()
    anak: dict[int | None, list[int]] = {}
    for kid, induk in baris:
        anak.setdefault(induk, []).append(kid)
    urutan: list[int] = []
    tumpukan = list(reversed(anak.get(None, [])))
    while tumpukan:
        kid = tumpukan.pop()
        urutan.append(kid)
        tumpukan.extend(reversed(anak.get(kid, [])))
    return urutan


def _kolom_induk(jenis: type[Simpul], induk_id: int | None) -> ColumnElement[bool]:
    if jenis is Klasifikasi:
        return Klasifikasi.induk_id.is_(None) if induk_id is None else Klasifikasi.induk_id == induk_id
    return Pekerjaan.klasifikasi_id == induk_id


def _hidup(k: Kerja, jenis: type[Simpul], induk_id: int | None, *syarat: ColumnElement[bool]):  # type: ignore[no-untyped-def]  # as above: a select
    return select(jenis.id).where(
        jenis.proyek_id == k.proyek.id, jenis.sampah_id.is_(None), _kolom_induk(jenis, induk_id), *syarat
    )


def _banyak(k: Kerja, jenis: type[Simpul], induk_id: int | None, kecuali: int = 0) -> int:
    hidup = _hidup(k, jenis, induk_id, jenis.id != kecuali).subquery()
    return k.sesi.scalar(select(func.count()).select_from(hidup)) or 0


def _buka(k: Kerja, jenis: type[Simpul], induk_id: int | None, posisi: int | None, kecuali: int = 0) -> int:
    k.sesi.flush()
    terakhir = _banyak(k, jenis, induk_id, kecuali) + 1
    urut = terakhir if posisi is None else max(1, min(posisi, terakhir))
    if urut < terakhir:
        _geser_urut(k, jenis, induk_id, urut, 1, kecuali=kecuali)
    _hitung_isi(k, jenis, induk_id, 1)
    return urut


def _hitung_isi(k: Kerja, jenis: type[Simpul], induk_id: int | None, langkah: int) -> None:
    """A heading knows how many works it has, so that pages of the tree need not count them."""
    if jenis is Pekerjaan:
        k.sesi.execute(
            update(Klasifikasi)
            .where(Klasifikasi.id == induk_id)
            .values(banyak=Klasifikasi.banyak + langkah)
            .execution_options(synchronize_session="fetch")
        )


def _geser_urut(
    k: Kerja, jenis: type[Simpul], induk_id: int | None, mulai: int, langkah: int, *, kecuali: int = 0
) -> None:
    k.sesi.execute(
        update(jenis)
        .where(
            jenis.proyek_id == k.proyek.id,
            jenis.sampah_id.is_(None),
            _kolom_induk(jenis, induk_id),
            jenis.urut >= mulai,
            jenis.id != kecuali,
        )
        .values(urut=jenis.urut + langkah)
        .execution_options(synchronize_session="fetch")
    )


def _nama(nama: str) -> str:
    nama = rapikan(nama)
    if not nama:
        raise Invalid("kosong", N_("Nama judul belum diisi."), kolom="nama")
    if len(nama) > 300:
        raise Invalid("terlalu_panjang", N_("Nama judul paling panjang 300 huruf."), kolom="nama")
    return nama
