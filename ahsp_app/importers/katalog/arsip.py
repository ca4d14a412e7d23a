"""Zip archives (xlsx, ods) opened without trusting a word they say of themselves.

The directory is read by hand so that what was checked here is what any other reader finds: one directory at the
very end, no archive before it, no entry twice, none inside another, and sizes that are true.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ahsp_app.calc.galat import N_, Galat

MB: Final = 1024 * 1024
MAKS_ENTRI: Final = 5_000
MAKS_MEKAR: Final = 500 * MB
MAKS_NISBAH: Final = 100
_NISBAH_MULAI: Final = MB  # smaller than this nothing is worth refusing for how well it was packed
_KEPING: Final = 256 * 1024

_AKHIR: Final = struct.Struct("<4s4H2LH")
_PUSAT: Final = struct.Struct("<4s6H3L5H2L")
_LOKAL: Final = struct.Struct("<4s5H3L2H")
_TERSIMPAN: Final = 0
_TERKEMAS: Final = 8
_PENUH32: Final = 0xFFFFFFFF


def rusak() -> Galat:
    """The file is cut off or damaged."""
    return Galat("rusak", N_("Berkas terpotong atau rusak. Simpan ulang dari aplikasi lembar kerja, lalu unggah lagi."))


def terkunci() -> Galat:
    """The file has a password."""
    return Galat("terkunci", N_("Berkas dikunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."))


def bom() -> Galat:
    """The archive would expand beyond all measure."""
    return Galat("bom", N_("Isi berkas mengembang tidak wajar; demi keamanan tidak dibuka."))


@dataclass(frozen=True, slots=True)
class Entri:
    """One member: where its data lies and how large it says it will be."""

    nama: str
    cara: int
    mulai: int
    padat: int
    mekar: int


class Arsip:
    """The members of an archive by name. Raises Galat (rusak, terkunci, bom) when they cannot be trusted."""

    def __init__(self, isi: bytes) -> None:
        self._isi = memoryview(isi)
        self.entri: dict[str, Entri] = {e.nama: e for e in _daftar(isi)}

    def __contains__(self, nama: str) -> bool:
        return nama in self.entri

    def alirkan(self, nama: str) -> Iterator[bytes]:
        """The member's bytes in pieces; Galat when there are more or fewer than it says."""
        entri = self.entri[nama]
        data = self._isi[entri.mulai : entri.mulai + entri.padat]
        jumlah = 0
        for keping in _kembangkan(data, entri):
            jumlah += len(keping)
            if jumlah > entri.mekar:
                raise bom()
            yield keping
        if jumlah != entri.mekar:
            raise rusak()

    def baca(self, nama: str, maks: int = 5 * MB) -> bytes:
        """A small member as a whole."""
        if self.entri[nama].mekar > maks:
            raise bom()
        return b"".join(self.alirkan(nama))


def _kembangkan(data: memoryview, entri: Entri) -> Iterator[bytes]:
    if entri.cara == _TERSIMPAN:
        for awal in range(0, len(data), _KEPING):
            yield bytes(data[awal : awal + _KEPING])
        return
    mesin = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for awal in range(0, len(data), _KEPING):
            sisa: bytes | memoryview = data[awal : awal + _KEPING]
            while len(sisa):
                yield mesin.decompress(sisa, _KEPING)
                sisa = mesin.unconsumed_tail
        while keping := mesin.decompress(b"", _KEPING):
            yield keping
        if not mesin.eof:
            raise rusak()
    except zlib.error:
        raise rusak() from None


def _daftar(isi: bytes) -> list[Entri]:
    pusat, ukuran, banyak = _akhir(isi)
    if banyak > MAKS_ENTRI:
        raise bom()
    semua: list[tuple[int, int, Entri]] = []
    letak = pusat
    for _ in range(banyak):
        entri, awal, letak = _satu(isi, letak, pusat)
        semua.append((awal, entri.mulai + entri.padat, entri))
    if letak != pusat + ukuran:
        raise rusak()
    _periksa_susunan(semua)
    mekar = sum(e.mekar for _, _, e in semua)
    if mekar > MAKS_MEKAR or (mekar > _NISBAH_MULAI and mekar > MAKS_NISBAH * len(isi)):
        raise bom()
    return [e for _, _, e in semua]


def _akhir(isi: bytes) -> tuple[int, int, int]:
    """Offset and size of the directory, and how many entries it has."""
    letak = isi.rfind(b"PK\x05\x06", max(0, len(isi) - _AKHIR.size - 0xFFFF))
    if letak < 0 or letak + _AKHIR.size > len(isi):
        raise rusak()
    _, disk, disk_pusat, di_sini, banyak, ukuran, pusat, komentar = _AKHIR.unpack_from(isi, letak)
    utuh = letak + _AKHIR.size + komentar == len(isi) and pusat + ukuran == letak
    if disk or disk_pusat or di_sini != banyak or not utuh:
        raise rusak()
    return pusat, ukuran, banyak


def _satu(isi: bytes, letak: int, pusat: int) -> tuple[Entri, int, int]:
    """The entry of the directory at `letak`: itself, where its local header starts, where the next one is."""
    if letak + _PUSAT.size > len(isi):
        raise rusak()
    (tanda, _, _, bendera, cara, _, _, _, padat, mekar, n_nama, n_lain, n_komentar, _, _, _, awal) = _PUSAT.unpack_from(
        isi, letak
    )
    nama_byte = isi[letak + _PUSAT.size : letak + _PUSAT.size + n_nama]
    if tanda != b"PK\x01\x02" or _PENUH32 in {padat, mekar, awal} or awal + _LOKAL.size > pusat:
        raise rusak()
    if bendera & 1:
        raise terkunci()
    if cara not in {_TERSIMPAN, _TERKEMAS} or (cara == _TERSIMPAN and padat != mekar):
        raise rusak()
    lokal = _LOKAL.unpack_from(isi, awal)
    mulai = awal + _LOKAL.size + lokal[9] + lokal[10]
    if lokal[0] != b"PK\x03\x04" or isi[awal + _LOKAL.size : awal + _LOKAL.size + lokal[9]] != nama_byte:
        raise rusak()
    if mulai + padat > pusat:
        raise rusak()
    nama = nama_byte.decode("utf-8" if bendera & 0x800 else "cp437", "replace").replace("\\", "/")
    return Entri(nama, cara, mulai, padat, mekar), awal, letak + _PUSAT.size + n_nama + n_lain + n_komentar


def _periksa_susunan(semua: list[tuple[int, int, Entri]]) -> None:
    """No name twice and no entry reaching into the next: both make readers disagree, or expand one part many times."""
    nama = [e.nama.casefold() for _, _, e in semua]
    if len(set(nama)) != len(nama):
        raise rusak()
    urut = sorted((awal, akhir) for awal, akhir, _ in semua)
    if any(akhir > awal_berikut for (_, akhir), (awal_berikut, _) in pairwise(urut)):
        raise bom()
