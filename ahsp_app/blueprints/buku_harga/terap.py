"""A book for a project: choosing it, the preview with its effect on the total, applying it, taking it back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.blueprints.buku_harga.forms import KATEGORI
from ahsp_app.blueprints.buku_harga.routes import bp
from ahsp_app.calc.angka import Konteks, baca_angka, cetak_isian
from ahsp_app.calc.buku_harga import ppn_efektif
from ahsp_app.calc.galat import Galat
from ahsp_app.calc.rekap import Ppn
from ahsp_app.errors import Invalid, NotFound
from ahsp_app.extensions import db
from ahsp_app.models import DaftarHarga
from ahsp_app.queries.buku_harga import list_pilihan
from ahsp_app.queries.total import total_dengan, total_proyek
from ahsp_app.services.buku_harga import JENIS_SUMBER, get_buku
from ahsp_app.services.buku_harga_terap import (
    Calon,
    Rencana,
    coba_rencana,
    susun_rencana,
    terapkan_rencana,
    urungkan_terapan,
)
from ahsp_app.services.hitung import kurangkan
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.asal import args_asal, bilangan
from ahsp_app.web.aturan import Akses, aturan
from ahsp_app.web.batas import Batas
from ahsp_app.web.galat import kalimat
from ahsp_app.web.harga import isian, kesegaran, sebut_dampak, sebut_tanggal_basi, sebut_urung
from ahsp_app.web.rendering import htmx, pindah, roti

PER: Final = 50
AWALAN: Final = "faktor-"
HALAMAN: Final = "buku_harga/pratinjau.html"


@dataclass(slots=True)
class Isian:
    """What the preview's form holds: ticked rows, factors as typed and read, whether PPN is taken out."""

    lihat: set[str] = field(default_factory=set)
    pilih: set[str] = field(default_factory=set)
    ikut: set[str] = field(default_factory=set)
    tidak: set[str] = field(default_factory=set)
    teks: dict[str, str] = field(default_factory=dict)
    faktor: dict[str, Decimal] = field(default_factory=dict)
    galat: dict[str, str] = field(default_factory=dict)
    tanpa_ppn: bool = False
    ppn_teks: str = ""
    ppn: Decimal | None = None
    semua: str = ""
    saring: str = ""

    def pilihan(self, rencana: Rencana) -> set[str]:
        """The rows that are chosen: those in view as they are ticked, the others as they were."""
        if self.semua in {"0", "1"}:
            return rencana.baku if self.semua == "1" else set()
        lain = ((rencana.baku - self.tidak) | self.ikut) - self.lihat
        return (lain | (self.pilih & self.lihat)) & {c.kunci for c in rencana.calon}


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """What the chosen rows would do to the estimate."""

    banyak: int
    jumlah: Decimal
    jumlah_baru: Decimal
    selisih: Decimal
    bagian: Fraction | None
    dibulatkan: Decimal
    dibulatkan_baru: Decimal


@bp.get("/proyek/<int:proyek_id>/buku-harga")
@aturan(Akses.PROYEK, Batas.READ)
def pilih(proyek_id: int) -> str:
    """Which book? Each with how many resources of the project it names."""
    segar = kesegaran(g.proyek.tahun_anggaran)
    isi = list_pilihan(db.session(), proyek_id, g.proyek.daftar_harga_id)
    basi = {b.id: sebut_tanggal_basi(b.tanggal, segar) for b in isi}
    return render_template("buku_harga/pilih.html", isi=isi, basi=basi, jenis=JENIS_SUMBER)


@bp.get("/proyek/<int:proyek_id>/buku-harga/<int:daftar_id>")
@aturan(Akses.PROYEK, Batas.READ)
def pratinjau(proyek_id: int, daftar_id: int) -> str:
    """What the book would change; nothing is written."""
    isi = Isian(ppn_teks=_ppn_baku())
    return _halaman(_buku(daftar_id), isi, bilangan(request.args.get("halaman")))


