"""`ahsp proyek …`, `check`, `katalog cari`, `demo` as scripts see them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select, text

from ahsp_app.models import Klasifikasi, Pekerjaan, Pengguna, Proyek
from ahsp_app.services import akun
from tests.factories import buat_pengguna
from tests.factories_berkas import berkas, berkas_besar, berkas_lengkap, byte_berkas

Ahsp = Callable[..., Result]


@pytest.fixture
def pemilik(db: Any) -> Pengguna:
    pengguna = buat_pengguna("Estimator@Kantor.test")
    db.session.commit()
    return pengguna


def tulis(tmp_path: Path, isi: Any) -> str:
    tempat = tmp_path / "proyek.json"
    tempat.write_bytes(isi if isinstance(isi, bytes) else byte_berkas(isi))
    return str(tempat)


def dokumen(hasil: Result, kode: int = 0) -> Any:
    """The one JSON document on standard output."""
    assert hasil.exit_code == kode, (hasil.stdout, hasil.stderr, hasil.exception)
    return json.loads(hasil.stdout)


def masukkan(ahsp: Ahsp, tmp_path: Path, isi: Any) -> int:
    hasil = ahsp("proyek", "import", tulis(tmp_path, isi), "--pemilik", "estimator@kantor.test", "--json")
    return int(dokumen(hasil)["id"])


def test_in_and_out(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    nomor = masukkan(ahsp, tmp_path, berkas_lengkap())
    keluar = tmp_path / "keluar.json"
    hasil = ahsp("proyek", "export", str(nomor), "--output", str(keluar))
    assert (hasil.exit_code, hasil.exception) == (0, None)
    assert json.loads(keluar.read_text(encoding="utf-8")) == berkas_lengkap()
    assert keluar.stat().st_mode & 0o777 == 0o644


def test_warnings_are_in_the_document(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    isi = berkas_lengkap()
    isi["klasifikasi"][1]["pekerjaan"][0]["volume"] = "99"
    hasil = ahsp("proyek", "import", tulis(tmp_path, isi), "--pemilik", "estimator@kantor.test", "--json")
    peringatan = dokumen(hasil)["peringatan"]
    assert [(p["jalur"], p["kode"]) for p in peringatan] == [("klasifikasi[1].pekerjaan[0].volume", "volume_rumus")]
    assert set(peringatan[0]) == {"jalur", "kode", "pesan"}


def test_refused_file(ahsp: Ahsp, db: Any, pemilik: Pengguna, tmp_path: Path) -> None:
    isi = berkas_besar(3000)
    isi["klasifikasi"][2]["anak"][1]["pekerjaan"][7]["komponen"][3]["item"] = "h99"
    assert len(byte_berkas(isi)) > 2_000_000
    hasil = ahsp("proyek", "import", tulis(tmp_path, isi), "--pemilik", "estimator@kantor.test", "--json")
    (galat,) = dokumen(hasil, 1)["galat"]
    assert (galat["jalur"], galat["kode"]) == ("klasifikasi[2].anak[1].pekerjaan[7].komponen[3].item", "acuan")
    assert "h99" in galat["pesan"]
    assert db.session.scalar(select(func.count()).select_from(Proyek)) == 0


@pytest.mark.parametrize(
    ("isi", "jalur", "kode"),
    [
        (b"bukan json", "", "bukan_json"),
        (b"\x89PNG\r\n\x1a\n", "", "bukan_utf8"),
        (
            b'{"format": "ahsp-proyek", "versi": 1, "proyek": {"nama": "Abc", "warna": 1}}',
            "proyek.warna",
            "tidak_dikenal",
        ),
    ],
)
def test_other_refusals(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path, isi: bytes, jalur: str, kode: str) -> None:
    hasil = ahsp("proyek", "import", tulis(tmp_path, isi), "--pemilik", "estimator@kantor.test", "--json")
    assert [(g["jalur"], g["kode"]) for g in dokumen(hasil, 1)["galat"]] == [(jalur, kode)]
    assert hasil.stderr


def test_refusal_without_json_is_for_people(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    hasil = ahsp("proyek", "import", tulis(tmp_path, b"x"), "--pemilik", "estimator@kantor.test")
    assert (hasil.exit_code, hasil.stdout) == (1, "")
    assert "bukan JSON" in hasil.stderr


def test_unknown_owner_and_file(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    hasil = ahsp("proyek", "import", tulis(tmp_path, berkas()), "--pemilik", "tidak@ada.test", "--json")
    assert [(g["jalur"], g["kode"]) for g in dokumen(hasil, 1)["galat"]] == [("pemilik", "tidak_ada")]
    for tempat in (tmp_path / "tidak-ada.json", tmp_path):
        hasil = ahsp("proyek", "import", str(tempat), "--pemilik", "estimator@kantor.test", "--json")
        assert [g["kode"] for g in dokumen(hasil, 1)["galat"]] == ["berkas"]


@pytest.mark.parametrize("perintah", ["rekap", "kebutuhan", "export"])
def test_unknown_project(ahsp: Ahsp, db: Any, tmp_path: Path, perintah: str) -> None:
    lain = ["--output", str(tmp_path / "x.json")] if perintah == "export" else []
    hasil = ahsp("proyek", perintah, "999999", *lain, "--json")
    assert [(g["jalur"], g["kode"]) for g in dokumen(hasil, 1)["galat"]] == [("id", "tidak_ada")]
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    "perintah",
    [
        ["proyek", "rekap"],
        ["proyek", "rekap", "satu"],
        ["proyek", "rekap", "-1"],
        ["proyek", "rekap", str(10**30)],
        ["proyek", "kebutuhan", "1", "--per", "hari"],
        ["proyek", "export", "1"],
        ["proyek", "import", "x.json"],
        ["proyek", "hapus", "1"],
        ["katalog", "cari"],
        ["katalog", "cari", "x", "--limit", "0"],
        ["check", "--proyek", "x"],
        ["tidak-ada"],
    ],
)
def test_wrong_usage(ahsp: Ahsp, db: Any, perintah: list[str]) -> None:
    assert ahsp(*perintah, "--json").exit_code == 2


def test_output_that_cannot_be_written(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    nomor = masukkan(ahsp, tmp_path, berkas())
    for tempat in (tmp_path / "tidak" / "ada" / "x.json", tmp_path):
        hasil = ahsp("proyek", "export", str(nomor), "--output", str(tempat), "--json")
        assert [g["kode"] for g in dokumen(hasil, 1)["galat"]] == ["output"]
    assert [p.name for p in tmp_path.iterdir()] == ["proyek.json"]


def test_rekap_and_needs(ahsp: Ahsp, pemilik: Pengguna, tmp_path: Path) -> None:
    nomor = masukkan(ahsp, tmp_path, berkas_lengkap())
    rekap = dokumen(ahsp("proyek", "rekap", str(nomor), "--json"))
    assert list(rekap) == [
        "proyek", "pengaturan", "klasifikasi", "jumlah", "ppn", "total", "dibulatkan", "terbilang", "belum_lengkap",
    ]  # fmt: skip
    perlu = dokumen(ahsp("proyek", "kebutuhan", str(nomor), "--json"))
    assert list(perlu) == ["item", "jumlah"]
    assert rekap["terbilang"] in ahsp("proyek", "rekap", str(nomor)).stdout
    assert perlu["jumlah"] in ahsp("proyek", "kebutuhan", str(nomor)).stdout


def test_check_finds_what_was_spoiled(ahsp: Ahsp, db: Any, pemilik: Pengguna, tmp_path: Path) -> None:
    nomor = masukkan(ahsp, tmp_path, berkas_lengkap())
    assert dokumen(ahsp("check", "--json")) == {"diperiksa": 1, "selisih": []}
    baris = db.session.scalar(text("UPDATE pekerjaan SET hsp = 5000001 WHERE kunci = 'p3' RETURNING id"))
    db.session.commit()
    beda = {"proyek": nomor, "tabel": "pekerjaan", "id": baris, "kolom": "hsp"}
    assert dokumen(ahsp("check", "--proyek", str(nomor), "--json"), 1) == {
        "diperiksa": 1,
        "selisih": [beda | {"tersimpan": "5000001", "dihitung": "5000000"}],
    }
    hasil = ahsp("check")
    assert hasil.exit_code == 1
    assert "tersimpan 5000001, seharusnya 5000000" in hasil.stdout


def test_check_of_many_projects(ahsp: Ahsp, db: Any, pemilik: Pengguna, tmp_path: Path) -> None:
    for _ in range(3):
        nomor = masukkan(ahsp, tmp_path, berkas_besar(30))
    db.session.execute(text("UPDATE proyek SET dihapus = now() WHERE id = :p"), {"p": nomor})
    db.session.execute(text("UPDATE proyek SET jumlah = 1 WHERE id = :p"), {"p": nomor})
    db.session.commit()
    hasil = dokumen(ahsp("check", "--json"), 1)
    assert (hasil["diperiksa"], [s["proyek"] for s in hasil["selisih"]]) == (3, [nomor])
    assert dokumen(ahsp("check", "--proyek", str(nomor - 1), "--json"))["selisih"] == []
    hasil_lain = dokumen(ahsp("check", "--proyek", "99999", "--json"), 1)
    assert [(g["jalur"], g["kode"]) for g in hasil_lain["galat"]] == [("proyek", "tidak_ada")]


def test_demo_may_be_repeated(ahsp: Ahsp, db: Any) -> None:
    pertama = ahsp("demo")
    assert (pertama.exit_code, pertama.exception) == (0, None)
    assert "demo@contoh.id" in pertama.stdout
    assert "demo-estimasi-2026" in pertama.stdout
    proyek = db.session.scalars(select(Proyek)).one()
    assert dokumen(ahsp("check", "--json")) == {"diperiksa": 1, "selisih": []}
    rekap = dokumen(ahsp("proyek", "rekap", str(proyek.id), "--json"))
    assert rekap["belum_lengkap"] == []
    assert db.session.scalar(select(func.count()).select_from(Pekerjaan)) >= 60
    pengguna = db.session.scalars(select(Pengguna)).one()
    assert akun.masuk(db.session(), email="demo@contoh.id", sandi="demo-estimasi-2026").id == pengguna.id
    akun.ganti_sandi(db.session(), pengguna, lama="demo-estimasi-2026", baru="sudah diganti orang")
    proyek.nama = "Rumah saya"
    db.session.execute(text("UPDATE harga_dasar SET harga = 1 WHERE uraian = 'Pekerja'"))
    db.session.commit()
    assert ahsp("demo").exit_code == 0
    db.session.expire_all()
    assert akun.masuk(db.session(), email="demo@contoh.id", sandi="sudah diganti orang")
    assert db.session.scalars(select(Proyek)).one().nama == "Rumah saya"
    for tabel, banyak in (("edisi", 1), ("daftar_harga", 1), ("pengguna", 1)):
        assert db.session.scalar(text(f"SELECT count(*) FROM {tabel}")) == banyak  # noqa: S608
    assert db.session.scalar(text("SELECT harga FROM harga_dasar WHERE uraian = 'Pekerja'")) == 1


def test_demo_project_out_and_in(ahsp: Ahsp, db: Any, tmp_path: Path) -> None:
    ahsp("demo")
    satu = db.session.scalars(select(Proyek)).one()
    sumber = set(db.session.scalars(select(Pekerjaan.sumber)))
    assert "referensi" in sumber
    keluar = tmp_path / "demo.json"
    ahsp("proyek", "export", str(satu.id), "--output", str(keluar))
    hasil = ahsp("proyek", "import", str(keluar), "--pemilik", "demo@contoh.id", "--json")
    dua = dokumen(hasil)
    assert dua["peringatan"] == []
    for perintah in ("rekap", "kebutuhan"):
        a, b = (dokumen(ahsp("proyek", perintah, str(n), "--json")) for n in (satu.id, dua["id"]))
        assert a | {"proyek": 0} == b | {"proyek": 0}
    lagi = tmp_path / "lagi.json"
    ahsp("proyek", "export", str(dua["id"]), "--output", str(lagi))
    assert keluar.read_bytes() == lagi.read_bytes()
    assert db.session.scalar(select(func.count()).select_from(Pekerjaan).where(Pekerjaan.referensi_id.is_(None))) <= 20


def test_catalogue_search(ahsp: Ahsp, db: Any) -> None:
    ahsp("demo")
    isi = dokumen(ahsp("katalog", "cari", "1.2.1.1.1", "--json"))
    assert list(isi) == ["hasil", "total", "koreksi"]
    assert list(isi["hasil"][0]) == ["id", "edisi", "kode", "uraian", "satuan", "komponen", "skor"]
    assert isi["hasil"][0]["kode"] == "1.2.1.1.1"
    assert isi["hasil"][0]["komponen"] == 2
    assert isi["koreksi"] is None
    isi = dokumen(ahsp("katalog", "cari", "keramk", "--limit", "3", "--json"))
    assert len(isi["hasil"]) == 3
    assert isi["total"] > 3
    assert isi["koreksi"] == "keramik"
    edisi = isi["hasil"][0]["edisi"]
    assert dokumen(ahsp("katalog", "cari", "beton", "--edisi", edisi, "--json"))["total"] > 5
    salah = dokumen(ahsp("katalog", "cari", "beton", "--edisi", "Lain", "--json"), 1)
    assert [(g["jalur"], g["kode"]) for g in salah["galat"]] == [("edisi", "tidak_ada")]
    assert dokumen(ahsp("katalog", "cari", "", "--json")) == {"hasil": [], "total": 0, "koreksi": None}
    assert "keramik" in ahsp("katalog", "cari", "keramk").stdout


def test_search_without_any_catalogue(ahsp: Ahsp, db: Any) -> None:
    assert dokumen(ahsp("katalog", "cari", "beton", "--json")) == {"hasil": [], "total": 0, "koreksi": None}


def test_a_project_file_of_someone_else_gets_its_own_rows(
    ahsp: Ahsp, db: Any, pemilik: Pengguna, tmp_path: Path
) -> None:
    isi = berkas_lengkap()
    asli = copy.deepcopy(isi)
    a, b = masukkan(ahsp, tmp_path, isi), masukkan(ahsp, tmp_path, isi)
    assert isi == asli
    assert a != b
    assert db.session.scalar(select(func.count()).select_from(Klasifikasi)) == 8
