"""Searches that were meant: one's own latest, and for admins what is looked for and not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

HARI: Final = 90
TERAKHIR: Final = 8
TERATAS: Final = 50


@dataclass(frozen=True, slots=True)
class Panel:
    """What the filters offer: editions, and one's own kept searches."""

    edisi: tuple[str, ...]
    saringan: tuple[tuple[int, str, dict[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Dicari:
    """A text that was looked for: how often, by how many people, how often something was chosen, and when last."""

    teks: str
    kali: int
    orang: int
    dipilih: int
    banyak: int
    koreksi: str | None
    pada: datetime


@dataclass(frozen=True, slots=True)
class Statistik:
    """Of the last HARI days: the most frequent searches, and those that found nothing or only by a correction."""

    kali: int
    orang: int
    nihil: int
    sering: tuple[Dicari, ...]
    tidak_ketemu: tuple[Dicari, ...]


_TERAKHIR: Final = text("""
    SELECT teks FROM (
        SELECT DISTINCT ON (kunci) teks, id FROM (
            SELECT teks, kunci, id FROM pencarian WHERE pengguna_id = :p AND banyak > 0 ORDER BY id DESC LIMIT 60
        ) baru ORDER BY kunci, id DESC
    ) beda ORDER BY id DESC LIMIT :n
""")
_PANEL: Final = text("""
    SELECT (SELECT jsonb_agg(nama ORDER BY tahun DESC NULLS LAST, id) FROM edisi WHERE aktif),
           (SELECT jsonb_agg(jsonb_build_array(id, nama, isi) ORDER BY lower(nama), id)
            FROM saringan_tersimpan WHERE pengguna_id = :p)
""")
_STATISTIK: Final = text("""
    WITH baru AS (
        SELECT * FROM pencarian WHERE pada > now() - make_interval(days => :hari)
    ), isi AS (
        SELECT (array_agg(teks ORDER BY id DESC))[1] AS teks, count(*) AS kali, count(DISTINCT pengguna_id) AS orang,
               count(dipilih_id) AS dipilih, (array_agg(banyak ORDER BY id DESC))[1] AS banyak,
               (array_agg(koreksi ORDER BY id DESC))[1] AS koreksi, max(pada) AS pada
        FROM baru GROUP BY kunci
    )
    (SELECT 'semua' AS jenis, NULL AS teks, count(*) AS kali, count(DISTINCT pengguna_id) AS orang,
            count(*) FILTER (WHERE banyak = 0) AS dipilih, 0 AS banyak, NULL AS koreksi, now() AS pada FROM baru)
    UNION ALL (SELECT 'sering', * FROM isi ORDER BY kali DESC, pada DESC LIMIT :n)
    UNION ALL (SELECT 'nihil', * FROM isi WHERE banyak = 0 OR koreksi IS NOT NULL
               ORDER BY banyak > 0, kali DESC, pada DESC LIMIT :n)
""")


def panel(sesi: Session, pengguna_id: int) -> Panel:
    """One statement."""
    edisi, saringan = sesi.execute(_PANEL, {"p": pengguna_id}).one()
    simpanan = tuple((int(i), str(nama), dict(isi)) for i, nama, isi in saringan or ())
    return Panel(tuple(edisi or ()), simpanan)


def terakhir(sesi: Session, pengguna_id: int) -> tuple[str, ...]:
    """One's own latest searches that found something, newest first. One statement."""
    return tuple(sesi.scalars(_TERAKHIR, {"p": pengguna_id, "n": TERAKHIR}))


def statistik(sesi: Session, hari: int = HARI) -> Statistik:
    """One statement."""
    baris = sesi.execute(_STATISTIK, {"hari": hari, "n": TERATAS}).all()
    semua = baris[0]

    def bagian(jenis: str) -> tuple[Dicari, ...]:
        return tuple(_dicari(b) for b in baris if b.jenis == jenis)

    return Statistik(semua.kali, semua.orang, semua.dipilih, bagian("sering"), bagian("nihil"))


def _dicari(b: Any) -> Dicari:
    return Dicari(b.teks, b.kali, b.orang, b.dipilih, b.banyak, b.koreksi, b.pada)
