"""Resources needed: quantity of an item = Σ volume × koefisien over all works, nested rows expanded.

Identity: Σ quantity × price = Σ volume × D over the works that have an analysis (works priced directly have
no resources and stay out of both).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ahsp_app.calc.analisa import Baris, urutkan_analisa
from ahsp_app.calc.rekap import Estimasi


def sebar_kebutuhan(
    analisa: Mapping[int, Sequence[Baris]], volume: Mapping[int, Decimal | Fraction]
) -> dict[int, Fraction]:
    """Quantity of each item, exact, for these volumes of these works. Raises Siklus, TerlaluDalam.

    Also for parts of an estimate: pass the volumes of a period or of one work.
    """
    perlu: dict[int, Fraction] = {p: Fraction(v) for p, v in volume.items() if p in analisa}
    kuantitas: dict[int, Fraction] = {}
    # a work before those it nests, so that the whole need of a nested work is known when its turn comes
    for p in reversed(urutkan_analisa(analisa, perlu)):
        kali = perlu.get(p, Fraction(0))
        for b in analisa.get(p, ()):
            tambahan = kali * Fraction(b.koefisien)
            if b.item is not None:
                kuantitas[b.item] = kuantitas.get(b.item, Fraction(0)) + tambahan
            elif b.pekerjaan is not None:
                perlu[b.pekerjaan] = perlu.get(b.pekerjaan, Fraction(0)) + tambahan
    return kuantitas


def hitung_kebutuhan(e: Estimasi) -> dict[int, Fraction]:
    """Quantity of every item that the estimate uses, unrounded; a missing volume counts 0."""
    return sebar_kebutuhan(e.analisa(), {p.id: p.volume or Decimal(0) for p in e.semua_pekerjaan()})
