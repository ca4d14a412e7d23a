"""`ahsp proyek`: project files in and out, rekap and kebutuhan for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.cli import keluaran, konteks
from ahsp_app.cli.berkas_keluar import sebab, tulis_utuh
from ahsp_app.errors import Invalid, NotFound

ID_PROYEK = click.IntRange(1, 2**63 - 1)


@click.group()
def proyek() -> None:
    """Membawa masuk, mengeluarkan dan menghitung proyek."""


@proyek.command("import")
@click.argument("berkas", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--pemilik", required=True, metavar="EMAIL", help="Akun yang akan memiliki proyek.")
@keluaran.opsi_json
def impor(berkas: Path, pemilik: str) -> None:
    """Membawa masuk berkas proyek sebagai proyek baru."""
    isi = _baca(berkas)
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.queries.pengguna import find_menurut_email
        from ahsp_app.services.berkas import BerkasDitolak, impor_proyek

        akun = find_menurut_email(db.session(), pemilik)
        if akun is None:
            pola = N_("Tidak ada akun dengan email %(email)s.")
            raise Invalid("tidak_ada", pola, jalur="pemilik", email=pemilik)
        try:
            baru, peringatan = impor_proyek(db.session(), akun.id, isi)
        except BerkasDitolak as ditolak:
            db.session.rollback()
            keluaran.tolak(*(Invalid(m.kode, "%(pesan)s", jalur=m.jalur, pesan=m.pesan) for m in ditolak.masalah))
        db.session.commit()
        hasil: dict[str, Any] = {"id": baru.id, "peringatan": [m.sebagai_json() for m in peringatan]}
        nama = baru.nama
    for m in peringatan:
        click.echo(f"{m.jalur}: {m.pesan}", err=True)
    keluaran.kata(f"Proyek {hasil['id']} dibuat: {nama}")
    _cetak_bila_json(hasil)


@proyek.command("export")
@click.argument("nomor", metavar="ID", type=ID_PROYEK)
@click.option("--output", required=True, metavar="FILE.json", type=click.Path(path_type=Path), help="Berkas tujuan.")
@keluaran.opsi_json
def ekspor(nomor: int, output: Path) -> None:
    """Menulis berkas proyek, lengkap."""
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.services.berkas import ekspor_byte

        isi = _atau_tolak(lambda: ekspor_byte(db.session(), nomor), nomor)
    with tulis_utuh(output) as keluar:
        keluar.write(isi)
    keluaran.kata(f"Proyek {nomor} ditulis ke {output}")
    _cetak_bila_json({"id": nomor, "output": str(output)})


@proyek.command()
@click.argument("nomor", metavar="ID", type=ID_PROYEK)
@keluaran.opsi_json
def rekap(nomor: int) -> None:
    """Mencetak rekapitulasi RAB."""
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.queries.rekap_json import rekap_json

        hasil = _atau_tolak(lambda: rekap_json(db.session(), nomor), nomor)
    if keluaran.berupa_json():
        keluaran.cetak(hasil)
        return
    for judul in hasil["klasifikasi"]:
        keluaran.kata(f"{judul['nomor']:>6}  {judul['nama']}: {judul['jumlah']}")
    for nama in ("jumlah", "ppn", "total", "dibulatkan", "terbilang"):
        keluaran.kata(f"{nama}: {hasil[nama]}")
    if hasil["belum_lengkap"]:
        keluaran.kata(f"belum lengkap: {len(hasil['belum_lengkap'])}")


@proyek.command()
@click.argument("nomor", metavar="ID", type=ID_PROYEK)
@keluaran.opsi_json
def kebutuhan(nomor: int) -> None:
    """Mencetak kebutuhan tenaga, bahan dan alat."""
    with konteks.aplikasi():
        from ahsp_app.extensions import db
        from ahsp_app.queries.kebutuhan import kebutuhan_json

        hasil = _atau_tolak(lambda: kebutuhan_json(db.session(), nomor), nomor)
    if keluaran.berupa_json():
        keluaran.cetak(hasil)
        return
    for b in hasil["item"]:
        keluaran.kata(f"{b['kategori']:<4}  {b['uraian']}: {b['kuantitas']} {b['satuan']} = {b['jumlah']}")
    keluaran.kata(f"jumlah: {hasil['jumlah']}")


def _atau_tolak(ambil: Any, nomor: int) -> Any:
    try:
        return ambil()
    except NotFound:
        raise Invalid("tidak_ada", N_("Tidak ada proyek %(nomor)s."), jalur="id", nomor=nomor) from None


def _cetak_bila_json(dokumen: Any) -> None:
    if keluaran.berupa_json():
        keluaran.cetak(dokumen)


def _baca(berkas: Path) -> bytes:
    """The file, unless it is larger than any project file. Raises Galat."""
    from ahsp_app.importers.json_ketat import MAKS_BYTE

    try:
        with berkas.open("rb") as masukan:
            return masukan.read(MAKS_BYTE + 1)  # one more than allowed: the reader says it is too large
    except OSError as galat:
        pola = N_("Berkas %(berkas)s tidak dapat dibaca: %(sebab)s.")
        raise Galat("berkas", pola, berkas=berkas, sebab=sebab(galat)) from None
