"""The whole estimate once more, computed by `calc` from scratch, against what is stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ahsp_app.calc.rekap import Rekap, hitung_rekap
from ahsp_app.extensions import db
from ahsp_app.models import Proyek
from ahsp_app.queries.snapshot import baca_snapshot
from tests.keutuhan import cacat


def hidup(jenis: Any, proyek: Proyek) -> list[Any]:
    """The living rows of a table, as they are in the database."""
    pilih = select(jenis).where(jenis.proyek_id == proyek.id, jenis.sampah_id.is_(None)).order_by(jenis.id)
    return list(db.session.scalars(pilih.execution_options(populate_existing=True)))


def periksa(proyek: Proyek) -> Rekap:
    """Nothing is wrong with the project; gives its recapitulation, computed anew."""
    db.session.flush()
    db.session.refresh(proyek)
    assert cacat(db.session(), proyek.id) == []
    return hitung_rekap(baca_snapshot(db.session(), proyek.id).estimasi())
