"""Searching the catalogue: code, words, beginnings of words, and words with a slip of the finger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.teks import rapikan
from ahsp_app.models import Edisi

MAKS_TEKS: Final = 200
MAKS_KATA: Final = 8
MAKS_HASIL: Final = 200
_TEPI: Final = re.compile(r"^\W+|\W+$")
_KATA: Final = re.compile(r"[^\W_]+(?:[.,:/'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Analisa:
    """One analysis that was found; `komponen` counts its rows, a higher `skor` is a better answer."""

    id: int
    edisi_id: int
    edisi: str
    kode: str
    grup: str
    uraian: str
    satuan: str
    komponen: int
    skor: Decimal


@dataclass(frozen=True, slots=True)
class Temuan:
    """The best answers, how many there are, and what the text was taken to mean when nothing had its words."""

    hasil: tuple[Analisa, ...]
    total: int
    koreksi: str | None = None


# Code above everything, then all words (the last one may be a beginning), then all words as parts of words.
_CARI = text("""
    WITH tanya AS (
        SELECT to_tsquery('simple', :q) || to_tsquery('simple', :q_polos) AS q, lower(:teks) AS kode
    ), temuan AS (
        SELECT a.id, count(*) OVER () AS total,
               CASE WHEN lower(a.kode) = tanya.kode THEN 4
                    WHEN lower(a.kode) LIKE :awalan THEN 3
                    WHEN a.cari @@ tanya.q THEN 1 + round(CAST(ts_rank(a.cari, tanya.q, 2) AS numeric), 4)
                    ELSE round(CAST(similarity(a.uraian, :teks) AS numeric), 4) END AS skor
        FROM tanya, ahsp_referensi a JOIN edisi e ON e.id = a.edisi_id
        WHERE (CASE WHEN CAST(:edisi AS text) IS NULL THEN e.aktif ELSE e.nama = :edisi END)
          AND (lower(a.kode) LIKE :awalan OR a.cari @@ tanya.q OR a.uraian ILIKE ALL (CAST(:bagian AS text[])))
        ORDER BY skor DESC, e.tahun DESC NULLS LAST, a.edisi_id, a.urut, a.id
        LIMIT :batas
    )
    SELECT a.id, a.edisi_id, e.nama, a.kode, a.grup, a.uraian, a.satuan,
           (SELECT count(*) FROM komponen_referensi k WHERE k.ahsp_id = a.id), t.skor, t.total
    FROM temuan t JOIN ahsp_referensi a ON a.id = t.id JOIN edisi e ON e.id = a.edisi_id
    ORDER BY t.skor DESC, e.tahun DESC NULLS LAST, a.edisi_id, a.urut, a.id
""")
# No such words at all: whatever is spelled most like them.
_MIRIP = text("""
    WITH temuan AS (
        SELECT a.id, a.edisi_id, a.urut, e.nama, e.tahun, count(*) OVER () AS total, m.skor
        FROM ahsp_referensi a JOIN edisi e ON e.id = a.edisi_id
        CROSS JOIN LATERAL (
            SELECT round(CAST(avg(strict_word_similarity(k, unaccent(a.uraian))) AS numeric), 4) AS skor,
                   min(strict_word_similarity(k, unaccent(a.uraian))) AS terburuk
            FROM unnest(CAST(:kata AS text[])) k
        ) m
        WHERE (CASE WHEN CAST(:edisi AS text) IS NULL THEN e.aktif ELSE e.nama = :edisi END)
          AND m.skor >= :ambang AND m.terburuk >= :ambang / 2
        ORDER BY m.skor DESC, e.tahun DESC NULLS LAST, a.edisi_id, a.urut, a.id
        LIMIT :batas
    )
    SELECT a.id, a.edisi_id, t.nama, a.kode, a.grup, a.uraian, a.satuan,
           (SELECT count(*) FROM komponen_referensi k WHERE k.ahsp_id = a.id), t.skor, t.total
    FROM temuan t JOIN ahsp_referensi a ON a.id = t.id
    ORDER BY t.skor DESC, t.tahun DESC NULLS LAST, t.edisi_id, t.urut, a.id
""")
_AMBANG: Final = 0.4


def cari(sesi: Session, teks: str, edisi: str | None = None, limit: int = 20) -> Temuan:
    """The best analyses for what was typed, of one edition or of all that are active. Any text is allowed.

    One statement; a second one only when nothing has the words as typed.
    """
    teks = rapikan(teks)[:MAKS_TEKS].strip()
    kata = [k for satu in teks.split()[:MAKS_KATA] if (k := _TEPI.sub("", satu))]
    if not kata:
        return Temuan((), 0)
    batas = max(1, min(limit, MAKS_HASIL))
    polos = [_polos(k) for k in kata]
    isi = {
        "teks": teks,
        "awalan": _lolos(teks.lower()) + "%",
        "q": _tanya(kata),
        "q_polos": _tanya(polos),
        "bagian": [f"%{_lolos(k)}%" for k in kata],
        "edisi": edisi,
        "batas": batas,
    }
    temuan = _baca(sesi.execute(_CARI, isi).all())
    if temuan.hasil:
        return temuan
    mirip = _baca(sesi.execute(_MIRIP, {"kata": polos, "edisi": edisi, "batas": batas, "ambang": _AMBANG}).all())
    if not mirip.hasil:
        return mirip
    return Temuan(mirip.hasil, mirip.total, _koreksi(polos, mirip.hasil[0]))


def edisi_ada(sesi: Session, nama: str) -> bool:
    """Whether there is an edition of this name."""
    return sesi.scalar(select(Edisi.id).where(Edisi.nama == nama)) is not None


def daftar_edisi(sesi: Session) -> list[str]:
    """Names of the active editions, newest first."""
    pilih = select(Edisi.nama).where(Edisi.aktif).order_by(Edisi.tahun.desc().nulls_last(), Edisi.id)
    return list(sesi.scalars(pilih))


def _baca(baris: Sequence[Any]) -> Temuan:
    hasil = tuple(Analisa(*b[:9]) for b in baris)
    return Temuan(hasil, baris[0][9] if baris else 0)


def _tanya(kata: Sequence[str]) -> str:
    """A query for all words, the last one as a beginning. Each is quoted, so none is an operator."""
    kutip = ["'" + k.replace("\\", "\\\\").replace("'", "''") + "'" for k in kata]
    return " & ".join(kutip) + ":*"


def _lolos(teks: str) -> str:
    return teks.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _polos(teks: str) -> str:
    """Without accents and raised figures: é -> e, ² -> 2."""
    terurai = unicodedata.normalize("NFKD", teks)
    return "".join(c for c in terurai if not unicodedata.combining(c))


def _koreksi(kata: Sequence[str], terbaik: Analisa) -> str | None:
    """What the words were taken for: those of the best answer that are spelled most like them."""
    pilihan = {k.casefold() for k in _KATA.findall(f"{terbaik.uraian} {terbaik.grup}")}
    if not pilihan:
        return None
    return " ".join(max(sorted(pilihan), key=lambda p: SequenceMatcher(None, k.casefold(), p).ratio()) for k in kata)
