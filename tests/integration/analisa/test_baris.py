"""Rows: added, refused with every fault at its field, deleted and brought back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient

from ahsp_app.models import HargaItem
from tests.factories_lembar import buat_pekerjaan, item, kerja
from tests.html import faults
from tests.integration.analisa.bantu import HTMX, Layar, isian, nilai


def _layar(client: FlaskClient, **lain: Any) -> Layar:
    k = kerja()
    return Layar(client, k, buat_pekerjaan(k, "Galian tanah", "2", **lain))


def _pesan(jawab: Any) -> list[dict[str, Any]]:
    pesan: list[dict[str, Any]] = json.loads(jawab.headers.get("HX-Trigger", "{}")).get("pesan", [])
    return pesan


def test_a_new_row_brings_its_group_the_sums_and_the_focus(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    jawab = layar.tambah("TK", "  Pekerja ", "oh", "0,75", "176.000")
    assert jawab.status_code == 200
    assert faults(jawab.text, page=False) == []
    assert '<template><tbody id="grup-TK" hx-swap-oob="true">' in jawab.text
    assert "grup-BHN" not in jawab.text
    assert jawab.text.count("autofocus") == 1
    assert 'id="tambah-TK-uraian"' in jawab.text.partition("autofocus")[0].rpartition("<input")[2]
    assert nilai(jawab.text, "jumlah-D") == "132.000,00"
    assert nilai(jawab.text, "jumlah-F") == "145.200,00"
    assert nilai(jawab.text, "jumlah-pekerjaan") == "290.400,00"
    assert "Rp 322.000" in nilai(jawab.text, "total-proyek")  # 290.400 × 1,11 = 322.344, down to thousands
    baris = layar.baris()[0]
    html = layar.buka()
    assert isian(html, f"komponen-{baris.id}-uraian") == "Pekerja"
    assert isian(html, f"komponen-{baris.id}-harga") == "176.000"
    assert nilai(html, f"komponen-{baris.id}-jumlah") == "132.000,00"


def test_empty_groups_are_printed_too(db: Any, client: FlaskClient) -> None:
    html = _layar(client).buka()
    for kode in ("TK", "BHN", "ALT", "LAIN"):
        assert nilai(html, f"jumlah-{kode}") == "0,00"
    assert "Jumlah harga peralatan" in html
    assert html.count(" autofocus") == 1  # the first row can be typed at once


def test_every_fault_stands_at_its_field_and_nothing_is_written(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    jawab = layar.tambah("TK", "", "", "1.2.3", "abc")
    assert jawab.status_code == 422
    assert nilai(jawab.text, "tambah-TK-uraian-galat") == "Uraian belum diisi."
    assert nilai(jawab.text, "tambah-TK-koefisien-galat") == "“1.2.3” bukan angka. Contoh: 0,0375"
    assert nilai(jawab.text, "tambah-TK-harga-galat") == "“abc” bukan angka. Contoh: 1.250,75"
    assert nilai(jawab.text, "tambah-TK-satuan-galat") == ""
    assert layar.baris() == []


def test_refused_amounts(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    for teks, pesan in [
        ("", "Belum diisi."),
        ("-1", "“-1” negatif. Isi angka nol atau lebih."),
        ("1" + "0" * 20, "terlalu besar"),
        ("0," + "1" * 11, "terlalu teliti"),
    ]:
        jawab = layar.tambah("BHN", "Semen", "kg", teks)
        assert jawab.status_code == 422
        assert pesan in nilai(jawab.text, "tambah-BHN-koefisien-galat")
    jawab = layar.tambah("BHN", "x" * 500, "kg", "1")
    assert "paling panjang" in nilai(jawab.text, "tambah-BHN-uraian-galat")
    jawab = layar.tambah("XX", "Semen", "kg", "1")
    assert jawab.status_code == 404
    assert layar.baris() == []


def test_without_javascript_a_refused_row_can_be_put_right(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    layar.htmx = False
    jawab = layar.tambah("TK", "Pekerja", "OH", "satu", "176000")
    assert jawab.status_code == 422
    assert faults(jawab.text) == []
    assert 'name="uraian" value="Pekerja"' in jawab.text
    assert f'action="{layar.alamat}/komponen"' in jawab.text


def test_an_empty_unit_is_taken_from_the_resource_of_that_name(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    buat_pekerjaan(layar.k, "Lain", komponen=[("TK", "Mandor", "OH", "1", "206000"), ("BHN", "Pasir", "m3", "1", None)])
    assert layar.tambah("TK", "mandor", "", "0,038").status_code == 200
    baris = layar.baris()[0]
    assert baris.harga_item_id == item(layar.k, "Mandor").id
    buat_pekerjaan(layar.k, "Lain lagi", komponen=[("BHN", "Pasir", "kg", "1", None)])
    jawab = layar.tambah("BHN", "Pasir", "", "1")
    assert jawab.status_code == 422
    assert nilai(jawab.text, "tambah-BHN-satuan-galat") in {
        f"“Pasir” dikenal dengan satuan {a}, {b}. Isi yang dipakai." for a, b in [("kg", "m3"), ("m3", "kg")]
    }
    jawab = layar.tambah("ALT", "Stamper", "", "1")
    assert nilai(jawab.text, "tambah-ALT-satuan-galat") == "Isi satuannya, misalnya OH, kg atau m3."


def test_a_price_that_is_there_is_not_replaced_by_a_new_row(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    buat_pekerjaan(layar.k, "Lain", komponen=[("TK", "Mandor", "OH", "1", "206000")])
    jawab = layar.tambah("TK", "Mandor", "OH", "1", "999")
    assert "sudah punya harga" in _pesan(jawab)[0]["teks"]
    assert nilai(jawab.text, "jumlah-D") == "206.000,00"


def test_an_ambiguous_coefficient_is_shown_back(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    jawab = layar.tambah("BHN", "Kerikil", "kg", "1.009", "10")
    baris = layar.baris()[0]
    assert baris.koefisien == Decimal("1.009")
    assert nilai(jawab.text, f"komponen-{baris.id}-jumlah") == "10,09"
    dibaca = "dibaca 1,009 (titik sebagai koma desimal)"
    assert nilai(jawab.text, f"komponen-{baris.id}-koefisien-catatan") == dibaca
    assert nilai(layar.ubah(baris.id, koefisien="2.018").text, f"komponen-{baris.id}-koefisien-catatan")
    assert nilai(layar.ubah(baris.id, koefisien="2,5").text, f"komponen-{baris.id}-koefisien-catatan") == ""


def test_deleted_rows_come_back(db: Any, client: FlaskClient) -> None:
    layar = _layar(client, komponen=[("TK", "Pekerja", "OH", "1", "100"), ("TK", "Mandor", "OH", "1", "200")])
    pekerja = layar.baris()[0]
    url = f"/proyek/{layar.proyek_id}/komponen/{pekerja.id}/hapus"
    jawab = layar.kirim(url, versi=layar.versi(pekerja.id))
    assert jawab.status_code == 200
    assert nilai(jawab.text, "jumlah-D") == "200,00"
    pesan = _pesan(jawab)[0]
    assert len(layar.baris()) == 1
    balik = layar.kirim(pesan["urungkan"]["url"])
    assert balik.status_code == 200
    assert nilai(balik.text, "jumlah-D") == "300,00"
    assert next(b.id for b in layar.baris()) == pekerja.id
    assert layar.kirim(pesan["urungkan"]["url"]).status_code == 422  # once only
    assert layar.kirim(f"{layar.alamat}/pulihkan/999999").status_code == 404
    assert layar.kirim(url, versi="1.1.1").status_code == 409
    assert layar.kirim(url).status_code == 428


def test_names_are_text_never_markup_or_formulas(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    for nama in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=1+1", "{{ 7*7 }}"):
        assert layar.tambah("LAIN", nama, "ls", "1", "1").status_code == 200
    html = layar.buka()
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "49" not in nilai(html, "jumlah-LAIN")
    assert isian(html, f"komponen-{layar.baris()[3].id}-uraian") == "{{ 7*7 }}"
    assert db.session.query(HargaItem).filter_by(uraian="<script>alert(1)</script>").count() == 1


def test_suggestions_are_the_projects_resources_of_that_kind(db: Any, client: FlaskClient) -> None:
    layar = _layar(client, komponen=[("TK", "Pekerja", "OH", "1", "176000"), ("BHN", "Pekat <b>", "kg", "1", None)])
    db.session.commit()
    alamat = f"/proyek/{layar.proyek_id}/analisa/saran"
    jawab = client.get(alamat, query_string={"kategori": "TK", "uraian": "PEK"}, headers=HTMX)
    assert '<option value="Pekerja">OH · 176.000,00</option>' in jawab.text
    assert "Pekat" not in jawab.text
    assert "&lt;b&gt;" in client.get(alamat, query_string={"kategori": "BHN"}, headers=HTMX).text
    assert "option" not in client.get(alamat, query_string={"kategori": "TK", "uraian": "100%"}, headers=HTMX).text
    assert client.get(alamat, query_string={"kategori": "?"}, headers=HTMX).status_code == 404
    assert client.get(alamat).location == f"/proyek/{layar.proyek_id}/analisa"
