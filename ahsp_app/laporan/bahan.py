"""What reports of a project are made of: the snapshot, who signs, how pages look; and the parts all reports share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from ahsp_app.calc.pembulatan import jumlahkan
from ahsp_app.calc.rekap import Total, hitung_total
from ahsp_app.laporan.cetak import bulat, tanggal
from ahsp_app.laporan.kata import Kata, kata_untuk
from ahsp_app.laporan.model import (
    A4,
    KERTAS,
    Baris,
    Blok,
    Catatan,
    Gaya,
    Halaman,
    Identitas,
    Jenis,
    Kolom,
    Kop,
    Laporan,
    Malas,
    Nilai,
    Paragraf,
    Penanda,
    TandaTangan,
)
from ahsp_app.queries.riwayat import Perubahan
from ahsp_app.queries.snapshot import Snapshot
from ahsp_app.queries.total import sebut_pembulatan


@dataclass(frozen=True, slots=True)
class Opsi:
    """How a report is asked for. `tingkat`: how many levels of headings (0: all, with the works).

    `margin`: what margin is made visible, where the report can; `nol`: rows whose amount is zero too. None: as usual.
    """

    kertas: str = "A4"
    mendatar: bool | None = None
    tingkat: int = 0
    margin: bool | None = None
    nol: bool = True
    bahasa: str = "id"
    tanda_tangan: bool = True


@dataclass(frozen=True, slots=True)
class Bahan:
    """A project at one moment (`waktu`, local time) and what goes around its numbers.

    `catatan`: what every document must say, such as the checks that were overridden.
    """

    s: Snapshot
    waktu: datetime
    perubahan: tuple[Perubahan, ...] = ()
    kop: Kop | None = None
    tempat: str = ""
    tanggal: str = ""
    catatan: tuple[str, ...] = ()
    opsi: Opsi = Opsi()
    batas_hari: int = 365  # after how many days a price is old

    def dengan(self, opsi: Opsi) -> Bahan:
        """The same moment with other options."""
        return replace(self, opsi=opsi)

    @property
    def kata(self) -> Kata:
        """Fixed words in the language of the options."""
        return kata_untuk(self.opsi.bahasa)

    @property
    def nama(self) -> str:
        """The project's name."""
        return str(self.s.proyek["nama"])

    def total(self) -> Total:
        """The foot of the estimate, from its stored sum."""
        pengaturan = self.s.pengaturan()
        return hitung_total(self.s.proyek["jumlah"], pengaturan.ppn, pengaturan.bulat_total)


# Columns that several reports have.

UANG: Final = (2, 2)
HARGA: Final = (2, 6)  # a price per unit shows what it is multiplied with
VOLUME: Final = (2, 6)
KOEFISIEN: Final = (3, 10)


def kolom_nomor(k: Kata, lebar: float = 12) -> Kolom:
    """NO."""
    return Kolom("nomor", k("NO"), lebar, Jenis.PENDEK)


def kolom_satuan(k: Kata) -> Kolom:
    """SATUAN."""
    return Kolom("satuan", k("SATUAN"), 16, Jenis.PENDEK)


def kolom_uang(kunci: str, judul: str, lebar: float = 31, rumus: str = "") -> Kolom:
    """An amount in rupiah; zero is a dash, as in the printed forms."""
    return Kolom(kunci, judul, lebar, Jenis.ANGKA, UANG, nol="-", rumus=rumus)


def kolom_harga(kunci: str, judul: str, lebar: float = 27) -> Kolom:
    """A price per unit."""
    return Kolom(kunci, judul, lebar, Jenis.ANGKA, HARGA, nol="-")


# Rows.


class Lajur:
    """A column of amounts as it is printed. Its lines add up to its sum, to the digit: what rounding for print has
    moved is a line of its own.
    """

    def __init__(self, lebar: int, letak: int, k: Kata, letak_label: int = 1) -> None:
        self._lebar, self._letak, self._k, self._label = lebar, letak, k, letak_label
        self._nilai: list[Decimal] = []

    def catat(self, nilai: Decimal) -> Decimal:
        """Remember a printed line; gives it back."""
        self._nilai.append(nilai)
        return nilai

    def selisih(self, jumlah: Decimal, label: str = "Selisih pembulatan cetak") -> Iterator[Baris]:
        """The line that is missing between the printed lines and their printed sum, if one is."""
        beda = jumlahkan([jumlah, *(n.copy_negate() for n in self._nilai)])
        if beda:
            yield jumlah_baris(self._lebar, self._letak, self._k(label), beda, Gaya.ISI, letak_label=self._label)


