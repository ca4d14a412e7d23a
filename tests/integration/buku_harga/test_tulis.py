"""A list that was read goes into a book: new, changed, the same; a second run changes nothing; it can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.errors import Invalid
from ahsp_app.extensions import db as basis
from ahsp_app.models import DaftarHarga, HargaDasar, Impor, RiwayatKatalog
from ahsp_app.services.buku_harga import cabut_harga, isi_harga, tulis_harga
from ahsp_app.services.buku_harga_ubah import kunci_buku, ubah_harga
from tests.factories import buat_pengguna
from tests.integration.buku_harga.bantu import baca, buku, harga
from tests.sql import catat_sql

ISI = [
    baca("Semen Portland", "1625.5", kode="M.1"),
    baca("Pasir beton", None, satuan_beli="m3", harga_beli=Decimal(664200), faktor=Decimal(1400)),
    baca("Pekerja", "176000", "OH", "TK", keterangan="UMK 2026"),
]


@pytest.fixture
def b(db: SQLAlchemy) -> DaftarHarga:
    return buku(buat_pengguna(admin=True).id, ("BHN", "SEMEN portland", "Kg", "1500", "S.9"))


def isi(b: DaftarHarga) -> dict[str, dict[str, object]]:
    return {h.uraian: isi_harga(h) for h in _semua(b)}


def _semua(b: DaftarHarga) -> list[HargaDasar]:
    return list(basis.session.scalars(select(HargaDasar).where(HargaDasar.daftar_id == b.id)))


def test_new_changed_and_the_same(b: DaftarHarga, db: SQLAlchemy) -> None:
    siapa = b.pengguna_id
    hasil = tulis_harga(db.session(), b, ISI, siapa)
    assert (hasil.baru, hasil.berubah, hasil.sama, hasil.ganda, hasil.ditolak) == (2, 1, 0, [], [])
    semen, pasir, pekerja = (harga(b, u) for u in ("SEMEN portland", "Pasir beton", "Pekerja"))
    assert (semen.harga, semen.kode, semen.versi) == (Decimal("1625.5"), "M.1", 2)
    assert (pasir.harga, pasir.satuan_beli, pasir.harga_beli, pasir.faktor) == (
        Decimal("474.42857143"), "m3", 664200, 1400,
    )  # fmt: skip
    assert (pekerja.keterangan, pekerja.pengguna_id) == ("UMK 2026", siapa)
    entri = db.session.execute(
        select(RiwayatKatalog.aksi, RiwayatKatalog.lama, RiwayatKatalog.baru).where(
            RiwayatKatalog.baris_id == semen.id, RiwayatKatalog.aksi == "ubah"
        )
    ).one()
    assert tuple(entri) == ("ubah", {"harga": "1500", "kode": "S.9"}, {"harga": "1625.5", "kode": "M.1"})
    sebelum = db.session.query(RiwayatKatalog).count()
    lagi = tulis_harga(db.session(), b, ISI, siapa)
    assert (lagi.baru, lagi.berubah, lagi.sama) == (0, 0, 3)
    assert (db.session.query(RiwayatKatalog).count(), semen.versi) == (sebelum, 2)


def test_doubles_and_what_a_book_cannot_hold_are_handed_back(b: DaftarHarga, db: SQLAlchemy) -> None:
    salah = [
        baca("", "1"),
        baca("Tanpa harga", None),
        baca("Negatif", "-1"),
        baca("Besar", "1" + "0" * 15),
        baca("Kategori", "1", kategori="XX"),
        baca("Faktor nol", None, satuan_beli="m3", harga_beli=Decimal(1), faktor=Decimal(0)),
        baca("x" * 501, "1"),
    ]
    kembar = [baca("Kapur", "700"), baca("KAPUR", "700.00"), baca("kapur", "800")]
    hasil = tulis_harga(db.session(), b, [*salah, *kembar], None)
    assert (hasil.baru, hasil.ditolak, hasil.ganda) == (1, salah, [kembar[2]])
    assert harga(b, "Kapur").harga == 700


def test_figures_of_a_workbook_have_more_decimals_than_a_price(b: DaftarHarga, db: SQLAlchemy) -> None:
    panjang = [baca("Kapur", "474.428571428571")]
    assert tulis_harga(db.session(), b, panjang, None).baru == 1
    assert tulis_harga(db.session(), b, panjang, None).sama == 1
    assert harga(b, "Kapur").harga == Decimal("474.42857143")


def test_a_locked_book_refuses_the_list(b: DaftarHarga, db: SQLAlchemy) -> None:
    kunci_buku(db.session(), b.pengguna_id or 0, b, b.versi, terkunci=True)
    with pytest.raises(Invalid) as galat:
        tulis_harga(db.session(), b, ISI, None)
    assert galat.value.kode == "terkunci"
    assert len(_semua(b)) == 1


def test_an_import_is_taken_back_but_not_what_was_changed_since(b: DaftarHarga, db: SQLAlchemy) -> None:
    siapa = b.pengguna_id or 0
    impor = Impor(pengguna_id=siapa, jenis="harga", nama_berkas="harga.xlsx", ukuran=1, sha256="0" * 64)
    db.session.add(impor)
    db.session.flush()
    lama = isi(b)
    tulis_harga(db.session(), b, ISI, siapa, impor_id=impor.id)
    pekerja = harga(b, "Pekerja")
    ubah_harga(db.session(), siapa, b, pekerja, pekerja.versi, {"harga": Decimal(180000)})
    assert cabut_harga(db.session(), impor.id, siapa) == (2, 1)
    kini = isi(b)
    assert kini.pop("Pekerja")["harga"] == "180000"
    assert kini == lama
    kunci_buku(db.session(), siapa, b, b.versi, terkunci=True)
    with pytest.raises(Invalid):
        cabut_harga(db.session(), impor.id, siapa)


def test_three_thousand_prices_cost_as_many_statements_as_three(b: DaftarHarga, db: SQLAlchemy) -> None:
    banyak = [baca(f"Bahan {n}", str(n), kode=f"B.{n}") for n in range(3000)]
    with catat_sql() as sql:
        assert tulis_harga(db.session(), b, banyak, None).baru == 3000
    naik = [baca(f"Bahan {n}", str(n + 1)) for n in range(3000)]
    with catat_sql() as lagi:
        assert tulis_harga(db.session(), b, naik, None).berubah == 3000
    assert max(len(sql), len(lagi)) <= 6, (sql, lagi)
    assert harga(b, "Bahan 7").kode == "B.7"