@bp.post("/proyek/<int:proyek_id>/buku-harga/<int:daftar_id>")
@aturan(Akses.PROYEK, Batas.CELL)
def hitung(proyek_id: int, daftar_id: int) -> str:
    """The preview for other ticks, factors or tax, or another page of it; nothing is written."""
    pindah_halaman = bool({"halaman", "semua", "saring"} & request.form.keys())
    halaman = bilangan(request.form.get("halaman") or request.form.get("kini"))
    templat = HALAMAN
    if htmx():
        templat = "buku_harga/_pratinjau.html" if pindah_halaman else "buku_harga/_sesudah_pilih.html"
    return _halaman(_buku(daftar_id), _baca(), halaman, templat)


@bp.post("/proyek/<int:proyek_id>/buku-harga/<int:daftar_id>/terapkan")
@aturan(Akses.PROYEK, Batas.BULK)
def terapkan(proyek_id: int, daftar_id: int) -> ResponseReturnValue:
    """Write the chosen prices; all of them, or none and why."""
    buku, isi, k = _buku(daftar_id), _baca(), _kerja()
    try:
        if isi.galat:
            raise Invalid("faktor", next(iter(isi.galat.values())))
        rencana = susun_rencana(k, buku, isi.ppn if isi.tanpa_ppn else None, isi.faktor)
        hasil = terapkan_rencana(k, buku, rencana, isi.pilihan(rencana), request.form.get("sidik", ""))
    except Invalid as galat:
        db.session.rollback()
        status = 409 if galat.kode == "berubah" else 422
        halaman = bilangan(request.form.get("kini"))
        return _halaman(get_buku(db.session(), daftar_id), isi, halaman, galat=kalimat(galat)), status
    balik = url_for(".urungkan", proyek_id=proyek_id, riwayat_id=hasil.riwayat_id)
    isi_pesan = {"n": hasil.banyak, "x": buku.nama[:80], "dampak": _awali(sebut_dampak(hasil.dampak))}
    pesan = _("%(n)s harga dari “%(x)s” diterapkan. %(dampak)s.", **isi_pesan)
    return pindah(url_for("harga.halaman", proyek_id=proyek_id), pesan, urungkan=balik)


@bp.post("/proyek/<int:proyek_id>/buku-harga/urungkan/<int:riwayat_id>")
@aturan(Akses.PROYEK, Batas.CELL)
def urungkan(proyek_id: int, riwayat_id: int) -> ResponseReturnValue:
    """Give back the prices that one application replaced."""
    hasil = urungkan_terapan(_kerja(), riwayat_id)
    pesan = sebut_urung(hasil)
    url = url_for("harga.halaman", proyek_id=proyek_id)
    if htmx() and (request.headers.get("HX-Current-URL") or "").partition("?")[0].endswith(url):
        roti(pesan)
        isi = render_template("buku_harga/_sesudah_urung.html")
        return Response(isi, headers={"HX-Trigger": json.dumps({"muat-ulang": True})})
    alamat: dict[str, Any] = {"proyek_id": proyek_id, **args_asal(url)}
    return pindah(url_for("harga.halaman", **alamat), pesan)


