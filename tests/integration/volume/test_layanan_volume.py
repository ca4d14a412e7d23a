"""Volumes through the service: numbers, formulas, what follows from them, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from ahsp_app.errors import Conflict, Invalid
from ahsp_app.extensions import db as basis
from ahsp_app.models import Klasifikasi, Pekerjaan, Riwayat
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.parameter import ubah_parameter
from ahsp_app.services.sampah import hapus_simpul, pulihkan
from ahsp_app.services.volume import ubah_volume
from tests.factories import buat_pengguna, buat_proyek
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, isi, kerja


@pytest.fixture
def k(db: Any) -> Kerja:
    return kerja()


def volume(p: Pekerjaan) -> tuple[Decimal | None, str | None]:
    """What the database holds."""
    basis.session.flush()
    return tuple(basis.session.execute(select(Pekerjaan.volume, Pekerjaan.rumus).where(Pekerjaan.id == p.id)).one())


def test_number_moves_amount_headings_and_project(k: Kerja) -> None:
    atas = buat_judul(k, "STRUKTUR")
    bawah = buat_judul(k, "BETON", atas)
    p = buat_pekerjaan(k, judul=bawah, harga="1000")
    dampak = ubah_volume(k, p, p.versi, "12,5")
    assert volume(p) == (Decimal("12.5"), None)
    assert p.jumlah == 12500
    assert (dampak.jumlah_lama, dampak.jumlah_baru, dampak.selisih) == (0, 12500, 12500)
    assert dampak.subtotal == {atas.id: 12500, bawah.id: 12500}
    tersimpan = basis.session.scalars(select(Klasifikasi.jumlah).where(Klasifikasi.proyek_id == k.proyek.id)).all()
    assert tersimpan == [12500, 12500]
    assert k.proyek.jumlah == 12500
    assert p.kurang & 1 == 0


def test_empty_is_not_zero(k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5", harga="1000")
    isi(k, p, "")
    assert volume(p) == (None, None)
    assert p.kurang & 1 == 1
    isi(k, p, "0")
    assert volume(p)[0] == 0
    assert p.kurang & 1 == 0


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("dua belas", "bukan_angka"),
        ("1.2.3", "bukan_angka"),
        ("-5", "negatif"),
        ("100000000000000000000", "terlalu_besar"),
        ("1,1234567", "terlalu_teliti"),
        ("<script>", "bukan_angka"),
        ("=tidak_ada*2", "variabel"),
        ("=#tidak_ada", "variabel"),
        ("=1/0", "bagi_nol"),
        ("=2-5", "negatif"),
        ("=", "kosong"),
        ("=(1", "kurung"),
        ("=hitung(1)", "fungsi"),
        ("=" + "1+" * 300 + "1", "terlalu_panjang"),
        ("=10^99", "terlalu_besar"),
        ("=" + "(" * 60 + "1" + ")" * 60, "terlalu_dalam"),
        ("=__import__('os')", "tidak_dikenal"),
    ],
)
def test_refused_and_nothing_changed(k: Kerja, teks: str, kode: str) -> None:
    p = buat_pekerjaan(k, volume="7", harga="1000")
    versi = p.versi
    with pytest.raises(Invalid) as galat:
        ubah_volume(k, p, p.versi, teks)
    assert (galat.value.kode, galat.value.kolom) == (kode, "volume")
    assert volume(p) == (7, None)
    assert (p.versi, k.proyek.jumlah) == (versi, 7000)


def test_amount_beyond_any_project_is_refused(k: Kerja) -> None:
    p = buat_pekerjaan(k, harga="999999999999999")
    with pytest.raises(Invalid) as galat:
        ubah_volume(k, p, p.versi, "999999999999")
    assert (galat.value.kode, galat.value.kolom) == ("terlalu_besar", "volume")


def test_formula_and_value_are_kept_together(k: Kerja) -> None:
    buat_parameter(k, "panjang", "10")
    p = buat_pekerjaan(k, harga="1000")
    isi(k, p, "= Panjang * 0,15")
    assert volume(p) == (Decimal("1.5"), "= Panjang * 0,15")
    assert p.rumus_acuan == ["panjang"]
    isi(k, p, "3")
    assert volume(p) == (3, None)
    assert p.rumus_acuan == []


def test_chain_follows_in_order(k: Kerja) -> None:
    satu, dua, tiga = (buat_pekerjaan(k, f"Pekerjaan {n}", harga="1000") for n in range(3))
    isi(k, satu, "2")
    isi(k, dua, f"=#{satu.kunci}+1")
    isi(k, tiga, f"=#{dua.kunci}*#{satu.kunci}")
    assert [volume(p)[0] for p in (satu, dua, tiga)] == [2, 3, 6]
    dampak = ubah_volume(k, satu, satu.versi, "10")
    assert [volume(p)[0] for p in (satu, dua, tiga)] == [10, 11, 110]
    assert dampak.pekerjaan == {satu.id, dua.id, tiga.id}
    assert k.proyek.jumlah == 131_000


def test_parameter_reaches_chains(k: Kerja) -> None:
    panjang = buat_parameter(k, "panjang", "10")
    satu, dua, tiga = (buat_pekerjaan(k, f"Pekerjaan {n}", harga="1000") for n in range(3))
    isi(k, satu, "=panjang")
    isi(k, dua, f"=#{satu.kunci}+panjang")
    isi(k, tiga, f"=#{dua.kunci}/4")
    dampak = ubah_parameter(k, panjang, panjang.versi, nilai=Decimal("12.5"))
    assert [volume(p)[0] for p in (satu, dua, tiga)] == [Decimal("12.5"), 25, Decimal("6.25")]
    assert k.proyek.jumlah == dampak.jumlah_baru == 43_750


@pytest.mark.parametrize("jauh", [0, 1, 2])
def test_circle_is_refused_naming_the_works(k: Kerja, jauh: int) -> None:
    daftar = [buat_pekerjaan(k, f"Pekerjaan {n}", "1", harga="1") for n in range(jauh + 1)]
    for p, sebelum in zip(daftar[1:], daftar, strict=False):
        isi(k, p, f"=#{sebelum.kunci}")
    awal, akhir = daftar[0], daftar[-1]
    with pytest.raises(Invalid) as galat:
        ubah_volume(k, awal, awal.versi, f"=#{akhir.kunci}+1")
    assert galat.value.kode == "melingkar"
    assert "Pekerjaan 0" in str(galat.value)
    assert volume(awal) == (1, None)


def test_formula_that_could_not_follow_refuses_the_change(k: Kerja) -> None:
    satu = buat_pekerjaan(k, "Galian tanah", "4", harga="1000")
    dua = buat_pekerjaan(k, "Urugan kembali", harga="1000")
    isi(k, dua, f"=12/#{satu.kunci}")
    for teks, sebab in [("0", "Pembagian dengan nol"), ("", "belum diisi")]:
        with pytest.raises(Invalid) as galat:
            ubah_volume(k, satu, satu.versi, teks)
        assert "Urugan kembali" in str(galat.value)
        assert sebab in str(galat.value)
        assert (volume(satu), volume(dua)[0], k.proyek.jumlah) == ((4, None), 3, 7000)


def test_reference_to_a_volume_not_filled_in(k: Kerja) -> None:
    kosong, p = buat_pekerjaan(k, "Kosong"), buat_pekerjaan(k, "Lain")
    with pytest.raises(Invalid, match=f"#{kosong.kunci} belum diisi"):
        ubah_volume(k, p, p.versi, f"=#{kosong.kunci}")


def test_names_of_another_project_mean_nothing(k: Kerja) -> None:
    lain = kerja(buat_proyek(buat_pengguna()))
    buat_parameter(lain, "panjang", "99")
    asing = buat_pekerjaan(lain, volume="99")
    p = buat_pekerjaan(k)
    assert asing.kunci == p.kunci
    q = buat_pekerjaan(k, "Lain", "5", harga="1")
    isi(lain, buat_pekerjaan(lain, "Bergantung"), f"=#{asing.kunci}")
    with pytest.raises(Invalid, match="tidak dikenal"):
        ubah_volume(k, q, q.versi, "=panjang")
    dampak = ubah_volume(k, p, p.versi, "3")
    assert dampak.pekerjaan == {p.id}


def test_old_version_is_a_conflict_unless_it_is_there_already(k: Kerja) -> None:
    buat_parameter(k, "panjang", "10")
    p = buat_pekerjaan(k, volume="5", harga="1000")
    lama = p.versi
    isi(k, p, "6")
    with pytest.raises(Conflict):
        ubah_volume(k, p, lama, "7")
    assert ubah_volume(k, p, lama, "6,0").selisih == 0
    isi(k, p, "=panjang")
    with pytest.raises(Conflict):
        ubah_volume(k, p, lama, "=panjang*2")
    assert ubah_volume(k, p, lama, "=panjang").selisih == 0


def test_unchanged_leaves_no_trace(k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="5")
    versi, entri = p.versi, _banyak_riwayat(k)
    isi(k, p, "5,000")
    assert (p.versi, _banyak_riwayat(k)) == (versi, entri)
    isi(k, p, "6")
    assert (p.versi, _banyak_riwayat(k)) == (versi + 1, entri + 1)
    terakhir = basis.session.scalars(select(Riwayat).order_by(Riwayat.id.desc()).limit(1)).one()
    assert (terakhir.aksi, terakhir.lama, terakhir.baru) == (
        "volume",
        {"volume": "5", "rumus": None},
        {"volume": "6", "rumus": None},
    )


def test_amounts_stay_exact_without_rounding(db: Any) -> None:
    pemilik = buat_pengguna()
    tanpa = {"bulat_hsp_mode": "tanpa", "bulat_jumlah_mode": "tanpa"}
    k = kerja(buat_proyek(pemilik, **tanpa))
    bahan = ("BHN", "Pasir", "kg", "0.1234567891", "123456789.12345678")
    daftar = [buat_pekerjaan(k, f"Pekerjaan {n}", "123456,654321", komponen=[bahan]) for n in range(3)]
    hsp = Fraction("0.1234567891") * Fraction("123456789.12345678") * Fraction(11, 10)
    jumlah = Fraction(Decimal("123456.654321")) * Fraction(daftar[0].hsp)
    assert Fraction(daftar[0].hsp) == hsp
    assert all(Fraction(p.jumlah) == Fraction(round(jumlah * 10**20), 10**20) for p in daftar)
    assert Fraction(k.proyek.jumlah) == 3 * Fraction(daftar[0].jumlah)
    basis.session.flush()
    basis.session.expire_all()
    judul = basis.session.scalars(select(Klasifikasi)).one()
    assert judul.jumlah == k.proyek.jumlah == sum(Fraction(p.jumlah) for p in daftar)
    entri, _ = hapus_simpul(k, daftar[0], daftar[0].versi)
    assert Fraction(k.proyek.jumlah) == 2 * Fraction(daftar[1].jumlah)
    pulihkan(k, entri)
    basis.session.flush()
    basis.session.expire_all()
    assert Fraction(k.proyek.jumlah) == Fraction(judul.jumlah) == 3 * Fraction(daftar[1].jumlah)


def test_volume_without_price_or_analysis_counts_later(k: Kerja) -> None:
    p = buat_pekerjaan(k, volume="2", komponen=[(*SEMEN[:4], None)])
    assert (p.jumlah, p.kurang) == (0, 4)


def _banyak_riwayat(k: Kerja) -> int:
    basis.session.flush()
    return len(basis.session.scalars(select(Riwayat.id).where(Riwayat.proyek_id == k.proyek.id)).all())
