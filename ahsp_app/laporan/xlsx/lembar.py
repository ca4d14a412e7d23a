"""One sheet of a workbook: where the next row goes, how wide the columns become, how it prints."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from ahsp_app.laporan.bantu import Ruang, bersih
from ahsp_app.laporan.model import Halaman, Kolom

HURUF: Final = {"font_name": "Arial", "font_size": 9}
MM_PIKSEL: Final = 96 / 25.4
_MM_HURUF: Final = 1.55  # of an average character of Arial 9
_MM_KAPITAL: Final = 2.2  # of a bold capital
_MM_DIGIT: Final = 1.8
_TINGGI_BARIS: Final = 12.0  # points
_KERTAS: Final = {"A4": 9, "A3": 8, "F4": 14}
_MAKS_TINGGI: Final = 400.0
_MAKS_BEKU: Final = 15  # more rows than this held still would leave too little of the screen
_KOLOM_TANPA_TABEL: Final = (45.0, 45.0, 45.0, 45.0)
_TERLARANG: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\U00010000-\U0010ffff]+")  # beyond 16 bits lengths differ
_PANJANG_NAMA: Final = 31


def nama_lembar(nama: str, sudah: set[str]) -> str:
    """A name that Excel takes and no other sheet has, whatever the case; it is added to `sudah`."""
    rapi = " ".join(_TERLARANG.sub(" ", bersih(nama)).split())
    if len(rapi) > _PANJANG_NAMA:
        rapi = rapi[: _PANJANG_NAMA + 1].rpartition(" ")[0] or rapi[:_PANJANG_NAMA]
    rapi = rapi.strip("' ")
    if not rapi or rapi.lower() == "history":  # a name that Excel keeps for itself
        rapi = f"Lembar {rapi}".strip()
    hasil, n = rapi, 1
    while hasil.lower() in sudah:
        n += 1
        hasil = f"{rapi[: _PANJANG_NAMA - len(str(n)) - 1]} {n}"
    sudah.add(hasil.lower())
    return hasil


def teks_aman(teks: str) -> str:
    """A text for a cell. XlsxWriter takes "<r>…</r>" for markup that it made itself, so such a text gets a space."""
    rapi = bersih(teks)
    return f"{rapi} " if rapi.startswith("<r>") and rapi.endswith("</r>") else rapi


class Format:
    """The formats of a workbook, each made once."""

    def __init__(self, buku: Any) -> None:
        self._buku = buku
        self._ada: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **sifat: Any) -> Any:
        """The format with these properties of XlsxWriter."""
        kunci = tuple(sorted(sifat.items()))
        if kunci not in self._ada:
            self._ada[kunci] = self._buku.add_format({**HURUF, "valign": "top", **sifat})
        return self._ada[kunci]


class Lembar:
    """A sheet that is filled from top to bottom. `kolom`: of its first table, whose widths it takes."""

    def __init__(self, ws: Any, kolom: tuple[Kolom, ...]) -> None:
        self.ws = ws
        self.baris = 0
        self.lebar = [k.lebar for k in kolom] if kolom else list(_KOLOM_TANPA_TABEL)
        while len(self.lebar) < 3:  # three signatories stand beside each other
            self.lebar.append(_KOLOM_TANPA_TABEL[0])
        self._perlu = 0.0
        self._terpanjang: dict[int, str] = {}
        self._kepala: list[tuple[int, int, list[str]]] = []
        self._pisah: list[int] = []

    # --- rows --------------------------------------------------------------------------------------------------------

    def teks(self, kolom: int, teks: str, format_: Any) -> None:
        """A text in the current row."""
        rapi = teks_aman(teks)
        if rapi:
            self.ws.write_string(self.baris, kolom, rapi, format_)
        else:
            self.ws.write_blank(self.baris, kolom, None, format_)

    def lebar_dari(self, awal: int, akhir: int) -> float:
        """The width in mm of these columns, both included."""
        return sum(self.lebar[awal : akhir + 1])

    def lanjut(self, banyak: int = 1) -> None:
        """On to the next row; this one becomes as high as its texts need."""
        if self._perlu > _TINGGI_BARIS:
            self.ws.set_row(self.baris, min(_MAKS_TINGGI, self._perlu + 3))
        self._perlu = 0.0
        self.baris += banyak

    def perlu(self, teks: str, lebar: float, perbesar: float = 1) -> bool:
        """Note how high the row must be for this text in this width (mm); whether it needs more than one line.

        Said outright, because no application finds it out for merged cells, and not every one for the others.
        `perbesar`: its size against the usual one.
        """
        ruang = (lebar - 2) / perbesar
        if len(teks) * _MM_KAPITAL <= ruang and "\n" not in teks:
            baris = 1
        else:
            kapital = sum(map(str.isupper, teks)) / max(1, len(teks))
            muat = ruang / (_MM_HURUF + (_MM_KAPITAL - _MM_HURUF) * kapital)
            baris = sum(_hitung_baris(satu, muat) for satu in teks.split("\n"))
        self._perlu = max(self._perlu, baris * _TINGGI_BARIS * perbesar)
        return baris > 1

    def bentangkan(self, awal: int, akhir: int, teks: str, sel: list[Any], gabungan: Any, perbesar: float = 1) -> None:
        """A text over these columns of the current row.

        It simply runs over the empty cells, and stands in a merged cell only when it is too long for them. `sel`: the
        formats of the first cell, those inside and the last one; `gabungan`: of the merged cell.
        """
        if self.perlu(teks, self.lebar_dari(awal, akhir), perbesar=perbesar):
            self.gabung(awal, akhir, teks, gabungan)
            return
        self.teks(awal, teks, sel[0])
        for n in range(awal + 1, akhir + 1):
            self.ws.write_blank(self.baris, n, None, sel[1] if n < akhir else sel[2])

    def gabung(self, awal: int, akhir: int, teks: str, format_: Any) -> None:
        """A text in one cell made of these columns."""
        if awal != akhir:
            self.ws.merge_range(self.baris, awal, self.baris, akhir, "", format_)
        self.teks(awal, teks, format_)

    # --- tables ------------------------------------------------------------------------------------------------------

    def mulai_tabel(self, kolom: tuple[Kolom, ...], tinggi_kepala: int) -> None:
        """A head of so many rows begins at the current row. Columns that the sheet does not have yet are added."""
        self.lebar += [k.lebar for k in kolom[len(self.lebar) :]]
        self._kepala.append((self.baris, self.baris + tinggi_kepala - 1, [k.judul for k in kolom]))
        del self._kepala[2:]  # the first, and whether there are others
        if self._kepala[0][2] != self._kepala[-1][2]:
            self._kepala[0] = (-1, -1, [])

    def lihat(self, kolom: int, nilai: Decimal | int) -> None:
        """A number stands in this column: it must be wide enough in the end."""
        teks = str(nilai)
        if "." in teks:
            teks = teks.rstrip("0")
        if len(teks) > len(self._terpanjang.get(kolom, "")):
            self._terpanjang[kolom] = teks

    def pisah(self) -> None:
        """A new printed page begins at the current row."""
        if self.baris and len(self._pisah) < 1000:
            self._pisah.append(self.baris)

    # --- the end -----------------------------------------------------------------------------------------------------

    def tutup(self, halaman: Halaman, muka: Ruang) -> None:
        """What is known only when the sheet is full: widths, what repeats, what is held still, print setup."""
        ws = self.ws
        for n, lebar in enumerate(self.lebar):
            bulat, _, pecah = self._terpanjang.get(n, "").partition(".")
            digit = len(bulat) + len(bulat) // 3 + max(2, len(pecah)) + 2
            ws.set_column_pixels(n, n, round(max(lebar, digit * _MM_DIGIT + 2) * MM_PIKSEL))
        if self._kepala and self._kepala[0][0] >= 0:
            awal, akhir, _ = self._kepala[0]
            ws.repeat_rows(awal, akhir)
            if len(self._kepala) == 1 and akhir < _MAKS_BEKU:
                ws.freeze_panes(akhir + 1, 0)
        if self._pisah:
            ws.set_h_pagebreaks(self._pisah)
        ws.set_paper(_KERTAS[halaman.kertas.nama])
        if halaman.mendatar:
            ws.set_landscape()
        ws.fit_to_pages(1, 0)
        ws.set_margins(*(mm / 25.4 for mm in (muka.kiri, muka.kanan, muka.atas, muka.bawah)))
        ws.set_footer(_kaki(halaman))


def _kaki(halaman: Halaman) -> str:
    """Excel takes 255 characters, and "&" begins its codes."""
    kiri = " ".join(bersih(halaman.kaki).split())[:80].replace("&", "&&")
    nomor = "Page &P of &N" if halaman.bahasa == "en" else "Halaman &P dari &N"
    return f'&L&"Arial"&8{_pisah_angka(kiri)}&R&"Arial"&8{nomor}'


def _pisah_angka(teks: str) -> str:
    """A text that begins with a digit would make the size before it another one."""
    return f" {teks}" if teks[:1].isdigit() else teks


def _hitung_baris(teks: str, muat: float) -> int:
    """Lines of a paragraph, so many characters in each; longer words are broken."""
    baris, isi = 1, 0
    for kata in teks.split(" "):
        panjang = len(kata)
        if isi and isi + 1 + panjang > muat:
            baris, isi = baris + 1, 0
        isi += panjang + (1 if isi else 0)
        if isi > muat:
            lebih = -int(-isi // muat) - 1
            baris, isi = baris + lebih, isi - int(lebih * muat)
    return baris


def _tempat_potong(lebar: list[float], calon: range, sasaran: float) -> int:
    """Where the columns before it are nearest to this width."""
    return min(calon, key=lambda n: abs(sum(lebar[:n]) - sasaran))


def bagi_kolom(lebar: list[float], bagian: int, paling_sempit: float = 38.0) -> list[tuple[int, int]] | None:
    """The columns in so many groups of about the same width, as first and last; None when one would be too narrow."""
    total = sum(lebar)
    batas, hasil = 0, []
    for n in range(1, bagian + 1):
        calon = range(batas + 1, len(lebar) - (bagian - n) + 1)
        if not calon:
            return None
        sampai = len(lebar) if n == bagian else _tempat_potong(lebar, calon, total * n / bagian)
        if bagian > 1 and sum(lebar[batas:sampai]) < paling_sempit:
            return None
        hasil.append((batas, sampai - 1))
        batas = sampai
    return hasil
