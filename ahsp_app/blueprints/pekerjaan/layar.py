"""What the page of the tree shows, and how its address says so."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.queries.pohon import (
    SARING,
    BarisJudul,
    HalamanPohon,
    baris_judul,
    halaman_berisi,
    halaman_pohon,
    kerangka,
    semua_judul,
)
from ahsp_app.services.hitung import BIT_KURANG
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pohon import Simpul
from ahsp_app.web.asal import args_asal, bilangan

PER: Final = 50
# Up to here all headings are offered for what is added; in larger projects those in view.
BANYAK_JUDUL: Final = 200
HANYA_JUDUL: Final = "judul"


@dataclass(frozen=True, slots=True)
class Layar:
    """Page and filters of the tree, and the heading that takes what is added.

    `buka` names the form that stands open, for browsers without JavaScript.
    """

    halaman: int = 1
    cari: str = ""
    saring: str = ""
    judul: int = 0
    buka: str = ""

    @property
    def hanya_judul(self) -> bool:
        """Whether the headings are shown without their works, to put a large project in order."""
        return self.saring == HANYA_JUDUL

    @property
    def tersaring(self) -> bool:
        """Whether only some works are shown; then rows cannot be put in another order."""
        return bool(self.cari or self.saring) and not self.hanya_judul

    def args(self, **beda: Any) -> dict[str, Any]:
        """The address: what differs from the usual, and beside a heading also page 1, which is not always its page."""
        baru = replace(self, **beda)
        isi = {nama: nilai for nama, nilai in asdict(baru).items() if nilai != getattr(_BAKU, nama)}
        return {"halaman": baru.halaman, **isi} if baru.judul else isi

    def url(self, **beda: Any) -> str:
        """The page's address."""
        return url_for("pekerjaan.halaman", proyek_id=g.proyek.id, **self.args(**beda))


_BAKU: Final = Layar()


def kerja_kini() -> Kerja:
    """The signed-in person at work on the project of this request."""
    return Kerja(db.session(), g.proyek, current_user.id)


def layar_kini() -> Layar:
    """What the person has in view: the page says it in its own address; writes and reloads come from a page."""
    if request.endpoint == "pekerjaan.halaman" and request.method == "GET" and "ulang" not in request.args:
        return _baca(request.args.to_dict())
    return _baca(args_asal(url_for("pekerjaan.halaman", proyek_id=g.proyek.id)))


def dari_pohon() -> bool:
    """Whether this request comes from the page of the tree."""
    asal = request.headers.get("HX-Current-URL") or request.referrer or ""
    return urlsplit(asal).path == url_for("pekerjaan.halaman", proyek_id=g.proyek.id)


def isi_pohon(layar: Layar) -> dict[str, Any]:
    """The tree as the templates want it. Four statements, five with a filter."""
    if layar.hanya_judul:
        pohon = _halaman_judul(layar.halaman)
    else:
        pohon = halaman_pohon(db.session(), g.proyek.id, layar.halaman, PER, cari=layar.cari, saring=layar.saring)
    layar = replace(layar, halaman=pohon.halaman)
    tujuan, pilihan = _tujuan(pohon, layar)
    dasar = url_for("pekerjaan.simpan_judul", proyek_id=g.proyek.id, klasifikasi_id=0).removesuffix("/0")
    return {
        "pohon": pohon,
        "layar": layar,
        "tujuan": tujuan,
        "judul_tujuan": pilihan,
        "dasar": url_for("pekerjaan.halaman", proyek_id=g.proyek.id),
        "dasar_judul": dasar,
        **isi_baris(),
    }


def isi_baris() -> dict[str, Any]:
    """What every row of a work needs: its words, what is missing in it, the address of its analysis."""
    ada = "analisa.halaman" in current_app.view_functions
    url = url_for("analisa.halaman", proyek_id=g.proyek.id, pekerjaan_id=0) if ada else ""
    return {"kata": kata(), "sebab": sebab, "dasar_analisa": url.removesuffix("/0")}


