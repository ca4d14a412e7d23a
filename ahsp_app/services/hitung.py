"""Keeping the stored results right: what depends on a change is recomputed in the same transaction.

The results are exactly those of `calc` on the whole estimate; `services.periksa` proves it. Everything here
works on sets, so the number of statements does not grow with the number of works.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from ahsp_app.calc.analisa import (
    Baris,
    Biaya,
    Harga,
    Kategori,
    harga_satuan,
    hitung_biaya,
    hitung_harga,
    hitung_harga_langsung,
)
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import Mode, Pembulatan, jumlahkan, ke_desimal
from ahsp_app.calc.rekap import cari_kurang
from ahsp_app.errors import Invalid
from ahsp_app.models import Base, Klasifikasi, Pekerjaan, Proyek
from ahsp_app.services.kerja import Kerja

KURANG_VOLUME, KURANG_ANALISA, KURANG_HARGA = 1, 2, 4
BIT_KURANG = {"volume": KURANG_VOLUME, "analisa": KURANG_ANALISA, "harga": KURANG_HARGA}
# What the result columns hold; far beyond any project, so a larger result is a slip of the keyboard.
BATAS_HASIL = Decimal(10) ** 22

# The planner cannot know how few rows a recursion finds: OFFSET 0 and ARRAY() keep it from reading whole tables.
_TERKAIT = """
    WITH RECURSIVE naik AS (
        {mulai}
        UNION SELECT k.pekerjaan_id FROM naik, LATERAL (
            SELECT pekerjaan_id FROM komponen WHERE sub_id = naik.id AND sampah_id IS NULL OFFSET 0
        ) k
    ), turun AS (
        SELECT id FROM naik
        UNION SELECT k.sub_id FROM turun, LATERAL (
            SELECT sub_id FROM komponen
            WHERE pekerjaan_id = turun.id AND sub_id IS NOT NULL AND sampah_id IS NULL OFFSET 0
        ) k
    )
    SELECT p.id, p.klasifikasi_id, p.volume, p.margin_persen, p.harga_langsung, p.jumlah,
           p.id IN (SELECT id FROM naik) AS dihitung
    FROM pekerjaan p WHERE p.id = ANY(ARRAY(SELECT id FROM turun)) AND p.sampah_id IS NULL
"""
_TERKAIT_PEKERJAAN = text(_TERKAIT.format(mulai="SELECT unnest(CAST(:id AS bigint[])) AS id"))
_TERKAIT_ITEM = text(
    _TERKAIT.format(
        mulai="SELECT pekerjaan_id AS id FROM komponen WHERE harga_item_id = ANY(CAST(:id AS bigint[]))"
        " AND sampah_id IS NULL"
    )
)
_KOMPONEN = text("""
    SELECT pekerjaan_id, koefisien, harga_item_id, sub_id FROM komponen
    WHERE pekerjaan_id = ANY(CAST(:id AS bigint[])) AND sampah_id IS NULL ORDER BY pekerjaan_id, urut
""")
_HARGA = text("SELECT id, kategori, harga, harga_beli, faktor FROM harga_item WHERE id = ANY(CAST(:id AS bigint[]))")
_SIMPAN = text("""
    UPDATE pekerjaan p SET tk = v.tk, bhn = v.bhn, alt = v.alt, lain = v.lain, biaya_langsung = v.biaya_langsung,
           margin = v.margin, hsp = v.hsp, jumlah = v.jumlah, kurang = v.kurang
    FROM unnest(CAST(:id AS bigint[]), CAST(:tk AS numeric[]), CAST(:bhn AS numeric[]), CAST(:alt AS numeric[]),
                CAST(:lain AS numeric[]), CAST(:biaya_langsung AS numeric[]), CAST(:margin AS numeric[]),
                CAST(:hsp AS numeric[]), CAST(:jumlah AS numeric[]), CAST(:kurang AS smallint[]))
         AS v(id, tk, bhn, alt, lain, biaya_langsung, margin, hsp, jumlah, kurang)
    WHERE p.id = v.id
""")
_NAIKKAN = text("""
    WITH RECURSIVE naik AS (
        SELECT k.id, k.induk_id, d.selisih FROM klasifikasi k
        JOIN unnest(CAST(:id AS bigint[]), CAST(:selisih AS numeric[])) AS d(id, selisih) ON d.id = k.id
        WHERE k.proyek_id = :p
        UNION ALL
        SELECT k.id, k.induk_id, naik.selisih FROM klasifikasi k JOIN naik ON k.id = naik.induk_id
        WHERE k.proyek_id = :p
    )
    UPDATE klasifikasi k SET jumlah = k.jumlah + s.selisih
    FROM (SELECT id, sum(selisih) AS selisih FROM naik GROUP BY id) s WHERE k.id = s.id AND k.proyek_id = :p
    RETURNING k.id, k.jumlah
