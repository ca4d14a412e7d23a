"""`ahsp pengguna`: accounts."""

from __future__ import annotations

import sys

import click

from ahsp_app.calc.galat import N_
from ahsp_app.cli import keluaran, konteks
from ahsp_app.errors import Invalid


@click.group()
def pengguna() -> None:
    """Mengelola akun."""


@pengguna.command()
@click.argument("email")
@click.option("--nama", required=True, help="Nama yang ditampilkan.")
@click.option("--admin", is_flag=True, help="Boleh mengubah katalog.")
@click.option("--sandi-stdin", is_flag=True, help="Baca kata sandi dari masukan baku, bukan dari papan ketik.")
@keluaran.opsi_json
def tambah(email: str, nama: str, admin: bool, sandi_stdin: bool) -> None:
    """Membuat akun."""
    sandi = _dari_stdin() if sandi_stdin else _dari_papan_ketik()
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.services.akun import daftarkan

        baru = daftarkan(db.session(), email=email, nama=nama, sandi=sandi, admin=admin)
        db.session.commit()
        keluaran.kata(f"Akun {baru.email} dibuat{' sebagai admin' if baru.admin else ''}.")
        if keluaran.berupa_json():
            keluaran.cetak({"id": baru.id, "email": baru.email, "nama": baru.nama, "admin": baru.admin})


def _dari_stdin() -> str:
    """All that comes in, without the line end that `echo` adds."""
    try:
        sandi = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise Invalid("utf8", N_("Kata sandi harus berupa teks UTF-8."), kolom="sandi") from None
    return sandi.removesuffix("\n").removesuffix("\r")


def _dari_papan_ketik() -> str:
    sandi: str = click.prompt(
        "Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi", err=True, prompt_suffix=": "
    )
    return sandi
