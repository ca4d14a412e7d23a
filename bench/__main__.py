"""`python -m bench`: what a request costs, on projects of 1,000 and 10,000 works. See docs/bench.md."""

from __future__ import annotations

import argparse
import cProfile
import dataclasses
import json
import pstats
import sys
import time
from pathlib import Path

from flask import Flask

from ahsp_app import create_app
from ahsp_app.extensions import db
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from bench import tabel, ukur
from bench.data import PER_JUDUL, buat_proyek_besar
from bench.operasi import OPERASI, REMEH, Ladang, Operasi, alamat_dari
from bench.panggung import Panggung, panggung
from bench.peramban import Dalam, Jaringan, Peramban

EMAIL, SANDI = "ukur@contoh.test", "kuda poni di sawah"
# rounds, requests of a round, requests of sixteen clients together
PENUH, CEPAT = (8, 25, 320), (2, 5, 32)
KALI_REMEH = 4  # the trivial request is what all others are divided by, so it is measured more often
SEKALI_PROFIL = 30
PANAS = 12  # by then every statement is prepared and has its plan
LEBAR_SQL = 200


def main() -> None:
    """Parse, measure, print."""
    p = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    p.add_argument("--cepat", action="store_true", help="1,000 works only, few repetitions")
    p.add_argument("--ukuran", help="numbers of works, with commas between (1000,10000)")
    p.add_argument("--operasi", default="", help="only operations whose name contains this")
    p.add_argument("--json", type=Path, help="also write the figures to this file")
    p.add_argument("--profil", action="store_true", help="no timing: where the time goes, in this process")
    pilihan = p.parse_args()
    ukuran = [int(n) for n in (pilihan.ukuran or ("1000" if pilihan.cepat else "1000,10000")).split(",")]
    operasi = [o for o in OPERASI if o.nama == REMEH or pilihan.operasi in o.nama]
    hasil: tabel.Hasil = {}
    with panggung() as tempat:
        app = create_app(dataclasses.replace(tempat.settings, log_level="WARNING"))
        _siapkan(app)
        # All projects first: a database is as large as all that is in it, whichever project is looked at.
        semua_ladang = {n: tanam(app, n) for n in ukuran}
        for n, ladang in semua_ladang.items():
            kata(f"{n:,} works …")
            if pilihan.profil:
                _profil(app, ladang, [o for o in operasi if o.nama != REMEH or pilihan.operasi in REMEH])
            else:
                hasil[n] = _ukur(app, tempat, ladang, operasi, CEPAT if pilihan.cepat else PENUH)
    if hasil:
        klien = max(u.cpu_klien for semua in hasil.values() for u in semua)
        print(tabel.cetak(hasil, klien), tabel.cetak_sasaran(tabel.sasaran(hasil)), sep="\n\n")
        if pilihan.json:
            pilihan.json.write_text(json.dumps(tabel.sebagai_json(hasil), indent=1) + "\n", encoding="utf-8")


def kata(teks: str) -> None:
    """Tell how far it is."""
    print(teks, file=sys.stderr, flush=True)


def _siapkan(app: Flask) -> None:
    with app.app_context():
        muat_katalog_awal(db.session())
        muat_harga_contoh(db.session())
        daftarkan(db.session(), email=EMAIL, nama="Pengukur", sandi=SANDI)
        db.session.commit()


def tanam(app: Flask, banyak: int) -> Ladang:
    """A person with a project of so many works."""
    with app.app_context():
        pemilik = daftarkan(db.session(), email=f"{banyak}.{EMAIL}", nama="Pengukur", sandi=SANDI)
        besar = buat_proyek_besar(db.session(), pemilik.id, banyak)
        db.session.commit()
        judul = -(-banyak // PER_JUDUL)
        baris = banyak + judul + -(-judul // 10)
        return Ladang(besar.proyek.id, besar.pekerjaan, besar.item, baris, alamat_dari(app), f"{banyak}.{EMAIL}")


def _ukur(
    app: Flask, tempat: Panggung, ladang: Ladang, operasi: list[Operasi], takaran: tuple[int, int, int]
) -> list[ukur.Ukuran]:
    putaran, per_putaran, bersama = takaran
    dalam = Peramban(Dalam(app.test_client(use_cookies=False)))
    dalam.masuk(ladang.email, SANDI)
    satu = Peramban(Jaringan(tempat.porta))
    satu.masuk(ladang.email, SANDI)
    with app.app_context():
        mesin = db.engine
    semua = [ukur.Ukuran(o.nama) for o in operasi]
    for o, u in zip(operasi, semua, strict=True):
        kata(f"  {o.nama}")
        ukur.ukur_isi(u, mesin, dalam, o.mulai(dalam, ladang, 0))
        # First all at once: afterwards every web process has its templates loaded.
        ukur.ukur_bersama(u, o, lambda: Peramban(Jaringan(tempat.porta), satu.kue, satu.token), ladang, bersama)
    tugas = [o.mulai(satu, ladang, 0) for o in operasi]
    for _ in range(putaran):
        # In turns, so that a busy moment of the machine falls on all alike.
        for o, u, t in zip(operasi, semua, tugas, strict=True):
            ukur.ukur_sendiri(u, tempat, satu, t, per_putaran * (KALI_REMEH if o.nama == REMEH else 1))
    return semua


def _profil(app: Flask, ladang: Ladang, operasi: list[Operasi]) -> None:
    dalam = Peramban(Dalam(app.test_client(use_cookies=False)))
    dalam.masuk(ladang.email, SANDI)
    with app.app_context():
        mesin = db.engine
    for o in operasi:
        tugas = o.mulai(dalam, ladang, 0)
        for _ in range(PANAS):
            ukur.lakukan(dalam, tugas)
        with ukur.hitung_sql(mesin) as perintah:
            ukur.lakukan(dalam, tugas)
        print(f"== {o.nama}: {len(perintah)} statements")
        for sql, detik in perintah:
            print(f"  {detik * 1000:6.1f} ms  {' '.join(sql.split())[:LEBAR_SQL]}")
        profil = cProfile.Profile(time.thread_time)  # processor time: waiting for the database is not counted
        for _ in range(SEKALI_PROFIL):
            p = tugas.berikut()
            profil.enable()
            jawaban = dalam.kirim(p)
            profil.disable()
            tugas.dijawab(jawaban)
        pstats.Stats(profil).sort_stats("cumulative").print_stats(80)


if __name__ == "__main__":
    main()
