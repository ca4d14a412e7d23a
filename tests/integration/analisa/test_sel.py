"""Cells of a row: saved one by one or a row at a time, refused, in conflict, and what a change reaches."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from ahsp_app.models import HargaItem, Riwayat
from ahsp_app.services.harga import ubah_item
from tests.factories_lembar import buat_pekerjaan, item, kerja
from tests.html import faults
from tests.integration.analisa.bantu import Layar, isian, nilai
from tests.sql import catat_sql

PEKERJA = ("TK", "Pekerja", "OH", "0.75", "176000")
MANDOR = ("TK", "Mandor", "OH", "0.038", "206000")


def _layar(client: FlaskClient) -> Layar:
    k = kerja()
    return Layar(client, k, buat_pekerjaan(k, "Galian tanah", "10", komponen=[PEKERJA, MANDOR]))


def _data(html: str) -> dict[str, str]:
    """Contents for fields that the answer carries."""
    return dict(re.findall(r'<data data-untuk="([^"]+)" value="([^"]*)"', html))


def _perubahan(db: Any) -> int:
    banyak: int = db.session.query(Riwayat).filter_by(aksi="ubah").count()
    return banyak


def test_a_coefficient_moves_every_amount_and_no_field_is_replaced(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    pekerja, mandor = layar.baris()
    jawab = layar.ubah(pekerja.id, koefisien=" 1,5 ")
    assert jawab.status_code == 200
    assert faults(jawab.text, page=False) == []
    assert "<tr" not in jawab.text
    assert f'id="komponen-{pekerja.id}-koefisien"' not in jawab.text
    assert nilai(jawab.text, f"komponen-{pekerja.id}-jumlah") == "264.000,00"
    assert nilai(jawab.text, "jumlah-TK") == nilai(jawab.text, "jumlah-D") == "271.828,00"
    assert nilai(jawab.text, "jumlah-E") == "27.182,80"
    assert nilai(jawab.text, "jumlah-F") == "299.010,80"
    assert nilai(jawab.text, "jumlah-pekerjaan") == "2.990.108,00"
    assert "Rp 3.319.000" in nilai(jawab.text, "total-proyek")
    assert _data(jawab.text)[f"komponen-{pekerja.id}-koefisien"] == "1,5"
    # Only what was written has a new version; a colleague's change elsewhere stays a conflict for its own row.
    assert f'id="komponen-{pekerja.id}-versi"' in jawab.text
    assert f'id="komponen-{mandor.id}-versi"' not in jawab.text
    assert isian(layar.buka(), f"komponen-{pekerja.id}-versi") == isian(jawab.text, f"komponen-{pekerja.id}-versi")


def test_refused_values_stand_at_the_cell_and_change_nothing(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    versi = layar.versi(baris.id)
    for kolom, teks, pesan in [
        ("koefisien", "abc", "“abc” bukan angka. Contoh: 0,0375"),
        ("koefisien", "", "Belum diisi."),
        ("koefisien", "-1", "“-1” negatif. Isi angka nol atau lebih."),
        ("harga", "1.2.3", "“1.2.3” bukan angka. Contoh: 1.250,75"),
        ("harga", "1" + "0" * 20, "terlalu besar"),
        ("uraian", " ", "Uraian belum diisi."),
        ("uraian", "x" * 500, "paling panjang"),
        ("satuan", "x" * 51, "paling panjang"),
    ]:
        jawab = layar.ubah(baris.id, versi, **{kolom: teks})
        assert jawab.status_code == 422
        assert pesan in nilai(jawab.text, f"komponen-{baris.id}-{kolom}-galat")
    html = layar.buka()
    assert isian(html, f"komponen-{baris.id}-versi") == versi
    assert nilai(html, "jumlah-D") == "139.828,00"


def test_a_price_changes_in_the_whole_project_and_says_so(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    buat_pekerjaan(layar.k, "Urugan", "1", komponen=[("TK", "Pekerja", "OH", "1", None)])
    lain = buat_pekerjaan(layar.k, "Pasangan", "1", komponen=[PEKERJA])
    baris = layar.baris()[0]
    jawab = layar.ubah(baris.id, harga="Rp 180.000,-")
    assert jawab.status_code == 200
    pesan = json.loads(jawab.headers["HX-Trigger"])["pesan"][0]["teks"]
    assert pesan == "Harga “Pekerja” berubah di seluruh proyek: 3 pekerjaan ikut."
    assert item(layar.k, "Pekerja").harga == Decimal(180_000)
    db.session.refresh(lain)
    assert lain.biaya_langsung == Decimal("135000")


def test_both_rows_of_one_resource_follow_its_price(db: Any, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Galian", komponen=[PEKERJA, PEKERJA]))
    satu, dua = layar.baris()
    jawab = layar.ubah(satu.id, harga="100")
    assert _data(jawab.text)[f"komponen-{dua.id}-harga"] == "100"
    versi = isian(jawab.text, f"komponen-{dua.id}-versi")
    assert layar.ubah(dua.id, versi, harga="200").status_code == 200


def test_an_emptied_price_is_missing_and_not_zero(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    jawab = layar.ubah(baris.id, harga="")
    assert nilai(jawab.text, f"komponen-{baris.id}-jumlah") == "harga belum diisi"
    assert "data-masalah" in jawab.text
    assert nilai(jawab.text, "jumlah-D") == "7.828,00"
    assert "belum lengkap" in nilai(jawab.text, "total-proyek") or layar.p.kurang
    jawab = layar.ubah(baris.id, harga="0")
    assert nilai(jawab.text, f"komponen-{baris.id}-jumlah") == "0,00"


def test_another_description_or_unit_is_another_resource(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    buat_pekerjaan(layar.k, "Lain", komponen=[("TK", "Tukang batu", "OH", "1", "186000")])
    baris = layar.baris()[0]
    jawab = layar.ubah(baris.id, uraian="tukang  BATU")
    assert jawab.status_code == 200
    assert "kini memakai “Tukang batu” (OH)" in json.loads(jawab.headers["HX-Trigger"])["pesan"][0]["teks"]
    assert _data(jawab.text)[f"komponen-{baris.id}-harga"] == "186.000"
    assert _data(jawab.text)[f"komponen-{baris.id}-uraian"] == "Tukang batu"
    jawab = layar.ubah(baris.id, satuan="jam")
    assert nilai(jawab.text, f"komponen-{baris.id}-jumlah") == "harga belum diisi"
    assert item(layar.k, "Pekerja").harga == Decimal(176_000)  # the resource it left is as it was


def test_an_old_page_does_not_price_the_resource_that_took_its_place(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    versi = layar.versi(baris.id)
    layar.ubah(baris.id, uraian="Tukang gali")
    jawab = layar.ubah(baris.id, versi, harga="1")
    assert jawab.status_code == 409
    assert item(layar.k, "Tukang gali").harga is None


def test_a_conversion_is_shown_as_its_two_numbers_and_not_typed_over(db: Any, client: FlaskClient) -> None:
    k = kerja()
    layar = Layar(client, k, buat_pekerjaan(k, "Beton", komponen=[("BHN", "Pasir beton", "kg", "731", "1")]))
    satu = item(k, "Pasir beton")
    beli = {"satuan_beli": "m3", "harga_beli": Decimal(664_200), "faktor": Decimal(1400)}
    ubah_item(k, satu, satu.versi, beli)
    baris = layar.baris()[0]
    html = layar.buka()
    assert "664.200/1.400" in html
    assert nilai(html, f"komponen-{baris.id}-harga") == "474,43"
    assert nilai(html, f"komponen-{baris.id}-jumlah") == "346.807,29"
    assert f'name="harga" form="komponen-{baris.id}-form"' not in html
    # Changing to a resource with a plain price brings the field back: the group is drawn anew.
    jawab = layar.ubah(baris.id, uraian="Pasir urug")
    assert 'id="grup-BHN" hx-swap-oob="true"' in jawab.text
    assert isian(jawab.text, f"komponen-{baris.id}-harga") == ""


def test_two_windows_on_one_row(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    versi = layar.versi(baris.id)
    assert layar.ubah(baris.id, versi, koefisien="0,8").status_code == 200
    bentrok = layar.ubah(baris.id, versi, koefisien="0,9")
    assert bentrok.status_code == 409
    slot = nilai(bentrok.text, f"komponen-{baris.id}-koefisien-galat")
    assert "Milik Anda: 0,9 — milik rekan: 0,8" in slot
    assert "Estimator" in slot
    baru = isian(bentrok.text, f"komponen-{baris.id}-versi")
    assert layar.ubah(baris.id, baru, koefisien="0,9").status_code == 200
    # The price is another version: a price edit from the old page passes, since the price is as it was seen.
    assert layar.ubah(baris.id, versi, harga="177000").status_code == 200
    harga = layar.ubah(baris.id, versi, harga="178000")
    assert harga.status_code == 409
    assert "milik rekan: 177.000" in nilai(harga.text, f"komponen-{baris.id}-harga-galat")


def test_an_answer_that_got_lost_is_no_conflict(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    versi = layar.versi(baris.id)
    sebelum = _perubahan(db)
    for _ in range(2):
        assert layar.ubah(baris.id, versi, koefisien="0,8").status_code == 200
        assert layar.ubah(baris.id, versi, harga="180000").status_code == 200
    assert _perubahan(db) == sebelum + 2


@pytest.mark.parametrize("versi", ["", "abc", "-1", "1.x.1", "9" * 30])
def test_versions_that_are_missing_or_wrong(db: Any, client: FlaskClient, versi: str) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    jawab = layar.ubah(baris.id, versi, koefisien="5")
    assert jawab.status_code == {"": 428, "9" * 30: 409}.get(versi, 422)
    assert layar.baris()[0].koefisien == Decimal("0.75")


def test_a_row_that_is_gone(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    baris = layar.baris()[0]
    versi = layar.versi(baris.id)
    layar.kirim(f"/proyek/{layar.proyek_id}/komponen/{baris.id}/hapus", versi=versi)
    jawab = layar.ubah(baris.id, versi, koefisien="1")
    assert jawab.status_code == 404
    assert "sudah dihapus di jendela lain" in nilai(jawab.text, f"komponen-{baris.id}-koefisien-galat")
    assert layar.ubah(999_999, "1.1.1", koefisien="1").status_code == 404


def test_a_whole_row_without_javascript(db: Any, client: FlaskClient) -> None:
    layar = _layar(client)
    layar.htmx = False
    baris = layar.baris()[0]
    sebelum = _perubahan(db)
    isi = {"uraian": "Pekerja", "satuan": "OH", "koefisien": "0,75", "harga": "176.000"}
    jawab = layar.ubah(baris.id, **isi)
    assert (jawab.status_code, jawab.location) == (303, layar.alamat)
    assert _perubahan(db) == sebelum
    assert layar.ubah(baris.id, **(isi | {"koefisien": "1", "harga": "200.000"})).status_code == 303
    assert nilai(layar.buka(), f"komponen-{baris.id}-jumlah") == "200.000,00"
    # Another resource, its price field untouched: the price shown was that of the old one.
    layar.ubah(baris.id, **(isi | {"uraian": "Tukang", "koefisien": "1", "harga": "200.000"}))
    assert db.session.query(HargaItem).filter_by(uraian="Tukang").one().harga is None
    salah = layar.ubah(baris.id, **(isi | {"koefisien": "x"}))
    assert salah.status_code == 422
    assert "Perbaiki isian" in salah.text


def test_statements_of_a_cell_save_do_not_grow(db: Any, client: FlaskClient) -> None:
    banyak = []
    for n in (1, 30):
        k = kerja()
        for _ in range(n):
            buat_pekerjaan(k, "Lain", "1", komponen=[PEKERJA])
        layar = Layar(client, k, buat_pekerjaan(k, "Galian", "1", komponen=[PEKERJA, MANDOR] * n))
        baris = layar.baris()[0].id
        versi = layar.versi(baris)
        with catat_sql() as sql:
            assert layar.ubah(baris, versi, koefisien="2").status_code == 200
        banyak.append(len(sql))
    assert banyak[0] == banyak[1] <= 15, sql
