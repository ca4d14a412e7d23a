"""The catalogue: editions, reference analyses with their components, and lists of base prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Id, Koefisien, Uang, Waktu, WaktuBila

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
    # The office's own library: estimators propose to it (Usulan).
    kantor: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    dibuat: Mapped[Waktu]


class AHSPReferensi(Berversi, Base):
    """One analysis of an edition. The key is the id: a code may occur twice in one edition (domain §1)."""

    __tablename__ = "ahsp_referensi"
    __table_args__ = (
        Index("ix_ahsp_referensi_edisi_kode", "edisi_id", "kode"),
        Index("ix_ahsp_referensi_cari", "cari", postgresql_using="gin"),
        Index(
            "ix_ahsp_referensi_kode_awal",
            literal_column("lower(kode)").label("kode_kecil"),
            postgresql_ops={"kode_kecil": "text_pattern_ops"},
        ),
        Index(
            "ix_ahsp_referensi_uraian_trgm",
            "uraian",
            postgresql_using="gin",
            postgresql_ops={"uraian": "gin_trgm_ops"},
        ),
        # The few that may differ from what projects took of them (queries/pembaruan.py).
        Index("ix_ahsp_referensi_berubah", "id", postgresql_where=text("versi > 1 AND dihapus IS NULL")),
    )

    id: Mapped[Id]
    edisi_id: Mapped[int] = mapped_column(ForeignKey("edisi.id"))
    kode: Mapped[str] = mapped_column(String(50))
    grup: Mapped[str] = mapped_column(String(200), server_default="", default="")
    uraian: Mapped[str]
    satuan: Mapped[str] = mapped_column(String(50))
    urut: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    # Taken out of the catalogue; kept because projects or the history name it.
    dihapus: Mapped[WaktuBila]
    # Put away: in its edition as ever, but neither searched nor exported.
    diarsipkan: Mapped[WaktuBila]
    diubah: Mapped[Waktu]
    cari: Mapped[Any] = mapped_column(
        TSVECTOR,
        # The functions are in migration 0004; queries/katalog_teks.py reads what is typed in the same way.
        Computed("katalog_cari(kode, uraian, grup)", persisted=True),
    )


class KomponenReferensi(Berversi, Base):
    """One row of a reference analysis."""

    __tablename__ = "komponen_referensi"
    __table_args__ = (
        Index("ix_komponen_referensi_ahsp", "ahsp_id", "urut"),
        Index("ix_komponen_referensi_cari", text("to_tsvector('simple', uraian)"), postgresql_using="gin"),
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


class Usulan(Base):
    """An analysis of a project that an estimator proposes for an office library; `isi` is its frozen copy."""

    __tablename__ = "usulan"
    __table_args__ = (
        CheckConstraint("status IN ('menunggu', 'diterima', 'ditolak', 'ditarik')", name="status"),
        Index("ix_usulan_status", "status", "id"),
        Index("ix_usulan_pengguna", "pengguna_id", "id"),
    )

    id: Mapped[Id]
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"))
    edisi_id: Mapped[int] = mapped_column(ForeignKey("edisi.id", ondelete="CASCADE"))
    pekerjaan_id: Mapped[int | None] = mapped_column(ForeignKey("pekerjaan.id", ondelete="SET NULL"))
    isi: Mapped[dict[str, Any]] = mapped_column(JSONB)
    catatan: Mapped[str] = mapped_column(String(500), server_default="", default="")
    status: Mapped[str] = mapped_column(String(10), server_default="menunggu", default="menunggu")
    jawaban: Mapped[str] = mapped_column(String(500), server_default="", default="")
    diputus_oleh: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    diputus: Mapped[WaktuBila]
    ahsp_id: Mapped[int | None] = mapped_column(ForeignKey("ahsp_referensi.id", ondelete="SET NULL"))
    dibuat: Mapped[Waktu]


class DaftarHarga(Berversi, Base):
    """A dated regional book of base prices; a locked one is not edited any more."""

    __tablename__ = "daftar_harga"
    __table_args__ = (
        UniqueConstraint("nama"),
        CheckConstraint("jenis_sumber IN ('survei', 'surat', 'penawaran', 'keputusan', 'lain')", name="jenis_sumber"),
    )

    id: Mapped[Id]
    nama: Mapped[str] = mapped_column(String(200))
    wilayah: Mapped[str] = mapped_column(String(200))
    tanggal: Mapped[date]
    sumber: Mapped[str] = mapped_column(String(300))
    jenis_sumber: Mapped[str] = mapped_column(String(10), server_default="lain", default="lain")
    termasuk_ppn: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    terkunci: Mapped[WaktuBila]
    aktif: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    keterangan: Mapped[str | None]
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    dibuat: Mapped[Waktu]


class HargaDasar(Berversi, Base):
    """One price of a book; the resource is known by kategori, uraian and satuan, a code is optional.

    A price per market unit keeps its two numbers (`harga_beli` / `faktor`), and `harga` is their quotient to be
    searched and sorted by. Who put it there and when is said of each price.
    """

    __tablename__ = "harga_dasar"
    __table_args__ = (
        UniqueConstraint("daftar_id", "kategori", "uraian_kunci", "satuan_kunci"),
        CheckConstraint(KATEGORI_SQL, name="kategori"),
        CheckConstraint("harga >= 0", name="harga"),
        CheckConstraint("faktor > 0 AND harga_beli >= 0", name="konversi"),
        CheckConstraint("num_nulls(satuan_beli, harga_beli, faktor) IN (0, 3)", name="konversi_lengkap"),
        Index("ix_harga_dasar_identitas", "kategori", "uraian_kunci", "satuan_kunci"),
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
    satuan_beli: Mapped[str | None] = mapped_column(String(50))
    harga_beli: Mapped[Uang | None]
    faktor: Mapped[Decimal | None] = mapped_column(Numeric(20, 10))
    keterangan: Mapped[str] = mapped_column(String(300), server_default="", default="")
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id", ondelete="SET NULL"))
    diubah: Mapped[Waktu]
