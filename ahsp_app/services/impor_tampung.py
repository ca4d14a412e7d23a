"""What was read goes into the staging tables by COPY, a thousand analyses at a time, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final, TypeVar

from psycopg import sql
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.importers.katalog.bentuk import AnalisaBaca, HargaBaca, KomponenBaca, MasalahBaris, Tingkat
from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen, ImporMasalah
from ahsp_app.models.base import Base
from ahsp_app.services.massal import pesan_id

T = TypeVar("T")
SEKALI: Final = 1000
KATEGORI: Final = ("TK", "BHN", "ALT", "LAIN")
MAKS_URAIAN: Final = 500
MAKS_SATUAN: Final = 50
MAKS_KODE: Final = 50
MAKS_KOEFISIEN: Final = Decimal(10) ** 10
MAKS_HARGA: Final = Decimal(10) ** 15
MAKS_JUMLAH: Final = Decimal(10) ** 25
TERLALU_PANJANG: Final = N_("%(kolom)s terlalu panjang: %(ada)s karakter, paling banyak %(maks)s.")

_ANALISA: Final = (
    "id", "impor_id", "urut", "lembar", "baris", "kode", "grup", "uraian", "satuan", "satuan_asli", "cetak", "dilewati",
    "tingkat",
)  # fmt: skip
_KOMPONEN: Final = (
    "id", "impor_id", "analisa_id", "urut", "lembar", "baris", "kategori", "kode", "uraian", "satuan", "satuan_asli",
    "koefisien", "koefisien_asli", "harga", "jumlah", "lain", "dilewati", "tingkat",
)  # fmt: skip
_MASALAH: Final = (
    "impor_id", "analisa_id", "komponen_id", "lembar", "baris", "kolom", "tingkat", "kode", "pola", "isi", "usul",
)  # fmt: skip


def kosongkan(sesi: Session, impor_id: int) -> None:
    """Forget what was staged of an import, before it is read again."""
    for tabel in (ImporMasalah, ImporKomponen, ImporAnalisa):
        sesi.execute(delete(tabel).where(tabel.impor_id == impor_id).execution_options(synchronize_session=False))


def tampung_masalah(sesi: Session, impor: Impor, masalah: Iterable[MasalahBaris]) -> None:
    """Problems of the file as a whole, or of sheets, that belong to no row that was read."""
    _salin(sesi, ImporMasalah, _MASALAH, (_masalah(impor.id, None, None, m) for m in masalah))


def tampung_masalah_baris(
    sesi: Session, impor: Impor, masalah: Iterable[tuple[int, int, MasalahBaris, str, int]]
) -> None:
    """Problems of rows that are staged already: analysis, row, problem, sheet, line."""
    _salin(sesi, ImporMasalah, _MASALAH, (_masalah(impor.id, *satu) for satu in masalah))


def tampung_analisa(sesi: Session, impor: Impor, isi: Iterable[AnalisaBaca]) -> int:
    """Stage analyses with their rows and problems; how many there are."""
    urut = 0
    for kelompok in _berkelompok(isi):
        nomor = pesan_id(sesi, ImporAnalisa, len(kelompok))
        nomor_komponen = iter(pesan_id(sesi, ImporKomponen, sum(len(a.komponen) for a in kelompok)))
        analisa: list[Any] = []
        komponen: list[Any] = []
        masalah: list[Any] = []
        for i, a in zip(nomor, kelompok, strict=True):
            urut += 1
            tingkat = _tampung_satu(impor.id, i, a, nomor_komponen, komponen, masalah)
            analisa.append((
                i, impor.id, urut, a.lembar[:100], a.baris, a.kode[:50], a.grup[:200], a.uraian, a.satuan[:50],
                a.satuan_asli[:100], _json({k: f"{v:f}" for k, v in a.cetak.items()}),
                a.dilewati, tingkat,
            ))  # fmt: skip
        _salin(sesi, ImporAnalisa, _ANALISA, analisa)
        _salin(sesi, ImporKomponen, _KOMPONEN, komponen)
        _salin(sesi, ImporMasalah, _MASALAH, masalah)
    return urut


def tampung_harga(sesi: Session, impor: Impor, isi: Iterable[HargaBaca]) -> int:
    """Stage base prices with their problems; how many there are."""
    urut = 0
    for kelompok in _berkelompok(isi):
        komponen: list[Any] = []
        masalah: list[Any] = []
        for i, h in zip(pesan_id(sesi, ImporKomponen, len(kelompok)), kelompok, strict=True):
            urut += 1
            semua = list(h.masalah)
            if h.harga is None and not (h.harga_beli is not None and h.faktor) and not _ada_galat(semua):
                semua.append(MasalahBaris(Tingkat.GALAT, "harga_kosong", N_("Harga tidak terbaca."), kolom="harga"))
            beli = {"satuan_beli": h.satuan_beli, "harga_beli": h.harga_beli, "faktor": h.faktor}
            lain = {k: f"{v:f}" if isinstance(v, Decimal) else v for k, v in beli.items() if v is not None}
            if h.keterangan:
                lain["keterangan"] = h.keterangan[:300]
            komponen.append((
                i, impor.id, None, urut, h.lembar[:100], h.baris, h.kategori[:4], h.kode and h.kode[:50],
                h.uraian[:1000], h.satuan[:50], h.satuan_asli[:100], None, h.harga_asli[:100],
                _muat(h.harga, MAKS_HARGA), None, _json(lain), h.dilewati, max((m.tingkat for m in semua), default=0),
            ))  # fmt: skip
            masalah += [_masalah(impor.id, None, i, m, h.lembar, h.baris) for m in semua]
        _salin(sesi, ImporKomponen, _KOMPONEN, komponen)
        _salin(sesi, ImporMasalah, _MASALAH, masalah)
    return urut


def segarkan_statistik(sesi: Session) -> None:
    """After a big staging: without it the planner believes the tables to be empty and compares row by row."""
    sesi.execute(text("ANALYZE impor_analisa, impor_komponen, impor_masalah"))


def masalah_analisa(a: AnalisaBaca) -> list[MasalahBaris]:
    """The problems of an analysis itself: those of its reader, and what its columns cannot hold."""
    panjang = _panjang(("kode", a.kode, MAKS_KODE), ("satuan", a.satuan, MAKS_SATUAN))
    return a.masalah if not panjang or _ada_galat(a.masalah) else [*a.masalah, *panjang]


def masalah_komponen(k: KomponenBaca) -> list[MasalahBaris]:
    """The problems of a row: those of its reader, and what its columns cannot hold."""
    if not k.masalah and _muat_semua(k):
        return k.masalah
    semua = [
        *k.masalah,
        *_panjang(
            ("uraian", k.uraian, MAKS_URAIAN), ("satuan", k.satuan, MAKS_SATUAN), ("kode", k.kode or "", MAKS_KODE)
        ),
    ]
    if _ada_galat(semua):
        return semua
    if k.koefisien is None or not 0 <= k.koefisien < MAKS_KOEFISIEN:
        pola = N_("Koefisien “%(asli)s” tidak terbaca.")
        semua.append(MasalahBaris(Tingkat.GALAT, "koefisien_salah", pola, {"asli": k.koefisien_asli[:40]}, "koefisien"))
    if k.kategori not in KATEGORI:
        pola = N_("Kategori belum dikenali.")
        semua.append(MasalahBaris(Tingkat.GALAT, "kategori", pola, {}, "kategori"))
    if not k.uraian.strip():
        semua.append(MasalahBaris(Tingkat.GALAT, "uraian_kosong", N_("Uraian komponen kosong."), {}, "uraian"))
    return semua


def _tampung_satu(
    impor_id: int, nomor: int, a: AnalisaBaca, nomor_komponen: Iterator[int], komponen: list[Any], masalah: list[Any]
) -> int:
    """Add the rows of one analysis to the lists; its level."""
    sendiri = masalah_analisa(a)
    masalah += [_masalah(impor_id, nomor, None, m, a.lembar, a.baris) for m in sendiri]
    tingkat = max((m.tingkat for m in sendiri), default=0)
    for urut, k in enumerate(a.komponen, 1):
        i = next(nomor_komponen)
        semua = masalah_komponen(k)
        milik = max((m.tingkat for m in semua), default=0)
        if not k.dilewati:
            tingkat = max(tingkat, milik)
        masalah += [_masalah(impor_id, nomor, i, m, k.lembar, k.baris) for m in semua]
        komponen.append((
            i, impor_id, nomor, urut, k.lembar[:100], k.baris, k.kategori[:4], k.kode and k.kode[:50], k.uraian[:1000],
            k.satuan[:50], k.satuan_asli[:100], _muat(k.koefisien, MAKS_KOEFISIEN), k.koefisien_asli[:100],
            _muat(k.harga, MAKS_HARGA), _muat(k.jumlah, MAKS_JUMLAH), "{}", k.dilewati, milik,
        ))  # fmt: skip
    return tingkat


def _masalah(
    impor_id: int, analisa_id: int | None, komponen_id: int | None, m: MasalahBaris, lembar: str = "", baris: int = 0
) -> tuple[Any, ...]:
    usul = None if m.usul is None else _json(m.usul.sebagai_json())
    return (
        impor_id, analisa_id, komponen_id, (m.lembar or lembar)[:100], m.baris or baris or None, m.kolom[:40],
        int(m.tingkat), m.kode[:40], m.pola[:500], _json(dict(m.isi)), usul,
    )  # fmt: skip


def _panjang(*kolom: tuple[str, str, int]) -> list[MasalahBaris]:
    return [
        MasalahBaris(Tingkat.GALAT, "terlalu_panjang", TERLALU_PANJANG,
                     {"kolom": nama, "ada": str(len(isi)), "maks": str(maks)}, nama)
        for nama, isi, maks in kolom
        if len(isi) > maks
    ]  # fmt: skip


def _muat_semua(k: KomponenBaca) -> bool:
    """Whether a row fits as it is, which nearly all do."""
    return (
        k.koefisien is not None
        and 0 <= k.koefisien < MAKS_KOEFISIEN
        and k.kategori in KATEGORI
        and 0 < len(k.uraian) <= MAKS_URAIAN
        and not k.uraian.isspace()
        and len(k.satuan) <= MAKS_SATUAN
        and len(k.kode or "") <= MAKS_KODE
    )


def _ada_galat(masalah: Sequence[MasalahBaris]) -> bool:
    return any(m.tingkat is Tingkat.GALAT for m in masalah)


def _muat(nilai: Decimal | None, batas: Decimal) -> Decimal | None:
    """A number that its column can hold; what it cannot is a problem of the row already."""
    return nilai if nilai is not None and nilai.is_finite() and abs(nilai) < batas else None


def _json(isi: dict[str, Any]) -> str:
    return json.dumps(isi, ensure_ascii=False) if isi else "{}"


def _berkelompok(isi: Iterable[T]) -> Iterator[list[T]]:
    sisa = iter(isi)
    while kelompok := list(islice(sisa, SEKALI)):
        yield kelompok


def _salin(sesi: Session, tabel: type[Base], kolom: Sequence[str], baris: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table, on the connection and in the transaction of the session."""
    perintah = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(tabel.__tablename__), sql.SQL(", ").join(map(sql.Identifier, kolom))
    )
    koneksi: Any = sesi.connection().connection.driver_connection
    with koneksi.cursor() as kursor, kursor.copy(perintah) as salinan:
        for satu in baris:
            salinan.write_row(satu)


def hitung_tertampung(sesi: Session, impor_id: int) -> tuple[int, int]:
    """How many analyses and rows are staged."""

    def banyak(tabel: type[Any]) -> int:
        return sesi.scalar(select(func.count()).select_from(tabel).where(tabel.impor_id == impor_id)) or 0

    return banyak(ImporAnalisa), banyak(ImporKomponen)
