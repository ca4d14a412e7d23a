"""Analyses that are put away: in their edition as before, but neither searched nor exported."""

from __future__ import annotations

import csv as pustaka_csv
import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from click.testing import Result
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import AHSPReferensi, Edisi, Pekerjaan, Pengguna, RiwayatKatalog
from ahsp_app.queries.edisi_beda import beda_edisi
from ahsp_app.queries.edisi_mutu import mutu_edisi
from ahsp_app.queries.katalog import Saring, cari
from ahsp_app.queries.pembaruan import banyak_pembaruan
from ahsp_app.services.edisi_ekspor import terlalu_besar
from ahsp_app.services.impor_cabut import cabut
from ahsp_app.services.katalog_massal import arsipkan, batal_arsip
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.factories_impor import DUA, Baris, banding, csv, get_analisa, terbaca, tertulis
from tests.factories_lembar import buat_judul, kerja


def ketemu(db: SQLAlchemy, teks: str, saring: Saring | None = None) -> list[str]:
    return [a.kode for a in cari(db.session(), teks, saring=saring).hasil]


def test_put_away_after_a_look_and_brought_back(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi
) -> None:
    a, k = get_analisa("1.1"), kerja()
    p = tambah_dari_referensi(k, buat_judul(k).id, a.id)
    db.session.commit()
    url = f"/edisi/{edisi.id}/massal"
    lihat = client.post(url, data={"aksi": "arsip", "semua": "1"}).text
    assert "2 analisa dari" in lihat
    assert "Dipakai 1 pekerjaan di 1 proyek." in lihat
    assert a.diarsipkan is None
    assert client.post(url, data={"aksi": "arsip", "pilih": [str(a.id)], "yakin": "1"}).status_code == 303
    db.session.expire_all()
    assert a.diarsipkan is not None
    assert a.versi == 1  # what it says is the same
    assert db.session.get_one(Pekerjaan, p.id).referensi_id == a.id
    milik = RiwayatKatalog.tabel == "ahsp_referensi"
    entri = db.session.scalars(select(RiwayatKatalog).where(milik, RiwayatKatalog.aksi == "arsip")).all()
    assert [(r.baris_id, r.pengguna_id, r.lama) for r in entri] == [(a.id, admin.id, None)]
    satu = client.get(f"/edisi/{edisi.id}/analisa/{a.id}").text
    assert "diarsipkan" in satu
    assert 'value="pakai_lagi"' in satu
    assert "Proyek tetap memakai salinannya sendiri" in client.post(url, data={"aksi": "pakai_lagi", "semua": "1"}).text
    client.post(url, data={"aksi": "pakai_lagi", "semua": "1", "yakin": "1"})
    db.session.expire_all()
    assert a.diarsipkan is None
    kembali = select(RiwayatKatalog.baris_id).where(milik, RiwayatKatalog.aksi == "pakai_lagi")
    assert db.session.scalars(kembali).all() == [a.id]  # the other one was never put away


def test_the_page_of_the_edition_shows_and_filters_them(db: SQLAlchemy, client: FlaskClient, edisi: Edisi) -> None:
    a, b = get_analisa("1.1"), get_analisa("1.2")
    assert arsipkan(db.session(), None, [a.id]).banyak == 1
    assert arsipkan(db.session(), None, [a.id]).banyak == 0
    db.session.commit()
    url = f"/edisi/{edisi.id}"
    semua = client.get(url).text
    assert a.uraian in semua
    assert "diarsipkan</span>" in semua
    diarsipkan = client.get(f"{url}?arsip=ya").text
    assert a.uraian in diarsipkan
    assert b.uraian not in diarsipkan
    dipakai = client.get(f"{url}?arsip=tidak").text
    assert a.uraian not in dipakai
    assert b.uraian in dipakai
    client.post(f"{url}/massal", data={"aksi": "hapus", "semua": "1", "arsip": "ya", "yakin": "1"})
    db.session.expire_all()
    assert (a.dihapus is None, b.dihapus is None) == (False, True)


