"""Native charts; their values stand on a sheet of their own at the end of the workbook."""

from __future__ import annotations

from typing import Any, Final

from ahsp_app.laporan.bantu import bersih
from ahsp_app.laporan.model import Grafik
from ahsp_app.laporan.xlsx.lembar import MM_PIKSEL, Format, Lembar, nama_lembar

_BARIS: Final = 17  # rows that a chart covers
_MAKS_LEBAR: Final = 700  # pixels
_MAKS_TEKS: Final = 255  # that Excel takes in a title or the name of a series
WARNA: Final = ("#1F4E79", "#C55A11", "#548235", "#7F6000", "#7030A0", "#A50021")


class PenulisGrafik:
    """The charts of one workbook."""

    def __init__(self, buku: Any, format_: Format, nama_terpakai: set[str]) -> None:
        self._buku, self._format, self._terpakai = buku, format_, nama_terpakai
        self._grafik: list[Grafik] = []
        self._nama = ""
        self._baris = 0

    def gambar(self, lembar: Lembar, grafik: Grafik) -> None:
        """The chart at the current row of the sheet."""
        self._nama = self._nama or nama_lembar("Data grafik", self._terpakai)
        bagan = self._buku.add_chart({"type": "line" if grafik.jenis == "garis" else "column"})
        awal, akhir = self._baris + 1, self._baris + len(grafik.kategori)
        for n, seri in enumerate(grafik.seri, 1):
            bagan.add_series(
                {
                    "name": bersih(seri.nama)[:_MAKS_TEKS].lstrip("=") or " ",  # a name that begins so is a reference
                    "categories": [self._nama, awal, 0, akhir, 0],
                    "values": [self._nama, awal, n, akhir, n],
                    "line" if grafik.jenis == "garis" else "fill": {"color": WARNA[(n - 1) % len(WARNA)]},
                }
            )
        judul, satuan = (bersih(teks)[:_MAKS_TEKS].lstrip("=") for teks in (grafik.judul, grafik.satuan))
        bagan.set_title({"name": judul, "name_font": {"size": 11}} if judul else {"none": True})
        bagan.set_y_axis({"name": satuan, "major_gridlines": {"visible": True, "line": {"color": "#BFBFBF"}}})
        bagan.set_legend({"position": "bottom"})
        lebar = min(_MAKS_LEBAR, int(lembar.lebar_dari(0, len(lembar.lebar) - 1) * MM_PIKSEL))
        bagan.set_size({"width": lebar, "height": _BARIS * 20 - 10})
        lembar.ws.insert_chart(lembar.baris, 0, bagan)
        lembar.lanjut(_BARIS)
        self._grafik.append(grafik)
        self._baris = akhir + 2

    def data(self) -> Lembar | None:
        """The sheet of values, if there were charts."""
        if not self._grafik:
            return None
        lembar = Lembar(self._buku.add_worksheet(self._nama), ())
        tebal, biasa = self._format(bold=True), self._format()
        for grafik in self._grafik:
            for n, teks in enumerate((grafik.judul, *(s.nama for s in grafik.seri))):
                lembar.teks(n, teks, tebal)
            lembar.lanjut()
            for i, kategori in enumerate(grafik.kategori):
                lembar.teks(0, kategori, biasa)
                for n, seri in enumerate(grafik.seri, 1):
                    if seri.nilai[i] is not None:
                        lembar.ws.write_number(lembar.baris, n, seri.nilai[i], biasa)
                lembar.lanjut()
            lembar.lanjut()
        return lembar
