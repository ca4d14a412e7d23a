"""Editions and their analyses as admins change them; files out and in again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from click.testing import Result
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from ahsp_app.importers.katalog.periksa import MAKS_UKURAN
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi, Pekerjaan, Pengguna, RiwayatKatalog
from ahsp_app.queries.edisi_beda import beda_edisi
from ahsp_app.queries.edisi_mutu import mutu_edisi
from ahsp_app.services import edisi_ekspor
from ahsp_app.services.berkas_tugas import alir, get_berkas
from ahsp_app.services.edisi import buat_edisi
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from ahsp_app.services.tugas import ambil
from ahsp_app.services.tugas_lapor import Pelapor
from tests.factories_impor import DUA, Baris, csv, get_analisa, tertulis
from tests.factories_lembar import buat_judul, kerja

HTMX = {"HX-Request": "true"}


def test_made_described_and_put_away(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    jawab = client.post("/edisi", data={"nama": "Perpustakaan kantor", "kantor": "y"})
    assert jawab.status_code == 303
    e = db.session.scalars(select(Edisi)).one()
    assert (e.nama, e.kantor, e.aktif) == ("Perpustakaan kantor", True, True)
    assert client.post("/edisi", data={"nama": "Perpustakaan kantor"}).status_code == 422
    assert client.post(f"/edisi/{e.id}/ubah", data={"nama": "Lain", "versi": "1"}).status_code == 303
    bentrok = client.post(f"/edisi/{e.id}/ubah", data={"nama": "Lagi", "versi": "1"})
    assert bentrok.status_code == 422
    assert "jendela lain" in bentrok.text
    client.post(f"/edisi/{e.id}/arsip", data={"aktif": ""})
    db.session.expire_all()
    assert (e.nama, e.aktif) == ("Lain", False)
    assert "arsip" in client.get("/edisi").text
    assert db.session.scalar(select(func.count()).select_from(RiwayatKatalog)) == 3


def test_edited_in_place_with_history(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    a = get_analisa("1.1")
    url = f"/edisi/{edisi.id}/analisa/{a.id}"
    k = db.session.scalars(select(KomponenReferensi).where(KomponenReferensi.ahsp_id == a.id)).first()
    assert k is not None
    jawab = client.post(f"{url}/komponen/{k.id}", data={"koefisien": "0,9", "versi": "1"}, headers=HTMX)
    assert jawab.status_code == 200
    assert client.post(f"{url}/komponen/{k.id}", data={"koefisien": "1", "versi": "1"}, headers=HTMX).status_code == 409
    assert client.post(url, data={"uraian": "Galian tanah keras", "versi": "2"}, headers=HTMX).status_code == 200
    baru = {"kategori": "ALT", "uraian": "Cangkul", "satuan": "buah", "koefisien": "0,01", "kode": ""}
    assert client.post(f"{url}/komponen", data=baru).status_code == 303
    db.session.expire_all()
    assert (str(k.koefisien.normalize()), a.uraian, a.versi) == ("0.9", "Galian tanah keras", 4)
    halaman = client.get(url).text
    assert "Sebelumnya" in halaman
    assert "Cangkul" in halaman
    pertama = db.session.scalars(
        select(RiwayatKatalog.id).where(RiwayatKatalog.aksi == "ubah").order_by(RiwayatKatalog.id)
    ).first()
    assert client.post(f"{url}/kembali/{pertama}").status_code == 303
    db.session.expire_all()
    isi = db.session.scalars(
        select(KomponenReferensi).where(KomponenReferensi.ahsp_id == a.id).order_by(KomponenReferensi.urut)
    ).all()
    assert [(x.uraian, str(x.koefisien.normalize())) for x in isi] == [("Pekerja", "0.75"), ("Mandor", "0.025")]
    assert a.uraian == "Galian tanah biasa"


def test_added_in_its_place(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    data = {"kode": "1.1.5", "uraian": "Galian lumpur", "satuan": "m3", "grup": "Tanah"}
    assert client.post(f"/edisi/{edisi.id}/analisa/baru", data=data).status_code == 303
    kode = db.session.scalars(select(AHSPReferensi.kode).order_by(AHSPReferensi.urut)).all()
    assert kode == ["1.1", "1.1.5", "1.2"]
    assert client.post(f"/edisi/{edisi.id}/analisa/baru", data=data | {"satuan": ""}).status_code == 422


def test_many_at_once_after_a_look(db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi) -> None:
    k = kerja()
    a = get_analisa("1.1")
    p = tambah_dari_referensi(k, buat_judul(k).id, a.id)
    db.session.commit()
    url = f"/edisi/{edisi.id}/massal"
    lihat = client.post(url, data={"aksi": "hapus", "semua": "1"})
    assert "Dipakai 1 pekerjaan di 1 proyek." in lihat.text
    assert a.dihapus is None
    pilih = {"aksi": "pindah_grup", "pilih": [str(a.id)], "grup_baru": "Pekerjaan tanah", "yakin": "1"}
    assert client.post(url, data=pilih).status_code == 303
    db.session.expire_all()
    assert a.grup == "Pekerjaan tanah"
    client.post("/edisi", data={"nama": "Lain"})
    lain = db.session.scalars(select(Edisi).where(Edisi.nama == "Lain")).one()
    b = get_analisa("1.2")
    pindah = {"aksi": "pindah_edisi", "pilih": [str(b.id)], "edisi_tujuan": str(lain.id), "yakin": "1"}
    client.post(url, data=pindah)
    client.post(url, data={"aksi": "hapus", "pilih": [str(a.id), str(b.id)], "yakin": "1"})
    db.session.expire_all()
    assert (b.edisi_id, b.dihapus) == (lain.id, None)  # not of this edition any more
    assert a.dihapus is not None
    assert db.session.get_one(Pekerjaan, p.id).referensi is not None
    assert client.get(f"/edisi/{edisi.id}/analisa/{a.id}").status_code == 404
    milik = (RiwayatKatalog.tabel == "ahsp_referensi", RiwayatKatalog.baris_id == a.id)
    aksi = db.session.scalars(select(RiwayatKatalog.aksi).where(*milik).order_by(RiwayatKatalog.id)).all()
    assert aksi[-2:] == ["pindah_grup", "hapus"]


def test_difference_of_two_editions(db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi) -> None:
    lain: list[Baris] = [
        ("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,8"), ("TK", "Mandor", "OH", "0,025")]),
        ("1.3", "Timbunan", "m3", [("TK", "Pekerja", "OH", "0,5")]),
    ]
    tertulis(admin, csv(lain), "Edisi 2027")
    db.session.commit()
    baru = db.session.scalars(select(Edisi).where(Edisi.nama == "Edisi 2027")).one()
    beda = beda_edisi(db.session(), edisi.id, baru.id)
    assert beda.hitungan == {"baru": 1, "hilang": 1, "berubah": 1, "sama": 0}
    berubah = next(b for b in beda.baris if b.jenis == "berubah")
    assert [(k.uraian, str(k.lama.normalize()), str(k.baru.normalize())) for k in berubah.baris if k.berbeda] == [  # type: ignore[union-attr]
        ("Pekerja", "0.75", "0.8")
    ]
    halaman = client.get(f"/edisi/{baru.id}/beda?dengan={edisi.id}").text
    assert "0,75" in halaman
    assert "Urugan pasir" in halaman
    assert "Urugan pasir" not in client.get(f"/edisi/{baru.id}/beda?dengan={edisi.id}&jenis=baru").text


def test_quality(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    isi: list[Baris] = [
        ("1", "Pasangan bata merah 1 : 4", "m2", [("TK", "Pekerja", "OH", "0")]),
        ("2", "Pasangan bata merah 1 : 5", "m2", [("TK", "Pekerja", "OH", "0,3")]),
        ("3", "Pasangan  bata merah 1:5", "m2", [("TK", "Pekerja", "", "0,3")]),
    ]
    tertulis(admin, csv(isi))
    db.session.commit()
    e = db.session.scalars(select(Edisi)).one()
    mutu = {m.jenis: m for m in mutu_edisi(db.session(), e.id)}
    assert mutu["koefisien_nol"].banyak == 1
    assert [t.kode for t in mutu["mirip"].contoh] in (["3"], ["2"])
    assert "Koefisien nol" in client.get(f"/edisi/{e.id}/mutu").text


def test_quality_of_units_and_outliers(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    edisi = buat_edisi(db.session(), admin.id, {"nama": "Mutu"})
    koefisien = ["0.5"] * 10 + ["60"]
    for n, nilai in enumerate(koefisien):
        a = AHSPReferensi(edisi_id=edisi.id, kode=f"1.{n}", uraian=f"Galian {n}", satuan="m3" if n else "", urut=n)
        db.session.add(a)
        db.session.flush()
        isi = {"kategori": "TK", "uraian": "Pekerja", "satuan": "OH", "koefisien": Decimal(nilai)}
        db.session.add(KomponenReferensi(ahsp_id=a.id, urut=1, **isi))
    db.session.commit()
    mutu = {m.jenis: m for m in mutu_edisi(db.session(), edisi.id)}
    assert [t.kode for t in mutu["tanpa_satuan"].contoh] == ["1.0"]
    assert [t.kode for t in mutu["pencilan"].contoh] == ["1.10"]
    assert "Koefisien jauh dari median" in client.get(f"/edisi/{edisi.id}/mutu").text


def test_browsed_by_group(db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi) -> None:
    get_analisa("1.1").grup, get_analisa("1.2").grup = "Tanah", "Dinding"
    db.session.commit()
    url = f"/edisi/{edisi.id}"
    semua = client.get(url).text
    assert "Tanah (1)" in semua
    satu = client.get(f"{url}?grup=Tanah").text
    assert get_analisa("1.1").uraian in satu
    assert get_analisa("1.2").uraian not in satu


RUMUS: list[Baris] = [
    ("=1+1", "=cmd|'/c calc'!A0", "m3", [("BHN", "+pasir", "@kg", "1,5"), ("TK", "-pekerja", "OH", "0,0000000001")]),
    DUA[1],
]


def test_no_text_becomes_a_formula(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    tertulis(admin, csv(RUMUS))
    db.session.commit()
    e = db.session.scalars(select(Edisi)).one()
    buku = openpyxl.load_workbook(io.BytesIO(client.get(f"/edisi/{e.id}/ekspor?format=xlsx").data))
    sel = [s for baris in buku.active.iter_rows() for s in baris]
    assert "f" not in {s.data_type for s in sel}
    assert "=cmd|'/c calc'!A0" in {s.value for s in sel}
    teks = client.get(f"/edisi/{e.id}/ekspor?format=csv").data.decode("utf-8-sig")
    assert ";'=cmd|" in teks
    assert not any(s.startswith(("=", "+", "-", "@")) for b in teks.splitlines() for s in b.replace('"', "").split(";"))


def test_the_json_follows_its_schema(client: FlaskClient, edisi: Edisi) -> None:
    skema = json.loads((Path(__file__).parents[3] / "docs" / "katalog.schema.json").read_text(encoding="utf-8"))
    isi = client.get(f"/edisi/{edisi.id}/ekspor?format=json").get_json()
    pemeriksa = jsonschema.Draft202012Validator(skema)
    assert list(pemeriksa.iter_errors(isi)) == []
    isi["analisa"][0]["komponen"][0]["koefisien"] = 1.5
    assert not pemeriksa.is_valid(isi)


@pytest.mark.parametrize("jenis", ["xlsx", "csv", "json"])
def test_out_and_in_again(
    db: SQLAlchemy,
    client: FlaskClient,
    admin: Pengguna,
    edisi: Edisi,
    ahsp: Callable[..., Result],
    tmp_path: Path,
    jenis: str,
) -> None:
    berkas = tmp_path / f"keluar.{jenis}"
    berkas.write_bytes(client.get(f"/edisi/{edisi.id}/ekspor?format={jenis}").data)
    hasil = ahsp("katalog", "import", str(berkas), "--edisi", "Edisi uji", "--commit", "--json")
    assert hasil.exit_code == 0, hasil.output
    laporan: dict[str, Any] = json.loads(hasil.stdout)
    assert (laporan["analisa"], laporan["komponen"], laporan["sama"], laporan["masalah"]) == (2, 4, 2, [])


def test_a_large_edition_is_written_by_a_job(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi, monkeypatch: pytest.MonkeyPatch
) -> None:
    kecil = client.get(f"/edisi/{edisi.id}/ekspor?format=json").data
    monkeypatch.setattr(edisi_ekspor, "MAKS_LANGSUNG", 1)
    assert client.get(f"/edisi/{edisi.id}/ekspor?format=json").status_code == 422
    url = f"/edisi/{edisi.id}/ekspor"
    assert f'hx-post="{url}"' in client.get(f"/edisi/{edisi.id}").text
    alamat = client.post(url, data={"format": "json"}).location
    assert client.post(url, data={"format": "json"}).location == alamat  # asked twice: one job
    t = ambil(db.session(), [edisi_ekspor.EKSPOR])
    assert t is not None
    assert alamat == f"/tugas/{t.id}"
    assert t.judul == "Edisi uji (JSON)"
    db.session.commit()
    with Pelapor(db.engine, t.id, t.percobaan) as lapor:
        hasil = edisi_ekspor.ekspor_edisi_tugas(db.session(), t.masukan, lapor)
    assert hasil == {"nama": "Edisi-uji.json", "ukuran": len(kecil)}
    berkas = get_berkas(db.session(), admin.id, t.id)
    db.session.commit()
    assert b"".join(alir(db.engine, berkas.id, berkas.ukuran)) == kecil


def test_json_names_its_edition_and_is_refused_whole(
    db: SQLAlchemy, client: FlaskClient, edisi: Edisi, ahsp: Callable[..., Result], tmp_path: Path
) -> None:
    berkas = tmp_path / "katalog.json"
    isi = json.loads(client.get(f"/edisi/{edisi.id}/ekspor?format=json").data)
    berkas.write_text(json.dumps(isi | {"edisi": {"nama": "Salinan", "tahun": 2027}}))
    hasil = ahsp("katalog", "import", str(berkas), "--commit", "--json")
    assert json.loads(hasil.stdout)["baru"] == 2
    assert db.session.scalars(select(Edisi.tahun).where(Edisi.nama == "Salinan")).one() == 2027
    isi["analisa"][1]["komponen"][0]["koefisien"] = "1,5"
    berkas.write_text(json.dumps(isi))
    hasil = ahsp("katalog", "import", str(berkas), "--commit", "--json")
    assert hasil.exit_code == 1
    (galat,) = json.loads(hasil.stdout)["galat"]
    assert galat["jalur"] == "analisa[1].komponen[0].koefisien"


def test_report_of_the_command(db: SQLAlchemy, ahsp: Callable[..., Result], tmp_path: Path) -> None:
    berkas = tmp_path / "katalog.csv"
    salah: list[Baris] = [DUA[0], ("2.1", "Beton", "m3", [("BHN", "Semen", "kg", "banyak")])]
    berkas.write_bytes(csv(salah))
    perintah = ("katalog", "import", str(berkas), "--edisi", "Baru", "--tahun", "2026", "--json")
    laporan = json.loads(ahsp(*perintah).stdout)
    assert {k: laporan[k] for k in ("edisi", "analisa", "komponen", "baru", "berubah", "sama", "ditulis")} == {
        "edisi": "Baru", "analisa": 2, "komponen": 3, "baru": 1, "berubah": 0, "sama": 0, "ditulis": False,
    }  # fmt: skip
    masalah = laporan["masalah"][0]
    assert (masalah["baris"], masalah["kolom"], masalah["tingkat"]) == (4, "koefisien", "galat")
    assert db.session.scalar(select(func.count()).select_from(Edisi)) == 0
    assert json.loads(ahsp(*perintah, "--commit").stdout)["ditulis"] is True
    assert json.loads(ahsp(*perintah, "--commit").stdout)["sama"] == 1
    assert ahsp("katalog", "import", str(berkas)).exit_code == 2
    gambar = tmp_path / "gambar.xlsx"
    gambar.write_bytes(b"\x89PNG\r\n\x1a\n")
    tolak = ahsp("katalog", "import", str(gambar), "--edisi", "Baru", "--json")
    assert (tolak.exit_code, len(json.loads(tolak.stdout)["galat"])) == (1, 1)
    besar = tmp_path / "besar.csv"
    with besar.open("wb") as isi:
        isi.truncate(MAKS_UKURAN + 2)
    tolak = ahsp("katalog", "import", str(besar), "--edisi", "Baru", "--json")
    assert json.loads(tolak.stdout)["galat"][0]["kode"] == "terlalu_besar"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(RiwayatKatalog.aksi == "tolak_berkas")) == 2
