"""The typed base of all tables, the names of their constraints, and the column types that the field needs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, Identity, MetaData, Numeric, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Constraint names are part of the interface: web/errors.py turns them into a message at the right field.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# DESIGN §4: coefficient 10 decimals, volume and parameter 6, price 8, percentages 4.
Koefisien = Annotated[Decimal, mapped_column(Numeric(20, 10))]
Volume = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Uang = Annotated[Decimal, mapped_column(Numeric(23, 8))]
Persen = Annotated[Decimal, mapped_column(Numeric(8, 4))]
# Stored results keep the 20 decimals that calc.pembulatan promises.
Hasil = Annotated[Decimal, mapped_column(Numeric(45, 20), server_default=text("0"), default=Decimal(0))]

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Waktu = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
WaktuBila = Annotated[datetime | None, mapped_column(DateTime(timezone=True))]


class Base(DeclarativeBase):
    """Every table of the application."""

    metadata = MetaData(naming_convention=NAMING)


class Berversi:
    """A row that people edit: each write adds one, and an edit names the version it saw (DESIGN §4)."""

    versi: Mapped[int] = mapped_column(server_default=text("1"), default=1)
