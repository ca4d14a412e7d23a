"""Many rows in one statement each, so that the number of statements never grows with the number of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, Table, Text, column, func, insert, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from ahsp_app.models import Base


def pesan_id(sesi: Session, tabel: type[Base], banyak: int) -> list[int]:
    """So many new ids of a table, ascending, before its rows are written."""
    if not banyak:
        return []
    urutan = func.nextval(func.pg_get_serial_sequence(tabel.__tablename__, "id"))
    nomor = select(urutan.label("id")).select_from(func.generate_series(1, banyak).alias()).subquery()
    return list(sesi.scalars(select(func.array_agg(nomor.c.id))).one())


def sisipkan(sesi: Session, tabel: type[Base], baris: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns; the other columns get their defaults.

    Values must already fit: a number with more decimals than its column would be rounded.
    """
    if not baris:
        return
    t = cast(Table, tabel.__table__)
    nama = list(baris[0])
    dokumen = sql_cast(literal(json.dumps(baris, default=_teks, ensure_ascii=False), Text), JSON)
    isi = func.json_to_recordset(dokumen).table_valued(*(column(n, t.c[n].type) for n in nama), name="v")
    v = isi.render_derived(with_types=True)
    sesi.execute(insert(t).from_select(nama, select(*(v.c[n] for n in nama))))


def _teks(nilai: object) -> str:
    if isinstance(nilai, Decimal):
        return f"{nilai:f}"
    if isinstance(nilai, date):
        return nilai.isoformat()
    raise TypeError(type(nilai).__name__)
