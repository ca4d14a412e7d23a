"""What the analysis page shows around the form: the list of works, and the way one came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, g, request, url_for

from ahsp_app.calc.galat import N_
from ahsp_app.extensions import db
from ahsp_app.queries.analisa import Analisa, get_analisa
from ahsp_app.queries.daftar_analisa import BarisDaftar, Sekitar, find_pertama, get_sekitar, list_jejak
from ahsp_app.queries.pembaruan import ada_pembaruan
from ahsp_app.queries.pohon import BarisJudul, HalamanPohon, halaman_pohon, kerangka

MAKS_JEJAK: Final = 8
KELOMPOK: Final = {
    "TK": (N_("Tenaga kerja"), N_("Jumlah harga tenaga kerja")),
    "BHN": (N_("Bahan"), N_("Jumlah harga bahan")),
    "ALT": (N_("Peralatan"), N_("Jumlah harga peralatan")),
    "LAIN": (N_("Lain-lain dan pekerjaan lain"), N_("Jumlah harga lain-lain")),
}
SARING: Final = {
    "": N_("Semua pekerjaan"),
    "analisa": N_("Analisa kosong"),
    "harga": N_("Harga belum diisi"),
    "ubahan": N_("Berbeda dari referensi"),
}


@dataclass(frozen=True, slots=True)
class Butir:
    """One line of the list: a heading, or a work with what its analysis still lacks."""

    judul: bool
    id: int
    nomor: str
    teks: str
    sumber: str = ""
    kurang: str = ""


def dari_diminta() -> list[int]:
    """Works one came through, from the address (?dari=5,9); what makes no sense is left out."""
    teks = request.args.get("dari", "")[:200].split(",")
    return [int(t) for t in teks if t.isascii() and t.isdecimal() and len(t) < 19][-MAKS_JEJAK:]


def alamat(pekerjaan_id: int, dari: Iterable[int], endpoint: str = "analisa.halaman", **lain: Any) -> str:
    """An address that remembers the way one came."""
    jejak = ",".join(str(i) for i in dari)
    return url_for(endpoint, proyek_id=g.proyek.id, pekerjaan_id=pekerjaan_id, dari=jejak or None, **lain)


def tautan(endpoint: str, **isi: Any) -> str:
    """The address of a page of another slice; empty when that slice is not installed."""
    return url_for(endpoint, proyek_id=g.proyek.id, **isi) if endpoint in current_app.view_functions else ""


def isi_lembar(pekerjaan_id: int) -> dict[str, Any]:
    """What the form itself needs; also for answers to a change."""
    dari = dari_diminta()
    akar = url_for(".halaman", proyek_id=g.proyek.id, pekerjaan_id=pekerjaan_id)
    akhiran = "?dari=" + ",".join(map(str, dari)) if dari else ""
    a = get_analisa(db.session(), g.proyek, pekerjaan_id)
    return {
        "a": a,
        "dari": dari,
        "akar": akar,
        "akhiran": akhiran,
        # Addresses of rows and of nested works, but for their ids: made once, not once a row.
        "url_baris": f"/proyek/{g.proyek.id}/komponen/",
        "url_sub": akar.removesuffix(str(pekerjaan_id)),
        "url_harga": tautan("harga.halaman"),
        # Searched for by its name, so that it is on the page whatever the size of the project.
        "url_volume": tautan(
            "volume.halaman", cari=a.pekerjaan.uraian[:60], _anchor=f"pekerjaan-{pekerjaan_id}-volume"
        ),
        "url_kembali": tautan("pekerjaan.beda", pekerjaan_id=pekerjaan_id, asal="analisa"),
        "dari_sini": ",".join(map(str, [*dari, pekerjaan_id])),
        "kelompok_teks": KELOMPOK,
        "arsip": g.proyek.diarsipkan is not None,
    }


def isi_halaman(pekerjaan_id: int) -> dict[str, Any]:
    """The whole page: the form, its neighbours, the way back."""
    isi = isi_lembar(pekerjaan_id)
    a: Analisa = isi["a"]
    dari: list[int] = isi["dari"]
    sesi = db.session()
    rangka = kerangka(sesi, g.proyek.id)
    sekitar = get_sekitar(sesi, g.proyek.id, rangka, a.pekerjaan.klasifikasi_id, a.pekerjaan.urut)
    jejak = list_jejak(sesi, g.proyek.id, dari)
    return isi | {
        "sekitar": sekitar,
        "butir": butir_sekitar(sekitar),
        "jejak": [(nama, alamat(pid, dari[: dari.index(pid)])) for pid, nama in jejak],
        "saring_teks": SARING,
        "kini": pekerjaan_id,
        "url_daftar": url_for(".daftar", proyek_id=g.proyek.id, semua=1),
        "pembaruan": a.pekerjaan.edisi is not None and ada_pembaruan(sesi, g.proyek.id, pekerjaan_id),
    }


def isi_daftar() -> dict[str, Any]:
    """The list of works, with search and filter."""
    saring = request.args.get("saring", "")
    saring = saring if saring in SARING else ""
    cari = request.args.get("cari", "").strip()[:100]
    nomor = request.args.get("halaman", "1")
    halaman = int(nomor) if nomor.isascii() and nomor.isdecimal() and len(nomor) < 7 else 1
    isi = halaman_pohon(db.session(), g.proyek.id, halaman, cari=cari, saring=saring)
    return {
        "hal": isi,
        "butir": butir_pohon(isi),
        "cari": cari,
        "saring": saring,
        "saring_teks": SARING,
        "kini": None,
        "url_daftar": url_for(".daftar", proyek_id=g.proyek.id),
        "url_sub": url_for(".halaman", proyek_id=g.proyek.id, pekerjaan_id=0).removesuffix("0"),
        "url_pekerjaan": tautan("pekerjaan.halaman"),
    }


def pertama() -> int | None:
    """Where the page opens when no work is named."""
    return find_pertama(db.session(), g.proyek.id, kerangka(db.session(), g.proyek.id))


def butir_sekitar(sekitar: Sekitar) -> list[Butir]:
    """Neighbours under the names of their headings."""
    butir: list[Butir] = []
    judul = None
    for b in sekitar.baris:
        if b.klasifikasi_id != judul:
            judul = b.klasifikasi_id
            butir.append(_judul(sekitar.judul[judul]))
        butir.append(_pekerjaan(b))
    return butir


def butir_pohon(halaman: HalamanPohon) -> list[Butir]:
    """One page of the tree."""
    return [_judul(b) if isinstance(b, BarisJudul) else _pekerjaan(b) for b in halaman.baris]


def _judul(j: BarisJudul) -> Butir:
    return Butir(True, j.id, j.nomor, j.nama)


def _pekerjaan(b: BarisDaftar | Any) -> Butir:
    kurang = "analisa" if b.kurang & 2 else "harga" if b.kurang & 4 else ""
    return Butir(False, b.id, b.nomor, b.uraian, b.sumber, kurang)
