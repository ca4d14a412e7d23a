"""What the page of prices shows, and the answers to its changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any, Final

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.calc.analisa import Kategori
from ahsp_app.calc.buku_harga import Kesegaran
from ahsp_app.calc.galat import N_
from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.queries.harga import SARING, BarisHarga, HalamanHarga, Hitungan, halaman_harga
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.asal import args_asal, bilangan
from ahsp_app.web.harga import kesegaran, rumus, sebut_basi, sebut_konversi, tampil_harga

PER: Final = 50
KATEGORI: Final = {
    "TK": N_("Tenaga kerja"),
    "BHN": N_("Bahan"),
    "ALT": N_("Peralatan"),
    "LAIN": N_("Lain-lain"),
}
HURUF: Final = {"TK": "A", "BHN": "B", "ALT": "C", "LAIN": "D"}


@dataclass(frozen=True, slots=True)
class Layar:
    """Page and filters of the sheet."""

    halaman: int = 1
    cari: str = ""
    kategori: str = ""
    saring: str = ""

    def args(self, **beda: Any) -> dict[str, Any]:
        """The address: what differs from the usual."""
        return {nama: nilai for nama, nilai in asdict(replace(self, **beda)).items() if nilai != getattr(_BAKU, nama)}

    def url(self, **beda: Any) -> str:
        """The page's address."""
        return url_for("harga.halaman", proyek_id=g.proyek.id, **self.args(**beda))


_BAKU: Final = Layar()


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter with how many rows it leaves."""

    kunci: str
    nama: str
    banyak: int
    url: str
    kini: bool


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Rows under one heading: those without a price, or a kategori."""

    huruf: str
    nama: str
    baris: tuple[BarisHarga, ...]


def kerja_kini() -> Kerja:
    """The signed-in person at work on the project of this request."""
    return Kerja(db.session(), g.proyek, current_user.id)


def layar_kini() -> Layar:
    """What the person has in view: the page says it in its own address; writes and reloads come from a page."""
    sendiri = request.endpoint == "harga.halaman" and "ulang" not in request.args
    isi = request.args.to_dict() if sendiri else args_asal(url_for("harga.halaman", proyek_id=g.proyek.id))
    kategori, saring = isi.get("kategori", ""), isi.get("saring", "")
    return Layar(
        halaman=max(1, bilangan(isi.get("halaman"))),
        cari=rapikan(isi.get("cari", ""))[:100],
        kategori=kategori if kategori in Kategori.__members__ else "",
        saring=saring if saring in SARING else "",
    )


def isi_lembar(layar: Layar) -> dict[str, Any]:
    """The sheet. Three statements."""
    isi = halaman_harga(
        db.session(),
        g.proyek.id,
        layar.halaman,
        PER,
        cari=layar.cari,
        kategori=layar.kategori,
        saring=layar.saring,
        segar=segar_kini(),
    )
    layar = replace(layar, halaman=isi.halaman)
    return isi_baris() | {"isi": isi, "layar": layar, "kelompok": _kelompok(isi), "tab": tab(layar, isi.hitungan)}


def isi_baris() -> dict[str, Any]:
    """What the template of a row needs beside the row."""
    return {
        "dasar": url_for("harga.halaman", proyek_id=g.proyek.id),
        "kategori": KATEGORI,
        "rumus": rumus,
        "tampil_harga": tampil_harga,
        "sebut_konversi": sebut_konversi,
        "sebut_basi": partial(sebut_basi, segar=segar_kini()),
    }


def segar_kini() -> Kesegaran:
    """What is stale in this project: by the setting, and before its fiscal year."""
    return kesegaran(g.proyek.tahun_anggaran)


def tab(layar: Layar, h: Hitungan) -> list[Tab]:
    """The filters: by state, then by kategori."""
    pilihan = [
        ("", "", _("Semua"), h.semua),
        ("", "kosong", _("Belum ada harga"), h.kosong),
        *((k, "", _(nama), h.per_kategori.get(k, 0)) for k, nama in KATEGORI.items()),
        ("", "tidak-dipakai", _("Tidak dipakai"), h.tidak_dipakai),
        ("", "lama", _("Harga lama"), h.basi),
    ]
    return [
        Tab(saring or kategori or "semua", nama, banyak, layar.url(halaman=1, kategori=kategori, saring=saring),
            (kategori, saring) == (layar.kategori, layar.saring))
        for kategori, saring, nama, banyak in pilihan
    ]  # fmt: skip


def _kelompok(isi: HalamanHarga) -> list[Kelompok]:
    def kunci(b: BarisHarga) -> str:
        return "" if b.kosong else b.kategori

    return [_satu_kelompok(k, baris) for k, baris in groupby(isi.baris, kunci)]


def _satu_kelompok(kategori: str, baris: Iterable[BarisHarga]) -> Kelompok:
    nama = _(KATEGORI[kategori]) if kategori else _("Belum ada harga")
    return Kelompok(HURUF.get(kategori, ""), nama, tuple(baris))
