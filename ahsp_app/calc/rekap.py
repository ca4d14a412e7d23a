"""The estimate rolled up: prices of all works, subtotals of headings, PPN, total, rounded total, words.

subtotal of a heading = Σ jumlah below it;  JUMLAH = Σ all
PPN = tarif × dpp × JUMLAH, in whole sen, half up
total = JUMLAH + PPN;  dibulatkan = round_total(total);  bobot = jumlah / JUMLAH
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ahsp_app.calc.analisa import (
    Baris,
    Biaya,
    Harga,
    HargaPekerjaan,
    Kategori,
    hitung_biaya,
    hitung_harga,
    hitung_harga_langsung,
)
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import BAKU_HSP, BAKU_JUMLAH, BAKU_TOTAL, Mode, Pembulatan, jumlahkan
from ahsp_app.calc.terbilang import MAKS_TERBILANG, terbilang

_SEN: Final = Pembulatan(Mode.SETENGAH_ATAS, Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Ppn:
    """Value added tax: a rate in per cent on a fraction of the price.

    12% × 11/12 since 2025 (PMK 131/2024), 11% before; 0 is allowed. Raises Galat `ppn` outside that.
    """

    tarif_persen: Decimal
    dpp_pembilang: int = 1
    dpp_penyebut: int = 1

    def __post_init__(self) -> None:
        if self.tarif_persen < 0 or self.dpp_pembilang < 0 or self.dpp_penyebut <= 0:
            raise Galat("ppn", N_("Tarif dan dasar PPN harus nol atau lebih, penyebutnya lebih dari nol."))

    def hitung(self, jumlah: Decimal) -> Fraction:
        """PPN of an amount, exact: the base is not rounded on the way."""
        return Fraction(jumlah) * Fraction(self.tarif_persen) / 100 * Fraction(self.dpp_pembilang, self.dpp_penyebut)

    def label(self) -> str:
        """As printed: "PPN 11%" or "PPN 12% × DPP 11/12"."""
        dasar = f"PPN {cetak_angka(self.tarif_persen)}%"
        if self.dpp_pembilang == self.dpp_penyebut:
            return dasar
        return f"{dasar} × DPP {self.dpp_pembilang}/{self.dpp_penyebut}"


@dataclass(frozen=True, slots=True)
class Total:
    """The foot of the recapitulation, in rupiah."""

    jumlah: Decimal
    ppn: Decimal
    total: Decimal
    dibulatkan: Decimal
    terbilang: str


def hitung_total(jumlah: Decimal, ppn: Ppn, bulat_total: Pembulatan) -> Total:
    """From JUMLAH to words. An amount too large for words is repeated in figures."""
    pajak = _SEN.terapkan(ppn.hitung(jumlah))
    total = jumlahkan((jumlah, pajak))
    dibulatkan = bulat_total.terapkan(total)
    kata = terbilang(dibulatkan) if dibulatkan <= MAKS_TERBILANG else f"{cetak_angka(dibulatkan, 2)} rupiah"
    return Total(jumlah, pajak, total, dibulatkan, kata)


@dataclass(frozen=True, slots=True)
class Pengaturan:
    """The settings of a project that its totals depend on."""

    margin_persen: Decimal
    ppn: Ppn
    bulat_hsp: Pembulatan = BAKU_HSP
    bulat_jumlah: Pembulatan = BAKU_JUMLAH
    bulat_total: Pembulatan = BAKU_TOTAL


@dataclass(frozen=True, slots=True)
class Pekerjaan:
    """A priced leaf. With harga_langsung its komponen do not count; margin_persen None: the project's."""

    id: int
    volume: Decimal | None = None
    margin_persen: Decimal | None = None
    harga_langsung: Decimal | None = None
    komponen: tuple[Baris, ...] = ()


