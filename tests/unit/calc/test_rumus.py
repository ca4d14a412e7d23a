"""Volume formulas."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahsp_app.calc.rumus import (
    MAKS_BERSARANG,
    MAKS_PANJANG,
    RumusMelingkar,
    RumusSalah,
    ganti_acuan,
    ganti_nama,
    hitung,
    hitung_volume,
    nama_sah,
    tampil_rumus,
    urai,
    urutkan,
)

NILAI = {
    "panjang": Decimal("12.5"),
    "lebar": Fraction(4),
    "tinggi_2": Decimal("0.15"),
    "a": Decimal(-3),
    "min": Decimal(7),
    "#p1": Decimal("74.3535"),
    "#A.1 b": Decimal(2),
}


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("2*-3", "-6"),
        ("2^-1", "0.5"),
        ("min(1;2)", "1"),
        ("1.000", "1000"),
        ("sum(panjang)", "12.5"),
        ("rata(2*3,5)", "7"),
        ("min(1, 2)", "1"),
        ("min(1,\n2,5)", "1"),
        ("max(1; 2,5; 2)", "2.5"),
        ("-2^2", "-4"),
        ("(-2)^2", "4"),
        ("2^3^2", "512"),
        ("2^-2^2", "1/16"),
        ("2--3", "5"),
        ("--2", "2"),
        ("+2", "2"),
        ("2-+3", "-1"),
        ("10-4-3", "3"),
        ("100/10/2", "5"),
        ("2+3*4", "14"),
        ("(2+3)*4", "20"),
        ("2*3^2", "18"),
        ("1/3*3", "1"),
        ("0,1+0,2", "0.3"),
        ("=1+1", "2"),
        ("  = 1 + 1 ", "2"),
        ("2×3÷4", "1.5"),
        ("5−2", "3"),
        ("0.25*4", "1"),
        ("12.5", "12.5"),
        ("1.234,56", "1234.56"),
        ("1_000", "1000"),
        (".5", "0.5"),
        ("0.250", "0.25"),
        ("1.000.000", "1000000"),
        ("(25,6*5)+(15*6)", "218"),
        ("panjang*lebar", "50"),
        ("PANJANG * Lebar", "50"),
        ("panjang*tinggi_2", "1.875"),
        ("#p1*2", "148.707"),
        ("#{p1}+#{ A.1 b }", "76.3535"),
        ("min + 1", "8"),
        ("abs(a)", "3"),
        ("jumlah(1;2;3)", "6"),
        ("SUM(1;2;3)", "6"),
        ("rata(1;2)", "1.5"),
        ("avg(1;2;6)", "3"),
        ("maks(1;2)", "2"),
        ("bulat(2,345;2)", "2.35"),
        ("round(2,5)", "3"),
        ("bulat(-2,5)", "-3"),
        ("bulat(1250;-2)", "1300"),
        ("atas(1,1)", "2"),
        ("ceil(-1,1)", "-1"),
        ("bawah(1,9)", "1"),
        ("floor(-1,1)", "-2"),
        ("pangkat(2;10)", "1024"),
        ("pow(2;-1)", "0.5"),
        ("akar(2)", "1.4142135623730950488"),
        ("akar(3)", "1.73205080756887729353"),
        ("sqrt(1/9)", "1/3"),
        ("akar(0)", "0"),
        ("4^0,5", "2"),
        ("8^(1/3)", "2"),
        ("0^0,5", "0"),
        ("0^0", "1"),
        ("2^0,5", "1.4142135623730950488"),
        ("min(max(1;2);(3))", "2"),
        ("bulat(PI;10)", "3.1415926536"),
    ],
)
def test_values(teks: str, hasil: str) -> None:
    assert hitung(urai(teks), NILAI) == Fraction(hasil)


@pytest.mark.parametrize(
    ("teks", "kode", "posisi"),
    [
        ("", "kosong", None),
        ("  =  ", "kosong", None),
        ("1" * 501, "terlalu_panjang", None),
        ("1 $ 2", "tidak_dikenal", 2),
        ("1 = 2", "tidak_dikenal", 2),
        ("10%", "tidak_dikenal", 2),
        ("1.", "tidak_dikenal", 1),
        ("#", "tidak_dikenal", 0),
        ("#{ }", "tidak_dikenal", 0),
        ("#1", "tidak_dikenal", 0),
        ("٣", "tidak_dikenal", 0),
        ("é", "tidak_dikenal", 0),
        ("__import__('os')", "tidak_dikenal", 11),
        ("1.2.3", "tidak_dikenal", 0),
        ("min(1,2,3)", "tidak_dikenal", 4),
        ("min(1,234,567)", "tidak_dikenal", 4),
        ("1,234.56", "tidak_dikenal", 0),
        ("min(a,5)", "tidak_dikenal", 5),
        ("min(1 ,2)", "tidak_dikenal", 6),
        ("1,", "tidak_dikenal", 1),
        ("(1", "kurung", 2),
        ("min(1;2", "kurung", 7),
        ("1)", "kurung", 1),
        ("()", "kurung", 1),
        (")", "kurung", 0),
        ("1+", "susunan", 2),
        ("*3", "susunan", 0),
        ("2**3", "susunan", 2),
        ("2 3", "susunan", 2),
        ("2a", "susunan", 1),
        ("1e5", "susunan", 1),
        ("1;2", "susunan", 1),
        ("(1;2)", "susunan", 2),
        ("min(1;)", "kurung", 6),
        ("min(;1)", "susunan", 4),
        ("foo(1)", "fungsi", 0),
        ("panjang(2)", "fungsi", 0),
        ("min()", "argumen", 0),
        ("min(1,2)", "argumen", 0),
        ("max(panjang)", "argumen", 0),
        ("MAKS(1,5)", "argumen", 0),
        ("jumlah(1,2)", "argumen", 0),
        ("1+avg(1,2)", "argumen", 2),
        ("1+pangkat(2)", "argumen", 2),
        ("abs(1;2)", "argumen", 0),
        ("bulat(1;2;3)", "argumen", 0),
        ("#p1(2)", "susunan", 3),
    ],
)
def test_refused_while_reading(teks: str, kode: str, posisi: int | None) -> None:
    with pytest.raises(RumusSalah) as galat:
        urai(teks)
    assert (galat.value.kode, galat.value.posisi) == (kode, posisi)
    assert len(str(galat.value)) < 120


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("x+1", "variabel"),
        ("#tidak_ada", "variabel"),
        ("e", "variabel"),
        ("1/0", "bagi_nol"),
        ("1/(lebar-4)", "bagi_nol"),
        ("0^-1", "bagi_nol"),
        ("0^-0,5", "bagi_nol"),
        ("akar(-1)", "argumen"),
        ("(-8)^(1/3)", "argumen"),
        ("bulat(1;0,5)", "argumen"),
        ("bulat(1;21)", "argumen"),
        ("bulat(1;-13)", "argumen"),
        ("2^101", "terlalu_besar"),
        ("2^-101", "terlalu_besar"),
        ("9^9^9", "terlalu_besar"),
        ("(9^100)^100", "terlalu_besar"),
        ("(9^100)^14", "terlalu_besar"),
        ("(9^100)^99,5", "terlalu_besar"),
        ("(9^100)^90*(9^90)", "terlalu_besar"),
    ],
)
def test_refused_while_computing(teks: str, kode: str) -> None:
    rumus = urai(teks)
    with pytest.raises(RumusSalah) as galat:
        hitung(rumus, NILAI)
    assert galat.value.kode == kode


@pytest.mark.parametrize("tanda", ["*", "/", "+", "-"])
def test_numbers_cannot_grow_without_bound(tanda: str) -> None:
    besar = "(9^100)^12"
    kanan = f"(1/{besar}-7)" if tanda in "+-" else besar if tanda == "*" else f"(1/{besar})"
    with pytest.raises(RumusSalah) as galat:
        hitung(urai(tanda.join([besar, kanan, kanan])), {})
    assert galat.value.kode == "terlalu_besar"
    for fungsi in ("jumlah", "rata"):
        with pytest.raises(RumusSalah):
            hitung(urai(f"{fungsi}({besar}; 1/{besar}; 1/7^99; 1/11^99; 1/13^99)"), {})


def test_messages() -> None:
    with pytest.raises(RumusSalah, match="Parameter “tinggi” tidak dikenal"):
        hitung(urai("tinggi*2"), {})
    with pytest.raises(RumusSalah, match="Acuan “#p9” tidak ada"):
        hitung(urai("#p9"), {})
    with pytest.raises(RumusSalah, match=r"titik koma, misalnya min\(1; 2\)"):
        urai("min(1,2,3)")
    for teks, contoh in (("min(1,2)", r"min\(1; 2\)"), ("maks(3,5)", r"max\(1; 2\)"), ("sum(1,2)", r"jumlah\(1; 2\)")):
        with pytest.raises(RumusSalah, match=f"sedikitnya dua nilai.*titik koma.*{contoh}"):
            urai(teks)


def test_length_and_nesting_are_limited() -> None:
    panjang = "1+" * (MAKS_PANJANG // 2 - 1) + "11"
    assert len(panjang) == MAKS_PANJANG
    assert hitung(urai(panjang), {}) == MAKS_PANJANG // 2 + 10
    dalam = MAKS_BERSARANG - 1
    assert hitung(urai("(" * dalam + "1" + ")" * dalam), {}) == 1
    for teks in ("(" * 60 + "1" + ")" * 60, "-" * 60 + "1", "1" + "^1" * 60, "abs(" * 60 + "1" + ")" * 60):
        with pytest.raises(RumusSalah) as galat:
            urai(teks)
        assert galat.value.kode == "terlalu_dalam"


def test_references_are_collected() -> None:
    rumus = urai("= Panjang * panjang + min(#p1; #{A.1 b}; pi) - #p1")
    assert rumus.acuan == {"panjang", "#p1", "#A.1 b"}
    assert rumus.teks == "= Panjang * panjang + min(#p1; #{A.1 b}; pi) - #p1"
    assert urai("1") == urai("1")
    assert urai("2*1.000").ambigu
    assert not urai("2*1.000,0 + 0.250 + 1.000.000").ambigu


def test_volume_is_rounded_half_up_and_never_negative() -> None:
    assert str(hitung_volume(urai("1/3"), {})) == "0.333333"
    assert hitung_volume(urai("0,0000005"), {}) == Decimal("0.000001")
    assert hitung_volume(urai("akar(2)^2-2"), {}) == 0
    assert hitung_volume(urai("0"), {}) == 0
    with pytest.raises(RumusSalah) as galat:
        hitung_volume(urai("lebar-5"), NILAI)
    assert (galat.value.kode, str(galat.value)) == ("negatif", "Hasil rumus -1. Volume tidak boleh negatif.")
    assert hitung_volume(urai("10^12-1"), {}) == 10**12 - 1
    for teks in ("10^12", "10^12-0,0000004", "-10^12"):
        with pytest.raises(RumusSalah) as galat:
            hitung_volume(urai(teks), {})
        assert galat.value.kode == "terlalu_besar"


def test_formulas_are_put_in_order() -> None:
    rumus = {"#a": urai("#b+#c"), "#b": urai("#c*2+lebar"), "#c": urai("#lain")}
    assert urutkan(rumus) == ["#c", "#b", "#a"]
    assert urutkan({}) == []


def test_a_circle_is_named() -> None:
    rumus = {"#a": urai("#b"), "#b": urai("#c*2"), "#c": urai("#b+1")}
    with pytest.raises(RumusMelingkar) as galat:
        urutkan(rumus)
    assert galat.value.kode == "melingkar"
    assert galat.value.jalur == ("#b", "#c", "#b")
    assert str(galat.value) == "Rumus saling mengacu: #b → #c → #b."
    assert "Galian → #x" in str(RumusMelingkar(("#a", "#x"), {"#a": "Galian"}))
    with pytest.raises(RumusMelingkar):
        urutkan({"#a": urai("#a+1")})


def test_renaming_leaves_the_rest_as_typed() -> None:
    assert ganti_nama("= Panjang*lebar +  min(panjang; panjang_2)", "panjang", "p") == (
        "= p*lebar +  min(p; panjang_2)"
    )
    assert ganti_nama("min(min; 2) - #min - #{min}", "MIN", "terkecil") == "min(terkecil; 2) - #min - #{min}"
    assert ganti_nama("1.000", "x", "y") == "1.000"
    assert ganti_acuan("#p1 + #{p 2}*p1 - #p3", {"p1": "x 1", "p 2": "q"}) == "#{x 1} + #q*p1 - #p3"
    with pytest.raises(RumusSalah):
        ganti_nama("1 $", "a", "b")


def test_names_of_parameters() -> None:
    assert all(nama_sah(n) for n in ("a", "Panjang", "t_2", "_x", "min", "e"))
    assert not any(nama_sah(n) for n in ("", "2a", "a b", "a-b", "pi", "PI", "é", "#a", "a\n"))


KODE = {
    "kosong", "terlalu_panjang", "terlalu_dalam", "tidak_dikenal", "kurung", "susunan", "variabel", "fungsi", "argumen",
    "bagi_nol", "terlalu_besar",
}  # fmt: skip


def nilai_atau_galat(teks: str) -> Fraction | RumusSalah:
    try:
        return hitung(urai(teks), NILAI)
    except RumusSalah as galat:
        return galat


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,+-*/^();#{} axmin=pi", max_size=40))
def test_reading_and_computing_never_crash(teks: str) -> None:
    hasil = nilai_atau_galat(teks)
    if isinstance(hasil, Fraction):
        return
    assert hasil.kode in KODE
    assert hasil.posisi is None or 0 <= hasil.posisi <= len(teks)


UTAMA = {"+": 1, "-": 1, "*": 2, "/": 2}
angka = st.integers(0, 999).map(lambda n: (f"{n // 10},{n % 10}", Fraction(n, 10), 9))


@st.composite
def gabung(draw: st.DrawFn, anak: st.SearchStrategy[tuple[str, Fraction, int]]) -> tuple[str, Fraction, int]:
    """Text with as few brackets as possible, its value, and how tightly its outermost operation binds."""
    tanda = draw(st.sampled_from("+-*/"))
    kiri, kanan = draw(anak), draw(anak)
    if tanda == "/" and kanan[1] == 0:
        tanda = "+"
    utama = UTAMA[tanda]
    a = kiri[0] if kiri[2] >= utama else f"({kiri[0]})"
    b = kanan[0] if kanan[2] > utama else f"({kanan[0]})"
    nilai = {"+": kiri[1] + kanan[1], "-": kiri[1] - kanan[1], "*": kiri[1] * kanan[1]}.get(tanda)
    return f"{a} {tanda} {b}", kiri[1] / kanan[1] if nilai is None else nilai, utama


@given(st.recursive(angka, gabung, max_leaves=15))
def test_precedence_and_exactness(contoh: tuple[str, Fraction, int]) -> None:
    assert hitung(urai(contoh[0]), {}) == contoh[1]


@given(st.fractions(0, 10**9))
def test_square_root_to_the_last_digit(nilai: Fraction) -> None:
    akar = hitung(urai("akar(x)"), {"x": nilai})
    setengah = Fraction(1, 2 * 10**20)
    assert akar == 0 or (akar - setengah) ** 2 <= nilai <= (akar + setengah) ** 2


@pytest.mark.parametrize(("teks", "tampil"), [(None, ""), ("2*3", "=2*3"), (" =2*3 ", "=2*3")])
def test_a_formula_shows_with_its_sign(teks: str | None, tampil: str) -> None:
    assert tampil_rumus(teks) == tampil
