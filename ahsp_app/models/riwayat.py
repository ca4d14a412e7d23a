"""The change history and the sign of life of the background worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Id, Waktu


class Riwayat(Base):
    """One change: who, when, what kind, to which row, from what to what. Rows are only ever added."""

    __tablename__ = "riwayat"
    __table_args__ = (
        Index("ix_riwayat_proyek", "proyek_id", "id"),
        Index("ix_riwayat_sasaran", "proyek_id", "tabel", "baris_id", "id"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    pada: Mapped[Waktu]
    aksi: Mapped[str] = mapped_column(String(40))
    tabel: Mapped[str] = mapped_column(String(30))
    baris_id: Mapped[int | None] = mapped_column(BigInteger)
    ringkasan: Mapped[str] = mapped_column(String(500), server_default="", default="")
    lama: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    baru: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Detak(Base):
    """When a background process was last alive; the health page reads it."""

    __tablename__ = "detak"

    nama: Mapped[str] = mapped_column(String(40), primary_key=True)
    pada: Mapped[datetime] = mapped_column(DateTime(timezone=True))
