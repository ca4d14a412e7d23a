"""Loading editions and price lists: once, in natural order, in few statements."""

from __future__ import annotations

import threading
from typing import Any

from flask import Flask
from sqlalchemy import func, select, text

from ahsp_app.extensions import db as basis
from ahsp_app.models import AHSPReferensi, Edisi, HargaDasar, KomponenReferensi
from ahsp_app.services.demo import muat_demo
from ahsp_app.services.katalog import baca_data, muat_edisi, muat_harga_contoh, muat_katalog_awal


def banyak(db: Any, tabel: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(tabel)) or 0


def test_starter_catalogue(db: Any) -> None:
    dimuat = muat_katalog_awal(db.session())
    data = baca_data("katalog_awal.json")
    assert (dimuat.baru, dimuat.banyak) == (True, len(data["analisa"]))
    assert banyak(db, KomponenReferensi) == sum(len(a["komponen"]) for a in data["analisa"])
    assert muat_katalog_awal(db.session()).baru is False
    assert banyak(db, Edisi) == 1
    kode = list(db.session.scalars(select(AHSPReferensi.kode).order_by(AHSPReferensi.urut)))
    assert kode.index("3.9.8.9") < kode.index("3.11.1.1")


def test_an_edited_catalogue_is_left_alone(db: Any) -> None:
    muat_katalog_awal(db.session())
    db.session.execute(text("UPDATE ahsp_referensi SET uraian = 'Punya kami' WHERE kode = '1.1.1.1'"))
    db.session.execute(text("DELETE FROM ahsp_referensi WHERE kode = '1.1.1.2'"))
    muat_katalog_awal(db.session())
    assert db.session.scalar(select(AHSPReferensi.uraian).where(AHSPReferensi.kode == "1.1.1.1")) == "Punya kami"
    assert db.session.scalar(select(AHSPReferensi.id).where(AHSPReferensi.kode == "1.1.1.2")) is None


def test_every_resource_of_the_catalogue_has_an_example_price(db: Any) -> None:
    muat_katalog_awal(db.session())
    assert muat_harga_contoh(db.session()).baru is True
    assert muat_harga_contoh(db.session()).baru is False
    assert banyak(db, HargaDasar) == len(baca_data("harga_contoh.json")["harga"])


def test_rows_keep_their_order(db: Any) -> None:
    baris = {"kategori": "BHN", "kode": None, "satuan": "kg", "koefisien": "0.0000000001"}
    analisa = [
        {
            "kode": kode,
            "grup": "G",
            "uraian": f"U {kode}",
            "satuan": "m3",
            "komponen": [baris | {"uraian": u} for u in u2],
        }
        for kode, u2 in (("1.10", "ba"), ("1.9", "c"), ("1.9.1", ""))
    ]
    muat_edisi(db.session(), {"edisi": {"nama": "E"}, "analisa": analisa})
    a, k = AHSPReferensi, KomponenReferensi
    isi = db.session.execute(select(a.kode, k.uraian).join(k, k.ahsp_id == a.id).order_by(a.urut, k.urut)).all()
    assert [tuple(b) for b in isi] == [("1.9", "c"), ("1.10", "b"), ("1.10", "a")]


def test_two_loads_at_once(app: Flask, clean: None) -> None:
    salah: list[BaseException] = []

    def muat() -> None:
        try:
            with app.app_context():
                muat_demo(basis.session())
                basis.session.commit()
        except BaseException as galat:
            salah.append(galat)

    utas = [threading.Thread(target=muat) for _ in range(3)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert salah == []
    with app.app_context():
        for tabel in ("edisi", "daftar_harga", "pengguna", "proyek"):
            assert basis.session.scalar(text(f"SELECT count(*) FROM {tabel}")) == 1  # noqa: S608
