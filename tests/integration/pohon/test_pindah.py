"""Order and sums of the tree: adding, moving, stepping."""

from __future__ import annotations

import contextlib
import random
from decimal import Decimal
from typing import Any

import pytest

from ahsp_app.errors import Conflict, Invalid, NotFound
from ahsp_app.models import Klasifikasi, Pekerjaan
from ahsp_app.queries.pohon import halaman_pohon
from ahsp_app.services import pohon
from ahsp_app.services.kerja import Kerja
from ahsp_app.services.pekerjaan import tambah_pekerjaan
from tests.factories_lembar import SEMEN, buat_judul, buat_pekerjaan, kerja
from tests.integration.pohon.ulang import hidup, periksa


def gambar(k: Kerja) -> list[str]:
    """The tree as it is read: number and name, indented."""
    baris = halaman_pohon(k.sesi, k.proyek.id, per=500).baris
    return [
        "  " * (b.kedalaman - 1) + f"{b.nomor} {b.nama if b.jenis == 'judul' else b.uraian}"  # type: ignore[union-attr]
        for b in baris
    ]


@pytest.fixture
def k(db: Any) -> Kerja:
    """I (a b c), I.A (d), I.B, II (e): each work has a price of its own."""
    k = kerja()
    satu = buat_judul(k, "SATU")
    sub_a, _sub_b = buat_judul(k, "ANAK A", satu), buat_judul(k, "ANAK B", satu)
    dua = buat_judul(k, "DUA")
    for n, (nama, judul) in enumerate([("a", satu), ("b", satu), ("c", satu), ("d", sub_a), ("e", dua)], 1):
        buat_pekerjaan(k, nama, str(n), judul=judul, harga=f"{n}000.55")
    periksa(k.proyek)
    return k


def simpul(k: Kerja, nama: str) -> Any:
    """The heading or work with this name."""
    semua = [*hidup(Klasifikasi, k.proyek), *hidup(Pekerjaan, k.proyek)]
    return next(s for s in semua if nama == (s.nama if isinstance(s, Klasifikasi) else s.uraian))


AWAL = ["I SATU", "  1 a", "  2 b", "  3 c", "  A ANAK A", "    1 d", "  B ANAK B", "II DUA", "  1 e"]


def test_reading_order(k: Kerja) -> None:
    assert gambar(k) == AWAL


@pytest.mark.parametrize(
    ("nama", "arah", "hasil"),
    [
        ("b", "naik", ["1 b", "2 a", "3 c"]),
        ("b", "turun", ["1 a", "2 c", "3 b"]),
        ("a", "naik", None),
        ("c", "turun", ["I SATU", "1 a", "2 b", "A ANAK A", "1 c", "2 d"]),
        ("d", "naik", ["3 c", "4 d", "A ANAK A", "B ANAK B"]),
        ("d", "turun", ["A ANAK A", "B ANAK B", "1 d", "II DUA"]),
        ("d", "keluar", ["3 c", "4 d", "A ANAK A"]),
        ("a", "masuk", ["1 b", "2 c", "A ANAK A", "1 d", "2 a"]),
        ("e", "masuk", None),
        ("e", "keluar", None),
        ("e", "turun", None),
        ("e", "naik", ["B ANAK B", "1 e", "II DUA"]),
        ("ANAK B", "naik", ["A ANAK B", "B ANAK A", "1 d"]),
        ("ANAK A", "naik", None),
        ("ANAK B", "masuk", ["A ANAK A", "1 d", "1 ANAK B", "II DUA"]),
        ("ANAK A", "keluar", ["A ANAK B", "II ANAK A", "1 d", "III DUA"]),
        ("DUA", "masuk", ["B ANAK B", "C DUA", "1 e"]),
        ("SATU", "turun", ["I DUA", "1 e", "II SATU"]),
        ("SATU", "keluar", None),
        ("SATU", "masuk", None),
    ],
)
def test_steps(k: Kerja, nama: str, arah: Any, hasil: list[str] | None) -> None:
    s = simpul(k, nama)
    sebelum = k.proyek.jumlah
    dampak = pohon.geser(k, s, s.versi, arah)
    k.sesi.flush()
    if hasil is None:
        assert dampak is None
        assert gambar(k) == AWAL
    else:
        assert "\n".join(hasil) in "\n".join(b.strip() for b in gambar(k))
    assert k.proyek.jumlah == sebelum
    periksa(k.proyek)


def test_move_to_a_place(k: Kerja) -> None:
    a, dua = simpul(k, "a"), simpul(k, "DUA")
    dampak = pohon.pindah_pekerjaan(k, a, a.versi, dua.id, 1)
    assert gambar(k)[-3:] == ["II DUA", "  1 a", "  2 e"]
    assert dampak.klasifikasi == {dua.id, simpul(k, "SATU").id}
    assert not dampak.selisih
    periksa(k.proyek)


@pytest.mark.parametrize("posisi", [None, 0, 2, 99])
def test_place_within_the_same_parent(k: Kerja, posisi: int | None) -> None:
    b = simpul(k, "b")
    pohon.pindah_pekerjaan(k, b, b.versi, b.klasifikasi_id, posisi)
    assert simpul(k, "b").urut == {None: 3, 0: 1, 2: 2, 99: 3}[posisi]
    periksa(k.proyek)


def test_heading_goes_with_all_below_it(k: Kerja) -> None:
    satu, dua = simpul(k, "SATU"), simpul(k, "DUA")
    pohon.pindah_klasifikasi(k, satu, satu.versi, dua.id, None)
    assert gambar(k) == [
        "I DUA", "  1 e", "  A SATU", "    1 a", "    2 b", "    3 c", "    1 ANAK A", "      1 d", "    2 ANAK B",
    ]  # fmt: skip
    periksa(k.proyek)


