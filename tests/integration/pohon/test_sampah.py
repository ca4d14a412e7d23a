"""Deleting parts of the tree and bringing them back exactly where they were."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from ahsp_app.calc.galat import Galat
from ahsp_app.errors import Conflict, Invalid, NotFound
from ahsp_app.models import Klasifikasi, Komponen, Parameter, Pekerjaan, Riwayat
from ahsp_app.services import parameter, pohon, sampah
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import tambah_pekerjaan
from tests.factories_lembar import SEMEN, buat_judul, buat_parameter, buat_pekerjaan, isi, kerja
from tests.integration.pohon.test_pindah import gambar, simpul
from tests.integration.pohon.ulang import hidup, periksa


@pytest.fixture
def k(db: Any) -> Kerja:
    """Two headings, one with a sub-heading; a formula, a nested work, prices."""
    k = kerja()
    satu = buat_judul(k, "SATU")
    anak = buat_judul(k, "ANAK", satu)
    dua = buat_judul(k, "DUA")
    buat_parameter(k, "panjang", "12.5")
    campuran = buat_pekerjaan(k, "campuran", "2", judul=satu, komponen=[SEMEN])
    buat_pekerjaan(k, "galian", "=panjang*2", judul=anak, komponen=[("TK", "Pekerja", "OH", "0.75", "176000")])
    buat_pekerjaan(k, "tengah", "1", judul=satu, harga="99.99")
    buat_pekerjaan(k, "pasangan", "3", judul=dua, sub=[(campuran, "0.5")])
    periksa(k.proyek)
    return k


def hapus(k: Kerja, nama: str) -> int:
    """Delete by name; returns the entry that brings it back."""
    s = simpul(k, nama)
    entri, _dampak = sampah.hapus_simpul(k, s, s.versi)
    k.sesi.flush()
    return entri


def keadaan(k: Kerja) -> tuple[list[str], Decimal, dict[str, Decimal]]:
    """The tree, JUMLAH and every amount."""
    k.sesi.flush()
    nilai = {p.uraian: p.jumlah for p in hidup(Pekerjaan, k.proyek)}
    return gambar(k), k.proyek.jumlah, nilai | {j.nama: j.jumlah for j in hidup(Klasifikasi, k.proyek)}


@pytest.mark.parametrize("nama", ["galian", "tengah", "pasangan", "ANAK", "DUA"])
def test_delete_and_restore_leave_everything_as_it_was(k: Kerja, nama: str) -> None:
    sebelum = keadaan(k)
    entri = hapus(k, nama)
    assert not any(nama in baris for baris in gambar(k))
    assert k.proyek.jumlah < sebelum[1]
    periksa(k.proyek)
    ringkasan, dampak = sampah.pulihkan(k, entri)
    assert ringkasan == nama
    assert dampak.jumlah_baru == sebelum[1]
    assert keadaan(k) == sebelum
    periksa(k.proyek)


def test_the_first_place_is_given_back(k: Kerja) -> None:
    sebelum = gambar(k)
    baru = tambah_pekerjaan(k, simpul(k, "SATU").id, "paling atas", posisi=1)
    dengan = gambar(k)
    entri = hapus(k, "paling atas")
    assert gambar(k) == sebelum
    sampah.pulihkan(k, entri)
    assert gambar(k) == dengan
    assert k.sesi.get(Pekerjaan, baru.id).urut == 1  # type: ignore[union-attr]


def test_components_come_back_and_those_deleted_before_do_not(k: Kerja) -> None:
    from ahsp_app.services.analisa import hapus_komponen, tambah_komponen

    p = simpul(k, "galian")
    baris, _ = tambah_komponen(k, p, "TK", "Mandor", "OH", Decimal("0.038"), harga=Decimal(206000))
    hapus_komponen(k, baris, baris.versi)
    jumlah = len(hidup(Komponen, k.proyek))
    entri = hapus(k, "galian")
    assert len(hidup(Komponen, k.proyek)) == jumlah - 1
    sampah.pulihkan(k, entri)
    assert len(hidup(Komponen, k.proyek)) == jumlah
    periksa(k.proyek)


def test_what_others_need_stays(k: Kerja) -> None:
    for nama in ("campuran", "SATU"):
        with pytest.raises(Invalid, match="analisa “pasangan”"):
            hapus(k, nama)
    galian = simpul(k, "galian")
    isi(k, simpul(k, "tengah"), f"=#{{{galian.kunci}}}/5")
    with pytest.raises(Invalid, match="rumus volume “tengah”"):
        hapus(k, "galian")
    k.sesi.rollback()


def test_a_heading_goes_with_those_who_need_each_other(k: Kerja) -> None:
    """The one that nests and the one that is nested leave and return together."""
    pasangan, satu = simpul(k, "pasangan"), simpul(k, "SATU")
    pohon.pindah_pekerjaan(k, pasangan, pasangan.versi, satu.id, None)
    sebelum = keadaan(k)
    entri = hapus(k, "SATU")
    assert gambar(k) == ["I DUA"]
    assert k.proyek.jumlah == 0
    sampah.pulihkan(k, entri)
    assert keadaan(k) == sebelum
    periksa(k.proyek)


def test_parents_first(k: Kerja) -> None:
    anak, satu = hapus(k, "galian"), simpul(k, "ANAK")
    induk = hapus(k, "ANAK")
    assert satu.sampah_id == induk
    with pytest.raises(Invalid, match="Judul di atasnya"):
        sampah.pulihkan(k, anak)
    sampah.pulihkan(k, induk)
    sampah.pulihkan(k, anak)
    assert "    1 galian" in gambar(k)
    periksa(k.proyek)


def test_parameter_gone_meanwhile(k: Kerja) -> None:
    entri = hapus(k, "galian")
    panjang = hidup(Parameter, k.proyek)[0]
    param = parameter.hapus_parameter(k, panjang, panjang.versi)
    with pytest.raises(Invalid, match="“panjang”, sudah dihapus"):
        sampah.pulihkan(k, entri)
    k.sesi.rollback()
    assert param


def test_formula_is_evaluated_anew(k: Kerja) -> None:
    entri = hapus(k, "galian")
    panjang = hidup(Parameter, k.proyek)[0]
    parameter.ubah_parameter(k, panjang, panjang.versi, nilai=Decimal(20))
    sampah.pulihkan(k, entri)
    assert simpul(k, "galian").volume == 40
    periksa(k.proyek)


def test_prices_changed_meanwhile_are_in_the_total(k: Kerja) -> None:
    from ahsp_app.services.harga import ubah_item
    from tests.factories_lembar import item

    entri = hapus(k, "galian")
    pekerja = item(k, "Pekerja")
    ubah_item(k, pekerja, pekerja.versi, {"harga": Decimal(200000)})
    sampah.pulihkan(k, entri)
    assert simpul(k, "galian").biaya_langsung == Decimal("0.75") * 200000
    periksa(k.proyek)


def test_restoring_twice_or_something_else(k: Kerja) -> None:
    entri = hapus(k, "tengah")
    sampah.pulihkan(k, entri)
    with pytest.raises(Invalid, match="sudah dipulihkan"):
        sampah.pulihkan(k, entri)
    bukan_hapus = k.sesi.scalars(select(Riwayat.id).where(Riwayat.aksi == "tambah")).first()
    for nomor in (bukan_hapus, 10**9):
        with pytest.raises(NotFound):
            sampah.pulihkan(k, nomor)  # type: ignore[arg-type]
    lain = kerja()
    with pytest.raises(NotFound):
        sampah.pulihkan(lain, entri)


def test_stale_version_and_second_delete(k: Kerja) -> None:
    tengah = simpul(k, "tengah")
    with pytest.raises(Conflict):
        sampah.hapus_simpul(k, tengah, tengah.versi - 1)
    hapus(k, "tengah")
    with pytest.raises(NotFound):
        pohon.get_pekerjaan(k, tengah.id)


def test_many_deletions_of_one_list_return_in_any_order(db: Any) -> None:
    k = kerja()
    judul = buat_judul(k, "SATU")
    for nama in "abcdef":
        buat_pekerjaan(k, nama, "1", judul=judul, harga="10")
    entri = [hapus(k, nama) for nama in "bdf"]
    random.Random(1).shuffle(entri)
    for satu in entri:
        sampah.pulihkan(k, satu)
        periksa(k.proyek)
    assert sorted(gambar(k)[1:], key=lambda b: b.split()[1])[-1].endswith("f")
    assert k.proyek.jumlah == 60


@pytest.mark.parametrize("benih", range(4))
def test_random_deletions_and_restores(k: Kerja, benih: int) -> None:
    acak = random.Random(benih)
    entri: list[int] = []
    for n in range(40):
        titik = k.sesi.begin_nested()
        try:
            cara = acak.random()
            semua = [*hidup(Klasifikasi, k.proyek), *hidup(Pekerjaan, k.proyek)]
            if cara < 0.35 and semua:
                s = acak.choice(semua)
                entri.append(sampah.hapus_simpul(k, s, s.versi)[0])
            elif cara < 0.6 and entri:
                sampah.pulihkan(k, acak.choice(entri))
            elif cara < 0.8 and semua:
                s = acak.choice(semua)
                pohon.geser(k, s, s.versi, acak.choice(["naik", "turun", "masuk", "keluar"]))
            else:
                buat_pekerjaan(k, f"baru {n}", "1", komponen=[SEMEN])
            titik.commit()
        except Galat:
            titik.rollback()
            k.sesi.refresh(k.proyek)
        periksa(k.proyek)