def _halaman(buku: DaftarHarga, isi: Isian, halaman: int, templat: str = HALAMAN, galat: str = "") -> str:
    k = _kerja()
    galat_ppn = isi.galat.get("ppn_persen", "")
    rencana = susun_rencana(k, buku, isi.ppn if isi.tanpa_ppn else None, isi.faktor)
    terpilih = isi.pilihan(rencana)
    jauh = [c for c in rencana.calon if c.jauh]
    baris = jauh if isi.saring else rencana.calon
    terakhir = max(1, -(-len(baris) // PER))
    halaman = max(1, min(halaman, terakhir))
    tampak = baris[(halaman - 1) * PER : halaman * PER]
    di_luar = {c.kunci for c in rencana.calon} - {c.kunci for c in tampak}
    konteks: dict[str, Any] = {
        "buku": buku,
        "rencana": rencana,
        "banyak": len(baris),
        "jauh": len(jauh),
        "tampak": tampak,
        "terpilih": terpilih,
        "isi": isi,
        "ringkasan": _ringkasan(k, rencana, terpilih),
        "halaman": halaman,
        "terakhir": terakhir,
        "ikut": sorted((terpilih - rencana.baku) & di_luar),
        "tidak": sorted((rencana.baku - terpilih) & di_luar),
        "faktor_luar": {kunci: teks for kunci, teks in isi.teks.items() if kunci in di_luar},
        "faktor": {c.kunci: _teks_faktor(isi, c) for c in tampak if c.beda_satuan},
        "basi": sebut_tanggal_basi(buku.tanggal, kesegaran(g.proyek.tahun_anggaran)),
        "kategori": KATEGORI,
        "isian": isian,
        "galat": galat,
        "galat_ppn": galat_ppn,
        "dasar": url_for(".pratinjau", proyek_id=g.proyek.id, daftar_id=buku.id),
    }
    return render_template(templat, **konteks)


def _ringkasan(k: Kerja, rencana: Rencana, terpilih: set[str]) -> Ringkasan:
    lama, baru = k.proyek.jumlah, coba_rencana(k, rencana, terpilih)
    selisih = kurangkan(baru, lama)
    return Ringkasan(
        len(terpilih),
        lama,
        baru,
        selisih,
        Fraction(selisih) / Fraction(lama) if lama else None,
        total_proyek(k.proyek).dibulatkan,
        total_dengan(k.proyek, baru).dibulatkan,
    )


def _baca() -> Isian:
    """The form of the preview; what cannot be read is told at its place."""
    f = request.form
    isi = Isian(
        lihat=set(f.getlist("lihat")),
        pilih=set(f.getlist("pilih")),
        ikut=set(f.getlist("ikut")),
        tidak=set(f.getlist("tidak")),
        tanpa_ppn=f.get("tanpa_ppn") == "1",
        ppn_teks=f.get("ppn_persen", _ppn_baku())[:40],
        semua=f.get("semua", ""),
        saring="jauh" if f.get("saring", f.get("disaring")) == "jauh" else "",
    )
    for nama, teks in f.items():
        if nama.startswith(AWALAN) and teks.strip():
            kunci = nama.removeprefix(AWALAN)
            isi.teks[kunci] = teks[:40]
            nilai = _angka(isi, kunci, teks, Konteks.FAKTOR)
            if nilai:
                isi.faktor[kunci] = nilai
    if isi.tanpa_ppn:
        isi.ppn = _angka(isi, "ppn_persen", isi.ppn_teks, Konteks.PERSEN)
        if isi.ppn is not None and not 0 < isi.ppn <= Decimal(100):
            isi.galat["ppn_persen"], isi.ppn = _("Isi lebih dari 0 sampai 100."), None
    return isi


def _angka(isi: Isian, nama: str, teks: str, konteks: Konteks) -> Decimal | None:
    try:
        return baca_angka(teks, konteks).nilai
    except Galat as galat:
        isi.galat[nama] = kalimat(galat)
        return None


def _teks_faktor(isi: Isian, c: Calon) -> str:
    if c.kunci in isi.teks:
        return isi.teks[c.kunci]
    return "" if c.faktor is None else cetak_isian(c.faktor, Konteks.FAKTOR)


def _ppn_baku() -> str:
    p = g.proyek
    return cetak_isian(ppn_efektif(Ppn(p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut)), Konteks.PERSEN)


def _awali(teks: str) -> str:
    return teks[0].upper() + teks[1:]


def _buku(daftar_id: int) -> DaftarHarga:
    """A book that projects may use: an archived one only if it is the project's own. Raises NotFound."""
    buku = get_buku(db.session(), daftar_id)
    if not buku.aktif and buku.id != g.proyek.daftar_harga_id:
        raise NotFound
    return buku


def _kerja() -> Kerja:
    return Kerja(db.session(), g.proyek, current_user.id)
