"""From file to catalogue and back: compared, written once, taken back whole."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from ahsp_app.errors import Invalid
from ahsp_app.extensions import db as basis
from ahsp_app.models import (
    AHSPReferensi,
    Edisi,
    Impor,
    ImporAnalisa,
    ImporKomponen,
    ImporMasalah,
    KomponenReferensi,
    Pekerjaan,
    Pengguna,
    RiwayatKatalog,
)
from ahsp_app.queries.edisi import daftar_grup
from ahsp_app.services.impor import baca
from ahsp_app.services.impor_cabut import cabut
from ahsp_app.services.impor_komit import get_impor, komit
from ahsp_app.services.impor_usul import terima_usul
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.factories import buat_pengguna
from tests.factories_impor import DUA, Baris, banding, csv, terbaca, tertulis
from tests.factories_lembar import buat_judul, kerja

BERUBAH: list[Baris] = [
    ("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,8"), ("TK", "Mandor", "OH", "0,025")]),
    DUA[1],
    ("1.10", "Timbunan", "m3", [("TK", "Pekerja", "OH", "0,5")]),
    ("1.9", "Perataan", "m2", [("TK", "Pekerja", "OH", "0,1")]),
]


@pytest.fixture
def admin(db: SQLAlchemy) -> Pengguna:
    return buat_pengguna(admin=True)


def isi_katalog(db: SQLAlchemy) -> dict[str, dict[str, str]]:
    """Every living analysis with its coefficients."""
    baris = db.session.execute(
        select(AHSPReferensi.kode, KomponenReferensi.uraian, func.trim_scale(KomponenReferensi.koefisien))
        .join(KomponenReferensi, KomponenReferensi.ahsp_id == AHSPReferensi.id)
        .order_by(AHSPReferensi.urut, KomponenReferensi.urut)
    )
    isi: dict[str, dict[str, str]] = {}
    for kode, uraian, koefisien in baris:
        isi.setdefault(kode, {})[uraian] = str(koefisien)
    return isi


def sidik(db: SQLAlchemy) -> Any:
    return db.session.execute(
        text("SELECT id, kode, grup, uraian, satuan, urut, versi FROM ahsp_referensi ORDER BY id")
    ).all()


def test_new_edition(db: SQLAlchemy, admin: Pengguna) -> None:
    impor, angka = tertulis(admin)
    assert (angka["baru"], angka["berubah"], angka["sama"], angka["ditahan"]) == (2, 0, 0, 0)
    edisi = db.session.scalars(select(Edisi)).one()
    assert (edisi.nama, edisi.tahun) == ("Edisi uji", 2026)
    assert isi_katalog(db) == {
        "1.1": {"Pekerja": "0.75", "Mandor": "0.025"},
        "1.2": {"Pekerja": "0.3", "Pasir urug": "1.2"},
    }
    assert impor.status == "dikomit"
    catatan = db.session.scalars(select(RiwayatKatalog.aksi).order_by(RiwayatKatalog.id)).all()
    assert catatan == ["edisi_tambah", "impor_tambah", "impor_tambah"]


def test_nothing_the_second_time(db: SQLAlchemy, admin: Pengguna) -> None:
    impor, pertama = tertulis(admin)
    dulu, riwayat = sidik(db), db.session.scalar(select(func.count()).select_from(RiwayatKatalog))
    assert komit(db.session(), get_impor(db.session(), impor.id), admin.id) == pertama
    _lagi, angka = tertulis(admin)
    assert (angka["baru"], angka["berubah"], angka["sama"]) == (0, 0, 2)
    assert sidik(db) == dulu
    assert db.session.scalar(select(func.count()).select_from(RiwayatKatalog)) == riwayat


def test_changed_new_and_same(db: SQLAlchemy, admin: Pengguna) -> None:
    tertulis(admin)
    impor = terbaca(admin, csv(BERUBAH))
    assert banding(impor) == {"1.1": "berubah", "1.2": "sama", "1.9": "baru", "1.10": "baru"}
    komit(db.session(), get_impor(db.session(), impor.id), admin.id)
    isi = isi_katalog(db)
    assert list(isi) == ["1.1", "1.2", "1.9", "1.10"]
    assert isi["1.1"] == {"Pekerja": "0.8", "Mandor": "0.025"}
    lama = db.session.scalars(select(RiwayatKatalog.lama).where(RiwayatKatalog.aksi == "impor_ubah")).one()
    assert lama is not None
    assert [k["koefisien"] for k in lama["komponen"]] == ["0.75", "0.025"]


def test_a_renamed_analysis_is_the_same_one(db: SQLAlchemy, admin: Pengguna) -> None:
    tertulis(admin)
    nomor = db.session.scalar(select(AHSPReferensi.id).where(AHSPReferensi.kode == "1.1"))
    baru = [("1.1", "Galian tanah biasa sedalam 1 m", "m3", DUA[0][3])]
    impor, _angka = tertulis(admin, csv(baru))
    assert banding(impor) == {"1.1": "berubah"}
    db.session.expire_all()
    assert db.session.get_one(AHSPReferensi, nomor).uraian == "Galian tanah biasa sedalam 1 m"


def test_one_code_twice_is_two_analyses(db: SQLAlchemy, admin: Pengguna) -> None:
    kembar: list[Baris] = [DUA[0], ("1.1", "Galian batu", "m3", [("TK", "Pekerja", "OH", "3")])]
    tertulis(admin, csv(kembar))
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 2
    impor = terbaca(admin, csv(kembar))
    assert db.session.scalars(
        text("SELECT banding FROM impor_analisa WHERE impor_id = :i").bindparams(i=impor.id)
    ).all() == ["sama", "sama"]


def test_errors_hold_back_their_analysis_only(db: SQLAlchemy, admin: Pengguna) -> None:
    salah: list[Baris] = [DUA[0], ("2.1", "Beton", "m3", [("BHN", "Semen", "kg", "banyak")])]
    _impor, angka = tertulis(admin, csv(salah))
    assert (angka["baru"], angka["ditahan"]) == (1, 1)
    assert list(isi_katalog(db)) == ["1.1"]


def test_taken_back(db: SQLAlchemy, admin: Pengguna) -> None:
    tertulis(admin)
    dulu = isi_katalog(db)
    impor, _angka = tertulis(admin, csv(BERUBAH))
    cabut(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert isi_katalog(db) == dulu
    assert impor.status == "dicabut"
    cabut(db.session(), get_impor(db.session(), impor.id), admin.id)  # again: nothing
    komit(db.session(), get_impor(db.session(), impor.id), admin.id)  # and in again
    assert list(isi_katalog(db)) == ["1.1", "1.2", "1.9", "1.10"]
    cabut(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert isi_katalog(db) == dulu


def test_a_new_edition_goes_with_its_import(db: SQLAlchemy, admin: Pengguna) -> None:
    impor, _angka = tertulis(admin)
    cabut(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert db.session.scalar(select(func.count()).select_from(Edisi)) == 0
    komit(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert len(isi_katalog(db)) == 2
    assert db.session.scalars(select(Edisi.nama)).all() == ["Edisi uji"]


def test_not_while_works_use_it(db: SQLAlchemy, admin: Pengguna) -> None:
    impor, _angka = tertulis(admin)
    k = kerja()
    judul = buat_judul(k)
    nomor = db.session.scalar(select(AHSPReferensi.id).where(AHSPReferensi.kode == "1.1"))
    assert nomor is not None
    tambah_dari_referensi(k, judul.id, nomor)
    db.session.flush()
    with pytest.raises(Invalid) as tolak:
        cabut(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert str(tolak.value) == "Tidak bisa dicabut: analisa yang ditambahkan dipakai 1 pekerjaan di 1 proyek."
    # Who may read the project is told which, and by what.
    k.proyek.pemilik_id = admin.id
    for _ in range(3):
        tambah_dari_referensi(k, judul.id, nomor)
    db.session.flush()
    with pytest.raises(Invalid) as tolak:
        cabut(db.session(), get_impor(db.session(), impor.id), admin.id)
    uraian = "; ".join(["Galian tanah biasa"] * 3)
    assert f"4 pekerjaan di 1 proyek. Proyek Anda: “{k.proyek.nama}” ({uraian}, +1)." in str(tolak.value)
    assert set(db.session.scalars(select(Pekerjaan.referensi_id))) == {nomor}


def test_not_after_a_later_change(db: SQLAlchemy, admin: Pengguna) -> None:
    pertama, _angka = tertulis(admin)
    db.session.commit()
    kedua, _angka = tertulis(admin, csv(BERUBAH))
    db.session.commit()
    with pytest.raises(Invalid) as tolak:
        cabut(db.session(), get_impor(db.session(), pertama.id), admin.id)
    assert tolak.value.kode == "diubah_lagi"
    db.session.rollback()
    cabut(db.session(), get_impor(db.session(), kedua.id), admin.id)


def test_two_admins_write_at_once(app: Flask, db: SQLAlchemy, admin: Pengguna) -> None:
    """Two imports of one file into one new edition, committed by two threads: the second finds all in place."""
    nomor = [terbaca(admin).id, terbaca(buat_pengguna(admin=True)).id]
    db.session.commit()
    angka: list[dict[str, int]] = []
    palang = threading.Barrier(2)

    def tulis(satu: int) -> None:
        with app.app_context():
            palang.wait()
            angka.append(komit(basis.session(), get_impor(basis.session(), satu), None))
            basis.session.commit()
            basis.session.remove()

    utas = [threading.Thread(target=tulis, args=(n,)) for n in nomor]
    for u in utas:
        u.start()
    for u in utas:
        u.join(20)
    assert sorted((a["baru"], a["sama"]) for a in angka) == [(0, 2), (2, 0)]
    assert len(isi_katalog(db)) == 2


def test_read_again_drops_what_was_staged(db: SQLAlchemy, admin: Pengguna) -> None:
    impor = terbaca(admin)
    for _ in range(2):
        baca(db.session(), get_impor(db.session(), impor.id), lambda _a, _b, _c: None)
    assert len(banding(impor)) == 2
    assert db.session.scalar(select(func.count()).select_from(Impor)) == 1


def test_nothing_to_write(db: SQLAlchemy, admin: Pengguna) -> None:
    """No edition is made for a file of which nothing can be written."""
    impor = terbaca(admin, csv([("2.1", "Beton", "m3", [("BHN", "Semen", "kg", "banyak")])]))
    with pytest.raises(Invalid) as tolak:
        komit(db.session(), get_impor(db.session(), impor.id), admin.id)
    assert tolak.value.kode == "kosong"
    assert db.session.scalar(select(func.count()).select_from(Edisi)) == 0


def test_groups_by_code_where_the_file_says_none(db: SQLAlchemy, admin: Pengguna) -> None:
    """Only what is new is put into a group: what is there keeps its own, and the same file changes nothing."""
    _impor, _angka = tertulis(admin, csv([DUA[0], ("2.10.1", "Beton", "m3", DUA[0][3])]))
    db.session.execute(text("UPDATE ahsp_referensi SET grup = 'Tanah' WHERE kode = '1.1'"))
    isi = csv([DUA[0], ("2.10.1", "Beton", "m3", DUA[0][3]), ("2.9.1", "Beton ringan", "m3", DUA[0][3])])
    impor, _angka = tertulis(admin, isi)
    assert banding(impor) == {"1.1": "sama", "2.10.1": "sama", "2.9.1": "baru"}
    edisi = db.session.scalar(select(Edisi.id))
    assert edisi is not None
    assert daftar_grup(db.session(), edisi) == [("Tanah", 1), ("2.9", 1), ("2.10", 1)]


def test_what_the_catalogue_knows_of_a_coefficient(db: SQLAlchemy, admin: Pengguna) -> None:
    """A single analysis has nothing beside it to be judged by; the catalogue has."""
    lazim: list[Baris] = [(f"1.{n}", f"Adukan {n}", "m3", [("BHN", "Kapur", "kg", f"0,4{n}")]) for n in range(1, 5)]
    tertulis(admin, csv(lazim))
    satu: list[Baris] = [("2.1", "Adukan lain", "m3", [("BHN", "Kapur", "kg", "475"), ("BHN", "Air", "liter", "215")])]
    impor = terbaca(admin, csv(satu), edisi="Edisi lain")
    m = db.session.scalars(select(ImporMasalah).where(ImporMasalah.impor_id == impor.id)).one()
    assert (m.kode, m.usul, m.isi["tengah"]) == ("titik_hilang", {"kolom": "koefisien", "nilai": "0.475"}, "0,42")
    terima_usul(db.session(), get_impor(db.session(), impor.id), m.id)
    baris = db.session.execute(
        select(ImporKomponen.uraian, ImporKomponen.koefisien, ImporKomponen.tingkat).where(
            ImporKomponen.impor_id == impor.id
        )
    ).all()
    assert {(b.uraian, str(b.koefisien.normalize()), b.tingkat) for b in baris} == {
        ("Kapur", "0.475", 0),
        ("Air", "215", 0),
    }
    assert db.session.scalars(select(ImporAnalisa.tingkat).where(ImporAnalisa.impor_id == impor.id)).one() == 0
