"""A project: its identity, its settings (columns of the same row, so none can be without them), and its parameters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.models.base import Base, Berversi, Hasil, Id, Persen, Volume, Waktu, WaktuBila

MODE_SQL = "IN ('tanpa', 'setengah_atas', 'bawah', 'atas')"
Langkah = Numeric(18, 8)


class Proyek(Berversi, Base):
    """One estimate. `jumlah` is stored and changes in the same transaction as what it sums."""

    __tablename__ = "proyek"
    __table_args__ = (
        Index("ix_proyek_pemilik_diubah", "pemilik_id", "diubah"),
        CheckConstraint("length(trim(nama)) >= 3", name="nama"),
        CheckConstraint("tanggal_selesai >= tanggal_mulai", name="tanggal"),
        CheckConstraint("tahun_anggaran BETWEEN 1900 AND 2200", name="tahun_anggaran"),
        CheckConstraint("anggaran >= 0", name="anggaran"),
        CheckConstraint("margin_persen BETWEEN 0 AND 100", name="margin_persen"),
        CheckConstraint("ppn_persen BETWEEN 0 AND 100", name="ppn_persen"),
        CheckConstraint("dpp_pembilang BETWEEN 1 AND 1000 AND dpp_penyebut BETWEEN 1 AND 1000", name="dpp"),
        CheckConstraint(f"bulat_hsp_mode {MODE_SQL} AND bulat_hsp_langkah > 0", name="bulat_hsp"),
        CheckConstraint(f"bulat_jumlah_mode {MODE_SQL} AND bulat_jumlah_langkah > 0", name="bulat_jumlah"),
        CheckConstraint(f"bulat_total_mode {MODE_SQL} AND bulat_total_langkah > 0", name="bulat_total"),
        CheckConstraint("jumlah >= 0", name="jumlah"),
        CheckConstraint("awal_minggu BETWEEN 0 AND 6", name="awal_minggu"),
    )

    id: Mapped[Id]
    pemilik_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"))

    nama: Mapped[str] = mapped_column(String(200))
    sumber_dana: Mapped[str] = mapped_column(String(255), server_default="", default="")
    lokasi: Mapped[str] = mapped_column(String(255), server_default="", default="")
    pemilik: Mapped[str] = mapped_column(String(255), server_default="", default="")
    jabatan_pemilik: Mapped[str] = mapped_column(String(255), server_default="", default="")
    instansi_pemilik: Mapped[str] = mapped_column(String(255), server_default="", default="")
    kontraktor: Mapped[str] = mapped_column(String(255), server_default="", default="")
    instansi_kontraktor: Mapped[str] = mapped_column(String(255), server_default="", default="")
    perencana: Mapped[str] = mapped_column(String(255), server_default="", default="")
    instansi_perencana: Mapped[str] = mapped_column(String(255), server_default="", default="")
    pengawas: Mapped[str] = mapped_column(String(255), server_default="", default="")
    instansi_pengawas: Mapped[str] = mapped_column(String(255), server_default="", default="")
    program: Mapped[str] = mapped_column(String(255), server_default="", default="")
    kegiatan: Mapped[str] = mapped_column(String(255), server_default="", default="")
    keterangan_1: Mapped[str] = mapped_column(String(255), server_default="", default="")
    keterangan_2: Mapped[str] = mapped_column(String(255), server_default="", default="")
    kategori: Mapped[str] = mapped_column(String(100), server_default="", default="")
    deskripsi: Mapped[str] = mapped_column(server_default="", default="")
    tahun_anggaran: Mapped[int]
    anggaran: Mapped[Decimal | None] = mapped_column(Numeric(20, 2))
    tanggal_mulai: Mapped[date]
    tanggal_selesai: Mapped[date]
    awal_minggu: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"), default=0)

    margin_persen: Mapped[Persen] = mapped_column(server_default=text("10"), default=Decimal(10))
    ppn_persen: Mapped[Persen] = mapped_column(server_default=text("11"), default=Decimal(11))
    dpp_pembilang: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    dpp_penyebut: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    bulat_hsp_mode: Mapped[str] = mapped_column(String(15), server_default="setengah_atas", default="setengah_atas")
    bulat_hsp_langkah: Mapped[Decimal] = mapped_column(Langkah, server_default=text("0.01"), default=Decimal("0.01"))
    bulat_jumlah_mode: Mapped[str] = mapped_column(String(15), server_default="setengah_atas", default="setengah_atas")
    bulat_jumlah_langkah: Mapped[Decimal] = mapped_column(Langkah, server_default=text("0.01"), default=Decimal("0.01"))
    bulat_total_mode: Mapped[str] = mapped_column(String(15), server_default="bawah", default="bawah")
    bulat_total_langkah: Mapped[Decimal] = mapped_column(Langkah, server_default=text("1000"), default=Decimal(1000))
    # Where new resources take their first price from; None leaves them to be filled in.
    daftar_harga_id: Mapped[int | None] = mapped_column(ForeignKey("daftar_harga.id", ondelete="SET NULL"))

    jumlah: Mapped[Hasil]
    # Never goes back, so that the kunci of a deleted work is not given to another.
    nomor_kunci: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    dibuat: Mapped[Waktu]
    diubah: Mapped[Waktu]
    diarsipkan: Mapped[WaktuBila]
    dihapus: Mapped[WaktuBila]


class PenandaTangan(Base):
    """Someone who signs the documents, in the order of signing."""

    __tablename__ = "penanda_tangan"
    __table_args__ = (UniqueConstraint("proyek_id", "urut", deferrable=True, initially="DEFERRED"),)

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(ForeignKey("proyek.id", ondelete="CASCADE"))
    urut: Mapped[int]
    peran: Mapped[str] = mapped_column(String(120))
    nama: Mapped[str] = mapped_column(String(120), server_default="", default="")
    jabatan: Mapped[str] = mapped_column(String(120), server_default="", default="")
    instansi: Mapped[str] = mapped_column(String(255), server_default="", default="")
    nip: Mapped[str] = mapped_column(String(30), server_default="", default="")


class Parameter(Berversi, Base):
    """A named number that volume formulas use."""

    __tablename__ = "parameter"
    __table_args__ = (
        Index(
            "uq_parameter_proyek_id_nama",
            "proyek_id",
            "nama",
            unique=True,
            postgresql_where=text("sampah_id IS NULL"),
        ),
        CheckConstraint("nama ~ '^[a-z_][a-z0-9_]*$'", name="nama"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(String(100))
    nilai: Mapped[Volume]
    label: Mapped[str] = mapped_column(String(200), server_default="", default="")
    satuan: Mapped[str] = mapped_column(String(50), server_default="", default="")
    sampah_id: Mapped[int | None] = mapped_column(ForeignKey("riwayat.id"))
