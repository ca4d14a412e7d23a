"""Where an installation keeps its own, and how it sends mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from ahsp_app.config import Settings, SettingsError, folder_var

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


SURAT = {
    "SECRET_KEY": "x" * 32,
    "SMTP_URL": "smtp://rab:rahasia@surat.test:587",
    "SURAT_DARI": "rab@kantor.test",
    "ALAMAT_SITUS": "https://rab.kantor.test/",
}


def test_mail_and_the_address_of_links() -> None:
    atur = Settings.from_env(SURAT)
    assert (atur.smtp_url, atur.surat_dari, atur.situs) == (
        "smtp://rab:rahasia@surat.test:587", "rab@kantor.test", "https://rab.kantor.test"
    )  # fmt: skip
    tanpa = Settings.from_env({"SECRET_KEY": "x" * 32, "PORT": "8123"})
    assert (tanpa.smtp_url, tanpa.situs) == ("", "http://127.0.0.1:8123")


@pytest.mark.parametrize(
    ("nama", "isi"),
    [
        ("SMTP_URL", "surat.test:587"),
        ("SMTP_URL", "http://surat.test"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://surat.test:seratus"),
        ("SMTP_URL", "smtp://surat.test:99999"),
        ("SURAT_DARI", ""),
        ("SURAT_DARI", "kantor"),
        ("SURAT_DARI", "a@b.test\nBcc: c@d.test"),
        ("ALAMAT_SITUS", ""),
        ("ALAMAT_SITUS", "rab.kantor.test"),
        ("ALAMAT_SITUS", "https://rab.test/?a=1"),
    ],
)
def test_what_cannot_be_used_is_named(nama: str, isi: str) -> None:
    with pytest.raises(SettingsError, match=nama):
        Settings.from_env(SURAT | {nama: isi})
