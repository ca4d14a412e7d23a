"""Resources by identity: kategori, description and unit decide, a code does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ahsp_app.errors import Invalid
from ahsp_app.extensions import db as basis
from ahsp_app.models import DaftarHarga, HargaDasar, HargaItem
from ahsp_app.services.item import item_baru, pastikan_item
from ahsp_app.services.kerja import Kerja
from tests.factories_lembar import kerja


@pytest.fixture
def k(db: Any) -> Kerja:
    return kerja()


@pytest.mark.parametrize(
    ("isi", "kolom"),
    [
        (("XX", "Semen", "kg"), "kategori"),
        (("BHN", " \u200b ", "kg"), "uraian"),
        (("BHN", "x" * 301, "kg"), "uraian"),
        (("BHN", "Semen", "x" * 51), "satuan"),
        (("BHN", "Semen", "kg", "x" * 51), "kode"),
    ],
)
def test_refused_at_its_field(isi: tuple[str, ...], kolom: str) -> None:
    with pytest.raises(Invalid) as galat:
        item_baru(*isi)
    assert galat.value.kolom == kolom


def test_html_and_formulas_are_only_text() -> None:
    i = item_baru("BHN", "<b>Semen</b> =1+1", "kg", "=cmd|' /C calc'!A0")
    assert (i.uraian, i.kode) == ("<b>Semen</b> =1+1", "=cmd|' /C calc'!A0")


def test_spelling_of_name_and_unit_does_not_make_another_resource(k: Kerja) -> None:
    ejaan = [("Besi  Ulir", "M'"), ("besi ulir", "m1"), ("BESI ULIR", "m"), ("Besi\u00a0ulir", "meter")]
    item = {pastikan_item(k, [i])[i.identitas].id for i in (item_baru("BHN", *e) for e in ejaan)}
    assert len(item) == 1


@pytest.mark.parametrize("lain", [("ALT", "Pekerja", "OH"), ("TK", "Pekerja", "jam"), ("TK", "Pekerja 2", "OH")])
def test_another_identity_is_another_resource(k: Kerja, lain: tuple[str, str, str]) -> None:
    dua = [item_baru("TK", "Pekerja", "OH", "L.01"), item_baru(*lain, kode="L.01")]
    assert len({i.id for i in pastikan_item(k, dua).values()}) == 2


def test_same_resource_twice_in_one_call_is_one(k: Kerja) -> None:
    pastikan_item(k, [item_baru("TK", "Pekerja", "OH"), item_baru("TK", "pekerja", "orang hari")])
    assert basis.session.query(HargaItem).count() == 1


def test_first_price_comes_from_the_list_of_the_project(k: Kerja) -> None:
    daftar = DaftarHarga(nama="Contoh 2026", wilayah="Kota Contoh", tanggal=date(2026, 1, 2), sumber="contoh")
    basis.session.add(daftar)
    basis.session.flush()
    dasar = item_baru("BHN", "Semen Portland", "kg")
    basis.session.add(
        HargaDasar(
            daftar_id=daftar.id,
            kategori="BHN",
            uraian=dasar.uraian,
            uraian_kunci=dasar.identitas[1],
            satuan="kg",
            satuan_kunci=dasar.identitas[2],
            harga=Decimal(1500),
        )
    )
    k.proyek.daftar_harga_id = daftar.id
    basis.session.flush()
    isi = pastikan_item(k, [item_baru("BHN", "SEMEN portland", "Kg"), item_baru("BHN", "Pasir", "kg")])
    harga = {i.uraian: (i.harga, i.sumber_harga) for i in isi.values()}
    assert harga == {"SEMEN portland": (1500, "Contoh 2026, 2-1-2026"), "Pasir": (None, "")}
