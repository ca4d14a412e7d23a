"""Many analyses of the catalogue at once, and the way back from it.

Such a change is one entry of the history (tabel "massal") that stands for the entries of its analyses: they follow it
and name it in `baru`. Taking it back is a change of many as well, whose entry names the one that it took back.
"""

# ruff: noqa: S608 -- the statements are put together from constants of this file only

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import Edisi, RiwayatKatalog
from ahsp_app.services.impor_komit import katalog_berubah, urutkan
from ahsp_app.services.katalog import kunci_pemuatan
from ahsp_app.services.katalog_catat import ISI_SQL, catat_katalog, kunci_analisa
from ahsp_app.services.katalog_ubah import ganti_isi, rapi
from ahsp_app.services.massal import pesan_id

MAKS_MASSAL: Final = 5000


@dataclass(frozen=True, slots=True)
class Massal:
    """What was done: to how many analyses, and the entry that takes it back."""

    banyak: int
    catatan_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Aksi:
    """How it is done and to which (`yang`), how it is taken back, from which state, and how that is called.

    `isi_tetap`: what they say stays as it is, so there is nothing to keep of it, and their version stays too.
    """

    setel: str
    yang: str
    balik: str
    keadaan: str
    nama_balik: str
    isi_tetap: bool = False


_ADA: Final = "a.dihapus IS NULL AND"
_AKSI: Final = {
    "hapus": _Aksi("dihapus = now()", "true", "dihapus = NULL", "a.dihapus IS NOT NULL", "pulih"),
    "arsip": _Aksi(
        "diarsipkan = now()", "a.diarsipkan IS NULL", "diarsipkan = NULL",
        f"{_ADA} a.diarsipkan IS NOT NULL", "pakai_lagi", isi_tetap=True,
    ),
    "pakai_lagi": _Aksi(
        "diarsipkan = NULL", "a.diarsipkan IS NOT NULL", "diarsipkan = now()",
        f"{_ADA} a.diarsipkan IS NULL", "arsip", isi_tetap=True,
    ),
    "pindah_grup": _Aksi(
        "grup = :ke", "a.grup <> :ke", "grup = m.lama->>'grup'", f"{_ADA} a.grup = :ke", "pindah_grup"
    ),
    "pindah_edisi": _Aksi(
        "edisi_id = :ke", "a.edisi_id <> :ke", "edisi_id = CAST(m.lama->>'edisi_id' AS bigint)",
        f"{_ADA} a.edisi_id = :ke", "pindah_edisi",
    ),
}  # fmt: skip
# The entries of the analyses that one entry stands for; of a deletion from before there were such, itself.
_MILIK: Final = """(SELECT id, baris_id, ringkasan, lama FROM riwayat_katalog
    WHERE id BETWEEN :dari AND :sampai AND tabel = 'ahsp_referensi' AND (id = :dari OR baru->>'massal' = :massal)) m"""
_BERUBAH: Final = f"""
    SELECT m.ringkasan FROM {_MILIK} LEFT JOIN ahsp_referensi a ON a.id = m.baris_id
    WHERE (%s) IS NOT TRUE OR EXISTS (
        SELECT FROM riwayat_katalog r WHERE r.tabel = 'ahsp_referensi' AND r.baris_id = m.baris_id AND r.id > m.id
        AND r.aksi IN (:aksi, :balik))
    ORDER BY m.id
"""
# Where a code that was taken out of an edition is in it again, put there since.
_ADA_LAGI: Final = text(f"""
    SELECT m.ringkasan FROM {_MILIK} WHERE EXISTS (
        SELECT FROM ahsp_referensi b JOIN riwayat_katalog r ON r.baris_id = b.id AND r.tabel = 'ahsp_referensi'
        WHERE b.edisi_id = CAST(m.lama->>'edisi_id' AS bigint) AND b.kode = m.lama->>'kode' AND b.kode <> ''
          AND b.dihapus IS NULL AND b.id <> m.baris_id
          AND r.id > m.id AND r.aksi IN ('tambah', 'impor_tambah', 'pindah_edisi', 'pulih'))
    ORDER BY m.id
""")
_TANPA_EDISI: Final = text(f"""
    SELECT m.ringkasan FROM {_MILIK}
    WHERE NOT EXISTS (SELECT FROM edisi e WHERE e.id = CAST(m.lama->>'edisi_id' AS bigint)) ORDER BY m.id
""")


def hapus(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> Massal:
    """Take analyses out of the catalogue; projects that took them keep their copies."""
    return _lakukan(sesi, pelaku, ahsp_id, "hapus")


def arsipkan(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> Massal:
    """Put analyses away: they stay in their edition but are not found any more."""
    return _lakukan(sesi, pelaku, ahsp_id, "arsip")


def batal_arsip(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int]) -> Massal:
    """Put analyses into use again."""
    return _lakukan(sesi, pelaku, ahsp_id, "pakai_lagi")


def pindah_grup(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int], grup: str) -> Massal:
    """Put analyses into another group. Raises Invalid at the field."""
    baru = rapi({"grup": grup})["grup"]
    return _lakukan(sesi, pelaku, ahsp_id, "pindah_grup", baru, baru)


