"""Reading the change history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ahsp_app.models import Pengguna, Riwayat


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One entry of the history with the name of who made it."""

    id: int
    pada: datetime
    oleh: str | None
    aksi: str
    tabel: str
    baris_id: int | None
    ringkasan: str
    lama: dict[str, Any] | None
    baru: dict[str, Any] | None


_PILIH = select(
    Riwayat.id,
    Riwayat.pada,
    Pengguna.nama,
    Riwayat.aksi,
    Riwayat.tabel,
    Riwayat.baris_id,
    Riwayat.ringkasan,
    Riwayat.lama,
    Riwayat.baru,
).outerjoin(Pengguna, Pengguna.id == Riwayat.pengguna_id)


def find_terakhir(sesi: Session, proyek_id: int, tabel: str, baris_id: int) -> Perubahan | None:
    """The last change of one row."""
    return next(iter(list_terakhir(sesi, proyek_id, tabel, [baris_id])), None)


def list_terakhir(
    sesi: Session, proyek_id: int, tabel: str, baris_id: Collection[int], batas: int = 1
) -> list[Perubahan]:
    """The newest changes of some rows, newest first."""
    pilih = (
        _PILIH.where(Riwayat.proyek_id == proyek_id, Riwayat.tabel == tabel, Riwayat.baris_id.in_(list(baris_id)))
        .order_by(Riwayat.id.desc())
        .limit(batas)
    )
    return [Perubahan(*baris) for baris in sesi.execute(pilih)]


def semua_perubahan(sesi: Session, proyek_id: int, batas: int) -> tuple[Perubahan, ...]:
    """The newest changes of a project, the oldest of them first."""
    pilih = _PILIH.where(Riwayat.proyek_id == proyek_id).order_by(Riwayat.id.desc()).limit(batas)
    return tuple(Perubahan(*baris) for baris in sesi.execute(pilih))[::-1]
