"""`python -m bench.impor`: what it takes to read, compare and write a catalogue of 50,000 analyses, while pages answer.

The workbook goes in through the services and a real worker (`ahsp worker`); meanwhile a signed-in admin opens pages.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from ahsp_app import create_app
from ahsp_app.extensions import db, huey
from ahsp_app.models import AHSPReferensi, Impor, KomponenReferensi, Tugas
from ahsp_app.services import impor as layanan
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.impor_komit import get_impor
from bench.panggung import Panggung, panggung
from bench.peramban import Jaringan, Peramban, Permintaan

EMAIL, SANDI = "ukur@contoh.test", "kuda poni di sawah"
PER_LEMBAR = 4500  # analyses of ten rows each: below the limit of rows per sheet
SUMBER = [
    ("TK", "Pekerja", "OH"), ("TK", "Tukang batu", "OH"), ("TK", "Kepala tukang", "OH"), ("TK", "Mandor", "OH"),
    ("BHN", "Semen Portland", "kg"), ("BHN", "Pasir beton", "kg"), ("BHN", "Kerikil", "kg"), ("BHN", "Air", "liter"),
    ("ALT", "Molen", "hari"), ("ALT", "Vibrator", "jam"),
]  # fmt: skip
KEPALA = ("kode", "nama", "satuan_pekerjaan", "kategori", "kode_item", "uraian_item", "satuan_item", "koefisien")


def main() -> None:
    """Parse, measure, print."""
    p = argparse.ArgumentParser(prog="python -m bench.impor", description=__doc__)
    p.add_argument("--analisa", type=int, default=50_000)
    banyak = p.parse_args().analisa
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        berkas = Path(folder) / "katalog.xlsx"
        tulis_buku(berkas, banyak)
        print(f"{banyak:,} analyses, {banyak * len(SUMBER):,} rows, {berkas.stat().st_size / 1e6:.1f} MB", flush=True)
        with panggung() as tempat:
            _ukur(tempat, berkas)


def tulis_buku(berkas: Path, banyak: int) -> None:
    """A flat workbook on as many sheets as the limit of rows asks for; the same one every time."""
    acak = random.Random(7)
    buku = xlsxwriter.Workbook(str(berkas), {"constant_memory": True})
    for awal in range(0, banyak, PER_LEMBAR):
        lembar = buku.add_worksheet()
        lembar.write_row(0, 0, KEPALA)
        baris = 0
        for n in range(awal, min(awal + PER_LEMBAR, banyak)):
            kode, nama = f"{n // 500 + 1}.{n // 25 % 20 + 1}.{n % 25 + 1}", f"Pekerjaan {n} beton mutu {n % 40}"
            for kategori, uraian, satuan in SUMBER:
                baris += 1
                koefisien = acak.randint(1, 3000) / 1000
                lembar.write_row(baris, 0, (kode, nama, "m3", kategori, "", uraian, satuan, koefisien))
    buku.close()


def _ukur(tempat: Panggung, berkas: Path) -> None:
    app = create_app(tempat.settings)
    with app.app_context():
        orang = daftarkan(db.session(), email=EMAIL, nama="Pengukur", sandi=SANDI)
        orang.admin = True
        impor = layanan.buat(db.session(), orang.id, berkas.name, berkas.read_bytes(), tujuan={"nama": "Edisi besar"})
        nomor, pemilik = impor.id, orang.id
        db.session.commit()
        db.session.remove()
    env = os.environ | {
        "DATABASE_URL": str(tempat.settings.database_url),
        "REDIS_URL": str(tempat.settings.redis_url),
        "SECRET_KEY": tempat.settings.secret_key,
        "AHSP_VAR": str(tempat.settings.var_dir),
    }
    with _pekerja(env) as pekerja:
        for nama, minta in (("read", layanan.minta_baca), ("commit", layanan.minta_komit)):
            with app.app_context():
                t = minta(db.session(), get_impor(db.session(), nomor), pemilik).id
                db.session.commit()
            _satu(app, tempat, pekerja, nama, t, nomor)
    with app.app_context():
        n = [db.session.scalar(select(func.count()).select_from(x)) for x in (AHSPReferensi, KomponenReferensi)]
        print(f"in the catalogue: {n[0]:,} analyses, {n[1]:,} rows; {db.session.get_one(Impor, nomor).ringkasan}")


def _satu(app: Flask, tempat: Panggung, pekerja: psutil.Process, nama: str, tugas: int, impor: int) -> None:
    cpu, pg, mulai = _cpu(pekerja), tempat.cpu_postgres(), time.monotonic()
    selesai = threading.Event()
    detik: dict[str, list[float]] = {}
    pembuka = threading.Thread(target=_buka_terus, args=(tempat.porta, impor, tugas, selesai, detik))
    pembuka.start()
    with app.app_context():
        huey.bangunkan()
        while True:
            time.sleep(0.25)
            t = db.session.get_one(Tugas, tugas, populate_existing=True)
            status, galat = t.status, t.galat
            db.session.rollback()
            if status not in ("antre", "jalan"):
                break
    lama = time.monotonic() - mulai
    selesai.set()
    pembuka.join()
    print(
        f"{nama}: {status} {galat} {lama:.1f} s; CPU worker {_cpu(pekerja) - cpu:.1f} s,"
        f" PostgreSQL with pages {tempat.cpu_postgres() - pg:.1f} s; worker peak {_puncak(pekerja):.0f} MB"
    )
    for jalur, semua in detik.items():
        atas = sorted(semua)[int(len(semua) * 0.95)]
        print(f"  {jalur}: {len(semua)} times, p50 {statistics.median(semua) * 1e3:.0f} ms, p95 {atas * 1e3:.0f} ms")


def _buka_terus(porta: int, impor: int, tugas: int, selesai: threading.Event, detik: dict[str, list[float]]) -> None:
    orang = Peramban(Jaringan(porta))
    orang.masuk(EMAIL, SANDI)
    while not selesai.is_set():
        for jalur in ("/health/live", "/proyek", f"/impor/{impor}", f"/tugas/{tugas}"):
            detik.setdefault(jalur, []).append(orang.kirim(Permintaan(jalur)).detik)
        selesai.wait(0.2)


@contextmanager
def _pekerja(env: dict[str, str]) -> Iterator[psutil.Process]:
    proses = subprocess.Popen([sys.executable, "-m", "ahsp_app", "worker"], env=env)
    try:
        time.sleep(2)
        yield psutil.Process(proses.pid)
    finally:
        proses.terminate()
        proses.wait(20)


def _cpu(proses: psutil.Process) -> float:
    waktu = proses.cpu_times()
    return float(waktu.user + waktu.system)


def _puncak(proses: psutil.Process) -> float:
    """The most memory that a process ever had, in MB."""
    for baris in Path(f"/proc/{proses.pid}/status").read_text().splitlines():
        if baris.startswith("VmHWM"):
            return int(baris.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
