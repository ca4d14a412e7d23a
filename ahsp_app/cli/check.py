"""`ahsp check`: recompute everything and compare it with what is stored."""

from __future__ import annotations

from typing import Any

import click

from ahsp_app.cli import keluaran, konteks
from ahsp_app.cli.proyek import ID_PROYEK
from ahsp_app.errors import Invalid, NotFound


@click.command()
@click.option("--proyek", "nomor", metavar="ID", type=ID_PROYEK, help="Hanya proyek ini.")
@keluaran.opsi_json
@click.pass_context
def check(ctx: click.Context, nomor: int | None) -> None:
    """Menghitung ulang semuanya dan membandingkan dengan yang tersimpan."""
    diperiksa, selisih = 0, list[dict[str, Any]]()
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.services.periksa import periksa

        try:
            for _, beda in periksa(db.session(), nomor):
                diperiksa += 1
                selisih += [s.sebagai_json() for s in beda]
        except NotFound as galat:
            raise Invalid("tidak_ada", galat.pola, jalur="proyek") from None
    for s in selisih:
        sebab = f" ({s['sebab']})" if "sebab" in s else ""
        tempat = f"proyek {s['proyek']}, {s['tabel']} {s['id']}, {s['kolom']}"
        keluaran.kata(f"{tempat}: tersimpan {s['tersimpan']}, seharusnya {s['dihitung']}{sebab}")
    keluaran.kata(f"{diperiksa} proyek diperiksa, {len(selisih)} selisih.")
    if keluaran.berupa_json():
        keluaran.cetak({"diperiksa": diperiksa, "selisih": selisih})
    ctx.exit(1 if selisih else 0)
