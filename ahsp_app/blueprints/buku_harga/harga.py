"""Single prices of a book: adding, cells, the form with the purchase unit, the history, deleting and its undo."""

from __future__ import annotations

import json

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.buku_harga.forms import HargaBaruForm, HargaForm, baca_sel, sel_tampil, tampil
from ahsp_app.blueprints.buku_harga.layar import ceritakan, isi_baris, isi_buku, layar_kini, url_buku
from ahsp_app.blueprints.buku_harga.routes import bp
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db
from ahsp_app.models import DaftarHarga, HargaDasar
from ahsp_app.queries.buku_harga import find_dasar, list_riwayat
from ahsp_app.services import buku_harga_ubah as layanan
from ahsp_app.services.buku_harga import KONVERSI, get_buku, get_harga
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan, soroti
from ahsp_app.web.harga import sebut_konversi
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah, roti
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta


@bp.post("/buku-harga/<int:daftar_id>/harga")
@aturan(Akses.ADMIN, Batas.WRITE)
def tambah(daftar_id: int) -> ResponseReturnValue:
    """Add a price by hand."""
    buku, form = get_buku(db.session(), daftar_id, kunci=True), HargaBaruForm()
    if form.validate():
        try:
            harga = layanan.tambah_harga(db.session(), current_user.id, buku, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        else:
            cari = url_buku(daftar_id, cari=harga.uraian[:100])
            return pindah(f"{cari}#dasar-{harga.id}", _("“%(x)s” ditambahkan.", x=harga.uraian[:80]))
    soroti(form)
    isi = isi_buku(buku, layar_kini(daftar_id))
    return render_template("buku_harga/buku.html", form=form, **isi), 422


@bp.get("/buku-harga/<int:daftar_id>/harga/<int:harga_id>")
@aturan(Akses.ADMIN, Batas.READ)
def rincian(daftar_id: int, harga_id: int) -> str:
    """One price: its form with the purchase unit, and who changed it when."""
    buku = get_buku(db.session(), daftar_id)
    harga = get_harga(db.session(), buku, harga_id)
    return _halaman_rincian(buku, harga, HargaForm(formdata=None, obj=harga), harga.versi)


@bp.post("/buku-harga/<int:daftar_id>/harga/<int:harga_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan(daftar_id: int, harga_id: int) -> ResponseReturnValue:
    """Save cells of a price: its name, unit, price and note."""
    baris, url = f"dasar-{harga_id}", url_for(".simpan", daftar_id=daftar_id, harga_id=harga_id)
    kembali = f"{url_buku(daftar_id, layar_kini(daftar_id))}#{baris}"
    sedang_mengubah(Sel(baris, url, kembali, tampil))
    buku = get_buku(db.session(), daftar_id, kunci=True)
    harga = get_harga(db.session(), buku, harga_id)
    versi = versi_diminta()
    perubahan, bacaan = baca_sel(harga, request.form)
    try:
        layanan.ubah_harga(db.session(), current_user.id, buku, harga, versi, perubahan)
    except Invalid as galat:
        # The market unit is typed in the cell of the price.
        raise Invalid.dari(galat, kolom="harga" if galat.kolom in KONVERSI else galat.kolom) from None
    catatan = sebut_bacaan(bacaan) if bacaan else ""
    if not htmx():
        if catatan:
            roti(catatan[0].upper() + catatan[1:] + ".", "info")
        return redirect(kembali, 303)
    isi = {"h": harga, "sel": sel_tampil(harga), "catatan": catatan, "konversi": sebut_konversi(harga)}
    return render_template("buku_harga/_sesudah.html", **isi)


@bp.post("/buku-harga/<int:daftar_id>/harga/<int:harga_id>/ubah")
@aturan(Akses.ADMIN, Batas.WRITE)
def ubah(daftar_id: int, harga_id: int) -> ResponseReturnValue:
    """Change a price as a whole, with its purchase unit."""
    buku = get_buku(db.session(), daftar_id, kunci=True)
    harga = get_harga(db.session(), buku, harga_id)
    form, versi = HargaForm(), versi_diminta()
    if form.validate():
        try:
            with db.session.begin_nested():
                berubah = layanan.ubah_harga(db.session(), current_user.id, buku, harga, versi, form.isi())
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(
                _("Harga ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")
            )
            versi = harga.versi
        else:
            if berubah:
                roti(_("%(x)s disimpan.", x=harga.uraian[:80]))
            return _jawab_baris(buku, harga)
    return _halaman_rincian(buku, harga, form, versi), 422


@bp.post("/buku-harga/<int:daftar_id>/harga/<int:harga_id>/hapus")
@aturan(Akses.ADMIN, Batas.CELL)
def hapus(daftar_id: int, harga_id: int) -> ResponseReturnValue:
    """Take a price out of the book; it can be taken back."""
    buku = get_buku(db.session(), daftar_id, kunci=True)
    harga = get_harga(db.session(), buku, harga_id)
    nama = harga.uraian[:80]
    entri_id = layanan.hapus_harga(db.session(), current_user.id, buku, harga, versi_diminta())
    balik = url_for(".pulihkan", daftar_id=daftar_id, entri_id=entri_id)
    roti(_("“%(x)s” dihapus dari buku.", x=nama), urungkan=balik)
    if htmx():
        return Response("")
    return redirect(url_buku(daftar_id, layar_kini(daftar_id)), 303)


@bp.post("/buku-harga/<int:daftar_id>/pulihkan/<int:entri_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def pulihkan(daftar_id: int, entri_id: int) -> ResponseReturnValue:
    """Bring back a price that was deleted."""
    buku = get_buku(db.session(), daftar_id, kunci=True)
    harga = layanan.pulihkan_harga(db.session(), current_user.id, buku, entri_id)
    pesan = _("“%(x)s” dipulihkan.", x=harga.uraian[:80])
    if htmx():
        roti(pesan)
        return Response("", headers={"HX-Trigger": json.dumps({"muat-ulang": True})})
    return pindah(url_buku(daftar_id, layar_kini(daftar_id)), pesan)


def _jawab_baris(buku: DaftarHarga, harga: HargaDasar) -> ResponseReturnValue:
    if not htmx():
        return redirect(f"{url_buku(buku.id, layar_kini(buku.id))}#dasar-{harga.id}", 303)
    baris = find_dasar(db.session(), buku.id, harga.id)
    isi = render_template("buku_harga/_sesudah_rincian.html", h=baris, **isi_baris(buku))
    return Response(isi, headers={"HX-Trigger": json.dumps({"tutup-dialog": True})})


def _halaman_rincian(buku: DaftarHarga, harga: HargaDasar, form: HargaForm, versi: int) -> str:
    return halaman_atau_fragmen(
        "buku_harga/rincian.html",
        "buku_harga/_rincian.html",
        buku=buku,
        h=harga,
        form=form,
        versi=versi,
        url=url_for(".rincian", daftar_id=buku.id, harga_id=harga.id),
        kembali=f"{url_buku(buku.id, layar_kini(buku.id))}#dasar-{harga.id}",
        konversi=sebut_konversi(harga),
        butir=ceritakan(list_riwayat(db.session(), "harga_dasar", harga.id)),
        dialog=htmx(),
    )
