"""Alembic's entry: migrates the database that the application is configured for."""

from alembic import context
from flask import current_app
from sqlalchemy import text

db = current_app.extensions["migrate"].db


def milik_kita(objek, nama, jenis, dari_basis, banding):
    """Leave the job queue's own tables alone: the queue makes and keeps them."""
    return not (jenis == "table" and nama.startswith("huey_"))


with db.engine.connect() as sambungan:
    # A migration that waits for a lock makes everyone behind it wait too: give up early instead.
    sambungan.execute(text("SET lock_timeout = '10s'"))
    sambungan.commit()
    context.configure(
        connection=sambungan,
        target_metadata=db.metadata,
        include_object=milik_kita,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
