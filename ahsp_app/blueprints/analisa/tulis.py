"""Analyses, writing: cells, rows, nested works, margin, and the choice of a direct price."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.analisa import forms
from ahsp_app.blueprints.analisa.contexts import KELOMPOK, alamat, dari_diminta, isi_lembar
from ahsp_app.blueprints.analisa.routes import bp
from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db
from ahsp_app.models import Komponen, Riwayat
from ahsp_app.services import analisa as layanan
from ahsp_app.services import pohon, sampah
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import ubah_pekerjaan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_bacaan, sebut_nilai
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.rendering import balas, htmx, roti
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta


@bp.post("/analisa/<int:pekerjaan_id>/komponen")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Add a resource to a group."""
    kategori = request.form.get("kategori", "")
    if kategori not in KELOMPOK:
        raise NotFound
    sel = _sel(f"tambah-{kategori}", pekerjaan_id)
    k = _kerja()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    try:
        t = forms.baca_tambahan(k, request.form)
        harga = t.harga.nilai if t.harga else None
        komponen, _dampak = layanan.tambah_komponen(
            k, p, t.kategori, t.uraian, t.satuan, t.koefisien.nilai, harga=harga
        )
    except Invalid as galat:
        return _tolak(sel, galat, ("uraian", "satuan", "koefisien", "harga"))
    item = forms.BarisKini(k, komponen).item
    if item is not None and harga is not None and item.harga != harga:
        roti(_("“%(uraian)s” sudah punya harga di proyek ini; harga itu tidak diubah.", uraian=item.uraian), "info")
    else:
        roti_bacaan(_("Harga satuan"), t.harga)
    if not htmx():
        roti_bacaan(_("Koefisien"), t.koefisien)
    catatan = {"koefisien": t.koefisien.nilai} if t.koefisien.ambigu else None
    return _sesudah(pekerjaan_id, ganti={kategori}, fokus=f"tambah-{kategori}", segar=komponen.id, catatan=catatan)


