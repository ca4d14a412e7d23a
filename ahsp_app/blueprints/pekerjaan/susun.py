"""Putting the tree in order: moving, deleting, going back to the reference."""

from __future__ import annotations

from typing import cast

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.pekerjaan.jawab import BENTROK, jawab_bentrok, jawab_susun
from ahsp_app.blueprints.pekerjaan.layar import kerja_kini, nama_simpul
from ahsp_app.blueprints.pekerjaan.letak import Letak, baca_letak
from ahsp_app.blueprints.pekerjaan.routes import bp, isi_pilihan, pulang
from ahsp_app.calc.galat import N_
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.models import Klasifikasi, Riwayat
from ahsp_app.queries.riwayat import find_terakhir
from ahsp_app.services import pohon, sampah
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import kembalikan_ke_referensi
from ahsp_app.services.pohon import Arah, Simpul, induk_dari
from ahsp_app.web.asal import bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.rendering import htmx, pindah
from ahsp_app.web.sel import versi_diminta

ARAH = ("naik", "turun", "masuk", "keluar")


@bp.post("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>/pindah")
@aturan(Akses.PROYEK, Batas.CELL)
def pindah_pekerjaan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Move a work: one step (arah), to a row (tujuan and posisi), or back to a place (induk and urut)."""
    k = kerja_kini()
    return _pindah(k, pohon.get_pekerjaan(k, pekerjaan_id))


@bp.post("/proyek/<int:proyek_id>/klasifikasi/<int:klasifikasi_id>/pindah")
@aturan(Akses.PROYEK, Batas.CELL)
def pindah_klasifikasi(proyek_id: int, klasifikasi_id: int) -> ResponseReturnValue:
    """Move a heading with all below it, in the same three ways."""
    k = kerja_kini()
    return _pindah(k, pohon.get_klasifikasi(k, klasifikasi_id))


@bp.post("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus_pekerjaan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Put a work into the trash."""
    k = kerja_kini()
    return _hapus(k, pohon.get_pekerjaan(k, pekerjaan_id))


@bp.post("/proyek/<int:proyek_id>/klasifikasi/<int:klasifikasi_id>/hapus")
@aturan(Akses.PROYEK, Batas.CELL)
def hapus_klasifikasi(proyek_id: int, klasifikasi_id: int) -> ResponseReturnValue:
    """Put a heading with all below it into the trash."""
    k = kerja_kini()
    return _hapus(k, pohon.get_klasifikasi(k, klasifikasi_id))


@bp.post("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>/referensi")
@aturan(Akses.PROYEK, Batas.CELL)
def kembalikan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Give a changed work its reference's description, unit and components again."""
    k = kerja_kini()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    dari_analisa = request.form.get("asal") == "analisa"
    try:
        kembalikan_ke_referensi(k, p, versi_diminta())
    except Conflict:
        return pindah(pulang(p), _(BENTROK)) if dari_analisa else jawab_bentrok()
    pesan = _("“%(x)s” kembali ke referensi.", x=p.uraian[:80])
    entri = find_terakhir(k.sesi, proyek_id, "pekerjaan", p.id)
    urungkan = url_for("riwayat.kembalikan", proyek_id=proyek_id, riwayat_id=entri.id) if entri else None
    if dari_analisa:
        return pindah(pulang(p), pesan, urungkan)
    return jawab_susun(p, pesan=pesan, urungkan=urungkan, pemicu="tutup-dialog")


def _pindah(k: Kerja, baris: Simpul) -> ResponseReturnValue:
    asal = Letak(induk_dari(baris), baris.urut)
    langkah = request.values.get("arah", "")
    try:
        pindah = _melangkah(k, baris, langkah) if langkah else _menuju(k, baris)
    except Conflict:
        return jawab_bentrok()
    pesan, urungkan = "", None
    if not pindah:
        pesan = _("Tidak bisa lebih jauh ke sana.")
    elif not langkah and "urut" not in request.values:
        pesan = _("“%(x)s” dipindahkan.", x=nama_simpul(baris)[:80])
        urungkan = _alamat(k, baris, "pindah", induk=asal.induk or "", urut=asal.urut, versi=baris.versi)
    if request.form.get("dari") == "pilihan" and htmx():
        # A dialog stands above the toasts, so it says it itself.
        return jawab_susun(baris, isi=render_template("pekerjaan/_pilihan.html", **isi_pilihan(baris), catatan=pesan))
    return jawab_susun(baris, pesan=pesan, urungkan=urungkan)


def _melangkah(k: Kerja, baris: Simpul, arah: str) -> bool:
    if arah not in ARAH:
        raise Invalid("arah", N_("Arah pindah tidak dikenal."))
    return pohon.geser(k, baris, versi_diminta(), cast("Arah", arah)) is not None


def _menuju(k: Kerja, baris: Simpul) -> bool:
    isian = request.values
    if "urut" in isian:  # undoing a move: the address carries the place and the version that the move left
        versi, letak = (
            bilangan(isian.get("versi")),
            Letak(bilangan(isian.get("induk")) or None, bilangan(isian["urut"])),
        )
    else:
        versi, letak = versi_diminta(), baca_letak(k, baris, isian.get("tujuan", ""), isian.get("posisi", ""))
    if isinstance(baris, Klasifikasi):
        pohon.pindah_klasifikasi(k, baris, versi, letak.induk, letak.urut)
    elif letak.induk is None:
        raise Invalid("tujuan", N_("Pekerjaan harus berada di bawah sebuah judul."))
    else:
        pohon.pindah_pekerjaan(k, baris, versi, letak.induk, letak.urut)
    return True


def _hapus(k: Kerja, baris: Simpul) -> ResponseReturnValue:
    try:
        entri, _dampak = sampah.hapus_simpul(k, baris, versi_diminta())
    except Conflict:
        return jawab_bentrok()
    catatan = k.sesi.get(Riwayat, entri)
    banyak = (catatan.lama or {}).get("pekerjaan", 0) if catatan and isinstance(baris, Klasifikasi) else 0
    nama = nama_simpul(baris)[:80]
    pesan = (
        _("“%(x)s” dan %(n)s pekerjaan di bawahnya dihapus.", x=nama, n=banyak)
        if banyak
        else _("“%(x)s” dihapus.", x=nama)
    )
    urungkan = url_for("riwayat.pulihkan", proyek_id=k.proyek.id, riwayat_id=entri)
    return jawab_susun(pesan=pesan, urungkan=urungkan, pemicu="tutup-dialog")


def _alamat(k: Kerja, baris: Simpul, aksi: str, **args: object) -> str:
    jenis = baris.__tablename__
    return url_for(f"pekerjaan.{aksi}_{jenis}", proyek_id=k.proyek.id, **{f"{jenis}_id": baris.id}, **args)  # type: ignore[arg-type]
