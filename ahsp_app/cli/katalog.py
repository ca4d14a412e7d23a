"""`ahsp katalog`: the catalogue of analyses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.calc.galat import N_
from ahsp_app.cli import keluaran, konteks
from ahsp_app.errors import Invalid


@click.group()
def katalog() -> None:
    """Katalog AHSP."""


@katalog.command(name="import")
@click.argument("berkas", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--edisi", metavar="NAMA", help="Edisi tujuan; dibuat bila belum ada.")
@click.option("--tahun", type=click.IntRange(1900, 2200), help="Tahun edisi yang baru.")
@click.option("--bidang", metavar="B", help="Bidang edisi yang baru.")
@click.option("--commit", "tulis", is_flag=True, help="Tulis ke katalog; tanpa ini hanya laporan.")
@keluaran.opsi_json
def import_(berkas: Path, edisi: str | None, tahun: int | None, bidang: str | None, tulis: bool) -> None:
    """Membaca berkas katalog (xlsx, xls, ods, csv, json)."""
    if edisi is None and berkas.suffix.casefold() != ".json":
        raise click.UsageError("Sebut edisinya: --edisi NAMA")
    isi = _baca_isi(berkas)
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.importers.katalog_json import KatalogDitolak
        from ahsp_app.services.impor import periksa
        from ahsp_app.services.impor_perintah import jalankan

        try:
            periksa(db.session(), None, berkas.name, isi)
        except Invalid:
            db.session.commit()  # that it was refused is kept
            raise
        tujuan = {"nama": edisi, "tahun": tahun, "bidang": bidang}
        try:
            laporan = jalankan(db.session(), berkas.name, isi, tujuan, tulis=tulis)
        except KatalogDitolak as ditolak:
            db.session.rollback()
            keluaran.tolak(*(Invalid(m.kode, "%(pesan)s", jalur=m.jalur, pesan=m.pesan) for m in ditolak.masalah))
        db.session.commit() if laporan["ditulis"] else db.session.rollback()
    if keluaran.berupa_json():
        keluaran.cetak(laporan)
        return
    _sebut(laporan)


def _baca_isi(berkas: Path) -> bytes:
    """The file; of one that is too large no more than shows it, so that it is refused like any other."""
    from ahsp_app.importers.katalog.periksa import MAKS_UKURAN

    try:
        with berkas.open("rb") as isi:
            return isi.read(MAKS_UKURAN + 1)
    except OSError as galat:
        pola = N_("Berkas %(nama)s tidak dapat dibaca: %(sebab)s")
        raise Invalid("berkas", pola, jalur="berkas", nama=berkas, sebab=galat.strerror) from None


def _sebut(laporan: dict[str, Any]) -> None:
    for m in laporan["masalah"]:
        tempat = " ".join(str(x) for x in (m["lembar"], m["baris"]) if x)
        keluaran.kata(f"{tempat}: {m['tingkat']}: {m['pesan']}")
    akhir = "Ditulis." if laporan["ditulis"] else "Belum ditulis."
    n = {k: cetak_angka(v) if isinstance(v, int) else v for k, v in laporan.items()}
    keluaran.kata(
        f"{n['edisi']}: {n['analisa']} analisa, {n['komponen']} komponen; {n['baru']} baru, {n['berubah']} berubah,"
        f" {n['sama']} sama, {n['ditahan']} ditahan karena salah. {akhir}"
    )


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
        tanpa = f", tanpa kata “{'”, “'.join(temuan.tanpa)}”" if temuan.tanpa else ""
        keluaran.kata(f"Menampilkan hasil untuk “{temuan.koreksi}”{tanpa}:")
    for a in temuan.hasil:
        keluaran.kata(f"{a.kode:<12} {a.uraian} ({a.satuan}) – {a.edisi}")
    keluaran.kata(f"{len(temuan.hasil)} dari {temuan.total} analisa.")
