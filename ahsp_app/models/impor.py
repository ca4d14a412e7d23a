"""Imports of the catalogue: the file, what was read from it, what is wrong with that, and what was written.

Nothing of this touches the catalogue before the commit; the rows are edited by id, each import by itself.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Waktu, WaktuBila


class Impor(Berversi, Base):
    """One file. `pemetaan` is what was detected and confirmed: per sheet its kind, header and columns.

    status: diunggah -> dibaca (a job is reading) -> siap -> dikomit -> dicabut; or gagal, with the reason in `galat`.
    """

    __tablename__ = "impor"
    __table_args__ = (
        CheckConstraint("jenis IN ('ahsp', 'harga')", name="jenis"),
        CheckConstraint("status IN ('diunggah', 'dibaca', 'siap', 'dikomit', 'dicabut', 'gagal')", name="status"),
        Index("ix_impor_pengguna", "pengguna_id", "id"),
    )

    id: Mapped[Id]
    # Nobody: a command on the server.
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    tugas_id: Mapped[int | None] = mapped_column(ForeignKey("tugas.id", ondelete="SET NULL"))
    jenis: Mapped[str] = mapped_column(String(10), server_default="ahsp", default="ahsp")
    nama_berkas: Mapped[str] = mapped_column(String(255))
    ukuran: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    # Kept until the import is written or thrown away, so that it can be read again with other columns.
    berkas: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pemetaan: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    tujuan: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Where it goes: {"nama", "tahun", "bidang", ...} of the edition, or of the price list."""
    edisi_id: Mapped[int | None] = mapped_column(ForeignKey("edisi.id", ondelete="SET NULL"))
    daftar_id: Mapped[int | None] = mapped_column(ForeignKey("daftar_harga.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(10), server_default="diunggah", default="diunggah")
    ringkasan: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    galat: Mapped[str] = mapped_column(String(500), server_default="", default="")
    dibuat: Mapped[Waktu]
    dikomit: Mapped[WaktuBila]
    dicabut: Mapped[WaktuBila]


class ImporAnalisa(Berversi, Base):
    """An analysis that was read. `cetak` has what the sheet prints of it (price, sums), to be checked against.

    `tingkat`: 0 nothing wrong, 1 warnings, 2 errors (not committed). `banding`: baru, berubah or sama, against
    `referensi_id` of the edition it goes to.
    """

    __tablename__ = "impor_analisa"
    __table_args__ = (
        Index("ix_impor_analisa_impor", "impor_id", "urut"),
        Index("ix_impor_analisa_tingkat", "impor_id", "tingkat", "urut"),
        CheckConstraint("banding IN ('', 'baru', 'berubah', 'sama')", name="banding"),
        CheckConstraint("tingkat BETWEEN 0 AND 2", name="tingkat"),
    )

    id: Mapped[Id]
    impor_id: Mapped[int] = mapped_column(ForeignKey("impor.id", ondelete="CASCADE"))
    urut: Mapped[int]
    lembar: Mapped[str] = mapped_column(String(100), server_default="", default="")
    baris: Mapped[int]
    kode: Mapped[str] = mapped_column(String(50), server_default="", default="")
    grup: Mapped[str] = mapped_column(String(200), server_default="", default="")
    uraian: Mapped[str] = mapped_column(server_default="", default="")
    satuan: Mapped[str] = mapped_column(String(50), server_default="", default="")
    satuan_asli: Mapped[str] = mapped_column(String(100), server_default="", default="")
    cetak: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    dilewati: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    tingkat: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"), default=0)
    banding: Mapped[str] = mapped_column(String(10), server_default="", default="")
    referensi_id: Mapped[int | None] = mapped_column(BigInteger)


class ImporKomponen(Berversi, Base):
    """A row of an analysis, or (with analisa_id NULL) of a base price list, as it was read."""

    __tablename__ = "impor_komponen"
    __table_args__ = (
        Index("ix_impor_komponen_analisa", "analisa_id", "urut"),
        Index("ix_impor_komponen_impor", "impor_id", "urut"),
        CheckConstraint("tingkat BETWEEN 0 AND 2", name="tingkat"),
    )

    id: Mapped[Id]
    impor_id: Mapped[int] = mapped_column(ForeignKey("impor.id", ondelete="CASCADE"))
    analisa_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("impor_analisa.id", ondelete="CASCADE"))
    urut: Mapped[int]
    lembar: Mapped[str] = mapped_column(String(100), server_default="", default="")
    baris: Mapped[int]
    kategori: Mapped[str] = mapped_column(String(4), server_default="", default="")
    kode: Mapped[str | None] = mapped_column(String(50))
    uraian: Mapped[str] = mapped_column(String(1000), server_default="", default="")
    satuan: Mapped[str] = mapped_column(String(50), server_default="", default="")
    satuan_asli: Mapped[str] = mapped_column(String(100), server_default="", default="")
    koefisien: Mapped[Decimal | None] = mapped_column(Numeric(20, 10))
    koefisien_asli: Mapped[str] = mapped_column(String(100), server_default="", default="")
    harga: Mapped[Decimal | None] = mapped_column(Numeric(23, 8))
    jumlah: Mapped[Decimal | None] = mapped_column(Numeric(45, 20))
    lain: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    dilewati: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    tingkat: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"), default=0)


class ImporMasalah(Base):
    """One problem, at the analysis or the row that has it, with what would mend it; `pola` % `isi` is the sentence.

    `usul` is {"kolom", "nilai"}: accepted, `nilai` (a decimal string or a text) is put there; with "lemah" only one by
    one. Accepted together with others it remembers "lama", what was there, and "kelompok", which acceptance it was.
    """

    __tablename__ = "impor_masalah"
    __table_args__ = (
        Index("ix_impor_masalah_impor", "impor_id", "kode", "id"),
        Index("ix_impor_masalah_analisa", "analisa_id"),
        Index("ix_impor_masalah_komponen", "komponen_id"),
        CheckConstraint("tingkat IN (1, 2)", name="tingkat"),
    )

    id: Mapped[Id]
    impor_id: Mapped[int] = mapped_column(ForeignKey("impor.id", ondelete="CASCADE"))
    analisa_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("impor_analisa.id", ondelete="CASCADE"))
    komponen_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("impor_komponen.id", ondelete="CASCADE"))
    lembar: Mapped[str] = mapped_column(String(100), server_default="", default="")
    baris: Mapped[int | None]
    kolom: Mapped[str] = mapped_column(String(40), server_default="", default="")
    tingkat: Mapped[int] = mapped_column(SmallInteger)
    kode: Mapped[str] = mapped_column(String(40))
    pola: Mapped[str] = mapped_column(String(500))
    isi: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    usul: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    diterima: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class PemetaanKolom(Base):
    """Columns that a person confirmed for headers of this shape; proposed the next time."""

    __tablename__ = "pemetaan_kolom"

    bentuk: Mapped[str] = mapped_column(String(64), primary_key=True)
    jenis: Mapped[str] = mapped_column(String(10))
    kolom: Mapped[dict[str, Any]] = mapped_column(JSONB)
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    diubah: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))


class RiwayatKatalog(Base):
    """One change of the catalogue or its price lists: who, when, from what to what. Rows are only ever added.

    Those of one import bring back what it replaced when it is taken back.
    """

    __tablename__ = "riwayat_katalog"
    __table_args__ = (
        Index("ix_riwayat_katalog_sasaran", "tabel", "baris_id", "id"),
        Index("ix_riwayat_katalog_impor", "impor_id", "id", postgresql_where=text("impor_id IS NOT NULL")),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    impor_id: Mapped[int | None] = mapped_column(ForeignKey("impor.id", ondelete="SET NULL"))
    pada: Mapped[Waktu]
    aksi: Mapped[str] = mapped_column(String(40))
    tabel: Mapped[str] = mapped_column(String(30))
    baris_id: Mapped[int | None] = mapped_column(BigInteger)
    ringkasan: Mapped[str] = mapped_column(String(500), server_default="", default="")
    lama: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    baru: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
