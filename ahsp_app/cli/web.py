"""`ahsp web`: gunicorn with settings that fit this application."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from ahsp_app.calc.galat import N_, Galat
from ahsp_app.config import Settings
from ahsp_app.lokal import checks

TIMEOUT_SECONDS: Final = 60
KEEP_ALIVE_SECONDS: Final = 5


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Porta; bakunya dari PORT.")
@click.option(
    "--tenggat",
    type=click.IntRange(1, 300),
    default=20,
    help="Detik bagi permintaan yang sedang berjalan saat berhenti.",
)
@click.option("--tanpa-periksa", is_flag=True, hidden=True, help="Basis data sudah diperiksa oleh `ahsp up`.")
def web(port: int | None, tenggat: int, tanpa_periksa: bool) -> None:
    """Menjalankan proses web."""
    settings = Settings.from_env()
    address = settings.sqlalchemy_url().replace("postgresql+psycopg://", "postgresql://", 1)
    if settings.web_workers > 1 and not settings.redis_url:
        raise Galat(
            "tanpa_penyimpan",
            N_(
                "Lebih dari satu proses web membutuhkan REDIS_URL, tanpanya tiap proses menghitung "
                "batas permintaan sendiri-sendiri; isi REDIS_URL atau pakai WEB_WORKERS=1."
            ),
        )
    if not tanpa_periksa:
        checks.check_database(address)
        checks.refuse_pending(checks.pending_migrations(address))
    serve(settings, port or settings.port, tenggat)


def serve(settings: Settings, port: int, grace: int) -> None:
    """Run gunicorn in this process until a signal ends it."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    from ahsp_app import catatan

    catatan.siapkan(settings.log_level)
    catatan.ambil_alih()

    class Catatan(Logger):  # type: ignore[misc]
        """gunicorn's own words go the way of all others."""

        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            for logger in (self.error_log, self.access_log):
                logger.handlers, logger.propagate = [], True

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn without its command line and configuration file."""

        def load_config(self) -> None:
            for name, value in options(settings, port, grace).items():
                self.cfg.set(name, value)
            self.cfg.set("logger_class", Catatan)

        def load(self) -> Any:
            from ahsp_app import create_app

            return create_app(settings)

    Server().run()


def options(settings: Settings, port: int, grace: int) -> dict[str, Any]:
    """gunicorn's settings."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{port}",
        "workers": settings.web_workers,
        "threads": settings.web_threads,
        "worker_class": "gthread",
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": grace,
        "keepalive": KEEP_ALIVE_SECONDS,
        # Memory that a library does not give back returns now and then; the spread keeps workers apart.
        "max_requests": 20_000,
        "max_requests_jitter": 5_000,
        # A heartbeat on a slow disk would have the worker killed for nothing.
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
        "forwarded_allow_ips": "*" if settings.proxies else "127.0.0.1,::1",
        "control_socket_disable": True,
        "loglevel": "info" if settings.log_level == "DEBUG" else "warning",
        "proc_name": "ahsp-web",
    }
