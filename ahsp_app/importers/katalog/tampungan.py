"""What was read waits here until the whole file is known: packed, because as objects it takes twenty times as much."""

from __future__ import annotations

import marshal
import pickle
import zlib
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from ahsp_app.importers.katalog.bentuk import AnalisaBaca, HargaBaca, KomponenBaca, MasalahBaris

Butir = AnalisaBaca | HargaBaca

_BANYAK: Final = 500


class Tampungan:
    """A queue of analyses and prices; what is taken out is gone from it."""

    def __init__(self) -> None:
        self._padat: deque[bytes] = deque()
        self._longgar: list[Butir] = []
        self.banyak = 0

    def masuk(self, satu: Butir) -> None:
        """Put one in."""
        self._longgar.append(satu)
        self.banyak += 1
        if len(self._longgar) >= _BANYAK:
            self._padatkan()

    def _padatkan(self) -> None:
        if self._longgar:
            isi = [_bungkus(satu) for satu in self._longgar]
            self._padat.append(zlib.compress(marshal.dumps(isi), 1))
            self._longgar = []

    def keluar(self) -> Iterator[Butir]:
        """Take everything out, in order."""
        self._padatkan()
        while self._padat:
            # marshal and pickle read only what was written above, in this process
            for satu in marshal.loads(zlib.decompress(self._padat.popleft())):  # noqa: S302
                yield _buka(satu)


def _bungkus(satu: Butir) -> tuple[Any, ...]:
    if isinstance(satu, HargaBaca):
        return (pickle.dumps(satu),)
    return (
        satu.lembar,
        satu.baris,
        satu.kode,
        satu.uraian,
        satu.satuan,
        satu.satuan_asli,
        satu.grup,
        {k: str(v) for k, v in satu.cetak.items()},
        [_bungkus_komponen(k) for k in satu.komponen],
        satu.dilewati,
        _bungkus_masalah(satu.masalah),
    )


def _bungkus_komponen(satu: KomponenBaca) -> tuple[Any, ...]:
    return (
        satu.lembar,
        satu.baris,
        satu.kategori,
        satu.uraian,
        satu.kode,
        satu.satuan,
        satu.satuan_asli,
        _teks(satu.koefisien),
        satu.koefisien_asli,
        _teks(satu.harga),
        _teks(satu.jumlah),
        satu.dilewati,
        _bungkus_masalah(satu.masalah),
    )


def _teks(nilai: Decimal | None) -> str | None:
    return None if nilai is None else str(nilai)


def _angka(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)


def _bungkus_masalah(masalah: list[MasalahBaris]) -> bytes | None:
    return pickle.dumps(masalah) if masalah else None


def _buka_masalah(isi: bytes | None) -> list[MasalahBaris]:
    return pickle.loads(isi) if isi else []  # noqa: S301


def _buka(isi: tuple[Any, ...]) -> Butir:
    if len(isi) == 1:
        harga: HargaBaca = pickle.loads(isi[0])  # noqa: S301
        return harga
    lembar, baris, kode, uraian, satuan, satuan_asli, grup, cetak, komponen, dilewati, masalah = isi
    return AnalisaBaca(
        lembar=lembar,
        baris=baris,
        kode=kode,
        uraian=uraian,
        satuan=satuan,
        satuan_asli=satuan_asli,
        grup=grup,
        cetak={k: Decimal(v) for k, v in cetak.items()},
        komponen=[_buka_komponen(k) for k in komponen],
        dilewati=dilewati,
        masalah=_buka_masalah(masalah),
    )


def _buka_komponen(isi: tuple[Any, ...]) -> KomponenBaca:
    lembar, baris, kategori, uraian, kode, satuan, satuan_asli, koefisien, asli, harga, jumlah, dilewati, masalah = isi
    return KomponenBaca(
        lembar,
        baris,
        kategori,
        uraian,
        kode,
        satuan,
        satuan_asli,
        _angka(koefisien),
        asli,
        _angka(harga),
        _angka(jumlah),
        dilewati,
        _buka_masalah(masalah),
    )
