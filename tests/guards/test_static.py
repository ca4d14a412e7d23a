"""Weight, origin and safety of what browsers load."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "ahsp_app"
STATIC = APP / "static"
TEMPLATES = APP / "templates"
SKRIP = sorted((STATIC / "js").glob("*.js"))
KB = 1000


def test_own_javascript_is_at_most_15_kb() -> None:
    ukuran = {p.name: p.stat().st_size for p in SKRIP}
    assert sum(ukuran.values()) <= 15 * KB, ukuran


def test_own_css_of_a_page_is_at_most_10_kb_compressed() -> None:
    """Every page loads app.css, and at most one file of its own."""
    ukuran = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in (STATIC / "css").glob("*.css")}
    umum = ukuran.pop("app.css")
    assert umum + max(ukuran.values(), default=0) <= 10 * KB, ukuran


def test_all_assets_together_leave_room_for_the_page() -> None:
    berkas = [*STATIC.rglob("*.js"), *STATIC.rglob("*.css"), *STATIC.rglob("*.svg")]
    assert sum(len(gzip.compress(p.read_bytes(), 9)) for p in berkas) <= 40 * KB


def test_vendored_files_are_what_vendor_md_says() -> None:
    vendor = STATIC / "vendor"
    baris = re.findall(r"^([0-9a-f]{64})  (\S+)$", (vendor / "VENDOR.md").read_text(), flags=re.M)
    assert baris
    for sidik, nama in baris:
        assert hashlib.sha256((vendor / nama).read_bytes()).hexdigest() == sidik, nama
    tercatat = {nama for _sidik, nama in baris} | {"VENDOR.md"}
    padat = {".gz", ".br"}
    assert {p.name for p in vendor.iterdir() if p.suffix not in padat} <= tercatat


def test_each_vendored_library_names_its_version_and_has_its_licence() -> None:
    for p in (STATIC / "vendor").glob("*.min.js"):
        nama = re.fullmatch(r"(\w+)-\d+\.\d+\.\d+\.min\.js", p.name)
        assert nama, p.name
        assert (p.parent / f"{nama[1]}-LICENSE.txt").is_file()


@pytest.mark.parametrize("berkas", SKRIP, ids=lambda p: p.name)
def test_scripts_neither_evaluate_nor_reach_out_nor_write_html(berkas: Path) -> None:
    teks = berkas.read_text()
    for pola in (
        r"\beval\(",
        r"new Function",
        r"https?://",
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
        r"\.style\b",
        r"^import ",
    ):
        assert not re.search(pola, teks, flags=re.M), pola


def test_styles_load_nothing_from_elsewhere() -> None:
    for p in STATIC.rglob("*.css"):
        assert not re.search(r"https?:|@import|url\((?!['\"]?data:)", p.read_text()), p.name


class _Tag(HTMLParser):
    """Collects what a strict content security policy would refuse, and icons that are not in the sprite."""

    def __init__(self) -> None:
        super().__init__()
        self.temuan: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nama = {k for k, _v in attrs}
        if tag == "style" or "style" in nama:
            self.temuan.append(f"<{tag}> dengan gaya di tempat")
        if tag == "script" and "src" not in nama:
            self.temuan.append("<script> di tempat")
        for k, v in attrs:
            if (
                re.match(r"on[a-z]|hx-on", k)
                or k in {"hx-boost", "hx-vars"}
                or (v or "").startswith(("javascript:", "js:"))
            ):
                self.temuan.append(f"{k} pada <{tag}>")


@pytest.mark.parametrize("berkas", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_templates_hold_no_inline_script_or_style(berkas: Path) -> None:
    # Expressions out of the way: what they print is data, and autoescaped.
    teks = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", berkas.read_text(), flags=re.S)
    tag = _Tag()
    tag.feed(teks)
    assert tag.temuan == []


def test_icons_in_use_are_in_the_sprite() -> None:
    ada = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    for p in TEMPLATES.rglob("*.html"):
        for nama in re.findall(r"""\bikon\(['"]([\w-]+)['"]""", p.read_text()):
            assert nama in ada, f"{p.name}: {nama}"


def test_htmx_is_configured_for_the_policy() -> None:
    isi = re.search(r"""name="htmx-config" content='(.*?)'""", (TEMPLATES / "base.html").read_text())
    assert isi
    config = json.loads(isi[1])
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["historyCacheSize"] == 0
    assert config["historyRestoreAsHxRequest"] is False

    def cara(status: int) -> tuple[bool, bool]:
        aturan = next(a for a in config["responseHandling"] if re.search(a["code"], str(status)))
        return aturan["swap"], aturan.get("error", False)

    assert cara(200) == (True, False)
    assert cara(204) == (False, False)
    assert {cara(s) for s in (409, 422, 428, 429)} == {(True, True)}
    assert {cara(s) for s in (401, 403, 404, 413, 500, 503)} == {(False, True)}


def _kecerahan(warna: str) -> float:
    hex6 = warna if len(warna) == 7 else "#" + "".join(c * 2 for c in warna[1:])
    r, g, b = (int(hex6[i : i + 2], 16) / 255 for i in (1, 3, 5))
    lurus = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b)]
    return 0.2126 * lurus[0] + 0.7152 * lurus[1] + 0.0722 * lurus[2]


def _kontras(a: str, b: str) -> float:
    terang, gelap = sorted((_kecerahan(a), _kecerahan(b)), reverse=True)
    return (terang + 0.05) / (gelap + 0.05)


def _tema() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "app.css").read_text()
    blok = {
        "terang": r":root \{(.*?)\}",
        "perangkat": r":root:not\(\[data-tema=terang\]\) \{(.*?)\}",
        "gelap": r"^:root\[data-tema=gelap\] \{(.*?)\}",
    }
    hasil = {}
    for nama, pola in blok.items():
        cocok = re.search(pola, css, flags=re.S | re.M)
        assert cocok, nama
        hasil[nama] = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", cocok[1]))
    return hasil


def test_both_dark_themes_are_the_same() -> None:
    tema = _tema()
    assert tema["perangkat"] == tema["gelap"]
    assert tema["gelap"].keys() == tema["terang"].keys()


@pytest.mark.parametrize("nama", ["terang", "gelap"])
def test_text_has_aa_contrast_on_every_surface(nama: str) -> None:
    w = _tema()[nama]
    pasangan = [(t, s) for t in ("tinta", "redup", "aksen") for s in ("latar", "kertas", "judul", "aksen-lembut")]
    pasangan += [(t, s) for t in ("kurang", "salah", "ubah") for s in ("kertas", f"{t}-lembut", "latar")]
    pasangan += [(t, s) for t in ("tinta", "redup") for s in ("kurang-lembut", "salah-lembut", "ubah-lembut")]
    pasangan += [("baik", "kertas"), ("di-aksen", "aksen"), ("latar", "tinta")]
    for teks, dasar in pasangan:
        assert _kontras(w[teks], w[dasar]) >= 4.5, (teks, dasar, _kontras(w[teks], w[dasar]))
