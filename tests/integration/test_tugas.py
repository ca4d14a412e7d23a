"""Jobs: asked for once, taken fairly, ended once, found when their worker is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ahsp_app.calc.galat import N_
from ahsp_app.errors import Invalid
from ahsp_app.jobs import kerja
from ahsp_app.models import Pengguna, Tugas
from ahsp_app.services import tugas as layanan
from ahsp_app.services.tugas_lapor import Pelapor
from tests.factories import buat_pengguna, masuk

JENIS = ("uji",)


@pytest.fixture
def orang(db: SQLAlchemy) -> Pengguna:
    return buat_pengguna()


@pytest.fixture
def pelaksana(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What jobs of kind `uji` do, to be replaced by a test."""
    isi: dict[str, Any] = {"uji": lambda _sesi, masukan, _lapor: {"dapat": masukan}}
    monkeypatch.setattr(kerja, "JENIS", isi)
    return isi


def minta(db: SQLAlchemy, orang: Pengguna, n: int = 1, kunci: str | None = None) -> Tugas:
    t = layanan.minta(db.session(), orang.id, "uji", f"Tugas {n}", {"n": n}, kunci=kunci)
    db.session.commit()
    return t


def test_the_same_request_is_one_job(db: SQLAlchemy, orang: Pengguna) -> None:
    satu = minta(db, orang, kunci="ekspor:1")
    assert minta(db, orang, kunci="ekspor:1").id == satu.id
    assert minta(db, orang, kunci="ekspor:2").id != satu.id
    lain = buat_pengguna()
    assert minta(db, lain, kunci="ekspor:1").id != satu.id
    layanan.batalkan(satu)
    db.session.commit()
    assert minta(db, orang, kunci="ekspor:1").id != satu.id


def test_not_too_many_wait(db: SQLAlchemy, orang: Pengguna) -> None:
    for n in range(layanan.MAKS_ANTRE):
        minta(db, orang, n)
    with pytest.raises(Invalid) as tolak:
        minta(db, orang)
    assert tolak.value.kode == "antre_penuh"


def test_two_at_a_time_and_everyone_in_turn(db: SQLAlchemy, orang: Pengguna) -> None:
    banyak = [minta(db, orang, n).id for n in range(4)]
    lain = minta(db, buat_pengguna()).id
    diambil = []
    while t := layanan.ambil(db.session(), JENIS):
        diambil.append(t.id)
        db.session.commit()
    assert diambil == [banyak[0], lain, banyak[1]]
    layanan.selesai(db.session(), banyak[0], 1, {})
    db.session.commit()
    t = layanan.ambil(db.session(), JENIS)
    assert t is not None
    assert t.id == banyak[2]
    assert layanan.ambil(db.session(), ("lain",)) is None


def test_done_with_its_work(db: SQLAlchemy, orang: Pengguna, pelaksana: dict[str, Any]) -> None:
    nomor = minta(db, orang, 7).id
    kerja.kerjakan()
    db.session.expire_all()
    t = db.session.get_one(Tugas, nomor)
    assert (t.status, t.hasil, t.percobaan) == ("selesai", {"dapat": {"n": 7}}, 1)
    assert t.selesai is not None


@pytest.mark.parametrize("kesalahan", [Invalid("x", N_("Berkas rusak.")), RuntimeError("rahasia")])
def test_failed_and_run_again(db: SQLAlchemy, orang: Pengguna, pelaksana: dict[str, Any], kesalahan: Exception) -> None:
    def gagal(sesi: Session, _masukan: Mapping[str, Any], _lapor: Pelapor) -> dict[str, Any]:
        sesi.execute(update(Pengguna).values(nama="Setengah jadi"))
        raise kesalahan

    pelaksana["uji"] = gagal
    nomor = minta(db, orang).id
    kerja.kerjakan()
    db.session.expire_all()
    t = db.session.get_one(Tugas, nomor)
    assert t.status == "gagal"
    assert t.galat == ("Berkas rusak." if isinstance(kesalahan, Invalid) else kerja.TAK_TERDUGA)
    assert db.session.scalar(select(Pengguna.nama).where(Pengguna.id == orang.id)) == "Estimator"
    pelaksana["uji"] = lambda _s, _m, _l: {}
    layanan.ulangi(db.session(), layanan.get_milik(db.session(), orang.id, nomor))
    db.session.commit()
    kerja.kerjakan()
    db.session.expire_all()
    assert (t.status, t.percobaan, t.galat) == ("selesai", 2, "")


