"""Parts of the living workbook that need no spreadsheet program."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ahsp_app.calc.galat import Galat
from ahsp_app.calc.pembulatan import Mode, Pembulatan
from ahsp_app.calc.rekap import Pengaturan, Ppn
from ahsp_app.laporan.buku_kerja import bulat, dasar, tata
from ahsp_app.queries.snapshot import BarisKlasifikasi, BarisPekerjaan, Snapshot

NOL = Decimal(0)


def langkah(teks: str, mode: Mode = Mode.SETENGAH_ATAS) -> Pembulatan:
    return Pembulatan(mode, Decimal(teks))


@pytest.mark.parametrize(
    ("hsp", "jumlah", "desimal"),
    [
        ("0.01", "0.01", 0),
        ("100", "0.01", 0),
        ("0.01", "1", 3),
        ("0.01", "100", 5),
        ("0.05", "0.02", 1),
        ("3", "4", 2),
        ("1", "3", 9),
    ],
)
def test_decimals_of_a_price_in_steps(hsp: str, jumlah: str, desimal: int) -> None:
    assert bulat.desimal_jumlah(langkah(hsp), langkah(jumlah)) == desimal


def test_parts_of_the_tax_are_the_tax() -> None:
    ppn = Ppn(Decimal(12), 11, 12)
    s = Pengaturan(Decimal(10), ppn)
    jumlah = Decimal("27664989405667.57")
    jutaan, sisa = bulat.bagian_ppn(jumlah, s)
    assert jutaan + sisa == ppn.hitung(jumlah)
    assert jutaan.denominator == 1


def test_without_rounding_the_formula_is_plain() -> None:
    tanpa = langkah("0.01", Mode.TANPA)
    s = Pengaturan(Decimal(10), Ppn(Decimal(11)), tanpa, tanpa, tanpa)
    assert bulat.rumus_hsp("G1+G2", s) == "G1+G2"
    assert bulat.rumus_jumlah("D1", "F1", s) == "D1*F1"
    assert bulat.rumus_total("rab_total", s) == "rab_total"


def test_a_formula_that_a_sheet_cannot_compute_is_left_to_the_application() -> None:
    tempat = {"a": "par_a"}
    assert dasar.rumus_sel("=a*2", tempat) == "par_a*2"
    assert dasar.rumus_sel("=b*2", tempat) is None
    assert dasar.rumus_sel("=a*", tempat) is None
    assert dasar.rumus_sel("atas(" * 40 + "a" + ")" * 40, tempat) is None


def snapshot(banyak: int) -> Snapshot:
    bulat_ = {f"bulat_{t}_{k}": v for t in ("hsp", "jumlah", "total") for k, v in (("mode", "tanpa"), ("langkah", 1))}
    proyek = {"margin_persen": NOL, "ppn_persen": NOL, "dpp_pembilang": 1, "dpp_penyebut": 1, "jumlah": NOL} | bulat_
    kosong = BarisPekerjaan(
        1, 1, 1, None, "p", None, "", "", None, None, [], None, None, "", None, "", *[NOL] * 8, kurang=0
    )  # fmt: skip
    pekerjaan = tuple(kosong._replace(id=n, urut=n) for n in range(1, banyak + 1))
    return Snapshot(proyek, klasifikasi=(BarisKlasifikasi(1, None, 1, "A", None, NOL, banyak),), pekerjaan=pekerjaan)


def test_places_follow_each_other() -> None:
    t = tata.susun(snapshot(2))
    assert t.baris_judul == {1: 6}
    assert t.baris == {1: 7, 2: 8}
    assert t.blok == {1: tata.Blok(6, 13, 15), 2: tata.Blok(17, 24, 26)}


def test_more_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tata, "MAKS_BARIS", 1000)
    with pytest.raises(Galat, match="paling banyak 1000"):
        tata.susun(snapshot(100))
