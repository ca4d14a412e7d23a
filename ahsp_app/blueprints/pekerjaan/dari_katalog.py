"""Adding from the results of the catalogue: one by its button or by Enter, or several with their volumes.

The results stay, and from a volume the focus goes back to the search, because a list is typed in one go.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.pekerjaan.jawab import jawab_susun
from ahsp_app.blueprints.pekerjaan.layar import dari_pohon, kerja_kini, layar_kini
from ahsp_app.blueprints.pekerjaan.routes import bp
from ahsp_app.calc.angka import Konteks, baca_angka, cetak_angka
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.models import Pekerjaan
from ahsp_app.queries.katalog import cari
from ahsp_app.services.katalog_tambah import Pilihan, tambah_banyak
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.katalog import Cari, baca_cari, catat_dicari, isi_hasil
from ahsp_app.web.rendering import htmx, pindah, roti

CARI_LAGI: Final = "cari"


@bp.post("/proyek/<int:proyek_id>/pekerjaan/katalog")
@aturan(Akses.PROYEK, Batas.CELL)
def tambah_katalog(proyek_id: int) -> ResponseReturnValue:
    """Add the chosen analyses of the catalogue: by the button of one, or by Enter in a field of the search.

    Enter may come before the results for what was typed; then they are shown, and nothing is added unseen.
    """
    dicari = baca_cari(request.form)
    pilihan = _pilihan(dicari.q)
    if pilihan:
        return _tambah(pilihan, dicari)
    if not dicari.q and not dicari.saring:
        roti(_("Ketik dulu nama pekerjaan atau kodenya."), "galat")
    if htmx():
        isi = isi_hasil(dicari)
        if isi["temuan"] is not None and dicari.q:
            catat_dicari(dicari.q, isi["temuan"])
        return Response(render_template("pekerjaan/_katalog_hasil.html", **isi), 200 if isi["temuan"] else 422)
    if dicari.q:
        catat_dicari(dicari.q, cari(db.session(), dicari.q, limit=1))
    return redirect(_alamat(dicari, bilangan(request.form.get("judul"))), 303)


def _pilihan(q: str) -> list[Pilihan]:
    """What is to be added: the one of the button; else all with a volume or a tick; else the one that is chosen."""
    isian = request.form
    satu = bilangan(isian.get("ahsp_id"))
    if satu:
        return [Pilihan(satu, isian.get(f"volume-{satu}", ""))]
    if q != baca_cari({"q": isian.get("untuk", "")}).q:
        return []
    volume = {bilangan(nama.removeprefix("volume-")): isian[nama] for nama in isian if nama.startswith("volume-")}
    dicentang = {bilangan(nilai) for nilai in isian.getlist("juga")}
    kena = {i for i in volume if volume[i].strip()} | dicentang or {bilangan(isian.get("pilih"))}
    urutan = [*(i for i in volume if i in kena), *sorted(kena - set(volume))]
    return [Pilihan(i, volume.get(i, "")) for i in urutan if i]


def _tambah(pilihan: list[Pilihan], dicari: Cari) -> ResponseReturnValue:
    k = kerja_kini()
    try:
        baru = tambah_banyak(k, bilangan(request.form.get("judul")) or None, pilihan)
    except Invalid as galat:
        if htmx():
            slot = f"{galat.kolom or 'katalog'}-galat"
            return Response(render_template("_galat_sel.html", slot=slot, pesan=kalimat(galat)), 422)
        roti(kalimat(galat), "galat")
        return redirect(_alamat(dicari, bilangan(request.form.get("judul"))), 303)
    if dicari.q:
        catat_dicari(dicari.q, dipilih_id=pilihan[0].ahsp_id)
    return _jawab(baru, pilihan, dicari)


def _jawab(baru: list[Pekerjaan], pilihan: list[Pilihan], dicari: Cari) -> ResponseReturnValue:
    """The tree with the new rows, or outside of it a word about them; their fields in the results are empty again."""
    akhir = baru[-1]
    nama = _sebut(baru, pilihan)
    ditambahkan = {"nama": nama, "pekerjaan": akhir.id if len(baru) == 1 else 0}
    if not htmx():
        return pindah(_alamat(dicari, akhir.klasifikasi_id), _("Ditambahkan: %(x)s.", x=nama))
    if not dari_pohon():
        roti(_("Ditambahkan: %(x)s.", x=nama))
        teks = render_template("katalog/_sesudah.html", baru=baru, lengkap=True, ditambahkan=ditambahkan)
        return Response(teks, headers={"HX-Trigger": json.dumps({CARI_LAGI: True})})
    isi = render_template("katalog/_sesudah.html", baru=baru, lengkap=False)
    layar = replace(layar_kini(), judul=akhir.klasifikasi_id)
    pemicu = "tutup-dialog" if request.form.get("dari") == "rincian" else CARI_LAGI
    return jawab_susun(akhir, layar=layar, isi=isi, pemicu=pemicu, ditambahkan=ditambahkan)


def _sebut(baru: list[Pekerjaan], pilihan: list[Pilihan]) -> str:
    """The works in a few words; every volume with two meanings is shown back as it was read."""
    volume = [_volume(p, satu) for p, satu in zip(baru, pilihan, strict=True)]
    if len(baru) == 1:
        return baru[0].uraian[:75] + (", " + "".join(volume[0]) if volume[0][0] else "")
    mendua = [f"{p.uraian[:40]} {v}{dibaca}" for p, (v, dibaca) in zip(baru, volume, strict=True) if dibaca]
    return "; ".join([_("%(n)s pekerjaan", n=len(baru)), *mendua])


def _volume(p: Pekerjaan, satu: Pilihan) -> tuple[str, str]:
    """The volume with its unit, and how it was read when that is not the only way."""
    if p.volume is None:
        return "", ""
    dibaca = "" if p.rumus else sebut_bacaan(baca_angka(satu.volume.strip(), Konteks.VOLUME))
    return f"{cetak_angka(p.volume)} {p.satuan}", f" ({dibaca})" if dibaca else ""


def _alamat(dicari: Cari, judul: int) -> str:
    return url_for("katalog.cari", proyek_id=g.proyek.id, **dicari.args(), judul=judul or None) + "#katalog-q"
