"""`ahsp demo`: starter catalogue, example prices, demo account and demo project."""

from __future__ import annotations

import click

from ahsp_app.cli import keluaran, konteks


@click.command()
def demo() -> None:
    """Memuat katalog awal, proyek contoh dan akun contoh; aman diulang."""
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.services.demo import SANDI, muat_demo

        d = muat_demo(db.session())
        db.session.commit()
    keluaran.kata(f"Katalog “{d.katalog.nama}”: {d.katalog.banyak} analisa{_baru(d.katalog.baru)}")
    keluaran.kata(f"Harga “{d.harga.nama}”: {d.harga.banyak} baris{_baru(d.harga.baru)}")
    keluaran.kata(f"Proyek contoh: nomor {d.proyek_id}{_baru(d.proyek_baru)}")
    sandi = f"sandi: {SANDI}" if d.akun_baru else f"sandi awalnya: {SANDI}"
    keluaran.kata(f"Akun contoh: {d.email}, {sandi}")


def _baru(baru: bool) -> str:
    return "" if baru else " (sudah ada)"
