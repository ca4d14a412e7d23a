"""Prices, writing: cells, the form of a resource, and deleting what nothing uses."""

from __future__ import annotations

import json

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.harga.forms import RincianForm, baca_sel, tampil
from ahsp_app.blueprints.harga.layar import (
    isi_baris,
    kerja_kini,
    layar_kini,
    segar_kini,
    tab,
)
from ahsp_app.blueprints.harga.routes import bp, halaman_rincian
from ahsp_app.calc.galat import N_
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db
from ahsp_app.models import HargaItem
from ahsp_app.queries.harga import find_baris, hitungan_harga
from ahsp_app.services.harga import get_item, hapus_item, hapus_tidak_dipakai, ubah_item
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_formulir, sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.formulir import salahkan
from ahsp_app.web.harga import rumus, sebut_basi, sebut_dampak, sebut_konversi, tampil_harga
from ahsp_app.web.rendering import htmx, roti
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta

KONVERSI = frozenset({"satuan_beli", "harga_beli", "faktor"})
BENTROK = N_("Sumber daya ini baru saja diubah di jendela lain. Simpan lagi untuk memakai isian Anda.")


@bp.post("/<int:item_id>")
@aturan(Akses.PROYEK, Batas.CELL, "item-%(item_id)s")
def simpan(proyek_id: int, item_id: int) -> ResponseReturnValue:
    """Save cells of a resource: its name, its price, where the price comes from. All works follow."""
    baris = f"item-{item_id}"
    url = url_for("harga.simpan", proyek_id=proyek_id, item_id=item_id)
    sedang_mengubah(Sel(baris, url, f"{layar_kini().url()}#{baris}", tampil, "harga_item", item_id))
    k = kerja_kini()
    item = get_item(k, item_id)
    versi, lama, kosong = versi_diminta(), item.versi, _keadaan(item)
    perubahan, bacaan = baca_sel(item, request.form)
    try:
        dampak = ubah_item(k, item, versi, perubahan)
    except Invalid as galat:
        # The conversion is typed in the cell of the price.
        raise Invalid.dari(galat, kolom="harga" if galat.kolom in KONVERSI else galat.kolom) from None
    berubah = item.versi != lama and perubahan.keys() & (KONVERSI | {"harga"})
    return _jawab(
        item,
        sebut_bacaan(bacaan) if bacaan else "",
        f"{item.uraian}: {sebut_dampak(dampak)}" if berubah else "",
        hitung=kosong != _keadaan(item),
    )


@bp.post("/<int:item_id>/ubah")
@aturan(Akses.PROYEK, Batas.WRITE)
def ubah(proyek_id: int, item_id: int) -> ResponseReturnValue:
    """Change a resource as a whole, with its purchase unit."""
    k = kerja_kini()
    item = get_item(k, item_id)
    form, versi, lama = RincianForm(), versi_diminta(), item.versi
    semula = {nama: getattr(item, nama) for nama in ("harga", "harga_beli", "faktor")}
    if form.validate():
        try:
            with k.sesi.begin_nested():
                dampak = ubah_item(k, item, versi, form.perubahan())
        except Invalid as galat:
            salahkan(form, galat)
        except Conflict:
            form.form_errors.append(_(BENTROK))
            versi = item.versi
        else:
            if item.versi != lama:
                roti(_("%(x)s disimpan; %(dampak)s.", x=item.uraian[:80], dampak=sebut_dampak(dampak)))
                roti_formulir(form, semula)
            return _jawab_baris(item)
    return halaman_rincian(item, form, versi), 422


@bp.post("/<int:item_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus(proyek_id: int, item_id: int) -> ResponseReturnValue:
    """Delete a resource that no analysis uses; it can be taken back."""
    k = kerja_kini()
    item = get_item(k, item_id)
    riwayat_id = hapus_item(k, item, versi_diminta())
    roti(_("“%(x)s” dihapus.", x=item.uraian[:80]), urungkan=_pemulih(proyek_id, riwayat_id))
    if htmx():
        return render_template("harga/_hitungan.html", tab=_tab())
    return redirect(layar_kini().url(), 303)


@bp.post("/tidak-dipakai/hapus")
@aturan(Akses.PROYEK, Batas.BULK)
def hapus_semua(proyek_id: int) -> ResponseReturnValue:
    """Delete every resource that no analysis uses; they can be taken back together."""
    riwayat_id, banyak = hapus_tidak_dipakai(kerja_kini())
    pesan = _("%(n)s sumber daya yang tidak dipakai dihapus.", n=banyak)
    roti(pesan, urungkan=_pemulih(proyek_id, riwayat_id))
    if htmx():
        return Response("", headers={"HX-Trigger": json.dumps({"muat-ulang": True})})
    return redirect(layar_kini().url(halaman=1), 303)


def _jawab(item: HargaItem, catatan: str, dampak: str, *, hitung: bool) -> ResponseReturnValue:
    """After a cell was saved: its row's computed parts and the totals; no field that is being typed in is touched.

    `catatan` is how the price was read, `dampak` what it did to the total.
    """
    if not htmx():
        for kalimat in filter(None, (catatan, dampak)):
            roti(kalimat[0].upper() + kalimat[1:] + ".", "info")
        return redirect(f"{layar_kini().url()}#item-{item.id}", 303)
    sel = [
        (f"item-{item.id}-uraian", item.uraian, ""),
        (f"item-{item.id}-harga", tampil_harga(item), rumus(item)),
        (f"item-{item.id}-sumber_harga", item.sumber_harga, ""),
    ]
    return Response(
        render_template(
            "harga/_sesudah.html",
            item=item,
            sel=sel,
            catatan=catatan,
            dampak=dampak,
            konversi=sebut_konversi(item),
            basi=sebut_basi(item, segar_kini()),
            tab=_tab() if hitung else [],
        )
    )


def _jawab_baris(item: HargaItem) -> ResponseReturnValue:
    """After the form of a resource was saved: its row as it is now."""
    if not htmx():
        return redirect(f"{layar_kini().url()}#item-{item.id}", 303)
    baris = find_baris(db.session(), item.proyek_id, item.id)
    isi = render_template("harga/_sesudah_rincian.html", b=baris, tab=_tab(), **isi_baris())
    return Response(isi, headers={"HX-Trigger": json.dumps({"tutup-dialog": True})})


def _tab() -> list[object]:
    return [*tab(layar_kini(), hitungan_harga(db.session(), kerja_kini().proyek.id, segar_kini()))]


def _keadaan(item: HargaItem) -> tuple[bool, bool]:
    """What the counts of the filters depend on: missing, stale."""
    return item.kosong, bool(sebut_basi(item, segar_kini()))


def _pemulih(proyek_id: int, riwayat_id: int) -> str:
    return url_for("riwayat.pulihkan", proyek_id=proyek_id, riwayat_id=riwayat_id)
