"""Reports to try the writers on: everything a document can contain, and what is hard to lay out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from PIL import Image, ImageDraw

from ahsp_app.laporan.model import (
    Baris,
    Blok,
    Catatan,
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

WAKTU = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=7)))

KOLOM_RAB = (
    Kolom("nomor", "NO", 10, Jenis.PENDEK),
    Kolom("uraian", "URAIAN PEKERJAAN", 66),
    Kolom("kode", "KODE ANALISA", 22, Jenis.PENDEK),
    Kolom("volume", "VOLUME", 18, Jenis.ANGKA),
    Kolom("satuan", "SATUAN", 14, Jenis.PENDEK),
    Kolom("hsp", "HARGA SATUAN (Rp)", 24, Jenis.ANGKA),
    Kolom("jumlah", "JUMLAH HARGA (Rp)", 28, Jenis.ANGKA, nol="-", rumus="7 = 4 × 6"),
)
KOLOM_AHSP = (
    Kolom("nomor", "NO", 9, Jenis.PENDEK),
    Kolom("uraian", "URAIAN", 58),
    Kolom("kode", "KODE", 18, Jenis.PENDEK),
    Kolom("satuan", "SATUAN", 15, Jenis.PENDEK),
    Kolom("koefisien", "KOEFISIEN", 19, Jenis.ANGKA, desimal=(4, 10)),
    Kolom("harga", "HARGA SATUAN (Rp)", 24, Jenis.ANGKA),
    Kolom("jumlah", "JUMLAH HARGA (Rp)", 26, Jenis.ANGKA),
)
IDENTITAS = Identitas(
    (
        ("PROGRAM", "Penyelenggaraan Jalan"),
        ("KEGIATAN", "Rehabilitasi Saluran Drainase Lingkungan"),
        ("PEKERJAAN", "Rehabilitasi saluran drainase Jalan Melati, Kelurahan Sukamaju, Kecamatan Cibeunying Kidul"),
        ("LOKASI", "Kota Contoh"),
        ("TAHUN ANGGARAN", "2026"),
        ("SUMBER DANA", "APBD"),
    )
)
TANDA = TandaTangan(
    "Kota Contoh, 22 November 2026",
    (
        Penanda(
            "Mengetahui,",
            "Nama Pertama, S.T., M.T.",
            "Pejabat Pembuat Komitmen",
            "Dinas Pekerjaan Umum",
            "198001012005011001",
        ),
        Penanda("Diperiksa oleh,", "", "Direksi Teknis", "Dinas Pekerjaan Umum"),
        Penanda("Dibuat oleh,", "Nama Ketiga, S.T.", "Direktur", "CV Contoh Rencana"),
    ),
)
URAIAN = (
    "Penggalian 1 m³ tanah biasa sedalam ≤ 1 m",
    "Pemasangan 1 m² dinding bata merah (5×11×22) cm tebal ½ batu campuran 1SP : 4PP",
    "Pembetonan 1 m' kolom praktis, besi Ø 10 mm",
    "Pengecatan dinding",
    (
        "Pembuatan 1 m³ beton mutu f'c = 21,7 MPa (K-250), slump (12 ± 2) cm, w/c = 0,56, termasuk pemadatan dengan "
        "alat penggetar, perawatan selama tujuh hari, pembersihan bekisting, dan pengujian benda uji silinder di "
        "laboratorium yang disetujui Direksi Teknis sesuai SNI 2847 serta ketentuan dalam spesifikasi teknis ini"
    ),
)
ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def baris_rab(banyak: int, per_bagian: int = 12) -> Iterator[Baris]:
    """Works under headings of four levels, sums after each part; every work has a number of its own."""
    for n in range(banyak):
        if n % per_bagian == 0:
            bagian = n // per_bagian
            yield Baris((ROMAWI[bagian % 10], f"PEKERJAAN BAGIAN {bagian + 1}", *[None] * 5), Gaya.JUDUL)
            if bagian % 3 == 0:
                for tingkat in (1, 2, 3):
                    yield Baris((None, f"Subbagian {bagian + 1}.{tingkat}", *[None] * 5), Gaya.JUDUL, tingkat)
        volume, harga = Decimal(n % 97) + Decimal("0.35"), Decimal("153810.80") + n
        uraian = f"{URAIAN[n % len(URAIAN)]} #{n + 1}"
        sel = (str(n % per_bagian + 1), uraian, f"1.2.{n % 9}.{n}", volume, "m³", harga, round(volume * harga, 2))
        yield Baris(sel, tingkat=1)
        if n % per_bagian == per_bagian - 1 or n == banyak - 1:
            label = f"JUMLAH BAGIAN {n // per_bagian + 1}"
            yield Baris((None, label, None, None, None, None, Decimal("1234567890.12")), Gaya.SUBTOTAL)
    for label in ("JUMLAH", "PPN 11%", "TOTAL", "DIBULATKAN"):
        yield Baris((None, label, None, None, None, None, Decimal("98765432100.00")), Gaya.TOTAL)


def logo() -> bytes:
    """A round sign with transparent corners."""
    gambar = Image.new("RGBA", (300, 340), (0, 0, 0, 0))
    pena = ImageDraw.Draw(gambar)
    pena.polygon([(150, 0), (300, 60), (270, 240), (150, 340), (30, 240), (0, 60)], fill=(20, 60, 120, 255))
    pena.ellipse((90, 90, 210, 210), fill=(240, 190, 40, 255))
    keluar = io.BytesIO()
    gambar.save(keluar, "PNG")
    return keluar.getvalue()


def kop() -> Kop:
    """The letterhead of an office."""
    baris = (
        "PEMERINTAH KOTA CONTOH",
        "DINAS PEKERJAAN UMUM DAN PENATAAN RUANG",
        "Jalan Contoh Nomor 1, Kota Contoh 40000 · Telepon (022) 0000000 · surel@contoh.go.id",
    )
    return Kop(baris, logo())


def laporan(blok: Iterator[Blok] | tuple[Blok, ...] | Malas[Blok], halaman: Halaman | None = None) -> Laporan:
    """A report of these blocks."""
    h = halaman or Halaman(kaki="Rehabilitasi saluran drainase · Rencana Anggaran Biaya · 22 November 2026")
    return Laporan("rab", "Rencana Anggaran Biaya", "Rehabilitasi saluran drainase", WAKTU, tuple(blok), h)


def rab(banyak: int = 30, halaman: Halaman | None = None) -> Laporan:
    """The estimate in full: identity, table, words, notes, signatures."""
    tabel = Tabel("rab", KOLOM_RAB, Malas(lambda: baris_rab(banyak)), nomori=True)
    terbilang = "SEMBILAN PULUH DELAPAN MILIAR TUJUH RATUS ENAM PULUH LIMA JUTA EMPAT RATUS TIGA PULUH DUA RIBU RUPIAH"
    catatan = Catatan(
        "Catatan",
        (
            "Harga sudah termasuk biaya umum dan keuntungan 10%.",
            "HSP dibulatkan ke bawah sampai ratusan; jumlah sampai dua desimal; total ke bawah sampai ribuan.",
        ),
    )
    return laporan((IDENTITAS, tabel, Paragraf(terbilang, "Terbilang"), catatan, TANDA), halaman)


def tabel_ahsp(n: int) -> Tabel:
    """The analysis of one work in its printed form."""

    def grup(huruf: str, nama: str, isi: tuple[str, ...]) -> Iterator[Baris]:
        yield Baris((huruf, nama, *[None] * 5), Gaya.JUDUL)
        for i, uraian in enumerate(isi, 1):
            sel = (str(i), uraian, f"L.0{i}", "OH", Decimal("0.7500"), Decimal(176000 + n), Decimal("132000.00"))
            yield Baris(sel)
        yield Baris((None, f"JUMLAH {nama}", *[None] * 4, Decimal(139828 + n)), Gaya.SUBTOTAL)

    def baris() -> Iterator[Baris]:
        yield from grup("A", "TENAGA KERJA", ("Pekerja", "Tukang batu", "Kepala tukang", "Mandor"))
        yield from grup("B", "BAHAN", ("Semen portland", "Pasir beton", "Kerikil (maksimum 30 mm)", "Air", "Kayu"))
        yield from grup("C", "PERALATAN", ("Molen",))
        for huruf, nama in (("D", "Jumlah (A + B + C)"), ("E", "Biaya umum dan keuntungan 10% × D")):
            yield Baris((huruf, nama, *[None] * 4, Decimal("139828.00")), Gaya.SUBTOTAL)
        yield Baris(("F", "Harga satuan pekerjaan (D + E)", *[None] * 4, Decimal("153810.80")), Gaya.TOTAL)

    return Tabel(f"ahsp-{n}", KOLOM_AHSP, Malas(baris), utuh=True)


def ahsp(banyak: int) -> Laporan:
    """One small table for each work."""

    def blok() -> Iterator[Blok]:
        for n in range(banyak):
            yield Judul(f"{n + 1}. {URAIAN[n % 4]} #{n + 1}")
            yield tabel_ahsp(n)

    return Laporan("ahsp", "Analisa Harga Satuan Pekerjaan", "Proyek contoh", WAKTU, Malas(blok))


def jadwal(minggu: int = 30, halaman: Halaman | None = None) -> Laporan:
    """A wide table and the curve over it."""
    kolom = (
        Kolom("nomor", "NO", 10, Jenis.PENDEK),
        Kolom("uraian", "URAIAN PEKERJAAN", 70),
        Kolom("bobot", "BOBOT (%)", 16, Jenis.ANGKA),
        *(Kolom(f"m{n}", str(n), 9, Jenis.ANGKA) for n in range(1, minggu + 1)),
    )
    nilai = tuple(Decimal(n * n) / 9 for n in range(1, minggu + 1))
    isi = [Baris((str(n), URAIAN[n % 4], Decimal("3.33"), *[Decimal("0.11")] * minggu)) for n in range(1, 25)]
    isi.append(Baris((None, "Rencana", Decimal(100), *[Decimal("3.33")] * minggu), Gaya.TOTAL))
    kategori = tuple(str(n) for n in range(1, minggu + 1))
    garis = Grafik(
        "garis",
        "Kurva S",
        kategori,
        (Seri("Rencana", nilai), Seri("Realisasi", tuple(n * 8 / 10 if n < 50 else None for n in nilai))),
        "%",
    )
    rencana, nyata = (tuple(map(Decimal, n)) for n in ((120, 340, 80, 210), (100, 360, 70, 0)))
    kelompok = ("Tanah", "Beton", "Pasangan dinding", "Atap dan plafon")
    dua = (Seri("Rencana", rencana), Seri("Realisasi", nyata))
    batang = Grafik("batang", "Bobot per kelompok", kelompok, dua, "juta Rp")
    return laporan((IDENTITAS, Tabel("jadwal", kolom, isi), garis, batang, TANDA), halaman)
