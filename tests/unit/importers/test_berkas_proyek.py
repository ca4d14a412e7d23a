"""Reading project files: what is accepted, and every fault with its place."""

from __future__ import annotations

import copy
import json
import time
from decimal import Decimal
from typing import Any

import pytest

from ahsp_app.importers.berkas_proyek import baca_berkas_proyek
from ahsp_app.importers.isi_proyek import IsiProyek
from tests.factories_berkas import analisa, berkas, berkas_acak, berkas_besar, berkas_lengkap, byte_berkas, langsung

P = "klasifikasi[0].pekerjaan[0]"
HAPUS = object()


def baca(isi: dict[str, Any]) -> IsiProyek:
    hasil, galat, _ = baca_berkas_proyek(byte_berkas(isi))
    assert galat == []
    assert hasil is not None
    return hasil


def kesalahan(isi: dict[str, Any] | bytes) -> list[tuple[str, str]]:
    hasil, galat, _ = baca_berkas_proyek(isi if isinstance(isi, bytes) else byte_berkas(isi))
    assert (hasil is None) == bool(galat)
    assert all(g.pesan for g in galat)
    return [(g.jalur, g.kode) for g in galat]


def ubah(isi: dict[str, Any], jalur: str, nilai: Any) -> dict[str, Any]:
    """The file with one value replaced or taken out."""
    isi = copy.deepcopy(isi)
    tempat: Any = isi
    *induk, kunci = jalur.replace("]", "").replace("[", ".").split(".")
    for satu in induk:
        tempat = tempat[int(satu)] if isinstance(tempat, list) else tempat[satu]
    if nilai is HAPUS:
        del tempat[kunci]
    else:
        tempat[int(kunci) if isinstance(tempat, list) else kunci] = nilai
    return isi


def satu(komponen: Any = None, **lain: Any) -> dict[str, Any]:
    """A file with one work of one component."""
    isi = [{"item": "h1", "koefisien": "1"}] if komponen is None else komponen
    item = {"kunci": "h1", "kategori": "TK", "kode": None, "uraian": "Pekerja", "satuan": "OH", "harga": "1"}
    pekerjaan = analisa("p1", "Galian", "1", isi, **lain)
    return berkas(
        parameter=[{"nama": "panjang", "nilai": "2"}, {"nama": "nol", "nilai": "0"}],
        harga_item=[item],
        klasifikasi=[{"nama": "A", "nomor": None, "anak": [], "pekerjaan": [pekerjaan]}],
        jadwal=[{"pekerjaan": "p1", "minggu": 1, "rencana_persen": "1"}],
    )


def test_every_feature() -> None:
    isi = baca(berkas_lengkap())
    assert isi.identitas.teks["pemilik"] == "Dinas Pekerjaan Umum"
    assert isi.pengaturan["bulat_total_mode"] == "atas"
    assert [i.kunci for i in isi.harga_item] == ["h1", "h2", "h3", "lain-lain", "h9"]
    assert [(k.nama, k.induk, k.urut) for k in isi.klasifikasi] == [
        ("PEKERJAAN TANAH", None, 1),
        ("Galian", 0, 1),
        ("Dalam", 1, 1),
        ("BETON", None, 2),
    ]
    assert [p.kunci for p in isi.pekerjaan] == ["p3", "p4", "p1", "p2", "p5 b", "p6"]
    beton = isi.pekerjaan[3]
    assert (beton.volume, beton.acuan) == (Decimal("31.25"), ("#p5 b", "panjang"))
    assert beton.margin_persen == 0
    assert len(isi.jadwal) == 3


def test_defaults() -> None:
    isi = baca({"format": "ahsp-proyek", "versi": 1, "proyek": {"nama": "Abc"}})
    assert isi.identitas.tanggal_mulai is None
    assert isi.pengaturan == {}
    assert isi.pekerjaan == ()
    isi = baca(berkas(klasifikasi=[{"nama": "A", "pekerjaan": [{"uraian": "B"}, {"kunci": "p8", "uraian": "C"}]}]))
    assert [p.kunci for p in isi.pekerjaan] == ["p9", "p8"]
    assert isi.pekerjaan[0].volume is None


def test_byte_order_mark_and_other_line_ends() -> None:
    isi = b"\xef\xbb\xbf" + byte_berkas(berkas()).replace(b"\n", b"\r\n")
    assert kesalahan(isi) == []