def test_not_searched_until_it_is_in_use_again(
    db: SQLAlchemy, edisi: Edisi, ahsp: Callable[..., Result], client: FlaskClient
) -> None:
    a = get_analisa("1.1")
    assert ketemu(db, "galian tanah") == ["1.1"]
    arsipkan(db.session(), None, [a.id])
    db.session.commit()
    assert ketemu(db, "1.1") == []
    assert ketemu(db, "galian tanah") == []
    assert ketemu(db, "galain") == []  # nor offered as what was meant
    assert ketemu(db, "", Saring(edisi=edisi.nama)) == ["1.2"]
    assert json.loads(ahsp("katalog", "cari", "galian tanah", "--json").stdout)["hasil"] == []
    batal_arsip(db.session(), None, [a.id])
    db.session.commit()
    assert ketemu(db, "galain tanah") == ["1.1"]


def test_files_of_an_edition_carry_what_is_in_use(
    db: SQLAlchemy, client: FlaskClient, edisi: Edisi, monkeypatch: pytest.MonkeyPatch
) -> None:
    arsipkan(db.session(), None, [get_analisa("1.1").id])
    db.session.commit()
    url = f"/edisi/{edisi.id}/ekspor?format="
    assert [a["kode"] for a in client.get(url + "json").get_json()["analisa"]] == ["1.2"]
    teks = client.get(url + "csv").data.decode("utf-8-sig")
    assert {b[0] for b in pustaka_csv.reader(io.StringIO(teks), delimiter=";")} >= {"1.2"}
    assert "Galian" not in teks
    buku = openpyxl.load_workbook(io.BytesIO(client.get(url + "xlsx").data))
    assert "Galian tanah biasa" not in {s.value for baris in buku.active.iter_rows() for s in baris}
    monkeypatch.setattr("ahsp_app.services.edisi_ekspor.MAKS_LANGSUNG", 1)
    assert not terlalu_besar(db.session(), edisi.id)


def test_an_import_knows_it_and_does_not_bring_it_back(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna, edisi: Edisi
) -> None:
    a = get_analisa("1.1")
    arsipkan(db.session(), None, [a.id])
    db.session.commit()
    assert banding(terbaca(admin)) == {"1.1": "sama", "1.2": "sama"}
    beda: list[Baris] = [("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,8")]), DUA[1]]
    dibaca = terbaca(admin, csv(beda))
    db.session.commit()
    assert client.get(f"/impor/{dibaca.id}?banding=berubah").text.count("diarsipkan; isinya ikut berubah") == 1
    impor, ditulis = tertulis(admin, csv(beda))
    db.session.expire_all()
    assert (ditulis["baru"], ditulis["berubah"]) == (0, 1)
    assert a.diarsipkan is not None
    assert ketemu(db, "galian tanah") == []
    cabut(db.session(), impor, admin.id)
    assert a.diarsipkan is not None


def test_putting_away_does_not_keep_an_import_from_being_taken_back(db: SQLAlchemy, admin: Pengguna) -> None:
    impor, _ditulis = tertulis(admin)
    arsipkan(db.session(), admin.id, [get_analisa("1.1").id])
    cabut(db.session(), impor, admin.id)
    assert db.session.scalars(select(AHSPReferensi)).all() == []


def test_compared_as_present_but_no_matter_of_quality(db: SQLAlchemy, admin: Pengguna, edisi: Edisi) -> None:
    nol: list[Baris] = [("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0")]), DUA[1]]
    tertulis(admin, csv(nol), "Edisi 2027")
    baru = db.session.scalars(select(Edisi).where(Edisi.nama == "Edisi 2027")).one()
    milik = select(AHSPReferensi.id).where(AHSPReferensi.edisi_id == baru.id, AHSPReferensi.kode == "1.1")
    assert "koefisien_nol" in {m.jenis for m in mutu_edisi(db.session(), baru.id)}
    arsipkan(db.session(), None, [db.session.scalars(milik).one()])
    assert beda_edisi(db.session(), edisi.id, baru.id).hitungan == {"baru": 0, "hilang": 0, "berubah": 1, "sama": 1}
    assert "koefisien_nol" not in {m.jenis for m in mutu_edisi(db.session(), baru.id)}


def test_a_work_that_took_it_has_no_update_of_it(db: SQLAlchemy, edisi: Edisi) -> None:
    a, k = get_analisa("1.1"), kerja()
    tambah_dari_referensi(k, buat_judul(k).id, a.id)
    arsipkan(db.session(), None, [a.id])
    assert banyak_pembaruan(db.session(), k.proyek.id) == 0
