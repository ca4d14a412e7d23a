"""What every write use case is given, and how it leaves its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy.orm import Session

from ahsp_app.calc.angka import cetak_kanonik
from ahsp_app.errors import Conflict
from ahsp_app.models import Proyek, Riwayat


@dataclass(frozen=True, slots=True)
class Kerja:
    """One person's work on one project, whose row the caller has locked (queries.proyek.get_milik with kunci)."""

    sesi: Session
    proyek: Proyek
    pelaku: int | None


class Berversi(Protocol):
    """A row with a version."""

    versi: Any


def cocokkan_versi(baris: Berversi, versi: int, baru: Mapping[str, Any] | None = None) -> None:
    """Raise Conflict when the row has changed since `versi` was read.

    Asking for what is there already is no conflict: a save whose answer got lost is sent again.
    """
    if baris.versi != versi and not (baru and all(getattr(baris, kolom) == isi for kolom, isi in baru.items())):
        raise Conflict(baris)


def terapkan(k: Kerja, baris: Any, perubahan: Mapping[str, Any], aksi: str, ringkasan: str = "") -> bool:
    """Set the fields that differ, add one to the version and record old and new; False when nothing differs."""
    beda = {kolom: nilai for kolom, nilai in perubahan.items() if getattr(baris, kolom) != nilai}
    if not beda:
        return False
    lama = {kolom: getattr(baris, kolom) for kolom in beda}
    for kolom, nilai in beda.items():
        setattr(baris, kolom, nilai)
    baris.versi += 1
    catat(k, aksi, baris.__tablename__, baris.id, lama, beda, ringkasan)
    return True


def catat(
    k: Kerja,
    aksi: str,
    tabel: str,
    baris_id: int | None,
    lama: Mapping[str, Any] | None = None,
    baru: Mapping[str, Any] | None = None,
    ringkasan: str = "",
) -> Riwayat:
    """Add one entry to the change history, in the transaction of the change; it dates the project too."""
    entri = Riwayat(
        proyek_id=k.proyek.id,
        pengguna_id=k.pelaku,
        aksi=aksi,
        tabel=tabel,
        baris_id=baris_id,
        ringkasan=ringkasan[:500],
        lama=isi_json(lama),
        baru=isi_json(baru),
    )
    k.sesi.add(entri)
    k.proyek.diubah = datetime.now(UTC)
    return entri


def isi_json(isi: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as a history keeps them: decimals and dates as text."""
    return None if isi is None else {kunci: _nilai(nilai) for kunci, nilai in isi.items()}


def _nilai(nilai: Any) -> Any:
    if isinstance(nilai, Decimal):
        return cetak_kanonik(nilai)
    if isinstance(nilai, date | datetime):
        return nilai.isoformat()
    return nilai
