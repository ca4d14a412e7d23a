"""Documents: finished files, letterheads, how a project hands in its set, and what is sent by itself.

A file is kept in portions, so that neither writing nor downloading one holds it in memory; a portion belongs to its
file, the file to its job, so nothing is left over.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Waktu

MAKS_BARIS_KOP = 5


class BerkasTugas(Base):
    """The file that a job made, until `kedaluwarsa`. With a project, only who may read that project may have it."""

    __tablename__ = "berkas_tugas"
    __table_args__ = (
        UniqueConstraint("tugas_id"),
        Index("ix_berkas_tugas_kedaluwarsa", "kedaluwarsa"),
        Index("ix_berkas_tugas_proyek", "proyek_id"),
        CheckConstraint("ukuran >= 0", name="ukuran"),
    )

    id: Mapped[Id]
    tugas_id: Mapped[int] = mapped_column(ForeignKey("tugas.id", ondelete="CASCADE"))
    proyek_id: Mapped[int | None] = mapped_column(ForeignKey("proyek.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(100))
    ukuran: Mapped[int] = mapped_column(BigInteger)
    dibuat: Mapped[Waktu]
    kedaluwarsa: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PotongBerkas(Base):
    """A portion of a file, counted from 0."""

    __tablename__ = "potong_berkas"

    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas_tugas.id", ondelete="CASCADE"), primary_key=True)
    urut: Mapped[int] = mapped_column(primary_key=True)
    isi: Mapped[bytes] = mapped_column(LargeBinary)


class Kop(Berversi, Base):
    """A letterhead: of an account, for all its projects, or of one project, which then counts.

    `kertas`: what an account prints on, where a project has not chosen its own.
    """

    __tablename__ = "kop"
    __table_args__ = (
        UniqueConstraint("pengguna_id"),
        UniqueConstraint("proyek_id"),
        CheckConstraint("num_nonnulls(pengguna_id, proyek_id) = 1", name="milik"),
        CheckConstraint(f"cardinality(baris) <= {MAKS_BARIS_KOP}", name="baris"),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="CASCADE"))
    proyek_id: Mapped[int | None] = mapped_column(ForeignKey("proyek.id", ondelete="CASCADE"))
    baris: Mapped[list[str]] = mapped_column(ARRAY(String(200)), server_default=text("'{}'"), default=list)
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    kertas: Mapped[str | None] = mapped_column(String(4))


class DokumenProyek(Berversi, Base):
    """How a project's documents are handed in: paper, place and date of the signatures, and what the bundle holds.

    `bundel`: {"isi": [kode, ...] in order, "format": [...], "opsi": {...}} as last chosen.
    """

    __tablename__ = "dokumen_proyek"

    proyek_id: Mapped[int] = mapped_column(ForeignKey("proyek.id", ondelete="CASCADE"), primary_key=True)
    kertas: Mapped[str] = mapped_column(String(4), server_default="A4", default="A4")
    tempat: Mapped[str] = mapped_column(String(100), server_default="", default="")
    tanggal: Mapped[str] = mapped_column(String(60), server_default="", default="")
    bundel: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)


class JadwalDokumen(Berversi, Base):
    """A bundle that is made and mailed by itself: every week on `hari` (0 Monday), or every month on day `hari`.

    `berikutnya` is the next moment; it moves on in the transaction that asks for the job, so no run is doubled.
    """

    __tablename__ = "jadwal_dokumen"
    __table_args__ = (
        CheckConstraint("tiap IN ('minggu', 'bulan')", name="tiap"),
        CheckConstraint(
            "(tiap = 'minggu' AND hari BETWEEN 0 AND 6) OR (tiap = 'bulan' AND hari BETWEEN 1 AND 28)", name="hari"
        ),
        CheckConstraint("jam BETWEEN 0 AND 23", name="jam"),
        Index("ix_jadwal_dokumen_proyek", "proyek_id"),
        Index("ix_jadwal_dokumen_berikutnya", "berikutnya", postgresql_where=text("aktif")),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(ForeignKey("proyek.id", ondelete="CASCADE"))
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(String(100))
    tiap: Mapped[str] = mapped_column(String(6))
    hari: Mapped[int] = mapped_column(SmallInteger)
    jam: Mapped[int] = mapped_column(SmallInteger)
    permintaan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    aktif: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    berikutnya: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    dibuat: Mapped[Waktu]


class CatatanJadwal(Base):
    """What became of one run: "terkirim", "gagal" or "dilewati", with the reason in words."""

    __tablename__ = "catatan_jadwal"
    __table_args__ = (
        CheckConstraint("status IN ('terkirim', 'gagal', 'dilewati')", name="status"),
        Index("ix_catatan_jadwal_jadwal", "jadwal_id", "id"),
    )

    id: Mapped[Id]
    jadwal_id: Mapped[int] = mapped_column(ForeignKey("jadwal_dokumen.id", ondelete="CASCADE"))
    tugas_id: Mapped[int | None] = mapped_column(ForeignKey("tugas.id", ondelete="SET NULL"))
    pada: Mapped[Waktu]
    status: Mapped[str] = mapped_column(String(10))
    pesan: Mapped[str] = mapped_column(String(300), server_default="", default="")
