"""`ahsp katalog`: the catalogue of analyses."""

from __future__ import annotations

import click

from ahsp_app.calc.galat import N_
from ahsp_app.cli import keluaran, konteks
from ahsp_app.errors import Invalid


@click.group()
def katalog() -> None:
    """Katalog AHSP."""


@katalog.command()
@click.argument("teks")
@click.option("--edisi", metavar="NAMA", help="Hanya edisi ini.")
@click.option("--limit", "batas", type=click.IntRange(1, 200), default=20, show_default=True, help="Banyaknya hasil.")
@keluaran.opsi_json
def cari(teks: str, edisi: str | None, batas: int) -> None:
    """Mencari analisa; yang paling cocok lebih dulu."""
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.queries import katalog as q

        if edisi is not None and not q.edisi_ada(db.session(), edisi):
            raise Invalid("tidak_ada", N_("Tidak ada edisi “%(edisi)s”."), jalur="edisi", edisi=edisi)
        temuan = q.cari(db.session(), teks, edisi, batas)
    if keluaran.berupa_json():
        kolom = ("id", "edisi", "kode", "uraian", "satuan", "komponen", "skor")
        hasil = [{nama: getattr(a, nama) for nama in kolom} for a in temuan.hasil]
        keluaran.cetak({"hasil": hasil, "total": temuan.total, "koreksi": temuan.koreksi})
        return
    if temuan.koreksi:
        keluaran.kata(f"Menampilkan hasil untuk “{temuan.koreksi}”:")
    for a in temuan.hasil:
        keluaran.kata(f"{a.kode:<12} {a.uraian} ({a.satuan}) – {a.edisi}")
    keluaran.kata(f"{len(temuan.hasil)} dari {temuan.total} analisa.")