@pytest.mark.parametrize(
    ("isi", "kode"),
    [
        (b"", "kosong"),
        (b"  \n", "kosong"),
        (b"bukan json", "bukan_json"),
        (b"<html></html>", "bukan_json"),
        (b"PK\x03\x04\x14\x00", "bukan_json"),
        (b"\xff\xfe{\x00}\x00", "bukan_utf8"),
        ('{"a": "é"}'.encode("latin-1"), "bukan_utf8"),
        (b'{"format": "ahsp-proyek", "versi": 1,}', "bukan_json"),
        (b"[" * 200_000, "terlalu_dalam"),
        (b'{"a":' * 200_000, "terlalu_dalam"),
        (b"[]", "jenis"),
        (b"null", "jenis"),
        (b'"ahsp-proyek"', "jenis"),
        (b"NaN", "jenis"),
        (b"9" * 10_000, "jenis"),
    ],
    ids=lambda isi: str(isi[:20]),
)
def test_not_a_project_file(isi: bytes, kode: str) -> None:
    assert kesalahan(isi) == [("", kode)]


def test_place_of_a_syntax_error() -> None:
    isi = byte_berkas(berkas_besar(3000)).decode()
    assert len(isi) > 2_000_000
    tengah = isi.index('"koefisien"', len(isi) // 2)
    baris = isi.count("\n", 0, tengah) + 1
    _, galat, _ = baca_berkas_proyek((isi[:tengah] + "?" + isi[tengah:]).encode())
    assert [g.kode for g in galat] == ["bukan_json"]
    assert f"baris {baris}," in galat[0].pesan


@pytest.mark.parametrize(
    ("jalur", "nilai", "kode"),
    [
        ("format", "lain", "format"),
        ("format", HAPUS, "format"),
        ("versi", 2, "versi"),
        ("versi", "1", "versi"),
        ("versi", True, "versi"),
        ("warna", 1, "tidak_dikenal"),
        ("proyek", HAPUS, "wajib"),
        ("proyek", [], "jenis"),
        ("proyek.nama", HAPUS, "wajib"),
        ("proyek.nama", "", "terlalu_pendek"),
        ("proyek.nama", " ab ", "terlalu_pendek"),
        ("proyek.nama", "x" * 201, "terlalu_panjang"),
        ("proyek.nama", 7, "jenis"),
        ("proyek.lokasi", "a\x00b", "karakter"),
        ("proyek.tahun_anggaran", "2026", "jenis"),
        ("proyek.tahun_anggaran", 1, "batas"),
        ("proyek.tahun_anggaran", 2026.5, "batas"),
        ("proyek.tahun_anggaran", True, "jenis"),
        ("proyek.tanggal_mulai", "05-01-2026", "tanggal"),
        ("proyek.tanggal_mulai", "2026-02-30", "tanggal"),
        ("proyek.tanggal_mulai", "0001-01-01", "tanggal"),
        ("proyek.tanggal_mulai", 20260105, "tanggal"),
        ("proyek.tanggal_selesai", "2025-12-31", "urutan"),
        ("proyek.anggaran", "-1", "negatif"),
        ("proyek.anggaran", "1.005", "terlalu_teliti"),
        ("proyek.anggaran", 1000, "jenis"),
        ("proyek.penanda_tangan", [{"nama": "x"}], "wajib"),
        ("pengaturan.margin_persen", "100.5", "terlalu_besar"),
        ("pengaturan.margin_persen", "10,5", "bukan_angka"),
        ("pengaturan.ppn.dpp_penyebut", 0, "batas"),
        ("pengaturan.ppn.tarif_persen", "11.12345", "terlalu_teliti"),
        ("pengaturan.ppn.dasar", "x", "tidak_dikenal"),
        ("pengaturan.pembulatan.hsp.mode", "terdekat", "pilihan"),
        ("pengaturan.pembulatan.hsp.mode", ["bawah"], "pilihan"),
        ("pengaturan.pembulatan.jumlah.langkah", "0", "nol"),
        ("pengaturan.pembulatan.total.langkah", "1e3", "bukan_angka"),
        ("pengaturan.pembulatan.ppn", {}, "tidak_dikenal"),
        ("parameter", {}, "jenis"),
        ("parameter[0]", "panjang", "jenis"),
        ("parameter[0].nama", "pi", "nama"),
        ("parameter[0].nama", "lebar atap", "nama"),
        ("parameter[1].nama", "PANJANG", "kembar"),
        ("parameter[0].nilai", "x", "bukan_angka"),
        ("parameter[0].nilai", HAPUS, "wajib"),
        ("harga_item[0].kategori", "UPAH", "pilihan"),
        ("harga_item[0].kategori", HAPUS, "wajib"),
        ("harga_item[0].uraian", "  ", "kosong"),
        ("harga_item[0].uraian", "x" * 501, "terlalu_panjang"),
        ("harga_item[0].satuan", "x" * 51, "terlalu_panjang"),
        ("harga_item[0].harga", "1.234.567", "bukan_angka"),
        ("harga_item[0].harga", "1e5", "bukan_angka"),
        ("harga_item[0].harga", "-5", "negatif"),
        ("harga_item[0].harga", str(10**20), "terlalu_besar"),
        ("harga_item[0].harga", "0.123456789", "terlalu_teliti"),
        ("harga_item[0].harga", 5000, "jenis"),
        ("harga_item[0].harga", 0.5, "jenis"),
        ("klasifikasi[0].nama", "", "kosong"),
        ("klasifikasi[0].nama", "x" * 501, "terlalu_panjang"),
        ("klasifikasi[0].nomor", "x" * 31, "terlalu_panjang"),
        ("klasifikasi[0].warna", None, "tidak_dikenal"),
        (f"{P}.uraian", HAPUS, "wajib"),
        (f"{P}.uraian", "x" * 1001, "terlalu_panjang"),
        (f"{P}.volume", "-1", "negatif"),
        (f"{P}.volume", "1.2.3", "bukan_angka"),
        (f"{P}.volume", "sepuluh", "bukan_angka"),
        (f"{P}.volume", "", "kosong"),
        (f"{P}.volume", "1.1234567", "terlalu_teliti"),
        (f"{P}.volume", str(10**20), "terlalu_besar"),
        (f"{P}.volume", 1, "jenis"),
        (f"{P}.margin_persen", "101", "terlalu_besar"),
        (f"{P}.sumber", "sni", "pilihan"),
        (f"{P}.hsp", "1", "tidak_dikenal"),
        (f"{P}.harga_langsung", "5", "harga_langsung"),
        (f"{P}.rumus", "x" * 501, "terlalu_panjang"),
        (f"{P}.rumus", "panjang *", "susunan"),
        (f"{P}.rumus", "lebar * 2", "variabel"),
        (f"{P}.rumus", "1 / nol", "bagi_nol"),
        (f"{P}.rumus", "0 - 1", "negatif"),
        (f"{P}.rumus", "#p9", "variabel"),
        (f"{P}.rumus", "#p1 + 1", "melingkar"),
        (f"{P}.rumus", "hapus(1)", "fungsi"),
        (f"{P}.rumus", 5, "jenis"),
        (f"{P}.komponen", "h1", "jenis"),
        (f"{P}.komponen[0].koefisien", HAPUS, "wajib"),
        (f"{P}.komponen[0].koefisien", "0.12345678901", "terlalu_teliti"),
        (f"{P}.komponen[0].koefisien", "-1", "negatif"),
        (f"{P}.komponen[0].koefisien", 1, "jenis"),
        (f"{P}.komponen[0].item", "h7", "acuan"),
        (f"{P}.komponen[0].harga", "1", "tidak_dikenal"),
        (f"{P}.edisi", "Edisi", "wajib"),
        ("jadwal[0].pekerjaan", "p7", "acuan"),
        ("jadwal[0].pekerjaan", HAPUS, "wajib"),
        ("jadwal[0].minggu", 0, "batas"),
        ("jadwal[0].minggu", "1", "jenis"),
        ("jadwal[0].rencana_persen", "100.1", "terlalu_besar"),
        ("jadwal[0].rencana_persen", "1.12345678901", "terlalu_teliti"),
        ("jadwal[0].biaya_aktual", "-1", "negatif"),
    ],
)
def test_one_fault_names_its_place(jalur: str, nilai: Any, kode: str) -> None:
    tempat = {f"{P}.edisi": f"{P}.kode"}.get(jalur, jalur)
    if jalur == f"{P}.edisi":
        isi = ubah(ubah(satu(), jalur, nilai), f"{P}.sumber", HAPUS)
    elif jalur == "proyek.penanda_tangan":
        isi, tempat = ubah(satu(), jalur, nilai), "proyek.penanda_tangan[0].peran"
    else:
        isi = ubah(satu(), jalur, nilai)
    assert kesalahan(isi) == [(tempat, kode)]


@pytest.mark.parametrize(
    ("komponen", "galat"),
    [
        ([{"koefisien": "1"}], (f"{P}.komponen[0]", "acuan")),
        ([{"item": "h1", "pekerjaan": "p1", "koefisien": "1"}], (f"{P}.komponen[0]", "acuan")),
        ([{"item": "h1", "koefisien": "1"}, 5], (f"{P}.komponen[1]", "jenis")),
        ([{"pekerjaan": "p9", "koefisien": "1"}], (f"{P}.komponen[0].pekerjaan", "acuan")),
        ([{"pekerjaan": "p1", "koefisien": "1"}], (f"{P}.komponen", "siklus")),
    ],
)
def test_a_component_names_exactly_one(komponen: list[Any], galat: tuple[str, str]) -> None:
    temuan = kesalahan(satu(komponen))
    # a component of both kinds that names its own work is also a loop
    assert temuan[0] == galat
    assert len(temuan) <= 2


def test_keys_written_twice() -> None:
    teks = byte_berkas(satu()).decode().replace('"volume": "1"', '"volume": "1", "volume": "2", "volume": "3"')
    assert kesalahan(teks.encode()) == [(f"{P}.volume", "kembar")]
    assert kesalahan(b'{"format": "ahsp-proyek", "versi": 1, "versi": 1, "proyek": {"nama": "Abc"}}') == [
        ("versi", "kembar")
    ]


def test_not_a_number() -> None:
    for teks in ("NaN", "-Infinity", "1e999", "0.5", "9" * 5000):
        isi = byte_berkas(satu()).decode().replace('"volume": "1"', f'"volume": {teks}')
        assert kesalahan(isi.encode()) == [(f"{P}.volume", "jenis")]


def test_broken_characters_are_refused_and_can_be_printed() -> None:
    isi = byte_berkas(satu()).decode().replace("Galian", "Galian \\ud800")
    assert kesalahan(isi.encode()) == [(f"{P}.uraian", "karakter")]
    isi = byte_berkas(satu()).decode().replace('"versi": 1', '"versi": 1, "\\ud800\\u0000": 1')
    _, galat, _ = baca_berkas_proyek(isi.encode())
    assert [g.kode for g in galat] == ["tidak_dikenal"]
    json.dumps(galat[0].sebagai_json(), ensure_ascii=False).encode()


def test_conversion() -> None:
    konversi = {"satuan_beli": "m3", "harga_beli": "664200", "faktor": "1400"}
    assert kesalahan(ubah(satu(), "harga_item[0].konversi", konversi)) == [("harga_item[0].harga", "konversi")]
    isi = ubah(ubah(satu(), "harga_item[0].harga", None), "harga_item[0].konversi", konversi)
    assert baca(isi).harga_item[0].faktor == 1400
    for kunci, nilai, kode in [("faktor", "0", "nol"), ("faktor", HAPUS, "wajib"), ("satuan_beli", "", "kosong")]:
        jalur = f"harga_item[0].konversi.{kunci}"
        assert kesalahan(ubah(isi, jalur, nilai)) == [(jalur, kode)]


def test_same_resource_twice() -> None:
    isi = satu()
    isi["harga_item"].append(isi["harga_item"][0] | {"kunci": "h2", "uraian": " PEKERJA", "satuan": "orang-hari"})
    assert kesalahan(isi) == [("harga_item[1].uraian", "kembar")]
    isi["harga_item"][1] |= {"kunci": "h1", "uraian": "Mandor"}
    assert kesalahan(isi) == [("harga_item[1].kunci", "kembar")]


def test_same_work_key_twice() -> None:
    isi = satu()
    isi["klasifikasi"][0]["anak"] = [{"nama": "B", "pekerjaan": [langsung("p1", "Lagi", "1", "5")]}]
    assert kesalahan(isi) == [("klasifikasi[0].anak[0].pekerjaan[0].kunci", "kembar")]


def test_faulty_keys() -> None:
    """What refers to such a key is at fault too."""
    for kunci in ("a{b", "a}", " p1", "p1 "):
        assert kesalahan(ubah(satu(), f"{P}.kunci", kunci)) == [
            (f"{P}.kunci", "kunci"),
            ("jadwal[0].pekerjaan", "acuan"),
        ]
    assert kesalahan(ubah(satu(), "harga_item[0].kunci", HAPUS)) == [
        ("harga_item[0].kunci", "wajib"),
        (f"{P}.komponen[0].item", "acuan"),
    ]


def test_same_week_twice() -> None:
    isi = satu()
    isi["jadwal"] *= 2
    assert kesalahan(isi) == [("jadwal[1].minggu", "kembar")]


def test_price_without_analysis_takes_no_margin() -> None:
    isi = ubah(satu([]), f"{P}.harga_langsung", "5")
    assert kesalahan(isi) == []
    assert kesalahan(ubah(isi, f"{P}.margin_persen", "0")) == [(f"{P}.margin_persen", "harga_langsung")]


def test_step_is_ignored_without_rounding() -> None:
    for langkah in ("0", None, "x", 5, {}):
        isi = ubah(satu(), "pengaturan.pembulatan.hsp", {"mode": "tanpa", "langkah": langkah})
        assert "bulat_hsp_langkah" not in baca(isi).pengaturan


def berantai(*anak: list[str], rumus: dict[int, str] | None = None) -> dict[str, Any]:
    """Works p0, p1 … each nesting the works named."""
    works = [
        analisa(f"p{n}", f"Pekerjaan {n}", "1", [{"pekerjaan": a, "koefisien": "1"} for a in sub])
        for n, sub in enumerate(anak)
    ]
    for n, teks in (rumus or {}).items():
        works[n] |= {"rumus": teks, "volume": None}
    return berkas(klasifikasi=[{"nama": "A", "pekerjaan": works}])


def test_loops_of_nested_works_are_all_named() -> None:
    isi = berantai(["p1"], ["p2"], ["p0"], ["p4"], ["p3"], [])
    _, galat, _ = baca_berkas_proyek(byte_berkas(isi))
    assert [(g.jalur, g.kode) for g in galat] == [
        ("klasifikasi[0].pekerjaan[0].komponen", "siklus"),
        ("klasifikasi[0].pekerjaan[3].komponen", "siklus"),
    ]
    assert "Pekerjaan 0 → Pekerjaan 1 → Pekerjaan 2 → Pekerjaan 0" in galat[0].pesan


def test_depth_of_nesting() -> None:
    delapan = [[f"p{n + 1}"] for n in range(7)] + [[]]
    assert kesalahan(berantai(*delapan)) == []
    sebelas = [[f"p{n + 1}"] for n in range(10)] + [[]]
    assert kesalahan(berantai(*sebelas)) == [("klasifikasi[0].pekerjaan[2].komponen", "terlalu_dalam")]


def test_formulas_refer_to_each_other() -> None:
    isi = baca(berantai([], [], [], rumus={0: "#p1 * 2", 1: "#p2 + 0,5"}))
    assert [p.volume for p in isi.pekerjaan] == [Decimal(3), Decimal("1.5"), Decimal(1)]
    isi_salah = berantai([], [], [], [], rumus={0: "#p1", 1: "#p0", 2: "#p0 + 1", 3: "#p3 / 0"})
    assert kesalahan(isi_salah) == [
        ("klasifikasi[0].pekerjaan[0].rumus", "melingkar"),
        ("klasifikasi[0].pekerjaan[3].rumus", "melingkar"),
    ]


def test_formula_of_a_volume_that_is_missing() -> None:
    isi = berantai([], [], rumus={0: "#p1"})
    isi["klasifikasi"][0]["pekerjaan"][1]["volume"] = None
    assert kesalahan(isi) == [("klasifikasi[0].pekerjaan[0].rumus", "variabel")]


def test_a_fault_is_not_repeated_by_what_depends_on_it() -> None:
    isi = berantai([], [], [], rumus={0: "#p1 / #p2", 1: "#p2 * 2"})
    isi["klasifikasi"][0]["pekerjaan"][2]["volume"] = "x"
    assert kesalahan(isi) == [("klasifikasi[0].pekerjaan[2].volume", "bukan_angka")]


def test_volume_that_differs_from_its_formula() -> None:
    isi = satu(rumus="panjang * 3")
    hasil, galat, peringatan = baca_berkas_proyek(byte_berkas(isi))
    assert galat == []
    assert hasil is not None
    assert hasil.pekerjaan[0].volume == 6
    assert [(p.jalur, p.kode) for p in peringatan] == [(f"{P}.volume", "volume_rumus")]


def test_parameter_names_are_kept_in_small_letters() -> None:
    isi = ubah(satu(rumus="=PANJANG - 1"), "parameter[0].nama", "Panjang")
    hasil, galat, peringatan = baca_berkas_proyek(byte_berkas(isi))
    assert galat == []
    assert hasil is not None
    assert hasil.parameter[0].nama == "panjang"
    assert [(p.jalur, p.kode) for p in peringatan] == [("parameter[0].nama", "huruf_kecil")]


def test_reference() -> None:
    komponen = [{"kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "koefisien": "0.750"}]
    referensi = {"edisi": "E", "kode": "1.1", "uraian": "Galian", "satuan": "m3", "komponen": komponen}
    isi = satu(referensi=referensi, sumber="ubahan")
    beku = baca(isi).pekerjaan[0].referensi
    assert beku is not None
    assert beku["komponen"][0]["koefisien"] == "0.75"
    assert kesalahan(ubah(isi, f"{P}.sumber", "kustom")) == [(f"{P}.sumber", "referensi")]
    assert kesalahan(ubah(isi, f"{P}.edisi", "E") | {}) == [(f"{P}.edisi", "referensi"), (f"{P}.kode", "wajib")]
    jalur = f"{P}.referensi.komponen[0].kategori"
    assert kesalahan(ubah(isi, jalur, "X")) == [(jalur, "pilihan")]


def test_many_faults_are_cut_off() -> None:
    isi = berkas_besar(500)
    for k in isi["klasifikasi"]:
        for anak in k["anak"]:
            for p in anak["pekerjaan"]:
                p["volume"] = "x"
    temuan = kesalahan(isi)
    assert len(temuan) == 201
    assert temuan[-1] == ("", "terlalu_banyak")


def test_headings_of_any_depth_within_reason() -> None:
    def menara(tingkat: int) -> dict[str, Any]:
        puncak: dict[str, Any] = {"nama": "dasar"}
        for n in range(tingkat - 1):
            puncak = {"nama": f"tingkat {n}", "anak": [puncak]}
        return berkas(klasifikasi=[puncak])

    assert len(baca(menara(100)).klasifikasi) == 100
    assert kesalahan(menara(101)) == [("klasifikasi[0]" + ".anak[0]" * 99 + ".anak", "terlalu_dalam")]


@pytest.mark.parametrize("nilai", [None, 5, 0.5, True, "x", [], {}, [None], [[]], "\ud800", "9" * 5000])
def test_any_value_anywhere_is_a_fault_or_accepted(nilai: Any) -> None:
    contoh = berkas_lengkap()

    def tempat(isi: Any, jalur: list[Any]) -> list[list[Any]]:
        if isinstance(isi, dict):
            return [jalur, *(t for k, v in isi.items() for t in tempat(v, [*jalur, k]))]
        if isinstance(isi, list):
            return [jalur, *(t for i, v in enumerate(isi) for t in tempat(v, [*jalur, i]))]
        return [jalur]

    for jalur in tempat(contoh, [])[1:]:
        isi = copy.deepcopy(contoh)
        sasaran: Any = isi
        for satu_langkah in jalur[:-1]:
            sasaran = sasaran[satu_langkah]
        sasaran[jalur[-1]] = nilai
        hasil, galat, _ = baca_berkas_proyek(json.dumps(isi).encode())
        assert (hasil is None) == bool(galat)


@pytest.mark.parametrize("benih", range(20))
def test_random_files_are_accepted(benih: int) -> None:
    assert kesalahan(berkas_acak(benih)) == []


def test_one_fault_in_two_megabytes() -> None:
    isi = berkas_besar(3000)
    isi["klasifikasi"][3]["anak"][4]["pekerjaan"][25]["komponen"][5]["koefisien"] = "0,0375"
    teks = byte_berkas(isi)
    assert len(teks) > 2_000_000
    mulai = time.process_time()
    _, galat, peringatan = baca_berkas_proyek(teks)
    assert time.process_time() - mulai < 5
    assert [g.jalur for g in galat] == ["klasifikasi[3].anak[4].pekerjaan[25].komponen[5].koefisien"]
    assert "0,0375" in galat[0].pesan
    assert peringatan == []