""")
_BANYAK = text("""
    UPDATE klasifikasi k SET banyak = n.banyak
    FROM (SELECT j.id, count(p.id) AS banyak FROM klasifikasi j
          LEFT JOIN pekerjaan p ON p.klasifikasi_id = j.id AND p.sampah_id IS NULL
          WHERE j.proyek_id = :p AND j.sampah_id IS NULL GROUP BY j.id) n
    WHERE k.id = n.id AND k.banyak <> n.banyak
""")


@dataclass(slots=True)
class Dampak:
    """What one change reached: works and headings whose results moved, and the project's JUMLAH before and after.

    `subtotal` has the new amounts of those headings, `dimuat` the works themselves where the change had them at hand.
    """

    jumlah_lama: Decimal
    jumlah_baru: Decimal
    pekerjaan: set[int] = field(default_factory=set)
    klasifikasi: set[int] = field(default_factory=set)
    subtotal: dict[int, Decimal] = field(default_factory=dict)
    dimuat: tuple[Pekerjaan, ...] = ()

    @property
    def selisih(self) -> Decimal:
        """How much JUMLAH moved."""
        return kurangkan(self.jumlah_baru, self.jumlah_lama)


def kurangkan(baru: Decimal, lama: Decimal) -> Decimal:
    """baru - lama, exact: amounts that are not rounded have more digits than the decimal context keeps."""
    return jumlahkan([baru, lama.copy_negate()])


def bulat_hsp(p: Proyek) -> Pembulatan:
    """The project's rounding of unit prices."""
    return Pembulatan(Mode(p.bulat_hsp_mode), p.bulat_hsp_langkah)


def bulat_jumlah(p: Proyek) -> Pembulatan:
    """The project's rounding of amounts."""
    return Pembulatan(Mode(p.bulat_jumlah_mode), p.bulat_jumlah_langkah)


def bulat_total(p: Proyek) -> Pembulatan:
    """The project's rounding of the total."""
    return Pembulatan(Mode(p.bulat_total_mode), p.bulat_total_langkah)


def tolak_terlalu_besar(*nilai: Decimal, kolom: str = "") -> None:
    """Raise Invalid for a result that no column holds."""
    if max(nilai) >= BATAS_HASIL:
        pola = N_("Hasilnya terlalu besar untuk sebuah RAB. Periksa volume, koefisien dan harga.")
        raise Invalid("terlalu_besar", pola, kolom=kolom)


def hitung_pekerjaan(k: Kerja, pekerjaan: Collection[int]) -> Dampak:
    """Recompute these works from their components, and every work that nests them, then all sums above."""
    k.sesi.flush()
    if not pekerjaan:
        return Dampak(k.proyek.jumlah, k.proyek.jumlah)
    dihitung, hasil = _hitung(k, k.sesi.execute(_TERKAIT_PEKERJAAN, {"id": list(pekerjaan)}).all())
    _simpan(k, hasil)
    selisih: dict[int, Decimal] = {}
    for lama, baru in zip(dihitung, hasil, strict=True):
        beda = kurangkan(baru["jumlah"], lama.jumlah)
        selisih[lama.klasifikasi_id] = jumlahkan([selisih.get(lama.klasifikasi_id, Decimal(0)), beda])
    dampak = naikkan(k, selisih)
    dampak.pekerjaan.update(b.id for b in dihitung)
    return dampak


def hitung_harga_item(k: Kerja, item: Collection[int]) -> Dampak:
    """Recompute every work that uses one of these resources."""
    k.sesi.flush()
    pemakai = k.sesi.scalars(
        text(
            "SELECT DISTINCT pekerjaan_id FROM komponen"
            " WHERE harga_item_id = ANY(CAST(:id AS bigint[])) AND sampah_id IS NULL"
        ),
        {"id": list(item)},
    ).all()
    return hitung_pekerjaan(k, pemakai)


def coba_harga_item(k: Kerja, harga: Mapping[int, Fraction | None]) -> Decimal:
    """JUMLAH as it would be with these prices of resources (rupiah per base unit); nothing is written.

    The same arithmetic as `hitung_harga_item`, so writing the prices gives exactly this. Three statements.
    """
    if not harga:
        return k.proyek.jumlah
    dihitung, hasil = _hitung(k, k.sesi.execute(_TERKAIT_ITEM, {"id": list(harga)}).all(), harga)
    beda = [kurangkan(baru["jumlah"], lama.jumlah) for lama, baru in zip(dihitung, hasil, strict=True)]
    return jumlahkan([k.proyek.jumlah, *beda])


def hitung_semua(k: Kerja) -> Dampak:
    """Recompute the whole project, after a change of its settings or an import."""
    k.sesi.flush()
    k.sesi.execute(_BANYAK, {"p": k.proyek.id})
    semua = k.sesi.scalars(
        text("SELECT id FROM pekerjaan WHERE proyek_id = :p AND sampah_id IS NULL"), {"p": k.proyek.id}
    ).all()
    return hitung_pekerjaan(k, semua)


