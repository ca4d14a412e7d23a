"""`python -m bench.dokumen_ramai`: what pages feel of documents that others have made, and what a long CSV takes.

Twenty jobs of ten people on a project of 1,000 works run in a real worker while somebody opens pages; then a CSV of a
project of 10,000 works comes over the network, and the memory of the web processes is looked at.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import func, select

from ahsp_app import create_app
from ahsp_app.extensions import db, huey
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.models import Proyek, Tugas
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.dokumen_minta import BUKU_KERJA, bundel, satu
from ahsp_app.services.dokumen_tugas import minta_dokumen
from bench.data import buat_proyek_besar
from bench.panggung import Panggung, panggung
from bench.peramban import Jaringan, Peramban, Permintaan
from bench.ukur import persentil

SANDI = "kuda poni di sawah"
ORANG, PER_ORANG = 10, 2
PEMBUKA = 2  # who open pages at the same time
JEDA = 0.1  # seconds that they look at each
MINTA = (
    bundel(("rekap", "rab", "ahsp", "daftar-harga"), ("pdf",), Opsi(), abaikan=True),
    satu("rab", "pdf", Opsi()),
    satu("ahsp", "docx", Opsi()),
    satu(BUKU_KERJA, "xlsx", Opsi()),
    satu("rincian-rab", "xlsx", Opsi()),
)
Detik = dict[str, list[float]]


def main() -> None:
    """Parse, measure, print."""
    p = argparse.ArgumentParser(prog="python -m bench.dokumen_ramai", description=__doc__)
    p.add_argument("--detik", type=float, default=30, help="how long pages are opened alone")
    p.add_argument("--csv", type=int, default=10_000, help="works of the project whose CSV is asked for")
    pilihan = p.parse_args()
    with panggung() as tempat:
        app = create_app(tempat.settings)
        with app.app_context():
            semua = [_orang(n) for n in range(ORANG)]
            proyek = [buat_proyek_besar(db.session(), orang, 1_000).proyek.id for orang in semua]
            besar = buat_proyek_besar(db.session(), semua[0], pilihan.csv).proyek.id
            db.session.commit()
            db.session.remove()
        _csv(tempat, (proyek[0], besar))
        sendiri = _buka(tempat, proyek, lambda: time.sleep(pilihan.detik))
        with _pekerja(tempat) as pekerja:
            with app.app_context():
                _minta(semua, proyek)
            ramai = _buka(tempat, proyek, lambda: _sampai_habis(app, pekerja))
        _cetak(sendiri, ramai)


def _orang(n: int) -> int:
    return daftarkan(db.session(), email=_email(n), nama="Pengukur", sandi=SANDI).id


def _email(n: int) -> str:
    return f"ukur{n}@contoh.test"


def _minta(orang: list[int], proyek: list[int]) -> None:
    for n in range(ORANG * PER_ORANG):
        siapa = n % ORANG
        apa = MINTA[(n + n // ORANG) % len(MINTA)]  # nobody asks for the same twice
        minta_dokumen(db.session(), orang[siapa], db.session.get_one(Proyek, proyek[siapa]), apa)
    db.session.commit()
    db.session.remove()
    huey.bangunkan()


def _sampai_habis(app: Flask, pekerja: psutil.Process) -> None:
    mulai = time.monotonic()
    with app.app_context():
        while db.session.scalar(select(func.count()).where(Tugas.status.in_(("antre", "jalan")))):
            db.session.rollback()
            if pekerja.status() == psutil.STATUS_ZOMBIE:
                raise SystemExit("the worker is gone")
            time.sleep(0.5)
        akhir = {
            status: n for status, n in db.session.execute(select(Tugas.status, func.count()).group_by(Tugas.status))
        }
        db.session.rollback()
    cpu = pekerja.cpu_times()
    print(
        f"{ORANG * PER_ORANG} jobs of {ORANG} people: {akhir} in {time.monotonic() - mulai:.0f} s;"
        f" worker {cpu.user + cpu.system:.0f} s CPU, peak {puncak(pekerja):.0f} MB\n",
        flush=True,
    )


def _buka(tempat: Panggung, proyek: list[int], selama: Callable[[], None]) -> Detik:
    """Open pages until `selama` returns; the seconds of each."""
    selesai = threading.Event()
    detik: Detik = {}
    isi = [(tempat.porta, n, proyek[n], selesai, detik) for n in range(PEMBUKA)]
    pembuka = [threading.Thread(target=_buka_terus, args=satu_isi) for satu_isi in isi]
    for satu_utas in pembuka:
        satu_utas.start()
    try:
        selama()
    finally:
        selesai.set()
        for satu_utas in pembuka:
            satu_utas.join()
    return detik


def _buka_terus(porta: int, n: int, proyek: int, selesai: threading.Event, detik: Detik) -> None:
    orang = Peramban(Jaringan(porta))
    orang.masuk(_email(n), SANDI)
    while not selesai.is_set():
        for nama in ("", "/pekerjaan", "/volume", "/harga", "/rekap", "/dokumen"):
            jalur = f"/proyek/{proyek}{nama}" if nama else "/proyek"
            lama = orang.kirim(Permintaan(jalur)).detik
            detik.setdefault(nama or "dasbor", []).append(lama)
            selesai.wait(JEDA)


def _cetak(sendiri: Detik, ramai: Detik) -> None:
    print("| page | alone p50 | p95 ms | with jobs p50 | p95 ms | ratio p50 | p95 |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    semua = {**{k: (sendiri[k], ramai[k]) for k in sendiri}, "all": (_gabung(sendiri), _gabung(ramai))}
    for nama, (a, b) in semua.items():
        angka = [persentil(x, bagian) * 1e3 for x in (a, b) for bagian in (0.5, 0.95)]
        kali = f"{angka[2] / angka[0]:.2f} | {angka[3] / angka[1]:.2f}"
        print(f"| {nama.strip('/')} | {' | '.join(f'{x:.0f}' for x in angka)} | {kali} |")


def _gabung(detik: Detik) -> list[float]:
    return [x for semua in detik.values() for x in semua]


def _csv(tempat: Panggung, proyek: tuple[int, int]) -> None:
    """First byte and whole of a CSV beside a page, and how much the web processes grow; the smaller project first."""
    orang = Peramban(Jaringan(tempat.porta))
    orang.masuk(_email(0), SANDI)
    for satu_proyek in proyek:
        for _ in range(4):  # until every process has its code in memory
            halaman = orang.kirim(Permintaan(f"/proyek/{satu_proyek}/pekerjaan")).detik
            _unduh(tempat.porta, orang.kue, proyek[0], "rab")
        print(f"project {satu_proyek}: page of works {halaman * 1e3:.0f} ms; web peak {_puncak_web(tempat):.0f} MB")
        for kode in ("rab", "ahsp"):
            semua = [_unduh(tempat.porta, orang.kue, satu_proyek, kode) for _ in range(5)]
            pertama, utuh, bita = (sorted(x)[2] for x in zip(*semua, strict=True))
            print(
                f"  {kode}.csv: first byte {pertama * 1e3:.0f} ms, whole {utuh:.1f} s, {bita / 1e6:.1f} MB;"
                f" web peak {_puncak_web(tempat):.0f} MB",
                flush=True,
            )


def _unduh(porta: int, kue: str, proyek: int, kode: str) -> tuple[float, float, int]:
    sambungan = http.client.HTTPConnection("127.0.0.1", porta, timeout=120)
    mulai = time.perf_counter()
    sambungan.request("GET", f"/proyek/{proyek}/dokumen/unduh/{kode}.csv", headers={"Cookie": kue})
    jawaban = sambungan.getresponse()
    bita = len(jawaban.read(1))
    pertama = time.perf_counter() - mulai
    while potong := jawaban.read(1 << 16):
        bita += len(potong)
    sambungan.close()
    if jawaban.status != 200:
        raise SystemExit(f"{kode}.csv: {jawaban.status}")
    return pertama, time.perf_counter() - mulai, bita


def _puncak_web(tempat: Panggung) -> float:
    return max(puncak(p) for p in tempat.web.children())


def puncak(proses: psutil.Process) -> float:
    """The most memory that a process ever had, in MB."""
    for baris in Path(f"/proc/{proses.pid}/status").read_text().splitlines():
        if baris.startswith("VmHWM"):
            return int(baris.split()[1]) / 1024
    return 0.0


@contextmanager
def _pekerja(tempat: Panggung) -> Iterator[psutil.Process]:
    env = os.environ | {
        "DATABASE_URL": str(tempat.settings.database_url),
        "REDIS_URL": str(tempat.settings.redis_url),
        "SECRET_KEY": tempat.settings.secret_key,
        "AHSP_VAR": str(tempat.settings.var_dir),
    }
    proses = subprocess.Popen([sys.executable, "-m", "ahsp_app", "worker"], env=env)
    try:
        time.sleep(3)
        yield psutil.Process(proses.pid)
    finally:
        proses.terminate()
        proses.wait(20)


if __name__ == "__main__":
    main()
