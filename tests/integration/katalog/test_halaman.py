"""The pages around the search: prices, several added at once, filters, what is remembered, and admins' site words."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from ahsp_app.calc.angka import cetak_angka
from ahsp_app.extensions import db as basis
from ahsp_app.models import (
    AHSPReferensi,
    Edisi,
    HargaItem,
    KomponenReferensi,
    Kosakata,
    Pencarian,
    Pengguna,
    RiwayatKatalog,
    SaringanTersimpan,
)
from ahsp_app.queries.katalog import Saring, cari
from ahsp_app.queries.katalog_pencarian import statistik, terakhir
from ahsp_app.queries.katalog_rinci import hargai
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.katalog import muat_harga_contoh, muat_katalog_awal
from ahsp_app.services.kosakata import tambah_kosakata
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from ahsp_app.services.pencarian import catat_pencarian, sapu_pencarian
from tests.factories import buat_pengguna, masuk
from tests.html import faults
from tests.integration.pekerjaan.meja import HX, Meja, buat_meja, roti, teks
from tests.sql import catat_sql


@pytest.fixture
def meja(client: FlaskClient, db: Any) -> Meja:
    meja = buat_meja(client)
    muat_katalog_awal(db.session())
    meja.k.proyek.daftar_harga_id = muat_harga_contoh(db.session()).id
    db.session.commit()
    return meja


def ahsp(kode: str) -> int:
    return basis.session.query(AHSPReferensi).filter_by(kode=kode).one().id


def test_prices_are_what_a_work_would_cost(meja: Meja) -> None:
    sesi = meja.k.sesi
    semua = list(sesi.query(AHSPReferensi.id).order_by(AHSPReferensi.urut).limit(60))
    nomor = [i for (i,) in semua]
    p = tambah_dari_referensi(meja.k, None, nomor[0])
    # A price of the project's own counts for all others, and one that is missing counts 0.
    item = p.referensi["komponen"][0]["uraian"]
    satu = sesi.query(HargaItem).filter_by(proyek_id=meja.id, uraian=item).one()
    ubah_item(meja.k, satu, satu.versi, {"harga": Decimal("123456.78")})
    sesi.flush()
    with catat_sql() as sql:
        harga = hargai(sesi, meja.k.proyek, nomor)
    assert len(sql) == 2
    for i in nomor:
        p = tambah_dari_referensi(meja.k, None, i)
        assert harga[i].hsp == p.hsp, p.uraian
        assert harga[i].biaya.langsung == Decimal(p.biaya_langsung)


def test_a_missing_price_is_not_zero(meja: Meja) -> None:
    meja.k.proyek.daftar_harga_id = None
    basis.session.query(HargaItem).filter_by(proyek_id=meja.id).update({"harga": None})
    basis.session.commit()
    hasil = teks(meja.client.get(f"/proyek/{meja.id}/katalog?q=3.6.4.2").text)
    assert "harga kosong" in hasil
    assert "0,00" not in hasil
    rinci = teks(meja.client.get(f"/proyek/{meja.id}/katalog/{ahsp('3.6.4.2')}").text)
    assert re.search("Biaya langsung *–", rinci), rinci
    assert "belum punya harga" in rinci


def test_from_a_volume_back_to_the_search(meja: Meja) -> None:
    jawab = meja.kirim(f"{meja.alamat}/katalog", **{"ahsp_id": ahsp("3.6.4.1"), f"volume-{ahsp('3.6.4.1')}": "2"})
    assert "cari" in jawab.headers["HX-Trigger"]


def test_several_at_once(meja: Meja) -> None:
    a, b, c = ahsp("3.6.4.1"), ahsp("3.6.4.2"), ahsp("3.6.4.3")
    isian = {"q": "hebel", "untuk": "hebel", "pilih": a, f"volume-{a}": "", f"volume-{b}": "12,5", f"volume-{c}": ""}
    jawab = meja.kirim(f"{meja.alamat}/katalog", **isian, juga=[c, a], judul=meja.simpul("DUA").id)
    assert jawab.status_code == 200, jawab.text
    assert [p.rsplit(" ", 1)[0][:40] for p in meja.pohon()[-3:]] == [
        "2 Pemasangan dinding bata ringan tebal 7"[:40],
        "3 Pemasangan dinding bata ringan tebal 1"[:40],
        "4 Pemasangan dinding bata ringan tebal 2"[:40],
    ]
    assert "Ditambahkan: 3 pekerjaan." in teks(jawab.text)
    for i in (a, b, c):
        assert re.search(rf'<input id="volume-{i}"[^>]*hx-swap-oob="true"', jawab.text)
        assert f'id="masuk-{i}"' in jawab.text
    dicari = basis.session.query(Pencarian).one()
    assert (dicari.teks, dicari.dipilih_id) == ("hebel", a)
    meja.utuh()


def test_a_volume_that_is_refused_adds_nothing(meja: Meja) -> None:
    a, b = ahsp("3.6.4.1"), ahsp("3.6.4.2")
    awal = meja.pohon()
    isian = {"q": "hebel", "untuk": "hebel", "pilih": a, f"volume-{a}": "1", f"volume-{b}": "dua"}
    jawab = meja.kirim(f"{meja.alamat}/katalog", **isian, judul=meja.simpul("DUA").id)
    assert jawab.status_code == 422
    assert f'id="volume-{b}-galat"' in jawab.text
    assert "data-galat" in jawab.text
    biasa = meja.kirim(f"{meja.alamat}/katalog", hx=False, **isian, judul="")
    assert biasa.status_code == 303
    assert meja.pohon() == awal
    assert basis.session.query(Pencarian).count() == 0


def test_a_volume_with_two_meanings_is_shown_back(meja: Meja) -> None:
    a = ahsp("3.6.4.1")
    jawab = meja.kirim(f"{meja.alamat}/katalog", **{"ahsp_id": a, f"volume-{a}": "1.000"})
    assert "1.000 m2 (dibaca 1.000 (seribu))" in teks(jawab.text)


def test_volumes_with_two_meanings_among_several_are_shown_back(meja: Meja) -> None:
    a, b = ahsp("3.6.4.1"), ahsp("3.6.4.2")
    isian = {"q": "hebel", "untuk": "hebel", f"volume-{a}": "1.250", f"volume-{b}": "12,5"}
    jawab = teks(meja.kirim(f"{meja.alamat}/katalog", **isian).text)
    assert "Ditambahkan: 2 pekerjaan; Pemasangan dinding bata ringan" in jawab
    assert jawab.count("dibaca") == 1
    assert "1.250 m2 (dibaca 1.250 (seribu dua ratus lima puluh))" in jawab


def test_taken_out_of_the_catalogue(meja: Meja) -> None:
    a = ahsp("3.7.8")
    basis.session.query(AHSPReferensi).filter_by(id=a).update({"dihapus": basis.func.now()})
    basis.session.commit()
    assert cari(basis.session(), "acian semen").koreksi is not None or cari(basis.session(), "acian semen").total == 0
    assert "3.7.8" not in [h.kode for h in cari(basis.session(), "3.7.8").hasil]
    assert meja.kirim(f"{meja.alamat}/katalog", ahsp_id=a).status_code == 404
    basis.session.query(Edisi).update({"aktif": False})
    basis.session.commit()
    assert cari(basis.session(), "beton").total == 0


def test_filters(meja: Meja) -> None:
    sesi = basis.session()

    def kode(q: str, **saring: str) -> list[str]:
        return [a.kode for a in cari(sesi, q, limit=200, saring=Saring(**saring)).hasil]

    beton = kode("beton")
    assert 0 < len(kode("beton", grup="Beton")) < len(beton)
    assert {a for a in kode("", grup="Beton", memakai="agregat kas")} <= set(kode("", grup="Beton"))
    assert kode("", satuan="titik") == ["5.1.5.13", "5.3.1.1"]
    assert kode("beton", memakai="wiremesh") == []
    assert kode("", edisi="tidak ada") == []
    temuan = cari(sesi, "beton", limit=2, segi=True)
    assert dict(temuan.grup)["Beton"] == len(kode("beton", grup="Beton"))
    assert sum(n for _, n in temuan.satuan) == temuan.total
    dua = cari(sesi, "beton", limit=2, lewati=2)
    assert [a.kode for a in dua.hasil] == beton[2:4]


def test_a_result_says_what_it_is(meja: Meja) -> None:
    isi = teks(meja.client.get(f"{meja.alamat.rpartition('/')[0]}/katalog?q=3.6.4.1", headers=HX).text)
    a = ahsp("3.6.4.1")
    hsp = hargai(meja.k.sesi, meja.k.proyek, [a])[a].hsp
    edisi = basis.session.query(Edisi).one().nama
    banyak = basis.session.query(KomponenReferensi).filter_by(ahsp_id=a).count()
    assert f"{cetak_angka(hsp, 2)} m2" in isi
    assert f"m2 · Dinding · {edisi} · {banyak} komponen" in isi


def test_page_of_the_catalogue(meja: Meja) -> None:
    url = f"/proyek/{meja.id}/katalog?q=beton&memakai=semen"
    meja.client.get(url)
    with catat_sql() as sql:
        jawab = meja.client.get(url)
    assert len(sql) <= 8, len(sql)
    assert faults(jawab.text) == []
    assert len(gzip.compress(jawab.data)) < 12_000
    assert "Halaman berikutnya" in meja.client.get(f"/proyek/{meja.id}/katalog?q=&memakai=semen").text
    assert faults(meja.client.get(f"/proyek/{meja.id}/katalog?q=hebel", headers=HX).text, page=False) == []


def test_a_search_is_remembered_when_it_was_meant(meja: Meja) -> None:
    url = f"/proyek/{meja.id}/katalog"
    for q in ("p", "pl", "plester"):
        meja.client.get(f"{url}?q={q}", headers=HX)
    assert basis.session.query(Pencarian).count() == 0
    for q in ("plester", "plesteran 1:4", "zzzzqq", "kermaik"):
        assert meja.client.post(f"{url}/dicari", data={"q": q}, headers=HX).status_code == 204
    assert meja.client.post(f"{url}/dicari", data={"q": " "}, headers=HX).status_code == 204
    # what was typed on is no search of its own
    semua = [(p.teks, p.koreksi) for p in basis.session.query(Pencarian).order_by(Pencarian.id)]
    assert semua == [("plesteran 1:4", None), ("zzzzqq", None), ("kermaik", "keramik")]
    pemilik = meja.k.proyek.pemilik_id
    assert terakhir(basis.session(), pemilik) == ("kermaik", "plesteran 1:4")
    assert 'value="plesteran 1:4"' in meja.client.get(f"{url}/terakhir", headers=HX).text
    lain = buat_pengguna()
    catat_pencarian(basis.session(), lain.id, "Plesteran  1 : 4", 1, dipilih_id=ahsp("3.7.4"))
    assert terakhir(basis.session(), lain.id) == ("Plesteran 1 : 4",)
    s = statistik(basis.session())
    assert (s.kali, s.orang, s.nihil) == (4, 2, 1)
    assert next((d.teks, d.kali, d.orang, d.dipilih) for d in s.sering) == ("Plesteran 1 : 4", 2, 2, 1)
    assert [d.teks for d in s.tidak_ketemu] == ["zzzzqq", "kermaik"]


def test_filters_kept_by_a_name(meja: Meja) -> None:
    url = f"/proyek/{meja.id}/katalog/saringan"
    isi = {"nama_saringan": " Beton  bersemen ", "q": "beton", "memakai": "semen", "grup": ""}
    jawab = meja.client.post(url, data=isi, headers=HX)
    assert "disimpan" in roti(jawab)[0]["teks"]
    satu = basis.session.query(SaringanTersimpan).one()
    assert (satu.nama, satu.isi) == ("Beton bersemen", {"q": "beton", "memakai": "semen"})
    meja.client.post(url, data=isi | {"memakai": "pasir"})
    basis.session.expire_all()
    assert basis.session.query(SaringanTersimpan).one().isi["memakai"] == "pasir"
    assert meja.client.post(url, data={"nama_saringan": ""}, headers=HX).status_code == 422
    assert meja.client.post(url, data={"nama_saringan": "x"}, headers=HX).status_code == 422
    html = meja.client.get(f"{url}?q=beton", headers=HX).text
    assert f"/proyek/{meja.id}/katalog?q=beton&amp;memakai=pasir" in html
    lain = SaringanTersimpan(pengguna_id=buat_pengguna().id, nama="Orang lain", isi={"q": "a"})
    basis.session.add(lain)
    basis.session.commit()
    assert meja.client.post(f"{url}/{lain.id}/hapus", headers=HX).status_code == 404
    assert meja.client.post(f"{url}/{satu.id}/hapus", headers=HX).status_code == 200
    assert [s.nama for s in basis.session.query(SaringanTersimpan)] == ["Orang lain"]


@pytest.fixture
def admin(client: FlaskClient, db: Any) -> Pengguna:
    muat_katalog_awal(db.session())
    admin = buat_pengguna(admin=True)
    db.session.commit()
    masuk(client, admin)
    return admin


def test_site_words_are_kept_by_admins(client: FlaskClient, admin: Pengguna) -> None:
    assert faults(client.get("/kosakata").text) == []
    assert "Pemasangan dinding bata ringan" not in client.get("/kosakata/coba?teks=batu apung", headers=HX).text
    jawab = client.post("/kosakata", data={"kata": " Batu  Apung ", "padanan": "bata ringan| | hebel"})
    assert jawab.status_code == 303
    satu = basis.session.query(Kosakata).filter_by(kata="batu apung").one()
    assert (satu.padanan, satu.pengguna_id) == ("bata ringan | hebel", admin.id)
    assert "Pemasangan dinding bata ringan" in client.get("/kosakata/coba?teks=batu apung", headers=HX).text
    assert "batu apung" in client.get("/kosakata/coba?teks=batu apnug", headers=HX).text  # a slip in it too
    url = f"/kosakata/{satu.id}"
    jawab = client.post(url, data={"padanan": "batako", "versi": 1}, headers=HX)
    assert jawab.status_code == 200
    assert f'data-untuk="kosakata-{satu.id}-padanan"' in jawab.text
    assert client.post(url, data={"padanan": "lain", "versi": 1}, headers=HX).status_code == 409
    assert client.post(url, data={"padanan": " | ", "versi": 2}, headers=HX).status_code == 422
    assert client.post(url, data={"kata": "hebel", "versi": 2}, headers=HX).status_code == 422
    assert client.post(url, data={"kata": "a b c d e", "versi": 2}, headers=HX).status_code == 422
    assert client.post(url, data={"aktif": "0", "versi": 2}, headers=HX).status_code == 200
    basis.session.expire_all()
    assert (satu.padanan, satu.aktif, satu.versi) == ("batako", False, 3)
    assert cari(basis.session(), "batu apung").koreksi is not None
    penuh = {"kata": "Batu apung", "padanan": "batako", "keterangan": "uji", "aktif": "1", "versi": 3}
    assert client.post(url, data=penuh).status_code == 303
    basis.session.expire_all()
    assert (satu.kata, satu.aktif, satu.keterangan) == ("batu apung", True, "uji")
    assert client.post(f"{url}/hapus", data={"versi": 4}, headers=HX).status_code == 200
    assert basis.session.query(Kosakata).filter_by(kata="batu apung").count() == 0
    aksi = [r.aksi for r in basis.session.query(RiwayatKatalog).filter_by(tabel="kosakata").order_by(RiwayatKatalog.id)]
    assert aksi == ["tambah", "ubah", "ubah", "ubah", "hapus"]


@pytest.mark.parametrize(
    "isi", [{"kata": "", "padanan": "x"}, {"kata": "x", "padanan": ""}, {"kata": "hebel", "padanan": "x"}]
)
def test_a_site_word_that_is_refused(client: FlaskClient, admin: Pengguna, isi: dict[str, str]) -> None:
    jawab = client.post("/kosakata", data=isi)
    assert jawab.status_code == 422
    assert faults(jawab.text) == []
    assert 'role="alert"' in jawab.text


def test_what_people_look_for(client: FlaskClient, admin: Pengguna) -> None:
    assert "Belum ada pencarian" in client.get("/kosakata/pencarian").text
    catat_pencarian(basis.session(), admin.id, "genteng aspal", 0)
    basis.session.commit()
    html = client.get("/kosakata/pencarian").text
    assert faults(html) == []
    assert "genteng aspal" in html


def test_searches_are_forgotten_after_half_a_year(db: Any) -> None:
    orang = buat_pengguna()
    for kata, hari in (("lama sekali", 181), ("lama", 179), ("baru", 0)):
        pada = datetime.now(UTC) - timedelta(days=hari)
        db.session.add(Pencarian(pengguna_id=orang.id, teks=kata, kunci=kata, banyak=0, pada=pada))
        db.session.flush()
    sapu_pencarian(db.session())
    assert [p.teks for p in db.session.query(Pencarian).order_by(Pencarian.id)] == ["lama", "baru"]


def test_the_starter_words_are_loaded_once(db: Any) -> None:
    muat_katalog_awal(db.session())
    banyak = db.session.query(Kosakata).count()
    assert banyak > 350
    db.session.query(Kosakata).filter_by(kata="hebel").delete()
    muat_katalog_awal(db.session())
    assert db.session.query(Kosakata).count() == banyak - 1
    assert tambah_kosakata(db.session(), buat_pengguna().id, {"kata": "hebel", "padanan": "bata ringan"}).aktif
