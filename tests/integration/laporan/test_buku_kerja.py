"""The living workbook, recalculated by LibreOffice: equal to the application to the sen, before and after changes."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import ahsp_app
from ahsp_app.models import Pekerjaan, Proyek
from ahsp_app.services.berkas import impor_proyek
from tests import kantor
from tests.factories import buat_pengguna
from tests.factories_berkas import analisa, berkas, berkas_acak, berkas_lengkap, byte_berkas, langsung, pengaturan
from tests.integration.laporan import buku

pytestmark = pytest.mark.lambat

DEMO = json.loads((Path(ahsp_app.__file__).parent / "data" / "demo_proyek.json").read_text())
MODE = ("tanpa", "setengah_atas", "bawah", "atas")


def impor(db: Any, isi: dict[str, Any]) -> Proyek:
    proyek, _ = impor_proyek(db.session(), buat_pengguna().id, byte_berkas(isi))
    return proyek


def periksa(db: Any, folder: Path, proyek: dict[str, dict[str, Any]]) -> None:
    """Each of these project files gives a workbook that computes what the application computes."""
    semua = [buku.dari_proyek(db.session(), impor(db, isi).id, folder / f"{nama}.xlsx") for nama, isi in proyek.items()]
    hitungan = kantor.ubah_semua([satu.berkas for satu in semua], "xlsx", folder / "hitung")
    for satu, dihitung in zip(semua, hitungan, strict=True):
        isi = buku.baca(dihitung)
        assert not list(buku.beda_hitungan(satu.t, isi)), satu.berkas.stem
        assert not buku.beda_simpanan(satu.berkas, dihitung), satu.berkas.stem
        assert isi["Pemeriksaan", "A3"] == "Buku kerja dan aplikasi sama"


def aturan(hsp: tuple[str, str], jumlah: tuple[str, str], total: tuple[str, str]) -> dict[str, Any]:
    nilai = zip(("hsp", "jumlah", "total"), (hsp, jumlah, total), strict=True)
    return {tempat: {"mode": mode, "langkah": langkah} for tempat, (mode, langkah) in nilai}


def test_projects_with_every_feature(db: Any, tmp_path: Path) -> None:
    periksa(db, tmp_path, {"demo": DEMO, "lengkap": berkas_lengkap(), "kosong": berkas()})


def test_random_projects(db: Any, tmp_path: Path) -> None:
    periksa(db, tmp_path, {f"acak-{n}": berkas_acak(n) for n in range(40)})


def test_every_policy(db: Any, tmp_path: Path) -> None:
    cara = list(product(MODE, ("0.01", "1", "100", "0.05", "3")))
    proyek = {}
    for n, (mode, langkah) in enumerate(cara):
        lain = cara[(7 * n + 3) % len(cara)], cara[(11 * n + 5) % len(cara)]
        bulat = aturan((mode, langkah), *lain)
        proyek[f"{mode}-{langkah}"] = DEMO | {"pengaturan": pengaturan(pembulatan=bulat)}
    periksa(db, tmp_path, proyek)


def seri(volume: str, harga: str, banyak: int, langkah: str) -> list[dict[str, Any]]:
    """Works whose volumes differ by a little, priced directly."""
    v, beda = Decimal(volume), Decimal(langkah)
    return [langsung(f"p{n}", f"Baris {n}", str(v + n * beda), harga) for n in range(banyak)]


@pytest.mark.parametrize("mode", MODE[1:])
@pytest.mark.parametrize(
    ("hsp", "volume", "harga", "langkah"),
    [
        ("0.01", "0.005", "1.01", "0.01"),  # small ties: 1.01 × 0.5 …
        ("0.01", "1234.5", "815333.33", "0.5"),  # a milliard and half a sen
        ("0.01", "9871.0625", "987654.37", "0.0125"),  # ten milliard
        ("0.01", "123456.7891", "81533.37", "0.0001"),
        ("100", "333.333333", "1234500", "0.000001"),
    ],
)
def test_amounts_at_the_edge(
    db: Any, tmp_path: Path, mode: str, hsp: str, volume: str, harga: str, langkah: str
) -> None:
    proyek = {}
    for jumlah in ("0.01", "1"):
        bulat = aturan(("setengah_atas", hsp), (mode, jumlah), ("bawah", "1000"))
        isi = [{"nama": "A", "nomor": None, "anak": [], "pekerjaan": seri(volume, harga, 400, langkah)}]
        proyek[f"tepi-{jumlah}"] = berkas(pengaturan=pengaturan(pembulatan=bulat), klasifikasi=isi)
    periksa(db, tmp_path, proyek)


JAHAT = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://contoh.test", "0012", "a\x0bb & <c>")


def test_text_stays_text(db: Any, tmp_path: Path) -> None:
    kerja = [
        analisa(f"p{n}", teks, "2", [{"item": f"h{n}", "koefisien": "1.5"}], kode=teks[:20], satuan=teks[:10])
        for n, teks in enumerate(JAHAT[:-1])
    ]
    item = [
        {"kunci": f"h{n}", "kategori": "BHN", "kode": teks[:20], "uraian": teks, "satuan": "kg", "harga": "10"}
        for n, teks in enumerate(JAHAT[:-1])
    ]
    judul = [{"nama": "=HYPERLINK(1)", "nomor": None, "anak": [], "pekerjaan": kerja}]
    proyek = impor(db, berkas(harga_item=item, klasifikasi=judul))
    proyek.nama = "=1+2"
    pertama = db.session.scalar(select(Pekerjaan).where(Pekerjaan.proyek_id == proyek.id).limit(1))
    pertama.uraian = JAHAT[-1]
    db.session.flush()
    satu = buku.dari_proyek(db.session(), proyek.id, tmp_path / "teks.xlsx")
    dihitung = buku.baca(kantor.ubah(satu.berkas, "xlsx", tmp_path / "hitung"))
    for p in satu.t.s.pekerjaan:
        r = satu.t.baris[p.id]
        for tempat in (("RAB", f"B{r}"), ("AHSP", f"B{satu.t.blok[p.id].judul}"), ("Volume", f"B{r}")):
            assert dihitung[tempat] == p.uraian.replace("\x0b", "")
        assert dihitung["RAB", f"G{r}"] == 33
    assert dihitung["RAB", "A2"] == "=1+2"
