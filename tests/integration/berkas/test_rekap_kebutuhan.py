"""Rekap and kebutuhan of whole projects: published numbers, hand calculations, identities."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ahsp_app.models import Proyek
from ahsp_app.queries.kebutuhan import cetak_tepat, kebutuhan_json
from ahsp_app.queries.rekap_json import rekap_json
from ahsp_app.queries.snapshot import ESTIMASI, baca_snapshot
from ahsp_app.services.berkas import ekspor_proyek, impor_proyek
from tests.factories import buat_pengguna
from tests.factories_berkas import (
    analisa,
    berkas,
    berkas_acak,
    berkas_lengkap,
    byte_berkas,
    identitas,
    langsung,
    pengaturan,
)

EMAS = Path(__file__).parents[2] / "golden"


def impor(db: Any, isi: dict[str, Any]) -> Proyek:
    pemilik = buat_pengguna()
    proyek, _ = impor_proyek(db.session(), pemilik.id, byte_berkas(isi))
    return proyek


def rab_06() -> dict[str, Any]:
    """The example of kontrak §3."""
    item = [
        {"kunci": "h1", "kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "harga": "176000"},
        {"kunci": "h2", "kategori": "TK", "kode": "L.04", "uraian": "Mandor", "satuan": "OH", "harga": "206000"},
        {"kunci": "h3", "kategori": "ALT", "kode": None, "uraian": "Molen", "satuan": "hari", "harga": None},
    ]
    komponen = [
        {"item": "h1", "koefisien": "0.75"},
        {"item": "h2", "koefisien": "0.038"},
        {"item": "h3", "koefisien": "1"},
    ]
    kerja = analisa("p1", "Penggalian 1 m3 tanah biasa", "74.3535", komponen, kode="1.2.1.1.1")
    tanah = {"nama": "PEKERJAAN TANAH", "nomor": None, "anak": [], "pekerjaan": [kerja]}
    return berkas(proyek=identitas(nama="RAB-06"), harga_item=item, klasifikasi=[tanah])


def test_example_of_the_contract(db: Any) -> None:
    proyek = impor(db, rab_06())
    assert rekap_json(db.session(), proyek.id) == {
        "proyek": {"id": proyek.id, "nama": "RAB-06"},
        "pengaturan": pengaturan(),
        "klasifikasi": [
            {
                "nomor": "I",
                "nama": "PEKERJAAN TANAH",
                "jumlah": "11436371.32",
                "anak": [],
                "pekerjaan": [
                    {
                        "nomor": "1",
                        "kode": "1.2.1.1.1",
                        "uraian": "Penggalian 1 m3 tanah biasa",
                        "satuan": "m3",
                        "volume": "74.3535",
                        "tk": "139828",
                        "bhn": "0",
                        "alt": "0",
                        "lain": "0",
                        "biaya_langsung": "139828",
                        "margin": "13982.8",
                        "hsp": "153810.80",
                        "jumlah": "11436371.32",
                        "bobot": "1",
                    }
                ],
            }
        ],
        "jumlah": "11436371.32",
        "ppn": "1258000.85",
        "total": "12694372.17",
        "dibulatkan": "12694000.00",
        "terbilang": "dua belas juta enam ratus sembilan puluh empat ribu rupiah",
        "belum_lengkap": [{"jenis": "harga", "uraian": "Molen"}],
    }


def test_needs_of_the_example(db: Any) -> None:
    proyek = impor(db, rab_06())
    assert kebutuhan_json(db.session(), proyek.id) == {
        "item": [
            {
                "kategori": "TK",
                "kode": "L.04",
                "uraian": "Mandor",
                "satuan": "OH",
                "kuantitas": "2.825433",
                "harga": "206000",
                "jumlah": "582039.198",
            },
            {
                "kategori": "TK",
                "kode": "L.01",
                "uraian": "Pekerja",
                "satuan": "OH",
                "kuantitas": "55.765125",
                "harga": "176000",
                "jumlah": "9814662",
            },
            {
                "kategori": "ALT",
                "kode": None,
                "uraian": "Molen",
                "satuan": "hari",
                "kuantitas": "74.3535",
                "harga": None,
                "jumlah": "0",
            },
        ],
        "jumlah": "10396701.198",
    }


@pytest.mark.parametrize("contoh", json.loads((EMAS / "analisa.json").read_text()), ids=lambda c: c["id"])
def test_published_analyses(db: Any, contoh: dict[str, Any]) -> None:
    item = []
    for n, k in enumerate(contoh["komponen"]):
        beli = {"satuan_beli": "m3", "harga_beli": k.get("harga_beli"), "faktor": k.get("faktor")}
        harga = {"harga": k["harga"]} if "harga" in k else {"konversi": beli}
        item.append({"kunci": f"h{n}", "kategori": k["kategori"], "uraian": f"Sumber {n}", "satuan": "x"} | harga)
    komponen = [{"item": f"h{n}", "koefisien": k["koefisien"]} for n, k in enumerate(contoh["komponen"])]
    kerja = analisa("p1", contoh["kode"], "1", komponen, margin_persen=contoh["margin_persen"])
    isi = berkas(
        pengaturan=pengaturan(pembulatan={t: {"mode": "tanpa", "langkah": "0.01"} for t in ("hsp", "jumlah", "total")}),
        harga_item=item,
        klasifikasi=[{"nama": "A", "pekerjaan": [kerja]}],
    )
    baris = rekap_json(db.session(), impor(db, isi).id)["klasifikasi"][0]["pekerjaan"][0]
    kolom = {"A": "tk", "B": "bhn", "C": "alt", "D": "biaya_langsung", "E": "margin", "F": "hsp"}
    for huruf, tepat in contoh["tepat"].items():
        tempat = max(0, -int(Decimal(tepat).as_tuple().exponent))
        assert round(Decimal(baris[kolom[huruf]]), tempat) == Decimal(tepat)
    cetak = contoh["dicetak"]
    if "ratusan_bawah" in cetak:
        isi["pengaturan"]["pembulatan"]["hsp"] = {"mode": "bawah", "langkah": "100"}
        baris = rekap_json(db.session(), impor(db, isi).id)["klasifikasi"][0]["pekerjaan"][0]
        assert Decimal(baris["hsp"]) == Decimal(cetak["ratusan_bawah"])


def enam_puluh_lima(cara: str) -> dict[str, Any]:
    """The 65 works of a published recapitulation, known by their amounts."""
    data = json.loads((EMAS / "rab_65.json").read_text())
    works = []
    for n, p in enumerate(data["pekerjaan"], 1):
        volume, harga = "1", p["jumlah_harga"]
        if cara == "harga_satuan":
            volume = p["volume"]
            harga = str(round(Decimal(p["jumlah_harga"]) / Decimal(volume), 8))
        works.append(langsung(f"p{n}", f"Pekerjaan {p['kode']}", volume, harga, kode=p["kode"], satuan=p["satuan"]))
    hsp = "tanpa" if cara == "harga_satuan" else "setengah_atas"
    bulat = pengaturan()["pembulatan"] | {
        "hsp": {"mode": hsp, "langkah": "0.01"},
        "total": {"mode": "setengah_atas", "langkah": "1"},
    }
    ppn = {"tarif_persen": "0", "dpp_pembilang": 1, "dpp_penyebut": 1}
    return berkas(
        pengaturan=pengaturan(ppn=ppn, pembulatan=bulat), klasifikasi=[{"nama": "RENOVASI", "pekerjaan": works}]
    )


@pytest.mark.parametrize("cara", ["jumlah", "harga_satuan"])
def test_sixty_five_works_of_a_published_recapitulation(db: Any, cara: str) -> None:
    data = json.loads((EMAS / "rab_65.json").read_text())
    rekap = rekap_json(db.session(), impor(db, enam_puluh_lima(cara)).id)
    assert rekap["jumlah"] == "712063412.99"
    assert rekap["dibulatkan"] == "712063413.00"
    baris = rekap["klasifikasi"][0]["pekerjaan"]
    assert [Decimal(b["jumlah"]) for b in baris] == [Decimal(p["jumlah_harga"]) for p in data["pekerjaan"]]
    assert abs(sum(Decimal(b["bobot"]) for b in baris) - 1) < Decimal("1e-18")


def test_every_kind_of_row(db: Any) -> None:
    """berkas_lengkap by hand: p1 = 0,75 × 176.000 + 2 × D(p2) + 0,5 × 5.000.000 (and a hair of Pekerja)."""
    rekap = rekap_json(db.session(), impor(db, berkas_lengkap()).id)
    tanah, beton = rekap["klasifikasi"]
    assert (tanah["nomor"], tanah["anak"][0]["nomor"], tanah["anak"][0]["anak"][0]["nomor"], beton["nomor"]) == (
        "I",
        "1.a",
        "1",
        "B",
    )
    d_beton = 731 * Fraction(664200, 1400)
    galian = tanah["anak"][0]["pekerjaan"][0]
    assert Decimal(galian["tk"]) == 132000 + Decimal("0.0000176")
    assert Fraction(galian["bhn"]) == pytest.approx(2 * d_beton)
    assert Decimal(galian["lain"]) == 2_500_000
    d = Fraction(galian["biaya_langsung"])
    assert Fraction(galian["margin"]) == pytest.approx(d / 8, rel=1e-20)
    assert Decimal(galian["hsp"]) == int((d + d / 8) // 100) * 100
    assert Decimal(galian["jumlah"]) == Decimal("74.3535") * Decimal(galian["hsp"])
    assert beton["pekerjaan"][0]["margin"] == "0"
    kerja = tanah["pekerjaan"]
    assert (kerja[0]["margin"], kerja[0]["hsp"], kerja[0]["jumlah"]) == ("0", "5000000.00", "5000000.00")
    assert (kerja[1]["volume"], kerja[1]["jumlah"]) == (None, "0.00")
    assert rekap["belum_lengkap"] == [
        {"jenis": "harga", "uraian": "Molen"},
        {"jenis": "harga", "uraian": "Semen"},
        {"jenis": "volume", "uraian": "Belum diisi"},
        {"jenis": "analisa", "uraian": "Belum diisi"},
    ]
    jumlah = Decimal(rekap["jumlah"])
    assert jumlah == Decimal(tanah["jumlah"]) + Decimal(beton["jumlah"])
    assert Decimal(rekap["ppn"]) == round(jumlah * Decimal(12) * 11 / 1200 + Decimal("1e-9"), 2)


def test_needs_with_conversion_and_nested_works(db: Any) -> None:
    hasil = kebutuhan_json(db.session(), impor(db, berkas_lengkap()).id)
    baris = {b["uraian"]: b for b in hasil["item"]}
    beton = 2 * Decimal("74.3535") + Decimal("31.25")
    pasir = baris["Pasir beton"]
    assert Decimal(pasir["kuantitas"]) == 731 * beton
    assert pasir["satuan_beli"] == "m3"
    assert Fraction(pasir["kuantitas_beli"]) == pytest.approx(Fraction(731 * beton) / 1400)
    assert baris["Semen"]["harga"] is None
    assert baris["Semen"]["jumlah"] == "0"
    assert Decimal(baris["Semen"]["kuantitas_beli"]) == 407 * beton / 50
    # mobilisation is nested with 0,5: a resource there; on its own it is none
    assert baris["Mobilisasi"]["kategori"] == "LAIN"
    assert Decimal(baris["Mobilisasi"]["kuantitas"]) == Decimal("37.17675")
    assert "Lantai kerja" not in baris
    assert [b["kategori"] for b in hasil["item"]] == ["TK", "BHN", "BHN", "ALT", "LAIN", "LAIN"]
    assert baris["Pekerja"]["kuantitas"] == "55.76512500743535"


@pytest.mark.parametrize("benih", range(100, 110))
def test_identities_of_random_projects(db: Any, benih: int) -> None:
    proyek = impor(db, berkas_acak(benih))
    rekap, perlu = rekap_json(db.session(), proyek.id), kebutuhan_json(db.session(), proyek.id)
    s = baca_snapshot(db.session(), proyek.id, ESTIMASI)
    harga = sum(
        (Fraction(p.volume or 0) * Fraction(p.biaya_langsung) for p in s.pekerjaan if p.harga_langsung is None),
        Fraction(0),
    )
    assert abs(Fraction(perlu["jumlah"]) - harga) < Fraction(1, 10**9)
    bobot = sum(Decimal(p["bobot"]) for p in semua_pekerjaan(rekap["klasifikasi"]))
    if Decimal(rekap["jumlah"]):
        assert abs(bobot - 1) < Decimal("1e-17")
    lagi = impor(db, ekspor_proyek(db.session(), proyek.id))
    rekap_lagi = rekap_json(db.session(), lagi.id)
    assert rekap_lagi | {"proyek": None} == rekap | {"proyek": None}
    assert kebutuhan_json(db.session(), lagi.id) == perlu


def semua_pekerjaan(klasifikasi: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [p for k in klasifikasi for p in [*k["pekerjaan"], *semua_pekerjaan(k["anak"])]]


def test_empty_project(db: Any) -> None:
    proyek = impor(db, berkas())
    rekap = rekap_json(db.session(), proyek.id)
    assert (rekap["jumlah"], rekap["dibulatkan"], rekap["terbilang"]) == ("0.00", "0.00", "nol rupiah")
    assert kebutuhan_json(db.session(), proyek.id) == {"item": [], "jumlah": "0"}


@pytest.mark.parametrize(
    ("nilai", "teks"),
    [
        (Fraction(1, 3), "0.33333333333333333333"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 10**30), "0." + "0" * 29 + "1"),
        (Fraction(0), "0"),
        (Fraction(1400), "1400"),
    ],
)
def test_exact_text(nilai: Fraction, teks: str) -> None:
    assert cetak_tepat(nilai) == teks
