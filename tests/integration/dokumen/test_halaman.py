"""The page of documents: at once or as a job, the checks of the bundle, letterheads, who may download."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import func, select, update
from werkzeug.http import parse_options_header

from ahsp_app.blueprints.dokumen import routes
from ahsp_app.jobs import kerja as pelaksana
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.models import BerkasTugas, DokumenProyek, Kop, Pengguna, PotongBerkas, Tugas
from ahsp_app.services import berkas_tugas, dokumen_atur
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, masuk
from tests.factories_dokumen import gambar_png
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja

HX = {"HX-Request": "true"}
BUNDEL = {"isi": ["rab", "rekap"], "urut-rekap": "2", "urut-rab": "1", "hasil": "pdf", "kertas": "F4"}


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    buat_pekerjaan(k, "Beton fc’ 25 MPa, Ø 12", volume="12,5", judul=buat_judul(k), komponen=[SEMEN])
    db.session.commit()
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik is not None
    masuk(client, pemilik)
    return k


def url(k: Kerja, sisa: str = "") -> str:
    return f"/proyek/{k.proyek.id}/dokumen{sisa}"


def teks_pdf(isi: bytes) -> str:
    return "\n".join(h.get_textpage().get_text_range() for h in pypdfium2.PdfDocument(isi))


@pytest.mark.parametrize("kode", LAPORAN)
def test_every_report_in_every_format_comes_at_once_for_a_small_project(
    client: FlaskClient, k: Kerja, kode: str
) -> None:
    for bentuk, awal in (("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")):
        minta = client.post(url(k, "/minta"), data={"apa": f"{kode}.{bentuk}"}, headers=HX)
        assert minta.status_code == 204
        jawab = client.get(minta.headers["HX-Redirect"])
        assert jawab.status_code == 200
        assert jawab.data.startswith(awal)
        assert jawab.headers["Content-Disposition"].startswith("attachment")
        assert f".{bentuk}" in jawab.headers["Content-Disposition"]
        assert jawab.headers["Cache-Control"] == "private, no-store"


def test_options_travel_to_the_file(client: FlaskClient, k: Kerja) -> None:
    isi = {"apa": "rab.pdf", "kertas": "A3", "arah": "mendatar", "bahasa": "en", "margin": "ya", "nol": "tidak"}
    minta = client.post(url(k, "/minta"), data=isi)
    assert minta.status_code == 303
    dokumen = pypdfium2.PdfDocument(client.get(minta.headers["Location"]).data)
    lebar, tinggi = dokumen[0].get_size()
    assert (round(lebar / 72 * 25.4), round(tinggi / 72 * 25.4)) == (420, 297)
    assert "COST ESTIMATE" in dokumen[0].get_textpage().get_text_range()
    assert "DIRECT COST" in dokumen[0].get_textpage().get_text_range()


@pytest.mark.parametrize("apa", ["", "rab", "rab.exe", "palsu.pdf", "buku-kerja.pdf", "rab.pdf.zip"])
def test_what_there_is_not_is_refused_kindly(client: FlaskClient, k: Kerja, apa: str) -> None:
    jawab = client.post(url(k, "/minta"), data={"apa": apa}, headers=HX)
    assert jawab.status_code == 422
    lain = client.post(url(k, "/minta"), data={"apa": "rab.pdf", "kertas": "B5"}, headers=HX)
    assert lain.status_code == 422
    assert client.get(url(k, "/unduh/palsu.pdf")).status_code == 422


def buat_bundel(db: SQLAlchemy, client: FlaskClient, k: Kerja, **lain: Any) -> Tugas:
    jawab = client.post(url(k, "/bundel"), data=BUNDEL | {"abaikan": "1"} | lain, headers=HX)
    assert jawab.status_code == 200, jawab.text
    assert jawab.headers["HX-Retarget"] == "#berkas"
    tugas = db.session.scalars(select(Tugas).order_by(Tugas.id.desc())).first()
    assert tugas is not None
    return tugas


def test_a_bundle_runs_as_a_job_and_is_told_of_on_any_page(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    tugas = buat_bundel(db, client, k, tempat="Semarang", tanggal="1 Desember 2026")
    assert buat_bundel(db, client, k, tempat="Semarang", tanggal="1 Desember 2026").id == tugas.id
    assert 'hx-get="/tugas/kabar"' in client.get(f"/proyek/{k.proyek.id}/volume").text
    assert "HX-Trigger" not in client.get("/tugas/kabar", headers=HX).headers
    pelaksana.kerjakan()
    kabar = client.get("/tugas/kabar", headers=HX)
    assert "sudah jadi" in kabar.headers["HX-Trigger"]
    assert "hx-get" not in kabar.text
    assert 'hx-get="/tugas/kabar"' not in client.get(f"/proyek/{k.proyek.id}/volume").text
    halaman = client.get(url(k)).text
    assert f"/tugas/{tugas.id}/unduh" in halaman
    jawab = client.get(f"/tugas/{tugas.id}/unduh")
    assert jawab.headers["Content-Disposition"].startswith("attachment; filename")
    teks = teks_pdf(jawab.data)
    assert teks.index("RENCANA ANGGARAN BIAYA") < teks.index("REKAPITULASI")
    assert "Semarang, 1 Desember 2026" in teks
    assert "fc’ 25 MPa, Ø 12" in teks
    lebar, tinggi = pypdfium2.PdfDocument(jawab.data)[1].get_size()
    assert (round(lebar / 72 * 25.4), round(tinggi / 72 * 25.4)) == (215, 330)
    atur = db.session.get(DokumenProyek, k.proyek.id)
    assert atur is not None
    assert (atur.bundel["isi"], atur.kertas, atur.tempat) == (["rab", "rekap"], "F4", "Semarang")


def test_a_zip_has_every_format_and_the_workbook(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    tugas = buat_bundel(db, client, k, hasil="zip", format=["pdf", "csv"], isi=["rekap", "buku-kerja"])
    pelaksana.kerjakan()
    with zipfile.ZipFile(io.BytesIO(client.get(f"/tugas/{tugas.id}/unduh").data)) as arsip:
        nama = arsip.namelist()
        assert [n[:2] for n in nama] == ["01", "01", "02"]
        assert [n.rpartition(".")[2] for n in nama] == ["pdf", "csv", "xlsx"]
        assert "Buku Kerja" in nama[2]
        assert "RAB" in load_workbook(io.BytesIO(arsip.read(nama[2]))).sheetnames


def test_the_gate_stands_before_the_bundle_and_is_printed_when_overridden(
    db: SQLAlchemy, client: FlaskClient, k: Kerja
) -> None:
    buat_pekerjaan(k, "Belum ada apa-apanya", volume="")
    db.session.commit()
    jawab = client.post(url(k, "/bundel"), data=BUNDEL, headers=HX)
    assert jawab.status_code == 200
    assert "Belum ada apa-apanya" in jawab.text
    assert f'href="/proyek/{k.proyek.id}/volume"' in jawab.text
    assert db.session.scalar(select(func.count()).select_from(Tugas)) == 0
    polos = client.post(url(k, "/bundel"), data=BUNDEL)
    assert "<html" in polos.text
    tugas = buat_bundel(db, client, k)
    pelaksana.kerjakan()
    assert "bervolume kosong atau nol" in teks_pdf(client.get(f"/tugas/{tugas.id}/unduh").data).replace("\r\n", " ")


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"isi": []}, "sedikitnya satu dokumen"),
        ({"hasil": "zip", "format": []}, "sedikitnya satu format"),
        ({"kertas": "B5"}, "Pilih kertas"),
        ({"isi": ["buku-kerja"]}, "sedikitnya satu dokumen"),
        ({"tempat": "x" * 101}, "Terlalu panjang"),
    ],
)
def test_a_bundle_that_cannot_be_is_refused_at_its_form(
    db: SQLAlchemy, client: FlaskClient, k: Kerja, ubah: dict[str, Any], kata: str
) -> None:
    jawab = client.post(url(k, "/bundel"), data=BUNDEL | ubah, headers=HX)
    assert jawab.status_code == 422
    assert kata in jawab.text
    assert db.session.get(DokumenProyek, k.proyek.id) is None


def test_only_who_may_read_the_project_now_gets_the_file(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    tugas = buat_bundel(db, client, k)
    pelaksana.kerjakan()
    unduh = f"/tugas/{tugas.id}/unduh"
    assert client.get(unduh).status_code == 200
    client.post(f"/proyek/{k.proyek.id}/arsip")
    assert client.get(unduh).status_code == 200
    rekan = buat_pengguna()
    db.session.commit()
    client.post("/keluar")
    masuk(client, rekan)
    assert client.get(unduh).status_code == 404
    assert client.get(url(k)).status_code == 404
    k.proyek.pemilik_id = rekan.id
    db.session.commit()
    assert client.get(unduh).status_code == 200
    k.proyek.dihapus = func.now()
    db.session.commit()
    assert client.get(unduh).status_code == 404


def test_an_archived_project_can_still_be_printed(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    k.proyek.diarsipkan = func.now()
    db.session.commit()
    assert client.get(url(k)).status_code == 200
    assert client.post(url(k, "/minta"), data={"apa": "rab.pdf"}).status_code == 303
    buat_bundel(db, client, k)


def test_a_file_is_gone_after_a_day_with_all_its_portions(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    tugas = buat_bundel(db, client, k)
    pelaksana.kerjakan()
    db.session.execute(update(BerkasTugas).values(kedaluwarsa=func.now() - timedelta(seconds=1)))
    db.session.commit()
    assert client.get(f"/tugas/{tugas.id}/unduh").status_code == 404
    assert "Berkasnya sudah dihapus" in client.get(url(k)).text
    berkas_tugas.sapu_berkas(db.session())
    db.session.commit()
    for tabel in (BerkasTugas, PotongBerkas):
        assert db.session.scalar(select(func.count()).select_from(tabel)) == 0


def test_a_large_project_gets_jobs_but_csv_at_once(
    db: SQLAlchemy, client: FlaskClient, k: Kerja, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "LANGSUNG", 1)
    jawab = client.post(url(k, "/minta"), data={"apa": "rab.xlsx"}, headers=HX)
    assert jawab.status_code == 200
    assert "RAB rinci (XLSX)" in jawab.text
    assert client.get(url(k, "/unduh/rab.xlsx")).status_code == 404
    pelaksana.kerjakan()
    (nomor,) = set(re.findall(r"/tugas/(\d+)/unduh", client.get(url(k)).text))
    assert client.get(f"/tugas/{nomor}/unduh").data.startswith(b"PK")
    csv = client.post(url(k, "/minta"), data={"apa": "rab.csv"}, headers=HX)
    assert csv.status_code == 204


def test_letterheads_of_the_office_and_of_the_project(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    def simpan(untuk: str, *baris: str, **lain: Any) -> int:
        isi = {"baris": list(baris), **lain}
        return client.post(url(k, f"/kop/{untuk}"), data=isi, content_type="multipart/form-data").status_code

    def cetak() -> str:
        return teks_pdf(client.get(url(k, "/unduh/rekap.pdf")).data)

    assert (
        simpan("kantor", "Kantor Kita", "Jalan Raya 1", logo=(io.BytesIO(gambar_png(900, 700, "JPEG")), "l.jpg")) == 303
    )
    assert "Kantor Kita" in cetak()
    kop = db.session.scalars(select(Kop)).one()
    assert kop.logo is not None
    assert kop.logo.startswith(b"\x89PNG")
    gambar = client.get(url(k, "/kop/kantor/logo"))
    assert (gambar.mimetype, gambar.data) == ("image/png", kop.logo)
    assert client.get(url(k, "/kop/proyek/logo")).status_code == 404
    assert simpan("proyek", "Dinas Contoh") == 303
    assert "Dinas Contoh" in cetak()
    assert "Kantor Kita" not in cetak()
    assert simpan("proyek", "") == 303
    assert "Kantor Kita" in cetak()
    assert simpan("kantor", "", hapus_logo="1") == 303
    assert db.session.scalar(select(func.count()).select_from(Kop)) == 0


@pytest.mark.parametrize(
    ("logo", "kata"),
    [
        (b"GIF89a" + b"\0" * 50, "PNG atau JPEG"),
        (gambar_png()[:60], "PNG atau JPEG"),
        (gambar_png(6001, 1), "titik"),
        (b"\x89PNG" + b"\0" * 30_000, "1 MB"),
        (b"<svg onload=alert(1)>", "PNG atau JPEG"),
    ],
)
def test_a_logo_that_is_none_is_refused(
    db: SQLAlchemy, client: FlaskClient, k: Kerja, logo: bytes, kata: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dokumen_atur, "MAKS_LOGO", 30_000)
    isi = {"baris": ["Tetap diketik"], "logo": (io.BytesIO(logo), "logo.png")}
    jawab = client.post(url(k, "/kop/kantor"), data=isi, content_type="multipart/form-data")
    assert jawab.status_code == 422
    assert kata in jawab.text
    assert "Tetap diketik" in jawab.text
    assert db.session.scalar(select(func.count()).select_from(Kop)) == 0


def test_any_name_can_be_downloaded(db: SQLAlchemy, client: FlaskClient, k: Kerja) -> None:
    """A server refuses a header with anything beyond Latin-1, which the test client does not."""
    k.proyek.nama = "Gedung “A” – Tahap II ≥ 2 Ø"
    db.session.commit()
    tugas = buat_bundel(db, client, k)
    pelaksana.kerjakan()
    for alamat in (url(k, "/unduh/rab.csv"), url(k, "/unduh/rab.pdf"), f"/tugas/{tugas.id}/unduh"):
        kepala = client.get(alamat).headers["Content-Disposition"]
        assert kepala.isascii()
        assert parse_options_header(kepala)[1]["filename"].rpartition(".")[0].endswith("Gedung “A” – Tahap II ≥ 2 Ø")


def test_every_report_within_one_minute(client: FlaskClient, k: Kerja) -> None:
    """Asking and fetching together cost one of what a person may do in a minute, not two."""
    kode = list(LAPORAN)[:10]
    for satu in kode:
        minta = client.post(url(k, "/minta"), data={"apa": f"{satu}.csv"}, headers=HX)
        assert client.get(minta.headers["HX-Redirect"]).status_code == 200


def test_headings_and_notes_in_english(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    k.proyek.bulat_total_langkah, k.proyek.bulat_total_mode = 50, "atas"
    db.session.commit()
    teks = teks_pdf(client.get(url(k, "/unduh/rab.pdf?bahasa=en")).data).replace("\r\n", " ")
    assert "Rounding: unit price two decimals, half up;" in teks
    assert "total multiples of 50, up." in teks
    assert "Pembulatan" not in teks
