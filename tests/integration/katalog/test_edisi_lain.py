"""One analysis in several editions is one answer; the project's own edition first, a whole price before one in part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from ahsp_app.models import AHSPReferensi, HargaItem
from ahsp_app.queries.katalog import Saring, cari
from ahsp_app.queries.katalog_lipat import cari_di_proyek
from ahsp_app.services.harga import ubah_item
from ahsp_app.services.katalog import muat_edisi, muat_kosakata_awal
from ahsp_app.services.pekerjaan import tambah_dari_referensi
from tests.integration.pekerjaan.meja import HX, Meja, buat_meja, teks

BATA = "dinding bata merah 1/2 batu, mortar tipe N (1SP : 4PP)"
ISI = {
    "Edisi 2016": [
        ("3.6", "Pemasangan 1 m2 " + BATA, "Bata merah A"),
        ("3.7", "Pemasangan 1 m2 finishing siar pasangan bata merah", "Semen"),
        ("1.6", "Bongkaran 1 m3 pasangan bata merah", "Semen"),
        ("3.9", "Pemasangan lantai bata merah 30x30 cm", "Semen"),
    ],
    "Edisi 2026": [
        ("3.6", "Pemasangan " + BATA, "Bata merah B"),
        ("3.7", "Siaran pasangan bata merah", "Semen"),
        ("3.9", "Pemasangan lantai bata merah 40x40 cm", "Semen"),
    ],
    "Kantor": [("3.6", "Pemasangan " + BATA, "Bata merah C")],
}


@pytest.fixture
def meja(client: FlaskClient, db: Any) -> Meja:
    meja = buat_meja(client)
    muat_kosakata_awal(db.session())
    for tahun, (nama, isi) in zip((2016, 2026, None), ISI.items(), strict=True):
        analisa = [
            {
                "kode": kode,
                "grup": "Dinding",
                "uraian": uraian,
                "satuan": "m2",
                "komponen": [{"kategori": "BHN", "kode": "", "uraian": bahan, "satuan": "buah", "koefisien": "2"}],
            }
            for kode, uraian, bahan in isi
        ]
        muat_edisi(db.session(), {"edisi": {"nama": nama, "tahun": tahun}, "analisa": analisa})
    db.session.commit()
    return meja


def hasil(meja: Meja, q: str) -> list[tuple[str, str, int]]:
    temuan = cari_di_proyek(meja.k.sesi, meja.id, q, 10, saring=Saring())
    assert temuan.total == len(temuan.hasil)
    return [(a.kode, a.edisi, len(a.kembar)) for a in temuan.hasil]


def pakai(meja: Meja, edisi: str) -> None:
    a = meja.k.sesi.query(AHSPReferensi).filter(AHSPReferensi.kode == "3.7")
    nomor = {x.edisi: x.id for x in cari(meja.k.sesi, "3.7").hasil}[edisi]
    assert a.count() == 2
    tambah_dari_referensi(meja.k, None, nomor)
    meja.k.sesi.commit()


@pytest.mark.parametrize("q", ["pasang bata merah", "pasang batu bata merah", "bata merah", "dinding bata"])
def test_the_plain_work_before_those_of_another_kind(meja: Meja, q: str) -> None:
    kode = [kode for kode, _, _ in hasil(meja, q)]
    biasa = [k for k in kode if k in {"3.6", "3.9"}]
    assert "3.6" in biasa
    assert kode[: len(biasa)] == biasa


@pytest.mark.parametrize(("q", "kode"), [("bongkar bata merah", "1.6"), ("siar bata merah", "3.7"), ("finis", "3.7")])
def test_another_kind_when_it_was_asked_for(meja: Meja, q: str, kode: str) -> None:
    assert hasil(meja, q)[0][0] == kode


def test_folded_but_for_other_figures(meja: Meja) -> None:
    assert sorted(hasil(meja, "bata merah")) == [
        ("1.6", "Edisi 2016", 0), ("3.6", "Edisi 2026", 2), ("3.7", "Edisi 2026", 1), ("3.9", "Edisi 2016", 0),
        ("3.9", "Edisi 2026", 0),
    ]  # fmt: skip
    assert cari(meja.k.sesi, "bata merah").total == 8  # without a project all of them are listed
    satu = cari_di_proyek(meja.k.sesi, meja.id, "bata merah", 10, saring=Saring(edisi="Edisi 2016"))
    assert (satu.total, {len(a.kembar) for a in satu.hasil}) == (4, {0})


def test_pages_of_what_is_folded(meja: Meja) -> None:
    semua = hasil(meja, "bata merah")
    terpisah = [
        (a.kode, a.edisi, len(a.kembar))
        for lewati in range(6)
        for a in cari_di_proyek(meja.k.sesi, meja.id, "bata merah", 1, saring=Saring(), lewati=lewati).hasil
    ]
    assert [kode for kode, _, _ in terpisah] == [kode for kode, _, _ in semua]


def test_pages_are_full_however_many_editions(meja: Meja, db: Any) -> None:
    for n in range(6):
        analisa = [
            {"kode": f"9.{i}", "grup": "", "uraian": f"Tangga besi tipe {i}", "satuan": "unit", "komponen": []}
            for i in range(12)
        ]
        muat_edisi(db.session(), {"edisi": {"nama": f"Salinan {n}", "tahun": 2020 + n}, "analisa": analisa})
    halaman = [
        [a.kode for a in cari_di_proyek(meja.k.sesi, meja.id, "tangga", 5, saring=Saring(), lewati=lewati).hasil]
        for lewati in (0, 5, 10, 15)
    ]
    assert [len(h) for h in halaman] == [5, 5, 2, 0]
    assert len({kode for h in halaman for kode in h}) == 12


def test_the_edition_the_project_works_with_comes_first(meja: Meja) -> None:
    pakai(meja, "Edisi 2016")
    assert hasil(meja, "dinding bata")[0] == ("3.6", "Edisi 2016", 2)
    assert hasil(meja, "3.6")[0] == ("3.6", "Edisi 2016", 2)
    assert "juga di 2 edisi lain" in teks(meja.client.get(f"/proyek/{meja.id}/katalog?q=dinding+bata", headers=HX).text)


def test_a_price_in_part_looks_so_and_comes_after_a_whole_one(meja: Meja) -> None:
    alamat = f"/proyek/{meja.id}/katalog?q=dinding+bata"
    kini = teks(meja.client.get(alamat, headers=HX).text)
    assert "– 1 harga kosong" in kini
    assert "· Edisi 2026 ·" in kini
    nomor = {a.edisi: a.id for a in cari(meja.k.sesi, "3.6").hasil}["Kantor"]
    tambah_dari_referensi(meja.k, None, nomor)
    pakai(meja, "Edisi 2026")
    pakai(meja, "Edisi 2026")
    item = meja.k.sesi.query(HargaItem).filter_by(proyek_id=meja.id, uraian="Bata merah C").one()
    ubah_item(meja.k, item, item.versi, {"harga": Decimal(1000)})
    meja.k.sesi.commit()
    kini = teks(meja.client.get(alamat, headers=HX).text)
    assert "· Kantor · juga di 2 edisi lain" in kini
    assert "harga kosong" not in kini.split("· Kantor")[0]
