"""A book applied over HTTP: choosing, the preview, ticks on other pages, refusals, undo, two windows, and the cost."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import DaftarHarga, Pengguna, Riwayat
from ahsp_app.queries.total import total_proyek
from ahsp_app.services.buku_harga_ubah import arsipkan_buku
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.kerja import Kerja
from ahsp_app.web.rendering import rupiah
from tests.factories import masuk
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, item, kerja
from tests.html import faults
from tests.integration.buku_harga.bantu import buku
from tests.keutuhan import cacat
from tests.sql import catat_sql

HTMX = {"HX-Request": "true"}
PEKERJA = ("TK", "Pekerja", "OH", "2", "100000")
ISI = (("BHN", "Semen Portland", "kg", "1625.5", None), ("TK", "Pekerja", "OH", "120000", None))


@pytest.fixture
def k(db: SQLAlchemy, client: FlaskClient) -> Kerja:
    k = kerja()
    judul = buat_judul(k)
    buat_pekerjaan(k, "Beton", "3,5", judul=judul, komponen=[SEMEN, PEKERJA])
    masuk(client, db.session.get(Pengguna, k.proyek.pemilik_id))
    return k


@pytest.fixture
def b(k: Kerja) -> DaftarHarga:
    return buku(k.proyek.pemilik_id, *ISI)


def alamat(k: Kerja, b: DaftarHarga, lagi: str = "") -> str:
    return f"/proyek/{k.proyek.id}/buku-harga/{b.id}{lagi}"


def isian(teks: str) -> dict[str, list[str]]:
    """The preview's form as the page has it: fields with their values, ticked ones only."""
    isi: dict[str, list[str]] = {}
    for tanda in re.findall(r"<input[^>]*>", teks):
        a = dict(re.findall(r'([a-z-]+)="([^"]*)"', tanda))
        if (
            "name" not in a
            or a["name"] in {"csrf_token", "tema"}
            or (a.get("type") == "checkbox" and " checked" not in tanda)
        ):
            continue
        isi.setdefault(a["name"], []).append(a.get("value", "1"))
    return isi


def jadi(teks: str) -> str:
    cocok = re.search(r'<strong id="jumlah-jadi">([^<]*)</strong>', teks)
    assert cocok, teks
    return cocok[1]


def test_choosing_a_book(client: FlaskClient, k: Kerja, b: DaftarHarga) -> None:
    lama = buku(k.proyek.pemilik_id, nama="Buku tua", tanggal=date(2019, 1, 1))
    arsip = buku(k.proyek.pemilik_id, nama="Buku arsip")
    arsipkan_buku(k.sesi, k.proyek.pemilik_id, arsip, 1, aktif=False)
    halaman = client.get(f"/proyek/{k.proyek.id}/buku-harga").text
    assert "2 dari 2 harga" in halaman
    assert f"harga 1 Januari 2019, sebelum tahun {k.proyek.tahun_anggaran}" in halaman
    assert lama.nama in halaman
    assert arsip.nama not in halaman
    assert client.get(alamat(k, arsip)).status_code == 404
    assert "Terapkan buku harga" in client.get(f"/proyek/{k.proyek.id}/harga").text


