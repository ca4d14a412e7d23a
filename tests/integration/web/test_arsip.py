"""An archived project: every page says so, offers nothing that writes, and refuses at the cell."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Komponen
from ahsp_app.services.proyek import arsipkan
from ahsp_app.services.sampah import hapus_simpul
from tests.factories import buat_pengguna, buat_proyek, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, item, kerja
from tests.html import faults

KALIMAT = "Proyek ini diarsipkan: bisa dibaca, tidak bisa diubah."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def alamat(db: SQLAlchemy, client: FlaskClient) -> dict[str, str]:
    """An archived project with a row of every kind: addresses by name."""
    saya = buat_pengguna()
    k = kerja(buat_proyek(saya))
    judul = buat_judul(k)
    p = buat_pekerjaan(k, volume="12,5", judul=judul, komponen=[SEMEN])
    buat_pekerjaan(k, "Mobilisasi", judul=judul, harga="1000")
    kosong = buat_pekerjaan(k, "Belum ada isinya", judul=judul)
    baris = db.session.query(Komponen).filter_by(pekerjaan_id=p.id).one()
    parameter = buat_parameter(k)
    semen = item(k, "Semen Portland")
    lepas = buat_pekerjaan(k, "Sementara", judul=judul, komponen=[("BHN", "Pasir", "m3", "1", "5")])
    db.session.flush()
    hapus_simpul(k, lepas, lepas.versi)
    arsipkan(k)
    db.session.commit()
    masuk(client, saya)
    akar = f"/proyek/{k.proyek.id}"
    komponen = baris.id
    return {
        "akar": akar,
        "judul": f"{akar}/klasifikasi/{judul.id}", "kerja": f"{akar}/pekerjaan/{p.id}",
        "volume": f"{akar}/volume/{p.id}", "parameter": f"{akar}/volume/parameter/{parameter.id}",
        "item": f"{akar}/harga/{semen.id}", "komponen": f"{akar}/komponen/{komponen}",
        "analisa": f"{akar}/analisa/{p.id}", "kosong": f"{akar}/analisa/{kosong.id}",
    }  # fmt: skip


def test_every_page_says_so_once_and_offers_nothing(client: FlaskClient, alamat: dict[str, str]) -> None:
    akar = alamat["akar"]
    halaman = [f"{akar}/{nama}" for nama in ("pekerjaan", "volume", "harga", "rekap", "riwayat", "pengaturan")]
    halaman += [f"{akar}/harga?saring=tidak-dipakai", f"{akar}/analisa"]
    halaman += [alamat[nama] for nama in ("analisa", "kosong", "parameter", "item", "kerja", "judul")]
    for satu in halaman:
        teks = client.get(satu, follow_redirects=True).text
        assert teks.count(KALIMAT) == 1, satu
        assert faults(teks) == [], satu
        # What is left: the way back, the trash for the whole project, signing out, theme, filters.
        isi = re.sub(r"<noscript>.*?</noscript>", "", teks.partition("<main")[2].partition("</main>")[0], flags=re.S)
        tombol = re.findall(r'<button type="submit".*?</button>', isi, re.S)
        kata = {re.sub(r"<svg.*?</svg>|<[^>]+>", "", satu, flags=re.S).strip() for satu in tombol}
        assert kata <= {"Kembalikan dari arsip", "Buang ke sampah"}, satu
        assert not re.search(r"<button[^>]* hx-post=", isi), satu
        for formulir in re.findall(r"<form[^>]* hx-post=.*?</form>", isi, re.S):
            isian = re.findall(r'<(?:input(?! type="hidden"| [^>]*type="hidden")|select|textarea)[^>]*>', formulir)
            assert all("disabled" in satu for satu in isian), isian
        assert ">Tambah p" not in isi, satu


@pytest.mark.parametrize(
    ("nama", "kolom", "slot"),
    [
        ("kerja", "uraian", "pekerjaan"), ("judul", "nama", "klasifikasi"), ("volume", "volume", "pekerjaan"),
        ("parameter", "nilai", "parameter"), ("item", "harga", "item"), ("komponen", "koefisien", "komponen"),
        ("analisa", "margin_persen", "margin"), ("analisa", "harga_langsung", "langsung"),
    ],
)  # fmt: skip
def test_a_cell_is_refused_where_it_stands(
    client: FlaskClient, alamat: dict[str, str], nama: str, kolom: str, slot: str
) -> None:
    url = alamat[nama] + {"margin_persen": "/margin", "harga_langsung": "/harga-langsung"}.get(kolom, "")
    tolak = client.post(url, data={kolom: "7", "versi": "1"}, headers=HTMX)
    assert tolak.status_code == 403
    nomor = alamat[nama].rpartition("/")[2]
    assert f'id="{slot}-{nomor}-{kolom}-galat"' in tolak.text
    assert "Kembalikan dari arsip" in tolak.text
    assert "data-galat" in tolak.text
    assert client.post(url, data={kolom: "7", "versi": "1"}).status_code == 403
