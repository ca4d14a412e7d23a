"""What is measured: pages that are read and cells that are saved, on projects of the sizes asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from flask import Flask

from bench.data import ITEM, PER_JUDUL, UPAH
from bench.peramban import Jawaban, Peramban, Permintaan, Sel

REMEH = "trivial (GET /health/live)"
BANYAK_PER_HALAMAN = 50


@dataclass(frozen=True, slots=True)
class Ladang:
    """One project and the addresses of its pages; `pekerjaan[n]` and `item[n]` are ids as bench.data numbers them."""

    proyek_id: int
    pekerjaan: list[int]
    item: list[int]
    baris: int
    alamat: Callable[..., str]
    email: str


class Tugas:
    """One person repeating one operation."""

    def berikut(self) -> Permintaan:
        """The next request."""
        raise NotImplementedError

    def dijawab(self, jawaban: Jawaban) -> None:
        """What the person does with the answer; nothing for a page."""


class Baca(Tugas):
    """Opening the same page again and again."""

    def __init__(self, jalur: str, *, tamu: bool = False) -> None:
        self.permintaan = Permintaan(jalur, tamu=tamu)

    def berikut(self) -> Permintaan:
        """The page."""
        return self.permintaan


class Isi(Tugas):
    """Typing another number into the same cell again and again."""

    def __init__(self, sel: Sel, awal: int) -> None:
        self.sel = sel
        self.nilai = count(awal)

    def berikut(self) -> Permintaan:
        """A number that was not there before."""
        return self.sel.simpan(f"{next(self.nilai)},25")

    def dijawab(self, jawaban: Jawaban) -> None:
        """Note the row's new version."""
        self.sel.dijawab(jawaban)


@dataclass(frozen=True, slots=True)
class Operasi:
    """`mulai` gives person number n (0 to 15) something to do; `diukur`: how many of them are counted."""

    nama: str
    mulai: Callable[[Peramban, Ladang, int], Tugas]
    diukur: int = 16


def _baca(titik: str, **nilai: object) -> Callable[[Peramban, Ladang, int], Tugas]:
    return lambda _p, ladang, _n: Baca(ladang.alamat(titik, **({"proyek_id": ladang.proyek_id} | nilai)))


def _umum(titik: str, *, tamu: bool = False) -> Callable[[Peramban, Ladang, int], Tugas]:
    return lambda _p, ladang, _n: Baca(ladang.alamat(titik), tamu=tamu)


def _rekap(bagian: float) -> Callable[[Peramban, Ladang, int], Tugas]:
    """A page of the rekap: 0 the first, 1 the last."""

    def mulai(_p: Peramban, ladang: Ladang, _n: int) -> Tugas:
        terakhir = -(-ladang.baris // BANYAK_PER_HALAMAN)
        halaman = 1 + round((terakhir - 1) * bagian)
        return Baca(ladang.alamat("rekap.halaman", proyek_id=ladang.proyek_id, halaman=halaman))

    return mulai


def _analisa(_p: Peramban, ladang: Ladang, n: int) -> Tugas:
    return Baca(ladang.alamat("analisa.halaman", proyek_id=ladang.proyek_id, pekerjaan_id=ladang.pekerjaan[n]))


def _volume(mulai_dari: int) -> Callable[[Peramban, Ladang, int], Tugas]:
    """Everyone types the volume of a work of one's own, beginning with this one."""

    def mulai(p: Peramban, ladang: Ladang, n: int) -> Tugas:
        halaman = ladang.alamat("volume.halaman", proyek_id=ladang.proyek_id)
        return Isi(Sel(p, halaman, "volume", ladang.pekerjaan[mulai_dari + n]), 10)

    return mulai


def _koefisien(p: Peramban, ladang: Ladang, n: int) -> Tugas:
    halaman = ladang.alamat("analisa.halaman", proyek_id=ladang.proyek_id, pekerjaan_id=ladang.pekerjaan[n])
    return Isi(Sel(p, halaman, "koefisien"), 1)


def _harga(p: Peramban, ladang: Ladang, n: int) -> Tugas:
    """Number 0 types the wage that half of the works use, the others prices of ordinary materials."""
    item = [i for i in range(ITEM) if i % 10 != 5][n]  # those have a price of their own, the others a conversion
    nama = UPAH if item == 0 else f"Sumber daya nomor {item}"
    halaman = ladang.alamat("harga.halaman", proyek_id=ladang.proyek_id, cari=nama)
    return Isi(Sel(p, halaman, "harga", ladang.item[item]), 100_000)


OPERASI = (
    Operasi(REMEH, _umum("kesehatan.hidup", tamu=True)),
    Operasi("the same, signed in", _umum("kesehatan.hidup")),
    Operasi("sign-in page", _umum("akun.masuk_form", tamu=True)),
    Operasi("dasbor", _umum("dasbor.daftar")),
    Operasi("pekerjaan page", _baca("pekerjaan.halaman")),
    Operasi("volume page", _baca("volume.halaman")),
    Operasi("harga page", _baca("harga.halaman")),
    Operasi("analisa page", _analisa),
    Operasi("rekap page, first", _rekap(0)),
    Operasi("rekap page, middle", _rekap(0.5)),
    Operasi("rekap page, last", _rekap(1)),
    Operasi("rekap search", _baca("rekap.halaman", cari="bangunan nomor 77")),
    Operasi("catalogue search", _baca("katalog.cari", q="pasangan bata")),
    Operasi("volume save", _volume(PER_JUDUL)),
    Operasi("volume save, 10 formulas follow", _volume(0)),
    Operasi("coefficient save", _koefisien),
    Operasi("price save, wage of half the works", _harga, diukur=1),
)


def alamat_dari(app: Flask) -> Callable[..., str]:
    """Addresses by endpoint, outside a request."""

    def alamat(titik: str, **nilai: object) -> str:
        with app.test_request_context():
            return app.url_for(titik, **nilai)  # type: ignore[arg-type]

    return alamat
