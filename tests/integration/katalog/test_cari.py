"""Searching the catalogue: the right answer first, and no text that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ahsp_app.queries.katalog import Saring, Temuan, cari, daftar_edisi, edisi_ada
from ahsp_app.queries.katalog_teks import kunci_cari, rapi, terbaca
from ahsp_app.services.katalog import baca_data, muat_edisi

ANALISA = [
    ("1.2.1.1.1", "Tanah", "Penggalian tanah biasa sedalam ≤ 1 m, manual"),
    ("1.2.1.1.2", "Tanah", "Penggalian tanah keras sedalam ≤ 1 m, manual"),
    ("1.2.10", "Tanah", "Urugan kembali tanah galian"),
    ("2.2.1.5.6", "Beton", "Pembuatan beton f'c 25 MPa, semi mekanis"),
    ("2.2.1.5.7", "Beton", "Pembuatan beton f'c 30 MPa, semi mekanis"),
    ("3.6.4.1", "Dinding", "Pemasangan dinding bata ringan tebal 7,5 cm"),
    ("3.7.4", "Plesteran", "Plesteran 1SP : 4PP tebal 15 mm"),
    ("3.9.8.2", "Lantai", "Pemasangan lantai keramik 30x30 cm"),
    ("3.9.8.10", "Lantai", "Pemasangan lantai keramik 60x60 cm"),
    ("7.1.(1)", "Jembatan", "Beton struktur Ø 10_50% “mutu” C:\\a"),
    ("U.9", "Aneka", "Café crème"),
    ("8.1", "Kayu", "Batako dan batang kayu, batang demi batang"),
    ("8.2", "Dinding", "Pekerjaan persiapan pasangan untuk dinding dari bata merah lama, termasuk angkutan"),
]

EJAAN = {
    "1SP : 4PP": "1b4", "1 pc:4 ps": "1b4", "1:4": "1b4", "1 : 2 : 3": "1b2 3", "7,5": "7d5", "7.5 cm": "7d5 cm",
    "30 X 30": "30x30", "3 x 2,5": "3x2d5", "½": "1p2", "1 / 2": "1p2", "K-275": "k275", "k 275": "k275",
    "F’c 20": "fc20", "fc’ 14,5": "fc14d5", "fc20": "fc20", "5mm": "5 mm", '4"': "4 inci", "1.500": "1500",
    "1.500.000": "1500000", "9.000 BTU/jam": "9000 btu jam", "m²": "m2", "Café": "cafe", "10–15x60": "10 15x60",
    "3.6.4.2": "3.6.4.2", "A.2.2.1.1 galian": "a.2.2.1.1 galian",
}  # fmt: skip


@pytest.fixture
def katalog(db: Any) -> Any:
    baris = {"kategori": "TK", "kode": "L.01", "uraian": "Pekerja", "satuan": "OH", "koefisien": "1"}
    analisa = [
        {"kode": kode, "grup": grup, "uraian": uraian, "satuan": "m3", "komponen": [baris, baris]}
        for kode, grup, uraian in ANALISA
    ]
    muat_edisi(db.session(), {"edisi": {"nama": "Edisi 2026", "tahun": 2026}, "analisa": analisa})
    lama = {"edisi": {"nama": "Edisi 2016", "tahun": 2016}, "analisa": analisa[:1]}
    muat_edisi(db.session(), lama)
    muat_edisi(db.session(), {"edisi": {"nama": "Arsip", "tahun": 2010, "aktif": False}, "analisa": analisa[:3]})
    return db


def kode(temuan: Temuan) -> list[str]:
    return [a.kode for a in temuan.hasil]


@pytest.mark.parametrize(
    ("teks", "pertama"),
    [
        ("1.2.1.1.2", "1.2.1.1.2"),
        ("1.2.1.1", "1.2.1.1.1"),
        ("u.9", "U.9"),
        ("7.1.(1)", "7.1.(1)"),
        ("tanah keras", "1.2.1.1.2"),
        ("keras tanah", "1.2.1.1.2"),
        ("TANAH KER", "1.2.1.1.2"),
        ("bata rin", "3.6.4.1"),
        ("bata merah", "8.2"),
        ("batang", "8.1"),
        ("galian", "1.2.10"),
        ("beton 30", "2.2.1.5.7"),
        ("f'c 25", "2.2.1.5.6"),
        ("1SP : 4PP", "3.7.4"),
        ("pasang 60x60", "3.9.8.10"),
        ("keramk", "3.9.8.2"),
        ("kermaik lantai", "3.9.8.2"),
        ("psangan bta rngan", "3.6.4.1"),
        ("béton struktur", "7.1.(1)"),
        ("cafe creme", "U.9"),
        ("10_50%", "7.1.(1)"),
        ("dinding", "3.6.4.1"),
    ],
)
def test_the_right_one_comes_first(katalog: Any, teks: str, pertama: str) -> None:
    assert kode(cari(katalog.session(), teks))[:1] == [pertama]


def test_a_whole_word_comes_before_the_beginning_of_another(katalog: Any) -> None:
    assert kode(cari(katalog.session(), "bata")) == ["3.6.4.1", "8.2", "8.1"]
    assert kode(cari(katalog.session(), "bat")) != []


def test_ties_are_in_the_natural_order_of_codes_newest_edition_first(katalog: Any) -> None:
    temuan = cari(katalog.session(), "lantai keramik")
    assert kode(temuan) == ["3.9.8.2", "3.9.8.10"]
    temuan = cari(katalog.session(), "1.2.1.1.1")
    assert [a.edisi for a in temuan.hasil] == ["Edisi 2026", "Edisi 2016"]


def test_rows(katalog: Any) -> None:
    (a,) = cari(katalog.session(), "bata ringan").hasil
    assert (a.edisi, a.satuan, a.komponen, a.grup) == ("Edisi 2026", "m3", 2, "Dinding")
    assert a.skor > 1


def test_limit_and_total(katalog: Any) -> None:
    temuan = cari(katalog.session(), "manual", limit=1)
    assert (len(temuan.hasil), temuan.total, temuan.koreksi) == (1, 3, None)
    assert len(cari(katalog.session(), "manual", limit=0).hasil) == 1
    assert len(cari(katalog.session(), "manual", limit=10**9).hasil) == 3


def test_editions(katalog: Any) -> None:
    assert [a.edisi for a in cari(katalog.session(), "1.2.1.1.1", "Edisi 2016").hasil] == ["Edisi 2016"]
    # an edition that was put away is searched only when it is named
    assert kode(cari(katalog.session(), "tanah", "Arsip")) == ["1.2.10", "1.2.1.1.1", "1.2.1.1.2"]
    assert cari(katalog.session(), "tanah", "tidak ada").total == 0
    assert daftar_edisi(katalog.session()) == ["Edisi 2026", "Edisi 2016"]
    assert edisi_ada(katalog.session(), "Arsip")
    assert not edisi_ada(katalog.session(), "edisi")


def test_what_a_slip_was_taken_for(katalog: Any) -> None:
    assert cari(katalog.session(), "kermaik lantay").koreksi == "keramik lantai"
    assert cari(katalog.session(), "keramik").koreksi is None
    assert cari(katalog.session(), "zzzzzz").koreksi is None


@pytest.mark.parametrize(
    ("teks", "pertama", "tanpa"),
    [
        ("galian tanah rawa berlumpur", "1.2.10", ("rawa", "berlumpur")),
        ("tukang las lantai kermaik", "3.9.8.2", ("tukang", "las")),
        ("urugan bawah pondasi tanah", "1.2.10", ("bawah", "pondasi")),
        ("plesteran d13", "3.7.4", ("d13",)),
        ("keramik 9.9.9", "3.9.8.2", ("9.9.9",)),
    ],
)
def test_words_that_nothing_has_are_named(katalog: Any, teks: str, pertama: str, tanpa: tuple[str, ...]) -> None:
    temuan = cari(katalog.session(), teks)
    assert (temuan.hasil[0].kode, temuan.tanpa) == (pertama, tanpa)
    assert not set(tanpa) & set((temuan.koreksi or "").split())


def test_nothing_is_left_out_of_what_has_all_words(katalog: Any) -> None:
    assert cari(katalog.session(), "kermaik lantay").tanpa == ()
    assert cari(katalog.session(), "keramik").tanpa == ()


def test_a_resource_of_no_letters_is_used_by_nothing(katalog: Any) -> None:
    assert cari(katalog.session(), "keramik", saring=Saring(memakai="!!")).hasil == ()


def test_a_shorter_word_is_no_slip(katalog: Any) -> None:
    assert cari(katalog.session(), "bantalan").hasil == ()  # "batang", "batako"


def test_a_mix_as_it_is_said(katalog: Any) -> None:
    for teks in ("plesteran 1 pc 4 ps", "plesteran 1PC 4PP", "plesteran 1 sp 4 psr"):
        assert kode(cari(katalog.session(), teks)) == ["3.7.4"], teks


@pytest.mark.parametrize(
    "teks",
    [
        "", " ", "\t\n", "!!!", "'", "''", '"', "\\", "%", "_", "&", "|", "!", ":*", "a:*", "a & b", "(", ")",
        "'; DROP TABLE edisi; --", "a", "²", "²²² ³", "\x00", "a\x00b", "\ud800", "🏗️", "العربية", "中文", "-", "1.",
        "a <-> b", ".1",
        "x" * 10_000, "a b " * 3_000, "'" * 500, "\\" * 500, "%" * 500, "é" * 300, "ﬁ", "a\u0301" * 200, "<b>x</b>",
        "10^20", "=1+1", "\u202e", "C:\\", "\\'", "it's", "K-225", "1:4", "http://a.b/c?d=e&f",
    ],
)  # fmt: skip
def test_any_text(katalog: Any, teks: str) -> None:
    temuan = cari(katalog.session(), teks)
    assert temuan.total >= len(temuan.hasil)


def test_the_database_reads_as_we_do(katalog: Any) -> None:
    awal = baca_data("katalog_awal.json")["analisa"]
    semua = {a["uraian"] for a in awal} | {a["grup"] for a in awal} | {u for _, _, u in ANALISA} | set(EJAAN)
    for teks in sorted(semua):
        assert katalog.session.scalar(select(func.katalog_rapi(teks))).split() == rapi(teks).split(), teks


@pytest.mark.parametrize(("teks", "kunci"), EJAAN.items())
def test_one_spelling(teks: str, kunci: str) -> None:
    assert kunci_cari(teks) == kunci
    assert kunci_cari(terbaca(kunci)) == kunci


@contextmanager
def hitung_perintah(db: Any) -> Iterator[list[str]]:
    perintah: list[str] = []

    def catat(_c: Any, _k: Any, sql: str, *_: Any) -> None:
        perintah.append(sql)

    event.listen(db.engine, "before_cursor_execute", catat)
    yield perintah
    event.remove(db.engine, "before_cursor_execute", catat)


@pytest.mark.parametrize(("teks", "banyak"), [("beton", 2), ("1.2.10", 1), ("bteon", 4), ("", 0)])
def test_two_statements_two_more_for_a_slip(katalog: Any, teks: str, banyak: int) -> None:
    katalog.session.commit()
    with hitung_perintah(katalog) as perintah:
        cari(katalog.session(), teks)
    assert len(perintah) == banyak
