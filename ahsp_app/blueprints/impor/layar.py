"""What the pages of an import show, and how their addresses say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.queries import impor as q
from ahsp_app.queries.buku_harga import halaman_buku
from ahsp_app.queries.halaman import Halaman
from ahsp_app.queries.impor import HitunganImpor, KepalaImpor
from ahsp_app.queries.impor_isi import BarisAnalisa, BarisKomponen, Saring, halaman_analisa, halaman_harga
from ahsp_app.queries.impor_masalah import KelompokMasalah, Masalah, halaman_usul, kelompok_masalah, masalah_umum
from ahsp_app.queries.tugas import find_tugas
from ahsp_app.web.asal import args_asal, bilangan

KATEGORI: Final = {"TK": N_("Tenaga"), "BHN": N_("Bahan"), "ALT": N_("Alat"), "LAIN": N_("Lain-lain")}
STATUS: Final = {
    "diunggah": N_("belum dibaca"),
    "dibaca": N_("sedang dibaca"),
    "siap": N_("menunggu keputusan"),
    "dikomit": N_("di katalog"),
    "dicabut": N_("dicabut"),
    "gagal": N_("gagal"),
}
JENIS: Final = {
    "datar": N_("tabel datar"),
    "cetak": N_("lembar analisa"),
    "harga": N_("daftar harga"),
    "lain": N_("tidak dibaca"),
    "json": N_("berkas katalog JSON"),
}
KOLOM: Final = {
    "kode": N_("Kode"), "uraian": N_("Uraian"), "satuan": N_("Satuan"), "grup": N_("Kelompok"),
    "kategori": N_("Kategori"), "koefisien": N_("Koefisien"), "harga": N_("Harga"),
}  # fmt: skip
TAMPIL_MASALAH: Final = 4
_BAKU: Final = Saring()


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter with how many analyses it leaves."""

    nama: str
    banyak: int
    url: str
    kini: bool


@dataclass(frozen=True, slots=True)
class Kelompok:
    """One kind of problem in words: those of its first, and what accepting that one would do."""

    isi: KelompokMasalah
    kalimat: str
    usul: str
    url: str


def saring_kini(impor_id: int, args: Mapping[str, str] | None = None) -> Saring:
    """The filters in view: of this address, or of the page that a write came from."""
    isi = args if args is not None else args_asal(url_for("impor.halaman", impor_id=impor_id))
    tingkat, banding = isi.get("tingkat", ""), isi.get("banding", "")
    return Saring(
        halaman=max(1, bilangan(isi.get("halaman"))),
        cari=rapikan(isi.get("cari", ""))[:100],
        kode=rapikan(isi.get("kode", ""))[:40],
        tingkat=tingkat if tingkat in ("galat", "peringatan", "bersih", "dilewati") else "",
        banding=banding if banding in q.BANDING else "",
    )


def args(saring: Saring, **beda: Any) -> dict[str, Any]:
    """The filters as an address; `beda` changes some and goes back to the first page."""
    isi = asdict(replace(saring, **({"halaman": 1} | beda if beda else {})))
    return {nama: nilai for nama, nilai in isi.items() if nilai != getattr(_BAKU, nama)}


def isi_halaman(impor_id: int, saring: Saring) -> dict[str, Any]:
    """The report of an import. At most seven statements."""
    sesi = db.session()
    kepala = q.get_kepala(sesi, impor_id)
    isi: dict[str, Any] = {"kepala": kepala, "status": sebut_status(kepala.jenis, kepala.status), "jenis": JENIS}
    isi["tugas"] = find_tugas(sesi, kepala.tugas_id)
    if kepala.status in ("siap", "dikomit", "dicabut"):
        isi |= isi_jumlah(kepala, saring) | {"umum": masalah_umum(sesi, impor_id)}
    if kepala.hanya_harga:
        isi["buku"] = [b for b in halaman_buku(sesi, per=100).baris if not b.terkunci]
    return isi | isi_daftar(impor_id, saring, kepala, isi.get("kelompok"))


def isi_jumlah(kepala: KepalaImpor, saring: Saring) -> dict[str, Any]:
    """What is counted of an import: kinds of problems, and how many of each there are to show. One statement."""
    return {
        "kelompok": _kelompok(kepala.id, kelompok_masalah(db.session(), kepala.id)),
        "tab": _tab(kepala.id, saring, kepala.hitungan, harga=kepala.jenis == "harga"),
    }


