"""The benchmark's own project and operations work, and what they send to the database stays within its budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from ahsp_app.services.katalog import muat_katalog_awal
from bench.__main__ import SANDI, tanam
from bench.data import TERKECIL
from bench.operasi import OPERASI, REMEH, Ladang, Operasi
from bench.peramban import Dalam, Peramban
from bench.ukur import hitung_sql, lakukan
from tests.keutuhan import cacat

# Statements a request may send. Signing in and finding the project take two, the total and the gaps one.
BATAS = {
    REMEH: 0,
    "the same, signed in": 1,
    "sign-in page": 0,
    "volume save": 10,
    "volume save, 10 formulas follow": 12,
    "coefficient save": 15,
    "price save, wage of half the works": 15,
}
BATAS_HALAMAN = 8
BITA_HALAMAN = 40_000  # of 60 kB; the rest is what every page loads once


@pytest.fixture
def ladang(app: Flask, db: Any) -> Iterator[Ladang]:
    """The smallest project that has everything in it."""
    muat_katalog_awal(db.session())
    db.session.commit()
    return tanam(app, TERKECIL)


@pytest.fixture
def peramban(app: Flask, ladang: Ladang) -> Peramban:
    """Its owner, signed in."""
    p = Peramban(Dalam(app.test_client(use_cookies=False)))
    p.masuk(ladang.email, SANDI)
    return p


def test_the_project_is_sound(ladang: Ladang, db: Any) -> None:
    assert not cacat(db.session(), ladang.proyek_id)


@pytest.mark.parametrize("operasi", OPERASI, ids=lambda o: o.nama)
def test_an_operation_stays_within_its_budget(
    app: Flask, db: Any, ladang: Ladang, peramban: Peramban, operasi: Operasi
) -> None:
    tugas = operasi.mulai(peramban, ladang, 0)
    lakukan(peramban, tugas)
    with hitung_sql(db.engine) as perintah:
        jawaban = lakukan(peramban, tugas)
    assert len(perintah) <= BATAS.get(operasi.nama, BATAS_HALAMAN), perintah
    assert jawaban.bita <= BITA_HALAMAN
    db.session.rollback()
    assert not cacat(db.session(), ladang.proyek_id)
