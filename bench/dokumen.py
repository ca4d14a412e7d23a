"""`python -m bench.dokumen`: what every document costs, on projects of 1,000 and 10,000 works.

Each document is made in a process of its own, as a worker makes it: read, write to a file. CPU counts both; memory is
the peak of the whole process, the application included.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ahsp_app import create_app
from ahsp_app.config import Settings
from ahsp_app.extensions import db
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.format import FORMAT
from ahsp_app.services import dokumen
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.dokumen_minta import BUKU_KERJA, BUNDEL, Permintaan, bundel, satu
from bench.data import buat_proyek_besar
from bench.panggung import panggung

SEMUA = [(kode, f) for kode in LAPORAN for f in FORMAT] + [(BUKU_KERJA, "xlsx"), (BUNDEL, "pdf"), (BUNDEL, "zip")]
ISI_BUNDEL = ("rekap", "rab", "ahsp", "daftar-harga", "kebutuhan")


def main() -> None:
    """Make projects, then every document of each, one after the other."""
    p = argparse.ArgumentParser(prog="python -m bench.dokumen", description=__doc__)
    p.add_argument("--ukuran", default="1000,10000", help="numbers of works, with commas between")
    p.add_argument("--hanya", default="", help="only documents whose name contains this (rab.pdf)")
    p.add_argument("--simpan", type=Path, help="keep the documents in this folder")
    p.add_argument("--satu", nargs=4, help=argparse.SUPPRESS)
    pilihan = p.parse_args()
    if pilihan.satu:
        _satu(*pilihan.satu)
        return
    with panggung() as tempat:
        app = create_app(dataclasses.replace(tempat.settings, log_level="WARNING"))
        for banyak in map(int, pilihan.ukuran.split(",")):
            with app.app_context():
                orang = daftarkan(
                    db.session(), email=f"u{banyak}@contoh.test", nama="Pengukur", sandi="kuda poni di sawah"
                )
                proyek = buat_proyek_besar(db.session(), orang.id, banyak).proyek.id
                db.session.commit()
            print(f"\n### {banyak:,} works\n\n| document | CPU s | seconds | peak MB | kB | pages |", flush=True)
            print("| --- | --: | --: | --: | --: | --: |")
            for kode, bentuk in SEMUA:
                if pilihan.hanya in f"{kode}.{bentuk}":
                    _ukur(tempat.settings, proyek, kode, bentuk, pilihan.simpan)


def _ukur(settings: Settings, proyek: int, kode: str, bentuk: str, simpan: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tujuan = (simpan or Path(folder)) / f"{proyek}-{kode}.{bentuk}"
        env = os.environ | {"DATABASE_URL": settings.database_url or "", "SECRET_KEY": settings.secret_key}
        perintah = [sys.executable, "-m", "bench.dokumen", "--satu", str(proyek), kode, bentuk, str(tujuan)]
        selesai = subprocess.run(perintah, env=env, check=False, capture_output=True, text=True)
        if selesai.returncode:
            print(f"| {kode}.{bentuk} | gagal: {selesai.stderr.strip().splitlines()[-1]} |", flush=True)
            return
        a: dict[str, Any] = json.loads(selesai.stdout)
        angka = (
            f"{a['cpu']:.2f} | {a['detik']:.2f} | {a['puncak']:.0f} | {a['byte'] / 1000:,.0f} | {a['halaman'] or ''}"
        )
        print(f"| {kode}.{bentuk} | {angka} |", flush=True)


def _satu(proyek: str, kode: str, bentuk: str, tujuan: str) -> None:
    app = create_app(dataclasses.replace(Settings.from_env(), log_level="WARNING"))
    with app.app_context():
        mulai, cpu = time.perf_counter(), time.process_time()
        minta = _permintaan(kode, bentuk)
        bahan = dokumen.baca_bahan(db.session(), int(proyek), minta)
        with Path(tujuan).open("w+b") as keluar:
            dokumen.tulis(bahan, minta, keluar)
        detik, cpu = time.perf_counter() - mulai, time.process_time() - cpu
    puncak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    hasil = {"cpu": cpu, "detik": detik, "puncak": puncak, "byte": Path(tujuan).stat().st_size, "halaman": None}
    if bentuk == "pdf":
        import pypdfium2

        hasil["halaman"] = len(pypdfium2.PdfDocument(tujuan))
    print(json.dumps(hasil))


def _permintaan(kode: str, bentuk: str) -> Permintaan:
    if kode != BUNDEL:
        return satu(kode, bentuk, Opsi())
    isi = (*ISI_BUNDEL, BUKU_KERJA) if bentuk == "zip" else ISI_BUNDEL
    return bundel(isi, ("pdf", "docx", "xlsx"), Opsi(), sebagai_zip=bentuk == "zip")


if __name__ == "__main__":
    main()
