"""Counting and reading the SQL that something sends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from ahsp_app.extensions import db


@contextlib.contextmanager
def catat_sql() -> Iterator[list[str]]:
    """The statements sent inside the block, one string each; transaction control is not among them."""
    terkirim: list[str] = []

    def sebelum(_koneksi: Any, _kursor: Any, sql: str, *_sisa: Any) -> None:
        terkirim.append(sql)

    mesin = db.engine
    event.listen(mesin, "before_cursor_execute", sebelum)
    try:
        yield terkirim
    finally:
        event.remove(mesin, "before_cursor_execute", sebelum)
