"""Searching the catalogue: code, words, beginnings of words, and words with a slip of the finger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
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


# Code above everything, then all words whole ("bata" before "batang"), then with the last one as a beginning, then
# all of them as parts of words.
_CARI = text("""
    WITH tanya AS (
        SELECT to_tsquery('simple', :q) || to_tsquery('simple', :q_polos) AS utuh,
               to_tsquery('simple', :q || ':*') || to_tsquery('simple', :q_polos || ':*') AS q
    ), temuan AS (
        SELECT a.id, count(*) OVER () AS total,
               CASE WHEN lower(a.kode) = :kode THEN 5
                    WHEN lower(a.kode) LIKE :awalan THEN 4
                    WHEN a.cari @@ tanya.utuh THEN 2 + round(CAST(ts_rank(a.cari, tanya.utuh, 2) AS numeric), 4)
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
# No such words at all: candidates that are spelled somewhat like them, to be looked at one by one.
_MIRIP = text("""
    SELECT a.id, a.edisi_id, e.nama, a.kode, a.grup, a.uraian, a.satuan,
           (SELECT count(*) FROM komponen_referensi k WHERE k.ahsp_id = a.id), 0, 0
    FROM ahsp_referensi a JOIN edisi e ON e.id = a.edisi_id
    CROSS JOIN LATERAL (
        SELECT avg(word_similarity(k, unaccent(a.uraian))) AS skor FROM unnest(CAST(:kata AS text[])) k
    ) m
    WHERE (CASE WHEN CAST(:edisi AS text) IS NULL THEN e.aktif ELSE e.nama = :edisi END) AND m.skor >= 0.3
    ORDER BY m.skor DESC, e.tahun DESC NULLS LAST, a.edisi_id, a.urut, a.id
    LIMIT 150
""")
# How alike two words must be, in thousandths: "bta" and "bata" 857, "drop" and "drain" 444.
_AMBANG: Final = 650


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
        "kode": teks.lower(),
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
    return _salah_ketik(polos, _baca(sesi.execute(_MIRIP, {"kata": polos, "edisi": edisi}).all()).hasil, batas)


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
    """A query for all words. Each is quoted, so none is an operator."""
    kutip = ["'" + k.replace("\\", "\\\\").replace("'", "''") + "'" for k in kata]
    return " & ".join(kutip)


def _lolos(teks: str) -> str:
    return teks.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _polos(teks: str) -> str:
    """Without accents and raised figures: é -> e, ² -> 2."""
    terurai = unicodedata.normalize("NFKD", teks)
    return "".join(c for c in terurai if not unicodedata.combining(c))


def _salah_ketik(kata: Sequence[str], calon: Sequence[Analisa], batas: int) -> Temuan:
    """The candidates in which every word is found again, spelled a little differently."""
    kata = [k.casefold() for k in kata]
    mirip = cache(_mirip)
    dinilai = []
    for a in calon:
        isi = [_polos(k).casefold() for k in _KATA.findall(f"{a.uraian} {a.grup}")]
        terbaik = [max(((mirip(k, lain), lain) for lain in isi), default=(0, "")) for k in kata]
        if all(nilai >= _AMBANG for nilai, _ in terbaik):
            skor = round(Decimal(sum(nilai for nilai, _ in terbaik)) / (1000 * len(kata)), 4)
            dinilai.append((replace(a, skor=skor), " ".join(lain for _, lain in terbaik)))
    dinilai.sort(key=lambda satu: -satu[0].skor)
    hasil = tuple(a for a, _ in dinilai[:batas])
    return Temuan(hasil, len(dinilai), dinilai[0][1] if dinilai else None)


def _mirip(satu: str, lain: str) -> int:
    """From 0 to 1000. A word with figures in it is what it is: K-225 is no slip for K-275."""
    if any(c.isdecimal() for c in satu):
        return 1000 if satu == lain else 0
    return round(1000 * SequenceMatcher(None, satu, lain, autojunk=False).ratio())
