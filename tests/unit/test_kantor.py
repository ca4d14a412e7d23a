"""The helper for LibreOffice: formulas are calculated again, profiles are not shared."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests import kantor


def test_a_formula_with_a_wrong_stored_value_is_recalculated(tmp_path: Path) -> None:
    berkas = tmp_path / "buku.xlsx"
    buku = xlsxwriter.Workbook(str(berkas))
    lembar = buku.add_worksheet()
    lembar.write_number(0, 0, 2)
    lembar.write_formula(0, 1, "=A1*3", None, 99)
    buku.close()
    hasil = openpyxl.load_workbook(kantor.ubah(berkas, "xlsx", tmp_path / "hasil"), data_only=True)
    assert hasil.active is not None
    assert hasil.active["B1"].value == 6


def test_it_never_writes_over_its_source(tmp_path: Path) -> None:
    berkas = tmp_path / "buku.xlsx"
    berkas.write_bytes(b"")
    with pytest.raises(ValueError, match="overwritten"):
        kantor.ubah(berkas, "xlsx", tmp_path)


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"hilang\.xlsx"):
        kantor.ubah(tmp_path / "hilang.xlsx", "xlsx", tmp_path / "hasil")


def test_without_libreoffice_the_test_is_skipped_or_fails_when_it_is_required(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kantor, "program", lambda: None)
    monkeypatch.delenv("TEST_KANTOR", raising=False)
    with pytest.raises(pytest.skip.Exception):
        kantor.ubah(tmp_path / "a.xlsx", "pdf", tmp_path)
    monkeypatch.setenv("TEST_KANTOR", "wajib")
    with pytest.raises(pytest.fail.Exception):
        kantor.ubah(tmp_path / "a.xlsx", "pdf", tmp_path)
