"""Walks the URL map: every route has a rule, and the rule holds for visitor, owner and stranger.

Routes that appear later are covered without being named here. A new kind of number in an address must be given a
real row in `contoh`, or the guard fails.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.routing import Rule

from ahsp_app.extensions import db as basis
from ahsp_app.laporan.bahan import Opsi
from ahsp_app.models import (
    AHSPReferensi,
    Edisi,
    HargaItem,
    ImporKomponen,
    ImporMasalah,
    Komponen,
    KomponenReferensi,
    Pengguna,
    Proyek,
    RiwayatKatalog,
    Usulan,
)
from ahsp_app.services.berkas_tugas import simpan
from ahsp_app.services.buku_harga_ubah import hapus_harga
from ahsp_app.services.dokumen_atur import simpan_kop
from ahsp_app.services.dokumen_minta import bundel
from ahsp_app.services.jadwal_dokumen import IsiJadwal, buat_jadwal
from ahsp_app.services.katalog_ubah import get_analisa, ubah_analisa
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.kosakata import tambah_kosakata
from ahsp_app.services.pencarian import simpan_saringan
from ahsp_app.services.sampah import hapus_simpul
from ahsp_app.services.tugas import minta
from ahsp_app.web.aturan import AMAN, Akses, aturan_dari
from ahsp_app.web.batas import Batas
from ahsp_app.web.headers import TETAP
from tests.factories import buat_pengguna, masuk
from tests.factories_dokumen import gambar_png
from tests.factories_impor import terbaca
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, kerja
from tests.html import faults
from tests.integration.buku_harga.bantu import buku, harga
from tests.sql import catat_sql

STATIC = Path(__file__).resolve().parents[2] / "ahsp_app" / "static"
# DESIGN §1: a page with htmx, CSS, our JavaScript and the icons, compressed.
MAKS_HALAMAN = 60_000
MAKS_SQL_BACA = 8


@dataclass(frozen=True)
class Contoh:
    """One person's project with a row of every kind, and someone else."""

    pemilik: Pengguna
    lain: Pengguna
    proyek: Proyek
    nomor: dict[str, Any]


@pytest.fixture
def contoh(db: SQLAlchemy) -> Contoh:
    k = kerja()
    judul = buat_judul(k)
    p = buat_pekerjaan(k, volume="12,5", judul=judul, komponen=[SEMEN])
    hilang = buat_pekerjaan(k, "Akan dihapus", judul=judul)
    riwayat_id, _dampak = hapus_simpul(k, hilang, hilang.versi)
    edisi = Edisi(nama="Edisi uji")
    db.session.add(edisi)
    db.session.flush()
    ahsp = AHSPReferensi(edisi_id=edisi.id, kode="1.1", uraian="Galian", satuan="m3")
    db.session.add(ahsp)
    db.session.flush()
    db.session.add(
        KomponenReferensi(
            ahsp_id=ahsp.id, urut=1, kategori="TK", uraian="Pekerja", satuan="OH", koefisien=Decimal("0.75")
        )
    )
    nomor = {
        "proyek_id": k.proyek.id,
        "pekerjaan_id": p.id,
        "klasifikasi_id": judul.id,
        "komponen_id": db.session.scalar(select(Komponen.id).where(Komponen.pekerjaan_id == p.id)),
        "item_id": db.session.scalar(select(HargaItem.id)),
        "parameter_id": buat_parameter(k).id,
        "riwayat_id": riwayat_id,
        "ahsp_id": ahsp.id,
        "jenis": "pekerjaan",
        "baris_id": p.id,
        "kode": "rab",
        "bentuk": "csv",
        "untuk": "proyek",
    }
    simpan_kop(db.session(), ["Dinas Contoh"], gambar_png(), proyek_id=k.proyek.id)
    pemilik = db.session.get(Pengguna, k.proyek.pemilik_id)
    assert pemilik is not None
    pemilik.admin = True  # so that the pages of admins are walked too
    nomor |= _nomor_impor(db, pemilik) | _nomor_buku(pemilik) | _nomor_pencarian(pemilik) | _nomor_jadwal(k)
    db.session.commit()
    return Contoh(pemilik, buat_pengguna(), k.proyek, nomor)


