"""Parameters: add, change, rename, delete."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.volume.forms import ParameterForm
from ahsp_app.blueprints.volume.layar import (
    isi_bantuan,
    isi_lembar,
    isi_parameter,
    jawab,
    kerja_kini,
    layar_kini,
    tampil_parameter,
)
from ahsp_app.blueprints.volume.routes import bp
from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.models import Parameter
from ahsp_app.services.parameter import get_parameter, hapus_parameter, tambah_parameter, ubah_parameter
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_formulir, sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, roti
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta

BENTROK = N_("Parameter ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")


@bp.get("/parameter")
@aturan(Akses.PROYEK, Batas.READ)
def panel(proyek_id: int) -> ResponseReturnValue:
    """The panel anew, or only how many volumes use each parameter."""
    if not htmx():
        return redirect(f"{layar_kini().url()}#parameter")
    if "jumlah" in request.args:
        return render_template("volume/_dipakai.html", **isi_parameter())
    return render_template("volume/_parameter.html", fokus=False, **isi_parameter())


@bp.post("/parameter")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah(proyek_id: int) -> ResponseReturnValue:
    """Add a parameter."""
    form = ParameterForm(prefix="baru-")
    if form.validate() and form.nilai.data is not None:
        try:
            p = tambah_parameter(kerja_kini(), form.nama.data, form.nilai.data, form.label.data, form.satuan.data)
        except Invalid as galat:
            salahkan(form, galat)
        else:
            roti_formulir(form)
            if htmx():
                return render_template("volume/_parameter.html", fokus=True, **isi_parameter())
            return redirect(f"{layar_kini().url()}#parameter-{p.id}", 303)
    if htmx():
        return render_template("volume/_parameter.html", fokus=False, **isi_parameter(form)), 422
    isi = isi_lembar(layar_kini()) | isi_parameter(form) | isi_bantuan()
    return render_template("volume/page.html", **isi), 422


@bp.post("/parameter/<int:parameter_id>")
@aturan(Akses.PROYEK, Batas.CELL, "parameter-%(parameter_id)s")
def simpan_parameter(proyek_id: int, parameter_id: int) -> ResponseReturnValue:
    """Save the value of a parameter; every volume that uses it follows."""
    baris = f"parameter-{parameter_id}"
    url = url_for("volume.simpan_parameter", proyek_id=proyek_id, parameter_id=parameter_id)
    sedang_mengubah(Sel(baris, url, f"{layar_kini().url()}#{baris}", tampil_parameter, "parameter", parameter_id))
    k = kerja_kini()
    p = get_parameter(k, parameter_id)
    versi = versi_diminta()
    bacaan = _baca(request.form.get("nilai", tampil_parameter(p)["nilai"]))
    dampak = ubah_parameter(k, p, versi, nilai=bacaan.nilai)
    sel = [(f"{baris}-nilai", tampil_parameter(p)["nilai"], "")]
    return jawab(dampak, baris, p.versi, sel, catatan=sebut_bacaan(bacaan))


@bp.get("/parameter/<int:parameter_id>")
@aturan(Akses.PROYEK, Batas.READ)
def ubah_form(proyek_id: int, parameter_id: int) -> str:
    """The form of one parameter, in a dialog or as a page."""
    p = get_parameter(kerja_kini(), parameter_id)
    return _halaman_ubah(p, ParameterForm(formdata=None, obj=p), p.versi)


@bp.post("/parameter/<int:parameter_id>/ubah")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah(proyek_id: int, parameter_id: int) -> ResponseReturnValue:
    """Change a parameter; a new name is written into the formulas that use it."""
    k = kerja_kini()
    p = get_parameter(k, parameter_id)
    form, versi, lama = ParameterForm(), versi_diminta(), {"nilai": p.nilai}
    if form.validate():
        isian = {nama: form[nama].data for nama in ("nama", "nilai", "label", "satuan")}
        try:
            with k.sesi.begin_nested():
                dampak = ubah_parameter(k, p, versi, **isian)
            roti_formulir(form, lama)
            return jawab(
                dampak, f"parameter-{p.id}", p.versi, [], pemicu=["tutup-dialog"], panel=True, **isi_parameter()
            )
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(_(BENTROK))
            versi = p.versi
    return _halaman_ubah(p, form, versi), 422


@bp.post("/parameter/<int:parameter_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus(proyek_id: int, parameter_id: int) -> ResponseReturnValue:
    """Delete a parameter that no formula uses; it can be taken back."""
    k = kerja_kini()
    p = get_parameter(k, parameter_id)
    riwayat_id = hapus_parameter(k, p, versi_diminta())
    balik = url_for("riwayat.pulihkan", proyek_id=proyek_id, riwayat_id=riwayat_id)
    roti(_("Parameter %(nama)s dihapus.", nama=p.nama), urungkan=balik)
    if htmx():
        return Response(render_template("volume/_parameter.html", fokus=False, **isi_parameter()))
    return redirect(f"{layar_kini().url()}#parameter", 303)


def _halaman_ubah(p: Parameter, form: ParameterForm, versi: int) -> str:
    url = url_for("volume.ubah", proyek_id=p.proyek_id, parameter_id=p.id)
    kembali = f"{layar_kini().url()}#parameter-{p.id}"
    isi = {"form": form, "versi": versi, "url": url, "kembali": kembali, "batal": not htmx()}
    return halaman_atau_fragmen("volume/parameter.html", "volume/_ubah_parameter.html", **isi)


def _baca(teks: str) -> Bacaan:
    try:
        return baca_angka(teks, Konteks.PARAMETER)
    except Galat as galat:
        raise Invalid.dari(galat, kolom="nilai") from None
