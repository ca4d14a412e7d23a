"""Bookmarks: a flat list with levels becomes the tree that PDF wants."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ahsp_app.laporan.pdf.berkas import Berkas, teks_pdf


class Penanda(NamedTuple):
    """A bookmark: 0 for a document, 1 and more for its headings; the page object and the height it leads to."""

    judul: str
    tingkat: int
    lembar: int
    y: float


def tulis_penanda(berkas: Berkas, penanda: list[Penanda]) -> str:
    """Write the tree; what the catalogue says about it."""
    if not penanda:
        return ""
    akar = berkas.baru()
    nomor = [berkas.baru() for _ in penanda]
    anak: dict[int, list[int]] = {}  # object -> the objects below it
    induk: list[int] = []
    jalur: list[tuple[int, int]] = [(-1, akar)]  # level and object, from the root to the last one
    for p, n in zip(penanda, nomor, strict=True):
        while jalur[-1][0] >= p.tingkat:
            jalur.pop()
        induk.append(jalur[-1][1])
        anak.setdefault(induk[-1], []).append(n)
        jalur.append((p.tingkat, n))
    sebelum = {b: a for saudara in anak.values() for a, b in pairwise(saudara)}
    sesudah = {a: b for b, a in sebelum.items()}
    for p, n, i in zip(penanda, nomor, induk, strict=True):
        isi = f"<</Title {teks_pdf(p.judul)}/Parent {i} 0 R/Dest[{p.lembar} 0 R/XYZ 0 {p.y:.2f} null]"
        isi += f"/Prev {sebelum[n]} 0 R" if n in sebelum else ""
        isi += f"/Next {sesudah[n]} 0 R" if n in sesudah else ""
        if n in anak:
            isi += f"/First {anak[n][0]} 0 R/Last {anak[n][-1]} 0 R/Count -{len(anak[n])}"
        berkas.objek(isi + ">>", n)
    puncak = anak[akar]
    berkas.objek(f"<</Type/Outlines/First {puncak[0]} 0 R/Last {puncak[-1]} 0 R/Count {len(puncak)}>>", akar)
    return f"/Outlines {akar} 0 R/PageMode/UseOutlines"
