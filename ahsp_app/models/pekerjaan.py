"""The tree of a project: headings, works, the rows of their analyses, and the resources with their prices.

Keys that cross tables carry `proyek_id`, so that nothing can ever refer into another project. A row in the
trash has `sampah_id`: the history entry of the deletion that took it, which is also what brings it back.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ahsp_app.calc.rumus import tampil_rumus
from ahsp_app.models.base import Base, Berversi, Hasil, Id, Koefisien, Persen, Uang, Volume, Waktu
from ahsp_app.models.katalog import KATEGORI_SQL

HIDUP = text("sampah_id IS NULL")


class Klasifikasi(Berversi, Base):
    """A heading. `urut` counts 1, 2, 3 without gaps among the living siblings.

    `jumlah` includes all below; `banyak` counts the living works directly below.
    """

    __tablename__ = "klasifikasi"
    __table_args__ = (
        UniqueConstraint("proyek_id", "id"),
        ForeignKeyConstraint(["proyek_id", "induk_id"], ["klasifikasi.proyek_id", "klasifikasi.id"], name="induk"),
        Index("ix_klasifikasi_proyek_induk", "proyek_id", "induk_id", "urut", postgresql_where=HIDUP),
        CheckConstraint("induk_id <> id", name="induk_bukan_diri"),
        CheckConstraint("length(trim(nama)) > 0", name="nama"),
        CheckConstraint("urut > 0", name="urut"),
        CheckConstraint("jumlah >= 0", name="jumlah"),
        CheckConstraint("banyak >= 0", name="banyak"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    induk_id: Mapped[int | None] = mapped_column(BigInteger)
    urut: Mapped[int]
    nama: Mapped[str] = mapped_column(String(500))
    nomor: Mapped[str | None] = mapped_column(String(30))
    jumlah: Mapped[Hasil]
    banyak: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    sampah_id: Mapped[int | None] = mapped_column(ForeignKey("riwayat.id"))


class Pekerjaan(Berversi, Base):
    """A priced leaf. The results (tk … jumlah, kurang) are stored by services.hitung and by nothing else."""

    __tablename__ = "pekerjaan"
    __table_args__ = (
        UniqueConstraint("proyek_id", "id"),
        UniqueConstraint("proyek_id", "kunci"),
        ForeignKeyConstraint(
            ["proyek_id", "klasifikasi_id"], ["klasifikasi.proyek_id", "klasifikasi.id"], name="klasifikasi"
        ),
        Index("ix_pekerjaan_klasifikasi_urut", "klasifikasi_id", "urut", postgresql_where=HIDUP),
        Index("ix_pekerjaan_proyek", "proyek_id", "klasifikasi_id", "urut", postgresql_where=HIDUP),
        Index("ix_pekerjaan_kurang", "proyek_id", postgresql_where=text("kurang <> 0 AND sampah_id IS NULL")),
        Index("ix_pekerjaan_acuan", "rumus_acuan", postgresql_using="gin"),
        # Who uses an analysis of the catalogue; without it, deleting one would look through all works.
        Index("ix_pekerjaan_referensi", "referensi_id", postgresql_where=text("referensi_id IS NOT NULL")),
        CheckConstraint("length(trim(uraian)) > 0", name="uraian"),
        CheckConstraint("urut > 0", name="urut"),
        CheckConstraint("volume >= 0", name="volume"),
        CheckConstraint("rumus IS NULL OR volume IS NOT NULL", name="rumus"),
        CheckConstraint("margin_persen BETWEEN 0 AND 100", name="margin_persen"),
        CheckConstraint("harga_langsung >= 0", name="harga_langsung"),
        CheckConstraint("harga_langsung IS NULL OR margin_persen IS NULL", name="harga_langsung_tanpa_margin"),
        CheckConstraint("sumber IN ('referensi', 'ubahan', 'kustom')", name="sumber"),
        CheckConstraint("sumber = 'kustom' OR referensi IS NOT NULL", name="referensi"),
        CheckConstraint("least(tk, bhn, alt, lain, biaya_langsung, margin, hsp, jumlah) >= 0", name="hasil"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    klasifikasi_id: Mapped[int] = mapped_column(BigInteger)
    urut: Mapped[int]
    nomor: Mapped[str | None] = mapped_column(String(30))
    # What formulas (#p3) and project files call this work; unique in the project for good.
    kunci: Mapped[str] = mapped_column(String(100))
    kode: Mapped[str | None] = mapped_column(String(100))
    uraian: Mapped[str] = mapped_column(String(1000))
    satuan: Mapped[str] = mapped_column(String(50), server_default="", default="")
    volume: Mapped[Volume | None]
    rumus: Mapped[str | None] = mapped_column(String(500))
    rumus_acuan: Mapped[list[str]] = mapped_column(ARRAY(String(100)), server_default=text("'{}'"), default=list)
    margin_persen: Mapped[Persen | None]
    harga_langsung: Mapped[Uang | None]
    sumber: Mapped[str] = mapped_column(String(10), server_default="kustom", default="kustom")
    # The frozen copy of what was taken from the catalogue: edisi, kode, uraian, satuan, komponen.
    referensi_id: Mapped[int | None] = mapped_column(ForeignKey("ahsp_referensi.id", ondelete="SET NULL"))
    referensi: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    catatan: Mapped[str] = mapped_column(server_default="", default="")

    tk: Mapped[Hasil]
    bhn: Mapped[Hasil]
    alt: Mapped[Hasil]
    lain: Mapped[Hasil]
    biaya_langsung: Mapped[Hasil]
    margin: Mapped[Hasil]
    hsp: Mapped[Hasil]
    jumlah: Mapped[Hasil]
    # Bits of what is missing: 1 volume, 2 analisa, 4 harga.
    kurang: Mapped[int] = mapped_column(SmallInteger, server_default=text("3"), default=3)
    sampah_id: Mapped[int | None] = mapped_column(ForeignKey("riwayat.id"))

    @property
    def rumus_tampil(self) -> str:
        """The formula as its field shows it."""
        return tampil_rumus(self.rumus)


class HargaItem(Berversi, Base):
    """A resource of the project. Its price is `harga`, or `harga_beli` / `faktor` kept as two numbers."""

    __tablename__ = "harga_item"
    __table_args__ = (
        UniqueConstraint("proyek_id", "id", "kategori"),
        UniqueConstraint("proyek_id", "kunci"),
        Index(
            "uq_harga_item_identitas",
            "proyek_id",
            "kategori",
            "uraian_kunci",
            "satuan_kunci",
            unique=True,
            postgresql_where=HIDUP,
        ),
        CheckConstraint(KATEGORI_SQL, name="kategori"),
        CheckConstraint("length(trim(uraian)) > 0", name="uraian"),
        CheckConstraint("harga >= 0 AND harga_beli >= 0", name="harga"),
        CheckConstraint(
            "(satuan_beli IS NULL AND harga_beli IS NULL AND faktor IS NULL)"
            " OR (satuan_beli IS NOT NULL AND faktor IS NOT NULL AND faktor > 0 AND harga IS NULL)",
            name="konversi",
        ),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    kunci: Mapped[str] = mapped_column(String(100))
    kategori: Mapped[str] = mapped_column(String(4))
    kode: Mapped[str | None] = mapped_column(String(50))
    uraian: Mapped[str] = mapped_column(String(500))
    uraian_kunci: Mapped[str] = mapped_column(String(500))
    satuan: Mapped[str] = mapped_column(String(50), server_default="", default="")
    satuan_kunci: Mapped[str] = mapped_column(String(50), server_default="", default="")
    harga: Mapped[Uang | None]
    satuan_beli: Mapped[str | None] = mapped_column(String(50))
    harga_beli: Mapped[Uang | None]
    faktor: Mapped[Decimal | None] = mapped_column(Numeric(20, 10))
    sumber_harga: Mapped[str] = mapped_column(String(300), server_default="", default="")
    # The date of the book that the price was taken from; None when it was typed or came with a file.
    tanggal_harga: Mapped[date | None]
    diubah: Mapped[Waktu]
    sampah_id: Mapped[int | None] = mapped_column(ForeignKey("riwayat.id"))

    @property
    def kosong(self) -> bool:
        """Whether the price is missing."""
        return self.harga is None and self.harga_beli is None


class Komponen(Berversi, Base):
    """One row of an analysis: koefisien × a resource, or × another work of the same project.

    The key to harga_item includes kategori, so the category of a resource in use cannot change.
    """

    __tablename__ = "komponen"
    __table_args__ = (
        ForeignKeyConstraint(["proyek_id", "pekerjaan_id"], ["pekerjaan.proyek_id", "pekerjaan.id"], name="pekerjaan"),
        ForeignKeyConstraint(
            ["proyek_id", "harga_item_id", "kategori"],
            ["harga_item.proyek_id", "harga_item.id", "harga_item.kategori"],
            name="harga_item",
        ),
        ForeignKeyConstraint(["proyek_id", "sub_id"], ["pekerjaan.proyek_id", "pekerjaan.id"], name="sub"),
        Index("ix_komponen_pekerjaan", "pekerjaan_id", "urut", postgresql_where=HIDUP),
        Index("ix_komponen_pemakai", "harga_item_id", "pekerjaan_id", postgresql_where=HIDUP),
        Index("ix_komponen_sub", "sub_id", postgresql_where=HIDUP),
        CheckConstraint("num_nonnulls(harga_item_id, sub_id) = 1", name="satu_acuan"),
        CheckConstraint("sub_id IS NULL OR kategori = 'LAIN'", name="sub_lain"),
        CheckConstraint("sub_id <> pekerjaan_id", name="sub_bukan_diri"),
        CheckConstraint("koefisien >= 0", name="koefisien"),
        CheckConstraint("urut > 0", name="urut"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    pekerjaan_id: Mapped[int] = mapped_column(BigInteger)
    urut: Mapped[int]
    kategori: Mapped[str] = mapped_column(String(4))
    harga_item_id: Mapped[int | None] = mapped_column(BigInteger)
    sub_id: Mapped[int | None] = mapped_column(BigInteger)
    koefisien: Mapped[Koefisien]
    sampah_id: Mapped[int | None] = mapped_column(ForeignKey("riwayat.id"))


class JadwalMinggu(Base):
    """Planned and actual share of a work in one project week; percentages of the work."""

    __tablename__ = "jadwal_minggu"
    __table_args__ = (
        UniqueConstraint("pekerjaan_id", "minggu"),
        ForeignKeyConstraint(
            ["proyek_id", "pekerjaan_id"],
            ["pekerjaan.proyek_id", "pekerjaan.id"],
            name="pekerjaan",
            ondelete="CASCADE",
        ),
        Index("ix_jadwal_minggu_proyek", "proyek_id"),
        CheckConstraint("minggu >= 1", name="minggu"),
        CheckConstraint("rencana_persen BETWEEN 0 AND 100", name="rencana_persen"),
        CheckConstraint("realisasi_persen BETWEEN 0 AND 100", name="realisasi_persen"),
        CheckConstraint("biaya_aktual >= 0", name="biaya_aktual"),
    )

    id: Mapped[Id]
    proyek_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proyek.id", ondelete="CASCADE"))
    pekerjaan_id: Mapped[int] = mapped_column(BigInteger)
    minggu: Mapped[int]
    rencana_persen: Mapped[Decimal | None] = mapped_column(Numeric(14, 10))
    realisasi_persen: Mapped[Decimal | None] = mapped_column(Numeric(14, 10))
    biaya_aktual: Mapped[Uang | None]