def test_heading_not_into_itself(k: Kerja) -> None:
    satu, anak = simpul(k, "SATU"), simpul(k, "ANAK A")
    for tujuan in (satu.id, anak.id):
        with pytest.raises(Invalid) as galat:
            pohon.pindah_klasifikasi(k, satu, satu.versi, tujuan, None)
        assert galat.value.kode == "melingkar"
    assert gambar(k) == AWAL


def test_stale_version_moves_nothing(k: Kerja) -> None:
    a, anak = simpul(k, "a"), simpul(k, "ANAK A")
    with pytest.raises(Conflict):
        pohon.geser(k, a, a.versi - 1, "turun")
    with pytest.raises(Conflict):
        pohon.pindah_pekerjaan(k, a, a.versi - 1, anak.id, None)
    with pytest.raises(Conflict):
        pohon.pindah_klasifikasi(k, anak, anak.versi - 1, None, None)
    assert gambar(k) == AWAL


def test_rows_of_another_project_are_not_there(k: Kerja) -> None:
    lain = kerja()
    judul = buat_judul(lain)
    asing = buat_pekerjaan(lain, judul=judul)
    a = simpul(k, "a")
    with pytest.raises(NotFound):
        pohon.get_pekerjaan(k, asing.id)
    with pytest.raises(NotFound):
        pohon.get_klasifikasi(k, judul.id)
    with pytest.raises(NotFound):
        pohon.pindah_pekerjaan(k, a, a.versi, judul.id, None)
    with pytest.raises(NotFound):
        tambah_pekerjaan(k, judul.id, "Beton")
    with pytest.raises(NotFound):
        pohon.tambah_klasifikasi(k, "Sub", judul.id)


def test_number_overrides_and_returns(k: Kerja) -> None:
    dua = simpul(k, "DUA")
    pohon.ubah_klasifikasi(k, dua, dua.versi, nomor=" 3.2 ")
    assert "3.2 DUA" in gambar(k)
    pohon.ubah_klasifikasi(k, dua, dua.versi, nomor="")
    assert gambar(k) == AWAL
    with pytest.raises(Invalid, match="30 huruf"):
        pohon.ubah_klasifikasi(k, dua, dua.versi, nomor="1" * 31)


@pytest.mark.parametrize("nama", ["", "  \t", "\u200b", "x" * 301])
def test_names_that_are_refused(k: Kerja, nama: str) -> None:
    with pytest.raises(Invalid) as galat:
        pohon.tambah_klasifikasi(k, nama)
    assert galat.value.kolom == "nama"


def test_without_heading_a_work_goes_to_the_last_one(db: Any) -> None:
    k = kerja()
    pertama = tambah_pekerjaan(k, None, "Pertama")
    assert gambar(k) == ["I PEKERJAAN", "  1 Pertama"]
    akhir = buat_judul(k, "AKHIR")
    assert tambah_pekerjaan(k, None, "Kedua").klasifikasi_id == akhir.id
    assert tambah_pekerjaan(k, pertama.klasifikasi_id, "Awal", posisi=1).urut == 1
    periksa(k.proyek)


@pytest.mark.parametrize("benih", range(6))
def test_random_moves_change_order_and_nothing_else(db: Any, benih: int) -> None:
    acak = random.Random(benih)
    k = kerja()
    for n in range(8):
        induk = acak.choice([None, *hidup(Klasifikasi, k.proyek)])
        judul = buat_judul(k, f"JUDUL {n}", induk)
        for m in range(acak.randrange(4)):
            buat_pekerjaan(k, f"p{n}.{m}", str(acak.randrange(1, 99)), judul=judul, komponen=[SEMEN])
    total = periksa(k.proyek).total
    kelompok = sorted(p.uraian for p in hidup(Pekerjaan, k.proyek))
    for _ in range(60):
        s = acak.choice([*hidup(Klasifikasi, k.proyek), *hidup(Pekerjaan, k.proyek)])
        tujuan = acak.choice(hidup(Klasifikasi, k.proyek)).id
        posisi = acak.choice([None, 1, 2, 50])
        if acak.random() < 0.5:
            pohon.geser(k, s, s.versi, acak.choice(["naik", "turun", "masuk", "keluar"]))
        elif isinstance(s, Pekerjaan):
            pohon.pindah_pekerjaan(k, s, s.versi, tujuan, posisi)
        else:
            with contextlib.suppress(Invalid):  # into itself
                pohon.pindah_klasifikasi(k, s, s.versi, acak.choice([None, tujuan]), posisi)
        k.sesi.flush()
        assert periksa(k.proyek).total == total
    assert sorted(p.uraian for p in hidup(Pekerjaan, k.proyek)) == kelompok
    assert len(gambar(k)) == 8 + len(kelompok)


def test_same_siblings_in_any_order_sum_the_same(k: Kerja) -> None:
    sebelum = {j.nama: j.jumlah for j in hidup(Klasifikasi, k.proyek)}
    assert sebelum["SATU"] == Decimal("1000.55") + 2 * Decimal("2000.55") + 3 * Decimal("3000.55") + 4 * Decimal(
        "4000.55"
    )
    for _ in range(3):
        c = simpul(k, "c")
        pohon.geser(k, c, c.versi, "naik")
    assert {j.nama: j.jumlah for j in hidup(Klasifikasi, k.proyek)} == sebelum
