"""What is typed about a book and about one of its prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from ahsp_app.calc.angka import Bacaan, Konteks
from ahsp_app.calc.teks import rapikan
from ahsp_app.models import HargaDasar
from ahsp_app.queries.buku_harga import BarisDasar
from ahsp_app.services.buku_harga import JENIS_SUMBER, KONVERSI
from ahsp_app.web.formulir import AngkaField, BanyakBarisField, PilihField, TanggalField, TeksField
from ahsp_app.web.harga import baca_harga, isian, rumus, tampil_harga

TEKS: Final = ("uraian", "satuan", "keterangan")
KATEGORI: Final = {"TK": _l("Tenaga kerja"), "BHN": _l("Bahan"), "ALT": _l("Peralatan"), "LAIN": _l("Lain-lain")}


class BukuForm(FlaskForm):  # type: ignore[misc]
    """The head of a book."""

    nama = TeksField(_l("Nama buku"), maks=200, wajib=True)
    wilayah = TeksField(_l("Wilayah"), maks=200)
    tanggal = TanggalField(_l("Tanggal harga"), wajib=True)
    jenis_sumber = PilihField(_l("Jenis sumber"), [(kode, _l(nama)) for kode, nama in JENIS_SUMBER.items()])
    sumber = TeksField(_l("Sumber"), maks=300)
    termasuk_ppn = BooleanField(_l("Harga di buku ini sudah termasuk PPN"))
    keterangan = BanyakBarisField(_l("Keterangan"), maks=2000, rapi=lambda teks: teks.replace("\x00", "").strip())

    def isi(self) -> dict[str, Any]:
        """What to store."""
        kolom = ("nama", "wilayah", "tanggal", "jenis_sumber", "sumber", "termasuk_ppn", "keterangan")
        return {nama: self[nama].data for nama in kolom}


class HargaForm(FlaskForm):  # type: ignore[misc]
    """A price as a whole. Purchase unit, purchase price and factor go together."""

    uraian = TeksField(_l("Uraian"), maks=300, wajib=True)
    kode = TeksField(_l("Kode"), maks=50)
    satuan = TeksField(_l("Satuan"), maks=50)
    harga = AngkaField(_l("Harga satuan (Rp)"), Konteks.UANG)
    keterangan = TeksField(_l("Catatan sumber"), maks=300)
    satuan_beli = TeksField(_l("Satuan beli"), maks=50)
    harga_beli = AngkaField(_l("Harga beli (Rp)"), Konteks.UANG)
    faktor = AngkaField(_l("Faktor"), Konteks.FAKTOR)

    def isi(self) -> dict[str, Any]:
        """What to store: the market unit when any of it was filled in, else the plain price."""
        isi = {nama: self[nama].data for nama in ("uraian", "kode", "satuan", "keterangan")}
        konversi = {nama: self[nama].data for nama in KONVERSI}
        if any(nilai not in ("", None) for nilai in konversi.values()):
            return isi | konversi
        return isi | {"harga": self.harga.data}


class HargaBaruForm(HargaForm):
    """A price that is added; its kind cannot be changed afterwards."""

    kategori = PilihField(_l("Kategori"), KATEGORI.items(), default="BHN")

    def isi(self) -> dict[str, Any]:
        """What to store."""
        return super().isi() | {"kategori": self.kategori.data}


def tampil(h: HargaDasar | BarisDasar) -> dict[str, str]:
    """The cells of a price as typed."""
    harga = rumus(h) or tampil_harga(h)
    return {"uraian": h.uraian, "satuan": h.satuan, "harga": harga, "keterangan": h.keterangan}


def baca_sel(h: HargaDasar, isi: Mapping[str, str]) -> tuple[dict[str, Any], Bacaan | None]:
    """Changes that the posted cells ask for, and how the price was read. Text that is shown already asks for nothing.

    Raises Invalid at the cell.
    """
    kini = tampil(h)
    diminta = {nama: isi[nama] for nama in kini if nama in isi and isi[nama].strip() != kini[nama]}
    perubahan: dict[str, Any] = {nama: rapikan(diminta[nama]) for nama in TEKS if nama in diminta}
    if "harga" not in diminta:
        return perubahan, None
    harga, bacaan = baca_harga(h, diminta["harga"].strip())
    if "faktor" in harga:
        harga["satuan_beli"] = h.satuan_beli
    return perubahan | harga, bacaan


def sel_tampil(h: HargaDasar) -> list[tuple[str, str, str]]:
    """The cells of a price after a save: field, text, formula."""
    baris = f"dasar-{h.id}"
    return [
        *((f"{baris}-{nama}", getattr(h, nama), "") for nama in TEKS),
        (f"{baris}-harga", tampil_harga(h), rumus(h)),
    ]


__all__ = ["KATEGORI", "BukuForm", "HargaBaruForm", "HargaForm", "baca_sel", "isian", "sel_tampil", "tampil"]
