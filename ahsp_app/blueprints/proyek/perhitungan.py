"""The form of margin, PPN and rounding: presets, and fields of one's own beside each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import PRESET, Mode, Pembulatan
from ahsp_app.calc.rekap import Ppn
from ahsp_app.models import Proyek
from ahsp_app.web.formulir import AngkaField, BulatField, PilihField, persen_wajar

TEMPAT: Final = ("hsp", "jumlah", "total")
LAIN: Final = "lain"
# Each choice, and the fields of one's own that "lain" stands for.
SENDIRI: Final = {"ppn": ("ppn_persen", "dpp_pembilang", "dpp_penyebut")} | {
    f"bulat_{tempat}": (f"bulat_{tempat}_mode", f"bulat_{tempat}_langkah") for tempat in TEMPAT
}
_DILIHAT: Final = tuple(nama for pilihan, sendiri in SENDIRI.items() for nama in (pilihan, *sendiri))
_BERBEDA: Final = _l(
    "Pilihan ini dan isian sendiri di bawahnya berbeda. Pilih “Lainnya…” untuk memakai isian sendiri, "
    "atau kembalikan isian sendiri seperti semula."
)
# What is in use since 2022 and since 2025 (PMK 131/2024), and works without tax.
PPN: Final = {"11": Ppn(Decimal(11)), "12": Ppn(Decimal(12), 11, 12), "0": Ppn(Decimal(0))}
_MODE: Final = {
    Mode.SETENGAH_ATAS: N_("Setengah ke atas"),
    Mode.BAWAH: N_("Ke bawah"),
    Mode.ATAS: N_("Ke atas"),
    Mode.TANPA: N_("Tanpa pembulatan"),
}


def _lebih_dari_nol(_form: Any, field: AngkaField) -> None:
    if field.data is not None and field.data <= 0:
        raise StopValidation(_l("Isi angka lebih dari 0."))


def _preset(label: Any, tempat: str) -> PilihField:
    pilihan = [(satu.kode, _l(satu.label)) for satu in PRESET[tempat]]
    return PilihField(label, [*pilihan, (LAIN, _l("Lainnya…"))])


def _mode() -> PilihField:
    return PilihField(_l("Cara"), [(mode.value, _l(kata)) for mode, kata in _MODE.items()])


def _langkah() -> AngkaField:
    return AngkaField(_l("Kelipatan (Rp)"), Konteks.UANG, validators=[_lebih_dari_nol])


class PerhitunganForm(FlaskForm):  # type: ignore[misc]
    """Margin, PPN and the three roundings; a preset stands for a mode and a step.

    `asal` is how choices and own fields looked when they were shown: what a person changed counts, wherever it stands.
    """

    margin_persen = AngkaField(_l("Margin (%)"), Konteks.PERSEN, wajib=True, validators=[persen_wajar])
    ppn = PilihField(_l("PPN"), [*((kode, satu.label()) for kode, satu in PPN.items()), (LAIN, _l("Lainnya…"))])
    ppn_persen = AngkaField(_l("Tarif PPN (%)"), Konteks.PERSEN, validators=[persen_wajar])
    dpp_pembilang = BulatField(_l("Dasar: pembilang"), dari=1, sampai=1000)
    dpp_penyebut = BulatField(_l("Dasar: penyebut"), dari=1, sampai=1000)
    bulat_hsp = _preset(_l("Harga satuan"), "hsp")
    bulat_jumlah = _preset(_l("Jumlah harga"), "jumlah")
    bulat_total = _preset(_l("Total"), "total")
    bulat_hsp_mode, bulat_jumlah_mode, bulat_total_mode = _mode(), _mode(), _mode()
    bulat_hsp_langkah, bulat_jumlah_langkah, bulat_total_langkah = _langkah(), _langkah(), _langkah()
    asal = HiddenField()

    @classmethod
    def dari(cls, p: Proyek) -> PerhitunganForm:
        """As stored."""
        pilihan = {f"bulat_{tempat}": _kode_preset(p, tempat) for tempat in TEMPAT}
        tersimpan = Ppn(p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut)
        pilihan["ppn"] = next((kode for kode, satu in PPN.items() if satu == tersimpan), LAIN)
        form = cls(formdata=None, obj=p, data=pilihan)
        form.asal.data = "|".join(form._kini(nama) for nama in _DILIHAT)
        return form

    @classmethod
    def diisi(cls, p: Proyek) -> PerhitunganForm:
        """As posted."""
        form = cls()
        if (form.asal.data or "").count("|") != len(_DILIHAT) - 1:
            form.asal.data = cls.dari(p).asal.data
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Own fields that were changed are "lain"; they are refused beside another preset that was just chosen.

        Own fields that nobody touched do not count while a preset is chosen; those that "lain" asks for must be there.
        """
        super().validate(extra_validators)
        asal = dict(zip(_DILIHAT, str(self.asal.data).split("|"), strict=True))
        for pilihan, sendiri in SENDIRI.items():
            self._timbang(pilihan, [n for n in sendiri if self[n].raw_data and self._kini(n) != asal[n]], asal[pilihan])
        for nama, perlu in self._pelengkap().items():
            if not perlu:
                self[nama].errors = []
            elif self[nama].data is None and not self[nama].errors:
                self[nama].errors = [_l("Belum diisi.")]
        return not self.errors

    def isi(self, p: Proyek) -> dict[str, Any]:
        """The columns of the project that this form decides."""
        # Without a preset validate() has seen to it that all three are there.
        tarif, pembilang, penyebut = self.ppn_persen.data, self.dpp_pembilang.data, self.dpp_penyebut.data
        ppn = PPN.get(self.ppn.data) or Ppn(tarif or Decimal(0), pembilang or 1, penyebut or 1)
        isi: dict[str, Any] = {
            "margin_persen": self.margin_persen.data,
            "ppn_persen": ppn.tarif_persen,
            "dpp_pembilang": ppn.dpp_pembilang,
            "dpp_penyebut": ppn.dpp_penyebut,
        }
        for tempat in TEMPAT:
            bulat = self._bulat(tempat, getattr(p, f"bulat_{tempat}_langkah"))
            isi |= {f"bulat_{tempat}_mode": bulat.mode.value, f"bulat_{tempat}_langkah": bulat.langkah}
        return isi

    def _timbang(self, pilihan: str, berubah: list[str], semula: str) -> None:
        if not berubah or self[pilihan].errors:
            return
        if self[pilihan].data == semula:
            self[pilihan].data = LAIN
        if self[pilihan].data != LAIN:
            if not self._sama(pilihan):
                self[pilihan].errors = [_BERBEDA]
        elif pilihan != "ppn" and self[f"{pilihan}_mode"].data == Mode.TANPA:
            langkah = self[f"{pilihan}_langkah"]
            if langkah.name in berubah and langkah.raw_data[0].strip():
                self[f"{pilihan}_mode"].errors = [_l("“Tanpa pembulatan” tidak memakai kelipatan. Pilih cara lain.")]

    def _sama(self, pilihan: str) -> bool:
        """Whether the own fields say what the chosen preset says."""
        isian = [self[nama].data for nama in SENDIRI[pilihan]]
        if pilihan == "ppn":
            return None not in isian and PPN[self.ppn.data] == Ppn(*isian)
        preset = next(satu for satu in PRESET[pilihan.removeprefix("bulat_")] if satu.kode == self[pilihan].data)
        mode, langkah = preset.pembulatan.mode, preset.pembulatan.langkah
        return bool(isian[0] == mode.value and (mode is Mode.TANPA or isian[1] == langkah))

    def _kini(self, nama: str) -> str:
        """What a field says, written in one way; what cannot be read as it was typed."""
        field: Field = self[nama]
        if isinstance(field, AngkaField) and field.data is not None:
            return cetak_isian(field.data, field.konteks)
        return str(field.data if field.data is not None else (field.raw_data or [""])[0]).strip()

    def _pelengkap(self) -> dict[str, bool]:
        """The fields of "lain", and whether they are asked for."""
        pelengkap = dict.fromkeys(SENDIRI["ppn"], self.ppn.data == LAIN)
        for tempat in TEMPAT:
            sendiri = self[f"bulat_{tempat}"].data == LAIN
            pelengkap[f"bulat_{tempat}_mode"] = sendiri
            tanpa = self[f"bulat_{tempat}_mode"].data == Mode.TANPA
            pelengkap[f"bulat_{tempat}_langkah"] = sendiri and not tanpa
        return pelengkap

    def _bulat(self, tempat: str, langkah_lama: Decimal) -> Pembulatan:
        for preset in PRESET[tempat]:
            if preset.kode == self[f"bulat_{tempat}"].data:
                return preset.pembulatan
        mode = Mode(self[f"bulat_{tempat}_mode"].data)
        # Without rounding the step means nothing; the column keeps the one it has.
        return Pembulatan(mode, langkah_lama if mode is Mode.TANPA else self[f"bulat_{tempat}_langkah"].data)


def _kode_preset(p: Proyek, tempat: str) -> str:
    mode, langkah = Mode(getattr(p, f"bulat_{tempat}_mode")), getattr(p, f"bulat_{tempat}_langkah")
    for preset in PRESET[tempat]:
        if preset.pembulatan.mode is mode and (mode is Mode.TANPA or preset.pembulatan.langkah == langkah):
            return preset.kode
    return LAIN
