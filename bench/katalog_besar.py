"""A catalogue of any size for measuring: the starter analyses in many sizes, mixes, methods and places, ten rows each.

Words are spread as in real price books: a few are everywhere, most are rare. The same every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy.orm import Session

from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi
from ahsp_app.queries.katalog_kata import segarkan_kata
from ahsp_app.services.katalog import baca_data
from ahsp_app.services.massal import pesan_id, sisipkan

KOMPONEN: Final = 10
SEKALI: Final = 5000
BENIH: Final = 20260103
_SUKU: Final = [a + b for a in "bklmnrstw" for b in "aeio"]
_CARA: Final = ("manual", "semi mekanis", "mekanis", "dengan alat bantu", "di daerah sulit", "untuk rehabilitasi")
_TEMPAT: Final = ("jembatan", "saluran", "bendung", "rumah", "gedung", "jalan", "trotoar", "dermaga", "sekolah")


def muat_katalog_besar(sesi: Session, banyak: int, per_edisi: int = 10_000) -> int:
    """`banyak` analyses of KOMPONEN rows in editions of `per_edisi`; returns the number of rows."""
    acak = random.Random(BENIH)
    dasar = baca_data("katalog_awal.json")["analisa"]
    bahan = sorted({(k["kategori"], k["uraian"], k["satuan"]) for a in dasar for k in a["komponen"]})
    langka = ["".join(acak.choices(_SUKU, k=acak.randrange(3, 6))) for _ in range(6000)]
    baris = 0
    for awal in range(0, banyak, per_edisi):
        edisi = Edisi(nama=f"AHSP ukur {awal // per_edisi + 1}", tahun=2016 + awal // per_edisi)
        sesi.add(edisi)
        sesi.flush()
        for mulai in range(awal, min(banyak, awal + per_edisi), SEKALI):
            isi = range(mulai, min(mulai + SEKALI, banyak, awal + per_edisi))
            nomor = pesan_id(sesi, AHSPReferensi, len(isi))
            analisa = [_analisa(n, dasar[n % len(dasar)], langka, acak) for n in isi]
            tetap = {"edisi_id": edisi.id}
            sisipkan(sesi, AHSPReferensi, [{"id": i, **tetap, **a} for i, a in zip(nomor, analisa, strict=True)])
            rinci = list(_komponen(nomor, bahan, acak))
            sisipkan(sesi, KomponenReferensi, rinci)
            baris += len(rinci)
    segarkan_kata(sesi)
    return baris


def _analisa(n: int, dasar: dict[str, Any], langka: list[str], acak: random.Random) -> dict[str, Any]:
    tambahan = [acak.choice(_CARA), f"untuk {acak.choice(_TEMPAT)}"]
    if acak.random() < 0.5:
        tambahan.append(f"tipe {acak.choice(langka)}")
    if acak.random() < 0.3:
        tambahan.append(f"ukuran {acak.randrange(5, 90)}x{acak.randrange(5, 90)} cm")
    uraian = ", ".join([dasar["uraian"], *tambahan])
    kode = f"{dasar['kode']}.{n // 272 + 1}"
    return {"kode": kode, "grup": dasar["grup"], "uraian": uraian, "satuan": dasar["satuan"], "urut": n + 1}


def _komponen(nomor: list[int], bahan: list[tuple[str, str, str]], acak: random.Random) -> Iterator[dict[str, Any]]:
    for i in nomor:
        for urut, (kategori, uraian, satuan) in enumerate(acak.sample(bahan, KOMPONEN), 1):
            isi = {
                "kategori": kategori,
                "uraian": uraian,
                "satuan": satuan,
                "koefisien": f"0.{acak.randrange(1, 9999):04}",
            }
            yield {"ahsp_id": i, "urut": urut, **isi}
