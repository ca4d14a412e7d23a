"""Every minute: jobs whose worker is gone are given up, schedules that are due are run, what waits is taken up."""

from __future__ import annotations

from datetime import UTC, datetime

from huey import crontab

from ahsp_app.extensions import db, huey
from ahsp_app.services import berkas_tugas, jadwal_jalan, pencarian, tugas


@huey.periodic_task(crontab(minute="*"), expires=50)  # type: ignore[untyped-decorator]
def sapu() -> None:
    """Sweep once."""
    with huey.konteks():
        berkas_tugas.sapu_berkas(db.session())
        pencarian.sapu_pencarian(db.session())
        ada = tugas.sapu(db.session())
        db.session.commit()
    if ada:
        huey.bangunkan()


@huey.periodic_task(crontab(minute="*"), expires=50)  # type: ignore[untyped-decorator]
def jadwal() -> None:
    """Run what schedules want now."""
    with huey.konteks():
        ada = jadwal_jalan.sapu_jadwal(db.session(), datetime.now(UTC))
        db.session.commit()
    if ada:
        huey.bangunkan()
