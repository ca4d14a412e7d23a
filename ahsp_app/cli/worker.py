"""`ahsp worker`: runs the jobs of the queue and says every few seconds that it lives."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

import click

from ahsp_app.config import Settings

if TYPE_CHECKING:
    from flask import Flask

THREADS: Final = 2
NICE: Final = 10  # pages go first
BEAT_SECONDS: Final = 10.0  # queries/kesehatan.py calls a worker dead after three beats missed


@click.command()
@click.option(
    "--tenggat",
    type=click.IntRange(1, 3600),
    default=60,
    help="Detik bagi pekerjaan yang sedang berjalan saat berhenti.",
)
def worker(tenggat: int) -> None:
    """Menjalankan pekerja latar."""
    from ahsp_app import catatan, create_app
    from ahsp_app.cli.ruang_kerja import ruang_kerja
    from ahsp_app.extensions import huey

    catatan.ambil_alih()
    app = create_app(Settings.from_env())
    jobs = import_module("ahsp_app.jobs")  # each module in it declares tasks when it is imported
    for module in iter_modules(jobs.__path__, f"{jobs.__name__}."):
        import_module(module.name)
    huey.siapkan()
    os.nice(NICE)
    end = threading.Event()
    pulse = threading.Thread(target=_beat, args=(app, end), name="detak", daemon=True)
    pulse.start()
    consumer = huey.create_consumer(
        workers=THREADS,
        worker_type="thread",
        scheduler_interval=5,
        max_delay=5.0,
        # A job that was locked by a worker that was killed must not wait for ever.
        flush_locks=True,
        graceful_signal="TERM",
        shutdown_timeout=tenggat,
    )
    try:
        with ruang_kerja():
            consumer.run()
    finally:
        end.set()
        pulse.join(timeout=5)


def _beat(app: Flask, end: threading.Event) -> None:
    """Write the sign of life that the health page reads; wipe it when we stop on purpose."""
    from sqlalchemy import delete, func
    from sqlalchemy.dialects.postgresql import insert
    from sqlalchemy.exc import SQLAlchemyError

    from ahsp_app.extensions import db
    from ahsp_app.models import Detak

    name = f"{socket.gethostname()[:28]}:{os.getpid()}"
    sign = insert(Detak).values(nama=name, pada=func.now())
    sign = sign.on_conflict_do_update(index_elements=[Detak.nama], set_={"pada": func.now()})
    with app.app_context():
        while True:
            # A database that is away for a while is the health page's news, not ours.
            with suppress(SQLAlchemyError), db.engine.begin() as connection:
                connection.execute(sign)
            if end.wait(BEAT_SECONDS):
                break
        with suppress(SQLAlchemyError), db.engine.begin() as connection:
            old = Detak.pada < func.now() - timedelta(days=1)  # of workers that were killed
            connection.execute(delete(Detak).where((Detak.nama == name) | old))
        db.engine.dispose()
