"""The list of an edition is searched with the words of the search: site words, other forms, slips."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy

from ahsp_app.models import Edisi
from ahsp_app.queries.edisi import Saring, halaman_analisa, semua_id
from ahsp_app.services.katalog import muat_katalog_awal


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("hebel", "3.6.4.1"),
        ("kramik", "3.9.8.2"),
        ("keramk 40x40", "3.9.8.3"),
        ("3.6.4.2", "3.6.4.2"),
        ("bata ring", "3.6.4.1"),
    ],
)
def test_site_words_and_slips_find_analyses(db: SQLAlchemy, teks: str, kode: str) -> None:
    muat_katalog_awal(db.session())
    edisi = db.session.query(Edisi).one()
    saring = Saring(cari=teks)
    isi = halaman_analisa(db.session(), edisi.id, saring)
    assert kode in [a.kode for a in isi.baris]
    assert {a.id for a in isi.baris} <= set(semua_id(db.session(), edisi.id, saring))


def test_what_nothing_has_finds_nothing(db: SQLAlchemy) -> None:
    muat_katalog_awal(db.session())
    edisi = db.session.query(Edisi).one()
    for teks in ("zzzzzz", "!!", "9.9.9.9"):
        assert halaman_analisa(db.session(), edisi.id, Saring(cari=teks)).baris == (), teks
