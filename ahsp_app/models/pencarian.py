"""What helps the catalogue search: the words it knows, what people on site call things, what was asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Waktu


class KataKatalog(Base):
    """A word that occurs in the catalogue, and in how many analyses: corrections of typing errors come from here."""

    __tablename__ = "kata_katalog"
    __table_args__ = (
        Index("ix_kata_katalog_trgm", "kata", postgresql_using="gin", postgresql_ops={"kata": "gin_trgm_ops"}),
    )

    kata: Mapped[str] = mapped_column(String(100), primary_key=True)
    banyak: Mapped[int]


class Kosakata(Berversi, Base):
    """A site word or abbreviation and what the catalogue calls it: "hebel" is "bata ringan".

    `padanan` has one or more phrases, separated by "|"; any of them answers for `kata`.
    """

    __tablename__ = "kosakata"
    __table_args__ = (
        UniqueConstraint("kata"),
        CheckConstraint("length(trim(kata)) > 0", name="kata"),
        CheckConstraint("length(trim(padanan)) > 0", name="padanan"),
    )

    id: Mapped[Id]
    kata: Mapped[str] = mapped_column(String(100))
    padanan: Mapped[str] = mapped_column(String(500))
    keterangan: Mapped[str] = mapped_column(String(300), server_default="", default="")
    aktif: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    diubah: Mapped[Waktu]


class Pencarian(Base):
    """A search that someone meant (stopped typing, or chose something): recent searches and statistics."""

    __tablename__ = "pencarian"
    __table_args__ = (
        Index("ix_pencarian_pengguna", "pengguna_id", "id"),
        Index("ix_pencarian_pada", "pada"),
        Index("ix_pencarian_dipilih", "dipilih_id", postgresql_where=text("dipilih_id IS NOT NULL")),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id", ondelete="CASCADE"))
    teks: Mapped[str] = mapped_column(String(200))
    kunci: Mapped[str] = mapped_column(String(200))
    banyak: Mapped[int]
    koreksi: Mapped[str | None] = mapped_column(String(200))
    dipilih_id: Mapped[int | None] = mapped_column(ForeignKey("ahsp_referensi.id", ondelete="SET NULL"))
    pada: Mapped[Waktu]


class SaringanTersimpan(Base):
    """A search with its filters that someone gave a name."""

    __tablename__ = "saringan_tersimpan"
    __table_args__ = (
        UniqueConstraint("pengguna_id", "nama"),
        CheckConstraint("length(trim(nama)) > 0", name="nama"),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(String(100))
    isi: Mapped[dict[str, Any]] = mapped_column(JSONB)
    dibuat: Mapped[Waktu]