def naikkan(k: Kerja, selisih: Mapping[int, Decimal]) -> Dampak:
    """Add differences of amounts to headings, all headings above them, and the project."""
    selisih = {kid: beda for kid, beda in selisih.items() if beda}
    dampak = Dampak(k.proyek.jumlah, jumlahkan([k.proyek.jumlah, *selisih.values()]))
    if dampak.selisih:
        tolak_terlalu_besar(dampak.jumlah_baru)
        k.proyek.jumlah = dampak.jumlah_baru
    k.sesi.flush()
    if selisih:
        isi = {"p": k.proyek.id, "id": list(selisih), "selisih": list(selisih.values())}
        for kid, jumlah in k.sesi.execute(_NAIKKAN, isi):
            dampak.klasifikasi.add(kid)
            dampak.subtotal[kid] = jumlah
            samakan(k, Klasifikasi, {"id": kid, "jumlah": jumlah})
    return dampak


def _hitung(
    k: Kerja, baris: Sequence[Any], coba: Mapping[int, Fraction | None] | None = None
) -> tuple[list[Any], list[dict[str, Any]]]:
    """Results of those of `baris` that are to be computed; `coba` replaces prices of resources."""
    analisa = _muat_analisa(k, [b.id for b in baris])
    harga = _muat_harga(k, {r.item for isi in analisa.values() for r in isi if r.item is not None})
    harga |= {hid: Harga(harga[hid].kategori, satu) for hid, satu in (coba or {}).items() if hid in harga}
    for b in baris:
        if b.harga_langsung is not None:
            # A price without analysis enters other analyses as one LAIN row of its own; ids of works are positive.
            analisa[b.id] = [Baris(Decimal(1), item=-b.id)]
            harga[-b.id] = Harga(Kategori.LAIN, Fraction(b.harga_langsung))
    dihitung = [b for b in baris if b.dihitung]
    biaya = hitung_biaya(analisa, harga, [b.id for b in dihitung])
    aturan = _Aturan(k.proyek.margin_persen, bulat_hsp(k.proyek), bulat_jumlah(k.proyek))
    return dihitung, [_hasil(aturan, b, biaya[b.id]) for b in dihitung]


def _muat_analisa(k: Kerja, pekerjaan: Iterable[int]) -> dict[int, list[Baris]]:
    analisa: dict[int, list[Baris]] = {pid: [] for pid in pekerjaan}
    for pid, koefisien, item, sub in k.sesi.execute(_KOMPONEN, {"id": list(analisa)}):
        analisa[pid].append(Baris(koefisien, item, sub))
    return analisa


def _muat_harga(k: Kerja, item: Collection[int]) -> dict[int, Harga]:
    return {
        hid: Harga(Kategori(kategori), harga_satuan(harga, beli, faktor))
        for hid, kategori, harga, beli, faktor in k.sesi.execute(_HARGA, {"id": list(item)})
    }


class _Aturan(NamedTuple):
    """The settings that results of works depend on."""

    margin_persen: Decimal
    hsp: Pembulatan
    jumlah: Pembulatan


def _hasil(aturan: _Aturan, b: Any, biaya: Biaya) -> dict[str, Any]:
    langsung = biaya.langsung
    if b.harga_langsung is not None:
        harga = hitung_harga_langsung(b.harga_langsung, b.volume, aturan.hsp, aturan.jumlah)
    else:
        margin = aturan.margin_persen if b.margin_persen is None else b.margin_persen
        harga = hitung_harga(langsung, margin, b.volume, aturan.hsp, aturan.jumlah)
    lengkap = cari_kurang(b.volume, b.harga_langsung, biaya)
    kurang = sum(bit for nama, bit in BIT_KURANG.items() if nama in lengkap)
    hasil = {
        "id": b.id,
        "tk": ke_desimal(biaya.tk),
        "bhn": ke_desimal(biaya.bhn),
        "alt": ke_desimal(biaya.alt),
        "lain": ke_desimal(biaya.lain),
        "biaya_langsung": ke_desimal(langsung),
        "margin": ke_desimal(harga.margin),
        "hsp": harga.hsp,
        "jumlah": harga.jumlah,
        "kurang": kurang,
    }
    tolak_terlalu_besar(hasil["biaya_langsung"], hasil["hsp"], hasil["jumlah"])
    return hasil


def _simpan(k: Kerja, hasil: list[dict[str, Any]]) -> None:
    if not hasil:
        return
    kolom = {nama: [baris[nama] for baris in hasil] for nama in hasil[0]}
    k.sesi.execute(_SIMPAN, kolom)
    for baris in hasil:
        samakan(k, Pekerjaan, baris)


def samakan(k: Kerja, jenis: type[Base], baris: Mapping[str, Any]) -> None:
    """What the session has loaded of a row follows what SQL has written, without reading it again."""
    objek = k.sesi.identity_map.get(identity_key(jenis, baris["id"]))
    if objek is not None:
        for nama, nilai in baris.items():
            set_committed_value(objek, nama, nilai)


def segarkan_statistik(k: Kerja) -> None:
    """Tell the planner about rows that came in bulk: until it knows, pages of a big project can be slow."""
    k.sesi.flush()
    k.sesi.execute(text("ANALYZE klasifikasi, pekerjaan, komponen, harga_item"))
