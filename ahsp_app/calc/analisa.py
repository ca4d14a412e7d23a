"""Unit price analysis: what one unit of a pekerjaan costs, and its price.

    A, B, C, LAIN = Σ koefisien × harga per kategori; nested rows expanded with the product of coefficients
    D  biaya langsung = A + B + C + LAIN
    E  margin         = D × margin_persen / 100
    F  hsp            = round_hsp(D + E)
       jumlah         = round_jumlah(volume × hsp)

Source: the printed form of the unit-price regulations (Permen PUPR 8/2023 and its circulars); a nested
analysis enters with its D, so that overhead and profit are charged once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, cast

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.graf import Lingkaran, urutkan_graf
from ahsp_app.calc.pembulatan import JumlahTepat, Pembulatan

MAKS_KEDALAMAN: Final = 8
"""How many works deep an analysis may nest; a work that nests nothing has depth 1."""

_NOL: Final = Fraction(0)


class Kategori(StrEnum):
    """Kind of resource: labour, material, equipment, other."""

    TK = "TK"
    BHN = "BHN"
    ALT = "ALT"
    LAIN = "LAIN"


@dataclass(frozen=True, slots=True)
class Harga:
    """Price of a resource in rupiah per base unit; None is missing, which is not free."""

    kategori: Kategori
    harga: Fraction | None


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of an analysis: koefisien × a resource, or × another work. Exactly one of the two is given."""

    koefisien: Decimal
    item: int | None = None
    pekerjaan: int | None = None

    def __post_init__(self) -> None:
        if (self.item is None) == (self.pekerjaan is None):
            raise Galat("acuan", N_("Komponen memakai tepat satu: harga item atau pekerjaan lain."))


@dataclass(frozen=True, slots=True)
class Biaya:
    """Direct cost of one unit in rupiah, exact, with what is missing below it.

    `tanpa_harga`: resources without a price (counted as 0). `tanpa_analisa`: nested works without any row.
    """

    tk: Fraction = _NOL
    bhn: Fraction = _NOL
    alt: Fraction = _NOL
    lain: Fraction = _NOL
    tanpa_harga: frozenset[int] = frozenset()
    tanpa_analisa: frozenset[int] = frozenset()

    @property
    def langsung(self) -> Fraction:
        """D = A + B + C + LAIN."""
        return self.tk + self.bhn + self.alt + self.lain


@dataclass(frozen=True, slots=True)
class HargaPekerjaan:
    """margin E (rupiah per unit, exact), hsp F and jumlah (both rounded by policy)."""

    margin: Fraction
    hsp: Decimal
    jumlah: Decimal


class Siklus(Galat):
    """Works that nest each other. `jalur` starts and ends with the same work; `nama` gives words to ids."""

    def __init__(self, jalur: tuple[int, ...], nama: Mapping[int, str] | None = None) -> None:
        self.jalur = jalur
        kata = " → ".join((nama or {}).get(p, str(p)) for p in jalur)
        super().__init__("siklus", N_("Analisa berputar: %(jalur)s."), jalur=kata)


class TerlaluDalam(Galat):
    """Works nested deeper than MAKS_KEDALAMAN."""

    def __init__(self) -> None:
        pola = N_("Analisa bertingkat terlalu dalam. Paling dalam %(batas)s tingkat.")
        super().__init__("terlalu_dalam", pola, batas=MAKS_KEDALAMAN)


def harga_satuan(harga: Decimal | None, harga_beli: Decimal | None, faktor: Decimal | None) -> Fraction | None:
    """Rupiah per base unit: harga_beli / faktor when a conversion is complete, else harga; None when missing.

    The quotient is never rounded (664 200 per m3 ÷ 1 400 kg per m3). Raises Galat `faktor` when the factor is
    not positive.
    """
    if faktor is not None and faktor <= 0:
        raise Galat("faktor", N_("Faktor konversi harus lebih besar dari nol."))
    if harga_beli is not None and faktor is not None:
        return Fraction(harga_beli) / Fraction(faktor)
    return None if harga is None else Fraction(harga)