def isi_daftar(
    impor_id: int, saring: Saring, kepala: KepalaImpor | None = None, kelompok: list[Kelompok] | None = None
) -> dict[str, Any]:
    """The list with its filters; `hanya` is the kind of problem that is looked at."""
    sesi = db.session()
    kepala = kepala or q.get_kepala(sesi, impor_id)
    if saring.kode and kelompok is None:
        kelompok = isi_jumlah(kepala, saring)["kelompok"]
    baca = halaman_harga if kepala.jenis == "harga" else halaman_analisa
    daftar: Halaman[BarisAnalisa] | Halaman[BarisKomponen] = baca(sesi, impor_id, saring)
    return {
        "kepala": kepala,
        "daftar": daftar,
        "hanya": next((k.isi for k in kelompok or () if k.isi.kode == saring.kode), None),
        "saring": replace(saring, halaman=daftar.halaman),
        "args": args(saring, halaman=1) | {"impor_id": impor_id},
        "tab": _tab(impor_id, saring, kepala.hitungan, harga=kepala.jenis == "harga"),
    } | isi_baris(kepala)


def isi_usul(impor_id: int, kode: str, halaman: int) -> dict[str, Any]:
    """The suggestions of one kind."""
    sesi = db.session()
    kepala = q.get_kepala(sesi, impor_id)
    daftar = halaman_usul(sesi, impor_id, kode, halaman)
    kelompok = next((k for k in kelompok_masalah(sesi, impor_id) if k.kode == kode), None)
    args = {"impor_id": impor_id, "kode": kode}
    return {"kepala": kepala, "daftar": daftar, "kelompok": kelompok, "kode": kode, "args": args} | isi_baris(kepala)


def isi_baris(kepala: KepalaImpor) -> dict[str, Any]:
    """What the template of a row needs beside the row."""
    return {
        "bisa_ubah": kepala.status in ("siap", "dicabut"),
        "kata_banding": {
            "baru": _("baru"),
            "berubah": _("berubah"),
            "berubah_arsip": _("berubah (diarsipkan; isinya ikut berubah)"),
            "sama": _("sama"),
            "": "",
        },
        "kategori": KATEGORI,
        "pilihan": [("", _("pilih")), *((k, _(nama)) for k, nama in KATEGORI.items())],
        "maks_masalah": TAMPIL_MASALAH,
        "sebut": sebut,
        "sebut_usul": sebut_usul,
        "nilai_usul": nilai_usul,
    }


def sebut_status(jenis: str, status: str) -> str:
    """Where an import stands."""
    return str(_("di buku harga") if (jenis, status) == ("harga", "dikomit") else _(STATUS[status]))


def sebut(m: Masalah | KelompokMasalah) -> str:
    """The sentence of a problem in the reader's language."""
    return str(_(m.pola, **m.isi) if m.isi else _(m.pola))


def sebut_usul(usul: Mapping[str, str]) -> str:
    """What a suggestion does: "Koefisien 83,349"."""
    if usul["kolom"] == "dilewati":
        return str(_("Lewati baris ini"))
    return f"{_(KOLOM.get(usul['kolom'], usul['kolom']))} → {nilai_usul(usul, usul['nilai'])}"


def nilai_usul(usul: Mapping[str, str], nilai: str | None) -> str:
    """A value of the column that a suggestion is for, in the reader's language."""
    if not nilai:
        return "–"
    if usul["kolom"] in {"koefisien", "harga"}:
        return cetak_angka(Decimal(nilai))
    return str(_(KATEGORI.get(nilai, nilai))) if usul["kolom"] == "kategori" else nilai


def _kelompok(impor_id: int, semua: tuple[KelompokMasalah, ...]) -> list[Kelompok]:
    return [
        Kelompok(
            k,
            sebut(k),
            sebut_usul(k.contoh_usul) if k.contoh_usul else "",
            url_for("impor.halaman", impor_id=impor_id, **args(Saring(), kode=k.kode), _anchor="daftar"),
        )
        for k in semua
    ]


def _tab(impor_id: int, saring: Saring, h: HitunganImpor, *, harga: bool) -> list[Tab]:
    pilihan = [
        ("", "", _("Semua"), h.analisa),
        ("galat", "", _("Salah"), h.galat),
        ("peringatan", "", _("Peringatan"), h.peringatan),
        *(
            []
            if harga
            else [
                ("", "baru", _("Baru"), h.baru),
                ("", "berubah", _("Berubah"), h.berubah),
                ("", "sama", _("Sama"), h.sama),
            ]
        ),
        ("dilewati", "", _("Dilewati"), h.dilewati),
    ]
    kini = (saring.tingkat, saring.banding)

    def url(tingkat: str, banding: str) -> str:
        isi = args(saring, tingkat=tingkat, banding=banding, kode="")
        return url_for("impor.halaman", impor_id=impor_id, **isi)

    return [Tab(nama, banyak, url(t, b), (t, b) == kini) for t, b, nama, banyak in pilihan]
