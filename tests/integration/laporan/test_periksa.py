"""What should be seen to before handing in: each finding, and nothing for a project in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from ahsp_app.laporan.periksa import Temuan, periksa
from ahsp_app.models import Pekerjaan
from ahsp_app.queries.snapshot import Snapshot, baca_snapshot
from ahsp_app.services.demo import muat_demo
from ahsp_app.services.hitung import hitung_semua
from ahsp_app.services.kerja import Kerja
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja

HARI_INI = date.today()  # noqa: DTZ011 -- prices that are typed count from the database's own day


@pytest.fixture
def k(db: SQLAlchemy) -> Kerja:
    k = kerja()
    k.proyek.tahun_anggaran = HARI_INI.year
    buat_pekerjaan(k, "Beton sloof", volume="12,5", judul=buat_judul(k), komponen=[SEMEN])
    db.session.commit()
    return k


def baca(k: Kerja) -> Snapshot:
    k.sesi.commit()
    return baca_snapshot(k.sesi, k.proyek.id)


def temuan(k: Kerja) -> dict[str, Temuan]:
    return {t.kode: t for t in periksa(baca(k), HARI_INI, 365)}


def test_nothing_in_a_project_in_order(k: Kerja, db: SQLAlchemy) -> None:
    assert temuan(k) == {}
    demo = muat_demo(db.session()).proyek_id
    db.session.commit()
    assert [str(t) for t in periksa(baca_snapshot(db.session(), demo), HARI_INI, 365)] == []


def test_volume_and_analysis(k: Kerja) -> None:
    for nama in ("satu", "dua", "tiga", "empat"):
        buat_pekerjaan(k, nama, volume="", komponen=[])
    semua = temuan(k)
    assert set(semua) == {"volume", "analisa"}
    assert str(semua["volume"]) == "4 pekerjaan bervolume kosong atau nol: satu, dua, tiga, dan lainnya."


def test_prices_missing_and_old(k: Kerja, db: SQLAlchemy) -> None:
    db.session.execute(text("UPDATE harga_item SET tanggal_harga = '2019-01-01'"))
    assert set(temuan(k)) == {"basi"}
    db.session.execute(text("UPDATE harga_item SET harga = NULL, harga_beli = NULL, faktor = NULL, satuan_beli = NULL"))
    hitung_semua(k)
    assert set(temuan(k)) == {"harga"}  # what is missing is not old besides


def test_units_that_are_not_the_analysis_s(k: Kerja, db: SQLAlchemy) -> None:
    p = db.session.query(Pekerjaan).one()
    p.referensi, p.sumber = {"edisi": "X", "kode": "1", "uraian": "Beton", "satuan": "m²", "komponen": []}, "ubahan"
    p.satuan = "M2"
    assert temuan(k) == {}
    p.satuan = "m3"
    assert set(temuan(k)) == {"satuan"}


def test_sums_that_do_not_add_up(k: Kerja) -> None:
    s = baca(k)
    (p,) = s.pekerjaan
    salah = replace(s, pekerjaan=(p._replace(jumlah=p.jumlah + Decimal("0.01")),))
    (satu,) = periksa(salah, HARI_INI, 365)
    assert (satu.kode, satu.contoh) == ("jumlah", ("Beton sloof",))
