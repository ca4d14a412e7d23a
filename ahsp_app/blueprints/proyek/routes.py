"""A new project, and the settings of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from ahsp_app.blueprints.proyek import forms, perhitungan
from ahsp_app.blueprints.proyek.contexts import BAGIAN, TEMPLAT, Bagian, cari_beda
from ahsp_app.blueprints.proyek.queries import pilihan_daftar_harga
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db
from ahsp_app.models import Proyek
from ahsp_app.queries.riwayat import find_terakhir
from ahsp_app.services import proyek as layanan
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_formulir
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan, soroti
from ahsp_app.web.rendering import htmx, pindah, roti, rupiah
from ahsp_app.web.sel import versi_diminta

bp = Blueprint("proyek", __name__, url_prefix="/proyek")


@bp.get("/baru")
@aturan(Akses.MASUK, Batas.READ)
def baru_form() -> str:
    """The form of a new project."""
    hari_ini = _hari_ini()
    form = forms.BaruForm(formdata=None, data={"tahun_anggaran": hari_ini.year, "tanggal_mulai": hari_ini})
    return _halaman_baru(form)


@bp.post("/baru")
@aturan(Akses.MASUK, Batas.WRITE)
def baru() -> ResponseReturnValue:
    """Create a project and go to its works."""
    form = forms.BaruForm()
    forms.pasang_daftar_harga(form, pilihan_daftar_harga(db.session()))
    if form.validate():
        try:
            proyek, waktu = _buat(form)
        except Invalid as galat:
            salahkan(form, galat)
        else:
            roti_formulir(form)
            if waktu.diabaikan:
                roti(_kata_diabaikan(waktu))
            rute = "pekerjaan.halaman" if "pekerjaan.halaman" in current_app.view_functions else "proyek.pengaturan"
            return pindah(url_for(rute, proyek_id=proyek.id), _("Proyek dibuat."))
    return _halaman_baru(form), 422


@bp.get("/<int:proyek_id>/pengaturan")
@aturan(Akses.PROYEK, Batas.READ)
def pengaturan(proyek_id: int) -> str:
    """All settings, in parts that are saved one by one."""
    return _halaman({})


@bp.post("/<int:proyek_id>/pengaturan/identitas")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_identitas(proyek_id: int) -> ResponseReturnValue:
    """Save names, places, parties and budget."""
    form = forms.IdentitasForm()

    def simpan(k: Kerja, versi: int) -> str:
        lama = {"anggaran": k.proyek.anggaran}
        berubah = layanan.ubah_identitas(k, versi, form.data)
        roti_formulir(form, lama)
        return _("Identitas disimpan.") if berubah else _tetap()

    return _simpan("identitas", form, simpan)


@bp.post("/<int:proyek_id>/pengaturan/waktu")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_waktu(proyek_id: int) -> ResponseReturnValue:
    """Save start, end and duration."""
    form = forms.WaktuForm()

    def simpan(k: Kerja, versi: int) -> str:
        lama = layanan.Waktu(k.proyek.tanggal_mulai, k.proyek.tanggal_selesai)
        waktu = layanan.sepakati_waktu(form.tanggal_mulai.data, form.tanggal_selesai.data, form.durasi.data, lama)
        berubah = layanan.ubah_waktu(k, versi, waktu, int(form.awal_minggu.data))
        if waktu.diabaikan:
            return _kata_diabaikan(waktu)
        return _("Waktu disimpan: %(n)s hari.", n=waktu.durasi) if berubah else _tetap()

    return _simpan("waktu", form, simpan)


@bp.post("/<int:proyek_id>/pengaturan/perhitungan")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_perhitungan(proyek_id: int) -> ResponseReturnValue:
    """Save margin, PPN and rounding; every result that depends on them follows."""
    form = perhitungan.PerhitunganForm.diisi(g.proyek)

    def simpan(k: Kerja, versi: int) -> str:
        dampak = layanan.ubah_perhitungan(k, versi, form.isi(k.proyek))
        if dampak is None:
            return _tetap()
        if not dampak.selisih:
            return str(_("Perhitungan disimpan."))
        lama, baru = rupiah(round(dampak.jumlah_lama, 2)), rupiah(round(dampak.jumlah_baru, 2))
        return str(_("Perhitungan disimpan. JUMLAH dari %(lama)s menjadi %(baru)s.", lama=lama, baru=baru))

    return _simpan("perhitungan", form, simpan)


@bp.post("/<int:proyek_id>/pengaturan/perhitungan/pratinjau")
@aturan(Akses.PROYEK, Batas.WRITE)
def pratinjau(proyek_id: int) -> ResponseReturnValue:
    """What the total would be with these settings; nothing is saved."""
    form = perhitungan.PerhitunganForm.diisi(g.proyek)
    versi = versi_diminta()
    hasil, status = None, 422
    if form.validate():
        hasil, status = layanan.coba_perhitungan(_kerja(), form.isi(g.proyek)), 200
    return _jawab("perhitungan", Bagian(form, versi), status, pratinjau=hasil)


@bp.post("/<int:proyek_id>/pengaturan/harga")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_harga(proyek_id: int) -> ResponseReturnValue:
    """Save the list that new resources take their first price from."""
    form = forms.HargaForm()
    forms.pasang_daftar_harga(form, pilihan_daftar_harga(db.session(), g.proyek.daftar_harga_id))

    def simpan(k: Kerja, versi: int) -> str:
        pilihan = form.daftar_harga_id.data
        berubah = layanan.ubah_daftar_harga(k, versi, int(pilihan) if pilihan else None)
        return _("Harga dasar disimpan. Harga yang sudah ada tidak berubah.") if berubah else _tetap()

    return _simpan("harga", form, simpan)


@bp.post("/<int:proyek_id>/pengaturan/penanda")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah_penanda(proyek_id: int) -> ResponseReturnValue:
    """Save the signatories, or give the form back with a row more, less or moved."""
    form = forms.PenandaTanganForm()
    tindakan = request.form.get("tindakan", "simpan")
    if tindakan != "simpan":
        return _jawab("penanda", Bagian(form.susun(tindakan), versi_diminta()))

    def simpan(k: Kerja, versi: int) -> str:
        berubah = layanan.ganti_penanda_tangan(k, versi, form.isi())
        return _("Penanda tangan disimpan.") if berubah else _tetap()

    return _simpan("penanda", form, simpan)


def _simpan(nama: str, form: FlaskForm, simpan: Callable[[Kerja, int], str]) -> ResponseReturnValue:
    """Save one part: 422 with what was typed, 409 with what is stored meanwhile, or the part as it is now."""
    versi = versi_diminta()
    if not form.validate():
        return _jawab(nama, Bagian(form, versi), 422)
    try:
        pesan = simpan(_kerja(), versi)
    except Invalid as galat:
        if not (isinstance(form, forms.PenandaTanganForm) and form.salahkan(galat)):
            salahkan(form, galat)
        return _jawab(nama, Bagian(form, versi), 422)
    except Conflict:
        bentrok = cari_beda(form, _form(nama))
        if bentrok:
            return _jawab(nama, Bagian(form, g.proyek.versi, bentrok), 409)
        pesan = _tetap()  # a lost answer that is sent again: what was asked for is stored already
    roti(pesan)
    if htmx():
        return render_template("proyek/_sesudah.html", nama=nama, **_isi({}))
    return redirect(url_for("proyek.pengaturan", proyek_id=g.proyek.id, _anchor=nama), 303)


def _jawab(nama: str, bagian: Bagian, status: int = 200, **lain: Any) -> Response:
    """One part again, not saved: alone for htmx, in its page otherwise."""
    soroti(bagian.form)
    isi = _isi({nama: bagian}) | lain
    if not htmx():
        return make_response(render_template("proyek/pengaturan.html", **isi), status)
    tanggapan = make_response(render_template(TEMPLAT[nama], **isi), status)
    if status >= 400:
        # The reason stands at the top of the part, the button that was pressed at its end.
        tanggapan.headers["HX-Reswap"] = "outerHTML show:top"
    return tanggapan


def _halaman(bagian: dict[str, Bagian]) -> str:
    return render_template("proyek/pengaturan.html", **_isi(bagian))


def _isi(bagian: dict[str, Bagian]) -> dict[str, Any]:
    semua = {nama: bagian.get(nama) or Bagian(_form(nama), g.proyek.versi) for nama in BAGIAN}
    bentrok = any(satu.bentrok for satu in semua.values())
    return {
        "bagian": semua,
        "nama_bagian": BAGIAN,
        "templat": TEMPLAT,
        "mati": g.proyek.diarsipkan is not None,
        "terakhir": find_terakhir(db.session(), g.proyek.id, "proyek", g.proyek.id) if bentrok else None,
        "pratinjau": None,
        "tempat": perhitungan.TEMPAT,
        "lain": perhitungan.LAIN,
        "maks_penanda": layanan.MAKS_PENANDA,
    }


def _form(nama: str) -> FlaskForm:
    """The form of a part as stored."""
    p: Proyek = g.proyek
    if nama == "identitas":
        return forms.IdentitasForm(formdata=None, obj=p)
    if nama == "waktu":
        return forms.WaktuForm.dari(p)
    if nama == "perhitungan":
        return perhitungan.PerhitunganForm.dari(p)
    if nama == "harga":
        form = forms.HargaForm.dari(p)
        forms.pasang_daftar_harga(form, pilihan_daftar_harga(db.session(), p.daftar_harga_id))
        return form
    return forms.PenandaTanganForm.dari(layanan.daftar_penanda(db.session(), p.id))


def _buat(form: forms.BaruForm) -> tuple[Proyek, layanan.Waktu]:
    mulai, selesai = form.tanggal_mulai.data, form.tanggal_selesai.data
    if mulai and selesai is None and form.durasi.data is None:
        selesai = layanan.akhir_baku(mulai)
    waktu = layanan.sepakati_waktu(mulai, selesai, form.durasi.data)
    isi = {nama: nilai for nama, nilai in form.data.items() if nama in layanan.IDENTITAS}
    daftar = form.daftar_harga_id.data
    proyek = layanan.buat_proyek(
        db.session(),
        current_user.id,
        tanggal_mulai=waktu.mulai,
        tanggal_selesai=waktu.selesai,
        daftar_harga_id=int(daftar) if daftar else None,
        **isi,
    )
    return proyek, waktu


def _halaman_baru(form: forms.BaruForm) -> str:
    forms.pasang_daftar_harga(form, pilihan_daftar_harga(db.session()))
    soroti(form)
    return render_template("proyek/baru.html", form=form)


def _kerja() -> Kerja:
    return Kerja(db.session(), g.proyek, current_user.id)


def _hari_ini() -> date:
    return datetime.now(get_timezone()).date()


def _tetap() -> str:
    return str(_("Tidak ada yang berubah."))


def _kata_diabaikan(waktu: layanan.Waktu) -> str:
    pola = _("Durasi %(durasi)s hari tidak cocok dengan tanggalnya. Yang dipakai tanggalnya: %(n)s hari.")
    return str(pola % {"durasi": waktu.diabaikan, "n": waktu.durasi})
