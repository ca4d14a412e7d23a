"""What was typed, as questions to the index of the catalogue: words, site words, stems, beginnings, slips."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

MAKS_FRASA: Final = 4
AWALAN: Final = 3
# Words that say nothing about which work is meant.
_HAMPA: Final = "pekerjaan pek kerja dan dengan dgn untuk utk yang yg di dari per pada atau ke"
HAMPA: Final = frozenset(_HAMPA.split())
# Words that make it another kind of work than the plain one: what is said first names the others of its group.
_LAIN: Final = tuple(
    tuple(g.split())
    for g in (
        "bongkar bongkaran pembongkaran",
        "siar siaran",
        "finishing",
        "cat pengecatan pelaburan pengerokan",
        "bekisting",
        "rangka",
        "nok bubung",
        "plint",
        "tutup",
        "pemotongan",
        "penyambungan",
        "berbatu",
        "cadas",
        "lumpur",
        "artistik",
    )
)
_VOKAL: Final = frozenset("aiueo")
_LULUH: Final = frozenset("ptks")


@dataclass(frozen=True, slots=True)
class Kamus:
    """What is known about the words typed: stems, site words with what the catalogue says instead, look-alikes."""

    akar: Mapping[str, str] = field(default_factory=dict)
    padanan: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    mirip: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tanya:
    """Three questions, each with more answers than the one before. Texts for to_tsquery('simple', …).

    utuh: every word as typed, or what a site word stands for. ketik: the last word may be unfinished.
    luas: every word may be unfinished, or in another form (gali, galian, penggalian).
    depan: the first word, or what it stands for. A work is named by its first words, what follows is detail.
    lain: words that would make it another kind of work, none of which was typed.
    """

    utuh: str
    ketik: str
    luas: str
    depan: tuple[str, ...] = ()
    lain: str = ""


def frasa(kata: Sequence[str]) -> list[str]:
    """Every run of up to MAKS_FRASA words, to be looked up among the site words."""
    n = len(kata)
    return [" ".join(kata[i:j]) for i in range(n) for j in range(i + 1, min(n, i + MAKS_FRASA) + 1)]


def susun(kata: Sequence[str], kode: Sequence[str], kamus: Kamus) -> Tanya:
    """The questions for these words and codes. Each word or site word is a group; all groups must be there."""
    kelompok = _kelompok(kata, kamus)
    sendiri = len(kelompok) == 1 and len(kelompok[0][0][-1]) < AWALAN
    tetap = [f"{_kutip(k)}:*A" for k in kode]
    utuh, ketik, luas = list(tetap), list(tetap), list(tetap)
    for n, (bagian, lain) in enumerate(kelompok):
        padanan = [_dan([f"{_kutip(k)}:BC" for k in satu]) for satu in lain]
        # One or two letters by themselves begin half the catalogue.
        terakhir = n == len(kelompok) - 1 and not sendiri
        tepat = _atau([_dan([f"{_kutip(k)}:BC" for k in bagian]), *padanan])
        awal = _atau([_dan([_mulai(k, boleh=k is bagian[-1]) for k in bagian]), *padanan])
        bentuk = [_dan([_longgar(k, kamus, terakhir=terakhir) for k in bagian])]
        bentuk += [_dan([_longgar(k, kamus, terakhir=False) for k in satu]) for satu in lain]
        utuh.append(tepat)
        ketik.append(awal if terakhir else tepat)
        luas.append(_atau(bentuk))
    depan = [] if not kelompok else [kelompok[0][0][0], *(satu[0] for satu in kelompok[0][1])]
    diminta = {k for bagian, lain in kelompok for k in (*bagian, *(k for satu in lain for k in satu))}
    return Tanya(_dan(utuh), _dan(ketik), _dan(luas), tuple(depan), _pekerjaan_lain(diminta))


def _pekerjaan_lain(diminta: Collection[str]) -> str:
    """The words of _LAIN but for the groups that were asked for, in any form and however far typed."""
    panjang = [k for k in diminta if len(k) >= AWALAN]
    tidak = [g for g in _LAIN if not any(k.startswith(g[0]) or w.startswith(k) for k in panjang for w in g)]
    return " | ".join(f"{_kutip(k)}:B" for g in tidak for k in g)


def satu_satu(kata: Sequence[str], kode: Sequence[str], kamus: Kamus) -> list[tuple[str, str]]:
    """Each word, site word or code with its question; for when the catalogue has no work with all of them."""
    bagian = [b for b, _lain in _kelompok(kata, kamus)] if kata else []
    semua = [(k, susun([], [k], kamus).luas) for k in kode] + [(" ".join(b), susun(b, [], kamus).luas) for b in bagian]
    return semua if len(semua) > 1 else []


def _kelompok(kata: Sequence[str], kamus: Kamus) -> list[tuple[list[str], Sequence[Sequence[str]]]]:
    """The words from left to right, the longest site word first; none that says nothing, if there are others."""
    hasil: list[tuple[list[str], Sequence[Sequence[str]]]] = []
    i = 0
    while i < len(kata):
        for j in range(min(len(kata), i + MAKS_FRASA), i, -1):
            satu = list(kata[i:j])
            lain = kamus.padanan.get(" ".join(satu), ())
            if lain or j == i + 1:
                hasil.append((satu, lain))
                i = j
                break
    return [(satu, lain) for satu, lain in hasil if lain or satu[0] not in HAMPA] or hasil


def _mulai(kata: str, *, boleh: bool) -> str:
    return f"{_kutip(kata)}:{'*' if boleh else ''}BC"


def _longgar(kata: str, kamus: Kamus, *, terakhir: bool) -> str:
    """A word in any of its forms. A number is what it is, unless it is still being typed."""
    berangka = any(c.isdecimal() for c in kata)
    bentuk = [_mulai(kata, boleh=terakhir or (len(kata) >= AWALAN and not berangka))]
    if not berangka and len(kata) >= AWALAN:
        bentuk += [f"{_kutip(a)}:D" for a in sorted(_akar(kata, kamus.akar.get(kata, kata)))]
    bentuk += [f"{_kutip(lain)}:BC" for lain in kamus.mirip.get(kata, ())]
    return _atau(bentuk)


def _akar(kata: str, akar: str) -> set[str]:
    """Stems under which the dictionary files the forms of a word.

    It takes pe-/me- off but leaves what the prefix did: pengecatan -> ecat, penutup -> utup, penanaman -> anam.
    """
    semua = {akar}
    if len(kata) <= 4 and sum(c in _VOKAL for c in kata) == 1:
        semua.add("e" + kata)
    if len(akar) > 3 and akar[0] in _LULUH and akar[1] in _VOKAL:
        semua.add(akar[1:])
    return semua


def _dan(bagian: Sequence[str]) -> str:
    return bagian[0] if len(bagian) == 1 else " & ".join(bagian)


def _atau(bagian: Sequence[str]) -> str:
    return bagian[0] if len(bagian) == 1 else "(" + " | ".join(f"({b})" for b in bagian) + ")"


def _kutip(kata: str) -> str:
    """A word of a query. Quoted, so that it is no operator."""
    return "'" + kata.replace("\\", "\\\\").replace("'", "''") + "'"
