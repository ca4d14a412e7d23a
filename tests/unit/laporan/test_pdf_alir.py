"""Where pages end: headings with what follows, sums with what they add up, signatures with what is signed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ahsp_app.laporan.model import (
    Baris,
    Blok,
    Catatan,
    Gaya,
    Halaman,
    Identitas,
    Jenis,
    Judul,
    Kolom,
    Paragraf,
    Tabel,
)
from tests.unit.laporan import contoh
from tests.unit.laporan.baca_pdf import Lembar, baca, byte_pdf

KOLOM = (
    Kolom("nomor", "KEPALA", 14, Jenis.PENDEK),
    Kolom("uraian", "URAIAN", 90),
    Kolom("a", "NILAI", 30, Jenis.ANGKA),
    Kolom("b", "JUMLAH", 36, Jenis.ANGKA),
)
HURUF = {Gaya.ISI: "R", Gaya.JUDUL: "J", Gaya.SUBTOTAL: "S", Gaya.TOTAL: "T", Gaya.CATATAN: "C"}


def baris(nomor: int, gaya: Gaya = Gaya.ISI, kata: int = 3, tingkat: int = 0) -> Baris:
    """A row with a mark of its own (R12x) and so many words."""
    teks = f"{HURUF[gaya]}{nomor}x " + "kata panjang " * (kata // 2)
    if gaya is Gaya.ISI:
        return Baris((str(nomor), teks, 12345 + nomor, 999), gaya, tingkat)
    return Baris((None, teks, None, None if gaya is Gaya.JUDUL else 77), gaya, tingkat)


def tanda(lembar: Lembar) -> list[str]:
    """The marks of a page from top to bottom."""
    return [m for t in lembar.isi for m in re.findall(r"\b[RJSTCPB]\d+x", t.isi)]


def cetak(blok: Iterable[Blok], halaman: Halaman | None = None) -> list[Lembar]:
    return baca(byte_pdf(contoh.laporan(tuple(blok), halaman)))


@pytest.mark.parametrize("banyak", range(30, 60))
def test_a_heading_row_is_never_the_last_on_a_page(banyak: int) -> None:
    isi = [baris(n) for n in range(banyak)]
    isi += [baris(n, Gaya.JUDUL, tingkat=n) for n in range(4)]
    isi += [baris(n + 1000) for n in range(3)]
    lembar = cetak([Tabel("t", KOLOM, isi)])
    for p in lembar[:-1]:
        assert tanda(p)[-1][0] != "J"


@pytest.mark.parametrize("banyak", range(30, 60))
def test_sums_do_not_begin_a_page_and_signatures_are_not_alone(banyak: int) -> None:
    isi = [baris(n) for n in range(banyak)]
    isi += [baris(1, Gaya.SUBTOTAL), baris(2, Gaya.SUBTOTAL), baris(3, Gaya.TOTAL)]
    lembar = cetak([Tabel("t", KOLOM, isi), Paragraf("P1x seribu rupiah", "Terbilang"), contoh.TANDA])
    for p in lembar[1:]:
        assert tanda(p)[0][0] == "R"
    (tempat,) = [p for p in lembar if "Kota Contoh, 22" in p.teks]
    for kata in ("Mengetahui", "Nama Ketiga", "Direktur", "NIP. 1980"):
        assert kata in tempat.teks
    assert tanda(tempat)[0][0] == "R"


@pytest.mark.parametrize("banyak", range(30, 60))
def test_a_heading_stays_with_its_table_and_a_whole_table_is_not_split(banyak: int) -> None:
    utuh = Tabel("u", KOLOM, [baris(n + 100) for n in range(20)], utuh=True)
    lembar = cetak([Tabel("t", KOLOM, [baris(n) for n in range(banyak)]), Judul("B1x Analisa"), utuh])
    (tempat,) = [p for p in lembar if "B1x" in p.teks]
    assert tanda(tempat)[-21:] == ["B1x", *(f"R{n + 100}x" for n in range(20))]


BUTIR = ("P2x Harga sudah termasuk keuntungan.", "P3x " + "kata panjang " * 30, "P4x Bertanda *: belum lengkap.")


@pytest.mark.parametrize("mendatar", [False, True])
@pytest.mark.parametrize("utuh", [False, True])
@pytest.mark.parametrize("banyak", range(8, 50, 3))
def test_what_closes_a_document_stays_with_its_totals(banyak: int, utuh: bool, mendatar: bool) -> None:
    isi = [baris(n) for n in range(banyak)] + [baris(n, Gaya.TOTAL) for n in range(1, 5)]
    terbilang = Paragraf("P1x " + "seratus juta rupiah " * 18, "Terbilang")
    blok = [Judul("B1x"), Tabel("t", KOLOM, isi, utuh=utuh), terbilang, Catatan("Catatan", BUTIR), contoh.TANDA]
    lembar = cetak(blok, Halaman(mendatar=mendatar))
    akhir = [f"R{banyak - 1}x", "T1x", "T2x", "T3x", "T4x", "P1x", "P2x", "P3x", "P4x"]
    assert tanda(lembar[-1])[-9:] == akhir
    assert "Nama Ketiga" in lembar[-1].teks


@pytest.mark.parametrize("banyak", range(20, 60, 3))
def test_notes_of_more_than_a_page_go_on_and_signatures_are_not_left_with_a_single_one(banyak: int) -> None:
    catatan = Catatan("Catatan", tuple(f"P{n}x " + "kata panjang " * 9 for n in range(banyak)))
    lembar = cetak([Tabel("t", KOLOM, [baris(1), baris(1, Gaya.TOTAL)]), catatan, contoh.TANDA])
    assert [m for p in lembar for m in tanda(p)] == ["R1x", "T1x", *(f"P{n}x" for n in range(banyak))]
    assert len(tanda(lembar[-1])) >= 3


def test_a_whole_table_that_does_not_fit_on_a_page_is_split() -> None:
    lembar = cetak([Tabel("u", KOLOM, [baris(n) for n in range(200)], utuh=True), contoh.TANDA])
    assert [m for p in lembar for m in tanda(p)] == [f"R{n}x" for n in range(200)]
    assert len(tanda(lembar[0])) > 30
    assert len(lembar) == 5


def test_a_row_taller_than_a_page_is_continued() -> None:
    panjang = " ".join(f"k{n}" for n in range(4000))
    isi = [baris(1), Baris(("2", panjang, 5, 6)), baris(3)]
    lembar = cetak([Tabel("t", KOLOM, isi)])
    assert re.findall(r"\bk(\d+)", " ".join(t.isi for p in lembar for t in p.isi)) == [str(n) for n in range(4000)]
    assert len(lembar) > 2
    assert all("KEPALA" in p.teks for p in lembar)


def test_long_text_outside_of_tables_goes_on_over_pages() -> None:
    panjang = " ".join(f"k{n}" for n in range(3000))
    for blok in (Paragraf(panjang, "Uraian"), Catatan("Catatan", ("satu", panjang)), Identitas((("ISI", panjang),))):
        lembar = cetak([blok])
        assert len(lembar) > 2
        assert re.findall(r"\bk(\d+)", " ".join(t.isi for p in lembar for t in p.isi)) == [str(n) for n in range(3000)]
        assert min(t.bawah for p in lembar for t in p.isi) > 16 * 72 / 25.4


def test_three_hundred_pages() -> None:
    lembar = cetak([Tabel("t", KOLOM, (baris(n) for n in range(15_200)))])
    assert len(lembar) >= 290
    assert [m for p in lembar for m in tanda(p)] == [f"R{n}x" for n in range(15_200)]
    assert lembar[-1].kaki.endswith(f"Halaman {len(lembar)} dari {len(lembar)}")


def bertumpuk(lembar: Lembar) -> list[tuple[str, str]]:
    """Pairs of texts that are printed over each other."""
    hasil = []
    for n, a in enumerate(lembar.isi):
        for b in lembar.isi[n + 1 :]:
            if b.atas <= a.bawah + 1.5:  # sorted by their upper edge
                break
            if min(a.kanan, b.kanan) - max(a.kiri, b.kiri) > 0.5:
                hasil.append((a.isi, b.isi))
    return hasil


gaya = st.sampled_from([Gaya.ISI, Gaya.ISI, Gaya.ISI, Gaya.JUDUL, Gaya.SUBTOTAL, Gaya.TOTAL, Gaya.CATATAN])
acak = st.lists(st.tuples(gaya, st.integers(0, 60), st.integers(0, 5)), max_size=90)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(acak, st.booleans(), st.booleans()), min_size=1, max_size=3), st.booleans())
def test_random_tables(tabel: list[tuple[list[tuple[Gaya, int, int]], bool, bool]], mendatar: bool) -> None:
    blok: list[Blok] = []
    harap: list[str] = []
    nomor = 0
    for isi, utuh, nomori in tabel:
        semua = []
        blok.append(Judul(f"B{nomor}x"))
        harap.append(f"B{nomor}x")
        for g, kata, tingkat in isi:
            nomor += 1
            semua.append(baris(nomor, g, kata, tingkat))
            harap.append(f"{HURUF[g]}{nomor}x")
        blok.append(Tabel(f"t{nomor}", KOLOM, semua, nomori=nomori, utuh=utuh))
        nomor += 1
    lembar = cetak([*blok, contoh.TANDA], Halaman(mendatar=mendatar, kaki="kaki"))
    assert [m for p in lembar for m in tanda(p)] == harap
    assert sum(p.teks.count("Nama Ketiga") for p in lembar) == 1
    for p in lembar:
        assert bertumpuk(p) == []
        assert min(t.kiri for t in p.isi) > 17 * 72 / 25.4
        assert max(t.kanan for t in p.isi) < p.lebar - 14.5 * 72 / 25.4
        assert max(t.atas for t in p.isi) < p.tinggi - 14 * 72 / 25.4
    for p in lembar[:-1]:
        assert not re.match(r"[BJ]\d+x", p.isi[-1].isi)
