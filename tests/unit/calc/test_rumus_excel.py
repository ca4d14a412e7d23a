"""Volume formulas as spreadsheets read them."""

import pytest

from ahsp_app.calc.rumus import urai
from ahsp_app.calc.rumus_excel import ke_excel


def tempat(nama: str) -> str:
    return "E7" if nama.startswith("#") else f"par_{nama}"


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("=panjang*lebar", "par_panjang*par_lebar"),
        ("2 × Panjang ÷ 3", "2*par_panjang/3"),
        ("#p1+#{A.1 b}", "E7+E7"),
        ("1.250,75", "1250.75"),
        ("pi", "PI()"),
        ("2+3*4", "2+3*4"),
        ("(2+3)*4", "(2+3)*4"),
        ("2-(3-4)", "2-(3-4)"),
        ("2-(3+4)-5", "2-(3+4)-5"),
        ("12/(2*3)", "12/(2*3)"),
        ("(2*3)/4", "(2*3)/4"),
        ("2*-3", "2*(-3)"),
        ("-(2+3)", "(-(2+3))"),
        ("--2", "(-(-2))"),
        ("-2^2", "(-(2^2))"),
        ("(-2)^2", "(-2)^2"),
        ("2^3^2", "2^(3^2)"),
        ("(2^3)^2", "(2^3)^2"),
        ("2^-1", "2^(-1)"),
        ("(a+b)^(1/2)", "(par_a+par_b)^(1/2)"),
        ("min(1; a)", "MIN(1,par_a)"),
        ("maks(1; max(2; 3))", "MAX(1,MAX(2,3))"),
        ("jumlah(a; 1) + sum(a)", "SUM(par_a,1)+SUM(par_a)"),
        ("rata(a; 1) / avg(a; 2)", "AVERAGE(par_a,1)/AVERAGE(par_a,2)"),
        ("abs(1-2)", "ABS(1-2)"),
        ("pangkat(2; 3) + pow(2; 3)", "POWER(2,3)+POWER(2,3)"),
        ("akar(2) + sqrt(2)", "SQRT(2)+SQRT(2)"),
        ("atas(a/3) * ceil(a)", "(-INT(-ROUND(par_a/3,9)))*(-INT(-ROUND(par_a,9)))"),
        ("bawah(a) - floor(a)", "INT(ROUND(par_a,9))-INT(ROUND(par_a,9))"),
        ("bulat(a)", "ROUND(ROUND(par_a,9),0)"),
        ("bulat(a; 0)", "ROUND(ROUND(par_a,9),0)"),
        ("round(a; 2)", "ROUND(par_a,2)"),
        ("bulat(a; -2)", "ROUND(ROUND(par_a,9),(-2))"),
        ("bulat(a; b)", "ROUND(par_a,par_b)"),
        ("12345678901234567890", "1.23456789012346E+19"),
    ],
)
def test_formula(teks: str, hasil: str) -> None:
    assert ke_excel(urai(teks), tempat) == hasil


def test_too_deep_for_a_spreadsheet() -> None:
    assert ke_excel(urai("atas(" * 30 + "a" + ")" * 30), tempat) is not None
    assert ke_excel(urai("atas(" * 31 + "a" + ")" * 31), tempat) is None


def test_too_long_for_a_spreadsheet() -> None:
    assert ke_excel(urai("+".join(["a"] * 250)), lambda _: "x" * 31) is not None
    assert ke_excel(urai("+".join(["a"] * 250)), lambda _: "x" * 32) is None


def test_depth_is_that_of_the_deepest_part() -> None:
    dalam = "atas(" * 31 + "a" + ")" * 31
    for teks in (f"1+{dalam}", f"-{dalam}", f"2^{dalam}", f"{dalam}^2", f"min(1;{dalam})"):
        assert ke_excel(urai(teks), tempat) is None