def pindah_edisi(sesi: Session, pelaku: int | None, ahsp_id: Sequence[int], edisi_id: int) -> Massal:
    """Move analyses to another edition. Raises NotFound."""
    edisi = sesi.get(Edisi, edisi_id)
    if edisi is None:
        raise NotFound
    return _lakukan(sesi, pelaku, ahsp_id, "pindah_edisi", edisi_id, edisi.nama)


def kembalikan(sesi: Session, pelaku: int | None, catatan_id: int) -> RiwayatKatalog:
    """Take back what an entry of the history did: to many analyses, a deletion of one, of a row of one.

    All of it or nothing: Invalid names what was changed since. NotFound for entries that have no way back here.
    """
    kunci_pemuatan(sesi)  # the second of two at once finds it taken back; an import that adds the codes again waits
    catatan = sesi.get(RiwayatKatalog, catatan_id)
    if catatan is None:
        raise NotFound
    if (catatan.tabel, catatan.aksi) == ("ahsp_referensi", "hapus_komponen"):
        _kembalikan_komponen(sesi, pelaku, catatan)
    elif catatan.aksi in _AKSI and (catatan.tabel == "massal" or catatan.aksi == "hapus"):
        _kembalikan_massal(sesi, pelaku, catatan, _AKSI[catatan.aksi])
    else:
        raise NotFound
    return catatan


def _lakukan(
    sesi: Session, pelaku: int | None, ahsp_id: Sequence[int], aksi: str, ke: int | str = "", nama_ke: str = ""
) -> Massal:
    """One change of many analyses: each leaves its entry with what it was."""
    if len(ahsp_id) > MAKS_MASSAL:
        raise Invalid("terlalu_banyak", N_("Paling banyak %(n)s analisa sekaligus."), n=MAKS_MASSAL)
    cara = _AKSI[aksi]
    pilih = f"""SELECT a.id, a.edisi_id, trim(a.kode || ' ' || a.uraian) AS sebutan FROM ahsp_referensi a
        WHERE a.id = ANY(CAST(:id AS bigint[])) AND a.dihapus IS NULL AND {cara.yang} ORDER BY a.id FOR UPDATE"""
    baris = sesi.execute(text(pilih), {"id": list(ahsp_id), "ke": ke}).all()
    if not baris:
        return Massal(0)
    nomor = [b.id for b in baris]
    asal = sesi.get_one(Edisi, baris[0].edisi_id)
    tentang = {"n": len(nomor), "edisi_id": asal.id, "edisi": asal.nama, "ke": nama_ke, "nilai": ke}
    (kepala,) = pesan_id(sesi, RiwayatKatalog, 1)
    tentang["sampai"] = _catat(sesi, pelaku, aksi, nomor, kepala, isi_tetap=cara.isi_tetap)
    sebutan = "; ".join(b.sebutan[:60] for b in baris[:5]) + ("; …" if len(baris) > 5 else "")
    catat_katalog(sesi, pelaku, aksi, "massal", None, sebutan, None, tentang, kepala)
    ubah = f"UPDATE ahsp_referensi a SET {cara.setel}{_versi(cara)} WHERE a.id = ANY(CAST(:id AS bigint[]))"
    sesi.execute(text(ubah), {"id": nomor, "ke": ke})
    if aksi == "pindah_edisi":
        _urutkan(sesi, {b.edisi_id for b in baris} | {int(ke)})
    _selesai(sesi)
    return Massal(len(nomor), kepala)


def _kembalikan_massal(sesi: Session, pelaku: int | None, catatan: RiwayatKatalog, cara: _Aksi) -> None:
    tentang = catatan.baru or {}
    isi = {
        "dari": catatan.id, "sampai": tentang.get("sampai", catatan.id), "massal": str(catatan.id),
        "ke": tentang.get("nilai", ""), "aksi": catatan.aksi, "balik": cara.nama_balik,
    }  # fmt: skip
    sesi.execute(
        text(f"SELECT id FROM ahsp_referensi WHERE id IN (SELECT baris_id FROM {_MILIK}) ORDER BY id FOR UPDATE"), isi
    )
    _periksa(sesi, catatan, cara, isi)
    nomor = list(sesi.scalars(text(f"SELECT baris_id FROM {_MILIK} ORDER BY id"), isi))
    (kepala,) = pesan_id(sesi, RiwayatKatalog, 1)
    _catat(sesi, pelaku, cara.nama_balik, nomor, kepala, isi_tetap=cara.isi_tetap)
    baru = {**tentang, "aksi": catatan.aksi}
    catat_katalog(sesi, pelaku, "kembali", "massal", catatan.id, catatan.ringkasan, None, baru, kepala)
    ubah = f"UPDATE ahsp_referensi a SET {cara.balik}{_versi(cara)} FROM {_MILIK} WHERE m.baris_id = a.id"
    sesi.execute(text(ubah), isi)
    if not cara.isi_tetap:
        di = text("SELECT DISTINCT edisi_id FROM ahsp_referensi WHERE id = ANY(CAST(:id AS bigint[]))")
        ke = {int(isi["ke"])} if catatan.aksi == "pindah_edisi" else set()
        _urutkan(sesi, {*sesi.scalars(di, {"id": nomor}), *ke})
    _selesai(sesi)


