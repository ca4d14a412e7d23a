"""Small catalogue files, and imports of them up to a given state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import has_app_context

from ahsp_app.extensions import db
from ahsp_app.jobs import kerja
from ahsp_app.models import AHSPReferensi, Impor, ImporAnalisa, Pengguna
from ahsp_app.services import impor as layanan
from ahsp_app.services.impor_komit import get_impor, komit

KEPALA = "kode;nama;satuan_pekerjaan;kategori;kode_item;uraian_item;satuan_item;koefisien"
Baris = tuple[str, str, str, Sequence[tuple[str, str, str, str]]]
DUA: list[Baris] = [
    ("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,75"), ("TK", "Mandor", "OH", "0,025")]),
    ("1.2", "Urugan pasir", "m3", [("TK", "Pekerja", "OH", "0,3"), ("BHN", "Pasir urug", "m3", "1,2")]),
]


def csv(analisa: Sequence[Baris] = DUA) -> bytes:
    """A flat file, one line per row of an analysis."""
    baris = [KEPALA]
    for kode, nama, satuan, komponen in analisa:
        baris += [f"{kode};{nama};{satuan};{k[0]};;{k[1]};{k[2]};{k[3]}" for k in komponen]
    return "\n".join(baris).encode()


def terbaca(
    admin: Pengguna | None, isi: bytes | None = None, edisi: str = "Edisi uji", nama: str = "katalog.csv"
) -> Impor:
    """An import that was read and waits for a decision."""
    sesi = db.session()
    isi = csv() if isi is None else isi
    layanan.periksa(sesi, None, nama, isi)
    baru = layanan.buat(sesi, admin and admin.id, nama, isi, tujuan={"nama": edisi, "tahun": 2026})
    layanan.baca(sesi, get_impor(sesi, baru.id), lambda _a, _b, _c: None)
    sesi.flush()
    return baru


def tertulis(
    admin: Pengguna | None, isi: bytes | None = None, edisi: str = "Edisi uji"
) -> tuple[Impor, dict[str, Any]]:
    """An import that is in the catalogue."""
    impor = terbaca(admin, isi, edisi)
    return impor, komit(db.session(), get_impor(db.session(), impor.id), admin and admin.id)


def jalankan_tugas() -> None:
    """Do what waits in the queue, as a worker does."""
    if has_app_context():
        db.session.commit()
    kerja.kerjakan()
    if has_app_context():
        db.session.expire_all()


def get_analisa(kode: str) -> AHSPReferensi:
    """The analysis of this code in the catalogue."""
    return db.session.query(AHSPReferensi).filter_by(kode=kode).one()


def banding(impor: Impor) -> dict[str, str]:
    """What each staged analysis is against its edition, by code."""
    semua = db.session.query(ImporAnalisa).filter_by(impor_id=impor.id).populate_existing()
    return {a.kode: a.banding for a in semua}
