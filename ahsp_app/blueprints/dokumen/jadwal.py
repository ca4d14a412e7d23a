"""Bundles that are mailed by themselves: the schedules of a project, their log, the form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.dokumen.bp import bp
from ahsp_app.blueprints.dokumen.jadwal_form import JadwalForm, sebut_isi
from ahsp_app.calc.kala import sebut_kala
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db, huey
from ahsp_app.models import JadwalDokumen
from ahsp_app.queries.jadwal import daftar_jadwal
from ahsp_app.services import jadwal_dokumen as layanan
from ahsp_app.services.dokumen_atur import get_atur, opsi_bundel
from ahsp_app.services.dokumen_minta import dari_json
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan, soroti
from ahsp_app.web.rendering import balas, halaman_atau_fragmen, pindah
from ahsp_app.web.sel import versi_diminta
from ahsp_app.web.transaksi import setelah_commit


@bp.get("/jadwal")
@aturan(Akses.PROYEK, Batas.READ)
def jadwal(proyek_id: int) -> str:
    """The schedules; their list asks for itself again while one of them is under way."""
    form = JadwalForm.baru(get_atur(db.session(), proyek_id))
    return halaman_atau_fragmen("dokumen/jadwal.html", "dokumen/_jadwal.html", form=form, **_isi(proyek_id))


@bp.post("/jadwal")
@aturan(Akses.PROYEK, Batas.WRITE)
def tambah_jadwal(proyek_id: int) -> ResponseReturnValue:
    """Add a schedule, with the options of the bundle."""
    form, opsi = JadwalForm(), opsi_bundel(get_atur(db.session(), proyek_id))
    if form.validate():
        try:
            baru = layanan.buat_jadwal(_kerja(), form.baca(opsi), datetime.now(UTC))
        except Invalid as galat:
            salahkan(form, galat)
        else:
            return pindah(_url(proyek_id), _("Jadwal “%(nama)s” dibuat.", nama=baru.nama))
    soroti(form)
    return render_template("dokumen/jadwal.html", form=form, **_isi(proyek_id)), 422


@bp.get("/jadwal/<int:jadwal_id>")
@aturan(Akses.PROYEK, Batas.READ)
def ubah_jadwal_form(proyek_id: int, jadwal_id: int) -> str:
    """The form of one schedule."""
    kini = layanan.get_jadwal(db.session(), proyek_id, jadwal_id)
    return render_template("dokumen/jadwal_ubah.html", form=JadwalForm.dari(kini), jadwal=kini, versi=kini.versi)


@bp.post("/jadwal/<int:jadwal_id>")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Change a schedule."""
    kini, form, versi = _kini(proyek_id, jadwal_id), JadwalForm(), versi_diminta()
    if form.validate():
        try:
            isi = form.baca(dari_json(kini.permintaan).opsi)
            berubah = layanan.ubah_jadwal(_kerja(), kini, versi, isi, datetime.now(UTC))
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(
                _("Jadwal ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")
            )
            versi = kini.versi
        else:
            return pindah(_url(proyek_id), _("Jadwal disimpan.") if berubah else _("Tidak ada yang berubah."))
    soroti(form)
    return render_template("dokumen/jadwal_ubah.html", form=form, jadwal=kini, versi=versi), 422


@bp.post("/jadwal/<int:jadwal_id>/jeda")
@aturan(Akses.PROYEK, Batas.CELL)
def jeda_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Stop sending until further notice."""
    layanan.jeda(_kerja(), _kini(proyek_id, jadwal_id), versi_diminta())
    return _jawab(proyek_id, _("Dijeda."))


@bp.post("/jadwal/<int:jadwal_id>/lanjutkan")
@aturan(Akses.PROYEK, Batas.CELL)
def lanjutkan_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Send again from the next moment on."""
    layanan.lanjutkan(_kerja(), _kini(proyek_id, jadwal_id), versi_diminta(), datetime.now(UTC))
    return _jawab(proyek_id, _("Dilanjutkan."))


@bp.post("/jadwal/<int:jadwal_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Delete a schedule with its log."""
    layanan.hapus_jadwal(_kerja(), _kini(proyek_id, jadwal_id), versi_diminta())
    return _jawab(proyek_id, _("Jadwal dihapus."))


@bp.post("/jadwal/<int:jadwal_id>/kirim")
@aturan(Akses.PROYEK, Batas.EXPORT)
def kirim_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Make and mail it now, beside what is scheduled."""
    layanan.minta_kirim(db.session(), _kini(proyek_id, jadwal_id), g.proyek)
    return _jawab(proyek_id, _("Sedang disiapkan, lalu dikirim."), bangunkan=True)


@bp.post("/jadwal/<int:jadwal_id>/kirim-lagi")
@aturan(Akses.PROYEK, Batas.EXPORT)
def kirim_lagi_jadwal(proyek_id: int, jadwal_id: int) -> ResponseReturnValue:
    """Do the newest run again from where it stopped."""
    layanan.kirim_lagi(_kerja(), _kini(proyek_id, jadwal_id))
    return _jawab(proyek_id, _("Sedang dikirim lagi."), bangunkan=True)


def _jawab(proyek_id: int, pesan: str, *, bangunkan: bool = False) -> ResponseReturnValue:
    db.session.flush()
    if bangunkan:
        setelah_commit(huey.bangunkan)
    return balas("dokumen/_jadwal.html", _url(proyek_id), pesan, **_isi(proyek_id))


def _isi(proyek_id: int) -> dict[str, Any]:
    daftar = daftar_jadwal(db.session(), proyek_id)
    return {
        "daftar": daftar,
        "penuh": len(daftar) >= layanan.MAKS_JADWAL,
        "berlangsung": any(j.berlangsung for j in daftar),
        "sebut_isi": sebut_isi,
        "sebut_kala": lambda j: sebut_kala(j.tiap, j.hari, j.jam, _),
        "ada_server_surat": bool(current_app.extensions["settings"].smtp_url),
    }


def _kini(proyek_id: int, jadwal_id: int) -> JadwalDokumen:
    return layanan.get_jadwal(db.session(), proyek_id, jadwal_id, kunci=True)


def _kerja() -> Kerja:
    return Kerja(db.session(), g.proyek, current_user.id)


def _url(proyek_id: int) -> str:
    return url_for("dokumen.jadwal", proyek_id=proyek_id)
