"""The document while it is written: its faces, its finished pages, bookmarks and feet."""

from __future__ import annotations

import io
from datetime import datetime
from typing import BinaryIO, Final, NamedTuple

from PIL import Image

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.laporan.model import Halaman
from ahsp_app.laporan.pdf import huruf
from ahsp_app.laporan.pdf.berkas import Berkas
from ahsp_app.laporan.pdf.bungkus import Bungkus
from ahsp_app.laporan.pdf.halaman import MM, Bidang, Kanvas, bidang
from ahsp_app.laporan.pdf.penanda import Penanda, tulis_penanda

KATA: Final = {
    "id": {"halaman": "Halaman %d dari %d", "isi": "Daftar Isi"},
    "en": {"halaman": "Page %d of %d", "isi": "Table of Contents"},
}
KAKI: Final = 7.5
LOGO_MAKS: Final = 800  # pixels across; more is not seen on 20 mm
TITIK_MAKS: Final = 25_000_000  # pixels of a picture that is opened at all


def kata(halaman: Halaman) -> dict[str, str]:
    """The fixed words of a document in its language."""
    return KATA.get(halaman.bahasa, KATA["id"])


class Lembar(NamedTuple):
    """A finished page: its contents are in the file, its foot waits for the number of the last page."""

    nomor: int
    isi: int
    bidang: Bidang
    halaman: Halaman | None  # None: without a foot
    tautan: tuple[str, ...]


class Naskah:
    """Collects pages; `tutup` writes what needs to know all of them."""

    def __init__(self, keluar: BinaryIO) -> None:
        self.berkas = Berkas(keluar)
        self._huruf = [
            huruf.Huruf("F1", huruf.FOLDER / huruf.NORMAL),
            huruf.Huruf("F2", huruf.FOLDER / huruf.TEBAL),
        ]
        self.normal, self.tebal = (Bungkus(h) for h in self._huruf)
        self.lembar: list[Lembar] = []
        self.penanda: list[Penanda] = []
        self._gambar: dict[bytes, tuple[int, int, int]] = {}
        self._sumber = self.berkas.baru()
        self._pohon = self.berkas.baru()
        self.atur(Halaman())

    def atur(self, halaman: Halaman) -> None:
        """The paper, direction and foot of the pages that follow."""
        self.halaman, self.bidang = halaman, bidang(halaman)

    def kanvas(self) -> Kanvas:
        """An empty page."""
        return Kanvas(self.bidang, self.berkas.baru())

    def selesai(self, kanvas: Kanvas, kaki: bool = True) -> None:
        """The page is full: it leaves memory."""
        self.lembar.append(self.jadi(kanvas, kaki))

    def jadi(self, kanvas: Kanvas, kaki: bool = True) -> Lembar:
        """Write the contents of a page."""
        isi = self.berkas.aliran("\n".join(kanvas.isi).encode("latin-1"))
        return Lembar(kanvas.nomor, isi, kanvas.bidang, self.halaman if kaki else None, tuple(kanvas.tautan))

    def tandai(self, judul: str, tingkat: int, kanvas: Kanvas, y: float) -> None:
        """A bookmark to this height of the page."""
        self.penanda.append(Penanda(judul, tingkat, kanvas.nomor, kanvas.bidang.tinggi - y + 4))

    def gambar(self, data: bytes) -> tuple[int, int, int]:
        """A picture as object of the file: its number, width and height in pixels."""
        if data not in self._gambar:
            try:
                with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as asal:
                    if asal.width * asal.height > TITIK_MAKS:
                        raise ValueError(asal.size)
                    asal.thumbnail((LOGO_MAKS, LOGO_MAKS))
                    bening = asal.convert("RGBA")
            except Exception as salah:
                raise Galat("logo", N_("Gambar kop surat tidak terbaca. Unggah lagi sebagai PNG atau JPEG.")) from salah
            rata = Image.new("RGB", bening.size, "white")
            rata.paste(bening, mask=bening.getchannel("A"))
            lebar, tinggi = rata.size
            kamus = f"/Type/XObject/Subtype/Image/Width {lebar}/Height {tinggi}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            self._gambar[data] = (self.berkas.aliran(rata.tobytes(), kamus), lebar, tinggi)
        return self._gambar[data]

    def tutup(self, judul: str, subjek: str, bahasa: str, waktu: datetime) -> None:
        """Write feet, pages, bookmarks, fonts and the end of the file."""
        for n, lembar in enumerate(self.lembar, 1):
            self._lembar(n, lembar)
        daun = " ".join(f"{x.nomor} 0 R" for x in self.lembar)
        self.berkas.objek(f"<</Type/Pages/Count {len(self.lembar)}/Kids[{daun}]>>", self._pohon)
        huruf_pdf = ""
        for h in self._huruf:
            nomor = self.berkas.baru()
            h.tulis(self.berkas, nomor)
            huruf_pdf += f"/{h.nama} {nomor} 0 R"
        gambar = "".join(f"/G{n} {n} 0 R" for n, _, _ in self._gambar.values())
        self.berkas.objek(f"<</Font<<{huruf_pdf}>>/XObject<<{gambar}>>>>", self._sumber)
        katalog = f"/Pages {self._pohon} 0 R" + tulis_penanda(self.berkas, self.penanda)
        self.berkas.tutup(katalog, judul, subjek, bahasa, waktu)

    def _lembar(self, n: int, lembar: Lembar) -> None:
        isi = f"{lembar.isi} 0 R"
        if lembar.halaman is not None:
            isi = f"[{isi} {self._kaki(n, lembar.bidang, lembar.halaman)} 0 R]"
        tautan = f"/Annots[{' '.join(lembar.tautan)}]" if lembar.tautan else ""
        b = lembar.bidang
        self.berkas.objek(
            f"<</Type/Page/Parent {self._pohon} 0 R/MediaBox[0 0 {b.lebar:.2f} {b.tinggi:.2f}]"
            f"/Resources {self._sumber} 0 R/Contents {isi}{tautan}>>",
            lembar.nomor,
        )

    def _kaki(self, n: int, b: Bidang, halaman: Halaman) -> int:
        """The foot of a page as a stream of its own."""
        k = Kanvas(b, 0)
        y = b.bawah + 7 * MM
        nomor = self.normal.satu(kata(halaman)["halaman"] % (n, len(self.lembar)))
        k.garis(b.kiri, y - 10, b.kanan, y - 10, 0.4, "0.5 G")
        k.akhir(b.kanan, y, nomor, KAKI)
        if halaman.kaki:
            muat = b.isi * 1000 / KAKI - nomor.lebar - 2000
            k.teks(b.kiri, y, self.normal.pas(halaman.kaki, muat), KAKI)
        return self.berkas.aliran("\n".join(k.isi).encode("latin-1"))
