"""The history of a project: what was done, by whom, from what to what; deletions taken back from there."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.extensions import db
from ahsp_app.models import Pengguna, Riwayat
from ahsp_app.services import analisa, harga, parameter, pekerjaan, pohon, proyek, sampah, volume
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_parameter, buat_pekerjaan, item
from tests.html import faults
from tests.integration.pekerjaan.meja import AWAL, HX, Meja, buat_meja, roti, teks
from tests.sql import catat_sql


@pytest.fixture
def meja(db: SQLAlchemy, client: FlaskClient) -> Meja:
    """A small tree, open in its owner's browser."""
    return buat_meja(client)


def butir(html: str) -> list[str]:
    """The entries as a person reads them."""
    return [teks(b.split("</tr>")[0].partition(">")[2]) for b in html.split('<tr id="riwayat-')[1:]]


def halaman(meja: Meja, query: str = "") -> str:
    """The page."""
    jawab = meja.client.get(f"/proyek/{meja.id}/riwayat{query}")
    assert jawab.status_code == 200, jawab.text
    assert faults(jawab.text) == []
    return jawab.text


def test_every_kind_of_change_in_words(meja: Meja) -> None:
    k = meja.k
    p = buat_pekerjaan(k, "Beton", "2", judul=meja.simpul("DUA"), komponen=[SEMEN])
    volume.ubah_volume(k, p, p.versi, "=2*3")
    pekerjaan.ubah_pekerjaan(k, p, p.versi, {"margin_persen": Decimal(0), "uraian": "Beton K-225"})
    param = buat_parameter(k, "panjang", "12.5")
    parameter.ubah_parameter(k, param, param.versi, nilai=Decimal("13.25"))
    semen = item(k, "Semen Portland")
    harga.ubah_item(k, semen, semen.versi, {"harga": Decimal("1750.5")})
    a = meja.simpul("a")
    pohon.pindah_pekerjaan(k, a, a.versi, meja.simpul("DUA").id, None)
    komponen = db.session.get(analisa.Komponen, _komponen(p.id))
    analisa.ubah_koefisien(k, komponen, komponen.versi, Decimal("0.05"))  # type: ignore[union-attr,arg-type]
    proyek.ubah_perhitungan(k, k.proyek.versi, {"margin_persen": Decimal("12.5")})
    isi = butir(halaman(meja))
    for kalimat in (
        "Mengubah pengaturan proyek Margin (%): 10 → 12,5",
        "Mengubah analisa “Beton K-225” Koefisien: 326 → 0,05",
        "Memindahkan pekerjaan “a” Judul: SATU → DUA Urutan: 1 → 3",
        "Mengubah sumber daya “Semen Portland” Harga: 1.500 → 1.750,5",
        "Mengubah parameter panjang Nilai: 12,5 → 13,25",
        "Margin (%): (kosong) → 0",
        "Uraian: Beton → Beton K-225",
        "Mengubah volume “Beton” Volume: 2 → 6 Rumus: (kosong) → =2*3",
        "Menambah komponen “Semen Portland”",
        "Menambah pekerjaan “Beton”",
        "Menambah judul “DUA”",
        "Membuat proyek “Rumah tipe 70”",
    ):
        assert any(kalimat in b for b in isi), (kalimat, isi)
    assert all("Estimator" in b for b in isi)
    assert re.match(r"\d+ \w+ \d{4} \d\d\.\d\d Estimator", isi[0])


def _komponen(pekerjaan_id: int) -> int:
    return db.session.query(analisa.Komponen).filter_by(pekerjaan_id=pekerjaan_id).one().id


def test_newest_first_fifty_a_page(meja: Meja) -> None:
    a = meja.simpul("a")
    for n in range(60):
        volume.ubah_volume(meja.k, a, a.versi, str(n + 100))
    html = halaman(meja)
    isi = butir(html)
    assert len(isi) == 50
    assert "158 → 159" in isi[0]
    lanjut = re.search(r'href="/proyek/\d+/riwayat(\?sebelum=\d+)"', html)
    assert lanjut
    kedua = halaman(meja, lanjut[1])
    assert "108 → 109" in butir(kedua)[0]
    assert not set(isi) & set(butir(kedua))
    assert "Terbaru" in kedua
    potongan = meja.client.get(f"/proyek/{meja.id}/riwayat{lanjut[1]}", headers=HX).text
    assert "<html" not in potongan
    for aneh in ("?sebelum=x", "?sebelum=-1", "?tabel=proyek&baris=1", "?tabel=%27&baris=1"):
        assert len(butir(halaman(meja, aneh))) == 50


