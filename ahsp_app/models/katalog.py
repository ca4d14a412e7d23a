"""The catalogue: editions, reference analyses with their components, and lists of base prices."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Koefisien, Uang, Waktu

KATEGORI_SQL = "kategori IN ('TK', 'BHN', 'ALT', 'LAIN')"


class Edisi(Berversi, Base):
    """One edition of a price book; a code means nothing without it (domain §1)."""

    __tablename__ = "edisi"
    __table_args__ = (UniqueConstraint("nama"),)

    id: Mapped[Id]
    nama: Mapped[str] = mapped_column(String(200))
    nomor: Mapped[str | None] = mapped_column(String(100))
    regulasi: Mapped[str | None] = mapped_column(String(300))
    tahun: Mapped[int | None]
    bidang: Mapped[str | None] = mapped_column(String(100))
    keterangan: Mapped[str | None]
    aktif: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    dibuat: Mapped[Waktu]


class AHSPReferensi(Berversi, Base):
    """One analysis of an edition. The key is the id: a code may occur twice in one edition (domain §1)."""

    __tablename__ = "ahsp_referensi"
    __table_args__ = (
        Index("ix_ahsp_referensi_edisi_kode", "edisi_id", "kode"),
        Index("ix_ahsp_referensi_cari", "cari", postgresql_using="gin"),
        Index(
            "ix_ahsp_referensi_uraian_trgm",
            "uraian",
            postgresql_using="gin",
            postgresql_ops={"uraian": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    edisi_id: Mapped[int] = mapped_column(ForeignKey("edisi.id"))
    kode: Mapped[str] = mapped_column(String(50))
    grup: Mapped[str] = mapped_column(String(200), server_default="", default="")
    uraian: Mapped[str]
    satuan: Mapped[str] = mapped_column(String(50))
    urut: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    cari: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', kode), 'A') || setweight(to_tsvector('simple', uraian), 'B')"
            " || setweight(to_tsvector('simple', grup), 'C')",
            persisted=True,
        ),
    )


class KomponenReferensi(Base):
    """One row of a reference analysis."""

    __tablename__ = "komponen_referensi"
    __table_args__ = (
        Index("ix_komponen_referensi_ahsp", "ahsp_id", "urut"),
        CheckConstraint(KATEGORI_SQL, name="kategori"),
        CheckConstraint("koefisien >= 0", name="koefisien"),
    )

    id: Mapped[Id]
    ahsp_id: Mapped[int] = mapped_column(ForeignKey("ahsp_referensi.id", ondelete="CASCADE"))
    urut: Mapped[int]
    kategori: Mapped[str] = mapped_column(String(4))
    kode: Mapped[str | None] = mapped_column(String(50))
    uraian: Mapped[str] = mapped_column(String(500))
    satuan: Mapped[str] = mapped_column(String(50))
    koefisien: Mapped[Koefisien]


class DaftarHarga(Berversi, Base):
    """A dated regional list of base prices."""

    __tablename__ = "daftar_harga"
    __table_args__ = (UniqueConstraint("nama"),)

    id: Mapped[Id]
    nama: Mapped[str] = mapped_column(String(200))
    wilayah: Mapped[str] = mapped_column(String(200))
    tanggal: Mapped[date]
    sumber: Mapped[str] = mapped_column(String(300))
    keterangan: Mapped[str | None]
    dibuat: Mapped[Waktu]


class HargaDasar(Base):
    """One price of a list; the resource is known by kategori, uraian and satuan, a code is optional."""

    __tablename__ = "harga_dasar"
    __table_args__ = (
        UniqueConstraint("daftar_id", "kategori", "uraian_kunci", "satuan_kunci"),
        CheckConstraint(KATEGORI_SQL, name="kategori"),
        CheckConstraint("harga >= 0", name="harga"),
    )

    id: Mapped[Id]
    daftar_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("daftar_harga.id", ondelete="CASCADE"))
    kategori: Mapped[str] = mapped_column(String(4))
    kode: Mapped[str | None] = mapped_column(String(50))
    uraian: Mapped[str] = mapped_column(String(500))
    uraian_kunci: Mapped[str] = mapped_column(String(500))
    satuan: Mapped[str] = mapped_column(String(50))
    satuan_kunci: Mapped[str] = mapped_column(String(50))
    harga: Mapped[Uang]
