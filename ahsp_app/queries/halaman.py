"""A page of a long list: its rows with the number of all, whatever page was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
PER: Final = 50


@dataclass(frozen=True, slots=True)
class Halaman(Generic[T]):
    """The rows of page `halaman` of `terakhir`; `jumlah` counts all."""

    baris: tuple[T, ...]
    halaman: int
    terakhir: int
    jumlah: int


def ambil_halaman(
    sesi: Session,
    pilih: Any,
    jadi: Callable[..., T],
    *,
    kunci: Any,
    syarat: Sequence[ColumnElement[bool]],
    urut: Sequence[Any],
    halaman: int,
) -> Halaman[T]:
    """The rows of `pilih` whose key is on the page. One statement, two for a page that is not there (then the first).

    The page is found first: what is said of each row must not be worked out for all of them.
    """
    halaman = max(1, halaman)
    while True:
        sepotong = (
            select(kunci, func.count().over().label("n"))
            .where(*syarat)
            .order_by(*urut)
            .limit(PER)
            .offset((halaman - 1) * PER)
            .subquery()
        )
        isi = pilih.add_columns(sepotong.c.n).join(sepotong, sepotong.c[kunci.key] == kunci).order_by(*urut)
        semua = sesi.execute(isi).all()
        if semua or halaman == 1:
            break
        halaman = 1
    jumlah = semua[0][-1] if semua else 0
    return Halaman(tuple(jadi(*tuple(b)[:-1]) for b in semua), halaman, max(1, -(-jumlah // PER)), jumlah)
