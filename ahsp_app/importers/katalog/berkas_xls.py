"""Values of the old workbook format, read record by record.

A reader of our own, because the fast one reserves memory by counts that the file gives and aborts the whole process
when a damaged file gives large ones. Here nothing is reserved: what is kept was really in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ahsp_app.importers.katalog.arsip import rusak
from ahsp_app.importers.katalog.bentuk import Lembar, Sel
from ahsp_app.importers.katalog.ole import Ole
from ahsp_app.importers.katalog.pindai_xls import (
    BOF,
    BOOLERR,
    BOUNDSHEET,
    EOF,
    FORMULA,
    MULRK,
    STRING,
    aliran_buku,
    pindai_xls,
    rekam,
)
from ahsp_app.importers.katalog.sel import Kumpulan
from ahsp_app.importers.katalog.tanggal import bentuk_tanggal, tanggal_sel

_CONTINUE: Final = 0x003C
_SST: Final = 0x00FC
_NUMBER: Final = 0x0203
_DATEMODE: Final = 0x0022
_FORMAT: Final = 0x041E
_XF: Final = 0x00E0
_RK: Final = 0x027E
_LABEL: Final = frozenset({0x0204, 0x00D6})
_LABELSST: Final = 0x00FD
_LEMBAR_KERJA: Final = 0
_BIFF8: Final = 0x0600
_MAKS_LEMBAR: Final = 500


@dataclass(frozen=True, slots=True)
class _Isi:
    """A sheet by its place in the stream."""

    letak: int
    nama: str
    tersembunyi: bool


@dataclass(frozen=True, slots=True)
class _Umum:
    """What all sheets share. `tanggal`: the formats of cells (by number) that show a date or a time."""

    versi: int
    daftar: list[_Isi]
    bersama: list[str]
    tanggal: frozenset[int]
    sejak_1904: bool

    def angka(self, isi: memoryview, letak: int, nilai: Sel) -> Sel:
        """The number as a cell of that format shows it; `letak` is where the record says the format."""
        if isinstance(nilai, bool) or not isinstance(nilai, int | float):
            return nilai
        if not self.tanggal or struct.unpack_from("<H", isi, letak)[0] not in self.tanggal:
            return nilai
        return tanggal_sel(nilai, self.sejak_1904)


class _Teks:
    """Texts that may run over from one record into the next; each piece says anew how wide its letters are."""

    def __init__(self, bagian: Sequence[memoryview]) -> None:
        self._bagian = bagian
        self._nomor = self._letak = 0

    def lompat(self, banyak: int) -> bytes:
        """So many bytes, wherever the pieces end."""
        hasil = bytearray()
        while len(hasil) < banyak:
            kini = self._kini()
            ambil = kini[self._letak : self._letak + banyak - len(hasil)]
            self._letak += len(ambil)
            hasil += ambil
        return bytes(hasil)

    def _kini(self) -> memoryview:
        while self._nomor < len(self._bagian) and self._letak >= len(self._bagian[self._nomor]):
            self._nomor, self._letak = self._nomor + 1, 0
        if self._nomor >= len(self._bagian):
            raise rusak()
        return self._bagian[self._nomor]

    def huruf(self, banyak: int, lebar: bool) -> str:
        """So many letters, one or two bytes each."""
        hasil = []
        while banyak:
            awal = self._nomor
            kini = self._kini()
            if self._nomor != awal and self._letak == 0:
                lebar, self._letak = bool(kini[0] & 1), 1
            byte = 2 if lebar else 1
            ambil = min(banyak, (len(kini) - self._letak) // byte)
            if not ambil and self._letak < len(kini):
                raise rusak()
            data = bytes(kini[self._letak : self._letak + ambil * byte])
            hasil.append(data.decode("utf-16-le" if lebar else "latin-1", "replace"))
            self._letak += len(data)
            banyak -= ambil
        return "".join(hasil)

    def teks(self) -> str:
        """A text with its length, its kind and whatever formatting comes behind it."""
        banyak, bendera = struct.unpack("<HB", self.lompat(3))
        ragam = struct.unpack("<H", self.lompat(2))[0] if bendera & 8 else 0
        tambahan = struct.unpack("<L", self.lompat(4))[0] if bendera & 4 else 0
        hasil = self.huruf(banyak, bool(bendera & 1))
        self.lompat(4 * ragam + tambahan)
        return hasil


def buka_xls(isi: bytes) -> Iterator[tuple[int, int, Lembar]]:
    """The worksheets in their order, each with its place and their number. Raises Galat (rusak)."""
    ole = Ole(isi)
    catatan = pindai_xls(ole)
    data = memoryview(aliran_buku(ole))
    try:
        umum = _umum(data)
        semua = [satu for satu in umum.daftar if satu.letak in catatan]
        for urut, satu in enumerate(semua):
            kumpulan = Kumpulan()
            baris = _baris(data, satu.letak, umum, kumpulan)
            _tandai(baris, catatan[satu.letak].cacat)
            lembar = Lembar(
                nama=satu.nama,
                baris=baris,
                tersembunyi=frozenset(catatan[satu.letak].tersembunyi),
                kolom_tersembunyi=frozenset(catatan[satu.letak].kolom_tersembunyi),
                lembar_tersembunyi=satu.tersembunyi,
                huruf_diperbaiki=kumpulan.diperbaiki,
            )
            yield urut, len(semua), lembar
    except (struct.error, IndexError):
        raise rusak() from None


def _umum(data: memoryview) -> _Umum:
    """The first part of the stream: version, sheets, shared texts, formats."""
    versi, daftar, sst, terakhir = 0, [], [], 0
    bentuk: dict[int, str] = {}
    xf: list[int] = []
    sejak_1904 = False
    for _, jenis, isi in rekam(data):
        if jenis == BOF and not versi:
            versi = struct.unpack_from("<H", isi)[0]
        elif jenis == BOUNDSHEET and isi[5] == _LEMBAR_KERJA:
            daftar.append(_isi_lembar(isi, versi))
        elif jenis == _SST or (jenis == _CONTINUE and terakhir == _SST):
            sst.append(isi)
        elif jenis == _FORMAT:
            bentuk[struct.unpack_from("<H", isi)[0]] = _bentuk(isi, versi)
        elif jenis == _XF:
            xf.append(struct.unpack_from("<H", isi, 2)[0])
        elif jenis == _DATEMODE:
            sejak_1904 = bool(isi[0])
        elif jenis == EOF:
            break
        terakhir = _SST if jenis == _CONTINUE and terakhir == _SST else jenis
    if len(daftar) > _MAKS_LEMBAR or len({satu.letak for satu in daftar}) != len(daftar):
        raise rusak()
    tanggal = frozenset(n for n, satu in enumerate(xf) if bentuk_tanggal(satu, bentuk.get(satu)))
    return _Umum(versi, daftar, _bersama(sst), tanggal, sejak_1904)


def _bentuk(isi: memoryview, versi: int) -> str:
    """How numbers are shown, as "dd/mm/yyyy"; a length of one byte in older files."""
    if versi == _BIFF8:
        return _label(isi[2:], versi)
    return bytes(isi[3 : 3 + isi[2]]).decode("cp1252", "replace")


def _isi_lembar(isi: memoryview, versi: int) -> _Isi:
    letak, tampak, _, panjang = struct.unpack_from("<LBBB", isi)
    if versi == _BIFF8:
        nama = _Teks([isi[8:]]).huruf(panjang, bool(isi[7] & 1)) if panjang else ""
    else:
        nama = bytes(isi[7 : 7 + panjang]).decode("cp1252", "replace")
    return _Isi(letak, nama, bool(tampak & 3))


def _bersama(bagian: list[memoryview]) -> list[str]:
    if not bagian:
        return []
    pembaca = _Teks(bagian)
    banyak = struct.unpack("<LL", pembaca.lompat(8))[1]
    if banyak > sum(map(len, bagian)):  # every text takes at least three bytes
        raise rusak()
    return [pembaca.teks() for _ in range(banyak)]


def _baris(data: memoryview, letak: int, umum: _Umum, kumpulan: Kumpulan) -> list[list[Sel]]:
    baris: list[list[Sel]] = []
    dalam = 0
    formula: tuple[int, int] | None = None
    for _, jenis, isi in rekam(data, letak):
        if jenis == BOF:
            dalam += 1
        elif jenis == EOF:
            dalam -= 1
            if dalam <= 0:
                break
        elif dalam != 1:
            continue
        elif jenis == MULRK:
            r, k = struct.unpack_from("<HH", isi)
            for n in range((len(isi) - 6) // 6):
                _taruh(baris, r, k + n, umum.angka(isi, 4 + n * 6, _rk(struct.unpack_from("<L", isi, 6 + n * 6)[0])))
        elif jenis == STRING and formula is not None:
            _taruh(baris, *formula, kumpulan.ambil(_label(isi, umum.versi)))
        elif jenis == FORMULA:
            formula = struct.unpack_from("<HH", isi)
            _taruh(baris, *formula, umum.angka(isi, 4, _hasil(bytes(isi[6:14]))))
        else:
            _satu(baris, jenis, isi, umum, kumpulan)
    return baris


def _satu(baris: list[list[Sel]], jenis: int, isi: memoryview, umum: _Umum, kumpulan: Kumpulan) -> None:
    """A record with one cell."""
    nilai: Sel
    if jenis == _LABELSST:
        nilai = kumpulan.ambil(umum.bersama[struct.unpack_from("<L", isi, 6)[0]])
    elif jenis == _NUMBER:
        nilai = umum.angka(isi, 4, struct.unpack_from("<d", isi, 6)[0])
    elif jenis == _RK:
        nilai = umum.angka(isi, 4, _rk(struct.unpack_from("<L", isi, 6)[0]))
    elif jenis in _LABEL:
        nilai = kumpulan.ambil(_label(isi[6:], umum.versi))
    elif jenis == BOOLERR and not isi[7]:
        nilai = bool(isi[6])
    else:
        return
    r, k = struct.unpack_from("<HH", isi)
    _taruh(baris, r, k, nilai)


def _label(isi: memoryview, versi: int) -> str:
    """A text within a record: with a byte that says how wide its letters are, or (older) without."""
    panjang = struct.unpack_from("<H", isi)[0]
    if versi == _BIFF8:
        lebar = bool(isi[2] & 1)
        data = bytes(isi[3 : 3 + panjang * (2 if lebar else 1)])
        return data.decode("utf-16-le" if lebar else "latin-1", "replace")
    return bytes(isi[2 : 2 + panjang]).decode("cp1252", "replace")


def _rk(kode: int) -> Sel:
    """A number in four bytes: whole or the upper half of a float, perhaps in hundredths."""
    if kode & 2:
        bulat = (kode >> 2) - (1 << 30 if kode & 0x80000000 else 0)
        return bulat / 100 if kode & 1 else bulat
    nilai: float = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<L", kode & 0xFFFFFFFC))[0]
    return nilai / 100 if kode & 1 else nilai


def _hasil(isi: bytes) -> Sel:
    """The stored result of a formula; texts and errors come from elsewhere."""
    if isi[6:8] != b"\xff\xff":
        nilai: float = struct.unpack("<d", isi)[0]
        return nilai
    return bool(isi[2]) if isi[0] == 1 else None


def _taruh(baris: list[list[Sel]], r: int, k: int, nilai: Sel) -> None:
    if nilai is None:
        return
    while len(baris) <= r:
        baris.append([])
    satu = baris[r]
    satu.extend([None] * (k + 1 - len(satu)))
    satu[k] = nilai


def _tandai(baris: list[list[Sel]], cacat: dict[tuple[int, int], str]) -> None:
    for (r, k), teks in cacat.items():
        _taruh(baris, r, k, teks)
