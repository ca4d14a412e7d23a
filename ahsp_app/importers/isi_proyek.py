"""What a project file says, after reading: plain rows, in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

FORMAT: Final = "ahsp-proyek"
VERSI: Final = 1

# Texts of `proyek` with their longest length. The first four are always written, the others when they say something.
TEKS_POKOK: Final = {"nama": 200, "sumber_dana": 255, "lokasi": 255, "pemilik": 255}
TEKS_LAIN: Final = {
    "jabatan_pemilik": 255,
    "instansi_pemilik": 255,
    "kontraktor": 255,
    "instansi_kontraktor": 255,
    "perencana": 255,
    "instansi_perencana": 255,
    "pengawas": 255,
    "instansi_pengawas": 255,
    "program": 255,
    "kegiatan": 255,
    "keterangan_1": 255,
    "keterangan_2": 255,
    "kategori": 100,
    "deskripsi": 5000,
}
TEKS_PENANDA: Final = {"peran": 120, "nama": 120, "jabatan": 120, "instansi": 255, "nip": 30}
TEMPAT_BULAT: Final = ("hsp", "jumlah", "total")


@dataclass(frozen=True, slots=True)
class IdentitasBerkas:
    """`teks` holds every text of TEKS_POKOK and TEKS_LAIN; None: the file does not say."""

    teks: Mapping[str, str]
    tahun_anggaran: int | None = None
    tanggal_mulai: date | None = None
    tanggal_selesai: date | None = None
    anggaran: Decimal | None = None
    awal_minggu: int = 0
    penanda_tangan: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterBerkas:
    """A named number; the name is in small letters."""

    nama: str
    nilai: Decimal
    label: str
    satuan: str


@dataclass(frozen=True, slots=True)
class ItemBerkas:
    """A resource: harga, or a conversion of three values."""

    kunci: str
    kategori: str
    kode: str | None
    uraian: str
    uraian_kunci: str
    satuan: str
    satuan_kunci: str
    harga: Decimal | None
    satuan_beli: str | None
    harga_beli: Decimal | None
    faktor: Decimal | None
    sumber_harga: str
    tanggal_harga: date | None


@dataclass(frozen=True, slots=True)
class KlasifikasiBerkas:
    """A heading; `induk` is the index of its parent in IsiProyek.klasifikasi, which comes before it."""

    induk: int | None
    urut: int
    nama: str
    nomor: str | None


@dataclass(frozen=True, slots=True)
class KomponenBerkas:
    """koefisien × the key of a harga_item, or × the key of a pekerjaan."""

    koefisien: Decimal
    item: str | None
    pekerjaan: str | None


@dataclass(frozen=True, slots=True)
class PekerjaanBerkas:
    """A work. `klasifikasi` is an index; `acuan` what its formula refers to; `referensi` a frozen copy."""

    jalur: str
    klasifikasi: int
    urut: int
    kunci: str
    nomor: str | None
    kode: str | None
    uraian: str
    satuan: str
    volume: Decimal | None
    rumus: str | None
    margin_persen: Decimal | None
    harga_langsung: Decimal | None
    sumber: str | None
    edisi: str | None
    referensi: Mapping[str, Any] | None
    catatan: str
    komponen: tuple[KomponenBerkas, ...]
    acuan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JadwalBerkas:
    """Plan and progress of a work in one week, in per cent of the work."""

    pekerjaan: str
    minggu: int
    rencana_persen: Decimal | None
    realisasi_persen: Decimal | None
    biaya_aktual: Decimal | None


@dataclass(frozen=True, slots=True)
class IsiProyek:
    """A whole project file. `pengaturan` holds the columns of the settings that the file gives."""

    identitas: IdentitasBerkas
    pengaturan: Mapping[str, Any]
    parameter: tuple[ParameterBerkas, ...]
    harga_item: tuple[ItemBerkas, ...]
    klasifikasi: tuple[KlasifikasiBerkas, ...]
    pekerjaan: tuple[PekerjaanBerkas, ...]
    jadwal: tuple[JadwalBerkas, ...]
