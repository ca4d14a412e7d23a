"""Saving volumes over HTTP: the editing protocol, bad input, what else changes, and what it costs."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Pekerjaan, Pengguna
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import buat_judul, buat_parameter, buat_pekerjaan, isi, kerja
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


def alamat(p: Pekerjaan) -> str:
    return f"/proyek/{p.proyek_id}/volume/{p.id}"


def baru(teks: str, p: Pekerjaan) -> tuple[str, str]:
    """What the answer gives the cell of a work: shown text and formula."""
    cocok = re.search(rf'<data data-untuk="pekerjaan-{p.id}-volume" value="([^"]*)" data-rumus="([^"]*)">', teks)
    assert cocok, teks
    return cocok[1], cocok[2]


def hasil(teks: str, id_: str) -> str:
    cocok = re.search(rf'<span id="{id_}"[^>]*hx-swap-oob="true">(.*?)</span>', teks)
    assert cocok, f"{id_}: {teks}"
    return cocok[1]


def test_a_save_answers_with_computed_cells_only(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    atas = buat_judul(k, "STRUKTUR")
    bawah = buat_judul(k, "BETON", atas)
    p = buat_pekerjaan(k, judul=bawah, harga="1000")
    versi = p.versi
    jawab = client.post(alamat(p), data={"volume": " 12,50 ", "versi": versi}, headers=HTMX)
    assert jawab.status_code == 200
    assert "<input" not in re.sub(r'<input type="hidden"[^>]*>', "", jawab.text)
    assert "<tr" not in jawab.text
    assert baru(jawab.text, p) == ("12,5", "")
    assert hasil(jawab.text, f"pekerjaan-{p.id}-jumlah") == "12.500,00"
    for j in (atas, bawah):
        assert hasil(jawab.text, f"klasifikasi-{j.id}-jumlah") == "12.500,00"
    assert hasil(jawab.text, "jumlah-proyek") == "12.500,00"
    assert "Rp 13.000" in jawab.text  # 12 500 × 1,11 = 13 875, down to thousands
    assert f'id="pekerjaan-{p.id}-versi" name="versi" value="{versi + 1}"' in jawab.text
    assert 'id="masalah-volume"' in jawab.text
    db.session.expire_all()
    assert (p.volume, p.versi) == (Decimal("12.5"), versi + 1)


def test_without_javascript_it_leads_back_to_the_row(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    p = buat_pekerjaan(k, harga="1000")
    dari = {"Referer": f"http://localhost/proyek/{k.proyek.id}/volume?halaman=2&saring=volume"}
    jawab = client.post(alamat(p), data={"volume": "3", "versi": p.versi}, headers=dari)
    assert jawab.status_code == 303
    assert jawab.headers["Location"] == f"/proyek/{k.proyek.id}/volume?halaman=2&saring=volume#pekerjaan-{p.id}"
    luar = client.post(alamat(p), data={"volume": "4", "versi": 2}, headers={"Referer": "http://lain.test/a?halaman=9"})
    assert luar.headers["Location"] == f"/proyek/{k.proyek.id}/volume#pekerjaan-{p.id}"
    db.session.expire_all()
    assert p.volume == 4


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("dua", "bukan angka"),
        ("1.2.3", "bukan angka"),
        ("-4", "negatif"),
        ("1" + "0" * 20, "terlalu besar"),
        ("=tak_ada*2", "tidak dikenal"),
        ("=1/0", "Pembagian dengan nol"),
        ("=2*", "belum selesai"),
        ("<b>x</b>", "bukan angka"),
        ("\x00", "bukan angka"),
    ],
)
def test_refused_at_the_cell(client: FlaskClient, k: Kerja, db: SQLAlchemy, teks: str, pesan: str) -> None:
    p = buat_pekerjaan(k, volume="7", harga="1000")
    versi = p.versi
    jawab = client.post(alamat(p), data={"volume": teks, "versi": versi}, headers=HTMX)
    assert jawab.status_code == 422
    assert f'id="pekerjaan-{p.id}-volume-galat"' in jawab.text
    assert pesan in jawab.text
    assert "<b>" not in jawab.text
    polos = client.post(alamat(p), data={"volume": teks, "versi": versi})
    assert polos.status_code == 422
    assert pesan in polos.text
    assert f'action="{alamat(p)}"' in polos.text
    db.session.expire_all()
    assert (p.volume, p.versi, k.proyek.jumlah) == (7, versi, 7000)


def test_circle_names_its_works(client: FlaskClient, k: Kerja) -> None:
    satu, dua = buat_pekerjaan(k, "Galian", "1"), buat_pekerjaan(k, "Urugan")
    isi(k, dua, f"=#{satu.kunci}/4")
    jawab = client.post(alamat(satu), data={"volume": f"=#{dua.kunci}*4", "versi": satu.versi}, headers=HTMX)
    assert jawab.status_code == 422
    assert "saling mengacu" in jawab.text
    assert "Galian" in jawab.text
    assert "Urugan" in jawab.text


def test_what_depends_on_it_comes_along(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    satu, dua, tiga = (buat_pekerjaan(k, f"Pekerjaan {n}", harga="1000") for n in range(3))
    isi(k, satu, "2")
    isi(k, dua, f"=#{satu.kunci}+1")
    isi(k, tiga, f"=#{dua.kunci}*#{satu.kunci}")
    jawab = client.post(alamat(satu), data={"volume": "10", "versi": satu.versi}, headers=HTMX)
    assert baru(jawab.text, dua) == ("11", f"=#{satu.kunci}+1")
    assert baru(jawab.text, tiga) == ("110", f"=#{dua.kunci}*#{satu.kunci}")
    assert hasil(jawab.text, f"pekerjaan-{tiga.id}-jumlah") == "110.000,00"
    assert hasil(jawab.text, "jumlah-proyek") == "131.000,00"
    db.session.expire_all()
    assert [p.volume for p in (satu, dua, tiga)] == [10, 11, 110]


def test_more_rows_than_an_answer_carries_are_fetched(
    client: FlaskClient, k: Kerja, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ahsp_app.blueprints.volume.layar.BANYAK", 3)
    satu = buat_pekerjaan(k, "Sumber", "2", harga="1")
    for n in range(4):
        buat_pekerjaan(k, f"Ikut {n}", f"=#{satu.kunci}", harga="1")
    jawab = client.post(alamat(satu), data={"volume": "3", "versi": satu.versi}, headers=HTMX)
    assert json.loads(jawab.headers["HX-Trigger"]) == {"muat-ulang": True}
    assert baru(jawab.text, satu) == ("3", "")
    assert jawab.text.count("data-untuk") == 1


def test_formula_shows_its_result_and_which_parameters_are_used(client: FlaskClient, k: Kerja) -> None:
    panjang = buat_parameter(k, "panjang", "12.5")
    p = buat_pekerjaan(k, harga="1000")
    jawab = client.post(alamat(p), data={"volume": "=panjang*2", "versi": p.versi}, headers=HTMX)
    assert baru(jawab.text, p) == ("25", "=panjang*2")
    assert hasil(jawab.text, f"pekerjaan-{p.id}-rumus") == "=panjang*2"
    assert "parameter-dipakai" in jawab.headers["HX-Trigger"]
    jumlah = client.get(f"/proyek/{k.proyek.id}/volume/parameter?jumlah=1", headers=HTMX)
    assert f'id="parameter-{panjang.id}-dipakai" hx-swap-oob="true">dipakai 1×<' in jumlah.text
    lagi = client.post(alamat(p), data={"volume": "=panjang*3", "versi": p.versi + 1}, headers=HTMX)
    assert "HX-Trigger" not in lagi.headers


@pytest.mark.parametrize(
    ("teks", "catatan"),
    [
        ("1.000", "dibaca 1.000 (seribu)"),
        ("26.406", "dibaca 26.406 (dua puluh enam ribu empat ratus enam)"),
        ("1.000,5", ""),
        ("0.250", ""),
        ("1000", ""),
        ("=1.000/2", "dibaca 500 (lima ratus)"),
        ("", ""),
    ],
)
def test_ambiguous_numbers_are_shown_back(client: FlaskClient, k: Kerja, teks: str, catatan: str) -> None:
    p = buat_pekerjaan(k, volume="7", harga="1")
    jawab = client.post(alamat(p), data={"volume": teks, "versi": p.versi}, headers=HTMX)
    assert hasil(jawab.text, f"pekerjaan-{p.id}-volume-catatan") == catatan
    polos = client.post(alamat(p), data={"volume": teks, "versi": p.versi + 1})
    halaman = client.get(polos.headers["Location"]).text
    assert (catatan[1:] in halaman) if catatan else ("ibaca 1" not in halaman)


def test_two_windows_both_values_are_offered(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5", harga="1000")
    lama = p.versi
    client.post(alamat(p), data={"volume": "=2*3", "versi": lama}, headers=HTMX)
    kedua = client.post(alamat(p), data={"volume": "7", "versi": lama}, headers=HTMX)
    assert kedua.status_code == 409
    assert "Milik Anda: 7" in kedua.text
    assert "milik rekan: =2*3" in kedua.text
    assert f'value="{lama + 1}"' in kedua.text
    assert "Estimator" in kedua.text
    sama = client.post(alamat(p), data={"volume": "=2*3", "versi": lama}, headers=HTMX)
    assert sama.status_code == 200
    assert client.post(alamat(p), data={"volume": "7", "versi": lama}).status_code == 409


def test_version_must_be_said(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5", harga="1000")
    assert client.post(alamat(p), data={"volume": "7"}, headers=HTMX).status_code == 428
    assert client.post(alamat(p), data={"volume": "7", "versi": "x"}, headers=HTMX).status_code == 422


def test_deleted_in_the_other_window(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5", harga="1000")
    url, versi = alamat(p), p.versi
    hapus_simpul(k, p, versi)
    jawab = client.post(url, data={"volume": "7", "versi": versi}, headers=HTMX)
    assert jawab.status_code == 404
    assert "dihapus di jendela lain" in jawab.text


def test_nobody_else_may_write(client: FlaskClient, k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5", harga="1000")
    lain = client.application.test_client()
    assert lain.post(alamat(p), data={"volume": "7", "versi": 2}, headers=HTMX).status_code == 401
    masuk(lain, buat_pengguna())
    assert lain.post(alamat(p), data={"volume": "7", "versi": 2}, headers=HTMX).status_code == 404


def test_sixty_quick_saves_of_one_cell_after_another(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    daftar = [buat_pekerjaan(k, f"Pekerjaan {n}", harga="1000") for n in range(60)]
    for n, p in enumerate(daftar):
        jawab = client.post(alamat(p), data={"volume": f"{n},5", "versi": 1}, headers=HTMX)
        assert jawab.status_code == 200, n
    db.session.expire_all()
    assert k.proyek.jumlah == sum(1000 * n + 500 for n in range(60))


@pytest.mark.parametrize(("teks", "batas"), [("12,5", 10), ("=panjang*2", 10), ("=#p1+panjang", 10), ("", 10)])
def test_a_save_takes_few_statements(client: FlaskClient, k: Kerja, teks: str, batas: int) -> None:
    buat_parameter(k, "panjang", "12.5")
    buat_pekerjaan(k, "Pertama", "2", harga="1000")
    p = buat_pekerjaan(k, "Kedua", "4", judul=buat_judul(k, "B", buat_judul(k, "A")), harga="1000")
    with catat_sql() as sql:
        jawab = client.post(alamat(p), data={"volume": teks, "versi": p.versi}, headers=HTMX)
    assert jawab.status_code == 200
    assert len(sql) <= batas, "\n".join(sql)


def test_a_chain_takes_few_statements(client: FlaskClient, k: Kerja) -> None:
    daftar = [buat_pekerjaan(k, "Pertama", "2", harga="1000")]
    for n in range(20):
        daftar.append(buat_pekerjaan(k, f"Ikut {n}", f"=#{daftar[-1].kunci}+1", harga="1000"))
    with catat_sql() as sql:
        client.post(alamat(daftar[0]), data={"volume": "5", "versi": daftar[0].versi}, headers=HTMX)
    assert len(sql) <= 10, "\n".join(sql)