def _nomor_jadwal(k: Kerja) -> dict[str, int]:
    """A schedule of documents."""
    isi = IsiJadwal("Rapat", "minggu", 0, 7, bundel(("rekap",), ("pdf",), Opsi()))
    return {"jadwal_id": buat_jadwal(k, isi, datetime.now(UTC)).id}


def _nomor_impor(db: SQLAlchemy, admin: Pengguna) -> dict[str, int]:
    """A read import with a suggestion, and a job."""
    impor = terbaca(admin)
    komponen = db.session.scalars(select(ImporKomponen).where(ImporKomponen.impor_id == impor.id)).first()
    assert komponen is not None
    masalah = ImporMasalah(
        impor_id=impor.id, analisa_id=komponen.analisa_id, komponen_id=komponen.id, kolom="koefisien", tingkat=1,
        kode="uji", pola="Periksa.", usul={"kolom": "koefisien", "nilai": "0.5"},
    )  # fmt: skip
    db.session.add(masalah)
    tugas = minta(db.session(), admin.id, "impor_baca", "Membaca", {"impor_id": 0})
    simpan(db.session(), tugas.id, "Contoh.txt", "text/plain", io.BytesIO(b"isi"))
    kref = db.session.scalars(select(KomponenReferensi)).first()
    assert kref is not None
    ahsp = get_analisa(db.session(), kref.ahsp_id)
    ubah_analisa(db.session(), admin.id, ahsp, ahsp.versi, {"grup": "Tanah"})
    usulan = Usulan(
        pengguna_id=admin.id, edisi_id=ahsp.edisi_id,
        isi={"kode": "U1", "uraian": "Usulan", "satuan": "m3", "proyek": "", "komponen": []},
    )  # fmt: skip
    db.session.add(usulan)
    db.session.flush()
    return {
        "usulan_id": usulan.id,
        "impor_id": impor.id,
        "analisa_id": komponen.analisa_id or 0,
        "baris_impor_id": komponen.id,
        "kelompok": 1,
        "masalah_id": masalah.id,
        "tugas_id": tugas.id,
        "edisi_id": ahsp.edisi_id,
        "kref_id": kref.id,
        "catatan_id": db.session.scalar(select(RiwayatKatalog.id).where(RiwayatKatalog.baris_id == ahsp.id)) or 0,
    }


def _nomor_buku(admin: Pengguna) -> dict[str, int]:
    """A book with a price that fits the project, and one that was deleted."""
    b = buku(admin.id, ("BHN", "Semen Portland", "kg", "1625.5", None), ("BHN", "Paku", "kg", "20000", None))
    paku = harga(b, "Paku")
    entri_id = hapus_harga(basis.session(), admin.id, b, paku, paku.versi)
    return {"daftar_id": b.id, "harga_id": harga(b, "Semen Portland").id, "entri_id": entri_id}


def _nomor_pencarian(pemilik: Pengguna) -> dict[str, Any]:
    """A site word, and a search that the owner keeps."""
    sesi = basis.session()
    kata = tambah_kosakata(sesi, pemilik.id, {"kata": "gali", "padanan": "galian"})
    saringan = simpan_saringan(sesi, pemilik.id, "Galian", {"q": "galian"})
    return {"kosakata_id": kata.id, "saringan_id": saringan.id}