def test_history_of_one_row(meja: Meja) -> None:
    a = meja.simpul("a")
    volume.ubah_volume(meja.k, a, a.versi, "7")
    html = halaman(meja, f"?tabel=pekerjaan&baris={a.id}")
    isi = butir(html)
    assert len(isi) == 3  # added, first volume, this one
    assert all("“a”" in b for b in isi)
    assert "Hanya riwayat satu baris" in html
    assert f"riwayat?tabel=pekerjaan&baris={a.id}" in meja.client.get(meja.url(a)).text.replace("&amp;", "&")


def test_empty_list_is_designed(meja: Meja) -> None:
    assert "Belum ada perubahan" in halaman(meja, "?tabel=pekerjaan&baris=999999")


def test_names_are_text(meja: Meja) -> None:
    jahat = "<script>alert(1)</script>=cmd|'/c'!A1"
    a = meja.simpul("a")
    pekerjaan.ubah_pekerjaan(meja.k, a, a.versi, {"uraian": jahat})
    html = halaman(meja)
    assert "<script>alert" not in html
    assert jahat in teks(html)


def test_account_that_is_gone(meja: Meja) -> None:
    db.session.query(Riwayat).update({"pengguna_id": None})
    assert "akun yang sudah dihapus" in halaman(meja)


def test_deletions_are_taken_back_from_the_list(meja: Meja) -> None:
    jumlah, satu = meja.jumlah(), meja.simpul("SATU")
    meja.kirim(meja.url(satu, "hapus"), versi=satu.versi)
    html = halaman(meja)
    url = re.search(r'action="([^"]+/pulihkan)"', html.split("<main")[1])
    assert url
    assert "Menghapus judul “SATU”" in butir(html)[0]
    jawab = meja.client.post(url[1])
    assert jawab.status_code == 303
    assert jawab.location == f"/proyek/{meja.id}/riwayat"
    assert meja.pohon() == AWAL
    assert meja.jumlah() == jumlah
    meja.utuh()
    html = halaman(meja)
    assert "“SATU” dipulihkan." in html
    assert "Memulihkan “SATU”" in butir(html)[0]
    assert "/pulihkan" not in html.split("<main")[1].split("</main>")[0]
    kedua = meja.client.post(url[1])
    assert kedua.status_code == 422
    assert "sudah dipulihkan" in kedua.text


def hapus_parameter(meja: Meja) -> int:
    p = buat_parameter(meja.k, "panjang")
    return parameter.hapus_parameter(meja.k, p, p.versi)


def hapus_komponen(meja: Meja) -> int:
    p = buat_pekerjaan(meja.k, "Beton", "2", judul=meja.simpul("DUA"), komponen=[SEMEN])
    baris = db.session.get(analisa.Komponen, _komponen(p.id))
    return analisa.hapus_komponen(meja.k, baris, baris.versi)[0]  # type: ignore[union-attr,arg-type]


def hapus_pekerjaan(meja: Meja) -> int:
    b = meja.simpul("b")
    return sampah.hapus_simpul(meja.k, b, b.versi)[0]


@pytest.mark.parametrize("hapus", [hapus_parameter, hapus_komponen, hapus_pekerjaan])
def test_undo_of_any_deletion(meja: Meja, hapus: Any) -> None:
    entri = hapus(meja)
    meja.utuh()
    with catat_sql() as sql:
        halaman(meja)
    assert len(sql) <= 8
    assert f"/riwayat/{entri}/pulihkan" in halaman(meja)
    url = f"/proyek/{meja.id}/riwayat/{entri}/pulihkan"
    # On the page of the tree the sheet is fetched anew; elsewhere the page is loaded again, and the toast waits for it.
    lain = meja.client.post(
        url, headers=HX | {"HX-Current-URL": f"http://localhost/proyek/{meja.id}/rekap?halaman=2#x"}
    )
    assert lain.status_code == 204
    assert lain.headers["HX-Redirect"] == f"/proyek/{meja.id}/rekap?halaman=2"
    assert "HX-Trigger" not in lain.headers
    assert "dipulihkan" in halaman(meja)
    meja.utuh()


