"""Prices as they are typed: plain, or "=664.200/1.400", the price of a purchase unit by what is in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol

from flask import current_app
from flask_babel import gettext as _

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka, cetak_angka, cetak_isian
from ahsp_app.calc.buku_harga import Kesegaran, SebabBasi
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid
from ahsp_app.services.buku_harga_terap import Terapan
from ahsp_app.services.hitung import Dampak
from ahsp_app.web.rendering import persen, rupiah
from ahsp_app.web.rendering import tanggal as sebut_hari

MAKS_HARI: Final = 36500


class Berharga(Protocol):
    """A resource or a price of a book. With a factor, `harga` is not what counts."""

    @property
    def harga(self) -> Decimal | None:
        """Rupiah per base unit."""

    @property
    def satuan_beli(self) -> str | None:
        """The purchase unit."""

    @property
    def harga_beli(self) -> Decimal | None:
        """Rupiah per purchase unit."""

    @property
    def faktor(self) -> Decimal | None:
        """Base units in one purchase unit."""


class Bersatuan(Berharga, Protocol):
    """The same with the unit that it is a price of."""

    @property
    def satuan(self) -> str:
        """The base unit."""


class Bertanggal(Protocol):
    """A price with its day: of the book it comes from, and when it was last changed."""

    @property
    def kosong(self) -> bool:
        """Whether the price is missing."""

    @property
    def tanggal_harga(self) -> date | None:
        """The date of the book."""

    @property
    def diubah(self) -> datetime:
        """The last change."""


def isian(nilai: Decimal | None, konteks: Konteks = Konteks.UANG) -> str:
    """The text of a cell, which reads back as the same value."""
    return "" if nilai is None else cetak_isian(nilai, konteks)


def rumus(item: Berharga) -> str:
    """A converted price as its cell holds it: "=664.200/1.400"; "" for a plain one."""
    if item.harga_beli is None:
        return ""
    return f"={isian(item.harga_beli)}/{isian(item.faktor, Konteks.FAKTOR)}"


def tampil_harga(item: Berharga) -> str:
    """The price per base unit as its cell shows it; a converted one in whole sen."""
    if item.faktor is None:
        return isian(item.harga)
    harga: Fraction | None = harga_satuan(None, item.harga_beli, item.faktor)
    return "" if harga is None else cetak_angka(harga, 2)


def baca_harga(item: Berharga, teks: str) -> tuple[dict[str, Any], Bacaan | None]:
    """What a typed price asks for, and how it was read. Raises Invalid at `harga`, and what baca_angka raises."""
    try:
        return _baca_harga(item, teks)
    except Invalid:
        raise
    except Galat as galat:
        raise Invalid.dari(galat, kolom="harga") from None


def _baca_harga(item: Berharga, teks: str) -> tuple[dict[str, Any], Bacaan | None]:
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


def _baca_konversi(item: Berharga, teks: str) -> tuple[dict[str, Any], Bacaan | None]:
    beli, pemisah, faktor = teks.partition("/")
    if item.faktor is None:
        pola = N_("Harga beli dibagi faktor memerlukan satuan beli. Isi satuan beli di Rincian.")
        raise Invalid("konversi", pola, kolom="harga")
    if not pemisah:
        raise Invalid("konversi", N_("Tulis =harga beli/faktor, misalnya =664.200/1.400."), kolom="harga")
    bacaan = baca_angka(beli, Konteks.UANG)
    return {"harga_beli": bacaan.nilai, "faktor": baca_angka(faktor, Konteks.FAKTOR).nilai}, bacaan


def kesegaran(tahun: int) -> Kesegaran:
    """What counts as too old here and now, for the fiscal year `tahun`."""
    hari = min(current_app.extensions["settings"].batas_harga_hari, MAKS_HARI)
    return Kesegaran(datetime.now(UTC).date() - timedelta(days=hari), tahun)


def sebut_tanggal_basi(tanggal: date | None, segar: Kesegaran) -> str:
    """Why a price of this day should be asked for again, in words; "" when it need not."""
    match segar.sebab(tanggal):
        case SebabBasi.TAHUN:
            return str(_("harga %(hari)s, sebelum tahun %(tahun)s", hari=sebut_hari(tanggal), tahun=segar.tahun))
        case SebabBasi.LAMA:
            return str(_("harga lama: %(hari)s", hari=sebut_hari(tanggal)))
    return ""


def sebut_basi(item: Bertanggal, segar: Kesegaran) -> str:
    """The same for a price of a project; one that was typed counts from its last change, whatever the fiscal year."""
    if item.kosong:
        return ""
    if item.tanggal_harga is not None:
        return sebut_tanggal_basi(item.tanggal_harga, segar)
    return sebut_tanggal_basi(item.diubah.date(), Kesegaran(segar.sebelum, 0))


def sebut_konversi(item: Bersatuan) -> str:
    """A conversion in words: "664.200 per m3, 1 m3 = 1.400 kg"; "" without one."""
    if item.faktor is None:
        return ""
    faktor, beli = isian(item.faktor, Konteks.FAKTOR), item.satuan_beli
    if item.harga_beli is None:
        return str(_("1 %(beli)s = %(n)s %(satuan)s", beli=beli, n=faktor, satuan=item.satuan))
    isi = {"harga": isian(item.harga_beli), "beli": beli, "n": faktor, "satuan": item.satuan}
    return str(_("%(harga)s per %(beli)s; 1 %(beli)s = %(n)s %(satuan)s", **isi))


def sebut_dampak(dampak: Dampak) -> str:
    """What a new price did to the total, in words."""
    if not dampak.pekerjaan:
        return str(_("belum dipakai pekerjaan mana pun"))
    n = len(dampak.pekerjaan)
    if not dampak.selisih:
        return str(_("JUMLAH tetap; %(n)s pekerjaan memakainya", n=n))
    besar = rupiah(dampak.selisih.copy_abs())
    bagian = ""
    if dampak.jumlah_lama:
        bagian = f" ({persen(abs(Fraction(dampak.selisih)) / Fraction(dampak.jumlah_lama))})"
    if dampak.selisih > 0:
        return str(_("JUMLAH naik %(besar)s%(bagian)s; %(n)s pekerjaan berubah", besar=besar, bagian=bagian, n=n))
    return str(_("JUMLAH turun %(besar)s%(bagian)s; %(n)s pekerjaan berubah", besar=besar, bagian=bagian, n=n))


def sebut_urung(hasil: Terapan) -> str:
    """What taking back the application of a price book did, in words."""
    dampak = sebut_dampak(hasil.dampak)
    pesan = _("%(n)s harga dikembalikan. %(dampak)s.", n=hasil.banyak, dampak=dampak[0].upper() + dampak[1:])
    if hasil.lewat:
        pesan += " " + _("%(n)s harga yang sudah diubah lagi dibiarkan.", n=hasil.lewat)
    return str(pesan)