def jumlah_baris(
    lebar: int, letak: int, label: str, nilai: Nilai, gaya: Gaya = Gaya.SUBTOTAL, tingkat: int = 0, letak_label: int = 0
) -> Baris:
    """A row with a label and an amount in one column."""
    sel: list[Nilai] = [None] * lebar
    sel[letak_label] = label
    sel[letak] = nilai
    return Baris(tuple(sel), gaya, tingkat)


def judul_baris(lebar: int, nomor: str, teks: str, tingkat: int = 0) -> Baris:
    """A heading row: number and text."""
    return Baris((nomor, teks, *[None] * (lebar - 2)), Gaya.JUDUL, tingkat)


# Around the table.


def identitas(b: Bahan) -> Identitas:
    """The block on top of every sheet; what the project does not say is left out."""
    p, k = b.s.proyek, b.kata
    baris = [
        (k("Program"), p["program"]),
        (k("Kegiatan"), p["kegiatan"]),
        (k("Pekerjaan"), p["nama"]),
        (k("Lokasi"), p["lokasi"]),
        (k("Tahun anggaran"), str(p["tahun_anggaran"])),
        (k("Sumber dana"), p["sumber_dana"]),
        (k("Pemilik"), p["instansi_pemilik"] or p["pemilik"]),
        (k("Keterangan"), "; ".join(filter(None, (p["keterangan_1"], p["keterangan_2"])))),
    ]
    return Identitas(tuple((label.upper(), isi) for label, isi in baris if isi))


def tanda_tangan(b: Bahan) -> Iterator[TandaTangan]:
    """Those who sign, in their order; without any, the owner and the planner of the project."""
    if not b.opsi.tanda_tangan:
        return
    p, k = b.s.proyek, b.kata
    penanda = tuple(Penanda(t.peran, t.nama, t.jabatan, t.instansi, t.nip) for t in b.s.penanda_tangan)
    if not penanda:
        penanda = (
            Penanda(k("Mengetahui"), p["pemilik"], p["jabatan_pemilik"], p["instansi_pemilik"]),
            Penanda(k("Dibuat oleh"), p["perencana"], "", p["instansi_perencana"]),
        )
    kapan = b.tanggal or tanggal(b.waktu.date())
    yield TandaTangan(", ".join(filter(None, (b.tempat, kapan))), penanda)


def catatan(b: Bahan, *tambahan: str) -> Iterator[Catatan]:
    """The rounding policy, what is still missing, and what must be said besides."""
    s = b.s.pengaturan()
    k = b.kata
    policies = (("hsp", s.bulat_hsp), ("jumlah", s.bulat_jumlah), ("total", s.bulat_total))
    cara = tuple(k(sebut_pembulatan(tempat, bulat)) for tempat, bulat in policies)
    pola = k("Pembulatan: harga satuan %s; jumlah %s; PPN dalam sen bulat; total %s.")
    yield Catatan(k("Catatan"), (pola % cara, *map(k, tambahan), *b.catatan))


def terbilang(b: Bahan, total: Total) -> Paragraf:
    """The rounded total in words."""
    return Paragraf(total.terbilang.upper(), b.kata("Terbilang"))


def kaki_total(b: Bahan, lebar: int, letak: int, lajur: Lajur, total: Total) -> Iterator[Baris]:
    """JUMLAH, PPN, TOTAL, DIBULATKAN under a column whose lines are in `lajur`."""
    k = b.kata
    jumlah, semua = bulat(total.jumlah), bulat(total.total)
    yield from lajur.selisih(jumlah)
    yield jumlah_baris(lebar, letak, k("JUMLAH"), jumlah, Gaya.TOTAL)
    yield jumlah_baris(lebar, letak, b.s.pengaturan().ppn.label(), total.ppn, Gaya.TOTAL)
    akhir = Lajur(lebar, letak, k)
    akhir.catat(jumlah)
    akhir.catat(total.ppn)
    yield from akhir.selisih(semua)
    yield jumlah_baris(lebar, letak, k("TOTAL"), semua, Gaya.TOTAL)
    yield jumlah_baris(lebar, letak, k("DIBULATKAN"), bulat(total.dibulatkan), Gaya.TOTAL)


def laporan(b: Bahan, kode: str, judul: str, isi: Callable[[Bahan], Iterator[Blok]], mendatar: bool = False) -> Laporan:
    """The report around its blocks, under the identity of the project. `mendatar`: how it is usually printed."""
    halaman = Halaman(
        KERTAS.get(b.opsi.kertas, A4),
        mendatar if b.opsi.mendatar is None else b.opsi.mendatar,
        b.kop,
        f"{tanggal(b.waktu.date())} {b.waktu:%H.%M} · {b.nama}",
        b.opsi.bahasa,
    )

    def blok() -> Iterator[Blok]:
        yield identitas(b)
        yield from isi(b)

    return Laporan(kode, b.kata(judul), b.nama, b.waktu, Malas(blok), halaman)
