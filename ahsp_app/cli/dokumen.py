"""`ahsp dokumen`: one report, or the bound set, written to a file at once."""

from __future__ import annotations

from pathlib import Path

import click

from ahsp_app.calc.galat import N_
from ahsp_app.cli import keluaran, konteks
from ahsp_app.cli.berkas_keluar import tulis_utuh
from ahsp_app.errors import Invalid, NotFound

BUNDEL = "bundel"
FORMAT = ("xlsx", "pdf", "docx", "csv", "json", "zip")


@click.command()
@click.argument("nomor", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("laporan", metavar="LAPORAN")
@click.option("--format", "bentuk", required=True, type=click.Choice(FORMAT), help="Bentuk berkas; zip untuk bundel.")
@click.option("--output", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Berkas tujuan.")
@click.option("--kertas", metavar="A4|F4|A3", help="Kertas; tanpa ini kertas proyek atau kantornya.")
@click.option("--bahasa", default="id", metavar="id|en", help="Bahasa judul.")
@click.option("--tingkat", default=0, type=click.IntRange(0, 9), help="Banyaknya tingkat judul; 0 semua.")
@keluaran.opsi_json
def dokumen(nomor: int, laporan: str, bentuk: str, output: Path, kertas: str | None, bahasa: str, tingkat: int) -> None:
    """Menulis satu laporan proyek, buku-kerja, atau bundel (pdf atau zip)."""
    with konteks.aplikasi() as app:
        from ahsp_app.extensions import db
        from ahsp_app.laporan.bahan import Opsi
        from ahsp_app.laporan.daftar import LAPORAN
        from ahsp_app.services import dokumen as layanan
        from ahsp_app.services.dokumen_atur import get_atur
        from ahsp_app.services.dokumen_minta import BUKU_KERJA, bundel, satu

        atur = get_atur(db.session(), nomor)
        opsi = Opsi(kertas=kertas or atur.kertas, bahasa=bahasa, tingkat=tingkat)
        if laporan == BUNDEL:
            if bentuk not in {"pdf", "zip"}:
                raise Invalid("format", N_("Bundel ditulis sebagai pdf atau zip."), kolom="format")
            zip_ = bentuk == "zip"
            isi = [k for k in atur.bundel.get("isi", ()) if k in LAPORAN]
            minta = bundel((*isi, BUKU_KERJA) if zip_ else tuple(isi), ("pdf", "docx", "xlsx"), opsi, sebagai_zip=zip_)
        else:
            if bentuk == "zip":
                raise Invalid("format", N_("ZIP hanya untuk bundel."), kolom="format")
            minta = satu(laporan, bentuk, opsi)
        try:
            bahan = layanan.baca_bahan(db.session(), nomor, minta, app.extensions["settings"].batas_harga_hari)
        except NotFound:
            raise Invalid("tidak_ada", N_("Tidak ada proyek %(nomor)s."), jalur="id", nomor=nomor) from None
        with tulis_utuh(output) as keluar:
            layanan.tulis(bahan, minta, keluar)
            ukuran = keluar.tell()
    keluaran.kata(f"{laporan} proyek {nomor} ditulis ke {output}")
    if keluaran.berupa_json():
        keluaran.cetak({"id": nomor, "laporan": laporan, "format": bentuk, "output": str(output), "ukuran": ukuran})
