"""Parameters through the service: names, values that reach formulas, renaming, deleting and bringing back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from ahsp_app.errors import Conflict, Invalid, NotFound
from ahsp_app.extensions import db as basis
from ahsp_app.models import Parameter, Riwayat
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.parameter import get_parameter, hapus_parameter, tambah_parameter, ubah_parameter
from ahsp_app.services.sampah import hapus_simpul, pulihkan
from tests.factories_lembar import buat_parameter, buat_pekerjaan, isi, kerja
from tests.sql import catat_sql


@pytest.fixture
def k(db: Any) -> Kerja:
    return kerja()


@pytest.mark.parametrize("nama", ["", "2 lebar", "lebar atap", "lebar-atap", "pi", "9x", "é", "<b>", "=cmd", "x" * 101])
def test_names_that_are_refused(k: Kerja, nama: str) -> None:
    with pytest.raises(Invalid) as galat:
        tambah_parameter(k, nama, Decimal(1))
    assert (galat.value.kode, galat.value.kolom) == ("nama", "nama")


def test_name_is_stored_in_small_letters_and_unique_in_its_project(k: Kerja) -> None:
    p = tambah_parameter(k, "  Lebar_Atap ", Decimal("-1.5"), " Lebar   atap ", "m")
    assert (p.nama, p.nilai, p.label) == ("lebar_atap", Decimal("-1.5"), "Lebar atap")
    with pytest.raises(Invalid) as galat:
        tambah_parameter(k, "LEBAR_ATAP", Decimal(1))
    assert (galat.value.kode, galat.value.kolom) == ("nama_ganda", "nama")
    assert tambah_parameter(kerja(), "lebar_atap", Decimal(1)).proyek_id != k.proyek.id


@pytest.mark.parametrize("kolom", ["label", "satuan"])
def test_long_texts_are_refused_at_their_field(k: Kerja, kolom: str) -> None:
    with pytest.raises(Invalid) as galat:
        tambah_parameter(k, "lebar", Decimal(1), **{kolom: "x" * 500})
    assert galat.value.kolom == kolom
    p = buat_parameter(k)
    with pytest.raises(Invalid) as galat:
        ubah_parameter(k, p, p.versi, **{kolom: "x" * 500})
    assert galat.value.kolom == kolom


def test_renaming_writes_the_formulas_anew(k: Kerja) -> None:
    p, _lain = buat_parameter(k, "p", "4"), buat_parameter(k, "panjang", "3")
    satu = buat_pekerjaan(k, volume="= P * panjang + p^2", harga="10")
    dua = buat_pekerjaan(k, "Tidak memakai", volume="=panjang", harga="10")
    dampak = ubah_parameter(k, p, p.versi, nama="lebar")
    assert satu.rumus == "= lebar * panjang + lebar^2"
    assert satu.rumus_acuan == ["lebar", "panjang"]
    assert (satu.volume, dua.rumus) == (28, "=panjang")
    assert (dampak.pekerjaan, dampak.selisih) == ({satu.id}, 0)
    dampak = ubah_parameter(k, p, p.versi, nama="l", nilai=Decimal(5))
    assert (satu.rumus, satu.volume) == ("= l * panjang + l^2", 40)
    assert (dampak.pekerjaan, dampak.selisih) == ({satu.id}, 120)


def test_value_that_a_formula_cannot_follow_is_refused(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    satu = buat_pekerjaan(k, "Pasangan bata", volume="=12/tebal", harga="10")
    basis.session.commit()
    for nilai, sebab in [("0", "Pembagian dengan nol"), ("-1", "tidak boleh negatif")]:
        with pytest.raises(Invalid, match="Pasangan bata") as galat:
            ubah_parameter(k, p, p.versi, nilai=Decimal(nilai))
        assert galat.value.kolom == "nilai"
        assert sebab in str(galat.value)
        basis.session.rollback()
        assert (p.nilai, satu.volume, k.proyek.jumlah) == (4, 3, 30)


def test_in_use_is_not_deleted_and_the_work_is_named(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    satu = buat_pekerjaan(k, "Pasangan bata", volume="=12/tebal", harga="10")
    with pytest.raises(Invalid, match="Pasangan bata"):
        hapus_parameter(k, p, p.versi)
    isi(k, satu, "3")
    entri = hapus_parameter(k, p, p.versi)
    with pytest.raises(NotFound):
        get_parameter(k, p.id)
    pulihkan(k, entri)
    assert get_parameter(k, p.id).nilai == 4
    with pytest.raises(Invalid, match="sudah dipulihkan"):
        pulihkan(k, entri)


def test_deleted_name_can_be_used_again_and_then_stays_deleted(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    entri = hapus_parameter(k, p, p.versi)
    buat_parameter(k, "tebal", "5")
    with pytest.raises(Invalid, match="nama yang sama"):
        pulihkan(k, entri)
    assert basis.session.scalar(select(func.count()).select_from(Parameter).where(Parameter.sampah_id.is_(None))) == 1


def test_work_that_comes_back_follows_what_changed_meanwhile(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    satu = buat_pekerjaan(k, volume="=tebal", harga="10")
    entri, _ = hapus_simpul(k, satu, satu.versi)
    basis.session.commit()
    ubah_parameter(k, p, p.versi, nilai=Decimal(6))
    assert k.proyek.jumlah == 0
    pulihkan(k, entri)
    assert (satu.volume, k.proyek.jumlah) == (6, 60)


def test_old_version_is_a_conflict_unless_it_is_there_already(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    lama = p.versi
    ubah_parameter(k, p, lama, nilai=Decimal(5))
    with pytest.raises(Conflict):
        ubah_parameter(k, p, lama, nilai=Decimal(6))
    with pytest.raises(Conflict):
        hapus_parameter(k, p, lama)
    banyak = len(basis.session.scalars(select(Riwayat.id)).all())
    assert ubah_parameter(k, p, lama, nilai=Decimal("5.000")).selisih == 0
    assert len(basis.session.scalars(select(Riwayat.id)).all()) == banyak


def test_many_dependants_take_the_same_number_of_statements(k: Kerja) -> None:
    p = buat_parameter(k, "tebal", "4")
    jumlah = []
    for banyak in (2, 30):
        for n in range(banyak):
            buat_pekerjaan(k, f"Pekerjaan {n}", volume=f"=tebal*{n + 1}", harga="10")
        basis.session.flush()
        with catat_sql() as sql:
            ubah_parameter(k, p, p.versi, nilai=p.nilai + 1)
            basis.session.flush()
        jumlah.append(len(sql))
    assert jumlah[0] == jumlah[1] <= 8, sql
