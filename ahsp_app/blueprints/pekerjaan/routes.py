"""The page of the tree, and what can be done with one row of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template, request, url_for

from ahsp_app.blueprints.pekerjaan.layar import isi_pohon, ke_judul, kerja_kini, layar_dengan, layar_kini, nama_simpul
from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.satuan import SATUAN_BAKU
from ahsp_app.extensions import db
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.queries.pembaruan import banyak_pembaruan
from ahsp_app.queries.pohon import BarisJudul, baris_pekerjaan, semua_judul
from ahsp_app.services import pohon
from ahsp_app.services.pohon import Simpul
from ahsp_app.services.referensi import Beda, beda_referensi
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx

bp = Blueprint("pekerjaan", __name__)


@bp.get("/proyek/<int:proyek_id>/pekerjaan")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> Response:
    """The tree, fifty rows a page, with the forms that add to it."""
    layar = layar_kini()
    if layar.judul and "halaman" not in request.args and not layar.tersaring:
        layar = ke_judul(layar)
    isi = isi_pohon(layar) | {"usang": banyak_pembaruan(db.session(), g.proyek.id)}
    if htmx():
        tanggapan = make_response(render_template("pekerjaan/_muat.html", sorot="", **isi))
        if "ulang" not in request.args:
            tanggapan.headers["HX-Push-Url"] = isi["layar"].url()
        return tanggapan
    return make_response(render_template("pekerjaan/page.html", **isi_halaman(isi)))


@bp.get("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>")
@aturan(Akses.PROYEK, Batas.READ)
def pilihan_pekerjaan(proyek_id: int, pekerjaan_id: int) -> str:
    """What can be done with a work."""
    return _pilihan(pohon.get_pekerjaan(kerja_kini(), pekerjaan_id))


@bp.get("/proyek/<int:proyek_id>/klasifikasi/<int:klasifikasi_id>")
@aturan(Akses.PROYEK, Batas.READ)
def pilihan_klasifikasi(proyek_id: int, klasifikasi_id: int) -> str:
    """What can be done with a heading."""
    return _pilihan(pohon.get_klasifikasi(kerja_kini(), klasifikasi_id))


@bp.get("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>/referensi")
@aturan(Akses.PROYEK, Batas.READ)
def beda(proyek_id: int, pekerjaan_id: int) -> str:
    """What would change if a work went back to its reference."""
    k = kerja_kini()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    daftar = [_tampil(b) for b in beda_referensi(k, p)]
    isi = {"p": p, "beda": daftar, "tingkat": tingkat(), "asal": request.args.get("asal", ""), "pulang": pulang(p)}
    return halaman_atau_fragmen("pekerjaan/referensi.html", "pekerjaan/_referensi.html", **isi)


def pulang(p: Pekerjaan) -> str:
    """Where the page about a reference was opened: the analysis of the work, or the tree."""
    if request.values.get("asal") == "analisa" and "analisa.halaman" in current_app.view_functions:
        return url_for("analisa.halaman", proyek_id=p.proyek_id, pekerjaan_id=p.id)
    return layar_dengan(layar_kini(), p).url() + f"#pekerjaan-{p.id}"


@dataclass(frozen=True, slots=True)
class Isian:
    """A form that adds: what is typed in it, messages by field, and the field that takes the focus."""

    isi: dict[str, str] = field(default_factory=dict)
    galat: dict[str, str] = field(default_factory=dict)
    fokus: str = ""


def isi_halaman(isi: dict[str, Any], **lain: Any) -> dict[str, Any]:
    """The whole page around the tree; `lain` replaces its parts."""
    baku = {"sorot": "", "satuan": SATUAN_BAKU, "sendiri": Isian(), "judul": Isian(), "q": "", "temuan": None}
    return baku | isi | lain


def isi_pilihan(simpul: Simpul) -> dict[str, Any]:
    """A row as its own small page shows it, with the headings it can go to."""
    judul = semua_judul(db.session(), g.proyek.id)
    if isinstance(simpul, Pekerjaan):
        baris: Any = baris_pekerjaan(db.session(), g.proyek.id, [simpul.id])[0]
    else:
        baris = next(j for j in judul if j.id == simpul.id)
        bawahan = _di_bawah(simpul, judul)
        judul = [j for j in judul if j.id not in bawahan]
    return {"simpul": simpul, "b": baris, "nama": nama_simpul(simpul), "judul": judul, "tingkat": tingkat()}


def tingkat() -> str:
    """The heading of a fragment: the second of the page around a dialog, the first of a page of its own."""
    return "h2" if htmx() else "h1"


def _di_bawah(akar: Klasifikasi, judul: list[BarisJudul]) -> set[int]:
    """A heading and all below it; `judul` is in reading order."""
    kena = {akar.id}
    for j in judul:
        if j.induk_id in kena:
            kena.add(j.id)
    return kena


def _pilihan(simpul: Simpul) -> str:
    return halaman_atau_fragmen("pekerjaan/pilihan.html", "pekerjaan/_pilihan.html", **isi_pilihan(simpul))


def _tampil(b: Beda) -> Beda:
    """Coefficients as people read them."""
    if not b.kategori:
        return b
    kini, acuan = (None if x is None else cetak_angka(Decimal(x)) for x in (b.kini, b.referensi))
    return Beda(b.kategori, b.uraian, kini, acuan)
