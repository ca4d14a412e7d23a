"""Prices through the service: what follows from one, conversions, texts, deleting and bringing back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ahsp_app.calc.analisa import harga_satuan
from ahsp_app.errors import Conflict, Invalid, NotFound
from ahsp_app.extensions import db as basis
from ahsp_app.models import HargaItem
from ahsp_app.services.analisa import hapus_komponen, tambah_komponen
from ahsp_app.services.harga import get_item, hapus_item, hapus_tidak_dipakai, ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul, pulihkan
from tests.factories_lembar import SEMEN, buat_pekerjaan, item, kerja

PASIR = ("BHN", "Pasir", "kg", "760", None)
PEKERJA = ("TK", "Pekerja", "OH", "1.65", "100000")


@pytest.fixture
def k(db: Any) -> Kerja:
    return kerja()


def test_wage_reaches_every_work_that_uses_it_and_those_that_nest_them(k: Kerja) -> None:
    adukan = buat_pekerjaan(k, "Adukan", "1", komponen=[("TK", "Pekerja", "OH", "2", "100000")])
    plester = buat_pekerjaan(k, "Plesteran", "10", sub=[(adukan, "0.5")])
    dinding = buat_pekerjaan(k, "Dinding", "4", sub=[(plester, "2")])
    lain = buat_pekerjaan(k, "Lain", "1", komponen=[SEMEN])
    pekerja = item(k, "Pekerja")
    dampak = ubah_item(k, pekerja, pekerja.versi, {"harga": Decimal(120000)})
    assert dampak.pekerjaan == {adukan.id, plester.id, dinding.id}
    assert [p.biaya_langsung for p in (adukan, plester, dinding)] == [240_000, 120_000, 240_000]
    assert (plester.tk, plester.lain) == (120_000, 0)
    assert dampak.selisih == Decimal("1.1") * (40_000 + 10 * 20_000 + 4 * 40_000)
    assert lain.jumlah + adukan.jumlah + plester.jumlah + dinding.jumlah == k.proyek.jumlah


def test_conversion_is_exact(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[PASIR])
    pasir = item(k, "Pasir")
    ubah_item(k, pasir, pasir.versi, {"satuan_beli": " m3 ", "harga_beli": Decimal(664200), "faktor": Decimal(1400)})
    basis.session.flush()
    basis.session.expire_all()
    assert (pasir.satuan_beli, pasir.harga_beli, pasir.faktor, pasir.harga) == ("m3", 664200, 1400, None)
    assert harga_satuan(pasir.harga, pasir.harga_beli, pasir.faktor) == Fraction(664200, 1400)
    langsung = 760 * Fraction(664200, 1400)
    assert Fraction(p.biaya_langsung) == Fraction(round(langsung * 10**20), 10**20)
    assert p.hsp == Decimal("396622.29")  # 360 565,714… × 1,1
    assert p.jumlah == 3 * Decimal("396622.29")


def test_conversion_ends_with_a_plain_price_or_without_its_unit(k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[PASIR])
    pasir = item(k, "Pasir")
    konversi = {"satuan_beli": "m3", "harga_beli": Decimal(664200), "faktor": Decimal(1400)}
    ubah_item(k, pasir, pasir.versi, konversi)
    ubah_item(k, pasir, pasir.versi, {"harga": Decimal(500)})
    assert (pasir.satuan_beli, pasir.harga_beli, pasir.faktor, pasir.harga) == (None, None, None, 500)
    ubah_item(k, pasir, pasir.versi, konversi)
    assert pasir.harga is None
    dampak = ubah_item(k, pasir, pasir.versi, {"satuan_beli": "", "harga_beli": None, "faktor": None})
    assert (pasir.satuan_beli, pasir.faktor, pasir.harga) == (None, None, None)
    assert dampak.jumlah_baru == 0


def test_conversion_without_a_purchase_price_is_a_missing_price(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[(*PASIR[:4], "450")])
    pasir = item(k, "Pasir")
    ubah_item(k, pasir, pasir.versi, {"satuan_beli": "m3", "faktor": Decimal(1400)})
    assert (p.kurang, p.jumlah) == (4, 0)
    ubah_item(k, pasir, pasir.versi, {"harga_beli": Decimal(664200)})
    assert p.kurang == 0


@pytest.mark.parametrize(
    ("perubahan", "kode", "kolom"),
    [
        ({"satuan_beli": "m3", "faktor": Decimal(0)}, "faktor", "faktor"),
        ({"satuan_beli": "m3", "faktor": Decimal(-2)}, "faktor", "faktor"),
        ({"satuan_beli": "m3", "faktor": Decimal(10**10)}, "terlalu_besar", "faktor"),
        ({"satuan_beli": "m3", "faktor": None}, "faktor", "faktor"),
        ({"harga_beli": Decimal(5)}, "kosong", "satuan_beli"),
        ({"faktor": Decimal(5)}, "kosong", "satuan_beli"),
        ({"satuan_beli": "x" * 51, "faktor": Decimal(5)}, "terlalu_panjang", "satuan_beli"),
        ({"uraian": "x" * 500}, "terlalu_panjang", "uraian"),
        ({"uraian": "   "}, "kosong", "uraian"),
        ({"satuan": "x" * 51}, "terlalu_panjang", "satuan"),
        ({"kode": "x" * 51}, "terlalu_panjang", "kode"),
        ({"sumber_harga": "x" * 301}, "terlalu_panjang", "sumber_harga"),
        ({"uraian": "semen  PORTLAND"}, "nama_ganda", "uraian"),
        ({"uraian": "Semen Portland", "satuan": "Kg"}, "nama_ganda", "uraian"),
    ],
)
def test_refused_at_its_field(k: Kerja, perubahan: dict[str, Any], kode: str, kolom: str) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN, PASIR])
    pasir = item(k, "Pasir")
    versi = pasir.versi
    with pytest.raises(Invalid) as galat:
        ubah_item(k, pasir, versi, perubahan)
    assert (galat.value.kode, galat.value.kolom) == (kode, kolom)
    assert (pasir.versi, pasir.uraian, pasir.faktor) == (versi, "Pasir", None)


def test_a_price_that_makes_an_absurd_total_is_refused(k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "999999999", komponen=[("BHN", "Pasir", "kg", "9999999999", None)])
    pasir = item(k, "Pasir")
    with pytest.raises(Invalid) as galat:
        ubah_item(k, pasir, pasir.versi, {"harga": Decimal(10**14)})
    assert galat.value.kode == "terlalu_besar"


def test_renaming_shows_in_every_analysis_and_totals_stay(k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    buat_pekerjaan(k, "Plester", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    total = k.proyek.jumlah
    dampak = ubah_item(k, semen, semen.versi, {"uraian": "Semen  PCC", "kode": "M.23"})
    assert (semen.uraian, semen.uraian_kunci, semen.kode) == ("Semen PCC", "semen pcc", "M.23")
    assert dampak.selisih == 0
    assert k.proyek.jumlah == total
    assert basis.session.query(HargaItem).count() == 1


def test_old_version_is_a_conflict_unless_it_is_there_already(k: Kerja) -> None:
    buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN])
    semen = item(k, "Semen Portland")
    lama = semen.versi
    ubah_item(k, semen, lama, {"harga": Decimal(1600)})
    with pytest.raises(Conflict):
        ubah_item(k, semen, lama, {"harga": Decimal(1700)})
    with pytest.raises(Conflict):
        hapus_item(k, semen, lama)
    assert ubah_item(k, semen, lama, {"harga": Decimal("1600.00")}).selisih == 0


def test_in_use_is_not_deleted_and_the_work_is_named(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN, PASIR])
    semen = item(k, "Semen Portland")
    with pytest.raises(Invalid, match="Beton"):
        hapus_item(k, semen, semen.versi)
    with pytest.raises(Invalid, match="Semua sumber daya dipakai"):
        hapus_tidak_dipakai(k)
    hapus_simpul(k, p, p.versi)
    entri = hapus_item(k, semen, semen.versi)
    with pytest.raises(NotFound):
        get_item(k, semen.id)
    pulihkan(k, entri)
    assert get_item(k, semen.id).harga == 1500


def test_resources_return_with_the_work_that_uses_them(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "3", komponen=[SEMEN, PASIR])
    total = k.proyek.jumlah
    basis.session.commit()
    entri, _ = hapus_simpul(k, p, p.versi)
    assert hapus_tidak_dipakai(k)[1] == 2
    basis.session.commit()
    pulihkan(k, entri)
    basis.session.commit()
    assert k.proyek.jumlah == total
    assert {i.sampah_id for i in basis.session.query(HargaItem)} == {None}


def test_a_work_that_returns_uses_the_new_resource_of_the_same_name(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN])
    basis.session.commit()
    entri, _ = hapus_simpul(k, p, p.versi)
    lama, _ = hapus_tidak_dipakai(k)
    basis.session.commit()
    lain = buat_pekerjaan(k, "Lain", "1", komponen=[("BHN", "semen portland", "Kg", "1", "2000")])
    basis.session.commit()
    pulihkan(k, entri)
    basis.session.commit()
    assert (p.biaya_langsung, lain.biaya_langsung) == (326 * 2000, 2000)
    with pytest.raises(Invalid, match="nama yang sama"):
        pulihkan(k, lama)


def test_a_row_that_returns_brings_its_resource(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN])
    baris, _ = tambah_komponen(k, p, "BHN", "Pasir", "kg", Decimal(760), harga=Decimal(500))
    total = k.proyek.jumlah
    basis.session.commit()
    entri, _ = hapus_komponen(k, baris, baris.versi)
    pasir = item(k, "Pasir")
    hapus_item(k, pasir, pasir.versi)
    basis.session.commit()
    pulihkan(k, entri)
    basis.session.commit()
    assert pasir.sampah_id is None
    assert k.proyek.jumlah == total


def test_all_unused_go_and_return_together(k: Kerja) -> None:
    p = buat_pekerjaan(k, "Beton", "1", komponen=[SEMEN, PASIR, PEKERJA])
    hapus_simpul(k, p, p.versi)
    buat_pekerjaan(k, "Lain", "1", komponen=[SEMEN])
    basis.session.commit()
    entri, banyak = hapus_tidak_dipakai(k)
    basis.session.commit()
    assert banyak == 2
    assert {i.uraian for i in basis.session.query(HargaItem).filter_by(sampah_id=None)} == {"Semen Portland"}
    ringkasan, dampak = pulihkan(k, entri)
    assert (ringkasan, dampak.selisih) == ("semua yang tidak dipakai (2)", 0)
    assert basis.session.query(HargaItem).filter_by(sampah_id=None).count() == 3
