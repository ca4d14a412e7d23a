"""The data files that come with the application: complete, uniform, plausible and in agreement."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ahsp_app
from ahsp_app.calc.rumus import hitung_volume, urai
from ahsp_app.calc.satuan import SATUAN_BAKU, kunci_satuan
from ahsp_app.calc.teks import kunci_teks, rapikan

FOLDER = Path(ahsp_app.__file__).parent / "data"
Objek = dict[str, Any]
Sumber = tuple[str, str, str]

GRUP_WAJIB = {
    "Persiapan", "Tanah", "Pondasi", "Beton", "Bekisting", "Pembesian", "Dinding", "Plesteran", "Lantai",
    "Atap", "Plafon", "Kusen, pintu, dan jendela", "Pengecatan", "Sanitasi", "Plambing", "Listrik",
    "Lansekap",
}  # fmt: skip

# Direct cost + 10 % with the example prices, in rupiah: outside means a slipped unit, price or coefficient.
WAJAR = {
    "1.2.1.1.1": (100_000, 160_000),  # galian, m3
    "2.2.1.5.6": (1_300_000, 2_000_000),  # beton f'c 25, m3
    "2.2.1.1.3": (15_000, 25_000),  # penulangan, kg
    "2.2.1.3.4": (200_000, 400_000),  # bekisting balok, m2
    "2.2.2.1.6": (900_000, 1_500_000),  # pondasi batu belah, m3
    "3.6.1.8": (120_000, 220_000),  # dinding 1/2 bata, m2
    "3.7.4": (60_000, 110_000),  # plesteran, m2
    "3.8.10.1": (25_000, 60_000),  # cat tembok, m2
    "3.9.8.3": (150_000, 400_000),  # keramik, m2
    "2.1.1.1": (150_000, 300_000),  # baja ringan, m2
}

# Kilograms and litres in one m3 of concrete or masonry are rightly in the hundreds.
MASSA = {"kg", "liter"}


def baca(nama: str) -> Objek:
    isi: Objek = json.loads((FOLDER / nama).read_text(encoding="utf-8"))
    return isi


KATALOG = baca("katalog_awal.json")
HARGA = baca("harga_contoh.json")
DEMO = baca("demo_proyek.json")
ANALISA: dict[str, Objek] = {a["kode"]: a for a in KATALOG["analisa"]}


def sumber(k: Objek) -> Sumber:
    return (k["kategori"], k["uraian"], k["satuan"])


def semua_komponen() -> Iterator[Objek]:
    for a in KATALOG["analisa"]:
        yield from a["komponen"]


DAFTAR: dict[Sumber, Decimal] = {sumber(h): Decimal(h["harga"]) for h in HARGA["harga"]}


def semua_klasifikasi(anak: list[Objek], tingkat: int = 1) -> Iterator[tuple[int, Objek]]:
    for k in anak:
        yield tingkat, k
        yield from semua_klasifikasi(k["anak"], tingkat + 1)


PEKERJAAN: list[Objek] = [p for _, k in semua_klasifikasi(DEMO["klasifikasi"]) for p in k["pekerjaan"]]
ITEM: dict[str, Objek] = {h["kunci"]: h for h in DEMO["harga_item"]}


# --- catalogue


def test_edition_says_what_it_is() -> None:
    edisi = KATALOG["edisi"]
    assert set(edisi) == {"nama", "nomor", "regulasi", "tahun", "bidang", "keterangan"}
    assert "katalog awal" in edisi["nama"]
    assert "resmi" in edisi["keterangan"]


def test_enough_analyses_of_every_trade() -> None:
    assert len(KATALOG["analisa"]) >= 150
    per_grup = Counter(a["grup"] for a in KATALOG["analisa"])
    assert per_grup.keys() >= GRUP_WAJIB
    assert min(per_grup[g] for g in GRUP_WAJIB) >= 3


def test_codes_and_descriptions_are_unique() -> None:
    assert len(ANALISA) == len(KATALOG["analisa"])
    uraian = Counter((kunci_teks(a["uraian"]), a["satuan"]) for a in KATALOG["analisa"])
    assert [u for u, n in uraian.items() if n > 1] == []
    assert all(re.fullmatch(r"\d+(\.\d+){2,5}", kode) for kode in ANALISA)


def test_units_are_canonical() -> None:
    satuan = {a["satuan"] for a in KATALOG["analisa"]} | {k["satuan"] for k in semua_komponen()}
    assert satuan <= set(SATUAN_BAKU)
    assert all(kunci_satuan(s) == s for s in satuan)
    assert {k["satuan"] for k in semua_komponen() if k["kategori"] == "TK"} == {"OH"}


def test_texts_are_tidy() -> None:
    teks = [a["uraian"] for a in KATALOG["analisa"]] + [k["uraian"] for k in semua_komponen()]
    for t in teks:
        assert t == rapikan(t)
        assert t[0].isupper()
        assert not t.endswith((".", ","))
        assert not re.match(r"\d+ ?(m|m2|m3|kg|buah)\b", t), "the unit has its own field"


def test_components_are_complete_and_sane() -> None:
    for kode, a in ANALISA.items():
        assert a["komponen"], kode
        assert len({sumber(k) for k in a["komponen"]}) == len(a["komponen"]), f"{kode}: a resource twice"
        assert any(k["kategori"] == "TK" for k in a["komponen"]), f"{kode}: no labour"
        for k in a["komponen"]:
            assert k["kategori"] in {"TK", "BHN", "ALT", "LAIN"}
            koefisien = Decimal(k["koefisien"])
            batas = 1100 if k["satuan"] in MASSA else 160
            assert 0 < koefisien < batas, (kode, k)
            assert -koefisien.as_tuple().exponent <= 6  # type: ignore[operator]


def test_coefficients_of_the_published_examples() -> None:
    galian = {k["uraian"]: k["koefisien"] for k in ANALISA["1.2.1.1.1"]["komponen"]}
    assert galian == {"Pekerja": "0.75", "Mandor": "0.038"}
    beton = {k["uraian"]: k["koefisien"] for k in ANALISA["2.2.1.5.6"]["komponen"]}
    assert [beton[n] for n in ("Semen Portland", "Pasir beton", "Air")] == ["407", "731", "202"]


def test_one_spelling_per_resource() -> None:
    ejaan: dict[str, set[str]] = {}
    for k in [*semua_komponen(), *HARGA["harga"], *DEMO["harga_item"]]:
        ejaan.setdefault(re.sub(r"[\W_]+", "", kunci_teks(k["uraian"])), set()).add(k["uraian"])
    assert [n for n in ejaan.values() if len(n) > 1] == []
    kode: dict[str, set[str | None]] = {}
    for k in [*semua_komponen(), *HARGA["harga"]]:
        kode.setdefault(k["uraian"], set()).add(k["kode"])
    assert [n for n, isi in kode.items() if len(isi) > 1] == []


# --- example prices


def test_every_resource_has_exactly_one_price() -> None:
    assert "bukan harga resmi" in HARGA["daftar"]["keterangan"]
    date.fromisoformat(HARGA["daftar"]["tanggal"])
    assert len(DAFTAR) == len(HARGA["harga"])
    assert DAFTAR.keys() == {sumber(k) for k in semua_komponen()}
    assert all(h > 0 and h == h.to_integral_value() for h in DAFTAR.values())


def test_prices_of_one_resource_in_two_units_agree() -> None:
    """Sand 1,400 kg/m3, gravel 1,350 kg/m3, loose."""
    assert DAFTAR["BHN", "Pasir beton", "kg"] * 1400 == DAFTAR["BHN", "Pasir beton", "m3"]
    assert DAFTAR["BHN", "Kerikil", "kg"] * 1350 == DAFTAR["BHN", "Kerikil", "m3"]


def test_wages_rise_with_rank() -> None:
    upah = {u: h for (kategori, u, _), h in DAFTAR.items() if kategori == "TK"}
    tukang = {h for u, h in upah.items() if u.startswith("Tukang ")}
    assert len(tukang) == 1
    assert upah["Pekerja"] < tukang.pop() < upah["Kepala tukang"] < upah["Mandor"]


def harga_satuan(a: Objek) -> Fraction:
    langsung = sum((Fraction(k["koefisien"]) * Fraction(DAFTAR[sumber(k)]) for k in a["komponen"]), Fraction(0))
    return langsung * Fraction(110, 100)


@pytest.mark.parametrize("kode", WAJAR)
def test_unit_prices_are_plausible(kode: str) -> None:
    bawah, atas = WAJAR[kode]
    assert bawah <= harga_satuan(ANALISA[kode]) <= atas


def test_equipment_never_dominates() -> None:
    for kode, a in ANALISA.items():
        alat = sum(
            Fraction(k["koefisien"]) * Fraction(DAFTAR[sumber(k)]) for k in a["komponen"] if k["kategori"] == "ALT"
        )
        assert alat * Fraction(110, 100) <= harga_satuan(a) * Fraction(7, 10), kode


# --- demo project


def test_demo_is_a_project_file() -> None:
    assert (DEMO["format"], DEMO["versi"]) == ("ahsp-proyek", 1)
    mulai, selesai = (date.fromisoformat(DEMO["proyek"][k]) for k in ("tanggal_mulai", "tanggal_selesai"))
    assert (selesai - mulai).days + 1 == 16 * 7
    tingkat = [t for t, _ in semua_klasifikasi(DEMO["klasifikasi"])]
    assert max(tingkat) == 3
    assert len(PEKERJAAN) >= 60


def test_demo_is_complete() -> None:
    assert len({p["kunci"] for p in PEKERJAAN}) == len(PEKERJAAN)
    assert len(ITEM) == len(DEMO["harga_item"])
    assert len({sumber(h) for h in ITEM.values()}) == len(ITEM)
    kunci = {p["kunci"] for p in PEKERJAAN}
    terpakai = set()
    for p in PEKERJAAN:
        assert Decimal(p["volume"]) > 0
        assert ("harga_langsung" in p) != bool(p.get("komponen"))
        for k in p.get("komponen", []):
            assert (k.keys() - {"koefisien"}) in ({"item"}, {"pekerjaan"})
            assert k.get("item") in ITEM or k.get("pekerjaan") in kunci
            terpakai.add(k.get("item"))
    assert terpakai >= ITEM.keys()
    for h in ITEM.values():
        assert ("harga" in h) != ("konversi" in h)
        harga = h["konversi"]["harga_beli"] if "konversi" in h else h["harga"]
        assert Decimal(harga) > 0


def test_demo_shows_every_feature() -> None:
    assert 2 <= sum("harga_langsung" in p for p in PEKERJAAN) <= 3
    assert any(p.get("margin_persen") == "0" for p in PEKERJAAN)
    assert any("pekerjaan" in k for p in PEKERJAAN for k in p.get("komponen", []))
    assert sum("konversi" in h for h in ITEM.values()) >= 3
    assert sum(1 for p in PEKERJAAN if p.get("rumus")) >= 12
    assert len(DEMO["parameter"]) >= 10


def test_demo_formulas_give_the_volumes() -> None:
    nilai = {p["nama"]: Decimal(p["nilai"]) for p in DEMO["parameter"]}
    dipakai = set()
    for p in PEKERJAAN:
        if rumus := p.get("rumus"):
            assert rumus.startswith("=")
            assert hitung_volume(urai(rumus), nilai) == Decimal(p["volume"]), p["kunci"]
            dipakai |= set(re.findall(r"[a-z_]+", rumus))
    assert dipakai == nilai.keys(), "a parameter that nothing uses"


def test_demo_references_equal_the_catalogue() -> None:
    rujukan = [p for p in PEKERJAAN if p.get("sumber") == "referensi"]
    assert len(rujukan) >= 60
    for p in rujukan:
        a = ANALISA[p["kode"]]
        assert p["edisi"] == KATALOG["edisi"]["nama"]
        assert p["satuan"] == a["satuan"]
        sini = [(*sumber(ITEM[k["item"]]), k["koefisien"]) for k in p["komponen"]]
        assert sini == [(*sumber(k), k["koefisien"]) for k in a["komponen"]], p["kunci"]


def test_demo_total() -> None:
    """Computed here from the file alone: exact sums, unit price and amount to the sen (half up), PPN 11 %."""
    menurut_kunci = {p["kunci"]: p for p in PEKERJAAN}

    def harga(h: Objek) -> Fraction:
        k = h.get("konversi")
        return Fraction(k["harga_beli"]) / Fraction(k["faktor"]) if k else Fraction(h["harga"])

    def langsung(p: Objek) -> Fraction:
        return sum(
            (
                Fraction(k["koefisien"])
                * (harga(ITEM[k["item"]]) if "item" in k else langsung(menurut_kunci[k["pekerjaan"]]))
                for k in p["komponen"]
            ),
            Fraction(0),
        )

    def sen(x: Fraction) -> Fraction:
        return Fraction((x * 200 + 1) // 2, 100)

    def jumlah(p: Objek) -> Fraction:
        if "harga_langsung" in p:
            hsp = Fraction(p["harga_langsung"])
        else:
            margin = Fraction(p.get("margin_persen") or DEMO["pengaturan"]["margin_persen"])
            hsp = langsung(p) * (1 + margin / 100)
        return sen(Fraction(p["volume"]) * sen(hsp))

    total = sum((jumlah(p) for p in PEKERJAAN), Fraction(0))
    total += sen(total * Fraction(11, 100))
    assert total == Fraction("375614061.16")
    assert total < Fraction(DEMO["proyek"]["anggaran"]) < total * Fraction(105, 100)


def test_demo_schedule_covers_every_work() -> None:
    rencana: dict[str, Decimal] = {}
    realisasi: dict[str, Decimal] = {}
    for j in DEMO["jadwal"]:
        assert 1 <= j["minggu"] <= 16
        rencana[j["pekerjaan"]] = rencana.get(j["pekerjaan"], Decimal(0)) + Decimal(j["rencana_persen"])
        if j["realisasi_persen"] is not None:
            nilai = Decimal(j["realisasi_persen"])
            realisasi[j["pekerjaan"]] = realisasi.get(j["pekerjaan"], Decimal(0)) + nilai
    assert rencana == {p["kunci"]: Decimal(100) for p in PEKERJAAN}
    assert all(0 <= r <= 100 for r in realisasi.values())
    assert len({(j["pekerjaan"], j["minggu"]) for j in DEMO["jadwal"]}) == len(DEMO["jadwal"])
