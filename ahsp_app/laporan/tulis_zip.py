"""A bundle as a ZIP: every report in every chosen format, numbered in the order of the bundle."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import BinaryIO, Final, cast

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.laporan.format import FORMAT, Format, nama_aman, nama_berkas
from ahsp_app.laporan.model import Bundel, Maju, diam

_DI_MEMORI: Final = 1_000_000  # bytes of one document; a longer one waits on disk
_SUDAH_PADAT: Final = frozenset({"pdf", "docx", "xlsx"})


def tulis_zip(
    bundel: Bundel,
    format_: Iterable[str],
    keluar: BinaryIO,
    maju: Maju = diam,
    daftar: Mapping[str, Format] = FORMAT,
    tambahan: Mapping[str, Callable[[BinaryIO], None]] = MappingProxyType({}),
) -> None:
    """Write the bundle; `format_` are codes of `daftar`. No document is in memory as a whole.

    `tambahan`: what is no report but goes along, by its file name, numbered after the reports.
    Raises Galat when the bundle has no report.
    """
    if not bundel.laporan:
        raise Galat("kosong", N_("Bundel tidak berisi dokumen apa pun."))
    pilihan = [daftar[kode] for kode in format_]
    lebar = max(2, len(str(len(bundel.laporan))))
    sudah = 0
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nomor, laporan in enumerate(bundel.laporan, 1):
            for satu in pilihan:
                nama = f"{nomor:0{lebar}} {nama_berkas(laporan, satu)}"
                baris = 0

                def lanjut(n: int, sebelum: int = sudah) -> None:
                    nonlocal baris
                    baris = n
                    maju(sebelum + n)

                with _tampung() as berkas:
                    satu.tulis(laporan, berkas, lanjut)
                    _masukkan(arsip, _keterangan(nama, laporan.waktu), berkas)
                sudah += baris
        for nomor, (nama, tulis) in enumerate(tambahan.items(), len(bundel.laporan) + 1):
            with _tampung() as berkas:
                tulis(berkas)
                _masukkan(arsip, _keterangan(f"{nomor:0{lebar}} {nama}", bundel.laporan[0].waktu), berkas)


def nama_zip(bundel: Bundel, proyek: str) -> str:
    """The name of the archive: "Dokumen penawaran - Rumah Tinggal.zip"."""
    return nama_aman(f"{bundel.judul} - {proyek}") + ".zip"


@contextmanager
def _tampung() -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(max_size=_DI_MEMORI) as berkas:
        yield cast(BinaryIO, berkas)


def _keterangan(nama: str, w: datetime) -> zipfile.ZipInfo:
    isi = zipfile.ZipInfo(nama, (max(1980, w.year), w.month, w.day, w.hour, w.minute, w.second))
    isi.compress_type = zipfile.ZIP_STORED if nama.rpartition(".")[2] in _SUDAH_PADAT else zipfile.ZIP_DEFLATED
    isi.external_attr = 0o644 << 16
    return isi


def _masukkan(arsip: zipfile.ZipFile, isi: zipfile.ZipInfo, berkas: BinaryIO) -> None:
    isi.file_size = berkas.tell()
    berkas.seek(0)
    with arsip.open(isi, "w") as tujuan:
        shutil.copyfileobj(berkas, tujuan, 1 << 16)
