"""JSON for programs (docs/laporan.schema.json), streamed: numbers are decimal strings with the digits of the print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO, Final

from ahsp_app.laporan.bantu import Pencacah, angka_kanonik
from ahsp_app.laporan.model import (
    Baris,
    Blok,
    Catatan,
    GantiHalaman,
    Grafik,
    Identitas,
    Judul,
    Kolom,
    Laporan,
    Maju,
    Nilai,
    Paragraf,
    Tabel,
    TandaTangan,
    diam,
)

FORMAT: Final = "ahsp-laporan"
VERSI: Final = 1
POTONG: Final = 32_768
_JENIS: Final[Mapping[type, str]] = {
    Judul: "judul",
    Paragraf: "paragraf",
    Catatan: "catatan",
    TandaTangan: "tanda_tangan",
    GantiHalaman: "ganti_halaman",
}


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write the report as JSON."""
    for potong in alir(laporan, maju):
        keluar.write(potong)


def alir(laporan: Laporan, maju: Maju = diam) -> Iterator[bytes]:
    """The report as JSON in pieces; the first comes before anything of the report has been looked at."""
    kepala = {
        "format": FORMAT,
        "versi": VERSI,
        "kode": laporan.kode,
        "judul": laporan.judul,
        "proyek": laporan.proyek,
        "waktu": laporan.waktu.isoformat(),
    }
    yield _bita(_teks(kepala)[:-1] + ', "blok": [')
    kumpul: list[str] = []
    panjang = 0
    for bagian in _isi(laporan, Pencacah(maju)):
        kumpul.append(bagian)
        panjang += len(bagian)
        if panjang > POTONG:
            yield _bita("".join(kumpul))
            kumpul, panjang = [], 0
    yield _bita("".join(kumpul) + "\n]}\n")


def _teks(isi: object) -> str:
    return json.dumps(isi, ensure_ascii=False)


def _bita(teks: str) -> bytes:
    # Half a surrogate pair, which UTF-8 cannot say, becomes \udXXX: that is how JSON writes it.
    return teks.encode("utf-8", "backslashreplace")


def _isi(laporan: Laporan, cacah: Pencacah) -> Iterator[str]:
    for n, blok in enumerate(laporan.blok):
        yield ",\n" if n else "\n"
        if isinstance(blok, Tabel):
            yield from _tabel(blok, cacah)
        else:
            yield _teks(_blok(blok))
    cacah.selesai()


def _tabel(tabel: Tabel, cacah: Pencacah) -> Iterator[str]:
    kolom = [{"kunci": k.kunci, "judul": k.judul, "jenis": k.jenis.value} for k in tabel.kolom]
    yield _teks({"jenis": "tabel", "kunci": tabel.kunci, "kolom": kolom})[:-1] + ', "baris": ['
    for n, baris in enumerate(cacah.baris(tabel.baris)):
        yield (",\n" if n else "\n") + _teks(_baris(baris, tabel.kolom))
    yield "]}"


def _baris(baris: Baris, kolom: tuple[Kolom, ...]) -> dict[str, Any]:
    sel = {k.kunci: _nilai(nilai, k) for nilai, k in zip(baris.sel, kolom, strict=True)}
    return {"gaya": baris.gaya.value, "tingkat": baris.tingkat, "sel": sel}


def _nilai(nilai: Nilai, kolom: Kolom) -> str | None:
    return nilai if nilai is None or isinstance(nilai, str) else angka_kanonik(nilai, kolom)


def _blok(blok: Blok) -> dict[str, Any]:
    match blok:
        case Identitas():
            return {"jenis": "identitas", "isi": [{"label": label, "nilai": nilai} for label, nilai in blok.isi]}
        case Grafik():
            return _grafik(blok)
    return {"jenis": _JENIS[type(blok)], **asdict(blok)}


def _grafik(grafik: Grafik) -> dict[str, Any]:
    return {
        "jenis": "grafik",
        "bentuk": grafik.jenis,
        "judul": grafik.judul,
        "satuan": grafik.satuan,
        "kategori": grafik.kategori,
        "seri": [
            {"nama": s.nama, "nilai": [None if n is None else format(n, "f") for n in s.nilai]} for s in grafik.seri
        ],
    }
