"""KATALOG ANALISA: an edition of the catalogue on paper, its analyses by group, without prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.laporan.bahan import KOEFISIEN
from ahsp_app.laporan.cetak import tanggal
from ahsp_app.laporan.model import (
    A4,
    Baris,
    Blok,
    Halaman,
    Identitas,
    Jenis,
    Judul,
    Kertas,
    Kolom,
    Kop,
    Laporan,
    Malas,
    Paragraf,
    Tabel,
)
from ahsp_app.queries.edisi_ekspor import Analisa

KATEGORI: Final = {"TK": "Tenaga", "BHN": "Bahan", "ALT": "Alat", "LAIN": "Lain-lain"}
_KEPALA: Final = {
    "nama": "EDISI",
    "nomor": "NOMOR",
    "regulasi": "PERATURAN",
    "tahun": "TAHUN",
    "bidang": "BIDANG",
}
_KOLOM: Final = (
    Kolom("kategori", "KATEGORI", 20, Jenis.PENDEK),
    Kolom("uraian", "URAIAN", 80),
    Kolom("kode", "KODE", 24, Jenis.PENDEK),
    Kolom("satuan", "SATUAN", 16, Jenis.PENDEK),
    Kolom("koefisien", "KOEFISIEN", 28, Jenis.ANGKA, KOEFISIEN),
)


def edisi(
    kepala: Mapping[str, str | int | None],
    analisa: Iterable[Analisa],
    banyak: int,
    waktu: datetime,
    kertas: Kertas = A4,
    kop: Kop | None = None,
) -> Laporan:
    """An edition as a document. `kepala`: what describes it; `analisa`: all of them, those of a group together.

    They are gone through as they are written, so they may come straight from where they are kept.
    """
    nama = str(kepala["nama"])
    halaman = Halaman(kertas, False, kop, f"{nama} · {tanggal(waktu.date())} {waktu:%H.%M}")
    isi = [(label, str(kepala[kunci])) for kunci, label in _KEPALA.items() if kepala.get(kunci)]
    kenal = Identitas((*isi, ("BANYAKNYA", f"{cetak_angka(banyak)} analisa")))
    return Laporan("katalog", "KATALOG ANALISA", nama, waktu, Malas(lambda: _blok(kenal, analisa)), halaman)


def _blok(kenal: Identitas, semua: Iterable[Analisa]) -> Iterator[Blok]:
    yield kenal
    grup: str | None = None
    for a in semua:
        if a.grup != grup:
            grup = a.grup
            yield Judul(grup or "Tanpa kelompok", 1)
        satuan = f", per {a.satuan}" if a.satuan else ""
        yield Judul(f"{a.kode} {a.uraian}{satuan}".strip(), 2)
        if a.komponen:
            yield Tabel("analisa", _KOLOM, tuple(_baris(a)), utuh=True)
        else:
            yield Paragraf("Belum ada komponen.")


def _baris(a: Analisa) -> Iterator[Baris]:
    for k in a.komponen:
        yield Baris((KATEGORI.get(k.kategori, k.kategori), k.uraian, k.kode, k.satuan, k.koefisien))
