"""The proof of stored results: silent when all is right, and it finds whatever is not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from ahsp_app.errors import NotFound
from ahsp_app.services.berkas import impor_proyek
from ahsp_app.services.periksa import Selisih, periksa
from tests.factories import buat_pengguna
from tests.factories_berkas import berkas_acak, berkas_besar, berkas_lengkap, byte_berkas

LINGKARAN = """UPDATE komponen SET harga_item_id = NULL, kategori = 'LAIN',
    sub_id = (SELECT id FROM pekerjaan WHERE kunci = 'p1') WHERE koefisien = 731"""
RUSAK: list[tuple[str, set[tuple[str, str]] | None]] = [
    ("UPDATE pekerjaan SET hsp = hsp + 0.01 WHERE kunci = 'p1'", {("pekerjaan", "hsp")}),
    ("UPDATE pekerjaan SET jumlah = 1 WHERE kunci = 'p3'", {("pekerjaan", "jumlah")}),
    ("UPDATE pekerjaan SET tk = tk + 0.00000000000000000001 WHERE kunci = 'p1'", {("pekerjaan", "tk")}),
    ("UPDATE pekerjaan SET kurang = 0 WHERE kunci = 'p4'", {("pekerjaan", "kurang")}),
    ("UPDATE pekerjaan SET volume = 31 WHERE kunci = 'p2'", None),
    ("UPDATE pekerjaan SET rumus_acuan = '{}' WHERE kunci = 'p2'", {("pekerjaan", "rumus_acuan")}),
    ("UPDATE pekerjaan SET rumus = 'lebar' WHERE kunci = 'p2'", None),
    ("UPDATE pekerjaan SET urut = 5 WHERE kunci = 'p6'", {("pekerjaan", "urut")}),
    ("UPDATE klasifikasi SET urut = 3 WHERE nama = 'BETON'", {("klasifikasi", "urut")}),
    ("UPDATE klasifikasi SET jumlah = jumlah + 1 WHERE nama = 'Galian'", {("klasifikasi", "jumlah")}),
    ("UPDATE klasifikasi SET banyak = 7 WHERE nama = 'BETON'", {("klasifikasi", "banyak")}),
    ("UPDATE proyek SET jumlah = 5", {("proyek", "jumlah")}),
    ("UPDATE komponen SET koefisien = 3 WHERE koefisien = 2", None),
    ("UPDATE harga_item SET harga = 1 WHERE kunci = 'h1'", None),
    ("UPDATE parameter SET nilai = 1 WHERE nama = 'panjang'", {("pekerjaan", "volume")}),
    ("UPDATE klasifikasi SET induk_id = (SELECT id FROM klasifikasi WHERE nama = 'Dalam') WHERE nama = 'Galian'", None),
    (LINGKARAN, {("proyek", "jumlah")}),
]


def impor(db: Any, isi: dict[str, Any]) -> int:
    proyek, _ = impor_proyek(db.session(), buat_pengguna().id, byte_berkas(isi))
    return proyek.id


def temuan(db: Any, proyek_id: int | None = None) -> list[Selisih]:
    return [s for _, beda in periksa(db.session(), proyek_id) for s in beda]


@pytest.mark.parametrize(("perintah", "kolom"), RUSAK, ids=[p[7:60] for p, _ in RUSAK])
def test_whatever_was_spoiled_is_found(db: Any, perintah: str, kolom: set[tuple[str, str]] | None) -> None:
    nomor = impor(db, berkas_lengkap())
    assert temuan(db) == []
    db.session.execute(text(perintah))
    beda = {(s.tabel, s.kolom) for s in temuan(db, nomor)}
    assert beda
    assert kolom is None or beda == kolom


def test_living_rows_stand_in_living_parents(db: Any) -> None:
    impor(db, berkas_lengkap())
    buang = "UPDATE {} SET sampah_id = (SELECT min(id) FROM riwayat) WHERE {}"
    db.session.execute(text(buang.format("klasifikasi", "nama = 'BETON'")))
    assert {(s.tabel, s.kolom) for s in temuan(db)} == {("pekerjaan", "klasifikasi_id")}
    db.session.execute(text(buang.format("harga_item", "kunci = 'h1'")))
    assert ("komponen", "harga_item_id") in {(s.tabel, s.kolom) for s in temuan(db)}


def test_why_a_formula_has_no_value(db: Any) -> None:
    impor(db, berkas_lengkap())
    db.session.execute(text("UPDATE pekerjaan SET rumus = '1 / 0' WHERE kunci = 'p5 b'"))
    sebab = {s.kolom: s.sebab for s in temuan(db)}
    assert sebab["volume"] == "Pembagian dengan nol."


@pytest.mark.parametrize("benih", range(200, 210))
def test_nothing_to_say_about_random_projects(db: Any, benih: int) -> None:
    impor(db, berkas_acak(benih))
    assert temuan(db) == []


def test_one_project_or_all_of_them(db: Any) -> None:
    satu, dua = impor(db, berkas_besar(20)), impor(db, berkas_besar(20))
    db.session.execute(text("UPDATE proyek SET jumlah = 1, dihapus = now() WHERE id = :p"), {"p": dua})
    assert [nomor for nomor, _ in periksa(db.session())] == [satu, dua]
    assert [s.proyek for s in temuan(db)] == [dua]
    assert temuan(db, satu) == []
    with pytest.raises(NotFound):
        temuan(db, 99_999)
