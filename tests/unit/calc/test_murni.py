"""calc stays exact and pure."""

import ast
from pathlib import Path

import pytest

import ahsp_app.calc

BERKAS = sorted(Path(ahsp_app.calc.__file__).parent.glob("*.py"))
BOLEH = {
    "ahsp_app", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "itertools", "math", "re",
    "typing", "unicodedata",
}  # fmt: skip


@pytest.mark.parametrize("berkas", BERKAS, ids=lambda p: p.name)
def test_no_binary_floating_point_and_no_evaluation(berkas: Path) -> None:
    pohon = ast.parse(berkas.read_text(encoding="utf-8"))
    for simpul in ast.walk(pohon):
        if isinstance(simpul, ast.Name):
            assert simpul.id not in {"float", "complex", "eval", "exec", "compile"}, simpul.lineno
        if isinstance(simpul, ast.Constant):
            assert not isinstance(simpul.value, float), simpul.lineno
        if isinstance(simpul, ast.Attribute):
            assert simpul.attr not in {"sqrt", "pow", "fsum", "quantize", "getcontext"}, simpul.lineno
            assert simpul.attr not in {"now", "utcnow", "today"}, simpul.lineno  # dates are given, never looked up
    assert "float(" not in berkas.read_text(encoding="utf-8")


@pytest.mark.parametrize("berkas", BERKAS, ids=lambda p: p.name)
def test_only_the_standard_library_without_clock_or_files(berkas: Path) -> None:
    for simpul in ast.walk(ast.parse(berkas.read_text(encoding="utf-8"))):
        nama = []
        if isinstance(simpul, ast.Import):
            nama = [a.name for a in simpul.names]
        elif isinstance(simpul, ast.ImportFrom):
            nama = [simpul.module or ""]
        for n in nama:
            assert n.split(".")[0] in BOLEH, n
            assert not n.startswith("ahsp_app") or n.startswith("ahsp_app.calc."), n
