"""What is typed about an import: the file with where it goes, and cells of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField
from wtforms.validators import StopValidation

from ahsp_app.calc.angka import Konteks, baca_angka, cetak_isian
from ahsp_app.calc.galat import Galat
from ahsp_app.errors import Invalid
from ahsp_app.models import ImporAnalisa, ImporKomponen
from ahsp_app.queries.impor_isi import BarisAnalisa, BarisKomponen
from ahsp_app.services.impor import berkas_json
from ahsp_app.services.proyek import TAHUN_AKHIR, TAHUN_AWAL
from ahsp_app.web.formulir import BulatField, PilihField, TeksField

SEL_ANALISA: Final = ("kode", "uraian", "satuan")
SEL_KOMPONEN: Final = ("kategori", "kode", "uraian", "satuan", "koefisien")


class UnggahHargaForm(FlaskForm):  # type: ignore[misc]
    """A file of base prices for one book."""

    berkas = FileField(_l("Berkas"))

    def validate_berkas(self, field: Any) -> None:
        """Something must have been chosen."""
        if not getattr(field.data, "filename", ""):
            raise StopValidation(_("Pilih berkasnya."))


class UnggahForm(FlaskForm):  # type: ignore[misc]
    """A file, and the edition that it goes to: one that is there, or a new one."""

    berkas = FileField(_l("Berkas"))
    edisi_id = PilihField(_l("Edisi tujuan"))
    nama = TeksField(_l("Nama edisi baru"), maks=200)
    tahun = BulatField(_l("Tahun"), dari=TAHUN_AWAL, sampai=TAHUN_AKHIR)
    bidang = TeksField(_l("Bidang"), maks=100)
    nomor = TeksField(_l("Nomor"), maks=100)
    regulasi = TeksField(_l("Peraturan"), maks=300)

    def tawarkan(self, edisi: Iterable[tuple[int, str]]) -> None:
        """The editions that are there."""
        self.edisi_id.tawarkan([("", _("Edisi baru")), *((str(i), nama) for i, nama in edisi)])

    def validate_berkas(self, field: Any) -> None:
        """Something must have been chosen."""
        if not getattr(field.data, "filename", ""):
            raise StopValidation(_("Pilih berkasnya."))

    def validate_nama(self, field: Any) -> None:
        """A new edition needs a name."""
        if self.edisi_id.data or field.data or berkas_json(getattr(self.berkas.data, "filename", "") or ""):
            return  # a catalogue file of ours says it itself
        raise StopValidation(_("Isi nama edisinya, atau pilih edisi yang sudah ada."))

    def tujuan(self) -> dict[str, Any]:
        """Where the import goes."""
        if self.edisi_id.data:
            return {"edisi_id": int(self.edisi_id.data)}
        return {n: self[n].data for n in ("nama", "tahun", "bidang", "nomor", "regulasi") if self[n].data}


def tampil_analisa(a: ImporAnalisa | BarisAnalisa) -> dict[str, str]:
    """The cells of an analysis as typed."""
    return {nama: getattr(a, nama) for nama in SEL_ANALISA}


def tampil_komponen(k: ImporKomponen | BarisKomponen) -> dict[str, str]:
    """The cells of a row as typed."""
    koefisien = "" if k.koefisien is None else cetak_isian(k.koefisien, Konteks.KOEFISIEN)
    return {
        "kategori": k.kategori, "kode": k.kode or "", "uraian": k.uraian, "satuan": k.satuan, "koefisien": koefisien,
    }  # fmt: skip


def tampil_harga(k: ImporKomponen | BarisKomponen) -> dict[str, str]:
    """The cells of a base price as typed."""
    isi = tampil_komponen(k)
    del isi["koefisien"]
    return isi | {"harga": "" if k.harga is None else cetak_isian(k.harga, Konteks.UANG)}


def baca_sel(kini: Mapping[str, str], isi: Mapping[str, str]) -> dict[str, Any]:
    """The changes that posted cells ask for; text that is shown already asks for nothing. Raises Invalid."""
    diminta: dict[str, Any] = {n: isi[n] for n in kini if n in isi and isi[n].strip() != kini[n]}
    for kolom, konteks in (("koefisien", Konteks.KOEFISIEN), ("harga", Konteks.UANG)):
        if kolom in diminta:
            teks = diminta[kolom].strip()
            try:
                diminta[kolom] = baca_angka(teks, konteks).nilai if teks else None
            except Galat as galat:
                raise Invalid.dari(galat, kolom=kolom) from None
    return diminta
