"""The words of the catalogue: kept in a table of their own, looked up for site words, stems and corrections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from string import ascii_lowercase
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.queries.katalog_tanya import HAMPA, Kamus, frasa
from ahsp_app.queries.katalog_teks import pecah, rapi

# How alike two words must be, in thousandths: "bta" and "bata" 857, "drop" and "drain" 444.
AMBANG: Final = 720
SATU_SALAH: Final = 80  # one letter too many, missing, wrong, or two that changed places
SEBANDING: Final = 60  # words that are nearly as alike as the best one
PILIHAN: Final = 3
MAKS_PANJANG: Final = 24

_KAMUS: Final = text("""
    SELECT 'akar' AS jenis, k.kata, array_to_string(ts_lexize('indonesian_stem', k.kata), ' ') AS isi
    FROM unnest(CAST(:kata AS text[])) AS k(kata)
    UNION ALL
    SELECT 'padanan', kata, padanan FROM kosakata WHERE aktif AND kata = ANY(CAST(:frasa AS text[]))
""")
_MIRIP: Final = text("""
    WITH c AS (
        SELECT a.kata AS asal, k.kata, k.banyak FROM unnest(CAST(:kata AS text[])) AS a(kata)
        CROSS JOIN LATERAL (
            SELECT w.kata, w.banyak FROM kata_katalog w WHERE w.kata % a.kata
            ORDER BY similarity(w.kata, a.kata) DESC LIMIT 20
        ) k
        UNION
        SELECT s.asal, w.kata, w.banyak FROM unnest(CAST(:asal AS text[]), CAST(:sunting AS text[])) AS s(asal, kata)
        JOIN kata_katalog w ON w.kata = s.kata
    )
    SELECT c.asal, c.kata, c.banyak, array_to_string(ts_lexize('indonesian_stem', c.kata), ' ') AS akar, s.padanan
    FROM c LEFT JOIN kosakata s ON s.aktif AND s.kata = c.kata
    UNION ALL
    SELECT NULL, s.kata, 0, NULL, s.padanan FROM kosakata s
    WHERE s.aktif AND strpos(s.kata, ' ') > 0
      AND string_to_array(s.kata, ' ') && ARRAY(SELECT CAST(kata AS text) FROM c)
""")
_SEGARKAN: Final = text("""
    INSERT INTO kata_katalog (kata, banyak)
    SELECT word, ndoc FROM ts_stat($$
        SELECT a.cari FROM ahsp_referensi a JOIN edisi e ON e.id = a.edisi_id
        WHERE e.aktif AND a.dihapus IS NULL AND a.diarsipkan IS NULL
    $$, 'bc') WHERE length(word) BETWEEN 2 AND 100
    ON CONFLICT (kata) DO UPDATE SET banyak = excluded.banyak WHERE kata_katalog.banyak <> excluded.banyak
""")
_TANDAI: Final = text("""
    INSERT INTO kata_katalog (kata, banyak) SELECT DISTINCT k, 0 FROM unnest(CAST(:kata AS text[])) k
    ON CONFLICT (kata) DO NOTHING
