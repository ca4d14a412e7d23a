"""What the estimate is built on: basic prices, resources needed, volumes and their formulas, parameters, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import Galat
from ahsp_app.calc.nomor import kunci_urut
from ahsp_app.calc.rumus import tampil_rumus, urai
from ahsp_app.laporan.bahan import (
    UANG,
    VOLUME,
    Bahan,
    Lajur,
    catatan,
    judul_baris,
    jumlah_baris,
    kolom_harga,
    kolom_nomor,
    kolom_satuan,
    kolom_uang,
    laporan,
    tanda_tangan,
)
from ahsp_app.laporan.cetak import bulat, tanggal
from ahsp_app.laporan.lap_ahsp import KELOMPOK
from ahsp_app.laporan.lap_rab import letak
from ahsp_app.laporan.model import Baris, Blok, Gaya, Jenis, Judul, Kolom, Laporan, Malas, Tabel
from ahsp_app.queries.kebutuhan import BarisKebutuhan, kebutuhan_proyek
from ahsp_app.queries.snapshot import BarisHarga, BarisPekerjaan, nomor_tampil

BLOK: Final = dict(zip(KELOMPOK, ("I", "II", "III", "IV"), strict=True))
HARGA_KOSONG: Final = "Bertanda *: belum ada harga, dihitung nol."


def daftar_harga(b: Bahan) -> Laporan:
    """DAFTAR HARGA SATUAN: labour, materials, equipment with the source and date of each price."""
    return laporan(b, "daftar-harga", "DAFTAR HARGA SATUAN UPAH, BAHAN, DAN ALAT", _harga)


def _harga(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN"), 66),
        Kolom("kode", k("KODE"), 18, Jenis.PENDEK),
        kolom_satuan(k),
        kolom_harga("harga", k("HARGA SATUAN (Rp)"), 30),
        Kolom("keterangan", k("KETERANGAN"), 42),
    )
    yield Tabel("harga", kolom, Malas(lambda: _isi_harga(b)))
    kosong = any(h.harga is None and h.harga_beli is None for h in b.s.harga_item)
    yield from catatan(b, *((HARGA_KOSONG,) if kosong else ()))
    yield from tanda_tangan(b)


def _isi_harga(b: Bahan) -> Iterator[Baris]:
    """Resources that an analysis uses; with `nol` also those that none does."""
    dipakai = {k.harga_item_id for k in b.s.komponen}
    for kategori, judul in KELOMPOK.items():
        sekelompok = [h for h in b.s.harga_item if h.kategori == kategori and (b.opsi.nol or h.id in dipakai)]
        if not sekelompok and kategori == "LAIN":
            continue
        yield judul_baris(6, BLOK[kategori], b.kata(judul))
        for nomor, h in enumerate(sorted(sekelompok, key=lambda h: kunci_urut(h.uraian)), 1):
            harga = harga_satuan(h.harga, h.harga_beli, h.faktor)
            uraian = h.uraian if harga is not None else f"{h.uraian} *"
            cetak = None if harga is None else bulat(harga, 6)
            yield Baris((str(nomor), uraian, h.kode, h.satuan, cetak, _sumber(h)), Gaya.ISI, 1)


def _sumber(h: BarisHarga) -> str:
    """Source, its date, and how a shop price became one per unit of the analysis."""
    hari = tanggal(date.fromisoformat(h.tanggal_harga)) if h.tanggal_harga else ""
    konversi = ""
    if h.harga_beli is not None and h.faktor is not None:
        konversi = f"Rp {cetak_angka(h.harga_beli)}/{h.satuan_beli} ÷ {cetak_angka(h.faktor)}"
    return "; ".join(filter(None, (h.sumber_harga, hari, konversi)))


def kebutuhan(b: Bahan) -> Laporan:
    """REKAPITULASI KEBUTUHAN: how much of every resource, what it costs, its share of the cost."""
    return laporan(b, "kebutuhan", "REKAPITULASI KEBUTUHAN SUMBER DAYA", _kebutuhan)


def _kebutuhan(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k, 10),
        Kolom("kode", k("KODE"), 17, Jenis.PENDEK),
        Kolom("uraian", k("URAIAN"), 48),
        Kolom("satuan", k("SATUAN"), 17, Jenis.PENDEK),
        Kolom("kebutuhan", k("KEBUTUHAN"), 23, Jenis.ANGKA, (2, 4)),
        Kolom("beli", k("DALAM SATUAN BELI"), 22, Jenis.PENDEK),
        kolom_harga("harga", k("HARGA SATUAN (Rp)"), 25),
        kolom_uang("jumlah", k("JUMLAH HARGA (Rp)"), 29),
        Kolom("bobot", k("BOBOT (%)"), 14, Jenis.ANGKA, UANG),
    )
    yield Tabel("kebutuhan", kolom, Malas(lambda: _isi_kebutuhan(b)))
    yield from catatan(b, "Jumlah ini adalah biaya langsung seluruh pekerjaan beranalisa, sebelum margin dan PPN.")
    yield from tanda_tangan(b)


def _isi_kebutuhan(b: Bahan) -> Iterator[Baris]:
    k, semua = b.kata, kebutuhan_proyek(b.s)
    jumlah = sum((x.jumlah for x in semua), Fraction(0))
    atas = Lajur(9, 7, k, letak_label=2)
    for kategori, judul in KELOMPOK.items():
        sekelompok = [x for x in semua if x.kategori == kategori and (b.opsi.nol or x.jumlah)]
        if not sekelompok and kategori == "LAIN":
            continue
        lajur = Lajur(9, 7, k, letak_label=2)
        yield Baris((BLOK[kategori], None, k(judul), *[None] * 6), Gaya.JUDUL)
        for nomor, x in enumerate(sekelompok, 1):
            yield _baris_kebutuhan(str(nomor), x, jumlah, lajur)
        subtotal = bulat(sum((x.jumlah for x in sekelompok), Fraction(0)))
        yield from lajur.selisih(subtotal)
        yield jumlah_baris(9, 7, k("JUMLAH %s") % k(judul), atas.catat(subtotal), letak_label=2)
    cetak = bulat(jumlah)
    yield from atas.selisih(cetak)
    yield jumlah_baris(9, 7, k("TOTAL"), cetak, Gaya.TOTAL)


def _baris_kebutuhan(nomor: str, x: BarisKebutuhan, jumlah: Fraction, lajur: Lajur) -> Baris:
    beli = "" if x.kuantitas_beli is None else f"{cetak_angka(x.kuantitas_beli, 2)} {x.satuan_beli}"
    harga = None if x.harga is None else bulat(x.harga, 6)
    bobot = bulat(x.jumlah / jumlah * 100) if jumlah else None
    uraian = x.uraian if x.harga is not None else f"{x.uraian} *"
    nilai = lajur.catat(bulat(x.jumlah))
    sel = (nomor, x.kode, uraian, x.satuan, bulat(x.kuantitas, 4), beli or None, harga, nilai, bobot)
    return Baris(sel, Gaya.ISI)


def backup_volume(b: Bahan) -> Laporan:
    """BACK-UP VOLUME: every volume with its formula as it was typed, and the values that went into it."""
    return laporan(b, "backup-volume", "BACK-UP VOLUME", _backup)


def _backup(b: Bahan) -> Iterator[Blok]:
    k = b.kata
    kolom = (
        kolom_nomor(k),
        Kolom("uraian", k("URAIAN PEKERJAAN"), 62),
        Kolom("rumus", k("PERHITUNGAN"), 48),
        Kolom("volume", k("VOLUME"), 24, Jenis.ANGKA, VOLUME),
        kolom_satuan(k),
        Kolom("keterangan", k("KETERANGAN"), 40),
    )
    yield Tabel("volume", kolom, Malas(lambda: _isi_backup(b)))
    if b.s.parameter:
        yield Judul(k("DAFTAR PARAMETER"))
        yield Tabel("parameter", _kolom_parameter(b), Malas(lambda: _isi_parameter(b)))
    yield from tanda_tangan(b)


def _isi_backup(b: Bahan) -> Iterator[Baris]:
    nilai: dict[str, tuple[str, Decimal | None]] = {p.nama: (p.nama, p.nilai) for p in b.s.parameter}
    nomor = letak(b)
    nilai |= {f"#{p.kunci}": (f"#{p.kunci} ({nomor[p.id]} {p.uraian})", p.volume) for p in b.s.pekerjaan}
    for simpul in b.s.pohon():
        ada = [p for p in simpul.pekerjaan if b.opsi.nol or p.volume]
        if ada or not b.opsi.tingkat:
            yield judul_baris(6, simpul.nomor, simpul.judul.nama, simpul.kedalaman - 1)
        for p in ada:
            rumus = tampil_rumus(p.rumus).removeprefix("=").strip() or None
            sel = (nomor_tampil(p), p.uraian, rumus, p.volume, p.satuan, _acuan(p, nilai) or None)
            yield Baris(sel, Gaya.ISI, simpul.kedalaman)


def _acuan(p: BarisPekerjaan, nilai: Mapping[str, tuple[str, Decimal | None]]) -> str:
    """ "panjang = 12; #p3 (I.A.2 Galian) = 4": what the formula refers to, at this moment."""
    if not p.rumus:
        return ""
    try:
        acuan = sorted(urai(p.rumus).acuan)
    except Galat:  # a formula that a newer grammar refuses still has its value
        return ""
    potong = []
    for nama in acuan:
        sebut, isi = nilai.get(nama, (nama, None))
        potong.append(f"{sebut} = {cetak_angka(isi) if isi is not None else '–'}")
    return "; ".join(potong)


def parameter(b: Bahan) -> Laporan:
    """DAFTAR PARAMETER: the named numbers that volume formulas use, and how many use each."""
    return laporan(b, "parameter", "DAFTAR PARAMETER", _parameter)


def _parameter(b: Bahan) -> Iterator[Blok]:
    yield Tabel("parameter", _kolom_parameter(b), Malas(lambda: _isi_parameter(b)))
    yield from tanda_tangan(b)


def _kolom_parameter(b: Bahan) -> tuple[Kolom, ...]:
    k = b.kata
    return (
        kolom_nomor(k),
        Kolom("label", k("NAMA"), 64),
        Kolom("nama", k("KODE"), 40),
        Kolom("nilai", k("NILAI"), 28, Jenis.ANGKA, (0, 6)),
        kolom_satuan(k),
        Kolom("dipakai", k("KETERANGAN"), 32),
    )


def _isi_parameter(b: Bahan) -> Iterator[Baris]:
    k = b.kata
    pakai = Counter(nama for p in b.s.pekerjaan for nama in p.rumus_acuan)
    for nomor, p in enumerate(b.s.parameter, 1):
        banyak = k("dipakai %s rumus") % pakai[p.nama] if pakai[p.nama] else k("belum dipakai")
        yield Baris((str(nomor), p.label or p.nama, p.nama, p.nilai, p.satuan, banyak))