def rute(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for metode in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, metode


def alamat(rule: Rule, nomor: dict[str, Any]) -> str:
    tak_dikenal = rule.arguments - nomor.keys()
    assert not tak_dikenal, f"{rule.rule}: beri contoh untuk {tak_dikenal}"
    bagian = rule.build({a: nomor[a] for a in rule.arguments})
    assert bagian is not None
    return bagian[1]


def test_one_kind_of_method_per_route(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        metode = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert metode in ({"GET"}, {"POST"}), rule


def test_every_route_has_a_rule_and_a_category(app: Flask) -> None:
    for rule, metode in rute(app):
        berlaku = aturan_dari(app, rule.endpoint)
        assert berlaku is not None, rule
        if berlaku.batas in {Batas.WRITE, Batas.CELL, Batas.BULK, Batas.IMPORT, Batas.LOGIN}:
            assert metode == "POST", f"{rule}: batas tulis pada GET"
        else:
            boleh = metode == "GET" or berlaku.batas in {Batas.POLL, Batas.EXPORT}
            assert boleh, f"{rule}: menulis dengan batas {berlaku.batas}"
        if "proyek_id" in rule.arguments:
            assert berlaku.akses in {Akses.PROYEK, Akses.PROYEK_SEMUA}, rule


def test_a_visitor_is_sent_to_sign_in(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    for rule, metode in rute(app):
        berlaku = aturan_dari(app, rule.endpoint)
        assert berlaku
        if berlaku.akses is Akses.UMUM:
            continue
        url = alamat(rule, contoh.nomor)
        biasa = client.open(url, method=metode)
        assert (biasa.status_code, biasa.headers["Location"].partition("?")[0]) == (303, "/masuk"), rule
        potongan = client.open(url, method=metode, headers={"HX-Request": "true"})
        assert potongan.status_code == 401, rule
        assert potongan.headers["HX-Redirect"].startswith("/masuk"), rule
        assert potongan.data == b""


def test_pages_of_admins_are_closed_to_others(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    masuk(client, contoh.lain)
    for rule, metode in rute(app):
        berlaku = aturan_dari(app, rule.endpoint)
        assert berlaku
        if berlaku.akses is Akses.ADMIN:
            assert client.open(alamat(rule, contoh.nomor), method=metode).status_code == 403, rule


def test_a_stranger_finds_nothing(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    masuk(client, contoh.lain)
    tak_ada = contoh.nomor | {"proyek_id": 999_999_999}
    for rule, metode in rute(app):
        if "proyek_id" not in rule.arguments:
            continue
        milik_orang = client.open(alamat(rule, contoh.nomor), method=metode, data={"versi": "1"})
        khayal = client.open(alamat(rule, tak_ada), method=metode, data={"versi": "1"})
        assert milik_orang.status_code == khayal.status_code == 404, rule
        # The two answers may not differ: that would tell which projects exist.
        samar = re.compile(rb"nonce=\S+|value=\"[^\"]+\"|X-CSRFToken[^}]+|/proyek/\d+\S*")
        assert samar.sub(b"", milik_orang.data) == samar.sub(b"", khayal.data), rule


def test_rows_of_another_project_are_not_there(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    """The owner of one project cannot reach into another one by the number of a row."""
    masuk(client, contoh.lain)
    milik = kerja(_proyek_untuk(contoh.lain))
    basis.session.commit()
    for rule, metode in rute(app):
        baris = rule.arguments & {
            "pekerjaan_id",
            "klasifikasi_id",
            "komponen_id",
            "item_id",
            "parameter_id",
            "riwayat_id",
        }
        if "proyek_id" not in rule.arguments or not baris:
            continue
        url = alamat(rule, contoh.nomor | {"proyek_id": milik.proyek.id})
        jawab = client.open(url, method=metode, data={"versi": "1", "volume": "5", "uraian": "dicuri", "nilai": "1"})
        assert jawab.status_code == 404, f"{rule} {metode}: {jawab.status_code}"


def _proyek_untuk(pengguna: Pengguna) -> Proyek:
    from tests.factories import buat_proyek

    return buat_proyek(pengguna)


def test_every_page_is_sound_light_and_cheap(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    masuk(client, contoh.pemilik)
    gagal: list[str] = []
    for rule, metode in rute(app):
        if metode != "GET":
            continue
        url = alamat(rule, contoh.nomor)
        with catat_sql() as sql:
            jawab = client.get(url, headers={"Accept-Encoding": "identity"})
        if jawab.status_code in {302, 303} or jawab.mimetype != "text/html":
            continue
        teks = jawab.get_data(as_text=True)
        lengkap = "<html" in teks
        gagal += [f"{url}: {f}" for f in faults(teks, page=lengkap)]
        if jawab.status_code >= 400:
            gagal.append(f"{url}: {jawab.status_code}")
        if len(sql) > MAKS_SQL_BACA:
            gagal.append(f"{url}: {len(sql)} perintah SQL")
        if lengkap and bobot(teks) > MAKS_HALAMAN:
            gagal.append(f"{url}: {bobot(teks)} bita")
    assert not gagal, "\n".join(gagal)


def bobot(teks: str) -> int:
    """Bytes of a page with everything it loads, compressed."""
    aset = {a.partition("?")[0].partition("#")[0] for a in re.findall(r"""/static/([^"'\s#]+)""", teks)}
    modul = {f"js/{p.name}" for p in (STATIC / "js").glob("*.js")} if any(a.startswith("js/") for a in aset) else set()
    isi = [teks.encode(), *((STATIC / a).read_bytes() for a in sorted(aset | modul))]
    return sum(len(gzip.compress(b, 6)) for b in isi)


def test_htmx_and_plain_requests_are_both_answered(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    """A fragment address opened plainly is a page or leads to one; every answer says that it varies."""
    masuk(client, contoh.pemilik)
    for rule, metode in rute(app):
        if metode != "GET" or rule.rule.startswith("/health"):
            continue
        url = alamat(rule, contoh.nomor)
        potongan = client.get(url, headers={"HX-Request": "true"})
        assert potongan.status_code < 400, f"{url}: {potongan.status_code}"
        assert "HX-Request" in potongan.headers.get("Vary", ""), url
        penuh = client.get(url)
        if penuh.mimetype == "text/html" and penuh.status_code == 200:
            assert "<html" in penuh.get_data(as_text=True), f"{url}: potongan tanpa halaman"


def test_writes_need_a_token(app: Flask, contoh: Contoh) -> None:
    client = app.test_client()
    masuk(client, contoh.pemilik)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule, metode in rute(app):
            if metode == "POST":
                jawab = client.post(alamat(rule, contoh.nomor), data={"versi": "1"})
                assert jawab.status_code == 403, f"{rule}: {jawab.status_code}"
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_writes_with_nothing_in_them_are_refused_kindly(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    """An empty post is never a server error, with htmx or without, and no answer shows the inside."""
    masuk(client, contoh.pemilik)
    for rule, metode in rute(app):
        if metode != "POST" or rule.endpoint in {"akun.keluar", "akun.keluar_semua"}:
            continue
        for kepala in ({}, {"HX-Request": "true"}):
            jawab = client.post(alamat(rule, contoh.nomor), data={}, headers=kepala)
            assert jawab.status_code < 500, f"{rule}: {jawab.status_code}"
            assert "Traceback" not in jawab.get_data(as_text=True), rule


def test_garbage_in_every_field_is_refused_kindly(app: Flask, client: FlaskClient, contoh: Contoh) -> None:
    masuk(client, contoh.pemilik)
    nama = re.compile(r"""<(?:input|select|textarea)[^>]* name="([a-z_0-9\-]+)\"""")
    kolom: set[str] = set()
    for rule, metode in rute(app):
        if metode == "GET":
            jawab = client.get(alamat(rule, contoh.nomor))
            if jawab.mimetype == "text/html":
                kolom |= set(nama.findall(jawab.get_data(as_text=True)))
    kolom -= {"csrf_token"}
    assert {"volume", "uraian", "versi"} <= kolom
    for sampah in ("\x00", "😀" * 600, "-1", "1" + "0" * 30, "<script>", "=1/0", "../../etc", "NaN"):
        for rule, metode in rute(app):
            if metode == "POST" and rule.endpoint not in {"akun.keluar", "akun.keluar_semua"}:
                jawab = client.post(alamat(rule, contoh.nomor), data=dict.fromkeys(kolom, sampah))
                assert jawab.status_code < 500, f"{rule} {sampah[:10]!r}: {jawab.status_code}"


def test_security_headers_are_on_every_answer(app: Flask, client: FlaskClient) -> None:
    for url in ("/masuk", "/tidak-ada", "/health/live", "/proyek"):
        jawab = client.get(url)
        for nama, isi in TETAP.items():
            assert jawab.headers[nama] == isi, f"{url}: {nama}"
        assert "unsafe" not in jawab.headers["Content-Security-Policy"]


def test_reading_never_writes(app: Flask) -> None:
    """The client fails a GET that leaves changes; here only the list of safe methods is pinned."""
    assert {"GET", "HEAD", "OPTIONS"} == AMAN
