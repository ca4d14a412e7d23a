"""Habits that review would otherwise have to watch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "ahsp_app"


@pytest.mark.parametrize("paket", ["calc", "services", "queries"])
def test_no_float_near_money(paket: str) -> None:
    for berkas in (APP / paket).rglob("*.py"):
        for n, baris in enumerate(berkas.read_text().splitlines(), 1):
            assert not re.search(r"\bfloat\(|\beval\(", baris.partition("#")[0]), f"{berkas.name}:{n}"


def test_services_and_queries_never_commit() -> None:
    for paket in ("services", "queries", "calc", "models"):
        for berkas in (APP / paket).rglob("*.py"):
            assert ".commit()" not in berkas.read_text(), berkas


def test_every_template_is_rendered_by_someone() -> None:
    templat = {str(p.relative_to(APP / "templates")) for p in (APP / "templates").rglob("*.html")}
    pemakai = "\n".join(p.read_text() for p in [*APP.rglob("*.py"), *(APP / "templates").rglob("*.html")])
    assert [t for t in sorted(templat) if f'"{t}"' not in pemakai and f"'{t}'" not in pemakai] == []


def test_templates_escape_and_hold_no_script_or_style() -> None:
    for p in (APP / "templates").rglob("*.html"):
        teks = p.read_text()
        # |safe only on a literal of the template itself
        assert not re.search(r"(?<!['\"])\|\s*safe", teks), p
        assert not re.search(r"""\sstyle=|\son[a-z]+=["']|<script[^>]*>[^<]""", teks), p


def test_templates_compute_no_numbers() -> None:
    """A template formats; it multiplies, divides and sums nothing."""
    for p in (APP / "templates").rglob("*.html"):
        for ungkapan in re.findall(r"{[{%](.*?)[}%]}", p.read_text(), flags=re.S):
            tanpa_teks = re.sub(r"""(["']).*?\1""", "", ungkapan, flags=re.S)
            assert "|sum" not in tanpa_teks, f"{p.name}: {ungkapan}"
            assert not re.search(r"[\w)\]]\s*[*/]\s*[\w(]", tanpa_teks), f"{p.name}: {ungkapan}"
