"""What is typed about editions and their analyses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from ahsp_app.calc.angka import Konteks, baca_angka, cetak_isian
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Invalid
from ahsp_app.services.proyek import TAHUN_AKHIR, TAHUN_AWAL
from ahsp_app.web.formulir import AngkaField, BulatField, PilihField, TeksField

KATEGORI: Final = {"TK": N_("Tenaga"), "BHN": N_("Bahan"), "ALT": N_("Alat"), "LAIN": N_("Lain-lain")}


class EdisiForm(FlaskForm):  # type: ignore[misc]
    """An edition, or an office's own library."""

    nama = TeksField(_l("Nama"), maks=200, wajib=True)
    tahun = BulatField(_l("Tahun"), dari=TAHUN_AWAL, sampai=TAHUN_AKHIR)
    bidang = TeksField(_l("Bidang"), maks=100)
    nomor = TeksField(_l("Nomor"), maks=100)
    regulasi = TeksField(_l("Peraturan"), maks=300)
    keterangan = TeksField(_l("Keterangan"), maks=1000)
    kantor = BooleanField(_l("Perpustakaan kantor: estimator boleh mengusulkan analisanya ke sini"))

    def isi(self) -> dict[str, Any]:
        """What to store."""
        return {n: self[n].data for n in ("nama", "tahun", "bidang", "nomor", "regulasi", "keterangan", "kantor")}


class AnalisaForm(FlaskForm):  # type: ignore[misc]
    """A new analysis."""

    kode = TeksField(_l("Kode"), maks=50)
    uraian = TeksField(_l("Uraian"), maks=1000, wajib=True)
    satuan = TeksField(_l("Satuan"), maks=50, wajib=True)
    grup = TeksField(_l("Kelompok"), maks=200)

    def isi(self) -> dict[str, Any]:
        """What to store."""
        return {n: self[n].data for n in ("kode", "uraian", "satuan", "grup")}


class KomponenForm(FlaskForm):  # type: ignore[misc]
    """A new row of an analysis."""

    kategori = PilihField(_l("Kategori"), [(k, nama) for k, nama in KATEGORI.items()])
    uraian = TeksField(_l("Uraian"), maks=500, wajib=True)
    satuan = TeksField(_l("Satuan"), maks=50)
    koefisien = AngkaField(_l("Koefisien"), Konteks.KOEFISIEN, wajib=True)
    kode = TeksField(_l("Kode"), maks=50)

    def isi(self) -> dict[str, Any]:
        """What to store."""
        return {n: self[n].data for n in ("kategori", "uraian", "satuan", "koefisien", "kode")}


def tampil_analisa(a: Any) -> dict[str, str]:
    """The cells of an analysis as typed."""
    return {nama: getattr(a, nama) for nama in ("kode", "uraian", "satuan", "grup")}


def tampil_komponen(k: Any) -> dict[str, str]:
    """The cells of a row as typed."""
    koefisien = cetak_isian(k.koefisien, Konteks.KOEFISIEN)
    return {
        "kategori": k.kategori, "kode": k.kode or "", "uraian": k.uraian, "satuan": k.satuan, "koefisien": koefisien,
    }  # fmt: skip


def baca_sel(kini: Mapping[str, str], isi: Mapping[str, str]) -> dict[str, Any]:
    """The changes that posted cells ask for; text that is shown already asks for nothing. Raises Invalid."""
    diminta: dict[str, Any] = {n: isi[n] for n in kini if n in isi and isi[n].strip() != kini[n]}
    if "koefisien" in diminta:
        teks = diminta["koefisien"].strip()
        try:
            diminta["koefisien"] = baca_angka(teks, Konteks.KOEFISIEN).nilai if teks else None
        except Galat as galat:
            raise Invalid.dari(galat, kolom="koefisien") from None
    return diminta
