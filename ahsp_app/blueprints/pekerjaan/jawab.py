"""Answers to changes of the tree: which parts of the page come back, and which address a plain form goes to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.pekerjaan.layar import Layar, id_baris, isi_baris, isi_pohon, layar_dengan, layar_kini
from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.calc.galat import N_
from ahsp_app.extensions import db
from ahsp_app.models import Pekerjaan
from ahsp_app.queries.pohon import BarisPekerjaan, baris_pekerjaan
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.pohon import Simpul
from ahsp_app.web.rendering import htmx, pindah, roti

IsiSel = tuple[str, str, str]
# More rows than this are not sent one by one: the page fetches its sheet anew.
BANYAK = 100
BENTROK = N_("Baris ini baru saja diubah di jendela lain. Isinya sudah dimuat ulang; ulangi bila masih perlu.")


def jawab_susun(
    sorot: Simpul | None = None,
    *,
    pesan: str = "",
    urungkan: str | None = None,
    layar: Layar | None = None,
    jangkar: str = "",
    isi: str = "",
    pemicu: str = "",
    **lain: Any,
) -> ResponseReturnValue:
    """After rows were added, moved or taken away: the page of the tree with `sorot`, else the page as it was.

    `isi` goes to the element that asked (htmx); `jangkar` is where a plain form comes back to.
    """
    lama = layar or layar_kini()
    baru = layar_dengan(lama, sorot) if sorot is not None else lama
    if pesan:
        roti(pesan, urungkan=urungkan)
    jangkar = jangkar or (id_baris(sorot) if sorot is not None else "pohon")
    if not htmx():
        return redirect(f"{baru.url()}#{jangkar}", 303)
    if lama.saring != baru.saring or lama.cari != baru.cari:  # the row does not show with these filters
        return pindah(f"{baru.url()}#{jangkar}")
    konteks = isi_pohon(baru)
    sorotan = id_baris(sorot) if sorot is not None else ""
    tanggapan = Response(isi + render_template("pekerjaan/_sesudah_susun.html", sorot=sorotan, **konteks, **lain))
    if konteks["layar"].url() != layar_kini().url():
        tanggapan.headers["HX-Replace-Url"] = konteks["layar"].url()
    if pemicu:
        tanggapan.headers["HX-Trigger"] = json.dumps({pemicu: True})
    return tanggapan


def jawab_bentrok() -> ResponseReturnValue:
    """A row that was to be moved or deleted has changed meanwhile: nothing was done, the tree comes as it is now."""
    roti(_(BENTROK), "galat")
    layar = layar_kini()
    if not htmx():
        return redirect(f"{layar.url()}#pohon", 303)
    return Response(render_template("pekerjaan/_sesudah_susun.html", sorot="", **isi_pohon(layar)), 409)


def jawab_sel(
    simpul: Simpul, dampak: Dampak, sel: Sequence[IsiSel], catatan_volume: str | None = None
) -> ResponseReturnValue:
    """After a cell was saved: computed cells, the version, totals; no field that is being typed in is touched.

    `sel` is how the fields of the row look now, `catatan_volume` how a volume with two meanings was read, "" for
    one with a single meaning.
    """
    if not htmx():
        if catatan_volume:
            roti(_("Volume: %(dibaca)s.", dibaca=catatan_volume), "info")
        return redirect(f"{layar_kini().url()}#{id_baris(simpul)}", 303)
    terlalu_banyak = len(dampak.pekerjaan) > BANYAK
    baris: list[BarisPekerjaan | Pekerjaan] = [simpul] if isinstance(simpul, Pekerjaan) else []
    lain = dampak.pekerjaan - {simpul.id}
    if lain and not terlalu_banyak:
        baris.extend(baris_pekerjaan(db.session(), g.proyek.id, lain))
    isi = render_template(
        "pekerjaan/_sesudah_sel.html",
        baris=baris,
        subtotal=dampak.subtotal,
        diri=id_baris(simpul),
        versi=simpul.versi,
        sel=[*sel, *(sel_volume(b) for b in baris if b.id != simpul.id)],
        catatan_volume=catatan_volume,
        **isi_baris(),
    )
    tanggapan = Response(isi)
    if terlalu_banyak:
        tanggapan.headers["HX-Trigger"] = json.dumps({"muat-ulang": True})
    return tanggapan


def sel_volume(b: BarisPekerjaan | Pekerjaan) -> IsiSel:
    """A volume as its field shows it: the number, and the formula behind it."""
    nilai = "" if b.volume is None else cetak_isian(b.volume, Konteks.VOLUME)
    return f"pekerjaan-{b.id}-volume", nilai, b.rumus_tampil
