"""Reports for the tests of the writers: one with every kind of block, one with so many rows, one with nasty texts."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from ahsp_app.laporan.model import (
    Baris,
    Blok,
    Catatan,
    GantiHalaman,
    Gaya,
    Grafik,
    Halaman,
    Identitas,
    Jenis,
    Judul,
    Kolom,
    Kop,
    Laporan,
    Malas,
    Paragraf,
    Penanda,
    Seri,
    Tabel,
    TandaTangan,
)

WAKTU = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KOLOM = (
    Kolom("nomor", "NO", 12, Jenis.PENDEK),
    Kolom("uraian", "URAIAN PEKERJAAN", 62),
    Kolom("kode", "KODE", 20, Jenis.PENDEK),
    Kolom("volume", "VOLUME", 21, Jenis.ANGKA, (2, 6)),
    Kolom("satuan", "SATUAN", 16, Jenis.PENDEK),
    Kolom("hsp", "HARGA SATUAN (Rp)", 27, Jenis.ANGKA, (2, 6), nol="-"),
    Kolom("jumlah", "JUMLAH HARGA (Rp)", 31, Jenis.ANGKA, (2, 2), nol="-", rumus="7 = 4 × 6"),
)
BARIS = (
    Baris(("I", "PEKERJAAN PERSIAPAN", None, None, None, None, None), Gaya.JUDUL, 0),
    Baris(("A", "Pembersihan dan pengukuran di seluruh lokasi", None, None, None, None, None), Gaya.JUDUL, 1),
    Baris(("1", "Pembersihan lapangan dan perataan", "A.2.2.1.9", Decimal("120.5"), "m²",
           Decimal("23045.125000"), Decimal("2776937.56")), Gaya.ISI, 2),
    Baris(("2", "=1+1", None, Decimal("0"), "m'", Decimal("0"), Decimal("0.00")), Gaya.ISI, 2),
    Baris(("3", "Tulangan Ø10 — jarak 150 mm, termasuk kawat ikat, pemotongan, pembengkokan, dan pemasangan di tempat",
           "A.4.1.1.17", Decimal("-3"), "kg", None, Decimal("-15000.00")), Gaya.ISI, 2),
    Baris((None, "JUMLAH A", None, None, None, None, Decimal("2761937.56")), Gaya.SUBTOTAL, 1),
    Baris(("Catatan: harga survei bulan November", None, None, None, None, None, None), Gaya.CATATAN, 0),
    Baris(("JUMLAH", None, None, None, None, None, Decimal("2761937.56")), Gaya.TOTAL, 0),
)  # fmt: skip
HALAMAN = Halaman(kaki="Rumah Tinggal · 22 November 2026 09.30")


def png(lebar: int = 60, tinggi: int = 40) -> bytes:
    """A green picture."""

    def bagian(jenis: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + jenis + isi + struct.pack(">I", zlib.crc32(jenis + isi))

    baris = b"\0" + bytes((20, 120, 90)) * lebar
    kepala = struct.pack(">IIBBBBB", lebar, tinggi, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bagian(b"IHDR", kepala)
        + bagian(b"IDAT", zlib.compress(baris * tinggi))
        + bagian(b"IEND", b"")
    )


KOP = Kop(("DINAS PEKERJAAN UMUM & PENATAAN RUANG", "Jalan Merdeka 1, Contoh", "Telepon (000) 123456"), png())


def grafik(jenis: str = "garis") -> Grafik:
    """Two lines or sets of bars, one with a gap."""
    seri = (
        Seri("Rencana", (Decimal("10"), Decimal("45.5"), Decimal("100"))),
        Seri("Realisasi & <nyata>", (Decimal("8"), None, Decimal("99.25"))),
    )
    return Grafik(jenis, "Kurva S", ("Minggu 1", "Minggu 2", "Minggu 3"), seri, "%")


TANDA = TandaTangan(
    "Contoh, 22 November 2026",
    (
        Penanda("Mengetahui", "Nama Pertama", "Pejabat Pembuat Komitmen", "Dinas PU", "19700101 199001 1 001"),
        Penanda("Diperiksa oleh"),
        Penanda("Dibuat oleh", "Nama Ketiga", "Direktur", "CV Contoh"),
    ),
)


def laporan(*blok: Blok, halaman: Halaman = HALAMAN, judul: str = "RENCANA ANGGARAN BIAYA") -> Laporan:
    """A report of these blocks."""
    return Laporan("rab", judul, "Rumah Tinggal", WAKTU, blok, halaman)


def lengkap(halaman: Halaman = HALAMAN) -> Laporan:
    """Every kind of block."""
    return laporan(
        Identitas((("PEKERJAAN", "Rumah Tinggal"), ("LOKASI", "Contoh"), ("TAHUN ANGGARAN", "2026"))),
        Judul("Rincian", 1),
        Tabel("rab", KOLOM, BARIS, nomori=True),
        Paragraf("DUA JUTA TUJUH RATUS ENAM PULUH SATU RIBU RUPIAH", "Terbilang"),
        Catatan("Catatan", ("Pembulatan: harga satuan 0,01.", "Bertanda *: belum lengkap.")),
        grafik("garis"),
        grafik("batang"),
        TANDA,
        GantiHalaman("Lampiran: harga/upah"),
        Judul("Lampiran", 2),
        Tabel("lampiran", KOLOM[:2] + KOLOM[6:], (Baris(("1", "Semen", Decimal("1500.00"))),), utuh=True),
        halaman=halaman,
    )


def panjang(banyak: int) -> Laporan:
    """One table of so many rows, made as it is read."""

    def baris() -> Iterator[Baris]:
        acak = random.Random(1)
        for n in range(banyak):
            if n % 50 == 0:
                yield Baris((str(n), f"KELOMPOK {n}", None, None, None, None, None), Gaya.JUDUL)
            harga = Decimal(acak.randrange(10**9)).scaleb(-2)
            uraian = "Pemasangan dinding bata merah tebal 1/2 bata campuran 1SP : 4PP"[: 20 + n % 45]
            yield Baris(
                (str(n), uraian, f"A.{n}", Decimal("12.5"), "m2", harga, (harga * 25 / 2).quantize(Decimal("0.01")))
            )

    return laporan(Tabel("rab", KOLOM, Malas(baris), nomori=True), TANDA)


def banyak_tabel(banyak: int) -> Laporan:
    """So many small tables under headings, as the analyses are."""

    def isi() -> Iterator[Blok]:
        for n in range(banyak):
            yield Judul(f"I.{n} Pemasangan dinding bata merah tebal 1/2 bata", 2)
            yield Tabel("ahsp", KOLOM, Malas(lambda: iter(BARIS * 2)), utuh=True)

    return Laporan("ahsp", "ANALISA HARGA SATUAN PEKERJAAN", "Rumah Tinggal", WAKTU, Malas(isi), HALAMAN)


# What people type and files bring: separators, quotes, formulas, markup, control characters, other scripts.
TEKS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet='=+-@;,"\'\n\r\t<>&\x00\x01\x0b\x1f _x0D', max_size=12),
    st.sampled_from(["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "<r><t>a</t></r>", "_x0041_", "Ø10 — m³",
                     "\ud800", "\ufffe", " ", "https://contoh.id", "{=1}", "]]>", "1,5", "007"]),
)  # fmt: skip
ANGKA = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
BARIS_ACAK = st.builds(
    lambda teks, angka, gaya, tingkat: Baris(
        (teks[0], teks[1], teks[2], angka[0], teks[3], angka[1], angka[2]), gaya, tingkat
    ),
    st.tuples(*[st.none() | TEKS] * 4),
    st.tuples(*[st.none() | ANGKA] * 3),
    st.sampled_from(Gaya),
    st.integers(0, 6),
)


@st.composite
def acak(gambar: st.DrawFn) -> Laporan:
    """A report with nasty texts everywhere."""
    baris = tuple(gambar(st.lists(BARIS_ACAK, max_size=6)))
    teks = [gambar(TEKS) for _ in range(12)]
    return Laporan(
        "rab",
        teks[0],
        teks[1],
        WAKTU,
        (
            Identitas(((teks[2], teks[3]),)),
            Judul(teks[4]),
            Tabel("rab", KOLOM, baris),
            Paragraf(teks[5], teks[6]),
            Catatan(teks[7], (teks[8],)),
            GantiHalaman(teks[9]),
            TandaTangan(teks[10], (Penanda(teks[11], teks[0]),)),
        ),
        Halaman(kaki=teks[6]),
    )
