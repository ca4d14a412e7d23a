"""The page of documents; one document at once or as a job; the bound set after its checks."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any, Final

from flask import Response, current_app, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from ahsp_app.blueprints.dokumen.bp import bp
from ahsp_app.blueprints.dokumen.opsi import baca_opsi, tulis_opsi
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db, huey
from ahsp_app.laporan.bahan import Bahan
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.laporan.model import KERTAS
from ahsp_app.laporan.periksa import Temuan, periksa
from ahsp_app.laporan.tulis_csv import alir as alir_csv
from ahsp_app.models import DokumenProyek, Tugas
from ahsp_app.queries import dokumen as q
from ahsp_app.services import dokumen as layanan
from ahsp_app.services.dokumen_atur import get_atur, ingat, opsi_bundel
from ahsp_app.services.dokumen_minta import BUKU_KERJA, Permintaan, bundel, satu
from ahsp_app.services.dokumen_tugas import minta_dokumen
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.berkas import kirim
from ahsp_app.web.rendering import htmx, pindah, roti
from ahsp_app.web.transaksi import setelah_commit

LANGSUNG: Final = 1_000  # lines of a project up to which a document is a matter of a moment


@bp.get("")
@aturan(Akses.PROYEK, Batas.READ)
def halaman(proyek_id: int) -> str:
    """What can be handed in, and what has been made."""
    return render_template("dokumen/page.html", **_isi(proyek_id))


@bp.get("/unduh/<kode>.<bentuk>")
@aturan(Akses.PROYEK, Batas.EXPORT)
def unduh(proyek_id: int, kode: str, bentuk: str) -> Response:
    """One document of a small project, or a CSV of any, in the answer itself."""
    diminta = satu(kode, bentuk, baca_opsi(request.args))
    if not _seketika(diminta, proyek_id):
        raise NotFound
    bahan = _bahan(proyek_id, diminta)
    nama, mime = layanan.nama_hasil(bahan, diminta)
    if bentuk == "csv":
        return kirim(alir_csv(layanan.laporan_untuk(bahan, diminta)), nama, mime)
    penampung = io.BytesIO()
    layanan.tulis(bahan, diminta, penampung)
    return kirim([penampung.getvalue()], nama, mime, len(penampung.getvalue()))


@bp.post("/minta")
@aturan(Akses.PROYEK_SEMUA, Batas.WRITE)
def minta(proyek_id: int) -> ResponseReturnValue:
    """One document: at once when that is a moment's work, else as a job."""
    _bukan_sampah()
    kode, _pemisah, bentuk = request.form.get("apa", "").partition(".")
    diminta = satu(kode, bentuk, baca_opsi(request.form))
    if _seketika(diminta, proyek_id):
        alamat: dict[str, Any] = {"kode": kode, "bentuk": bentuk, **tulis_opsi(diminta.opsi)}
        return pindah(url_for("dokumen.unduh", proyek_id=proyek_id, **alamat))
    return _antre(proyek_id, minta_dokumen(db.session(), current_user.id, g.proyek, diminta))


@bp.post("/bundel")
@aturan(Akses.PROYEK_SEMUA, Batas.WRITE)
def minta_bundel(proyek_id: int) -> ResponseReturnValue:
    """The bound set. What should be seen to first is shown, and may be overridden; it is then printed."""
    _bukan_sampah()
    form, opsi = request.form, baca_opsi(request.form)
    isi, zip_ = _urutan(form), form.get("hasil") == "zip"
    bentuk = [f for f in FORMAT if f in form.getlist("format")]
    tempat, tanggal = form.get("tempat", ""), form.get("tanggal", "")
    try:
        diminta = bundel(isi, tuple(bentuk), opsi, sebagai_zip=zip_, abaikan="abaikan" in form)
        ingat(db.session(), proyek_id, diminta, bentuk, tempat, tanggal)
    except Invalid as galat:
        pilihan = {"isi": isi, "format": bentuk, "zip": zip_, "opsi": asdict(opsi)}
        diketik = DokumenProyek(kertas=opsi.kertas, tempat=tempat, tanggal=tanggal, bundel=pilihan)
        return _jawab_bundel(proyek_id, galat=galat, atur=diketik), 422
    if not diminta.abaikan:
        bahan = _bahan(proyek_id, diminta)
        temuan = periksa(bahan.s, bahan.waktu.date(), bahan.batas_hari)
        if temuan:
            return _jawab_bundel(proyek_id, temuan=temuan)
    return _antre(proyek_id, minta_dokumen(db.session(), current_user.id, g.proyek, diminta), lihat=True)


