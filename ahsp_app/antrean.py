"""The job queue: Huey on PostgreSQL by default, on Redis by setting."""

from __future__ import annotations

from typing import Any

from huey.api import Huey
from huey.storage import BlackHoleStorage, PostgresStorage, RedisStorage

from ahsp_app.config import Settings


class Antrean(Huey):  # type: ignore[misc]
    """A queue that exists at import time, so that tasks can be declared, and gets its storage with the settings."""

    def __init__(self) -> None:
        super().__init__("ahsp", storage_class=BlackHoleStorage, utc=True)

    def init_app(self, settings: Settings) -> None:
        """Choose the storage. No connection is made before the first use."""
        kelas, isi = _penyimpanan(settings)
        self.storage = kelas(name=self.name, **isi)

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
    }
