"""One row by its number: it is there, or NotFound says that it is not."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from ahsp_app.errors import NotFound

T = TypeVar("T")


def get_satu(sesi: Session, pilih: Select[T], *, kunci: bool = False, pesan: str | None = None) -> T:
    """The row of this select. Raises NotFound, with `pesan` if given.

    `kunci` locks it until the end of the transaction, and reads it as it is then: writers of it follow one another.
    """
    if kunci:
        pilih = pilih.with_for_update().execution_options(populate_existing=True)
    baris = sesi.scalar(pilih)
    if baris is None:
        raise NotFound(pesan) if pesan else NotFound
    return baris