def kata() -> dict[str, str]:
    """Words that every row repeats, translated once. With %(x)s they are patterns for the name of the row."""
    x = "%(x)s"
    return {
        "nomor": _("Nomor %(x)s", x=x),
        "nama": _("Nama judul %(x)s", x=x),
        "uraian": _("Uraian %(x)s", x=x),
        "kode": _("Kode %(x)s", x=x),
        "volume": _("Volume %(x)s", x=x),
        "satuan": _("Satuan %(x)s", x=x),
        "harga": _("Harga satuan %(x)s", x=x),
        "pindahkan": _("Pindahkan %(x)s", x=x),
        "lipat": _("Lipat %(x)s", x=x),
        "tambah": _("Tambah pekerjaan ke %(x)s", x=x),
        "pilihan": _("Pilihan untuk %(x)s", x=x),
        "simpan": _("Simpan %(x)s", x=x),
        "analisa": _("Analisa %(x)s", x=x),
        "belum_diisi": _("belum diisi"),
        "belum_ada": _("belum ada"),
        "kurang_volume": _("volume"),
        "kurang_analisa": _("analisa"),
        "kurang_harga": _("harga"),
        "referensi": _("referensi"),
        "ubahan": _("ubahan"),
        "kustom": _("kustom"),
        "langsung": _("tanpa analisa"),
        "pembaruan": _("pembaruan tersedia"),
    }


def _halaman_judul(halaman: int) -> HalamanPohon:
    """The headings by themselves, as pages of the tree."""
    judul = semua_judul(db.session(), g.proyek.id)
    terakhir = max(1, -(-len(judul) // PER))
    halaman = min(halaman, terakhir)
    isi = tuple(judul[(halaman - 1) * PER : halaman * PER])
    rangka = kerangka(db.session(), g.proyek.id)
    return HalamanPohon(isi, halaman, terakhir, len(judul), (), rangka, rangka)


def _tujuan(pohon: HalamanPohon, layar: Layar) -> tuple[int, list[BarisJudul]]:
    """Where what is added goes, and what else can be chosen: the heading asked for, else the last at the top."""
    rangka = pohon.penuh
    if layar.judul in rangka.induk:
        tujuan = layar.judul
    else:
        tujuan = next((kid for kid in reversed(rangka.urutan) if rangka.induk[kid] is None), 0)
    if len(rangka.urutan) <= BANYAK_JUDUL:
        return tujuan, semua_judul(db.session(), g.proyek.id) if rangka.urutan else []
    tampak = {b.id for b in (*pohon.jejak, *pohon.baris) if isinstance(b, BarisJudul)}
    return tujuan, baris_judul(db.session(), g.proyek.id, {tujuan, *tampak}, rangka)


def sebab(kurang: int) -> list[str]:
    """What a work lacks, of volume, analisa and harga."""
    return [nama for nama, bit in BIT_KURANG.items() if kurang & bit]


def layar_dengan(layar: Layar, simpul: Simpul) -> Layar:
    """The same view turned to the page of the tree on which a row stands now. One statement."""
    rangka = kerangka(db.session(), g.proyek.id)
    if layar.hanya_judul and isinstance(simpul, Klasifikasi):
        return replace(layar, halaman=rangka.urutan.index(simpul.id) // PER + 1)
    if isinstance(simpul, Pekerjaan):
        halaman = halaman_berisi(rangka, simpul.klasifikasi_id, simpul.urut, PER)
    else:
        halaman = halaman_berisi(rangka, simpul.id, 0, PER)
    return replace(layar, halaman=halaman, cari="", saring="")


def ke_judul(layar: Layar) -> Layar:
    """The page with the chosen heading: choosing where to add is also how one gets there. One statement."""
    return replace(layar, halaman=halaman_berisi(kerangka(db.session(), g.proyek.id), layar.judul, 0, PER))


def nama_simpul(simpul: Simpul) -> str:
    """What a row is called."""
    return simpul.nama if isinstance(simpul, Klasifikasi) else simpul.uraian


def id_baris(simpul: Simpul) -> str:
    """The stable name of a row on the page."""
    return f"{simpul.__tablename__}-{simpul.id}"


def _baca(isi: dict[str, str]) -> Layar:
    saring = isi.get("saring", "")
    return Layar(
        halaman=max(1, bilangan(isi.get("halaman"))),
        cari="" if saring == HANYA_JUDUL else rapikan(isi.get("cari", ""))[:100],
        saring=saring if saring in {*SARING, HANYA_JUDUL} else "",
        judul=bilangan(isi.get("judul")),
        buka=isi.get("buka", "") if isi.get("buka") in {"judul", "sendiri"} else "",
    )
