"""Prices far from the median of the same resource, over all books in use."""

from __future__ import annotations

from decimal import Decimal

from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Edisi, Pengguna
from ahsp_app.queries import edisi_mutu
from ahsp_app.queries.edisi_mutu import PencilanHarga, pencilan_harga
from tests.integration.buku_harga.bantu import Baris, buku
from tests.sql import catat_sql


def harga(admin: Pengguna, *semua: str, uraian: str = "Semen", satuan: str = "kg") -> None:
    """One book for each of these prices of one resource."""
    for n, angka in enumerate(semua):
        buku(admin.id, ("BHN", uraian, satuan, angka, ""), nama=f"{uraian} {n}")


def angka(p: PencilanHarga) -> tuple[str, Decimal, Decimal, Decimal, int]:
    return p.buku, p.harga, p.median, p.rasio, p.banyak_harga


def test_far_above_and_below_the_farthest_first(db: SQLAlchemy, admin: Pengguna) -> None:
    harga(admin, "1000", "1100", "1200", "4400", "50")
    hasil = pencilan_harga(db.session())
    assert hasil.banyak == 2
    assert [angka(p) for p in hasil.contoh] == [
        ("Semen 4", Decimal(50), Decimal(1100), Decimal("0.0455"), 5),
        ("Semen 3", Decimal(4400), Decimal(1100), Decimal(4), 5),
    ]
    assert (hasil.contoh[0].kategori, hasil.contoh[0].uraian, hasil.contoh[0].satuan) == ("BHN", "Semen", "kg")


def test_exactly_three_times_is_not_far(db: SQLAlchemy, admin: Pengguna) -> None:
    harga(admin, "300", "900", "2700")
    harga(admin, "299.99", "900", "2700.01", uraian="Pasir")
    assert {p.buku for p in pencilan_harga(db.session()).contoh} == {"Pasir 0", "Pasir 2"}


def test_same_resource_in_other_spellings_and_units_of_the_market(db: SQLAlchemy, admin: Pengguna) -> None:
    tulisan: list[Baris] = [
        ("BHN", "Pasir  Beton", "M3", "200000", ""),
        ("BHN", "pasir beton", "m³", "210000", "P.1"),
        ("BHN", "Pasir beton", "m3", "1050000/5 truk", ""),  # 210.000 per m3, though the truck is five times that
        ("BHN", "PASIR BETON", "m3.", "3500000/5 truk", ""),
    ]
    for n, baris in enumerate(tulisan):
        buku(admin.id, baris, nama=f"Buku {n}")
    buku(admin.id, ("ALT", "Pasir beton", "m3", "1", ""), ("BHN", "Pasir beton", "kg", "2", ""), nama="Lain")
    assert [angka(p) for p in pencilan_harga(db.session()).contoh] == [
        ("Buku 3", Decimal(700000), Decimal(210000), Decimal("3.33"), 4)
    ]


def test_two_books_are_enough_one_is_not(db: SQLAlchemy, admin: Pengguna) -> None:
    harga(admin, "1000", "10000")
    harga(admin, "1", uraian="Kawat")
    assert [angka(p) for p in pencilan_harga(db.session()).contoh] == [
        ("Semen 0", Decimal(1000), Decimal(5500), Decimal("0.1818"), 2)
    ]


def test_a_price_of_nothing_is_far_but_no_measure(db: SQLAlchemy, admin: Pengguna) -> None:
    harga(admin, "0", "0", "0", "1000", "1200")
    harga(admin, "0", "0", "0", uraian="Air")
    hasil = [angka(p) for p in pencilan_harga(db.session()).contoh]
    assert [(p[0], p[1], p[2]) for p in hasil] == [(f"Semen {n}", Decimal(0), Decimal(1100)) for n in range(3)]


def test_books_put_away_do_not_count(db: SQLAlchemy, admin: Pengguna) -> None:
    harga(admin, "1000", "1100", "1200")
    buku(admin.id, ("BHN", "Semen", "kg", "9000", ""), nama="Lama").aktif = False
    db.session.flush()
    assert pencilan_harga(db.session()) == edisi_mutu.PencilanSemua(0, ())


def test_bounded_with_the_count_of_all(db: SQLAlchemy, admin: Pengguna) -> None:
    for n, kali in enumerate((1, 1, 10)):
        isi: list[Baris] = [("BHN", f"Baut {b}", "buah", str(1000 * kali + b * (kali - 1)), "") for b in range(105)]
        buku(admin.id, *isi, nama=f"Buku {n}")
    with catat_sql() as sql:
        hasil = pencilan_harga(db.session())
    assert (len(sql), hasil.banyak, len(hasil.contoh)) == (1, 105, 100)
    assert hasil.contoh[0].uraian == "Baut 104"


def test_shown_with_a_way_to_the_book(db: SQLAlchemy, client: FlaskClient, edisi: Edisi, admin: Pengguna) -> None:
    assert "Harga dasar jauh dari median" not in client.get(f"/edisi/{edisi.id}/mutu").text
    harga(admin, "1000", "1100", "1200")
    jauh = buku(admin.id, ("BHN", "Semen", "kg", "11500", ""), nama="Harga Kota")
    db.session.commit()
    halaman = client.get(f"/edisi/{edisi.id}/mutu").text
    assert "Harga dasar jauh dari median" in halaman
    for teks in ("Semen", "Harga Kota", "11.500", "1.150", ">10<"):
        assert teks in halaman
    alamat = f"/buku-harga/{jauh.id}?cari=Semen&kategori=BHN"
    assert alamat.replace("&", "&amp;") in halaman
    assert "11.500" in client.get(alamat).text
