"""Volume formulas: a small grammar, read into a tree and computed exactly. Nothing is executed.

    rumus   = ["="] deret
    deret   = kali { ("+" | "-") kali }
    kali    = tanda { ("*" | "/" | "×" | "÷") tanda }
    tanda   = ("+" | "-") tanda | pangkat
    pangkat = dasar [ "^" tanda ]                       right associative; -2^2 = -4, 2^-1 = 0,5
    dasar   = angka | nama | acuan | fungsi "(" deret { ";" deret } ")" | "(" deret ")"

Numbers are id-ID (`1.000` is one thousand, `0,25` a quarter). `nama` is a project parameter or `pi`, in any
case; `acuan` is the volume of another work: #kunci or #{kunci apa saja}. Between values stands `;`, or a
comma followed by a blank, because `1,2` is one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.calc.graf import Lingkaran, urutkan_graf
from ahsp_app.calc.pembulatan import bulatkan_skala, desimal_dari_skala
from ahsp_app.calc.rumus_fungsi import FUNGSI, PI, operasi, pangkat, terlalu_besar
from ahsp_app.calc.rumus_token import (
    MAKS_PANJANG,
    Jenis,
    RumusSalah,
    Token,
    ganti_acuan,
    ganti_nama,
    nama_sah,
    pecah_token,
    tampil_rumus,
    tulis_acuan,
)

__all__ = [
    "DESIMAL_VOLUME",
    "MAKS_BERSARANG",
    "MAKS_PANJANG",
    "Rumus",
    "RumusMelingkar",
    "RumusSalah",
    "ganti_acuan",
    "ganti_nama",
    "hitung",
    "hitung_volume",
    "nama_sah",
    "tampil_rumus",
    "tulis_acuan",
    "urai",
    "urutkan",
]

MAKS_BERSARANG: Final = 50
DESIMAL_VOLUME: Final = 6
_MAKS_VOLUME: Final = 10**12


@dataclass(frozen=True, slots=True)
class _Angka:
    nilai: Fraction


@dataclass(frozen=True, slots=True)
class _Acuan:
    kunci: str
    posisi: int


@dataclass(frozen=True, slots=True)
class _Negatif:
    isi: "_Simpul"


@dataclass(frozen=True, slots=True)
class _Deret:
    """Operations of one precedence, from left to right: a long sum is no deeper than a short one."""

    awal: "_Simpul"
    sisa: tuple[tuple[Token, "_Simpul"], ...]


@dataclass(frozen=True, slots=True)
class _Pangkat:
    dasar: "_Simpul"
    eksponen: "_Simpul"
    posisi: int


@dataclass(frozen=True, slots=True)
class _Panggil:
    fungsi: str
    argumen: tuple["_Simpul", ...]
    posisi: int


_Simpul = _Angka | _Acuan | _Negatif | _Deret | _Pangkat | _Panggil


@dataclass(frozen=True)
class Rumus:
    """A formula that was read. `acuan`: parameter names in lower case and works as "#kunci".

    `ambigu`: it has a number such as `1.000`, which was read as one thousand and is worth showing back.
    """

    teks: str
    acuan: frozenset[str]
    ambigu: bool
    pohon: _Simpul = field(repr=False, compare=False)


class RumusMelingkar(RumusSalah):
    """Formulas that need each other. `jalur` starts and ends with one key; `nama` gives words to keys."""

    def __init__(self, jalur: tuple[str, ...], nama: Mapping[str, str] | None = None) -> None:
        self.jalur = jalur
        kata = " → ".join((nama or {}).get(k, k) for k in jalur)
        super().__init__("melingkar", N_("Rumus saling mengacu: %(jalur)s."), jalur=kata)


class _Pengurai:
    """Recursive descent over the words of one formula."""

    def __init__(self, teks: str) -> None:
        self.token = pecah_token(teks)
        self.indeks = 0
        self.dalam = 0
        self.acuan: set[str] = set()

    @property
    def kini(self) -> Token:
        return self.token[self.indeks]

    def ambil(self, *isi: str) -> Token | None:
        """Take the present word when it is one of these signs."""
        kini = self.kini
        if kini.jenis is not Jenis.TANDA or kini.isi not in isi:
            return None
        self.indeks += 1
        return kini

    def habis(self) -> bool:
        return self.kini.jenis is Jenis.AKHIR

    def salah(self) -> RumusSalah:
        """The present word cannot stand here."""
        kini = self.kini
        if kini.isi == ")":
            return RumusSalah("kurung", N_("Kurung tidak seimbang."), kini.posisi)
        if self.habis():
            return RumusSalah("susunan", N_("Rumus belum selesai."), kini.posisi)
        pola = N_("Susunan rumus keliru di “%(token)s”.")
        return RumusSalah("susunan", pola, kini.posisi, token=kini.isi[:40])

    def seluruh(self) -> _Simpul:
        if self.habis():
            raise RumusSalah("kosong", N_("Rumus kosong."))
        pohon = self.deret()
        if not self.habis():
            raise self.salah()
        return pohon

    def deret(self) -> _Simpul:
        awal, sisa = self.kali(), []
        while tanda := self.ambil("+", "-"):
            sisa.append((tanda, self.kali()))
        return _Deret(awal, tuple(sisa)) if sisa else awal

    def kali(self) -> _Simpul:
        awal, sisa = self.tanda(), []
        while tanda := self.ambil("*", "/"):
            sisa.append((tanda, self.tanda()))
        return _Deret(awal, tuple(sisa)) if sisa else awal

    def tanda(self) -> _Simpul:
        """Every way down passes here, so that the depth is counted here."""
        self.dalam += 1
        if self.dalam > MAKS_BERSARANG:
            pola = N_("Rumus bertingkat terlalu dalam. Paling dalam %(batas)s tingkat.")
            raise RumusSalah("terlalu_dalam", pola, self.kini.posisi, batas=MAKS_BERSARANG)
        simpul: _Simpul
        if self.ambil("-"):
            simpul = _Negatif(self.tanda())
        elif self.ambil("+"):
            simpul = self.tanda()
        else:
            simpul = self.pangkat()
        self.dalam -= 1
        return simpul

    def pangkat(self) -> _Simpul:
        dasar = self.dasar()
        tanda = self.ambil("^")
        return _Pangkat(dasar, self.tanda(), tanda.posisi) if tanda else dasar

    def dasar(self) -> _Simpul:
        kini = self.kini
        if self.ambil("("):
            isi = self.deret()
            self.tutup()
            return isi
        if kini.jenis in (Jenis.TANDA, Jenis.AKHIR):
            raise self.salah()
        self.indeks += 1
        if kini.jenis is Jenis.ANGKA:
            return _Angka(kini.nilai)
        if kini.jenis is Jenis.NAMA and self.ambil("("):
            return self.panggil(kini)
        if kini.isi == "pi":
            return _Angka(PI)
        self.acuan.add(kini.isi)
        return _Acuan(kini.isi, kini.posisi)

    def panggil(self, nama: Token) -> _Simpul:
        """The values of a function, after its opening bracket."""
        fungsi = FUNGSI.get(nama.isi)
        if fungsi is None:
            pola = N_("Fungsi “%(nama)s” tidak dikenal.")
            raise RumusSalah("fungsi", pola, nama.posisi, nama=nama.isi[:40])
        argumen = [] if self.kini.isi == ")" else [self.deret()]
        while self.ambil(";"):
            argumen.append(self.deret())
        self.tutup()
        # A sum of one written number can only be two that a comma has joined: jumlah(1,2).
        if fungsi.maks is None and len(argumen) == 1 and (fungsi.minimum > 1 or isinstance(argumen[0], _Angka)):
            pola = N_("%(nama)s() butuh sedikitnya dua nilai. Pisahkan dengan titik koma, misalnya %(contoh)s.")
            raise RumusSalah("argumen", pola, nama.posisi, nama=nama.isi, contoh=fungsi.contoh)
        if not fungsi.minimum <= len(argumen) <= (fungsi.maks or len(argumen)):
            pola = N_("Banyaknya nilai untuk %(nama)s() tidak sesuai. Contoh: %(contoh)s")
            raise RumusSalah("argumen", pola, nama.posisi, nama=nama.isi, contoh=fungsi.contoh)
        return _Panggil(nama.isi, tuple(argumen), nama.posisi)

    def tutup(self) -> None:
        if self.ambil(")"):
            return
        if self.habis():
            raise RumusSalah("kurung", N_("Kurung tidak seimbang."), self.kini.posisi)
        raise self.salah()


def urai(teks: str) -> Rumus:
    """Read a formula. Raises RumusSalah: kosong, terlalu_panjang, tidak_dikenal, kurung, fungsi, argumen,
    susunan, terlalu_dalam.
    """
    pengurai = _Pengurai(teks)
    pohon = pengurai.seluruh()
    return Rumus(teks, frozenset(pengurai.acuan), any(t.ambigu for t in pengurai.token), pohon)


def _nilai(simpul: _Simpul, nilai: Mapping[str, Decimal | Fraction]) -> Fraction:
    match simpul:
        case _Angka(n):
            return n
        case _Acuan(kunci, posisi):
            if kunci not in nilai:
                pola = (
                    N_("Acuan “%(nama)s” tidak ada.") if kunci[0] == "#" else N_("Parameter “%(nama)s” tidak dikenal.")
                )
                raise RumusSalah("variabel", pola, posisi, nama=kunci[:40])
            return Fraction(nilai[kunci])
        case _Negatif(isi):
            return -_nilai(isi, nilai)
        case _Pangkat(dasar, eksponen, posisi):
            return pangkat(_nilai(dasar, nilai), _nilai(eksponen, nilai), posisi)
        case _Panggil(fungsi, argumen, posisi):
            return FUNGSI[fungsi].hitung([_nilai(a, nilai) for a in argumen], posisi)
    hasil = _nilai(simpul.awal, nilai)
    for tanda, kanan in simpul.sisa:
        hasil = operasi(tanda.isi, hasil, _nilai(kanan, nilai), tanda.posisi)
    return hasil


def hitung(rumus: Rumus, nilai: Mapping[str, Decimal | Fraction]) -> Fraction:
    """The exact value, with `nilai` for what the formula refers to.

    Roots and broken powers have 20 decimals. Raises RumusSalah: variabel, bagi_nol, argumen, terlalu_besar.
    """
    return _nilai(rumus.pohon, nilai)


def hitung_volume(rumus: Rumus, nilai: Mapping[str, Decimal | Fraction]) -> Decimal:
    """The value as a volume: half up to 6 decimals. Raises RumusSalah as `hitung`, and `negatif`."""
    hasil = hitung(rumus, nilai)
    skala = bulatkan_skala(hasil, DESIMAL_VOLUME)
    if abs(skala) >= _MAKS_VOLUME * 10**DESIMAL_VOLUME:
        raise terlalu_besar(None)
    volume = desimal_dari_skala(skala, DESIMAL_VOLUME)
    if skala < 0:
        pola = N_("Hasil rumus %(nilai)s. Volume tidak boleh negatif.")
        raise RumusSalah("negatif", pola, nilai=cetak_angka(volume))
    return volume


def urutkan(rumus: Mapping[str, Rumus]) -> list[str]:
    """The keys ("#kunci"), each after those its formula refers to. Raises RumusMelingkar naming the loop."""
    try:
        return urutkan_graf(lambda kunci: sorted(rumus[kunci].acuan & rumus.keys()), rumus)
    except Lingkaran as lingkaran:
        raise RumusMelingkar(lingkaran.jalur) from None
