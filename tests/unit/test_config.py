"""Where an installation keeps its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ahsp_app.config import Settings, folder_var

CHECKOUT = Path(__file__).resolve().parents[2]


def test_the_checkouts_own_folder_wherever_one_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_var({}) == CHECKOUT / "var"
    assert folder_var({"AHSP_VAR": ""}) == CHECKOUT / "var"
    assert Settings.from_env({"SECRET_KEY": "x" * 32}).var_dir == CHECKOUT / "var"
    assert folder_var({"AHSP_VAR": "data"}) == tmp_path / "data"


def test_a_package_without_a_checkout_uses_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_var({}, tmp_path / "site-packages") == tmp_path / "var"
