"""Searching the catalogue: codes, words, site words, beginnings of words, other forms, and slips of the finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.teks import rapikan
from ahsp_app.models import Edisi
from ahsp_app.queries.katalog_kata import betulkan, find_kamus
from ahsp_app.queries.katalog_tanya import Kamus, Tanya, satu_satu, susun
from ahsp_app.queries.katalog_teks import pecah, terbaca

MAKS_TEKS: Final = 200
MAKS_KATA: Final = 8
MAKS_HASIL: Final = 200
DEKAT: Final = 200
# In `tingkat`: the code, words as typed, last word unfinished, other forms, some of the words.
KODE, UTUH, KETIK, LUAS, SEBAGIAN = 5, 3, 2, 1, 0
BUKAN_KODE: Final = "\x01"


@dataclass(frozen=True, slots=True)
class Analisa:
    """One analysis that was found; `komponen` counts its rows, a higher `skor` is a better answer.

    `sendiri`: of the edition the project works with. `kembar`: the same analysis in other editions, when folded.
    """

    id: int
    edisi_id: int
    edisi: str
    kode: str
    grup: str
    uraian: str
    satuan: str
    komponen: int
    skor: Decimal
    sendiri: bool = False
    kembar: tuple[Analisa, ...] = ()


@dataclass(frozen=True, slots=True)
class Saring:
    """What results are limited to. `edisi` is a name, `memakai` words of a resource; empty is no limit."""

    edisi: str = ""
    grup: str = ""
    satuan: str = ""
    memakai: str = ""

    def __bool__(self) -> bool:
        return bool(self.edisi or self.grup or self.satuan or self.memakai)


@dataclass(frozen=True, slots=True)
class Temuan:
    """The best answers, how many there are, and what the text was taken to mean when nothing had its words.

    `tanpa`: words that the best answer does not have, when nothing has them all. `grup` and `satuan`: how many of all
    answers are in the most frequent ones.
    """

    hasil: tuple[Analisa, ...]
    total: int
    koreksi: str | None = None
    tanpa: tuple[str, ...] = ()
    grup: tuple[tuple[str, int], ...] = field(default=())
    satuan: tuple[tuple[str, int], ...] = field(default=())


# Each branch has an index of its own; `urut` of an edition settles what is equally good.
_COCOK: Final = """
    kena AS MATERIALIZED (
        SELECT a.id, a.edisi_id, a.urut, a.grup, a.satuan, 5 AS tingkat, 0 AS panjang,
               CASE WHEN lower(a.kode) = :kode THEN 1 WHEN lower(a.kode) LIKE :bawah THEN 0.5 ELSE 0 END AS mutu
        FROM ahsp_referensi a WHERE lower(a.kode) LIKE :awalan AND {syarat}
        UNION ALL
        SELECT a.id, a.edisi_id, a.urut, a.grup, a.satuan,
               CASE WHEN a.cari @@ to_tsquery('simple', :utuh) THEN 3
                    WHEN a.cari @@ to_tsquery('simple', :ketik) THEN 2 ELSE 1 END,
               length(a.uraian), 0
        FROM ahsp_referensi a
        WHERE a.cari @@ to_tsquery('simple', :luas) AND NOT lower(a.kode) LIKE :awalan AND {syarat}
    )"""
# Only when there is no work with all words: those with the most of them, rare words and the first one before others.
_SEBAGIAN: Final = """
    kata AS MATERIALIZED (
        SELECT * FROM ({kata}) s WHERE NOT EXISTS (SELECT FROM kena)
    ), bobot AS (
        SELECT n, (CASE n WHEN 1 THEN 1.5 ELSE 1 END) / ln(CAST(1 + count(*) AS numeric)) AS berat FROM kata GROUP BY n
    ), punya AS (
        SELECT k.id, sum(b.berat) AS berat, array_agg(n) AS isi FROM kata k JOIN bobot b USING (n) GROUP BY k.id
    ), cocok AS (
        SELECT *, CAST(NULL AS int[]) AS isi FROM kena
        UNION ALL
        SELECT a.id, a.edisi_id, a.urut, a.grup, a.satuan, 0, length(a.uraian),
               p.berat / (SELECT 2 * sum(berat) FROM bobot), p.isi
        FROM punya p JOIN ahsp_referensi a ON a.id = p.id
        WHERE cardinality(p.isi) = (SELECT max(cardinality(isi)) FROM punya)
    )"""
_KATA: Final = "SELECT {n} AS n, a.id FROM ahsp_referensi a WHERE a.cari @@ to_tsquery('simple', :kata{n}) AND {syarat}"
_SAJA: Final = "\n    cocok AS (SELECT *, CAST(NULL AS int[]) AS isi FROM kena)"
_SEMUA: Final = """
    kena AS MATERIALIZED (
        SELECT a.id, a.edisi_id, a.urut, a.grup, a.satuan, 0 AS tingkat, 0 AS panjang, 0 AS mutu
        FROM ahsp_referensi a WHERE {syarat}
    )"""
# How well the words fit; said of the shorter descriptions first, since it is dear and the longer ones come last anyway.
# A third as well when it is another kind of work than was asked for; a little better in the project's own edition.
_MUTU: Final = """
               CASE WHEN d.tingkat = 5 THEN d.mutu ELSE
               (d.mutu
               + round(CAST(ts_rank('{0.2, 0.3, 1.0, 0.6}', a.cari, to_tsquery('simple', :luas), 2) AS numeric), 4)
               + round(coalesce((SELECT 2.0 / (20 + min(nullif(strpos(lower(a.uraian), k), 0)))
                                 FROM unnest(CAST(:depan AS text[])) k), 0), 4))
               * CASE WHEN a.cari @@ to_tsquery('simple', :lain) THEN 0.3 ELSE 1 END
               * CASE WHEN a.edisi_id = (SELECT id FROM sendiri) THEN 1.2 ELSE 1 END END"""
# The edition most of the project's latest works come from; the newest when it has none.
_SENDIRI: Final = """
    sendiri AS MATERIALIZED (
        SELECT coalesce((
            SELECT r.edisi_id FROM (
                SELECT referensi_id FROM pekerjaan
                WHERE proyek_id = :proyek AND referensi_id IS NOT NULL AND sampah_id IS NULL ORDER BY id DESC LIMIT 100
            ) p JOIN ahsp_referensi r ON r.id = p.referensi_id GROUP BY 1 ORDER BY count(*) DESC, 1 DESC LIMIT 1
        ), (SELECT id FROM edisi WHERE aktif ORDER BY tahun DESC NULLS LAST, id LIMIT 1)) AS id
        WHERE CAST(:proyek AS bigint) IS NOT NULL
    ),"""
_HASIL: Final = """,
    dekat AS (
        SELECT c.id, c.tingkat, c.mutu, c.isi, e.nama, e.tahun FROM cocok c JOIN edisi e ON e.id = c.edisi_id
        ORDER BY c.tingkat DESC, c.mutu DESC, c.panjang, e.tahun DESC NULLS LAST, c.edisi_id, c.urut, c.id LIMIT :dekat
    ), temuan AS (
        SELECT a.id, a.edisi_id, a.kode, a.grup, a.uraian, a.satuan, a.urut, d.nama, d.tahun, d.isi,
               d.tingkat + least({mutu}, 0.9999) AS skor,
               coalesce(a.edisi_id = (SELECT id FROM sendiri), FALSE) AS sendiri
        FROM dekat d JOIN ahsp_referensi a ON a.id = d.id
        ORDER BY skor DESC, sendiri DESC, d.tahun DESC NULLS LAST, a.edisi_id, a.urut, a.id
        LIMIT :batas OFFSET :lewati
    )
    SELECT t.id, t.edisi_id, t.nama, t.kode, t.grup, t.uraian, t.satuan,
           (SELECT count(*) FROM komponen_referensi k WHERE k.ahsp_id = t.id), t.skor, t.sendiri,
           (SELECT count(*) FROM cocok), t.isi{segi}
    FROM temuan t ORDER BY t.skor DESC, t.sendiri DESC, t.tahun DESC NULLS LAST, t.edisi_id, t.urut, t.id
