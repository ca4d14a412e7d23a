"""Saving cells of the tree: what is written, what comes back, what is refused."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from ahsp_app.extensions import db
from ahsp_app.models import Pekerjaan
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, isi
from tests.html import faults
from tests.integration.pekerjaan.meja import AWAL, Meja, hasil, isi_sel, teks
from tests.sql import catat_sql

MAKS_SQL_SEL = 10
# A new price is a recomputation; works whose formulas follow are read once more for the answer.
MAKS_SQL_HARGA, MAKS_SQL_IKUT = 14, 11


def sel_baru(html: str) -> dict[str, tuple[str, str]]:
    """New contents for fields: id -> text, formula."""
    pola = r'<data data-untuk="([^"]+)" value="([^"]*)" data-rumus="([^"]*)"'
    return {id_: (nilai, rumus) for id_, nilai, rumus in re.findall(pola, html)}


def versi(html: str, baris: Any) -> int:
    """The version that came out of band."""
    tag = re.search(rf'<input type="hidden" id="{baris.__tablename__}-{baris.id}-versi"[^>]*>', html)
    assert tag
    assert 'hx-swap-oob="true"' in tag[0]
    return int(re.search(r'value="(\d+)"', tag[0])[1])  # type: ignore[index]


def slot(html: str) -> str:
    """Where a refusal belongs."""
    cocok = re.search(r'<span id="([^"]+)-galat" class="galat" role="alert" data-galat hx-swap-oob="true">', html)
    assert cocok, html
    return cocok[1]


@pytest.mark.parametrize(
    ("kolom", "diketik", "disimpan"),
    [
        ("uraian", "  Galian   tanah ", "Galian tanah"),
        ("satuan", "m²", "m²"),
        ("kode", " X.1 ", "X.1"),
        ("kode", "", None),
        ("nomor", "1a", "1a"),
        ("volume", "1.250,5", Decimal("1250.5")),
        ("harga_langsung", "Rp 1.500.000,-", Decimal(1500000)),
    ],
)
def test_one_cell(meja: Meja, kolom: str, diketik: str, disimpan: Any) -> None:
    b = meja.simpul("b")
    b.kode, lama = "lama", b.versi
    db.session.commit()
    url = meja.url(b)
    with catat_sql() as sql:
        jawab = meja.kirim(url, **{kolom: diketik, "versi": lama})
    assert jawab.status_code == 200, jawab.text
    assert len(sql) <= (MAKS_SQL_HARGA if kolom == "harga_langsung" else MAKS_SQL_SEL), "\n".join(sql)
    db.session.refresh(b)
    assert getattr(b, kolom) == disimpan
    assert b.versi == versi(jawab.text, b) == lama + 1
    assert "<tr" not in jawab.text
    assert not re.search(r"<(input|textarea)(?! type=\"hidden\")", jawab.text)
    tampak = sel_baru(jawab.text)[f"pekerjaan-{b.id}-{kolom}"][0]
    assert tampak == isi_sel(meja.buka(), b, kolom)
    assert hasil(jawab.text, f"pekerjaan-{b.id}-jumlah") == hasil(meja.buka(), f"pekerjaan-{b.id}-jumlah")
    assert 'id="total-proyek"' in jawab.text
    meja.utuh()


def test_sums_of_all_headings_above_come_along(meja: Meja) -> None:
    d = meja.simpul("d")
    jawab = meja.kirim(meja.url(d), volume="10", versi=d.versi)
    html = meja.buka()
    for nama in ("ANAK A", "SATU"):
        id_ = f"klasifikasi-{meja.simpul(nama).id}-jumlah"
        assert hasil(jawab.text, id_) == hasil(html, id_)
    assert hasil(jawab.text, f"pekerjaan-{d.id}-jumlah") == "40.005,50"
    assert f"klasifikasi-{meja.simpul('DUA').id}-jumlah" not in jawab.text


def test_formulas_that_follow(meja: Meja) -> None:
    a, b = meja.simpul("a"), meja.simpul("b")
    isi(meja.k, b, f"=#{{{a.kunci}}}*3")
    db.session.commit()
    url, versi_a = meja.url(a), a.versi
    with catat_sql() as sql:
        jawab = meja.kirim(url, volume="=2+0,5", versi=versi_a)
    assert len(sql) <= MAKS_SQL_IKUT, "\n".join(sql)
    sel = sel_baru(jawab.text)
    assert sel[f"pekerjaan-{a.id}-volume"] == ("2,5", "=2+0,5")
    assert sel[f"pekerjaan-{b.id}-volume"] == ("7,5", f"=#{{{a.kunci}}}*3")
    assert hasil(jawab.text, f"pekerjaan-{b.id}-jumlah") == "15.004,13"
    meja.utuh()


def test_what_is_missing_is_said_anew(meja: Meja) -> None:
    p = buat_pekerjaan(meja.k, "tanpa volume", komponen=[SEMEN], judul=meja.simpul("DUA"))
    jawab = meja.kirim(meja.url(p), volume="2", versi=p.versi)
    keadaan = jawab.text.split(f'id="pekerjaan-{p.id}-keadaan"')[1].split("</span>")[0]
    assert "belum" not in teks("<" + keadaan)
    jawab = meja.kirim(meja.url(p), volume="", versi=p.versi)
    assert "belum ada volume" in teks(jawab.text)
    assert 'id="masalah-volume"' in jawab.text


def test_ambiguous_number_is_read_back_in_words(meja: Meja) -> None:
    a = meja.simpul("a")
    jawab = meja.kirim(meja.url(a), volume="1.000", versi=a.versi)
    assert hasil(jawab.text, f"pekerjaan-{a.id}-volume-catatan") == "dibaca 1.000 (seribu)"
    jawab = meja.kirim(meja.url(a), volume="1000,0", versi=a.versi)
    assert hasil(jawab.text, f"pekerjaan-{a.id}-volume-catatan") == ""
    jawab = meja.kirim(meja.url(a), satuan="m2", versi=a.versi)
    assert "-catatan" not in jawab.text


def test_same_value_is_no_change(meja: Meja) -> None:
    b = meja.simpul("b")
    sebelum = meja.riwayat()
    for isian in (
        {"volume": "2,0"},
        {"uraian": " b"},
        {"nomor": "2"},
        {"harga_langsung": "2000,550"},
        {"satuan": "m3"},
    ):
        assert versi(meja.kirim(meja.url(b), versi=b.versi, **isian).text, b) == b.versi
    assert meja.riwayat() == sebelum


BURUK: list[tuple[str, str, str]] = [
    ("volume", "abc", "bukan angka"),
    ("volume", "1.2.3", "bukan angka"),
    ("volume", "-5", "negatif"),
    ("volume", "1" + "0" * 20, "terlalu besar"),
    ("volume", "0,0000001", "terlalu teliti"),
    ("volume", "=tidak_ada*2", "tidak_ada"),
    ("volume", "=1/0", "nol"),
    ("volume", "=2*(3", ""),
    ("volume", "=#{p999}", "p999"),
    ("volume", "=3-5", ""),
    ("uraian", "   ", "belum diisi"),
    ("uraian", "x" * 500, "400"),
    ("satuan", "m" * 51, "50"),
    ("kode", "k" * 101, "100"),
    ("nomor", "9" * 31, "30"),
    ("harga_langsung", "murah", "bukan angka"),
    ("harga_langsung", "-1", "negatif"),
    ("harga_langsung", "9" * 21, "terlalu besar"),
]


@pytest.mark.parametrize(("kolom", "diketik", "kata"), BURUK)
def test_bad_input_changes_nothing_and_says_why(meja: Meja, kolom: str, diketik: str, kata: str) -> None:
    b = meja.simpul("b")
    sebelum, jumlah = meja.riwayat(), meja.jumlah()
    jawab = meja.kirim(meja.url(b), **{kolom: diketik, "versi": b.versi})
    assert jawab.status_code == 422
    assert slot(jawab.text) == f"pekerjaan-{b.id}-{kolom}"
    assert kata in teks(jawab.text)
    biasa = meja.kirim(meja.url(b), hx=False, **{kolom: diketik, "versi": b.versi})
    assert biasa.status_code == 422
    assert kata in teks(biasa.text)
    assert faults(biasa.text) == []
    assert (meja.riwayat(), meja.jumlah(), meja.pohon()) == (sebelum, jumlah, AWAL)


def test_500_characters_and_formulas_as_names(meja: Meja) -> None:
    b = meja.simpul("b")
    for nama in ("x" * 400, "=cmd|'/c calc'!A1", "<b>tebal</b>", "Ø ½ “kutip” m²"):
        jawab = meja.kirim(meja.url(b), uraian=nama, versi=b.versi)
        assert jawab.status_code == 200
        assert "<b>tebal" not in jawab.text
        db.session.expire_all()
        assert b.uraian == nama
        assert isi_sel(meja.buka(), b, "uraian") == nama


def test_volume_that_would_run_in_a_circle(meja: Meja) -> None:
    a, b = meja.simpul("a"), meja.simpul("b")
    isi(meja.k, b, f"=#{{{a.kunci}}}*3")
    jawab = meja.kirim(meja.url(a), volume=f"=#{{{b.kunci}}}", versi=a.versi)
    assert jawab.status_code == 422
    assert slot(jawab.text) == f"pekerjaan-{a.id}-volume"
    meja.utuh()


def test_two_windows(meja: Meja) -> None:
    b = meja.simpul("b")
    lama = b.versi
    meja.kirim(meja.url(b), uraian="milik rekan", versi=lama)
    jawab = meja.kirim(meja.url(b), uraian="milik saya", versi=lama)
    assert jawab.status_code == 409
    assert "milik saya" in jawab.text
    assert "milik rekan" in jawab.text
    assert "Estimator" in jawab.text
    assert versi(jawab.text, b) == b.versi == lama + 1
    biasa = meja.kirim(meja.url(b), hx=False, uraian="milik saya", versi=lama)
    assert biasa.status_code == 409
    assert faults(biasa.text) == []
    assert "milik rekan" in meja.pohon()[2]
    assert meja.kirim(meja.url(b), uraian="milik saya", versi=lama + 1).status_code == 200


def test_answer_that_got_lost_is_no_conflict_and_shows_what_a_colleague_did(meja: Meja) -> None:
    b = meja.simpul("b")
    lama = b.versi
    meja.kirim(meja.url(b), uraian="baru", versi=lama)
    meja.kirim(meja.url(b), volume="7", versi=lama + 1)
    sebelum = meja.riwayat()
    jawab = meja.kirim(meja.url(b), uraian="baru", versi=lama)
    assert jawab.status_code == 200
    assert versi(jawab.text, b) == lama + 2
    assert sel_baru(jawab.text)[f"pekerjaan-{b.id}-volume"] == ("7", "")
    assert meja.riwayat() == sebelum


def test_the_same_number_written_otherwise_is_no_conflict(meja: Meja) -> None:
    b = meja.simpul("b")
    lama = b.versi
    assert meja.kirim(meja.url(b), volume="1.234.567", versi=lama).status_code == 200
    assert meja.kirim(meja.url(b), volume="1234567", versi=lama).status_code == 200
    assert meja.kirim(meja.url(b), volume="1234568", versi=lama).status_code == 409
    assert meja.kirim(meja.url(b), volume="", versi=lama).status_code == 409


def test_version_is_asked_for(meja: Meja) -> None:
    b = meja.simpul("b")
    assert meja.kirim(meja.url(b), uraian="x").status_code == 428
    assert meja.kirim(meja.url(b), uraian="x", versi="satu").status_code == 422
    assert meja.pohon() == AWAL


def test_row_deleted_in_the_other_window(meja: Meja) -> None:
    b, anak = meja.simpul("b"), meja.simpul("ANAK B")
    for simpul, kolom in ((b, "uraian"), (anak, "nama")):
        meja.kirim(meja.url(simpul, "hapus"), versi=simpul.versi)
        jawab = meja.kirim(meja.url(simpul), **{kolom: "x", "versi": simpul.versi})
        assert jawab.status_code == 404
        assert slot(jawab.text) == f"{simpul.__tablename__}-{simpul.id}-{kolom}"
        assert "dihapus di jendela lain" in jawab.text
        biasa = meja.kirim(meja.url(simpul), hx=False, **{kolom: "x", "versi": simpul.versi})
        assert biasa.status_code == 404
        assert faults(biasa.text) == []


def test_heading_cells(meja: Meja) -> None:
    anak = meja.simpul("ANAK A")
    db.session.commit()
    url, lama = meja.url(anak), anak.versi
    with catat_sql() as sql:
        jawab = meja.kirim(url, nama="  Galian  ", versi=lama)
    assert len(sql) <= MAKS_SQL_SEL
    assert sel_baru(jawab.text) == {
        f"klasifikasi-{anak.id}-nama": ("Galian", ""),
        f"klasifikasi-{anak.id}-nomor": ("A", ""),
    }
    jawab = meja.kirim(meja.url(anak), nomor="3.a", versi=anak.versi)
    assert "3.a Galian" in meja.pohon()
    assert isi_sel(meja.buka(), anak, "nomor") == "3.a"
    # What the automatic number says is the automatic number.
    jawab = meja.kirim(meja.url(anak), nomor="A", versi=anak.versi)
    assert sel_baru(jawab.text)[f"klasifikasi-{anak.id}-nomor"] == ("A", "")
    db.session.expire_all()
    assert anak.nomor is None


@pytest.mark.parametrize(("kolom", "diketik"), [("nama", ""), ("nama", "x" * 301), ("nomor", "9" * 31)])
def test_heading_refusals(meja: Meja, kolom: str, diketik: str) -> None:
    anak = meja.simpul("ANAK A")
    jawab = meja.kirim(meja.url(anak), **{kolom: diketik, "versi": anak.versi})
    assert jawab.status_code == 422
    assert slot(jawab.text) == f"klasifikasi-{anak.id}-{kolom}"
    assert meja.kirim(meja.url(anak), nama="x", versi=anak.versi - 1).status_code == 409
    assert meja.pohon() == AWAL


def test_number_returns_to_the_automatic_one(meja: Meja) -> None:
    b = meja.simpul("b")
    meja.kirim(meja.url(b), nomor="2.a", versi=b.versi)
    assert "2.a b" in meja.pohon()
    jawab = meja.kirim(meja.url(b), nomor="", versi=b.versi)
    assert sel_baru(jawab.text)[f"pekerjaan-{b.id}-nomor"] == ("2", "")
    assert meja.pohon() == AWAL


def test_whole_row_without_javascript(meja: Meja) -> None:
    a, b = meja.simpul("a"), meja.simpul("b")
    isi(meja.k, a, "=10/4")
    db.session.commit()
    semua = {"nomor": "1", "uraian": "a", "kode": "", "volume": "=10/4", "satuan": "m3", "harga_langsung": "1.000,55"}
    sebelum = meja.riwayat()
    jawab = meja.kirim(meja.url(a), hx=False, di="?halaman=1", versi=a.versi, **semua)
    assert jawab.status_code == 303
    assert jawab.location == f"{meja.alamat}#pekerjaan-{a.id}"
    assert meja.riwayat() == sebelum
    meja.kirim(meja.url(a), hx=False, versi=a.versi, **(semua | {"volume": "4", "uraian": "A", "satuan": "m2"}))
    db.session.expire_all()
    assert (a.volume, a.rumus, a.uraian, a.satuan, a.nomor) == (4, None, "A", "m2", None)
    # One bad field, and nothing of the row is written; what was typed is there to be put right.
    jawab = meja.kirim(meja.url(b), hx=False, versi=b.versi, **(semua | {"uraian": "B", "volume": "dua"}))
    assert jawab.status_code == 422
    assert 'value="dua"' in jawab.text
    assert 'value="B"' in jawab.text
    assert "2 b" in meja.pohon()
    meja.utuh()


def test_code_of_the_catalogue_stays(meja: Meja) -> None:
    b = buat_pekerjaan(meja.k, "b2", judul=meja.simpul("SATU"))
    b.sumber, b.kode = "referensi", "A.1"
    b.referensi = {"edisi": "E", "kode": "A.1", "uraian": "b2", "satuan": "m3", "komponen": []}
    jawab = meja.kirim(meja.url(b), kode="Z", versi=b.versi)
    assert jawab.status_code == 422
    assert slot(jawab.text) == f"pekerjaan-{b.id}-kode"
    jawab = meja.kirim(meja.url(b), satuan="m2", versi=b.versi)
    assert "ubahan" in jawab.text
    assert f'id="pekerjaan-{b.id}-kode"' not in meja.buka()


def test_price_taken_away_makes_it_a_work_with_analysis(meja: Meja) -> None:
    b = meja.simpul("b")
    jawab = meja.kirim(meja.url(b), harga_langsung="", versi=b.versi)
    assert jawab.status_code == 200
    assert 'id="pohon" hx-swap-oob="true"' in jawab.text
    assert f'id="pekerjaan-{b.id}-hsp"' in jawab.text
    assert "belum ada analisa" in teks(jawab.text)
    meja.utuh()


def test_too_many_rows_are_fetched_anew(meja_kosong: Meja) -> None:
    meja = meja_kosong
    judul = buat_judul(meja.k)
    induk = buat_pekerjaan(meja.k, "induk", "1", judul=judul)
    for n in range(101):
        isi(meja.k, buat_pekerjaan(meja.k, f"ikut {n}", judul=judul, harga="10"), f"=#{{{induk.kunci}}}*{n + 1}")
    db.session.commit()
    url, lama = meja.url(induk), induk.versi
    with catat_sql() as sql:
        jawab = meja.kirim(url, volume="3", versi=lama)
    assert json.loads(jawab.headers["HX-Trigger"])["muat-ulang"]
    assert len(sql) <= MAKS_SQL_SEL
    assert jawab.text.count('id="pekerjaan-') < 8
    assert db.session.query(Pekerjaan).filter_by(uraian="ikut 100").one().volume == 303
    meja.utuh()


def test_parameter_in_a_volume(meja: Meja) -> None:
    buat_parameter(meja.k, "panjang", "12.5")
    a = meja.simpul("a")
    jawab = meja.kirim(meja.url(a), volume="=panjang*2", versi=a.versi)
    assert sel_baru(jawab.text)[f"pekerjaan-{a.id}-volume"] == ("25", "=panjang*2")
    meja.utuh()