def _antre(proyek_id: int, tugas: Tugas, *, lihat: bool = False) -> ResponseReturnValue:
    """The job is on its way: its progress stands on the page, and on every page until it is done.

    `lihat`: the page goes to where it stands; without, what was asked with keeps the focus.
    """
    db.session.flush()
    setelah_commit(huey.bangunkan)
    session["kabar"] = [*session.get("kabar", [])[-9:], tugas.id]
    if not htmx():
        return pindah(url_for("dokumen.halaman", proyek_id=proyek_id) + "#berkas")
    roti(_("Sedang disiapkan. Kemajuannya ada di Berkas Anda; Anda boleh terus bekerja."))
    kepala = {"HX-Retarget": "#berkas", "HX-Reswap": "outerHTML"} if lihat else {"HX-Reswap": "none"}
    return Response(render_template("dokumen/_diminta.html", lihat=lihat, **_isi(proyek_id)), headers=kepala)


def _jawab_bundel(
    proyek_id: int,
    temuan: list[Temuan] | None = None,
    galat: Invalid | None = None,
    atur: DokumenProyek | None = None,
) -> str:
    isi = _isi(proyek_id, atur) | {"temuan": temuan or [], "galat": galat}
    return render_template("dokumen/_bundel.html" if htmx() else "dokumen/page.html", **isi)


def _isi(proyek_id: int, atur: DokumenProyek | None = None) -> dict[str, Any]:
    """What the page shows. `atur`: how the bundle is offered, when that is not how it was kept."""
    atur = atur or get_atur(db.session(), proyek_id)
    terpilih = [k for k in atur.bundel.get("isi", ()) if k in LAPORAN or k == BUKU_KERJA]
    semua = [*terpilih, *(k for k in [*LAPORAN, BUKU_KERJA] if k not in terpilih)]
    return {
        "laporan": LAPORAN,
        "bentuk": FORMAT,
        "kertas": list(KERTAS),
        "opsi": tulis_opsi(opsi_bundel(atur)),
        "buku_kerja": BUKU_KERJA,
        "atur": atur,
        "urutan": [(nomor, kode, kode in terpilih) for nomor, kode in enumerate(semua, 1)],
        "daftar": q.daftar_dokumen(db.session(), current_user.id, proyek_id),
        "temuan": [],
        "galat": None,
    }


def _urutan(form: MultiDict[str, str]) -> tuple[str, ...]:
    """The chosen documents in the order of the numbers beside them."""
    pilihan = [k for k in form.getlist("isi") if k in LAPORAN or k == BUKU_KERJA]
    letak = {k: n for n, k in enumerate([*LAPORAN, BUKU_KERJA])}
    return tuple(sorted(pilihan, key=lambda k: (bilangan(form.get(f"urut-{k}")) or 99, letak[k])))


def _seketika(minta: Permintaan, proyek_id: int) -> bool:
    """CSV is streamed whatever its length; anything else when the project is small."""
    return minta.format[0] == "csv" or q.hitung_baris(db.session(), proyek_id) <= LANGSUNG


def _bahan(proyek_id: int, minta: Permintaan) -> Bahan:
    return layanan.baca_bahan(db.session(), proyek_id, minta, current_app.extensions["settings"].batas_harga_hari)


def _bukan_sampah() -> None:
    """An archived project may still be printed, one in the trash may not."""
    if g.proyek.dihapus:
        raise NotFound
