"""The transaction boundary (ADR 0003): services flush, and the edge of the request commits or rolls back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from ahsp_app.extensions import db
from ahsp_app.web.aturan import AMAN


def init_app(app: Flask) -> None:
    """End the transaction before anything of the answer leaves."""
    app.after_request(_selesaikan)


def setelah_commit(tugas: Callable[[], object]) -> None:
    """Run `tugas` once the changes are really there: a job must not look for a row that is not committed yet."""
    g.setdefault("setelah_commit", []).append(tugas)


def _selesaikan(tanggapan: Response) -> Response:
    if request.method in AMAN or tanggapan.status_code >= 400:
        db.session.rollback()
        return tanggapan
    try:
        db.session.commit()
    except SQLAlchemyError as galat:
        db.session.rollback()
        from ahsp_app.web.galat import jawab_galat_basis  # noqa: PLC0415 -- it renders, which needs this module

        return jawab_galat_basis(galat)
    for tugas in g.pop("setelah_commit", []):
        tugas()
    return tanggapan
