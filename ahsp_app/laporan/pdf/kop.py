"""The letterhead: logo on the left, lines in the middle, a double rule below."""

from __future__ import annotations

from typing import Final

from ahsp_app.laporan.model import Kop
from ahsp_app.laporan.pdf.alir import Lem, Lukis
from ahsp_app.laporan.pdf.halaman import MM, SPASI, Kanvas, baris_tengah
from ahsp_app.laporan.pdf.naskah import Naskah

UKURAN: Final = (14.0, 11.5, 9.5)
LOGO: Final = 22 * MM


def kop_surat(naskah: Naskah, kop: Kop) -> Lukis:
    """The letterhead as a piece."""
    b = naskah.bidang
    logo, samping = None, 0.0
    if kop.logo:
        logo = naskah.gambar(kop.logo)
        nisbah = min(LOGO / logo[1], LOGO / logo[2])
        samping = logo[1] * nisbah + 4 * MM
    muat, x = b.isi - 2 * samping, (b.kiri + b.kanan) / 2
    gaya = [(UKURAN[min(n, 2)], naskah.tebal if n < 2 else naskah.normal) for n in range(len(kop.baris))]
    if any(f.satu(t).lebar * u / 1000 > muat for t, (u, f) in zip(kop.baris, gaya, strict=True)):
        # too wide to stand in the middle of the page: in the middle of what the logo leaves
        muat, x = muat + samping, x + samping / 2
    baris = [(g, u) for t, (u, f) in zip(kop.baris, gaya, strict=True) for g in f.garis(t, int(muat * 1000 / u))]
    tinggi_teks = sum(ukuran * SPASI for _, ukuran in baris)
    tinggi = max(tinggi_teks, logo[2] * nisbah if logo else 0)

    def gambar(kanvas: Kanvas, y: float) -> None:
        if logo:
            kanvas.gambar(logo[0], b.kiri, y + (tinggi - logo[2] * nisbah) / 2, logo[1] * nisbah, logo[2] * nisbah)
        atas = y + (tinggi - tinggi_teks) / 2
        for g, ukuran in baris:
            baris_tengah(g, x, ukuran, kanvas, atas)
            atas += ukuran * SPASI
        kanvas.garis(b.kiri, y + tinggi + 6, b.kanan, y + tinggi + 6, 2)
        kanvas.garis(b.kiri, y + tinggi + 8.5, b.kanan, y + tinggi + 8.5, 0.6)

    return Lukis(tinggi + 22, gambar, belakang=Lem.KERAS)
