"""Site words: a sheet with cells, a form to add, a field to try a search, and what people look for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Invalid
from ahsp_app.extensions import db
from ahsp_app.models import Kosakata
from ahsp_app.queries.katalog import cari
from ahsp_app.queries.katalog_pencarian import HARI, statistik
from ahsp_app.queries.katalog_teks import terbaca
from ahsp_app.queries.kosakata import halaman_kosakata
from ahsp_app.services import kosakata as layanan
from ahsp_app.web.asal import args_asal, bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.rendering import halaman_atau_fragmen, htmx, pindah, roti
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta

bp = Blueprint("kosakata", __name__, url_prefix="/kosakata")
TEKS = ("kata", "padanan", "keterangan")
TAMPIL = 8


@bp.get("")
@aturan(Akses.ADMIN, Batas.READ)
def daftar() -> str:
    """The sheet of site words."""
    return render_template("kosakata/page.html", **_isi())


@bp.get("/coba")
@aturan(Akses.ADMIN, Batas.READ)
def coba() -> str:
    """What a search finds now, with the site words as they are."""
    teks = rapikan(request.args.get("teks", ""))[:200]
    temuan = cari(db.session(), teks, limit=TAMPIL) if teks else None
    if htmx():
        return render_template("kosakata/_coba.html", temuan=temuan, teks=teks)
    return render_template("kosakata/page.html", **_isi(temuan=temuan, teks=teks))


@bp.get("/pencarian")
@aturan(Akses.ADMIN, Batas.READ)
def pencarian() -> str:
    """What was searched most, and what was not found."""
    return halaman_atau_fragmen(
        "kosakata/pencarian.html", "kosakata/pencarian.html", s=statistik(db.session()), hari=HARI
    )


@bp.post("")
@aturan(Akses.ADMIN, Batas.CELL)
def tambah() -> ResponseReturnValue:
    """Add a site word."""
    isi = {nama: request.form.get(nama, "") for nama in TEKS}
    try:
        baru = layanan.tambah_kosakata(db.session(), current_user.id, isi)
    except Invalid as galat:
        return render_template("kosakata/page.html", **_isi(isian=isi, galat={galat.kolom: kalimat(galat)})), 422
    tujuan = url_for(".daftar", cari=terbaca(baru.kata)) + f"#kosakata-{baru.id}"
    return pindah(tujuan, _("“%(x)s” ditambahkan.", x=terbaca(baru.kata)))


@bp.post("/<int:kosakata_id>")
@aturan(Akses.ADMIN, Batas.CELL)
def simpan(kosakata_id: int) -> ResponseReturnValue:
    """Save cells of a site word."""
    baris, kembali = f"kosakata-{kosakata_id}", url_for(".daftar", **_args())
    sedang_mengubah(Sel(baris, url_for(".simpan", kosakata_id=kosakata_id), f"{kembali}#{baris}", _tampil))
    satu = layanan.get_kosakata(db.session(), kosakata_id)
    kini = _tampil(satu)
    diminta: dict[str, Any] = {nama: request.form[nama] for nama in TEKS if nama in request.form}
    perubahan = {nama: teks for nama, teks in diminta.items() if teks.strip() != kini[nama]}
    if "aktif" in request.form or _mengubah_aktif(diminta):
        perubahan["aktif"] = request.form.get("aktif") == "1"
    layanan.ubah_kosakata(db.session(), current_user.id, satu, versi_diminta(), perubahan)
    if not htmx():
        return redirect(f"{kembali}#{baris}", 303)
    sel = [(f"{baris}-{nama}", teks, "") for nama, teks in _tampil(satu).items() if nama != "aktif"]
    return render_template("kosakata/_sesudah.html", baris=baris, versi=satu.versi, sel=sel)


@bp.post("/<int:kosakata_id>/hapus")
@aturan(Akses.ADMIN, Batas.CELL)
def hapus(kosakata_id: int) -> ResponseReturnValue:
    """Delete a site word."""
    satu = layanan.get_kosakata(db.session(), kosakata_id)
    nama = terbaca(satu.kata)
    layanan.hapus_kosakata(db.session(), current_user.id, satu, versi_diminta())
    roti(_("“%(x)s” dihapus.", x=nama))
    return Response("") if htmx() else redirect(url_for(".daftar", **_args()), 303)


def _mengubah_aktif(diminta: dict[str, Any]) -> bool:
    """A tick sends nothing when it is off: no other cell (htmx) or all cells of the row mean that it was sent."""
    return not diminta or len(diminta) == len(TEKS)


def _tampil(satu: Kosakata) -> dict[str, str]:
    return {
        "kata": terbaca(satu.kata),
        "padanan": satu.padanan,
        "keterangan": satu.keterangan,
        "aktif": "1" if satu.aktif else "0",
    }


def _args() -> dict[str, Any]:
    asal = args_asal(url_for(".daftar"))
    return {nama: asal[nama] for nama in ("cari", "halaman") if asal.get(nama)}


def _isi(**lain: Any) -> dict[str, Any]:
    cari_teks = rapikan(request.args.get("cari", ""))[:100]
    halaman = halaman_kosakata(db.session(), cari_teks, bilangan(request.args.get("halaman")))
    baku = {
        "daftar": halaman,
        "cari": cari_teks,
        "isian": {},
        "galat": {},
        "temuan": None,
        "teks": "",
        "terbaca": terbaca,
    }
    return baku | lain
