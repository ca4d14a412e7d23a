"""Repairs of what was read: its cells, and leaving out."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ahsp_app.blueprints.impor.forms import baca_sel, tampil_analisa, tampil_harga, tampil_komponen
from ahsp_app.blueprints.impor.layar import args, isi_baris, isi_jumlah, saring_kini
from ahsp_app.blueprints.impor.routes import bp, isi_analisa
from ahsp_app.errors import NotFound
from ahsp_app.extensions import db
from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen
from ahsp_app.queries import impor as q
from ahsp_app.queries import impor_isi as q_isi
from ahsp_app.queries.impor import KepalaImpor
from ahsp_app.services import impor_ubah as layanan
from ahsp_app.services.impor_komit import get_impor
from ahsp_app.web.asal import dari
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import htmx
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta


@bp.post("/<int:impor_id>/analisa/<int:analisa_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan_analisa(impor_id: int, analisa_id: int) -> ResponseReturnValue:
    """Save cells of an analysis."""
    baris, url = f"analisa-{analisa_id}", url_for("impor.simpan_analisa", impor_id=impor_id, analisa_id=analisa_id)
    sedang_mengubah(Sel(baris, url, f"{alamat(impor_id)}#{baris}", tampil_analisa))
    impor = get_impor(db.session(), impor_id)
    a = _get(ImporAnalisa, impor_id, analisa_id)
    perubahan = baca_sel(tampil_analisa(a), request.form)
    layanan.ubah_analisa(db.session(), impor, analisa_id, versi_diminta(), perubahan)
    return jawab(impor_id, analisa_id)


@bp.post("/<int:impor_id>/komponen/<int:baris_impor_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan_komponen(impor_id: int, baris_impor_id: int) -> ResponseReturnValue:
    """Save cells of a row."""
    impor = get_impor(db.session(), impor_id)
    k = _get(ImporKomponen, impor_id, baris_impor_id)
    baris = f"komponen-{k.id}"
    url = url_for("impor.simpan_komponen", impor_id=impor_id, baris_impor_id=k.id)
    if k.analisa_id is None:
        return _simpan_harga(impor, k, url)
    analisa_id = k.analisa_id
    kembali = url_for("impor.analisa", impor_id=impor_id, analisa_id=analisa_id)
    sedang_mengubah(Sel(baris, url, f"{kembali}#{baris}", tampil_komponen))
    perubahan = baca_sel(tampil_komponen(k), request.form)
    layanan.ubah_komponen(db.session(), impor, k.id, versi_diminta(), perubahan)
    return jawab(impor_id, analisa_id, kembali)


@bp.post("/<int:impor_id>/analisa/<int:analisa_id>/lewati")
@aturan(Akses.ADMIN, Batas.CELL)
def lewati_analisa(impor_id: int, analisa_id: int) -> ResponseReturnValue:
    """Leave an analysis out of what is written, or take it in again."""
    impor = get_impor(db.session(), impor_id)
    a = _get(ImporAnalisa, impor_id, analisa_id)
    layanan.ubah_analisa(db.session(), impor, analisa_id, versi_diminta(), {"dilewati": not a.dilewati})
    return _jawab_ulang(impor_id, analisa_id)


@bp.post("/<int:impor_id>/komponen/<int:baris_impor_id>/lewati")
@aturan(Akses.ADMIN, Batas.CELL)
def lewati_komponen(impor_id: int, baris_impor_id: int) -> ResponseReturnValue:
    """Leave a row out, or take it in again."""
    impor = get_impor(db.session(), impor_id)
    k = _get(ImporKomponen, impor_id, baris_impor_id)
    layanan.ubah_komponen(db.session(), impor, k.id, versi_diminta(), {"dilewati": not k.dilewati})
    if k.analisa_id is None:
        return _jawab_baris_harga(impor_id, k.id)
    return _jawab_ulang(impor_id, k.analisa_id)


def _simpan_harga(impor: Impor, k: ImporKomponen, url: str) -> ResponseReturnValue:
    baris = f"komponen-{k.id}"
    sedang_mengubah(Sel(baris, url, f"{alamat(impor.id)}#{baris}", tampil_harga))
    perubahan = baca_sel(tampil_harga(k), request.form)
    layanan.ubah_komponen(db.session(), impor, k.id, versi_diminta(), perubahan)
    return jawab_harga(impor.id, k.id)


def jawab_harga(impor_id: int, komponen_id: int) -> ResponseReturnValue:
    """After cells of a price were saved."""
    db.session.flush()
    if not htmx():
        return redirect(f"{alamat(impor_id)}#komponen-{komponen_id}", 303)
    kepala = q.get_kepala(db.session(), impor_id)
    k = q_isi.get_komponen(db.session(), impor_id, komponen_id)
    sel = [(f"komponen-{k.id}-{nama}", nilai, "") for nama, nilai in tampil_harga(k).items()]
    return Response(
        render_template(
            "impor/_sesudah_harga.html",
            kepala=kepala,
            k=k,
            sel=sel,
            **isi_baris(kepala),
            **isi_jumlah(kepala, saring_kini(impor_id)),
        )
    )


def _jawab_baris_harga(impor_id: int, komponen_id: int) -> ResponseReturnValue:
    """After a price was left out or taken in: its row anew."""
    db.session.flush()
    if not htmx():
        return redirect(f"{alamat(impor_id)}#komponen-{komponen_id}", 303)
    kepala = q.get_kepala(db.session(), impor_id)
    k = q_isi.get_komponen(db.session(), impor_id, komponen_id)
    return Response(render_template("impor/_komponen.html", kepala=kepala, k=k, **isi_baris(kepala)) + _jumlah(kepala))


def _get(tabel: type[Any], impor_id: int, nomor: int) -> Any:
    baris = db.session.get(tabel, nomor)
    if baris is None or baris.impor_id != impor_id:
        raise NotFound
    return baris


def alamat(impor_id: int) -> str:
    """The page of the import with the filters in view."""
    return url_for("impor.halaman", impor_id=impor_id, **args(saring_kini(impor_id)))


def jawab(impor_id: int, analisa_id: int, kembali: str = "") -> ResponseReturnValue:
    """After a save: computed parts of the rows in view, never a field; the list has no rows of an analysis."""
    db.session.flush()
    if not htmx():
        return redirect(f"{kembali or alamat(impor_id)}#analisa-{analisa_id}", 303)
    isi = isi_analisa(impor_id, analisa_id)
    a = isi["a"]
    sel = [(f"analisa-{a.id}-{nama}", nilai, "") for nama, nilai in tampil_analisa(a).items()]
    di_daftar = dari(url_for("impor.halaman", impor_id=impor_id))
    for k in [] if di_daftar else isi["komponen"]:
        sel += [(f"komponen-{k.id}-{nama}", nilai, "") for nama, nilai in tampil_komponen(k).items()]
    if di_daftar:
        isi |= isi_jumlah(isi["kepala"], saring_kini(impor_id))
    return Response(render_template("impor/_sesudah.html", **isi, sel=sel, di_daftar=di_daftar))


def _jawab_ulang(impor_id: int, analisa_id: int) -> ResponseReturnValue:
    """After something was left out or taken in: the page is fetched again."""
    asal = url_for("impor.analisa", impor_id=impor_id, analisa_id=analisa_id)
    dari_analisa = request.form.get("dari") == "analisa"
    if not htmx():
        return redirect(asal if dari_analisa else f"{alamat(impor_id)}#analisa-{analisa_id}", 303)
    if dari_analisa:
        return Response("", headers={"HX-Refresh": "true"})
    db.session.flush()
    kepala = q.get_kepala(db.session(), impor_id)
    a = q_isi.get_analisa(db.session(), impor_id, analisa_id)
    return Response(render_template("impor/_baris.html", kepala=kepala, a=a, **isi_baris(kepala)) + _jumlah(kepala))


def _jumlah(kepala: KepalaImpor) -> str:
    isi = isi_jumlah(kepala, saring_kini(kepala.id)) | isi_baris(kepala)
    return render_template("impor/_jumlah.html", kepala=kepala, **isi)
