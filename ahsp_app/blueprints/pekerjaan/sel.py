"""Cells of the tree: one field with htmx, a whole row without JavaScript, one view for both."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ahsp_app.blueprints.pekerjaan.jawab import IsiSel, jawab_sel, jawab_susun, sel_volume
from ahsp_app.blueprints.pekerjaan.layar import kerja_kini, layar_kini
from ahsp_app.blueprints.pekerjaan.routes import bp
from ahsp_app.calc.angka import Bacaan, Konteks, baca_angka, cetak_isian
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.nomor import nomor_klasifikasi, nomor_pekerjaan
from ahsp_app.calc.teks import rapikan
from ahsp_app.errors import Conflict, Invalid
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.services import pohon
from ahsp_app.services.hitung import Dampak
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import ubah_pekerjaan
from ahsp_app.services.volume import ubah_volume
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.bacaan import roti_bacaan, sebut_bacaan
from ahsp_app.web.batas import Batas
from ahsp_app.web.sel import Sel, sedang_mengubah, versi_diminta

TEKS = ("uraian", "satuan", "kode")
ANGKA = {"volume": Konteks.VOLUME, "harga_langsung": Konteks.UANG}


@bp.post("/proyek/<int:proyek_id>/pekerjaan/<int:pekerjaan_id>")
@aturan(Akses.PROYEK, Batas.CELL, "pekerjaan-%(pekerjaan_id)s")
def simpan(proyek_id: int, pekerjaan_id: int) -> ResponseReturnValue:
    """Save what was typed in the row of a work."""
    url = url_for("pekerjaan.simpan", proyek_id=proyek_id, pekerjaan_id=pekerjaan_id)
    sedang_mengubah(
        Sel(f"pekerjaan-{pekerjaan_id}", url, layar_kini().url(), tampil_pekerjaan, "pekerjaan", pekerjaan_id)
    )
    k = kerja_kini()
    p = pohon.get_pekerjaan(k, pekerjaan_id)
    _periksa_versi(p, _terlihat(p))
    langsung = p.harga_langsung
    dampak = _terapkan(k, p, request.form)
    if (langsung is None) != (p.harga_langsung is None):
        return jawab_susun(p)  # the cell itself is another one now
    sel = [(f"pekerjaan-{p.id}-{kolom}", teks, "") for kolom, teks in _terlihat(p).items() if kolom != "volume"]
    catatan = sebut_volume(request.form["volume"]) if "volume" in request.form else None
    return jawab_sel(p, dampak, [*sel, sel_volume(p)], catatan)


@bp.post("/proyek/<int:proyek_id>/klasifikasi/<int:klasifikasi_id>")
@aturan(Akses.PROYEK, Batas.CELL, "klasifikasi-%(klasifikasi_id)s")
def simpan_judul(proyek_id: int, klasifikasi_id: int) -> ResponseReturnValue:
    """Save the name or the number of a heading."""
    url = url_for("pekerjaan.simpan_judul", proyek_id=proyek_id, klasifikasi_id=klasifikasi_id)
    sedang_mengubah(
        Sel(f"klasifikasi-{klasifikasi_id}", url, layar_kini().url(), tampil_judul, "klasifikasi", klasifikasi_id)
    )
    k = kerja_kini()
    j = pohon.get_klasifikasi(k, klasifikasi_id)
    otomatis = nomor_klasifikasi(len(pohon.leluhur(k, j.id)), j.urut)
    _periksa_versi(j, {"nomor": j.nomor or otomatis, "nama": j.nama})
    nomor = _nomor(request.form.get("nomor"), otomatis)
    pohon.ubah_klasifikasi(k, j, j.versi, nama=request.form.get("nama"), nomor=nomor)
    sel: list[IsiSel] = [
        (f"klasifikasi-{j.id}-nama", j.nama, ""),
        (f"klasifikasi-{j.id}-nomor", j.nomor or otomatis, ""),
    ]
    return jawab_sel(j, Dampak(k.proyek.jumlah, k.proyek.jumlah), sel)


def tampil_pekerjaan(p: Pekerjaan) -> dict[str, str]:
    """The fields of a work as typed."""
    return {
        "nomor": p.nomor or "",
        "uraian": p.uraian,
        "kode": p.kode or "",
        "satuan": p.satuan,
        "volume": p.rumus_tampil or sel_volume(p)[1],
        "harga_langsung": "" if p.harga_langsung is None else cetak_isian(p.harga_langsung, Konteks.UANG),
    }


def tampil_judul(j: Klasifikasi) -> dict[str, str]:
    """The fields of a heading as typed; an automatic number is not typed."""
    return {"nomor": j.nomor or "", "nama": j.nama}


def _terlihat(p: Pekerjaan) -> dict[str, str]:
    """The fields as shown: with the automatic number."""
    return tampil_pekerjaan(p) | {"nomor": p.nomor or nomor_pekerjaan(p.urut)}


def _periksa_versi(baris: Pekerjaan | Klasifikasi, kini: Mapping[str, str]) -> None:
    """An answer that got lost is asked for again with the old version: what is stored already is no conflict.

    Whoever gets that answer also gets every field of the row, so nothing of a colleague's is overlooked.
    """
    diminta = {kolom: rapikan(teks) for kolom, teks in request.form.items() if kolom in kini}
    if versi_diminta() != baris.versi and not all(_sama(kolom, teks, kini[kolom]) for kolom, teks in diminta.items()):
        raise Conflict(baris)


def _sama(kolom: str, teks: str, kini: str) -> bool:
    """Whether what was typed says what is stored: 1234567 is 1.234.567."""
    if teks == kini or kolom not in ANGKA:
        return teks == kini
    try:
        return baca_angka(teks, ANGKA[kolom]).nilai == baca_angka(kini, ANGKA[kolom]).nilai
    except Galat:  # empty, or a formula
        return False


def _terapkan(k: Kerja, p: Pekerjaan, isian: Mapping[str, str]) -> Dampak:
    """Write the fields that are there; one that says what is stored is not a change."""
    perubahan: dict[str, object] = {kolom: isian[kolom] for kolom in TEKS if kolom in isian}
    if p.sumber != "kustom" and rapikan(isian.get("kode", p.kode or "")) != (p.kode or ""):
        raise Invalid("kode", N_("Kode analisa dari katalog tidak diubah di sini."), kolom="kode")
    nomor = _nomor(isian.get("nomor"), nomor_pekerjaan(p.urut))
    if nomor is not None:
        perubahan["nomor"] = nomor
    if "harga_langsung" in isian and isian["harga_langsung"] != tampil_pekerjaan(p)["harga_langsung"]:
        harga = baca_harga(isian["harga_langsung"])
        perubahan["harga_langsung"] = harga.nilai if harga else None
        roti_bacaan(_("Harga langsung"), harga)
    dampak = ubah_pekerjaan(k, p, p.versi, perubahan)
    if "volume" not in isian or isian["volume"].strip() == tampil_pekerjaan(p)["volume"]:
        return dampak
    kedua = ubah_volume(k, p, p.versi, isian["volume"])
    kedua.pekerjaan |= dampak.pekerjaan
    kedua.subtotal = dampak.subtotal | kedua.subtotal
    return kedua


def baca_harga(teks: str) -> Bacaan | None:
    """A price as typed; None when empty. Raises Invalid at `harga_langsung`."""
    if not teks.strip():
        return None
    try:
        return baca_angka(teks, Konteks.UANG)
    except Galat as galat:
        raise Invalid.dari(galat, kolom="harga_langsung") from None


def _nomor(teks: str | None, otomatis: str) -> str | None:
    """The number to store; "" for the automatic one, which is also what its own text means."""
    if teks is None:
        return None
    return "" if rapikan(teks) == otomatis else teks


def sebut_volume(teks: str) -> str:
    """How a volume was read that could be read in two ways: "1.000" is a thousand here."""
    if not teks.strip() or teks.strip().startswith("="):
        return ""
    return sebut_bacaan(baca_angka(teks, Konteks.VOLUME))