def _periksa(sesi: Session, catatan: RiwayatKatalog, cara: _Aksi, isi: dict[str, Any]) -> None:
    """Whether all of it is as it was left. Raises Invalid with what is not."""
    r = RiwayatKatalog
    if sesi.scalar(select(r.id).where(r.tabel == "massal", r.aksi == "kembali", r.baris_id == catatan.id)) is not None:
        raise Invalid("sudah", N_("Sudah dikembalikan."))
    dari = (catatan.baru or {}).get("n", 1)
    berubah = sesi.scalars(text(_BERUBAH % cara.keadaan), isi).all()
    pola = N_("Tidak bisa dikembalikan: %(n)s dari %(dari)s analisa sudah diubah lagi sesudah itu (%(x)s).")
    _tolak("diubah_lagi", pola, berubah, dari)
    if catatan.aksi == "pindah_edisi":
        pola = N_("Tidak bisa dikembalikan: edisi asalnya sudah tidak ada (%(x)s).")
        _tolak("tanpa_edisi", pola, sesi.scalars(_TANPA_EDISI, isi).all(), dari)
    if catatan.aksi in ("hapus", "pindah_edisi"):
        pola = N_("Tidak bisa dikembalikan: %(n)s dari %(dari)s analisa sudah ada lagi di edisinya (%(x)s).")
        _tolak("ada_lagi", pola, sesi.scalars(_ADA_LAGI, isi).all(), dari)


def _tolak(kode: str, pola: str, yang: Sequence[str], dari: int) -> None:
    if yang:
        sebutan = "; ".join(x[:60] for x in yang[:3]) + ("; …" if len(yang) > 3 else "")
        raise Invalid(kode, pola, n=len(yang), dari=dari, x=sebutan)


def _kembalikan_komponen(sesi: Session, pelaku: int | None, catatan: RiwayatKatalog) -> None:
    """The content of an analysis before a row was taken out of it."""
    ahsp = kunci_analisa(sesi, catatan.baris_id or 0)
    r = RiwayatKatalog
    sesudah = select(r.id).where(
        r.tabel == catatan.tabel, r.baris_id == catatan.baris_id, r.id > catatan.id,
        r.aksi.not_in(("arsip", "pakai_lagi", "pindah_edisi")),
    )  # fmt: skip
    if ahsp is None or catatan.lama is None or sesi.scalar(sesudah.limit(1)) is not None:
        pola = N_("Tidak bisa dikembalikan: analisa “%(x)s” sudah diubah lagi atau dihapus sesudah itu.")
        raise Invalid("diubah_lagi", pola, x=catatan.ringkasan)
    ganti_isi(sesi, pelaku, ahsp, catatan.lama, "kembali")


def _catat(sesi: Session, pelaku: int | None, aksi: str, nomor: Sequence[int], kepala: int, *, isi_tetap: bool) -> int:
    """An entry for each analysis, of what it is now. The last one's id."""
    lama = "CAST(NULL AS jsonb)" if isi_tetap else f"{ISI_SQL} || jsonb_build_object('edisi_id', a.edisi_id)"
    masuk = text(f"""
        WITH masuk AS (
            INSERT INTO riwayat_katalog (pengguna_id, aksi, tabel, baris_id, ringkasan, lama, baru)
            SELECT :pelaku, :aksi, 'ahsp_referensi', a.id, left(trim(a.kode || ' ' || a.uraian), 500), {lama},
                   jsonb_build_object('massal', CAST(:kepala AS bigint))
            FROM ahsp_referensi a WHERE a.id = ANY(CAST(:id AS bigint[])) ORDER BY a.id RETURNING id)
        SELECT max(id) FROM masuk
    """)
    isi = {"pelaku": pelaku, "aksi": aksi, "kepala": kepala, "id": list(nomor)}
    terakhir: int = sesi.scalars(masuk, isi).one()
    return terakhir


def _versi(cara: _Aksi) -> str:
    return "" if cara.isi_tetap else ", versi = a.versi + 1, diubah = now()"


def _urutkan(sesi: Session, edisi: set[int]) -> None:
    for satu in sorted(edisi):
        urutkan(sesi, satu)


def _selesai(sesi: Session) -> None:
    sesi.expire_all()
    katalog_berubah(sesi)