def _biaya_satu(baris: Sequence[Baris], harga: Mapping[int, Harga], biaya: Mapping[int, Biaya]) -> Biaya:
    """Cost of one analysis whose nested works are already in `biaya`."""
    jumlah = {kategori: JumlahTepat() for kategori in Kategori}
    tanpa_harga: set[int] = set()
    tanpa_analisa: set[int] = set()
    for b in baris:
        atas, bawah = b.koefisien.as_integer_ratio()
        if b.pekerjaan is not None:
            isi = biaya[b.pekerjaan]
            for kategori, nilai in zip(Kategori, (isi.tk, isi.bhn, isi.alt, isi.lain), strict=True):
                jumlah[kategori].tambah(atas * nilai.numerator, bawah * nilai.denominator)
            tanpa_harga |= isi.tanpa_harga
            tanpa_analisa |= isi.tanpa_analisa
            continue
        item = cast(int, b.item)
        satu = harga[item].harga
        if satu is None:
            tanpa_harga.add(item)
        else:
            jumlah[harga[item].kategori].tambah(atas * satu.numerator, bawah * satu.denominator)
    tk, bhn, alt, lain = (jumlah[kategori].hasil() for kategori in Kategori)
    return Biaya(tk, bhn, alt, lain, frozenset(tanpa_harga), frozenset(tanpa_analisa))


def urutkan_analisa(analisa: Mapping[int, Sequence[Baris]], mulai: Iterable[int]) -> list[int]:
    """The works reachable from `mulai`, each after those it nests. Raises Siklus, TerlaluDalam."""

    def anak(pekerjaan: int) -> list[int]:
        return [b.pekerjaan for b in analisa.get(pekerjaan, ()) if b.pekerjaan is not None]

    try:
        urut = urutkan_graf(anak, mulai)
    except Lingkaran as lingkaran:
        raise Siklus(lingkaran.jalur) from None
    _kedalaman(urut, anak_dari={p: anak(p) for p in urut})
    return urut


def _kedalaman(urut: Iterable[int], anak_dari: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Depth of every work, given in an order with nested works first. Raises TerlaluDalam."""
    dalam: dict[int, int] = {}
    for p in urut:
        dalam[p] = 1 + max((dalam[a] for a in anak_dari.get(p, ())), default=0)
        if dalam[p] > MAKS_KEDALAMAN:
            raise TerlaluDalam
    return dalam


def hitung_biaya(
    analisa: Mapping[int, Sequence[Baris]],
    harga: Mapping[int, Harga],
    pekerjaan: Iterable[int] | None = None,
) -> dict[int, Biaya]:
    """Direct cost of the given works (default: all of `analisa`), nested rows expanded to their kategori.

    `analisa` must hold every work that is nested below them; one that is absent or empty costs 0 and is named
    in `tanpa_analisa`. Raises Siklus, TerlaluDalam; KeyError for an item that `harga` does not know.
    """
    diminta = list(analisa if pekerjaan is None else pekerjaan)
    biaya: dict[int, Biaya] = {}
    for p in urutkan_analisa(analisa, diminta):
        baris = analisa.get(p, ())
        biaya[p] = _biaya_satu(baris, harga, biaya) if baris else Biaya(tanpa_analisa=frozenset({p}))
    return {p: biaya[p] for p in diminta}


def periksa_siklus(anak: Mapping[int, Collection[int]], dari: int, ke: int) -> None:
    """May work `dari` nest work `ke`? Raises Siklus with the path, or TerlaluDalam.

    `anak` holds the nesting that exists (work -> works it nests), of the whole project or at least of
    everything above `dari` and below `ke`; depth counts both sides of the new edge.
    """
    baru = {p: set(a) for p, a in anak.items()}
    baru.setdefault(dari, set()).add(ke)
    try:
        # from `ke` first: a loop through the new edge is then named as dari → ke → … → dari
        urut = urutkan_graf(lambda p: sorted(baru.get(p, ())), [dari, *baru])
    except Lingkaran as lingkaran:
        raise Siklus(lingkaran.jalur) from None
    _kedalaman(urut, baru)


def hitung_harga(
    langsung: Fraction,
    margin_persen: Decimal,
    volume: Decimal | None,
    bulat_hsp: Pembulatan,
    bulat_jumlah: Pembulatan,
) -> HargaPekerjaan:
    """Price of a work from its direct cost: E = D × margin, F = round(D + E), jumlah = round(volume × F)."""
    margin = langsung * Fraction(margin_persen) / 100
    hsp = bulat_hsp.terapkan(langsung + margin)
    return HargaPekerjaan(margin, hsp, _jumlah(volume, hsp, bulat_jumlah))


def hitung_harga_langsung(
    harga_langsung: Decimal, volume: Decimal | None, bulat_hsp: Pembulatan, bulat_jumlah: Pembulatan
) -> HargaPekerjaan:
    """Price of a work that is priced without analysis: no margin is added."""
    hsp = bulat_hsp.terapkan(harga_langsung)
    return HargaPekerjaan(_NOL, hsp, _jumlah(volume, hsp, bulat_jumlah))


def _jumlah(volume: Decimal | None, hsp: Decimal, bulat: Pembulatan) -> Decimal:
    """round(volume × hsp); a volume that is not filled in yet counts 0."""
    return bulat.terapkan(Fraction(volume or 0) * Fraction(hsp))
