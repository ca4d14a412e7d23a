"""The forms about a project. They read; what is right together is decided by services.proyek."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField
from wtforms.validators import StopValidation

from ahsp_app.calc.angka import Konteks
from ahsp_app.calc.kala import HARI
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
    salahkan,
)


def _teks(label: Any, kolom: str, **lain: Any) -> TeksField:
    return TeksField(label, maks=maks_panjang(kolom), **lain)


def _tahun() -> BulatField:
    return BulatField(_l("Tahun anggaran"), dari=TAHUN_AWAL, sampai=TAHUN_AKHIR, wajib=True)


def _durasi() -> BulatField:
    return BulatField(_l("Durasi (hari)"), dari=1, sampai=MAKS_DURASI)


def _nama_cukup(_form: Any, field: TeksField) -> None:
    if len(field.data) < 3:
        raise StopValidation(_l("Nama proyek sedikitnya 3 karakter."))


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
    awal_minggu = PilihField(_l("Minggu dimulai hari"), [(str(n), _l(hari)) for n, hari in enumerate(HARI)])

    @classmethod
    def dari(cls, p: Proyek) -> WaktuForm:
        """As stored."""
        durasi = Waktu(p.tanggal_mulai, p.tanggal_selesai).durasi
        return cls(formdata=None, obj=p, data={"durasi": durasi, "awal_minggu": str(p.awal_minggu)})


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
