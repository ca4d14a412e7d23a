"""A book applied to a project: what is offered, the preview to the sen, one transaction, taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from ahsp_app.errors import Invalid, NotFound
from ahsp_app.models import DaftarHarga, HargaItem, Pengguna, Riwayat
from ahsp_app.services.analisa import tambah_sub
from ahsp_app.services.buku_harga_terap import (
    Rencana,
    Terapan,
    coba_rencana,
    susun_rencana,
    terapkan_rencana,
    urungkan_terapan,
)
from ahsp_app.services.buku_harga_ubah import ubah_harga
from ahsp_app.services.harga import hapus_item, ubah_item
from ahsp_app.services.hitung import hitung_semua
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.sampah import hapus_simpul
from tests.factories import buat_proyek
from tests.factories_lembar import buat_judul, buat_pekerjaan, item, kerja
from tests.integration.buku_harga.bantu import Baris, buku, harga
from tests.keutuhan import cacat
from tests.sql import catat_sql

PEKERJA = ("TK", "Pekerja", "OH", "0.75", "150000")
SEMEN = ("BHN", "Semen Portland", "kg", "326", "1500")
PASIR = ("BHN", "Pasir beton", "kg", "760", None)
ISI: tuple[Baris, ...] = (
    ("TK", "PEKERJA", "orang hari", "176000", None),
    ("BHN", "Semen  portland", "Kg", "1625.55", None),
    ("BHN", "Pasir Beton", "kg", "664200/1400 m3", None),
    ("BHN", "Paku", "kg", "20000", None),
)


@pytest.fixture
def k(db: SQLAlchemy) -> Kerja:
    """A project with nested works, odd volumes and a margin of its own."""
    k = kerja()
    judul = buat_judul(k)
    adukan = buat_pekerjaan(k, "Adukan", "3,333", judul=judul, komponen=[PEKERJA, SEMEN])
    beton = buat_pekerjaan(k, "Beton", "12,345678", judul=judul, komponen=[SEMEN, PASIR])
    tambah_sub(k, beton, adukan.id, Decimal("0.123"))
    k.proyek.margin_persen = Decimal("12.5")
    hitung_semua(k)
    return k


def rencana(k: Kerja, b: DaftarHarga, **beda: object) -> Rencana:
    return susun_rencana(k, b, **beda)  # type: ignore[arg-type]


def terapkan(k: Kerja, b: DaftarHarga, terpilih: Iterable[str] | None = None) -> Terapan:
    r = rencana(k, b)
    return terapkan_rencana(k, b, r, r.baku if terpilih is None else set(terpilih), r.sidik)


def isi(k: Kerja) -> dict[str, tuple[object, ...]]:
    """Every column of the prices, by name."""
    semua = k.sesi.scalars(select(HargaItem).where(HargaItem.proyek_id == k.proyek.id))
    kolom = ("harga", "satuan_beli", "harga_beli", "faktor", "sumber_harga", "tanggal_harga", "diubah")
    return {i.uraian: tuple(getattr(i, n) for n in kolom) for i in semua}


def test_exact_matches_are_found_by_name_and_unit_in_any_spelling(k: Kerja) -> None:
    r = rencana(k, buku(k.proyek.pemilik_id, *ISI))
    baris = {c.p.uraian: (c.baku, c.lama, c.baru.satuan if c.baru else None) for c in r.calon}
    assert baris == {
        "Pekerja": (True, 150000, 176000),
        "Semen Portland": (True, 1500, Fraction("1625.55")),
        "Pasir beton": (True, None, Fraction(664200, 1400)),
    }
    assert (r.sama, r.tanpa) == (0, ())


def test_a_price_far_from_the_one_there_is_waits(k: Kerja) -> None:
    far = (("BHN", "Semen Portland", "kg", "1500000", None), ("TK", "Pekerja", "OH", "225001", None))
    r = rencana(k, buku(k.proyek.pemilik_id, *far))
    semen, pekerja = sorted(r.calon, key=lambda c: c.p.kategori)
    assert [(c.jauh, c.baku, c.faktor_satuan) for c in (semen, pekerja)] == [(True, False, 1000), (True, False, 0)]
    dekat = rencana(k, buku(k.proyek.pemilik_id, ("TK", "Pekerja", "OH", "225000", None), nama="Dekat"))
    assert [(c.jauh, c.baku) for c in dekat.calon] == [(False, True)]


def test_what_moves_the_total_most_comes_first(k: Kerja) -> None:
    r = rencana(k, buku(k.proyek.pemilik_id, *ISI))
    # 3,333 + 0,123 × 12,345678 of the mortar; 326 kg of cement in it and in each m3 of concrete
    adukan = Fraction("3.333") + Fraction("0.123") * Fraction("12.345678")
    perlu = {c.p.uraian: Fraction(c.p.kebutuhan) for c in r.calon}
    assert perlu == {
        "Pekerja": adukan * Fraction("0.75"),
        "Semen Portland": (adukan + Fraction("12.345678")) * 326,
        "Pasir beton": Fraction("12.345678") * 760,
    }
    assert [c.p.uraian for c in r.calon] == ["Pasir beton", "Semen Portland", "Pekerja"]


def test_nearly_the_same_name_is_offered(k: Kerja) -> None:
    judul = buat_judul(k, "Lain")
    tukang = [("TK", f"Tukang {n}", "OH", "1", None) for n in ("batu", "besi", "aluminium", "gali")]
    buat_pekerjaan(k, "Dinding", "1", judul=judul, komponen=tukang)
    nama = ("Tukang batu/tembok", "Tukang besi/besi beton", "Tukang alumunium", "Tukang", "Tukang kayu")
    r = rencana(k, buku(k.proyek.pemilik_id, *[("TK", n, "Orang/Hari", "106000", None) for n in nama]))
    assert {(c.p.uraian, c.p.d_uraian, c.p.jenis, c.baku) for c in r.calon} == {
        ("Tukang batu", "Tukang batu/tembok", "mirip", False),
        ("Tukang besi", "Tukang besi/besi beton", "mirip", False),
        ("Tukang aluminium", "Tukang alumunium", "mirip", False),
    }
    assert "Tukang gali" in {p.uraian for p in r.tanpa}


def test_the_preview_is_what_applying_gives_to_the_sen(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, *ISI)
    r = rencana(k, b)
    semua = sorted(r.baku)
    for pilih in (semua[:1], semua[1:], semua):
        r = rencana(k, b)
        sebelum, dengan = k.proyek.jumlah, coba_rencana(k, r, pilih)
        assert k.proyek.jumlah == sebelum
        hasil = terapkan_rencana(k, b, r, pilih, r.sidik)
        assert (hasil.dampak.jumlah_baru, k.proyek.jumlah, hasil.banyak) == (dengan, dengan, len(pilih))
        assert cacat(k.sesi, k.proyek.id) == []
        urungkan_terapan(k, hasil.riwayat_id)
        assert k.proyek.jumlah == sebelum
    assert cacat(k.sesi, k.proyek.id) == []


def test_without_rounding_it_is_exact_too(k: Kerja) -> None:
    k.proyek.bulat_hsp_mode = k.proyek.bulat_jumlah_mode = "tanpa"
    hitung_semua(k)
    b, sebelum = buku(k.proyek.pemilik_id, *ISI), k.proyek.jumlah
    r = rencana(k, b)
    dengan = coba_rencana(k, r, r.baku)
    hasil = terapkan(k, b)
    assert k.proyek.jumlah == dengan != sebelum
    urungkan_terapan(k, hasil.riwayat_id)
    assert k.proyek.jumlah == sebelum
    assert cacat(k.sesi, k.proyek.id) == []


def test_what_is_written(k: Kerja) -> None:
    terapkan(k, buku(k.proyek.pemilik_id, *ISI))
    sumber = "Harga Kabupaten 2026, 5-1-2026"
    hasil = {u: kolom[:6] for u, kolom in isi(k).items()}
    assert hasil == {
        "Pekerja": (176000, None, None, None, sumber, date(2026, 1, 5)),
        "Semen Portland": (Decimal("1625.55"), None, None, None, sumber, date(2026, 1, 5)),
        "Pasir beton": (None, "m3", 664200, 1400, sumber, date(2026, 1, 5)),
    }
    ulang = rencana(k, buku(k.proyek.pemilik_id, ("BHN", "Kapur", "kg", "1", None), nama="Lain"))
    assert (ulang.calon, len(ulang.tanpa)) == ((), 3)


def test_a_second_time_there_is_nothing_to_do(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, *ISI)
    terapkan(k, b)
    r = rencana(k, b)
    assert (r.calon, r.sama) == ((), 3)
    with pytest.raises(Invalid) as galat:
        terapkan_rencana(k, b, r, {"1-1"}, r.sidik)
    assert galat.value.kode == "kosong"


def test_undo_gives_back_every_column(k: Kerja) -> None:
    lama = isi(k)
    hasil = terapkan(k, buku(k.proyek.pemilik_id, *ISI))
    assert isi(k) != lama
    kembali = urungkan_terapan(k, hasil.riwayat_id)
    assert (isi(k), kembali.banyak, kembali.lewat) == (lama, 3, 0)
    with pytest.raises(Invalid) as galat:
        urungkan_terapan(k, hasil.riwayat_id)
    assert galat.value.kode == "sudah_pulih"
    assert cacat(k.sesi, k.proyek.id) == []


def test_undo_leaves_what_was_changed_since(k: Kerja) -> None:
    hasil = terapkan(k, buku(k.proyek.pemilik_id, *ISI))
    semen = item(k, "Semen Portland")
    ubah_item(k, semen, semen.versi, {"harga": Decimal(1700)})
    assert (semen.sumber_harga, semen.tanggal_harga) == ("", None)
    kembali = urungkan_terapan(k, hasil.riwayat_id)
    assert (kembali.banyak, kembali.lewat, semen.harga) == (2, 1, 1700)
    assert item(k, "Pekerja").harga == 150000
    assert cacat(k.sesi, k.proyek.id) == []


def test_undo_of_what_is_all_changed_or_of_something_else_is_refused(k: Kerja) -> None:
    hasil = terapkan(k, buku(k.proyek.pemilik_id, ISI[0]))
    pekerja = item(k, "Pekerja")
    ubah_item(k, pekerja, pekerja.versi, {"harga": Decimal(1)})
    with pytest.raises(Invalid):
        urungkan_terapan(k, hasil.riwayat_id)
    biasa = k.sesi.scalar(select(Riwayat.id).where(Riwayat.aksi == "ubah").limit(1))
    with pytest.raises(NotFound):
        urungkan_terapan(k, biasa or 0)
    lain = kerja(buat_proyek(k.sesi.get_one(Pengguna, k.proyek.pemilik_id)))
    with pytest.raises(NotFound):
        urungkan_terapan(lain, hasil.riwayat_id)


def test_other_edits_between_applying_and_undo_stay(k: Kerja) -> None:
    hasil = terapkan(k, buku(k.proyek.pemilik_id, *ISI))
    buat_pekerjaan(k, "Lantai", "7", komponen=[("BHN", "Semen Portland", "kg", "10", None)])
    urungkan_terapan(k, hasil.riwayat_id)
    assert cacat(k.sesi, k.proyek.id) == []


def test_another_unit_waits_for_a_person_and_a_factor(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, ("BHN", "Semen Portland", "zak", "72500", None))
    r = rencana(k, b)
    (c,) = r.calon
    assert (r.baku, c.beda_satuan, c.baru, c.p.jenis) == (set(), True, None, "satuan")
    with pytest.raises(Invalid) as galat:
        terapkan_rencana(k, b, r, {c.kunci}, r.sidik)
    assert galat.value.kode == "faktor"
    r = rencana(k, b, faktor={c.kunci: Decimal(50)})
    dengan = coba_rencana(k, r, {c.kunci})
    terapkan_rencana(k, b, r, {c.kunci}, r.sidik)
    semen = item(k, "Semen Portland")
    assert (semen.harga, semen.satuan_beli, semen.harga_beli, semen.faktor) == (None, "zak", 72500, 50)
    assert k.proyek.jumlah == dengan


def test_a_known_conversion_is_proposed_but_not_ticked(k: Kerja) -> None:
    pasir = item(k, "Pasir beton")
    beli = {"satuan_beli": "m3", "harga_beli": Decimal(664200), "faktor": Decimal(1400)}
    ubah_item(k, pasir, pasir.versi, beli)
    (c,) = rencana(k, buku(k.proyek.pemilik_id, ("BHN", "Pasir beton", "M³", "700000", None))).calon
    assert (c.baku, c.faktor, c.baru and c.baru.satuan) == (False, 1400, Fraction(500))


def test_a_code_is_offered_only_when_it_says_one_thing(k: Kerja) -> None:
    pekerja = item(k, "Pekerja")
    ubah_item(k, pekerja, pekerja.versi, {"kode": "l.01"})
    b = buku(k.proyek.pemilik_id, ("TK", "Buruh harian", "OH", "120000", "L.01"), ("BHN", "Kapur", "kg", "1", "L.01"))
    r = rencana(k, b)
    assert [(c.p.jenis, c.p.d_uraian, c.baku) for c in r.calon] == [("kode", "Buruh harian", False)]
    hasil = terapkan(k, b, {c.kunci for c in r.calon})
    assert (hasil.banyak, pekerja.harga) == (1, 120000)
    dua = buku(k.proyek.pemilik_id, *[("TK", n, "OH", "1", "L.01") for n in ("Tukang", "Mandor")], nama="Dua")
    assert rencana(k, dua).calon == ()


def test_two_prices_for_one_resource_are_refused(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, *[("BHN", "Semen Portland", s, "72500", None) for s in ("zak", "ton")])
    faktor = {c.kunci: Decimal(50) for c in rencana(k, b).calon}
    r = rencana(k, b, faktor=faktor)
    with pytest.raises(Invalid) as galat:
        terapkan_rencana(k, b, r, set(faktor), r.sidik)
    assert (len(faktor), galat.value.kode) == (2, "ganda")


def test_ppn_is_taken_out_only_when_asked_and_it_is_said(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, ISI[1], ISI[2], termasuk_ppn=True)
    r = rencana(k, b)
    assert r.sumber == "Harga Kabupaten 2026, 5-1-2026, termasuk PPN"
    assert [c.baru and c.baru.satuan for c in r.calon] == [Fraction(664200, 1400), Fraction("1625.55")]
    r = rencana(k, b, ppn_persen=Decimal(11))
    assert r.sumber == "Harga Kabupaten 2026, 5-1-2026, PPN 11% dikeluarkan"
    assert [c.baru and (c.baru.harga, c.baru.harga_beli) for c in r.calon] == [
        (None, Decimal("598378.38")),
        (Decimal("1464.46"), None),
    ]
    for salah in (Decimal(0), Decimal(101)):
        with pytest.raises(Invalid):
            rencana(k, b, ppn_persen=salah)
    tanpa = buku(k.proyek.pemilik_id, ISI[1], nama="Tanpa PPN")
    assert rencana(k, tanpa, ppn_persen=Decimal(11)).calon[0].baru == rencana(k, tanpa).calon[0].baru


@pytest.mark.parametrize("siapa", ["proyek", "buku"])
def test_a_change_since_the_preview_refuses_and_changes_nothing(k: Kerja, siapa: str) -> None:
    b = buku(k.proyek.pemilik_id, *ISI)
    r = rencana(k, b)
    if siapa == "proyek":
        semen = item(k, "Semen Portland")
        ubah_item(k, semen, semen.versi, {"harga": Decimal(9)})
    else:
        h = harga(b, "PEKERJA")
        ubah_harga(k.sesi, k.proyek.pemilik_id, b, h, h.versi, {"harga": Decimal(9)})
    lama, total = isi(k), k.proyek.jumlah
    with pytest.raises(Invalid) as galat:
        terapkan_rencana(k, b, rencana(k, b), r.baku, r.sidik)
    assert galat.value.kode == "berubah"
    assert (isi(k), k.proyek.jumlah) == (lama, total)


def test_cost_does_not_grow_with_the_project(k: Kerja) -> None:
    b = buku(k.proyek.pemilik_id, *ISI)
    for n in range(20):
        buat_pekerjaan(k, f"Lagi {n}", "2", komponen=[SEMEN, PEKERJA])
    k.sesi.flush()
    with catat_sql() as sql:
        r = rencana(k, b)
        coba_rencana(k, r, r.baku)
    assert len(sql) == 4, sql


def test_trash_is_left_alone(k: Kerja) -> None:
    buat_pekerjaan(k, "Sementara", komponen=[("BHN", "Paku", "kg", "1", None)])
    p = buat_pekerjaan(k, "Bekisting", komponen=[("BHN", "Kapur", "kg", "1", "5")])
    hapus_simpul(k, p, p.versi)
    kapur = item(k, "Kapur")
    hapus_item(k, kapur, kapur.versi)
    r = rencana(k, buku(k.proyek.pemilik_id, *ISI, ("BHN", "Kapur", "kg", "9", None)))
    assert {c.p.uraian for c in r.calon} == {"Pekerja", "Semen Portland", "Pasir beton", "Paku"}
