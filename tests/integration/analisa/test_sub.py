"""Nested works: one LAIN row with the direct cost of the other work; into it and back; never in a circle."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from ahsp_app.calc.analisa import MAKS_KEDALAMAN
from tests.factories_lembar import buat_pekerjaan, kerja
from tests.html import faults
from tests.integration.analisa.bantu import HTMX, Layar, isian, nilai

SEMEN = ("BHN", "Semen", "kg", "10", "1500")
TUKANG = ("TK", "Tukang", "OH", "2", "100000")


def test_a_nested_work_is_one_row_with_its_direct_cost(db: Any, client: FlaskClient) -> None:
    k = kerja()
    adukan = buat_pekerjaan(k, "1 m3 adukan 1 : 4", komponen=[SEMEN, TUKANG])  # D = 215.000
    layar = Layar(client, k, buat_pekerjaan(k, "Pasangan bata", "10", komponen=[("TK", "Pekerja", "OH", "1", "50")]))
    jawab = layar.kirim(f"{layar.alamat}/sub", sub_id=adukan.id, koefisien="0,04")
    assert jawab.status_code == 200
    assert jawab.headers["HX-Trigger"] == '{"tutup-dialog": {}}'
    assert nilai(jawab.text, "jumlah-LAIN") == "8.600,00"
    assert nilai(jawab.text, "jumlah-D") == "8.650,00"  # 50 + 0,04 × 215.000: margin is applied once, on D
    assert nilai(jawab.text, "jumlah-F") == "9.515,00"
    baris = layar.baris()[1]
    html = layar.buka()
    assert nilai(html, f"komponen-{baris.id}-harga") == "215.000,00"
    assert nilai(html, "jumlah-TK") == "50,00"  # printed lines add up: the wages inside stay inside
    isi = nilai(html, f"komponen-{baris.id}-isi")
    assert "10 kg × 1.500,00" in isi
    assert "200.000,00" in isi
    assert f'href="/proyek/{layar.proyek_id}/analisa/{adukan.id}?dari={layar.id}"' in html


def test_a_price_used_in_both_is_right_at_once_inside_and_outside(db: Any, client: FlaskClient) -> None:
    k = kerja()
    adukan = buat_pekerjaan(k, "Adukan", komponen=[SEMEN])
    layar = Layar(client, k, buat_pekerjaan(k, "Pasangan", "1", komponen=[SEMEN], sub=[(adukan, "2")]))
    semen, sub = layar.baris()
    jawab = layar.ubah(semen.id, harga="2.000")
    assert nilai(jawab.text, f"komponen-{sub.id}-harga") == "20.000,00"
    assert "10 kg × 2.000,00" in nilai(jawab.text, f"komponen-{sub.id}-isi")
    assert nilai(jawab.text, "jumlah-D") == "60.000,00"


def test_going_in_and_coming_back(db: Any, client: FlaskClient) -> None:
    k = kerja()
    dalam = buat_pekerjaan(k, "Ayakan pasir", komponen=[SEMEN])
    tengah = buat_pekerjaan(k, "Adukan", sub=[(dalam, "1")])
    layar = Layar(client, k, buat_pekerjaan(k, "Pasangan", sub=[(tengah, "1")]))
    akar = f"/proyek/{layar.proyek_id}/analisa/"
    html = layar.buka()
    assert f'href="{akar}{tengah.id}?dari={layar.id}"' in html
    jawab = client.get(f"{akar}{tengah.id}?dari={layar.id}")
    assert f'href="{akar}{dalam.id}?dari={layar.id},{tengah.id}"' in jawab.text
    jawab = client.get(f"{akar}{dalam.id}?dari={layar.id},{tengah.id}")
    assert faults(jawab.text) == []
    assert f'<a href="{akar}{layar.id}">' in jawab.text
    assert f'<a href="{akar}{tengah.id}?dari={layar.id}">' in jawab.text
    # Saving in there keeps the way back.
    layar.htmx = False
    balik = layar.kirim(f"{akar}{dalam.id}/margin?dari={layar.id}", versi="1", margin_persen="5")
    assert balik.location == f"{akar}{dalam.id}?dari={layar.id}"
    assert client.get(f"{akar}{dalam.id}?dari=x,999999,1%2C").status_code == 200


def test_a_circle_is_refused_and_names_its_path(db: Any, client: FlaskClient) -> None:
    k = kerja()
    adukan = buat_pekerjaan(k, "Adukan", komponen=[SEMEN])
    pasangan = buat_pekerjaan(k, "Pasangan", sub=[(adukan, "1")])
    layar = Layar(client, k, adukan)
    jawab = layar.kirim(f"{layar.alamat}/sub", sub_id=pasangan.id, koefisien="1")
    assert jawab.status_code == 422
    pesan = "Analisa berputar: Adukan → Pasangan → Adukan."
    assert nilai(jawab.text, f"sub-{pasangan.id}-uraian-galat") == pesan
    layar.htmx = False
    polos = layar.kirim(f"{layar.alamat}/sub", sub_id=pasangan.id, koefisien="1")
    assert polos.status_code == 422
    assert pesan in polos.text
    diri = layar.kirim(f"{layar.alamat}/sub", sub_id=adukan.id, koefisien="1")
    assert diri.status_code == 422
    assert len(layar.baris()) == 1


def test_depth_is_limited_with_a_clear_message(db: Any, client: FlaskClient) -> None:
    k = kerja()
    terdalam = buat_pekerjaan(k, "Tingkat 1", komponen=[SEMEN])
    for n in range(2, MAKS_KEDALAMAN + 1):
        terdalam = buat_pekerjaan(k, f"Tingkat {n}", sub=[(terdalam, "1")])
    layar = Layar(client, k, buat_pekerjaan(k, "Terlalu dalam"))
    jawab = layar.kirim(f"{layar.alamat}/sub", sub_id=terdalam.id, koefisien="1")
    assert jawab.status_code == 422
    assert "Paling dalam 8 tingkat" in nilai(jawab.text, f"sub-{terdalam.id}-uraian-galat")


def test_choosing_a_work_to_use(db: Any, client: FlaskClient) -> None:
    k = kerja()
    buat_pekerjaan(k, "Adukan <1:4>", komponen=[SEMEN])
    buat_pekerjaan(k, "Galian tanah")
    layar = Layar(client, k, buat_pekerjaan(k, "Adukan sendiri"))
    db.session.commit()
    halaman = client.get(f"{layar.alamat}/sub")
    assert faults(halaman.text) == []
    assert "Adukan &lt;1:4&gt;" in halaman.text
    temuan = client.get(f"{layar.alamat}/sub", query_string={"cari": "adukan"}, headers=HTMX)
    assert faults(temuan.text, page=False) == []
    assert "Galian" not in temuan.text
    assert "sendiri" not in temuan.text  # not itself
    assert "15.000,00" in temuan.text
    assert client.get(f"{layar.alamat}/sub", query_string={"cari": "100%"}, headers=HTMX).text.count("<form") == 0
    for sub_id in ("", "x", "999999", "9" * 30):
        assert layar.kirim(f"{layar.alamat}/sub", sub_id=sub_id, koefisien="1").status_code == 404


def test_what_is_missing_below_is_said_above(db: Any, client: FlaskClient) -> None:
    k = kerja()
    kosong = buat_pekerjaan(k, "Belum disusun")
    langsung = buat_pekerjaan(k, "Sewa alat", harga="750000")
    layar = Layar(client, k, buat_pekerjaan(k, "Gabungan", sub=[(kosong, "1"), (langsung, "2")]))
    a, b = layar.baris()
    html = layar.buka()
    assert "analisanya belum lengkap" in nilai(html, f"komponen-{a.id}-jumlah")
    assert "Analisanya belum disusun." in nilai(html, f"komponen-{a.id}-isi")
    assert nilai(html, f"komponen-{b.id}-jumlah") == "1.500.000,00"
    assert "Harga langsung 750.000,00" in nilai(html, f"komponen-{b.id}-isi")
    assert nilai(html, "jumlah-LAIN") == "1.500.000,00"
    jawab = layar.ubah(b.id, koefisien="3")
    assert nilai(jawab.text, "jumlah-LAIN") == "2.250.000,00"
    assert layar.ubah(b.id, uraian="Lain").status_code == 200  # a nested row has no such cell; nothing changes
    assert isian(layar.buka(), f"komponen-{b.id}-koefisien") == "3"
