"""The job queue: Huey on PostgreSQL by default, on Redis by setting."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import structlog
from flask import Flask
from flask.ctx import AppContext
from huey.api import Huey
from huey.storage import BlackHoleStorage, PostgresStorage, RedisStorage

from ahsp_app.config import Settings


class Antrean(Huey):  # type: ignore[misc]
    """A queue that exists at import time, so that tasks can be declared, and gets its storage with the settings."""

    storage: Any

    def __init__(self) -> None:
        super().__init__("ahsp", storage_class=BlackHoleStorage, utc=True)
        self._app: Flask | None = None
        self._kerjakan = self.task(name="kerjakan")(_kerjakan)

    def init_app(self, app: Flask, settings: Settings) -> None:
        """Choose the storage. No connection is made before the first use."""
        self._app = app
        kelas, isi = _penyimpanan(settings)
        self.storage.close()  # of an application before this one in the process
        self.storage = kelas(name=self.name, **isi)

    def konteks(self) -> AppContext:
        """The application's context, for what runs in a worker."""
        if self._app is None:
            raise RuntimeError("no application")
        return self._app.app_context()

    def bangunkan(self) -> None:
        """Tell the workers that a job waits. The jobs themselves are rows (models/tugas.py): a call that gets lost is
        made up for by the sweep.
        """
        try:
            self._kerjakan()
        except Exception as galat:  # the request's work is committed; it must not seem to have failed
            structlog.get_logger().warning("antrean", sebab=type(galat).__name__)

    def siapkan(self) -> None:
        """Create the queue's own tables; safe to repeat."""
        if isinstance(self.storage, PostgresStorage):
            self.storage.initialize_schema()


def _penyimpanan(settings: Settings) -> tuple[type[Any], dict[str, Any]]:
    if settings.queue == "redis":
        return RedisStorage, {"url": settings.redis_url}
    dsn = settings.sqlalchemy_url().replace("postgresql+psycopg://", "postgresql://", 1)
    # LISTEN needs a session of its own, which a transaction pooler cannot give: poll instead.
    return PostgresStorage, {
        "dsn": dsn,
        "create_tables": False,
        "blocking": settings.database_pooler != "transaction",
        "prepare_threshold": None,  # a pooler may hand the next statement to another session
    }


def _kerjakan() -> None:
    """What a worker does when it is told; the jobs are above this layer."""
    import_module("ahsp_app.jobs.kerja").kerjakan()
