"""Where an amount comes from: down to volume, coefficient, price, their source, and who changed what last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
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


# What was done, where the columns do not say it.
AKSI: Final = {
    "tambah": N_("ditambahkan"),
    "hapus": N_("dihapus"),
    "pulihkan": N_("dipulihkan"),
    "pindah": N_("dipindahkan"),
    "ganti": N_("isi analisa diganti"),
    "kembali": N_("dikembalikan ke referensi"),
}


def asal_pekerjaan(pekerjaan_id: int) -> dict[str, Any]:
    """Everything behind one work's amount. Three statements."""
    a = get_analisa(db.session(), g.proyek, pekerjaan_id)
    nama = _nama(a)
    perubahan = list_perubahan(db.session(), g.proyek.id, list(nama))
    return {
        "a": a,
        "sebelum": _tepat(a.sebelum),
        "jumlah_sebelum": _tepat(a.jumlah_sebelum),
        "acuan": _acuan(a.pekerjaan.rumus),
        "perubahan": [(u, _cerita(u, nama)) for u in perubahan],
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


def _nama(a: Analisa) -> dict[tuple[str, int], str]:
    """The rows behind the amount, by table and id, and what people call them."""
    semua: list[Komponen] = [b for k in a.kelompok for b in k.baris]
    return {
        ("pekerjaan", a.pekerjaan.id): a.pekerjaan.uraian,
        **{("komponen", b.id): b.uraian for b in semua},
        **{("harga_item", b.item_id): b.uraian for b in semua if b.item_id is not None},
        **{("pekerjaan", b.sub_id): b.uraian for b in semua if b.sub_id is not None},
    }


def _cerita(u: Perubahan, nama: Mapping[tuple[str, int], str]) -> str:
    """ "Semen: koefisien 400 → 407"."""
    lama, baru = u.lama or {}, u.baru or {}
    beda = [
        f"{_(kata)} {_tulis(lama.get(kolom))} → {_tulis(baru.get(kolom))}"
        for kolom, kata in KOLOM.items()
        if kolom in lama and kolom in baru
    ]
    apa = ", ".join(beda) or _(AKSI.get(u.aksi, N_("diubah")))
    return f"{nama.get((u.tabel, u.baris_id or 0), u.ringkasan)}: {apa}"


def _tepat(nilai: Fraction) -> str:
    """The value before rounding: every digit, or the first eight decimals of one that does not end soon."""
    penuh = cetak_angka(nilai)
    return penuh if len(penuh.partition(",")[2]) <= 8 else cetak_angka(nilai, 8) + "…"


def _tulis(nilai: Any) -> str:
    if nilai is None or nilai == "":
        return str(_("(kosong)"))
    try:
        return cetak_angka(Decimal(nilai))
    except ArithmeticError:
        return str(nilai)
