"""The living workbook in tests: written, opened again, changed, recalculated."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy.orm import Session

from ahsp_app.laporan.buku_kerja import tata, tulis
from ahsp_app.queries.snapshot import Snapshot, baca_snapshot

WAKTU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SEN = 0.005

Sel = dict[tuple[str, str], Any]
"""What cells hold, by sheet and address."""


@dataclass(frozen=True, slots=True)
class Buku:
    """A workbook on disk, and where everything stands in it."""

    berkas: Path
    t: tata.Tata

    def sel_harga(self, item_id: int, kolom: str = "E") -> tuple[str, str]:
        return "Harga", f"{kolom}{self.t.baris_item[item_id]}"

    def sel_volume(self, pekerjaan_id: int) -> tuple[str, str]:
        return "Volume", f"E{self.t.baris[pekerjaan_id]}"


def buat(s: Snapshot, berkas: Path) -> Buku:
    """The workbook of a project."""
    keluar = io.BytesIO()
    tulis(s, WAKTU, keluar)
    berkas.write_bytes(keluar.getvalue())
    return Buku(berkas, tata.susun(s))


def dari_proyek(sesi: Session, proyek_id: int, berkas: Path) -> Buku:
    """The workbook of a project as it is stored."""
    return buat(baca_snapshot(sesi, proyek_id), berkas)


def baca(berkas: Path, *, rumus: bool = False) -> Sel:
    """The values (or the formulas) of all cells that are not empty."""
    wb = openpyxl.load_workbook(berkas, data_only=not rumus)
    isi = {
        (ws.title, sel.coordinate): sel.value
        for ws in wb.worksheets
        for baris in ws.iter_rows()
        for sel in baris
        if sel.value is not None
    }
    wb.close()
    return isi


def isi_sel(berkas: Path, isi: Mapping[tuple[str, str], Any], tujuan: Path) -> Path:
    """A copy of the workbook with other values in some cells, as a reviewer types them."""
    wb = openpyxl.load_workbook(berkas)
    for (lembar, alamat), nilai in isi.items():
        assert not wb[lembar][alamat].protection.locked, f"{lembar}!{alamat} is not for typing"
        wb[lembar][alamat].value = nilai
    wb.save(tujuan)
    return tujuan


def beda_simpanan(berkas: Path, dihitung: Sel) -> list[str]:
    """Formula cells whose stored value is not the one that comes out when they are computed."""
    rumus, tersimpan = baca(berkas, rumus=True), baca(berkas)
    return [
        f"{tempat}: {isi} tersimpan {tersimpan.get(tempat)!r}, dihitung {dihitung.get(tempat)!r}"
        for tempat, isi in rumus.items()
        if isinstance(isi, str)
        and isi.startswith("=")
        and not _sama(tempat[0], tersimpan.get(tempat), dihitung.get(tempat))
    ]


def _sama(lembar: str, a: Any, b: Any) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        # what is left of large sums: differences, and the rest of JUMLAH after its millions
        batas = 1e-5 if lembar in ("Parameter", "Pemeriksaan") else 1e-9
        return abs(a - b) <= max(batas, 1e-12 * abs(a))
    return bool((a or None) == (b or None))  # an empty text is no value


def beda_hitungan(t: tata.Tata, isi: Sel) -> Iterator[str]:
    """Prices, amounts, volumes, sums and totals of a recalculated workbook that are not those of the project."""
    for p in t.s.pekerjaan:
        r, blok = t.baris[p.id], t.blok[p.id]
        d = p.biaya_langsung if p.harga_langsung is None else p.harga_langsung
        yield from _beda(isi, "AHSP", f"G{blok.d}", d)
        yield from _beda(isi, "RAB", f"D{r}", p.volume or 0, 1e-7)
        yield from _beda(isi, "RAB", f"F{r}", p.hsp)
        yield from _beda(isi, "RAB", f"G{r}", p.jumlah)
    for k in t.s.klasifikasi:
        yield from _beda(isi, "RAB", f"G{t.baris_judul[k.id]}", k.jumlah)
    for n, nama in enumerate(("jumlah", "ppn", "total", "dibulatkan"), 1):
        yield from _beda(isi, "RAB", f"G{t.akhir + n}", getattr(t.total, nama))
        yield from _beda(isi, "Rekap", f"C{_kaki_rekap(t) + n}", getattr(t.total, nama))


def _kaki_rekap(t: tata.Tata) -> int:
    return tata.AWAL - 1 + sum(simpul.kedalaman == 1 for simpul in t.simpul)


def _beda(isi: Sel, lembar: str, alamat: str, nilai: Any, batas: float = SEN) -> Iterator[str]:
    ada = isi.get((lembar, alamat))
    if not isinstance(ada, int | float) or abs(ada - float(nilai)) >= batas:
        yield f"{lembar}!{alamat}: {ada!r}, seharusnya {nilai}"
