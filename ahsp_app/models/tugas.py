"""Jobs: what takes longer than a moment runs behind the page, and its row says how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Id, Waktu, WaktuBila


class Tugas(Base):
    """One job of one person. `kini` of `total` steps are done; `denyut` is the worker's last sign of life in it.

    `kunci` names the request: the same one asked for again while it is waiting or running gives this row.
    """

    __tablename__ = "tugas"
    __table_args__ = (
        CheckConstraint("status IN ('antre', 'jalan', 'selesai', 'gagal', 'batal')", name="status"),
        CheckConstraint("kini >= 0 AND total >= 0", name="kemajuan"),
        Index("ix_tugas_pengguna", "pengguna_id", "id"),
        Index("ix_tugas_berlangsung", "status", "denyut", postgresql_where=text("status IN ('antre', 'jalan')")),
        Index(
            "uq_tugas_kunci",
            "pengguna_id",
            "kunci",
            unique=True,
            postgresql_where=text("status IN ('antre', 'jalan')"),
        ),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id", ondelete="CASCADE"))
    jenis: Mapped[str] = mapped_column(String(40))
    kunci: Mapped[str | None] = mapped_column(String(200))
    judul: Mapped[str] = mapped_column(String(300))
    masukan: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    hasil: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    status: Mapped[str] = mapped_column(String(10), server_default="antre", default="antre")
    langkah: Mapped[str] = mapped_column(String(200), server_default="", default="")
    kini: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    total: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    galat: Mapped[str] = mapped_column(String(500), server_default="", default="")
    minta_batal: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    percobaan: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    dibuat: Mapped[Waktu]
    mulai: Mapped[WaktuBila]
    selesai: Mapped[WaktuBila]
    denyut: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
