"""One folder per thing a user would name; they meet in services, queries and shared templates only."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

BAGIAN = (
    "kesehatan",
    "akun",
    "dasbor",
    "proyek",
    "pekerjaan",
    "katalog",
    "riwayat",
    "volume",
    "harga",
    "analisa",
    "rekap",
    "dokumen",
    "buku_harga",
    "tugas",
    "kosakata",
    "impor",
    "edisi",
    "pembaruan",
    "usulan",
)


def init_app(app: Flask) -> None:
    """Register every slice."""
    for nama in BAGIAN:
        app.register_blueprint(import_module(f"ahsp_app.blueprints.{nama}").bp)
