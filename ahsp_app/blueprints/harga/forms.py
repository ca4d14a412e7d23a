"""What is typed about a resource: cells of the sheet, and the form with its purchase unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ahsp_app.calc.angka import Bacaan, Konteks
from ahsp_app.models import HargaItem
from ahsp_app.queries.harga import BarisHarga
from ahsp_app.services.harga import MAKS_SUMBER
from ahsp_app.web.formulir import AngkaField, TeksField
from ahsp_app.web.harga import baca_harga, rumus, tampil_harga

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
    harga, bacaan = baca_harga(item, diminta["harga"].strip())
    return perubahan | harga, bacaan
