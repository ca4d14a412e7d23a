"""The `ahsp` command. Each subcommand is a module of its name, imported when it is used."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from ahsp_app.calc.galat import Galat
from ahsp_app.cli import keluaran
from ahsp_app.config import SettingsError

# Name of the module and of the command in it, and what `ahsp --help` says about it without importing it.
COMMANDS: Final = {
    "up": "Menjalankan seluruh aplikasi di satu mesin.",
    "web": "Menjalankan proses web saja (produksi).",
    "worker": "Menjalankan pekerja latar saja (produksi).",
    "migrate": "Memutakhirkan susunan basis data.",
    "demo": "Memuat katalog awal, proyek contoh dan akun contoh.",
    "pengguna": "Mengelola akun.",
    "katalog": "Membawa masuk berkas katalog dan mencari di dalamnya.",
    "proyek": "Membawa masuk, mengeluarkan dan menghitung proyek.",
    "dokumen": "Menulis laporan, buku kerja, atau bundel dokumen proyek.",
    "check": "Menghitung ulang semuanya dan membandingkan dengan yang tersimpan.",
}


class Commands(click.Group):
    """Finds subcommands by name and turns a refusal into words and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of a command."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"ahsp_app.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of `--help`."""
        with formatter.section("Perintah"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run; what is refused is said in one place."""
        try:
            return super().invoke(ctx)
        except Galat as galat:
            keluaran.tolak(galat)
        except SettingsError as galat:
            keluaran.tolak(Galat("pengaturan", "%(pesan)s", pesan=galat))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Estimasi konstruksi: AHSP, RAB, kebutuhan."""


def main() -> None:
    """Entry of the `ahsp` script."""
    if sys.platform != "linux" and (parent := os.environ.get("AHSP_INDUK")):
        from ahsp_app.lokal.process import watch_parent

        watch_parent(int(parent))
    cli(prog_name="ahsp")
