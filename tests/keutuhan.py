"""What must hold in a project at every moment, whoever edits it: what `ahsp check` looks at, and more from outside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.services.periksa import periksa

# Each statement finds what may not be there; the first column says what it is.
ATURAN = {
    "banyak pekerjaan per judul": """
        SELECT k.id FROM klasifikasi k WHERE proyek_id = :p AND sampah_id IS NULL AND banyak <>
        (SELECT count(*) FROM pekerjaan q WHERE q.klasifikasi_id = k.id AND q.sampah_id IS NULL)""",
    "harga langsung beranalisa": """
        SELECT q.id FROM pekerjaan q JOIN komponen c ON c.pekerjaan_id = q.id AND c.sampah_id IS NULL
        WHERE q.proyek_id = :p AND q.sampah_id IS NULL AND q.harga_langsung IS NOT NULL""",
}
# Columns that only one kind of entry changes: then each entry starts where the one before it ended.
RANTAI = {
    "komponen": {"koefisien"},
    "harga_item": {"harga", "harga_beli", "faktor", "satuan_beli", "satuan"},
    "parameter": {"nilai", "nama"},
    "klasifikasi": {"nama", "nomor"},
    "pekerjaan": {"margin_persen"},
    "proyek": {"margin_persen", "bulat_hsp_langkah", "bulat_jumlah_langkah", "bulat_total_mode"},
}
# A volume that a formula gives changes without an entry of its own.
RUMUS = object()


def cacat(sesi: Session, proyek_id: int, *, riwayat: bool = True) -> list[str]:
    """Everything that is wrong with a project; an empty list is what a test hopes for. `riwayat`: its history too."""
    selisih = [str(satu) for _proyek, semua in periksa(sesi, proyek_id) for satu in semua]
    isi = [*selisih, *_susunan(sesi, proyek_id)]
    return [*isi, *_riwayat(sesi, proyek_id)] if riwayat else isi


def _susunan(sesi: Session, proyek_id: int) -> Iterator[str]:
    for nama, sql in ATURAN.items():
        for (satu,) in sesi.execute(text(sql), {"p": proyek_id}):
            yield f"{nama}: {satu}"


def _riwayat(sesi: Session, proyek_id: int) -> Iterator[str]:
    """No lost update: what a change replaced is what the change before it had written, and the last one stands."""
    terakhir: dict[tuple[str, str], dict[int, str | None]] = {}
    for entri, tabel, baris_id, kolom, lama, baru in _perubahan(sesi, proyek_id):
        isi = terakhir.setdefault((tabel, kolom), {})
        if isi.get(baris_id, lama) != lama:
            yield f"riwayat {entri}: {tabel} {baris_id} {kolom} dari {lama}, padahal sebelumnya {isi[baris_id]}"
        isi[baris_id] = baru
    for (tabel, kolom), isi in terakhir.items():
        perintah = text(f"SELECT id, {kolom} FROM {tabel} WHERE id = ANY(:id)")  # noqa: S608 -- names from RANTAI
        for baris_id, nilai in sesi.execute(perintah, {"id": list(isi)}):
            ada = cetak_kanonik(nilai) if isinstance(nilai, Decimal) else nilai
            if isi[baris_id] not in {ada, RUMUS}:
                yield f"{tabel} {baris_id} {kolom}: {ada}, padahal riwayatnya berakhir di {isi[baris_id]}"


def _perubahan(sesi: Session, proyek_id: int) -> Iterator[tuple[int, str, int, str, Any, Any]]:
    """Every change of a column of RANTAI and every typed volume, in the order in which they were committed."""
    perintah = text(
        "SELECT id, aksi, tabel, baris_id, lama, baru FROM riwayat"
        " WHERE proyek_id = :p AND aksi IN ('ubah', 'volume') ORDER BY id"
    )
    for entri, aksi, tabel, baris_id, lama, baru in sesi.execute(perintah, {"p": proyek_id}):
        if aksi == "volume":
            dulu, kini = (RUMUS if v["rumus"] else v["volume"] for v in (lama, baru))
            yield entri, tabel, baris_id, "volume", dulu, kini
            continue
        for kolom in RANTAI.get(tabel, set()) & (baru or {}).keys():
            yield entri, tabel, baris_id, kolom, lama[kolom], baru[kolom]