def test_preview_apply_undo(client: FlaskClient, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    sebelum = k.proyek.jumlah
    halaman = client.get(alamat(k, b)).text
    assert faults(halaman) == []
    assert k.proyek.jumlah == sebelum
    janji = jadi(halaman)
    jawab = client.post(alamat(k, b, "/terapkan"), data=isian(halaman))
    assert (jawab.status_code, jawab.headers["Location"]) == (303, f"/proyek/{k.proyek.id}/harga")
    db.session.expire_all()
    assert rupiah(k.proyek.jumlah) == janji
    harga = client.get(jawab.headers["Location"]).text
    assert "2 harga dari “Harga Kabupaten 2026” diterapkan. JUMLAH naik" in harga
    assert "Harga Kabupaten 2026, 5-1-2026" in harga
    assert rupiah(total_proyek(k.proyek).dibulatkan) in harga
    urung = re.search(r'data-urungkan="([^"]+)"', harga)
    assert urung
    assert cacat(db.session(), k.proyek.id) == []
    kembali = client.post(urung[1], headers=HTMX | {"HX-Current-URL": f"http://localhost/proyek/{k.proyek.id}/harga"})
    pemicu = json.loads(kembali.headers["HX-Trigger"])
    assert (pemicu["muat-ulang"], "2 harga dikembalikan" in pemicu["pesan"][0]["teks"]) == (True, True)
    db.session.expire_all()
    assert k.proyek.jumlah == sebelum
    assert rupiah(total_proyek(k.proyek).dibulatkan) in kembali.text
    assert client.post(urung[1]).status_code == 422
    assert cacat(db.session(), k.proyek.id) == []
    riwayat = client.get(f"/proyek/{k.proyek.id}/riwayat").text
    assert "Menerapkan buku harga “Harga Kabupaten 2026”" in riwayat
    assert "Mengurungkan penerapan" in riwayat


def test_history_takes_back_a_whole_application(client: FlaskClient, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    jumlah = k.proyek.jumlah
    assert client.post(alamat(k, b, "/terapkan"), data=isian(client.get(alamat(k, b)).text)).status_code == 303
    terapan = db.session.query(Riwayat).filter_by(aksi="terapkan").one()
    semen = item(k, "Semen Portland")
    ubah_item(k, semen, semen.versi, {"harga": Decimal("1999")})
    db.session.commit()
    riwayat = f"/proyek/{k.proyek.id}/riwayat"
    balik = f"{riwayat}/{terapan.id}/kembalikan"
    assert f'action="{balik}"' in client.get(riwayat).text
    sesudah = client.post(balik, follow_redirects=True).text
    assert "1 harga dikembalikan." in sesudah
    assert "1 harga yang sudah diubah lagi dibiarkan." in sesudah
    assert f'action="{balik}"' not in sesudah
    assert (item(k, "Semen Portland").harga, item(k, "Pekerja").harga) == (Decimal(1999), Decimal(100000))
    assert "Ini sudah diurungkan." in client.post(balik).text
    db.session.refresh(k.proyek)
    assert k.proyek.jumlah != jumlah
    assert cacat(db.session(), k.proyek.id) == []


def test_ticks_change_the_effect_and_only_that_is_applied(
    client: FlaskClient, k: Kerja, b: DaftarHarga, db: SQLAlchemy
) -> None:
    isi = isian(client.get(alamat(k, b)).text)
    semen = next(satu for satu in isi["pilih"] if satu.startswith(f"{item(k, 'Semen Portland').id}-"))
    isi["pilih"] = [semen]
    jawab = client.post(alamat(k, b), data=isi, headers=HTMX)
    assert "<input" not in jawab.text
    assert 'id="ringkasan-terap"' in jawab.text
    assert "Terapkan 1 harga" in jawab.text
    client.post(alamat(k, b, "/terapkan"), data=isi)
    db.session.expire_all()
    assert (item(k, "Pekerja").harga, item(k, "Semen Portland").harga) == (100000, Decimal("1625.5"))
    assert rupiah(k.proyek.jumlah) == jadi(jawab.text)


def test_without_javascript_the_preview_is_a_page(client: FlaskClient, k: Kerja, b: DaftarHarga) -> None:
    isi = isian(client.get(alamat(k, b)).text) | {"semua": ["0"]}
    halaman = client.post(alamat(k, b), data=isi)
    assert (halaman.status_code, faults(halaman.text)) == (200, [])
    assert "Terapkan 0 harga" in halaman.text
    tolak = client.post(alamat(k, b, "/terapkan"), data=isian(halaman.text))
    assert (tolak.status_code, "Belum ada harga yang dipilih" in tolak.text) == (422, True)
    assert "Terapkan 2 harga" in client.post(alamat(k, b), data=isi | {"semua": ["1"]}).text


def test_far_prices_are_marked_and_shown_alone(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    semen = ("BHN", "Semen Portland", "kg", "2000000", None)
    b = buku(k.proyek.pemilik_id, semen, ISI[1], nama="Jauh", termasuk_ppn=True)
    halaman = client.get(alamat(k, b)).text
    assert "1 harga jauh berbeda" in halaman
    assert "kali: mungkin harga untuk satuan lain" in halaman
    assert "Terapkan 1 harga" in halaman
    isi = isian(halaman)
    sebagian = client.post(alamat(k, b), data=isi | {"saring": ["jauh"]}, headers=HTMX).text
    assert "Semen Portland" in sebagian
    assert "Terapkan Pekerja" not in sebagian
    assert "Terapkan 1 harga" in sebagian
    semua = client.post(alamat(k, b), data=isian(sebagian) | {"saring": [""]}, headers=HTMX).text
    assert "Terapkan Pekerja" in semua
    coba = client.post(alamat(k, b), data=isi | {"tanpa_ppn": "1", "ppn_persen": "11"}, headers=HTMX).text
    assert "PPN 11% dikeluarkan" in coba
    assert "termasuk PPN”" not in coba
    assert faults(halaman) == []


def test_what_is_ticked_on_another_page_stays(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    bahan = [("BHN", f"Bahan {n:03}", "kg", "1", str(n)) for n in range(1, 121)]
    buat_pekerjaan(k, "Banyak", "2", komponen=bahan)
    b = buku(k.proyek.pemilik_id, *[("BHN", n, "kg", f"{h}.25", None) for _k, n, _s, _b, h in bahan])
    halaman = client.get(alamat(k, b)).text
    isi = isian(halaman)
    assert len(isi["lihat"]) == 50
    isi["pilih"] = isi["pilih"][1:]
    kedua = client.post(alamat(k, b), data=isi | {"halaman": ["2"]}, headers=HTMX).text
    isi = isian(kedua)
    assert (len(isi["tidak"]), len(isi["pilih"]), isi["kini"]) == (1, 50, ["2"])
    isi["pilih"] = isi["pilih"][2:]
    ketiga = isian(client.post(alamat(k, b), data=isi | {"halaman": ["3"]}, headers=HTMX).text)
    assert (len(ketiga["tidak"]), len(ketiga["pilih"])) == (3, 20)
    pertama = client.post(alamat(k, b), data=ketiga | {"halaman": ["1"]}, headers=HTMX).text
    assert "Terapkan 117 harga" in pertama
    janji = jadi(pertama)
    assert client.post(alamat(k, b, "/terapkan"), data=isian(pertama)).status_code == 303
    db.session.expire_all()
    assert rupiah(k.proyek.jumlah) == janji
    assert item(k, "Bahan 001").harga == 1
    assert cacat(db.session(), k.proyek.id) == []


def test_two_windows(client: FlaskClient, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    isi = isian(client.get(alamat(k, b)).text)
    semen = item(k, "Semen Portland")
    ubah_item(k, semen, semen.versi, {"harga": Decimal(1555)})
    tolak = client.post(alamat(k, b, "/terapkan"), data=isi)
    assert tolak.status_code == 409
    assert "berubah sejak pratinjau" in tolak.text
    assert "1.555,00" in tolak.text
    db.session.expire_all()
    assert (semen.harga, item(k, "Pekerja").harga) == (1555, 100000)
    assert client.post(alamat(k, b, "/terapkan"), data=isian(tolak.text)).status_code == 303
    assert client.post(alamat(k, b, "/terapkan"), data=isian(tolak.text)).status_code == 409


def test_a_factor_is_asked_for_and_kept(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    b = buku(k.proyek.pemilik_id, ("BHN", "Semen Portland", "zak", "72500", None))
    halaman = client.get(alamat(k, b)).text
    isi = isian(halaman)
    assert "pilih" not in isi
    assert "Satuan lain di buku: zak" in halaman
    kunci = isi["lihat"][0]
    isi["pilih"] = [kunci]
    tolak = client.post(alamat(k, b, "/terapkan"), data=isi)
    assert (tolak.status_code, "isi dulu berapa kg dalam satu zak" in tolak.text) == (422, True)
    isi[f"faktor-{kunci}"] = ["lima"]
    assert "bukan angka" in client.post(alamat(k, b), data=isi, headers=HTMX).text
    assert client.post(alamat(k, b, "/terapkan"), data=isi).status_code == 422
    isi[f"faktor-{kunci}"] = ["50"]
    coba = client.post(alamat(k, b), data=isi, headers=HTMX).text
    assert f'<span id="baru-{kunci}" class="hasil " hx-swap-oob="true">1.450,00</span>' in coba
    assert client.post(alamat(k, b, "/terapkan"), data=isi).status_code == 303
    db.session.expire_all()
    semen = item(k, "Semen Portland")
    assert (semen.satuan_beli, semen.harga_beli, semen.faktor) == ("zak", 72500, 50)
    assert rupiah(k.proyek.jumlah) == jadi(coba)


def test_ppn_is_taken_out_only_when_ticked(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    b = buku(k.proyek.pemilik_id, *ISI, termasuk_ppn=True)
    halaman = client.get(alamat(k, b)).text
    assert "termasuk PPN" in halaman
    isi = isian(halaman)
    assert isi["ppn_persen"] == ["11"]
    for salah in ("abc", "0", "101"):
        tolak = client.post(alamat(k, b, "/terapkan"), data=isi | {"tanpa_ppn": "1", "ppn_persen": salah})
        assert tolak.status_code == 422
    coba = client.post(alamat(k, b), data=isi | {"tanpa_ppn": "1"}, headers=HTMX).text
    assert "108.108,11" in coba
    client.post(alamat(k, b, "/terapkan"), data=isi | {"tanpa_ppn": "1"})
    db.session.expire_all()
    pekerja = item(k, "Pekerja")
    assert (pekerja.harga, pekerja.sumber_harga) == (
        Decimal("108108.11"),
        "Harga Kabupaten 2026, 5-1-2026, PPN 11% dikeluarkan",
    )
    assert rupiah(k.proyek.jumlah) == jadi(coba)


def test_stale_prices_are_marked_and_found(client: FlaskClient, k: Kerja, db: SQLAlchemy) -> None:
    tua = buku(k.proyek.pemilik_id, ISI[0], tanggal=date(k.proyek.tahun_anggaran - 1, 12, 30))
    client.post(alamat(k, tua, "/terapkan"), data=isian(client.get(alamat(k, tua)).text))
    harga = f"/proyek/{k.proyek.id}/harga"
    tanda = f"sebelum tahun {k.proyek.tahun_anggaran}"
    lama = client.get(f"{harga}?saring=lama").text
    assert ("Harga Semen Portland" in lama, "Harga Pekerja" in lama, tanda in lama) == (True, False, True)
    db.session.expire_all()
    semen, pekerja = item(k, "Semen Portland"), item(k, "Pekerja")
    jawab = client.post(f"{harga}/{semen.id}", data={"harga": "1.700", "versi": semen.versi}, headers=HTMX)
    assert f'<span id="item-{semen.id}-basi" class="hasil catatan basi" hx-swap-oob="true"></span>' in jawab.text
    assert f'data-untuk="item-{semen.id}-sumber_harga" value=""' in jawab.text
    assert '<span id="banyak-lama" class="redup" hx-swap-oob="true">0</span>' in jawab.text
    assert "Tidak ada harga lama" in client.get(f"{harga}?saring=lama").text
    pekerja.diubah = datetime.now(UTC) - timedelta(days=400)
    assert "Harga Pekerja" in client.get(f"{harga}?saring=lama").text


def test_another_project_cannot_undo(client: FlaskClient, k: Kerja, b: DaftarHarga, db: SQLAlchemy) -> None:
    client.post(alamat(k, b, "/terapkan"), data=isian(client.get(alamat(k, b)).text))
    entri = db.session.query(Riwayat).filter_by(aksi="terapkan").one()
    db.session.get(Pengguna, k.proyek.pemilik_id)
    lain = kerja()
    assert client.post(f"/proyek/{lain.proyek.id}/buku-harga/urungkan/{entri.id}").status_code == 404
    k.proyek.diarsipkan = datetime.now(UTC)
    assert client.post(f"/proyek/{k.proyek.id}/buku-harga/urungkan/{entri.id}").status_code == 403


def test_cost_of_the_pages(client: FlaskClient, k: Kerja, b: DaftarHarga) -> None:
    pratinjau, dasar = alamat(k, b), f"/proyek/{k.proyek.id}"
    isi = isian(client.get(pratinjau).text)
    for cara, batas in (
        (lambda: client.get(f"{dasar}/buku-harga"), 8),
        (lambda: client.get(pratinjau), 8),
        (lambda: client.post(pratinjau, data=isi, headers=HTMX), 10),
        (lambda: client.get(f"{dasar}/harga?saring=lama"), 8),
    ):
        with catat_sql() as sql:
            assert cara().status_code == 200
        assert len(sql) <= batas, "\n".join(sql)
