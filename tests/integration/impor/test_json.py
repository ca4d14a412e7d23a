"""A catalogue file in JSON goes the same way as any other: judged, shown, compared, written."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import Edisi, Impor, ImporMasalah, Pengguna
from tests.factories_impor import banding, jalankan_tugas, tertulis

KEPALA = {"nama": "Edisi berkas", "tahun": 2027, "bidang": "Cipta Karya", "nomor": "30", "regulasi": "SE 30/2025"}


def analisa(kode: str, *komponen: tuple[str, str, str, str], satuan: str = "m3") -> dict[str, Any]:
    isi = [{"kategori": k[0], "uraian": k[1], "satuan": k[2], "koefisien": k[3]} for k in komponen]
    return {"kode": kode, "grup": "", "uraian": f"Pekerjaan {kode}", "satuan": satuan, "komponen": isi}


def unggah(db: SQLAlchemy, client: FlaskClient, isi: bytes, **lain: str) -> Impor:
    data = {"edisi_id": "", "nama": "", "berkas": (io.BytesIO(isi), "katalog.json")} | lain
    jawab = client.post("/impor", data=data, content_type="multipart/form-data")
    assert jawab.status_code == 303, jawab.text
    jalankan_tugas()
    return db.session.scalars(select(Impor).order_by(Impor.id.desc())).first()  # type: ignore[return-value]


def berkas(*isi: dict[str, Any], **edisi: Any) -> bytes:
    return json.dumps({"format": "ahsp-katalog", "versi": 1, "edisi": KEPALA | edisi, "analisa": isi}).encode()


def test_it_is_judged_like_any_other_file(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    semen = ("BHN", "Semen", "kg", "6.24")
    impor = unggah(
        db, client,
        berkas(
            analisa("1", semen, semen, ("TK", "Pekerja", "OH", "0")),
            analisa("2", ("BHN", "Pasir", "", "0.5")),
            analisa("2", ("BHN", "Paku", "kg", "13125"), satuan=""),
            analisa("3"),
        ),
    )  # fmt: skip
    kode = set(db.session.scalars(select(ImporMasalah.kode).where(ImporMasalah.impor_id == impor.id)))
    assert kode == {
        "baris_ganda", "koefisien_nol", "satuan_kosong", "kode_berbeda_isi", "titik_hilang", "tanpa_komponen",
    }  # fmt: skip
    halaman = client.get(f"/impor/{impor.id}").text
    assert "Edisi berkas: berkas katalog JSON" in halaman
    assert "4 analisa, 5 komponen" in halaman
    assert "Lembar dan kolom" not in halaman
    assert client.get(f"/impor/{impor.id}/lembar").status_code == 404
    assert client.post(f"/impor/{impor.id}/lembar").status_code == 404


def test_it_says_what_its_edition_is_where_nothing_else_was_said(
    db: SQLAlchemy, client: FlaskClient, admin: Pengguna
) -> None:
    isi = berkas(analisa("1", ("TK", "Pekerja", "OH", "0.5")))
    for lain in ({}, {"nama": "Edisi lain", "tahun": "2028"}):
        impor = unggah(db, client, isi, **lain)
        client.post(f"/impor/{impor.id}/komit")
        jalankan_tugas()
    edisi = db.session.execute(select(Edisi.nama, Edisi.tahun, Edisi.bidang, Edisi.regulasi).order_by(Edisi.id)).all()
    assert [tuple(e) for e in edisi] == [
        ("Edisi berkas", 2027, "Cipta Karya", "SE 30/2025"),
        ("Edisi lain", 2028, "Cipta Karya", "SE 30/2025"),
    ]


def test_an_edition_that_goes_out_and_in_is_the_same(db: SQLAlchemy, client: FlaskClient, admin: Pengguna) -> None:
    _impor, _angka = tertulis(admin)
    db.session.commit()
    edisi = db.session.scalars(select(Edisi)).one()
    isi = client.get(f"/edisi/{edisi.id}/ekspor?format=json").data
    for lain in ({}, {"edisi_id": str(edisi.id)}):
        assert set(banding(unggah(db, client, isi, **lain)).values()) == {"sama"}
    assert db.session.scalars(select(Edisi.nama)).all() == ["Edisi uji"]


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (b"[1,2]", "Berkas ini JSON, tetapi bukan edisi katalog"),
        (b'{"format": "ahsp-proyek"}', "Ini berkas proyek (RAB), bukan katalog"),
        (b'{"format": "ahsp-katalog", ', "bukan JSON yang benar"),
    ],
)
def test_what_is_no_edition_is_refused_at_once(client: FlaskClient, admin: Pengguna, isi: bytes, pesan: str) -> None:
    data = {"edisi_id": "", "nama": "", "berkas": (io.BytesIO(isi), "edisi.json")}
    jawab = client.post("/impor", data=data, content_type="multipart/form-data")
    assert jawab.status_code == 422
    assert pesan in jawab.text
