"""The forms about a project. They read; what is right together is decided by services.proyek."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField
from wtforms.validators import StopValidation

from ahsp_app.calc.angka import Konteks
from ahsp_app.calc.galat import N_
from ahsp_app.calc.pembulatan import PRESET, Mode, Pembulatan
from ahsp_app.calc.rekap import Ppn
from ahsp_app.errors import Invalid
from ahsp_app.models import PenandaTangan, Proyek
from ahsp_app.services.proyek import (
    MAKS_DESKRIPSI,
    MAKS_DURASI,
    MAKS_PENANDA,
    TAHUN_AKHIR,
    TAHUN_AWAL,
    Penanda,
    Waktu,
    maks_panjang,
    rapikan_baris,
)
from ahsp_app.web.formulir import (
    AngkaField,
    BanyakBarisField,
    BulatField,
    PilihField,
    TanggalField,
    TeksField,
    persen_wajar,
    salahkan,
)

TEMPAT: Final = ("hsp", "jumlah", "total")
LAIN: Final = "lain"
# What is in use since 2022 and since 2025 (PMK 131/2024), and works without tax.
PPN: Final = {"11": Ppn(Decimal(11)), "12": Ppn(Decimal(12), 11, 12), "0": Ppn(Decimal(0))}
_MODE: Final = {
    Mode.SETENGAH_ATAS: N_("Setengah ke atas"),
    Mode.BAWAH: N_("Ke bawah"),
    Mode.ATAS: N_("Ke atas"),
    Mode.TANPA: N_("Tanpa pembulatan"),
}
_HARI: Final = (
    N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"),
)  # fmt: skip


def _teks(label: Any, kolom: str, **lain: Any) -> TeksField:
    return TeksField(label, maks=maks_panjang(kolom), **lain)


def _tahun() -> BulatField:
    return BulatField(_l("Tahun anggaran"), dari=TAHUN_AWAL, sampai=TAHUN_AKHIR, wajib=True)


def _durasi() -> BulatField:
    return BulatField(_l("Durasi (hari)"), dari=1, sampai=MAKS_DURASI)


def _nama_cukup(_form: Any, field: TeksField) -> None:
    if len(field.data) < 3:
        raise StopValidation(_l("Nama proyek sedikitnya 3 karakter."))


def _lebih_dari_nol(_form: Any, field: AngkaField) -> None:
    if field.data is not None and field.data <= 0:
        raise StopValidation(_l("Isi angka lebih dari 0."))


class BaruForm(FlaskForm):  # type: ignore[misc]
    """A new project: what it must have, and what is known at the start."""

    nama = _teks(_l("Nama proyek"), "nama", wajib=True, validators=[_nama_cukup], render_kw={"autofocus": True})
    tahun_anggaran = _tahun()
    sumber_dana = _teks(_l("Sumber dana"), "sumber_dana")
    lokasi = _teks(_l("Lokasi"), "lokasi")
    pemilik = _teks(_l("Pemilik pekerjaan"), "pemilik")
    anggaran = AngkaField(_l("Anggaran (Rp)"), Konteks.UANG)
    tanggal_mulai = TanggalField(_l("Tanggal mulai"), wajib=True)
    tanggal_selesai = TanggalField(_l("Tanggal selesai"))
    durasi = _durasi()
    daftar_harga_id = PilihField(_l("Harga awal"))


class IdentitasForm(FlaskForm):  # type: ignore[misc]
    """Name, place, money, and the parties as the documents print them."""

    nama = _teks(_l("Nama proyek"), "nama", wajib=True, validators=[_nama_cukup])
    lokasi = _teks(_l("Lokasi"), "lokasi")
    tahun_anggaran = _tahun()
    sumber_dana = _teks(_l("Sumber dana"), "sumber_dana")
    anggaran = AngkaField(_l("Anggaran (Rp)"), Konteks.UANG)
    kategori = _teks(_l("Kategori"), "kategori")
    program = _teks(_l("Program"), "program")
    kegiatan = _teks(_l("Kegiatan"), "kegiatan")
    pemilik = _teks(_l("Pemilik pekerjaan"), "pemilik")
    jabatan_pemilik = _teks(_l("Jabatan pemilik"), "jabatan_pemilik")
    instansi_pemilik = _teks(_l("Instansi pemilik"), "instansi_pemilik")
    kontraktor = _teks(_l("Kontraktor"), "kontraktor")
    instansi_kontraktor = _teks(_l("Perusahaan kontraktor"), "instansi_kontraktor")
    perencana = _teks(_l("Konsultan perencana"), "perencana")
    instansi_perencana = _teks(_l("Perusahaan perencana"), "instansi_perencana")
    pengawas = _teks(_l("Konsultan pengawas"), "pengawas")
    instansi_pengawas = _teks(_l("Perusahaan pengawas"), "instansi_pengawas")
    keterangan_1 = _teks(_l("Keterangan 1"), "keterangan_1")
    keterangan_2 = _teks(_l("Keterangan 2"), "keterangan_2")
    deskripsi = BanyakBarisField(_l("Deskripsi"), maks=MAKS_DESKRIPSI, rapi=rapikan_baris)


class WaktuForm(FlaskForm):  # type: ignore[misc]
    """Start, end and duration; any two decide the third."""

    tanggal_mulai = TanggalField(_l("Tanggal mulai"))
    tanggal_selesai = TanggalField(_l("Tanggal selesai"))
    durasi = _durasi()
    awal_minggu = PilihField(_l("Minggu dimulai hari"), [(str(n), _l(hari)) for n, hari in enumerate(_HARI)])

    @classmethod
    def dari(cls, p: Proyek) -> WaktuForm:
        """As stored."""
        durasi = Waktu(p.tanggal_mulai, p.tanggal_selesai).durasi
        return cls(formdata=None, obj=p, data={"durasi": durasi, "awal_minggu": str(p.awal_minggu)})


def _preset(label: Any, tempat: str) -> PilihField:
    pilihan = [(satu.kode, _l(satu.label)) for satu in PRESET[tempat]]
    return PilihField(label, [*pilihan, (LAIN, _l("Lainnya…"))])


def _mode() -> PilihField:
    return PilihField(_l("Cara"), [(mode.value, _l(kata)) for mode, kata in _MODE.items()])


def _langkah() -> AngkaField:
    return AngkaField(_l("Kelipatan (Rp)"), Konteks.UANG, validators=[_lebih_dari_nol])


class PerhitunganForm(FlaskForm):  # type: ignore[misc]
    """Margin, PPN and the three roundings; a preset stands for a mode and a step."""

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

    @classmethod
    def dari(cls, p: Proyek) -> PerhitunganForm:
        """As stored."""
        pilihan = {f"bulat_{tempat}": _kode_preset(p, tempat) for tempat in TEMPAT}
        tersimpan = Ppn(p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut)
        pilihan["ppn"] = next((kode for kode, satu in PPN.items() if satu == tersimpan), LAIN)
        return cls(formdata=None, obj=p, data=pilihan)

    def validate(self, extra_validators: Any = None) -> bool:
        """Fields that a chosen preset stands in for do not count; those that "lain" asks for must be there."""
        super().validate(extra_validators)
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

    def _pelengkap(self) -> dict[str, bool]:
        """The fields of "lain", and whether they are asked for."""
        pelengkap = dict.fromkeys(("ppn_persen", "dpp_pembilang", "dpp_penyebut"), self.ppn.data == LAIN)
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


class HargaForm(FlaskForm):  # type: ignore[misc]
    """Where new resources take their first price from."""

    daftar_harga_id = PilihField(_l("Harga awal sumber daya baru"))

    @classmethod
    def dari(cls, p: Proyek) -> HargaForm:
        """As stored."""
        return cls(formdata=None, data={"daftar_harga_id": str(p.daftar_harga_id or "")})


class PenandaForm(Form):  # type: ignore[misc]
    """One signatory."""

    peran = TeksField(_l("Peran"), maks=maks_panjang("peran", PenandaTangan))
    nama = TeksField(_l("Nama"), maks=maks_panjang("nama", PenandaTangan))
    jabatan = TeksField(_l("Jabatan"), maks=maks_panjang("jabatan", PenandaTangan))
    instansi = TeksField(_l("Instansi"), maks=maks_panjang("instansi", PenandaTangan))
    nip = TeksField(_l("NIP"), maks=maks_panjang("nip", PenandaTangan))


class PenandaTanganForm(FlaskForm):  # type: ignore[misc]
    """All signatories in their order."""

    baris = FieldList(FormField(PenandaForm), max_entries=MAKS_PENANDA + 1)

    @classmethod
    def dari(cls, penanda: Sequence[Penanda]) -> PenandaTanganForm:
        """These rows."""
        return cls(formdata=None, data={"baris": [asdict(satu) for satu in penanda]})

    def isi(self) -> list[Penanda]:
        """The rows as typed; one with nothing in it is none."""
        return [satu for satu in self._semua() if any(asdict(satu).values())]

    def susun(self, tindakan: str) -> PenandaTanganForm:
        """The form with a row more (tambah), less (hapus-2) or moved (naik-2, turun-2); unknown words do nothing."""
        baris = self._semua()
        kata, _pisah, nomor = tindakan.partition("-")
        n = int(nomor) if nomor.isdecimal() and len(nomor) < 4 else -1
        if kata == "tambah" and len(baris) < MAKS_PENANDA:
            baris.append(Penanda(""))
        elif kata == "hapus" and 0 <= n < len(baris):
            del baris[n]
        elif kata == "naik" and 0 < n < len(baris):
            baris[n - 1], baris[n] = baris[n], baris[n - 1]
        elif kata == "turun" and 0 <= n < len(baris) - 1:
            baris[n + 1], baris[n] = baris[n], baris[n + 1]
        return PenandaTanganForm.dari(baris)

    def salahkan(self, galat: Invalid) -> bool:
        """Put a refusal at the field `baris-2-nama`; False when it names no field of a row."""
        cocok = re.fullmatch(r"baris-(\d+)-(\w+)", galat.kolom)
        terisi = [satu for satu in self.baris if any(satu.data.values())]
        if cocok is None or int(cocok[1]) >= len(terisi):
            return False
        salahkan(terisi[int(cocok[1])].form, Invalid.dari(galat, kolom=cocok[2]))
        return True

    def _semua(self) -> list[Penanda]:
        return [Penanda(**{nama: satu.form[nama].data or "" for nama in Penanda.__slots__}) for satu in self.baris]


def pasang_daftar_harga(form: BaruForm | HargaForm, pilihan: Sequence[tuple[str, str]]) -> None:
    """Offer the lists of prices; the first choice is none of them."""
    form.daftar_harga_id.tawarkan([("", _l("Isi sendiri")), *pilihan])


def _kode_preset(p: Proyek, tempat: str) -> str:
    mode, langkah = Mode(getattr(p, f"bulat_{tempat}_mode")), getattr(p, f"bulat_{tempat}_langkah")
    for preset in PRESET[tempat]:
        if preset.pembulatan.mode is mode and (mode is Mode.TANPA or preset.pembulatan.langkah == langkah):
            return preset.kode
    return LAIN
