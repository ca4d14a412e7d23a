"""The page of schedules: everything works without JavaScript; other people see nothing of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.extensions import huey
from ahsp_app.jobs import kerja
from ahsp_app.models import CatatanJadwal, JadwalDokumen, Pengguna, Tugas
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_lembar import SEMEN, buat_pekerjaan
from tests.factories_lembar import kerja as buat_kerja
from tests.html import faults

ISIAN = {
    "nama": "Rapat Senin", "kala": "minggu-0", "jam": "7", "kertas": "F4", "hasil": "zip",
    "isi": ["rekap", "buku-kerja"], "format": ["pdf", "csv"],
}  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def k(db: SQLAlchemy) -> Kerja:
    k = buat_kerja()
    buat_pekerjaan(k, volume="12,5", komponen=[SEMEN])
    return k


@pytest.fixture
def url(client: FlaskClient, k: Kerja, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(huey, "bangunkan", lambda: None)
    masuk(client, k.sesi.get_one(Pengguna, k.proyek.pemilik_id))
    return f"/proyek/{k.proyek.id}/dokumen/jadwal"


def satu(k: Kerja) -> JadwalDokumen:
    k.sesi.expire_all()
    return k.sesi.scalars(select(JadwalDokumen)).one()


def test_added_changed_paused_deleted(client: FlaskClient, k: Kerja, url: str) -> None:
    assert url in client.get(f"/proyek/{k.proyek.id}/dokumen").text
    assert faults(client.get(url).text) == []
    assert client.post(url, data=ISIAN).status_code == 303
    j = satu(k)
    assert (j.nama, j.tiap, j.hari, j.jam) == ("Rapat Senin", "minggu", 0, 7)
    p = j.permintaan
    assert (p["laporan"], p["format"], p["zip"], p["abaikan"]) == (["rekap", "buku-kerja"], ["pdf", "csv"], True, True)
    assert p["opsi"]["kertas"] == "F4"
    halaman = client.get(url).text
    assert faults(halaman) == []
    assert "setiap Senin pukul 07.00" in halaman
    assert "Rekapitulasi, Buku kerja — ZIP: PDF, CSV" in halaman

    form = client.get(f"{url}/{j.id}").text
    assert faults(form) == []
    assert re.search(r'<option selected value="minggu-0">', form)
    assert re.search(r'checked[^>]*value="csv"', form)
    ubah = ISIAN | {"kala": "bulan-28", "hasil": "pdf", "isi": ["rab"], "versi": "1"}
    assert client.post(f"{url}/{j.id}", data=ubah).status_code == 303
    j = satu(k)
    assert (j.tiap, j.hari, j.versi, j.permintaan["format"]) == ("bulan", 28, 2, ["pdf"])
    basi = client.post(f"{url}/{j.id}", data=ubah | {"nama": "Lain"})
    assert (basi.status_code, "diubah di jendela lain" in basi.text) == (422, True)
    assert faults(basi.text) == []

    assert client.post(f"{url}/{j.id}/jeda", data={"versi": "2"}).status_code == 303
    assert "dijeda" in client.get(url).text
    dilanjutkan = client.post(f"{url}/{j.id}/lanjutkan", data={"versi": "3"}, headers=HTMX)
    assert "dijeda" not in dilanjutkan.text
    riwayat = client.get(f"/proyek/{k.proyek.id}/riwayat").text
    for kata in ("Menjadwalkan dokumen “Rapat Senin”", "Menjeda jadwal", "setiap tanggal 28 pukul 07.00"):
        assert kata in riwayat
    assert client.post(f"{url}/{j.id}/hapus", data={"versi": "3"}).status_code == 409
    assert client.post(f"{url}/{j.id}/hapus", data={"versi": "4"}).status_code == 303
    assert k.sesi.scalars(select(JadwalDokumen)).all() == []


@pytest.mark.parametrize(
    ("isian", "kata"),
    [
        ({"nama": ""}, "Belum diisi."),
        ({"kala": "bulan-31"}, "Pilih salah satu."),
        ({"jam": "24"}, "Pilih salah satu."),
        ({"kertas": "A7"}, "Pilih salah satu."),
        ({"isi": []}, "Pilih sedikitnya satu dokumen."),
        ({"isi": ["rahasia"]}, "Pilih dari yang ditawarkan."),
        ({"format": []}, "Pilih sedikitnya satu format."),
        ({"hasil": "pdf"}, "Buku kerja hanya ikut dalam bundel ZIP."),
    ],
)
def test_refused_at_the_field(client: FlaskClient, k: Kerja, url: str, isian: dict[str, object], kata: str) -> None:
    tolak = client.post(url, data=ISIAN | isian)
    assert (tolak.status_code, kata in tolak.text) == (422, True)
    assert faults(tolak.text) == []
    assert k.sesi.scalars(select(JadwalDokumen)).all() == []


def test_sent_now_and_again(app: Flask, client: FlaskClient, k: Kerja, url: str) -> None:
    client.post(url, data=ISIAN)
    j = satu(k)
    sedang = client.post(f"{url}/{j.id}/kirim", headers=HTMX).text
    assert "Sedang dibuat atau dikirim" in sedang
    assert 'hx-trigger="every' in sedang
    assert "Kirim sekarang" not in sedang
    kerja.kerjakan()
    selesai = client.get(url, headers=HTMX).text
    assert 'hx-trigger="every' not in selesai
    assert "terkirim" in selesai
    assert "Server surat belum diatur" in selesai
    berkas = k.sesi.scalars(select(Tugas.id).where(Tugas.jenis == "dokumen_kirim")).one()
    assert f"/tugas/{berkas}/unduh" in selesai
    assert client.get(f"/tugas/{berkas}/unduh").data[:2] == b"PK"
    assert client.post(f"{url}/{j.id}/kirim-lagi").status_code == 303
    kerja.kerjakan()
    assert [c.status for c in k.sesi.scalars(select(CatatanJadwal))] == ["terkirim", "terkirim"]


def test_ten_lines_of_each(client: FlaskClient, k: Kerja, url: str) -> None:
    client.post(url, data=ISIAN)
    client.post(url, data=ISIAN | {"nama": "Lain"})
    for j in k.sesi.scalars(select(JadwalDokumen)):
        k.sesi.add_all(
            CatatanJadwal(jadwal_id=j.id, status="gagal", pesan=f"{j.nama} {n}.", pada=datetime(2026, 1, n, tzinfo=UTC))
            for n in range(1, 13)
        )
    k.sesi.commit()
    halaman = client.get(url).text
    assert halaman.count("Kirim lagi yang terakhir") == 2
    for nama in ("Rapat Senin", "Lain"):
        assert [n for n in range(1, 13) if f"{nama} {n}." in halaman] == list(range(3, 13))


def test_an_archived_project_is_only_read(client: FlaskClient, k: Kerja, url: str) -> None:
    client.post(url, data=ISIAN)
    k.proyek.diarsipkan = datetime.now(UTC)
    k.sesi.commit()
    halaman = client.get(url).text
    assert "Rapat Senin" in halaman
    assert "Tambah jadwal" not in halaman
    assert "Kirim sekarang" not in halaman
    assert client.post(url, data=ISIAN).status_code == 403


def test_other_people_and_other_projects(app: Flask, client: FlaskClient, k: Kerja, url: str) -> None:
    client.post(url, data=ISIAN)
    nomor = satu(k).id
    lain = buat_kerja()
    orang = app.test_client()
    masuk(orang, k.sesi.get_one(Pengguna, lain.proyek.pemilik_id))
    sendiri = f"/proyek/{lain.proyek.id}/dokumen/jadwal/{nomor}"
    for alamat in (f"{url}/{nomor}", sendiri):
        assert orang.get(alamat).status_code == 404
        for tindakan in ("", "/jeda", "/lanjutkan", "/hapus", "/kirim", "/kirim-lagi"):
            assert orang.post(alamat + tindakan, data=ISIAN | {"versi": "1"}).status_code == 404
    assert orang.get(url).status_code == 404
    assert k.sesi.scalars(select(Tugas)).all() == []
    masuk(client, buat_pengguna(admin=True))
    assert client.get(url).status_code == 404


def test_with_a_mail_server_nothing_is_missing(
    app: Flask, client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Server surat belum diatur" in client.get(url).text
    atur = replace(app.extensions["settings"], smtp_url="smtp://surat.test")
    monkeypatch.setitem(app.extensions, "settings", atur)
    assert "Server surat belum diatur" not in client.get(url).text
