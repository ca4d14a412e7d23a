"""The worker's sign of life: a row that is renewed every ten seconds while the process runs."""

from __future__ import annotations

import threading

import structlog
from flask import Flask
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from ahsp_app.extensions import db
from ahsp_app.models import Detak

JEDA_DETIK = 10.0


def detakkan(app: Flask) -> None:
    """Renew the sign of life once."""
    with app.app_context():
        db.session.execute(
            insert(Detak)
            .values(nama="pekerja", pada=func.now())
            .on_conflict_do_update(index_elements=[Detak.nama], set_={"pada": func.now()})
        )
        db.session.commit()


def mulai_detak(app: Flask) -> threading.Event:
    """Beat in the background until the returned event is set. A database that is away is no reason to stop."""
    berhenti = threading.Event()

    def jalan() -> None:
        while True:
            try:
                detakkan(app)
            except SQLAlchemyError as galat:
                structlog.get_logger().warning("detak", sebab=type(galat).__name__)
            if berhenti.wait(JEDA_DETIK):
                return

    threading.Thread(target=jalan, name="detak", daemon=True).start()
    return berhenti
