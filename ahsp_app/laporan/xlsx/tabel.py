"""Tables on a sheet: head, rows, and the formats of their cells."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from ahsp_app.laporan.bantu import bentang, letak_menjorok, nomor_kolom
from ahsp_app.laporan.model import Baris, Gaya, Jenis, Kolom, Tabel
from ahsp_app.laporan.xlsx.lembar import Format, Lembar

_RATA: Final = {Jenis.TEKS: "left", Jenis.PENDEK: "center", Jenis.ANGKA: "right"}
_GARIS: Final = {"border": 1, "border_color": "#606060"}
_TEBAL: Final = frozenset({Gaya.JUDUL, Gaya.SUBTOTAL, Gaya.TOTAL})
_MM_TINGKAT: Final = 2.5  # that a level of indent takes
_MAKS_TINGKAT: Final = 8
# Which lines a cell has that its neighbours' text runs over.
_TEPI: Final = {"": {}, "kiri": {"right": 0}, "tengah": {"left": 0, "right": 0}, "kanan": {"left": 0}}


class PenulisTabel:
    """Writes tables on sheets of one workbook."""

    def __init__(self, format_: Format) -> None:
        self._format = format_
        self._sel = lru_cache(maxsize=4096)(self._buat_sel)

    def kepala(self, lembar: Lembar, tabel: Tabel) -> None:
        """The head of a table, from the current row of the sheet."""
        lembar.mulai_tabel(tabel.kolom, 2 if tabel.nomori else 1)
        judul = self._format(bold=True, align="center", valign="vcenter", text_wrap=True, bg_color="#DBDBDB", **_GARIS)
        for n, kolom in enumerate(tabel.kolom):
            lembar.perlu(kolom.judul, lembar.lebar[n])
            lembar.teks(n, kolom.judul, judul)
        lembar.lanjut()
        if tabel.nomori:
            nomor = self._format(align="center", font_size=8, **_GARIS)
            for n, teks in enumerate(nomor_kolom(tabel.kolom)):
                lembar.teks(n, teks, nomor)
            lembar.lanjut()

    def baris(self, lembar: Lembar, baris: Baris, kolom: tuple[Kolom, ...]) -> None:
        """A row of a table."""
        gaya, latar, masuk = baris.gaya, warna(baris), letak_menjorok(baris, kolom)
        for n, banyak in bentang(baris):
            nilai, k = baris.sel[n], kolom[n]
            tingkat = min(baris.tingkat, _MAKS_TINGKAT) if n == masuk else 0
            if nilai is None or nilai == "":
                lembar.ws.write_blank(lembar.baris, n, None, self._sel(gaya, k.jenis, 0, latar))
            elif not isinstance(nilai, str):
                lembar.lihat(n, nilai)
                lembar.ws.write_number(
                    lembar.baris, n, nilai, self._sel(gaya, Jenis.ANGKA, 0, latar, pola_angka(k, nilai))
                )
            elif banyak == 1:
                lembar.perlu(nilai, lembar.lebar[n] - _MM_TINGKAT * tingkat)
                lembar.teks(n, nilai, self._sel(gaya, k.jenis, tingkat, latar))
            else:
                sel = [self._sel(gaya, Jenis.TEKS, tingkat, latar, tepi=tepi) for tepi in ("kiri", "tengah", "kanan")]
                gabungan = self._sel(gaya, Jenis.TEKS, tingkat, latar)
                lembar.bentangkan(n, n + banyak - 1, nilai, sel, gabungan)
        lembar.lanjut()

    def _buat_sel(self, gaya: Gaya, jenis: Jenis, tingkat: int, latar: str, pola: str = "", tepi: str = "") -> Any:
        sifat: dict[str, Any] = {"align": _RATA[jenis], **_GARIS, **_TEPI[tepi]}
        if gaya in _TEBAL:
            sifat["bold"] = True
        if gaya is Gaya.CATATAN:
            sifat["italic"] = True
        if latar:
            sifat["bg_color"] = latar
        if tingkat:
            sifat["indent"] = tingkat
        if pola:
            sifat["num_format"] = pola
        elif not tepi:
            sifat["text_wrap"] = True  # a wrapped text does not run over its neighbours
        return self._format(**sifat)


def pola_angka(kolom: Kolom, nilai: Any) -> str:
    """Excel's format for a number of this column: as few and as many decimals as print shows."""
    paling_sedikit, paling_banyak = kolom.desimal
    pecahan = "0" * paling_sedikit + "#" * (paling_banyak - paling_sedikit)
    if not paling_sedikit and nilai == nilai // 1:
        pecahan = ""  # "0.###" would leave its point behind a whole number
    pola = f"#,##0.{pecahan}" if pecahan else "#,##0"
    return f'{pola};-{pola};"{kolom.nol.replace(chr(34), "")}"' if kolom.nol else pola


def warna(baris: Baris) -> str:
    """The colour behind a row."""
    if baris.gaya is Gaya.TOTAL:
        return "#E8E8E8"
    if baris.gaya is Gaya.JUDUL and baris.tingkat < 2:
        return ("#E8E8E8", "#F4F4F4")[baris.tingkat]
    return ""
