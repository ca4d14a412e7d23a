"""The catalogue as the pages of a project show it: what is looked for, and what was found at the project's prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Final

from flask import g, request
from flask_login import current_user

from ahsp_app.calc.teks import rapikan
from ahsp_app.extensions import db
from ahsp_app.queries.katalog import Analisa, Saring, Temuan
from ahsp_app.queries.katalog_lipat import cari_di_proyek, dahulukan
from ahsp_app.queries.katalog_rinci import HargaAnalisa, hargai
from ahsp_app.services.pencarian import catat_pencarian
from ahsp_app.web.asal import bilangan

TANPA: Final = Saring()
TAMPIL: Final = 10
TAMPIL_HALAMAN: Final = 20
# In `skor`: as much as a word that stands first rather than last.
KURANG_LENGKAP: Final = Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Cari:
    """What is looked for, as an address says it."""

    q: str = ""
    saring: Saring = TANPA
    halaman: int = 1
    segi: bool = False

    def args(self) -> dict[str, Any]:
        """The address without what is empty."""
        isi = {"q": self.q, **asdict(self.saring)}
        return {nama: nilai for nama, nilai in isi.items() if nilai}


def baca_cari(args: Mapping[str, str]) -> Cari:
    """From an address or a form; what makes no sense is as if it were not there."""

    def rapi(nama: str) -> str:
        return rapikan(args.get(nama, ""))[:200]

    saring = Saring(rapi("edisi"), rapi("grup"), rapi("satuan"), rapi("memakai"))
    return Cari(rapi("q"), saring, max(1, min(bilangan(args.get("halaman")), 1000)), bool(args.get("segi")))


def isi_hasil(dicari: Cari, per: int = TAMPIL) -> dict[str, Any]:
    """What `katalog/_hasil.html` shows. Four statements, two more for words that nothing has."""
    temuan: Temuan | None = None
    harga: dict[int, HargaAnalisa] = {}
    if dicari.q or dicari.saring:
        lewati = (dicari.halaman - 1) * per
        temuan = cari_di_proyek(
            db.session(), g.proyek.id, dicari.q, per, saring=dicari.saring, lewati=lewati, segi=dicari.segi
        )
        harga = hargai(db.session(), g.proyek, [b.id for a in temuan.hasil for b in (a, *a.kembar)])
        hasil = sorted((_lengkap_dulu(a, harga) for a in temuan.hasil), key=lambda a: _mundur(a, harga[a.id]))
        temuan = replace(temuan, hasil=tuple(hasil))
    terakhir = -(-temuan.total // per) if temuan else 1
    return {"q": dicari.q, "dicari": dicari, "temuan": temuan, "harga": harga, "terakhir": terakhir}


def _lengkap_dulu(a: Analisa, harga: Mapping[int, HargaAnalisa]) -> Analisa:
    """Of the same analysis in several editions one whose price is whole, when there is one."""
    semua = (a, *a.kembar)
    kurang = min(_kurang(harga[b.id]) for b in semua)
    return dahulukan(semua, [b for b in semua if _kurang(harga[b.id]) == kurang])


def _mundur(a: Analisa, harga: HargaAnalisa) -> tuple[int, Decimal]:
    """Sorts what answers as well: a price that is not whole stands behind."""
    tingkat = int(a.skor)
    return -tingkat, (KURANG_LENGKAP if _kurang(harga) else Decimal(0)) - a.skor


def _kurang(harga: HargaAnalisa) -> int:
    """0 for a price that is whole, 1 when prices are missing, 2 without components."""
    return 2 if harga.hsp is None else int(harga.tanpa_harga > 0)


def catat_dicari(q: str, temuan: Temuan | None = None, dipilih_id: int | None = None) -> None:
    """Remember what was looked for. Without `temuan` the form says how many answers there were."""
    if temuan is None:
        banyak, koreksi = bilangan(request.form.get("banyak")), request.form.get("koreksi") or None
    else:
        banyak, koreksi = temuan.total, temuan.koreksi
    catat_pencarian(db.session(), current_user.id, q, min(banyak, 10**6), koreksi, dipilih_id)