@dataclass(frozen=True, slots=True)
class Klasifikasi:
    """A heading with its headings and works."""

    id: int
    anak: tuple["Klasifikasi", ...] = ()
    pekerjaan: tuple[Pekerjaan, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimasi:
    """A whole estimate as data."""

    pengaturan: Pengaturan
    harga: Mapping[int, Harga]
    klasifikasi: tuple[Klasifikasi, ...] = ()

    def semua_klasifikasi(self) -> Iterator[Klasifikasi]:
        """Every heading, in the order of the document: a heading before what is below it."""
        tumpukan = list(reversed(self.klasifikasi))
        while tumpukan:
            k = tumpukan.pop()
            yield k
            tumpukan.extend(reversed(k.anak))

    def semua_pekerjaan(self) -> Iterator[Pekerjaan]:
        """Every work of every heading."""
        for k in self.semua_klasifikasi():
            yield from k.pekerjaan

    def analisa(self) -> dict[int, tuple[Baris, ...]]:
        """The rows of every work. One that is priced directly is one row of its own: LAIN, item -id, koefisien 1."""
        return {
            p.id: p.komponen if p.harga_langsung is None else (Baris(Decimal(1), item=-p.id),)
            for p in self.semua_pekerjaan()
        }

    def semua_harga(self) -> dict[int, Harga]:
        """Prices of the items, and of the works that are priced directly as item -id (ids are positive)."""
        langsung = (p for p in self.semua_pekerjaan() if p.harga_langsung is not None)
        return dict(self.harga) | {-p.id: Harga(Kategori.LAIN, Fraction(p.harga_langsung or 0)) for p in langsung}


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """One work in the recapitulation. `kurang` names what is missing: volume, analisa, harga."""

    biaya: Biaya
    margin: Fraction
    hsp: Decimal
    jumlah: Decimal
    bobot: Fraction
    kurang: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rekap:
    """Rows by work id, subtotals (everything below) by heading id, and the total."""

    pekerjaan: dict[int, BarisRekap]
    klasifikasi: dict[int, Decimal]
    total: Total


def _harga(p: Pekerjaan, biaya: Biaya, s: Pengaturan) -> HargaPekerjaan:
    if p.harga_langsung is not None:
        return hitung_harga_langsung(p.harga_langsung, p.volume, s.bulat_hsp, s.bulat_jumlah)
    margin = s.margin_persen if p.margin_persen is None else p.margin_persen
    return hitung_harga(biaya.langsung, margin, p.volume, s.bulat_hsp, s.bulat_jumlah)


def cari_kurang(volume: Decimal | None, harga_langsung: Decimal | None, biaya: Biaya) -> frozenset[str]:
    """What a work still lacks, of "volume", "analisa" (its own or that of a work it nests) and "harga"."""
    kurang = set()
    if volume is None:
        kurang.add("volume")
    if harga_langsung is None and biaya.tanpa_analisa:
        kurang.add("analisa")
    if harga_langsung is None and biaya.tanpa_harga:
        kurang.add("harga")
    return frozenset(kurang)


def hitung_rekap(e: Estimasi) -> Rekap:
    """The whole estimate from scratch. Raises Siklus, TerlaluDalam."""
    biaya = hitung_biaya(e.analisa(), e.semua_harga())
    pekerjaan = list(e.semua_pekerjaan())
    harga = {p.id: _harga(p, biaya.get(p.id, Biaya()), e.pengaturan) for p in pekerjaan}
    subtotal: dict[int, Decimal] = {}
    for k in reversed(list(e.semua_klasifikasi())):  # what is below comes first
        sendiri = jumlahkan(harga[p.id].jumlah for p in k.pekerjaan)
        subtotal[k.id] = jumlahkan((sendiri, *(subtotal[a.id] for a in k.anak)))
    jumlah = jumlahkan(subtotal[k.id] for k in e.klasifikasi)
    penyebut = Fraction(jumlah)
    baris = {}
    for p in pekerjaan:
        b, h = biaya.get(p.id, Biaya()), harga[p.id]
        bobot = Fraction(h.jumlah) / penyebut if penyebut else Fraction(0)
        kurang = cari_kurang(p.volume, p.harga_langsung, b)
        baris[p.id] = BarisRekap(b, h.margin, h.hsp, h.jumlah, bobot, kurang)
    total = hitung_total(jumlah, e.pengaturan.ppn, e.pengaturan.bulat_total)
    return Rekap(baris, dict(reversed(subtotal.items())), total)
