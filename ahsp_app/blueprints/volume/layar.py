"""What the page of volumes shows, and the answers to its changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Final

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ahsp_app.blueprints.volume.forms import ParameterForm
from ahsp_app.blueprints.volume.queries import BarisParameter, list_parameter
from ahsp_app.calc.angka import Konteks, cetak_isian
from ahsp_app.calc.galat import N_
from ahsp_app.calc.rumus import tulis_acuan
from ahsp_app.calc.rumus_fungsi import FUNGSI
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.models import Parameter, Pekerjaan
from ahsp_app.queries.pohon import BarisPekerjaan, baris_pekerjaan, halaman_pohon
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.asal import args_asal, bilangan
from ahsp_app.web.rendering import htmx, roti

IsiSel = tuple[str, str, str]
PER: Final = 50
# More rows than this are not sent one by one: the page fetches its sheet anew.
BANYAK: Final = 100
SARING: Final = {"": N_("Semua pekerjaan"), "volume": N_("Belum diisi")}
GUNA_FUNGSI: Final = {
    "min": N_("yang terkecil"),
    "maks": N_("yang terbesar"),
    "jumlah": N_("penjumlahan"),
    "rata": N_("rata-rata"),
    "abs": N_("tanpa tanda minus"),
    "bulat": N_("dibulatkan, ke sekian angka di belakang koma"),
    "atas": N_("dibulatkan ke atas"),
    "bawah": N_("dibulatkan ke bawah"),
    "pangkat": N_("pangkat, sama dengan ^"),
    "akar": N_("akar"),
}


@dataclass(frozen=True, slots=True)
class Layar:
    """Page and filters of the sheet."""

    halaman: int = 1
    cari: str = ""
    saring: str = ""

    def args(self, **beda: Any) -> dict[str, Any]:
        """The address: what differs from the usual."""
        return {nama: nilai for nama, nilai in asdict(replace(self, **beda)).items() if nilai != getattr(_BAKU, nama)}

    def url(self, **beda: Any) -> str:
        """The page's address."""
        return url_for("volume.halaman", proyek_id=g.proyek.id, **self.args(**beda))


_BAKU: Final = Layar()


def kerja_kini() -> Kerja:
    """The signed-in person at work on the project of this request."""
    return Kerja(db.session(), g.proyek, current_user.id)


def layar_kini() -> Layar:
    """What the person has in view: the page says it in its own address; writes and reloads come from a page."""
    sendiri = request.endpoint == "volume.halaman" and "ulang" not in request.args
    isi = request.args.to_dict() if sendiri else args_asal(url_for("volume.halaman", proyek_id=g.proyek.id))
    saring = isi.get("saring", "")
    return Layar(
        halaman=max(1, bilangan(isi.get("halaman"))),
        cari=rapikan(isi.get("cari", ""))[:100],
        saring=saring if saring in SARING else "",
    )


def isi_lembar(layar: Layar) -> dict[str, Any]:
    """The sheet. Three statements, four with a filter."""
    pohon = halaman_pohon(db.session(), g.proyek.id, layar.halaman, PER, cari=layar.cari, saring=layar.saring)
    return {
        "pohon": pohon,
        "layar": replace(layar, halaman=pohon.halaman),
        "dasar": url_for("volume.halaman", proyek_id=g.proyek.id),
        "acuan": tulis_acuan,
        "isian": isian,
    }


def isi_parameter(form: ParameterForm | None = None) -> dict[str, Any]:
    """The panel of parameters, with the form that adds one. One statement."""
    return {
        "parameter": list_parameter(db.session(), g.proyek.id),
        "form": form or ParameterForm(formdata=None, prefix="baru-"),
        "dasar": url_for("volume.halaman", proyek_id=g.proyek.id),
        "isian": isian,
    }


def isi_bantuan() -> dict[str, Any]:
    """What the help on formulas lists."""
    return {"fungsi": [(FUNGSI[nama].contoh, guna) for nama, guna in GUNA_FUNGSI.items()], "saring": SARING}


def isian(nilai: Decimal | None, konteks: str = "volume") -> str:
    """The text of a cell, which reads back as the same value."""
    return "" if nilai is None else cetak_isian(nilai, Konteks(konteks))


def isi_sel(b: BarisPekerjaan | Pekerjaan) -> IsiSel:
    """A volume as its cell shows it: the number, and the formula behind it."""
    return f"pekerjaan-{b.id}-volume", isian(b.volume), b.rumus_tampil


def tampil_parameter(p: Parameter | BarisParameter) -> dict[str, str]:
    """A parameter as typed in its cell."""
    return {"nilai": isian(p.nilai, "parameter")}


def jawab(
    dampak: Dampak,
    diri: str,
    versi: int,
    sel: Sequence[IsiSel],
    *,
    catatan: str = "",
    pemicu: Sequence[str] = (),
    **lain: Any,
) -> ResponseReturnValue:
    """After a change: computed cells, volumes that followed, totals; no field that is being typed in is touched.

    `sel` begins with the cell that was saved, and `catatan` is a remark on it. `lain` goes to the template.
    """
    if not htmx():
        if catatan:
            roti(catatan[0].upper() + catatan[1:] + ".", "info")
        return redirect(f"{layar_kini().url()}#{diri}", 303)
    pemicu = [*pemicu, "muat-ulang"] if len(dampak.pekerjaan) > BANYAK else list(pemicu)
    kena: Sequence[BarisPekerjaan | Pekerjaan] = dampak.dimuat
    if "muat-ulang" in pemicu:
        kena = []
    elif len(kena) < len(dampak.pekerjaan):
        kena = baris_pekerjaan(db.session(), g.proyek.id, dampak.pekerjaan)
    isi = render_template(
        "volume/_sesudah.html",
        kena=kena,
        subtotal=dampak.subtotal,
        diri=diri,
        versi=versi,
        sel=[*sel, *(isi_sel(b) for b in kena if f"pekerjaan-{b.id}" != diri)],
        catatan=catatan,
        **lain,
    )
    tanggapan = Response(isi)
    if pemicu:
        tanggapan.headers["HX-Trigger"] = json.dumps(dict.fromkeys(pemicu, True))
    return tanggapan
