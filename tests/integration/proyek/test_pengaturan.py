"""The settings of a project: each part, what follows from it, who may, and two windows at once."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.models import DaftarHarga, Klasifikasi, Pekerjaan, Pengguna, Proyek, Riwayat
from ahsp_app.services import proyek as layanan
from ahsp_app.services.hitung import hitung_semua
from ahsp_app.services.kerja import Kerja
from tests.factories import buat_pengguna, buat_proyek, masuk

HTMX = {"HX-Request": "true"}
BAGIAN = ("identitas", "waktu", "perhitungan", "harga", "penanda")
IDENTITAS = {"nama": "Rumah tipe 70", "tahun_anggaran": "2026"}
WAKTU = {"tanggal_mulai": "2026-01-05", "tanggal_selesai": "2026-03-08", "durasi": "63", "awal_minggu": "0"}
HITUNG = {"margin_persen": "10", "ppn": "11", "bulat_hsp": "sen", "bulat_jumlah": "sen", "bulat_total": "ribuan_bawah"}
TIDAK_COCOK = "Durasi 99 hari tidak cocok dengan tanggalnya. Yang dipakai tanggalnya: 27 hari."
PPN_SENDIRI = {"ppn": "lain", "ppn_persen": "11", "dpp_pembilang": "1", "dpp_penyebut": "1"}
HSP_SENDIRI = {"bulat_hsp": "lain", "bulat_hsp_mode": "bawah", "bulat_hsp_langkah": "1"}
PENANDA = {
    "baris-0-peran": "Dibuat oleh",
    "baris-0-nama": "Konsultan",
    "baris-1-peran": "Mengetahui",
    "baris-1-nip": "1968",
}


@pytest.fixture
def saya(db: SQLAlchemy, client: FlaskClient) -> Pengguna:
    """Someone who is signed in."""
    pengguna = buat_pengguna()
    masuk(client, pengguna)
    return pengguna


@pytest.fixture
def rumah(saya: Pengguna) -> Proyek:
    """A project of this person."""
    return buat_proyek(saya)


@pytest.fixture
def berisi(db: SQLAlchemy, rumah: Proyek) -> Proyek:
    """The project with one work priced directly: 3 × 1.000,555 = 3.001,68 (HSP 1.000,56)."""
    judul = Klasifikasi(proyek_id=rumah.id, urut=1, nama="Tanah")
    db.session.add(judul)
    db.session.flush()
    db.session.add(
        Pekerjaan(
            proyek_id=rumah.id, klasifikasi_id=judul.id, urut=1, kunci="p1", uraian="Mobilisasi", satuan="ls",
            volume=Decimal(3), harga_langsung=Decimal("1000.555"),
        )
    )  # fmt: skip
    hitung_semua(Kerja(db.session(), rumah, None))
    db.session.commit()
    return rumah


def kirim(
    client: FlaskClient, p: Proyek, bagian: str, isi: dict[str, str], versi: int | None = None, **lain: Any
) -> Any:
    """Post one part of the settings."""
    isi = {"versi": str(p.versi if versi is None else versi)} | isi
    return client.post(f"/proyek/{p.id}/pengaturan/{bagian}", data=isi, **lain)


def galat(halaman: str, kolom: str) -> str:
    """What a page says at a field."""
    return halaman.partition(f'id="{kolom}-galat"')[2].partition("</p>")[0]


def segar(db: SQLAlchemy, p: Proyek) -> Proyek:
    """The row as it is in the database."""
    db.session.expire_all()
    db.session.refresh(p)
    return p


def test_page_shows_every_part(client: FlaskClient, saya: Pengguna, rumah: Proyek) -> None:
    halaman = client.get(f"/proyek/{rumah.id}/pengaturan").text
    for bagian in BAGIAN:
        assert f'<section id="{bagian}"' in halaman
        assert f'id="{bagian}-versi" name="versi" value="{rumah.versi}"' in halaman
    for kolom in layanan.IDENTITAS:
        assert f'name="{kolom}"' in halaman
    nomor = re.findall(r' id="([^"]+)"', halaman)
    assert len(nomor) == len(set(nomor))
    assert halaman.count("<h1") == 1
    assert "PPN 12% × DPP 11/12" in halaman


def test_access(app: Flask, client: FlaskClient, saya: Pengguna, rumah: Proyek) -> None:
    asing = app.test_client()
    halaman = f"/proyek/{rumah.id}/pengaturan"
    assert asing.get(halaman).location == f"/masuk?lanjut={halaman}"
    masuk(asing, buat_pengguna())
    assert asing.get(halaman).status_code == 404
    for bagian in (*BAGIAN, "perhitungan/pratinjau"):
        assert kirim(asing, rumah, bagian, {}).status_code == 404
        assert client.get(f"{halaman}/{bagian}").status_code == 405
    assert client.get("/proyek/999999/pengaturan").status_code == 404


def test_token_is_asked_for(
    app: Flask, client: FlaskClient, saya: Pengguna, rumah: Proyek, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for bagian in BAGIAN:
        assert kirim(client, rumah, bagian, {}).status_code == 403


def test_version_is_asked_for(client: FlaskClient, saya: Pengguna, rumah: Proyek) -> None:
    assert client.post(f"/proyek/{rumah.id}/pengaturan/identitas", data=IDENTITAS).status_code == 428
    assert kirim(client, rumah, "identitas", IDENTITAS | {"versi": "abc"}).status_code == 422


def test_identity(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    isi = IDENTITAS | {
        "nama": " Rumah  Dinas ", "anggaran": "412.000.000", "program": "Penataan", "pengawas": "CV Awas",
        "kategori": "Gedung", "deskripsi": "Baris satu \r\n\r\n  baris dua\x07", "keterangan_2": "Tahap 2",
    }  # fmt: skip
    tanggapan = kirim(client, rumah, "identitas", isi)
    assert tanggapan.location == f"/proyek/{rumah.id}/pengaturan#identitas"
    p = segar(db, rumah)
    assert (p.nama, p.anggaran, p.program, p.pengawas) == ("Rumah Dinas", 412_000_000, "Penataan", "CV Awas")
    assert (p.deskripsi, p.keterangan_2, p.versi) == ("Baris satu\n\nbaris dua", "Tahap 2", 2)
    assert "Identitas disimpan." in client.get(f"/proyek/{p.id}/pengaturan").text
    entri = db.session.scalars(select(Riwayat).order_by(Riwayat.id.desc())).first()
    assert entri
    assert (entri.aksi, entri.tabel, entri.pengguna_id) == ("ubah", "proyek", saya.id)
    assert entri.lama == {
        "nama": "Rumah tipe 70", "anggaran": None, "program": "", "pengawas": "", "kategori": "", "deskripsi": "",
        "keterangan_2": "",
    }  # fmt: skip
    assert entri.baru
    assert entri.baru["anggaran"] == "412000000"
    # An empty budget means: not told.
    kirim(client, p, "identitas", isi | {"anggaran": ""})
    assert segar(db, p).anggaran is None


def test_nothing_changed_leaves_no_trace(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    for bagian, isi in (
        ("identitas", IDENTITAS),
        ("waktu", WAKTU),
        ("perhitungan", HITUNG),
        ("penanda", {}),
        ("harga", {"daftar_harga_id": ""}),
    ):
        assert kirim(client, rumah, bagian, isi).status_code == 303
        assert "Tidak ada yang berubah." in client.get("/akun").text
    assert segar(db, rumah).versi == 1
    assert db.session.scalars(select(Riwayat.aksi)).all() == ["tambah"]


@pytest.mark.parametrize(
    ("bagian", "beda", "kolom", "pesan"),
    [
        ("identitas", {"nama": ""}, "nama", "Belum diisi."),
        ("identitas", {"nama": "x" * 500}, "nama", "Terlalu panjang: 500 karakter"),
        ("identitas", {"pengawas": "x" * 256}, "pengawas", "Terlalu panjang"),
        ("identitas", {"kategori": "x" * 101}, "kategori", "Terlalu panjang"),
        ("identitas", {"deskripsi": "x" * 5001}, "deskripsi", "Terlalu panjang"),
        ("identitas", {"anggaran": "-5"}, "anggaran", "negatif"),
        ("identitas", {"tahun_anggaran": "2201"}, "tahun_anggaran", "antara 1900 dan 2200"),
        ("waktu", {"tanggal_selesai": "2026-01-04"}, "tanggal_selesai", "tidak boleh sebelum"),
        ("waktu", {"tanggal_mulai": "", "durasi": ""}, "tanggal_mulai", "Tanggal mulai belum diisi."),
        ("waktu", {"tanggal_selesai": "", "durasi": ""}, "tanggal_selesai", "Isi tanggal selesai atau durasi."),
        ("waktu", {"durasi": "1,5"}, "durasi", "bilangan bulat"),
        ("waktu", {"awal_minggu": "7"}, "awal_minggu", "Pilih salah satu."),
        ("waktu", {"tanggal_mulai": "1899-12-31"}, "tanggal_mulai", "antara 1900 dan 2200"),
        ("perhitungan", {"margin_persen": ""}, "margin_persen", "Belum diisi."),
        ("perhitungan", {"margin_persen": "101"}, "margin_persen", "antara 0 dan 100"),
        ("perhitungan", {"margin_persen": "-1"}, "margin_persen", "negatif"),
        ("perhitungan", {"margin_persen": "sepuluh"}, "margin_persen", "bukan angka"),
        ("perhitungan", {"margin_persen": "1,23456"}, "margin_persen", "terlalu teliti"),
        ("perhitungan", {"ppn": "13"}, "ppn", "Pilih salah satu."),
        ("perhitungan", PPN_SENDIRI | {"ppn_persen": ""}, "ppn_persen", "Belum diisi."),
        ("perhitungan", PPN_SENDIRI | {"dpp_penyebut": "0"}, "dpp_penyebut", "antara 1 dan 1000"),
        ("perhitungan", HSP_SENDIRI | {"bulat_hsp_langkah": ""}, "bulat_hsp_langkah", "Belum diisi."),
        ("perhitungan", HSP_SENDIRI | {"bulat_hsp_langkah": "0"}, "bulat_hsp_langkah", "lebih dari 0"),
        ("perhitungan", HSP_SENDIRI | {"bulat_hsp_langkah": "1.000.000.001"}, "bulat_hsp_langkah", "sampai 1.000"),
        ("perhitungan", HSP_SENDIRI | {"bulat_hsp_mode": "acak"}, "bulat_hsp_mode", "Pilih salah satu."),
        ("harga", {"daftar_harga_id": "77"}, "daftar_harga_id", "Pilih salah satu."),
        ("penanda", {"baris-0-peran": "", "baris-0-nama": "Tanpa peran"}, "baris-0-peran", "Peran belum diisi"),
        ("penanda", {"baris-1-nip": "9" * 31}, "baris-1-nip", "Terlalu panjang"),
    ],
)  # fmt: skip
def test_refused_at_the_field(
    client: FlaskClient,
    db: SQLAlchemy,
    saya: Pengguna,
    rumah: Proyek,
    bagian: str,
    beda: dict[str, str],
    kolom: str,
    pesan: str,
) -> None:
    dasar = {"identitas": IDENTITAS, "waktu": WAKTU, "perhitungan": HITUNG, "harga": {}, "penanda": PENANDA}[bagian]
    tanggapan = kirim(client, rumah, bagian, dasar | beda)
    assert tanggapan.status_code == 422
    assert pesan in galat(tanggapan.text, kolom)
    assert "<h1" in tanggapan.text
    # With htmx the part alone, and the version it saw: being wrong does not make one up to date.
    potongan = kirim(client, rumah, bagian, dasar | beda, versi=1, headers=HTMX)
    assert potongan.status_code == 422
    assert pesan in galat(potongan.text, kolom)
    assert potongan.headers["HX-Reswap"] == "outerHTML show:top"
    assert re.search(rf'<(input|select|textarea)[^>]* autofocus[^>]* id="{kolom}"', potongan.text)
    assert potongan.text.lstrip().startswith(f'<section id="{bagian}"')
    assert f'id="{bagian}-versi" name="versi" value="1"' in potongan.text
    assert segar(db, rumah).versi == 1
    assert db.session.scalars(select(Riwayat.aksi)).all() == ["tambah"]


def test_all_typed_values_are_kept(client: FlaskClient, saya: Pengguna, rumah: Proyek) -> None:
    halaman = kirim(client, rumah, "identitas", {"nama": "x", "anggaran": "sejuta", "lokasi": '"><b>Blora'}).text
    for teks in ('value="x"', 'value="sejuta"', "&#34;&gt;&lt;b&gt;Blora"):
        assert teks in halaman
    halaman = kirim(client, rumah, "waktu", WAKTU | {"tanggal_selesai": "2025-12-01", "durasi": "12"}).text
    assert 'value="2025-12-01"' in halaman
    assert 'name="durasi" type="text" value="12"' in halaman


@pytest.mark.parametrize(
    ("beda", "mulai", "selesai", "pesan"),
    [
        ({"durasi": "30"}, date(2026, 1, 5), date(2026, 2, 3), "Waktu disimpan: 30 hari."),
        ({"tanggal_selesai": "2026-01-31"}, date(2026, 1, 5), date(2026, 1, 31), "27 hari"),
        ({"tanggal_mulai": "2026-02-01"}, date(2026, 2, 1), date(2026, 3, 8), "36 hari"),
        ({"tanggal_mulai": "2026-02-01", "durasi": "10"}, date(2026, 2, 1), date(2026, 2, 10), "10 hari"),
        ({"tanggal_mulai": "2026-02-02", "tanggal_selesai": "2026-02-28"}, date(2026, 2, 2), date(2026, 2, 28), "27"),
        ({"tanggal_selesai": "2026-01-31", "durasi": "27"}, date(2026, 1, 5), date(2026, 1, 31), "27 hari"),
        ({"tanggal_selesai": "2026-01-31", "durasi": "99"}, date(2026, 1, 5), date(2026, 1, 31), TIDAK_COCOK),
        ({"tanggal_mulai": "", "durasi": "10"}, date(2026, 2, 27), date(2026, 3, 8), "10 hari"),
        ({"tanggal_selesai": "", "durasi": "10"}, date(2026, 1, 5), date(2026, 1, 14), "10 hari"),
        ({"durasi": ""}, date(2026, 1, 5), date(2026, 3, 8), "Tidak ada yang berubah."),
        ({"awal_minggu": "6"}, date(2026, 1, 5), date(2026, 3, 8), "63 hari"),
    ],
)  # fmt: skip
def test_dates_and_duration_agree(
    client: FlaskClient,
    db: SQLAlchemy,
    saya: Pengguna,
    rumah: Proyek,
    beda: dict[str, str],
    mulai: date,
    selesai: date,
    pesan: str,
) -> None:
    assert kirim(client, rumah, "waktu", WAKTU | beda).status_code == 303
    p = segar(db, rumah)
    assert (p.tanggal_mulai, p.tanggal_selesai) == (mulai, selesai)
    halaman = client.get(f"/proyek/{rumah.id}/pengaturan").text
    assert pesan in halaman
    assert f'name="durasi" type="text" value="{(selesai - mulai).days + 1}"' in halaman


def test_margin_and_rounding_move_the_results(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, berisi: Proyek
) -> None:
    assert berisi.jumlah == Decimal("3001.68")
    kirim(client, berisi, "perhitungan", HITUNG | {"bulat_hsp": "rupiah_bawah"})
    assert segar(db, berisi).jumlah == 3000
    assert "JUMLAH dari Rp 3.001,68 menjadi Rp 3.000." in client.get(f"/proyek/{berisi.id}/pengaturan").text
    sendiri = {"bulat_hsp": "lain", "bulat_hsp_mode": "atas", "bulat_hsp_langkah": "500"}
    kirim(client, berisi, "perhitungan", HITUNG | sendiri)
    p = segar(db, berisi)
    assert (p.jumlah, p.bulat_hsp_mode, p.bulat_hsp_langkah) == (4500, "atas", 500)
    halaman = client.get(f"/proyek/{p.id}/pengaturan").text
    assert '<option selected value="lain">Lainnya…</option>' in halaman
    tanpa = {"bulat_hsp": "tanpa", "bulat_jumlah": "lain", "bulat_jumlah_mode": "tanpa"}
    kirim(client, p, "perhitungan", HITUNG | tanpa)
    p = segar(db, p)
    assert p.jumlah == Decimal("3001.665")
    assert (p.bulat_jumlah_mode, p.bulat_jumlah_langkah) == ("tanpa", Decimal("0.01"))


def test_ppn(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, berisi: Proyek) -> None:
    def simpan(**beda: str) -> tuple[Decimal, int, int]:
        assert kirim(client, berisi, "perhitungan", HITUNG | beda).status_code == 303
        p = segar(db, berisi)
        return p.ppn_persen, p.dpp_pembilang, p.dpp_penyebut

    assert simpan(ppn="12") == (12, 11, 12)
    assert simpan(ppn="0") == (0, 1, 1)
    assert simpan(ppn="lain", ppn_persen="10,5", dpp_pembilang="20", dpp_penyebut="100") == (Decimal("10.5"), 20, 100)
    halaman = client.get(f"/proyek/{berisi.id}/pengaturan").text
    assert 'name="ppn_persen" type="text" value="10,5"' in halaman
    # A preset wins over what is left in the fields beside it.
    assert simpan(ppn="11", ppn_persen="10,50", dpp_pembilang="20", dpp_penyebut="100") == (11, 1, 1)
    assert berisi.jumlah == Decimal("3001.68")


def _terlihat(client: FlaskClient, p: Proyek) -> dict[str, str]:
    """The fields of the part as a browser without JavaScript would send them."""
    bagian = client.get(f"/proyek/{p.id}/pengaturan").text.partition('<section id="perhitungan"')[2]
    bagian = bagian.partition("</section>")[0]
    isi = dict(re.findall(r'<input [^>]*name="(\w+)"[^>]* value="([^"]*)"', bagian))
    for nama, pilihan in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', bagian, re.S):
        dipilih = re.search(r'<option selected value="(\w+)"', pilihan)
        isi[nama] = dipilih[1] if dipilih else re.findall(r'value="(\w+)"', pilihan)[0]
    return {nama: nilai for nama, nilai in isi.items() if nama not in {"versi", "csrf_token"}}


@pytest.mark.parametrize(
    ("beda", "kolom", "harap"),
    [
        ({"ppn_persen": "10"}, "ppn_persen", "10"),
        ({"dpp_pembilang": "11", "dpp_penyebut": "12"}, "dpp_penyebut", "12"),
        ({"bulat_hsp_mode": "bawah"}, "bulat_hsp_mode", "bawah"),
        ({"bulat_jumlah_langkah": "50"}, "bulat_jumlah_langkah", "50"),
        ({"bulat_total_langkah": "500"}, "bulat_total_langkah", "500"),
        ({"bulat_total": "rupiah", "bulat_total_mode": "setengah_atas", "bulat_total_langkah": "1"},
         "bulat_total_langkah", "1"),
        ({"ppn": "0"}, "ppn_persen", "0"),
    ],
)  # fmt: skip
def test_own_fields_count_when_they_were_changed(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek, beda: dict[str, str], kolom: str, harap: str
) -> None:
    isi = _terlihat(client, rumah) | beda
    assert kirim(client, rumah, "perhitungan/pratinjau", isi).status_code == 200
    assert kirim(client, rumah, "perhitungan", isi).status_code == 303
    nilai = getattr(segar(db, rumah), kolom)
    assert nilai == (harap if isinstance(nilai, str) else Decimal(harap))


@pytest.mark.parametrize(
    ("beda", "kolom", "pesan"),
    [
        ({"ppn": "12", "ppn_persen": "10"}, "ppn", "isian sendiri"),
        ({"ppn": "12", "ppn_persen": "xx"}, "ppn", "isian sendiri"),
        ({"ppn_persen": ""}, "ppn_persen", "Belum diisi."),
        ({"ppn_persen": "xx"}, "ppn_persen", "bukan angka"),
        ({"bulat_hsp": "rupiah", "bulat_hsp_langkah": "50"}, "bulat_hsp", "isian sendiri"),
        ({"bulat_total_mode": "tanpa", "bulat_total_langkah": "50"}, "bulat_total_mode", "tidak memakai kelipatan"),
    ],
)
def test_own_fields_are_never_dropped(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek, beda: dict[str, str], kolom: str, pesan: str
) -> None:
    tanggapan = kirim(client, rumah, "perhitungan", _terlihat(client, rumah) | beda)
    assert tanggapan.status_code == 422
    assert pesan in galat(tanggapan.text, kolom)
    assert segar(db, rumah).versi == 1


def test_a_choice_on_top_of_a_colleagues_is_no_contradiction(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek
) -> None:
    isi = _terlihat(client, rumah)
    assert kirim(client, rumah, "perhitungan", isi | {"ppn": "0"}).status_code == 303
    tanggapan = kirim(client, rumah, "perhitungan", isi | {"ppn": "12"}, versi=1)
    assert tanggapan.status_code == 409
    assert "<dt>Asal</dt>" not in tanggapan.text
    assert kirim(client, rumah, "perhitungan", isi | {"ppn": "12"}, versi=2).status_code == 303
    assert segar(db, rumah).ppn_persen == 12


def test_preview_keeps_nothing(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, berisi: Proyek) -> None:
    isi = HITUNG | {"bulat_hsp": "rupiah_bawah", "ppn": "0"}
    for kepala in ({}, HTMX):
        tanggapan = kirim(client, berisi, "perhitungan/pratinjau", isi, headers=kepala)
        assert tanggapan.status_code == 200
        for teks in ("Rp 3.001,68", "Rp 3.331,86", "Rp 3.000", 'option selected value="rupiah_bawah"'):
            assert teks in tanggapan.text
        assert ("<h1" in tanggapan.text) == (not kepala)
    assert kirim(client, berisi, "perhitungan/pratinjau", isi | {"margin_persen": "x"}).status_code == 422
    p = segar(db, berisi)
    assert (p.jumlah, p.bulat_hsp_langkah, p.ppn_persen, p.versi) == (Decimal("3001.68"), Decimal("0.01"), 11, 1)
    assert db.session.scalars(select(Riwayat.aksi)).all() == ["tambah"]


def test_price_list(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    daftar = DaftarHarga(nama="Harga 2026", wilayah="Kab. Contoh", tanggal=date(2026, 1, 1), sumber="Survei")
    db.session.add(daftar)
    db.session.flush()
    nomor = daftar.id
    assert kirim(client, rumah, "harga", {"daftar_harga_id": str(nomor)}).status_code == 303
    assert segar(db, rumah).daftar_harga_id == nomor
    assert (
        f'<option selected value="{nomor}">Harga 2026 (Kab. Contoh)'
        in client.get(f"/proyek/{rumah.id}/pengaturan").text
    )
    assert kirim(client, rumah, "harga", {"daftar_harga_id": ""}).status_code == 303
    assert segar(db, rumah).daftar_harga_id is None


def test_signatories(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    kosong = {"baris-2-peran": "", "baris-2-nama": " "}
    assert kirim(client, rumah, "penanda", PENANDA | kosong).status_code == 303
    p = segar(db, rumah)
    assert [(s.peran, s.nama, s.nip) for s in layanan.daftar_penanda(db.session(), p.id)] == [
        ("Dibuat oleh", "Konsultan", ""), ("Mengetahui", "", "1968"),
    ]  # fmt: skip
    assert p.versi == 2
    entri = db.session.scalars(select(Riwayat).order_by(Riwayat.id.desc())).first()
    assert entri
    assert (entri.tabel, entri.lama) == ("penanda_tangan", {"baris": []})
    kirim(client, p, "penanda", {"baris-0-peran": "Mengetahui"})
    assert [s.peran for s in layanan.daftar_penanda(db.session(), segar(db, p).id)] == ["Mengetahui"]
    kirim(client, p, "penanda", {})
    assert layanan.daftar_penanda(db.session(), segar(db, p).id) == []


@pytest.mark.parametrize(
    ("tindakan", "harap"),
    [
        ("tambah", ["Dibuat oleh", "Mengetahui", ""]),
        ("hapus-0", ["Mengetahui"]),
        ("naik-1", ["Mengetahui", "Dibuat oleh"]),
        ("turun-0", ["Mengetahui", "Dibuat oleh"]),
        ("turun-1", ["Dibuat oleh", "Mengetahui"]),
        ("naik-0", ["Dibuat oleh", "Mengetahui"]),
        ("hapus-99", ["Dibuat oleh", "Mengetahui"]),
        ("hapus-x", ["Dibuat oleh", "Mengetahui"]),
        ("apa saja", ["Dibuat oleh", "Mengetahui"]),
    ],
)
def test_arranging_signatories_saves_nothing_yet(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek, tindakan: str, harap: list[str]
) -> None:
    for kepala in ({}, HTMX):
        tanggapan = kirim(client, rumah, "penanda", PENANDA | {"tindakan": tindakan}, headers=kepala)
        assert tanggapan.status_code == 200
        assert re.findall(r'name="baris-\d+-peran" type="text" value="([^"]*)"', tanggapan.text) == harap
    assert layanan.daftar_penanda(db.session(), rumah.id) == []


def test_too_many_signatories(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    banyak = {f"baris-{n}-peran": "Saksi" for n in range(40)}
    tanggapan = kirim(client, rumah, "penanda", banyak)
    assert tanggapan.status_code == 422
    assert "Paling banyak 12 penanda tangan." in tanggapan.text
    penuh = {f"baris-{n}-peran": "Saksi" for n in range(12)}
    assert kirim(client, rumah, "penanda", penuh | {"tindakan": "tambah"}).text.count('-peran" type="text"') == 12


def test_two_windows(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    isi = IDENTITAS | {"lokasi": "Blora", "sumber_dana": "APBD"}
    assert kirim(client, rumah, "identitas", isi, versi=1).status_code == 303
    for kepala in ({}, HTMX):
        tanggapan = kirim(
            client,
            rumah,
            "identitas",
            IDENTITAS | {"lokasi": "Rembang", "sumber_dana": "APBD"},
            versi=1,
            headers=kepala,
        )
        assert tanggapan.status_code == 409
        assert "Proyek ini diubah di jendela lain" in tanggapan.text
        assert "Anda: Rembang — tersimpan: Blora" in tanggapan.text
        assert "oleh Estimator" in tanggapan.text
        assert "<dt>Sumber dana</dt>" not in tanggapan.text  # both want the same
        assert 'value="Rembang"' in tanggapan.text
        assert 'id="identitas-versi" name="versi" value="2"' in tanggapan.text
        assert ("<h1" in tanggapan.text) == (not kepala)
    assert segar(db, rumah).lokasi == "Blora"
    # Saving once more, on top of what is there now, keeps mine.
    assert kirim(client, rumah, "identitas", isi | {"lokasi": "Rembang"}, versi=2).status_code == 303
    assert segar(db, rumah).lokasi == "Rembang"


def test_every_part_notices_the_other_window(
    client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek
) -> None:
    daftar = DaftarHarga(nama="Harga 2026", wilayah="", tanggal=date(2026, 1, 1), sumber="Survei")
    db.session.add(daftar)
    db.session.flush()
    isi = {
        "identitas": IDENTITAS | {"nama": "Lain nama"},
        "waktu": WAKTU | {"tanggal_selesai": "2026-06-01", "durasi": ""},
        "perhitungan": HITUNG | {"margin_persen": "15"},
        "harga": {"daftar_harga_id": str(daftar.id)},
        "penanda": PENANDA,
    }
    for bagian, satu in isi.items():
        assert kirim(client, rumah, bagian, satu, versi=99).status_code == 409
    assert segar(db, rumah).versi == 1


def test_lost_answer_that_is_sent_again(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    isi = IDENTITAS | {"lokasi": "Blora"}
    for _ in range(2):
        assert kirim(client, rumah, "identitas", isi, versi=1).status_code == 303
    assert segar(db, rumah).versi == 2


def test_htmx_gets_the_part_the_versions_and_the_total(client: FlaskClient, saya: Pengguna, berisi: Proyek) -> None:
    tanggapan = kirim(client, berisi, "perhitungan", HITUNG | {"bulat_total": "tanpa"}, headers=HTMX)
    assert tanggapan.status_code == 200
    assert tanggapan.text.lstrip().startswith('<section id="perhitungan"')
    assert 'id="perhitungan-versi" name="versi" value="2"' in tanggapan.text
    for bagian in set(BAGIAN) - {"perhitungan"}:
        assert f'id="{bagian}-versi" name="versi" value="2" hx-swap-oob="true"' in tanggapan.text
    assert 'id="total-proyek" class="total" hx-swap-oob="true"' in tanggapan.text
    assert "Rp 3.331,86" in tanggapan.text
    assert 'id="identitas-proyek" class="identitas" hx-swap-oob="true"' in tanggapan.text
    assert json.loads(tanggapan.headers["HX-Trigger"])["pesan"][0]["teks"] == "Perhitungan disimpan."


def test_archived_project_is_read_only(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    client.post(f"/proyek/{rumah.id}/arsipkan")
    halaman = client.get(f"/proyek/{rumah.id}/pengaturan").text
    assert "Kembalikan dari arsip" in halaman
    assert "Simpan identitas" not in halaman
    assert re.search(r'<input [^>]*disabled[^>]*name="nama"', halaman)
    assert kirim(client, rumah, "identitas", IDENTITAS | {"lokasi": "x"}, versi=2).status_code == 403


def test_others_cannot_own_by_form(client: FlaskClient, db: SQLAlchemy, saya: Pengguna, rumah: Proyek) -> None:
    asing = buat_pengguna()
    db.session.flush()
    jahat = IDENTITAS | {"pemilik_id": str(asing.id), "jumlah": "1", "dihapus": "2026-01-01", "margin_persen": "99"}
    kirim(client, rumah, "identitas", jahat)
    p = segar(db, rumah)
    assert (p.pemilik_id, p.jumlah, p.dihapus, p.margin_persen) == (saya.id, 0, None, 10)