def test_progress_is_seen_and_taking_back_stops_it(db: SQLAlchemy, orang: Pengguna, pelaksana: dict[str, Any]) -> None:
    dilihat: list[Any] = []

    def lama(sesi: Session, _masukan: Mapping[str, Any], lapor: Pelapor) -> dict[str, Any]:
        sesi.execute(update(Pengguna).where(Pengguna.id == orang.id).values(nama="Setengah jadi"))
        lapor.mulai("Membaca")
        with db.engine.begin() as lain:
            dilihat.append(lain.execute(select(Tugas.langkah, Tugas.status)).one())
            lain.execute(update(Tugas).values(minta_batal=True))
        lapor.mulai("Menulis")
        return {}

    pelaksana["uji"] = lama
    nomor = minta(db, orang).id
    kerja.kerjakan()
    db.session.expire_all()
    assert dilihat == [("Membaca", "jalan")]
    assert db.session.get_one(Tugas, nomor).status == "batal"
    assert orang.nama == "Estimator"


def test_a_worker_that_is_gone(db: SQLAlchemy, orang: Pengguna, pelaksana: dict[str, Any]) -> None:
    minta(db, orang, kunci="k")
    t = layanan.ambil(db.session(), JENIS)
    assert t is not None
    db.session.commit()
    assert layanan.sapu(db.session()) is False
    assert t.status == "jalan"
    db.session.execute(update(Tugas).values(denyut=func.now() - timedelta(seconds=61)))
    layanan.sapu(db.session())
    db.session.commit()
    db.session.expire_all()
    assert (t.status, t.galat) == ("gagal", layanan.BERHENTI)
    # If it was only slow, what it did is not taken any more.
    with pytest.raises(layanan.Dibatalkan):
        layanan.selesai(db.session(), t.id, t.percobaan, {})
    layanan.ulangi(db.session(), t)
    db.session.commit()
    assert layanan.sapu(db.session()) is True
    with pytest.raises(layanan.Dibatalkan):
        layanan.selesai(db.session(), t.id, t.percobaan, {})


def test_old_ones_are_forgotten(db: SQLAlchemy, orang: Pengguna) -> None:
    t = minta(db, orang)
    layanan.batalkan(t)
    db.session.flush()
    db.session.execute(update(Tugas).values(selesai=func.now() - timedelta(days=31)))
    layanan.sapu(db.session())
    assert db.session.scalar(select(func.count()).select_from(Tugas)) == 0


def test_pages_of_my_jobs_only(db: SQLAlchemy, client: FlaskClient, orang: Pengguna) -> None:
    nomor = minta(db, orang).id
    db.session.commit()
    masuk(client, buat_pengguna())
    for metode, url in [("GET", ""), ("POST", "/batal"), ("POST", "/ulang")]:
        assert client.open(f"/tugas/{nomor}{url}", method=metode).status_code == 404
    masuk(client, orang)
    assert "Tugas 1" in client.get("/tugas").text
    htmx = {"HX-Request": "true"}
    potongan = client.get(f"/tugas/{nomor}?segarkan=1", headers=htmx)
    assert "hx-trigger" in potongan.text
    assert "HX-Refresh" not in potongan.headers
    assert client.post(f"/tugas/{nomor}/batal", headers=htmx).status_code == 200
    akhir = client.get(f"/tugas/{nomor}?segarkan=1", headers=htmx)
    assert "hx-trigger" not in akhir.text
    assert akhir.headers["HX-Refresh"] == "true"
    assert client.post(f"/tugas/{nomor}/ulang").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Tugas, nomor).status == "antre"
