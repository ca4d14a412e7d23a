"""Compound files (xls, and office files with a password): their directory and one stream, every link checked."""

from __future__ import annotations

import struct
from typing import Final

from ahsp_app.importers.katalog.arsip import rusak

TANDA: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AKHIR: Final = 0xFFFFFFFA  # this and above are no sectors
_ENTRI: Final = 128
_MAKS_ENTRI: Final = 5_000
_ALIRAN: Final = 2


class Ole:
    """The streams and storages of a compound file by name. Raises Galat (rusak) when a chain is broken."""

    def __init__(self, isi: bytes) -> None:
        if len(isi) < 512 or not isi.startswith(TANDA):
            raise rusak()
        self._isi = isi
        geser, geser_mini = struct.unpack_from("<2H", isi, 30)
        if geser not in {9, 12} or geser_mini != 6:
            raise rusak()
        self._sektor = 1 << geser
        (banyak_fat, direktori, _, self._batas_mini, mini, _, difat, banyak_difat) = struct.unpack_from("<8L", isi, 44)
        self._fat = self._baca_fat(banyak_fat, difat, banyak_difat)
        self._mini_fat = _bilangan(self._rantai(mini)) if mini < _AKHIR else ()
        self.entri: dict[str, tuple[int, int, int]] = {}
        self._akar = (0, 0)
        self._baca_direktori(self._rantai(direktori))

    def _baca_fat(self, banyak: int, awal_difat: int, banyak_difat: int) -> tuple[int, ...]:
        letak = list(struct.unpack_from("<109L", self._isi, 76))
        sektor = awal_difat
        for _ in range(min(banyak_difat, len(self._isi) // self._sektor)):
            if sektor >= _AKHIR:
                break
            *isi, sektor = _bilangan(self._ambil(sektor))
            letak.extend(isi)
        letak = [s for s in letak if s < _AKHIR][:banyak]
        return _bilangan(b"".join(self._ambil(s) for s in letak))

    def _ambil(self, sektor: int) -> bytes:
        awal = (sektor + 1) * self._sektor
        data = self._isi[awal : awal + self._sektor]
        if not data:
            raise rusak()
        return data.ljust(self._sektor, b"\x00")

    def _rantai(self, sektor: int) -> bytes:
        bagian: list[bytes] = []
        while sektor < _AKHIR:
            if sektor >= len(self._fat) or len(bagian) > len(self._fat):
                raise rusak()
            bagian.append(self._ambil(sektor))
            sektor = self._fat[sektor]
        return b"".join(bagian)

    def _baca_direktori(self, data: bytes) -> None:
        for awal in range(0, min(len(data), _MAKS_ENTRI * _ENTRI) - _ENTRI + 1, _ENTRI):
            panjang, jenis = struct.unpack_from("<HB", data, awal + 64)
            sektor, ukuran = struct.unpack_from("<LL", data, awal + 116)
            if jenis == 5:
                self._akar = (sektor, ukuran)
            elif jenis and 2 <= panjang <= 64:
                nama = data[awal : awal + panjang - 2].decode("utf-16-le", "replace")
                self.entri[nama.casefold()] = (jenis, sektor, ukuran)

    def __contains__(self, nama: str) -> bool:
        return nama in self.entri

    def aliran(self, nama: str) -> bytes:
        """The bytes of a stream (name in lower case)."""
        jenis, sektor, ukuran = self.entri[nama]
        if jenis != _ALIRAN:
            raise rusak()
        data = self._rantai(sektor) if ukuran >= self._batas_mini else self._rantai_mini(sektor)
        if len(data) < ukuran:
            raise rusak()
        return data[:ukuran]

    def _rantai_mini(self, sektor: int) -> bytes:
        wadah = self._rantai(self._akar[0])
        bagian: list[bytes] = []
        while sektor < _AKHIR:
            if sektor >= len(self._mini_fat) or len(bagian) > len(self._mini_fat):
                raise rusak()
            bagian.append(wadah[sektor * 64 : sektor * 64 + 64])
            sektor = self._mini_fat[sektor]
        return b"".join(bagian)


def _bilangan(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])
