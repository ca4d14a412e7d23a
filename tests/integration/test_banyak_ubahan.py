"""Ten thousand random edits, by one person and by eight at once: every stored result stays what `calc` makes of it.

Besides the results the whole project is looked over (tests.keutuhan): places, references, formulas, and a history
in which every change starts where the one before it ended, which a lost update would break.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ahsp_app.extensions import db as basis
from ahsp_app.models import AHSPReferensi, Edisi, KomponenReferensi
from tests.acak import AKSI, SUMBER_DAYA, Pengubah
from tests.factories import buat_pengguna, buat_proyek
from tests.keutuhan import cacat

pytestmark = pytest.mark.lambat

UBAHAN = 10_000
UBAHAN_TERPISAH = 4_000
ORANG = 8
BENIH = 20260101


@pytest.fixture
def katalog(db: Any) -> None:
    """Analyses whose resources have the names that own analyses use too, so that both meet in one price."""
    edisi = Edisi(nama="Analisa untuk pengujian")
    db.session.add(edisi)
    db.session.flush()
    for n in range(6):
        ahsp = AHSPReferensi(edisi_id=edisi.id, kode=f"1.{n + 1}", uraian=f"Analisa {n + 1}", satuan="m2", urut=n + 1)
        db.session.add(ahsp)
        db.session.flush()
        for urut, (kategori, uraian, satuan) in enumerate(SUMBER_DAYA[n::6], 1):
            isi = {"kategori": kategori, "uraian": uraian, "satuan": satuan, "koefisien": f"0.{n + 1}{urut}5"}
            db.session.add(KomponenReferensi(ahsp_id=ahsp.id, urut=urut, **isi))
    db.session.commit()


def proyek_kosong(nama: str) -> tuple[int, int]:
    """Ids of an owner and of an empty project, committed."""
    pemilik = buat_pengguna()
    proyek = buat_proyek(pemilik, nama)
    basis.session.commit()
    return pemilik.id, proyek.id


def cacat_kini(mesin: Engine, proyek_id: int, *, riwayat: bool = True) -> list[str]:
    """What is wrong with a project at one moment, whoever is editing it just then."""
    with Session(mesin.execution_options(isolation_level="REPEATABLE READ")) as sesi:
        return cacat(sesi, proyek_id, riwayat=riwayat)


@contextlib.contextmanager
def sambil_dibaca(mesin: Engine, proyek_id: int) -> Iterator[None]:
    """Meanwhile someone only reads, and never sees a wrong total, not even for a moment."""
    selesai, dilihat = threading.Event(), list[list[str]]()

    def baca_terus() -> None:
        while not selesai.wait(1):
            dilihat.append(cacat_kini(mesin, proyek_id, riwayat=False))

    with ThreadPoolExecutor(1) as kolam:
        membaca = kolam.submit(baca_terus)
        try:
            yield
        finally:
            selesai.set()
        membaca.result(timeout=60)
    assert dilihat
    assert not [salah for satu in dilihat for salah in satu]


def ubah_terus(pengubah: Pengubah, banyak: int) -> None:
    """Edit until so many edits have been committed."""
    sesi, tersisa = basis.session(), banyak
    while tersisa:
        tersisa -= pengubah.ubah(sesi)


def serentak(app: Flask, orang: list[Pengubah], banyak: int) -> None:
    """All edit at once, each in a session of their own; together `banyak` edits. What one raises is raised here."""
    mulai = threading.Barrier(len(orang))

    def sunting(u: Pengubah) -> None:
        with app.app_context():
            mulai.wait()
            ubah_terus(u, banyak // len(orang))

    with ThreadPoolExecutor(len(orang)) as kolam:
        for hasil in [kolam.submit(sunting, u) for u in orang]:
            hasil.result(timeout=1800)  # a loaded machine is slow; a deadlock ends by itself


def periksa_ragam(orang: list[Pengubah]) -> None:
    """The edits were what this test is about: every kind happened, and refusals did."""
    hitungan = sum((u.hitungan for u in orang), Counter[str]())
    assert {aksi.__name__ for aksi in AKSI} <= hitungan.keys(), hitungan
    ditolak = sum((u.ditolak for u in orang), Counter[str]())
    assert {"bentrok", "siklus", "melingkar", "variabel", "dipakai", "negatif"} <= ditolak.keys(), ditolak


def test_one_person(katalog: None) -> None:
    pemilik_id, proyek_id = proyek_kosong("Sendirian")
    pengubah = Pengubah(BENIH, pemilik_id, proyek_id)
    for _ in range(UBAHAN // 1000):
        ubah_terus(pengubah, 1000)
        assert not cacat_kini(basis.engine, proyek_id)
    periksa_ragam([pengubah])


def test_eight_people_in_one_project(app: Flask, katalog: None) -> None:
    pemilik_id, proyek_id = proyek_kosong("Bersama")
    orang = [Pengubah(BENIH + n, pemilik_id, proyek_id) for n in range(ORANG)]
    with sambil_dibaca(basis.engine, proyek_id):
        serentak(app, orang, UBAHAN)
    assert not cacat_kini(basis.engine, proyek_id)
    periksa_ragam(orang)


def test_eight_people_in_projects_of_their_own(app: Flask, katalog: None) -> None:
    proyek = [proyek_kosong(f"Milik {n + 1}") for n in range(ORANG)]
    orang = [Pengubah(BENIH + n, *ids) for n, ids in enumerate(proyek)]
    serentak(app, orang, UBAHAN_TERPISAH)
    for _pemilik_id, proyek_id in proyek:
        assert not cacat_kini(basis.engine, proyek_id)
    periksa_ragam(orang)
