"""What is typed about a schedule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields import SelectChoice

from ahsp_app.calc.kala import BULAN, HARI, MAKS_TANGGAL, MINGGU
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.model import KERTAS
from ahsp_app.models import DokumenProyek, JadwalDokumen
from ahsp_app.services.dokumen_minta import BUKU_KERJA, bundel
from ahsp_app.services.jadwal_dokumen import MAKS_JAM, MAKS_NAMA, IsiJadwal
from ahsp_app.web.asal import bilangan
from ahsp_app.web.formulir import CentangField, PilihField, TeksField

_PEKAN, _BULANAN = _l("Setiap minggu"), _l("Setiap bulan")


class JadwalForm(FlaskForm):  # type: ignore[misc]
    """A schedule: one choice says on which day of the week or month."""

    nama = TeksField(_l("Nama"), maks=MAKS_NAMA, wajib=True)
    kala = PilihField(
        _l("Hari"),
        [
            *((f"{MINGGU}-{n}", _l(hari), {}, _PEKAN) for n, hari in enumerate(HARI)),
            *((f"{BULAN}-{n}", _l("Tanggal %(n)s", n=n), {}, _BULANAN) for n in range(1, MAKS_TANGGAL + 1)),
        ],
        default=f"{MINGGU}-0",
    )
    jam = PilihField(_l("Jam"), [(str(n), f"{n:02}.00") for n in range(MAKS_JAM + 1)], default="7")
    kertas = PilihField(_l("Kertas"), [(k, k) for k in KERTAS], default="A4")
    isi = CentangField(
        _l("Dokumen"),
        [*((j.kode, _l(j.nama)) for j in LAPORAN.values()), (BUKU_KERJA, _l("Buku kerja (XLSX, hanya dalam ZIP)"))],
    )
    hasil = RadioField(
        _l("Hasil"),
        choices=[
            SelectChoice("pdf", _l("Satu PDF bersampul dan berdaftar isi")),
            SelectChoice("zip", _l("ZIP, dengan bentuk di bawah")),
        ],
        default="pdf",
        validate_choice=False,
    )
    format = CentangField(_l("Bentuk dalam ZIP"), [(f.kode, f.nama) for f in FORMAT.values()])

    @classmethod
    def baru(cls, atur: DokumenProyek) -> JadwalForm:
        """Empty, offering what the bundle was last made of."""
        b = atur.bundel
        isi = {"isi": b.get("isi", []), "hasil": "zip" if b.get("zip") else "pdf"}
        return cls(formdata=None, kertas=atur.kertas, format=b.get("format", ["pdf", "xlsx"]), **isi)

    @classmethod
    def dari(cls, j: JadwalDokumen) -> JadwalForm:
        """As a schedule has it."""
        p = j.permintaan
        isi: dict[str, Any] = {
            "nama": j.nama,
            "kala": f"{j.tiap}-{j.hari}",
            "jam": str(j.jam),
            "kertas": p["opsi"]["kertas"],
            "isi": p["laporan"],
            "hasil": "zip" if p["zip"] else "pdf",
            "format": p["format"],
        }
        return cls(formdata=None, **isi)

    def baca(self, opsi: Opsi | None = None) -> IsiJadwal:
        """What to store, with the other options of `opsi`. Raises Invalid."""
        tiap, _pemisah, hari = self.kala.data.partition("-")
        opsi = replace(opsi or Opsi(), kertas=self.kertas.data)
        minta = bundel(
            tuple(self.isi.data or ()), tuple(self.format.data or ()), opsi, sebagai_zip=self.hasil.data == "zip"
        )
        return IsiJadwal(self.nama.data, tiap, bilangan(hari), bilangan(self.jam.data), minta)


def sebut_isi(permintaan: dict[str, Any]) -> str:
    """The documents and forms of a schedule in words."""
    nama = [_(LAPORAN[k].nama) if k in LAPORAN else _("Buku kerja") for k in permintaan["laporan"]]
    bentuk = ", ".join(FORMAT[f].nama for f in permintaan["format"] if f in FORMAT)
    return ", ".join(nama) + (f" — ZIP: {bentuk}" if permintaan["zip"] else " — PDF")
