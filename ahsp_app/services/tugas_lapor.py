"""How a running job says how far it is: on its own connection, so that the page sees it before the work is done."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Engine, func, update
from sqlalchemy.exc import SQLAlchemyError

from ahsp_app.models import Tugas
from ahsp_app.services.tugas import Dibatalkan

JEDA: Final = 0.5  # seconds between two reports of progress
DENYUT: Final = 10.0  # seconds between two signs of life, however long a step takes


class Pelapor:
    """The voice of one run of a job; used as a context it beats by itself until the end."""

    def __init__(self, mesin: Engine, tugas_id: int, percobaan: int) -> None:
        self._mesin, self._id, self._percobaan = mesin, tugas_id, percobaan
        self._terakhir = 0.0
        self._selesai = threading.Event()
        self._denyut = threading.Thread(target=self._berdenyut, name=f"tugas-{tugas_id}", daemon=True)

    @property
    def tugas_id(self) -> int:
        """The job that is running."""
        return self._id

    def __enter__(self) -> Self:
        self._denyut.start()
        return self

    def __exit__(
        self, _jenis: type[BaseException] | None, _isi: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._selesai.set()
        self._denyut.join(timeout=DENYUT)

    def langkah(self, kini: int, total: int, teks: str = "") -> None:
        """`kini` of `total` are done, at the moment `teks`. Cheap to call often. Raises Dibatalkan."""
        sekarang = time.monotonic()
        if sekarang - self._terakhir < JEDA:
            return
        self._terakhir = sekarang
        self._tulis(kini=max(0, kini), total=max(0, total), langkah=teks[:200])

    def mulai(self, teks: str) -> None:
        """Say at once what begins now. Raises Dibatalkan."""
        self._terakhir = time.monotonic()
        self._tulis(kini=0, total=0, langkah=teks[:200])

    def _tulis(self, **isi: object) -> None:
        ubah = (
            update(Tugas)
            .where(Tugas.id == self._id, Tugas.status == "jalan", Tugas.percobaan == self._percobaan)
            .values(denyut=func.clock_timestamp(), **isi)
            .returning(Tugas.minta_batal)
        )
        with self._mesin.begin() as koneksi:
            minta_batal = koneksi.scalar(ubah)
        if minta_batal is None or minta_batal:
            raise Dibatalkan

    def _berdenyut(self) -> None:
        while not self._selesai.wait(DENYUT):
            with suppress(SQLAlchemyError, Dibatalkan):
                self._tulis()
