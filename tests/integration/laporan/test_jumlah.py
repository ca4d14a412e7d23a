"""What is printed adds up: lines to subtotals, subtotals to totals, in every document, level and rounding policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.calc.rekap import hitung_total
from ahsp_app.laporan.bahan import Bahan, Opsi
from ahsp_app.laporan.cetak import bulat, teks_sel
from ahsp_app.laporan.daftar import LAPORAN
from ahsp_app.laporan.model import Gaya, Laporan, Tabel
from ahsp_app.queries.snapshot import baca_snapshot
from ahsp_app.services.berkas import impor_proyek
from tests.factories import buat_pengguna
from tests.factories_berkas import berkas_acak, byte_berkas
from tests.jumlah import angka, periksa_bersusun

WAKTU = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def bahan_acak(db: SQLAlchemy, benih: int) -> Bahan:
    proyek, _ = impor_proyek(db.session(), buat_pengguna(f"p{benih}@contoh.id").id, byte_berkas(berkas_acak(benih)))
    db.session.commit()
    return Bahan(baca_snapshot(db.session(), proyek.id), WAKTU)


def tabel(laporan: Laporan) -> Iterator[Tabel]:
    return (b for b in laporan.blok if isinstance(b, Tabel))


@pytest.mark.parametrize("benih", range(12))
def test_printed_lines_add_up(db: SQLAlchemy, benih: int) -> None:
    b = bahan_acak(db, benih)
    total = b.total()
    for nol in (True, False):
        for tingkat in (0, 1, 2, 3):
            opsi = Opsi(tingkat=tingkat, nol=nol)
            for kode, letak in (("rekap", 2), ("rab", 6)):
                (satu,) = tabel(LAPORAN[kode].bangun(b.dengan(opsi)))
                semua = list(satu.baris)
                assert periksa_bersusun(semua, letak) == bulat(total.jumlah)
                _jumlah, ppn, *sisa = [angka(x, letak) for x in semua if x.gaya is Gaya.TOTAL]
                assert ppn == total.ppn
                assert sisa == [bulat(total.total), bulat(total.dibulatkan)]
        opsi = Opsi(nol=nol)
        (rincian,) = tabel(LAPORAN["rincian-rab"].bangun(b.dengan(opsi)))
        assert periksa_bersusun(list(rincian.baris), 5) == bulat(total.jumlah)
        (perlu,) = tabel(LAPORAN["kebutuhan"].bangun(b.dengan(opsi)))
        periksa_bersusun(list(perlu.baris), 7)


@pytest.mark.parametrize("benih", range(12))
def test_every_analysis_adds_up(db: SQLAlchemy, benih: int) -> None:
    b = bahan_acak(db, benih)
    pekerjaan = [p for simpul in b.s.pohon() for p in simpul.pekerjaan]
    form = list(tabel(LAPORAN["ahsp"].bangun(b)))
    assert len(form) == len(pekerjaan)
    for p, satu in zip(pekerjaan, form, strict=True):
        semua = list(satu.baris)
        assert angka(semua[-1], 6) == bulat(p.hsp, 6)
        if p.harga_langsung is None:
            d = next(i for i, x in enumerate(semua) if x.gaya is Gaya.SUBTOTAL and x.sel[0])
            assert angka(semua[d], 6) == bulat(p.biaya_langsung)
            semua[d] = semua[d]._replace(gaya=Gaya.TOTAL)
            periksa_bersusun(semua, 6)
            assert sum(angka(x, 6) for x in semua[d:-1]) == angka(semua[-1], 6)
    tanpa = LAPORAN["ahsp"].bangun(b.dengan(Opsi(margin=False)))
    assert not any("keuntungan" in str(x.sel[0]) for t in tabel(tanpa) for x in t.baris)


@pytest.mark.parametrize("benih", range(6))
def test_every_report_can_be_gone_through_twice_and_fits_its_columns(db: SQLAlchemy, benih: int) -> None:
    b = bahan_acak(db, benih)
    for jenis in LAPORAN.values():
        for opsi in (Opsi(), Opsi(bahasa="en", margin=True, nol=False, tingkat=1)):
            laporan = jenis.bangun(b.dengan(opsi))
            sekali = [(t.kunci, list(t.baris)) for t in tabel(laporan)]
            assert sekali == [(t.kunci, list(t.baris)) for t in tabel(laporan)]
            for t in tabel(laporan):
                for baris in t.baris:
                    assert len(baris.sel) == len(t.kolom)
                    for nilai, kolom in zip(baris.sel, t.kolom, strict=True):
                        teks_sel(nilai, kolom)


@pytest.mark.parametrize("kode", LAPORAN)
def test_a_report_needs_only_what_it_says(db: SQLAlchemy, kode: str) -> None:
    b = bahan_acak(db, 3)
    jenis = LAPORAN[kode]
    sebagian = replace(b, s=baca_snapshot(db.session(), b.s.proyek["id"], jenis.bagian))
    for dari, dari_sebagian in zip(jenis.bangun(b).blok, jenis.bangun(sebagian).blok, strict=True):
        if isinstance(dari, Tabel) and isinstance(dari_sebagian, Tabel):
            assert list(dari.baris) == list(dari_sebagian.baris)
        else:
            assert dari == dari_sebagian


def test_a_total_that_no_policy_rounds_keeps_its_digits(db: SQLAlchemy) -> None:
    b = bahan_acak(db, 1)
    s = replace(b.s, proyek={**b.s.proyek, "jumlah": Decimal("1000.005"), "bulat_total_mode": "tanpa"})
    pengaturan = s.pengaturan()
    total = hitung_total(Decimal("1000.005"), pengaturan.ppn, pengaturan.bulat_total)
    (satu,) = tabel(LAPORAN["rekap"].bangun(replace(b, s=s)))
    cetak = [angka(x, 2) for x in satu.baris if x.gaya is Gaya.TOTAL]
    assert cetak[0] == Decimal("1000.01")
    assert cetak[2] == bulat(total.total)
