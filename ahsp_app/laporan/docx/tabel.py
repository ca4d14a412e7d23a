"""Tables of a report as WordprocessingML, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ahsp_app.laporan.bantu import bentang, letak_menjorok, nomor_kolom
from ahsp_app.laporan.cetak import teks_sel
from ahsp_app.laporan.docx.xml import IKUT, bagi, kepala_tabel, lari, paragraf, sel
from ahsp_app.laporan.model import Baris, Gaya, Jenis, Tabel

_GAYA: Final = {Jenis.TEKS: "Sel", Jenis.PENDEK: "SelTengah", Jenis.ANGKA: "SelAngka"}
_TEBAL: Final = frozenset({Gaya.JUDUL, Gaya.SUBTOTAL, Gaya.TOTAL})
_JUMLAH: Final = frozenset({Gaya.SUBTOTAL, Gaya.TOTAL})
_MENJOROK: Final = 140  # twips per level
_MAKS_MENJOROK: Final = 8

# A number that is too long for its cell is printed smaller, not broken.
_UKURAN: Final = 17  # half points, of the style of cells
_UKURAN_KEPALA: Final = 16
# Widths of Arial in thousandths of the size: what numbers are written with, bold or not; bold letters of heads.
_LEBAR: Final = {".": 278, ",": 278, " ": 278, "-": 333, "%": 889}
_LEBAR_DIGIT: Final = 556
_LEBAR_TEBAL: Final = {
    **dict.fromkeys("I/.,", 278),
    **dict.fromkeys("()-", 333),
    **dict.fromkeys("FLTZ", 611),
    **dict.fromkeys("EPSVXY", 667),
    **dict.fromkeys("GOQ", 778),
    "J": 556,
    "M": 833,
    "W": 944,
    "m": 889,
}
_PINGGIR: Final = 115  # twips: the padding of a cell, its line, and a little
_TERKECIL: Final = 6
_SEBARIS: Final = "<w:noWrap/>"


def tabel(t: Tabel, baris: Iterable[Baris], lebar_isi: float, ikut: bool) -> Iterator[str]:
    """The table with the rows given. `ikut`: what comes after it should be on the page of its last row."""
    lebar = bagi(lebar_isi, [k.lebar for k in t.kolom])
    yield kepala_tabel(lebar, "Laporan")
    yield _kepala([k.judul for k in t.kolom], lebar)
    if t.nomori:
        yield _kepala(nomor_kolom(t.kolom), lebar, tebal=False)
    for satu, terikat in _dengan_ikatan(t, baris, ikut):
        yield _baris(t, satu, lebar, terikat)
    yield "</w:tbl>"


def _kepala(isi: list[str], lebar: list[int], tebal: bool = True) -> str:
    gaya, sifat = ("SelKepala", _arsir("DBDBDB") + '<w:vAlign w:val="center"/>') if tebal else ("SelTengah", "")
    ukuran = [_ukuran_kepala(teks, w) if tebal else "" for teks, w in zip(isi, lebar, strict=True)]
    kotak = "".join(
        sel(w, paragraf(gaya, lari(teks, u), IKUT), sifat) for teks, w, u in zip(isi, lebar, ukuran, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{kotak}</w:tr>"


def _dengan_ikatan(t: Tabel, baris: Iterable[Baris], ikut: bool) -> Iterator[tuple[Baris, bool]]:
    """Rows, and whether each stays with the next: headings, rows before a sum; the last with what is below it."""
    sebelum: Baris | None = None
    for satu in baris:
        if sebelum is not None:
            yield sebelum, t.utuh or sebelum.gaya is Gaya.JUDUL or satu.gaya in _JUMLAH
        sebelum = satu
    if sebelum is not None:
        yield sebelum, ikut


def _baris(t: Tabel, baris: Baris, lebar: list[int], ikut: bool) -> str:
    gaya, isi = baris.gaya, baris.sel
    sifat_lari = "<w:b/>" if gaya in _TEBAL else "<w:i/>" if gaya is Gaya.CATATAN else ""
    arsir, terikat = _arsir(_warna(baris)), IKUT if ikut else ""
    masuk = letak_menjorok(baris, t.kolom)
    kotak: list[str] = []
    for n, banyak in bentang(baris):
        nilai, kolom = isi[n], t.kolom[n]
        nama, ppr, tcpr, w = _GAYA[kolom.jenis], terikat, arsir, lebar[n]
        if banyak > 1:
            w = sum(lebar[n : n + banyak])
            tcpr = f'<w:gridSpan w:val="{banyak}"/>{arsir}'
            nama = "SelAngka" if gaya in _JUMLAH else "Sel"
        if n == masuk and nama == "Sel":
            ppr += f'<w:ind w:left="{_MENJOROK * min(baris.tingkat, _MAKS_MENJOROK)}"/>'
        teks = teks_sel(nilai, kolom)
        sifat = sifat_lari
        if kolom.jenis is Jenis.ANGKA and teks and not isinstance(nilai, str):
            tcpr += _SEBARIS
            sifat += _ukuran(teks, w)
        kotak.append(sel(w, paragraf(nama, lari(teks, sifat), ppr), tcpr))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(kotak)}</w:tr>"


def _ukuran(teks: str, lebar: int) -> str:
    """The size of a number's run, smaller than its style when the cell is too narrow for it."""
    return _muat(sum(_LEBAR.get(h, _LEBAR_DIGIT) for h in teks), lebar, _UKURAN)


def _ukuran_kepala(teks: str, lebar: int) -> str:
    """The size of a head, by its longest word."""
    kata = (sum(_LEBAR_TEBAL.get(h, 722 if h.isupper() else 611) for h in k) for k in teks.split())
    return _muat(max(kata, default=1), lebar, _UKURAN_KEPALA)


def _muat(panjang: int, lebar: int, ukuran: int) -> str:
    muat = (lebar - _PINGGIR) * 100 // panjang  # half points: 10 twips each
    return "" if muat >= ukuran else f'<w:sz w:val="{max(_TERKECIL, muat)}"/>'


def _warna(baris: Baris) -> str:
    if baris.gaya is Gaya.TOTAL:
        return "E8E8E8"
    if baris.gaya is Gaya.JUDUL:
        return ("E8E8E8", "F4F4F4")[baris.tingkat] if baris.tingkat < 2 else ""
    return ""


def _arsir(warna: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{warna}"/>' if warna else ""
