"""The sheet AHSP: every analysis in the printed form of the regulation, priced from Harga and from each other."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from xlsxwriter.worksheet import Worksheet

from ahsp_app.calc.pembulatan import JumlahTepat
from ahsp_app.laporan.buku_kerja.bulat import rumus_hsp
from ahsp_app.laporan.buku_kerja.gaya import ANGKA, HARGA, KOEFISIEN, Buku, tandai, teks, uraian, wajib_positif
from ahsp_app.laporan.buku_kerja.tata import AWAL, Kelompok, Tata
from ahsp_app.laporan.lap_ahsp import KELOMPOK
from ahsp_app.queries.snapshot import BarisKomponen, BarisPekerjaan, Simpul, nomor_tampil

_LEBAR: Final = (10, 58, 14, 10, 16, 18, 20)
_KEPALA: Final = ("NO", "URAIAN", "KODE", "SATUAN", "KOEFISIEN", "HARGA SATUAN (Rp)", "JUMLAH HARGA (Rp)")


def ahsp(b: Buku, t: Tata) -> None:
    """A, B, C, others, D, E, F of every work."""
    catatan = "Koefisien boleh diubah; harga satuan datang dari lembar Harga, analisa di dalam analisa masuk dengan D."
    ws = b.lembar("AHSP", "ANALISA HARGA SATUAN PEKERJAAN", _LEBAR, catatan)
    b.kepala(ws, _KEPALA, AWAL - 1)
    lembar = _Lembar(b, ws, t)
    for simpul in t.simpul:
        for p in simpul.pekerjaan:
            lembar.tulis(simpul, p)
    akhir = max((k.f for k in t.blok.values()), default=AWAL)
    wajib_positif(ws, AWAL, 4, akhir)
    tandai(b, ws, AWAL, 5, akhir, f'=AND(ISNUMBER($E{AWAL}),$F{AWAL}="")')


class _Lembar:
    """Writes one analysis after another, each cell with its value."""

    def __init__(self, b: Buku, ws: Worksheet, t: Tata) -> None:
        self.b, self.ws, self.t = b, ws, t
        self.teks, self.tengah = b.gaya(text_wrap=True), b.gaya(align="center")
        self.koefisien, self.harga, self.uang = b.gaya(KOEFISIEN, isian=True), b.gaya(HARGA), b.gaya("#,##0.00##")
        self.judul = b.gaya(bold=True, bg_color="#DCE4EE", text_wrap=True)
        self.kelompok, self.jumlah = b.gaya(bold=True), b.gaya("#,##0.00##", bold=True)
        self.hsp = b.gaya(HARGA, bold=True, bg_color="#EEF2F7")

    def tulis(self, simpul: Simpul, p: BarisPekerjaan) -> None:
        """The block of a work."""
        blok = self.t.blok[p.id]
        nomor = f"{simpul.nomor}.{nomor_tampil(p)}"
        self._baris(blok.judul, (nomor, "", p.kode, p.satuan, "", "", ""), self.judul)
        uraian(self.ws, blok.judul, 1, p.uraian, self.judul, _LEBAR[1] - 4)
        if p.harga_langsung is not None:
            self._label(blok.d, "", "Harga langsung (tanpa analisa)", self.teks)
            self.ws.write_number(blok.d - 1, 6, float(p.harga_langsung), self.b.gaya(HARGA, isian=True))
            self._akhir(p, f"G{blok.d}", "")
            return
        r, jumlah = blok.judul + 1, []
        for huruf, kelompok in zip("ABCD", self.t.kelompok(p), strict=False):
            r = self._kelompok(r, huruf, kelompok)
            jumlah.append((huruf, f"G{r - 1}"))
        self._bawah(p, jumlah)

    def _kelompok(self, r: int, huruf: str, kelompok: Kelompok) -> int:
        """A group: heading, rows, sum. Gives the row after it."""
        nama = KELOMPOK[kelompok.kategori]
        self._label(r, huruf, nama, self.kelompok)
        self.ws.write_blank(r - 1, 6, None, self.teks)
        total = JumlahTepat()
        for nomor, k in enumerate(kelompok.komponen, 1):
            nilai = self._komponen(r + nomor, nomor, k)
            total.tambah(nilai.numerator, nilai.denominator)
        akhir = r + len(kelompok.komponen)
        self._label(akhir + 1, "", f"JUMLAH {nama}", self.kelompok)
        rumus = f"=SUM(G{r + 1}:G{akhir})" if kelompok.komponen else "=0"
        self.ws.write_formula(akhir, 6, rumus, self.jumlah, float(total.hasil()))
        self.b.maju(len(kelompok.komponen) + 2)
        return akhir + 2

    def _komponen(self, r: int, nomor: int, k: BarisKomponen) -> Fraction:
        """A row: koefisien × the price of a resource, or × the D of another work. Gives its amount."""
        ws, t = self.ws, self.t
        if k.harga_item_id is not None:
            h = t.s_item[k.harga_item_id]
            isi, sel, nilai = (h.uraian, h.kode, h.satuan), f"Harga!E{t.baris_item[h.id]}", t.nilai_item[h.id]
            # what has no price stays empty and is coloured; a price of 0 is a price
            sumber, harga = f'=IF({sel}="","",{sel})', None if nilai is None else float(nilai)
        else:
            p = t.pekerjaan[k.sub_id or 0]
            isi, sumber, nilai = (p.uraian, p.kode, p.satuan), f"=G{t.blok[p.id].d}", biaya(p)
            harga = float(nilai)
        ws.write_number(r - 1, 0, nomor, self.tengah)
        uraian(ws, r, 1, isi[0], self.teks, _LEBAR[1])
        teks(ws, r, 2, isi[1], self.tengah)
        teks(ws, r, 3, isi[2], self.tengah)
        ws.write_number(r - 1, 4, float(k.koefisien), self.koefisien)
        ws.write_formula(r - 1, 5, sumber, self.harga, "" if harga is None else harga)
        jumlah = Fraction(k.koefisien) * (nilai or 0)
        ws.write_formula(r - 1, 6, f"=E{r}*N(F{r})", self.uang, float(jumlah))
        return jumlah

    def _bawah(self, p: BarisPekerjaan, jumlah: list[tuple[str, str]]) -> None:
        """D and E; with a group of others their letters move on by one."""
        d = self.t.blok[p.id].d
        huruf_d, huruf_e = ("E", "F") if len(jumlah) > 3 else ("D", "E")
        nama = " + ".join(huruf for huruf, _ in jumlah)
        kosong = "" if self.t.komponen.get(p.id) else ". Belum ada analisa"
        self._label(d, huruf_d, f"Jumlah ({nama}){kosong}", self.kelompok)
        self.ws.write_formula(d - 1, 6, "=" + "+".join(sel for _, sel in jumlah), self.jumlah, float(biaya(p)))
        self._label(d + 1, huruf_e, f"Biaya umum dan keuntungan (% × {huruf_d})", self.teks)
        self._margin(d + 1, p)
        self.ws.write_formula(d, 6, f"=G{d}*E{d + 1}/100", self.uang, float(p.margin))
        self._akhir(p, f"G{d}+G{d + 1}", chr(ord(huruf_e) + 1))

    def _margin(self, r: int, p: BarisPekerjaan) -> None:
        """The per cent: a number of its own, or the project's."""
        if p.margin_persen is not None:
            self.ws.write_number(r - 1, 4, float(p.margin_persen), self.b.gaya(ANGKA, isian=True))
        else:
            nilai = float(self.t.pengaturan.margin_persen)
            self.ws.write_formula(r - 1, 4, "=margin_persen", self.b.gaya(ANGKA), nilai)
        teks(self.ws, r, 5, "%", self.tengah)

    def _akhir(self, p: BarisPekerjaan, dasar: str, huruf: str) -> None:
        """F, the price of one unit."""
        f = self.t.blok[p.id].f
        self._label(f, huruf, "Harga satuan pekerjaan", self.hsp)
        self.ws.write_formula(f - 1, 6, "=" + rumus_hsp(dasar, self.t.pengaturan), self.hsp, float(p.hsp))
        self.b.maju(4)

    def _label(self, r: int, huruf: str, isi: str, gaya: object) -> None:
        self._baris(r, (huruf, isi, "", "", "", ""), gaya)

    def _baris(self, r: int, isi: tuple[str | None, ...], gaya: object) -> None:
        for kolom, satu in enumerate(isi):
            teks(self.ws, r, kolom, satu, gaya)


def biaya(p: BarisPekerjaan) -> Fraction:
    """D: what one unit costs before margin."""
    nilai: Decimal = p.biaya_langsung if p.harga_langsung is None else p.harga_langsung
    return Fraction(nilai)
