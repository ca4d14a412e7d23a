"""Updates from the catalogue and proposals to it: both are explicit acts of people."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from ahsp_app.models import AHSPReferensi, Edisi, Komponen, KomponenReferensi, Pekerjaan, Pengguna, Riwayat, Usulan
from ahsp_app.queries.pembaruan import ada_pembaruan, banyak_pembaruan, daftar_pembaruan
from ahsp_app.services.analisa import ubah_koefisien
from ahsp_app.services.edisi import buat_edisi
from ahsp_app.services.katalog_ubah import get_analisa, ubah_analisa
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.factories import buat_pengguna, masuk
from tests.factories_impor import Baris, csv, tertulis
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja
from tests.keutuhan import cacat

BARU: list[Baris] = [
    ("1.1", "Galian tanah biasa", "m3", [("TK", "Pekerja", "OH", "0,8"), ("TK", "Kepala tukang", "OH", "0,1")])
]


@pytest.fixture
def admin(db: SQLAlchemy) -> Pengguna:
    return buat_pengguna(admin=True)


def test_taken_over_only_when_asked(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    tertulis(admin)
    k = kerja()
    nomor = db.session.scalars(select(AHSPReferensi.id).where(AHSPReferensi.kode == "1.1")).one()
    p = tambah_dari_referensi(k, buat_judul(k).id, nomor)
    db.session.flush()
    a = get_analisa(db.session(), nomor)
    ubah_analisa(db.session(), admin.id, a, a.versi, {"grup": "Tanah"})
    assert not ada_pembaruan(db.session(), k.proyek.id, p.id)  # nothing of the analysis itself
    tertulis(admin, csv(BARU))
    db.session.commit()
    assert banyak_pembaruan(db.session(), k.proyek.id) == 1
    (satu,) = daftar_pembaruan(db.session(), k.proyek.id)
    assert [(b.uraian, b.lama is None, b.baru is None) for b in satu.baris if b.berbeda] == [
        ("Pekerja", False, False), ("Mandor", False, True), ("Kepala tukang", True, False),
    ]  # fmt: skip
    masuk(client, db.session.get_one(Pengguna, k.proyek.pemilik_id))
    url = f"/proyek/{k.proyek.id}"
    assert "pembaruan tersedia" in client.get(f"{url}/analisa/{p.id}").text
    assert "0,75" in client.get(f"{url}/pembaruan").text
    pohon = client.get(f"{url}/pekerjaan").text
    assert "1 pekerjaan punya pembaruan dari katalog." in pohon
    assert f'href="{url}/pembaruan#pekerjaan-{p.id}">pembaruan tersedia</a>' in pohon
    assert client.post(f"{url}/pembaruan/{p.id}", data={"versi": str(p.versi + 5)}).status_code == 409
    assert client.post(f"{url}/pembaruan/{p.id}", data={"versi": str(p.versi)}).status_code == 303
    db.session.expire_all()
    koefisien = db.session.scalars(
        select(Komponen.koefisien).where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None))
    ).all()
    assert sorted(str(x.normalize()) for x in koefisien) == ["0.1", "0.8"]
    assert p.sumber == "referensi"
    assert not banyak_pembaruan(db.session(), k.proyek.id)
    assert "Tidak ada pembaruan" in client.get(f"{url}/pembaruan").text
    assert "Mengambil pembaruan katalog" in client.get(f"{url}/riwayat").text
    assert cacat(db.session(), k.proyek.id) == []


def test_taking_over_is_taken_back(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    tertulis(admin)
    k = kerja()
    p = tambah_dari_referensi(k, buat_judul(k).id, db.session.scalars(select(AHSPReferensi.id)).first())
    satu = db.session.scalars(select(Komponen).where(Komponen.pekerjaan_id == p.id).order_by(Komponen.urut)).first()
    ubah_koefisien(k, satu, satu.versi, Decimal("1.5"))
    tertulis(admin, csv(BARU))
    db.session.commit()
    masuk(client, db.session.get_one(Pengguna, k.proyek.pemilik_id))
    url = f"/proyek/{k.proyek.id}"
    semula = _isi(db, p)
    assert client.post(f"{url}/pembaruan/{p.id}", data={"versi": str(p.versi)}).status_code == 303
    halaman = client.get(f"{url}/pembaruan").text
    urungkan = re.search(rf'action="({url}/riwayat/\d+/kembalikan)"', halaman)
    assert urungkan
    sesudah = _isi(db, p)
    assert sesudah != semula
    assert client.post(urungkan[1]).status_code == 303
    assert _isi(db, p) == semula
    assert (p.sumber, banyak_pembaruan(db.session(), k.proyek.id)) == ("ubahan", 1)
    assert cacat(db.session(), k.proyek.id) == []
    # that too is in the history and taken back from there
    akhir = db.session.scalars(select(Riwayat.id).order_by(Riwayat.id.desc())).first()
    assert "Mengambil pembaruan katalog" in client.get(f"{url}/riwayat").text
    assert client.post(f"{url}/riwayat/{akhir}/kembalikan").status_code == 303
    assert _isi(db, p) == sesudah
    assert not banyak_pembaruan(db.session(), k.proyek.id)


def _isi(db: SQLAlchemy, p: Pekerjaan) -> list[object]:
    db.session.expire_all()
    pilih = select(Komponen.koefisien).where(Komponen.pekerjaan_id == p.id, Komponen.sampah_id.is_(None))
    return [p.uraian, p.satuan, p.referensi, p.sumber, sorted(str(x.normalize()) for x in db.session.scalars(pilih))]


def test_proposed_and_accepted(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    kantor = buat_edisi(db.session(), admin.id, {"nama": "Perpustakaan kantor", "kantor": True})
    biasa = buat_edisi(db.session(), admin.id, {"nama": "Resmi"})
    k = kerja()
    p = buat_pekerjaan(k, "Pasangan batu khusus", judul=buat_judul(k), komponen=[SEMEN])
    db.session.commit()
    pemilik = db.session.get_one(Pengguna, k.proyek.pemilik_id)
    masuk(client, pemilik)
    url = f"/proyek/{k.proyek.id}/analisa/{p.id}/usul"
    assert "Perpustakaan kantor" in client.get(url).text
    assert client.post(url, data={"edisi_id": str(biasa.id)}).status_code == 422
    for _ in range(2):  # again: the same proposal
        assert client.post(url, data={"edisi_id": str(kantor.id), "catatan": "Sering dipakai"}).status_code == 303
    u = db.session.scalars(select(Usulan)).one()
    assert (u.status, u.isi["komponen"][0]["uraian"]) == ("menunggu", "Semen Portland")
    assert "menunggu jawaban" in client.get("/usulan/saya").text
    assert client.post(f"/usulan/{u.id}/jawab", data={"putusan": "terima"}).status_code == 403
    masuk(client, admin)
    assert "Sering dipakai" in client.get("/usulan").text
    assert client.post(f"/usulan/{u.id}/jawab", data={"putusan": "tolak"}).status_code == 422
    assert client.post(f"/usulan/{u.id}/jawab", data={"putusan": "terima"}).status_code == 303
    assert client.post(f"/usulan/{u.id}/jawab", data={"putusan": "terima"}).status_code == 422
    db.session.expire_all()
    a = db.session.scalars(select(AHSPReferensi).where(AHSPReferensi.edisi_id == kantor.id)).one()
    assert (a.uraian, a.id) == ("Pasangan batu khusus", u.ahsp_id)
    assert db.session.scalar(select(func.count()).where(KomponenReferensi.ahsp_id == a.id)) == 1
    assert db.session.get_one(Pekerjaan, p.id).referensi_id is None  # the project is not touched


def test_only_mine_is_taken_back(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    kantor = buat_edisi(db.session(), admin.id, {"nama": "Kantor", "kantor": True})
    isi = {"kode": "", "uraian": "X", "satuan": "m", "komponen": []}
    u = Usulan(pengguna_id=admin.id, edisi_id=kantor.id, isi=isi)
    db.session.add(u)
    db.session.commit()
    masuk(client, buat_pengguna())
    assert client.post(f"/usulan/{u.id}/tarik").status_code == 404
    masuk(client, admin)
    assert client.post(f"/usulan/{u.id}/tarik").status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Edisi.nama)).all() == ["Kantor"]
    assert u.status == "ditarik"
