"""Adding headings, works of one's own, works priced directly, works from the catalogue."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from ahsp_app.extensions import db
from ahsp_app.models import AHSPReferensi, Edisi, HargaItem, KomponenReferensi, Pekerjaan, Pengguna
from ahsp_app.services.pohon import tambah_klasifikasi
from tests.factories import buat_proyek
from tests.factories_lembar import kerja
from tests.html import faults
from tests.integration.pekerjaan.meja import AWAL, HX, Meja, isi_sel, roti, teks
from tests.integration.pekerjaan.test_halaman import isi_besar
from tests.sql import catat_sql

# A tree with its page is written and read in one go, however large it is.
MAKS_SQL_TAMBAH = 27


@pytest.fixture
def katalog(db: Any) -> dict[str, int]:
    """Three analyses of one edition."""
    edisi = Edisi(nama="AHSP uji 2026", aktif=True)
    db.session.add(edisi)
    db.session.flush()
    nomor = {}
    for urut, (kode, uraian, satuan) in enumerate(
        [("1.1", "Penggalian tanah biasa", "m3"), ("1.2", "Urugan pasir", "m3"), ("2.1", "Beton mutu rendah", "m3")], 1
    ):
        a = AHSPReferensi(edisi_id=edisi.id, kode=kode, uraian=uraian, satuan=satuan, urut=urut, grup="TANAH")
        db.session.add(a)
        db.session.flush()
        for n, (kategori, nama, koefisien) in enumerate([("TK", "Pekerja", "0.75"), ("TK", "Mandor", "0.038")], 1):
            db.session.add(
                KomponenReferensi(
                    ahsp_id=a.id, urut=n, kategori=kategori, uraian=nama, satuan="OH", koefisien=Decimal(koefisien)
                )
            )
        nomor[uraian] = a.id
    return nomor


def tambah_judul(meja: Meja, **isi: Any) -> Any:
    return meja.kirim(f"/proyek/{meja.id}/klasifikasi", **isi)


def dipilih(html: str) -> str:
    """The heading that takes the next one."""
    pilihan = html.split('id="tujuan"')[1].split("</select>", maxsplit=1)[0]
    cocok = re.search(r'<option value="(\d+)" selected>', pilihan)
    return cocok[1] if cocok else ""


def fokus(html: str) -> str:
    """The field that takes the focus."""
    cocok = re.search(r'<input id="([^"]+)"[^>]*\bautofocus\b', html)
    return cocok[1] if cocok else ""


def test_heading_at_the_top_and_inside(meja: Meja) -> None:
    jawab = tambah_judul(meja, nama="  TIGA  ", tempat="atas", judul=meja.simpul("SATU").id)
    assert jawab.status_code == 200
    tiga = meja.simpul("TIGA")
    assert meja.pohon() == [*AWAL, "III TIGA"]
    assert dipilih(jawab.text) == str(tiga.id)
    assert f'<tr id="klasifikasi-{tiga.id}" class="judul lv1 dipilih"' in jawab.text
    assert fokus(jawab.text) == "judul-nama"
    assert 'value=""' in jawab.text.split('id="judul-nama"')[1][:60]
    assert "Ditambahkan: TIGA." in teks(jawab.text)
    tambah_judul(meja, nama="DALAM", tempat="dalam", judul=tiga.id)
    assert meja.pohon()[-2:] == ["III TIGA", "A DALAM"]
    meja.utuh()


@pytest.mark.parametrize(("nama", "kata"), [("", "belum diisi"), (" \t\u200b", "belum diisi"), ("x" * 301, "300")])
def test_heading_refused_at_its_field(meja: Meja, nama: str, kata: str) -> None:
    jawab = tambah_judul(meja, nama=nama, tempat="dalam")
    assert jawab.status_code == 422
    assert kata in teks(jawab.text.split('id="judul-nama-galat"')[1])
    assert fokus(jawab.text) == "judul-nama"
    assert '<option value="dalam" selected>' in jawab.text
    assert faults(jawab.text, page=False) == []
    biasa = meja.kirim(f"/proyek/{meja.id}/klasifikasi", hx=False, nama=nama)
    assert biasa.status_code == 422
    assert faults(biasa.text) == []
    assert kata in teks(biasa.text)
    assert meja.pohon() == AWAL


def test_plain_forms_come_back_to_their_field(meja: Meja) -> None:
    satu = meja.simpul("SATU")
    jawab = meja.kirim(f"/proyek/{meja.id}/klasifikasi", hx=False, nama="TIGA", tempat="atas", judul=satu.id)
    assert jawab.status_code == 303
    tiga = meja.simpul("TIGA")
    assert jawab.location == f"{meja.alamat}?halaman=1&judul={tiga.id}&buka=judul#judul-nama"
    html = meja.buka(f"?judul={tiga.id}&buka=judul")
    assert "Ditambahkan: TIGA." in html
    assert html.count("<details open>") == 1
    jawab = meja.kirim(meja.alamat, hx=False, uraian="Galian", satuan="m3", judul=tiga.id)
    assert jawab.location == f"{meja.alamat}?halaman=1&judul={tiga.id}&buka=sendiri#sendiri-uraian"
    assert meja.pohon()[-2:] == ["III TIGA", "1 Galian"]


def test_work_of_ones_own_with_volume(meja: Meja) -> None:
    anak = meja.simpul("ANAK A")
    jawab = meja.kirim(meja.alamat, uraian=" Galian  tanah", satuan="m3", volume="74,3535", judul=anak.id)
    assert jawab.status_code == 200
    p = meja.simpul("Galian tanah")
    assert (p.klasifikasi_id, p.urut, p.volume, p.satuan, p.sumber) == (anak.id, 2, Decimal("74.3535"), "m3", "kustom")
    assert isi_sel(jawab.text, p, "volume") == "74,3535"
    assert fokus(jawab.text) == "sendiri-uraian"
    assert dipilih(jawab.text) == str(anak.id)
    assert f'href="#pekerjaan-{p.id}-volume"' in jawab.text
    assert f"/analisa/{p.id}" in jawab.text
    assert 'id="masalah-analisa"' in jawab.text
    meja.utuh()


def test_work_priced_directly(meja: Meja) -> None:
    sebelum = meja.jumlah()
    meja.kirim(meja.alamat, uraian="Mobilisasi", satuan="ls", volume="=1", harga_langsung="3.500.000", judul="")
    p = meja.simpul("Mobilisasi")
    assert (p.harga_langsung, p.jumlah, p.kurang) == (Decimal(3500000), Decimal(3500000), 0)
    assert p.klasifikasi_id == meja.simpul("DUA").id
    assert meja.jumlah() == sebelum + 3500000
    meja.utuh()


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("uraian", "", "belum diisi"),
        ("uraian", "x" * 500, "400"),
        ("satuan", "m" * 51, "50"),
        ("volume", "dua", "bukan angka"),
        ("volume", "1.2.3", "bukan angka"),
        ("volume", "-1", "negatif"),
        ("volume", "1" + "0" * 20, "terlalu besar"),
        ("volume", "=x*2", "x"),
        ("volume", "=1/0", "nol"),
        ("harga_langsung", "gratis", "bukan angka"),
        ("harga_langsung", "-1", "negatif"),
    ],
)
def test_refused_work_leaves_nothing(meja: Meja, kolom: str, nilai: str, kata: str) -> None:
    isian = {"uraian": "Galian", "satuan": "m3", "volume": "2", "harga_langsung": "1000"} | {kolom: nilai}
    sebelum = meja.riwayat()
    for hx in (True, False):
        jawab = meja.kirim(meja.alamat, hx=hx, judul=meja.simpul("DUA").id, **isian)
        assert jawab.status_code == 422
        assert kata in teks(jawab.text.split(f'id="sendiri-{kolom}-galat"')[1].split("</p>")[0])
        assert fokus(jawab.text) == f"sendiri-{kolom}"
        assert faults(jawab.text, page=not hx) == []
        if kolom != "uraian":
            assert 'value="Galian"' in jawab.text
    assert (meja.pohon(), meja.riwayat()) == (AWAL, sebelum)
    meja.utuh()


def test_first_work_of_a_project_makes_its_heading(meja_kosong: Meja) -> None:
    jawab = meja_kosong.kirim(meja_kosong.alamat, uraian="Galian", judul="")
    assert jawab.status_code == 200
    assert meja_kosong.pohon() == ["I PEKERJAAN", "1 Galian"]
    assert "Belum ada pekerjaan" not in jawab.text
    meja_kosong.utuh()


@pytest.mark.parametrize("nama", ["x" * 400, "=cmd|'/c calc'!A1", "<img src=x onerror=alert(1)>"])
def test_any_name_is_a_name(meja: Meja, nama: str) -> None:
    jawab = meja.kirim(meja.alamat, uraian=nama, judul=meja.simpul("DUA").id)
    assert jawab.status_code == 200
    assert "<img" not in jawab.text
    assert isi_sel(jawab.text, meja.simpul(nama), "uraian") == nama


def test_heading_that_is_gone_or_someone_elses(meja: Meja, katalog: dict[str, int]) -> None:
    dua = meja.simpul("DUA")
    meja.kirim(meja.url(dua, "hapus"), versi=dua.versi)
    lain = kerja()
    asing = tambah_klasifikasi(lain, "ASING")
    for judul in (dua.id, asing.id):
        for url, isian in (
            (meja.alamat, {"uraian": "x"}),
            (f"{meja.alamat}/katalog", {"ahsp_id": katalog["Urugan pasir"]}),
            (f"/proyek/{meja.id}/klasifikasi", {"nama": "x", "tempat": "dalam"}),
        ):
            jawab = meja.kirim(url, judul=judul, **isian)
            assert jawab.status_code == 404
            assert "dihapus di jendela lain" in roti(jawab)[0]["teks"]
    meja.utuh()


def test_from_the_catalogue_by_its_button(meja: Meja, katalog: dict[str, int]) -> None:
    anak = meja.simpul("ANAK B")
    jawab = meja.kirim(f"{meja.alamat}/katalog", ahsp_id=katalog["Penggalian tanah biasa"], judul=anak.id)
    assert jawab.status_code == 200
    p = meja.simpul("Penggalian tanah biasa")
    assert (p.klasifikasi_id, p.kode, p.satuan, p.sumber) == (anak.id, "1.1", "m3", "referensi")
    assert p.referensi["edisi"] == "AHSP uji 2026"
    assert "belum ada volume , harga" in teks(jawab.text)
    assert 'id="katalog-hasil"' not in jawab.text  # the results stay, so several can be added in a row
    assert db.session.query(HargaItem).filter_by(proyek_id=meja.id).count() == 2
    meja.kirim(f"{meja.alamat}/katalog", ahsp_id=katalog["Urugan pasir"], judul=anak.id)
    assert db.session.query(HargaItem).filter_by(proyek_id=meja.id).count() == 2
    assert meja.pohon()[-4:] == ["1 Penggalian tanah biasa", "2 Urugan pasir", "II DUA", "1 e"]
    meja.utuh()


def test_enter_adds_the_chosen_one(meja: Meja, katalog: dict[str, int]) -> None:
    isian = {"q": "urugan", "untuk": "urugan", "pilih": katalog["Urugan pasir"], "judul": meja.simpul("DUA").id}
    jawab = meja.kirim(f"{meja.alamat}/katalog", **isian)
    assert meja.pohon()[-1] == "2 Urugan pasir"
    assert "Ditambahkan: Urugan pasir." in teks(jawab.text)


def test_enter_before_the_results_arrive_adds_nothing_unseen(meja: Meja, katalog: dict[str, int]) -> None:
    isian = {"q": "beton", "untuk": "urugan", "pilih": katalog["Urugan pasir"], "judul": meja.simpul("DUA").id}
    jawab = meja.kirim(f"{meja.alamat}/katalog", **isian)
    assert jawab.status_code == 200
    assert 'id="katalog-hasil" hx-swap-oob="true"' in jawab.text
    assert "Beton mutu rendah" in jawab.text
    assert 'name="untuk" value="beton"' in jawab.text
    assert meja.pohon() == AWAL
    biasa = meja.kirim(f"{meja.alamat}/katalog", hx=False, **isian)
    assert biasa.location == f"/proyek/{meja.id}/katalog?q=beton&judul={isian['judul']}#katalog-q"


def test_enter_with_nothing_typed(meja: Meja) -> None:
    jawab = meja.kirim(f"{meja.alamat}/katalog", q=" ", judul=meja.simpul("DUA").id)
    assert jawab.status_code == 422
    assert "Ketik dulu" in roti(jawab)[0]["teks"]
    assert meja.kirim(f"{meja.alamat}/katalog", hx=False, q="").status_code == 303
    assert meja.pohon() == AWAL


def test_unknown_analysis(meja: Meja) -> None:
    assert meja.kirim(f"{meja.alamat}/katalog", ahsp_id=10**9, judul=meja.simpul("DUA").id).status_code == 404
    assert meja.pohon() == AWAL


def test_catalogue_without_javascript(meja: Meja, katalog: dict[str, int]) -> None:
    dua = meja.simpul("DUA")
    html = meja.client.get(f"/proyek/{meja.id}/katalog?q=tanah&judul={dua.id}").text
    assert faults(html) == []
    assert "Penggalian tanah biasa" in html
    assert f'name="judul" value="{dua.id}"' in html
    isian = {"q": "tanah", "untuk": "tanah", "pilih": katalog["Penggalian tanah biasa"], "judul": dua.id}
    jawab = meja.kirim(f"{meja.alamat}/katalog", hx=False, **isian)
    assert jawab.location == f"/proyek/{meja.id}/katalog?q=tanah&judul={dua.id}#katalog-q"
    assert "Ditambahkan: Penggalian tanah biasa." in meja.client.get(jawab.location).text
    assert meja.pohon()[-1] == "2 Penggalian tanah biasa"


def test_search_results(meja: Meja, katalog: dict[str, int]) -> None:
    db.session.commit()
    url = f"/proyek/{meja.id}/katalog?q=pasir"
    with catat_sql() as sql:
        jawab = meja.client.get(url, headers=HX)
    assert len(sql) <= 6
    assert faults(jawab.text, page=False) == []
    for kata in ("1.2", "Urugan pasir", "m3", "AHSP uji 2026", "2 komponen", "Tambah"):
        assert kata in teks(jawab.text)
    assert re.search(rf'name="pilih" value="{katalog["Urugan pasir"]}" checked', jawab.text)
    kosong = meja.client.get(f"/proyek/{meja.id}/katalog?q=", headers=HX)
    assert kosong.text.strip() == ""
    nihil = meja.client.get(f"/proyek/{meja.id}/katalog?q=zzzzqqqq", headers=HX)
    assert "Tidak ada analisa yang cocok" in nihil.text
    for aneh in ("%' OR 1=1 --", "<b>", "a" * 5000, "\\", "()&|!:*", "\x00"):
        assert meja.client.get(f"/proyek/{meja.id}/katalog", query_string={"q": aneh}, headers=HX).status_code == 200


def test_composition(meja: Meja, katalog: dict[str, int]) -> None:
    url = f"/proyek/{meja.id}/katalog/{katalog['Penggalian tanah biasa']}"
    penuh = meja.client.get(url)
    assert faults(penuh.text) == []
    for kata in ("Penggalian tanah biasa", "A. Tenaga", "Pekerja", "0,75", "Mandor", "0,038", "AHSP uji 2026"):
        assert kata in teks(penuh.text)
    potongan = meja.client.get(url, headers=HX).text
    assert "<html" not in potongan
    jawab = meja.kirim(
        f"{meja.alamat}/katalog", ahsp_id=katalog["Urugan pasir"], dari="rincian", judul=meja.simpul("DUA").id
    )
    assert "tutup-dialog" in jawab.headers["HX-Trigger"]
    assert meja.client.get(f"/proyek/{meja.id}/katalog/999999").status_code == 404


def test_added_row_is_in_view(meja_kosong: Meja) -> None:
    meja = meja_kosong
    isi_besar(meja, 3, 40)
    tiga = db.session.query(Pekerjaan).filter_by(proyek_id=meja.id, kunci="p2_0").one().klasifikasi_id
    jawab = meja.kirim(meja.alamat, uraian="Terakhir", judul=tiga)
    assert "Terakhir" in jawab.text.split('id="pohon"')[1]
    assert jawab.headers["HX-Replace-Url"] == f"{meja.alamat}?halaman=3&judul={tiga}"
    # With a filter in view the new row would not show, so the whole page comes without it.
    jawab = meja.kirim(meja.alamat, di="?cari=bata", uraian="Tersaring", judul=tiga)
    assert jawab.status_code == 204
    assert jawab.headers["HX-Redirect"].startswith(f"{meja.alamat}?halaman=3&judul={tiga}#pekerjaan-")


def test_adding_costs_the_same_in_any_project(meja_kosong: Meja, katalog: dict[str, int]) -> None:
    pemilik = db.session.get(Pengguna, meja_kosong.k.proyek.pemilik_id)
    assert pemilik is not None
    banyak = []
    for judul, per_judul in ((1, 2), (20, 30)):
        meja = Meja(meja_kosong.client, kerja(buat_proyek(pemilik)))
        isi_besar(meja, judul, per_judul)
        db.session.commit()
        with catat_sql() as sendiri:
            meja.kirim(meja.alamat, uraian="Satu lagi", volume="2", judul="")
        with catat_sql() as dari_katalog:
            meja.kirim(f"{meja.alamat}/katalog", ahsp_id=katalog["Urugan pasir"], judul="")
        banyak.append((len(sendiri), len(dari_katalog)))
    assert banyak[0] == banyak[1]
    assert max(banyak[0]) <= MAKS_SQL_TAMBAH, banyak
