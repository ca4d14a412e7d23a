"""Resources needed: quantity of an item = Σ volume × koefisien over all works, nested rows expanded.

Identity: Σ quantity × price = Σ volume × D over the works that have an analysis. Works priced directly have no
resources and stay out of both; one that is nested in an analysis is a resource there, item -id (Estimasi.analisa).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import cast

from ahsp_app.calc.analisa import Baris, urutkan_analisa
from ahsp_app.calc.pembulatan import JumlahTepat, rasio
from ahsp_app.calc.rekap import Estimasi


def sebar_kebutuhan(
    analisa: Mapping[int, Sequence[Baris]], volume: Mapping[int, Decimal | Fraction]
) -> dict[int, Fraction]:
    """Quantity of each item, exact, for these volumes of these works. Raises Siklus, TerlaluDalam.

    Also for parts of an estimate: pass the volumes of a period or of one work.
    """
    perlu: dict[int, JumlahTepat] = defaultdict(JumlahTepat)
    kuantitas: dict[int, JumlahTepat] = defaultdict(JumlahTepat)
    for pekerjaan, banyak in volume.items():
        perlu[pekerjaan].tambah(*rasio(banyak))
    # a work before those it nests, so that the whole need of a nested work is known when its turn comes
    for p in reversed(urutkan_analisa(analisa, list(perlu))):
        kali = perlu[p].hasil()
        for b in analisa.get(p, ()):
            atas, bawah = rasio(b.koefisien)
            tujuan = kuantitas[cast(int, b.item)] if b.pekerjaan is None else perlu[b.pekerjaan]
            tujuan.tambah(atas * kali.numerator, bawah * kali.denominator)
    return {item: jumlah.hasil() for item, jumlah in kuantitas.items()}


def hitung_kebutuhan(e: Estimasi) -> dict[int, Fraction]:
    """Quantity of every item that the estimate uses, unrounded; a missing volume counts 0."""
    volume = {p.id: p.volume or Decimal(0) for p in e.semua_pekerjaan() if p.harga_langsung is None}
    return sebar_kebutuhan(e.analisa(), volume)
