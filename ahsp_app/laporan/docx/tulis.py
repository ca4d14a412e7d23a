"""Writes a report as DOCX: everything but the body comes from the skeleton, the body is streamed, charts follow it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO, Final

from ahsp_app.laporan.bantu import Pencacah, ruang
from ahsp_app.laporan.docx.grafik import bagian
from ahsp_app.laporan.docx.isi import Isi
from ahsp_app.laporan.docx.kerangka import TANDA_ISI, kerangka
from ahsp_app.laporan.model import Grafik, Laporan, Maju, diam

_JENIS: Final = "[Content_Types].xml"
_DOKUMEN: Final = "word/document.xml"
_HUBUNGAN: Final = "word/_rels/document.xml.rels"
_KUMPUL: Final = 1 << 16
_TIPE_HUBUNGAN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_TIPE_GRAFIK: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def tulis(laporan: Laporan, keluar: BinaryIO, maju: Maju = diam) -> None:
    """Write the report as a Word document. The report is gone through once and never held as a whole."""
    cacah = Pencacah(maju)
    isi = Isi(laporan, ruang(laporan.halaman).isi, cacah)
    waktu = laporan.waktu.timetuple()[:6]
    with (
        zipfile.ZipFile(io.BytesIO(kerangka(laporan))) as asal,
        zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip,
    ):

        def tambah(nama: str, teks: bytes) -> None:
            arsip.writestr(_bagian(nama, waktu), teks)

        for nama in asal.namelist():
            if nama not in {_JENIS, _DOKUMEN, _HUBUNGAN}:
                tambah(nama, asal.read(nama))
        awal, akhir = _sekitar(asal.read(_DOKUMEN).decode())
        with arsip.open(_bagian(_DOKUMEN, waktu), "w", force_zip64=True) as berkas:
            for potong in _kumpul([awal], isi, [akhir]):
                berkas.write(potong.encode())
        for nomor, grafik in enumerate(isi.grafik, 1):
            tambah(f"word/charts/chart{nomor}.xml", bagian(grafik).encode())
        tambah(_HUBUNGAN, _dengan_hubungan(asal.read(_HUBUNGAN).decode(), isi.grafik).encode())
        tambah(_JENIS, _dengan_jenis(asal.read(_JENIS).decode(), isi.grafik).encode())
    cacah.selesai()


def _bagian(nama: str, waktu: tuple[int, ...]) -> zipfile.ZipInfo:
    isi = zipfile.ZipInfo(nama, (max(1980, waktu[0]), *waktu[1:]))  # type: ignore[arg-type]
    isi.compress_type = zipfile.ZIP_DEFLATED
    return isi


def _sekitar(dokumen: str) -> tuple[str, str]:
    """What stands before and after the paragraph that the body takes the place of."""
    tanda = dokumen.index(TANDA_ISI)
    return dokumen[: dokumen.rindex("<w:p>", 0, tanda)], dokumen[dokumen.index("</w:p>", tanda) + len("</w:p>") :]


def _kumpul(*bagian_: Iterable[str]) -> Iterable[str]:
    """Pieces long enough to be worth writing."""
    potong: list[str] = []
    panjang = 0
    for satu in bagian_:
        for teks in satu:
            potong.append(teks)
            panjang += len(teks)
            if panjang > _KUMPUL:
                yield "".join(potong)
                potong, panjang = [], 0
    yield "".join(potong)


def _dengan_hubungan(teks: str, grafik: list[Grafik]) -> str:
    baru = "".join(
        f'<Relationship Id="grafik{n}" Type="{_TIPE_HUBUNGAN}" Target="charts/chart{n}.xml"/>'
        for n in range(1, len(grafik) + 1)
    )
    return teks.replace("</Relationships>", f"{baru}</Relationships>")


def _dengan_jenis(teks: str, grafik: list[Grafik]) -> str:
    baru = "".join(
        f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{_TIPE_GRAFIK}"/>'
        for n in range(1, len(grafik) + 1)
    )
    return teks.replace("</Types>", f"{baru}</Types>")
