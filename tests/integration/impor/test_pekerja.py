"""A worker that is killed while it reads or writes leaves nothing half done, and the job can be run again."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, update

from ahsp_app.config import Settings
from ahsp_app.models import AHSPReferensi, Impor, ImporAnalisa, Tugas
from ahsp_app.services import impor as layanan
from ahsp_app.services import tugas
from ahsp_app.services.impor_komit import get_impor
from tests.factories import buat_pengguna, masuk
from tests.factories_impor import csv, jalankan_tugas, terbaca
from tests.pekerja import pekerja, terhenti_di, tunggu

pytestmark = pytest.mark.lambat


@pytest.mark.parametrize(("langkah", "tabel"), [("baca", "impor_komponen"), ("komit", "komponen_referensi")])
def test_killed_in_the_middle(
    db: SQLAlchemy,
    client: FlaskClient,
    lingkungan: dict[str, str],
    settings: Settings,
    langkah: str,
    tabel: str,
) -> None:
    admin = buat_pengguna(admin=True)
    masuk(client, admin)
    if langkah == "baca":
        impor = layanan.buat(db.session(), admin.id, "a.csv", csv(), tujuan={"nama": "Edisi uji"})
        t = layanan.minta_baca(db.session(), impor, admin.id)
    else:
        impor = terbaca(admin)
        t = layanan.minta_komit(db.session(), get_impor(db.session(), impor.id), admin.id)
    db.session.commit()
    nomor, url = t.id, f"/impor/{impor.id}"
    db.session.rollback()
    with psycopg.connect(str(settings.database_url)) as penjaga, pekerja(lingkungan) as proses:
        penjaga.execute(f"LOCK TABLE {tabel} IN ACCESS EXCLUSIVE MODE")
        from ahsp_app.extensions import huey

        huey.bangunkan()
        with psycopg.connect(str(settings.database_url), autocommit=True) as lain:
            tunggu(lambda: terhenti_di(lain, tabel))
        proses.kill()
        proses.wait(10)
        penjaga.rollback()
    db.session.expire_all()
    if langkah == "baca":
        assert db.session.scalar(select(func.count()).select_from(ImporAnalisa)) == 0
    assert db.session.scalar(select(func.count()).select_from(AHSPReferensi)) == 0
    t = db.session.get_one(Tugas, nomor)
    assert t.status == "jalan"
    db.session.execute(update(Tugas).values(denyut=func.now() - timedelta(seconds=61)))
    # Before the sweep the page says it by itself; after it the row does.
    assert "Server berhenti saat mengerjakan ini. Coba lagi." in client.get(url).text
    tugas.sapu(db.session())
    db.session.commit()
    assert "Server berhenti saat mengerjakan ini. Coba lagi." in client.get(url).text
    assert client.post(f"/tugas/{nomor}/ulang", data={"kembali": url}).headers["Location"] == url
    jalankan_tugas()
    impor = db.session.scalars(select(Impor)).one()
    assert impor.status == ("siap" if langkah == "baca" else "dikomit")
    assert db.session.get_one(Tugas, nomor).percobaan == 2
