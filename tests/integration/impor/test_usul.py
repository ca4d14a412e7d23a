"""Suggestions are looked over before they are accepted together, and can be taken back together."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import Impor, ImporAnalisa, ImporKomponen, ImporMasalah, Pengguna
from tests.factories_impor import Baris, csv, terbaca

HTMX = {"HX-Request": "true"}
ISI: list[Baris] = [
    (f"2.{n}", f"Beton {n}", "m3", [("BHN", "Semen", satuan, "326"), ("TK", "Pekerja", "OH", "1,5")])
    for n, satuan in enumerate(("kgg", "kgg", "kg", "literr"))
]


@pytest.fixture
def impor(db: SQLAlchemy, admin: Pengguna) -> Impor:
    satu = terbaca(admin, csv(ISI))
    db.session.commit()
    return satu


def keadaan(db: SQLAlchemy) -> list[tuple[str, int, int]]:
    """Unit and level of each cement, and the level of its analysis."""
    db.session.expire_all()
    pilih = select(ImporKomponen.satuan, ImporKomponen.tingkat, ImporAnalisa.tingkat).join(
        ImporAnalisa, ImporAnalisa.id == ImporKomponen.analisa_id
    )
    baris = db.session.execute(pilih.where(ImporKomponen.uraian == "Semen").order_by(ImporKomponen.id))
    return [(b[0], b[1], b[2]) for b in baris]


def kode(db: SQLAlchemy) -> str:
    return db.session.scalars(select(ImporMasalah.kode).where(ImporMasalah.usul.is_not(None))).first() or ""


def test_seen_ticked_accepted_and_taken_back(db: SQLAlchemy, client: FlaskClient, impor: Impor) -> None:
    dasar, dulu = f"/impor/{impor.id}", keadaan(db)
    satu = kode(db)
    assert "Lihat 3 usul" in client.get(dasar).text
    halaman = client.get(f"{dasar}/usul?kode={satu}").text
    assert halaman.count(" checked") == 3
    assert [re.sub("<.*?>", "", t) for t in re.findall("<(?:del|ins)>.*?</", halaman)] == [
        "kgg</", "kg</", "kgg</", "kg</", "literr</", "liter</",
    ]  # fmt: skip
    pilih = re.findall(r'name="pilih" value="(\d+)"', halaman)
    jawab = client.post(f"{dasar}/usul", data={"kode": satu, "pilih": pilih[:2]}, headers=HTMX)
    assert jawab.headers["HX-Redirect"] == dasar
    assert keadaan(db) == [("kg", 0, 0), ("kg", 0, 0), ("kg", 0, 0), dulu[3]]
    halaman = client.get(dasar).text
    assert "2 usul diterima bersama-sama." in halaman
    # One of them is changed again by hand: that stays.
    k = db.session.scalars(
        select(ImporKomponen).where(ImporKomponen.uraian == "Semen").order_by(ImporKomponen.id)
    ).first()
    assert k is not None
    client.post(f"{dasar}/komponen/{k.id}", data={"satuan": "liter", "versi": str(k.versi)}, headers=HTMX)
    assert client.post(f"{dasar}/usul/urungkan/1", headers=HTMX).status_code == 204
    assert keadaan(db) == [("liter", 0, 0), *dulu[1:]]
    assert "Lihat 2 usul" in client.get(dasar).text
    assert client.post(f"{dasar}/usul/urungkan/1", headers=HTMX).status_code == 422
    # All that are sure, again, and back.
    assert client.post(f"{dasar}/usul", data={"kode": satu, "semua": "1"}).status_code == 303
    assert [k[0] for k in keadaan(db)] == ["liter", "kg", "kg", "liter"]
    client.post(f"{dasar}/usul/urungkan/2")
    assert keadaan(db) == [("liter", 0, 0), *dulu[1:]]


def test_weak_ones_are_not_ticked_and_not_among_all(db: SQLAlchemy, client: FlaskClient, impor: Impor) -> None:
    lemah = db.session.scalars(select(ImporMasalah).where(ImporMasalah.usul.is_not(None))).first()
    assert lemah is not None
    assert lemah.usul is not None
    lemah.usul = lemah.usul | {"lemah": True}
    db.session.commit()
    dasar = f"/impor/{impor.id}/usul"
    halaman = client.get(f"{dasar}?kode={lemah.kode}").text
    assert (halaman.count(" checked"), halaman.count("kurang pasti")) == (2, 2)
    client.post(dasar, data={"kode": lemah.kode, "semua": "1"})
    assert [k[0] for k in keadaan(db)] == ["kgg", "kg", "kg", "liter"]
    client.post(dasar, data={"kode": lemah.kode, "pilih": str(lemah.id)})
    assert [k[0] for k in keadaan(db)] == ["kg", "kg", "kg", "liter"]


def test_one_at_its_row_and_none_at_all(db: SQLAlchemy, client: FlaskClient, impor: Impor) -> None:
    m = db.session.scalars(select(ImporMasalah).where(ImporMasalah.usul.is_not(None))).first()
    assert m is not None
    url = f"/impor/{impor.id}/usul"
    for _kali in (1, 2):
        assert client.post(f"{url}/{m.id}", headers=HTMX).status_code == 200
    assert keadaan(db)[0] == ("kg", 0, 0)
    assert "Centang dulu" in client.post(url, data={"kode": m.kode}).text
    assert "Tidak ada usul lagi" in client.get(f"{url}?kode=tidak_ada").text


def test_suggestions_of_prices(db: SQLAlchemy, client: FlaskClient, impor: Impor) -> None:
    """A price list has rows without an analysis."""
    impor.jenis = "harga"
    for nama in ("Semen", "Kapur"):
        k = ImporKomponen(
            impor_id=impor.id, urut=1, baris=2, kategori="BHN", uraian=nama, satuan="zk", harga=5, tingkat=1
        )
        db.session.add(k)
        db.session.flush()
        db.session.add(
            ImporMasalah(
                impor_id=impor.id, komponen_id=k.id, kolom="harga", tingkat=1, kode="uji", pola="Coba %(x)s.",
                isi={"x": "ini"}, usul={"kolom": "harga", "nilai": "5000"},
            )
        )  # fmt: skip
    db.session.commit()
    dasar = f"/impor/{impor.id}/usul"
    assert "5.000" in client.get(f"{dasar}?kode=uji").text
    client.post(dasar, data={"kode": "uji", "semua": "1"})
    pilih = select(ImporKomponen.harga, ImporKomponen.tingkat).where(ImporKomponen.analisa_id.is_(None))
    assert {(int(h or 0), t) for h, t in db.session.execute(pilih)} == {(5000, 0)}
    client.post(f"{dasar}/urungkan/1")
    assert {(int(h or 0), t) for h, t in db.session.execute(pilih)} == {(5, 1)}
