"""A number of a form that could be meant in two ways is shown back in words, with JavaScript and without."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import HargaItem, Pekerjaan
from tests.factories import buat_pengguna, buat_proyek, masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, kerja

HTMX = {"HX-Request": "true"}
SERIBU = "dibaca 1.250 (seribu dua ratus lima puluh)"
BAHAN = {"kategori": "BHN", "uraian": "Pasir beton", "satuan": "m3", "koefisien": "2", "harga": "1.250"}
SENDIRI = {"uraian": "Mobilisasi", "satuan": "ls"}


@pytest.fixture
def p(db: SQLAlchemy, client: FlaskClient) -> Pekerjaan:
    """A work of someone who is signed in."""
    saya = buat_pengguna()
    k = kerja(buat_proyek(saya))
    p = buat_pekerjaan(k, judul=buat_judul(k), komponen=[SEMEN])
    buat_parameter(k)
    db.session.commit()
    masuk(client, saya)
    return p


@pytest.mark.parametrize("kepala", [{}, HTMX], ids=["polos", "htmx"])
@pytest.mark.parametrize(
    ("url", "isian", "harap"),
    [
        ("volume/parameter", {"baru-nama": "luas", "baru-nilai": "1.250"}, f"Nilai: {SERIBU}."),
        ("pekerjaan", SENDIRI | {"volume": "1.250"}, f"Volume: {SERIBU}."),
        ("pekerjaan", SENDIRI | {"harga_langsung": "1.250"}, f"Harga langsung: {SERIBU}."),
        ("analisa/{p}/komponen", BAHAN, f"Harga satuan: {SERIBU}."),
        ("analisa/{p}/margin", {"versi": "1", "margin_persen": "2.125"}, "Margin: dibaca"),
        ("harga/{item}/ubah", {"uraian": "Semen", "satuan": "kg", "harga": "1.250"}, f"Harga satuan (Rp): {SERIBU}."),
        ("volume/parameter", {"baru-nama": "luas", "baru-nilai": "1250"}, ""),
        ("pekerjaan", SENDIRI | {"volume": "1.250,5", "harga_langsung": "2500"}, ""),
    ],
)
def test_told_back(
    client: FlaskClient,
    db: SQLAlchemy,
    p: Pekerjaan,
    kepala: dict[str, str],
    url: str,
    isian: dict[str, str],
    harap: str,
) -> None:
    semen = db.session.query(HargaItem).filter_by(proyek_id=p.proyek_id).one()
    alamat = f"/proyek/{p.proyek_id}/" + url.format(p=p.id, item=semen.id)
    versi = {"analisa/{p}/margin": p.versi, "harga/{item}/ubah": semen.versi}.get(url)
    isi = isian | ({"versi": str(versi)} if versi else {})
    tanggapan = client.post(alamat, data=isi, headers=kepala)
    assert tanggapan.status_code in {200, 303}, tanggapan.text
    if kepala:
        pesan = json.loads(tanggapan.headers.get("HX-Trigger", "{}")).get("pesan", [])
        teks = " ".join(satu["teks"] for satu in pesan)
    else:
        teks = client.get("/akun").text
    assert harap in teks
    assert ("dibaca" in teks) == bool(harap)


def test_a_coefficient_is_told_at_its_new_row(client: FlaskClient, p: Pekerjaan) -> None:
    alamat = f"/proyek/{p.proyek_id}/analisa/{p.id}/komponen"
    isi = BAHAN | {"koefisien": "1.250", "harga": "5"}
    assert "dibaca 1,25 (titik sebagai koma desimal)" in client.post(alamat, data=isi, headers=HTMX).text
    client.post(alamat, data=isi | {"uraian": "Kerikil"})
    assert "Koefisien: dibaca 1,25 (titik sebagai koma desimal)." in client.get("/akun").text
