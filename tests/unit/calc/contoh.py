"""Facts of published examples, and random estimates for the identities that must always hold."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ahsp_app.calc.analisa import Baris, Harga, Kategori, harga_satuan
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rekap import Estimasi, Klasifikasi, Pekerjaan, Pengaturan, Ppn

GOLDEN = Path(__file__).parents[2] / "golden"
TANPA = Pembulatan(Mode.TANPA, Decimal(1))


def baca(nama: str) -> Any:
    return json.loads((GOLDEN / nama).read_text(encoding="utf-8"))


def desimal(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)


def analisa_contoh(contoh: dict[str, Any]) -> tuple[tuple[Baris, ...], dict[int, Harga]]:
    """Rows and prices of one published analysis; the item ids are the row numbers."""
    baris, harga = [], {}
    for i, k in enumerate(contoh["komponen"], start=1):
        baris.append(Baris(Decimal(k["koefisien"]), item=i))
        nilai = harga_satuan(desimal(k.get("harga")), desimal(k.get("harga_beli")), desimal(k.get("faktor")))
        harga[i] = Harga(Kategori(k["kategori"]), nilai)
    return tuple(baris), harga


def pecahan(maks: int, desimal: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, maks * 10**desimal).map(lambda n: Decimal(f"{n}E-{desimal}"))


@st.composite
def kebijakan(draw: st.DrawFn) -> Pembulatan:
    langkah = draw(st.sampled_from(["0.01", "1", "10", "100", "1000", "0.05", "2.5"]))
    return Pembulatan(draw(st.sampled_from(list(Mode))), Decimal(langkah))


@st.composite
def harga_acak(draw: st.DrawFn) -> dict[int, Harga]:
    hasil = {}
    for i in range(1, draw(st.integers(1, 6)) + 1):
        nilai = draw(
            st.one_of(
                st.none(),
                pecahan(10**7, 2).map(Fraction),
                st.builds(Fraction, st.integers(1, 10**7), st.integers(1, 5000)),  # a conversion
            )
        )
        hasil[i] = Harga(draw(st.sampled_from(list(Kategori))), nilai)
    return hasil


@st.composite
def pekerjaan_acak(draw: st.DrawFn, nomor: int, item: list[int]) -> Pekerjaan:
    """A work that may nest any work with a smaller number."""
    volume = draw(st.none() | pecahan(10**4, 6))
    if draw(st.integers(0, 5)) == 0:
        return Pekerjaan(nomor, volume, harga_langsung=draw(pecahan(10**7, 2)))
    komponen = []
    for _ in range(draw(st.integers(0, 5))):
        koefisien = draw(pecahan(100, 10))
        if nomor > 1 and draw(st.integers(0, 3)) == 0:
            komponen.append(Baris(koefisien, pekerjaan=draw(st.integers(1, nomor - 1))))
        else:
            komponen.append(Baris(koefisien, item=draw(st.sampled_from(item))))
    margin = draw(st.none() | pecahan(30, 4))
    return Pekerjaan(nomor, volume, margin, None, tuple(komponen))


@st.composite
def estimasi_acak(draw: st.DrawFn) -> Estimasi:
    """At most eight works, so that nesting never passes its limit, hung into a random tree of headings."""
    harga = draw(harga_acak())
    pekerjaan = [draw(pekerjaan_acak(n, list(harga))) for n in range(1, draw(st.integers(1, 8)) + 1)]
    banyak = draw(st.integers(1, 6))
    induk = [draw(st.integers(0, k - 1)) if k > 1 else 0 for k in range(1, banyak + 1)]  # 0 is the root
    tempat = [draw(st.integers(1, banyak)) for _ in pekerjaan]

    def bangun(k: int) -> Klasifikasi:
        anak = tuple(bangun(a) for a in range(1, banyak + 1) if induk[a - 1] == k)
        isi = tuple(p for p, t in zip(pekerjaan, tempat, strict=True) if t == k)
        return Klasifikasi(k, anak, isi)

    ppn = Ppn(draw(pecahan(20, 2)), draw(st.integers(0, 12)), draw(st.integers(1, 12)))
    pengaturan = Pengaturan(draw(pecahan(30, 4)), ppn, draw(kebijakan()), draw(kebijakan()), draw(kebijakan()))
    return Estimasi(pengaturan, harga, bangun(0).anak)