""")


def segarkan_kata(sesi: Session) -> None:
    """Bring the table of words up to date. To be called when analyses came, went or changed their words."""
    sesi.flush()
    sesi.execute(text("DELETE FROM kata_katalog"))
    sesi.execute(_SEGARKAN)
    tambah_kata(sesi, sesi.scalars(text("SELECT kata FROM kosakata WHERE aktif")))


def tambah_kata(sesi: Session, teks: Iterable[str]) -> None:
    """Make the words of some texts known at once, so that a slip in them is corrected too."""
    kata = sorted({k for satu in teks for k in rapi(satu).split() if 2 <= len(k) <= 100})
    if kata:
        sesi.execute(_TANDAI, {"kata": kata})


def find_kamus(sesi: Session, kata: Sequence[str]) -> Kamus:
    """Stems of the words, and what the catalogue says for site words among them. One statement."""
    akar: dict[str, str] = {}
    padanan: dict[str, Sequence[Sequence[str]]] = {}
    if not kata:
        return Kamus()
    for b in sesi.execute(_KAMUS, {"kata": list(kata), "frasa": frasa(kata)}):
        if b.jenis == "akar":
            akar[b.kata] = b.isi or b.kata
        else:
            padanan[b.kata] = baca_padanan(b.isi)
    return Kamus(akar, padanan)


def baca_padanan(teks: str) -> list[list[str]]:
    """The phrases of a padanan, each as its words."""
    return [kata for satu in teks.split("|") if (kata := pecah(satu)[0])]


def perbaiki(sesi: Session, kata: Collection[str]) -> tuple[dict[str, list[str]], Kamus]:
    """For each word: the words it may be, best first; and what is known of those. A word that is known comes first.

    A word with figures in it is what it is: K-225 is no slip for K-275. At most one statement.
    """
    diperiksa = [k for k in dict.fromkeys(kata) if 2 < len(k) <= MAKS_PANJANG and not any(c.isdecimal() for c in k)]
    if not diperiksa:
        return {}, Kamus()
    sunting = {k: _sunting(k) for k in diperiksa}
    pasangan = [(k, s) for k, semua in sunting.items() for s in semua]
    isi = {"kata": diperiksa, "asal": [a for a, _ in pasangan], "sunting": [s for _, s in pasangan]}
    calon: dict[str, dict[str, int]] = {k: {} for k in diperiksa}
    akar: dict[str, str] = {}
    padanan: dict[str, Sequence[Sequence[str]]] = {}
    for b in sesi.execute(_MIRIP, isi):
        if b.asal is not None:
            calon[b.asal][b.kata] = b.banyak
            akar[b.kata] = b.akar or b.kata
        if b.padanan:
            padanan[b.kata] = baca_padanan(b.padanan)
    usul = {}
    for k, semua in calon.items():
        dikenal = semua.pop(k, 0)
        satu = set(sunting[k])
        # A word that is known may still be a slip for another: "btu belah".
        dekat = {lain: n for lain, n in semua.items() if not dikenal or lain in satu}
        usul[k] = [k] * bool(dikenal) + _pilih(k, dekat, satu)
    return usul, Kamus(akar, padanan)


def betulkan(sesi: Session, kata: Sequence[str], kamus: Kamus) -> tuple[dict[str, list[str]], list[str], Kamus]:
    """What each word may be, the words that are left when slips are put right, and all that is known of them."""
    usul, baru = perbaiki(sesi, [k for k in kata if k not in kamus.padanan])
    benar = [usul[k][0] if usul.get(k) else k for k in kata if usul.get(k) != []]
    pilihan = {semua[0]: semua[1:] for semua in usul.values() if semua}
    padanan = {**kamus.padanan, **baru.padanan}
    for k, lain in pilihan.items():
        if k not in kata:
            padanan[k] = [*padanan.get(k, ()), *([satu] for satu in lain)]
    mirip = {k: lain for k, lain in pilihan.items() if k in kata}
    return usul, benar, Kamus({**kamus.akar, **baru.akar}, padanan, mirip)


def _pilih(kata: str, semua: Mapping[str, int], satu: Collection[str]) -> list[str]:
    """The likeliest of these words; among equals the one that more analyses have."""
    nilai = {k: _mirip(kata, k) + (SATU_SALAH if k in satu else 0) for k in semua}
    # A word two letters shorter is another word, not a slip: "gasing" is no "gang".
    wajar = [k for k in nilai if len(k) > len(kata) - 2 and k not in HAMPA and not any(c.isdecimal() for c in k)]
    cukup = [k for k in wajar if nilai[k] >= AMBANG]
    terbaik = max((nilai[k] for k in cukup), default=0)
    mungkin = [k for k in cukup if nilai[k] >= terbaik - SEBANDING]
    return sorted(mungkin, key=lambda k: (-nilai[k], -semua[k], k))[:PILIHAN]


def _sunting(kata: str) -> list[str]:
    """The word itself and all words one slip away."""
    belah = [(kata[:i], kata[i:]) for i in range(len(kata) + 1)]
    hilang = [a + b[1:] for a, b in belah if b]
    tukar = [a + b[1] + b[0] + b[2:] for a, b in belah if len(b) > 1]
    ganti = [a + c + b[1:] for a, b in belah if b for c in ascii_lowercase]
    sisip = [a + c + b for a, b in belah for c in ascii_lowercase]
    return list(dict.fromkeys([kata, *hilang, *tukar, *ganti, *sisip]))


def _mirip(satu: str, lain: str) -> int:
    """From 0 to 1000."""
    return round(1000 * SequenceMatcher(None, satu, lain, autojunk=False).ratio())
