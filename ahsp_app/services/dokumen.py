"""Making documents: everything is read at one moment, then written without the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.laporan import buku_kerja
from ahsp_app.laporan.bahan import Bahan, identitas
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT, nama_aman, nama_berkas
from ahsp_app.laporan.lap_riwayat import MAKS_PERUBAHAN
from ahsp_app.laporan.model import Blok, Bundel, Kop, Laporan, Malas
from ahsp_app.laporan.periksa import periksa
from ahsp_app.laporan.tulis_zip import tulis_zip
from ahsp_app.models import Kop as BarisKop
from ahsp_app.models import Pengguna, Proyek
from ahsp_app.queries.riwayat import semua_perubahan
from ahsp_app.queries.snapshot import SEMUA, baca_snapshot
from ahsp_app.services.dokumen_atur import get_atur
from ahsp_app.services.dokumen_minta import BUKU_KERJA, Permintaan

XLSX: Final = FORMAT["xlsx"].mime
ZIP: Final = "application/zip"

Lapor = Callable[[int, int, str], None]
"""Called with (step, steps, words): which document is being written, and how many rows of it are."""


def diam(_kini: int, _total: int, _teks: str) -> None:
    """A Lapor for who does not want to know."""


def baca_bahan(sesi: Session, proyek_id: int, minta: Permintaan, batas_hari: int = 365) -> Bahan:
    """Everything the documents need, as it is at one moment. Raises NotFound.

    All is read in one transaction that sees one state of the database, whatever is written meanwhile.
    """
    mesin = sesi.get_bind().engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(mesin) as beku:
        s = baca_snapshot(beku, proyek_id, _bagian(minta))
        proyek = beku.get_one(Proyek, proyek_id)
        pemilik = beku.get_one(Pengguna, proyek.pemilik_id)
        atur = get_atur(beku, proyek_id)
        perubahan = semua_perubahan(beku, proyek_id, MAKS_PERUBAHAN) if "riwayat" in minta.laporan else ()
        kop = _kop(beku, proyek)
        waktu = waktu_setempat(pemilik.zona_waktu)
        return Bahan(s, waktu, perubahan, kop, atur.tempat, atur.tanggal, (), minta.opsi, batas_hari)


def _bagian(minta: Permintaan) -> frozenset[str]:
    """What is read of the project: a bundle is checked, and the workbook computes, so they need all of it."""
    if minta.bundel or minta.laporan[0] == BUKU_KERJA:
        return SEMUA
    return LAPORAN[minta.laporan[0]].bagian


def waktu_setempat(zona_waktu: str) -> datetime:
    """Now, where this person is."""
    zona = ZoneInfo("Asia/Jakarta")
    with suppress(KeyError, ValueError):
        zona = ZoneInfo(zona_waktu)
    return datetime.now(UTC).astimezone(zona)


def kop_cetak(kop: BarisKop | None) -> Kop | None:
    """A letterhead as documents print it, if it says anything."""
    return None if kop is None or not (kop.baris or kop.logo) else Kop(tuple(kop.baris), kop.logo)


def _kop(sesi: Session, proyek: Proyek) -> Kop | None:
    """The project's letterhead, else its owner's."""
    pilih = select(BarisKop).where((BarisKop.proyek_id == proyek.id) | (BarisKop.pengguna_id == proyek.pemilik_id))
    return kop_cetak(sesi.scalars(pilih.order_by(BarisKop.proyek_id.is_(None))).first())


def nama_hasil(b: Bahan, minta: Permintaan) -> tuple[str, str]:
    """The name in words and the MIME type of what this request gives."""
    if minta.bundel:
        ekstensi, mime = (".zip", ZIP) if minta.zip else (".pdf", FORMAT["pdf"].mime)
        return nama_aman(f"Dokumen RAB - {b.nama}") + ekstensi, mime
    if minta.laporan[0] == BUKU_KERJA:
        return nama_aman(f"Buku Kerja - {b.nama}") + ".xlsx", XLSX
    format_ = FORMAT[minta.format[0]]
    return nama_berkas(LAPORAN[minta.laporan[0]].bangun(b), format_), format_.mime


def tulis(b: Bahan, minta: Permintaan, keluar: BinaryIO, lapor: Lapor = diam) -> None:
    """Write what was asked for. `lapor` may raise to stop. Raises Galat when it cannot be made."""
    if minta.bundel:
        _tulis_bundel(b, minta, keluar, lapor)
    elif minta.laporan[0] == BUKU_KERJA:
        buku_kerja.tulis(b.s, b.waktu, keluar, lambda n: lapor(n, 0, N_("Menulis buku kerja")))
    else:
        jenis = LAPORAN[minta.laporan[0]]
        FORMAT[minta.format[0]].tulis(jenis.bangun(b), keluar, lambda n: lapor(n, 0, jenis.nama))


def _tulis_bundel(b: Bahan, minta: Permintaan, keluar: BinaryIO, lapor: Lapor) -> None:
    """Findings that were overridden are printed as notes."""
    b = replace(b, catatan=tuple(str(t) for t in periksa(b.s, b.waktu.date(), b.batas_hari)))
    kode = [k for k in minta.laporan if k != BUKU_KERJA]
    langkah = _Langkah(lapor, len(kode) * len(minta.format) + (BUKU_KERJA in minta.laporan))
    laporan = tuple(langkah.bungkus(LAPORAN[k].bangun(b), LAPORAN[k].nama) for k in kode)
    halaman = LAPORAN["rekap"].bangun(b).halaman
    bundel = Bundel(b.kata("RENCANA ANGGARAN BIAYA"), identitas(b), laporan, halaman)
    if not minta.zip:
        from ahsp_app.laporan.pdf import tulis_bundel  # noqa: PLC0415 -- only who writes PDF needs its libraries

        tulis_bundel(bundel, keluar, langkah.maju)
        return
    tambahan: dict[str, Callable[[BinaryIO], None]] = {}
    if BUKU_KERJA in minta.laporan:
        tambahan[nama_aman(f"Buku Kerja - {b.nama}") + ".xlsx"] = lambda berkas: langkah.buku_kerja(b, berkas)
    tulis_zip(bundel, minta.format, keluar, langkah.maju, tambahan=tambahan)


class _Langkah:
    """Which of the documents of a bundle is being written."""

    def __init__(self, lapor: Lapor, total: int) -> None:
        self._lapor, self._total, self._kini, self._teks = lapor, total, 0, ""

    def bungkus(self, laporan: Laporan, nama: str) -> Laporan:
        """The same report, which says so when its writing begins."""

        def blok() -> Iterator[Blok]:
            self._mulai(nama)
            yield from laporan.blok

        return replace(laporan, blok=Malas(blok))

    def buku_kerja(self, b: Bahan, keluar: BinaryIO) -> None:
        """The workbook as one of the documents."""
        self._mulai(N_("Buku kerja"))
        buku_kerja.tulis(b.s, b.waktu, keluar, self.maju)

    def maju(self, _baris: int) -> None:
        """A sign of life inside a document."""
        self._lapor(self._kini, self._total, self._teks)

    def _mulai(self, nama: str) -> None:
        self._kini, self._teks = min(self._kini + 1, self._total), nama
        self.maju(0)


def laporan_untuk(b: Bahan, minta: Permintaan) -> Laporan:
    """The one report of a request that is not a bundle and not the workbook."""
    return LAPORAN[minta.laporan[0]].bangun(b)
