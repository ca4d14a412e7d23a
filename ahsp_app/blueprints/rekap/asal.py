"""Where an amount comes from: down to volume, coefficient, price, their source, and who changed what last."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from flask import g, url_for
from flask_babel import gettext as _

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_, Galat
from ahsp_app.calc.pembulatan import jumlahkan
from ahsp_app.calc.rumus import urai
from ahsp_app.errors import NotFound
from ahsp_app.extensions import db
from ahsp_app.queries.analisa import Analisa, Komponen, get_analisa
from ahsp_app.queries.pohon import BarisJudul, semua_judul
from ahsp_app.queries.rekap import Acuan, list_acuan, list_perubahan
from ahsp_app.queries.riwayat import Perubahan

# What a change is called in the panel, by its column.
KOLOM: Final = {
    "volume": N_("volume"),
    "rumus": N_("rumus"),
    "koefisien": N_("koefisien"),
    "harga": N_("harga"),
    "harga_beli": N_("harga beli"),
    "faktor": N_("faktor"),
    "margin_persen": N_("margin"),
    "harga_langsung": N_("harga langsung"),
    "uraian": N_("uraian"),
    "satuan": N_("satuan"),
}


def asal_pekerjaan(pekerjaan_id: int) -> dict[str, Any]:
    """Everything behind one work's amount. Three statements."""
    a = get_analisa(db.session(), g.proyek, pekerjaan_id)
    baris = [("pekerjaan", pekerjaan_id), *_baris(a)]
    return {
        "a": a,
        "acuan": _acuan(a.pekerjaan.rumus),
        "perubahan": [(u, _beda(u)) for u in list_perubahan(db.session(), g.proyek.id, baris)],
        "url_analisa": url_for("analisa.halaman", proyek_id=g.proyek.id, pekerjaan_id=pekerjaan_id),
    }


def asal_judul(klasifikasi_id: int) -> dict[str, Any]:
    """What a heading's subtotal is made of: the headings right below it, and its own works together."""
    judul = semua_judul(db.session(), g.proyek.id)
    ini = next((j for j in judul if j.id == klasifikasi_id), None)
    if ini is None:
        raise NotFound
    anak = [j for j in judul if j.induk_id == klasifikasi_id]
    return {"judul": ini, "anak": anak, "sendiri": _selisih(ini.jumlah, anak)}


def asal_proyek() -> dict[str, Any]:
    """What JUMLAH is made of: the headings at the top."""
    return {"anak": [j for j in semua_judul(db.session(), g.proyek.id) if j.induk_id is None]}


def _selisih(jumlah: Decimal, anak: Iterable[BarisJudul]) -> Decimal:
    return jumlahkan([jumlah, *(a.jumlah.copy_negate() for a in anak)])


def _acuan(rumus: str | None) -> list[Acuan]:
    if not rumus:
        return []
    try:
        return list_acuan(db.session(), g.proyek.id, urai(rumus).acuan)
    except Galat:  # a formula that a newer grammar refuses still has its value
        return []


def _baris(a: Analisa) -> list[tuple[str, int]]:
    semua: list[Komponen] = [b for k in a.kelompok for b in k.baris]
    return [
        *(("komponen", b.id) for b in semua),
        *(("harga_item", b.item_id) for b in semua if b.item_id is not None),
        *(("pekerjaan", b.sub_id) for b in semua if b.sub_id is not None),
    ]


def _beda(u: Perubahan) -> str:
    """ "koefisien 400 → 407" for the columns that matter; "" when the action says it all."""
    lama, baru = u.lama or {}, u.baru or {}
    return ", ".join(
        f"{_(kata)} {_tulis(lama.get(kolom))} → {_tulis(baru.get(kolom))}"
        for kolom, kata in KOLOM.items()
        if kolom in lama and kolom in baru
    )


def _tulis(nilai: Any) -> str:
    if nilai is None or nilai == "":
        return str(_("(kosong)"))
    try:
        return cetak_angka(Decimal(nilai))
    except ArithmeticError:
        return str(nilai)