@bp.post("/analisa/<int:pekerjaan_id>/sub")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah_sub(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Add another work of the project as a row."""
    teks = request.form.get("sub_id", "")
    if not (teks.isascii() and teks.isdecimal() and len(teks) < 19):
        raise NotFound
    sel = _sel(f"sub-{teks}", pekerjaan_id)
    k = _kerja()
    try:
        koefisien = forms.baca(request.form, "koefisien", Konteks.KOEFISIEN)
        layanan.tambah_sub(k, pohon.get_pekerjaan(k, pekerjaan_id), int(teks), koefisien.nilai)
    except Invalid as galat:
        return _tolak(sel, galat, ("uraian", "koefisien"))
    roti_bacaan(_("Koefisien"), koefisien)
    tanggapan = _sesudah(pekerjaan_id, ganti={"LAIN"}, fokus="tambah-LAIN")
    if htmx() and isinstance(tanggapan, Response):
        tanggapan.headers["HX-Trigger"] = '{"tutup-dialog": {}}'
    return tanggapan


@bp.post("/komponen/<int:komponen_id>")
@aturan(Akses.PROYEK, Batas.CELL, "komponen-%(komponen_id)s")
def ubah(proyek_id: int, komponen_id: int) -> ResponseReturnValue:
    """Save cells of a row: koefisien, uraian, satuan, or the price of its resource in the whole project."""
    k, komponen = _baris_diminta(komponen_id)
    hasil = forms.simpan_baris(k, komponen, request.form)
    _sebut_akibat(hasil)
    return _sesudah(
        komponen.pekerjaan_id,
        ganti={komponen.kategori} if hasil.bentuk_baru else (),
        segar=komponen_id,
        segar_item=hasil.item.id if hasil.item is not None and hasil.harga_baru else None,
        catatan=hasil.ambigu,
    )


@bp.post("/komponen/<int:komponen_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus(proyek_id: int, komponen_id: int) -> ResponseReturnValue:
    """Take a row out of an analysis; it can be taken back."""
    versi = forms.versi_baris(request.form)
    k, komponen = _baris_diminta(komponen_id)
    forms.BarisKini(k, komponen).cocokkan(versi)
    riwayat_id, _dampak = layanan.hapus_komponen(k, komponen, komponen.versi)
    balik = url_for(
        ".pulihkan", proyek_id=proyek_id, pekerjaan_id=komponen.pekerjaan_id, riwayat_id=riwayat_id, dari=_dari()
    )
    roti(_("Baris dihapus dari analisa."), urungkan=balik)
    return _sesudah(komponen.pekerjaan_id, ganti={komponen.kategori}, fokus=f"tambah-{komponen.kategori}")


@bp.post("/analisa/<int:pekerjaan_id>/pulihkan/<int:riwayat_id>")
@aturan(Akses.PROYEK, Batas.CELL)
def pulihkan(proyek_id: int, pekerjaan_id: int, riwayat_id: int) -> ResponseReturnValue:
    """Bring a deleted row back."""
    k = _kerja()
    entri = k.sesi.get(Riwayat, riwayat_id)
    komponen = k.sesi.get(Komponen, entri.baris_id) if entri is not None and entri.tabel == "komponen" else None
    if komponen is None or (komponen.proyek_id, komponen.pekerjaan_id) != (proyek_id, pekerjaan_id):
        raise NotFound
    sampah.pulihkan(k, riwayat_id)
    return _sesudah(pekerjaan_id, ganti={komponen.kategori})


@bp.post("/analisa/<int:pekerjaan_id>/margin")
@aturan(Akses.PROYEK, Batas.CELL, "margin-%(pekerjaan_id)s")
def margin(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Override the project's margin for this work; empty follows the project, 0 is a value."""
    _sel(f"margin-{pekerjaan_id}", pekerjaan_id, lambda p: {"margin_persen": _isian(p.margin_persen, Konteks.PERSEN)})
    k, versi = _kerja(), versi_diminta()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    bacaan = forms.baca_margin(request.form)
    nilai = bacaan.nilai if bacaan else None
    if nilai != p.margin_persen:
        roti_bacaan(_("Margin"), bacaan)
        ubah_pekerjaan(k, p, versi, {"margin_persen": nilai})
    return _sesudah(pekerjaan_id, segar_pekerjaan=True)


@bp.post("/analisa/<int:pekerjaan_id>/harga-langsung")
@aturan(Akses.PROYEK, Batas.CELL, "langsung-%(pekerjaan_id)s")
def harga_langsung(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Price a work without analysis, or change that price."""
    _sel(f"langsung-{pekerjaan_id}", pekerjaan_id, lambda p: {"harga_langsung": _isian(p.harga_langsung, Konteks.UANG)})
    k, versi = _kerja(), versi_diminta()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    beralih = p.harga_langsung is None
    bacaan = forms.baca(request.form, "harga_langsung", Konteks.UANG)
    if bacaan.nilai != p.harga_langsung:
        ubah_pekerjaan(k, p, versi, {"harga_langsung": bacaan.nilai})
        roti_bacaan(_("Harga langsung"), bacaan)
    if beralih:
        return redirect(alamat(pekerjaan_id, dari_diminta()), 303)
    return _sesudah(pekerjaan_id, segar_pekerjaan=True)


@bp.post("/analisa/<int:pekerjaan_id>/susun")
@aturan(Akses.PROYEK, Batas.CELL)
def susun(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Leave the direct price and begin an analysis."""
    k, versi = _kerja(), versi_diminta()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    lama = p.harga_langsung
    if lama is not None:
        ubah_pekerjaan(k, p, versi, {"harga_langsung": None})
        roti(_("Harga langsung %(harga)s dilepas; susun analisanya di sini.", harga=_isian(lama, Konteks.UANG)))
    return redirect(alamat(pekerjaan_id, dari_diminta()), 303)


def _kerja() -> Kerja:
    return Kerja(db.session(), g.proyek, current_user.id)


def _isian(nilai: Decimal | None, konteks: Konteks) -> str:
    return "" if nilai is None else cetak_isian(nilai, konteks)


def _dari() -> str | None:
    return request.args.get("dari", "")[:200] or None


def _sel(baris: str, pekerjaan_id: int, tampil: Callable[[Any], Mapping[str, str]] = lambda _baris: {}) -> Sel:
    """Errors go to the cells of this row of the form."""
    kembali = alamat(pekerjaan_id, dari_diminta())
    sel = Sel(baris, request.full_path.rstrip("?"), kembali, tampil, "pekerjaan", pekerjaan_id)
    sedang_mengubah(sel)
    return sel


def _baris_diminta(komponen_id: int) -> tuple[Kerja, Komponen]:
    """The row that is being edited; errors go to its cells from here on, conflicts name who changed what."""
    baris, url, tampil = f"komponen-{komponen_id}", request.full_path.rstrip("?"), forms.BarisKini.tampil
    sedang_mengubah(Sel(baris, url, url_for(".daftar", proyek_id=g.proyek.id), tampil))
    k = _kerja()
    komponen = layanan.get_komponen(k, komponen_id)
    item = komponen.harga_item_id if "harga" in request.form else None
    tabel, baris_id = ("komponen", komponen_id) if item is None else ("harga_item", item)
    sedang_mengubah(Sel(baris, url, alamat(komponen.pekerjaan_id, dari_diminta()), tampil, tabel, baris_id))
    return k, komponen


def _sebut_akibat(hasil: forms.Hasil) -> None:
    """Say what reaches further than the cell: another resource, a price used elsewhere too."""
    if "koefisien" in hasil.ambigu and not htmx():
        roti(_("Koefisien: %(dibaca)s.", dibaca=sebut_nilai(hasil.ambigu["koefisien"])), "info")
    if hasil.item is None:
        return
    nama, n = hasil.item.uraian, len(hasil.dampak.pekerjaan)
    if hasil.item_baru:
        roti(_("Baris ini kini memakai “%(uraian)s” (%(satuan)s).", uraian=nama, satuan=hasil.item.satuan or "-"))
    elif hasil.harga_baru and n > 1:
        roti(_("Harga “%(uraian)s” berubah di seluruh proyek: %(n)s pekerjaan ikut.", uraian=nama, n=n))


def _sesudah(
    pekerjaan_id: int,
    *,
    ganti: Collection[str] = (),
    fokus: str = "",
    segar: int | None = None,
    segar_item: int | None = None,
    segar_pekerjaan: bool = False,
    catatan: Mapping[str, Decimal] | None = None,
) -> ResponseReturnValue:
    """The form after a change: groups in `ganti` anew with the focus in `fokus`, of the others what is computed.

    Versions are sent only of what this change has written: the row `segar`, rows that use `segar_item`, the work.
    """
    db.session.flush()
    isi = isi_lembar(pekerjaan_id)
    baris = [b for kelompok in isi["a"].kelompok for b in kelompok.baris]
    return balas(
        "analisa/_sesudah.html",
        alamat(pekerjaan_id, dari_diminta()) + (f"#{fokus}-uraian" if fokus else ""),
        ganti=ganti,
        fokus=fokus,
        segar={b.id for b in baris if b.id == segar or (segar_item is not None and b.item_id == segar_item)},
        segar_pekerjaan=segar_pekerjaan,
        catatan={segar: catatan["koefisien"]} if catatan and "koefisien" in catatan else {},
        **isi,
    )


def _tolak(sel: Sel, galat: Invalid, kolom: tuple[str, ...]) -> Response:
    """All fields of an add row with what is wrong at each; nothing of what was typed is touched."""
    if not htmx():
        raise Invalid.dari(galat, kolom=galat.kolom)
    salah = galat.salah if isinstance(galat, forms.BanyakSalah) else {galat.kolom or kolom[0]: galat}
    isi = {f"{sel.baris}-{nama}-galat": kalimat(salah[nama]) if nama in salah else "" for nama in kolom}
    return Response(render_template("analisa/_tolak.html", isi=isi), 422)
