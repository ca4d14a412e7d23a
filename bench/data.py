"""A project of any size for measuring: works with eight components each, headings two deep, one wage in half of them."""

from __future__ import annotations

import random
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
KATEGORI = ["TK"] * 3 + ["BHN"] * 7 + ["ALT"] * 2
BENIH = 20260101


def buat_proyek_besar(sesi: Session, pemilik_id: int, banyak: int) -> Proyek:
    """A project with `banyak` works of KOMPONEN components, computed and complete; the same every time."""
    acak = random.Random(BENIH)
    p = proyek.buat_proyek(
        sesi,
        pemilik_id,
        nama=f"Ukur {banyak} pekerjaan",
        tanggal_mulai=date(2026, 1, 5),
        tanggal_selesai=date(2026, 12, 20),
    )
    item = _item(sesi, p.id, acak)
    judul = _judul(sesi, p.id, banyak)
    kerja = _pekerjaan(sesi, p.id, judul, banyak, acak)
    _komponen(sesi, p.id, kerja, item, acak)
    p.nomor_kunci = banyak
    k = Kerja(sesi, p, pemilik_id)
    hitung_semua(k)
    segarkan_statistik(k)
    return p


def _sisip(sesi: Session, tabel: Any, baris: list[dict[str, Any]]) -> list[int]:
    return list(sesi.scalars(insert(tabel).returning(tabel.id, sort_by_parameter_order=True), baris))


def _item(sesi: Session, proyek_id: int, acak: random.Random) -> list[tuple[int, str]]:
    """Resource 0 is the wage that half of the works use."""
    baris = []
    for n in range(240):
        kategori = "TK" if n == 0 else KATEGORI[n % len(KATEGORI)]
        nama = "Pekerja" if n == 0 else f"Sumber daya nomor {n}"
        harga = {
            "harga": Decimal(acak.randrange(1_000, 500_000)),
            "satuan_beli": None,
            "harga_beli": None,
            "faktor": None,
        }
        if n % 10 == 5:
            harga = {"harga": None, "satuan_beli": "m3", "harga_beli": Decimal(664_200), "faktor": Decimal(1_400)}
        satuan = "OH" if kategori == "TK" else "kg"
        baris.append(
            {
                "proyek_id": proyek_id,
                "kunci": f"h{n + 1}",
                "kategori": kategori,
                "uraian": nama,
                "uraian_kunci": nama.lower(),
                "satuan": satuan,
                "satuan_kunci": satuan.lower(),
                **harga,
            }
        )
    return list(zip(_sisip(sesi, HargaItem, baris), (b["kategori"] for b in baris), strict=True))


def _judul(sesi: Session, proyek_id: int, banyak: int) -> list[int]:
    """Enough headings for PER_JUDUL works each, ten second-level headings to one at the top."""
    perlu = max(1, banyak // PER_JUDUL)
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
            }
            for n in range(perlu)
        ],
    )


def _pekerjaan(sesi: Session, proyek_id: int, judul: list[int], banyak: int, acak: random.Random) -> list[int]:
    baris = [
        {
            "proyek_id": proyek_id,
            "klasifikasi_id": judul[min(n // PER_JUDUL, len(judul) - 1)],
            "urut": n % PER_JUDUL + 1 if n // PER_JUDUL < len(judul) else n - len(judul) * PER_JUDUL + PER_JUDUL + 1,
            "kunci": f"p{n + 1}",
            "kode": f"{n // 400 + 1}.{n // 20 % 20 + 1}.{n % 20 + 1}",
            "uraian": f"Pemasangan bagian bangunan nomor {n + 1} termasuk persiapan dan pembersihan",
            "satuan": "m2",
            "volume": Decimal(acak.randrange(1, 10**7)).scaleb(-4),
        }
        for n in range(banyak)
    ]
    return _sisip(sesi, Pekerjaan, baris)


def _komponen(
    sesi: Session, proyek_id: int, kerja: list[int], item: list[tuple[int, str]], acak: random.Random
) -> None:
    baris = []
    for n, pid in enumerate(kerja):
        pilihan = acak.sample(item[1:], KOMPONEN - 1) + [item[0] if n % 2 == 0 else item[1 + n % 200]]
        baris += [
            {
                "proyek_id": proyek_id,
                "pekerjaan_id": pid,
                "urut": urut,
                "kategori": kategori,
                "harga_item_id": hid,
                "koefisien": Decimal(acak.randrange(1, 50_000)).scaleb(-4),
            }
            for urut, (hid, kategori) in enumerate(pilihan, 1)
        ]
    sesi.execute(insert(Komponen), baris)