"""
_SEGI: Final = """,
           (SELECT jsonb_agg(jsonb_build_array({0}, n)) FROM (
               SELECT {0}, count(*) AS n FROM cocok WHERE {0} <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 15) s)"""
_SYARAT: Final = {
    "edisi": "a.edisi_id IN (SELECT id FROM edisi WHERE nama = :edisi)",
    "grup": "a.grup = :grup",
    "satuan": "a.satuan = :satuan",
    "memakai": "a.id IN (SELECT ahsp_id FROM pemakai)",
}
_PEMAKAI: Final = """
    pemakai AS MATERIALIZED (
        SELECT k.ahsp_id FROM komponen_referensi k
        WHERE to_tsvector('simple', k.uraian) @@ to_tsquery('simple', :memakai)
    ),"""


def cari(
    sesi: Session,
    teks: str,
    edisi: str | None = None,
    limit: int = 20,
    *,
    saring: Saring | None = None,
    lewati: int = 0,
    segi: bool = False,
    proyek_id: int | None = None,
) -> Temuan:
    """The best analyses for what was typed, of one edition or of all that are active. Any text is allowed.

    Two statements; two more only when nothing has the words as typed. Without words: all that the filters leave.
    `segi` also counts groups and units of all answers. For a project its own edition comes first among equals.
    """
    saring = saring or Saring(edisi=edisi or "")
    teks = rapikan(teks)[:MAKS_TEKS].strip()
    kata, kode = pecah(teks)
    kata, kode = kata[:MAKS_KATA], kode[:MAKS_KATA]
    cari_ini = _Pencari(sesi, saring, max(1, min(limit, MAKS_HASIL)), max(0, lewati), segi, proyek_id)
    if not kata and not kode:
        return cari_ini.semua() if saring and not teks else Temuan((), 0)
    penuh = teks.lower().rstrip(".,;: ")
    kamus = find_kamus(sesi, kata)
    temuan = cari_ini.tanya(penuh, susun(kata, kode, kamus))
    if temuan.hasil or not kata or lewati:
        return temuan
    return _lain(cari_ini, kata, kode, kamus)


def edisi_ada(sesi: Session, nama: str) -> bool:
    """Whether there is an edition of this name."""
    return sesi.scalar(select(Edisi.id).where(Edisi.nama == nama)) is not None


def daftar_edisi(sesi: Session) -> list[str]:
    """Names of the active editions, newest first."""
    pilih = select(Edisi.nama).where(Edisi.aktif).order_by(Edisi.tahun.desc().nulls_last(), Edisi.id)
    return list(sesi.scalars(pilih))


@dataclass(frozen=True, slots=True)
class _Pencari:
    sesi: Session
    saring: Saring
    batas: int
    lewati: int
    segi: bool
    proyek_id: int | None

    def semua(self) -> Temuan:
        """All that the filters leave, in the order of the catalogue."""
        return self._jalankan(_perintah(_SEMUA + "," + _SAJA, self._syarat(), self.segi), {})

    def tanya(self, penuh: str, tanya: Tanya, sebagian: Sequence[tuple[str, str]] = ()) -> Temuan:
        """What answers the questions; `penuh` is the text as a code. Of the words in `sebagian` some will do."""
        isi: dict[str, Any] = {
            "kode": penuh,
            "bawah": _lolos(penuh) + ".%",
            "awalan": _lolos(penuh) + "%",
            "utuh": tanya.utuh,
            "ketik": tanya.ketik,
            "luas": tanya.luas,
            "depan": list(tanya.depan),
            "lain": tanya.lain,
        }
        kata = [_KATA.replace("{n}", str(n)) for n in range(1, len(sebagian) + 1)]
        isi |= {f"kata{n}": q for n, (_kata, q) in enumerate(sebagian, 1)}
        cocok = _COCOK + "," + (_SEBAGIAN.replace("{kata}", " UNION ALL ".join(kata)) if sebagian else _SAJA)
        return self._jalankan(_perintah(cocok, self._syarat(), self.segi), isi, [k for k, _q in sebagian])

    def _syarat(self) -> tuple[str, ...]:
        return tuple(nama for nama in _SYARAT if getattr(self.saring, nama))

    def _jalankan(self, perintah: TextClause, isi: dict[str, Any], bagian: Sequence[str] = ()) -> Temuan:
        s = self.saring
        memakai = " & ".join(f"'{k}':*" for k in _bersih(s.memakai))
        lain = {"edisi": s.edisi, "grup": s.grup, "satuan": s.satuan, "memakai": memakai}
        isi |= {nama: lain[nama] for nama in self._syarat()} | {"proyek": self.proyek_id}
        dekat = DEKAT + self.lewati + self.batas
        baris = self.sesi.execute(perintah, isi | {"batas": self.batas, "lewati": self.lewati, "dekat": dekat}).all()
        if not baris:
            return Temuan((), 0)
        grup, satuan = (tuple((nama, n) for nama, n in s or ()) for s in (baris[0][12:] or ((), ())))
        punya = baris[0][11]
        tanpa = () if punya is None else tuple(k for n, k in enumerate(bagian, 1) if n not in punya)
        return Temuan(tuple(Analisa(*b[:10]) for b in baris), baris[0][10], None, tanpa, grup, satuan)


def _lain(pencari: _Pencari, kata: list[str], kode: list[str], kamus: Kamus) -> Temuan:
    """Nothing has these words: words that are spelled a little differently, and as many of the words as there are."""
    usul, benar, kamus = betulkan(pencari.sesi, kata, kamus)
    if not benar or (benar == kata and len(kata) + len(kode) == 1):
        return Temuan((), 0)
    pilihan = {semua[0]: semua[1:] for semua in usul.values() if semua}
    temuan = pencari.tanya(BUKAN_KODE, susun(benar, kode, kamus), satu_satu(benar, kode, kamus))
    if not temuan.hasil:
        return temuan
    lepas = {k for satu in temuan.tanpa for k in satu.split()}
    isi = set(pecah(f"{temuan.hasil[0].uraian} {temuan.hasil[0].grup}")[0])
    terpakai = [next((k for k in (satu, *pilihan.get(satu, ())) if k in isi), satu) for satu in benar]
    koreksi = " ".join(terbaca(k) for k in [*kode, *terpakai] if k not in lepas)
    tanpa = [k for k in (*kata, *kode) if usul.get(k) == [] or (usul.get(k) or [k])[0] in lepas]
    return replace(temuan, koreksi=koreksi, tanpa=tuple(terbaca(k) for k in tanpa))


@cache
def _perintah(cocok: str, syarat: tuple[str, ...], segi: bool) -> TextClause:
    tetap = ["a.dihapus IS NULL", "a.diarsipkan IS NULL"]
    if "edisi" not in syarat:
        tetap.append("a.edisi_id IN (SELECT id FROM edisi WHERE aktif)")
    bersyarat = cocok.replace("{syarat}", " AND ".join([*tetap, *(_SYARAT[nama] for nama in syarat)]))
    mutu = "d.mutu" if cocok.startswith(_SEMUA) else _MUTU
    kolom = _SEGI.format("grup") + _SEGI.format("satuan") if segi else ""
    pemakai = _PEMAKAI if "memakai" in syarat else ""
    return text("WITH" + _SENDIRI + pemakai + bersyarat + _HASIL.replace("{segi}", kolom).replace("{mutu}", mutu))


def _bersih(teks: str) -> list[str]:
    return ["".join(c for c in k if c.isalnum()) for k in teks.lower().split() if any(c.isalnum() for c in k)]


def _lolos(teks: str) -> str:
    return teks.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
