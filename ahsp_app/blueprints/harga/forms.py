"""What is typed about a resource: cells of the sheet, and the form with its purchase unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka, cetak_angka, cetak_isian
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid
from ahsp_app.models import HargaItem
from ahsp_app.queries.harga import BarisHarga
from ahsp_app.services.harga import MAKS_SUMBER
from ahsp_app.web.formulir import AngkaField, TeksField

Item = HargaItem | BarisHarga
TEKS: Final = ("uraian", "sumber_harga")


class RincianForm(FlaskForm):  # type: ignore[misc]
    """A resource as a whole. Purchase unit, purchase price and factor go together."""

    kode = TeksField(_l("Kode"), maks=50)
    uraian = TeksField(_l("Uraian"), maks=300, wajib=True)
    satuan = TeksField(_l("Satuan"), maks=50)
    harga = AngkaField(_l("Harga satuan (Rp)"), Konteks.UANG)
    satuan_beli = TeksField(_l("Satuan beli"), maks=50)
    harga_beli = AngkaField(_l("Harga beli (Rp)"), Konteks.UANG)
    faktor = AngkaField(_l("Faktor"), Konteks.FAKTOR)
    sumber_harga = TeksField(_l("Sumber harga"), maks=MAKS_SUMBER)

    def perubahan(self) -> dict[str, Any]:
        """What to store: the conversion when any of it was filled in, else the plain price."""
        isi = {nama: self[nama].data for nama in ("kode", "uraian", "satuan", "sumber_harga")}
        konversi = {nama: self[nama].data for nama in ("satuan_beli", "harga_beli", "faktor")}
        if any(nilai not in ("", None) for nilai in konversi.values()):
            return isi | konversi
        return isi | {"satuan_beli": "", "harga_beli": None, "faktor": None, "harga": self.harga.data}


def isian(nilai: Decimal | None, konteks: Konteks = Konteks.UANG) -> str:
    """The text of a cell, which reads back as the same value."""
    return "" if nilai is None else cetak_isian(nilai, konteks)


def rumus(item: Item) -> str:
    """A converted price as its cell holds it: "=664.200/1.400"; "" for a plain one."""
    if item.harga_beli is None:
        return ""
    return f"={isian(item.harga_beli)}/{isian(item.faktor, Konteks.FAKTOR)}"


def tampil_harga(item: Item) -> str:
    """The price per base unit as its cell shows it; a converted one in whole sen."""
    if item.faktor is None:
        return isian(item.harga)
    harga: Fraction | None = harga_satuan(item.harga, item.harga_beli, item.faktor)
    return "" if harga is None else cetak_angka(harga, 2)


def tampil(item: Item) -> dict[str, str]:
    """The cells of a resource as typed."""
    return {"uraian": item.uraian, "harga": rumus(item) or tampil_harga(item), "sumber_harga": item.sumber_harga}


def baca_sel(item: HargaItem, isi: Mapping[str, str]) -> tuple[dict[str, Any], Bacaan | None]:
    """Changes that the posted cells ask for, and how the price was read. Text that is shown already asks for nothing.

    Raises Invalid at the cell.
    """
    kini = tampil(item)
    diminta = {nama: isi[nama] for nama in kini if nama in isi and isi[nama].strip() != kini[nama]}
    perubahan: dict[str, Any] = {nama: diminta[nama] for nama in TEKS if nama in diminta}
    if "harga" not in diminta:
        return perubahan, None
    try:
        harga, bacaan = _baca_harga(item, diminta["harga"].strip())
    except Invalid:
        raise
    except Galat as galat:
        raise Invalid.dari(galat, kolom="harga") from None
    return perubahan | harga, bacaan


def _baca_harga(item: HargaItem, teks: str) -> tuple[dict[str, Any], Bacaan | None]:
    if teks.startswith("="):
        return _baca_konversi(item, teks[1:])
    if not teks:
        return {"harga_beli" if item.faktor is not None else "harga": None}, None
    bacaan = baca_angka(teks, Konteks.UANG)
    if item.faktor is not None:
        # Is it the price of a m3 or of a kg? A wrong guess would be off by the factor, so nobody guesses.
        contoh = f"={isian(bacaan.nilai)}/{isian(item.faktor, Konteks.FAKTOR)}"
        pola = N_("Harga ini dihitung dari harga per %(beli)s. Tulis %(contoh)s, atau lepas satuan belinya di Rincian.")
        raise Invalid("konversi", pola, kolom="harga", beli=item.satuan_beli, contoh=contoh)
    return {"harga": bacaan.nilai}, bacaan


def _baca_konversi(item: HargaItem, teks: str) -> tuple[dict[str, Any], Bacaan | None]:
    beli, pemisah, faktor = teks.partition("/")
    if item.faktor is None:
        pola = N_("Harga beli dibagi faktor memerlukan satuan beli. Isi satuan beli di Rincian.")
        raise Invalid("konversi", pola, kolom="harga")
    if not pemisah:
        raise Invalid("konversi", N_("Tulis =harga beli/faktor, misalnya =664.200/1.400."), kolom="harga")
    bacaan = baca_angka(beli, Konteks.UANG)
    return {"harga_beli": bacaan.nilai, "faktor": baca_angka(faktor, Konteks.FAKTOR).nilai}, bacaan
