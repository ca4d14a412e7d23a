"""`python -m bench.katalog`: searching 50,000 analyses with 500,000 rows, each kind against a trivial request.

A request is what the browser asks for while one types: the results with the project's prices, as a fragment.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import text

from ahsp_app import create_app
from ahsp_app.extensions import db
from ahsp_app.models import Proyek
from ahsp_app.services.akun import daftarkan
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from ahsp_app.services.proyek import buat_proyek
from bench.__main__ import EMAIL, SANDI, kata
from bench.katalog_besar import muat_katalog_besar
from bench.panggung import panggung
from bench.peramban import Jaringan, Peramban, Permintaan
from bench.ukur import persentil

JENIS: Final = {
    "code": ["3.6.4.2", "2.2.1.5.6.10", "1.1.4.2", "5.1.5.9.100", "3.9.8", "2.2.1"],
    "prefix": ["bouwp", "plester", "bekis kol", "galian tan", "kloset jong", "dinding bata rin", "pipa pvc aw", "b"],
    "words": [
        "dinding bata ringan",
        "beton",
        "lantai keramik 30x30",
        "penggalian tanah biasa",
        "cat tembok",
        "plesteran 1:4",
    ],
    "site words": ["hebel", "cor", "besi ulir", "k-225", "rabat", "wc jongkok", "asbes", "batu kali"],
    "slips": ["keramk lantai", "bta rngan", "plesetran 1:4", "pondsi btu belah", "wastafle", "penggalain tnah biasa"],
    "filtered": ["beton&memakai=semen", "dinding&satuan=m2", "&memakai=semen&grup=Beton", "tanah&grup=Tanah"],
}
BATAS: Final = {"code": 10, "prefix": 10, "words": 10, "slips": 25}
REMEH: Final = "trivial"


def main() -> None:
    """Parse, fill, measure, print."""
    p = argparse.ArgumentParser(prog="python -m bench.katalog", description=__doc__)
    p.add_argument("--analisa", type=int, default=50_000)
    p.add_argument("--putaran", type=int, default=25, help="rounds over all searches")
    p.add_argument("--json", type=Path, help="also write the figures to this file")
    pilihan = p.parse_args()
    with panggung() as tempat:
        app = create_app(dataclasses.replace(tempat.settings, log_level="WARNING"))
        with app.app_context():
            proyek_id = _isi(pilihan.analisa)
        orang = Peramban(Jaringan(tempat.porta))
        orang.masuk(EMAIL, SANDI)
        waktu: dict[str, list[float]] = {nama: [] for nama in (REMEH, *JENIS)}
        for putaran in range(pilihan.putaran + 2):
            for nama, semua in JENIS.items():
                for q in semua:
                    detik = orang.kirim(_permintaan(proyek_id, q)).detik
                    remeh = orang.kirim(Permintaan("/health/live", tamu=True)).detik
                    if putaran > 1:  # the first rounds load templates and plan statements
                        waktu[nama].append(detik)
                        waktu[REMEH].append(remeh)
    _cetak(waktu, pilihan.json)


def _isi(banyak: int) -> int:
    mulai = time.perf_counter()
    muat_katalog_awal(db.session())
    harga = muat_harga_contoh(db.session())
    baris = muat_katalog_besar(db.session(), banyak)
    pemilik = daftarkan(db.session(), email=EMAIL, nama="Pengukur", sandi=SANDI)
    waktu = {"tanggal_mulai": date(2026, 1, 5), "tanggal_selesai": date(2026, 12, 20)}
    proyek: Proyek = buat_proyek(db.session(), pemilik.id, nama="Ukur katalog", **waktu)
    proyek.daftar_harga_id = harga.id
    nomor = proyek.id
    db.session.commit()
    kata(f"{banyak:,} analyses, {baris:,} rows in {time.perf_counter() - mulai:.0f} s")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.execute(text("VACUUM ANALYZE"))
    return nomor


def _permintaan(proyek_id: int, q: str) -> Permintaan:
    teks, _, lain = q.partition("&")
    isi = teks.replace(" ", "+") + (f"&{lain}" if lain else "")
    return Permintaan(f"/proyek/{proyek_id}/katalog?q={isi}", asal=f"/proyek/{proyek_id}/pekerjaan")


def _cetak(waktu: dict[str, list[float]], berkas: Path | None) -> None:
    dasar = persentil(waktu[REMEH], 0.95)
    print(f"{'kind':<12}{'median ms':>11}{'p95 ms':>9}{'× trivial p95':>15}{'at most':>9}")
    hasil = {}
    for nama, semua in waktu.items():
        tengah, p95 = persentil(semua, 0.5) * 1000, persentil(semua, 0.95) * 1000
        kali = p95 / (dasar * 1000)
        hasil[nama] = {"median_ms": round(tengah, 2), "p95_ms": round(p95, 2), "kali": round(kali, 1)}
        print(f"{nama:<12}{tengah:>11.1f}{p95:>9.1f}{kali:>15.1f}{BATAS.get(nama, ''):>9}")
    if berkas:
        berkas.write_text(json.dumps(hasil, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
