"""Where a row that was dropped goes: `tujuan` is the row under the pointer, `posisi` its edge or its middle."""

from __future__ import annotations

from typing import NamedTuple

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services import pohon
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pohon import Simpul, induk_dari

POSISI = ("sebelum", "sesudah", "dalam")


class Letak(NamedTuple):
    """A place: the heading above (None: the top) and the number among the siblings there (None: last)."""

    induk: int | None
    urut: int | None


def baca_letak(k: Kerja, baris: Simpul, tujuan: str, posisi: str) -> Letak:
    """The place that a drop means. Raises Invalid for what is no place, NotFound for a row that is gone."""
    jenis, _tanda, nomor = tujuan.partition("-")
    if posisi not in POSISI or jenis not in {"klasifikasi", "pekerjaan"} or not (nomor.isascii() and nomor.isdecimal()):
        raise Invalid("tujuan", N_("Tempat tujuannya tidak terbaca. Muat ulang halaman lalu coba lagi."))
    sasaran: Simpul = (
        pohon.get_klasifikasi(k, int(nomor)) if jenis == "klasifikasi" else pohon.get_pekerjaan(k, int(nomor))
    )
    if isinstance(baris, Pekerjaan):
        if isinstance(sasaran, Pekerjaan):
            return _di_samping(baris, sasaran, posisi)
        return _pekerjaan_ke_judul(k, sasaran, posisi)
    if isinstance(sasaran, Klasifikasi):
        return Letak(sasaran.id, None) if posisi == "dalam" else _di_samping(baris, sasaran, posisi)
    # Works come before sub-headings, so a heading dropped among works goes behind the heading they belong to.
    return _di_samping(baris, pohon.get_klasifikasi(k, sasaran.klasifikasi_id), "sesudah")


def _di_samping(baris: Simpul, sasaran: Simpul, posisi: str) -> Letak:
    """Before or after a row of the same kind; places are counted without the row that moves."""
    induk = induk_dari(sasaran)
    if sasaran is baris:
        return Letak(induk, baris.urut)
    urut = sasaran.urut + (posisi != "sebelum")
    if induk_dari(baris) == induk and baris.urut < sasaran.urut:
        urut -= 1
    return Letak(induk, urut)


def _pekerjaan_ke_judul(k: Kerja, judul: Klasifikasi, posisi: str) -> Letak:
    """Onto a heading: its last work. Right below its line: its first. Right above: the last of the heading before."""
    if posisi == "dalam":
        return Letak(judul.id, None)
    if posisi == "sesudah":
        return Letak(judul.id, 1)
    urutan = pohon.urutan_klasifikasi(k)
    letak = urutan.index(judul.id)
    return Letak(urutan[letak - 1], None) if letak else Letak(judul.id, 1)
