"""Browsers that are there, can be installed, or cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e import peramban


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """An empty machine; what would be run is noted instead."""
    noted: list[str] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    for name in ("E2E_CHROMIUM", "E2E_FIREFOX", "E2E_REQUIRE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(peramban, "quietly", lambda *words: noted.append(" ".join(words[1:])))
    return noted


def add_program(folder: Path, name: str) -> None:
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)


def test_browsers_of_the_system(commands: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_program(tmp_path, "chromium")
    add_program(tmp_path, "firefox-esr")
    assert peramban.main() == 0
    assert capsys.readouterr().out == "--browser chromium --browser firefox\n"
    assert not commands


def test_missing_browsers_are_one_line_each(commands: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert peramban.main() == 0
    heard = capsys.readouterr()
    assert heard.out == "\n"
    lines = [line for line in heard.err.splitlines() if "tidak dijalankan" in line]
    assert [line.partition(":")[0] for line in lines] == ["chromium", "firefox"]
    assert commands == ["-m playwright install chromium", "-m playwright install firefox"]


def test_missing_browser_that_is_required(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("E2E_REQUIRE", "chromium, firefox")
    assert peramban.main() == 1
    assert "E2E_REQUIRE meminta chromium, firefox." in capsys.readouterr().err


def test_root_installs_from_the_system(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_program(tmp_path, "apt-get")
    add_program(tmp_path, "firefox")
    monkeypatch.setattr(peramban.os, "geteuid", lambda: 0)

    def install(*words: str) -> None:
        commands.append(words[0])
        if "chromium" in words:
            add_program(tmp_path, "chromium")

    monkeypatch.setattr(peramban, "quietly", install)
    assert peramban.main() == 0
    assert capsys.readouterr().out == "--browser chromium --browser firefox\n"
    assert commands == ["apt-get", "apt-get"]