def test_undo_on_the_page_of_the_tree(meja: Meja) -> None:
    entri = hapus_pekerjaan(meja)
    jawab = meja.kirim(f"/proyek/{meja.id}/riwayat/{entri}/pulihkan")
    assert jawab.status_code == 200
    assert json.loads(jawab.headers["HX-Trigger"])["muat-ulang"]
    assert "“b” dipulihkan." in roti(jawab)[0]["teks"]
    assert meja.pohon() == AWAL


@pytest.mark.parametrize("asal", ["https://jahat.test/x", "//jahat.test/x", "javascript:alert(1)", ""])
def test_undo_leads_nowhere_else(meja: Meja, asal: str) -> None:
    entri = hapus_pekerjaan(meja)
    jawab = meja.client.post(f"/proyek/{meja.id}/riwayat/{entri}/pulihkan", headers=HX | {"HX-Current-URL": asal})
    assert jawab.headers["HX-Redirect"] == f"/proyek/{meja.id}/riwayat"


def test_parent_has_to_come_back_first(meja: Meja) -> None:
    d, anak = meja.simpul("d"), meja.simpul("ANAK A")
    entri, _ = sampah.hapus_simpul(meja.k, d, d.versi)
    sampah.hapus_simpul(meja.k, anak, anak.versi)
    jawab = meja.kirim(f"/proyek/{meja.id}/riwayat/{entri}/pulihkan")
    assert jawab.status_code == 422
    assert "Pulihkan judul itu dulu" in roti(jawab)[0]["teks"]
    meja.utuh()


def test_entries_that_are_no_deletions(meja: Meja) -> None:
    proyek.arsipkan(meja.k)
    proyek.batal_arsip(meja.k)
    proyek.buang(meja.k)
    proyek.pulihkan(meja.k)
    db.session.commit()
    for (nomor,) in db.session.query(Riwayat.id).filter_by(proyek_id=meja.id).all():
        assert meja.client.post(f"/proyek/{meja.id}/riwayat/{nomor}/pulihkan").status_code == 404
    assert "Membuang proyek ke sampah" in " ".join(butir(halaman(meja)))
    assert "/pulihkan" not in halaman(meja).split("<main")[1]


def test_archived_project_offers_no_restore(meja: Meja) -> None:
    entri = hapus_pekerjaan(meja)
    proyek.arsipkan(meja.k)
    html = halaman(meja)
    assert "/pulihkan" not in html.split("<main")[1]
    assert meja.client.post(f"/proyek/{meja.id}/riwayat/{entri}/pulihkan").status_code == 403


def test_others_and_visitors(meja: Meja, app: Flask) -> None:
    entri = hapus_pekerjaan(meja)
    db.session.commit()
    tamu = app.test_client()
    for metode, url in (("GET", ""), ("POST", f"/{entri}/pulihkan")):
        jawab = tamu.open(f"/proyek/{meja.id}/riwayat{url}", method=metode)
        assert jawab.headers["Location"].startswith("/masuk")
    lain = buat_pengguna()
    masuk(tamu, lain)
    for metode, url in (("GET", ""), ("POST", f"/{entri}/pulihkan")):
        assert tamu.open(f"/proyek/{meja.id}/riwayat{url}", method=metode).status_code == 404
    # A deletion of someone else's project is not there in one's own.
    from tests.factories import buat_proyek

    milik = buat_proyek(db.session.get(Pengguna, lain.id))  # type: ignore[arg-type]
    db.session.commit()
    assert tamu.post(f"/proyek/{milik.id}/riwayat/{entri}/pulihkan").status_code == 404
    assert "b" not in meja.pohon()
