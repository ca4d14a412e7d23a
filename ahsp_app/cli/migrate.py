"""`ahsp migrate`: bring the database to the newest revision."""

from __future__ import annotations

import click

from ahsp_app.cli import keluaran, konteks
from ahsp_app.lokal import checks


@click.command()
@click.option("--check", "periksa", is_flag=True, help="Hanya periksa; keluar dengan kode 1 bila ada yang tertinggal.")
def migrate(periksa: bool) -> None:
    """Memutakhirkan susunan basis data."""
    with konteks.lingkungan() as env:
        tertinggal = checks.pending_migrations(env["DATABASE_URL"])
        if periksa:
            checks.refuse_pending(tertinggal)
        elif tertinggal:
            with konteks.buat(env):
                konteks.mutakhirkan()
    if tertinggal:
        keluaran.kata(f"Basis data dimutakhirkan: {', '.join(tertinggal)}.")
    else:
        keluaran.kata("Basis data sudah mutakhir.")
