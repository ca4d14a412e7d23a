"""The list of someone's projects: search, filters, order and pages, in as many statements for 3 as for 3,000."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, load_only

from ahsp_app.models import Proyek
from ahsp_app.queries.total import total_proyek

PER_HALAMAN: Final = 20
TAB: Final = ("aktif", "arsip", "sampah")
URUT: Final = ("diubah", "nama", "tahun", "anggaran", "total")
ARAH: Final = ("turun", "naik")
_KOLOM = (
    Proyek.nama, Proyek.lokasi, Proyek.tahun_anggaran, Proyek.sumber_dana, Proyek.pemilik, Proyek.anggaran,
    Proyek.jumlah, Proyek.ppn_persen, Proyek.dpp_pembilang, Proyek.dpp_penyebut, Proyek.bulat_total_mode,
    Proyek.bulat_total_langkah, Proyek.tanggal_mulai, Proyek.tanggal_selesai, Proyek.diubah, Proyek.diarsipkan,
    Proyek.dihapus,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saring:
    """What the list shows. `tahun` None and `sumber` "": all of them."""

    tab: str = "aktif"
    cari: str = ""
    tahun: int | None = None
    sumber: str = ""
    urut: str = "diubah"
    arah: str = "turun"
    halaman: int = 1


@dataclass(frozen=True, slots=True)
class BarisProyek:
    """One project of the list, money in rupiah. `sisa` is anggaran - dibulatkan, None without a budget."""

    id: int
    nama: str
    lokasi: str
    pemilik: str
    tahun: int
    sumber_dana: str
    mulai: date
    selesai: date
    anggaran: Decimal | None
    dibulatkan: Decimal
    sisa: Decimal | None
    diubah: datetime
    diarsipkan: datetime | None
    dihapus: datetime | None


@dataclass(frozen=True, slots=True)
class HalamanProyek:
    """One page of the list, with what the filters can be set to and how many projects each tab holds."""

    baris: list[BarisProyek]
    jumlah: int
    halaman: int
    terakhir: int
    per_tab: dict[str, int]
    tahun: list[int]
    sumber: list[str]


def halaman_proyek(sesi: Session, pengguna_id: int, s: Saring) -> HalamanProyek:
    """The page that `s` asks for, or the last one when there are fewer. Four statements."""
    milik = Proyek.pemilik_id == pengguna_id
    per_tab = _per_tab(sesi, milik)
    pilihan = sesi.execute(select(Proyek.tahun_anggaran, Proyek.sumber_dana).where(milik, _tab(s.tab)).distinct()).all()
    syarat = and_(milik, _tab(s.tab), *_saring(s))
    jumlah = sesi.scalar(select(func.count()).select_from(Proyek).where(syarat)) or 0
    terakhir = max(1, -(-jumlah // PER_HALAMAN))
    halaman = min(s.halaman, terakhir)
    baris = sesi.scalars(
        _urutkan(select(Proyek).options(load_only(*_KOLOM, raiseload=True)).where(syarat), s)
        .limit(PER_HALAMAN)
        .offset((halaman - 1) * PER_HALAMAN)
    )
    return HalamanProyek(
        baris=[_baris(p) for p in baris],
        jumlah=jumlah,
        halaman=halaman,
        terakhir=terakhir,
        per_tab=per_tab,
        tahun=sorted({tahun for tahun, _ in pilihan}, reverse=True),
        sumber=sorted({sumber for _, sumber in pilihan if sumber}, key=str.casefold),
    )


def dibulatkan_sql() -> ColumnElement[Any]:
    """The rounded total as an expression to sort by; what is shown comes from calc."""
    p = Proyek
    total = p.jumlah + func.round(p.jumlah * p.ppn_persen * p.dpp_pembilang / (100 * p.dpp_penyebut), 2)
    langkah = p.bulat_total_langkah
    return case(
        (p.bulat_total_mode == "bawah", func.floor(total / langkah) * langkah),
        (p.bulat_total_mode == "atas", func.ceil(total / langkah) * langkah),
        (p.bulat_total_mode == "setengah_atas", func.round(total / langkah) * langkah),
        else_=total,
    )


def _per_tab(sesi: Session, milik: ColumnElement[bool]) -> dict[str, int]:
    hitung = [func.count().filter(_tab(tab)) for tab in TAB]
    return dict(zip(TAB, sesi.execute(select(*hitung).where(milik)).one(), strict=True))


def _tab(tab: str) -> ColumnElement[bool]:
    if tab == "sampah":
        return Proyek.dihapus.is_not(None)
    arsip = Proyek.diarsipkan.is_not(None) if tab == "arsip" else Proyek.diarsipkan.is_(None)
    return and_(Proyek.dihapus.is_(None), arsip)


def _saring(s: Saring) -> list[ColumnElement[bool]]:
    syarat: list[ColumnElement[bool]] = []
    for kata in s.cari.split()[:8]:
        tempat = (Proyek.nama, Proyek.lokasi, Proyek.sumber_dana, Proyek.pemilik)
        syarat.append(or_(*(kolom.icontains(kata, autoescape=True) for kolom in tempat)))
    if s.tahun is not None:
        syarat.append(Proyek.tahun_anggaran == s.tahun)
    if s.sumber:
        syarat.append(Proyek.sumber_dana == s.sumber)
    return syarat


def _urutkan(pilih: Select[Proyek], s: Saring) -> Select[Proyek]:
    kolom: dict[str, Any] = {
        "diubah": Proyek.diubah,
        "nama": func.lower(Proyek.nama),
        "tahun": Proyek.tahun_anggaran,
        "anggaran": Proyek.anggaran,
        "total": dibulatkan_sql(),
    }
    kunci = kolom[s.urut]
    arah = kunci.desc() if s.arah == "turun" else kunci.asc()
    # Projects without a budget come last either way; the id makes pages of equal ones steady.
    return pilih.order_by(arah.nulls_last(), Proyek.id.desc())


def _baris(p: Proyek) -> BarisProyek:
    dibulatkan = total_proyek(p).dibulatkan
    return BarisProyek(
        id=p.id,
        nama=p.nama,
        lokasi=p.lokasi,
        pemilik=p.pemilik,
        tahun=p.tahun_anggaran,
        sumber_dana=p.sumber_dana,
        mulai=p.tanggal_mulai,
        selesai=p.tanggal_selesai,
        anggaran=p.anggaran,
        dibulatkan=dibulatkan,
        sisa=None if p.anggaran is None else p.anggaran - dibulatkan,
        diubah=p.diubah,
        diarsipkan=p.diarsipkan,
        dihapus=p.dihapus,
    )
