"""A project of any size for measuring: works with eight components each, headings two deep, one wage in half of them.

Works 1 to SUMBER are what formulas refer to: ten others follow each of them. Every twentieth work nests the one
before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ahsp_app.models import HargaItem, Klasifikasi, Komponen, Pekerjaan, Proyek
from ahsp_app.services import proyek
from ahsp_app.services.hitung import hitung_semua, segarkan_statistik
from ahsp_app.services.kerja import Kerja

KOMPONEN = 8
PER_JUDUL = 20
SUMBER, PENGIKUT = 16, 10
AWAL_PENGIKUT = 100
TERKECIL = AWAL_PENGIKUT + SUMBER * PENGIKUT
ITEM = 240
KATEGORI = ["TK"] * 3 + ["BHN"] * 7 + ["ALT"] * 2
UPAH = "Pekerja"
BENIH = 20260101


@dataclass(frozen=True, slots=True)
class ProyekBesar:
    """A project and the ids of its works and resources; resource 0 is the wage that half of the works use."""

    proyek: Proyek
    pekerjaan: list[int]
    item: list[int]


def buat_proyek_besar(sesi: Session, pemilik_id: int, banyak: int) -> ProyekBesar:
    """A project with `banyak` works of KOMPONEN components, computed and complete; the same every time."""
    if banyak < TERKECIL:
        raise ValueError(f"at least {TERKECIL} works are needed")
    acak = random.Random(BENIH)
    p = proyek.buat_proyek(
        sesi,
        pemilik_id,
        nama=f"Ukur {banyak} pekerjaan",
        tanggal_mulai=date(2026, 1, 5),
        tanggal_selesai=date(2026, 12, 20),
    )
    item = _sisip(sesi, HargaItem, _item(p.id, acak))
    kerja = _sisip(sesi, Pekerjaan, _pekerjaan(p.id, _judul(sesi, p.id, banyak), banyak, acak))
    sesi.execute(insert(Komponen), list(_komponen(p.id, kerja, item, acak)))
    p.nomor_kunci = banyak + ITEM
    k = Kerja(sesi, p, pemilik_id)
    hitung_semua(k)
    segarkan_statistik(k)
    return ProyekBesar(p, kerja, item)


def _sisip(sesi: Session, tabel: Any, baris: list[dict[str, Any]]) -> list[int]:
    return list(sesi.scalars(insert(tabel).returning(tabel.id, sort_by_parameter_order=True), baris))


def _kategori(n: int) -> str:
    return "TK" if n == 0 else KATEGORI[n % len(KATEGORI)]


def _item(proyek_id: int, acak: random.Random) -> list[dict[str, Any]]:
    baris = []
    for n in range(ITEM):
        kategori = _kategori(n)
        nama = UPAH if n == 0 else f"Sumber daya nomor {n}"
        satuan = "OH" if kategori == "TK" else "kg"
        # One in ten is bought in another unit, so that prices with endless decimals take part.
        konversi = n % 10 == 5
        baris.append(
            {
                "proyek_id": proyek_id,
                "kunci": f"h{n + 1}",
                "kategori": kategori,
                "uraian": nama,
                "uraian_kunci": nama.lower(),
                "satuan": satuan,
                "satuan_kunci": satuan.lower(),
                "harga": None if konversi else Decimal(acak.randrange(1_000, 500_000)),
                "satuan_beli": "m3" if konversi else None,
                "harga_beli": Decimal(664_200) if konversi else None,
                "faktor": Decimal(1_400) if konversi else None,
            }
        )
    return baris


def _judul(sesi: Session, proyek_id: int, banyak: int) -> list[int]:
    """Enough headings for PER_JUDUL works each, ten second-level headings to one at the top."""
    perlu = -(-banyak // PER_JUDUL)
    isi = [banyak - n * PER_JUDUL if n == perlu - 1 else PER_JUDUL for n in range(perlu)]
    atas = _sisip(
        sesi,
        Klasifikasi,
        [{"proyek_id": proyek_id, "urut": n + 1, "nama": f"PEKERJAAN BAGIAN {n + 1}"} for n in range(-(-perlu // 10))],
    )
    return _sisip(
        sesi,
        Klasifikasi,
        [
            {
                "proyek_id": proyek_id,
                "induk_id": atas[n // 10],
                "urut": n % 10 + 1,
                "nama": f"Pekerjaan kelompok {n + 1}",
                "banyak": isi[n],
            }
            for n in range(perlu)
        ],
    )


def _pekerjaan(proyek_id: int, judul: list[int], banyak: int, acak: random.Random) -> list[dict[str, Any]]:
    volume = [Decimal(acak.randrange(1, 10**7)).scaleb(-4) for _ in range(banyak)]
    baris = []
    for n in range(banyak):
        sumber = (n - AWAL_PENGIKUT) // PENGIKUT if AWAL_PENGIKUT <= n < TERKECIL else None
        baris.append(
            {
                "proyek_id": proyek_id,
                "klasifikasi_id": judul[n // PER_JUDUL],
                "urut": n % PER_JUDUL + 1,
                "kunci": f"p{n + 1}",
                "kode": f"{n // 400 + 1}.{n // 20 % 20 + 1}.{n % 20 + 1}",
                "uraian": f"Pemasangan bagian bangunan nomor {n + 1} termasuk persiapan dan pembersihan",
                "satuan": "m2",
                "volume": volume[n] if sumber is None else volume[sumber] * 2,
                "rumus": None if sumber is None else f"=#p{sumber + 1}*2",
                "rumus_acuan": [] if sumber is None else [f"#p{sumber + 1}"],
            }
        )
    return baris


def _komponen(proyek_id: int, kerja: list[int], item: list[int], acak: random.Random) -> Iterator[dict[str, Any]]:
    for n, pid in enumerate(kerja):
        pilihan = [*acak.sample(range(1, ITEM), KOMPONEN - 1), 0 if n % 2 == 0 else 1 + n % 200]
        bersarang = n % 20 == 19
        for urut, i in enumerate(pilihan, 1):
            sub = kerja[n - 1] if bersarang and urut == KOMPONEN else None
            yield {
                "proyek_id": proyek_id,
                "pekerjaan_id": pid,
                "urut": urut,
                "kategori": "LAIN" if sub else _kategori(i),
                "harga_item_id": None if sub else item[i],
                "sub_id": sub,
                "koefisien": Decimal(acak.randrange(1, 50_000)).scaleb(-4),
            }
